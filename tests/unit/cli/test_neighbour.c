/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "neighbour.h"

#include "desk.h"

#include <stdlib.h>

static char *text;
static size_t size;
static struct out out = {.width = 80};

static void open_out(void)
{
	free(text);
	text = NULL;
	out.file = open_memstream(&text, &size);
	assert_non_null(out.file);
}

static const char *differs(const char *json)
{
	struct facts facts;
	json_t *board = json_loads(json, 0, NULL);

	assert_non_null(board);
	open_out();
	facts_init(&facts, &out, 0);
	neighbour_differs(&facts, board);
	facts_end(&facts);
	fclose(out.file);
	json_decref(board);
	return text;
}

/* Who lacks posts is behind: kiemd says what this node is ahead. */
static void whoever_lacks_posts_is_behind(void **state)
{
	assert_string_equal(differs("{\"phase\":\"idle\",\"ahead\":12,\"behind\":0,\"exact\":true}"), "12 posts behind\n");
	assert_string_equal(differs("{\"phase\":\"idle\",\"ahead\":0,\"behind\":1,\"exact\":true}"), "1 post ahead\n");
	assert_string_equal(differs("{\"phase\":\"idle\",\"ahead\":1200,\"behind\":3,\"exact\":false}"),
	        "at least 1,200 posts behind · at least 3 posts ahead\n");
}

static void what_is_not_known_is_not_claimed(void **state)
{
	assert_string_equal(differs("{\"phase\":\"synced\",\"ahead\":0,\"behind\":0,\"exact\":true}"), "the same\n");
	assert_string_equal(differs("{\"phase\":\"idle\",\"ahead\":0,\"behind\":0,\"exact\":false}"), "not compared yet\n");
	assert_string_equal(differs("{\"phase\":\"comparing\",\"ahead\":0,\"behind\":0,\"exact\":false}"), "being compared\n");
	assert_string_equal(
	        differs("{\"phase\":\"comparing\",\"ahead\":4,\"behind\":0,\"exact\":true}"), "being compared · 4 posts behind\n");
	assert_string_equal(differs("{}"), "not compared yet\n");
}

static const char *place(const char *json)
{
	json_t *board = json_loads(json, 0, NULL);
	const char *words = neighbour_place(board);

	json_decref(board);
	return words ? words : "-";
}

static void places_have_names(void **state)
{
	assert_string_equal(place("{\"place\":\"active\"}"), "active");
	assert_string_equal(place("{\"place\":\"guest\"}"), "guest");
	assert_string_equal(place("{\"place\":\"pinned\"}"), "pinned");
	assert_string_equal(place("{\"place\":\"none\"}"), "-");
	assert_string_equal(place("{\"place\":\"of a later version\"}"), "-");
}

static void the_view_is_counted(void **state)
{
	struct facts facts;
	json_t *view = json_loads("{\"active\":3,\"guest\":1,\"pinned\":1,\"passive\":37}", 0, NULL);

	open_out();
	facts_init(&facts, &out, 0);
	neighbour_view(&facts, NULL);
	neighbour_view(&facts, view);
	facts_end(&facts);
	fclose(out.file);
	assert_string_equal(text, "5 neighbours · 37 more nodes stand by\n");
	json_decref(view);
}

static void each_neighbour_has_a_line(void **state)
{
	json_t *list = json_loads("[{\"node\":\"0123456789abcdef0123\",\"place\":\"pinned\",\"phase\":\"synced\"},"
	                          "{\"node\":\"ff\",\"phase\":\"idle\",\"ahead\":2,\"exact\":true}]",
	        0, NULL);

	open_out();
	neighbour_list(&out, list);
	fclose(out.file);
	assert_string_equal(text, "      0123456789abcdef · pinned · the same\n      ff · 2 posts behind\n");
	json_decref(list);
}

static void whether_others_get_through(void **state)
{
	open_out();
	neighbour_reach(&out, "proved");
	neighbour_reach(&out, "of a later version");
	neighbour_reach(&out, NULL);
	fclose(out.file);
	assert_string_equal(text, "reachable     yes: a neighbour dialled this node\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(whoever_lacks_posts_is_behind),
	        cmocka_unit_test(what_is_not_known_is_not_claimed),
	        cmocka_unit_test(places_have_names),
	        cmocka_unit_test(the_view_is_counted),
	        cmocka_unit_test(each_neighbour_has_a_line),
	        cmocka_unit_test(whether_others_get_through),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(text);
	return failed;
}
