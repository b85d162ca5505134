/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of an exchange and what they do for each other (the head of swarm_recon.c tells its course). A part of swarm_parts.h.
 */
#ifndef KIEM_SWARM_RECON_H
#define KIEM_SWARM_RECON_H

#include "swarm_state.h"

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

/* ---- swarm_recon_recent.c ---- */
/* Queues the posts of these sorted short ids when they are few and all among the recent ones; else none, and false. */
bool recon_recent(struct swarm *s, uint32_t at, uint32_t slot, const uint64_t *items, size_t n);
void recon_recent_gone(struct swarm *s, uint32_t slot, const struct kiem_id *id);
void recon_recent_doubt(struct swarm *s, uint32_t slot);

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

#endif
