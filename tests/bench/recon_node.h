/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two nodes in memory: their posts, what is under way between them, and the answers that a driver owes a swarm. */
#ifndef KIEM_BENCH_RECON_NODE_H
#define KIEM_BENCH_RECON_NODE_H

#include "recon_exchange.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

enum recon_kind { RECON_BODY, RECON_SCAN, RECON_ADMITTED, RECON_WRITABLE };

struct recon_event {
	unsigned node; /* to which it happens */
	enum recon_kind kind;
	uint64_t type; /* BODY: of the message */
	unsigned turn; /* BODY: how many messages of the exchange had to come before, and this one; 0: none of it */
	size_t n;
	uint8_t *bytes; /* BODY; or the posts of ADMITTED */
	struct swarm_effect effect;
	uint64_t posts, posts_bytes; /* WRITABLE */
	struct recon_event *next;
};

struct recon_node {
	struct swarm *swarm;
	void *mem;
	size_t n, cap;
	bool sorted;
	struct swarm_row *rows;    /* by (made, id), when sorted */
	struct swarm_row *numbers; /* by number - 1 */
	size_t n_pack;
	uint64_t *pack; /* numbers of posts that wait to be sent */
	uint64_t timer_ms;
	unsigned in_sync, turn;
};

struct recon_pair {
	struct recon_figures *f;
	struct recon_node nodes[2];
	struct recon_event *first, *last;
	struct swarm_fx fx;
	uint64_t mono_ms;
	unsigned opener;
	bool posts_began; /* a WANT was said: both know what to send */
};

void recon_must(bool what, const char *name); /* stops the program with a sentence */

/* Both linked, each with its posts. */
void recon_pair_begin(struct recon_pair *pair, const struct recon_job *job);
/* Checks that both have all posts. */
void recon_pair_end(struct recon_pair *pair, const struct recon_job *job);
/* The bytes are copied. */
void recon_push(struct recon_pair *pair, struct recon_event event, const uint8_t *bytes, size_t n);
/* The next of what is under way; false when there is nothing. */
bool recon_happen(struct recon_pair *pair);
void recon_step_node(struct recon_pair *pair, unsigned at, const struct swarm_in *in, uint64_t type);
void recon_send_posts(struct recon_pair *pair, unsigned at);
void recon_admit(struct recon_pair *pair, unsigned at, const struct swarm_effect *e);

#endif
