/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What waits to leave on each link, in the order in which the swarm said it. Posts wait as numbers and are read from the store when
 * they leave, many in one body; a body that the link has no room for waits as a copy. Usually nothing waits: what the swarm sends
 * leaves in the same pass of the loop.
 *
 * Here also lies which link of the hub is which of the swarm: the hub counts on for ever, the swarm has links_max places.
 */
#ifndef KIEM_NODE_DAEMON_SENDS_H
#define KIEM_NODE_DAEMON_SENDS_H

#include <kiem/link.h>
#include <kiem/store.h>
#include <kiem/swarm.h>
#include <kiem/wire.h>

#define SENDS_ITEMS_MAX 65536      /* items waiting for one link: over four windows of the smallest posts */
#define SENDS_BYTES_MAX (4u << 20) /* bytes of bodies waiting for one link */
#define SENDS_BODIES_MAX 8         /* bodies made of posts for one link in one flush; the rest in the next pass */

struct sends_item {
	uint64_t number; /* of a post, when body is NULL */
	uint8_t *body;   /* a copy, ours */
	size_t n;
	uint8_t hops; /* of a post that is pushed; 0: it was asked for */
};

struct sends_link {
	uint32_t number;          /* the hub's; 0: the place is free */
	struct sends_item *items; /* a ring of cap items, a power of two */
	size_t head, n, cap;
	size_t bytes;                    /* of bodies in the ring */
	uint64_t left_posts, left_bytes; /* since sends_left last told */
	bool full;                       /* the link takes no more until it has drained */
};

struct sends {
	struct link_hub *hub;
	struct kiem_store *store;
	struct sends_link links[SWARM_LINKS_MAX];
	uint32_t links_max;
	uint64_t waiting, left; /* a bit a link: has items; has left_posts */
	uint8_t buffer[WIRE_BODY_MAX];
};

/* hub and store stay the caller's. */
void sends_init(struct sends *sends, struct link_hub *hub, struct kiem_store *store, uint32_t links_max);
void sends_finish(struct sends *sends);

/* Gives a new link of the hub a place: the lowest, whose memory in the swarm was touched before. SWARM_NO_LINK when all are taken.
 */
uint32_t sends_up(struct sends *sends, uint32_t number);
/* The place of a link of the hub; SWARM_NO_LINK when it has none. */
uint32_t sends_place(const struct sends *sends, uint32_t number);

/* Sends a body now when nothing waits before it, else queues it. False when too much waits: the neighbour is too slow. */
bool sends_body(struct sends *sends, uint32_t link, struct kiem_span body);
/* Queues a post, pushed or (hops 0) asked for; sends_flush lets it go. False likewise. */
bool sends_post(struct sends *sends, uint32_t link, uint64_t number, uint8_t hops);
/* Sends what can be sent. True when there is more that could go at once. */
bool sends_flush(struct sends *sends);
/* The link has room again. */
void sends_drained(struct sends *sends, uint32_t link);
/* What waited is not to be sent any more. */
void sends_clear(struct sends *sends, uint32_t link);
/* The link is gone: its place is free, and what waited is forgotten. */
void sends_down(struct sends *sends, uint32_t link);
/* Of some link: how many posts and bytes left since it was last asked. False when of none any did. */
bool sends_left(struct sends *sends, uint32_t *link, uint64_t *posts, uint64_t *bytes);
/* The same of one link. */
bool sends_left_on(struct sends *sends, uint32_t link, uint64_t *posts, uint64_t *bytes);

#endif
