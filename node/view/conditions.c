/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The five conditions of a vital coalition, from evidence that can be opened (docs/ties.md). Evidence is listed by row and person;
 * somebody counts once per condition, with their heaviest piece, so that saying it often does not make it more.
 */
#include "circle.h"

#include <stdlib.h>

static enum kiem_err add(
        struct circle *c, uint32_t row, uint32_t person, enum view_condition condition, enum view_why why, int32_t age)
{
	uint32_t weight = weight_decay(age);
	void *list = room_for_one(c->evidence, &c->cap_evidence, c->n_evidence, sizeof(*c->evidence));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->evidence = list;
	c->evidence[c->n_evidence++] = (struct view_evidence){row, person, condition, why, weight};
	return KIEM_DONE;
}

/* Bits of the signals that speak for a condition. */
static uint8_t signals_of(enum view_condition condition)
{
	switch (condition) {
	case VIEW_URGENCY:
		return 1u << KIEM_URGENT;
	case VIEW_DIRECTION:
		return 1u << KIEM_DIRECTION;
	case VIEW_BACKING:
		return 1u << KIEM_BACKING;
	case VIEW_MEANS:
		return 1u << KIEM_HANDS | 1u << KIEM_MEANS;
	default:
		return 0;
	}
}

static enum kiem_err from_join(struct circle *c, const struct circle_act *act, int32_t day)
{
	const struct view_extract *x = c->x;
	uint32_t person = c->people[act->who].person;
	int32_t age = day - act->day;
	enum kiem_err err = KIEM_DONE;

	for (enum view_condition i = VIEW_URGENCY; err == KIEM_DONE && i <= VIEW_MEANS; i++) {
		if ((x->signals[act->row] & signals_of(i)) != 0) {
			err = add(c, act->row, person, i, VIEW_BY_SIGNAL, age);
		} else if (i == VIEW_DIRECTION && (act->flags & ACT_SHOWN) != 0) {
			err = add(c, act->row, person, i, VIEW_BY_TEXT, age);
		}
	}
	if (err == KIEM_DONE && (x->roles[act->row] & 1u << KIEM_PIONEER) != 0) {
		err = add(c, act->row, person, VIEW_ROOM, VIEW_BY_PIONEER, age);
	} else if (err == KIEM_DONE && (x->roles[act->row] & 1u << KIEM_CONNECTOR) != 0) {
		err = add(c, act->row, person, VIEW_ROOM, VIEW_BY_CONNECTOR, age);
	}
	return err;
}

static enum kiem_err from_post(struct circle *c, const struct circle_post *post, int32_t day)
{
	uint32_t person = c->people[post->who].person;
	enum kiem_err err = KIEM_DONE;

	if ((post->flags & POST_VARIES) != 0) {
		err = add(c, post->row, person, VIEW_DIRECTION, VIEW_BY_VARIANT, day - post->day);
	}
	if (err == KIEM_DONE && (post->flags & POST_VARIES) != 0 && post->day - c->people[post->who].from <= WEIGHT_NEW_DAYS) {
		err = add(c, post->row, person, VIEW_ROOM, VIEW_BY_NEW, day - post->day);
	}
	if (err == KIEM_DONE && post->kind == KIEM_REQUEST) {
		enum view_why why = post->settled <= day ? VIEW_BY_ANSWERED : VIEW_BY_OPEN;
		err = add(c, post->row, person, VIEW_MEANS, why, day - post->day);
	}
	return err;
}

/* The first post, by day and order, that somebody built on it with who is neither its maker nor among the `n` of `early`. */
static const struct circle_post *next_early(const struct circle *c, int32_t day, const struct circle_post *const early[], size_t n)
{
	const struct circle_post *best = NULL;

	for (size_t i = 1; i < c->n_posts; i++) {
		const struct circle_post *post = &c->posts[i];
		bool passed = (post->flags & POST_BUILDS) == 0 || post->day > day || post->who == c->posts[0].who;
		for (size_t e = 0; e < n; e++) {
			passed = passed || early[e]->who == post->who;
		}
		if (!passed && (best == NULL || view_row_order(c->x, post->row, best->row) < 0)) {
			best = post;
		}
	}
	return best;
}

