/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The step as a whole: the same seed gives the same run, chaos comes to rest in one set, and every maximum holds. */
#include "swarm_rig.h"

static struct rig rig;

static void put_random(uint64_t *chance, unsigned node, uint64_t what)
{
	int64_t made = SUPPORT_NOW - (int64_t)(support_random(chance) % 100000000);
	struct rig_post *post = rig_make(RIG_BOARD, made, what, 200 + support_random(chance) % 1000);

	bool tell = support_random(chance) % 4 != 0;

	rig_put(&rig, node, post, tell);
	if (!tell) {
		rig_follow(&rig, node, RIG_BOARD, true); /* a driver that only counts */
	}
	free(post);
}

/* Posts, links and cuts at random; then quiet. Returns the hash of all effects. */
static uint64_t chaos(uint64_t seed)
{
	uint64_t chance = seed, trace;

	rig.compare_ms = 30000;
	rig_begin(&rig, 4, seed);
	for (unsigned i = 0; i < 4; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
		rig_want(&rig, i, (i + 1) % 4, true);
	}
	for (uint64_t i = 0; i < 1500; i++) {
		put_random(&chance, support_random(&chance) % 4, i);
		if (support_random(&chance) % 100 == 0) {
			rig_cut(&rig, support_random(&chance) % 4, support_random(&chance) % RIG_LINKS);
		}
		rig.latency_ms = 1 + (unsigned)(support_random(&chance) % 40);
		rig_run(&rig, support_random(&chance) % 50);
	}
	rig_run(&rig, 900000);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(rig.nodes[i].n, 1500);
		assert_true(rig_equal(&rig, 0, i));
		assert_int_equal(rig.nodes[i].offences, 0);
		assert_int_equal(rig.nodes[i].drops[SWARM_DROP_SILENT] + rig.nodes[i].drops[SWARM_DROP_OFFENCES], 0);
	}
	trace = rig.trace;
	rig_end(&rig);
	return trace;
}

static void test_same_seed_same_run(void **state)
{
	uint64_t seed = support_seed(), first = chaos(seed);

	assert_true(first == chaos(seed));
	assert_true(first != chaos(seed + 1));
}

/* When all is said, an hour passes in pings and comparisons alone. */
static void test_quiet(void **state)
{
	rig.compare_ms = 600000;
	rig.ping_ms = 10000;
	rig_begin(&rig, 2, support_seed());
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_follow(&rig, 1, RIG_BOARD, true);
	rig_want(&rig, 0, 1, true);
	rig_run(&rig, 60000);
	uint64_t steps = rig.steps;
	rig_run(&rig, 3600000);
	/*
	 * 360 PINGs of one or the other are 720 messages; a timer to say each, one to see that it was answered, and one at the
	 * other end; 12 comparisons some ten steps each; a shuffle, its reply and the timers of it, of the probe and of looking for
	 * more neighbours, a minute and node.
	 */
	assert_true(rig.steps - steps < 720 + 3 * 360 + 12 * 20 + 60 * 2 * 8);
	assert_int_equal(rig.nodes[0].unlinked + rig.nodes[1].unlinked, 0);
	rig_end(&rig);
}

/* A long list of posts at once, as when a bundle is imported, with as many neighbours as fit. */
static void test_many_at_once(void **state)
{
	static struct swarm_admitted told[10000];
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK};

	rig_begin(&rig, 3, support_seed());
	for (unsigned i = 0; i < 3; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
	}
	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 0, 2);
	rig_run(&rig, 1000);
	for (size_t i = 0; i < 10000; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)i, i, 0);
		rig_put(&rig, 0, post, false);
		told[i] = (struct swarm_admitted){.id = post->id, .number = i + 1, .board = RIG_BOARD, .made = post->made};
		free(post);
	}
	in.admitted.posts = told;
	in.admitted.n = 10000;
	swarm_step(rig.nodes[0].swarm, SUPPORT_NOW, rig.mono_ms, &in, rig.fx);
	assert_true(rig.fx->n <= 2 * 128 + 1); /* a batch for each, and the timer */
	rig_end(&rig);
}

/* As many links as there may be, each with something to do at every step: effects fit, and nothing is forgotten. */
static void test_all_links(void **state)
{
	static struct swarm_fx fx;
	struct swarm_options options = {0};
	struct support_author author;
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	struct swarm_in board = {.type = SWARM_BOARD}, timer = {.type = SWARM_TIMER};
	size_t drops = 0;

	swarm_options_default(&options);
	options.ping_ms = options.compare_ms = 1000;
	support_author(&author, 1);
	assert_int_equal(wire_descriptor_make(descriptor, &options.descriptor.n, &d, author.secret), KIEM_OK);
	options.descriptor.p = descriptor;
	options.node = author.key;
	void *mem = malloc(swarm_size(&options));
	assert_non_null(mem);
	struct swarm *swarm = swarm_init(mem, swarm_size(&options), &options);
	board.board.board = 1;
	board.board.followed = true;
	board.board.name = "nl/tilburg/board-1";
	swarm_step(swarm, SUPPORT_NOW, 0, &board, &fx);
	for (uint32_t i = 0; i < SWARM_LINKS_MAX; i++) {
		struct swarm_in up = {.type = SWARM_LINK_UP, .link = i};
		swarm_step(swarm, SUPPORT_NOW, 1, &up, &fx);
	}
	swarm_step(swarm, SUPPORT_NOW, 10001, &timer, &fx);
	for (size_t i = 0; i < fx.n; i++) {
		drops += fx.effects[i].type == SWARM_DROP_LINK;
	}
	assert_int_equal(drops, SWARM_LINKS_MAX); /* none of them said HELLO */
	free(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_same_seed_same_run),
	        cmocka_unit_test(test_quiet),
	        cmocka_unit_test(test_many_at_once),
	        cmocka_unit_test(test_all_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
