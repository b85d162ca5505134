/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scans for a neighbour cost is metered, whatever it asks for, and few of them are owed at a time. */
#include "swarm_rig.h"

static struct rig rig;
static struct wire_salt salt;
static unsigned link;

#define N 7000

static int begin(void **state)
{
	rig.compare_ms = 1000000000; /* no interval comes in between */
	rig_begin(&rig, 1, support_seed());
	rig.nodes[0].complete = true;
	for (uint64_t i = 0; i < N; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 1000000 + (int64_t)i / 2, i, 0);
		rig_put(&rig, 0, post, false);
		free(post);
	}
	link = rig_befriend(&rig, &salt, 0);
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void ask(enum wire_type type, const struct wire_range *range, struct kiem_span shorts)
{
	struct wire_message m = {.type = type};

	if (type == WIRE_WANT) {
		m.want.range = *range;
		m.want.shorts = shorts;
	} else {
		m.stream.range = *range;
	}
	rig_say_message(&rig, 0, link, &m);
}

static const struct wire_range all;
static const struct kiem_span none;

/* Requests without end: what they cost is metered, and the node goes on serving in between. */
static void test_flood_of_requests(void **state)
{
	uint64_t before = rig.mono_ms;
	size_t pages = 0;

	for (unsigned i = 0; i < 8000; i++) {
		ask(i % 2 == 0 ? WIRE_LIST : WIRE_STREAM, &all, none);
		if (i % 2 == 0) {
			rig_run(&rig, 1);
		}
		pages += rig_count_heard(&rig, WIRE_PAGE);
		rig_forget(&rig);
	}
	assert_true(pages > 0);
	assert_true(rig.nodes[0].rows > 4000000 && rig.nodes[0].rows <= 4000000 + 20 * (rig.mono_ms - before) + N);
}

/* A request that takes the place of another does not ask for rows of its own before those of the other have come. */
static void test_one_scan_at_a_time(void **state)
{
	unsigned before = rig.nodes[0].scans;
	struct wire_message m;

	for (unsigned i = 0; i < 10000; i++) {
		ask(i % 3 == 0 ? WIRE_WANT : i % 3 == 1 ? WIRE_STREAM : WIRE_LIST, &all, none);
	}
	assert_int_equal(rig.nodes[0].scans - before, 1);
	ask(WIRE_LIST, &all, none);
	rig_run(&rig, 100);
	assert_true(rig_heard(&rig, &m, WIRE_PAGE));
	assert_int_equal(m.want.shorts.n, WIRE_PAGE_MAX * WIRE_SHORT_BYTES);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_flood_of_requests, begin, end),
	        cmocka_unit_test_setup_teardown(test_one_scan_at_a_time, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
