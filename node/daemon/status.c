/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers to `status` and `links` (docs/control.md), made of what the store and the swarm say at this moment. */
#include "daemon.h"

#include "kiem-build.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *phase_name(enum swarm_phase phase)
{
	static const char *const names[] = {"idle", "streaming", "comparing", "synced"};

	return (size_t)phase < sizeof(names) / sizeof(names[0]) ? names[phase] : "unknown";
}

static json_t *number(uint64_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *hex_key(const struct kiem_key *key)
{
	char digits[65];

	kiem_hex(digits, key->b, sizeof(key->b));
	return json_string(digits);
}

static char *dump(json_t *object)
{
	char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;

	json_decref(object);
	return text;
}

/* ---- status ---- */

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

/* How far the store is behind the last figures of the board is not known to told_board: they are read anew. */
static json_t *one_board(struct daemon *d, struct kiem_read *read, const struct told_board *told)
{
	struct kiem_board board = {.posts = told->posts, .complete = told->complete};
	unsigned links;
	struct swarm_board_status s = furthest(d, told->number, &links);
	json_t *synced = told->synced_ms != 0 ? number((kiem_monotonic_ms() - told->synced_ms) / 1000) : json_null();

	if (read != NULL && kiem_read_board_number(read, &board, told->number) != KIEM_DONE) {
		board.posts = told->posts;
	}
	return json_pack("{s:s,s:o,s:b,s:s,s:o,s:o,s:o}", "board", told->name, "posts", number(board.posts), "complete",
	        told->complete || board.complete, "phase", phase_name(s.phase), "received", number(s.received), "theirs",
	        number(s.theirs), "synced_s", synced);
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

char *status_answer(struct daemon *d)
{
	struct kiem_store_stat stat = {.cap = 0};
	struct kiem_read *read = NULL;

	if (kiem_store_stat(d->store, &stat) != KIEM_DONE) {
		memset(&stat, 0, sizeof(stat));
	}
	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		read = NULL;
	}
	json_t *object = json_pack("{s:b,s:s,s:o,s:s,s:s,s:s,s:o,s:i,s:o,s:o,s:o,s:o,s:o,s:o}", "ok", 1, "version", KIEM_VERSION,
	        "node", hex_key(&d->node), "name", d->config.name, "listen", link_hub_bound(d->hub), "address", d->address,
	        "uptime_s", number((kiem_monotonic_ms() - d->started_ms) / 1000), "links", (int)count_links(d), "posts",
	        number(stat.posts), "bytes", number(stat.post_bytes), "waiting", number(door_waiting(d->door)), "store",
	        store_size(&stat), "clock", clock_state(read), "boards", all_boards(d, read));
	kiem_read_end(read);
	return dump(object);
}

/* ---- links ---- */

static const char *board_name(const struct daemon *d, uint32_t board)
{
	for (size_t i = 0; i < d->follow.n_boards; i++) {
		if (d->follow.boards[i].number == board) {
			return d->follow.boards[i].name;
		}
	}
	return "";
}

static json_t *link_boards(const struct daemon *d, const struct swarm_link_status *status)
{
	json_t *list = json_array();

	for (size_t i = 0; i < status->n_boards; i++) {
		const struct swarm_board_status *b = &status->boards[i];

		json_array_append_new(
		        list, json_pack("{s:s,s:s,s:o,s:o,s:o}", "board", board_name(d, b->board), "phase", phase_name(b->phase),
		                      "received", number(b->received), "sent", number(b->sent), "theirs", number(b->theirs)));
	}
	return list;
}

static json_t *one_link(struct daemon *d, const struct swarm_link_status *status, uint32_t link)
{
	struct told_neighbour *told = follow_neighbour(&d->follow, &status->node);

	return json_pack("{s:o,s:s,s:b,s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:o}", "node", hex_key(&status->node), "address",
	        told != NULL ? told->address : "", "dialled", status->dialled, "up", status->linked, "since_s",
	        number((kiem_monotonic_ms() - status->since_ms) / 1000), "rtt_ms", number(status->rtt_ms), "posts_in",
	        number(status->posts_in), "posts_out", number(status->posts_out), "offences", number(status->offences), "queued",
	        number(link_hub_queued(d->hub, d->sends.links[link].number) + d->sends.links[link].bytes), "offset_ms",
	        (json_int_t)status->offset_ms, "boards", link_boards(d, status));
}

static json_t *one_wanted(const struct daemon *d, const struct told_neighbour *told)
{
	struct swarm_neighbour_status status = {.linked = false};
	bool known = swarm_neighbour_status(d->swarm, &status, &told->node);
	uint64_t now = kiem_monotonic_ms();
	/* Rounded up: "in 0 s" is for what is under way. */
	uint64_t wait_s = known && status.dial_at_ms > now ? (status.dial_at_ms - now + 999) / 1000 : 0;

	return json_pack("{s:o,s:s,s:b,s:i,s:o}", "node", hex_key(&told->node), "address", told->address, "linked", status.linked,
	        "failures", (int)status.failures, "next_try_s", number(status.linked || status.dialling ? 0 : wait_s));
}

static json_t *all_wanted(const struct daemon *d)
{
	json_t *list = json_array();

	for (size_t i = 0; i < d->follow.n_neighbours; i++) {
		json_array_append_new(list, one_wanted(d, &d->follow.neighbours[i]));
	}
	return list;
}

char *status_links(struct daemon *d)
{
	struct swarm_link_status status;
	json_t *list = json_array();

	for (uint32_t link = 0; link < d->config.links_max; link++) {
		if (swarm_link_status(d->swarm, &status, link)) {
			json_array_append_new(list, one_link(d, &status, link));
		}
	}
	return dump(json_pack("{s:b,s:o,s:o}", "ok", 1, "links", list, "wanted", all_wanted(d)));
}

void status_line(const struct daemon *d, char *out, size_t cap)
{
	uint64_t posts = 0;

	for (size_t i = 0; i < d->follow.n_boards; i++) {
		posts += d->follow.boards[i].posts;
	}
	snprintf(out, cap, "%u links, %llu posts", count_links(d), (unsigned long long)posts);
}
