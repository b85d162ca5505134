/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static const struct view_page_options everything;

static struct view_page *page_of(struct garden *g, struct view_page_options options)
{
	struct kiem_board boards[8];
	uint32_t numbers[8];
	struct view_page *page;

	look(g);
	assert_int_equal(kiem_read_boards(g->read, boards, &options.n_boards, 8), KIEM_DONE);
	for (size_t i = 0; i < options.n_boards; i++) {
		numbers[i] = boards[i].number;
	}
	options.boards = numbers;
	options.now_ms = options.now_ms != 0 ? options.now_ms : g->now;
	assert_int_equal(view_page_create(&page, g->read, &options), KIEM_DONE);
	return page;
}

static void plant_on(struct garden *g, const char *board, const char *title, int64_t minutes_ago)
{
	struct kiem_post post = {.kind = KIEM_LESSON, .board = support_span(board), .title = support_span(title)};

	post.made = SUPPORT_NOW - minutes_ago * MINUTE;
	plant(g, &post, &g->carla);
}

static void boards_are_merged_newest_made_first(void **state)
{
	struct garden *g = *state;

	plant_on(g, NOORD, "drie", 30);
	plant_on(g, "nl/tilburg/kraaiven", "een", 10);
	plant_on(g, NOORD, "vier", 40);
	plant_on(g, "nl/tilburg/kraaiven", "twee", 20);
	struct view_page *page = page_of(g, everything);
	assert_int_equal(page->n, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(page->list[i].made, SUPPORT_NOW - (int64_t)(i + 1) * 10 * MINUTE);
	}
	view_page_destroy(page);
	page = page_of(g, (struct view_page_options){.limit = 3});
	assert_int_equal(page->n, 3);
	assert_true(page->more);
	view_page_destroy(page);
	page = page_of(g, (struct view_page_options){.limit = 4, .since = SUPPORT_NOW - 20 * MINUTE});
	assert_int_equal(page->n, 2);
	assert_false(page->more);
	view_page_destroy(page);
}

static void ties_are_not_on_the_page_unless_asked_for(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);

	plant_one(g, KIEM_JOIN, "", &g->bram, 90, KIEM_ABOUT, &a);
	plant_one(g, KIEM_REVISE, "groene gevels", &g->anna, 80, KIEM_REPLACES, &a);
	struct view_page *page = page_of(g, everything);
	assert_int_equal(page->n, 1);
	assert_id_equal(page->list[0].id, a);
	assert_int_equal(page->list[0].versions, 2);
	assert_int_not_equal(page->list[0].shown, page->list[0].number);
	view_page_destroy(page);
	page = page_of(g, (struct view_page_options){.kind = KIEM_JOIN});
	assert_int_equal(page->n, 1);
	assert_int_equal(page->list[0].kind, KIEM_JOIN);
	view_page_destroy(page);
}

static void the_count_is_of_people_other_than_the_author(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);

	plant_one(g, KIEM_JOIN, "", &g->anna, 95, KIEM_ABOUT, &a);
	plant_one(g, KIEM_JOIN, "", &g->bram, 90, KIEM_ABOUT, &a);
	plant_one(g, KIEM_JOIN, "", &g->bram, 89, KIEM_ABOUT, &a);
	struct kiem_id j = plant_one(g, KIEM_JOIN, "", &g->carla, 88, KIEM_ABOUT, &a);
	plant_one(g, KIEM_LEAVE, "", &g->carla, 80, KIEM_CANCELS, &j);
	plant_one(g, KIEM_NOTE, "mooi", &g->carla, 70, KIEM_ABOUT, &a);
	plant_one(g, KIEM_REVISE, "groene gevels", &g->anna, 60, KIEM_REPLACES, &a);
	struct view_page *page = page_of(g, (struct view_page_options){.kind = KIEM_INITIATIVE});
	assert_int_equal(page->n, 1);
	assert_int_equal(page->list[0].joined, 1);
	assert_int_equal(page->list[0].joined_earlier, 1);
	assert_int_equal(page->list[0].replies, 1);
	view_page_destroy(page);
}

static void tags_are_those_of_the_text_shown_in_any_spelling(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = {.kind = KIEM_OFFER, .title = support_span("zaal"), .n_tags = 1, .made = SUPPORT_NOW - DAY};

	post.tags[0] = support_span("caf\xc3\xa9");
	struct kiem_id a = plant(g, &post, &g->anna);
	struct view_page *page = page_of(g, (struct view_page_options){.tag = support_span("CAFE\xcc\x81")});
	assert_int_equal(page->n, 1);
	view_page_destroy(page);
	plant_one(g, KIEM_REVISE, "zaal, geen drank meer", &g->anna, 60, KIEM_REPLACES, &a);
	page = page_of(g, (struct view_page_options){.tag = support_span("caf\xc3\xa9")});
	assert_int_equal(page->n, 0);
	view_page_destroy(page);
}

static void what_is_past_its_until_is_not_seen(void **state)
{
	struct garden *g = *state;

	plant_on(g, NOORD, "een", 10);
	struct view_page *page = page_of(g, (struct view_page_options){.now_ms = SUPPORT_NOW + 800 * DAY});
	assert_int_equal(page->n, 0);
	view_page_destroy(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(boards_are_merged_newest_made_first),
	        garden_test(ties_are_not_on_the_page_unless_asked_for),
	        garden_test(the_count_is_of_people_other_than_the_author),
	        garden_test(tags_are_those_of_the_text_shown_in_any_spelling),
	        garden_test(what_is_past_its_until_is_not_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
