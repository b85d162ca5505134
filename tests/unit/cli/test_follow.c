/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following boards and links. */
#include "follow.h"

#include "desk.h"

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct kiem_store *open_store(struct desk *desk)
{
	char dir[400];
	struct kiem_store *store;

	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	return store;
}

static bool follows(struct desk *desk, const char *name)
{
	struct kiem_store *store = open_store(desk);
	struct kiem_read *read;
	struct kiem_board board = {0};

	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	bool is = kiem_read_board(read, &board, name) == KIEM_DONE && board.followed;
	kiem_read_end(read);
	kiem_store_close(store);
	return is;
}

static size_t peers(struct desk *desk, struct kiem_peer *list)
{
	struct kiem_store *store = open_store(desk);
	struct kiem_read *read;
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(kiem_read_peers(read, list, &n, KIEM_PEERS_MAX), KIEM_DONE);
	kiem_read_end(read);
	kiem_store_close(store);
	return n;
}

static void test_a_board(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL), EX_OK);
	assert_non_null(strstr(desk->out, "kiem board nl/tilburg/kraaiven"));
	assert_true(follows(desk, "nl/tilburg/kraaiven"));
	assert_int_equal(desk_posts(desk), 2); /* the name went along */
	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL), EX_OK);
	assert_int_equal(desk_posts(desk), 2);
	assert_int_equal(desk_type(desk, "unfollow", "nl/tilburg/kraaiven", NULL), EX_OK);
	assert_false(follows(desk, "nl/tilburg/kraaiven"));
	desk_type(desk, "unfollow", "nl/tilburg/kraaiven", NULL);
	desk_failed(desk, EX_USAGE, "do not follow");
	desk_type(desk, "unfollow", "Not a board", NULL);
	desk_failed(desk, EX_USAGE, "do not follow");
}

static void test_a_link_brings_a_neighbour(void **state)
{
	struct desk *desk = *state;
	static struct kiem_peer list[KIEM_PEERS_MAX];

	assert_int_equal(desk_type(desk, "follow", "kiem://" KEY "@[2001:db8::1]:7340/nl/tilburg/zuid", NULL), EX_OK);
	assert_true(follows(desk, "nl/tilburg/zuid"));
	assert_int_equal(peers(desk, list), 1);
	assert_string_equal(list[0].address, "[2001:db8::1]:7340");
	assert_true(list[0].wanted);
	assert_int_equal(list[0].node.b[1], 0x11);
	assert_int_equal(desk_type(desk, "follow", "kiem://" KEY "@park.example:7341", NULL), EX_OK);
	assert_int_equal(peers(desk, list), 1);
	assert_string_equal(list[0].address, "park.example:7341");
}

static void test_a_near_name_is_pointed_out(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/nord", NULL), EX_OK);
	assert_non_null(strstr(desk->err, "nl/tilburg/noord"));
	assert_true(follows(desk, "nl/tilburg/nord"));
	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL), EX_OK);
	assert_null(strstr(desk->err, "nearly"));
}

static void test_mistakes_change_nothing(void **state)
{
	struct desk *desk = *state;
	static struct kiem_peer list[KIEM_PEERS_MAX];
	char own[500];

	desk_type(desk, "follow", "NL/Tilburg", NULL);
	desk_failed(desk, EX_USAGE, "no board name");
	desk_type(desk, "follow", "kiem://" KEY "@host/nl", NULL);
	desk_failed(desk, EX_DATAERR, "no invite link");
	desk_type(desk, "invite", "--host", "here:7340", NULL);
	snprintf(own, sizeof(own), "%.*s", (int)strcspn(desk->out, "\n"), desk->out);
	desk_type(desk, "follow", own, NULL);
	desk_failed(desk, EX_DATAERR, "your own node");
	assert_int_equal(peers(desk, list), 0);
}

static void test_a_link_out_of_a_letter(void **state)
{
	static struct kiem_peer list[KIEM_PEERS_MAX];
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "follow", " <Kiem://" KEY "@park.exam\n  ple:7341/nl/tilburg/\r\nzuid>\n", NULL), EX_OK);
	assert_true(follows(desk, "nl/tilburg/zuid"));
	assert_int_equal(peers(desk, list), 1);
	assert_string_equal(list[0].address, "park.example:7341");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_link_out_of_a_letter, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_board, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_link_brings_a_neighbour, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_near_name_is_pointed_out, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_mistakes_change_nothing, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
