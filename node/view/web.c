/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The web of ties within a coalition, and who holds it together: articulation points by depth-first search with the lowest
 * reachable number (Hopcroft & Tarjan 1973), without recursion, since a chain of ten thousand people must not break the stack. The
 * sizes of the subtrees tell at once how large the parts are that would come loose, so nobody needs to be taken out to see it.
 */
#include "circle.h"

#include <stdlib.h>

#define UNSEEN SIZE_MAX

/* The index of a person of the extract in the circle, or VIEW_NONE when they do not take part. */
static uint32_t index_of(const struct circle *c, uint32_t person)
{
	bool here = c->person_mark[person] == c->stamp && c->people[c->person_at[person]].in;

	return here ? c->person_at[person] : VIEW_NONE;
}

/* Counts, or fills in, the halves of every tie. */
static void lay(struct web *web, const struct circle *c, const struct view_bond *bonds, size_t n_bonds, size_t *at)
{
	for (size_t i = 0; i < n_bonds; i++) {
		uint32_t a = index_of(c, bonds[i].a), b = index_of(c, bonds[i].b);
		if (a == VIEW_NONE || b == VIEW_NONE) {
			continue;
		}
		if (at == NULL) {
			uint64_t both = bonds[i].ab + bonds[i].ba;
			web->strength[a] += both;
			web->strength[b] += both;
			web->total += both;
		}
		if (view_bond_closeness(&bonds[i]) == VIEW_DORMANT) {
			continue;
		}
		if (at == NULL) {
			web->first[a + 1]++;
			web->first[b + 1]++;
		} else {
			web->other[at[a]++] = b;
			web->other[at[b]++] = a;
		}
	}
}

enum kiem_err web_make(struct web *web, const struct circle *c, const struct view_bond *bonds, size_t n_bonds)
{
	*web = (struct web){.n = c->n_people};
	web->first = calloc(web->n + 1, sizeof(*web->first));
	web->strength = calloc(web->n + 1, sizeof(*web->strength));
	web->other = malloc((2 * n_bonds + 1) * sizeof(*web->other));
	size_t *at = malloc((web->n + 1) * sizeof(*at));
	bool enough = web->first != NULL && web->strength != NULL && web->other != NULL && at != NULL;

	if (enough) {
		lay(web, c, bonds, n_bonds, NULL);
		for (size_t i = 0; i < web->n; i++) {
			web->first[i + 1] += web->first[i];
			at[i] = web->first[i];
		}
		lay(web, c, bonds, n_bonds, at);
	}
	free(at);
	return enough ? KIEM_DONE : KIEM_E_MEMORY;
}

void web_finish(struct web *web)
{
	free(web->first);
	free(web->other);
	free(web->strength);
}

/* One person during the search. */
struct visit {
	size_t number, low; /* when first seen; the least number that their subtree reaches */
	size_t at;          /* the next half to look along */
	size_t size;        /* of their subtree */
	size_t loose, most; /* of the parts that come loose without them: all people in them, and in the largest */
	uint32_t parent;
	uint32_t root;
};

/* The child is done: its parent learns what it reaches, and whether it would come loose without the parent. */
static void leave(struct visit *v, struct visit *parent)
{
	parent->low = v->low < parent->low ? v->low : parent->low;
	parent->size += v->size;
	if (v->low >= parent->number) {
		parent->loose += v->size;
		parent->most = v->size > parent->most ? v->size : parent->most;
	}
}

/* Walks the part that `root` is in; *order receives its people in the order seen, *n grows by how many. */
static void search(struct visit *visits, const struct web *web, uint32_t root, uint32_t *order, size_t *n)
{
	uint32_t at = root;

	visits[root].parent = VIEW_NONE;
	while (at != VIEW_NONE) {
		struct visit *v = &visits[at];
		if (v->number == UNSEEN) {
			v->number = v->low = *n;
			v->at = web->first[at];
			v->size = 1;
			v->root = root;
			order[(*n)++] = at;
		}
		if (v->at == web->first[at + 1]) {
			at = v->parent;
			if (at != VIEW_NONE) {
				leave(v, &visits[at]);
			}
			continue;
		}
		uint32_t next = web->other[v->at++];
		if (visits[next].number == UNSEEN) {
			visits[next].parent = at;
			at = next;
		} else if (next != v->parent) {
			v->low = visits[next].number < v->low ? visits[next].number : v->low;
		}
	}
}

enum kiem_err web_cuts(size_t *apart, const struct web *web)
{
	struct visit *visits = calloc(web->n + 1, sizeof(*visits));
	uint32_t *order = malloc((web->n + 1) * sizeof(*order));
	bool enough = visits != NULL && order != NULL;
	size_t n = 0;

	for (size_t i = 0; enough && i < web->n; i++) {
		visits[i].number = UNSEEN;
	}
	for (uint32_t i = 0; enough && i < web->n; i++) {
		if (visits[i].number == UNSEEN) {
			search(visits, web, i, order, &n);
		}
	}
	for (size_t i = 0; enough && i < web->n; i++) {
		/* What does not come loose stays together above: everybody else of this part. */
		size_t others = visits[visits[i].root].size - 1, above = others - visits[i].loose;
		apart[i] = others - (above > visits[i].most ? above : visits[i].most);
	}
	free(visits);
	free(order);
	return enough ? KIEM_DONE : KIEM_E_MEMORY;
}
