/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A coalition at a desk: an initiative of the one who sits there, and three others who take part. */
#ifndef KIEM_TEST_HALL_H
#define KIEM_TEST_HALL_H

#include "circle.h"

struct hall {
	struct other anna, bram, carla;
	char id[DESK_ID];
	char digits[13]; /* the first of the id, as commands to copy have it */
};

static inline void hall_open(struct desk *desk, struct hall *hall)
{
	circle_meet(desk, &hall->anna, 7, "Anna", false);
	circle_meet(desk, &hall->bram, 8, "Bram", false);
	circle_meet(desk, &hall->carla, 9, "Carla", true);
	desk_post(desk, hall->id, "initiative", "Groene gevels", "--text", "Een straat vol klimop.", NULL);
	snprintf(hall->digits, sizeof hall->digits, "%.12s", hall->id);
}

/* A post of somebody, so many days ago. */
static inline void hall_post(struct desk *desk, char *id, uint64_t kind, const struct other *by, const char *title,
        int64_t days_ago, uint64_t relation, const char *to)
{
	struct kiem_post post = {.kind = kind, .title = support_span(title), .text = support_span(title), .n_links = to ? 1 : 0};

	post.made = kiem_now_ms() - days_ago * DAY;
	post.until = kiem_now_ms() + 400 * DAY;
	if (to) {
		post.links[0] = (struct kiem_link){.relation = relation, .id = circle_id(to)};
	}
	circle_post(desk, id, &post, by);
}

static inline void hall_join(
        struct desk *desk, char *id, const struct other *by, const char *to, const char *bring, uint64_t sign, int64_t days_ago)
{
	struct kiem_post post = {.kind = KIEM_JOIN, .bring = support_span(bring), .n_links = 1, .n_signals = sign ? 1 : 0};

	post.made = kiem_now_ms() - days_ago * DAY;
	post.until = kiem_now_ms() + 400 * DAY;
	post.signals[0] = sign;
	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = circle_id(to)};
	circle_post(desk, id, &post, by);
}

#define hall_test(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

#endif
