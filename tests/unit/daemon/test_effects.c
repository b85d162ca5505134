/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects are carried out: a dial that cannot start is answered, a wrong key is no link, a cut is a cut, posts leave at once. */
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

static void want(struct node *node, const struct kiem_key *key, const char *address)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR, .link = SWARM_NO_LINK};

	in.neighbour.node = *key;
	in.neighbour.address = address;
	in.neighbour.wanted = true;
	daemon_step(node->d, &in);
}

struct dial {
	struct kiem_key key;
	struct swarm_neighbour_status status;
};

static bool failed(void *context)
{
	struct dial *dial = context;

	return swarm_neighbour_status(pair[1].d->swarm, &dial->status, &dial->key) && dial->status.failures > 0;
}

static void test_a_dial_that_cannot_start_is_a_failed_one(void **state)
{
	struct dial dial;
	struct support_author author;

	support_author(&author, 5);
	dial.key = author.key;
	want(&pair[1], &dial.key, "no address at all");
	node_until("the failure", pair, 2, failed, &dial);
	assert_false(dial.status.linked || dial.status.dialling);
}

static void test_a_node_that_a_person_let_go_is_not_dialled(void **state)
{
	struct support_author author;
	struct kiem_peer peer = {.wanted = false};
	struct dial dial;

	support_author(&author, 7);
	dial.key = peer.node = author.key;
	follow_peer(&pair[1].d->follow, &peer);
	want(&pair[1], &dial.key, node_address(&pair[0])); /* as the swarm might by itself */
	assert_int_equal(pair[1].d->owed.n, 1);            /* nothing was dialled: the answer waits already */
	node_until("the failure", pair, 2, failed, &dial);
}

static void test_another_key_is_no_link(void **state)
{
	struct dial dial;
	struct support_author author;

	support_author(&author, 6);
	dial.key = author.key;
	want(&pair[1], &dial.key, node_address(&pair[0]));
	node_until("the failure", pair, 2, failed, &dial);
	assert_false(dial.status.linked);
	assert_true(node_linked(&pair[1], &pair[0])); /* the right one still stands */
}

static bool parted(void *context)
{
	return !node_linked(&pair[0], &pair[1]) && !node_linked(&pair[1], &pair[0]);
}

static bool joined(void *context)
{
	return node_linked(&pair[0], &pair[1]) && node_linked(&pair[1], &pair[0]);
}

static void test_a_cut_link_comes_back(void **state)
{
	struct swarm_link_status status;
	uint32_t link = 0;

	while (!swarm_link_status(pair[0].d->swarm, &status, link)) {
		link++;
	}
	daemon_cut(pair[0].d, link, 0);
	node_until("the end of the link", pair, 2, parted, NULL);
	daemon_cut(pair[0].d, link, 0); /* once more: it is gone */
	node_until("the link again", pair, 2, joined, NULL);
}

static bool came(void *context)
{
	return node_has(&pair[1], context);
}

static void test_a_post_leaves_with_its_step(void **state)
{
	struct kiem_id id = node_post(&pair[0], 1);

	/* Once the board is active on the link … */
	node_until("a first post", pair, 2, came, &id);
	id = node_post(&pair[0], 1);
	pair[0].d->follow.now = false;
	follow_look(pair[0].d);
	/* … not a single further pass of the sender is needed. */
	node_until("the post", &pair[1], 1, came, &id);
}

static bool cleared(void *context)
{
	return pair[1].d->sends.links[*(uint32_t *)context].n == 0;
}

static void test_who_does_not_keep_up_is_let_go(void **state)
{
	static uint8_t body[WIRE_BODY_MAX] = {0xa0};
	struct swarm_link_status status;
	uint32_t link = 0;

	while (!swarm_link_status(pair[1].d->swarm, &status, link)) {
		link++;
	}
	/* The other side does not take its passes: first the sockets fill, then our queue. */
	int sent = 0;
	while (sends_body(&pair[1].d->sends, link, (struct kiem_span){body, sizeof(body)})) {
		assert_in_range(++sent, 1, 1000);
	}
	assert_true(pair[1].d->sends.links[link].bytes <= SENDS_BYTES_MAX);
	struct swarm_in in = {.type = SWARM_COMPARE, .link = SWARM_NO_LINK};
	daemon_step(pair[1].d, &in); /* something to say, for which there is no room */
	node_until("what waits to be forgotten", &pair[1], 1, cleared, &link);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_dial_that_cannot_start_is_a_failed_one, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_node_that_a_person_let_go_is_not_dialled, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_another_key_is_no_link, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_cut_link_comes_back, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_post_leaves_with_its_step, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_who_does_not_keep_up_is_let_go, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
