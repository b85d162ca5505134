/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is remembered: the newest descriptor of each node, nobody who contradicts itself, never ourselves, and never too many. */
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

static uint16_t take_made(unsigned who, int64_t made, unsigned network, struct book_evidence *evidence, uint64_t now_ms)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	enum kiem_verdict verdict;
	uint16_t peer = members_book_take(
	        &rig.book, &verdict, evidence, members_rig_descriptor(bytes, who, network, made), network, now_ms);

	assert_int_equal(verdict, KIEM_OK);
	return peer;
}

static void test_newer_wins(void **state)
{
	struct book_evidence evidence;
	uint16_t one = take_made(1, 100, 7, &evidence, 0), two = take_made(1, 200, 8, &evidence, 0);

	assert_int_equal(one, two);
	assert_int_equal(members_book_descriptor(&rig.book, one)->read.made, 200);
	assert_int_equal(take_made(1, 150, 9, &evidence, 0), one);
	assert_int_equal(members_book_descriptor(&rig.book, one)->read.made, 200);
	assert_int_equal(evidence.mine, DESCRIPTORS_NONE);
	assert_int_equal(descriptors_held(rig.pool), 1);
	assert_int_equal(rig.book.n, 1);
}

/* Two of one time that differ: both are handed out, and the signer is not taken up again for ten minutes. */
static void test_contradiction(void **state)
{
	struct book_evidence evidence;
	uint16_t one = take_made(1, 100, 7, &evidence, 1000);

	members_book_release(&rig.book, one);
	assert_int_equal(take_made(1, 100, 8, &evidence, 1000), PEER_NONE);
	assert_true(evidence.mine != DESCRIPTORS_NONE && evidence.other != DESCRIPTORS_NONE && evidence.mine != evidence.other);
	descriptors_unref(rig.pool, evidence.mine);
	descriptors_unref(rig.pool, evidence.other);
	assert_int_equal(rig.book.n, 0);
	assert_int_equal(descriptors_held(rig.pool), 0);
	assert_int_equal(take_made(1, 300, 8, &evidence, 1000 + BOOK_SHUN_MS - 1), PEER_NONE);
	assert_int_not_equal(take_made(1, 300, 8, &evidence, 1000 + BOOK_SHUN_MS), PEER_NONE);
}

static void test_shunned_are_bounded(void **state)
{
	struct book_evidence evidence;

	for (unsigned i = 1; i <= BOOK_SHUNNED_MAX + 1; i++) {
		uint16_t peer = take_made(i, 100, 7, &evidence, 1000);
		assert_int_not_equal(peer, PEER_NONE);
		members_book_shun(&rig.book, peer, 1000);
		members_book_release(&rig.book, peer);
	}
	assert_int_equal(rig.book.n, 0);
	assert_int_not_equal(take_made(1, 100, 7, &evidence, 1000), PEER_NONE); /* the oldest is forgotten */
	assert_int_equal(take_made(2, 100, 7, &evidence, 1000), PEER_NONE);
}

static void test_never_oneself(void **state)
{
	struct book_evidence evidence;

	assert_int_equal(take_made(0, 100, 7, &evidence, 0), PEER_NONE);
	assert_int_equal(descriptors_verified(rig.pool), 0);
}

static void test_forged(void **state)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct book_evidence evidence;
	enum kiem_verdict verdict;
	struct kiem_span d = members_rig_descriptor(bytes, 1, 7, 100);

	bytes[d.n - 1] ^= 1;
	assert_int_equal(members_book_take(&rig.book, &verdict, &evidence, d, 7, 0), PEER_NONE);
	assert_true(kiem_verdict_is_offence(verdict));
	assert_int_equal(rig.book.n, 0);
}

/* More nodes than there are places for: the maximum is kept, everybody can be found or is gone, and nothing leaks. */
static void test_full(void **state)
{
	unsigned found = 0;

	for (unsigned i = 1; i <= 1000; i++) {
		uint16_t peer = members_rig_take(&rig, i, i, i, 0);
		assert_int_not_equal(peer, PEER_NONE); /* a newcomer can always be looked at */
		members_book_release(&rig.book, peer);
		assert_true(rig.book.n <= RIG_PEERS);
	}
	for (unsigned i = 1; i <= 1000; i++) {
		struct support_author a;
		support_author(&a, i);
		found += members_book_find(&rig.book, &a.key) != PEER_NONE;
	}
	assert_int_equal(found, rig.book.n);
	assert_int_equal(descriptors_held(rig.pool), rig.book.n);
	assert_true(found > RIG_PEERS / 4);
}

/* Those that are in use do not give way, and then there is no room. */
static void test_all_held(void **state)
{
	for (unsigned i = 1; i <= RIG_PEERS; i++) {
		assert_int_not_equal(members_rig_take(&rig, i, i, i, 0), PEER_NONE);
	}
	assert_int_equal(members_rig_take(&rig, 999, 999, 999, 0), PEER_NONE);
	assert_int_equal(descriptors_held(rig.pool), RIG_PEERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_newer_wins, begin, end),
	        cmocka_unit_test_setup_teardown(test_contradiction, begin, end),
	        cmocka_unit_test_setup_teardown(test_shunned_are_bounded, begin, end),
	        cmocka_unit_test_setup_teardown(test_never_oneself, begin, end),
	        cmocka_unit_test_setup_teardown(test_forged, begin, end),
	        cmocka_unit_test_setup_teardown(test_full, begin, end),
	        cmocka_unit_test_setup_teardown(test_all_held, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
