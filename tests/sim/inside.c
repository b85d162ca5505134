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

static void prefetch(const void *base, size_t from, size_t end)
{
	const uint8_t *p = base;

	for (size_t at = from / 64 * 64; at < end; at += 64) {
		__builtin_prefetch(p + at);
	}
}

/* Where things lie is the same in each, and is asked of the one that needs no waiting for. */
void inside_prefetch(const struct swarm *s, const struct swarm *like, uint32_t link)
{
	const uint8_t *links = (const uint8_t *)s + ((const uint8_t *)like->links - (const uint8_t *)like);
	const uint8_t *lanes = (const uint8_t *)s + ((const uint8_t *)like->links[0].lanes - (const uint8_t *)like);
	const uint8_t *l = links + link * sizeof(struct link);

	prefetch(s, 0, offsetof(struct swarm, descriptor));
	prefetch(s, offsetof(struct swarm, chance), offsetof(struct swarm, members));
	prefetch(s, offsetof(struct swarm, links), sizeof(*s));
	prefetch(l, 0, 128);
	prefetch(l, offsetof(struct link, ping_at), offsetof(struct link, sum_walk) + 16);
	prefetch(l, offsetof(struct link, client), offsetof(struct link, client) + 16);
	prefetch(l, offsetof(struct link, serve), offsetof(struct link, serve) + 16);
	prefetch(l, offsetof(struct link, serve_page), offsetof(struct link, recon));
	prefetch(lanes + link * like->options.boards_max * sizeof(struct lane), 0, sizeof(struct lane));
}
