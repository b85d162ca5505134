/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk of three hops, and why keys that cost nothing gain nothing by it. */
#include "field.h"

#define SYBILS 1000

static void trust_goes_three_hops_halved_and_no_further(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, BRAM, 3);
	field_vouch(f, BRAM, CARLA, 3);
	field_vouch(f, CARLA, DIRK, 3);
	struct view_trust *trust = field_trust(f, ME);
	assert_int_equal(trust->standing[ANNA], 333); /* 3/9 */
	assert_int_equal(trust->standing[BRAM], 55);  /* 3/9 · 3/9 / 2 */
	assert_int_equal(trust->standing[CARLA], 9);  /* 3/9 · 3/9 · 3/9 / 4 */
	assert_int_equal(trust->standing[DIRK], 0);
}

static void it_is_seen_from_oneself_only(void **state)
{
	struct field *f = *state;

	field_vouch(f, ANNA, BRAM, 3);
	field_vouch(f, BRAM, CARLA, 3);
	assert_standing(f, ANNA, CARLA, 55);
	assert_standing(f, ME, CARLA, 0);
	assert_standing(f, ME, BRAM, 0);
	assert_standing(f, VIEW_NONE, BRAM, 0); /* somebody who never posted knows nobody */
}

static void several_ways_add_up(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ME, BRAM, 3);
	field_vouch(f, ANNA, CARLA, 3);
	field_vouch(f, BRAM, CARLA, 3);
	assert_standing(f, ME, CARLA, 111);
}

static void nobody_gains_by_whom_they_vouch_for(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, BRAM, 3);
	assert_standing(f, ME, ANNA, 333);
	/* Bram vouches back, and for who vouches back: nothing of what Anna gave returns to her. */
	field_vouch(f, BRAM, ANNA, 3);
	field_vouch(f, BRAM, CARLA, 3);
	field_vouch(f, CARLA, ANNA, 3);
	field_vouch(f, CARLA, BRAM, 3);
	assert_standing(f, ME, ANNA, 333);
	assert_int_equal(f->trust->standing[BRAM], 55);
	/* And nothing that comes back to me goes out from me again. */
	field_vouch(f, ANNA, ME, 3);
	assert_standing(f, ME, ANNA, 333);
	/* What Bram has from elsewhere does count: Anna, Dirk → Bram → Anna. */
	field_vouch(f, ME, DIRK, 3);
	assert_standing(f, ME, DIRK, 333);
	field_vouch(f, DIRK, BRAM, 3);
	assert_standing(f, ME, ANNA, 333 + 9);
}

static void a_ring_of_strangers_gives_nothing(void **state)
{
	struct field *f = *state;
	uint32_t ring[100];

	field_vouch(f, ME, ANNA, 3);
	for (size_t i = 0; i < 100; i++) {
		ring[i] = field_person(f);
	}
	for (size_t i = 0; i < 100; i++) {
		for (size_t step = 1; step < 8; step++) {
			field_vouch(f, ring[i], ring[(i + step) % 100], 3);
		}
		field_vouch(f, ring[i], ME, 3);
		field_vouch(f, ring[i], ANNA, 3);
	}
	struct view_trust *trust = field_trust(f, ME);
	for (size_t i = 0; i < 100; i++) {
		assert_int_equal(trust->standing[ring[i]], 0);
	}
	assert_int_equal(trust->standing[ANNA], 333); /* nor do strangers raise a friend */
}

/*
 * The bound of docs/ties.md: all that one edge leads to, however many keys it is, has together no more than 31/32 of what the walk
 * gives the one whom I vouched for. Anna made a thousand keys. They vouch for each other and for one of them, confirm each other's
 * deeds on every day of a year, and give each other receipts.
 */
static void attack(struct field *f, size_t edges, bool succeeded)
{
	uint32_t keys[SYBILS];

	field_vouch(f, ME, ANNA, 3);
	for (size_t i = 0; i < SYBILS; i++) {
		keys[i] = field_person(f);
		if (i < edges) {
			field_vouch(f, ANNA, keys[i], 3);
		}
	}
	for (size_t i = 0; i < SYBILS; i++) {
		field_vouch(f, keys[i], keys[(i + edges) % SYBILS], 3);
		field_vouch(f, keys[i], keys[0], 3);
		f->x.made[field_post(f, KIEM_RECEIPT, keys[i], keys[0])] = SUPPORT_NOW - (int64_t)(i % 365) * FIELD_DAY;
		f->x.made[field_post(f, KIEM_RECEIPT, keys[i], keys[(i + 1) % SYBILS])] = SUPPORT_NOW;
		f->x.made[field_post(f, KIEM_RECEIPT, ANNA, keys[i])] = SUPPORT_NOW - (int64_t)(i % 7) * FIELD_DAY;
		if (succeeded && i % 3 != 0) {
			f->x.self[keys[i]] = keys[i - i % 3]; /* three keys, one person */
		}
	}
}

static void a_thousand_keys_behind_one_edge_get_less_than_that_edge(void **state)
{
	static const size_t edges[] = {1, 3, 20, 100, SYBILS};

	(void)state;
	for (size_t e = 0; e < 2 * sizeof(edges) / sizeof(edges[0]); e++) {
		struct field f;
		uint64_t sum = 0, known = 0;
		field_open(&f, 8 * SYBILS, SYBILS + FIELD_PEOPLE);
		for (int i = 0; i < FIELD_PEOPLE; i++) {
			field_person(&f);
		}
		attack(&f, edges[e / 2], e % 2 == 1);
		struct view_trust *trust = field_trust(&f, ME);
		for (uint32_t person = FIELD_PEOPLE; person < trust->n; person++) {
			bool counts = f.x.self[person] == person;
			sum += counts ? trust->standing[person] : 0;
			known += counts && view_trust_known(trust, person);
		}
		assert_int_equal(trust->standing[ANNA], 333);
		assert_true(sum * 32 <= 333 * 31);
		assert_true(known <= sum);
		field_close(&f);
	}
}

/* The same spent on one target: Anna could have vouched for it herself, and that would have been worth more. */
static void all_of_them_for_one_target_are_worth_less_than_one_vouch(void **state)
{
	struct field *f = *state;
	uint32_t target = BRAM;

	field_vouch(f, ME, ANNA, 3);
	for (size_t i = 0; i < SYBILS; i++) {
		uint32_t key = field_person(f);
		field_vouch(f, ANNA, key, 3);
		field_vouch(f, key, target, 3);
		field_post(f, KIEM_RECEIPT, key, target);
	}
	uint16_t by_many = field_trust(f, ME)->standing[target];
	field_close(f);
	field_setup(state);
	f = *state;
	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, target, 3);
	assert_true(by_many <= field_trust(f, ME)->standing[target]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(trust_goes_three_hops_halved_and_no_further),
	        field_test(it_is_seen_from_oneself_only),
	        field_test(several_ways_add_up),
	        field_test(nobody_gains_by_whom_they_vouch_for),
	        field_test(a_ring_of_strangers_gives_nothing),
	        field_test(a_thousand_keys_behind_one_edge_get_less_than_that_edge),
	        field_test(all_of_them_for_one_target_are_worth_less_than_one_vouch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
