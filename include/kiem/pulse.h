/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pulse: what somebody who cares for a whole board wants to see at once. Who is new and was not yet welcomed, what was asked
 * and not answered, where energy rose and fell, who carries much, who might meet whom. docs/ties.md ("The pulse") says how each is
 * worked out. It names people for what they may be thanked or helped for, and puts nobody above another.
 *
 * Rows and persons are those of the extract. Everything is chosen and ordered by (made, id), by figures and by keys: the same posts
 * give the same pulse on every node, but for connectors (communities.h).
 */
#ifndef KIEM_PULSE_H
#define KIEM_PULSE_H

#include <kiem/communities.h>
#include <kiem/match.h>

#define VIEW_PULSE_FEW 3 /* at most so many are told of each */

struct view_newcomer {
	uint32_t person;
	int64_t first;    /* made of their first post on these boards */
	uint32_t welcome; /* row, of any board: the first act of somebody else toward them (docs/ties.md), or VIEW_NONE */
	uint32_t by;      /* whose, or VIEW_NONE */
};

/* A coalition whose energy moved, and that was there then already. */
struct view_swing {
	uint32_t row, shown;
	uint64_t energy; /* now, Q16 */
	int64_t by;      /* since then, Q16; then is 1 to 7 whole weeks before */
	uint64_t trend[VIEW_WEEKS];
};

/* Somebody without whom others in a coalition would have no way to each other. */
struct view_burden {
	uint32_t row, shown; /* the coalition */
	uint32_t person;
	size_t apart;
	uint32_t ties; /* permille of the strength there */
};

/* Two who have no tie, or a dormant one, and post about the same; and who knows both. */
struct view_introduction {
	uint32_t a, b, via; /* a before b by key */
	uint32_t row;       /* the latest post of a with the rarest tag in common with b, */
	size_t tag;         /* which is this one of its tags, from 0 */
	size_t tags;        /* how many they share */
};

/* Somebody whose initiative of the last 30 days at least two others take part in. */
struct view_pioneer {
	uint32_t person, row, shown;
	size_t people;
};

struct view_pulse {
	int64_t since;
	size_t n_active; /* people who made a post here since */

	size_t n_new, n_welcomed;
	int64_t welcome_ms;              /* the median time to the first welcome, of those who had one; 0: nobody */
	struct view_newcomer *newcomers; /* not yet welcomed first, who waits longest first; then the others likewise */

	size_t n_unanswered;
	struct view_trade unanswered[VIEW_PULSE_FEW]; /* the eldest first */

	size_t states[3], n_fell_asleep; /* coalitions by enum view_state; and those that came to rest since */
	size_t n_risen, n_fallen;        /* told, at most VIEW_PULSE_FEW */
	struct view_swing risen[VIEW_PULSE_FEW], fallen[VIEW_PULSE_FEW]; /* by most first */

	size_t n_pioneers; /* all; the latest are told */
	struct view_pioneer pioneers[VIEW_PULSE_FEW];

	bool has_connectors; /* igraph is there */
	size_t n_connectors; /* all active people with WEIGHT_CONNECTOR of participation and WEIGHT_CONNECTOR_TIES here */
	uint32_t connectors[VIEW_PULSE_FEW]; /* by key */

	size_t n_burdens;
	struct view_burden burdens[VIEW_PULSE_FEW]; /* most cut off first */

	size_t n_introductions;
	struct view_introduction introductions[VIEW_PULSE_FEW];

	size_t n_sectors[KIEM_OTHER + 2]; /* active people by sector; 0: not said, the last: of a later version */
	uint32_t diversity;               /* Blau's, permille; of those who said a sector */
	uint32_t absent;                  /* bits 1 << sector, of which nobody was active */

	size_t n_matches;     /* open requests with an offer that might serve, and no answer from its maker */
	uint32_t reciprocity; /* permille of the strength of all ties between people here that is mutual */
};

struct view_pulse_ask {
	struct view_eye eye;
	const uint32_t *boards;
	size_t n_boards; /* at least 1 */
	int64_t since;
	const struct kiem_key *me; /* any key of who looks, whom nobody needs to tell that they are new; NULL: nobody */
	const char *communities;   /* path of the file that keeps them, or NULL */
};
/*
 * *refresh, when it is not NULL and the communities were stale: the ties to call view_communities_refresh with, which become the
 * caller's; else NULL. DAMAGED, MEMORY.
 */
enum kiem_err view_pulse_create(struct view_pulse **out, struct view_bonds **refresh, const struct view_extract *x,
        struct kiem_read *read, const struct view_pulse_ask *ask);
void view_pulse_destroy(struct view_pulse *pulse); /* takes NULL */

#endif
