/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem trust` as a whole: whom it is about, that it writes nothing, that nobody's text reaches the terminal raw. */
#include "circle.h"

static void it_writes_nothing(void **state)
{
	struct desk *desk = *state;
	struct other anna;

	circle_meet(desk, &anna, 7, "Anna", false);
	uint64_t before = desk_posts(desk);
	assert_int_equal(desk_type(desk, "trust", NULL), EX_OK);
	assert_int_equal(desk_type(desk, "trust", "anna", NULL), EX_OK);
	assert_int_equal(desk_posts(desk), before);
}

static void whom_it_does_not_know_it_says(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "trust", "niemand", NULL);
	desk_failed(desk, EX_DATAERR, "nobody here is called “niemand”");
	desk_type(desk, "trust", "een", "twee", NULL);
	assert_int_equal(desk->status, EX_USAGE);
}

static void a_reason_is_cleaned(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	struct kiem_post address = {.kind = KIEM_ADDRESS, .text = support_span("Boos\x1b[2J\nen nog iets"), .has_whom = true};
	char id[DESK_ID];

	circle_meet(desk, &anna, 7, "An\x1b[31mna", false);
	desk_post(desk, id, "offer", "Zaal", NULL);
	address.whom = desk_read(desk, id)->author;
	circle_post(desk, NULL, &address, &anna);
	desk_type(desk, "trust", NULL);
	assert_has(desk, "called you to account");
	assert_null(strchr(desk->out, '\x1b'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(it_writes_nothing, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(whom_it_does_not_know_it_says, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_reason_is_cleaned, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
