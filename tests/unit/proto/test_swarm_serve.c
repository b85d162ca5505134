/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is answered to STREAM, LIST and WANT, and what it may cost whoever answers. */
#include "swarm_rig.h"

static struct rig rig;
static struct wire_salt salt;
static unsigned link;

#define N 7000

static int begin(void **state)
{
	rig.compare_ms = 1000000000; /* no interval comes in between */
	rig_begin(&rig, 1, support_seed());
	rig.nodes[0].complete = true;
	for (uint64_t i = 0; i < N; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 1000000 + (int64_t)i / 2, i, 0);
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

static void ask(enum wire_type type, const struct wire_range *range, struct kiem_span shorts)
{
	struct wire_message m = {.type = type};

	if (type == WIRE_WANT) {
		m.want.range = *range;
		m.want.shorts = shorts;
	} else {
		m.stream.range = *range;
	}
	rig_say_message(&rig, 0, link, &m);
}

static const struct wire_range all;
static const struct kiem_span none;

static struct wire_place place_of(size_t i)
{
	return (struct wire_place){rig.nodes[0].sorted[i]->made, rig.nodes[0].sorted[i]->id};
}

static void say_ack(void)
{
	struct wire_message ack = {.type = WIRE_ACK};

	ack.ack = rig.nodes[0].far[link].bytes;
	rig_say_message(&rig, 0, link, &ack);
	rig_run(&rig, 10);
}

static void test_pages(void **state)
{
	struct wire_range range = {0};
	struct wire_message m;

	ask(WIRE_LIST, &range, none);
	rig_run(&rig, 100);
	assert_true(rig_heard(&rig, &m, WIRE_PAGE));
	assert_int_equal(m.want.shorts.n, WIRE_PAGE_MAX * WIRE_SHORT_BYTES);
	assert_true(m.want.range.has_upto);
	struct wire_place last = place_of(WIRE_PAGE_MAX - 1);
	assert_int_equal(m.want.range.upto.made, last.made);
	assert_memory_equal(m.want.range.upto.id.b, last.id.b, 32);

	range.has_after = true;
	range.after = m.want.range.upto;
	ask(WIRE_LIST, &range, none);
	rig_run(&rig, 100);
	assert_true(rig_heard(&rig, &m, WIRE_PAGE));
	assert_int_equal(m.want.shorts.n, (N - WIRE_PAGE_MAX) * WIRE_SHORT_BYTES);
	assert_false(m.want.range.has_upto);
	assert_true(m.want.range.has_after);
}

static void test_want(void **state)
{
	uint8_t packed[3 * WIRE_SHORT_BYTES] = {0};
	uint64_t v = wire_short(&salt, &rig.nodes[0].sorted[77]->id);
	struct wire_message m;
	struct wire_gone gone;

	packed[7] = 1; /* nobody's; before the real one, and another behind it */
	for (size_t j = 0; j < 8; j++) {
		packed[8 + j] = (uint8_t)(v >> (56 - 8 * j));
	}
	memset(packed + 16, 0xff, 8);
	ask(WIRE_WANT, &all, (struct kiem_span){packed, sizeof(packed)});
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].far[link].posts, 1);
	assert_true(rig_heard(&rig, &m, WIRE_GONE));
	assert_true(m.gone.closes);
	assert_int_equal(m.gone.n, 2);
	wire_gone_next(&gone, &m);
	assert_int_equal(gone.id.n, WIRE_SHORT_BYTES);
	assert_memory_equal(gone.id.p, packed, WIRE_SHORT_BYTES);
	assert_int_equal(gone.reason, WIRE_NOT_HERE);
}

static void test_want_keeps_to_its_range(void **state)
{
	uint8_t packed[WIRE_SHORT_BYTES];
	struct wire_range range = {.has_upto = true, .upto = place_of(76)};
	uint64_t v = wire_short(&salt, &rig.nodes[0].sorted[77]->id);
	struct wire_message m;

	for (size_t j = 0; j < 8; j++) {
		packed[j] = (uint8_t)(v >> (56 - 8 * j));
	}
	ask(WIRE_WANT, &range, (struct kiem_span){packed, sizeof(packed)});
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
	assert_true(rig_heard(&rig, &m, WIRE_GONE));
	assert_int_equal(m.gone.n, 1);
}

