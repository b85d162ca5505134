/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A board is carried over a link only when both ends follow it, and neither learns of the other's other boards. */
#include "swarm_rig.h"

static struct rig rig;

static int begin(void **state)
{
	rig_begin(&rig, 2, support_seed());
	return 0;
}

static int end(void **state)
{
	rig_end(&rig);
	return 0;
}

static size_t n_boards(unsigned node)
{
	struct swarm_link_status status;

	assert_true(swarm_link_status(rig.nodes[node].swarm, &status, 0));
	return status.n_boards;
}

static void put(unsigned node, uint32_t board, uint64_t what)
{
	struct rig_post *post = rig_make(board, SUPPORT_NOW, what, 0);

	rig_put(&rig, node, post, true);
	free(post);
}

static void test_only_what_both_follow(void **state)
{
	rig_follow(&rig, 0, 1, true);
	rig_follow(&rig, 0, 2, true);
	rig_follow(&rig, 1, 2, true);
	rig_follow(&rig, 1, 3, true);
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	assert_int_equal(n_boards(0), 1);
	assert_int_equal(n_boards(1), 1);
	put(0, 1, 1);
	put(0, 2, 2);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[1].n, 1);
	assert_int_equal(rig.nodes[1].sorted[0]->board, 2);
}

/* Whoever follows later says so, dialler or listener. */
static void test_followed_later(void **state)
{
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	put(0, 1, 1);
	rig_follow(&rig, 0, 1, true);
	rig_run(&rig, 1000);
	assert_int_equal(n_boards(0), 0);
	rig_follow(&rig, 1, 1, true);
	rig_run(&rig, 1000);
	assert_int_equal(n_boards(0), 1);
	assert_int_equal(rig.nodes[1].n, 1);
	rig_follow(&rig, 0, 2, true);
	rig_follow(&rig, 1, 2, true); /* both at once */
	rig_run(&rig, 1000);
	assert_int_equal(n_boards(0), 2);
	assert_int_equal(n_boards(1), 2);
}

static void test_unfollowed(void **state)
{
	rig_follow(&rig, 0, 1, true);
	rig_follow(&rig, 1, 1, true);
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	rig_follow(&rig, 1, 1, false);
	rig_run(&rig, 1000);
	assert_int_equal(n_boards(0), 0);
	put(0, 1, 1);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[1].n, 0);
	assert_int_equal(rig.nodes[1].offences, 0);
	rig_follow(&rig, 1, 1, true);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[1].n, 1);
}

static void test_no_list_of_boards_leaks(void **state)
{
	static const uint8_t nonce[WIRE_NONCE_BYTES] = {9};
	static const uint8_t guesses[60][WIRE_TAG_BYTES] = {{1}, {2}, {3}};
	struct support_author author;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	rig_follow(&rig, 0, 1, true);
	rig_follow(&rig, 0, 2, true);
	support_author(&author, 1);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say_hello(&rig, 0, link, &author, nonce);
	rig_run(&rig, 1000);
	assert_int_equal(rig_count_heard(&rig, WIRE_BOARDS), 0); /* the listener does not offer */
	wire_write_boards(body, &n, sizeof(body), 1, guesses, 60);
	for (unsigned i = 0; i < 8; i++) {
		rig_say(&rig, 0, link, body, n);
	}
	rig_run(&rig, 1000);
	assert_int_equal(rig_count_heard(&rig, WIRE_BOARDS), 0);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
	rig_say(&rig, 0, link, body, n); /* who guesses on and on is cut off */
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

/* Tags differ from link to link, so that two neighbours cannot tell that they heard of the same board. */
static void test_tags_differ_between_links(void **state)
{
	static const uint8_t one[WIRE_NONCE_BYTES] = {1}, two[WIRE_NONCE_BYTES] = {2};
	struct wire_salt a, b, c;

	wire_salt(&a, one, two, support_span("nl/tilburg"));
	wire_salt(&b, two, one, support_span("nl/tilburg"));
	wire_salt(&c, one, two, support_span("nl/tilburg/noord"));
	assert_memory_not_equal(a.tag, b.tag, sizeof(a.tag));
	assert_memory_not_equal(a.tag, c.tag, sizeof(a.tag));
}

static void test_more_boards_than_fit(void **state)
{
	struct swarm_in in = {.type = SWARM_BOARD};
	char name[32];

	in.board.followed = true;
	in.board.name = name;
	for (uint32_t i = 1; i <= SWARM_BOARDS_MAX + 5; i++) {
		snprintf(name, sizeof(name), "nl/b%u", i);
		in.board.board = i;
		for (unsigned node = 0; node < 2; node++) {
			swarm_step(rig.nodes[node].swarm, SUPPORT_NOW, rig.mono_ms, &in, rig.fx);
		}
	}
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 1000);
	assert_int_equal(n_boards(0), SWARM_BOARDS_MAX);
	assert_int_equal(n_boards(1), SWARM_BOARDS_MAX);
}

