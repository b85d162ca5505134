/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a standing rests on: my own vouch and what I confirmed, the three people by whom most of it comes, what was done, and what
 * weighs against it. A figure that cannot be traced to somebody who can be asked is worth nothing.
 */
#include "trust.h"

#include <stdlib.h>
#include <string.h>

/* What comes by one person, in Q32. */
struct part {
	uint32_t person;
	uint64_t amount;
};

/* What the standing of `who` gets by `from`: passed on by vouch, and as much of it as they stand behind what was done. */
static uint64_t part_of(struct trust_own *own, const uint64_t *behind, uint32_t from, uint32_t who)
{
	return trust_left(own, who, trust_by(own, from, who) + behind[from]);
}

/* Larger first, then by key: the person's number is this home's own. */
static bool more(const struct view_extract *x, const struct part *a, const struct part *b)
{
	if (a->amount != b->amount) {
		return a->amount > b->amount;
	}
	return memcmp(x->key[a->person].b, x->key[b->person].b, sizeof(x->key->b)) < 0;
}

/* By whom I know somebody: VIEW_NONE when I vouch for them, else the one by whom most comes of what the walk gives them. */
static uint32_t through(struct trust_own *own, uint32_t person)
{
	struct part best = {VIEW_NONE, 0};

	for (size_t i = 1; trust_came(own, 0, person) == 0 && i < own->n_came; i++) {
		uint32_t from = own->came[i].person;
		if (from != own->me && (trust_came(own, 0, from) > 0 || trust_came(own, 1, from) > 0)) {
			struct part part = {from, trust_by(own, from, person)};
			best = part.amount > 0 && (best.person == VIEW_NONE || more(own->x, &part, &best)) ? part : best;
		}
	}
	return best.person;
}

/* On how many acts of theirs it rests. */
static size_t count_deeds(const struct view_trust_why *why, uint32_t person)
{
	size_t n = 0;

	for (size_t i = 0; i < why->n_deeds; i++) {
		n += why->deeds[i].person == person;
	}
	return n;
}

static void name_one(struct trust_own *own, struct view_trust_name *name, const struct part *part, const struct view_trust_why *why)
{
	const struct trust_edge *edge = trust_vouch(own, part->person, why->who);

	*name = (struct view_trust_name){.person = part->person,
	        .through = through(own, part->person),
	        .permille = trust_permille(part->amount),
	        .vouch = edge != NULL && trust_by(own, part->person, why->who) > 0 ? edge->row : VIEW_NONE,
	        .confirmed = count_deeds(why, part->person)};
}

/* Puts a part among the largest; what falls out behind them, itself perhaps, is returned. */
static uint64_t put_part(const struct view_extract *x, struct part *best, size_t *n, const struct part *part)
{
	size_t at = *n;

	for (; at > 0 && more(x, part, &best[at - 1]); at--) {
		best[at] = best[at - 1];
	}
	best[at] = *part;
	if (*n < VIEW_TRUST_NAMED_MAX) {
		(*n)++;
		return 0;
	}
	return best[VIEW_TRUST_NAMED_MAX].amount;
}

/* Everybody whom it rests on but me: the most of it by name, the others together. */
static void name_most(struct view_trust_why *why, struct trust_own *own, const uint64_t *behind)
{
	struct part best[VIEW_TRUST_NAMED_MAX + 1];
	uint64_t others = 0;

	for (size_t i = 1; i < own->n_came; i++) {
		uint32_t from = own->came[i].person;
		if (from == own->me || from == why->who || trust_walked(own, from) == 0) {
			continue;
		}
		struct part part = {from, part_of(own, behind, from, why->who)};
		if (part.amount > 0) {
			uint64_t out = put_part(own->x, best, &why->n_named, &part);
			others += out;
			why->others += out > 0;
		}
	}
	for (size_t i = 0; i < why->n_named; i++) {
		name_one(own, &why->named[i], &best[i], why);
	}
	why->others_permille = trust_permille(others);
}

