/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The calls of the step into its sub-machines, and their services to each other; the state is in swarm_state.h. Each sub-machine
 * owns the fields that are grouped under its name and is called by the step (swarm.c) or, for a service, by another one; none keeps
 * a queue of messages for another.
 *
 *     swarm_arena.c    the sizes of the options, and how the memory is cut up
 *     swarm.c          dispatch of an input, what is due, status
 *     swarm_fx.c       effects and chance
 *     swarm_links.c    hello, the better of two links
 *     swarm_ping.c     who is still there, and its clock
 *     swarm_limits.c   who may come in unknown
 *     swarm_clock.c    the clock of the neighbours
 *     swarm_boards.c   boards, and on which links each is active (a lane)
 *     swarm_interval.c when boards are compared
 *     swarm_dial.c     whom to dial, and when again
 *     swarm_push.c     posts going out: outboxes and windows
 *     spread_*.c       which of them are pushed to whom, and when (spread.h)
 *     swarm_door.c     posts coming in, and what is answered
 *     swarm_walk.c     bounded scans of a board, and their meter
 *     swarm_catch.c    when a lane is compared, and how it comes to rest
 *     swarm_cells.c    the cells of lanes, kept current; swarm_cells_build.c: made by a scan
 *     swarm_recon.c    an exchange: opened, answered; swarm_recon_answer.c, _decode.c, _say.c, _move.c, _recent.c, _taken.c: what
 * follows swarm_client.c   streaming a board in, and whose turn it is swarm_compare.c  the comparing side of LIST and PAGE
 *     swarm_serve.c    the other side of STREAM, LIST and WANT
 *     swarm_page.c     sorted short ids
 */
#ifndef KIEM_SWARM_PARTS_H
#define KIEM_SWARM_PARTS_H

#include "swarm_state.h"

/* Bytes of posts that a neighbour which heeds the window can have under way: a window, and the batch that went over it. */
#define SWARM_IN_FLIGHT_MAX (2 * (uint64_t)SWARM_WINDOW + SWARM_BODY_MAX)

static inline struct lane *lane_at(const struct swarm *s, uint32_t at, uint32_t slot)
{
	assert(at < s->options.links_max && slot < s->options.boards_max);
	return &s->links[at].lanes[slot];
}

/* The lowest bit of a set of links or slots, which is taken out. The set is not empty. */
static inline uint32_t take_bit(uint64_t *set)
{
	uint32_t at = (uint32_t)__builtin_ctzll(*set);

	*set &= *set - 1;
	return at;
}

/* ---- memory (swarm_arena.c, arena.h) ---- */
void swarm_sizes(size_t *near, size_t *far, const struct swarm_options *options);
/* As swarm_init, with the two parts of the memory wherever the caller has them, each aligned as for swarm_init. */
struct swarm *swarm_init_apart(void *near, void *far, const struct swarm_options *options);

/* Links that are up, HELLO said or not. */
static inline uint32_t links_up_count(const struct swarm *s)
{
	uint32_t n = 0;

	for (uint64_t up = s->up; up != 0; n++) {
		(void)take_bit(&up);
	}
	return n;
}

/* ---- what a step does after its input ---- */

/*
 * Something changed on a link that may let it go on: posts, rows or bytes to send, a phase of a lane. Only such links are pumped,
 * in this step or, when there was no room left, in one that follows at once. A message that a link hears, what the driver
 * answers and a time that came mark it without being asked.
 */
static inline void pump_link(struct swarm *s, uint32_t at)
{
	s->dirty |= (uint64_t)1 << at & s->linked;
}

/* Something changed that any link may have waited for. */
static inline void pump_all(struct swarm *s)
{
	s->dirty |= s->linked;
}

/* Something is to be done at mono_ms. Who says so is asked by `due` in swarm.c then, and perhaps earlier. */
static inline void due_by(struct swarm *s, uint64_t mono_ms)
{
	if (mono_ms < s->next_due) {
		s->next_due = mono_ms;
	}
}

/* The same for a link, which is pumped then. */
static inline void link_due_by(struct swarm *s, uint32_t at, uint64_t mono_ms)
{
	if (mono_ms < s->link_due[at]) {
		s->link_due[at] = mono_ms;
	}
	due_by(s, mono_ms);
}

/* ---- effects (swarm_fx.c) ---- */

