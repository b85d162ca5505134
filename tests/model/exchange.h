/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two nodes in one process, each a real store and a swarm, with one link between them in virtual time: a driver as the daemon's,
 * without sockets or threads, which a random history can cut, restart and hurry along.
 */
#ifndef KIEM_TEST_EXCHANGE_H
#define KIEM_TEST_EXCHANGE_H

#include "scene.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define EXCHANGE_LATENCY_MS 5
#define EXCHANGE_DOOR_MS 2

struct exchange_node {
	struct scene *scene;
	struct support_author key;
	uint8_t curve[32];
	void *mem;
	struct swarm *swarm;
	uint64_t seed, timer_ms;
	bool followed;
};

struct exchange_event {
	struct exchange_event *next;
	uint64_t at;
	unsigned node, life; /* of the link; what was under way to an earlier one is lost */
	struct swarm_in in;
	size_t n; /* of a body or of posts for the door, which lie behind */
	uint8_t bytes[];
};

struct exchange {
	uint64_t mono_ms;
	unsigned life;
	bool up;
	struct exchange_node nodes[2];
	struct exchange_event *events; /* by time, then in order of making */
	struct swarm_fx *fx;
};

void exchange_begin(struct exchange *x, uint64_t seed);
void exchange_end(struct exchange *x);
void exchange_run(struct exchange *x, uint64_t ms);
/* A link that this node dialled, unless there is one. */
void exchange_join(struct exchange *x, unsigned dialler);
/* The link ends, and what is under way on it is lost. */
void exchange_cut(struct exchange *x);
/* A new swarm over the same store. */
void exchange_restart(struct exchange *x, unsigned node);
/* Tells the swarm what the store has of the board. */
void exchange_follow(struct exchange *x, unsigned node, bool followed);
/* A post from the command, on this node. */
void exchange_put(struct exchange *x, unsigned node, const struct support_bytes *post);
void exchange_count(struct exchange *x, unsigned node);
void exchange_expire(struct exchange *x, unsigned node);
/* Until when a post is served here; 0 when it is not. */
int64_t exchange_until(struct exchange *x, unsigned node, const struct support_bytes *post);

/* ---- what the exchange's own files share ---- */

static inline int64_t exchange_now(const struct exchange *x)
{
	return SUPPORT_NOW + (int64_t)x->mono_ms;
}
void exchange_step(struct exchange *x, unsigned node, const struct swarm_in *in);
/* Answer to ADMIT, SCAN and LOOK: the event that waited becomes the input. */
void exchange_door(struct exchange *x, struct exchange_event *e);
void exchange_scan(struct exchange *x, struct exchange_event *e);
void exchange_look(struct exchange *x, struct exchange_event *e);

#endif
