/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One exchange between two nodes that hold almost the same posts, for bench_recon: what two swarms, joined in memory, say to find
 * out how they differ.
 */
#ifndef KIEM_BENCH_RECON_EXCHANGE_H
#define KIEM_BENCH_RECON_EXCHANGE_H

#include "support.h"

struct recon_job {
	size_t known, differ; /* ids on both sides; ids on one side only */
	bool newest;          /* these are the newest of all; else they are scattered over time */
	bool one;             /* one side has them all: the opener when the seed is odd; else each has half */
	uint64_t seed;
};

struct recon_figures {
	uint64_t out, in; /* bytes that the opener said and heard, framing included */
	uint64_t bodies;  /* bytes of both, without framing */
	unsigned messages;
	unsigned turns; /* messages of which each waited for the one before it, until both knew what to send */
	unsigned cells; /* that were said */
	double build_ms, encode_ms, decode_ms;
};

/* Runs it, and stops the program when the two did not come to hold the same posts. */
void recon_exchange(struct recon_figures *f, const struct recon_job *job);

double recon_now_ms(void); /* CPU time */

#endif
