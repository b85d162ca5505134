/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, as others confirm it: slow to gain, and nothing for who confirms themself. The figures are those of docs/ties.md.
 */
#include "field.h"

static void receipt(struct field *f, uint32_t by, uint32_t whom, int64_t days_ago)
{
	f->x.made[field_post(f, KIEM_RECEIPT, by, whom)] = SUPPORT_NOW - days_ago * FIELD_DAY;
}

static void it_comes_slowly(void **state)
{
	static const struct {
		int64_t days;
		uint16_t standing;
	} table[] = {{1, 22}, {2, 38}, {3, 50}, {9, 83}, {30, 108}, {365, 123}};
	struct field *f = *state;
	int64_t day = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		for (; day < table[i].days; day++) {
			receipt(f, ME, ANNA, day);
			receipt(f, ME, ANNA, day); /* twice a day is once */
		}
		assert_standing(f, ME, ANNA, table[i].standing);
	}
}

static void those_i_trust_confirm_with_half_of_what_they_have(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	receipt(f, ANNA, BRAM, 0);
	assert_standing(f, ME, BRAM, 3); /* 333/2 · 1/12 is 14 behind him */
	for (int64_t day = 1; day < 12; day++) {
		receipt(f, ANNA, BRAM, day);
	}
	assert_standing(f, ME, BRAM, 35); /* 167 behind him */
	for (int64_t day = 0; day < 36; day++) {
		receipt(f, ANNA, CARLA, day); /* of 48 days 12 are Bram's, a quarter of what she stands for */
	}
	assert_standing(f, ME, BRAM, 10);
	assert_int_equal(f->trust->standing[CARLA], 27);
}

static void it_never_comes_to_more_than_a_quarter(void **state)
{
	struct field *f = *state;

	for (size_t i = 0; i < 9; i++) {
		uint32_t friend = field_person(f);
		field_vouch(f, ME, friend, 3);
		for (int64_t day = 0; day < 30; day++) {
			receipt(f, friend, ANNA, day);
			receipt(f, ME, ANNA, day);
		}
	}
	uint16_t standing = field_trust(f, ME)->standing[ANNA];
	assert_in_range(standing, 130, 160);
}

static void strangers_and_oneself_confirm_nothing(void **state)
{
	struct field *f = *state;

	for (int64_t day = 0; day < 30; day++) {
		receipt(f, BRAM, ANNA, day);
		field_deed(f, ANNA, CARLA, day);
		field_deed(f, ANNA, ANNA, day);
		receipt(f, ANNA, ANNA, day);
		receipt(f, ANNA, ME, day); /* that I gave her something says nothing of her */
	}
	assert_standing(f, ME, ANNA, 0);
	/* Not with an older key of theirs either, were it one that I trust. */
	field_vouch(f, ME, ANNA, 3);
	receipt(f, DIRK, ANNA, 0);
	f->x.self[DIRK] = ANNA;
	assert_standing(f, ME, ANNA, 333);
}

static void a_deed_is_confirmed_by_a_join_a_note_or_a_receipt(void **state)
{
	static const uint16_t kinds[] = {KIEM_JOIN, KIEM_NOTE, KIEM_RECEIPT};
	struct field *f = *state;

	for (size_t i = 0; i < 3; i++) {
		uint32_t who = field_person(f);
		uint32_t deed = field_post(f, KIEM_DEED, who, VIEW_NONE);
		field_linked(f, kinds[i], ME, VIEW_NONE, KIEM_ABOUT, deed);
		assert_standing(f, ME, who, 22);
		field_linked(f, kinds[(i + 1) % 3], ME, VIEW_NONE, KIEM_ABOUT, deed);
		assert_standing(f, ME, who, 22); /* on the same day */
	}
	field_linked(f, KIEM_NOTE, ME, VIEW_NONE, KIEM_ABOUT, field_post(f, KIEM_LESSON, ANNA, VIEW_NONE));
	field_linked(f, KIEM_NOTE, ME, VIEW_NONE, KIEM_AFTER, field_post(f, KIEM_DEED, ANNA, VIEW_NONE));
	field_linked(f, KIEM_OFFER, ME, VIEW_NONE, KIEM_ABOUT, field_post(f, KIEM_DEED, ANNA, VIEW_NONE));
	assert_standing(f, ME, ANNA, 0);
}

