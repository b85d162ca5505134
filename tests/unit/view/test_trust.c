/* SPDX-License-Identifier: GPL-3.0-or-later */
/* My view of everybody: its words, and that it hangs on nothing but the posts. */
#include "field.h"

static void a_standing_has_a_word(void **state)
{
	(void)state;
	assert_int_equal(view_trust_band(0), VIEW_TRUST_STRANGER);
	assert_int_equal(view_trust_band(1), VIEW_TRUST_AFAR);
	assert_int_equal(view_trust_band(29), VIEW_TRUST_AFAR);
	assert_int_equal(view_trust_band(30), VIEW_TRUST_LITTLE);
	assert_int_equal(view_trust_band(199), VIEW_TRUST_LITTLE);
	assert_int_equal(view_trust_band(200), VIEW_TRUST_KNOWN);
	assert_int_equal(view_trust_band(499), VIEW_TRUST_KNOWN);
	assert_int_equal(view_trust_band(500), VIEW_TRUST_CLOSE);
	assert_int_equal(view_trust_band(VIEW_TRUST_FULL), VIEW_TRUST_CLOSE);
}

static void nobody_is_known_to_somebody_new(void **state)
{
	struct field *f = *state;

	field_vouch(f, ANNA, BRAM, 3);
	struct view_trust *trust = field_trust(f, VIEW_NONE);
	assert_int_equal(trust->me, VIEW_NONE);
	for (uint32_t person = 0; person < trust->n; person++) {
		assert_false(view_trust_known(trust, person));
	}
}

static void any_key_of_mine_is_me(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, ANNA, 3);
	f->x.self[ME] = DIRK; /* my new key */
	assert_standing(f, ME, ANNA, 900);
	assert_int_equal(f->trust->me, DIRK);
	assert_int_equal(f->trust->standing[ME], VIEW_TRUST_FULL);
	assert_int_equal(f->trust->standing[DIRK], VIEW_TRUST_FULL);
	assert_true(view_trust_known(f->trust, ME));
}

/* A village in which everybody does something; who was numbered first, and what came first, must not show. */
static void village(struct field *f, bool turned)
{
	enum { PEOPLE = 40 };
	uint32_t people[PEOPLE];

	field_open(f, 2000, PEOPLE);
	for (uint32_t i = 0; i < PEOPLE; i++) {
		uint32_t who = turned ? PEOPLE - 1 - i : i;
		people[who] = field_person(f);
		f->x.key[people[who]] = (struct kiem_key){{(uint8_t)(who + 1)}};
	}
	for (uint32_t i = 0; i < 400; i++) {
		uint64_t at = turned ? 399 - i : i;
		uint64_t random = at * 0x9e3779b97f4a7c15;
		uint32_t from = (uint32_t)(support_random(&random) % PEOPLE), to = (uint32_t)(support_random(&random) % PEOPLE);
		uint32_t row = at % 5 == 0    ? field_post(f, KIEM_RECEIPT, people[from], people[to])
		               : at % 40 == 1 ? field_post(f, KIEM_ADDRESS, people[from], people[to])
		                              : field_vouch(f, people[from], people[to], (uint8_t)(1 + at % 3));
		f->x.made[row] = SUPPORT_NOW - (int64_t)(at % 50) * FIELD_DAY;
		f->x.id[row] = (struct kiem_id){{(uint8_t)at, (uint8_t)(at >> 8)}};
	}
}

static void order_of_arrival_does_not_show(void **state)
{
	struct field a, b;
	size_t known = 0;

	(void)state;
	village(&a, false);
	village(&b, true);
	for (uint32_t me = 0; me < 40; me++) {
		field_trust(&a, me);
		field_trust(&b, 39 - me);
		for (uint32_t who = 0; who < 40; who++) {
			assert_int_equal(a.trust->standing[who], b.trust->standing[39 - who]);
			known += a.trust->standing[who] > 0;
		}
	}
	assert_true(known > 400);
	field_close(&a);
	field_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_standing_has_a_word),
	        field_test(nobody_is_known_to_somebody_new),
	        field_test(any_key_of_mine_is_me),
	        cmocka_unit_test(order_of_arrival_does_not_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
