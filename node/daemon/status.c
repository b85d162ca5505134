/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to `status` (docs/control.md), made of what the store and the swarm say at this moment. */
#include "status_json.h"

#include "kiem-build.h"

#include <stdio.h>
#include <string.h>

/* Of the links that carry a board, the one that is furthest ahead: still moving posts first, then the most received. */
static bool further(const struct swarm_board_status *a, const struct swarm_board_status *b)
{
	static const int rank[] = {[SWARM_IDLE] = 0, [SWARM_SYNCED] = 1, [SWARM_COMPARING] = 2, [SWARM_STREAMING] = 3};

	return rank[a->phase] != rank[b->phase] ? rank[a->phase] > rank[b->phase] : a->received > b->received;
}

static struct swarm_board_status furthest(const struct daemon *d, uint32_t board, unsigned *n_links)
{
	struct swarm_board_status best = {.phase = SWARM_IDLE};
	struct swarm_link_status status;

	*n_links = 0;
	for (uint32_t link = 0; link < d->config.links_max; link++) {
		if (!swarm_link_status(d->swarm, &status, link) || !status.linked) {
			continue;
		}
		++*n_links;
		for (size_t i = 0; i < status.n_boards; i++) {
			if (status.boards[i].board == board && further(&status.boards[i], &best)) {
				best = status.boards[i];
			}
		}
	}
	return best;
}

/* Each link that carries the board, and how its neighbour's posts differ from ours. */
static json_t *board_neighbours(const struct daemon *d, uint32_t board)
{
	struct swarm_link_status status;
	json_t *list = json_array();

	for (uint32_t link = 0; link < d->config.links_max; link++) {
		if (!swarm_link_status(d->swarm, &status, link) || !status.linked) {
			continue;
		}
		for (size_t i = 0; i < status.n_boards; i++) {
			const struct swarm_board_status *b = &status.boards[i];
			if (b->board == board) {
				json_array_append_new(
				        list, json_pack("{s:o,s:s,s:s,s:o,s:o,s:b,s:o}", "node", hex_key(&status.node), "place",
				                      place_name(swarm_place(d->swarm, link, board)), "phase", phase_name(b->phase),
				                      "behind", number(b->behind), "ahead", number(b->ahead), "exact", b->exact,
				                      "compared_s", ago(b->ended_ms)));
			}
		}
	}
	return list;
}

static json_t *board_view(const struct daemon *d, uint32_t board)
{
	struct swarm_view_status view;

	(void)swarm_view_status(d->swarm, &view, board);
	return json_pack("{s:i,s:i,s:i,s:i}", "active", (int)view.own, "guest", (int)view.guests, "pinned", (int)view.pinned,
	        "passive", (int)view.passive);
}

/* How far the store is behind the last figures of the board is not known to told_board: they are read anew. */
static json_t *one_board(struct daemon *d, struct kiem_read *read, const struct told_board *told)
{
	struct kiem_board board = {.posts = told->posts, .complete = told->complete};
	unsigned links;
	struct swarm_board_status s = furthest(d, told->number, &links);

	if (read != NULL && kiem_read_board_number(read, &board, told->number) != KIEM_DONE) {
		board.posts = told->posts;
	}
	return json_pack("{s:s,s:o,s:b,s:s,s:o,s:o,s:o,s:o,s:o}", "board", told->name, "posts", number(board.posts), "complete",
	        told->complete || board.complete, "phase", phase_name(s.phase), "received", number(s.received), "theirs",
	        number(s.theirs), "synced_s", ago(told->synced_ms), "view", board_view(d, told->number), "neighbours",
	        board_neighbours(d, told->number));
}

static json_t *all_boards(struct daemon *d, struct kiem_read *read)
{
	json_t *list = json_array();

	for (size_t i = 0; i < d->follow.n_boards; i++) {
		json_array_append_new(list, one_board(d, read, &d->follow.boards[i]));
	}
	return list;
}

static json_t *clock_state(struct kiem_read *read)
{
	struct kiem_clock clock = {.offset_ms = 0};
	bool ok =
	        read != NULL && kiem_read_clock(read, &clock) == KIEM_DONE && kiem_clock_check(&clock, kiem_now_ms()) == KIEM_DONE;

	return json_pack("{s:b,s:I}", "ok", ok, "offset_ms", (json_int_t)clock.offset_ms);
}

static json_t *store_size(const struct kiem_store_stat *stat)
{
	return json_pack("{s:o,s:o,s:o,s:i}", "cap", number(stat->cap), "used", number(stat->used), "file", number(stat->file),
	        "percent", (int)stat->percent);
}

static unsigned count_links(const struct daemon *d)
{
	unsigned links;

	(void)furthest(d, 0, &links);
	return links;
}

static const char *reach_name(enum swarm_reach reach)
{
	static const char *const names[] = {"untried", "trying", "proved", "failed"};

	return (size_t)reach < sizeof(names) / sizeof(names[0]) ? names[reach] : "unknown";
}

char *status_answer(struct daemon *d)
{
	struct swarm_status swarm;
	struct kiem_store_stat stat = {.cap = 0};
	struct kiem_read *read = NULL;

	if (kiem_store_stat(d->store, &stat) != KIEM_DONE) {
		memset(&stat, 0, sizeof(stat));
	}
	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		read = NULL;
	}
	swarm_status(d->swarm, &swarm);
	json_t *object = json_pack("{s:b,s:s,s:o,s:s,s:s,s:s,s:s,s:o,s:i,s:i,s:o,s:o,s:o,s:o,s:o,s:o}", "ok", 1, "version",
	        KIEM_VERSION, "node", hex_key(&d->node), "name", d->config.name, "listen", link_hub_bound(d->hub), "address",
	        d->address, "reach", reach_name(swarm.reach), "uptime_s", number((kiem_monotonic_ms() - d->started_ms) / 1000),
	        "links", (int)count_links(d), "remembered", (int)swarm.remembered, "posts", number(stat.posts), "bytes",
	        number(stat.post_bytes), "waiting", number(door_waiting(d->door)), "store", store_size(&stat), "clock",
	        clock_state(read), "boards", all_boards(d, read));
	kiem_read_end(read);
	return dump(object);
}

void status_line(const struct daemon *d, char *out, size_t cap)
{
	uint64_t posts = 0;

	for (size_t i = 0; i < d->follow.n_boards; i++) {
		posts += d->follow.boards[i].posts;
	}
	snprintf(out, cap, "%u links, %llu posts", count_links(d), (unsigned long long)posts);
}
