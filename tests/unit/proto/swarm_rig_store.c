/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The posts, store and door of the rig: a sorted array. See swarm_rig.h. */
#include "swarm_rig.h"

const char *rig_board_name(uint32_t board)
{
	static char names[8][24];

	snprintf(names[board % 8], sizeof(names[0]), "nl/tilburg/board-%u", board);
	return names[board % 8];
}

static int order(int64_t made_a, const struct kiem_id *a, int64_t made_b, const struct kiem_id *b)
{
	return made_a != made_b ? (made_a < made_b ? -1 : 1) : memcmp(a->b, b->b, sizeof(a->b));
}

/* How many posts of the store come before this place; *there when one is at it. */
static size_t place_of(const struct rig_node *node, int64_t made, const struct kiem_id *id, bool *there)
{
	size_t low = 0, high = node->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (order(node->sorted[middle]->made, &node->sorted[middle]->id, made, id) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	*there = low < node->n && order(node->sorted[low]->made, &node->sorted[low]->id, made, id) == 0;
	return low;
}

bool rig_has(const struct rig_node *node, int64_t made, const struct kiem_id *id)
{
	bool there;

	(void)place_of(node, made, id, &there);
	return there;
}

struct rig_post *rig_copy_post(const struct rig_post *post)
{
	struct rig_post *copy = malloc(sizeof(*post) + post->n);

	assert_non_null(copy);
	memcpy(copy, post, sizeof(*post) + post->n);
	return copy;
}

/* The door. Takes the post over when it is kept. */
enum kiem_verdict rig_admit(struct rig_node *node, struct rig_post *post, uint64_t *number)
{
	bool there;
	size_t at = place_of(node, post->made, &post->id, &there);

	*number = 0;
	if (there) {
		*number = node->numbers[at];
		return KIEM_KNOWN;
	}
	if (post->bytes[post->n - 1] == 0xff) {
		return KIEM_BAD_SIGNATURE;
	}
	if (post->made < node->expired_before) {
		return KIEM_EXPIRED;
	}
	if (node->store_max != 0 && node->n >= node->store_max) {
		return KIEM_FULL;
	}
	if (node->n == node->cap) {
		node->cap = node->cap == 0 ? 256 : node->cap * 2;
		node->sorted = realloc(node->sorted, node->cap * sizeof(node->sorted[0]));
		node->numbers = realloc(node->numbers, node->cap * sizeof(node->numbers[0]));
	}
	node->arrived = realloc(node->arrived, (node->n_arrived + 1) * sizeof(node->arrived[0]));
	memmove(&node->sorted[at + 1], &node->sorted[at], (node->n - at) * sizeof(node->sorted[0]));
	memmove(&node->numbers[at + 1], &node->numbers[at], (node->n - at) * sizeof(node->numbers[0]));
	node->arrived[node->n_arrived++] = post;
	node->sorted[at] = post;
	*number = node->numbers[at] = node->n_arrived;
	node->n++;
	return KIEM_OK;
}

void rig_erase(struct rig *rig, unsigned node, const struct kiem_id *id)
{
	struct rig_node *n = &rig->nodes[node];

	for (size_t i = 0; i < n->n; i++) {
		if (memcmp(n->sorted[i]->id.b, id->b, sizeof(id->b)) == 0) {
			n->arrived[n->numbers[i] - 1] = NULL;
			free(n->sorted[i]);
			memmove(&n->sorted[i], &n->sorted[i + 1], (n->n - i - 1) * sizeof(n->sorted[0]));
			memmove(&n->numbers[i], &n->numbers[i + 1], (n->n - i - 1) * sizeof(n->numbers[0]));
			n->n--;
			return;
		}
	}
	fail_msg("no such post to erase");
}

bool rig_equal(const struct rig *rig, unsigned a, unsigned b)
{
	const struct rig_node *x = &rig->nodes[a], *y = &rig->nodes[b];

	if (x->n != y->n) {
		return false;
	}
	for (size_t i = 0; i < x->n; i++) {
		if (memcmp(x->sorted[i]->id.b, y->sorted[i]->id.b, 32) != 0) {
			return false;
		}
	}
	return true;
}

size_t rig_scan(const struct rig_node *node, struct swarm_row *rows, const struct swarm_effect *e, bool *end)
{
	bool there;
	size_t n = 0, i = 0;

	if (e->scan.has_after) {
		i = place_of(node, e->scan.after_made, &e->scan.after_id, &there);
		i += there;
	}
	for (; i < node->n; i++) {
		const struct rig_post *p = node->sorted[i];
		if (e->scan.has_upto && order(p->made, &p->id, e->scan.upto_made, &e->scan.upto_id) > 0) {
			break;
		}
		if (p->board != e->scan.board || p->made < node->expired_before) {
			continue;
		}
		if (n == e->scan.max) {
			*end = false;
			return n;
		}
		rows[n++] = (struct swarm_row){p->made, p->id, node->numbers[i]};
	}
	*end = true;
	return n;
}

void rig_look(const struct rig_node *node, struct swarm_looked *row, uint32_t board, uint64_t prefix)
{
	*row = (struct swarm_looked){.prefix = prefix};
	for (size_t i = 0; i < node->n && row->number == 0; i++) {
		const struct rig_post *p = node->sorted[i];
		uint64_t v = 0;
		for (size_t j = 0; j < 8; j++) {
			v = v << 8 | p->id.b[j];
		}
		if (v == prefix && p->board == board && p->made >= node->expired_before) {
			*row = (struct swarm_looked){prefix, node->numbers[i], p->made, p->id};
		}
	}
}

struct rig_post *rig_make(uint32_t board, int64_t made, uint64_t what, size_t bytes)
{
	static const uint8_t head[] = {0xd2, 0x84, 0x58, 0x26, 0xa2, 0x01, 0x32, 0x04, 0x58, 0x20};
	uint8_t payload[KIEM_POST_MAX], text[KIEM_POST_MAX] = {0}, key[32] = {7}, signature[64] = {0};
	struct rig_post *post = calloc(1, sizeof(*post) + KIEM_POST_MAX);
	struct kiem_cbor_out p, w;

	assert_non_null(post);
	memset(text, 'a', sizeof(text));
	snprintf((char *)text, 24, "%020llu", (unsigned long long)what);
	text[20] = ' ';
	kiem_cbor_out_init(&p, payload, sizeof(payload));
	kiem_cbor_put_map(&p, 5);
	kiem_cbor_put_uint(&p, 1);
	kiem_cbor_put_uint(&p, KIEM_NOTE);
	kiem_cbor_put_uint(&p, 2);
	kiem_cbor_put_text(&p, rig_board_name(board), strlen(rig_board_name(board)));
	kiem_cbor_put_uint(&p, 3);
	kiem_cbor_put_int(&p, made);
	kiem_cbor_put_uint(&p, 4);
	kiem_cbor_put_int(&p, made + 86400000);
	kiem_cbor_put_uint(&p, 6);
	kiem_cbor_put_text(&p, (const char *)text, bytes > 200 ? bytes - 180 : 24);
	kiem_cbor_out_init(&w, post->bytes, KIEM_POST_MAX);
	kiem_cbor_put_raw(&w, head, sizeof(head));
	kiem_cbor_put_raw(&w, key, sizeof(key));
	kiem_cbor_put_map(&w, 0);
	kiem_cbor_put_bytes(&w, payload, p.n);
	kiem_cbor_put_bytes(&w, signature, sizeof(signature));
	assert_false(p.full || w.full);
	post->n = w.n;
	post->made = made;
	post->board = board;
	kiem_id_of(&post->id, post->bytes, post->n);
	return post;
}

/* Reads back what rig_make wrote. */
struct rig_post *rig_read_post(struct kiem_span bytes)
{
	struct rig_post *post = calloc(1, sizeof(*post) + bytes.n);
	struct kiem_span board = wire_post_board(bytes);
	struct kiem_cbor r;
	unsigned number = 0;

	assert_non_null(post);
	post->n = bytes.n;
	memcpy(post->bytes, bytes.p, bytes.n);
	kiem_id_of(&post->id, bytes.p, bytes.n);
	sscanf((const char *)board.p, "nl/tilburg/board-%u", &number);
	post->board = number;
	kiem_cbor_init(&r, board.p + board.n, 12);
	assert_int_equal(kiem_cbor_uint(&r), 3);
	post->made = kiem_cbor_int(&r);
	return post;
}