static enum kiem_err find_names(struct view_trust_why *why, struct trust_own *own)
{
	uint64_t *behind = calloc(own->x->n_persons + 1, sizeof(*behind));

	if (behind == NULL || own->me == VIEW_NONE) {
		free(behind);
		return own->me == VIEW_NONE ? KIEM_DONE : KIEM_E_MEMORY;
	}
	const struct trust_edge *edge = trust_vouch(own, own->me, why->who);
	why->vouch = edge != NULL ? edge->row : VIEW_NONE;
	trust_behind(own, behind, why->who);
	why->mine = trust_permille(part_of(own, behind, own->me, why->who));
	name_most(why, own, behind);
	free(behind);
	return KIEM_DONE;
}

/* ---- what was done ---- */

/* A deed with what it is put in order by. */
struct placed {
	int64_t made;
	const struct kiem_id *act, *about;
	struct view_trust_deed deed;
};

static int by_order(const void *a, const void *b)
{
	static const struct kiem_id none = {{0}};
	const struct placed *p = a, *q = b;
	int order = view_order(p->made, p->act, q->made, q->act);

	return order != 0
	               ? order
	               : memcmp(p->about != NULL ? p->about->b : none.b, q->about != NULL ? q->about->b : none.b, sizeof(none.b));
}

static enum kiem_err find_deeds(struct view_trust_why *why, const struct trust_own *own)
{
	const struct view_extract *x = own->x;
	struct placed *placed = calloc(own->n_acts + 1, sizeof(*placed));
	size_t n = 0;

	why->deeds = calloc(own->n_acts + 1, sizeof(*why->deeds));
	if (placed == NULL || why->deeds == NULL) {
		free(placed);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < own->n_acts; i++) {
		const struct trust_act *act = &own->acts[i];
		if (act->to == why->who) {
			placed[n++] = (struct placed){x->made[act->row], &x->id[act->row],
			        act->about != VIEW_NONE ? &x->id[act->about] : NULL, {act->row, act->from, act->about}};
		}
	}
	if (n > 0) {
		qsort(placed, n, sizeof(*placed), by_order);
	}
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || by_order(&placed[i - 1], &placed[i]) != 0) {
			why->deeds[why->n_deeds++] = placed[i].deed;
		}
	}
	free(placed);
	return KIEM_DONE;
}

static enum kiem_err find_against(struct view_trust_why *why, const struct trust_own *own)
{
	why->against = calloc(own->n_addresses + 1, sizeof(*why->against));
	if (why->against == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < own->n_addresses; i++) {
		if (own->addresses[i].whom == why->who) {
			why->against[why->n_against++] = own->addresses[i];
		}
	}
	return KIEM_DONE;
}

enum kiem_err view_trust_why_create(struct view_trust_why **out, const struct view_trust *trust, uint32_t who)
{
	struct view_trust_why *why = calloc(1, sizeof(*why));
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (why == NULL || who == VIEW_NONE) {
		err = why == NULL ? err : KIEM_E_NOT_FOUND;
		goto cleanup;
	}
	why->who = trust->own->x->self[who];
	why->standing = trust->standing[why->who];
	why->unburdened = trust_standing(trust->own, why->who, false);
	why->vouch = VIEW_NONE;
	err = find_deeds(why, trust->own);
	if (err == KIEM_DONE) {
		err = find_names(why, trust->own);
	}
	if (err == KIEM_DONE) {
		err = find_against(why, trust->own);
	}
	err = err == KIEM_DONE && trust->own->no_memory ? KIEM_E_MEMORY : err;
	if (err == KIEM_DONE) {
		*out = why;
		why = NULL;
	}
cleanup:
	view_trust_why_destroy(why);
	return err;
}

void view_trust_why_destroy(struct view_trust_why *why)
{
	if (why == NULL) {
		return;
	}
	free(why->deeds);
	free(why->against);
	free(why);
}
