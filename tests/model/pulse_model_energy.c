/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the coalitions of these boards say: where energy moved, who began what, who carries much. See pulse_model.h. */
#include "coalition_asked.h"
#include "pulse_model.h"

#define FEW 3

/* What the pulse asks of one coalition. */
struct seen {
	size_t root;
	int state;
	bool existed; /* its first post is no later than the day that is compared with */
	uint64_t now, then, trend[8];
	size_t people, cut;
	int apart;
	uint64_t ties;
};

static void look(struct seen *s, const struct pulse_model *p, size_t root)
{
	static const bool nobody[HISTORY_AUTHORS];
	static struct coalition_model c;
	int64_t days = (p->now_ms - p->since) / 86400000, weeks = (days + 3) / 7;

	weeks = weeks < 1 ? 1 : weeks > 7 ? 7 : weeks;
	coalition_model(&c, p->h, p->now_ms, root, nobody);
	*s = (struct seen){.root = root, .state = coalition_state(&c, c.today)};
	for (int week = 0; week < 8; week++) {
		s->trend[7 - week] = coalition_energy(&c, c.today - 7 * week, -1, MODEL_NONE);
	}
	s->now = s->trend[7];
	s->then = s->trend[7 - weeks];
	s->existed = coalition_day(&c, root) <= c.today - 7 * (int)weeks;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		s->people += coalition_takes_part(&c, a, c.today);
	}
	s->cut = coalition_most_cut(&c, &s->apart, &s->ties);
}

/* All of these boards, most energy first, then the earliest. */
static size_t look_at_all(struct seen *list, const struct pulse_model *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->h->model.n; i++) {
		struct seen one;
		if (!pulse_live(p, i) || pulse_post(p, i)->kind != KIEM_INITIATIVE || !pulse_on_these(p, i)) {
			continue;
		}
		look(&one, p, i);
		size_t at = n++;
		for (; at > 0; at--) {
			const struct seen *before = &list[at - 1];
			bool earlier = model_order(&p->h->model, i, before->root) < 0;
			if (before->now > one.now || (before->now == one.now && !earlier)) {
				break;
			}
			list[at] = *before;
		}
		list[at] = one;
	}
	return n;
}

/* The three that moved most in one direction; of equal ones those that come first in the list. */
static void write_moved(FILE *out, const struct pulse_model *p, const struct seen *list, size_t n, const char *word, int sign)
{
	bool told[MODEL_MAX] = {false};

	for (size_t rank = 0; rank < FEW; rank++) {
		size_t best = MODEL_NONE;
		int64_t most = 0;
		for (size_t i = 0; i < n; i++) {
			int64_t by = sign * ((int64_t)list[i].now - (int64_t)list[i].then);
			if (!told[i] && list[i].existed && by > most) {
				best = i;
				most = by;
			}
		}
		if (best == MODEL_NONE) {
			return;
		}
		told[best] = true;
		fprintf(out, "%s %zu shown %zu energy %llu by %lld:", word, list[best].root,
		        model_shown(&p->h->model, list[best].root), (unsigned long long)list[best].now, (long long)(sign * most));
		for (int week = 0; week < 8; week++) {
			fprintf(out, " %llu", (unsigned long long)list[best].trend[week]);
		}
		fprintf(out, "\n");
	}
}

static void write_pioneers(FILE *out, const struct pulse_model *p, const struct seen *list, size_t n)
{
	bool left[MODEL_MAX];
	size_t all = 0;

	for (size_t i = 0; i < n; i++) {
		left[i] = pulse_post(p, list[i].root)->made >= p->now_ms - 30 * HISTORY_DAY && list[i].people >= 3;
		all += left[i];
	}
	fprintf(out, "pioneers %zu\n", all);
	for (size_t rank = 0; rank < FEW && rank < all; rank++) {
		size_t latest = MODEL_NONE;
		for (size_t i = 0; i < n; i++) {
			bool later =
			        left[i] && (latest == MODEL_NONE || model_order(&p->h->model, list[i].root, list[latest].root) > 0);
			latest = later ? i : latest;
		}
		left[latest] = false;
		fprintf(out, "pioneer %zu of %zu shown %zu people %zu\n", p->person[list[latest].root], list[latest].root,
		        model_shown(&p->h->model, list[latest].root), list[latest].people);
	}
}

/* Of the ten with most energy that do not rest. */
static void write_care(FILE *out, const struct pulse_model *p, const struct seen *list, size_t n)
{
	bool told[MODEL_MAX] = {false};

	for (size_t rank = 0; rank < FEW; rank++) {
		size_t most = MODEL_NONE;
		for (size_t i = 0; i < n && i < 10; i++) {
			bool counts = !told[i] && list[i].state != 2 && list[i].cut != MODEL_NONE && list[i].apart >= 2;
			most = counts && (most == MODEL_NONE || list[i].apart > list[most].apart) ? i : most;
		}
		if (most == MODEL_NONE) {
			return;
		}
		told[most] = true;
		fprintf(out, "care %zu shown %zu for %zu apart %d ties %llu\n", list[most].root,
		        model_shown(&p->h->model, list[most].root), list[most].cut, list[most].apart,
		        (unsigned long long)list[most].ties);
	}
}

void pulse_write_coalitions(FILE *out, const struct pulse_model *p)
{
	static struct seen list[MODEL_MAX];
	size_t n = look_at_all(list, p), states[3] = {0}, fell = 0;

	for (size_t i = 0; i < n; i++) {
		states[list[i].state]++;
		fell += list[i].state == 2 && list[i].existed && list[i].then >= ONE;
	}
	fprintf(out, "states %zu %zu %zu came to rest %zu\n", states[0], states[1], states[2], fell);
	write_moved(out, p, list, n, "risen", 1);
	write_moved(out, p, list, n, "fallen", -1);
	write_pioneers(out, p, list, n);
	write_care(out, p, list, n);
}
