/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts that neighbours announced and that are not here. Most come by themselves a moment later; what has not come in time is
 * looked for in the store (it may have come long ago), then asked for, from one neighbour that announced it after the other, and
 * when none of them sends it, the lane is compared.
 *
 *     IHAVE ──SPREAD_GRAFT_MS──▶ LOOK ──▶ GRAFT ──SPREAD_NEXT_MS──▶ GRAFT to the next ── … ──▶ catch_start
 *
 * Each neighbour has a share of the table, so that one who announces what does not exist takes nobody else's place; what it
 * announced and does not send counts, and after some of it it is not listened to for a while.
 */
#include "swarm_parts.h"

#include <assert.h>
#include <string.h>

uint64_t spread_read_prefix(const uint8_t p[static WIRE_PREFIX_BYTES])
{
	uint64_t v = 0;

	for (size_t i = 0; i < WIRE_PREFIX_BYTES; i++) {
		v = v << 8 | p[i];
	}
	return v;
}

static struct spread_missing *find(const struct spread_board *b, uint64_t prefix)
{
	size_t place = spread_index_find(&b->missing_index, prefix);

	return place != SIZE_MAX ? &b->missing[place] : NULL;
}

/* The last of the table takes its place. */
static void drop(struct swarm *s, uint32_t slot, struct spread_missing *missing)
{
	struct spread_board *b = &s->boards[slot].spread;
	size_t place = (size_t)(missing - b->missing), last = b->n_missing - 1;

	lane_at(s, missing->first, slot)->spread.shares--;
	spread_index_remove(&b->missing_index, place);
	if (place != last) {
		spread_index_remove(&b->missing_index, last);
		*missing = b->missing[last];
		spread_index_add(&b->missing_index, place);
	}
	b->n_missing--;
}

bool spread_found(struct swarm *s, uint32_t slot, uint64_t prefix, struct spread_missing *was, uint32_t from)
{
	struct spread_missing *missing = find(&s->boards[slot].spread, prefix);

	if (missing == NULL) {
		return false;
	}
	*was = *missing;
	drop(s, slot, missing);
	if (from != SWARM_NO_LINK && (was->asked >> from & 1) != 0) {
		struct spread_lane *lane = &lane_at(s, from, slot)->spread;
		lane->unkept -= lane->unkept > 0;
	}
	return true;
}

void spread_forget(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;

	for (size_t i = b->n_missing; i-- > 0;) {
		struct spread_missing *missing = &b->missing[i];
		missing->announcers &= ~(1ULL << at);
		missing->asked &= ~(1ULL << at);
		missing->last = missing->last == at ? SPREAD_NOBODY : missing->last;
		missing->nearest = missing->nearest == at ? SPREAD_NOBODY : missing->nearest;
		if (missing->announcers == 0) {
			drop(s, slot, missing);
		} else if (missing->first == at) {
			lane_at(s, at, slot)->spread.shares--;
			missing->first = (uint8_t)__builtin_ctzll(missing->announcers);
			lane_at(s, missing->first, slot)->spread.shares++;
		}
	}
	for (size_t i = 0; i < b->n_asked; i++) {
		b->asked[i].link = b->asked[i].link == at ? SWARM_NO_LINK : b->asked[i].link;
	}
}

/* ---- announced ---- */

static uint64_t patience(const struct swarm *s, uint32_t at, uint64_t ms)
{
	uint64_t trips = 2 * s->links[at].rtt_ms;

	return s->mono_ms + (trips > ms ? trips : ms);
}

static void set_due(struct swarm *s, uint32_t slot, uint64_t ms)
{
	struct spread_board *b = &s->boards[slot].spread;

	b->missing_due = ms < b->missing_due ? ms : b->missing_due;
	due_by(s, ms);
}

static void add(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix, uint8_t hops)
{
	struct spread_board *b = &s->boards[slot].spread;
	struct lane *lane = lane_at(s, at, slot);
	size_t max = (size_t)s->options.missing_max * SPREAD_SHARES;

	if (lane->spread.shares >= s->options.missing_max || b->n_missing == max) {
		lane->lagging = true; /* more than can be asked for one by one */
		pump_link(s, at);
		return;
	}
	lane->spread.shares++;
	b->missing[b->n_missing] = (struct spread_missing){.prefix = prefix,
	        .announcers = 1ULL << at,
	        .due_ms = patience(s, at, SPREAD_GRAFT_MS),
	        .first = (uint8_t)at,
	        .last = SPREAD_NOBODY,
	        .nearest = (uint8_t)at,
	        .hops = hops};
	set_due(s, slot, b->missing[b->n_missing].due_ms);
	spread_index_add(&b->missing_index, b->n_missing++);
}

