/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulator: thousands of nodes in one process, each a real swarm (kiem/swarm.h), driven through virtual time.
 * docs/simulator.md says what it models and what its figures mean. All chance comes from the seed and every event has its place in
 * one order, so a run is the same on every machine; `trace` is a hash of all inputs and effects.
 *
 *     heap, slab, chance    what happens when, memory for it, dice
 *     ground, make          memory for the nodes
 *     ahead                 what happens next, into the cache
 *     scenario, plan        what a run is about
 *     posts, store          every post once; which of them a node holds
 *     net, dial             links, latency, partitions, resets and silence
 *     node, address         a node's life: start, crash, restart; what it is told then and remembers
 *     effects, answers      carrying out a step's effects, and what they are owed: the driver
 *     actions               the scenario's faults and posts
 *     hostile               what hostile nodes make of their swarm's output
 *     measure, graph, check figures, the overlay, invariants
 *     result, shrink, main  one run's outcome; a failing plan shortened; the command
 */
#ifndef KIEM_SIM_H
#define KIEM_SIM_H

#include "ground.h"
#include "heap.h"
#include "posts.h"
#include "scenario.h"
#include "slab.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define SIM_NOW 1795262400000LL /* 2026-11-21 12:00 UTC in ms: when a run begins */
#define SIM_REAL_DOOR_MAX 200   /* nodes up to which each copy of a post is verified */
#define SIM_HANDSHAKE_US (3 * SECOND_US)
#define SIM_GUARD 16         /* bytes behind a swarm's memory that must stay as they were */
#define SIM_BOOK 32          /* nodes in a node's address book */
#define SIM_SPINS_MAX 100000 /* steps of a node without time passing */
#define SIM_SIDES 8          /* partitions at a time */

enum event_type {
	EVENT_TIMER,
	EVENT_RECV,
	EVENT_WRITABLE,
	EVENT_COMMIT,
	EVENT_SCANNED,
	EVENT_LOOKED,
	EVENT_SYN,
	EVENT_UP,
	EVENT_DOWN,
	EVENT_DIAL_FAILED,
	EVENT_DIALABLE,
	EVENT_START,
	EVENT_ACTION,
	EVENT_HEAL,
	EVENT_WINDOW,
	EVENT_EXPIRE,
	EVENT_HOSTILE,
	EVENT_SAMPLE,
	EVENT_TYPES
};

enum node_state {
	NODE_NEW,
	NODE_UP,
	NODE_DOWN, /* the process is gone, its machine answers with resets */
	NODE_OFF   /* nothing answers */
};

enum link_state { LINK_FREE, LINK_OPENING, LINK_UP, LINK_CLOSING };

/* One end of a connection. `life` grows when it opens and when it ends, so that what is under way to an earlier one is lost. */
struct sim_link {
	uint32_t life, peer, peer_life, latency_us;
	uint64_t last_at; /* when the last body arrives there: none overtakes another */
	uint8_t state, peer_link;
	uint16_t lane; /* at a hostile end: its number for the board, and 1 */
	bool dialled;
	bool reset_under_way;
};

struct book_entry {
	uint32_t node, descriptor; /* descriptor: in sim->texts */
	int64_t last_ok_ms;
	bool anchor, told; /* told: by the scenario, as a contact */
};

struct text {
	uint8_t *bytes;
	uint32_t n;
};

struct node {
	/* What each step looks at: a cache line. */
	uint64_t timer_us, timer_queued_us;
	uint64_t step_us; /* of its last step; so many were made at that time */
	uint32_t steps_at_once;
	uint32_t life;
	int64_t clock_ms;
	uint32_t rate; /* bytes a ms; 0: no limit */
	uint8_t state, hostile, sides;

	struct swarm *swarm;
	struct sim_link *links;
	struct store store;
	uint64_t up_us;                       /* since when it runs */
	uint64_t uplink_us;                   /* when a slow one's line is free again */
	bool dialable, leaves, behind_router; /* leaves: does not follow its boards now */
	uint8_t n_book, n_refused;
	uint32_t descriptor, other_self; /* in sim->texts */
	uint32_t open_links;
	struct kiem_key key;
	uint8_t secret[64], curve[32];
	struct book_entry book[SIM_BOOK];
	struct {
		uint32_t node;
		uint64_t until_us;
	} refused[8];
	struct {
		int64_t made;
		struct kiem_id id;
		bool complete;
	} cursors[SCENARIO_BOARDS_MAX];
};

/* A body that hostile nodes may say again. */
struct heard {
	uint8_t *bytes;
	uint32_t n;
};

struct partition {
	bool active, one_way;
	uint64_t until_us;
};

/* Figures of a post that is measured. */
struct measured {
	uint32_t post, sender;
	uint64_t made_us, last_us;
	uint64_t copies, reached; /* payloads sent; honest nodes that came to have it */
	uint32_t have, want, window_have, window_want;
	uint8_t last_hop;
	uint8_t *hop; /* a node; 0: has it not */
};

/* A piece of memory for each node, all of a size, and a guard behind each. */
struct part {
	uint8_t *p;
	size_t n, stride;
};
static inline uint8_t *part_of(const struct part *part, uint32_t node)
{
	return part->p + node * part->stride;
}

struct sim_options {
	uint64_t seed;
	uint64_t check_every; /* steps between full looks at a node; 0: by size */
	bool trace;           /* a line a step on stdout */
};

struct sim {
	const struct scenario *scenario;
	const struct plan *plan;
	struct sim_options options;
	uint64_t now_us, end_us, steps, trace, bodies;
	struct heap heap;
	struct slab slab;
	struct posts posts;
	struct chance net, hostile;
	uint32_t n;
	uint32_t links_max;
	struct node *nodes;
	struct sim_link *links;
	struct part near, far; /* of the swarms' memory */
	struct swarm_options swarm_options;
	void *descriptors;
	struct swarm_fx *fx;
	struct text *texts;
	size_t n_texts, cap_texts;
	struct partition partitions[SIM_SIDES];
	unsigned cuts; /* partitions that are active */
	struct heard *heard;
	uint64_t loss_ppm, loss_until_us;
	/* of the step under way */
	uint64_t packing; /* links with posts that wait in pack */
	struct {
		size_t n;
		uint64_t numbers[SWARM_FX_MAX];
		uint8_t hops[SWARM_FX_MAX];
	} pack[SWARM_LINKS_MAX];
	uint8_t buffer[WIRE_BODY_MAX];
	/* figures */
	struct measured *measured;
	size_t n_measured, cap_measured;
	uint64_t measuring_us, last_fault_us, heal_us, merged_us, equal_us, rest_us;
	uint64_t node_us; /* time that nodes were up while measured, all together */
	uint64_t bytes, messages, breaks;
	uint64_t hostile_share_ppm, hostile_worst_ppm;
	uint32_t isolated_max;
	uint64_t offences;
	bool merge_due, equal_due, all_merged, all_equal;
	uint32_t *keys; /* node + 1 by the first bytes of its key */
	size_t keys_mask;
	uint32_t *scratch, *sizes; /* a number a node: who is hit, graphs */
	uint64_t *asymmetric;      /* since when an active view lacks its other half, a link; 0: it does not */
	uint64_t drops[16];
	unsigned plants[PLANTS]; /* how often each was planted */
	uint32_t unequal[2];
	/* outcome */
	bool failed;
	uint64_t failure_kind; /* the same for failures of one sort */
	char failure[256];
};

#endif
