/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody says of themself, shown and changed. */
#include "profile.h"

#include "desk.h"

static void test_changing_keeps_the_rest(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "profile", "--sector", "civil-society", "--language", "nl,en", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->kind, KIEM_PROFILE);
	assert_true(desk_is(post->name, "Speeltuin Noord"));
	assert_int_equal(post->sector, KIEM_CIVIL_SOCIETY);
	assert_int_equal(post->n_languages, 2);
	desk_post(desk, id, "profile", "--name", "Zoe\u0308", "--unnamed", NULL);
	post = desk_read(desk, id);
	assert_true(desk_is(post->name, "Zo\u00eb") && post->unnamed);
	assert_int_equal(post->sector, KIEM_CIVIL_SOCIETY);
	assert_int_equal(desk_type(desk, "profile", NULL), EX_OK);
	assert_non_null(strstr(desk->out, "Zo\u00eb\n"));
	assert_non_null(strstr(desk->out, "civil society"));
	assert_non_null(strstr(desk->out, "nl, en"));
	assert_int_equal(desk_type(desk, "profile", "--json", NULL), EX_OK);
	assert_string_equal(
	        desk->out, "{\"name\":\"Zo\u00eb\",\"sector\":\"civil-society\",\"languages\":[\"nl\",\"en\"],\"unnamed\":true}\n");
}

static void test_every_board_gets_it_or_the_one_given(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL);
	uint64_t before = desk_posts(desk);
	desk_post(desk, id, "profile", "--sector", "school", NULL);
	assert_int_equal(desk_posts(desk), before + 2);
	desk_post(desk, id, "profile", "--sector", "care", "--board", "nl/tilburg/kraaiven", NULL);
	assert_int_equal(desk_posts(desk), before + 3);
	assert_true(desk_is(desk_read(desk, id)->board, "nl/tilburg/kraaiven"));
}

static void test_a_name_given_before_any_board_goes_along(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "init", "--name", "Bakkerij op het park", "--sector", "business", NULL), EX_OK);
	assert_int_equal(desk_posts(desk), 0);
	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL), EX_OK);
	assert_int_equal(desk_posts(desk), 1);
}

static void test_mistakes_change_nothing(void **state)
{
	struct desk *desk = *state;
	static char name[120];
	uint64_t before = desk_posts(desk);

	memset(name, 'x', sizeof(name) - 1);
	desk_type(desk, "profile", "--name", name, NULL);
	desk_failed(desk, EX_DATAERR, "119 bytes");
	desk_type(desk, "profile", "--name", "  ", NULL);
	desk_failed(desk, EX_USAGE, "empty");
	desk_type(desk, "profile", "--sector", "circus", NULL);
	desk_failed(desk, EX_USAGE, "no sector");
	desk_type(desk, "profile", "--sector", "care", "--board", "nl/tilburg/zuid", NULL);
	desk_failed(desk, EX_USAGE, "do not follow");
	assert_int_equal(desk_posts(desk), before);
	desk_type(desk, "profile", "--json", NULL);
	assert_string_equal(desk->out, "{\"name\":\"Speeltuin Noord\",\"sector\":null,\"languages\":[],\"unnamed\":false}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_changing_keeps_the_rest, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_every_board_gets_it_or_the_one_given, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_name_given_before_any_board_goes_along, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_mistakes_change_nothing, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
