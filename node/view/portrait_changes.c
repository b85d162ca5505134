/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed in a coalition since a day: that whole day (UTC) and everything after it is new, and what was there before is seen
 * by what was known then. It says who came and what was made; that somebody is quiet is no change.
 */
#include "circle.h"

#include <stdlib.h>

static int by_latest(const void *a, const void *b, void *ctx)
{
	const struct circle *c = ctx;

	return view_row_order(c->x, c->posts[*(const size_t *)b].row, c->posts[*(const size_t *)a].row);
}

static void list_new(struct view_portrait *p, struct circle *c, int32_t then)
{
	struct view_changes *changes = &p->changes;

	for (size_t i = 0; i < p->n_partners; i++) {
		uint32_t person = p->partners[i].person;
		if (c->people[c->person_at[person]].first[CIRCLE_NOW] > then) {
			changes->people[changes->n_people++] = person;
		}
	}
	for (size_t i = 0; i < c->n_posts; i++) {
		if (c->posts[i].day > then) {
			changes->posts[changes->n_posts++] = i;
		}
	}
	qsort_r(changes->posts, changes->n_posts, sizeof(*changes->posts), by_latest, c);
	while (changes->n_parted < p->n_parted && weight_day(p->parted[changes->n_parted].left, c->today) > then) {
		changes->n_parted++;
	}
}

enum kiem_err portrait_changes(struct view_portrait *p, struct circle *c, int64_t since)
{
	struct view_changes *changes = &p->changes;
	struct view_finding findings[VIEW_CONDITIONS];
	int32_t then = c->points[CIRCLE_THEN];
	struct view_two energy = circle_sum(c, CIRCLE_THEN, c->n_people);
	enum kiem_err err = circle_evidence(c, then);

	changes->people = malloc((p->n_partners + 1) * sizeof(*changes->people));
	changes->posts = malloc((c->n_posts + 1) * sizeof(*changes->posts));
	if (err == KIEM_DONE && (changes->people == NULL || changes->posts == NULL)) {
		err = KIEM_E_MEMORY;
	}
	if (err != KIEM_DONE) {
		return err;
	}
	changes->asked = true;
	changes->since = since;
	changes->existed = c->posts[0].day <= then;
	changes->energy = energy.known + energy.strangers;
	changes->state = circle_state(c, CIRCLE_THEN);
	circle_findings(c, findings, VIEW_NONE);
	changes->missing = circle_missing(findings);
	list_new(p, c, then);
	return KIEM_DONE;
}
