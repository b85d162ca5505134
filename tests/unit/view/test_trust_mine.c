/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What concerns me: vouches given and received, and what is not settled. */
#include "field.h"

static struct view_trust_mine *mine(struct field *f, uint32_t me)
{
	struct view_trust_mine *out;

	assert_int_equal(view_trust_mine_create(&out, field_trust(f, me)), KIEM_DONE);
	return out;
}

static void vouches_are_one_a_person_in_order_of_making(void **state)
{
	struct field *f = *state;

	field_vouch(f, ME, BRAM, 1);
	uint32_t anna = field_vouch(f, ME, ANNA, 2), fullest = field_vouch(f, ME, BRAM, 3);
	uint32_t gone = field_vouch(f, ME, DIRK, 3);
	field_cancel(f, KIEM_UNVOUCH, ME, gone);
	uint32_t carla = field_vouch(f, CARLA, ME, 1);
	f->x.made[field_vouch(f, CARLA, ME, 1)] -= FIELD_DAY;
	uint32_t dirk = field_vouch(f, DIRK, ME, 1);
	field_vouch(f, DIRK, ANNA, 1);
	field_vouch(f, ME, ME, 3);
	struct view_trust_mine *m = mine(f, ME);
	assert_int_equal(m->n_given, 2);
	assert_int_equal(m->given[0], anna);
	assert_int_equal(m->given[1], fullest);
	assert_int_equal(m->n_received, 2);
	assert_int_equal(m->received[0], carla + 1); /* as full as the other, and earlier */
	assert_int_equal(m->received[1], dirk);
	view_trust_mine_destroy(m);
}

static void open_addresses_by_me_or_to_me(void **state)
{
	struct field *f = *state;
	uint32_t by_me = field_post(f, KIEM_ADDRESS, ME, ANNA), to_me = field_post(f, KIEM_ADDRESS, BRAM, ME);
	uint32_t settled = field_post(f, KIEM_ADDRESS, ME, CARLA);

	field_post(f, KIEM_ADDRESS, BRAM, ANNA);
	field_cancel(f, KIEM_MEND, ME, settled);
	field_cancel(f, KIEM_MEND, CARLA, settled);
	struct view_trust_mine *m = mine(f, ME);
	assert_int_equal(m->n_addresses, 2);
	assert_int_equal(m->addresses[0].row, by_me);
	assert_int_equal(m->addresses[0].whom, ANNA);
	assert_int_equal(m->addresses[1].row, to_me);
	assert_int_equal(m->addresses[1].by, BRAM);
	view_trust_mine_destroy(m);
}

static void who_never_posted_has_nothing(void **state)
{
	struct field *f = *state;

	field_vouch(f, ANNA, BRAM, 3);
	struct view_trust_mine *m = mine(f, VIEW_NONE);
	assert_int_equal(m->n_given + m->n_received + m->n_addresses, 0);
	view_trust_mine_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        field_test(vouches_are_one_a_person_in_order_of_making),
	        field_test(open_addresses_by_me_or_to_me),
	        field_test(who_never_posted_has_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
