/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See swarm_rig.h. */
#include "swarm_rig.h"

#include <sodium.h>

enum event_type { EVENT_UP, EVENT_DOWN, EVENT_DIAL_FAILED, EVENT_BODY, EVENT_ADMIT, EVENT_SCANNED, EVENT_WRITABLE };

struct rig_event {
	uint64_t at, seq;
	enum event_type type;
	unsigned node, link, life;
	uint32_t ticket;
	bool dialled, end;
	struct kiem_key key;
	uint8_t curve[32];
	uint64_t posts, bytes;
	size_t n;
	uint8_t *body; /* BODY; ADMIT: the posts as struct rig_post *; SCANNED: rows */
};

static const char *board_name(uint32_t board)
{
	static char names[8][24];

	snprintf(names[board % 8], sizeof(names[0]), "nl/tilburg/board-%u", board);
	return names[board % 8];
}

/* ---- events: a heap by time, then by order of making ---- */

static bool before(const struct rig_event *a, const struct rig_event *b)
{
	return a->at != b->at ? a->at < b->at : a->seq < b->seq;
}

static void push(struct rig *rig, struct rig_event event)
{
	if (rig->n_events == rig->cap_events) {
		rig->cap_events = rig->cap_events == 0 ? 1024 : rig->cap_events * 2;
		rig->events = realloc(rig->events, rig->cap_events * sizeof(event));
		assert_non_null(rig->events);
	}
	event.seq = rig->seq++;
	size_t i = rig->n_events++;
	for (; i > 0 && before(&event, &rig->events[(i - 1) / 2]); i = (i - 1) / 2) {
		rig->events[i] = rig->events[(i - 1) / 2];
	}
	rig->events[i] = event;
}

static struct rig_event pop(struct rig *rig)
{
	struct rig_event first = rig->events[0], last = rig->events[--rig->n_events];
	size_t i = 0;

	for (size_t child = 1; child < rig->n_events; child = 2 * i + 1) {
		child += child + 1 < rig->n_events && before(&rig->events[child + 1], &rig->events[child]);
		if (!before(&rig->events[child], &last)) {
			break;
		}
		rig->events[i] = rig->events[child];
		i = child;
	}
	rig->events[i] = last;
	return first;
}

/* ---- the store ---- */

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

static struct rig_post *copy_post(const struct rig_post *post)
{
	struct rig_post *copy = malloc(sizeof(*post) + post->n);

	assert_non_null(copy);
	memcpy(copy, post, sizeof(*post) + post->n);
	return copy;
}

/* The door. Takes the post over when it is kept. */
static enum kiem_verdict admit(struct rig_node *node, struct rig_post *post, uint64_t *number)
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

static size_t scan(const struct rig_node *node, struct swarm_row *rows, const struct swarm_effect *e, bool *end)
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

/* ---- posts ---- */

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
	kiem_cbor_put_text(&p, board_name(board), strlen(board_name(board)));
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
static struct rig_post *read_post(struct kiem_span bytes)
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

/* ---- steps and their effects ---- */

static void step(struct rig *rig, unsigned node, struct swarm_in *in);

static void trace(struct rig *rig, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	for (size_t i = 0; i < n; i++) {
		rig->trace = (rig->trace ^ p[i]) * 0x100000001b3ULL;
	}
}

static void link_up(struct rig *rig, unsigned node, unsigned link, bool dialled, const struct kiem_key *key, const uint8_t *curve)
{
	struct rig_event e = {
	        .at = rig->mono_ms + rig->latency_ms, .type = EVENT_UP, .node = node, .link = link, .dialled = dialled};

	e.life = rig->nodes[node].far[link].life;
	e.key = *key;
	memcpy(e.curve, curve, sizeof(e.curve));
	push(rig, e);
}

