/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest posts are sent without a walk over the board, whoever decodes; what was removed since is not taken for one of them. */
#include "recon_two.h"

#define N 3000

static unsigned dialler;

/* Both in sync, then apart, and so long that nothing is announced when they meet again. */
static int part(void **state)
{
	begin(1000000000);
	fill(N, 0, false, false);
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_follow(&rig, 1, RIG_BOARD, true);
	dialler = rig_join(&rig, 0, 1);
	rig_run(&rig, 5000);
	assert_same(N);
	rig_cut(&rig, 0, dialler);
	rig_run(&rig, 1000);
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void make(unsigned node, uint64_t what, int64_t made)
{
	struct rig_post *post = rig_make(RIG_BOARD, made, what, 0);

	rig_put(&rig, node, post, true);
	free(post);
}

/* The rows that each end read when they met again. */
static void meet(uint64_t rows[2])
{
	rig_run(&rig, 60000);
	rows[0] = rig.nodes[0].rows;
	rows[1] = rig.nodes[1].rows;
	(void)rig_join(&rig, support_seed() % 2, 1 - support_seed() % 2);
	rig_run(&rig, 10000);
	rows[0] = rig.nodes[0].rows - rows[0];
	rows[1] = rig.nodes[1].rows - rows[1];
}

/* Cells for the new link are made by one scan of each; what differs takes no other. */
static void test_newest(void **state)
{
	uint64_t rows[2];

	for (unsigned i = 0; i < 3; i++) {
		make(0, 10000 + i, SUPPORT_NOW + i);
		make(1, 20000 + i, SUPPORT_NOW + i);
	}
	meet(rows);
	assert_same(N + 6);
	assert_int_equal(rows[0], N + 3);
	assert_int_equal(rows[1], N + 3);
}

/* The ring goes by when a post came, not by when it was made. */
static void test_backdated(void **state)
{
	uint64_t rows[2];

	make(1, 10000, SUPPORT_NOW - 9000000);
	meet(rows);
	assert_same(N + 1);
	assert_int_equal(rows[0] + rows[1], N + N + 1);
}

/* One of them came before what the ring holds: then all are looked for, and each is sent once. */
static void test_older(void **state)
{
	uint64_t rows[2], posts = rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts;

	put(0, SUPPORT_NOW - 5, 10000); /* not told: the count tells */
	rig_follow(&rig, 0, RIG_BOARD, true);
	make(0, 10001, SUPPORT_NOW);
	meet(rows);
	assert_same(N + 2);
	assert_in_range(rows[0], N + 2, 2 * (N + 2));
	assert_int_equal(rig.nodes[0].far[0].posts + rig.nodes[1].far[0].posts, posts + 2);
}

/* Removed, and come again by another way: the newer of the two is what is sent. */
static void test_removed(void **state)
{
	struct swarm_in in = {.type = SWARM_REMOVED};
	struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW, 10000, 0);
	uint64_t rows[2];

	rig_put(&rig, 0, post, true);
	in.removed.board = RIG_BOARD;
	in.removed.made = post->made;
	in.removed.id = post->id;
	rig_erase(&rig, 0, &post->id);
	rig_step(&rig, 0, &in);
	rig_put(&rig, 0, post, false); /* back in the store under another number; that is not told */
	rig_follow(&rig, 0, RIG_BOARD, true);
	free(post);
	meet(rows);
	assert_same(N + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_newest, part, end),
	        cmocka_unit_test_setup_teardown(test_backdated, part, end),
	        cmocka_unit_test_setup_teardown(test_older, part, end),
	        cmocka_unit_test_setup_teardown(test_removed, part, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
