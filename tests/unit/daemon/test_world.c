/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The swarm is told which boards are followed and whom to keep links with, and only of what changed. */
#include "node.h"

static struct node node;

static int set_up(void **state)
{
	node_make(&node);
	node_open(&node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	return 0;
}

static uint64_t look(void)
{
	uint64_t steps = node.d->steps;

	follow_world(node.d);
	return node.d->steps - steps;
}

static void put(unsigned who, const char *address, bool wanted)
{
	struct kiem_peer peer = {.wanted = wanted};
	struct support_author author;

	support_author(&author, who);
	peer.node = author.key;
	snprintf(peer.address, sizeof(peer.address), "%s", address);
	assert_int_equal(kiem_store_peer_put(node.d->store, &peer), KIEM_DONE);
}

static struct told_neighbour *told(unsigned who)
{
	struct support_author author;

	support_author(&author, who);
	return follow_neighbour(&node.d->follow, &author.key);
}

static void test_boards_come_and_go(void **state)
{
	assert_int_equal(node.d->follow.n_boards, 1);
	assert_string_equal(node.d->follow.boards[0].name, NODE_BOARD);
	assert_int_equal(look(), 0);
	assert_int_equal(kiem_store_follow(node.d->store, "nl/breda"), KIEM_DONE);
	assert_int_equal(look(), 1);
	assert_int_equal(node.d->follow.n_boards, 2);
	assert_int_equal(look(), 0);
	assert_int_equal(kiem_store_unfollow(node.d->store, NODE_BOARD), KIEM_DONE);
	assert_int_equal(look(), 1);
	assert_int_equal(node.d->follow.n_boards, 1);
	assert_string_equal(node.d->follow.boards[0].name, "nl/breda");
	assert_int_equal(kiem_store_follow(node.d->store, NODE_BOARD), KIEM_DONE);
	assert_int_equal(look(), 1);
	assert_non_null(follow_board(&node.d->follow, node.d->follow.boards[1].number));
	assert_null(follow_board(&node.d->follow, 9999));
}

static void test_neighbours_of_the_store(void **state)
{
	struct swarm_neighbour_status status;

	put(1, "127.0.0.1:9", true);
	put(2, "127.0.0.1:8", false);
	assert_int_equal(look(), 1);
	assert_non_null(told(1));
	assert_null(told(2));
	assert_true(swarm_neighbour_status(node.d->swarm, &status, &told(1)->node));
	assert_int_equal(look(), 0);
	put(1, "127.0.0.1:10", true);
	assert_int_equal(look(), 1);
	assert_string_equal(told(1)->address, "127.0.0.1:10");
	struct kiem_key key = told(1)->node;
	assert_int_equal(kiem_store_peer_remove(node.d->store, &key), KIEM_DONE);
	assert_int_equal(look(), 1);
	assert_null(told(1));
	assert_false(swarm_neighbour_status(node.d->swarm, &status, &key));
}

static void test_neighbours_of_the_configuration(void **state)
{
	struct support_author author;
	struct kiem_address address = {.host = "127.0.0.1", .port = 9}, six = {.host = "fe80::1", .port = 7}, own = address;
	char one[KIEM_PATH_MAX], two[KIEM_PATH_MAX], three[KIEM_PATH_MAX];

	support_author(&author, 1);
	address.node = author.key;
	support_author(&author, 2);
	six.node = author.key;
	own.node = node.d->node;
	kiem_address_print(one, sizeof(one), &address);
	kiem_address_print(two, sizeof(two), &six);
	kiem_address_print(three, sizeof(three), &own);
	snprintf(node.d->config.neighbours, sizeof(node.d->config.neighbours), "%.300s %.300s %.300s", one, two, three);
	assert_int_equal(look(), 2); /* not the node itself */
	assert_string_equal(told(1)->address, "127.0.0.1:9");
	assert_string_equal(told(2)->address, "[fe80::1]:7");
	put(1, "127.0.0.1:10", true); /* what a person said last goes before the file */
	assert_int_equal(look(), 1);
	assert_string_equal(told(1)->address, "127.0.0.1:10");
	put(1, "", false);
	assert_int_equal(look(), 1);
	assert_null(told(1));
	node.d->config.neighbours[0] = '\0';
	assert_int_equal(look(), 1);
	assert_int_equal(node.d->follow.n_neighbours, 0);
}

static void test_a_change_on_its_way_is_not_undone(void **state)
{
	put(1, "127.0.0.1:9", true);
	assert_int_equal(look(), 1);
	node.d->follow.peers_under_way = 1; /* somebody said "disconnect", and the door has yet to write it */
	node.d->follow.n_neighbours = 0;
	assert_int_equal(look(), 0);
	assert_null(told(1));
	node.d->follow.peers_under_way = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_boards_come_and_go, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_neighbours_of_the_store, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_neighbours_of_the_configuration, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_change_on_its_way_is_not_undone, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
