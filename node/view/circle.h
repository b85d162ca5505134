/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A coalition in the making: what all its figures are computed from, gathered in one walk over the extract (circle.c). One circle
 * serves many coalitions one after the other: rows and persons that belong to the present one carry its stamp, so that
 * nothing needs clearing in between.
 *
 * Inside a circle people are numbered from 0 as they were met, which differs from node to node: nothing that shows goes by it.
 */
#ifndef VIEW_CIRCLE_H
#define VIEW_CIRCLE_H

#include <kiem/coalitions.h>

#include "room.h"
#include "weights.h"

#define NEVER INT32_MAX
#define CIRCLE_POINTS (VIEW_WEEKS + 1) /* days at which energy is asked: the trend, and one more */
#define CIRCLE_NOW (VIEW_WEEKS - 1)
#define CIRCLE_THEN VIEW_WEEKS

#define POST_COUNTS 1u  /* more than an answer to oneself */
#define POST_BUILDS 2u  /* extends or varies a post of somebody else */
#define POST_VARIES 4u  /* varies one */
#define ACT_JOIN 8u     /* a join; else a post or a receipt */
#define ACT_ROOT 16u    /* a join to the first post */
#define ACT_SHOWN 32u   /* to the shown text of it */
#define ACT_RECEIPT 64u /* a receipt */

struct circle_post {
	uint32_t row, shown, who;
	uint32_t parent, depth;
	uint16_t kind;
	uint8_t relation, flags;
	int32_t day;
	int32_t settled; /* a deed: confirmed by another; a request: answered; from that day on, or NEVER */
};

/* Something that somebody did in it. One toward oneself lacks POST_COUNTS and is no act in any figure. */
struct circle_act {
	uint32_t row, who;
	uint32_t leave; /* the row that left a join, or VIEW_NONE */
	int32_t day;
	int32_t gone; /* the day on which a join was left, or NEVER */
	uint8_t flags;
};

/* What one did toward another, as ties.c adds it up. */
struct touch {
	uint32_t from, to;
	int32_t day, gone;
	uint32_t weight;
};

struct circle_person {
	uint32_t person;
	bool in; /* has an act now: takes part */
	bool known;
	int32_t first[CIRCLE_POINTS], last[CIRCLE_POINTS]; /* days; NEVER: nothing by then */
	uint64_t deeds[CIRCLE_POINTS];
	uint32_t best[VIEW_CONDITIONS]; /* heaviest evidence */
	uint32_t count;                 /* scratch of whoever counts */
	int32_t from;                   /* likewise */
};

struct circle {
	const struct view_extract *x;
	struct view_eye eye;
	int32_t today;
	bool full; /* with ties, and posts in order */
	int32_t points[CIRCLE_POINTS];
	size_t n_points;
	uint32_t stamp;
	uint32_t *row_mark, *row_at;       /* of each row: the stamp, and which post or act it is */
	uint32_t *person_mark, *person_at; /* of each person */
	size_t n_posts, n_acts, n_people, n_touches, n_versions, n_evidence;
	struct circle_post *posts;
	struct circle_act *acts;
	struct circle_person *people;
	struct touch *touches; /* when full */
	uint32_t *versions;    /* of the post that is being walked around */
	struct view_evidence *evidence;
	struct deed_day *deeds; /* energy.c's */
	size_t n_deeds;
	size_t cap_posts, cap_acts, cap_people, cap_touches, cap_versions, cap_evidence, cap_deeds;
	bool more;
	int64_t passes_ms; /* the first `until` of all that it rests on; until then it stays as it is while no post comes or goes */
};

enum kiem_err circle_init(struct circle *c, const struct view_extract *x, const struct view_eye *eye, bool full);
void circle_finish(struct circle *c);
/* Gathers what is around `row`, a live content post that is no revision: posts, acts, people, touches. */
enum kiem_err circle_gather(struct circle *c, uint32_t row);
/* The versions of an original into c->versions, the original first, the others in no promised order. */
enum kiem_err circle_versions(struct circle *c, uint32_t original);
/* The parts of gathering: a link that names a version of the post at index `at`, and what it makes of the row that has it. */
enum kiem_err circle_take(struct circle *c, uint32_t at, uint32_t link);
enum kiem_err circle_add_post(struct circle *c, uint32_t row, uint32_t parent, uint8_t relation, uint8_t flags);
enum kiem_err circle_add_act(struct circle *c, uint32_t row, uint32_t leave, uint8_t flags);

