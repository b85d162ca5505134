/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts that stand on a board by themselves: what was typed is what is signed. */
#include "desk.h"

static void test_an_initiative(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", "--text", "Wie doet mee?", "--tag", "groen, #straat", "--tag", "groen",
	        "--place", "Lijnsheike", "--at", "51.5606,-5.0919", "--language", "nl", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_non_null(post);
	assert_int_equal(post->kind, KIEM_INITIATIVE);
	assert_true(desk_is(post->board, "nl/tilburg/noord"));
	assert_true(desk_is(post->title, "Groene gevels"));
	assert_true(desk_is(post->text, "Wie doet mee?"));
	assert_int_equal(post->n_tags, 2);
	assert_true(desk_is(post->tags[0], "groen") && desk_is(post->tags[1], "straat"));
	assert_true(desk_is(post->place, "Lijnsheike"));
	assert_true(post->has_point);
	assert_int_equal(post->lat_udeg, 51560600);
	assert_int_equal(post->lon_udeg, -5091900);
	assert_true(desk_is(post->language, "nl"));
	assert_true(post->until - post->made == 365LL * 86400000);
}

static void test_an_offer(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "offer", "Zaal voor twintig mensen", "--quantity", "20 seats", "--from", "2038-01-08 19:00", "--to",
	        "22:00", "--terms", "gratis, wel opruimen", "--life", "7d", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_non_null(post);
	assert_int_equal(post->kind, KIEM_OFFER);
	assert_int_equal(post->quantity_milli, 20000);
	assert_true(desk_is(post->unit, "seats"));
	assert_true(post->has_from && post->has_to);
	assert_int_equal(post->to - post->from, 3 * 3600000); /* the end is meant of the same evening */
	assert_true(desk_is(post->terms, "gratis, wel opruimen"));
	assert_int_equal(post->until - post->made, 7 * 86400000);
}

static void test_every_kind_can_be_made(void **state)
{
	struct desk *desk = *state;
	static const struct {
		const char *command;
		uint64_t kind;
	} kinds[] = {{"initiative", KIEM_INITIATIVE}, {"offer", KIEM_OFFER}, {"request", KIEM_REQUEST}, {"deed", KIEM_DEED},
	        {"lesson", KIEM_LESSON}};
	char id[DESK_ID];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		desk_post(desk, id, kinds[i].command, "Iets", NULL);
		assert_int_equal(desk_read(desk, id)->kind, kinds[i].kind);
	}
	desk_post(desk, id, "gathering", "Plantdag", "--from", "zaterdag 10:00", NULL);
	assert_int_equal(desk_read(desk, id)->kind, KIEM_GATHERING);
	desk_type(desk, "gathering", "Plantdag", NULL);
	desk_failed(desk, EX_USAGE, "--from");
}

static void test_about_links_to_the_post(void **state)
{
	struct desk *desk = *state;
	char first[DESK_ID], second[DESK_ID], hex[DESK_ID];

	desk_post(desk, first, "initiative", "Groene gevels", NULL);
	desk_post(desk, second, "deed", "Twaalf bakken gemaakt", "--about", first, NULL);
	assert_non_null(strstr(desk->err, "Groene gevels"));
	const struct kiem_post *post = desk_read(desk, second);
	assert_int_equal(post->n_links, 1);
	assert_int_equal(post->links[0].relation, KIEM_ABOUT);
	kiem_hex(hex, post->links[0].id.b, 32);
	assert_string_equal(hex, first);
}

static void test_text_becomes_nfc(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "initiative", "Cafe\u0301", "--tag", "e\u0301", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_true(desk_is(post->title, "Caf\u00e9"));
	assert_true(desk_is(post->tags[0], "\u00e9"));
}

static void test_mistakes_post_nothing(void **state)
{
	struct desk *desk = *state;
	static char long_title[300], long_text[17000];
	uint64_t before = desk_posts(desk);

	memset(long_title, 'x', sizeof(long_title) - 1);
	memset(long_text, 'x', sizeof(long_text) - 1);
	desk_type(desk, "initiative", long_title, NULL);
	desk_failed(desk, EX_DATAERR, "299 bytes");
	desk_type(desk, "initiative", "x", "--text", long_text, NULL);
	desk_failed(desk, EX_DATAERR, "16999 bytes");
	long_text[16300] = '\0';
	desk_type(desk, "initiative", "x", "--text", long_text, NULL);
	desk_failed(desk, EX_DATAERR, "too long");
	desk_type(desk, "initiative", "", NULL);
	desk_failed(desk, EX_USAGE, "title is empty");
	desk_type(desk, "initiative", "x", "--board", "nl/tilburg/zuid", NULL);
	desk_failed(desk, EX_USAGE, "do not follow");
	desk_type(desk, "initiative", "x", "--about", "ffff", NULL);
	desk_failed(desk, EX_DATAERR, "ffff");
	desk_type(desk, "initiative", "\xff", NULL);
	desk_failed(desk, EX_DATAERR, "UTF-8");
	assert_int_equal(desk_posts(desk), before);
}

static void test_a_gathering_that_is_over_is_remarked_on(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "gathering", "Plantdag", "--from", "morgen 10:00", NULL);
	desk_post(desk, id, "gathering", "Plantdag", "--from", "gisteren 10:00", NULL);
	assert_non_null(strstr(desk->err, "over already"));
	desk_post(desk, id, "gathering", "Feest", "--from", "vrijdag 22:00", "--to", "zaterdag 02:00", NULL);
	assert_string_equal(desk->err, "");
}

static void test_a_title_of_spaces_is_none(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_type(desk, "offer", " \t ", NULL);
	desk_failed(desk, EX_USAGE, "title is empty");
	desk_post(desk, id, "offer", "  Zaal ", NULL);
	assert_true(desk_is(desk_read(desk, id)->title, "Zaal"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_gathering_that_is_over_is_remarked_on, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_title_of_spaces_is_none, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_an_initiative, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_an_offer, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_every_kind_can_be_made, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_about_links_to_the_post, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_text_becomes_nfc, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_mistakes_post_nothing, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
