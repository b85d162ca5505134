/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comparison asks and sends, and how little a neighbour that lies about what it has can make of it. */
#include "recon_puppet.h"

static struct rig rig;
static struct wire_salt salt;
static unsigned link;

#define N 6000

/* A node with N posts, streamed in once, and a puppet that follows the same board. */
static int begin(void **state)
{
	rig.compare_ms = 1000000000; /* no interval comes in between */
	rig_begin(&rig, 1, support_seed());
	rig.nodes[0].complete = true;
	for (uint64_t i = 0; i < N; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 1000000 + (int64_t)i, i, 0);
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

/* The answer to the node's SUM, of one who has few: it is for the node to list, since most differs. */
static void say_few(uint64_t count)
{
	const uint64_t item = 1;
	struct wire_message m = {.type = WIRE_CELLS}, more;
	size_t asked = rig_count_heard(&rig, WIRE_MORE);

	m.cells.count = count;
	m.cells.cells = puppet_cells(&item, 1, 0, RECON_FIRST_CELLS);
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 100);
	if (rig_count_heard(&rig, WIRE_MORE) > asked && rig_heard(&rig, &more, WIRE_MORE)) { /* it is not sure yet */
		m.cells.from = RECON_FIRST_CELLS;
		m.cells.cells = puppet_cells(&item, 1, RECON_FIRST_CELLS, (uint32_t)more.more.upto);
		rig_say_message(&rig, 0, link, &m);
		rig_run(&rig, 100);
	}
}

/* A page from `after` as last asked; upto NULL: the last. */
static void say_page(const struct wire_place *upto, const uint64_t *shorts, size_t n)
{
	struct wire_message m, page = {.type = WIRE_PAGE};
	uint8_t packed[16 * WIRE_SHORT_BYTES];

	assert_true(n <= 16);
	assert_true(rig_heard(&rig, &m, WIRE_LIST));
	page.want.range = m.stream.range;
	page.want.range.has_upto = upto != NULL;
	if (upto != NULL) {
		page.want.range.upto = *upto;
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < 8; j++) {
			packed[8 * i + j] = (uint8_t)(shorts[i] >> (56 - 8 * j));
		}
	}
	page.want.shorts = (struct kiem_span){packed, n * WIRE_SHORT_BYTES};
	rig_say_message(&rig, 0, link, &page);
	rig_run(&rig, 100);
}

static void say_gone(void)
{
	const uint64_t lane = 0;
	uint8_t body[WIRE_SMALL_MAX];
	size_t n;

	wire_write_gone(body, &n, sizeof(body), &lane, NULL, 0);
	rig_say(&rig, 0, link, body, n);
	rig_run(&rig, 100);
}

/* Acknowledges every post that the puppet was sent. */
static void say_ack(void)
{
	struct wire_message ack = {.type = WIRE_ACK};

	for (unsigned i = 0; i < 100; i++) {
		uint64_t before = ack.ack;
		ack.ack = rig.nodes[0].far[link].bytes;
		if (ack.ack == before) {
			return;
		}
		rig_say_message(&rig, 0, link, &ack);
		rig_run(&rig, 100);
	}
}

/* The whole exchange with a neighbour that has three of our posts and one that we lack. */
static void test_exchange(void **state)
{
	uint64_t shorts[4], odd = 12345;
	struct wire_message m;

	say_few(4);
	assert_int_equal(rig_count_heard(&rig, WIRE_LIST), 1); /* the side with more compares */
	for (size_t i = 0; i < 3; i++) {
		shorts[i] = wire_short(&salt, &rig.nodes[0].sorted[i * 10]->id);
	}
	shorts[3] = odd;
	for (size_t i = 0; i < 4; i++) {
		for (size_t j = i; j > 0 && shorts[j - 1] > shorts[j]; j--) {
			uint64_t swap = shorts[j];
			shorts[j] = shorts[j - 1];
			shorts[j - 1] = swap;
		}
	}
	say_page(NULL, shorts, 4);
	say_ack();
	assert_true(rig_heard(&rig, &m, WIRE_WANT));
	assert_int_equal(m.want.shorts.n, WIRE_SHORT_BYTES);
	assert_false(m.want.range.has_upto);
	for (size_t j = 0; j < 8; j++) {
		assert_int_equal(m.want.shorts.p[j], (uint8_t)(odd >> (56 - 8 * j)));
	}
	assert_int_equal(rig.nodes[0].far[link].posts, N - 3);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 1);
	say_gone();
	say_ack();
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2); /* it always ends in another look */
}

