/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compacting keeps every post, and does not begin while somebody has the store open. */
#include "desk.h"

static void test_posts_stay(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	assert_int_equal(desk_type(desk, "compact", NULL), EX_OK);
	assert_non_null(strstr(desk->out, "and takes"));
	assert_non_null(desk_read(desk, id));
}

static void test_an_open_store_is_left_alone(void **state)
{
	struct desk *desk = *state;
	char dir[400];
	struct kiem_store *store;

	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	desk_type(desk, "compact", NULL);
	desk_failed(desk, EX_TEMPFAIL, "in use");
	kiem_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_posts_stay, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_an_open_store_is_left_alone, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
