/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a command means: by name, by a part of it, by the beginning of a key; never by guessing between two. */
#include "circle.h"
#include "person.h"

static void a_name_or_a_part_of_it_will_do(void **state)
{
	struct desk *desk = *state;
	struct other zoe, wit;
	char id[DESK_ID];

	circle_meet(desk, &zoe, 7, "Zoë", false);
	circle_meet(desk, &wit, 8, "Zoë de Wit", false);
	/* Who is called just so comes before those who are also called something more. */
	desk_post(desk, id, "vouch", "zoë", NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, zoe.author.key.b, 32);
	desk_post(desk, id, "vouch", "DE WIT", NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, wit.author.key.b, 32);
	assert_non_null(strstr(desk->err, "Zoë de Wit"));
	desk_type(desk, "vouch", "niemand", NULL);
	desk_failed(desk, EX_DATAERR, "nobody here is called");
	desk_type(desk, "vouch", "", NULL);
	desk_failed(desk, EX_DATAERR, "nobody here is called");
}

static void of_two_with_one_name_the_key_tells(void **state)
{
	struct desk *desk = *state;
	struct other one, two;
	char id[DESK_ID], digits[13];

	circle_meet(desk, &one, 7, "Bakkerij", false);
	circle_meet(desk, &two, 8, "Bakkerij", false);
	desk_type(desk, "vouch", "bakkerij", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "fits several people"));
	snprintf(digits, sizeof(digits), "%.12s", one.key);
	assert_non_null(strstr(desk->err, digits));
	snprintf(digits, sizeof(digits), "%.12s", two.key);
	assert_non_null(strstr(desk->err, digits));
	desk_post(desk, id, "vouch", digits, NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, two.author.key.b, 32);
}

static void a_whole_key_need_not_be_here(void **state)
{
	struct desk *desk = *state;
	struct support_author author;
	char id[DESK_ID], key[DESK_ID];

	support_author(&author, 99);
	kiem_hex(key, author.key.b, 32);
	desk_type(desk, "vouch", "abcd", NULL);
	desk_failed(desk, EX_DATAERR, "nobody here is called");
	desk_post(desk, id, "vouch", key, NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, author.key.b, 32);
}

/* Whoever calls themselves by the digits that kiem shows of somebody else is not taken for them. */
static void no_name_comes_before_a_key(void **state)
{
	struct desk *desk = *state;
	struct other one, two, three;
	char id[DESK_ID], twelve[13], six[7];

	circle_meet(desk, &one, 7, "Bakkerij", false);
	snprintf(twelve, sizeof(twelve), "%.12s", one.key);
	snprintf(six, sizeof(six), "%.6s", one.key);
	circle_meet(desk, &two, 8, twelve, false);
	circle_meet(desk, &three, 9, six, false);
	desk_post(desk, id, "vouch", twelve, NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, one.author.key.b, 32);
	desk_type(desk, "vouch", six, NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "fits several people"));
	assert_non_null(strstr(desk->err, twelve));
}

static void an_older_key_stands_for_who_they_are_now(void **state)
{
	struct desk *desk = *state;
	struct other older, newer;
	char id[DESK_ID];

	circle_meet(desk, &newer, 8, "Anna", false);
	support_author(&older.author, 7);
	kiem_hex(older.key, older.author.key.b, 32);
	circle_post(desk, NULL,
	        &(struct kiem_post){
	                .kind = KIEM_PROFILE, .name = support_span("Anna van vroeger"), .has_heir = true, .heir = newer.author.key},
	        &older);
	circle_post(desk, NULL, &(struct kiem_post){.kind = KIEM_SUCCEED, .has_whom = true, .whom = older.author.key}, &newer);
	desk_post(desk, id, "vouch", "vroeger", NULL);
	assert_memory_equal(desk_read(desk, id)->whom.b, newer.author.key.b, 32);
}

static void a_name_is_cleaned(void **state)
{
	struct desk *desk = *state;
	struct other one;
	char id[DESK_ID];

	circle_meet(desk, &one, 7, "Eve\x1b[31m", false);
	desk_post(desk, id, "vouch", "eve", NULL);
	assert_null(strchr(desk->err, '\x1b'));
	assert_true(person_name_has(support_span("Café Noord"), "FÉ N"));
	assert_false(person_name_has(support_span("Café"), "Café Noord"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_name_or_a_part_of_it_will_do, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(of_two_with_one_name_the_key_tells, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_whole_key_need_not_be_here, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(no_name_comes_before_a_key, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(an_older_key_stands_for_who_they_are_now, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_name_is_cleaned, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
