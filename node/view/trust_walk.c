/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The walk: my vouch gives whom I vouch for what its level says, however many others I vouch for: there is nobody to bound, it is
 * me. From there on everybody shares out: half of what came to them goes to those they vouch for, and half of that once more. No
 * path comes by the same person twice, so nobody gains by what they vouch for themself, nor by a ring of friends who vouch back.
 * Nobody passes on more than half of what they have, and nobody has more than TRUST_ONE, by however many ways it came: behind one
 * edge of mine there can be any number of keys, and all of them together get less than the one whom I vouched for.
 */
#include "room.h"
#include "trust.h"

#include <stdlib.h>

uint64_t trust_left(const struct trust_own *own, uint32_t person, uint64_t amount)
{
	return own->burdened[person] ? amount / TRUST_BURDEN : amount;
}

uint64_t trust_walked_bare(const struct trust_own *own, uint32_t person)
{
	const struct trust_came *came = &own->came[own->came_at[person]];

	return came->hop[0] + came->hop[1] + came->hop[2];
}

uint64_t trust_walked(const struct trust_own *own, uint32_t person)
{
	return trust_left(own, person, trust_cut(trust_walked_bare(own, person), TRUST_ONE));
}

/* What `from`, whom I vouch for, passes on to `to` of what came from me; 0 when they do not. */
static uint64_t passed(struct trust_own *own, uint32_t from, uint32_t to)
{
	uint64_t amount = trust_left(own, from, trust_came(own, 0, from));
	const struct trust_edge *edge = amount > 0 ? trust_vouch(own, from, to) : NULL;

	return edge != NULL ? trust_share(own, from, edge, amount) : 0;
}

/* What `from`, two hops from me, holds to pass on to `to`: not what it has from `to`, and with what I gave it no more than all. */
static uint64_t at_hand(struct trust_own *own, uint32_t from, uint32_t to)
{
	uint64_t amount = trust_came(own, 1, from) - passed(own, to, from);

	return trust_left(own, from, trust_cut(amount, TRUST_ONE - trust_came(own, 0, from)));
}

enum kiem_err trust_walk_init(struct trust_own *own)
{
	own->came_at = calloc(own->x->n_persons + 1, sizeof(*own->came_at));
	own->came = room_for_one(NULL, &own->cap_came, 0, sizeof(*own->came));
	if (own->came_at == NULL || own->came == NULL) {
		return KIEM_E_MEMORY;
	}
	own->came[own->n_came++] = (struct trust_came){.person = VIEW_NONE};
	return KIEM_DONE;
}

/* So much more comes to a person by so many vouches. */
static void reach(struct trust_own *own, size_t hop, uint32_t person, uint64_t amount)
{
	if (amount == 0) {
		return;
	}
	if (own->came_at[person] == 0) {
		void *list = room_for_one(own->came, &own->cap_came, own->n_came, sizeof(*own->came));
		if (list == NULL) {
			own->no_memory = true;
			return;
		}
		own->came = list;
		own->came[own->n_came] = (struct trust_came){.person = person};
		own->came_at[person] = (uint32_t)own->n_came++;
	}
	own->came[own->came_at[person]].hop[hop] += amount;
}

/* The second hop, from one whom I vouch for. */
static void pass_on(struct trust_own *own, uint32_t from)
{
	size_t n;
	const struct trust_edge *edges = trust_vouches_of(own, &n, from);
	uint64_t amount = trust_left(own, from, trust_came(own, 0, from));

	for (size_t i = 0; i < n; i++) {
		if (edges[i].to != own->me) {
			reach(own, 1, edges[i].to, trust_share(own, from, &edges[i], amount));
		}
	}
}

/* The third. */
static void pass_on_far(struct trust_own *own, uint32_t from)
{
	size_t n;
	const struct trust_edge *edges = trust_vouches_of(own, &n, from);

	for (size_t i = 0; i < n; i++) {
		uint32_t to = edges[i].to;
		if (to != own->me) {
			reach(own, 2, to, trust_share(own, from, &edges[i], at_hand(own, from, to)));
		}
	}
}

static void forget(struct trust_own *own)
{
	for (; own->n_came > 1; own->n_came--) {
		own->came_at[own->came[own->n_came - 1].person] = 0;
	}
}

void trust_walk(struct trust_own *own)
{
	size_t n, near;

	forget(own);
	if (own->me == VIEW_NONE) {
		return;
	}
	const struct trust_edge *edges = trust_vouches_of(own, &n, own->me);
	for (size_t i = 0; i < n; i++) {
		reach(own, 0, edges[i].to, trust_given(own, &edges[i]));
	}
	for (size_t i = 0; i < n; i++) {
		pass_on(own, edges[i].to);
	}
	/* Whom only the third hop reaches come behind these. */
	near = own->n_came;
	for (size_t i = 1; i < near; i++) {
		if (own->came[i].hop[1] > 0) {
			pass_on_far(own, own->came[i].person);
		}
	}
}

uint64_t trust_by(struct trust_own *own, uint32_t from, uint32_t person)
{
	const struct trust_edge *edge = person == own->me ? NULL : trust_vouch(own, from, person);

	if (edge == NULL) {
		return 0;
	}
	if (from == own->me) {
		return trust_given(own, edge);
	}
	return trust_share(own, from, edge, trust_left(own, from, trust_came(own, 0, from))) +
	       trust_share(own, from, edge, at_hand(own, from, person));
}

/* What comes to a person by two vouches behind `first`, whom I vouch for: through somebody in between. */
static uint64_t through_some(struct trust_own *own, uint32_t first, uint32_t person)
{
	size_t n;
	const struct trust_edge *edges = trust_vouches_of(own, &n, first);
	uint64_t sum = 0, amount = trust_left(own, first, trust_came(own, 0, first));

	for (size_t i = 0; i < n && amount > 0; i++) {
		uint32_t between = edges[i].to;
		const struct trust_edge *edge = between != own->me && between != person ? trust_vouch(own, between, person) : NULL;
		if (edge != NULL) {
			sum += trust_share(
			        own, between, edge, trust_left(own, between, trust_share(own, first, &edges[i], amount)));
		}
	}
	return sum;
}

uint64_t trust_walked_without(struct trust_own *own, uint32_t person, uint32_t without)
{
	uint64_t all = trust_walked_bare(own, person), by = trust_by(own, without, person) + through_some(own, without, person);

	return trust_left(own, person, trust_cut(all - trust_cut(by, all), TRUST_ONE));
}
