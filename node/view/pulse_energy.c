/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where energy moved, who started what others took up, and who carries much: from the coalitions of these boards. */
#include "pulse.h"

#include <stdlib.h>
#include <string.h>

static uint64_t energy_of(const struct view_brief *brief)
{
	return brief->energy.known + brief->energy.strangers;
}

/* Puts a swing among the few greatest; `sign` 1: up, -1: down. They come in one order everywhere, and of equal ones the first
 * stays. */
static void swing_put(struct view_swing *few, size_t *n, const struct view_swing *swing, int64_t sign)
{
	size_t at = *n;

	while (at > 0 && few[at - 1].by * sign < swing->by * sign) {
		at--;
	}
	if (at == VIEW_PULSE_FEW) {
		return;
	}
	size_t end = *n < VIEW_PULSE_FEW ? *n : VIEW_PULSE_FEW - 1;
	memmove(&few[at + 1], &few[at], (end - at) * sizeof(*few));
	few[at] = *swing;
	*n = end + 1;
}

/* How many points of the trend before the last one `since` is: at least one, and at most all. */
static size_t weeks_back(const struct pulsing *p)
{
	int64_t days = (p->ask->eye.now_ms - p->ask->since) / WEIGHT_DAY_MS, weeks = (days + 3) / 7;

	return (size_t)(weeks < 1 ? 1 : weeks > VIEW_WEEKS - 1 ? VIEW_WEEKS - 1 : weeks);
}

static void swing_take(struct pulsing *p, const struct view_brief *brief)
{
	size_t weeks = weeks_back(p);
	uint64_t then = brief->trend[VIEW_WEEKS - 1 - weeks];
	int32_t today = weight_day(p->ask->eye.now_ms, INT32_MAX);
	struct view_swing swing = {.row = brief->row, .shown = brief->shown, .energy = energy_of(brief)};

	/* What was not there yet did not move: it is new. */
	if (weight_day(p->x->made[brief->row], today) > today - 7 * (int32_t)weeks) {
		return;
	}
	memcpy(swing.trend, brief->trend, sizeof(swing.trend));
	swing.by = (int64_t)brief->trend[VIEW_WEEKS - 1] - (int64_t)then;
	if (swing.by > 0) {
		swing_put(p->pulse->risen, &p->pulse->n_risen, &swing, 1);
	}
	if (swing.by < 0) {
		swing_put(p->pulse->fallen, &p->pulse->n_fallen, &swing, -1);
	}
	p->pulse->n_fell_asleep += brief->state == VIEW_RESTING && then >= WEIGHT_ALIVE;
}

/* The latest few, newest first. */
static void pioneer_take(struct pulsing *p, const struct view_brief *brief)
{
	struct view_pioneer *few = p->pulse->pioneers;
	size_t at = p->pulse->n_pioneers < VIEW_PULSE_FEW ? p->pulse->n_pioneers : VIEW_PULSE_FEW;
	size_t people = brief->people.known + brief->people.strangers;

	if (p->x->made[brief->row] < p->ask->eye.now_ms - WEIGHT_YOUNG_DAYS * WEIGHT_DAY_MS || people < WEIGHT_PEOPLE_FEW) {
		return;
	}
	p->pulse->n_pioneers++;
	while (at > 0 && view_row_order(p->x, few[at - 1].row, brief->row) < 0) {
		if (at < VIEW_PULSE_FEW) {
			few[at] = few[at - 1];
		}
		at--;
	}
	if (at < VIEW_PULSE_FEW) {
		few[at] = (struct view_pioneer){view_row_person(p->x, brief->row), brief->row, brief->shown, people};
	}
}

static void burden_put(struct view_pulse *pulse, const struct view_burden *burden)
{
	size_t at = pulse->n_burdens;

	while (at > 0 && pulse->burdens[at - 1].apart < burden->apart) {
		if (at < VIEW_PULSE_FEW) {
			pulse->burdens[at] = pulse->burdens[at - 1];
		}
		at--;
	}
	if (at < VIEW_PULSE_FEW) {
		pulse->burdens[at] = *burden;
		pulse->n_burdens += pulse->n_burdens < VIEW_PULSE_FEW;
	}
}

static enum kiem_err burden_take(struct pulsing *p, const struct view_brief *brief)
{
	struct view_portrait_ask ask = {.eye = p->ask->eye, .row = brief->row, .without = VIEW_NONE};
	struct view_portrait *portrait;
	enum kiem_err err = view_portrait_create(&portrait, p->x, &ask);

	if (err != KIEM_DONE) {
		return err;
	}
	if (portrait->n_cuts > 0 && portrait->cuts[0].apart >= WEIGHT_CARE_APART) {
		const struct view_cut *cut = &portrait->cuts[0];
		burden_put(p->pulse, &(struct view_burden){brief->row, brief->shown, cut->person, cut->apart, cut->ties});
	}
	view_portrait_destroy(portrait);
	return KIEM_DONE;
}

enum kiem_err pulse_energy(struct pulsing *p)
{
	struct view_coalitions_ask ask = {.eye = p->ask->eye, .boards = p->ask->boards, .n_boards = p->ask->n_boards};
	struct view_coalitions *list;
	enum kiem_err err = view_coalitions_create(&list, p->x, &ask);

	if (err != KIEM_DONE) {
		return err;
	}
	memcpy(p->pulse->states, list->states, sizeof(p->pulse->states));
	for (size_t i = 0; i < list->n; i++) {
		swing_take(p, &list->list[i]);
		pioneer_take(p, &list->list[i]);
	}
	for (size_t i = 0; i < list->n && i < WEIGHT_CARE_COALITIONS && err == KIEM_DONE; i++) {
		if (list->list[i].state != VIEW_RESTING) {
			err = burden_take(p, &list->list[i]);
		}
	}
	view_coalitions_destroy(list);
	return err;
}
