/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the pulse share. */
#ifndef VIEW_PULSE_H
#define VIEW_PULSE_H

#include "society.h"
#include "weights.h"

#include <kiem/pulse.h>

struct pulsing {
	struct view_pulse *pulse;
	const struct view_extract *x;
	struct kiem_read *read;
	const struct view_pulse_ask *ask;
	bool *wanted; /* by board number, n_wanted of them */
	uint32_t n_wanted;
	bool *here;             /* by person: made a post here that is live */
	bool *active;           /* likewise, since ask->since */
	struct society society; /* of those who are here */
};

static inline bool pulse_on_board(const struct pulsing *p, uint32_t row)
{
	return p->x->board[row] < p->n_wanted && p->wanted[p->x->board[row]];
}

/* Who is here, who is new and by whom they were welcomed, and which sectors are at the table. Sets here and active. */
enum kiem_err pulse_people(struct pulsing *p);
/* Risen, fallen, resting; pioneers; who carries much. */
enum kiem_err pulse_energy(struct pulsing *p);
/* Mutual or not; who connects. Needs society. */
enum kiem_err pulse_web(struct pulsing *p, const struct view_bonds *bonds, bool *stale);
/* Who might meet whom. Needs society. */
enum kiem_err pulse_introductions(struct pulsing *p);

#endif
