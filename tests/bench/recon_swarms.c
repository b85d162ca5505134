/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exchange as two nodes make it: two swarms joined in memory, with this as their driver. Bodies arrive in order and at once;
 * posts are on disk as soon as they are heard. What is counted is each body about catching up, from either: SUM, CELLS, MORE, WANT,
 * GONE, STREAM, MARK, LIST, PAGE; not HELLO, BOARDS, membership, ACK, and not the posts.
 */
#include "recon_node.h"

#include <time.h>

#define FRAME_SHORT 35 /* ZMTP 2, CURVE's MESSAGE command 33: name 8, nonce 8, MAC 16, flags 1 */
#define FRAME_LONG 42  /* ZMTP's long length, from 256 bytes on */
#define FRAME_SHORT_BODY (255 - 33)
#define IDLE_MAX 2000 /* timers that may go by before two nodes are equal */

/* Of this process, not of whoever else is at work on the machine. */
double recon_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void recon_must(bool what, const char *name)
{
	if (!what) {
		fprintf(stderr, "bench recon: %s\n", name);
		exit(70);
	}
}

static bool is_exchange(uint64_t type)
{
	return type == WIRE_SUM || type == WIRE_CELLS || type == WIRE_MORE || type == WIRE_WANT || type == WIRE_GONE ||
	       type == WIRE_STREAM || type == WIRE_MARK || type == WIRE_LIST || type == WIRE_PAGE;
}

static void count(struct recon_pair *pair, unsigned from, const uint8_t *body, size_t n, struct recon_event *e)
{
	struct recon_figures *f = pair->f;
	struct wire_message m;

	recon_must(wire_read(&m, body, n) == KIEM_OK, "what was said cannot be read");
	e->type = m.type;
	if (!is_exchange(m.type)) {
		return;
	}
	if (f->messages == 0) {
		pair->opener = from;
	}
	f->messages++;
	*(from == pair->opener ? &f->out : &f->in) += n + (n <= FRAME_SHORT_BODY ? FRAME_SHORT : FRAME_LONG);
	f->bodies += n;
	e->turn = pair->nodes[from].turn + 1;
	if (m.type == WIRE_SUM) {
		f->cells += (unsigned)(m.sum.cells.n / WIRE_CELL_BYTES);
	} else if (m.type == WIRE_CELLS) {
		f->cells += (unsigned)(m.cells.cells.n / WIRE_CELL_BYTES);
	}
	if (m.type != WIRE_GONE && m.type != WIRE_MARK && !pair->posts_began) {
		f->turns = e->turn > f->turns ? e->turn : f->turns;
	}
	pair->posts_began = pair->posts_began || m.type == WIRE_WANT;
}

static void do_effect(struct recon_pair *pair, unsigned at, const struct swarm_effect *e)
{
	struct recon_node *node = &pair->nodes[at];
	struct recon_event event = {.node = 1 - at};

	switch (e->type) {
	case SWARM_SEND:
		recon_send_posts(pair, at);
		count(pair, at, e->body.p, e->body.n, &event);
		recon_push(pair, event, e->body.p, e->body.n);
		break;
	case SWARM_SEND_POST:
		node->pack[node->n_pack++] = e->send_post.number;
		break;
	case SWARM_SCAN:
		recon_push(pair, (struct recon_event){.node = at, .kind = RECON_SCAN, .effect = *e}, NULL, 0);
		break;
	case SWARM_ADMIT:
		recon_admit(pair, at, e);
		break;
	case SWARM_SET_TIMER:
		node->timer_ms = e->timer_ms;
		break;
	case SWARM_NOTIFY:
		node->in_sync += e->notify.what == SWARM_NOTE_IN_SYNC;
		recon_must(e->notify.what != SWARM_NOTE_OFFENCE, "one took offence at the other");
		break;
	case SWARM_DROP_LINK:
		recon_must(false, "the link was dropped");
		break;
	default:
		break;
	}
}

static double *clock_of(struct recon_figures *f, const struct swarm_in *in, uint64_t type)
{
	if (in->type == SWARM_SCANNED) {
		return &f->build_ms;
	}
	return in->type == SWARM_RECV && (type == WIRE_SUM || type == WIRE_CELLS) ? &f->decode_ms : &f->encode_ms;
}

void recon_step_node(struct recon_pair *pair, unsigned at, const struct swarm_in *in, uint64_t type)
{
	double began = recon_now_ms();

	swarm_step(pair->nodes[at].swarm, SUPPORT_NOW + (int64_t)pair->mono_ms, pair->mono_ms, in, &pair->fx);
	*clock_of(pair->f, in, type) += recon_now_ms() - began;
	for (size_t i = 0; i < pair->fx.n; i++) {
		do_effect(pair, at, &pair->fx.effects[i]);
	}
	recon_send_posts(pair, at);
}

/* Until nothing is under way, and both have noted once more that they are in sync. */
static void run(struct recon_pair *pair, unsigned in_sync)
{
	const struct swarm_in timer = {.type = SWARM_TIMER};
	struct recon_node *a = &pair->nodes[0], *b = &pair->nodes[1];

	for (unsigned idle = 0; idle < IDLE_MAX; idle++) {
		while (recon_happen(pair)) {
		}
		if (a->in_sync >= in_sync && b->in_sync >= in_sync) {
			return;
		}
		pair->mono_ms = a->timer_ms < b->timer_ms ? a->timer_ms : b->timer_ms;
		recon_step_node(pair, a->timer_ms <= b->timer_ms ? 0 : 1, &timer, 0);
	}
	recon_must(false, "the two did not become equal");
}

void recon_exchange(struct recon_figures *f, const struct recon_job *job)
{
	struct recon_pair *pair = calloc(1, sizeof(*pair));
	const struct swarm_in compare = {.type = SWARM_COMPARE};

	recon_must(pair != NULL, "no memory");
	*f = (struct recon_figures){0};
	pair->f = f;
	recon_pair_begin(pair, job);
	run(pair, 1);
	if (job->differ == 0) {
		/* An idle board: they were equal before. */
		unsigned seen = pair->nodes[0].in_sync > pair->nodes[1].in_sync ? pair->nodes[0].in_sync : pair->nodes[1].in_sync;
		*f = (struct recon_figures){0};
		pair->posts_began = false;
		pair->nodes[0].turn = pair->nodes[1].turn = 0;
		pair->nodes[0].in_sync = pair->nodes[1].in_sync = seen;
		recon_step_node(pair, 0, &compare, 0);
		run(pair, seen + 1);
	}
	recon_pair_end(pair, job);
	free(pair);
}
