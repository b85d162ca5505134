/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of a portrait, by how close they are to anybody else in it and then by how long they are in it; never by how much they
 * did. Whoever left all their joins stands apart, with the latest leave.
 */
#include "circle.h"

#include <stdlib.h>

/* Who takes part, by their index in the circle, and the joins that go with them. */
struct drawing {
	struct view_portrait *p;
	const struct circle *c;
	uint32_t *partner;          /* of each person of the circle: which partner, or VIEW_NONE */
	struct view_parted *parted; /* of each person of the circle; leave VIEW_NONE: did not leave */
};

static enum kiem_err begin(struct drawing *d)
{
	const struct circle *c = d->c;
	struct view_portrait *p = d->p;

	p->partners = malloc((c->n_people + 1) * sizeof(*p->partners));
	p->joins = malloc((c->n_acts + 1) * sizeof(*p->joins));
	p->parted = malloc((c->n_people + 1) * sizeof(*p->parted));
	d->partner = malloc((c->n_people + 1) * sizeof(*d->partner));
	d->parted = calloc(c->n_people + 1, sizeof(*d->parted));
	if (p->partners == NULL || p->joins == NULL || p->parted == NULL || d->partner == NULL || d->parted == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < c->n_people; i++) {
		const struct circle_person *person = &c->people[i];
		d->partner[i] = VIEW_NONE;
		d->parted[i] = (struct view_parted){.person = person->person, .leave = VIEW_NONE};
		if (person->in) {
			d->partner[i] = (uint32_t)p->n_partners;
			p->partners[p->n_partners++] = (struct view_partner){.person = person->person,
			        .closeness = VIEW_DORMANT,
			        .tie = VIEW_AROUND,
			        .known = person->known,
			        .since = INT64_MAX,
			        .last = INT64_MIN};
		}
	}
	return KIEM_DONE;
}

static void add_posts(struct drawing *d)
{
	const struct circle *c = d->c;

	for (size_t i = 0; i < c->n_posts; i++) {
		if (d->partner[c->posts[i].who] != VIEW_NONE) {
			struct view_partner *partner = &d->p->partners[d->partner[c->posts[i].who]];
			partner->tie = i == 0 ? VIEW_STARTED : partner->tie;
			partner->posts++;
			partner->deeds += c->posts[i].kind == KIEM_DEED;
		}
	}
}

static void add_left(struct drawing *d, const struct circle_act *act)
{
	const struct view_extract *x = d->c->x;
	struct view_parted *parted = &d->parted[act->who];

	if (parted->leave == VIEW_NONE || view_row_order(x, act->leave, parted->leave) > 0) {
		parted->leave = act->leave;
		parted->left = x->made[act->leave];
	}
}

static void add_acts(struct drawing *d)
{
	const struct circle *c = d->c;

	for (size_t i = 0; i < c->n_acts; i++) {
		const struct circle_act *act = &c->acts[i];
		if ((act->flags & ACT_JOIN) != 0 && act->gone != NEVER) {
			add_left(d, act);
			continue;
		}
		if (d->partner[act->who] == VIEW_NONE) {
			continue;
		}
		struct view_partner *partner = &d->p->partners[d->partner[act->who]];
		int64_t made = c->x->made[act->row];
		if ((act->flags & POST_COUNTS) != 0) {
			partner->since = made < partner->since ? made : partner->since;
			partner->last = made > partner->last ? made : partner->last;
		}
		if ((act->flags & ACT_JOIN) == 0) {
			continue;
		}
		partner->joins++;
		if ((act->flags & ACT_ROOT) != 0 && partner->tie != VIEW_STARTED) {
			/* Until one of their joins turns out to name the shown text. */
			partner->earlier = partner->tie == VIEW_JOINED ? partner->earlier : true;
			partner->tie = VIEW_JOINED;
			partner->earlier = partner->earlier && (act->flags & ACT_SHOWN) == 0;
		}
	}
}