/* The first people besides its maker who built on it, each with the first post by which they did. */
static enum kiem_err from_early(struct circle *c, int32_t day)
{
	const struct circle_post *early[WEIGHT_EARLY_PEOPLE];
	enum kiem_err err = KIEM_DONE;

	for (size_t n = 0; n < WEIGHT_EARLY_PEOPLE && err == KIEM_DONE; n++) {
		const struct circle_post *post = early[n] = next_early(c, day, early, n);
		if (post == NULL) {
			break;
		}
		err = add(c, post->row, c->people[post->who].person, VIEW_ROOM, VIEW_BY_EARLY, day - post->day);
	}
	return err;
}

/* The day of everybody's first act, by what counts at that day. */
static void find_first(struct circle *c, int32_t day)
{
	for (size_t i = 0; i < c->n_people; i++) {
		c->people[i].from = NEVER;
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		struct circle_person *p = &c->people[c->acts[i].who];
		if (act_counts(&c->acts[i], day) && c->acts[i].day < p->from) {
			p->from = c->acts[i].day;
		}
	}
}

enum kiem_err circle_evidence(struct circle *c, int32_t day)
{
	enum kiem_err err = KIEM_DONE;

	c->n_evidence = 0;
	find_first(c, day);
	for (size_t i = 0; i < c->n_acts && err == KIEM_DONE; i++) {
		if ((c->acts[i].flags & ACT_JOIN) != 0 && act_counts(&c->acts[i], day)) {
			err = from_join(c, &c->acts[i], day);
		}
	}
	for (size_t i = 0; i < c->n_posts && err == KIEM_DONE; i++) {
		if (c->posts[i].day <= day) {
			err = from_post(c, &c->posts[i], day);
		}
	}
	return err == KIEM_DONE ? from_early(c, day) : err;
}

/* Of each person the heaviest piece; requests, which are nobody's merit, one by one. */
static void weigh(struct circle *c, struct view_finding findings[static VIEW_CONDITIONS], uint32_t but)
{
	for (size_t i = 0; i < c->n_people; i++) {
		for (size_t k = 0; k < VIEW_CONDITIONS; k++) {
			c->people[i].best[k] = 0;
		}
	}
	for (size_t i = 0; i < c->n_evidence; i++) {
		const struct view_evidence *e = &c->evidence[i];
		struct view_finding *f = &findings[e->condition];
		if (e->person == but) {
			continue;
		}
		if (e->why == VIEW_BY_OPEN) {
			f->sum -= e->weight;
		} else if (e->why == VIEW_BY_ANSWERED) {
			f->sum += e->weight;
		} else {
			uint32_t *best = &c->people[c->person_at[e->person]].best[e->condition];
			*best = e->weight > *best ? e->weight : *best;
		}
	}
}

void circle_findings(struct circle *c, struct view_finding findings[static VIEW_CONDITIONS], uint32_t but)
{
	for (size_t k = 0; k < VIEW_CONDITIONS; k++) {
		findings[k] = (struct view_finding){0};
	}
	weigh(c, findings, but);
	for (size_t k = 0; k < VIEW_CONDITIONS; k++) {
		uint64_t sectors = 0;
		for (size_t i = 0; i < c->n_people; i++) {
			const struct circle_person *p = &c->people[i];
			findings[k].sum += p->best[k];
			findings[k].people += p->best[k] != 0;
			sectors |= p->best[k] != 0 ? circle_sector(c->x, p->person) : 0;
		}
		findings[k].sectors = circle_bits(sectors);
		findings[k].present = findings[k].sum >= (int64_t)WEIGHT_CONDITION;
	}
}

uint32_t circle_missing(const struct view_finding findings[static VIEW_CONDITIONS])
{
	uint32_t missing = 0;

	for (uint32_t k = 0; k < VIEW_CONDITIONS; k++) {
		missing |= findings[k].present ? 0 : 1u << k;
	}
	return missing;
}