static void offer(unsigned link, unsigned key, const struct wire_salt *salts, size_t n)
{
	uint8_t tags[4][WIRE_TAG_BYTES], body[WIRE_SMALL_MAX];
	size_t n_body;

	for (size_t i = 0; i < n; i++) {
		memcpy(tags[i], salts[i].tag, WIRE_TAG_BYTES);
	}
	wire_write_boards(body, &n_body, sizeof(body), key, (const uint8_t(*)[WIRE_TAG_BYTES])tags, n);
	rig_say(&rig, 0, link, body, n_body);
	rig_run(&rig, 100);
}

/* How many PAGEs answer a LIST that names its board by this number, and by which number they name it. */
static size_t ask(unsigned link, uint64_t lane, uint64_t *answer)
{
	struct wire_message m = {.type = WIRE_LIST, .lane = lane};

	rig_forget(&rig);
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 100);
	*answer = rig_heard(&rig, &m, WIRE_PAGE) ? m.lane : UINT64_MAX;
	return rig_count_heard(&rig, WIRE_PAGE);
}

/* Each end counts the tags that it says, also such as mean nothing to the other, and the newest number of a tag holds. */
static void test_numbers_of_lanes(void **state)
{
	static const uint8_t nonce[WIRE_NONCE_BYTES] = {9};
	struct support_author author;
	struct wire_message hello;
	struct wire_salt salts[3];
	uint64_t answer;

	rig_follow(&rig, 0, 1, true);
	rig_follow(&rig, 0, 2, true);
	support_author(&author, 1);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say_hello(&rig, 0, link, &author, nonce);
	assert_true(rig_heard(&rig, &hello, WIRE_HELLO));
	for (uint32_t i = 0; i < 3; i++) {
		wire_salt(&salts[i], nonce, hello.hello.nonce, support_span(rig_board_name(3 - i)));
	}
	offer(link, 1, salts, 3); /* board 3 means nothing there, so 2 is its first and my second */
	assert_int_equal(ask(link, 1, &answer), 1);
	assert_int_equal(answer, 0);
	assert_int_equal(ask(link, 2, &answer), 1);
	assert_int_equal(answer, 1);
	assert_int_equal(ask(link, 0, &answer), 0);
	assert_int_equal(ask(link, 3, &answer), 0);
	offer(link, 3, salts + 2, 1); /* board 1 withdrawn, and offered anew */
	assert_int_equal(ask(link, 2, &answer), 0);
	offer(link, 1, salts + 2, 1);
	assert_int_equal(ask(link, 2, &answer), 0);
	assert_int_equal(ask(link, 3, &answer), 1);
	assert_int_equal(answer, 2);
	assert_int_equal(rig.nodes[0].offences, 0);
}

/* An accept of what was never offered makes nothing active: there would be no number to name it by. */
static void test_accept_without_offer(void **state)
{
	static const uint8_t nonce[WIRE_NONCE_BYTES] = {9};
	struct support_author author;
	struct wire_message hello;
	struct wire_salt salt;

	rig_follow(&rig, 0, 1, true);
	support_author(&author, 1);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say_hello(&rig, 0, link, &author, nonce);
	assert_true(rig_heard(&rig, &hello, WIRE_HELLO));
	wire_salt(&salt, nonce, hello.hello.nonce, support_span(rig_board_name(1)));
	offer(link, 2, &salt, 1);
	assert_int_equal(n_boards(0), 0);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 0);
}

/* What the neighbour had sent before it heard of it is not held against it, however much. */
static void test_unfollowed_in_the_middle(void **state)
{
	rig.latency_ms = 500;
	for (uint64_t i = 0; i < 9000; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 10000000 + (int64_t)i, i, 0);
		rig_put(&rig, 1, post, false);
		free(post);
	}
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_follow(&rig, 1, RIG_BOARD, true);
	(void)rig_join(&rig, 0, 1);
	for (unsigned i = 0; i < 100000 && rig.nodes[1].far[0].posts <= 1024; i++) {
		rig_run(&rig, 1);
	}
	assert_int_equal(rig.nodes[0].n, 0); /* all of them are under way */
	rig_follow(&rig, 0, RIG_BOARD, false);
	rig_run(&rig, 5000);
	assert_int_equal(rig.nodes[0].n, 0);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 0);
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_run(&rig, 60000);
	assert_int_equal(rig.nodes[0].n, 9000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_only_what_both_follow, begin, end),
	        cmocka_unit_test_setup_teardown(test_followed_later, begin, end),
	        cmocka_unit_test_setup_teardown(test_unfollowed, begin, end),
	        cmocka_unit_test_setup_teardown(test_no_list_of_boards_leaks, begin, end),
	        cmocka_unit_test_setup_teardown(test_tags_differ_between_links, begin, end),
	        cmocka_unit_test_setup_teardown(test_more_boards_than_fit, begin, end),
	        cmocka_unit_test_setup_teardown(test_numbers_of_lanes, begin, end),
	        cmocka_unit_test_setup_teardown(test_accept_without_offer, begin, end),
	        cmocka_unit_test_setup_teardown(test_unfollowed_in_the_middle, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