static void test_nothing_to_move_is_in_sync(void **state)
{
	struct wire_message m;

	say_few(0); /* a false sum: it lists nothing, and gets everything */
	say_page(NULL, NULL, 0);
	say_ack();
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 2);
	say_few(0);
	say_page(NULL, NULL, 0);
	say_ack();
	/* A second time only what is no longer remembered as offered, and less than the first time. */
	assert_in_range(rig.nodes[0].far[link].posts, N, 2 * N - 512);
	assert_false(rig_heard(&rig, &m, WIRE_MARK) && m.mark.end);
}

static void test_pages_without_end(void **state)
{
	struct wire_place upto = {SUPPORT_NOW - 2000000, {{0}}};
	uint64_t v = 1;

	say_few(10);
	for (unsigned i = 0; i < 100; i++) {
		upto.made++;
		v++;
		say_page(&upto, &v, 1);
		say_gone();
	}
	assert_int_equal(rig_count_heard(&rig, WIRE_WANT), 4); /* then it is clear that nothing comes of it */
	assert_int_equal(rig_count_heard(&rig, WIRE_LIST), 4);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
}

static void test_page_that_stands_still(void **state)
{
	struct wire_place upto = {SUPPORT_NOW - 2000000, {{0}}};
	uint64_t v = 1;

	say_few(10);
	say_page(&upto, &v, 1);
	say_gone();
	say_page(&upto, &v, 1); /* ends where it began */
	assert_int_equal(rig.nodes[0].offences, 1);
	assert_int_equal(rig_count_heard(&rig, WIRE_LIST), 2);
}

static void test_more_listed_than_announced(void **state)
{
	static uint8_t packed[WIRE_PAGE_MAX * WIRE_SHORT_BYTES];
	struct wire_message m, page = {.type = WIRE_PAGE};
	struct wire_place upto = {SUPPORT_NOW - 2000000, {{0}}};

	say_few(10);
	for (size_t i = 0; i < WIRE_PAGE_MAX; i++) {
		packed[8 * i + 1] = (uint8_t)(i >> 8);
		packed[8 * i + 2] = (uint8_t)i;
	}
	for (unsigned i = 0; i < 10; i++) {
		assert_true(rig_heard(&rig, &m, WIRE_LIST));
		page.want.range = m.stream.range;
		page.want.range.has_upto = true;
		upto.made++;
		page.want.range.upto = upto;
		page.want.shorts = (struct kiem_span){packed, sizeof(packed)};
		rig_say_message(&rig, 0, link, &page);
		rig_run(&rig, 100);
		say_gone();
	}
	assert_true(rig_count_heard(&rig, WIRE_LIST) <= 5);
}

/* A thousand SUMs that never match in ten seconds cost a handful of scans. */
static void test_sum_that_never_matches(void **state)
{
	uint64_t rows = rig.nodes[0].rows;

	say_few(10); /* so that it does not wait for an answer to its own */
	for (unsigned i = 0; i < 1000; i++) {
		const uint64_t item = i;
		puppet_sum(&rig, 0, link, &item, 1, N + i + 1);
		rig_run(&rig, 10);
	}
	assert_true(rig.nodes[0].rows - rows <= 10 * N);
	assert_true(rig.steps < 5000);
}

/* Who never answers a LIST is given up, and asked again at the next interval. */
static void test_no_answer(void **state)
{
	struct swarm_link_status status;

	say_few(10);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_int_equal(status.boards[0].phase, SWARM_COMPARING);
	for (unsigned i = 0; i < 7; i++) { /* alive all the same */
		struct wire_message ping = {.type = WIRE_PING};
		rig_run(&rig, 10000);
		rig_say_message(&rig, 0, link, &ping);
	}
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_int_equal(status.boards[0].phase, SWARM_IDLE);
	assert_int_equal(rig_count_heard(&rig, WIRE_LIST), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_exchange, begin, end),
	        cmocka_unit_test_setup_teardown(test_nothing_to_move_is_in_sync, begin, end),
	        cmocka_unit_test_setup_teardown(test_pages_without_end, begin, end),
	        cmocka_unit_test_setup_teardown(test_page_that_stands_still, begin, end),
	        cmocka_unit_test_setup_teardown(test_more_listed_than_announced, begin, end),
	        cmocka_unit_test_setup_teardown(test_sum_that_never_matches, begin, end),
	        cmocka_unit_test_setup_teardown(test_no_answer, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
