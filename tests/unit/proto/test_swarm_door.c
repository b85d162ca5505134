/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in is acknowledged after it is on disk, and a neighbour that breaks the rules is cut off. */
#include "swarm_rig.h"

static struct rig rig;
static const uint8_t nonce[WIRE_NONCE_BYTES] = {4};

static int begin_two(void **state)
{
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static void follow_all(void)
{
	for (unsigned i = 0; i < rig.n_nodes; i++) {
		rig_follow(&rig, i, RIG_BOARD, true);
	}
}

static void put(unsigned node, uint64_t what, size_t bytes, bool tell)
{
	struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW + (int64_t)what, what, bytes);

	rig_put(&rig, node, post, tell);
	free(post);
}

static void test_refused_is_not_held(void **state)
{
	follow_all();
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	rig.nodes[1].expired_before = SUPPORT_NOW + 10;
	put(0, 1, 0, true);
	put(0, 20, 0, true);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[1].n, 1);
	assert_int_equal(rig.nodes[0].held, 1);
	assert_int_equal(rig.nodes[1].offences, 0); /* expired blames nobody */
}

static unsigned linked_puppet(bool with_board)
{
	struct support_author author;
	struct wire_salt salt;
	struct wire_message hello;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	support_author(&author, 1);
	rig_follow(&rig, 0, RIG_BOARD, true);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say_hello(&rig, 0, link, &author, nonce);
	assert_true(rig_heard(&rig, &hello, WIRE_HELLO));
	wire_salt(&salt, nonce, hello.hello.nonce, support_span("nl/tilburg/board-1"));
	if (with_board) {
		wire_write_boards(body, &n, sizeof(body), 1, (const uint8_t(*)[WIRE_TAG_BYTES])salt.tag, 1);
		rig_say(&rig, 0, link, body, n);
	}
	rig_run(&rig, 100);
	return link;
}

static void say_posts(unsigned link, uint32_t board, uint64_t from, size_t n, bool forged)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct wire_posts w;

	wire_posts_begin(&w, buffer, sizeof(buffer));
	for (uint64_t i = from; i < from + n; i++) {
		struct rig_post *post = rig_make(board, SUPPORT_NOW, i, 0);
		post->bytes[post->n - 1] = forged ? 0xff : 0;
		assert_true(wire_posts_add(&w, post->bytes, post->n));
		free(post);
	}
	struct kiem_span body = wire_posts_finish(&w);
	rig_say(&rig, 0, link, body.p, body.n);
}

static void test_acknowledged(void **state)
{
	struct wire_message m;
	unsigned link = linked_puppet(true);

	say_posts(link, RIG_BOARD, 0, 10, false);
	assert_false(rig_heard(&rig, &m, WIRE_ACK)); /* persist, then speak */
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].n, 10);
	assert_true(rig_heard(&rig, &m, WIRE_ACK));
	assert_int_equal(m.ack, 10 * rig.nodes[0].sorted[0]->n);
}

static void test_strays(void **state)
{
	unsigned link = linked_puppet(false);

	for (uint64_t i = 0; i < 10; i++) {
		say_posts(link, RIG_BOARD, i * 100, 100, false);
	}
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].admits, 0);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0); /* perhaps it has not heard yet that we left the board */
	say_posts(link, RIG_BOARD, 1000, 100, false);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

static void test_forged(void **state)
{
	unsigned link = linked_puppet(true);

	say_posts(link, RIG_BOARD, 0, 40, true);
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].n, 0);
	assert_int_equal(rig.nodes[0].offences, 32);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

static void test_not_a_post(void **state)
{
	static const uint8_t body[] = {0xa2, 0x00, 0x05, 0x01, 0x81, 0x43, 1, 2, 3};
	unsigned link = linked_puppet(true);

	for (unsigned i = 0; i < 32; i++) {
		rig_say(&rig, 0, link, body, sizeof(body));
	}
	assert_int_equal(rig.nodes[0].admits, 0);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

/* Who sends on without waiting for ACKs is cut off before it fills the memory. */
static void test_over_the_window(void **state)
{
	static uint8_t buffer[WIRE_BODY_MAX];
	struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW, 1, 16000);
	unsigned link = linked_puppet(true);
	struct wire_posts w;
	size_t sent = 0;

	wire_posts_begin(&w, buffer, sizeof(buffer));
	while (wire_posts_add(&w, post->bytes, post->n)) {
	}
	struct kiem_span body = wire_posts_finish(&w);
	while (rig.nodes[0].far[link].up) {
		rig_say(&rig, 0, link, body.p, body.n);
		sent += w.bytes;
		assert_true(sent < 3 * SWARM_WINDOW);
	}
	assert_true(sent > 2 * SWARM_WINDOW);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
	free(post);
}

static void test_false_ack(void **state)
{
	static const uint8_t body[] = {0xa2, 0x00, 0x06, 0x01, 0x19, 0xff, 0xff};
	unsigned link = linked_puppet(true);

	rig_say(&rig, 0, link, body, sizeof(body));
	assert_int_equal(rig.nodes[0].offences, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_refused_is_not_held, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_acknowledged, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_strays, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_forged, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_not_a_post, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_over_the_window, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_false_ack, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
