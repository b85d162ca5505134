/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of membership (members.h) do for each other; what the step calls of them stands in swarm_parts.h. */
#ifndef KIEM_MEMBERS_PARTS_H
#define KIEM_MEMBERS_PARTS_H

#include "swarm_parts.h"

/* ---- members_hear.c ---- */
static inline struct members_board *members_of(const struct swarm *s, uint32_t slot)
{
	return &s->boards[slot].members;
}
void members_by(struct swarm *s, uint64_t mono_ms); /* something is due then */
void members_say(struct swarm *s, uint32_t at, uint32_t slot, struct wire_message *m);
/*
 * A descriptor that came over a link (SWARM_NO_LINK: from the driver): its peer, held, or PEER_NONE. Evidence against its signer
 * is told; forged bytes count against the link, since nobody passes on what it has not verified.
 */
uint16_t members_hear(struct swarm *s, uint32_t at, struct kiem_span descriptor);
struct kiem_span members_descriptor(const struct swarm *s, uint32_t at); /* of the node at the other end */
bool members_dialable(const struct swarm *s, uint32_t at);               /* the node at the other end, as it says itself */
bool members_self_dialable(const struct swarm *s);
/* True when the meter allows one more: `max` on end, one more each `ms`. */
bool members_meter(struct members_meter *meter, uint64_t now_ms, unsigned max, uint64_t ms);
void members_note(struct swarm *s, uint32_t at, bool anchor);
void members_renew(struct swarm *s, uint32_t at, uint16_t peer); /* `peer` may be the node at the other end, told anew */
/* A neighbour for long enough to have been let go if it started too many walks. */
bool members_settled(const struct swarm *s, uint32_t at, uint32_t slot);
/* False, and the other end is told so, when a message came that only a neighbour of the view should say. */
bool members_in_view(struct swarm *s, uint32_t at, uint32_t slot);

/* ---- members_view.c ---- */
/* Nobody, or one neighbour, who may be as lonely: two that hold on to each other would stay apart from all others. */
static inline bool members_lonely(const struct members_board *b)
{
	return b->n_active < MEMBERS_LONELY;
}
unsigned members_filled(const struct members_board *b); /* own places taken, and what counts as such */
void members_enter(struct swarm *s, uint32_t at, uint32_t slot);
void members_leave(struct swarm *s, uint32_t at, uint32_t slot); /* without a word */
void members_disconnect_lane(struct swarm *s, uint32_t at, uint32_t slot);
/* A random neighbour of the view but not `except`, and dialable if need be; SWARM_NO_LINK: there is none. */
uint32_t members_random(struct swarm *s, uint32_t slot, uint32_t except, bool dialable);
/* For one more guest: places of links are left to those who come to join, or to be told of others. */
bool members_guest_room(const struct swarm *s, uint32_t slot);
/* Makes an own place, or one for a guest, at the cost of the youngest that may go; false when nobody may. */
bool members_evict(struct swarm *s, uint32_t slot, bool guest);
void members_promote(struct swarm *s, uint32_t at, uint32_t slot);
/* Gives the extra place up for the next one, if whoever has it has had it for a while. */
bool members_swap(struct swarm *s, uint32_t slot);
void members_trim(struct swarm *s, uint32_t slot);

/* ---- members_ask.c ---- */
void members_ask(struct swarm *s, uint32_t at, uint32_t slot);
unsigned members_asked(const struct swarm *s, uint32_t slot);              /* neighbours that have yet to answer */
bool members_room(const struct members_board *b, bool dialled, bool high); /* for one more with an own place */
void members_ask_due(struct swarm *s, uint32_t slot);
uint64_t members_ask_next_due(const struct swarm *s, uint32_t slot);

/* ---- members_join.c ---- */
void members_join_walks(struct swarm *s, uint32_t at, uint32_t slot);
bool members_promised(const struct swarm *s, uint32_t slot, const struct kiem_key *node);
/* Walks: which lane a token came by. Remember says false when it is known already. */
bool members_walk_remember(struct swarm *s, uint32_t slot, uint64_t token, uint32_t at);
uint32_t members_walk_back(struct swarm *s, uint32_t slot, uint64_t token); /* and forgets it; SWARM_NO_LINK */
uint64_t members_token(struct swarm *s);

/* ---- members_name.c: whom a message names, besides those that it names already ---- */
void members_name_active(struct swarm *s, struct wire_message *m, uint32_t slot, unsigned n, uint32_t except);
void members_name_passive(struct swarm *s, struct wire_message *m, uint32_t slot, unsigned n);
/* As many as there is room for of those that this node reached itself, from a place of chance on; not who is at the link `to`. */
void members_name_tested(struct swarm *s, struct wire_message *m, uint32_t to);

/* ---- members_shuffle.c ---- */
void members_shuffle_self(struct swarm *s, uint32_t slot); /* tells the view what this node is now */
void members_shuffle_soon(struct swarm *s, uint32_t slot); /* there is a new neighbour to learn from */
void members_shuffle_due(struct swarm *s, uint32_t slot);

/* ---- members_fill.c ---- */
void members_fill(struct swarm *s, uint32_t slot); /* now */
void members_fill_later(struct swarm *s, uint32_t slot, uint64_t ms);
void members_candidate(struct swarm *s, uint32_t slot, uint16_t peer);
void members_probe_due(struct swarm *s);

/* ---- members_dial.c ---- */
bool members_may_dial(const struct swarm *s); /* there are not too many dials under way */
bool members_can_dial(const struct swarm *s, uint16_t peer);
void members_dial(struct swarm *s, enum members_intent intent, uint32_t slot, uint16_t peer);
void members_dial_to(struct swarm *s, const struct kiem_key *node, struct kiem_span address, uint64_t token);
unsigned members_dialling(const struct swarm *s, uint32_t slot); /* SWARM_BOARDS_MAX: all of them */
bool members_dialling_node(const struct swarm *s, const struct kiem_key *node);
unsigned members_network_links(const struct swarm *s, uint64_t network);
void members_dial_up(struct swarm *s, uint32_t at, const struct kiem_key *node);
void members_failed(struct swarm *s, uint16_t peer); /* it could not be reached, or fell silent */

/* ---- members_watch.c ---- */
/* A neighbour that says much more than the protocol lets it: the link ends, and neither end takes the other for a while. */
void members_loud(struct swarm *s, uint32_t at);
bool members_crowded(const struct swarm *s); /* idle links are let go soon */
void members_watch_due(struct swarm *s);
uint64_t members_watch_next_due(const struct swarm *s);

/* ---- members_back.c ---- */
void members_back_due(struct swarm *s);
uint64_t members_back_next_due(const struct swarm *s);
void members_back_anew(struct swarm *s);
void members_back_linked(struct swarm *s, uint32_t at);

#endif
