/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts here are not signed: their id stands where a key would, and the door takes them all. */
#include "recon_node.h"

#include <sodium.h>

#define BOARD "nl/tilburg/noord"
#define SLOT_MS 1024 /* between posts known to both; the others are made between them */

/* ---- posts ---- */

static int by_place(const void *a, const void *b)
{
	const struct swarm_row *x = a, *y = b;

	if (x->made != y->made) {
		return x->made < y->made ? -1 : 1;
	}
	return memcmp(x->id.b, y->id.b, sizeof(x->id.b));
}

static struct swarm_row *keep(struct recon_node *node, int64_t made, const struct kiem_id *id)
{
	recon_must(node->n < node->cap, "more posts than there are");
	node->numbers[node->n] = (struct swarm_row){made, *id, node->n + 1};
	node->rows[node->n] = node->numbers[node->n];
	node->sorted = false;
	return &node->numbers[node->n++];
}

static void sort(struct recon_node *node)
{
	if (!node->sorted) {
		qsort(node->rows, node->n, sizeof(*node->rows), by_place);
		node->sorted = true;
	}
}

/* The first row at or behind a place. */
static size_t find(const struct recon_node *node, int64_t made, const struct kiem_id *id)
{
	const struct swarm_row place = {.made = made, .id = *id};
	size_t low = 0, high = node->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (by_place(&node->rows[middle], &place) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* A post is its id and its time, in the places of a key and of the third field. */
static size_t write_post(uint8_t out[static 256], const struct swarm_row *row)
{
	static const uint8_t head[] = {0xd2, 0x84, 0x58, 0x26, 0xa2, 0x01, 0x32, 0x04, 0x58, 0x20};
	const uint8_t signature[64] = {0};
	struct kiem_cbor_out payload, w;
	uint8_t bytes[64];

	kiem_cbor_out_init(&payload, bytes, sizeof(bytes));
	kiem_cbor_put_map(&payload, 3);
	kiem_cbor_put_uint(&payload, 1);
	kiem_cbor_put_uint(&payload, KIEM_NOTE);
	kiem_cbor_put_uint(&payload, 2);
	kiem_cbor_put_text(&payload, BOARD, strlen(BOARD));
	kiem_cbor_put_uint(&payload, 3);
	kiem_cbor_put_int(&payload, row->made);
	kiem_cbor_out_init(&w, out, 256);
	kiem_cbor_put_raw(&w, head, sizeof(head));
	kiem_cbor_put_raw(&w, row->id.b, sizeof(row->id.b));
	kiem_cbor_put_map(&w, 0);
	kiem_cbor_put_bytes(&w, bytes, payload.n);
	kiem_cbor_put_bytes(&w, signature, sizeof(signature));
	return w.n;
}

static struct swarm_row read_post(struct kiem_span bytes)
{
	struct kiem_span board = wire_post_board(bytes);
	struct swarm_row row = {0};
	struct kiem_cbor r;

	memcpy(row.id.b, bytes.p + 10, sizeof(row.id.b));
	kiem_cbor_init(&r, board.p + board.n, 12);
	recon_must(kiem_cbor_uint(&r) == 3, "not a post of ours");
	row.made = kiem_cbor_int(&r);
	return row;
}

void recon_send_posts(struct recon_pair *pair, unsigned at)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct recon_node *node = &pair->nodes[at];
	struct wire_posts w;
	uint8_t post[256];

	for (size_t i = 0; i < node->n_pack;) {
		wire_posts_begin(&w, buffer, sizeof(buffer));
		while (i < node->n_pack && wire_posts_add(&w, post, write_post(post, &node->numbers[node->pack[i] - 1]))) {
			i++;
		}
		struct kiem_span body = wire_posts_finish(&w);
		recon_push(pair, (struct recon_event){.node = 1 - at, .type = WIRE_POSTS}, body.p, body.n);
		recon_push(pair,
		        (struct recon_event){.node = at, .kind = RECON_WRITABLE, .posts = w.n_posts, .posts_bytes = w.bytes}, NULL,
		        0);
	}
	node->n_pack = 0;
}

void recon_admit(struct recon_pair *pair, unsigned at, const struct swarm_effect *e)
{
	struct swarm_admitted posts[SWARM_FRAME_POSTS_MAX];
	struct recon_node *node = &pair->nodes[at];

	for (size_t i = 0; i < e->admit.n; i++) {
		struct swarm_row row = read_post(e->admit.posts[i]);
		const struct swarm_row *kept = keep(node, row.made, &row.id);
		posts[i] = (struct swarm_admitted){.id = row.id, .number = kept->number, .board = 1, .made = row.made};
		posts[i].hops = e->admit.hops[i];
	}
	recon_push(pair, (struct recon_event){.node = at, .kind = RECON_ADMITTED, .effect = *e}, (const uint8_t *)posts,
	        e->admit.n * sizeof(*posts));
}

/* ---- what is under way ---- */

void recon_push(struct recon_pair *pair, struct recon_event event, const uint8_t *bytes, size_t n)
{
	struct recon_event *e = malloc(sizeof(*e));

	recon_must(e != NULL, "no memory");
	*e = event;
	e->next = NULL;
	e->n = n;
	e->bytes = n == 0 ? NULL : malloc(n);
	if (n > 0) {
		recon_must(e->bytes != NULL, "no memory");
		memcpy(e->bytes, bytes, n);
	}
	*(pair->first == NULL ? &pair->first : &pair->last->next) = e;
	pair->last = e;
}

static void scanned(struct recon_pair *pair, const struct recon_event *e)
{
	struct recon_node *node = &pair->nodes[e->node];
	struct swarm_in in = {.type = SWARM_SCANNED, .link = e->effect.link, .ticket = e->effect.ticket};
	size_t begin = 0, end;

	sort(node);
	if (e->effect.scan.has_after) {
		begin = find(node, e->effect.scan.after_made, &e->effect.scan.after_id);
		begin += begin < node->n && memcmp(node->rows[begin].id.b, e->effect.scan.after_id.b, 32) == 0;
	}
	end = node->n;
	if (e->effect.scan.has_upto) {
		end = find(node, e->effect.scan.upto_made, &e->effect.scan.upto_id);
		end += end < node->n && memcmp(node->rows[end].id.b, e->effect.scan.upto_id.b, 32) == 0;
	}
	in.scanned.rows = node->rows + begin;
	in.scanned.n = end > begin ? end - begin : 0;
	in.scanned.end = in.scanned.n <= e->effect.scan.max;
	in.scanned.n = in.scanned.end ? in.scanned.n : e->effect.scan.max;
	recon_step_node(pair, e->node, &in, 0);
}

bool recon_happen(struct recon_pair *pair)
{
	struct recon_event *e = pair->first;
	struct swarm_in in = {0};

	if (e == NULL) {
		return false;
	}
	pair->first = e->next;
	if (e->kind == RECON_SCAN) {
		scanned(pair, e);
	} else if (e->kind == RECON_ADMITTED) {
		in = (struct swarm_in){.type = SWARM_ADMITTED, .link = e->effect.link, .ticket = e->effect.ticket};
		in.admitted.posts = (const struct swarm_admitted *)(const void *)e->bytes;
		in.admitted.n = e->n / sizeof(*in.admitted.posts);
		recon_step_node(pair, e->node, &in, 0);
	} else if (e->kind == RECON_WRITABLE) {
		in = (struct swarm_in){.type = SWARM_WRITABLE, .writable = {e->posts, e->posts_bytes}};
		recon_step_node(pair, e->node, &in, 0);
	} else {
		struct recon_node *node = &pair->nodes[e->node];
		in = (struct swarm_in){.type = SWARM_RECV, .body = {e->bytes, e->n}};
		node->turn = e->turn > node->turn ? e->turn : node->turn;
		recon_step_node(pair, e->node, &in, e->type);
	}
	free(e->bytes);
	free(e);
	return true;
}

/* ---- two nodes ---- */

static void begin(struct recon_node *node, const struct support_author *author, const struct recon_job *job)
{
	struct swarm_options options = {0};
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];

	node->cap = job->known + job->differ + 1;
	node->rows = malloc(node->cap * sizeof(*node->rows));
	node->numbers = malloc(node->cap * sizeof(*node->numbers));
	node->pack = malloc((job->differ + SWARM_FX_MAX) * sizeof(*node->pack));
	recon_must(wire_descriptor_make(descriptor, &options.descriptor.n, &d, author->secret) == KIEM_OK, "no descriptor");
	swarm_options_default(&options);
	options.descriptor.p = descriptor;
	options.node = author->key;
	options.links_max = options.boards_max = 4;
	memcpy(options.seed, &job->seed, sizeof(job->seed));
	memcpy(options.seed + 8, author->key.b, 16);
	node->mem = malloc(swarm_size(&options));
	recon_must(node->rows != NULL && node->numbers != NULL && node->pack != NULL && node->mem != NULL, "no memory");
	node->swarm = swarm_init(node->mem, swarm_size(&options), &options);
}

