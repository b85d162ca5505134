/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Energy: distinct people, newcomers and confirmed deeds, each of which fades (docs/ties.md). A person gives by the day of their
 * latest act and of their first, so a hundred notes are one; a day of deeds counts once, and only when somebody else confirmed one
 * of them. So no single voice gives more than 3½.
 */
#include "circle.h"

#include <stdlib.h>
#include <string.h>

/* A day on which somebody did a deed, and from which day on it stands confirmed. */
struct deed_day {
	uint32_t who;
	int32_t day, from;
};

static int by_who_and_day(const void *a, const void *b)
{
	const struct deed_day *p = a, *q = b;

	if (p->who != q->who) {
		return p->who < q->who ? -1 : 1;
	}
	if (p->day != q->day) {
		return p->day < q->day ? -1 : 1;
	}
	return (p->from > q->from) - (p->from < q->from);
}

static enum kiem_err list_deeds(struct circle *c)
{
	c->n_deeds = 0;
	for (size_t i = 0; i < c->n_posts; i++) {
		const struct circle_post *post = &c->posts[i];
		if (post->kind != KIEM_DEED || post->settled == NEVER) {
			continue;
		}
		void *list = room_for_one(c->deeds, &c->cap_deeds, c->n_deeds, sizeof(*c->deeds));
		if (list == NULL) {
			return KIEM_E_MEMORY;
		}
		c->deeds = list;
		c->deeds[c->n_deeds++] = (struct deed_day){post->who, post->day, post->settled};
	}
	return KIEM_DONE;
}

/* Of several deeds on a day the one that was confirmed first stands for it. */
static void add_deeds(struct circle *c)
{
	if (c->n_deeds != 0) {
		qsort(c->deeds, c->n_deeds, sizeof(*c->deeds), by_who_and_day);
	}
	for (size_t i = 0; i < c->n_deeds; i++) {
		const struct deed_day *deed = &c->deeds[i];
		if (i > 0 && deed[-1].who == deed->who && deed[-1].day == deed->day) {
			continue;
		}
		for (size_t k = 0; k < c->n_points; k++) {
			if (deed->from <= c->points[k]) {
				c->people[deed->who].deeds[k] += weight_decay(c->points[k] - deed->day);
			}
		}
	}
}

enum kiem_err circle_energy(struct circle *c)
{
	for (size_t i = 0; i < c->n_people; i++) {
		struct circle_person *p = &c->people[i];
		memset(p->deeds, 0, sizeof(p->deeds));
		for (size_t k = 0; k < c->n_points; k++) {
			p->first[k] = p->last[k] = NEVER;
		}
	}
	for (size_t i = 0; i < c->n_acts; i++) {
		const struct circle_act *act = &c->acts[i];
		struct circle_person *p = &c->people[act->who];
		for (size_t k = 0; k < c->n_points; k++) {
			if (act_counts(act, c->points[k])) {
				p->first[k] = act->day < p->first[k] ? act->day : p->first[k];
				p->last[k] = p->last[k] == NEVER || act->day > p->last[k] ? act->day : p->last[k];
			}
		}
	}
	enum kiem_err err = list_deeds(c);
	if (err == KIEM_DONE) {
		add_deeds(c);
	}
	return err;
}

uint64_t circle_gives(const struct circle *c, const struct circle_person *p, size_t point)
{
	int32_t day = c->points[point];

	if (p->last[point] == NEVER) {
		return 0;
	}
	uint64_t deeds = p->deeds[point] < WEIGHT_DEEDS_MOST ? p->deeds[point] : WEIGHT_DEEDS_MOST;
	return weight_decay(day - p->last[point]) + weight_decay(day - p->first[point]) / 2 + deeds;
}

struct view_two circle_sum(const struct circle *c, size_t point, size_t but)
{
	struct view_two sum = {0};

	for (size_t i = 0; i < c->n_people; i++) {
		uint64_t gives = i == but ? 0 : circle_gives(c, &c->people[i], point);
		*(c->people[i].known ? &sum.known : &sum.strangers) += gives;
	}
	return sum;
}

enum view_state circle_state(const struct circle *c, size_t point)
{
	struct view_two energy = circle_sum(c, point, c->n_people);
	size_t people = 0;

	if (energy.known + energy.strangers < WEIGHT_ALIVE) {
		return VIEW_RESTING;
	}
	for (size_t i = 0; i < c->n_people; i++) {
		people += c->people[i].last[point] != NEVER;
	}
	bool young = c->points[point] - c->posts[0].day < WEIGHT_YOUNG_DAYS;
	return young || people < WEIGHT_PEOPLE_FEW ? VIEW_SPROUTING : VIEW_ALIVE;
}

static void count_people(struct view_brief *brief, const struct circle *c)
{
	uint64_t sectors = 0;

	for (size_t i = 0; i < c->n_people; i++) {
		const struct circle_person *p = &c->people[i];
		if (p->in) {
			*(p->known ? &brief->people.known : &brief->people.strangers) += 1;
			sectors |= circle_sector(c->x, p->person);
		}
	}
	brief->sectors = circle_bits(sectors);
}

static void count_deeds(struct view_brief *brief, const struct circle *c)
{
	for (size_t i = 0; i < c->n_posts; i++) {
		uint32_t row = c->posts[i].row;
		if (c->posts[i].kind != KIEM_DEED) {
			continue;
		}
		brief->deeds++;
		if (brief->newest_deed == VIEW_NONE || view_row_order(c->x, row, brief->newest_deed) > 0) {
			brief->newest_deed = row;
		}
	}
}

enum kiem_err circle_brief(struct view_brief *brief, struct circle *c)
{
	struct view_finding findings[VIEW_CONDITIONS];
	enum kiem_err err = circle_energy(c);

	*brief = (struct view_brief){
	        .row = c->posts[0].row, .shown = c->posts[0].shown, .posts = c->n_posts, .more = c->more, .newest_deed = VIEW_NONE};
	if (err == KIEM_DONE) {
		err = circle_evidence(c, c->today);
	}
	if (err != KIEM_DONE) {
		return err;
	}
	circle_findings(c, findings, VIEW_NONE);
	brief->missing = circle_missing(findings);
	brief->energy = circle_sum(c, CIRCLE_NOW, c->n_people);
	brief->state = circle_state(c, CIRCLE_NOW);
	for (size_t k = 0; k < VIEW_WEEKS; k++) {
		struct view_two then = circle_sum(c, k, c->n_people);
		brief->trend[k] = then.known + then.strangers;
	}
	count_people(brief, c);
	count_deeds(brief, c);
	return KIEM_DONE;
}