static void test_stream(void **state)
{
	struct wire_range range = {.has_after = true, .after = place_of(99)};
	struct wire_message m;

	ask(WIRE_STREAM, &range, none);
	for (unsigned i = 0; i < 20; i++) {
		say_ack();
	}
	assert_int_equal(rig.nodes[0].far[link].posts, N - 100);
	assert_int_equal(rig_count_heard(&rig, WIRE_MARK), 2);
	assert_true(rig_heard(&rig, &m, WIRE_MARK));
	assert_true(m.mark.end && m.mark.has_place);
	assert_int_equal(m.mark.place.made, place_of(N - 1).made);
}

/* No ACK, no more posts; and an end only when the last has left. */
static void test_stream_waits_for_acks(void **state)
{
	ask(WIRE_STREAM, &all, none);
	rig_run(&rig, 50000);
	uint64_t sent = rig.nodes[0].far[link].posts;
	assert_true(sent >= 4096 - 128 && sent <= 4096 + 128); /* small ones: parcels run out before bytes */
	struct wire_message m;
	assert_false(rig_heard(&rig, &m, WIRE_MARK) && m.mark.end);
	say_ack();
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].far[link].posts, N);
	assert_true(rig_heard(&rig, &m, WIRE_MARK) && m.mark.end);
}

static void test_stop(void **state)
{
	struct wire_message m = {.type = WIRE_STREAM};

	ask(WIRE_STREAM, &all, none);
	rig_run(&rig, 0);
	m.stream.stop = true;
	rig_say_message(&rig, 0, link, &m);
	for (unsigned i = 0; i < 20; i++) {
		say_ack();
	}
	assert_true(rig.nodes[0].far[link].posts <= 4096 + 1024 + 128);
	struct wire_message last;
	assert_false(rig_heard(&rig, &last, WIRE_MARK) && last.mark.end);
}

/* A live post that the stream has yet to come to is not sent twice; one behind it is sent at once. */
static void test_live_posts_during_a_stream(void **state)
{
	struct rig_post *ahead = rig_make(RIG_BOARD, SUPPORT_NOW, 90001, 0), *behind = rig_make(RIG_BOARD, 1000, 90002, 0);

	ask(WIRE_STREAM, &all, none);
	rig_run(&rig, 20);
	rig_put(&rig, 0, ahead, true);
	rig_put(&rig, 0, behind, true);
	for (unsigned i = 0; i < 20; i++) {
		say_ack();
	}
	assert_int_equal(rig.nodes[0].far[link].posts, N + 2);
	free(ahead);
	free(behind);
}

static void test_other_boards_are_not_served(void **state)
{
	struct wire_message list = {.type = WIRE_LIST, .lane = 1}, stream = {.type = WIRE_STREAM, .lane = KIEM_INT_MAX};

	rig_say_message(&rig, 0, link, &list);
	rig_say_message(&rig, 0, link, &stream);
	rig_run(&rig, 100);
	assert_int_equal(rig_count_heard(&rig, WIRE_PAGE), 0);
	assert_int_equal(rig.nodes[0].far[link].posts, 0);
	assert_int_equal(rig.nodes[0].offences, 0); /* it may have been withdrawn this moment */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_pages, begin, end),
	        cmocka_unit_test_setup_teardown(test_want, begin, end),
	        cmocka_unit_test_setup_teardown(test_want_keeps_to_its_range, begin, end),
	        cmocka_unit_test_setup_teardown(test_stream, begin, end),
	        cmocka_unit_test_setup_teardown(test_stream_waits_for_acks, begin, end),
	        cmocka_unit_test_setup_teardown(test_stop, begin, end),
	        cmocka_unit_test_setup_teardown(test_live_posts_during_a_stream, begin, end),
	        cmocka_unit_test_setup_teardown(test_other_boards_are_not_served, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
