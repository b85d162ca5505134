/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the scenario lets happen. Whom an action hits hangs on the seed and the action's id, not on what happened before, so that
 * an action means the same when others are left out of the plan.
 */
#include "parts.h"

#include <assert.h>
#include <string.h>

#define POST_LIFE_MS (30 * 86400000LL)

static bool fits(const struct sim *sim, uint32_t node, const struct action *a)
{
	const struct node *n = &sim->nodes[node];

	switch (a->verb) {
	case VERB_JOIN:
		return n->state == NODE_NEW;
	case VERB_RESTART:
		return n->state == NODE_DOWN || n->state == NODE_OFF;
	case VERB_PARTITION:
		return true;
	default:
		return n->state == NODE_UP;
	}
}

/* The nodes that an action hits, in an order of chance, in sim->scratch; how many. */
static uint32_t pick(struct sim *sim, const struct action *a, struct chance *c)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < sim->n; i++) {
		if (fits(sim, i, a)) {
			sim->scratch[n++] = i;
		}
	}
	uint64_t wanted = a->share_ppm != 0 ? (n * a->share_ppm + 500000) / 1000000 : a->count;
	wanted = wanted < n ? wanted : n;
	for (uint32_t i = 0; i < wanted; i++) {
		uint32_t j = i + (uint32_t)chance_below(c, n - i), swap = sim->scratch[i];
		sim->scratch[i] = sim->scratch[j];
		sim->scratch[j] = swap;
	}
	return (uint32_t)wanted;
}

static void start_later(struct sim *sim, uint32_t node, uint64_t at)
{
	struct event e = {.type = EVENT_START, .node = node, .life = sim->nodes[node].life};

	heap_push(&sim->heap, at, &e);
}

static void heal_later(struct sim *sim, const struct action *a, uint32_t node, uint32_t what, uint32_t b)
{
	struct event e = {.type = EVENT_HEAL, .node = node, .a = what, .b = b, .life = sim->nodes[node].life};

	if (a->for_us != 0) {
		heap_push(&sim->heap, sim->now_us + a->for_us, &e);
	}
}

static void begin_partition(struct sim *sim, const struct action *a, uint32_t n)
{
	unsigned at = 0;

	while (at < SIM_SIDES && sim->partitions[at].active) {
		at++;
	}
	if (at == SIM_SIDES) {
		return; /* eight at a time are enough */
	}
	for (uint32_t i = 0; i < sim->n; i++) {
		sim->nodes[i].sides &= (uint8_t) ~(1u << at);
	}
	for (uint32_t i = 0; i < n; i++) {
		sim->nodes[sim->scratch[i]].sides |= (uint8_t)(1u << at);
	}
	sim->partitions[at].active = true;
	sim->cuts++;
	sim->partitions[at].one_way = a->one_way;
	sim->partitions[at].until_us = a->for_us != 0 ? sim->now_us + a->for_us : sim->end_us;
	heal_later(sim, a, 0, VERB_PARTITION, at);
}

/* ---- posts ---- */

static uint32_t sender(struct sim *sim, const struct action *a, struct chance *c)
{
	for (uint32_t tries = 0; tries < 64 * sim->n; tries++) {
		uint32_t node = (uint32_t)chance_below(c, sim->n);
		const struct node *n = &sim->nodes[node];

		if (n->state == NODE_UP && node_honest(n) && !n->leaves) {
			return node;
		}
	}
	return sim->n;
}

static void post(struct sim *sim, const struct action *a, struct chance *c)
{
	uint32_t node = sender(sim, a, c), board = (uint32_t)(a->id % sim->scenario->boards);
	struct swarm_admitted told = {.verdict = KIEM_OK};
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK};

	if (node == sim->n) {
		return;
	}
	struct node *n = &sim->nodes[node];
	int64_t made = sim_clock(sim, n), life = a->life_us != 0 ? (int64_t)(a->life_us / 1000) : POST_LIFE_MS;
	uint64_t what = (uint64_t)a->id << 32 | (sim->now_us / 1000 & UINT32_MAX),
	         bytes = a->bytes != 0 ? a->bytes : sim->scenario->bytes;
	uint32_t number = posts_make(&sim->posts, board, made, made + life, what, bytes);
	if (a->life_us != 0) {
		struct event e = {.type = EVENT_EXPIRE, .a = number};
		heap_push(&sim->heap, sim->now_us + a->life_us, &e);
	}
	store_put(&n->store, &sim->posts, number);
	measure_made(sim, node, number);
	told.id = sim->posts.list[number].id;
	told.number = number + 1;
	told.board = board + 1;
	told.made = made;
	in.admitted.posts = &told;
	in.admitted.n = 1;
	sim_step(sim, node, &in);
}

/* ---- doing it ---- */

