/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three people through whose eyes there is much to see: what they began, offer and ask for still stands, and they know and are
 * known. */
#include "year.h"

#include <stdlib.h>

/* What counts of one thing, so that not the loudest is chosen. */
#define MUCH 8

struct counts {
	uint8_t initiatives, trades, joins, given, got;
};

static void count(uint8_t *n)
{
	*n = (uint8_t)(*n < MUCH ? *n + 1 : MUCH);
}

static void count_act(struct counts *counts, const struct year *year, uint32_t i)
{
	const struct year_act *act = &year->acts[i];
	struct counts *mine = &counts[act->author];

	if (!year_kept(year, i) || act->state != 0) {
		return;
	}
	switch (act->kind) {
	case KIEM_INITIATIVE:
		count(&mine->initiatives);
		break;
	case KIEM_OFFER:
	case KIEM_REQUEST:
		count(&mine->trades);
		break;
	case KIEM_JOIN:
		count(&mine->joins);
		break;
	case KIEM_VOUCH:
		count(&mine->given);
		count(&counts[act->whom].got);
		break;
	default:
		break;
	}
}

static unsigned score(const struct counts *counts, size_t role)
{
	unsigned initiatives = role == 0 ? 4 : 1, trades = role == 1 ? 4 : 1;

	return initiatives * counts->initiatives + trades * counts->trades + counts->joins + counts->given + counts->got;
}

static bool fits(const struct year_person *person, size_t role)
{
	static const uint8_t sectors[YEAR_CHOSEN] = {KIEM_RESIDENT, KIEM_BUSINESS, KIEM_GOVERNMENT};

	return person->flags == 0 && person->heir == YEAR_NONE && person->departs == YEAR_DAYS && person->sector == sectors[role];
}

void year_choose(struct year_chosen chosen[static YEAR_CHOSEN], const struct year *year)
{
	static const char *const roles[YEAR_CHOSEN] = {"initiator", "entrepreneur", "manager"};
	struct counts *counts = calloc(year->n_keys, sizeof(*counts));

	for (uint32_t i = 0; counts != NULL && i < year->n; i++) {
		count_act(counts, year, i);
	}
	for (size_t role = 0; role < YEAR_CHOSEN; role++) {
		unsigned best = 0;
		chosen[role] = (struct year_chosen){roles[role], 0};
		for (uint32_t i = 0; counts != NULL && i < year->n_people; i++) {
			if (fits(&year->people[i], role) && score(&counts[i], role) > best) {
				best = score(&counts[i], role);
				chosen[role].key = i;
			}
		}
	}
	free(counts);
}
