/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two nodes of many posts come to the same set, whatever differs, for bytes that go with what differs; only what was missing is
 * sent, each post once. Bytes are those of all bodies but posts, with the 35 that the transport puts around each.
 */
#include "recon_two.h"

#define FRAME 35

/* No salt makes it dearer than this; tests/bench/test_recon.py holds the means to the goals. */
static const struct course {
	unsigned differ, bytes_max;
} courses[] = {{0, 110}, {1, 280}, {10, 2000}, {100, 6000}, {1000, 32000}, {5000, 150000}};

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_what_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
