/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address book cannot be filled by one source, and what was reached stays until it fails. */
#include "members_rig.h"

static struct members_rig rig;

static int begin(void **state)
{
	members_rig_begin(&rig);
	return 0;
}

static int end(void **state)
{
	members_rig_end(&rig);
	return 0;
}

static unsigned standing(bool in_tested)
{
	unsigned n = 0;

	for (unsigned i = 0; i < (in_tested ? rig.book.n_tested : rig.book.n_heard); i++) {
		n += (in_tested ? rig.book.tested : rig.book.heard)[i] != PEER_NONE;
	}
	return n;
}

static void test_one_source_fills_a_part_only(void **state)
{
	for (unsigned i = 1; i <= 2000; i++) {
		members_book_release(&rig.book, members_rig_take(&rig, i, i, 77, 0));
	}
	assert_true(standing(false) <= BOOK_SPREAD * BOOK_BUCKET);
	for (unsigned i = 2001; i <= 4000; i++) {
		members_book_release(&rig.book, members_rig_take(&rig, i, i, i, 0));
	}
	assert_true(standing(false) > RIG_PEERS / 4); /* many sources reach most places */
}

static void test_one_network_of_tested_fills_a_part_only(void **state)
{
	unsigned from_network = 0;

	for (unsigned i = 1; i <= 500; i++) {
		uint16_t peer = members_rig_take(&rig, i, 9, i, 0);
		members_book_reached(&rig.book, peer, 0);
		from_network += rig.book.peers[peer].in_tested;
		members_book_release(&rig.book, peer);
	}
	assert_true(from_network > 0 && from_network <= BOOK_SPREAD * BOOK_BUCKET);
}

/* Test before evict: whoever wants a tested one's place makes it doubted, and gets it only after it failed. */
static void test_tested_stays_until_it_fails(void **state)
{
	uint16_t first = members_rig_take(&rig, 1, 1, 1, 0), other = PEER_NONE;

	members_book_reached(&rig.book, first, 0);
	assert_true(rig.book.peers[first].in_tested);
	for (unsigned i = 2; i < 500 && other == PEER_NONE; i++) {
		uint16_t peer = members_rig_take(&rig, i, i, i, 0);
		members_book_reached(&rig.book, peer, 0);
		if (rig.book.peers[first].doubted) {
			other = peer;
		} else {
			members_book_release(&rig.book, peer);
		}
	}
	assert_int_not_equal(other, PEER_NONE);
	assert_true(rig.book.peers[first].in_tested && !rig.book.peers[other].in_tested);
	unsigned picked = 0;
	for (uint64_t r = 1; r < 200; r += 2) {
		picked += rig.book.peers[members_book_random(&rig.book, r)].doubted;
	}
	assert_int_equal(picked, 100); /* it is tried next */
	members_book_failed(&rig.book, first, 0);
	members_book_reached(&rig.book, other, 0);
	assert_true(rig.book.peers[other].in_tested);
	assert_false(rig.book.peers[first].place != PEER_NONE && rig.book.peers[first].in_tested);
}

static void test_failing_ones_give_way(void **state)
{
	uint16_t first = members_rig_take(&rig, 1, 1, 1, 0);

	assert_int_not_equal(rig.book.peers[first].place, PEER_NONE);
	for (unsigned i = 0; i < BOOK_FAILURES_TERRIBLE; i++) {
		members_book_failed(&rig.book, first, 1000);
		assert_true(members_book_resting(&rig.book, first, 1000 + BOOK_FAILED_MS - 1));
	}
	assert_false(members_book_resting(&rig.book, first, 1000 + BOOK_FAILED_MS));
	for (unsigned i = 2; i < 2000; i++) {
		members_book_release(&rig.book, members_rig_take(&rig, i, i, i, 0));
	}
	assert_int_equal(rig.book.peers[first].place, PEER_NONE);
}

static void test_random_of_none(void **state)
{
	assert_int_equal(members_book_random(&rig.book, 12345), PEER_NONE);
	assert_int_equal(members_book_random(&rig.book, 12344), PEER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_one_source_fills_a_part_only, begin, end),
	        cmocka_unit_test_setup_teardown(test_one_network_of_tested_fills_a_part_only, begin, end),
	        cmocka_unit_test_setup_teardown(test_tested_stays_until_it_fails, begin, end),
	        cmocka_unit_test_setup_teardown(test_failing_ones_give_way, begin, end),
	        cmocka_unit_test_setup_teardown(test_random_of_none, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