static unsigned take_link(struct rig *rig, unsigned node, unsigned far_node)
{
	struct rig_node *n = &rig->nodes[node];

	for (unsigned i = 0; i < RIG_LINKS; i++) {
		if (!n->far[i].up && n->far[i].free_at <= rig->mono_ms) {
			unsigned life = n->far[i].life + 1;
			memset(&n->far[i], 0, sizeof(n->far[i]));
			n->far[i].up = true;
			n->far[i].node = far_node;
			n->far[i].life = life;
			return i;
		}
	}
	fail_msg("no free link");
	return 0;
}

unsigned rig_join(struct rig *rig, unsigned dialler, unsigned listener)
{
	struct rig_node *d = &rig->nodes[dialler], *l = &rig->nodes[listener];
	unsigned a = take_link(rig, dialler, listener), b = take_link(rig, listener, dialler);

	d->far[a].link = b;
	l->far[b].link = a;
	link_up(rig, listener, b, false, &d->key, d->curve);
	link_up(rig, dialler, a, true, &l->key, l->curve);
	return a;
}

static void end_down(struct rig *rig, unsigned node, unsigned link)
{
	struct rig_far *far = &rig->nodes[node].far[link];

	if (far->up) {
		far->up = false;
		far->free_at = rig->mono_ms + 1000;
		push(rig, (struct rig_event){
		                  .at = rig->mono_ms + 1, .type = EVENT_DOWN, .node = node, .link = link, .life = far->life});
	}
}

void rig_cut(struct rig *rig, unsigned node, unsigned link)
{
	struct rig_far *far = &rig->nodes[node].far[link];

	if (far->up && far->node != RIG_PUPPET) {
		end_down(rig, far->node, far->link);
	}
	end_down(rig, node, link);
}

static void hear(struct rig *rig, const uint8_t *body, size_t n)
{
	uint8_t *copy = malloc(n);

	assert_true(rig->n_heard < sizeof(rig->heard) / sizeof(rig->heard[0]));
	memcpy(copy, body, n);
	rig->heard[rig->n_heard++] = (struct kiem_span){copy, n};
}

static void send_body(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n)
{
	struct rig_far *far = &rig->nodes[node].far[link];
	struct rig_event e = {.at = rig->mono_ms + rig->latency_ms, .type = EVENT_BODY};

	assert_true(n <= SWARM_BODY_MAX);
	if (!far->up || rig->nodes[node].mute) {
		return;
	}
	if (far->node == RIG_PUPPET) {
		hear(rig, body, n);
		return;
	}
	e.at = e.at > far->last_at ? e.at : far->last_at;
	far->last_at = e.at;
	e.node = far->node;
	e.link = far->link;
	e.life = rig->nodes[far->node].far[far->link].life;
	e.n = n;
	e.body = malloc(n);
	assert_non_null(e.body);
	memcpy(e.body, body, n);
	push(rig, e);
}

/* The window, as somebody who looks at the line sees it: bytes of posts gone by and not acknowledged. */
static void look_at_ack(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n)
{
	struct rig_far *mine = &rig->nodes[node].far[link];
	struct wire_message m;

	if (wire_read(&m, body, n) == KIEM_OK && m.type == WIRE_ACK && mine->up && mine->node != RIG_PUPPET) {
		rig->nodes[mine->node].far[mine->link].acked = m.ack;
	}
}

static void send_posts(struct rig *rig, unsigned node, unsigned link)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct rig_node *n = &rig->nodes[node];
	struct rig_far *far = &n->far[link];
	struct wire_posts w;
	struct rig_event told = {.at = rig->mono_ms, .type = EVENT_WRITABLE, .node = node, .link = link, .life = far->life};

	for (size_t i = 0; i < far->n_pack;) {
		wire_posts_begin(&w, buffer, sizeof(buffer));
		told.posts = 0;
		for (; i < far->n_pack; i++, told.posts++) {
			struct rig_post *post = n->arrived[far->pack[i] - 1];
			if (post != NULL && !wire_posts_add(&w, post->bytes, post->n)) {
				break;
			}
		}
		struct kiem_span body = wire_posts_finish(&w);
		if (w.n_posts > 0) {
			send_body(rig, node, link, body.p, body.n);
		}
		told.bytes = w.bytes;
		push(rig, told);
		far->posts += w.n_posts;
		far->bytes += w.bytes;
		far->under_way_max = far->bytes - far->acked > far->under_way_max ? far->bytes - far->acked : far->under_way_max;
	}
	far->n_pack = 0;
	if (far->lost_after != 0 && far->posts >= far->lost_after) {
		rig_cut(rig, node, link);
	}
}