static void id_of(struct kiem_id *id, uint64_t *seed)
{
	for (size_t i = 0; i < sizeof(id->b); i += 8) {
		uint64_t v = support_random(seed);
		memcpy(id->b + i, &v, sizeof(v));
	}
}

/* What differs depends on the seed alone, not on how many are known to both. */
static void fill(struct recon_pair *pair, const struct recon_job *job)
{
	uint64_t seed = job->seed, common = ~job->seed, where = job->seed + 1;
	struct kiem_id id;

	for (size_t i = 0; i < job->known; i++) {
		int64_t made = SUPPORT_NOW - (int64_t)(job->known + 2 - i) * SLOT_MS;
		id_of(&id, &common);
		keep(&pair->nodes[0], made, &id);
		keep(&pair->nodes[1], made, &id);
	}
	for (size_t i = 0; i < job->differ; i++) {
		uint64_t behind = job->newest ? 0 : support_random(&where) % (job->known + 1);
		unsigned at = (job->seed % 2 == 1) == (job->one || i % 2 == 0) ? 0 : 1;
		id_of(&id, &seed);
		keep(&pair->nodes[at], SUPPORT_NOW - (int64_t)(behind + 2) * SLOT_MS + 1 + (int64_t)i % (SLOT_MS - 1), &id);
	}
}

