/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was announced and has not come in time is looked for in the store (it may have come long ago), then asked for, from one
 * neighbour that announced it after the other, and when none of them sends it, the lane is compared.
 *
 *     IHAVE ──SPREAD_GRAFT_MS──▶ LOOK ──▶ GRAFT ──SPREAD_NEXT_MS──▶ GRAFT to the next ── … ──▶ catch_start
 *
 * What a neighbour announced and does not send counts, and after some of it it is not listened to for a while. What neighbours
 * ask for and the ring does not have is looked for in the same LOOK.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

/* ---- looked for ---- */

void spread_ask_store(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix)
{
	struct spread_board *b = &s->boards[slot].spread;

	if (b->n_asked < SPREAD_LOOKS_MAX) {
		b->asked[b->n_asked++] = (struct spread_asked){prefix, at};
		spread_missing_by(s, slot, s->mono_ms);
	}
}

/* One LOOK for what neighbours ask for (first, in their order) and for what is overdue here. */
static void look(struct swarm *s, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct swarm_fx *fx = s->fx;
	uint64_t *prefixes = fx->prefixes + fx->n_prefixes;
	size_t n = 0, max = sizeof(fx->prefixes) / sizeof(fx->prefixes[0]) - fx->n_prefixes;

	if (b->looking || max < SWARM_LOOK_MAX || !fx_room(s, 0)) {
		return;
	}
	for (; n < b->n_asked; n++) {
		prefixes[n] = b->asked[n].prefix;
	}
	b->n_looking = n;
	for (size_t i = 0; i < b->n_missing && n < SWARM_LOOK_MAX; i++) {
		if (!b->missing[i].looked && b->missing[i].due_ms <= s->mono_ms) {
			prefixes[n++] = b->missing[i].prefix;
		}
	}
	if (n == 0) {
		return;
	}
	fx->n_prefixes += n;
	b->looking = true;
	struct swarm_effect *effect = fx_add(s, SWARM_LOOK, SWARM_NO_LINK);
	effect->ticket = (uint32_t)b->seq << 16 | slot;
	effect->look.board = s->boards[slot].number;
	effect->look.prefixes = prefixes;
	effect->look.n = n;
}

/* What a neighbour asked for by GRAFT goes to it as what it asked for. */
static void serve(struct swarm *s, uint32_t slot, const struct spread_asked *asked, const struct swarm_looked *row)
{
	const struct swarm_row found = {row->made, row->id, row->number};

	if (asked->link == SWARM_NO_LINK || row->number == 0 || row->prefix != asked->prefix) {
		return;
	}
	struct link *link = &s->links[asked->link];
	if (push_room(link) > 0) {
		push_catching(link, slot, &found);
		pump_link(s, asked->link);
	}
}

void spread_looked(struct swarm *s, const struct swarm_in *in)
{
	uint32_t slot = in->ticket & 0xffff;
	struct spread_board *b = slot < s->options.boards_max ? &s->boards[slot].spread : NULL;

	if (b == NULL || !b->looking) {
		return;
	}
	b->looking = false;
	spread_missing_by(s, slot, s->mono_ms);
	if (b->seq != in->ticket >> 16) {
		return; /* of another board that had the slot */
	}
	assert(in->looked.n >= b->n_looking);
	b->seq++;
	for (size_t i = 0; i < b->n_looking; i++) {
		serve(s, slot, &b->asked[i], &in->looked.rows[i]);
	}
	b->n_asked -= b->n_looking;
	memmove(b->asked, b->asked + b->n_looking, b->n_asked * sizeof(b->asked[0]));
	for (size_t i = b->n_looking; i < in->looked.n; i++) {
		struct spread_missing *missing = spread_missing_find(b, in->looked.rows[i].prefix);
		if (missing != NULL && in->looked.rows[i].number != 0) {
			spread_missing_drop(s, slot, missing);
		} else if (missing != NULL) {
			missing->looked = true;
		}
	}
	b->n_looking = 0;
}

/* ---- asked for ---- */

/* It announced what it does not send. */
static void not_kept(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_lane *lane = &lane_at(s, at, slot)->spread;

	if (++lane->unkept >= SPREAD_FALSE_MAX) {
		lane->unkept = 0;
		lane->muted_ms = s->mono_ms + SPREAD_MUTE_MS;
		links_offence(s, at, KIEM_BAD_FIELD);
	}
}