static void do_admit(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_event later = {.at = rig->mono_ms + rig->disk_ms, .type = EVENT_ADMIT, .node = node, .link = e->link};
	struct rig_post **posts = calloc(e->admit.n, sizeof(*posts));

	assert_non_null(posts);
	for (size_t i = 0; i < e->admit.n; i++) {
		posts[i] = read_post(e->admit.posts[i]);
	}
	later.ticket = e->ticket;
	later.n = e->admit.n;
	later.body = (uint8_t *)posts;
	rig->nodes[node].admits++;
	push(rig, later);
}

static void do_scan(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_event later = {.at = rig->mono_ms, .type = EVENT_SCANNED, .node = node, .link = e->link};
	struct swarm_row *rows = calloc(SWARM_SCAN_MAX, sizeof(*rows));

	assert_non_null(rows);
	assert_true(e->scan.max > 0 && e->scan.max <= SWARM_SCAN_MAX);
	later.ticket = e->ticket;
	later.n = scan(&rig->nodes[node], rows, e, &later.end);
	later.body = (uint8_t *)rows;
	rig->nodes[node].scans++;
	rig->nodes[node].rows += later.n;
	push(rig, later);
}

static void do_dial(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	unsigned whom = (unsigned)strtoul(e->dial.address, NULL, 10);
	struct rig_event failed = {.at = rig->mono_ms + 1, .type = EVENT_DIAL_FAILED, .node = node, .key = e->dial.node};

	rig->nodes[node].dials++;
	if (rig->nodes[whom].refuses_dials) {
		push(rig, failed);
	} else {
		(void)rig_join(rig, node, whom);
	}
}

static void do_notify(struct rig_node *n, const struct swarm_effect *e)
{
	switch (e->notify.what) {
	case SWARM_NOTE_LINKED:
		n->linked++;
		break;
	case SWARM_NOTE_UNLINKED:
		n->unlinked++;
		break;
	case SWARM_NOTE_HELD:
		n->held++;
		break;
	case SWARM_NOTE_CURSOR:
		n->cursors++;
		n->cursor_made = e->notify.made;
		n->cursor_id = e->notify.id;
		n->complete = e->notify.complete;
		break;
	case SWARM_NOTE_IN_SYNC:
		n->in_sync++;
		break;
	case SWARM_NOTE_CLOCK:
		n->clocks++;
		n->offset_ms = e->notify.offset_ms;
		break;
	case SWARM_NOTE_OFFENCE:
		n->offences++;
		break;
	}
}

static void do_effect(struct rig *rig, unsigned node, const struct swarm_effect *e)
{
	struct rig_node *n = &rig->nodes[node];

	trace(rig, &e->type, sizeof(e->type));
	trace(rig, &e->link, sizeof(e->link));
	switch (e->type) {
	case SWARM_ADMIT:
		do_admit(rig, node, e);
		break;
	case SWARM_SCAN:
		do_scan(rig, node, e);
		break;
	case SWARM_SEND:
		trace(rig, e->body.p, e->body.n);
		look_at_ack(rig, node, e->link, e->body.p, e->body.n);
		send_posts(rig, node, e->link); /* posts do not overtake a body, nor does a body overtake them here */
		send_body(rig, node, e->link, e->body.p, e->body.n);
		break;
	case SWARM_SEND_POST:
		trace(rig, &e->send_post.number, sizeof(e->send_post.number));
		n->far[e->link].pack[n->far[e->link].n_pack++] = e->send_post.number;
		break;
	case SWARM_DIAL:
		do_dial(rig, node, e);
		break;
	case SWARM_DROP_LINK:
		n->drops[e->drop.why]++;
		rig_cut(rig, node, e->link);
		break;
	case SWARM_SET_TIMER:
		n->timer_ms = e->timer_ms;
		break;
	case SWARM_NOTIFY:
		do_notify(n, e);
		break;
	}
}

