/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exchange as DESIGN.md and proto/README.md have it: SUM with the first cells; whoever decodes asks for more or hands over;
 * at the end WANT. Where most differs, a list; where it is too much, both halves by time. Posts are not sent.
 */
#include "recon_parties.h"

#include <kiem/wire.h>

#define CACHED 1024    /* cells that are kept current for each neighbour */
#define LANE 3         /* any number below 24: one byte */
#define FRAME_SHORT 35 /* ZMTP 2, CURVE's MESSAGE command 33: name 8, nonce 8, MAC 16, flags 1 */
#define FRAME_LONG 42  /* ZMTP's long length, from 256 bytes on */
#define FRAME_SHORT_BODY (255 - 33)

struct exchange {
	struct recon_figures *f;
	struct party parties[2];
	struct wire_range range;
	bool after_own; /* the next message does not wait: it follows one of the same end */
	uint8_t body[WIRE_BODY_MAX], bytes[WIRE_CELLS_BODY * WIRE_CELL_BYTES];
	struct wire_message heard;
};

static void take_range(struct exchange *x)
{
	bool whole = !x->range.has_after && !x->range.has_upto;

	for (size_t i = 0; i < 2; i++) {
		struct party *p = &x->parties[i];
		party_range(p, x->range.has_after ? x->range.after.made : INT64_MIN,
		        x->range.has_upto ? x->range.upto.made : INT64_MAX);
		party_build(p, CACHED, whole ? &x->f->build_ms : &x->f->extend_ms);
	}
}

/* ---- messages ---- */

/* Written, counted, and read at the other end into x->heard. */
static void say(struct exchange *x, const struct party *from, struct wire_message *m)
{
	size_t n;
	double began = recon_now_ms();

	m->lane = LANE;
	wire_write(x->body, &n, sizeof(x->body), m);
	x->f->encode_ms += recon_now_ms() - began;
	*(from->opener ? &x->f->out : &x->f->in) += n + (n <= FRAME_SHORT_BODY ? FRAME_SHORT : FRAME_LONG);
	x->f->bodies += n;
	x->f->messages++;
	x->f->turns += !x->after_own;
	x->after_own = false;
	recon_must(wire_read(&x->heard, x->body, n) == KIEM_OK, "what was said cannot be read");
}

static struct kiem_span cells_of(struct exchange *x, struct party *p, uint32_t from, uint32_t n)
{
	double began;

	party_build(p, n, &x->f->extend_ms);
	began = recon_now_ms();
	recon_write(x->bytes, p->cells, from, n);
	x->f->encode_ms += recon_now_ms() - began;
	x->f->cells += n - from;
	return (struct kiem_span){x->bytes, (size_t)(n - from) * RECON_CELL_BYTES};
}

static void take(struct exchange *x, struct recon *r, struct party *p, struct kiem_span cells)
{
	uint32_t n = (uint32_t)(cells.n / RECON_CELL_BYTES);
	double began;

	party_build(p, recon_received(r) + n, &x->f->extend_ms);
	began = recon_now_ms();
	recon_take(r, p->cells, cells.p, n);
	x->f->decode_ms += recon_now_ms() - began;
}

static void say_cells(struct exchange *x, struct party *from, struct party *to, struct recon *r, uint32_t upto)
{
	while (recon_received(r) < upto && recon_state(r) == RECON_UNDECIDED) {
		uint32_t at = recon_received(r), n = upto - at < WIRE_CELLS_BODY ? upto - at : WIRE_CELLS_BODY;
		struct wire_message m = {.type = WIRE_CELLS, .cells = {.from = at, .count = party_size(from), .range = x->range}};
		m.cells.cells = cells_of(x, from, at, at + n);
		say(x, from, &m);
		x->after_own = true;
		take(x, r, to, x->heard.cells.cells);
	}
	x->after_own = false;
}

static void say_more(struct exchange *x, const struct party *from, uint32_t upto)
{
	struct wire_message m = {.type = WIRE_MORE, .more = {.upto = upto}};

	say(x, from, &m);
}

/* WANT or PAGE, in as many bodies as it takes. */
static void say_items(struct exchange *x, const struct party *from, enum wire_type type, uint64_t *items, size_t n)
{
	size_t at = 0;

	qsort(items, n, sizeof(*items), by_value);
	do {
		size_t some = n - at < WIRE_PAGE_MAX ? n - at : WIRE_PAGE_MAX;
		struct wire_message m = {.type = type, .want = {.range = x->range, .shorts = {x->bytes, some * WIRE_SHORT_BYTES}}};
		for (size_t i = 0; i < some * WIRE_SHORT_BYTES; i++) {
			x->bytes[i] = (uint8_t)(items[at + i / 8] >> (56 - 8 * (i % 8)));
		}
		say(x, from, &m);
		x->after_own = true;
		at += some;
	} while (at < n);
	x->after_own = false;
}

