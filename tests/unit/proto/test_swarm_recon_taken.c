/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short ids that were shown must turn out posts, or be named gone. */
#include "recon_scene.h"

static void test_false_short_ids(void **state)
{
	struct wire_message m;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;
	uint64_t lane = 0;

	for (unsigned round = 0; round < 3; round++) {
		assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
		rig_forget(&rig);
		(void)say_all(items(400), N + 400, N + 400);
		assert_true(rig_heard(&rig, &m, WIRE_WANT));
		assert_int_equal(m.want.shorts.n, 400 * WIRE_SHORT_BYTES);
		wire_write_gone(body, &n, sizeof(body), &lane, NULL, 0); /* neither posts, nor gone */
		rig_say(&rig, 0, link, body, n);
		rig_run(&rig, 50);
	}
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

/* What is named as gone costs nothing but the exchange. */
static void test_gone(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	struct wire_gone gone[8];
	struct wire_message m;
	uint64_t lane = 0;
	size_t n;

	for (unsigned round = 0; round < 8; round++) {
		rig_forget(&rig);
		(void)say_all(items(8), N + 8, N + 8);
		if (!rig_heard(&rig, &m, WIRE_WANT)) {
			break;
		}
		for (size_t i = 0; i < 8; i++) {
			gone[i] = (struct wire_gone){{m.want.shorts.p + i * WIRE_SHORT_BYTES, WIRE_SHORT_BYTES}, WIRE_NOT_HERE};
		}
		wire_write_gone(body, &n, sizeof(body), &lane, gone, 8);
		rig_say(&rig, 0, link, body, n);
		rig_run(&rig, 50);
		assert_true(round < 4); /* a few times on end, and then at the next interval */
	}
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES] + rig.nodes[0].offences, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_false_short_ids, begin, end),
	        cmocka_unit_test_setup_teardown(test_gone, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
