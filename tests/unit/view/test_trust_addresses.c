/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls to account: whose weigh, how much, and how they are mended. */
#include "field.h"

static uint32_t address(struct field *f, uint32_t by, uint32_t whom)
{
	return field_post(f, KIEM_ADDRESS, by, whom);
}

static void mine_leaves_a_quarter(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	address(f, ME, ANNA);
	assert_standing(f, ME, ANNA, 225);
	address(f, ME, ANNA); /* a second one takes no more */
	assert_standing(f, ME, ANNA, 225);
}

static void a_strangers_weighs_nothing_however_many_they_are(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	for (size_t i = 0; i < 1000; i++) {
		address(f, field_person(f), ANNA);
	}
	assert_standing(f, ME, ANNA, 900);
}

static void that_of_somebody_i_trust_leaves_a_quarter(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, DIRK, 2);
	field_vouch(f, DIRK, BRAM, 3);
	address(f, BRAM, ANNA);
	assert_standing(f, ME, ANNA, 225); /* Bram has 100, from there on he is heard */
	field_vouch(f, DIRK, CARLA, 3);
	field_vouch(f, DIRK, field_person(f), 3);
	assert_standing(f, ME, ANNA, 225);
	field_vouch(f, DIRK, field_person(f), 1);
	assert_standing(f, ME, ANNA, 900); /* 90 is not enough */
}

static void both_must_mend_it(void **state)
{
	struct field *f = *state;
	struct view_trust_address found;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, BRAM, 3);
	uint32_t row = address(f, BRAM, ANNA);
	field_cancel(f, KIEM_MEND, ANNA, row);
	field_cancel(f, KIEM_MEND, CARLA, row);
	field_cancel(f, KIEM_MEND, ME, row);
	assert_standing(f, ME, ANNA, 225);
	assert_true(view_trust_address(&f->x, &found, row, SUPPORT_NOW));
	assert_true(found.whom_mended && !found.by_mended);
	uint32_t brief = field_cancel(f, KIEM_MEND, BRAM, row);
	f->x.until[brief]--; /* would be gone before the address, which would then stand again */
	assert_standing(f, ME, ANNA, 225);
	field_cancel(f, KIEM_MEND, BRAM, row);
	assert_standing(f, ME, ANNA, 900);
	assert_true(view_trust_address(&f->x, &found, row, SUPPORT_NOW));
	assert_true(found.whom_mended && found.by_mended);
	/* Another one about something else stands by itself. */
	address(f, BRAM, ANNA);
	assert_standing(f, ME, ANNA, 225);
}

static void it_ends_when_taken_back_or_past_its_until(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	uint32_t row = address(f, ME, ANNA);
	f->x.until[row] = SUPPORT_NOW;
	assert_standing(f, ME, ANNA, 900);
	f->x.until[row] = SUPPORT_NOW + 1;
	assert_standing(f, ME, ANNA, 225);
	f->x.flags[row] = VIEW_ROW_GONE;
	assert_standing(f, ME, ANNA, 900);
}

static void what_they_pass_on_is_a_quarter_too(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, BRAM, 3);
	address(f, ME, ANNA);
	assert_standing(f, ME, BRAM, 37); /* a quarter of 150 */
}

static void what_they_did_counts_for_a_quarter_too(void **state)
{
	struct field *f = *state;

	for (int64_t day = 0; day < 9; day++) {
		f->x.made[field_post(f, KIEM_RECEIPT, ME, ANNA)] = SUPPORT_NOW - day * FIELD_DAY;
	}
	assert_standing(f, ME, ANNA, 250);
	address(f, ME, ANNA);
	assert_standing(f, ME, ANNA, 62);
}

/* However much there is of it: what is above all is cut before. */
static void who_has_more_than_all_loses_as_much(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	for (size_t i = 0; i < 100; i++) {
		uint32_t friend = field_person(f);
		field_vouch(f, ME, friend, 3);
		field_vouch(f, friend, ANNA, 3);
	}
	assert_standing(f, ME, ANNA, 1000);
	address(f, ME, ANNA);
	assert_standing(f, ME, ANNA, 250);
	field_vouch(f, ANNA, BRAM, 3);
	assert_standing(f, ME, BRAM, 37 + 4); /* of a quarter of 900 and of a quarter of the 100 that are left till all */
}

static void whom_i_address_myself_is_heard_less(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, BRAM, 1);
	address(f, BRAM, ANNA);
	assert_standing(f, ME, ANNA, 225);
	address(f, ME, BRAM);
	assert_standing(f, ME, ANNA, 900); /* 75 is left of his 300 */
}

static void two_who_address_each_other_are_both_heard(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, BRAM, 3);
	address(f, BRAM, ANNA);
	address(f, ANNA, BRAM);
	assert_standing(f, ME, ANNA, 225);
	assert_int_equal(f->trust->standing[BRAM], 225);
}

static void nobody_addresses_themself(void **state)
{
	struct field *f = *state;
	struct view_trust_address found;

	field_vouch(f, ME, ANNA, 3);
	uint32_t row = address(f, BRAM, ANNA);
	f->x.self[BRAM] = ANNA;
	assert_false(view_trust_address(&f->x, &found, row, SUPPORT_NOW));
	assert_false(view_trust_address(&f->x, &found, field_vouch(f, ANNA, CARLA, 1), SUPPORT_NOW));
	assert_standing(f, ME, ANNA, 900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(mine_leaves_a_quarter),
	        field_test(a_strangers_weighs_nothing_however_many_they_are),
	        field_test(that_of_somebody_i_trust_leaves_a_quarter),
	        field_test(both_must_mend_it),
	        field_test(it_ends_when_taken_back_or_past_its_until),
	        field_test(what_they_pass_on_is_a_quarter_too),
	        field_test(what_they_did_counts_for_a_quarter_too),
	        field_test(who_has_more_than_all_loses_as_much),
	        field_test(whom_i_address_myself_is_heard_less),
	        field_test(two_who_address_each_other_are_both_heard),
	        field_test(nobody_addresses_themself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
