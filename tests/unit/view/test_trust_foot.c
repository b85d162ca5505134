/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, as others confirm it: slow to gain, and nothing for who confirms themself. The figures are those of docs/ties.md.
 */
#include "field.h"

static void receipt(struct field *f, uint32_t by, uint32_t whom, int64_t days_ago)
{
	f->x.made[field_post(f, KIEM_RECEIPT, by, whom)] = SUPPORT_NOW - days_ago * FIELD_DAY;
}

static void what_i_confirm_comes_slowly(void **state)
{
	static const struct {
		int64_t days;
		uint16_t standing;
	} table[] = {{1, 30}, {2, 60}, {3, 90}, {7, 210}, {9, 250}, {30, 250}};
	struct field *f = *state;
	int64_t day = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		for (; day < table[i].days; day++) {
			receipt(f, ME, ANNA, day);
			receipt(f, ME, ANNA, day); /* twice a day is once */
			receipt(f, ME, BRAM, day); /* and what I confirm others takes nothing from it */
		}
		assert_standing(f, ME, ANNA, table[i].standing);
	}
}

/* People whom I vouch for a little confirm, each on a day of its own, what Anna did. */
static uint16_t confirmed_by(struct field *f, size_t people, bool one_day)
{
	for (size_t i = 0; i < people; i++) {
		uint32_t friend = field_person(f);
		field_vouch(f, ME, friend, 1);
		receipt(f, friend, ANNA, one_day ? 0 : (int64_t)i);
	}
	return field_trust(f, ME)->standing[ANNA];
}

static void one_day_brings_little_whoever_confirms(void **state)
{
	assert_int_equal(confirmed_by(*state, 100, true), 30);
}

static void ten_people_on_ten_days_make_somebody_known(void **state)
{
	static const struct {
		size_t people;
		uint16_t standing;
	} table[] = {{1, 30}, {2, 60}, {5, 150}, {10, 250}, {100, 250}};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(confirmed_by(*state, table[i].people, false), table[i].standing);
		field_teardown(state);
		field_setup(state);
	}
}

/* Ten whom I know a little only, at 30 of 1000 each, by a friend who vouches for thirty; and they confirm three others each. */
static void ten_who_are_known_a_little_make_somebody_known_a_little(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, BRAM, 3);
	field_vouch(f, ME, DIRK, 3);
	for (size_t i = 0; i < 30; i++) {
		uint32_t person = field_person(f);
		field_vouch(f, BRAM, person, 3);
		field_vouch(f, DIRK, person, 3);
		for (int64_t k = 0; i < 10 && k < 3; k++) {
			receipt(f, person, field_person(f), k);
		}
		if (i < 10) {
			receipt(f, person, ANNA, (int64_t)i);
		}
	}
	assert_standing(f, ME, (uint32_t)(f->x.n_persons - 1), 30);
	assert_in_range(f->trust->standing[ANNA], 30, 40);
	assert_int_equal(view_trust_band(f->trust->standing[ANNA]), VIEW_TRUST_LITTLE);
}

static void those_i_trust_share_half_of_what_they_have(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, DIRK, 2);
	field_vouch(f, DIRK, ANNA, 3); /* she has 100 */
	receipt(f, ANNA, BRAM, 0);
	assert_standing(f, ME, BRAM, 12); /* 100/2 · 1/4 */
	receipt(f, ANNA, BRAM, 1);
	assert_standing(f, ME, BRAM, 25);
	for (int64_t day = 0; day < 8; day++) {
		receipt(f, ANNA, CARLA, day); /* of ten days two are Bram's */
	}
	assert_standing(f, ME, BRAM, 10);
	assert_int_equal(f->trust->standing[CARLA], 40);
}

static void one_other_person_brings_little(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, BRAM, 3);
	for (int64_t day = 0; day < 30; day++) {
		receipt(f, BRAM, ANNA, day);
	}
	assert_standing(f, ME, ANNA, 50);
}

/* Who makes others known is not made known by them; elsewhere they count as ever. */
static void nobody_gains_by_those_whom_they_made_known(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 1);
	field_vouch(f, ANNA, BRAM, 3);
	field_vouch(f, BRAM, CARLA, 3);
	for (int64_t day = 0; day < 4; day++) {
		receipt(f, BRAM, ANNA, day);
		receipt(f, CARLA, ANNA, day + 10);
		receipt(f, CARLA, BRAM, day + 10);
	}
	assert_standing(f, ME, ANNA, 300); /* all that Bram and Carla have they have by her */
	assert_int_equal(f->trust->standing[BRAM], 50);
	/* Bram has 60 by Dirk too: half of it, as he confirmed nothing else. Carla has half of half a third of that. */
	field_vouch(f, ME, DIRK, 1);
	field_vouch(f, DIRK, BRAM, 3);
	assert_standing(f, ME, ANNA, 300 + 25 + 2);
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
	assert_standing(f, ME, ANNA, 900);
}

static void a_deed_is_confirmed_by_a_join_a_note_or_a_receipt(void **state)
{
	static const uint16_t kinds[] = {KIEM_JOIN, KIEM_NOTE, KIEM_RECEIPT};
	struct field *f = *state;

	for (size_t i = 0; i < 3; i++) {
		uint32_t who = field_person(f);
		uint32_t deed = field_post(f, KIEM_DEED, who, VIEW_NONE);
		field_linked(f, kinds[i], ME, VIEW_NONE, KIEM_ABOUT, deed);
		assert_standing(f, ME, who, 30);
		field_linked(f, kinds[(i + 1) % 3], ME, VIEW_NONE, KIEM_ABOUT, deed);
		assert_standing(f, ME, who, 30); /* on the same day */
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

	assert_standing(f, ME, ANNA, 30);
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
	assert_int_equal(trust->standing[ANNA], 30);
	assert_int_equal(trust->standing[BRAM], 30);
	assert_int_equal(trust->standing[CARLA], 30);
}

static void a_revised_deed_is_one_deed(void **state)
{
	struct field *f = *state;
	uint32_t deed = field_post(f, KIEM_DEED, ANNA, VIEW_NONE);
	uint32_t newer = field_linked(f, KIEM_REVISE, ANNA, VIEW_NONE, KIEM_REPLACES, deed);

	field_linked(f, KIEM_NOTE, ME, VIEW_NONE, KIEM_ABOUT, newer);
	assert_standing(f, ME, ANNA, 30);
}

static void a_day_to_come_is_today(void **state)
{
	struct field *f = *state;

	receipt(f, ME, ANNA, 0);
	receipt(f, ME, ANNA, -1);
	receipt(f, ME, ANNA, -2);
	assert_standing(f, ME, ANNA, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(what_i_confirm_comes_slowly),
	        field_test(one_day_brings_little_whoever_confirms),
	        field_test(ten_people_on_ten_days_make_somebody_known),
	        field_test(ten_who_are_known_a_little_make_somebody_known_a_little),
	        field_test(those_i_trust_share_half_of_what_they_have),
	        field_test(one_other_person_brings_little),
	        field_test(nobody_gains_by_those_whom_they_made_known),
	        field_test(strangers_and_oneself_confirm_nothing),
	        field_test(a_deed_is_confirmed_by_a_join_a_note_or_a_receipt),
	        field_test(what_is_gone_confirms_nothing),
	        field_test(a_receipt_thanks_whom_it_names_or_who_made_the_offer),
	        field_test(a_revised_deed_is_one_deed),
	        field_test(a_day_to_come_is_today),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
