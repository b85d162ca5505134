/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts as rows. */
#include "extract_garden.h"

static void a_row_says_what_its_post_says(void **state)
{
	struct garden *g = *state;
	struct kiem_id idea = plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);
	struct kiem_post post = {.kind = KIEM_JOIN, .n_links = 1, .links = {{KIEM_ABOUT, idea, {0}}}, .has_point = true};

	post.n_signals = 1;
	post.signals[0] = KIEM_HANDS;
	post.n_roles = 1;
	post.roles[0] = KIEM_PIONEER;
	post.made = SUPPORT_NOW - MINUTE;
	post.until = SUPPORT_NOW + DAY;
	struct kiem_id join = plant(g, &post, &g->bram);
	struct kiem_id vouch = plant_about(g, KIEM_VOUCH, &g->bram, &g->carla);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(x->n, 3);
	uint32_t j = row_with(x, &join), v = row_with(x, &vouch);
	assert_int_equal(x->number[j], number_of(g, &join));
	assert_int_equal(x->made[j], SUPPORT_NOW - MINUTE);
	assert_int_equal(x->until[j], SUPPORT_NOW + DAY);
	assert_int_equal(x->kind[j], KIEM_JOIN);
	assert_int_equal(x->flags[j], VIEW_ROW_POINT);
	assert_int_equal(x->signals[j], 1 << KIEM_HANDS);
	assert_int_equal(x->roles[j], 1 << KIEM_PIONEER);
	assert_int_equal(x->whom[j], VIEW_NONE);
	assert_int_equal(x->author[j], person_with(x, &g->bram));
	assert_int_equal(x->whom[v], person_with(x, &g->carla));
	assert_int_equal(x->level[v], 2);
	assert_int_equal(x->author[v], x->author[j]);
	assert_int_equal(x->n_persons, 3);
	assert_true(view_row_live(x, j, SUPPORT_NOW));
	assert_false(view_row_live(x, j, SUPPORT_NOW + DAY));
	view_extract_close(x);
}

/* More boards than are remembered at once, each post's own. */
static void every_row_has_its_board(void **state)
{
	struct garden *g = *state;
	char name[40];

	for (unsigned i = 0; i < 300; i++) {
		struct kiem_post post = {.kind = KIEM_OFFER, .title = support_span("x")};
		snprintf(name, sizeof(name), "nl/straat/%u", i % 100);
		post.board = support_span(name);
		post.made = SUPPORT_NOW - 1 - i;
		plant(g, &post, &g->anna);
	}
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	for (uint32_t row = 0; row < x->n; row++) {
		struct kiem_board board;
		assert_int_equal(kiem_read_board_number(g->read, &board, x->board[row]), KIEM_DONE);
		snprintf(name, sizeof(name), "nl/straat/%u", row % 100);
		assert_string_equal(board.name, name);
	}
	view_extract_close(x);
}

static void what_was_made_here_and_kinds_of_later(void **state)
{
	struct garden *g = *state;
	struct kiem_post strange = {.kind = 70000, .title = support_span("van later")};
	struct support_bytes bytes;
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true, .local = true};

	plant(g, &strange, &g->anna);
	support_titled(&bytes, KIEM_OFFER, NOORD, "hier", SUPPORT_NOW, &g->bram);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	assert_int_equal(kiem_store_admit(g->store, &entry, 1, &how), KIEM_DONE);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(x->kind[0], UINT16_MAX);
	assert_int_equal(x->flags[0], 0);
	assert_int_equal(x->flags[1], VIEW_ROW_LOCAL);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_row_says_what_its_post_says),
	        garden_test(every_row_has_its_board),
	        garden_test(what_was_made_here_and_kinds_of_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
