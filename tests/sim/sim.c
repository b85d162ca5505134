/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run: making the nodes, letting time pass, one step at a time. See sim.h. */
#include "parts.h"

#include <assert.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_US SECOND_US

void sim_fail(struct sim *sim, const char *format, ...)
{
	va_list arguments;

	if (sim->failed) {
		return; /* the first is the one to look at */
	}
	sim->failed = true;
	for (const char *p = format; *p != '\0'; p++) {
		sim->failure_kind = chance_mix(sim->failure_kind ^ (uint64_t)*p);
	}
	int n = snprintf(sim->failure, sizeof(sim->failure), "at %llu ms: ", (unsigned long long)sim_ms(sim));
	va_start(arguments, format);
	vsnprintf(sim->failure + n, sizeof(sim->failure) - (size_t)n, format, arguments);
	va_end(arguments);
}

uint32_t sim_text(struct sim *sim, struct kiem_span bytes)
{
	if (sim->n_texts == sim->cap_texts) {
		sim->cap_texts = sim->cap_texts == 0 ? 256 : sim->cap_texts * 2;
		sim->texts = realloc(sim->texts, sim->cap_texts * sizeof(sim->texts[0]));
		assert(sim->texts != NULL);
	}
	struct text *text = &sim->texts[sim->n_texts];
	text->bytes = malloc(bytes.n);
	assert(text->bytes != NULL);
	memcpy(text->bytes, bytes.p, bytes.n);
	text->n = (uint32_t)bytes.n;
	return (uint32_t)sim->n_texts++;
}

void sim_step(struct sim *sim, uint32_t node, struct swarm_in *in)
{
	struct node *n = &sim->nodes[node];

	sim->steps++;
	sim_mix(sim, sim->now_us << 4 ^ (uint64_t)node << 40 ^ (uint64_t)in->type);
	swarm_step(n->swarm, sim_clock(sim, n), sim_ms(sim), in, sim->fx);
	n->steps_at_once = n->step_us == sim->now_us ? n->steps_at_once + 1 : 0;
	n->step_us = sim->now_us;
	if (n->steps_at_once > SIM_SPINS_MAX) {
		sim_fail(sim, "node %u makes step after step and time does not pass", node);
	}
	if (sim->options.trace) {
		sim_trace(sim, node, in);
	}
	effects_carry_out(sim, node);
	if (sim->plants[PLANT_OVERRUN] != 0) {
		part_of(&sim->near, node)[sim->near.n] ^= 1;
	}
	check_step(sim, node);
}

/* ---- events ---- */

static void on_timer(struct sim *sim, const struct event *e)
{
	struct node *n = &sim->nodes[e->node];
	struct swarm_in in = {.type = SWARM_TIMER, .link = SWARM_NO_LINK};

	if (e->life != n->life || n->timer_queued_us != sim->now_us) {
		return; /* of before a crash, or another was queued for an earlier time: that one looks again */
	}
	n->timer_queued_us = UINT64_MAX;
	if (n->timer_us <= sim->now_us) {
		n->timer_us = UINT64_MAX;
		sim_step(sim, e->node, &in);
	} else if (n->timer_us != UINT64_MAX) {
		/* It was set later since. */
		n->timer_queued_us = n->timer_us;
		heap_push(&sim->heap, n->timer_us, e);
	}
}

static void on_expire(struct sim *sim, const struct event *e)
{
	uint32_t post = e->a;
	const struct sim_post *p = &sim->posts.list[post];
	struct swarm_in in = {.type = SWARM_REMOVED, .link = SWARM_NO_LINK};

	in.removed.board = p->board + 1;
	in.removed.made = p->made;
	in.removed.id = p->id;
	for (uint32_t i = 0; i < sim->n; i++) {
		if (store_has(&sim->nodes[i].store, post)) {
			store_remove(&sim->nodes[i].store, &sim->posts, post);
			if (sim->nodes[i].state == NODE_UP && !sim->nodes[i].leaves) {
				sim_step(sim, i, &in);
			}
		}
	}
}

static void on_sample(struct sim *sim, const struct event *e)
{
	measure_sample(sim);
	check_sample(sim);
	heap_push(&sim->heap, sim->now_us + SAMPLE_US, e);
}

static void on_start(struct sim *sim, const struct event *e)
{
	if (sim->nodes[e->node].life == e->life && sim->nodes[e->node].state != NODE_UP) {
		node_start(sim, e->node);
	}
}

static void on_action(struct sim *sim, const struct event *e)
{
	actions_do(sim, e->a);
}

static void on_window(struct sim *sim, const struct event *e)
{
	measure_window(sim, e->a);
}

static void on_hostile(struct sim *sim, const struct event *e)
{
	if (sim->nodes[e->node].life == e->life) {
		hostile_act(sim, e->node);
	}
}

typedef void event_fn(struct sim *sim, const struct event *e);

/* Who takes what; the rest happens to a node's swarm and is in answers.c. */
static event_fn *const takes[EVENT_TYPES] = {
        [EVENT_TIMER] = on_timer,
        [EVENT_SYN] = net_syn,
        [EVENT_UP] = net_up,
        [EVENT_DOWN] = net_down,
        [EVENT_START] = on_start,
        [EVENT_ACTION] = on_action,
        [EVENT_HEAL] = actions_heal,
        [EVENT_WINDOW] = on_window,
        [EVENT_EXPIRE] = on_expire,
        [EVENT_HOSTILE] = on_hostile,
        [EVENT_SAMPLE] = on_sample,
};

static void pass_time(struct sim *sim)
{
	struct event e;

	while (!sim->failed && heap_first(&sim->heap) <= sim->end_us) {
		heap_pop(&sim->heap, &sim->now_us, &e);
		ahead_look(sim);
		(takes[e.type] != NULL ? takes[e.type] : answers_event)(sim, &e);
		slab_give(&sim->slab, e.body, e.n);
	}
}

/* ---- all of it ---- */

void sim_run(struct sim *sim, const struct scenario *scenario, const struct plan *plan, const struct sim_options *options)
{
	struct event sample = {.type = EVENT_SAMPLE};

	*sim = (struct sim){.scenario = scenario, .plan = plan, .options = *options, .n = (uint32_t)scenario->nodes};
	if (sodium_init() < 0) {
		abort();
	}
	sim->end_us = scenario->end_us;
	sim->now_us = SECOND_US / 1000;
	sim->net = chance_of(options->seed, CHANCE_NET, 0);
	sim->hostile = chance_of(options->seed, CHANCE_HOSTILE, 0);
	sim->measuring_us = UINT64_MAX;
	sim_make(sim);
	for (size_t i = 0; i < plan->n; i++) {
		struct event e = {.type = EVENT_ACTION, .a = (uint32_t)i};
		heap_push(&sim->heap, plan->actions[i].at_us, &e);
	}
	heap_push(&sim->heap, SAMPLE_US, &sample);
	pass_time(sim);
	if (!sim->failed) {
		sim->now_us = sim->end_us;
		measure_end(sim);
		check_end(sim);
	}
}
