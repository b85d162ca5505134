/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See inside.h. */
#include "inside.h"

#include "swarm_parts.h"

void inside_sizes(size_t *near, size_t *far, const struct swarm_options *options)
{
	swarm_sizes(near, far, options);
}

struct swarm *inside_init(void *near, void *far, const struct swarm_options *options)
{
	return swarm_init_apart(near, far, options);
}

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

static inline void prefetch(const void *base, size_t from, size_t end)
{
	const uint8_t *p = base;

	for (size_t at = from / 64 * 64; at < end; at += 64) {
		__builtin_prefetch(p + at);
	}
}

/* Where a slice lies in `s`, as in any other swarm of the same sizes. */
static const uint8_t *there(const struct swarm *s, const struct swarm *like, const void *slice)
{
	return (const uint8_t *)s + ((const uint8_t *)slice - (const uint8_t *)like);
}

/* Where things lie is the same in each, and is asked of the one that needs no waiting for. */
void inside_prefetch(const struct swarm *s, const struct swarm *like, uint32_t link)
{
	const struct link *l = (const struct link *)there(s, like, like->links) + link;
	const struct lane *lane = (const struct lane *)there(s, like, like->links[0].lanes) + link * like->options.boards_max;

	prefetch(s, 0, offsetof(struct swarm, link_due[8]));
	prefetch(s, offsetof(struct swarm, options.links_max), offsetof(struct swarm, options.ping_ms));
	prefetch(s, offsetof(struct swarm, spread.work[link]), offsetof(struct swarm, spread.work[link]) + 8);
	prefetch(l, 0, offsetof(struct link, ping_at));
	prefetch(l, offsetof(struct link, sum_walk), offsetof(struct link, sum_walk) + 8);
	prefetch(l, offsetof(struct link, serve.since_ms), offsetof(struct link, client.fence));
	prefetch(lane, offsetof(struct lane, my_number), offsetof(struct lane, recon.settle_bytes));
}