/* It rests on something that is there until then. */
static inline void circle_rests_on(struct circle *c, int64_t until_ms)
{
	c->passes_ms = until_ms < c->passes_ms ? until_ms : c->passes_ms;
}

/* Whether an act counts at a day: done by then, and not left by then. */
static inline bool act_counts(const struct circle_act *act, int32_t day)
{
	return (act->flags & POST_COUNTS) != 0 && act->day <= day && act->gone > day;
}
/* Below, at or above 0 by key. */
int circle_by_key(const struct view_extract *x, uint32_t person, uint32_t other);
/* How many sectors the bits stand for; the bit of a person's sector, 0 when they did not say. */
uint64_t circle_sector(const struct view_extract *x, uint32_t person);
size_t circle_bits(uint64_t bits);

/* ---- energy.c ---- */

struct deed_day; /* its own scratch */

/* Fills first, last and deeds of everybody, at every point. */
enum kiem_err circle_energy(struct circle *c);
/* What one gives at a point, and what all do; `but` is left out (c->n_people: nobody). */
uint64_t circle_gives(const struct circle *c, const struct circle_person *p, size_t point);
struct view_two circle_sum(const struct circle *c, size_t point, size_t but);
enum view_state circle_state(const struct circle *c, size_t point);
/* Everything a list says of it. Fills in the energy and the evidence of the circle, too. */
enum kiem_err circle_brief(struct view_brief *brief, struct circle *c);

/* ---- conditions.c ---- */

/* All evidence by that day, into c->evidence, by what was there then (later leaves and answers have not happened). */
enum kiem_err circle_evidence(struct circle *c, int32_t day);
/* The findings from it; leaving out what one person gives (VIEW_NONE: nobody). */
void circle_findings(struct circle *c, struct view_finding findings[static VIEW_CONDITIONS], uint32_t but);
uint32_t circle_missing(const struct view_finding findings[static VIEW_CONDITIONS]);

/* ---- ties.c ---- */

/*
 * Adds touches up into bonds, by a, then b: those of days in (after, at] that count at `at`. Sorts them on the way. *list is
 * malloc'ed and the caller's.
 */
enum kiem_err bonds_add_up(struct view_bond **list, size_t *n, struct touch *touches, size_t n_touches, int32_t after, int32_t at);
/* What an act of this kind that links by this relation weighs; 0: it makes no tie. */
uint32_t touch_weight(uint16_t kind, uint8_t relation);

/* ---- form.c ---- */

/* Over the 90 days that end with `at`. */
enum kiem_err circle_form(struct view_form *form, struct circle *c, int32_t at);

/* ---- bottleneck.c, without.c ---- */

/* The people of a circle and the ties between them that are not dormant, as two halves each. */
struct web {
	size_t n;
	size_t *first;      /* n + 1: the halves of person i are [first[i], first[i + 1]) */
	uint32_t *other;    /* the person at the other end */
	uint64_t *strength; /* of each person: of all their ties, dormant ones too */
	uint64_t total;     /* of all ties, each once */
};
/* From bonds between persons of the extract; those with somebody who does not take part are passed over. */
enum kiem_err web_make(struct web *web, const struct circle *c, const struct view_bond *bonds, size_t n_bonds);
void web_finish(struct web *web);
/* For each person how many would be cut off from the largest part of the rest if they stopped; apart has web->n. */
enum kiem_err web_cuts(size_t *apart, const struct web *web);

enum kiem_err portrait_bottleneck(struct view_portrait *p, struct circle *c, const struct web *web);
enum kiem_err portrait_without(struct view_portrait *p, struct circle *c, const struct web *web, uint32_t person);

/* ---- portrait_….c ---- */

enum kiem_err portrait_people(struct view_portrait *p, struct circle *c, const struct view_bond *bonds, size_t n_bonds);
enum kiem_err portrait_needs(struct view_portrait *p, const struct circle *c);
enum kiem_err portrait_kin(struct view_portrait *p, struct circle *c);
enum kiem_err portrait_changes(struct view_portrait *p, struct circle *c, int64_t since);

#endif
