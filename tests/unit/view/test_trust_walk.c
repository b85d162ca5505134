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
	assert_int_equal(trust->standing[ANNA], 900); /* my own, undivided */
	assert_int_equal(trust->standing[BRAM], 150); /* 900 · 3/9 / 2 */
	assert_int_equal(trust->standing[CARLA], 25); /* 900 · 3/9 · 3/9 / 4 */
	assert_int_equal(trust->standing[DIRK], 0);
}

static void it_is_seen_from_oneself_only(void **state)
{
	struct field *f = *state;

	field_vouch(f, ANNA, BRAM, 3);
	field_vouch(f, BRAM, CARLA, 3);
	assert_standing(f, ANNA, CARLA, 150);
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
	assert_standing(f, ME, CARLA, 300);
}

static void nobody_gains_by_whom_they_vouch_for(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	field_vouch(f, ANNA, BRAM, 3);
	assert_standing(f, ME, ANNA, 900);
	/* Bram vouches back, and for who vouches back: nothing of what Anna gave returns to her. */
	field_vouch(f, BRAM, ANNA, 3);
	field_vouch(f, BRAM, CARLA, 3);
	field_vouch(f, CARLA, ANNA, 3);
	field_vouch(f, CARLA, BRAM, 3);
	assert_standing(f, ME, ANNA, 900);
	assert_int_equal(f->trust->standing[BRAM], 150);
	/* And nothing that comes back to me goes out from me again. */
	field_vouch(f, ANNA, ME, 3);
	assert_standing(f, ME, ANNA, 900);
	/* What Bram has from elsewhere does count: Anna, Dirk → Bram → Anna. */
	field_vouch(f, ME, DIRK, 3);
	assert_standing(f, ME, DIRK, 900);
	field_vouch(f, DIRK, BRAM, 3);
	assert_standing(f, ME, ANNA, 900 + 25);
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
	assert_int_equal(trust->standing[ANNA], 900); /* nor do strangers raise a friend */
}

/*
 * The bound of docs/ties.md: all that one edge leads to, however many keys it is, has together no more than 13/8 of the figure of
 * the one whom I vouched for. Anna made a thousand keys. She vouches for some, which vouch for others and for one of them; she and
 * they confirm what they did, of some or of all, on every day of a year.
 */
struct attack {
	size_t edges, confirmed;
	bool succeeded; /* three keys, one person */
	bool rich;      /* a hundred friends of mine vouch for her */
};

static void befriend(struct field *f, bool rich)
{
	field_vouch(f, ME, ANNA, rich ? 1 : 3);
	for (size_t i = 0; i < 100; i++) {
		uint32_t friend = field_person(f);
		if (rich) {
			field_vouch(f, ME, friend, 3);
			field_vouch(f, friend, ANNA, 3);
		}
	}
}

static uint32_t spend(struct field *f, const struct attack *attack)
{
	uint32_t keys[SYBILS];

	for (size_t i = 0; i < SYBILS; i++) {
		keys[i] = field_person(f);
		if (i < attack->edges) {
			field_vouch(f, ANNA, keys[i], 3);
		}
	}
	for (size_t i = 0; i < SYBILS; i++) {
		field_vouch(f, keys[i], keys[(i + attack->edges) % SYBILS], 3);
		field_vouch(f, keys[i], keys[0], 3);
		field_post(f, KIEM_RECEIPT, keys[i], keys[(i + 1) % attack->confirmed]);
		f->x.made[field_post(f, KIEM_RECEIPT, keys[i], ANNA)] = SUPPORT_NOW - (int64_t)(i % 365) * FIELD_DAY;
		f->x.made[field_post(f, KIEM_RECEIPT, keys[i], keys[0])] = SUPPORT_NOW - (int64_t)(i % 365) * FIELD_DAY;
		uint32_t row = field_post(f, KIEM_RECEIPT, ANNA, keys[i % attack->confirmed]);
		f->x.made[row] = SUPPORT_NOW - (int64_t)(i % 7) * FIELD_DAY;
		if (attack->succeeded && i % 3 != 0) {
			f->x.self[keys[i]] = keys[i - i % 3];
		}
	}
	return keys[0];
}

static void try_attack(const struct attack *attack)
{
	struct field f;
	uint64_t sum = 0, known = 0;

	field_open(&f, 8 * SYBILS, SYBILS + 100 + FIELD_PEOPLE);
	for (int i = 0; i < FIELD_PEOPLE; i++) {
		field_person(&f);
	}
	befriend(&f, attack->rich);
	uint32_t first = spend(&f, attack);
	struct view_trust *trust = field_trust(&f, ME);
	for (uint32_t person = first; person < trust->n; person++) {
		bool counts = f.x.self[person] == person;
		sum += counts ? trust->standing[person] : 0;
		known += counts && view_trust_known(trust, person);
	}
	assert_int_equal(trust->standing[ANNA], attack->rich ? 1000 : 900); /* she gains nothing by them herself */
	assert_true(sum * 8 <= trust->standing[ANNA] * 13ULL);
	assert_true(known <= sum);
	field_close(&f);
}

static void a_thousand_keys_behind_one_edge_get_no_more_than_their_share_of_it(void **state)
{
	static const size_t some[] = {1, 3, 20, 100, SYBILS};

	(void)state;
	for (size_t edges = 0; edges < 5; edges++) {
		for (size_t confirmed = 0; confirmed < 5; confirmed++) {
			for (int way = 0; way < 4; way++) {
				try_attack(&(struct attack){some[edges], some[confirmed], way % 2 == 1, way / 2 == 1});
			}
		}
	}
}

/* The same spent on one target: it gets no more than a vouch of Anna's, and all that can be had on foot. */
static void all_of_them_for_one_target_are_worth_no_more_than_a_vouch_and_all_on_foot(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	for (size_t i = 0; i < SYBILS / 2; i++) {
		uint32_t key = field_person(f);
		field_vouch(f, ANNA, key, 3);
		field_vouch(f, key, BRAM, 3);
		for (size_t day = 0; day < 4; day++) {
			f->x.made[field_post(f, KIEM_RECEIPT, key, BRAM)] =
			        SUPPORT_NOW - (int64_t)((i * 4 + day) % 300) * FIELD_DAY;
		}
	}
	assert_in_range(field_trust(f, ME)->standing[BRAM], 150, 150 + 250);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(trust_goes_three_hops_halved_and_no_further),
	        field_test(it_is_seen_from_oneself_only),
	        field_test(several_ways_add_up),
	        field_test(nobody_gains_by_whom_they_vouch_for),
	        field_test(a_ring_of_strangers_gives_nothing),
	        field_test(a_thousand_keys_behind_one_edge_get_no_more_than_their_share_of_it),
	        field_test(all_of_them_for_one_target_are_worth_no_more_than_a_vouch_and_all_on_foot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
