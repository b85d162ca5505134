/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The colours of the map. Coalitions overlap, and a point has one colour: that of the coalition in which its person did most, of
 * those with most energy now. A colour for one or two people would say nothing, so those stay grey.
 */
#include "map.h"
#include "weights.h"

#include <stdlib.h>
#include <string.h>

struct choosing {
	const struct view_extract *x;
	uint32_t *place;  /* by person: index on the map, or VIEW_NONE */
	size_t *most;     /* by index: acts in the best coalition so far */
	uint32_t *choice; /* by index: the candidate */
	struct view_map_group candidates[MAP_COALITIONS];
	size_t n;
};

static enum kiem_err look_at(struct choosing *c, const struct view_brief *brief, const struct view_eye *eye)
{
	struct view_portrait_ask ask = {.eye = *eye, .row = brief->row, .without = VIEW_NONE};
	struct view_portrait *portrait;
	enum kiem_err err = view_portrait_create(&portrait, c->x, &ask);

	if (err != KIEM_DONE) {
		return err;
	}
	for (size_t i = 0; i < portrait->n_partners; i++) {
		const struct view_partner *partner = &portrait->partners[i];
		uint32_t at = c->place[partner->person];
		size_t acts = partner->joins + partner->posts;
		/* Of two in which somebody did as much, the one with more energy: it comes first. */
		if (at != VIEW_NONE && acts > c->most[at]) {
			c->most[at] = acts;
			c->choice[at] = (uint32_t)c->n;
		}
	}
	c->candidates[c->n++] = (struct view_map_group){.row = brief->row, .shown = brief->shown};
	view_portrait_destroy(portrait);
	return KIEM_DONE;
}

/* Keeps the largest few colours, and gives each person theirs. */
static enum kiem_err keep_largest(struct view_map *map, struct choosing *c)
{
	uint32_t kept[MAP_COALITIONS];

	memset(kept, 0xff, sizeof(kept));
	for (size_t i = 0; i < map->n_people; i++) {
		if (c->choice[i] != VIEW_NONE) {
			c->candidates[c->choice[i]].people++;
		}
	}
	map->groups = calloc(VIEW_MAP_GROUPS, sizeof(*map->groups));
	if (map->groups == NULL) {
		return KIEM_E_MEMORY;
	}
	while (map->n_groups < VIEW_MAP_GROUPS) {
		size_t best = c->n;
		for (size_t i = 0; i < c->n; i++) {
			bool larger = best == c->n || c->candidates[i].people > c->candidates[best].people;
			best = kept[i] == VIEW_NONE && larger ? i : best;
		}
		if (best == c->n || c->candidates[best].people < MAP_PEOPLE_FEW) {
			break;
		}
		kept[best] = (uint32_t)map->n_groups;
		map->groups[map->n_groups++] = c->candidates[best];
	}
	for (size_t i = 0; i < map->n_people; i++) {
		map->people[i].group = c->choice[i] != VIEW_NONE ? kept[c->choice[i]] : VIEW_NONE;
	}
	return KIEM_DONE;
}

static enum kiem_err choose(struct view_map *map, struct choosing *c, const struct view_map_ask *ask)
{
	struct view_coalitions_ask wanted = {.eye = ask->eye,
	        .boards = ask->boards,
	        .n_boards = ask->n_boards,
	        .states = 1u << VIEW_SPROUTING | 1u << VIEW_ALIVE,
	        .limit = MAP_COALITIONS};
	struct view_coalitions *list;
	enum kiem_err err = view_coalitions_create(&list, c->x, &wanted);

	for (size_t i = 0; err == KIEM_DONE && i < list->n; i++) {
		err = look_at(c, &list->list[i], &ask->eye);
	}
	view_coalitions_destroy(list);
	return err == KIEM_DONE ? keep_largest(map, c) : err;
}

enum kiem_err map_groups(struct view_map *map, const struct view_extract *x, const struct view_map_ask *ask)
{
	struct choosing c = {.x = x};
	enum kiem_err err = KIEM_E_MEMORY;

	c.place = calloc(x->n_persons + 1, sizeof(*c.place));
	c.most = calloc(map->n_people + 1, sizeof(*c.most));
	c.choice = calloc(map->n_people + 1, sizeof(*c.choice));
	if (c.place != NULL && c.most != NULL && c.choice != NULL) {
		memset(c.place, 0xff, x->n_persons * sizeof(*c.place));
		memset(c.choice, 0xff, map->n_people * sizeof(*c.choice));
		for (size_t i = 0; i < map->n_people; i++) {
			c.place[map->people[i].person] = (uint32_t)i;
		}
		err = choose(map, &c, ask);
	}
	free(c.place);
	free(c.most);
	free(c.choice);
	return err;
}
