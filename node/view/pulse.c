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

static enum kiem_err requests_take(struct pulsing *p)
{
	struct view_match_boards boards = {p->wanted, p->n_wanted};
	struct view_unanswered *list;
	enum kiem_err err = view_waiting_create(&list, &p->pulse->n_matches, p->x, p->read, &boards, p->ask->eye.now_ms);

	if (err != KIEM_DONE) {
		return err;
	}
	p->pulse->n_unanswered = list->n;
	for (size_t i = 0; i < list->n && i < VIEW_PULSE_FEW; i++) {
		p->pulse->unanswered[i] = list->list[i];
	}
	view_unanswered_destroy(list);
	return KIEM_DONE;
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
		err = requests_take(p);
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
