/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts that another process puts into the store reach the neighbours, each once, also in between those that come by the door. */
#include "node.h"

static struct node pair[2];

static int set_up(void **state)
{
	node_pair(pair);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&pair[0]);
	node_remove(&pair[1]);
	return 0;
}

struct wanted {
	size_t posts;
};

static bool both_have(void *context)
{
	const struct wanted *wanted = context;

	return node_count(&pair[0]) == wanted->posts && node_count(&pair[1]) == wanted->posts;
}

static uint64_t posts_out(struct node *node)
{
	struct swarm_link_status status;
	uint64_t n = 0;

	for (uint32_t link = 0; link < SWARM_LINKS_MAX; link++) {
		n += swarm_link_status(node->d->swarm, &status, link) ? status.posts_out : 0;
	}
	return n;
}

static void test_a_post_goes_out_once(void **state)
{
	struct kiem_id id = node_post(&pair[0], 1);

	node_until("the post", pair, 2, both_have, &(struct wanted){1});
	assert_true(node_has(&pair[1], &id));
	node_pass(pair, 2, 20);
	assert_int_equal(posts_out(&pair[0]), 1);
	assert_int_equal(posts_out(&pair[1]), 0); /* what came by a link does not go back by it */
}

static void test_more_than_one_look_takes(void **state)
{
	node_post(&pair[0], 2 * FOLLOW_POSTS_MAX + 7);
	node_until("all", pair, 2, both_have, &(struct wanted){2 * FOLLOW_POSTS_MAX + 7});
	assert_int_equal(pair[0].d->follow.seen, 2 * FOLLOW_POSTS_MAX + 7);
}

static void test_posts_of_both_sides_at_once(void **state)
{
	size_t n = 0;

	for (int i = 0; i < 30; i++) {
		node_post(&pair[0], 3);
		node_post(&pair[1], 2);
		n += 5;
		node_pass(pair, 2, 1);
	}
	node_until("all of both", pair, 2, both_have, &(struct wanted){n});
	node_pass(pair, 2, 20);
	assert_int_equal(pair[0].d->follow.seen, n);
	assert_int_equal(pair[1].d->follow.seen, n);
}

static void test_what_was_there_before_is_not_told_as_new(void **state)
{
	node_post(&pair[0], 20);
	node_until("all", pair, 2, both_have, &(struct wanted){20});
	node_close(&pair[0]);
	node_open(&pair[0]);
	assert_int_equal(pair[0].d->follow.seen, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_post_goes_out_once, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_more_than_one_look_takes, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_posts_of_both_sides_at_once, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_was_there_before_is_not_told_as_new, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
