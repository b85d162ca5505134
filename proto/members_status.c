/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people may see of membership (swarm_status.h): who is in which view, who is remembered, whether this node can be dialled. */
#include "members_parts.h"

#include <string.h>

/* A token stays after its dial-back failed, and goes with one that got through: so it tells whether anybody was ever asked. */
static enum swarm_reach reach(const struct swarm *s)
{
	const struct members_swarm *m = &s->members;

	if (members_self_dialable(s)) {
		return SWARM_REACH_PROVED;
	}
	if (m->back_token == 0) {
		return SWARM_REACH_UNTRIED;
	}
	return m->back_tries > 0 || m->back_address > 0 ? SWARM_REACH_TRYING : SWARM_REACH_FAILED;
}

void swarm_status(const struct swarm *swarm, struct swarm_status *status)
{
	*status = (struct swarm_status){.reach = reach(swarm), .remembered = swarm->members.book.n};
}

/* A node may stand in many slots of a passive view. */
static unsigned distinct(const struct passive *passive)
{
	unsigned n = 0;

	for (unsigned slot = 0; slot < passive->max; slot++) {
		unsigned before = 0;
		while (before < slot && passive->peers[before] != passive->peers[slot]) {
			before++;
		}
		n += before == slot && passive->peers[slot] != PEER_NONE;
	}
	return n;
}

static bool slot_of(const struct swarm *s, uint32_t *slot, uint32_t board)
{
	for (*slot = 0; *slot < s->options.boards_max; ++*slot) {
		if (s->boards[*slot].followed && s->boards[*slot].number == board) {
			return true;
		}
	}
	return false;
}

bool swarm_view_status(const struct swarm *swarm, struct swarm_view_status *status, uint32_t board)
{
	uint32_t slot;

	memset(status, 0, sizeof(*status));
	if (!slot_of(swarm, &slot, board)) {
		return false;
	}
	const struct members_board *b = members_of(swarm, slot);
	*status = (struct swarm_view_status){
	        .own = b->n_own, .guests = b->n_guests, .pinned = b->n_pinned, .passive = distinct(&b->passive)};
	return true;
}

enum swarm_place swarm_place(const struct swarm *swarm, uint32_t link, uint32_t board)
{
	static const enum swarm_place places[] = {
	        [PLACE_OWN] = SWARM_PLACE_OWN, [PLACE_GUEST] = SWARM_PLACE_GUEST, [PLACE_PINNED] = SWARM_PLACE_PINNED};
	uint32_t slot;

	if (link >= swarm->options.links_max || !slot_of(swarm, &slot, board) || (swarm->links[link].active >> slot & 1) == 0) {
		return SWARM_PLACE_NONE;
	}
	const struct lane *lane = &swarm->links[link].lanes[slot];
	return lane->view != VIEW_ACTIVE ? SWARM_PLACE_NONE : places[lane->members.place];
}
