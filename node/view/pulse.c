/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pulse of some boards, gathered from the views of people, coalitions, matches and ties. */
#include "pulse.h"

#include <stdlib.h>
#include <string.h>

static enum kiem_err boards_take(struct pulsing *p)
{
	for (size_t i = 0; i < p->ask->n_boards; i++) {
		p->n_wanted = p->ask->boards[i] >= p->n_wanted ? p->ask->boards[i] + 1 : p->n_wanted;
	}
	p->wanted = calloc((size_t)p->n_wanted + 1, sizeof(*p->wanted));
	p->here = calloc(p->x->n_persons + 1, sizeof(*p->here));
	p->active = calloc(p->x->n_persons + 1, sizeof(*p->active));
	if (p->wanted == NULL || p->here == NULL || p->active == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < p->ask->n_boards; i++) {
		p->wanted[p->ask->boards[i]] = true;
	}
	return KIEM_DONE;
}

static enum kiem_err unanswered_take(struct pulsing *p)
{
	struct view_unanswered *list;
	enum kiem_err err = view_unanswered_create(&list, p->x, p->read, NULL, p->ask->eye.now_ms);

	for (size_t i = 0; err == KIEM_DONE && i < list->n; i++) {
		if (pulse_on_board(p, list->list[i].row)) {
			if (p->pulse->n_unanswered < VIEW_PULSE_FEW) {
				p->pulse->unanswered[p->pulse->n_unanswered] = list->list[i];
			}
			p->pulse->n_unanswered++;
		}
	}
	view_unanswered_destroy(err == KIEM_DONE ? list : NULL);
	return err;
}

static enum kiem_err matches_take(struct pulsing *p)
{
	struct view_match_options options = {.now_ms = p->ask->eye.now_ms, .row = VIEW_NONE, .per_post = 1};
	struct view_matches *matches;
	enum kiem_err err = view_matches_create(&matches, p->x, p->read, &options);

	for (size_t i = 0; err == KIEM_DONE && i < matches->n; i++) {
		p->pulse->n_matches += pulse_on_board(p, matches->list[i].request.row);
	}
	view_matches_destroy(err == KIEM_DONE ? matches : NULL);
	return err;
}

static enum kiem_err ties_take(struct pulsing *p, struct view_bonds **refresh)
{
	struct view_bonds *bonds;
	bool stale = false;
	enum kiem_err err = view_bonds_create(&bonds, p->x, p->ask->eye.now_ms);

	if (err != KIEM_DONE) {
		return err;
	}
	err = society_make(&p->society, p->x, bonds, p->here);
	if (err == KIEM_DONE) {
		err = pulse_web(p, bonds, &stale);
	}
	if (err == KIEM_DONE) {
		err = pulse_introductions(p);
	}
	if (err == KIEM_DONE && stale && refresh != NULL) {
		*refresh = bonds;
		bonds = NULL;
	}
	view_bonds_destroy(bonds);
	return err;
}

static enum kiem_err pulse_make(struct pulsing *p, struct view_bonds **refresh)
{
	enum kiem_err err = boards_take(p);

	if (err == KIEM_DONE) {
		err = pulse_people(p);
	}
	if (err == KIEM_DONE) {
		err = unanswered_take(p);
	}
	if (err == KIEM_DONE) {
		err = matches_take(p);
	}
	if (err == KIEM_DONE) {
		err = pulse_energy(p);
	}
	return err == KIEM_DONE ? ties_take(p, refresh) : err;
}

enum kiem_err view_pulse_create(struct view_pulse **out, struct view_bonds **refresh, const struct view_extract *x,
        struct kiem_read *read, const struct view_pulse_ask *ask)
{
	struct pulsing p = {.pulse = calloc(1, sizeof(struct view_pulse)), .x = x, .read = read, .ask = ask};
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (refresh != NULL) {
		*refresh = NULL;
	}
	if (p.pulse != NULL) {
		p.pulse->since = ask->since;
		err = pulse_make(&p, refresh);
	}
	society_finish(&p.society);
	free(p.wanted);
	free(p.here);
	free(p.active);
	if (err == KIEM_DONE) {
		*out = p.pulse;
		p.pulse = NULL;
	}
	view_pulse_destroy(p.pulse);
	return err;
}

void view_pulse_destroy(struct view_pulse *pulse)
{
	if (pulse != NULL) {
		free(pulse->newcomers);
		free(pulse);
	}
}