struct swarm_effect *fx_add(struct swarm *s, enum swarm_fx_type type, uint32_t link);
/* True while there is room for optional effects, and for a body of n bytes. */
bool fx_room(const struct swarm *s, size_t n);
void fx_send(struct swarm *s, uint32_t link, const struct wire_message *m);
/* For writers of their own: where a body of at most cap bytes may be written; fx_sent hands it over. */
uint8_t *fx_body(struct swarm *s, size_t *cap);
void fx_sent(struct swarm *s, uint32_t link, size_t n);
struct swarm_effect *fx_note(struct swarm *s, enum swarm_notice what, uint32_t link);
void fx_random(struct swarm *s, uint8_t *out, size_t n);
uint64_t fx_random_below(struct swarm *s, uint64_t bound); /* bound > 0 */

/* ---- swarm_links.c ---- */
void links_up(struct swarm *s, uint32_t at, const struct swarm_in *in);
void links_down(struct swarm *s, uint32_t at);
void links_hello(struct swarm *s, uint32_t at, const struct wire_message *m);
void links_ping(struct swarm *s, uint32_t at, const struct wire_message *m);
void links_pong(struct swarm *s, uint32_t at, const struct wire_message *m);
void links_due(struct swarm *s, uint32_t at);
uint64_t links_next_due(const struct swarm *s, uint32_t at);
void links_drop(struct swarm *s, uint32_t at, enum swarm_drop why, uint64_t refuse_ms);
void links_offence(struct swarm *s, uint32_t at, enum kiem_verdict verdict);
bool links_has(const struct swarm *s, const struct kiem_key *node);
void links_ping_now(struct swarm *s, uint32_t at);
void links_ping_first(struct swarm *s, uint32_t at); /* both have said HELLO */
bool links_busy(const struct swarm *s, uint32_t at); /* an exchange is under way on it, or posts are */

/* ---- swarm_limits.c ---- */
/* False, and it is dropped, when enough links of its network wait already. */
bool limits_up(struct swarm *s, uint32_t at);

/* ---- swarm_boards.c ---- */
void boards_input(struct swarm *s, const struct swarm_in *in);
void boards_linked(struct swarm *s, uint32_t at); /* HELLOs exchanged: the dialler offers */
void boards_message(struct swarm *s, uint32_t at, const struct wire_message *m);
/* The active lane that the neighbour gave this number; NULL: none. */
struct lane *boards_lane(struct swarm *s, uint32_t at, uint32_t *slot, uint64_t number);
uint32_t boards_slot(const struct swarm *s, uint32_t number);        /* SWARM_BOARDS_MAX: none */
uint32_t boards_named(const struct swarm *s, struct kiem_span name); /* likewise */

/* ---- swarm_interval.c ---- */
void boards_compare(struct swarm *s, uint32_t number);
void boards_due(struct swarm *s);
uint64_t boards_next_due(const struct swarm *s);

/* ---- swarm_dial.c ---- */
void dial_input(struct swarm *s, const struct swarm_in *in);
void dial_failed(struct swarm *s, const struct kiem_key *node);
void dial_up(struct swarm *s, const struct kiem_key *node);
void dial_down(struct swarm *s, const struct kiem_key *node, uint64_t held_ms);
void dial_due(struct swarm *s);
uint64_t dial_next_due(const struct swarm *s);
bool dial_wanted(const struct swarm *s, const struct kiem_key *node); /* a configured or invited neighbour */
size_t dial_under_way(const struct swarm *s);                         /* of the dials to such */

/* ---- swarm_push.c ---- */
void push_ack(struct swarm *s, uint32_t at, const struct wire_message *m);
void push_gone(struct swarm *s, uint32_t at, const struct wire_message *m);
void push_writable(struct swarm *s, uint32_t at, const struct swarm_in *in);
void push_leave(struct link *link, uint32_t slot); /* the lane is no longer active: what is under way is not held there */
void push_pump(struct swarm *s, uint32_t at);
/* Queues a post of a board for catching up; the caller made sure of push_room. */
void push_catching(struct link *link, uint32_t slot, const struct swarm_row *row);
size_t push_room(const struct link *link);
/* So many places must be free before rows are asked for the outbox: few large scans cost less than many small ones. */
size_t push_scan_room(const struct link *link);
void push_fence(struct fence *fence, const struct link *link);
bool push_fence_left(struct fence *fence, const struct link *link);
bool push_fence_acked(struct fence *fence, const struct link *link);

/* ---- swarm_walk.c ---- */
void walk_begin(struct link *link, struct walk *walk, uint32_t slot, const struct wire_range *range);
/* Asks for the next rows of a walk when the meter allows: at most max. */
void walk_ask(struct swarm *s, uint32_t at, struct walk *walk, size_t max);
void walk_scanned(struct swarm *s, const struct swarm_in *in);
void walk_refill(struct swarm *s, struct link *link);
uint64_t walk_next_due(const struct link *link); /* when the meter lets a walk go on that it stopped */

