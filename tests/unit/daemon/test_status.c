/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to `status` has every member that docs/control.md names, and they are right. */
#include "node.h"

#include <jansson.h>

static struct node pair[2];

static int set_up(void **state)
{
	node_pair(pair);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&pair[0]);
	node_remove(&pair[1]);
	return 0;
}

static json_t *parse(char *text)
{
	json_t *object = json_loads(text, 0, NULL);

	assert_true(json_is_object(object));
	free(text);
	return object;
}

static json_int_t number(const json_t *object, const char *name)
{
	assert_true(json_is_integer(json_object_get(object, name)));
	return json_integer_value(json_object_get(object, name));
}

/* Seen, not just there: the door has told the loop. */
static bool synced(void *context)
{
	return pair[1].d->follow.seen == 30 && pair[1].d->follow.boards[0].synced_ms != 0;
}

static void check_neighbour(const json_t *status, const json_t *board)
{
	char hex[65];

	assert_non_null(json_string_value(json_object_get(status, "reach")));
	assert_true(number(status, "remembered") >= 0);
	const json_t *view = json_object_get(board, "view"), *one = json_array_get(json_object_get(board, "neighbours"), 0);
	assert_int_equal(number(view, "pinned"), 1);
	assert_int_equal(number(view, "active") + number(view, "guest"), 0);
	assert_true(number(view, "passive") >= 0);
	assert_int_equal(json_array_size(json_object_get(board, "neighbours")), 1);
	kiem_hex(hex, pair[0].d->node.b, 32);
	assert_string_equal(json_string_value(json_object_get(one, "node")), hex);
	assert_string_equal(json_string_value(json_object_get(one, "place")), "pinned");
	assert_non_null(json_string_value(json_object_get(one, "phase")));
	assert_int_equal(number(one, "behind") + number(one, "ahead"), 0);
	assert_true(json_is_boolean(json_object_get(one, "exact")));
	assert_in_range(number(one, "compared_s"), 0, 60);
}

static void test_status(void **state)
{
	char hex[65];

	node_post(&pair[0], 30);
	node_until("all posts and a comparison", pair, 2, synced, NULL);
	json_t *status = parse(status_answer(pair[1].d)), *board = json_array_get(json_object_get(status, "boards"), 0);

	kiem_hex(hex, pair[1].d->node.b, 32);
	assert_true(json_is_true(json_object_get(status, "ok")));
	assert_string_equal(json_string_value(json_object_get(status, "node")), hex);
	assert_string_equal(json_string_value(json_object_get(status, "listen")), link_hub_bound(pair[1].d->hub));
	assert_string_equal(json_string_value(json_object_get(status, "name")), pair[1].d->config.name);
	assert_non_null(json_string_value(json_object_get(status, "version")));
	assert_int_equal(number(status, "links"), 1);
	assert_int_equal(number(status, "posts"), 30);
	assert_true(number(status, "bytes") > 30 * 100);
	assert_in_range(number(status, "uptime_s"), 0, 60);
	assert_int_equal(number(json_object_get(status, "store"), "cap"), KIEM_STORE_CAP_DEFAULT);
	assert_true(number(json_object_get(status, "store"), "file") > 0);
	assert_true(json_is_true(json_object_get(json_object_get(status, "clock"), "ok")));
	assert_int_equal(json_array_size(json_object_get(status, "boards")), 1);
	assert_string_equal(json_string_value(json_object_get(board, "board")), NODE_BOARD);
	assert_int_equal(number(board, "posts"), 30);
	assert_true(json_is_boolean(json_object_get(board, "complete")));
	assert_non_null(json_string_value(json_object_get(board, "phase")));
	assert_in_range(number(board, "synced_s"), 0, 60);
	assert_int_equal(number(board, "received"), 30);
	check_neighbour(status, board);
	json_decref(status);
}

static void test_a_board_that_never_compared(void **state)
{
	pair[0].d->follow.boards[0].synced_ms = 0;
	json_t *status = parse(status_answer(pair[0].d));

	assert_true(json_is_null(json_object_get(json_array_get(json_object_get(status, "boards"), 0), "synced_s")));
	json_decref(status);
}

static void test_a_line_for_the_service_manager(void **state)
{
	char line[64];

	node_post(&pair[0], 3);
	node_pass(pair, 2, 3);
	status_line(pair[0].d, line, sizeof(line));
	assert_string_equal(line, "1 links, 3 posts");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_status, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_board_that_never_compared, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_line_for_the_service_manager, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