static void step(struct rig *rig, unsigned node, struct swarm_in *in)
{
	rig->steps++;
	swarm_step(
	        rig->nodes[node].swarm, SUPPORT_NOW + (int64_t)rig->mono_ms + rig->nodes[node].clock_ms, rig->mono_ms, in, rig->fx);
	for (size_t i = 0; i < rig->fx->n; i++) {
		do_effect(rig, node, &rig->fx->effects[i]);
	}
	for (unsigned link = 0; link < RIG_LINKS; link++) {
		send_posts(rig, node, link);
	}
}

static void on_admit(struct rig *rig, const struct rig_event *e)
{
	struct swarm_admitted told[SWARM_FRAME_POSTS_MAX];
	struct rig_post **posts = (struct rig_post **)e->body;
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = e->link, .ticket = e->ticket};

	for (size_t i = 0; i < e->n; i++) {
		told[i] = (struct swarm_admitted){.id = posts[i]->id, .made = posts[i]->made, .board = posts[i]->board};
		told[i].verdict = admit(&rig->nodes[e->node], posts[i], &told[i].number);
		if (told[i].verdict != KIEM_OK) {
			free(posts[i]);
		}
	}
	in.admitted.posts = told;
	in.admitted.n = e->n;
	step(rig, e->node, &in);
}

static void on_event(struct rig *rig, struct rig_event *e)
{
	struct swarm_in in = {.link = e->link, .ticket = e->ticket};
	const struct rig_far *far = &rig->nodes[e->node].far[e->link];
	bool alive = far->up && far->life == e->life;

	switch (e->type) {
	case EVENT_UP:
		in.type = SWARM_LINK_UP;
		in.up.dialled = e->dialled;
		in.up.node = e->key;
		memcpy(in.up.curve, e->curve, sizeof(e->curve));
		break;
	case EVENT_DOWN:
		in.type = SWARM_LINK_DOWN;
		break;
	case EVENT_DIAL_FAILED:
		in.type = SWARM_DIAL_FAILED;
		in.neighbour.node = e->key;
		break;
	case EVENT_BODY:
		in.type = SWARM_RECV;
		in.body = (struct kiem_span){e->body, e->n};
		break;
	case EVENT_SCANNED:
		in.type = SWARM_SCANNED;
		in.scanned.rows = (const struct swarm_row *)e->body;
		in.scanned.n = e->n;
		in.scanned.end = e->end;
		break;
	case EVENT_WRITABLE:
		in.type = SWARM_WRITABLE;
		in.writable.posts = e->posts;
		in.writable.bytes = e->bytes;
		break;
	case EVENT_ADMIT:
		on_admit(rig, e);
		break;
	}
	bool needs_life = e->type == EVENT_UP || e->type == EVENT_BODY || e->type == EVENT_WRITABLE;
	if (e->type != EVENT_ADMIT && (alive || !needs_life)) {
		step(rig, e->node, &in);
	}
	free(e->body);
}

/* The node whose timer is due first, before `until`; RIG_NODES: none. */
static unsigned first_timer(const struct rig *rig, uint64_t until)
{
	unsigned first = RIG_NODES;

	for (unsigned i = 0; i < rig->n_nodes; i++) {
		uint64_t at = rig->nodes[i].timer_ms;
		if (at <= until && (first == RIG_NODES || at < rig->nodes[first].timer_ms)) {
			first = i;
		}
	}
	return first;
}

