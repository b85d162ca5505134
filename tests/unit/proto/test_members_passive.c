/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A passive view is a fair sample of all nodes that were ever heard of: neither repeating nor many keys of one network change it.
 */
#include "members_rig.h"

#define SLOTS 40

static struct members_rig rig;
static struct passive passive;
static uint64_t slots[SLOTS * 2];

static int begin(void **state)
{
	static const uint8_t key[16] = "another secret!!";

	members_rig_begin(&rig);
	assert_true(members_passive_size(SLOTS) <= sizeof(slots));
	members_passive_init(&passive, slots, SLOTS, key);
	return 0;
}

static int end(void **state)
{
	members_rig_end(&rig);
	return 0;
}

static unsigned offer(unsigned who, unsigned network)
{
	uint16_t peer = members_rig_take(&rig, who, network, who, 0);

	assert_int_not_equal(peer, PEER_NONE);
	unsigned n = members_passive_offer(&passive, &rig.book, peer);
	members_book_release(&rig.book, peer);
	return n;
}

static unsigned slots_of(unsigned who)
{
	struct support_author a;
	unsigned n = 0;

	support_author(&a, who);
	uint16_t peer = members_book_find(&rig.book, &a.key);
	for (unsigned i = 0; i < SLOTS; i++) {
		n += peer != PEER_NONE && passive.peers[i] == peer;
	}
	return n;
}

static void test_the_first_fills_it(void **state)
{
	unsigned slot;

	assert_int_equal(members_passive_at(&passive, 7, &slot), PEER_NONE);
	assert_int_equal(offer(1, 1), SLOTS);
	assert_int_not_equal(members_passive_at(&passive, 7, &slot), PEER_NONE);
	assert_int_equal(slot, 7);
}

/* A fifth of the nodes, told a hundred times as often as the others, gets a fifth of the slots. */
static void test_repeating_gains_nothing(void **state)
{
	unsigned loud = 0, total = 0;

	for (unsigned round = 0; round < 100; round++) {
		for (unsigned who = 1; who <= 20; who++) {
			(void)offer(who, who);
		}
	}
	for (unsigned who = 21; who <= 100; who++) {
		(void)offer(who, who);
	}
	for (unsigned who = 1; who <= 100; who++) {
		loud += who <= 20 ? slots_of(who) : 0;
		total += slots_of(who);
	}
	assert_int_equal(total, SLOTS);
	assert_in_range(loud, 1, SLOTS * 2 / 5);
}

/* The order in which nodes are heard of does not matter. */
static void test_order_does_not_matter(void **state)
{
	uint8_t had[64];

	for (unsigned who = 1; who <= 60; who++) {
		(void)offer(who, who);
	}
	for (unsigned who = 1; who <= 60; who++) {
		had[who] = (uint8_t)slots_of(who);
	}
	members_passive_clear(&passive, &rig.book);
	for (unsigned who = 60; who >= 1; who--) {
		(void)offer(who, who);
	}
	for (unsigned who = 1; who <= 60; who++) {
		assert_int_equal(slots_of(who), had[who]);
	}
}

/* Eighty keys in one public network have about as many slots as one node elsewhere. */
static void test_a_network_counts_once(void **state)
{
	unsigned crowd = 0;

	for (unsigned who = 1; who <= 80; who++) {
		(void)offer(who, 5);
	}
	for (unsigned who = 81; who <= 100; who++) {
		(void)offer(who, who);
	}
	for (unsigned who = 1; who <= 80; who++) {
		crowd += slots_of(who);
	}
	assert_true(crowd <= SLOTS / 4);
}

/* One that was reached has no more slots for that: the first few that a node met must not stay for ever. */
static void test_a_forgotten_one_leaves_its_slots(void **state)
{
	uint16_t first = members_rig_take(&rig, 1, 1, 1, 0);

	members_book_reached(&rig.book, first, 0);
	(void)members_passive_offer(&passive, &rig.book, first);
	for (unsigned who = 2; who <= 60; who++) {
		(void)offer(who, who);
	}
	assert_in_range(slots_of(1), 0, SLOTS / 4);
	members_passive_forget(&passive, &rig.book, first);
	assert_int_equal(slots_of(1), 0);
	members_passive_clear(&passive, &rig.book);
	assert_int_equal(offer(2, 2), SLOTS);
}

static void test_nothing_leaks(void **state)
{
	for (unsigned who = 1; who <= 300; who++) {
		(void)offer(who, who);
	}
	members_passive_clear(&passive, &rig.book);
	for (unsigned i = 0; i < rig.book.n_heard; i++) {
		if (rig.book.heard[i] != PEER_NONE) {
			assert_int_equal(rig.book.peers[rig.book.heard[i]].uses, 1);
		}
	}
	assert_int_equal(descriptors_held(rig.pool), rig.book.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_the_first_fills_it, begin, end),
	        cmocka_unit_test_setup_teardown(test_repeating_gains_nothing, begin, end),
	        cmocka_unit_test_setup_teardown(test_order_does_not_matter, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_network_counts_once, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_forgotten_one_leaves_its_slots, begin, end),
	        cmocka_unit_test_setup_teardown(test_nothing_leaks, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
