/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lane is pushed, what it is announced, and with how many hops. */
#include "three.h"

#include "../../../proto/swarm_state.h"

static void test_hops_count_links(void **state)
{
	static const uint8_t in[] = {1, 2, 126, 127, 0x81, 0x8f, 0x90, 0xff}, out[] = {2, 3, 127, 127, 2, 16, 0x91, 0xff};

	for (size_t i = 0; i < sizeof(in); i++) {
		friend_push(&rig, a, 1 + i, in[i]);
		assert_int_equal(friend_hops(&rig, b), out[i]);
	}
	friend_publish(&rig, 100);
	assert_int_equal(friend_hops(&rig, b), 1);
}

/* Over lazy lanes goes only word of it: at once, and of what comes in the next 100 ms together. */
static void test_lazy_lanes_are_told(void **state)
{
	struct wire_message m;

	friend_prune(&rig, b);
	friend_push(&rig, a, 10, 5);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 1);
	rig_forget(&rig);
	friend_push(&rig, a, 1, 5);
	friend_push(&rig, a, 2, 0x95);
	rig_run(&rig, 60);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 0);
	rig_run(&rig, 40);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 2);
	assert_int_equal(friend_bodies(&rig, b, WIRE_IHAVE), 1);
	assert_true(rig_heard(&rig, &m, WIRE_IHAVE));
	struct rig_post *post = friend_post(1);
	assert_memory_equal(m.ihave.items.p, post->id.b, WIRE_PREFIX_BYTES);
	assert_int_equal(m.ihave.items.p[WIRE_PREFIX_BYTES], 6);
	assert_int_equal(m.ihave.items.p[2 * WIRE_IHAVE_BYTES - 1], 0x96);
	free(post);
	assert_int_equal(friend_told(&rig, c, WIRE_POSTS), 2); /* an eager one hears nothing of what it has */
	assert_int_equal(friend_told(&rig, c, WIRE_IHAVE), 0);
}

static void test_a_flood_is_announced_in_pieces(void **state)
{
	friend_prune(&rig, b);
	for (uint64_t i = 0; i < 1000; i++) {
		friend_push(&rig, a, i, 7);
	}
	rig_run(&rig, 200);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 1000);
	assert_true(friend_bodies(&rig, b, WIRE_IHAVE) <= 1000 * 2 * rig.disk_ms / 100 + 2);
}

/* One's own goes over all lanes, and tells the lazy ones that it came beside the tree. */
static void test_own_posts_go_everywhere(void **state)
{
	friend_prune(&rig, b);
	friend_publish(&rig, 1);
	assert_int_equal(friend_told(&rig, a, WIRE_POSTS), 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
	assert_int_equal(friend_hops(&rig, a), 1);
	assert_int_equal(friend_hops(&rig, b), 0x81);
	rig_run(&rig, 500);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 0);
}

/* Posts that come over `hops` links, until that is what is usual. */
static void usual(uint64_t from, uint8_t hops)
{
	for (uint64_t i = from; i < from + 50; i++) {
		friend_push(&rig, a, i, hops);
	}
	rig_run(&rig, 200);
	rig_forget(&rig);
}

/* One that came over few of the usual links is young: it goes over all lanes, with its hops, as one that is beside the tree. */
static void test_young_posts_go_everywhere(void **state)
{
	friend_prune(&rig, b);
	usual(100, 10);
	friend_push(&rig, a, 1, 6);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0);
	friend_push(&rig, a, 2, 4);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
	assert_int_equal(friend_hops(&rig, b), 0x85);
	assert_int_equal(friend_hops(&rig, c), 5);
	friend_push(&rig, c, 3, 0x82); /* over its lazy lane; so it has come over two */
	assert_int_equal(friend_hops(&rig, b), 0x83);
	assert_int_equal(friend_hops(&rig, a), 3);
	friend_push(&rig, c, 4, 0x91); /* who knows over how many */
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 2);
}

