/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Silent links of one network cannot take all places, and nobody else pays for them. */
#include "swarm_rig.h"

static struct rig rig;

static int begin(void **state)
{
	rig_begin(&rig, 1, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void come_up(uint32_t link, uint64_t network, bool dialled)
{
	struct swarm_in in = {.type = SWARM_LINK_UP, .link = link};

	in.up.network = network;
	in.up.dialled = dialled;
	in.up.node.b[0] = (uint8_t)link;
	rig_step(&rig, 0, &in);
}

static unsigned dropped(void)
{
	return rig.nodes[0].drops[SWARM_DROP_NETWORK];
}

static void test_silent_links_of_one_network(void **state)
{
	for (uint32_t link = 0; link < 4; link++) {
		come_up(link, 77, false);
	}
	assert_int_equal(dropped(), 0);
	come_up(4, 77, false);
	assert_int_equal(dropped(), 1);
	come_up(5, 78, false); /* another network */
	come_up(6, 77, true);  /* whom we dial, we want */
	assert_int_equal(dropped(), 1);
}

/* A place is free again when one of them is gone. */
static void test_place_comes_back(void **state)
{
	struct swarm_in down = {.type = SWARM_LINK_DOWN, .link = 2};

	for (uint32_t link = 0; link < 4; link++) {
		come_up(link, 77, false);
	}
	rig_step(&rig, 0, &down);
	come_up(2, 77, false);
	assert_int_equal(dropped(), 0);
}

/* A street or a park is one network. */
static void test_private_networks_are_free(void **state)
{
	for (uint32_t link = 0; link < RIG_LINKS; link++) {
		come_up(link, 0, false);
	}
	assert_int_equal(dropped(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_silent_links_of_one_network, begin, end),
	        cmocka_unit_test_setup_teardown(test_place_comes_back, begin, end),
	        cmocka_unit_test_setup_teardown(test_private_networks_are_free, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
