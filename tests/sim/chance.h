/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chance of the simulator: splitmix64, in integers only, so that a seed means the same on every machine. Each use has a stream of
 * its own (the network, one action, one node), so that leaving an action out does not change what the others do.
 */
#ifndef KIEM_SIM_CHANCE_H
#define KIEM_SIM_CHANCE_H

#include <stdint.h>

struct chance {
	uint64_t state;
};

/* A good hash of one number: what splitmix64 makes of a state. */
static inline uint64_t chance_mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static inline uint64_t chance_next(struct chance *c)
{
	c->state += 0x9e3779b97f4a7c15ULL;
	return chance_mix(c->state);
}

/* Below bound, which is above 0. The bias of a modulo is of no matter for bounds far below 2^64. */
static inline uint64_t chance_below(struct chance *c, uint64_t bound)
{
	return chance_next(c) % bound;
}

/* From low up to and including high. */
static inline uint64_t chance_between(struct chance *c, uint64_t low, uint64_t high)
{
	return low + chance_below(c, high - low + 1);
}

/* True `share` times in a million. */
static inline int chance_ppm(struct chance *c, uint64_t share)
{
	return share != 0 && chance_below(c, 1000000) < share;
}

/* The stream of a use and its number, under a seed. */
static inline struct chance chance_of(uint64_t seed, uint64_t use, uint64_t number)
{
	return (struct chance){chance_mix(chance_mix(chance_mix(seed + 0x632be59bd9b4e019ULL) ^ use) + number)};
}

enum chance_use {
	CHANCE_NODES = 1,
	CHANCE_NET,
	CHANCE_ACTION,
	CHANCE_FAULTS,
	CHANCE_HOSTILE,
	CHANCE_PAIR,
	CHANCE_GRAPH,
	CHANCE_POST
};

#endif
