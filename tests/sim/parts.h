/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of the simulator's files into each other, under the name of the file that has them; sim.h tells what each is for. */
#ifndef KIEM_SIM_PARTS_H
#define KIEM_SIM_PARTS_H

#include "sim.h"

/* sim.c */
void sim_run(struct sim *sim, const struct scenario *scenario, const struct plan *plan, const struct sim_options *options);
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
uint32_t sim_text(struct sim *sim, struct kiem_span bytes);
static inline struct kiem_span sim_text_span(const struct sim *sim, uint32_t text)
{
	return (struct kiem_span){sim->texts[text].bytes, sim->texts[text].n};
}

/* make.c */
void sim_make(struct sim *sim);
void sim_finish(struct sim *sim);

/* ahead.c */
void ahead_look(const struct sim *sim);

/* trace.c */
void sim_trace(const struct sim *sim, uint32_t node, const struct swarm_in *in);
void sim_mix(struct sim *sim, uint64_t v);
void sim_mix_bytes(struct sim *sim, const uint8_t *p, size_t n);

/* node.c */
void node_make(struct sim *sim, uint32_t node);
void node_start(struct sim *sim, uint32_t node);
void node_crash(struct sim *sim, uint32_t node, bool silent);
void node_follow(struct sim *sim, uint32_t node, bool follows);
void node_new_descriptor(struct sim *sim, uint32_t node, bool dialable, struct kiem_span address);

/* address.c */
void node_put_key(struct sim *sim, uint32_t node);
void node_remember(struct sim *sim, uint32_t node, const struct swarm_effect *e);
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
/* Until when the way from one to the other is cut; 0: it is not. */
uint64_t net_blocked(const struct sim *sim, uint32_t from, uint32_t to);
uint64_t net_arrival(struct sim *sim, uint32_t from, uint32_t to, uint64_t from_us, uint32_t latency_us);
uint32_t net_latency(const struct sim *sim, uint32_t a, uint32_t b);
bool net_peer_knows(const struct sim *sim, const struct sim_link *l);
void net_push_down(struct sim *sim, uint32_t node, uint32_t link, uint64_t at);
void net_count(struct sim *sim, struct node *n, size_t bytes);

/* dial.c */
void net_dial(struct sim *sim, uint32_t node, const struct kiem_key *key, const char *address);
void net_syn(struct sim *sim, const struct event *e);
void net_up(struct sim *sim, const struct event *e);
void net_close(struct sim *sim, uint32_t node, uint32_t link);
void net_down(struct sim *sim, const struct event *e);
void net_crash(struct sim *sim, uint32_t node, bool silent);

/* effects.c */
void effects_carry_out(struct sim *sim, uint32_t node);

/* answers.c */
void answers_admit(struct sim *sim, uint32_t node, const struct swarm_effect *e);
void answers_scan(struct sim *sim, uint32_t node, const struct swarm_effect *e);
void answers_look(struct sim *sim, uint32_t node, const struct swarm_effect *e);
void answers_event(struct sim *sim, const struct event *e);

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
