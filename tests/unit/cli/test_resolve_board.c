/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boards left out and boards mistyped. */
#include "desk.h"

static void test_boards(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "init", "--name", "X", NULL), EX_OK);
	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_USAGE, "follow no board");
	desk_type(desk, "follow", "nl/tilburg/noord", NULL);
	assert_int_equal(desk_type(desk, "initiative", "x", NULL), EX_OK);
	desk_type(desk, "follow", "nl/tilburg/kraaiven", NULL);
	desk_type(desk, "initiative", "x", NULL);
	desk_failed(desk, EX_USAGE, "nl/tilburg/kraaiven, nl/tilburg/noord");
	assert_int_equal(desk_type(desk, "initiative", "x", "--board", "nl/tilburg/kraaiven", NULL), EX_OK);
	desk_type(desk, "unfollow", "nl/tilburg/kraaiven", NULL);
	desk_type(desk, "initiative", "x", "--board", "nl/tilburg/kraaiven", NULL);
	desk_failed(desk, EX_USAGE, "do not follow");
}

static void test_a_slip_of_the_finger_gets_the_right_name(void **state)
{
	static const char *const commands[] = {"board", "watch", "export", "unfollow", "invite", NULL};
	struct desk *desk = *state;

	for (size_t i = 0; commands[i]; i++) {
		desk_type(desk, commands[i], "nl/tilburg/norod", NULL);
		desk_failed(desk, EX_USAGE, "did you mean nl/tilburg/noord?");
		desk_type(desk, commands[i], "noord", NULL);
		desk_failed(desk, EX_USAGE, "did you mean nl/tilburg/noord?");
		desk_type(desk, commands[i], "nl/tilburg", NULL);
		desk_failed(desk, EX_USAGE, "did you mean nl/tilburg/noord?");
		desk_type(desk, commands[i], "be/gent/dampoort", NULL);
		desk_failed(desk, EX_USAGE, "kiem follow be/gent/dampoort");
	}
	desk_type(desk, "offer", "x", "--board", "nl/tilburg/noor", NULL);
	desk_failed(desk, EX_USAGE, "did you mean nl/tilburg/noord?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_boards, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_slip_of_the_finger_gets_the_right_name, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
