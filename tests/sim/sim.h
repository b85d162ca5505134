/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The simulator: thousands of nodes in one process, each a real swarm (kiem/swarm.h), driven through virtual time.
 * docs/simulator.md says what it models and what its figures mean. All chance comes from the seed and every event has its place in
 * one order, so a run is the same on every machine; `trace` is a hash of all inputs and effects.
 *
 *     heap, slab, chance    what happens when, memory for it, dice
 *     scenario, plan        what a run is about
 *     posts, store          every post once; which of them a node holds
 *     net                   links, dials, latency, partitions, resets and silence
 *     node                  a node's life: start, crash, restart; what it is told then
 *     effects               carrying out a step's effects: the driver
 *     actions               the scenario's faults and posts
 *     hostile               what hostile nodes make of their swarm's output
 *     measure, graph, check figures, the overlay, invariants
 *     result, shrink, main  one run's outcome; a failing plan shortened; the command
 */
#ifndef KIEM_SIM_H
#define KIEM_SIM_H

#include "heap.h"
#include "posts.h"
#include "scenario.h"
#include "slab.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define SIM_NOW 1795262400000LL /* 2026-11-21 12:00 UTC in ms: when a run begins */
#define SIM_REAL_DOOR_MAX 200   /* nodes up to which each copy of a post is verified */
#define SIM_HANDSHAKE_US (3 * SECOND_US)
#define SIM_GUARD 16 /* bytes behind a swarm's memory that must stay as they were */
#define SIM_BOOK 32  /* nodes in a node's address book */
#define SIM_SIDES 8  /* partitions at a time */

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
	struct swarm *swarm;
	struct sim_link *links;
	uint64_t timer_us, timer_queued_us;
	uint64_t up_us;     /* since when it runs */
	uint64_t uplink_us; /* when a slow one's line is free again */
	uint64_t bytes_out, bytes_in;
	struct store store;
	uint32_t life;
	uint32_t rate; /* bytes a ms; 0: no limit */
	int64_t clock_ms;
	uint8_t state, hostile, turn, sides;
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
	uint64_t copies;
	uint32_t have, want, window_have, window_want;
	uint8_t last_hop;
	uint8_t *hop; /* a node; 0: has it not */
};

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
	uint8_t *memory; /* of the swarms */
	size_t swarm_bytes, stride;
	struct swarm_options swarm_options;
	void *descriptors;
	struct swarm_fx *fx;
	struct text *texts;
	size_t n_texts, cap_texts;
	struct partition partitions[SIM_SIDES];
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
	uint64_t plants; /* of the action `plant`: two of them are a failure, for tests of shrinking */
	uint32_t unequal[2];
	/* outcome */
	bool failed;
	uint64_t failure_kind; /* the same for failures of one sort */
	char failure[256];
};

/* sim.c */
void sim_run(struct sim *sim, const struct scenario *scenario, const struct plan *plan, const struct sim_options *options);
void sim_finish(struct sim *sim);
void sim_step(struct sim *sim, uint32_t node, struct swarm_in *in);
static inline uint64_t sim_ms(const struct sim *sim)
{
	return sim->now_us / 1000;
}
static inline int64_t sim_clock(const struct sim *sim, const struct node *node)
{
	return SIM_NOW + (int64_t)(sim->now_us / 1000) + node->clock_ms;
}
void sim_fail(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_mix(struct sim *sim, uint64_t v);
void sim_mix_bytes(struct sim *sim, const uint8_t *p, size_t n);
uint32_t sim_text(struct sim *sim, struct kiem_span bytes);
static inline struct kiem_span sim_text_span(const struct sim *sim, uint32_t text)
{
	return (struct kiem_span){sim->texts[text].bytes, sim->texts[text].n};
}

/* node.c */
void node_make(struct sim *sim, uint32_t node);
void node_start(struct sim *sim, uint32_t node);
void node_crash(struct sim *sim, uint32_t node, bool silent);
void node_follow(struct sim *sim, uint32_t node, bool follows);
void node_remember(struct sim *sim, uint32_t node, const struct swarm_effect *e);
void node_new_descriptor(struct sim *sim, uint32_t node, bool dialable, struct kiem_span address);
void node_address(char out[static 32], const struct sim *sim, uint32_t node);
uint64_t node_network(const struct sim *sim, uint32_t node);
uint32_t node_at(const struct sim *sim, const char *address); /* sim->n: none */
uint32_t node_of(const struct sim *sim, const struct kiem_key *key);
static inline bool node_honest(const struct node *node)
{
	return node->hostile == 0;
}

/* net.c */
void net_send(struct sim *sim, uint32_t node, uint32_t link, const uint8_t *body, size_t n, uint64_t posts, uint64_t bytes);
void net_dial(struct sim *sim, uint32_t node, const struct kiem_key *key, const char *address);
void net_syn(struct sim *sim, const struct event *e);
void net_up(struct sim *sim, const struct event *e);
void net_close(struct sim *sim, uint32_t node, uint32_t link);
void net_down(struct sim *sim, const struct event *e);
void net_crash(struct sim *sim, uint32_t node, bool silent);
uint64_t net_blocked(const struct sim *sim, uint32_t from, uint32_t to); /* until when; 0: not */

/* effects.c */
void effects_carry_out(struct sim *sim, uint32_t node);
void effects_event(struct sim *sim, const struct event *e);

/* actions.c */
void actions_do(struct sim *sim, size_t index);
void actions_heal(struct sim *sim, const struct event *e);
void actions_end_faults(struct sim *sim);

/* hostile.c */
/* What a hostile node sends in place of this body; false: nothing at all. */
bool hostile_bend(struct sim *sim, uint32_t node, uint32_t link, struct kiem_span *body);
bool hostile_withholds(struct sim *sim, uint32_t node, uint32_t post);
void hostile_act(struct sim *sim, uint32_t node);
void hostile_heard(struct sim *sim, uint32_t node, struct kiem_span body);

/* measure.c */
void measure_begin(struct sim *sim);
void measure_made(struct sim *sim, uint32_t node, uint32_t post);
void measure_sent(struct sim *sim, uint32_t post);
void measure_kept(struct sim *sim, uint32_t node, uint32_t from, uint32_t post);
void measure_window(struct sim *sim, uint32_t measured);
void measure_end(struct sim *sim);
void measure_sample(struct sim *sim);

/* graph.c */
struct graph {
	uint32_t honest;         /* nodes that are up and honest and follow */
	uint32_t largest;        /* of them, in the largest part */
	uint64_t links, hostile; /* in the active views of these, of hostile nodes among them */
	uint64_t worst_ppm;
};
void graph_look(struct graph *graph, struct sim *sim);
/* The other end of a link in the active view; sim->n when it is not. */
uint32_t graph_active(const struct sim *sim, uint32_t node, uint32_t link);
void graph_passive(const struct sim *sim, uint32_t node, uint32_t *n, uint32_t *hostile);

/* check.c */
void check_step(struct sim *sim, uint32_t node);
void check_held(struct sim *sim, uint32_t node, const struct swarm_effect *e);
void check_sample(struct sim *sim);
void check_end(struct sim *sim);
bool check_equal(struct sim *sim);

#endif
