/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of map and pulse share: a garden of several people, and an extract of it. */
#ifndef KIEM_TEST_PULSE_GARDEN_H
#define KIEM_TEST_PULSE_GARDEN_H

#include "extract_garden.h"

#include <kiem/map.h>
#include <kiem/pulse.h>

/* A post of one tag (NULL: none), so many days ago. */
static inline struct kiem_id plant_tagged(struct garden *g, uint64_t kind, const char *title, const char *tag,
        const struct support_author *author, int64_t days_ago, uint64_t relation, const struct kiem_id *to)
{
	struct kiem_post post = {.kind = kind, .title = support_span(title), .text = support_span(title)};

	post.made = SUPPORT_NOW - days_ago * DAY - 1000;
	post.n_tags = tag != NULL;
	if (tag != NULL) {
		post.tags[0] = support_span(tag);
	}
	if (to != NULL) {
		post.n_links = 1;
		post.links[0].relation = relation;
		post.links[0].id = *to;
	}
	return plant(g, &post, author);
}

static inline uint32_t board_of(struct garden *g)
{
	struct kiem_board board;

	assert_int_equal(kiem_read_board(g->read, &board, NOORD), KIEM_DONE);
	return board.number;
}

/* The pulse of the last seven days, as somebody sees it (NULL: nobody); *x is to be closed after it. */
static inline struct view_pulse *feel_as(struct garden *g, struct view_extract **x, const struct kiem_key *me)
{
	struct view_pulse *pulse;
	struct view_pulse_ask ask = {.eye = {.now_ms = SUPPORT_NOW}, .n_boards = 1, .since = SUPPORT_NOW - 7 * DAY, .me = me};

	*x = in_memory(g, SUPPORT_NOW);
	uint32_t board = board_of(g);
	ask.boards = &board;
	assert_int_equal(view_pulse_create(&pulse, NULL, *x, g->read, &ask), KIEM_DONE);
	return pulse;
}

static inline struct view_pulse *feel(struct garden *g, struct view_extract **x)
{
	return feel_as(g, x, NULL);
}

static inline void feel_end(struct view_pulse *pulse, struct view_extract *x)
{
	view_pulse_destroy(pulse);
	view_extract_close(x);
}

#endif
