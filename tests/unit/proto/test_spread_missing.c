/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was announced and is not here: whose share it takes, when it is forgotten, and what false announcements can do. */
#include "three.h"

#include "../../../proto/spread.h"

static void test_what_comes_is_not_asked_for(void **state)
{
	friend_ihave(&rig, a, 1, 3);
	friend_ihave(&rig, b, 1, 3);
	rig_run(&rig, SPREAD_GRAFT_MS - 50);
	friend_push(&rig, c, 1, 5);
	rig_run(&rig, 5000);
	assert_int_equal(rig_count_heard(&rig, WIRE_GRAFT), 0);
	assert_int_equal(rig.nodes[0].looks, 0);
}

/* What the door would not keep is not asked for again. */
static void test_refused(void **state)
{
	rig.nodes[0].expired_before = SUPPORT_NOW + 10;
	friend_ihave(&rig, a, 1, 3);
	friend_ihave(&rig, b, 1, 3);
	rig_run(&rig, SPREAD_GRAFT_MS + SPREAD_NEXT_MS - 40);
	friend_push(&rig, a, 1, 3);
	rig_run(&rig, 5000);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 0);
}

/* The link that announced it goes before it is asked. */
static void test_its_announcer_goes(void **state)
{
	friend_ihave(&rig, a, 1, 3);
	friend_ihave(&rig, b, 1, 3);
	friend_ihave(&rig, a, 2, 3);
	rig_cut(&rig, 0, a);
	rig_run(&rig, 510);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 1);
}

static void lies(unsigned link, uint64_t from, size_t n)
{
	static struct kiem_id ids[WIRE_IHAVE_MAX];

	for (size_t i = 0; i < n; i++) {
		memset(&ids[i], 0, sizeof(ids[i]));
		uint64_t v = from + i;
		memcpy(ids[i].b, &v, sizeof(v));
	}
	friend_ihave_ids(&rig, link, ids, n, 1);
}

/* Announcements of what does not exist take up a share and no more, and are listened to a few dozen at a time. */
static void test_a_flood_of_lies(void **state)
{
	for (uint64_t i = 0; i < 50; i++) {
		lies(a, i * WIRE_IHAVE_MAX, WIRE_IHAVE_MAX);
	}
	friend_ihave(&rig, b, 1, 3);
	rig_run(&rig, 510);
	assert_int_equal(friend_told(&rig, b, WIRE_GRAFT), 1); /* nobody else is kept waiting */
	assert_int_equal(friend_told(&rig, a, WIRE_GRAFT), 256);
	friend_push(&rig, b, 1, 3);
	rig_run(&rig, 1000);
	assert_in_range(rig.nodes[0].offences, 1, 4);
	rig_forget(&rig);
	lies(a, 1u << 20, 100);
	rig_run(&rig, 1000);
	assert_int_equal(friend_told(&rig, a, WIRE_GRAFT), 0); /* not listened to */
	assert_int_equal(rig.nodes[0].looks, 1);
}

/* In the end such a neighbour is cut off; one who sends what it announces never is. */
static void test_lies_end_a_link(void **state)
{
	for (uint64_t i = 0; i < 40 && rig.nodes[0].far[a].up; i++) {
		lies(a, i << 20, 256);
		for (unsigned k = 0; k < 256; k += 16) {
			friend_ihave(&rig, b, i << 20 | k, 1);
		}
		rig_run(&rig, 510);
		for (unsigned k = 0; k < 256; k += 16) {
			friend_push(&rig, b, i << 20 | k, 1);
		}
		rig_forget(&rig);
		friends_ack(&rig);
		rig_run(&rig, 15000);
		friend_ihave(&rig, b, 1, 1); /* a sign of life */
		rig_run(&rig, 47000);
		friend_ihave(&rig, a, 1, 1);
		friend_ihave(&rig, b, 1, 1);
	}
	assert_false(rig.nodes[0].far[a].up);
	assert_true(rig.nodes[0].far[b].up);
}

/* On a lane that left the view words of the broadcast do nothing; a few may have been said before that was heard. */
static void test_not_in_the_view(void **state)
{
	struct wire_message m = {.type = WIRE_DISCONNECT};

	rig_say_message(&rig, 0, a, &m);
	for (uint64_t i = 0; i < 1000; i++) {
		friend_ihave(&rig, a, i, 3);
	}
	rig_run(&rig, 2000);
	assert_int_equal(rig.nodes[0].looks, 0);
	assert_true(rig.nodes[0].far[a].up);
	for (uint64_t i = 0; i < 100; i++) {
		friend_ihave(&rig, a, i, 3);
	}
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_what_comes_is_not_asked_for, begin, end),
	        cmocka_unit_test_setup_teardown(test_refused, begin, end),
	        cmocka_unit_test_setup_teardown(test_its_announcer_goes, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_flood_of_lies, begin, end),
	        cmocka_unit_test_setup_teardown(test_lies_end_a_link, begin, end),
	        cmocka_unit_test_setup_teardown(test_not_in_the_view, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
