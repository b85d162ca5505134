/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two nodes of many posts come to the same set, whatever differs, for bytes that go with what differs; only what was missing is
 * sent, each post once. Bytes are those of all bodies but posts, with the 35 that the transport puts around each.
 */
#include "swarm_rig.h"

#define KNOWN 20000
#define FRAME 35

static struct rig rig;

/* Of so many rounds, each in two bodies, at most. */
static const struct course {
	unsigned differ, bytes_max;
} courses[] = {{0, 110}, {1, 280}, {10, 900}, {100, 3200}, {1000, 24000}, {5000, 125000}};

static void put(unsigned node, int64_t made, uint64_t what)
{
	struct rig_post *post = rig_make(RIG_BOARD, made, what, 0);

	rig_put(&rig, node, post, false);
	free(post);
}

/* Both know `known` posts; `differ` others are on one, or half of them on each, in between or after all. */
static void fill(unsigned known, unsigned differ, bool two, bool newest)
{
	unsigned each = differ > 0 ? known / differ : known + 1, n = 0;

	for (unsigned i = 0; i < known; i++) {
		int64_t made = SUPPORT_NOW - 10000000 + (int64_t)i * 10;
		put(0, made, i);
		put(1, made, i);
		if (!newest && i % each == 0 && n < differ) {
			put(two ? n % 2 : 0, made + 5, known + n);
			n++;
		}
	}
	for (; n < differ; n++) {
		put(two ? n % 2 : 0, SUPPORT_NOW + (int64_t)n, known + n);
	}
}

static void begin(uint64_t compare_ms)
{
	rig.compare_ms = compare_ms;
	rig_begin(&rig, 2, support_seed());
	rig.nodes[0].complete = rig.nodes[1].complete = true;
}

static void join(void)
{
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_follow(&rig, 1, RIG_BOARD, true);
	(void)rig_join(&rig, support_seed() % 2, 1 - support_seed() % 2);
}

static void assert_same(size_t n)
{
	assert_int_equal(rig.nodes[0].n, n);
	assert_true(rig_equal(&rig, 0, 1));
	assert_true(rig.nodes[0].in_sync > 0 && rig.nodes[1].in_sync > 0);
	assert_int_equal(rig.nodes[0].offences + rig.nodes[1].offences, 0);
}

static void run(const struct course *course, bool two, bool newest)
{
	begin(1000000000);
	fill(KNOWN, course->differ, two, newest);
	join();
	rig_run(&rig, 60000);
	assert_same(KNOWN + course->differ);
	if (course->differ == 0) {
		rig_compare(&rig, 0); /* on a link that is in sync */
		rig_run(&rig, 1000);
	}
	/* Each post once. */
	assert_int_equal(rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts, course->differ);
	uint64_t bytes = rig.nodes[0].bytes, framed = bytes + FRAME * rig.nodes[0].bodies;
	print_message("differ %u, %s, %s: %llu bytes, %llu with frames, %llu trips\n", course->differ, two ? "two" : "one",
	        newest ? "newest" : "scattered", (unsigned long long)bytes, (unsigned long long)framed,
	        (unsigned long long)rig.nodes[0].trips);
	assert_in_range(framed, 1, course->bytes_max);
	rig_end(&rig);
}

static void test_what_differs(void **state)
{
	for (size_t i = 0; i < sizeof(courses) / sizeof(courses[0]); i++) {
		for (unsigned how = 0; how < 4; how++) {
			run(&courses[i], how % 2 == 1, how / 2 == 1);
		}
	}
}

/* Posts come and go on both sides all the while: what was noted meanwhile is not mixed up with what differed. */
static void test_while_posts_come(void **state)
{
	uint64_t chance = support_seed();

	begin(1000000000);
	fill(5000, 1200, true, false); /* fewer than the ring of recent posts holds, with what comes meanwhile */
	join();
	for (uint64_t i = 0; i < 300; i++) {
		struct rig_post *post =
		        rig_make(RIG_BOARD, SUPPORT_NOW - (int64_t)(support_random(&chance) % 10000000), 100000 + i, 0);
		rig_put(&rig, i % 2, post, true);
		free(post);
		rig_run(&rig, support_random(&chance) % 3);
	}
	rig_run(&rig, 120000);
	assert_same(5000 + 1200 + 300);
}

/* More differs than a row of cells decodes: the board is gone through in parts, and each post is sent once all the same. */
static void test_halved(void **state)
{
	static const unsigned differs[] = {700, 3000, 5000};

	for (unsigned i = 0; i < 6; i++) {
		unsigned differ = differs[i / 2];
		swarm_options_default(&rig.options);
		rig.options.cells_max = 512;
		begin(1000000000);
		fill(KNOWN, differ, true, i % 2 == 1);
		join();
		rig_run(&rig, 120000);
		assert_same(KNOWN + differ);
		assert_int_equal(rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts, differ);
		print_message("halved, differ %u: %llu bytes in %llu bodies\n", differ, (unsigned long long)rig.nodes[0].bytes,
		        (unsigned long long)rig.nodes[0].bodies);
		rig_end(&rig);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_what_differs),
	        cmocka_unit_test(test_while_posts_come),
	        cmocka_unit_test(test_halved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