static void what_is_gone_confirms_nothing(void **state)
{
	struct field *f = *state;
	uint32_t deed = field_post(f, KIEM_DEED, ANNA, VIEW_NONE);
	uint32_t join = field_linked(f, KIEM_JOIN, ME, VIEW_NONE, KIEM_ABOUT, deed);

	assert_standing(f, ME, ANNA, 22);
	f->x.until[deed] = SUPPORT_NOW;
	assert_standing(f, ME, ANNA, 0);
	f->x.until[deed] = SUPPORT_NOW + 1;
	f->x.flags[join] = VIEW_ROW_GONE;
	assert_standing(f, ME, ANNA, 0);
	f->x.flags[join] = 0;
	field_cancel(f, KIEM_LEAVE, ME, join);
	assert_standing(f, ME, ANNA, 0);
	field_linked(f, KIEM_NOTE, ME, VIEW_NONE, KIEM_ABOUT, VIEW_NONE);
	assert_standing(f, ME, ANNA, 0);
}

static void a_receipt_thanks_whom_it_names_or_who_made_the_offer(void **state)
{
	struct field *f = *state;
	uint32_t offer = field_post(f, KIEM_OFFER, ANNA, VIEW_NONE), mine = field_post(f, KIEM_REQUEST, ME, VIEW_NONE);

	field_linked(f, KIEM_RECEIPT, ME, VIEW_NONE, KIEM_ABOUT, offer);
	field_linked(f, KIEM_RECEIPT, ME, BRAM, KIEM_ABOUT, mine);       /* Bram fulfilled what I asked for */
	field_linked(f, KIEM_RECEIPT, ME, VIEW_NONE, KIEM_ABOUT, mine);  /* nobody but myself */
	field_linked(f, KIEM_RECEIPT, ME, CARLA, KIEM_ABOUT, VIEW_NONE); /* the offer is gone; she is named */
	struct view_trust *trust = field_trust(f, ME);
	assert_int_equal(trust->standing[ANNA], 22);
	assert_int_equal(trust->standing[BRAM], 22);
	assert_int_equal(trust->standing[CARLA], 22);
}

static void a_revised_deed_is_one_deed(void **state)
{
	struct field *f = *state;
	uint32_t deed = field_post(f, KIEM_DEED, ANNA, VIEW_NONE);
	uint32_t newer = field_linked(f, KIEM_REVISE, ANNA, VIEW_NONE, KIEM_REPLACES, deed);

	field_linked(f, KIEM_NOTE, ME, VIEW_NONE, KIEM_ABOUT, newer);
	assert_standing(f, ME, ANNA, 22);
}

static void a_day_to_come_is_today(void **state)
{
	struct field *f = *state;

	receipt(f, ME, ANNA, 0);
	receipt(f, ME, ANNA, -1);
	receipt(f, ME, ANNA, -2);
	assert_standing(f, ME, ANNA, 22);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(it_comes_slowly),
	        field_test(those_i_trust_confirm_with_half_of_what_they_have),
	        field_test(it_never_comes_to_more_than_a_quarter),
	        field_test(strangers_and_oneself_confirm_nothing),
	        field_test(a_deed_is_confirmed_by_a_join_a_note_or_a_receipt),
	        field_test(what_is_gone_confirms_nothing),
	        field_test(a_receipt_thanks_whom_it_names_or_who_made_the_offer),
	        field_test(a_revised_deed_is_one_deed),
	        field_test(a_day_to_come_is_today),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
