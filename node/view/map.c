/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands on the map, and the ties between them. */
#include "map.h"

#include <kiem/communities.h>

#include <stdlib.h>
#include <string.h>

/* Whoever made a post on the boards that is here. */
static enum kiem_err among_make(bool **among, const struct view_extract *x, const struct view_map_ask *ask)
{
	uint32_t last = 0;

	*among = calloc(x->n_persons + 1, sizeof(**among));
	for (size_t i = 0; i < ask->n_boards; i++) {
		last = ask->boards[i] > last ? ask->boards[i] : last;
	}
	bool *wanted = calloc((size_t)last + 1, sizeof(*wanted));
	if (*among == NULL || wanted == NULL) {
		free(wanted);
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < ask->n_boards; i++) {
		wanted[ask->boards[i]] = true;
	}
	for (uint32_t row = 0; row < x->n; row++) {
		bool there = ask->n_boards == 0 || (x->board[row] <= last && wanted[x->board[row]]);
		if (there && view_row_live(x, row, ask->eye.now_ms)) {
			(*among)[view_row_person(x, row)] = true;
		}
	}
	free(wanted);
	return KIEM_DONE;
}

struct strong {
	uint64_t strength;
	uint32_t vertex;
};

static int by_strength(const void *a, const void *b)
{
	const struct strong *p = a, *q = b;

	return p->strength != q->strength ? (p->strength > q->strength ? -1 : 1)
	                                  : (p->vertex > q->vertex) - (p->vertex < q->vertex);
}

/* Leaves the `limit` with the strongest ties in `among`. */
static enum kiem_err among_limit(bool *among, const struct view_extract *x, const struct society *s, size_t limit)
{
	struct strong *list = calloc((size_t)s->n + 1, sizeof(*list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	for (uint32_t v = 0; v < s->n; v++) {
		list[v] = (struct strong){s->strength[v], v};
	}
	qsort(list, s->n, sizeof(*list), by_strength);
	memset(among, 0, x->n_persons * sizeof(*among));
	for (size_t i = 0; i < limit && i < s->n; i++) {
		among[s->person[list[i].vertex]] = true;
	}
	free(list);
	return KIEM_DONE;
}

static enum kiem_err people_fill(struct view_map *map, const struct society *s)
{
	map->n_people = s->n;
	map->people = calloc((size_t)s->n + 1, sizeof(*map->people));
	for (uint32_t v = 0; map->people != NULL && v < s->n; v++) {
		map->people[v] = (struct view_map_person){
		        .person = s->person[v], .strength = s->strength[v], .group = VIEW_NONE, .community = VIEW_NONE};
	}
	return map->people != NULL ? KIEM_DONE : KIEM_E_MEMORY;
}

static int by_people(const void *a, const void *b)
{
	const struct view_map_tie *p = a, *q = b;

	return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

static enum kiem_err ties_fill(struct view_map *map, const struct society *s, const struct view_bonds *bonds)
{
	map->ties = calloc(s->n_edges + 1, sizeof(*map->ties));
	if (map->ties == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < bonds->n; i++) {
		const struct view_bond *bond = &bonds->list[i];
		uint32_t a = s->vertex[bond->a], b = s->vertex[bond->b];
		enum view_closeness closeness = view_bond_closeness(bond);
		if (a == VIEW_NONE || b == VIEW_NONE || closeness == VIEW_DORMANT) {
			continue;
		}
		struct view_map_tie tie = {a, b, bond->ab, bond->ba, closeness};
		map->ties[map->n_ties++] = a < b ? tie : (struct view_map_tie){b, a, bond->ba, bond->ab, closeness};
	}
	if (map->n_ties > 0) {
		qsort(map->ties, map->n_ties, sizeof(*map->ties), by_people);
	}
	return KIEM_DONE;
}

/* Of all people, not only those on the map; a map without igraph has none. */
static enum kiem_err communities_fill(
        struct view_map *map, const struct view_extract *x, const struct view_bonds *bonds, int64_t now_ms)
{
	struct view_communities *communities;
	enum kiem_err err = view_communities_create(&communities, x, bonds, NULL, now_ms);

	if (err == KIEM_E_NOT_FOUND) {
		return KIEM_DONE;
	}
	for (size_t i = 0; err == KIEM_DONE && i < map->n_people; i++) {
		map->people[i].community = communities->of[map->people[i].person];
		map->people[i].participation = communities->participation[map->people[i].person];
	}
	view_communities_destroy(communities);
	return err;
}

static enum kiem_err map_fill(struct view_map *map, const struct view_extract *x, const struct view_bonds *bonds,
        const struct society *s, const struct view_map_ask *ask)
{
	enum kiem_err err = people_fill(map, s);

	if (err == KIEM_DONE) {
		err = ties_fill(map, s, bonds);
	}
	if (err == KIEM_DONE) {
		err = map_groups(map, x, ask);
	}
	if (err == KIEM_DONE && ask->place) {
		err = map_place(map, s);
	} else if (err == KIEM_DONE) {
		err = communities_fill(map, x, bonds, ask->eye.now_ms);
	}
	return err;
}

static enum kiem_err map_make(struct view_map *map, const struct view_extract *x, const struct view_map_ask *ask)
{
	struct view_bonds *bonds = NULL;
	struct society s = {0};
	bool *among = NULL;
	enum kiem_err err = view_bonds_create(&bonds, x, ask->eye.now_ms);

	if (err == KIEM_DONE) {
		err = among_make(&among, x, ask);
	}
	if (err == KIEM_DONE) {
		err = society_make(&s, x, bonds, among);
	}
	map->all = s.n;
	if (err == KIEM_DONE && ask->limit != 0 && s.n > ask->limit) {
		err = among_limit(among, x, &s, ask->limit);
		society_finish(&s);
		err = err == KIEM_DONE ? society_make(&s, x, bonds, among) : err;
	}
	if (err == KIEM_DONE) {
		err = map_fill(map, x, bonds, &s, ask);
	}
	society_finish(&s);
	free(among);
	view_bonds_destroy(bonds);
	return err;
}

enum kiem_err view_map_create(struct view_map **out, const struct view_extract *x, const struct view_map_ask *ask)
{
	struct view_map *map = calloc(1, sizeof(*map));
	enum kiem_err err = map != NULL ? map_make(map, x, ask) : KIEM_E_MEMORY;

	*out = NULL;
	if (err == KIEM_DONE) {
		*out = map;
		map = NULL;
	}
	view_map_destroy(map);
	return err;
}

void view_map_destroy(struct view_map *map)
{
	if (map == NULL) {
		return;
	}
	free(map->people);
	free(map->ties);
	free(map->groups);
	free(map);
}