void rig_run(struct rig *rig, uint64_t ms)
{
	uint64_t until = rig->mono_ms + ms;

	for (;;) {
		unsigned timer = first_timer(rig, until);
		bool event = rig->n_events > 0 && rig->events[0].at <= until;
		if (event && (timer == RIG_NODES || rig->events[0].at <= rig->nodes[timer].timer_ms)) {
			struct rig_event e = pop(rig);
			rig->mono_ms = e.at > rig->mono_ms ? e.at : rig->mono_ms;
			on_event(rig, &e);
		} else if (timer < RIG_NODES) {
			struct swarm_in in = {.type = SWARM_TIMER};
			rig->mono_ms = rig->nodes[timer].timer_ms > rig->mono_ms ? rig->nodes[timer].timer_ms : rig->mono_ms;
			rig->nodes[timer].timer_ms = UINT64_MAX;
			step(rig, timer, &in);
		} else {
			break;
		}
	}
	rig->mono_ms = until;
}

/* ---- what a test does ---- */

static void make_node(struct rig *rig, unsigned i, uint64_t seed)
{
	struct rig_node *n = &rig->nodes[i];
	struct support_author author;
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	struct swarm_options options = {.links_max = RIG_LINKS, .ping_ms = 20000, .compare_ms = rig->compare_ms};

	support_author(&author, 1000 + i);
	n->key = author.key;
	memcpy(n->secret, author.secret, sizeof(n->secret));
	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(n->curve, n->key.b), 0);
	assert_int_equal(wire_descriptor_make(descriptor, &options.descriptor.n, &d, n->secret), KIEM_OK);
	options.descriptor.p = descriptor;
	options.node = n->key;
	memcpy(options.seed, &seed, sizeof(seed));
	options.seed[31] = (uint8_t)i;
	n->mem = malloc(swarm_size(&options));
	assert_non_null(n->mem);
	memset(n->mem, 0xa5, swarm_size(&options)); /* what it does not set itself is garbage */
	n->swarm = swarm_init(n->mem, swarm_size(&options), &options);
	n->timer_ms = UINT64_MAX;
}

void rig_begin(struct rig *rig, unsigned n_nodes, uint64_t seed)
{
	uint64_t compare_ms = rig->compare_ms;

	memset(rig, 0, sizeof(*rig));
	rig->compare_ms = compare_ms != 0 ? compare_ms : 600000;
	rig->mono_ms = 1000;
	rig->latency_ms = 5;
	rig->disk_ms = 2;
	rig->n_nodes = n_nodes;
	rig->chance = seed;
	rig->fx = malloc(sizeof(*rig->fx));
	assert_non_null(rig->fx);
	for (unsigned i = 0; i < n_nodes; i++) {
		make_node(rig, i, seed);
	}
}

void rig_end(struct rig *rig)
{
	for (unsigned i = 0; i < rig->n_nodes; i++) {
		struct rig_node *n = &rig->nodes[i];
		for (size_t j = 0; j < n->n; j++) {
			free(n->sorted[j]);
		}
		free(n->sorted);
		free(n->numbers);
		free(n->arrived);
		free(n->mem);
	}
	while (rig->n_events > 0) {
		struct rig_event e = pop(rig);
		for (size_t j = 0; e.type == EVENT_ADMIT && j < e.n; j++) {
			free(((struct rig_post **)e.body)[j]);
		}
		free(e.body);
	}
	rig_forget(rig);
	free(rig->events);
	free(rig->fx);
	rig->compare_ms = 0;
}

void rig_follow(struct rig *rig, unsigned node, uint32_t board, bool followed)
{
	struct swarm_in in = {.type = SWARM_BOARD};

	in.board.board = board;
	in.board.followed = followed;
	in.board.name = board_name(board);
	in.board.posts = rig->nodes[node].n;
	in.board.cursor_made = rig->nodes[node].cursor_made;
	in.board.cursor_id = rig->nodes[node].cursor_id;
	in.board.complete = rig->nodes[node].complete;
	step(rig, node, &in);
}

void rig_want(struct rig *rig, unsigned node, unsigned whom, bool wanted)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR};
	char address[16];

	snprintf(address, sizeof(address), "%u", whom);
	in.neighbour.node = rig->nodes[whom].key;
	in.neighbour.address = address;
	in.neighbour.wanted = wanted;
	step(rig, node, &in);
}

void rig_compare(struct rig *rig, unsigned node)
{
	struct swarm_in in = {.type = SWARM_COMPARE};

	step(rig, node, &in);
}

