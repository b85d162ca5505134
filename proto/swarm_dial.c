/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom to dial, and when again. A wanted neighbour without a link is dialled at once the first time, after a failure with a
 * back-off that doubles from one second to five minutes; each wait is drawn from its upper half, so that nodes that
 * lost the same neighbour do not come back in step. A link that held for a minute starts the back-off anew.
 */
#include "swarm_parts.h"

#include <string.h>

static bool same(const struct kiem_key *a, const struct kiem_key *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

static struct neighbour *find(const struct swarm *s, const struct kiem_key *node)
{
	for (size_t i = 0; i < s->n_neighbours; i++) {
		if (s->neighbours[i].wanted && same(&s->neighbours[i].node, node)) {
			return &s->neighbours[i];
		}
	}
	return NULL;
}

bool dial_wanted(const struct swarm *s, const struct kiem_key *node)
{
	return find(s, node) != NULL;
}

static struct neighbour *find_free(struct swarm *s)
{
	for (size_t i = 0; i < s->n_neighbours; i++) {
		if (!s->neighbours[i].wanted) {
			return &s->neighbours[i];
		}
	}
	if (s->n_neighbours == s->options.neighbours_max) {
		return NULL;
	}
	s->neighbours[s->n_neighbours].wanted = false;
	return &s->neighbours[s->n_neighbours++];
}

static void back_off(struct swarm *s, struct neighbour *n)
{
	uint64_t wait = SWARM_DIAL_MS_MIN;

	for (unsigned i = 0; i < n->failures && wait < SWARM_DIAL_MS_MAX; i++) {
		wait *= 2;
	}
	wait = wait < SWARM_DIAL_MS_MAX ? wait : SWARM_DIAL_MS_MAX;
	n->failures += n->failures < 32;
	n->dial_at = s->mono_ms + wait / 2 + fx_random_below(s, wait / 2 + 1);
	due_by(s, n->dial_at);
}

static void unwant(struct swarm *s, const struct kiem_key *node)
{
	struct neighbour *n = find(s, node);

	if (n != NULL) {
		n->wanted = false;
		due_by(s, s->mono_ms); /* its place among those under way may be another's */
	}
	for (uint64_t up = s->up; up != 0;) {
		uint32_t i = take_bit(&up);
		struct link *link = &s->links[i];
		if (same(link->linked ? &link->node : &link->expected, node)) {
			links_drop(s, i, SWARM_DROP_UNWANTED, 0);
		}
	}
}

/* A neighbour told again (perhaps with another address) is dialled now: somebody asked for it. */
void dial_input(struct swarm *s, const struct swarm_in *in)
{
	const struct kiem_key *node = &in->neighbour.node;

	if (!in->neighbour.wanted) {
		unwant(s, node);
		return;
	}
	struct neighbour *n = find(s, node);
	n = n != NULL ? n : find_free(s);
	if (n == NULL || same(node, &s->options.node) || strlen(in->neighbour.address) >= sizeof(n->address)) {
		return;
	}
	bool dialling = n->wanted && n->dialling;
	*n = (struct neighbour){.wanted = true, .dialling = dialling, .node = *node, .dial_at = s->mono_ms};
	memcpy(n->address, in->neighbour.address, strlen(in->neighbour.address) + 1);
	due_by(s, s->mono_ms);
}

void dial_failed(struct swarm *s, const struct kiem_key *node)
{
	struct neighbour *n = find(s, node);

	if (n != NULL) {
		n->dialling = false;
		due_by(s, s->mono_ms); /* likewise */
		back_off(s, n);
	}
}

void dial_up(struct swarm *s, const struct kiem_key *node)
{
	struct neighbour *n = find(s, node);

	if (n != NULL) {
		n->dialling = false;
		due_by(s, s->mono_ms); /* likewise */
	}
}

void dial_down(struct swarm *s, const struct kiem_key *node, uint64_t held_ms)
{
	struct neighbour *n = find(s, node);

	if (n == NULL || links_has(s, node)) {
		return;
	}
	if (held_ms >= SWARM_DIAL_HELD_MS) {
		n->failures = 0;
	}
	back_off(s, n);
}

static bool wants_dial(const struct swarm *s, const struct neighbour *n)
{
	return n->wanted && !n->dialling && n->address[0] != '\0' && !links_has(s, &n->node);
}

size_t dial_under_way(const struct swarm *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_neighbours; i++) {
		n += s->neighbours[i].wanted && s->neighbours[i].dialling;
	}
	return n;
}

void dial_due(struct swarm *s)
{
	size_t under_way = dial_under_way(s);

	for (size_t i = 0; i < s->n_neighbours && under_way < SWARM_DIALS_MAX; i++) {
		struct neighbour *n = &s->neighbours[i];
		if (n->dial_at > s->mono_ms || !wants_dial(s, n)) {
			continue;
		}
		struct swarm_effect *effect = fx_add(s, SWARM_DIAL, SWARM_NO_LINK);
		effect->dial.node = n->node;
		effect->dial.address = n->address;
		n->dialling = true;
		under_way++;
	}
}

uint64_t dial_next_due(const struct swarm *s)
{
	uint64_t due = UINT64_MAX;

	if (dial_under_way(s) >= SWARM_DIALS_MAX) {
		return due; /* the end of one of them is an input */
	}
	for (size_t i = 0; i < s->n_neighbours; i++) {
		const struct neighbour *n = &s->neighbours[i];
		if (n->dial_at < due && wants_dial(s, n)) {
			due = n->dial_at;
		}
	}
	return due;
}

static bool has_greeted(const struct swarm *s, const struct kiem_key *node)
{
	for (uint64_t linked = s->linked; linked != 0;) {
		if (same(&s->links[take_bit(&linked)].node, node)) {
			return true;
		}
	}
	return false;
}

bool swarm_neighbour_status(const struct swarm *swarm, struct swarm_neighbour_status *status, const struct kiem_key *node)
{
	for (size_t i = 0; i < swarm->n_neighbours; i++) {
		const struct neighbour *n = &swarm->neighbours[i];

		if (n->wanted && same(&n->node, node)) {
			*status = (struct swarm_neighbour_status){.linked = has_greeted(swarm, node),
			        .dialling = n->dialling,
			        .failures = n->failures,
			        .dial_at_ms = n->dial_at};
			return true;
		}
	}
	return false;
}
