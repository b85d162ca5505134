/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stranger may fetch in a day is limited, without it being an offence; neighbours of one's own are not counted. */
#include "../../../proto/swarm_parts.h"
#include "swarm_rig.h"

static struct rig rig;
static unsigned link;

static int begin(void **state)
{
	struct wire_salt salt;

	rig.compare_ms = 1000000000;
	rig_begin(&rig, 1, support_seed());
	for (uint64_t i = 0; i < 100; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)i, i, 0);
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

/* How many posts a stream brings now. */
static uint64_t stream(void)
{
	struct wire_message m = {.type = WIRE_STREAM};
	uint64_t before = rig.nodes[0].far[link].posts;

	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 1000);
	return rig.nodes[0].far[link].posts - before;
}

static void test_a_stranger(void **state)
{
	struct swarm *s = rig.nodes[0].swarm;

	s->links[link].network = 7;
	assert_int_equal(stream(), 100);
	served_count(s, link, RECON_DAY_LINK);
	assert_int_equal(stream(), 0);
	assert_int_equal(rig.nodes[0].offences, 0);
	s->mono_ms += RECON_DAY_MS; /* the next day */
	assert_true(served_may(s, link));
}

static void test_a_network(void **state)
{
	struct swarm *s = rig.nodes[0].swarm;

	s->links[link].network = 7;
	served_count(s, link, RECON_DAY_NETWORK);
	s->links[link].trust.served.bytes = 0; /* as if it had been others there */
	assert_int_equal(stream(), 0);
	s->links[link].network = 8;
	assert_int_equal(stream(), 100);
}

static void test_exempt(void **state)
{
	struct swarm *s = rig.nodes[0].swarm;

	served_count(s, link, RECON_DAY_NETWORK); /* on a private network */
	assert_int_equal(stream(), 100);
	s->links[link].network = 7;
	served_count(s, link, RECON_DAY_NETWORK);
	assert_false(served_may(s, link)); /* though it says that it has us pinned */
	struct swarm_in wanted = {.type = SWARM_NEIGHBOUR};
	wanted.neighbour.node = s->links[link].node;
	wanted.neighbour.address = "127.0.0.1:1";
	wanted.neighbour.wanted = true;
	rig_step(&rig, 0, &wanted);
	assert_true(served_may(s, link));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_stranger, begin, end),
	        cmocka_unit_test_setup_teardown(test_a_network, begin, end),
	        cmocka_unit_test_setup_teardown(test_exempt, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
