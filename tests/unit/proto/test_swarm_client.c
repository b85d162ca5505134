/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A board is streamed in from where it was left, over one link at a time, and what the stream misses is found. */
#include "recon_puppet.h"

static struct rig rig;

static int begin_two(void **state)
{
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int begin_two_without_intervals(void **state)
{
	rig.compare_ms = 1000000000;
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int begin_three(void **state)
{
	rig_begin(&rig, 3, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* Posts number `from` to `to` on a node, one a second. */
static void fill(unsigned node, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i < to; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 10000000 + (int64_t)i * 1000, i, 0);
		rig_put(&rig, node, post, false);
		free(post);
	}
}

static void follow_all(void)
{
	for (unsigned i = 0; i < rig.n_nodes; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
	}
}

static void assert_synced(unsigned a, unsigned b, size_t n)
{
	assert_int_equal(rig.nodes[a].n, n);
	assert_true(rig_equal(&rig, a, b));
	assert_true(rig.nodes[a].in_sync > 0);
	assert_true(rig.nodes[b].in_sync > 0);
	assert_int_equal(rig.nodes[a].offences + rig.nodes[b].offences, 0);
}

static void test_empty_side_streams(void **state)
{
	fill(1, 0, 5000);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 10000);
	assert_synced(0, 1, 5000);
	assert_true(rig.nodes[0].complete);
	assert_true(rig.nodes[0].cursors >= 2); /* one on the way, one at the end */
	assert_int_equal(rig.nodes[1].far[0].posts, 5000);
}

static void test_backdated_during_a_stream(void **state)
{
	fill(1, 100, 5000);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	while (rig.nodes[0].n < 1000) {
		rig_run(&rig, 1);
	}
	for (uint64_t i = 0; i < 50; i++) { /* behind the cursor and ahead of it */
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 20000000 + (int64_t)i * 300000, 7000 + i, 0);
		rig_put(&rig, 1, post, true);
		free(post);
	}
	rig_run(&rig, 20000);
	assert_synced(0, 1, 4950);
}

static void test_cut_stream_resumes(void **state)
{
	fill(1, 0, 9000);
	follow_all();
	unsigned link = rig_join(&rig, 0, 1);
	rig.nodes[1].far[rig.nodes[0].far[link].link].lost_after = 6000;
	rig_run(&rig, 5000);
	assert_true(rig.nodes[0].n >= 4096 && rig.nodes[0].n < 9000);
	assert_true(rig.nodes[0].cursors > 0 && !rig.nodes[0].complete);
	size_t had = rig.nodes[0].n;
	link = rig_join(&rig, 0, 1);
	rig_run(&rig, 20000);
	assert_synced(0, 1, 9000);
	/* From the cursor on, not from the start. */
	assert_true(rig.nodes[1].far[rig.nodes[0].far[link].link].posts <= 9000 - 4096);
	assert_true(had >= 4096);
}

static void test_stream_over_one_link_at_a_time(void **state)
{
	fill(1, 0, 3000);
	fill(2, 0, 3000);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 0, 2);
	rig_run(&rig, 20000);
	assert_synced(0, 1, 3000);
	assert_synced(0, 2, 3000);
	assert_int_equal(rig.nodes[1].far[0].posts + rig.nodes[2].far[0].posts, 3000);
}

static void test_full_store_stops_a_stream(void **state)
{
	rig.nodes[0].store_max = 500;
	fill(1, 0, 9000);
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].n, 500);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
	assert_true(rig.nodes[1].far[0].posts < 7000);
	rig.nodes[0].store_max = 0;
	rig_compare(&rig, 0);
	rig_run(&rig, 60000);
	assert_synced(0, 1, 9000);
}

/* One new post now and then, and never the last: the others get their turn. */
static void test_a_drip_does_not_keep_a_board(void **state)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	uint64_t items[2000];
	struct wire_message m;
	struct wire_salt salt;
	struct wire_posts w;

	fill(1, 0, 3000);
	rig_follow(&rig, 1, RIG_BOARD, true);
	unsigned link = rig_befriend(&rig, &salt, 0);
	for (uint64_t i = 0; i < 2000; i++) {
		items[i] = i * 0x9e3779b97f4a7c15u;
	}
	puppet_sum(&rig, 0, link, items, 2000, 2000);
	rig_run(&rig, 100);
	assert_int_equal(rig_count_heard(&rig, WIRE_STREAM), 1);
	(void)rig_join(&rig, 0, 1);
	for (uint64_t i = 0; i < 25; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW, 10000 + i, 0);
		wire_posts_begin(&w, buffer, sizeof(buffer));
		assert_true(wire_posts_add(&w, post->bytes, post->n));
		struct kiem_span body = wire_posts_finish(&w);
		rig_say(&rig, 0, link, body.p, body.n);
		free(post);
		rig_run(&rig, 30000);
	}
	assert_true(rig.nodes[0].n >= 3000);
	assert_true(rig_heard(&rig, &m, WIRE_STREAM));
	assert_true(m.stream.stop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_empty_side_streams, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_backdated_during_a_stream, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_cut_stream_resumes, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_stream_over_one_link_at_a_time, begin_three, end),
	        cmocka_unit_test_setup_teardown(test_full_store_stops_a_stream, begin_two_without_intervals, end),
	        cmocka_unit_test_setup_teardown(test_a_drip_does_not_keep_a_board, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
