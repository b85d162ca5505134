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
 *     swarm_recon.c    an exchange: opened, answered; swarm_recon_answer.c, _decode.c, _say.c, _move.c, _taken.c: what follows
 *     swarm_client.c   streaming a board in, and whose turn it is
 *     swarm_compare.c  the comparing side of LIST and PAGE
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

/* ---- cells that are kept (swarm_cells.c) ---- */
struct cell_set *cells_of(const struct swarm *s, const struct lane *lane); /* NULL: none */
/* The lane's, or one for it; NULL: all are in use. */
struct cell_set *cells_take(struct swarm *s, uint32_t at, uint32_t slot);
void cells_give(struct swarm *s, struct lane *lane);
void cells_stale(struct cell_set *set);
void cells_apply(struct swarm *s, struct cell_set *set, uint64_t item, bool gone);
bool cells_changed(const struct cell_set *set, uint64_t item); /* since the exchange under way began */
bool cells_passed(const struct walk *walk, const struct wire_place *place);
void cells_admitted(struct swarm *s, uint32_t slot, const struct swarm_admitted *post, uint32_t from);
void cells_removed(struct swarm *s, const struct swarm_in *in);
void cells_board(struct swarm *s, uint32_t slot, const struct swarm_in *in); /* a board has so many posts */
/* An id that was refused here counts as had towards the neighbour that showed it; and no longer. */
void cells_refused(struct swarm *s, struct link *link, uint32_t slot, struct shunned *shunned);
void cells_forgive(struct swarm *s, struct link *link, struct shunned *shunned);
bool cells_forgive_item(struct swarm *s, struct link *link, uint32_t slot, uint64_t item);
void cells_sweep(struct swarm *s, struct link *link, uint32_t slot); /* of those whose time is over */
size_t cells_refused_items(const struct swarm *s, uint64_t *items, const struct link *link, uint32_t slot);

/* ---- cells that are made by a scan (swarm_cells_build.c) ---- */
bool cells_may_build(struct swarm *s, struct recon_lane *lane);
/* The store keeps posts that a scan did not show, being past their until; a renewal may have brought them back since. */
void cells_doubt(struct swarm *s, struct lane *lane, struct cell_set *set);
bool cells_build(struct swarm *s, uint32_t at, struct cell_set *set);
void cells_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void cells_begin(struct cell_set *set); /* an exchange begins: its cells are those of now */
/* The first n of those, whatever came in between; false when they are lost. */
bool cells_then(struct recon_cell *out, uint32_t n, const struct cell_set *set);
void cells_extend(struct swarm *s, uint32_t at, struct recon_session *session, struct walk *walk);
void cells_extend_rows(struct swarm *s, struct recon_session *session, const struct swarm_row *rows, size_t n);
bool cells_extended(struct swarm *s, struct recon_session *session);

/* ---- swarm_recon.c ---- */
bool recon_open(struct swarm *s, uint32_t at, uint32_t slot);
void catch_sum(struct swarm *s, uint32_t at, const struct wire_message *m);
void recon_let_go(struct swarm *s, uint32_t at, uint32_t slot); /* the client, if it holds the lane for an answer */
void recon_pump(struct swarm *s, uint32_t at, uint32_t slot);

void recon_stock(struct swarm *s, uint32_t at, uint32_t slot); /* our side as it is now, for the exchange that begins */
void recon_say_sum(struct swarm *s, uint32_t at, uint32_t slot);

/* ---- swarm_recon_answer.c ---- */
void recon_answer(struct swarm *s, uint32_t at, uint32_t slot);
void recon_turn(struct swarm *s, uint32_t at, uint32_t slot); /* a stream is not needed any more: the neighbour decodes */
void recon_list(struct swarm *s, uint32_t at, uint32_t slot); /* short ids are listed instead */
void recon_differ(struct lane *lane);                         /* by the counts */
bool recon_adds_up(struct recon *r, const struct lane *lane); /* what was decoded, with the counts */

