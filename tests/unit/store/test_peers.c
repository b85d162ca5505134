/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbours that one was told of, and who is known to hold what was made here. */
#include "scene.h"

static size_t peers_of(struct scene *scene, struct kiem_peer *peers, size_t max)
{
	struct kiem_read *read;
	size_t n;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_peers(read, peers, &n, max), KIEM_DONE);
	kiem_read_end(read);
	return n;
}

static void put_change_remove(void **state)
{
	struct scene *scene = *state;
	struct kiem_peer peer = {.node = scene->anna.key, .address = "[2001:db8::1]:7340", .wanted = true}, peers[4];

	assert_int_equal(peers_of(scene, peers, 4), 0);
	assert_int_equal(kiem_store_peer_put(scene->store, &peer), KIEM_DONE);
	assert_int_equal(peers_of(scene, peers, 4), 1);
	assert_string_equal(peers[0].address, peer.address);
	assert_true(peers[0].wanted);
	assert_memory_equal(peers[0].node.b, peer.node.b, 32);
	strcpy(peer.address, "buurt.example:7340");
	peer.wanted = false;
	assert_int_equal(kiem_store_peer_put(scene->store, &peer), KIEM_DONE);
	scene_open(scene, 0, 0);
	assert_int_equal(peers_of(scene, peers, 4), 1);
	assert_string_equal(peers[0].address, peer.address);
	assert_false(peers[0].wanted);
	assert_int_equal(kiem_store_peer_remove(scene->store, &peer.node), KIEM_DONE);
	assert_int_equal(kiem_store_peer_remove(scene->store, &peer.node), KIEM_E_NOT_FOUND);
	assert_int_equal(peers_of(scene, peers, 4), 0);
	memset(peer.address, 'a', sizeof(peer.address));
	assert_int_equal(kiem_store_peer_put(scene->store, &peer), KIEM_E_INVALID);
}

static void there_is_a_maximum(void **state)
{
	struct scene *scene = *state;
	struct kiem_peer peer = {.address = "a:1", .wanted = true}, peers[KIEM_PEERS_MAX];

	for (unsigned i = 0; i < KIEM_PEERS_MAX; i++) {
		peer.node.b[0] = (uint8_t)i;
		peer.node.b[1] = (uint8_t)(i >> 8);
		assert_int_equal(kiem_store_peer_put(scene->store, &peer), KIEM_DONE);
	}
	assert_int_equal(kiem_store_peer_put(scene->store, &peer), KIEM_DONE); /* one that is there may change */
	peer.node.b[2] = 1;
	assert_int_equal(kiem_store_peer_put(scene->store, &peer), KIEM_E_FULL);
	assert_int_equal(peers_of(scene, peers, KIEM_PEERS_MAX), KIEM_PEERS_MAX);
	assert_int_equal(peers_of(scene, peers, 3), 3);
}

static size_t holders_of(struct scene *scene, uint64_t number)
{
	struct kiem_key nodes[1];
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	size_t n = kiem_read_holders(read, nodes, 1, number);
	kiem_read_end(read);
	return n;
}

static void who_holds_what_was_made_here(void **state)
{
	struct scene *scene = *state;
	struct support_bytes mine, theirs, retraction;
	struct kiem_entry entry;
	struct kiem_admit how = {.now_ms = scene->now, .local = true};

	support_titled(&theirs, KIEM_OFFER, SCENE_BOARD, "van een ander", scene->now, &scene->bram);
	assert_int_equal(scene_admit(scene, &theirs, NULL), KIEM_OK);
	scene_post(&mine, KIEM_OFFER, "van hier", scene->now, scene->now + SCENE_DAY, &scene->anna);
	entry.bytes = (struct kiem_span){mine.b, mine.n};
	assert_int_equal(kiem_store_admit(scene->store, &entry, 1, &how), KIEM_DONE);
	uint64_t numbers[] = {1, 2, 99};
	assert_int_equal(kiem_store_hold(scene->store, numbers, 3, &scene->bram.key), KIEM_DONE);
	assert_int_equal(kiem_store_hold(scene->store, numbers, 3, &scene->bram.key), KIEM_DONE);
	assert_int_equal(holders_of(scene, 1), 0);
	assert_int_equal(holders_of(scene, 2), 1);
	assert_int_equal(holders_of(scene, 99), 0);
	assert_int_equal(kiem_store_hold(scene->store, numbers + 1, 1, &scene->anna.key), KIEM_DONE);
	assert_int_equal(holders_of(scene, 2), 2);
	/* With the post goes who held it. */
	scene_tie(&retraction, KIEM_RETRACT, &mine, scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &retraction, NULL), KIEM_OK);
	assert_int_equal(holders_of(scene, 2), 0);
	assert_int_equal(kiem_store_hold(scene->store, NULL, 0, &scene->anna.key), KIEM_DONE);
}

/* Keys cost nothing: those who say that they hold a post are noted up to a maximum. */
static void not_everybody_is_noted(void **state)
{
	struct scene *scene = *state;
	struct support_bytes mine;
	struct kiem_entry entry;
	struct kiem_admit how = {.now_ms = scene->now, .local = true};
	uint64_t number = 1;

	scene_post(&mine, KIEM_OFFER, "van hier", scene->now, scene->now + SCENE_DAY, &scene->anna);
	entry.bytes = (struct kiem_span){mine.b, mine.n};
	assert_int_equal(kiem_store_admit(scene->store, &entry, 1, &how), KIEM_DONE);
	for (unsigned i = 0; i < KIEM_HOLDERS_MAX + 10; i++) {
		struct kiem_key node = {{(uint8_t)i, 1}};

		assert_int_equal(kiem_store_hold(scene->store, &number, 1, &node), KIEM_DONE);
	}
	assert_int_equal(holders_of(scene, 1), KIEM_HOLDERS_MAX);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(put_change_remove),
	        TEST(there_is_a_maximum),
	        TEST(who_holds_what_was_made_here),
	        TEST(not_everybody_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