/* Who cannot be dialled is told of it like any lazy lane: whoever can be has many such. What was made here goes to all. */
static void test_a_young_post_is_announced_to_guests(void **state)
{
	friend_prune(&rig, b);
	usual(100, 10);
	rig.nodes[0].swarm->links[b].lanes[0].members.place = PLACE_GUEST;
	friend_push(&rig, a, 1, 4);
	rig_run(&rig, 200);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 1);
	friend_publish(&rig, 2);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
}

/* Where posts always come over as many links, however few, none is young: their author is known to the tree. */
static void test_none_is_young_where_all_come_alike(void **state)
{
	friend_prune(&rig, b);
	usual(100, 1);
	friend_push(&rig, a, 1, 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0);
	usual(200, 127);
	usual(300, 127);
	friend_push(&rig, a, 2, 20); /* its hops would not fit beside the tree */
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0);
}

/* Anybody may say any count, and it would be heard by the whole board: one that is false makes hardly anything young. */
static void test_a_false_count_makes_none_young(void **state)
{
	friend_prune(&rig, b);
	usual(100, 3);
	friend_push(&rig, a, 1, 127);
	friend_push(&rig, a, 2, 2);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0);
	friend_push(&rig, a, 3, 1);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
}

static void test_who_has_it_is_not_told(void **state)
{
	friend_prune(&rig, b);
	friend_push(&rig, a, 1, 7);
	friend_push(&rig, a, 2, 7); /* is announced after a while */
	friend_ihave(&rig, b, 2, 7);
	friend_ihave(&rig, b, 3, 7);
	friend_push(&rig, a, 3, 7);
	rig_run(&rig, 500);
	assert_int_equal(friend_told(&rig, b, WIRE_IHAVE), 1);
}

/* What was asked for, and is new, is passed on too; its hops say that it came beside the tree. */
static void test_what_caught_up_is_passed_on(void **state)
{
	friend_push(&rig, a, 1, 0);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 0); /* the whole board is streamed in: others have it */
	rig.nodes[0].complete = true;
	rig_follow(&rig, 0, RIG_BOARD, true);
	friend_push(&rig, a, 2, 0);
	assert_int_equal(friend_told(&rig, b, WIRE_POSTS), 1);
	assert_int_equal(friend_hops(&rig, b), SPREAD_CAUGHT_UP + 1);
}

/* A neighbour whose window is full gets the rest as it acknowledges; the others do not wait. */
static void test_a_slow_one_delays_nobody(void **state)
{
	const size_t bytes = 16000, n = 300; /* 4.8 MB */
	uint64_t acked = 0;

	for (uint64_t i = 0; i < n; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)i, i, bytes);
		struct wire_message ack = {.type = WIRE_ACK};
		rig_put(&rig, 0, post, true);
		rig_run(&rig, 1);
		ack.ack = acked += post->n;
		rig_say_message(&rig, 0, c, &ack);
		assert_int_equal(rig.nodes[0].far[c].posts, i + 1);
		free(post);
	}
	assert_in_range(rig.nodes[0].far[a].bytes, SWARM_WINDOW, SWARM_WINDOW + 2 * bytes);
	struct wire_message ack = {.type = WIRE_ACK, .ack = rig.nodes[0].far[a].bytes};
	rig_say_message(&rig, 0, a, &ack);
	rig_run(&rig, 5);
	assert_int_equal(rig.nodes[0].far[a].posts, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_hops_count_links, begin, end),
	        cmocka_unit_test_setup_teardown(test_lazy_lanes_are_told, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_flood_is_announced_in_pieces, begin, end),
	        cmocka_unit_test_setup_teardown(test_own_posts_go_everywhere, begin, end),
	        cmocka_unit_test_setup_teardown(test_young_posts_go_everywhere, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_young_post_is_announced_to_guests, begin, end),
	        cmocka_unit_test_setup_teardown(test_none_is_young_where_all_come_alike, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_false_count_makes_none_young, begin, end),
	        cmocka_unit_test_setup_teardown(test_who_has_it_is_not_told, begin, end),
	        cmocka_unit_test_setup_teardown(test_what_caught_up_is_passed_on, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_slow_one_delays_nobody, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
