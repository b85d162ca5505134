/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people of a board: who is there, since when, and with how many posts. */
#include "extract_garden.h"

#define ZUID "nl/tilburg/zuid"

static void say(struct garden *g, uint64_t kind, const char *board, int64_t minutes_ago, const struct support_author *author)
{
	struct kiem_post post = {.kind = kind, .board = support_span(board), .made = SUPPORT_NOW - minutes_ago * MINUTE};

	if (kind == KIEM_PROFILE) {
		post.name = support_span("iemand");
	} else {
		post.title = support_span("iets");
	}
	plant(g, &post, author);
}

static struct view_roll *roll_of(struct garden *g, const char *const *names, size_t n)
{
	uint32_t numbers[4];
	struct view_roll *roll;
	struct view_extract *x = in_memory(g, g->now);

	for (size_t i = 0; i < n; i++) {
		struct kiem_board board;

		assert_int_equal(kiem_read_board(g->read, &board, names[i]), KIEM_DONE);
		numbers[i] = board.number;
	}
	assert_int_equal(view_roll_create(&roll, x, numbers, n, g->now), KIEM_DONE);
	view_extract_close(x);
	return roll;
}

static void people_stand_by_when_they_were_last_seen(void **state)
{
	struct garden *g = *state;
	const char *const both[] = {NOORD, ZUID};

	say(g, KIEM_PROFILE, NOORD, 60, &g->anna);
	say(g, KIEM_OFFER, NOORD, 50, &g->anna);
	say(g, KIEM_LESSON, ZUID, 10, &g->anna);
	say(g, KIEM_PROFILE, NOORD, 30, &g->bram);
	struct view_roll *roll = roll_of(g, both, 1);
	assert_int_equal(roll->n, 2);
	assert_memory_equal(roll->list[0].key.b, g->bram.key.b, 32);
	assert_int_equal(roll->list[0].posts, 0);
	assert_memory_equal(roll->list[1].key.b, g->anna.key.b, 32);
	assert_int_equal(roll->list[1].posts, 1);
	assert_int_equal(roll->list[1].first, SUPPORT_NOW - 60 * MINUTE);
	assert_int_equal(roll->list[1].last, SUPPORT_NOW - 50 * MINUTE);
	view_roll_destroy(roll);
	roll = roll_of(g, both, 2);
	assert_memory_equal(roll->list[0].key.b, g->anna.key.b, 32);
	assert_int_equal(roll->list[0].posts, 2);
	assert_int_equal(roll->list[0].boards, 2);
	assert_int_equal(roll->list[1].boards, 1);
	view_roll_destroy(roll);
	g->now += 3 * 365 * DAY; /* past every until */
	roll = roll_of(g, both, 2);
	assert_int_equal(roll->n, 0);
	view_roll_destroy(roll);
}

static void nobody_is_lost_in_a_crowd(void **state)
{
	struct garden *g = *state;
	const char *const noord[] = {NOORD};

	for (uint64_t i = 0; i < 300; i++) {
		struct support_author author;

		support_author(&author, 1000 + i % 150);
		say(g, KIEM_OFFER, NOORD, (int64_t)i, &author);
	}
	struct view_roll *roll = roll_of(g, noord, 1);
	assert_int_equal(roll->n, 150);
	for (size_t i = 0; i < roll->n; i++) {
		assert_int_equal(roll->list[i].posts, 2);
		assert_true(i == 0 || roll->list[i - 1].last > roll->list[i].last);
	}
	view_roll_destroy(roll);
}

static void a_board_without_posts_has_nobody(void **state)
{
	struct garden *g = *state;
	struct view_roll *roll;
	struct view_extract *x = in_memory(g, g->now);

	assert_int_equal(view_roll_create(&roll, x, NULL, 0, g->now), KIEM_DONE);
	assert_int_equal(roll->n, 0);
	view_roll_destroy(roll);
	view_extract_close(x);
	view_roll_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(people_stand_by_when_they_were_last_seen),
	        garden_test(nobody_is_lost_in_a_crowd),
	        garden_test(a_board_without_posts_has_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