static void follow(struct recon_pair *pair, unsigned at, const struct support_author *other)
{
	struct swarm_in board = {.type = SWARM_BOARD, .board = {.board = 1, .followed = true, .name = BOARD, .complete = true}};
	struct swarm_in up = {.type = SWARM_LINK_UP, .up = {.dialled = at == 0, .node = other->key}};

	board.board.posts = pair->nodes[at].n;
	recon_must(crypto_sign_ed25519_pk_to_curve25519(up.up.curve, other->key.b) == 0, "no key");
	recon_step_node(pair, at, &board, 0);
	recon_step_node(pair, at, &up, 0);
}

void recon_pair_begin(struct recon_pair *pair, const struct recon_job *job)
{
	struct support_author authors[2];

	support_author(&authors[0], 1);
	support_author(&authors[1], 2);
	pair->mono_ms = 1000;
	begin(&pair->nodes[0], &authors[0], job);
	begin(&pair->nodes[1], &authors[1], job);
	fill(pair, job);
	follow(pair, 1, &authors[0]);
	follow(pair, 0, &authors[1]);
}

void recon_pair_end(struct recon_pair *pair, const struct recon_job *job)
{
	for (size_t i = 0; i < 2; i++) {
		struct recon_node *node = &pair->nodes[i];
		recon_must(node->n == job->known + job->differ, "a post is missing");
		free(node->rows);
		free(node->numbers);
		free(node->pack);
		free(node->mem);
	}
}