/* The partner that a person is, or NULL: a receipt may go to somebody who takes no part any more. */
static struct view_partner *partner_of(struct drawing *d, uint32_t person)
{
	const struct circle *c = d->c;
	bool here = c->person_mark[person] == c->stamp && d->partner[c->person_at[person]] != VIEW_NONE;

	return here ? &d->p->partners[d->partner[c->person_at[person]]] : NULL;
}

static void draw_close(struct drawing *d, const struct view_bond *bond)
{
	struct view_partner *a = partner_of(d, bond->a), *b = partner_of(d, bond->b);
	enum view_closeness closeness = view_bond_closeness(bond);

	if (a != NULL && b != NULL) {
		a->closeness = closeness < a->closeness ? closeness : a->closeness;
		b->closeness = closeness < b->closeness ? closeness : b->closeness;
	}
}

static int by_closeness(const void *a, const void *b, void *ctx)
{
	const struct view_partner *p = a, *q = b;

	if (p->closeness != q->closeness) {
		return p->closeness < q->closeness ? -1 : 1;
	}
	if (p->since != q->since) {
		return p->since < q->since ? -1 : 1;
	}
	return circle_by_key(ctx, p->person, q->person);
}

static int by_latest(const void *a, const void *b, void *ctx)
{
	const struct view_parted *p = a, *q = b;

	if (p->left != q->left) {
		return p->left > q->left ? -1 : 1;
	}
	return circle_by_key(ctx, p->person, q->person);
}

static int by_order(const void *a, const void *b, void *ctx)
{
	return view_row_order(ctx, *(const uint32_t *)a, *(const uint32_t *)b);
}

/* Puts partners in order, and their joins behind each other in that order. */
static void put_in_order(struct drawing *d)
{
	const struct circle *c = d->c;
	struct view_portrait *p = d->p;
	void *x = (void *)(uintptr_t)c->x;

	qsort_r(p->partners, p->n_partners, sizeof(*p->partners), by_closeness, x);
	for (size_t i = 0; i < p->n_partners; i++) {
		d->partner[c->person_at[p->partners[i].person]] = (uint32_t)i;
		p->partners[i].first_join = p->n_joins;
		p->n_joins += p->partners[i].joins;
		p->partners[i].joins = 0;
		p->joined += p->partners[i].tie == VIEW_JOINED;
		p->joined_earlier += p->partners[i].earlier;
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		const struct circle_act *act = &c->acts[i];
		if ((act->flags & ACT_JOIN) != 0 && act->gone == NEVER && d->partner[act->who] != VIEW_NONE) {
			struct view_partner *partner = &p->partners[d->partner[act->who]];
			p->joins[partner->first_join + partner->joins++] = act->row;
		}
	}
	for (size_t i = 0; i < p->n_partners; i++) {
		qsort_r(p->joins + p->partners[i].first_join, p->partners[i].joins, sizeof(*p->joins), by_order, x);
	}
}

static void put_parted(struct drawing *d)
{
	struct view_portrait *p = d->p;

	for (size_t i = 0; i < d->c->n_people; i++) {
		bool stays = d->partner[i] != VIEW_NONE && p->partners[d->partner[i]].joins != 0;
		if (d->parted[i].leave != VIEW_NONE && !stays) {
			p->parted[p->n_parted++] = d->parted[i];
		}
	}
	if (p->n_parted != 0) {
		qsort_r(p->parted, p->n_parted, sizeof(*p->parted), by_latest, (void *)(uintptr_t)d->c->x);
	}
}

enum kiem_err portrait_people(struct view_portrait *p, struct circle *c, const struct view_bond *bonds, size_t n_bonds)
{
	struct drawing d = {.p = p, .c = c};
	enum kiem_err err = begin(&d);

	if (err == KIEM_DONE) {
		add_posts(&d);
		add_acts(&d);
		for (size_t i = 0; i < n_bonds; i++) {
			draw_close(&d, &bonds[i]);
		}
		put_in_order(&d);
		put_parted(&d);
	}
	free(d.partner);
	free(d.parted);
	return err;
}
