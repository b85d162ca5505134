/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the trust view share. Its parts, in the order in which they are worked out: the vouches in force, by who gave
 * them (trust_vouches.c); the calls to account (trust_addresses.c); the walk (trust_walk.c); what was confirmed (trust_foot.c).
 */
#ifndef VIEW_TRUST_ROOM_H
#define VIEW_TRUST_ROOM_H

#include "extract.h"
#include "weights.h"

#include <kiem/trust.h>

/* A vouch in force: for whom, and the post that says so. */
struct trust_edge {
	uint32_t to, row;
};

/* Somebody (from) confirmed on a day what somebody else (to) did. */
struct trust_act {
	uint32_t from, to;
	int32_t day;
	uint32_t row, about;
	uint64_t amount; /* what it brings, Q32; 0 but for the first of a day */
};

/* The vouches of a person: one for each whom they vouch for, by the number of that person. */
struct trust_vouching {
	struct trust_edge *edges; /* malloc'ed */
	size_t n;
	uint64_t levels; /* what a level is a part of: their sum, or TRUST_LEVELS_LEAST */
};

/* What comes to a person by paths of one, two, three vouches; Q32, before a burden is taken off. */
struct trust_came {
	uint32_t person;
	uint64_t hop[3];
};

struct trust_own {
	const struct view_extract *x;
	int64_t now_ms;
	uint32_t me;

	/*
	 * Of the many persons a walk comes by few. What it finds of them lies close together, and for everybody there is only a
	 * number that says where: at [0], which is nothing, for all others. That is less memory to touch than anything else here.
	 */
	uint32_t *vouching_at, *came_at;
	size_t n_vouching, cap_vouching, n_came, cap_came;
	struct trust_vouching *vouching; /* of those whose vouches were asked for */
	struct trust_came *came;         /* of those to whom anything came by the walk */
	bool no_memory;                  /* for some of them; all figures are then worth nothing */

	size_t n_addresses;
	struct view_trust_address *addresses; /* open; in (made, id) order */
	uint8_t *burdened;                    /* persons with one that weighs */

	size_t n_acts;
	struct trust_act *acts; /* by to, day */
	uint64_t *behind;       /* what the acts for a person bring together; Q32 */
};

/* ---- trust_vouches.c ---- */

/* Whether the author's person cancelled the row by a live post of this kind that lasts at least as long as it does. */
bool trust_cancelled(const struct view_extract *x, uint32_t row, uint16_t kind, int64_t now_ms);
/* Whether a row is a vouch in force of one person for another. */
bool trust_vouch_stands(const struct view_extract *x, uint32_t row, int64_t now_ms);
enum kiem_err trust_vouches_init(struct trust_own *own);
void trust_vouches_finish(struct trust_own *own);
/* They stay where they are. */
const struct trust_edge *trust_vouches_of(struct trust_own *own, size_t *n, uint32_t from);
/* The vouch of one person for another, or NULL. */
const struct trust_edge *trust_vouch(struct trust_own *own, uint32_t from, uint32_t to);
/* What my own vouch gives. */
uint64_t trust_given(const struct trust_own *own, const struct trust_edge *edge);
/* What a vouch of `from`, not me, passes on of `amount`. */
uint64_t trust_share(const struct trust_own *own, uint32_t from, const struct trust_edge *edge, uint64_t amount);

/* ---- trust_addresses.c ---- */

/* Reads the open addresses; burdened are those that I address myself. */
enum kiem_err trust_addresses_read(struct trust_own *own);
/* Adds those whom somebody addresses whom the walk gives enough; whether there are any. */
bool trust_addresses_weigh(struct trust_own *own);

/* ---- trust_walk.c ---- */

enum kiem_err trust_walk_init(struct trust_own *own);
static inline uint64_t trust_came(const struct trust_own *own, size_t hop, uint32_t person)
{
	return own->came[own->came_at[person]].hop[hop];
}

/* What is left of an amount that comes to a person. */
uint64_t trust_left(const struct trust_own *own, uint32_t person, uint64_t amount);
void trust_walk(struct trust_own *own);
/* What the walk gives a person, before a burden is taken off, and not yet cut. */
uint64_t trust_walked_bare(const struct trust_own *own, uint32_t person);
/* What the walk gives a person: TRUST_ONE at most, burden taken off. */
uint64_t trust_walked(const struct trust_own *own, uint32_t person);
/* The same without what comes by another person, wherever on the way. */
uint64_t trust_walked_without(struct trust_own *own, uint32_t person, uint32_t without);
/* What comes to a person by vouches of `from`; Q32, before a burden is taken off. */
uint64_t trust_by(struct trust_own *own, uint32_t from, uint32_t person);

/* ---- trust_foot.c ---- */

enum kiem_err trust_foot_read(struct trust_own *own);
/* What confirmed deeds add to a person, before a burden is taken off. */
uint64_t trust_foot(const struct trust_own *own, uint32_t person);
/* What each person's acts bring of trust_foot, into amounts[person], all 0 at first. */
void trust_behind(const struct trust_own *own, uint64_t *amounts, uint32_t to);

static inline uint64_t trust_cut(uint64_t amount, uint64_t most)
{
	return amount < most ? amount : most;
}

/* Q32 to permille, rounded down but for what Q32 itself rounded away; VIEW_TRUST_FULL at most. */
static inline uint16_t trust_permille(uint64_t amount)
{
	uint64_t permille = (amount * VIEW_TRUST_FULL + TRUST_ONE / 4096) / TRUST_ONE;

	return permille > VIEW_TRUST_FULL ? VIEW_TRUST_FULL : (uint16_t)permille;
}
/* The standing of a person; `burden` false: as it would be without. */
uint16_t trust_standing(const struct trust_own *own, uint32_t person, bool burden);

#endif
