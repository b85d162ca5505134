/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to `links` has every member that docs/control.md names, and they are right. */
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

static void check_board(const json_t *board)
{
	const json_t *compared = json_object_get(board, "compared");

	assert_string_equal(json_string_value(json_object_get(board, "board")), NODE_BOARD);
	assert_string_equal(json_string_value(json_object_get(board, "place")), "pinned");
	assert_non_null(json_string_value(json_object_get(board, "phase")));
	assert_true(number(board, "received") >= 0 && number(board, "sent") >= 0 && number(board, "theirs") >= 0);
	assert_int_equal(number(board, "behind") + number(board, "ahead"), 0);
	assert_true(json_is_boolean(json_object_get(board, "exact")));
	assert_in_range(number(board, "compared_s"), 0, 60);
	assert_true(number(compared, "times") >= 1);
	assert_true(number(compared, "bytes") > 0 && number(compared, "trips") > 0);
	assert_true(number(compared, "sent") >= 0 && number(compared, "taken") >= 0);
}

static bool three(void *context)
{
	return pair[1].d->follow.seen == 3;
}

static void test_links_on_both_sides(void **state)
{
	char hex[65];

	node_post(&pair[0], 3);
	node_until("three posts", pair, 2, three, NULL);
	json_t *out = parse(status_links(pair[1].d)), *in = parse(status_links(pair[0].d));
	const json_t *a = json_array_get(json_object_get(out, "links"), 0), *b = json_array_get(json_object_get(in, "links"), 0);
	const json_t *wanted = json_array_get(json_object_get(out, "wanted"), 0);

	kiem_hex(hex, pair[0].d->node.b, 32);
	assert_string_equal(json_string_value(json_object_get(a, "node")), hex);
	assert_string_equal(json_string_value(json_object_get(a, "address")), node_address(&pair[0]));
	assert_true(json_is_true(json_object_get(a, "dialled")));
	assert_false(json_is_true(json_object_get(b, "dialled")));
	assert_true(json_is_true(json_object_get(a, "up")));
	assert_int_equal(number(a, "posts_in"), 3);
	assert_int_equal(number(a, "offences"), 0);
	assert_int_equal(number(b, "posts_out"), 3);
	assert_int_equal(number(b, "queued"), 0);
	assert_in_range(number(a, "since_s"), 0, 60);
	assert_true(number(a, "rtt_ms") >= 0);
	assert_true(json_is_integer(json_object_get(a, "offset_ms")));
	check_board(json_array_get(json_object_get(a, "boards"), 0));
	assert_int_equal(json_array_size(json_object_get(in, "wanted")), 0);
	assert_string_equal(json_string_value(json_object_get(wanted, "node")), hex);
	assert_true(json_is_true(json_object_get(wanted, "linked")));
	assert_int_equal(number(wanted, "next_try_s"), 0);
	json_decref(out);
	json_decref(in);
}

static bool waiting(void *context)
{
	json_t *links = parse(status_links(pair[1].d));
	const json_t *wanted = json_array_get(json_object_get(links, "wanted"), 0);
	bool is = !json_is_true(json_object_get(wanted, "linked")) && number(wanted, "next_try_s") > 0;

	json_decref(links);
	return is;
}

static void test_when_a_lost_neighbour_is_tried_again(void **state)
{
	node_close(&pair[0]);
	node_until("the next try", pair, 2, waiting, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_links_on_both_sides, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_when_a_lost_neighbour_is_tried_again, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