/* Whom to ask next: who announced the fewest hops, then who did first, then the others. SPREAD_NOBODY when all were asked. */
static uint8_t next_of(const struct spread_missing *missing)
{
	uint64_t left = missing->announcers & ~missing->asked;

	if (left == 0) {
		return SPREAD_NOBODY;
	}
	if (missing->nearest != SPREAD_NOBODY && (left >> missing->nearest & 1) != 0) {
		return missing->nearest;
	}
	return left >> missing->first & 1 ? missing->first : (uint8_t)__builtin_ctzll(left);
}

static void ask(struct swarm *s, struct spread_missing *missing, uint8_t whom)
{
	missing->asked |= 1ULL << whom;
	missing->last = whom;
	missing->ask = true;
	missing->due_ms = spread_patience(s, whom, SPREAD_NEXT_MS);
}

/* One that is overdue: asks the next, or gives it up. False when it is not in the table any more. */
static bool overdue(struct swarm *s, uint32_t slot, struct spread_missing *missing)
{
	uint8_t next = next_of(missing), last = missing->last;

	if (next == SPREAD_NOBODY) {
		uint32_t whom = missing->first;
		spread_missing_drop(s, slot, missing);
		catch_start(s, whom, slot);
	} else {
		ask(s, missing, next);
	}
	if (last != SPREAD_NOBODY) {
		not_kept(s, last, slot);
	}
	return next != SPREAD_NOBODY;
}

/* One GRAFT for all that a neighbour is to be asked for now. */
static void say_graft(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct wire_message m = {.type = WIRE_GRAFT, .lane = lane_at(s, at, slot)->my_number};
	uint8_t prefixes[WIRE_IHAVE_MAX * WIRE_PREFIX_BYTES];
	size_t n = 0;

	for (size_t i = 0; i < b->n_missing && n < sizeof(prefixes); i++) {
		struct spread_missing *missing = &b->missing[i];
		if (missing->ask && missing->last == at) {
			missing->ask = false;
			for (unsigned k = WIRE_PREFIX_BYTES; k-- > 0;) {
				prefixes[n++] = (uint8_t)(missing->prefix >> 8 * k);
			}
		}
	}
	m.graft.prefixes = (struct kiem_span){prefixes, n};
	fx_send(s, at, &m);
	lane_at(s, at, slot)->spread.grafted_ms = s->mono_ms | 1;
	spread_eager(s, at, slot, true);
}

void spread_ask(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	if (!fx_room(s, WIRE_MEDIUM_MAX)) {
		return;
	}
	for (size_t i = 0; i < b->n_missing; i++) {
		struct spread_missing *missing = &b->missing[i];
		if ((missing->announcers & ~missing->asked) >> at & 1) {
			ask(s, missing, (uint8_t)at);
		}
	}
	say_graft(s, at, slot);
}

static void ask_all(struct swarm *s, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	for (size_t i = b->n_missing; i-- > 0;) {
		struct spread_missing *missing = &b->missing[i];
		if (missing->looked && missing->due_ms <= s->mono_ms && overdue(s, slot, missing)) {
			b->to_ask |= 1ULL << missing->last;
		}
	}
	for (b->to_ask &= b->view; b->to_ask != 0 && fx_room(s, WIRE_MEDIUM_MAX);) {
		say_graft(s, take_bit(&b->to_ask), slot);
	}
}

/* When something is next to be done; what waits for the store waits for its answer. */
static uint64_t next_due(const struct spread_board *b, uint64_t mono_ms)
{
	uint64_t due = b->to_ask != 0 || (b->n_asked > 0 && !b->looking) ? mono_ms : UINT64_MAX;

	for (size_t i = 0; i < b->n_missing; i++) {
		const struct spread_missing *missing = &b->missing[i];
		bool waits = b->looking && !missing->looked && missing->due_ms <= mono_ms;
		if (!waits && missing->due_ms < due) {
			due = missing->due_ms;
		}
	}
	return due;
}

void spread_missing_due(struct swarm *s, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	if (b->missing_due > s->mono_ms) {
		return;
	}
	ask_all(s, slot);
	look(s, slot);
	b->missing_due = next_due(b, s->mono_ms);
}
