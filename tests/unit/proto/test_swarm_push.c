/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts go at once to every neighbour but the one they came from, within the window, and who acknowledged one is told. */
#include "../../../proto/swarm_state.h"
#include "swarm_rig.h"

static struct rig rig;

static int begin(unsigned nodes)
{
	rig.compare_ms = 1000000000; /* no interval comes in between, which would tell once more who holds what */
	rig_begin(&rig, nodes, support_seed());
	return 0;
}

static int begin_two(void **state)
{
	return begin(2);
}

static int begin_three(void **state)
{
	return begin(3);
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void follow_all(void)
{
	for (unsigned i = 0; i < rig.n_nodes; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
	}
}

static void put(unsigned node, uint64_t what, size_t bytes, bool tell)
{
	struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)what, what, bytes);

	rig_put(&rig, node, post, tell);
	free(post);
}

static void test_a_post_travels(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	unsigned on = rig_join(&rig, 1, 2);
	rig_run(&rig, 1000);
	put(0, 1, 0, true);
	rig_run(&rig, 3 * rig.latency_ms + 2 * rig.disk_ms);
	assert_int_equal(rig.nodes[1].n, 1);
	assert_int_equal(rig.nodes[2].n, 1);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[0].held, 1);         /* by node 1 */
	assert_int_equal(rig.nodes[1].far[0].posts, 0); /* not back to where it came from */
	assert_int_equal(rig.nodes[1].far[on].posts, 1);
}

/* In a triangle a post comes twice; who sends a post that is here already holds it. */
static void test_triangle(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 1, 2);
	(void)rig_join(&rig, 2, 0);
	rig_run(&rig, 1000);
	put(0, 1, 0, true);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[0].held, 2);
	assert_true(rig.nodes[1].held >= 1 && rig.nodes[2].held >= 1);
	assert_int_equal(rig.nodes[1].offences + rig.nodes[2].offences, 0);
}

/* A slow door at the far end: what is under way stays within the window and a batch. */
static void test_window(void **state)
{
	const size_t n = 1500, bytes = 8000; /* 12 MB */

	for (size_t i = 0; i < n; i++) {
		put(1, i, bytes, false);
	}
	follow_all();
	rig.disk_ms = 3000;
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 240000);
	assert_int_equal(rig.nodes[0].n, n);
	assert_in_range(rig.nodes[1].far[0].under_way_max, SWARM_WINDOW, SWARM_WINDOW + 128 * (bytes + 100));
	assert_int_equal(rig.nodes[1].far[0].posts, n);
	assert_true(rig.nodes[1].held >= n);
}

/* More live posts at once than an outbox holds: nothing is lost, since the lane is compared again. */
static void test_lagging(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	rig.disk_ms = 500;
	for (uint64_t i = 0; i < 6000; i++) {
		put(0, i, 1000, true);
	}
	struct swarm_link_status status;
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, 0));
	assert_true(status.queued <= 1024 + 128);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[1].n, 6000);
	assert_true(rig_equal(&rig, 0, 1));
}

/* A post that is gone before it was sent is skipped, and the window does not wait for it. */
static void test_erased_before_sent(void **state)
{
	struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW, 1, 0);

	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	rig.latency_ms = 50;
	for (uint64_t i = 0; i < 400; i++) {
		put(0, 10 + i, 0, true);
	}
	rig_put(&rig, 0, post, true);
	rig_erase(&rig, 0, &post->id);
	put(0, 2, 0, true);
	rig_run(&rig, 5000);
	assert_int_equal(rig.nodes[1].n, 401);
	assert_true(rig_equal(&rig, 0, 1));
	free(post);
}

/* A post that crosses with the neighbour's leaving the board is acknowledged with the rest of the flow; nobody keeps it there. */
static void test_left_while_under_way(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	put(0, 1, 0, true);
	rig_follow(&rig, 1, RIG_BOARD, false);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[1].n, 0);
	assert_int_equal(rig.nodes[0].held, 0);
	rig_follow(&rig, 1, RIG_BOARD, true);
	rig_run(&rig, 70000);
	assert_int_equal(rig.nodes[1].n, 1);
	assert_int_equal(rig.nodes[0].held, 1);
}

static void test_gone_of_what_was_not_sent(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	static struct kiem_id ids[1500];
	static struct wire_gone items[1500];
	struct wire_salt salt;
	size_t n;

	unsigned link = rig_befriend(&rig, &salt, 0);
	for (size_t i = 0; i < 1500; i++) {
		memcpy(ids[i].b, &i, sizeof(i));
		items[i] = (struct wire_gone){{ids[i].b, sizeof(ids[i].b)}, WIRE_EXPIRED};
	}
	wire_write_gone(body, &n, sizeof(body), NULL, items, 1000);
	rig_say(&rig, 0, link, body, n);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
	rig_say(&rig, 0, link, body, n);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

/* One post now and then uses the same few places of a ring, not all of them in turn: what is behind stays untouched. */
static void test_quiet_rings_stay_small(void **state)
{
	uint8_t untouched[sizeof(struct parcel)];

	memset(untouched, 0xa5, sizeof(untouched));
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	for (uint64_t i = 0; i < 100; i++) {
		put(0, i, 0, true);
		rig_run(&rig, 1000);
	}
	assert_int_equal(rig.nodes[1].n, 100);
	/* A comparison that falls on a post sends it as well, and what is known there is held there. */
	assert_in_range(rig.nodes[0].held, 100, 103);
	assert_memory_equal(&rig.nodes[0].swarm->links[0].unacked.head[4], untouched, sizeof(untouched));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_post_travels, begin_three, end),
	        cmocka_unit_test_setup_teardown(test_triangle, begin_three, end),
	        cmocka_unit_test_setup_teardown(test_window, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_lagging, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_erased_before_sent, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_left_while_under_way, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_gone_of_what_was_not_sent, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_quiet_rings_stay_small, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
