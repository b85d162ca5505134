/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem sync` asks for a comparison, waits for its end, and says how it ended. */
#include "doorkeeper.h"

#define BOARD "nl/tilburg/noord"
#define LINK(node, phase, times, sent, taken, bytes)                                                                               \
	"{\"node\":\"" node "\",\"address\":\"\",\"up\":true,\"boards\":[{\"board\":\"" BOARD "\",\"phase\":\"" phase              \
	"\",\"compared\":{\"times\":" times ",\"sent\":" sent ",\"taken\":" taken ",\"bytes\":" bytes ",\"trips\":" times "}}]}"
#define LINKS(list) "{\"ok\":true,\"links\":[" list "],\"wanted\":[]}"
#define OK "{\"ok\":true}"

static void test_it_waits_for_every_neighbour(void **state)
{
	struct desk *desk = *state;
	static const char *const answers[] = {
	        LINKS(LINK("aa", "synced", "4", "10", "20", "500") "," LINK("bb", "idle", "1", "0", "0", "29")),
	        OK,
	        LINKS(LINK("aa", "comparing", "4", "10", "20", "500") "," LINK("bb", "synced", "2", "0", "0", "58")),
	        LINKS(LINK("aa", "comparing", "4", "10", "25", "900") "," LINK("bb", "synced", "2", "0", "0", "58")),
	        LINKS(LINK("aa", "synced", "5", "11", "32", "1500") "," LINK("bb", "synced", "2", "0", "0", "58")),
	        NULL,
	};
	struct doorkeeper keeper = {.answers = answers};

	ask_keeper(desk, &keeper, (const char *const[4]){"sync", NULL});
	assert_int_equal(desk->status, EX_OK);
	assert_string_equal(keeper.asked, "links\nsync\nlinks\nlinks\nlinks\n");
	assert_non_null(strstr(desk->out, BOARD "\n"));
	assert_non_null(strstr(desk->out, "the same · 12 posts taken · 1 post sent · 1000 B to find out · 1 round trip"));
	assert_non_null(strstr(desk->out, "the same · 0 posts taken · 0 posts sent · 29 B to find out · 1 round trip"));
	assert_non_null(strstr(desk->out, "2 neighbours, 12 posts taken, 1 sent, "));
	assert_string_equal(desk->err, "");
}

static void test_a_board_of_ones_own(void **state)
{
	struct desk *desk = *state;
	static const char *const answers[] = {
	        LINKS(LINK("aa", "synced", "4", "0", "0", "0")), OK, LINKS(LINK("aa", "synced", "5", "0", "0", "29")), NULL};
	struct doorkeeper keeper = {.answers = answers};

	ask_keeper(desk, &keeper, (const char *const[4]){"sync", BOARD, NULL});
	assert_int_equal(desk->status, EX_OK);
	assert_string_equal(keeper.asked, "links\nsync " BOARD "\nlinks\n");
	desk_type(desk, "sync", "nl/tilburg/nord", NULL);
	desk_failed(desk, EX_USAGE, BOARD); /* which was meant */
}

static void test_time_is_up(void **state)
{
	struct desk *desk = *state;
	static const char *const answers[] = {
	        LINKS(LINK("aa", "comparing", "4", "0", "0", "0")), OK, LINKS(LINK("aa", "comparing", "4", "0", "7", "9")), NULL};
	struct doorkeeper keeper = {.answers = answers};

	ask_keeper(desk, &keeper, (const char *const[4]){"sync", "--wait", "1", NULL});
	assert_int_equal(desk->status, EX_TEMPFAIL);
	assert_non_null(strstr(desk->err, "not everything was compared within 1 second"));
	assert_non_null(strstr(desk->out, "not compared yet · 7 posts taken")); /* what was done is told all the same */
}

static void test_a_link_breaks(void **state)
{
	struct desk *desk = *state;
	static const char *const answers[] = {LINKS(LINK("aa", "synced", "4", "0", "0", "0")), OK, LINKS(""), NULL};
	struct doorkeeper keeper = {.answers = answers};

	ask_keeper(desk, &keeper, (const char *const[4]){"sync", NULL});
	assert_int_equal(desk->status, EX_TEMPFAIL);
	assert_non_null(strstr(desk->err, "a link broke"));
	assert_non_null(strstr(desk->out, "the link broke"));
}

/* A link that was made anew begins its sums anew, with a comparison. */
static void test_a_link_made_anew(void **state)
{
	struct desk *desk = *state;
	static const char *const answers[] = {
	        LINKS(LINK("aa", "synced", "4", "9", "9", "9")), OK, LINKS(LINK("aa", "synced", "1", "2", "3", "4")), NULL};
	struct doorkeeper keeper = {.answers = answers};

	ask_keeper(desk, &keeper, (const char *const[4]){"sync", NULL});
	assert_int_equal(desk->status, EX_OK);
	assert_non_null(strstr(desk->out, "the same · 3 posts taken · 2 posts sent · 4 B"));
}

static void test_there_is_nobody(void **state)
{
	struct desk *desk = *state;
	static const char *const none[] = {LINKS(""), NULL};
	static const char *const without[] = {LINKS("{\"node\":\"aa\",\"up\":true,\"boards\":[]}"), NULL};
	struct doorkeeper keeper = {.answers = none}, other = {.answers = without};

	desk_type(desk, "sync", NULL);
	desk_failed(desk, EX_UNAVAILABLE, "kiemd is not running");
	ask_keeper(desk, &keeper, (const char *const[4]){"sync", NULL});
	desk_failed(desk, EX_TEMPFAIL, "nobody is linked now");
	ask_keeper(desk, &other, (const char *const[4]){"sync", BOARD, NULL});
	desk_failed(desk, EX_TEMPFAIL, "no neighbour that is linked now has " BOARD);
}

static void test_what_cannot_be_meant(void **state)
{
	struct desk *desk = *state;
	static const char *const waits[] = {"0", "-1", "soon", "10s", "99999999"};

	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		desk_type(desk, "sync", "--wait", waits[i], NULL);
		desk_failed(desk, EX_USAGE, "number of seconds");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_it_waits_for_every_neighbour, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_board_of_ones_own, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_time_is_up, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_link_breaks, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_link_made_anew, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_there_is_nobody, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_cannot_be_meant, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