static void announced(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix, uint8_t hops)
{
	struct spread_missing *missing = find(&s->boards[slot].spread, prefix);

	if (missing == NULL) {
		add(s, at, slot, prefix, hops);
		return;
	}
	missing->announcers |= 1ULL << at;
	if (missing->nearest == SPREAD_NOBODY || hops < missing->hops) {
		missing->nearest = (uint8_t)at;
		missing->hops = hops;
	}
}

void spread_ihave(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	if ((s->boards[slot].spread.view >> at & 1) == 0) {
		spread_stray(s, at);
		return;
	}
	bool muted = s->mono_ms < lane->spread.muted_ms;
	for (size_t i = 0; i < m->ihave.items.n; i += WIRE_IHAVE_BYTES) {
		const uint8_t *item = m->ihave.items.p + i;
		uint64_t prefix = spread_read_prefix(item);
		struct spread_recent *recent = spread_recent_find(s, slot, prefix);
		if (recent != NULL) {
			recent->holders |= 1ULL << at;
			spread_shorten(s, slot, recent, at, item[WIRE_PREFIX_BYTES]);
		} else if (!muted) {
			announced(s, at, slot, prefix, item[WIRE_PREFIX_BYTES]);
		}
	}
}

/* ---- looked for ---- */

void spread_ask_store(struct swarm *s, uint32_t at, uint32_t slot, uint64_t prefix)
{
	struct spread_board *b = &s->boards[slot].spread;

	if (b->n_asked < SPREAD_LOOKS_MAX) {
		b->asked[b->n_asked++] = (struct spread_asked){prefix, at};
		set_due(s, slot, s->mono_ms);
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
	set_due(s, slot, s->mono_ms);
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
		struct spread_missing *missing = find(b, in->looked.rows[i].prefix);
		if (missing != NULL && in->looked.rows[i].number != 0) {
			drop(s, slot, missing);
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

/* Whom to ask next: who announced it first, then the others. SPREAD_NOBODY when all were asked. */
static uint8_t next_of(const struct spread_missing *missing)
{
	uint64_t left = missing->announcers & ~missing->asked;

	if (left == 0) {
		return SPREAD_NOBODY;
	}
	return left >> missing->first & 1 ? missing->first : (uint8_t)__builtin_ctzll(left);
}

/* One that is overdue: asks the next, or gives it up. False when it is not in the table any more. */
static bool overdue(struct swarm *s, uint32_t slot, struct spread_missing *missing)
{
	uint8_t next = next_of(missing), last = missing->last;

	if (next == SPREAD_NOBODY) {
		uint32_t whom = missing->first;
		drop(s, slot, missing);
		catch_start(s, whom, slot);
	} else {
		missing->asked |= 1ULL << next;
		missing->last = next;
		missing->ask = true;
		missing->due_ms = patience(s, next, SPREAD_NEXT_MS);
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
	spread_eager(s, at, slot, true);
}

static void ask_all(struct swarm *s, uint32_t slot)
{
	struct spread_board *b = &s->boards[slot].spread;
	uint64_t whom = 0;

	for (size_t i = b->n_missing; i-- > 0;) {
		struct spread_missing *missing = &b->missing[i];
		if (missing->looked && missing->due_ms <= s->mono_ms && overdue(s, slot, missing)) {
			whom |= 1ULL << missing->last;
		}
	}
	for (; whom != 0; whom &= whom - 1) {
		say_graft(s, (uint32_t)__builtin_ctzll(whom), slot);
	}
}

/* When something is next to be done; what waits for the store waits for its answer. */
static uint64_t next_due(const struct spread_board *b, uint64_t mono_ms)
{
	uint64_t due = b->n_asked > 0 && !b->looking ? mono_ms : UINT64_MAX;

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
	if (fx_room(s, (size_t)__builtin_popcountll(b->view) * WIRE_MEDIUM_MAX)) {
		ask_all(s, slot);
	}
	look(s, slot);
	b->missing_due = next_due(b, s->mono_ms);
}

void spread_due(struct swarm *s)
{
	for (uint64_t followed = s->followed; followed != 0;) {
		uint32_t slot = take_bit(&followed);
		spread_missing_due(s, slot);
		spread_announce_due(s, slot);
	}
}

uint64_t spread_next_due(const struct swarm *s)
{
	uint64_t due = UINT64_MAX;

	for (uint64_t followed = s->followed; followed != 0;) {
		const struct spread_board *b = &s->boards[take_bit(&followed)].spread;
		due = b->missing_due < due ? b->missing_due : due;
		due = b->announce_due < due ? b->announce_due : due;
	}
	return due;
}
