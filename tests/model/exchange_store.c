/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the stores of the exchange answer to their swarms. See exchange.h. */
#include "exchange.h"

/* Posts for the door lie in an event one behind the other, each behind its length. */
void exchange_door(struct exchange *x, struct exchange_event *e)
{
	struct kiem_entry entries[SWARM_FRAME_POSTS_MAX];
	struct swarm_admitted told[SWARM_FRAME_POSTS_MAX];
	struct kiem_admit how = {.now_ms = exchange_now(x)};
	size_t n = 0;

	for (size_t at = 0, length; at < e->n; at += sizeof(length) + length) {
		memcpy(&length, e->bytes + at, sizeof(length));
		entries[n++].bytes = (struct kiem_span){e->bytes + at + sizeof(length), length};
	}
	assert_int_equal(kiem_store_admit(x->nodes[e->node].scene->store, entries, n, &how), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		told[i] = (struct swarm_admitted){
		        entries[i].id, entries[i].verdict, entries[i].number, entries[i].board, entries[i].made, 0};
	}
	e->in.admitted.posts = told;
	e->in.admitted.n = n;
	exchange_step(x, e->node, &e->in);
	exchange_count(x, e->node);
}

void exchange_scan(struct exchange *x, struct exchange_event *e)
{
	struct swarm_effect effect;
	struct swarm_row rows[SWARM_SCAN_MAX];
	struct kiem_walk walk = {.by = KIEM_BY_BOARD, .now_ms = exchange_now(x)};
	struct kiem_read *read;
	size_t n = 0;

	memcpy(&effect, e->bytes, sizeof(effect));
	walk.board = effect.scan.board;
	walk.has_after = effect.scan.has_after;
	walk.after_made = effect.scan.after_made;
	walk.after_id = effect.scan.after_id;
	e->in.scanned.end = true;
	assert_int_equal(kiem_read_begin(&read, x->nodes[e->node].scene->store), KIEM_DONE);
	while (kiem_walk_next(read, &walk)) {
		bool beyond = effect.scan.has_upto &&
		              (walk.made > effect.scan.upto_made ||
		                      (walk.made == effect.scan.upto_made && memcmp(walk.id.b, effect.scan.upto_id.b, 32) > 0));
		if (beyond || n == effect.scan.max) {
			e->in.scanned.end = beyond;
			kiem_walk_end(&walk);
			break;
		}
		rows[n++] = (struct swarm_row){walk.made, walk.id, walk.number};
	}
	kiem_read_end(read);
	e->in.scanned.rows = rows;
	e->in.scanned.n = n;
	exchange_step(x, e->node, &e->in);
}

static struct swarm_looked look_for(struct kiem_read *read, const struct exchange *x, uint64_t prefix)
{
	struct swarm_looked row = {.prefix = prefix};
	struct kiem_kept kept;
	uint64_t number;
	char digits[17];
	size_t n;

	snprintf(digits, sizeof(digits), "%016llx", (unsigned long long)prefix);
	assert_int_equal(kiem_read_prefix(read, &number, &n, 1, digits), KIEM_DONE);
	if (n == 1 && kiem_read_post(read, &kept, number) == KIEM_DONE && kept.until > exchange_now(x)) {
		row = (struct swarm_looked){prefix, number, kept.post.made, kept.post.id};
	}
	return row;
}

/* There is one board. */
void exchange_look(struct exchange *x, struct exchange_event *e)
{
	struct swarm_looked rows[SWARM_LOOK_MAX];
	uint64_t prefix;
	struct kiem_read *read;
	size_t n = e->n / sizeof(prefix);

	assert_int_equal(kiem_read_begin(&read, x->nodes[e->node].scene->store), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		memcpy(&prefix, e->bytes + i * sizeof(prefix), sizeof(prefix));
		rows[i] = look_for(read, x, prefix);
	}
	kiem_read_end(read);
	e->in.looked.rows = rows;
	e->in.looked.n = n;
	exchange_step(x, e->node, &e->in);
}

/* What was erased shows in the count. */
void exchange_count(struct exchange *x, unsigned node)
{
	if (x->nodes[node].followed) {
		exchange_follow(x, node, true);
	}
}

void exchange_expire(struct exchange *x, unsigned node)
{
	size_t erased;

	assert_int_equal(kiem_store_expire(x->nodes[node].scene->store, &erased, exchange_now(x), 1000), KIEM_DONE);
	exchange_count(x, node);
}

int64_t exchange_until(struct exchange *x, unsigned node, const struct support_bytes *post)
{
	struct scene *scene = x->nodes[node].scene;
	int64_t until = scene_has(scene, post) ? scene_until(scene, post) : 0;

	return until > exchange_now(x) ? until : 0;
}
