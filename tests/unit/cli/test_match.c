/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stranger.h"

static void nothing_matches_says_what_to_do(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	assert_int_equal(desk_type(desk, "match", NULL), 0);
	assert_has(desk, "among 0 open offers and 0 open requests");
	assert_has(desk, "kiem match --all");
	assert_int_equal(desk_type(desk, "match", "--json", NULL), 0);
	assert_string_equal(desk->out, "");
	desk_type(desk, "match", "--open", NULL);
	assert_has(desk, "No request waits for an answer");
	desk_type(desk, "match", "--rings", NULL);
	assert_has(desk, "no ring");
	desk_post(desk, id, "request", "Een ladder", NULL);
	desk_type(desk, "match", NULL);
	assert_has(desk, "among 0 open offers and 1 open request.");
	desk_post(desk, id, "offer", "Een ladder", NULL);
	desk_type(desk, "match", NULL);
	assert_has(desk, "by two people");
}

/* The pulse of a board leads here: what it counts on the board is what is shown. */
static void one_board_only(void **state)
{
	struct desk *desk = *state;
	char here[DESK_ID], there[DESK_ID], offer[DESK_ID];

	assert_int_equal(desk_type(desk, "follow", "nl/breda/haven", NULL), 0);
	desk_post(desk, here, "request", "Een ladder", "--board", "nl/tilburg/noord", NULL);
	desk_post(desk, there, "request", "Een ladder", "--board", "nl/breda/haven", NULL);
	stranger_trades(desk, offer, 7, KIEM_OFFER, "ladder", 0, NULL);
	here[12] = there[12] = '\0';
	for (size_t i = 0; i < 3; i++) {
		desk_type(desk, "match", (const char *[]){"--all", "--open", "--mine"}[i], "--board", "nl/breda/haven", NULL);
		assert_has(desk, there);
		assert_lacks(desk, here);
	}
	desk_type(desk, "match", "--all", "--board", "nl/breda/haven", "--limit", "1", NULL);
	assert_has(desk, there);
	assert_lacks(desk, "There is more");
	desk_type(desk, "match", "--open", "--board", "nl/tilburg/noord", "--limit", "1", NULL);
	assert_has(desk, here);
	assert_lacks(desk, "There is more");
	desk_type(desk, "pulse", "nl/breda/haven", NULL);
	assert_has(desk, "kiem match --open --board nl/breda/haven");
	assert_has(desk, "kiem match --all --board nl/breda/haven");
	desk_type(desk, "match", "--rings", "--board", "nl/breda/haven", NULL);
	desk_failed(desk, EX_USAGE, "--board goes with");
	desk_type(desk, "match", here, "--board", "nl/breda/haven", NULL);
	desk_failed(desk, EX_USAGE, "--board goes with");
	desk_type(desk, "match", "--all", "--board", "nl/breda/have", NULL);
	desk_failed(desk, EX_USAGE, "nl/breda/haven");
}

/* Nobody answers their own request: what fits it is what they want to know. */
static void my_own_open_request(void **state)
{
	struct desk *desk = *state;
	char mine[DESK_ID], other[DESK_ID], command[64];

	desk_post(desk, mine, "request", "Een ladder", NULL);
	stranger_trades(desk, other, 9, KIEM_REQUEST, "zaag gezocht", 0, NULL);
	desk_type(desk, "match", "--open", NULL);
	snprintf(command, sizeof(command), "kiem match %.12s", mine);
	assert_has(desk, command);
	snprintf(command, sizeof(command), "kiem answer %.12s", other);
	assert_has(desk, command);
}

static void mine_of_one_post_or_everybodys(void **state)
{
	struct desk *desk = *state;
	char offer[DESK_ID], request[DESK_ID], other[DESK_ID], third[DESK_ID];

	desk_post(desk, request, "request", "Een ladder", NULL);
	stranger_trades(desk, offer, 7, KIEM_OFFER, "ladder", 0, NULL);
	stranger_trades(desk, other, 8, KIEM_OFFER, "zaag", 0, NULL);
	stranger_trades(desk, third, 9, KIEM_REQUEST, "zaag gezocht", 0, NULL);
	request[12] = third[12] = offer[12] = '\0';
	desk_type(desk, "match", NULL);
	assert_has(desk, request);
	assert_lacks(desk, third);
	desk_type(desk, "match", "--all", NULL);
	assert_has(desk, request);
	assert_has(desk, third);
	desk_type(desk, "match", third, NULL);
	assert_lacks(desk, request);
	assert_has(desk, third);
	desk_type(desk, "match", "--all", "--limit", "1", NULL);
	assert_has(desk, "--limit 100");
	desk_type(desk, "match", "--open", NULL);
	assert_has(desk, "kiem answer");
	assert_has(desk, third);
	desk_type(desk, "match", "--open", "--mine", NULL);
	assert_lacks(desk, third);
}

static void a_swap_of_two(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "request", "Een ladder", NULL);
	desk_post(desk, id, "offer", "Een zaag", NULL);
	stranger_trades(desk, id, 7, KIEM_OFFER, "ladder", 0, NULL);
	stranger_trades(desk, id, 7, KIEM_REQUEST, "zaag", 0, NULL);
	desk_type(desk, "match", "--rings", NULL);
	assert_has(desk, "A swap of 2");
	assert_has(desk, "has what");
	assert_has(desk, "kiem answer REQUEST --with OFFER");
	desk_type(desk, "match", "--rings", "--json", NULL);
	assert_has(desk, "\"steps\"");
}

static void wrong_words_are_one_sentence(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_type(desk, "match", "--all", "--mine", NULL);
	desk_failed(desk, EX_USAGE, "--open");
	desk_type(desk, "match", "--limit", "nul", NULL);
	desk_failed(desk, EX_USAGE, "--limit");
	desk_post(desk, id, "deed", "Klaar", NULL);
	desk_type(desk, "match", id, NULL);
	desk_failed(desk, EX_USAGE, "offers and requests");
	desk_post(desk, id, "offer", "Voorbij", "--to", "2020-01-01", NULL);
	desk_type(desk, "match", id, NULL);
	desk_failed(desk, EX_USAGE, "no longer open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(nothing_matches_says_what_to_do, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(mine_of_one_post_or_everybodys, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(one_board_only, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(my_own_open_request, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_swap_of_two, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(wrong_words_are_one_sentence, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
