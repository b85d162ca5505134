/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See inside.h. */
#include "inside.h"

#include "swarm_state.h"

bool inside_active(const struct swarm *s, uint32_t link)
{
	const struct link *l = &s->links[link];

	return l->linked && !l->dropping && l->lanes[0].view == VIEW_ACTIVE;
}

/* A node that holds several slots of the view counts once for each, as it does when somebody is picked from it. */
size_t inside_passive(const struct swarm *s, struct kiem_key *keys, size_t max)
{
	const struct passive *passive = &s->boards[0].members.passive;
	size_t n = 0;

	for (unsigned i = 0; i < passive->max && n < max; i++) {
		if (passive->peers[i] != PEER_NONE) {
			keys[n++] = members_book_descriptor(&s->members.book, passive->peers[i])->read.node;
		}
	}
	return n;
}