static void hit(struct sim *sim, const struct action *a, uint32_t node)
{
	struct node *n = &sim->nodes[node];
	struct swarm_in compare = {.type = SWARM_COMPARE, .link = SWARM_NO_LINK};

	switch (a->verb) {
	case VERB_FAIL:
		node_crash(sim, node, a->silent);
		if (a->for_us != 0) {
			start_later(sim, node, sim->now_us + a->for_us);
		}
		break;
	case VERB_SLOW:
		n->rate = a->rate != 0 ? (uint32_t)a->rate : 10;
		heal_later(sim, a, node, VERB_SLOW, 0);
		break;
	case VERB_CLOCK:
		n->clock_ms += a->by_ms;
		heal_later(sim, a, node, VERB_CLOCK, (uint32_t)(int32_t)a->by_ms);
		break;
	case VERB_LEAVE:
		node_follow(sim, node, false);
		heal_later(sim, a, node, VERB_LEAVE, 0);
		break;
	case VERB_COMPARE:
		sim_step(sim, node, &compare);
		break;
	default:
		break;
	}
}

/* For a number of nodes, each of which is hit by itself. scratch may be used again by what a hit leads to, so it is copied. */
static void hit_all(struct sim *sim, const struct action *a, struct chance *c)
{
	uint32_t n = pick(sim, a, c);
	size_t size = n * sizeof(uint32_t);
	uint32_t *picked = ground_take(size + 1, false); /* of a hundred thousand more than the slab has */

	memcpy(picked, sim->scratch, size);
	if (a->verb == VERB_JOIN && n > 0 && sim->nodes[0].state == NODE_NEW) {
		node_start(sim, 0); /* the one that those are told of who find nobody else */
	}
	for (uint32_t i = 0; i < n; i++) {
		if (a->verb == VERB_JOIN || a->verb == VERB_RESTART) {
			start_later(sim, picked[i], sim->now_us + (a->over_us != 0 ? a->over_us * i / n : 0));
		} else {
			hit(sim, a, picked[i]);
		}
	}
	ground_give(picked, size + 1);
}

static bool is_fault(enum verb verb)
{
	return verb == VERB_FAIL || verb == VERB_PARTITION || verb == VERB_LOSS || verb == VERB_SLOW || verb == VERB_CLOCK ||
	       verb == VERB_LEAVE || verb == VERB_RESTART;
}

void actions_do(struct sim *sim, size_t index)
{
	const struct action *a = &sim->plan->actions[index];
	struct chance c = chance_of(sim->options.seed, CHANCE_ACTION, a->id);

	sim_mix(sim, (uint64_t)a->verb << 32 | a->id);
	if (is_fault(a->verb)) {
		uint64_t ends = sim->now_us + a->for_us;
		sim->last_fault_us = ends > sim->last_fault_us ? ends : sim->last_fault_us;
		sim->equal_us = sim->merged_us = 0;
	}
	switch (a->verb) {
	case VERB_POST:
		post(sim, a, &c);
		break;
	case VERB_PARTITION:
		begin_partition(sim, a, pick(sim, a, &c));
		break;
	case VERB_LOSS:
		sim->loss_ppm = a->share_ppm;
		sim->loss_until_us = sim->now_us + (a->for_us != 0 ? a->for_us : sim->end_us);
		break;
	case VERB_MEASURE:
		measure_begin(sim);
		break;
	case VERB_REST:
		actions_end_faults(sim);
		break;
	case VERB_PLANT:
		sim->plants[a->count % PLANTS]++;
		break;
	default:
		hit_all(sim, a, &c);
		break;
	}
}

/* ---- and undoing it ---- */

void actions_heal(struct sim *sim, const struct event *e)
{
	struct node *n = &sim->nodes[e->node];

	switch ((enum verb)e->a) {
	case VERB_PARTITION:
		sim->cuts -= sim->partitions[e->b].active;
		sim->partitions[e->b].active = false;
		break;
	case VERB_SLOW:
		n->rate = 0;
		break;
	case VERB_CLOCK:
		n->clock_ms -= (int32_t)e->b;
		break;
	case VERB_LEAVE:
		if (n->leaves) {
			node_follow(sim, e->node, true);
		}
		break;
	default:
		break;
	}
}

/* Everything that a scenario broke and did not mend: nodes start, ways open, lines are fast. */
void actions_end_faults(struct sim *sim)
{
	memset(sim->partitions, 0, sizeof(sim->partitions));
	sim->cuts = 0;
	sim->loss_until_us = 0;
	sim->last_fault_us = sim->now_us;
	sim->merged_us = sim->equal_us = 0;
	for (uint32_t i = 0; i < sim->n; i++) {
		struct node *n = &sim->nodes[i];

		n->rate = 0;
		if (n->leaves) {
			node_follow(sim, i, true);
		}
		if (n->state == NODE_DOWN || n->state == NODE_OFF) {
			start_later(sim, i, sim->now_us);
		}
	}
}
