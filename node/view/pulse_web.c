/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ties of a board say as a whole: how much of them is mutual, and who has ties in several communities. */
#include "pulse.h"

#include <stdlib.h>
#include <string.h>

static uint32_t reciprocity(const struct pulsing *p, const struct view_bonds *bonds)
{
	uint64_t mutual = 0, all = 0;

	for (size_t i = 0; i < bonds->n; i++) {
		const struct view_bond *bond = &bonds->list[i];
		if (p->here[bond->a] && p->here[bond->b]) {
			mutual += 2 * (bond->ab < bond->ba ? bond->ab : bond->ba);
			all += bond->ab + bond->ba;
		}
	}
	return all == 0 ? 0 : (uint32_t)((mutual * 1000 + all / 2) / all);
}

/* Whether one vertex connects more evenly than another; of as even ones the one with more to give, then by key. */
static bool connects_more(const struct pulsing *p, const struct view_communities *c, uint32_t v, uint32_t w)
{
	uint16_t of_v = c->participation[p->society.person[v]], of_w = c->participation[p->society.person[w]];

	if (of_v != of_w) {
		return of_v > of_w;
	}
	return p->society.strength[v] != p->society.strength[w] ? p->society.strength[v] > p->society.strength[w] : v < w;
}

/* Of those who were active lately; few ties are no sign of anything. */
static void connectors_take(struct pulsing *p, const struct view_communities *c)
{
	const struct society *s = &p->society;
	uint32_t few[VIEW_PULSE_FEW];
	size_t n = 0;

	for (uint32_t v = 0; v < s->n; v++) {
		size_t ties = s->first[v + 1] - s->first[v];
		if (!p->active[s->person[v]] || c->participation[s->person[v]] < WEIGHT_CONNECTOR || ties < WEIGHT_CONNECTOR_TIES) {
			continue;
		}
		p->pulse->n_connectors++;
		size_t at = n;
		while (at > 0 && connects_more(p, c, v, few[at - 1])) {
			if (at < VIEW_PULSE_FEW) {
				few[at] = few[at - 1];
			}
			at--;
		}
		if (at < VIEW_PULSE_FEW) {
			few[at] = v;
			n += n < VIEW_PULSE_FEW;
		}
	}
	/* Who they are is told by key: it is no order of merit. */
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		for (; at > 0 && p->society.vertex[p->pulse->connectors[at - 1]] > few[i]; at--) {
			p->pulse->connectors[at] = p->pulse->connectors[at - 1];
		}
		p->pulse->connectors[at] = s->person[few[i]];
	}
}

enum kiem_err pulse_web(struct pulsing *p, const struct view_bonds *bonds, bool *stale)
{
	struct view_communities *communities;

	p->pulse->reciprocity = reciprocity(p, bonds);
	enum kiem_err err = view_communities_create(&communities, p->x, bonds, p->ask->communities, p->ask->eye.now_ms);
	if (err != KIEM_DONE) {
		return err == KIEM_E_NOT_FOUND ? KIEM_DONE : err;
	}
	p->pulse->has_connectors = true;
	connectors_take(p, communities);
	*stale = communities->stale;
	view_communities_destroy(communities);
	return KIEM_DONE;
}