/* ---- swarm_client.c ---- */
void client_mark(struct swarm *s, uint32_t at, const struct wire_message *m);
void client_taken(
        struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id, bool new_here); /* a post came by this link */
void client_full(struct swarm *s, uint32_t at);                                                /* the store is full */
void client_cursor(struct swarm *s, uint32_t at, const struct board *b);                       /* its cursor */
/* The client is done with its lane: another SUM round when `another`, else the lane is at rest. */
void client_done(struct swarm *s, uint32_t at, bool another);
void client_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void client_pump(struct swarm *s, uint32_t at);

/* ---- swarm_door.c ---- */
void door_posts(struct swarm *s, uint32_t at, const struct wire_message *m);
void door_admitted(struct swarm *s, const struct swarm_in *in);
/* Neither offered nor asked for on this link, for good or until the next interval; what has expired, from the second time on. */
struct shunned *door_shun(
        struct swarm *s, struct link *link, const struct kiem_id *id, enum wire_reason reason); /* NULL: not kept */
bool door_still_shunned(const struct swarm *s, const struct shunned *shunned);
/* Shunned ids of the link as sorted short ids under a salt into page->excused. */
void door_excuse(struct swarm *s, const struct link *link, struct page *page, const struct wire_salt *salt);

/* ---- swarm_clock.c ---- */
void clock_tell(struct swarm *s); /* a neighbour came, went, or told its time */

/* ---- swarm_catch.c ---- */
void catch_up(struct swarm *s, uint32_t at, uint32_t slot);    /* the lane came up */
void catch_start(struct swarm *s, uint32_t at, uint32_t slot); /* an exchange, unless one is under way */
void catch_pump(struct swarm *s, uint32_t at);
uint64_t catch_next_due(const struct swarm *s, uint32_t at);
void catch_leave(struct swarm *s, uint32_t at, uint32_t slot); /* the lane is no longer active */
void catch_touch(struct swarm *s, struct lane *lane);
void catch_phase(struct swarm *s, uint32_t at, struct lane *lane, enum lane_phase phase);
void catch_synced(struct swarm *s, uint32_t at, uint32_t slot);
bool catch_token(struct swarm *s, struct lane *lane); /* takes one, of those for exchanges */

/* ---- swarm_compare.c ---- */
void compare_begin(struct swarm *s, uint32_t at);
void compare_page(struct swarm *s, uint32_t at, const struct wire_message *m);
void compare_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void compare_gone(struct swarm *s, uint32_t at, const struct wire_message *m);
void compare_pump(struct swarm *s, uint32_t at);

/* ---- swarm_serve.c ---- */
void serve_begin(struct swarm *s, uint32_t at, uint32_t slot, enum serve_state state, const struct wire_range *range);
void serve_say_gone(struct swarm *s, uint32_t at); /* a WANT is answered (swarm_serve_want.c) */
void serve_stream(struct swarm *s, uint32_t at, const struct wire_message *m);
void serve_list(struct swarm *s, uint32_t at, const struct wire_message *m);
void serve_want(struct swarm *s, uint32_t at, const struct wire_message *m);
void serve_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void serve_pump(struct swarm *s, uint32_t at);
void serve_leave(struct swarm *s, uint32_t at);
uint64_t serve_next_due(const struct link *link);
/* True when a stream of this board to this neighbour has yet to come to this post. */
bool serve_will_reach(const struct link *link, uint32_t slot, int64_t made, const struct kiem_id *id);

/* ---- pages (swarm_page.c) ---- */
/* A page of the pool, empty; false when all are taken. Giving back sets *page to NULL; one that is NULL is let be. */
bool page_take(struct swarm *s, struct page **page);
void page_give(struct swarm *s, struct page **page);
void page_sort(uint64_t *v, size_t n);
/* Index of v, or n. */
size_t page_find(const uint64_t *sorted, size_t n, uint64_t v);
/* From and to the packed form of the wire, which is ascending. */
void page_read(struct page *page, struct kiem_span shorts);
void page_write(uint8_t *out, const uint64_t *shorts, size_t n);
uint64_t page_short(const uint8_t bytes[static WIRE_SHORT_BYTES]);
bool page_met(const struct page *page, size_t i);
void page_meet(struct page *page, size_t i);
int page_compare(int64_t made_a, const struct kiem_id *a, int64_t made_b, const struct kiem_id *b);

#include "swarm_recon.h"

#endif