/* ---- swarm_recon_salt.c ---- */
void recon_salt(struct swarm *s, uint32_t at, uint32_t slot, unsigned round);
void recon_unsalt(struct lane *lane);
void recon_resalt(struct swarm *s, uint32_t at, uint32_t slot); /* begins anew under another salt */

/* ---- swarm_recon_session.c ---- */
void recon_lay_out(struct swarm *s, struct arena *arena);
struct recon_session *recon_session(const struct swarm *s, const struct lane *lane); /* NULL: none */
struct recon_session *recon_session_take(struct swarm *s, uint32_t at, uint32_t slot, uint32_t cells, bool serves);
void recon_session_give(struct swarm *s, struct lane *lane);

/* ---- swarm_recon_decode.c ---- */
void recon_cells(struct swarm *s, uint32_t at, const struct wire_message *m);
bool recon_ask(struct swarm *s, uint32_t at, uint32_t slot, uint32_t upto); /* decodes a SUM further; false: no session */
void recon_extend_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void recon_pump_client(struct swarm *s, uint32_t at);

/* ---- swarm_recon_part.c ---- */
bool recon_halve(struct swarm *s, uint32_t at);     /* false: there is nothing to halve */
bool recon_next_part(struct swarm *s, uint32_t at); /* false: that was the last, or there are no parts */
void recon_list_part(struct swarm *s, uint32_t at);
bool recon_part_listed(struct swarm *s, uint32_t at);
void recon_whole(struct swarm *s, uint32_t at); /* no more parts */
void recon_part_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void recon_pump_part(struct swarm *s, uint32_t at);
void recon_part_asked(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m);
void recon_part_serve_rows(struct swarm *s, struct recon_session *session, const struct swarm_row *rows, size_t n);
void recon_part_served(struct swarm *s, struct recon_session *session);

/* ---- swarm_recon_say.c ---- */
void recon_said(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m); /* says it, and counts it */
void recon_heard(const struct swarm *s, struct lane *lane);                                 /* counts the body that was received */
void recon_count(struct lane *lane, size_t n);
void recon_more(struct swarm *s, uint32_t at, const struct wire_message *m);
void recon_say_cells(struct swarm *s, uint32_t at, uint32_t slot);
void recon_serve_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void recon_serve_pump(struct swarm *s, uint32_t at);

/* ---- swarm_served.c ---- */
void served_count(struct swarm *s, uint32_t at, uint64_t bytes); /* posts left for a neighbour */
bool served_may(struct swarm *s, uint32_t at);                   /* it may be given more today */

/* ---- swarm_recon_move.c ---- */
uint64_t *recon_wants(const struct swarm *s, uint32_t at); /* sorted: recon.n_wants of the link's */
void recon_settle(struct swarm *s, uint32_t at, struct recon *r);
void recon_want(struct swarm *s, uint32_t at, uint32_t slot, const uint64_t *items, size_t n);
/* A post that was sent by this link was refused. */
void recon_refused(struct swarm *s, uint32_t at, struct shunned *shunned);
bool recon_taken(const struct swarm *s, uint32_t at, size_t nth); /* the nth of the wants is accounted for */
void recon_useless(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id);
void recon_came(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id, bool new_here);
void recon_gone(struct swarm *s, uint32_t at, const struct wire_message *m);
void recon_move_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void recon_judge(struct swarm *s, uint32_t at, uint32_t slot, bool stalled); /* what was shown and was not so */
void recon_pump_moving(struct swarm *s, uint32_t at);

/* ---- swarm_compare.c ---- */
void compare_begin(struct swarm *s, uint32_t at);
void compare_page(struct swarm *s, uint32_t at, const struct wire_message *m);
void compare_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void compare_gone(struct swarm *s, uint32_t at, const struct wire_message *m);
void compare_pump(struct swarm *s, uint32_t at);

/* ---- swarm_serve.c ---- */
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

#endif