/* ---- the exchange ---- */

static void settle(struct exchange *x, struct recon *r, struct party *me, struct party *them)
{
	size_t n_theirs, n_mine;
	uint64_t *theirs = recon_theirs(r, &n_theirs), *mine = recon_mine(r, &n_mine);

	say_items(x, me, WIRE_WANT, theirs, n_theirs);
	party_found(them, theirs, n_theirs);
	party_found(me, mine, n_mine);
}

/* The one with fewer lists all, the other says what it lacks. */
static void list(struct exchange *x)
{
	struct party *a = &x->parties[0], *b = &x->parties[1];
	struct party *fewer = party_size(a) < party_size(b) ? a : b, *more = fewer == a ? b : a;
	struct wire_message m = {.type = WIRE_LIST};
	size_t n = party_size(fewer), n_want = 0;
	uint64_t *items = malloc((n + 1) * sizeof(*items)), *sorted = malloc((party_size(more) + 1) * sizeof(*sorted));

	recon_must(items != NULL && sorted != NULL, "no memory");
	say(x, more, &m);
	for (size_t i = 0; i < n; i++) {
		items[i] = fewer->entries[fewer->begin + i].item;
	}
	say_items(x, fewer, WIRE_PAGE, items, n);
	for (size_t i = more->begin; i < more->end; i++) {
		sorted[i - more->begin] = more->entries[i].item;
		if (bsearch(&more->entries[i].item, items, n, sizeof(*items), by_value) == NULL) {
			party_found(more, &more->entries[i].item, 1);
		}
	}
	qsort(sorted, party_size(more), sizeof(*sorted), by_value);
	for (size_t i = 0; i < n; i++) {
		if (bsearch(&items[i], sorted, party_size(more), sizeof(*sorted), by_value) == NULL) {
			items[n_want++] = items[i];
		}
	}
	party_found(fewer, items, n_want);
	say_items(x, more, WIRE_WANT, items, n_want);
	free(items);
	free(sorted);
}

static void exchange(struct exchange *x, uint32_t first);

static void halve(struct exchange *x, const struct party *me)
{
	struct wire_range whole = x->range;
	struct wire_place middle = {.made = me->entries[(me->begin + me->end) / 2].made};

	recon_must(party_size(me) > 1, "nothing left to halve");
	memset(middle.id.b, 0xff, sizeof(middle.id.b));
	x->range.has_upto = true;
	x->range.upto = middle;
	exchange(x, RECON_FIRST_CELLS);
	x->range = whole;
	x->range.has_after = true;
	x->range.after = middle;
	exchange(x, RECON_FIRST_CELLS);
	x->range = whole;
}

/* A SUM is said by parties[0], and answered until both know what differs in the range. */
static void exchange(struct exchange *x, uint32_t first)
{
	struct party *me = &x->parties[1], *them = &x->parties[0], *other;
	struct wire_message m = {.type = WIRE_SUM, .sum = {.range = x->range}};
	void *mem = malloc(recon_size(RECON_CELLS_MAX));
	struct recon *r = recon_init(mem, RECON_CELLS_MAX);
	struct recon_step step;
	bool may_turn = true;

	recon_must(mem != NULL, "no memory");
	take_range(x);
	m.sum.count = party_size(them);
	m.sum.cells = cells_of(x, them, 0, first);
	say(x, them, &m);
	take(x, r, me, x->heard.sum.cells);
	for (;;) {
		step = recon_plan(r, party_size(me), party_size(them), RECON_CELLS_MAX, may_turn);
		if (step.move == RECON_ASK) {
			say_more(x, me, step.upto);
			say_cells(x, them, me, r, step.upto);
		} else if (step.move == RECON_TURN) {
			r = recon_init(mem, RECON_CELLS_MAX);
			say_cells(x, me, them, r, step.upto);
			other = me;
			me = them;
			them = other;
		} else {
			break;
		}
		may_turn = false;
	}
	recon_must(step.move != RECON_RESALT, "a decode that needs another salt; take another seed");
	if (step.move == RECON_SETTLE) {
		settle(x, r, me, them);
	} else if (step.move == RECON_LIST) {
		list(x);
	} else {
		halve(x, me);
	}
	free(mem);
}

void recon_exchange(struct recon_figures *f, const struct recon_job *job)
{
	struct exchange *x = calloc(1, sizeof(*x));

	recon_must(x != NULL, "no memory");
	*f = (struct recon_figures){0};
	x->f = f;
	parties_fill(x->parties, job);
	exchange(x, job->differ == 0 ? RECON_IDLE_CELLS : RECON_FIRST_CELLS);
	parties_check(x->parties);
	parties_free(x->parties);
	free(x);
}
