/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be seen of a swarm from outside, for status: read-only. A part of swarm.h, which includes it. */
#ifndef KIEM_SWARM_STATUS_H
#define KIEM_SWARM_STATUS_H

#include <kiem/swarm.h>

enum swarm_phase { SWARM_IDLE, SWARM_STREAMING, SWARM_COMPARING, SWARM_SYNCED };
struct swarm_board_status {
	uint32_t board;
	enum swarm_phase phase;
	uint64_t theirs;   /* posts the neighbour said it has */
	uint64_t received; /* posts that came by this link since the phase began */
	uint64_t sent;
	uint64_t behind, ahead; /* posts that only the neighbour has, and only this node; at the least, unless exact */
	bool exact;
	unsigned bodies, trips;
	uint64_t bytes;    /* of the exchange under way, or the last one: bodies other than posts, both ways; round trips */
	uint64_t ended_ms; /* mono_ms when the last exchange ended; 0: none has */
};
struct swarm_link_status {
	bool linked; /* HELLOs exchanged */
	bool dialled;
	struct kiem_key node;
	unsigned version;
	uint64_t since_ms, rtt_ms; /* mono_ms at LINK_UP; last PING to PONG */
	int64_t offset_ms;         /* its clock minus ours */
	uint64_t posts_in, posts_out, offences, queued;
	size_t n_boards;
	struct swarm_board_status boards[SWARM_BOARDS_MAX];
};
/* False when there is no such link. */
bool swarm_link_status(const struct swarm *swarm, struct swarm_link_status *status, uint32_t link);

struct swarm_neighbour_status {
	bool linked, dialling;
	unsigned failures;   /* dials in a row that came to nothing */
	uint64_t dial_at_ms; /* mono_ms from which it is dialled again, when it is neither linked nor being dialled */
};
/* False when this node is not one to keep a link with. */
bool swarm_neighbour_status(const struct swarm *swarm, struct swarm_neighbour_status *status, const struct kiem_key *node);

/* Whether others can dial this node, which only a dial-back by one of them can tell. */
enum swarm_reach { SWARM_REACH_UNTRIED, SWARM_REACH_TRYING, SWARM_REACH_PROVED, SWARM_REACH_FAILED };
struct swarm_status {
	enum swarm_reach reach;
	unsigned remembered; /* nodes */
};
void swarm_status(const struct swarm *swarm, struct swarm_status *status);

/* How many neighbours a board's active view has, by what they count as, and how many nodes its passive view. */
struct swarm_view_status {
	unsigned own, guests, pinned, passive;
};
/* False when this node does not follow the board. */
bool swarm_view_status(const struct swarm *swarm, struct swarm_view_status *status, uint32_t board);

/* What the neighbour on a link is to a board: own, a guest (nobody can dial it), or pinned (configured or invited). */
enum swarm_place { SWARM_PLACE_NONE, SWARM_PLACE_OWN, SWARM_PLACE_GUEST, SWARM_PLACE_PINNED };
enum swarm_place swarm_place(const struct swarm *swarm, uint32_t link, uint32_t board);

#endif
