/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map: people as points, ties as lines, for a drawing and for other programs (Gephi, Graphviz, Kumu). Near is who does much
 * together; the colour is the coalition in which somebody is most at the moment. It shows a web, not a ranking: a place says
 * nothing but who is near whom.
 *
 * People stand in the order of their keys, ties in that of their people: the same on every node, but for the places and
 * communities (docs/decisions/0030-igraph-in-a-module.md).
 */
#ifndef KIEM_MAP_H
#define KIEM_MAP_H

#include <kiem/coalitions.h>

#define VIEW_MAP_GROUPS 8 /* colours that an eye can tell apart */

struct view_map_person {
	uint32_t person;
	uint64_t strength;                 /* of the ties on this map, Q16 */
	uint32_t group;                    /* index of the coalition that gives the colour, or VIEW_NONE */
	uint32_t community, participation; /* VIEW_NONE and 0 without igraph; permille */
	int32_t x, y;                      /* thousandths of the length of a usual tie; right and down */
};
struct view_map_tie {
	uint32_t a, b; /* indices of people, a < b */
	uint64_t ab, ba;
	enum view_closeness closeness;
};
struct view_map_group {
	uint32_t row, shown; /* the first post of the coalition, and the version whose text is shown */
	size_t people;       /* of this colour */
};
struct view_map {
	size_t n_people, all; /* on it, and how many have a tie */
	struct view_map_person *people;
	size_t n_ties;
	struct view_map_tie *ties;
	size_t n_groups;
	struct view_map_group *groups; /* most people first, then in the order of view_coalitions */
	bool placed;                   /* x and y are there */
};

struct view_map_ask {
	struct view_eye eye;
	const uint32_t *boards; /* people who made a post on these; n_boards 0: everybody */
	size_t n_boards;
	size_t limit; /* at most so many: those with the strongest ties; 0: all */
	bool place;   /* work out places too */
};
/* NOT_FOUND: places are asked for and igraph is not installed. MEMORY. */
enum kiem_err view_map_create(struct view_map **out, const struct view_extract *x, const struct view_map_ask *ask);
void view_map_destroy(struct view_map *map); /* takes NULL */

#endif
