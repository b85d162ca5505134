/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which vouches are in force, and what a vouch is a part of. */
#include "field.h"

static void my_vouch_gives_as_much_whomever_else_i_vouch_for(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, BRAM, 1);
	field_vouch(f, ME, CARLA, 2);
	for (size_t i = 0; i < 100; i++) {
		field_vouch(f, ME, field_person(f), 3);
	}
	assert_standing(f, ME, ANNA, 900);
	assert_int_equal(f->trust->standing[BRAM], 300);
	assert_int_equal(f->trust->standing[CARLA], 600);
	assert_int_equal(f->trust->standing[ME], VIEW_TRUST_FULL);
}

static void that_of_others_is_a_part_of_all_that_they_give(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, BRAM, 3);
	field_vouch(f, ANNA, CARLA, 1);
	assert_standing(f, ME, BRAM, 150); /* few levels: the rest is nobody's */
	assert_int_equal(f->trust->standing[CARLA], 50);
	field_vouch(f, ANNA, DIRK, 3);
	field_vouch(f, ANNA, field_person(f), 3);
	assert_standing(f, ME, BRAM, 135); /* ten levels now */
	assert_int_equal(f->trust->standing[CARLA], 45);
}

static void of_several_vouches_the_fullest_counts_once(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 1);
	uint32_t fullest = field_vouch(f, ME, ANNA, 2);
	field_vouch(f, ME, ANNA, 2);
	assert_standing(f, ME, ANNA, 600);
	field_cancel(f, KIEM_UNVOUCH, ME, fullest);
	assert_standing(f, ME, ANNA, 600); /* the other, made at the same time on another device, stays */
}

static void an_unvouch_takes_away_the_very_vouches_it_names(void **state)
{
	struct field *f = *state;
	uint32_t first = field_vouch(f, ME, ANNA, 3), second = field_vouch(f, ME, ANNA, 1);
	uint32_t rows[4];

	assert_int_equal(view_trust_vouches(&f->x, rows, 4, ME, ANNA, SUPPORT_NOW), 2);
	assert_int_equal(rows[0], first);
	assert_int_equal(rows[1], second);
	field_cancel(f, KIEM_UNVOUCH, ME, first);
	assert_standing(f, ME, ANNA, 300);
	assert_int_equal(view_trust_vouches(&f->x, rows, 4, ME, ANNA, SUPPORT_NOW), 1);
	assert_int_equal(rows[0], second);
	field_cancel(f, KIEM_UNVOUCH, ME, second);
	assert_standing(f, ME, ANNA, 0);
	assert_int_equal(view_trust_vouches(&f->x, rows, 4, ME, ANNA, SUPPORT_NOW), 0);
}

static void only_its_author_takes_a_vouch_back_and_not_for_a_while(void **state)
{
	struct field *f = *state;
	uint32_t vouch = field_vouch(f, ME, ANNA, 3);

	field_cancel(f, KIEM_UNVOUCH, BRAM, vouch);
	field_cancel(f, KIEM_LEAVE, ME, vouch);
	uint32_t brief = field_cancel(f, KIEM_UNVOUCH, ME, vouch);
	f->x.until[brief] = f->x.until[vouch] - 1; /* would be gone before it */
	uint32_t over = field_cancel(f, KIEM_UNVOUCH, ME, vouch);
	f->x.flags[over] = VIEW_ROW_GONE;
	assert_standing(f, ME, ANNA, 900);
}

static void a_vouch_ends_at_its_until(void **state)
{
	struct field *f = *state;
	uint32_t vouch = field_vouch(f, ME, ANNA, 3);

	f->x.until[vouch] = SUPPORT_NOW + 1;
	assert_standing(f, ME, ANNA, 900);
	f->x.until[vouch] = SUPPORT_NOW;
	assert_standing(f, ME, ANNA, 0);
	f->x.until[vouch] = SUPPORT_NOW + 1;
	f->x.flags[vouch] = VIEW_ROW_GONE;
	assert_standing(f, ME, ANNA, 0);
}

static void nobody_vouches_for_themself_with_another_key_either(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, ANNA, 3);
	field_vouch(f, ANNA, BRAM, 3);
	assert_standing(f, ME, BRAM, 150);
	f->x.self[ANNA] = BRAM; /* Bram's key took over from Anna's: they are one */
	field_vouch(f, BRAM, ANNA, 3);
	assert_standing(f, ME, BRAM, 900);
	assert_int_equal(f->trust->standing[ANNA], 900);
	/* Nor does what they give themself use up what they give others. */
	field_vouch(f, BRAM, CARLA, 3);
	assert_standing(f, ME, CARLA, 150);
}

static void an_heir_can_take_back_what_the_old_key_vouched(void **state)
{
	struct field *f = *state;
	uint32_t vouch = field_vouch(f, ANNA, CARLA, 3);

	f->x.self[ANNA] = BRAM;
	assert_standing(f, ANNA, CARLA, 900);
	field_cancel(f, KIEM_UNVOUCH, BRAM, vouch);
	assert_standing(f, BRAM, CARLA, 0);
}

static void somebody_may_vouch_for_very_many(void **state)
{
	struct field *f = *state;
	uint32_t people[1000], rows[4];

	for (size_t i = 0; i < 1000; i++) {
		people[i] = field_person(f);
	}
	for (size_t i = 0; i < 1000; i++) {
		field_vouch(f, ME, people[(i * 637) % 1000], 1); /* in no order; each twice */
		field_vouch(f, ME, people[(i * 211) % 1000], 3);
		field_vouch(f, people[i], CARLA, 1);
	}
	struct view_trust *trust = field_trust(f, ME);
	for (size_t i = 0; i < 1000; i++) {
		assert_int_equal(trust->standing[people[i]], 900);
	}
	assert_int_equal(trust->standing[CARLA], VIEW_TRUST_FULL); /* not 50,000 */
	/* More rows than asked for: the earliest of them, and how many there are. */
	for (size_t i = 0; i < 5; i++) {
		f->x.made[field_vouch(f, ANNA, BRAM, 1)] = SUPPORT_NOW - (int64_t)i * FIELD_DAY;
	}
	assert_int_equal(view_trust_vouches(&f->x, rows, 2, ANNA, BRAM, SUPPORT_NOW), 5);
	assert_int_equal(f->x.made[rows[0]], SUPPORT_NOW - 4 * FIELD_DAY);
	assert_int_equal(f->x.made[rows[1]], SUPPORT_NOW - 3 * FIELD_DAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(my_vouch_gives_as_much_whomever_else_i_vouch_for),
	        field_test(that_of_others_is_a_part_of_all_that_they_give),
	        field_test(of_several_vouches_the_fullest_counts_once),
	        field_test(an_unvouch_takes_away_the_very_vouches_it_names),
	        field_test(only_its_author_takes_a_vouch_back_and_not_for_a_while),
	        field_test(a_vouch_ends_at_its_until),
	        field_test(nobody_vouches_for_themself_with_another_key_either),
	        field_test(an_heir_can_take_back_what_the_old_key_vouched),
	        field_test(somebody_may_vouch_for_very_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