void rig_put(struct rig *rig, unsigned node, struct rig_post *post, bool tell)
{
	struct swarm_admitted told = {.id = post->id, .made = post->made, .board = post->board};
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK};
	struct rig_post *mine = copy_post(post);

	told.verdict = admit(&rig->nodes[node], mine, &told.number);
	if (told.verdict != KIEM_OK) {
		free(mine);
	}
	in.admitted.posts = &told;
	in.admitted.n = 1;
	if (tell) {
		step(rig, node, &in);
	}
}

/* ---- puppets ---- */

void rig_forget(struct rig *rig)
{
	for (size_t i = 0; i < rig->n_heard; i++) {
		free((void *)(uintptr_t)rig->heard[i].p);
	}
	rig->n_heard = 0;
}

unsigned rig_puppet(struct rig *rig, unsigned node, const struct support_author *author, bool node_dialled)
{
	unsigned link = take_link(rig, node, RIG_PUPPET);
	uint8_t curve[32];

	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(curve, author->key.b), 0);
	link_up(rig, node, link, node_dialled, &author->key, curve);
	rig_run(rig, rig->latency_ms);
	return link;
}

void rig_say(struct rig *rig, unsigned node, unsigned link, const uint8_t *body, size_t n)
{
	struct swarm_in in = {.type = SWARM_RECV, .link = link};

	in.body = (struct kiem_span){body, n};
	if (rig->nodes[node].far[link].up) {
		step(rig, node, &in);
	}
}

void rig_say_hello(struct rig *rig, unsigned node, unsigned link, const struct support_author *author,
        const uint8_t nonce[static WIRE_NONCE_BYTES])
{
	struct wire_message m = {.type = WIRE_HELLO};
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX], body[WIRE_SMALL_MAX];
	size_t n;

	assert_int_equal(wire_descriptor_make(descriptor, &m.hello.descriptor.n, &d, author->secret), KIEM_OK);
	m.hello.descriptor.p = descriptor;
	m.hello.version_min = m.hello.version_max = 1;
	memcpy(m.hello.nonce, nonce, WIRE_NONCE_BYTES);
	m.hello.now = SUPPORT_NOW + (int64_t)rig->mono_ms;
	wire_write(body, &n, sizeof(body), &m);
	rig_say(rig, node, link, body, n);
}

bool rig_heard(struct rig *rig, struct wire_message *m, uint64_t type)
{
	for (size_t i = rig->n_heard; i > 0; i--) {
		if (wire_read(m, rig->heard[i - 1].p, rig->heard[i - 1].n) == KIEM_OK && m->type == type) {
			return true;
		}
	}
	return false;
}

size_t rig_count_heard(const struct rig *rig, uint64_t type)
{
	struct wire_message m;
	size_t n = 0;

	for (size_t i = 0; i < rig->n_heard; i++) {
		n += wire_read(&m, rig->heard[i].p, rig->heard[i].n) == KIEM_OK && m.type == type;
	}
	return n;
}

unsigned rig_befriend(struct rig *rig, struct wire_salt *salt, unsigned node)
{
	static const uint8_t nonce[WIRE_NONCE_BYTES] = {4};
	struct support_author author;
	struct wire_message hello;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	support_author(&author, 1);
	rig_follow(rig, node, RIG_BOARD, true);
	unsigned link = rig_puppet(rig, node, &author, false);
	rig_say_hello(rig, node, link, &author, nonce);
	assert_true(rig_heard(rig, &hello, WIRE_HELLO));
	wire_salt(salt, nonce, hello.hello.nonce, support_span(board_name(RIG_BOARD)));
	wire_write_boards(body, &n, sizeof(body), 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt->tag, 1);
	rig_say(rig, node, link, body, n);
	rig_run(rig, 100);
	return link;
}

void rig_say_message(struct rig *rig, unsigned node, unsigned link, const struct wire_message *m)
{
	static uint8_t body[WIRE_BODY_MAX];
	size_t n;

	wire_write(body, &n, sizeof(body), m);
	rig_say(rig, node, link, body, n);
}
