/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of rings share: people in the order of their keys, and the ways between them along which goods may go. */
#ifndef VIEW_RINGS_H
#define VIEW_RINGS_H

#include "match.h"

struct way {
	uint32_t from, to; /* places of people in the order of keys */
	struct pair pair;
};

struct circle {
	size_t n;
	uint32_t score;
	uint32_t who[VIEW_RING_MAX];
	uint32_t way[VIEW_RING_MAX];
};

struct rounds {
	const struct market *market;
	const struct view_match_options *options;
	size_t n_people;
	uint32_t *people; /* persons by key */
	uint32_t *place;  /* of each person of the extract; VIEW_NONE: not in the market */
	size_t n_ways;
	struct way *way;    /* by from, then best first */
	uint32_t *first;    /* of each person's ways */
	uint32_t me, row;   /* a place, a row; VIEW_NONE: any */
	struct circle path; /* as far as it goes */
	size_t n, cap;
	struct circle *list;
	bool more;
};

/* Numbers the people of the market. */
enum kiem_err rings_people(struct rounds *rounds);
/* The ways of all these pairs: of two people the best one, and of each person the best VIEW_RING_WAYS. */
enum kiem_err rings_ways(struct rounds *rounds, const struct pairs *pairs);

#endif
