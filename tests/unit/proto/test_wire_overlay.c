/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of membership and broadcast keep their exact bytes and their limits. */
#include "raw.h"

#include <kiem/wire.h>

static uint8_t out[WIRE_BODY_MAX];
static const uint8_t bytes[WIRE_BODY_MAX] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

static struct wire_message there_and_back(const struct wire_message *m, const char *hex)
{
	struct support_bytes expected;
	struct wire_message back;
	size_t n;

	wire_write(out, &n, sizeof(out), m);
	raw_hex(&expected, hex);
	assert_int_equal(n, expected.n);
	assert_memory_equal(out, expected.b, n);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	assert_int_equal(back.type, m->type);
	assert_int_equal(back.lane, m->lane);
	return back;
}

static void test_broadcast(void **state)
{
	struct wire_message m = {.type = WIRE_IHAVE, .lane = 3}, back;

	m.ihave.items = (struct kiem_span){bytes, WIRE_IHAVE_BYTES};
	back = there_and_back(&m, "a3 000e 0103 0249010203040506070809");
	assert_memory_equal(back.ihave.items.p, bytes, WIRE_IHAVE_BYTES);
	m = (struct wire_message){.type = WIRE_GRAFT};
	(void)there_and_back(&m, "a3 000f 0100 0240");
	m.graft.prefixes = (struct kiem_span){bytes, WIRE_PREFIX_BYTES};
	back = there_and_back(&m, "a3 000f 0100 02480102030405060708");
	assert_int_equal(back.graft.prefixes.n, WIRE_PREFIX_BYTES);
	m = (struct wire_message){.type = WIRE_PRUNE, .lane = 300};
	(void)there_and_back(&m, "a2 0010 0119012c");
}

static void test_neighbours(void **state)
{
	struct wire_message m = {.type = WIRE_JOIN, .lane = 1}, back;

	(void)there_and_back(&m, "a2 0011 0101");
	m.type = WIRE_DISCONNECT;
	(void)there_and_back(&m, "a2 0016 0101");
	m.type = WIRE_NEIGHBOUR;
	m.neighbour.high = true;
	back = there_and_back(&m, "a4 0014 0101 02f5 03f4");
	assert_true(back.neighbour.high && !back.neighbour.pinned);
	m = (struct wire_message){.type = WIRE_ANSWER, .lane = 1};
	m.answer.accepted = true;
	assert_true(there_and_back(&m, "a3 0015 0101 02f5").answer.accepted);
}

static void test_walks(void **state)
{
	struct wire_message m = {.type = WIRE_FORWARD_JOIN}, back;

	m.walk.ttl = WIRE_TTL_MAX;
	m.walk.token = 7;
	m.walk.n = 1;
	m.walk.descriptors[0] = (struct kiem_span){bytes, 2};
	back = there_and_back(&m, "a5 0012 0100 0206 0307 04420102");
	assert_int_equal(back.walk.ttl, 6);
	assert_int_equal(back.walk.token, 7);
	assert_int_equal(back.walk.n, 1);
	assert_int_equal(back.walk.descriptors[0].n, 2);
	m.type = WIRE_WELCOME;
	assert_int_equal(there_and_back(&m, "a4 0013 0100 0307 04420102").walk.n, 1);
	m.type = WIRE_SHUFFLE;
	m.walk.n = 2;
	m.walk.descriptors[1] = (struct kiem_span){bytes + 2, 1};
	back = there_and_back(&m, "a5 0017 0100 0206 0307 0582420102 4103");
	assert_int_equal(back.walk.n, 2);
	assert_int_equal(back.walk.descriptors[1].p[0], 3);
	m.type = WIRE_SHUFFLE_REPLY;
	m.walk.n = 0;
	assert_int_equal(there_and_back(&m, "a4 001818 0100 0307 0580").walk.n, 0);
}

static void test_dial_back(void **state)
{
	struct wire_message m = {.type = WIRE_DIAL_BACK}, back;

	m.dial_back.token = 300;
	m.dial_back.address = support_span("a:1");
	back = there_and_back(&m, "a3 001819 0119012c 0263613a31");
	assert_int_equal(back.dial_back.token, 300);
	assert_int_equal(back.dial_back.address.n, 3);
}

static size_t written(const struct wire_message *m)
{
	struct wire_message back;
	size_t n;

	wire_write(out, &n, sizeof(out), m);
	assert_int_equal(wire_read(&back, out, n), KIEM_OK);
	return n;
}

static void test_largest_fit(void **state)
{
	struct wire_message m = {.type = WIRE_SHUFFLE, .lane = KIEM_INT_MAX};

	m.walk.ttl = WIRE_TTL_MAX;
	m.walk.token = KIEM_INT_MAX;
	m.walk.n = WIRE_SHUFFLE_MAX;
	for (size_t i = 0; i < WIRE_SHUFFLE_MAX; i++) {
		m.walk.descriptors[i] = (struct kiem_span){bytes, WIRE_DESCRIPTOR_MAX};
	}
	assert_true(written(&m) <= WIRE_MEDIUM_MAX);
	m.type = WIRE_FORWARD_JOIN;
	m.walk.n = 1;
	assert_true(written(&m) <= WIRE_SMALL_MAX);
	m = (struct wire_message){.type = WIRE_IHAVE, .lane = KIEM_INT_MAX};
	m.ihave.items = (struct kiem_span){bytes, WIRE_IHAVE_MAX * WIRE_IHAVE_BYTES};
	assert_true(written(&m) <= WIRE_MEDIUM_MAX);
}

static const struct {
	const char *hex;
	enum kiem_verdict verdict;
} cases[] = {
        {"a3 000e 0100 0240", KIEM_BAD_FIELD},                   /* IHAVE of nothing */
        {"a3 000e 0100 02480102030405060708", KIEM_BAD_FIELD},   /* without hops */
        {"a3 000f 0100 0249010203040506070809", KIEM_BAD_FIELD}, /* GRAFT with hops */
        {"a1 0010", KIEM_MISSING_FIELD},                         /* PRUNE of which board? */
        {"a3 0010 0100 02f5", KIEM_OK},                          /* with a key of a newer version */
        {"a2 0011 0140", KIEM_BAD_FIELD},                        /* a lane of bytes */
        {"a5 0012 0100 0207 0307 04420102", KIEM_BAD_FIELD},     /* ttl 7 */
        {"a5 0012 0100 021b0000000100000006 0307 04420102", KIEM_BAD_FIELD},
        {"a5 0012 0100 0206 0307 0440", KIEM_BAD_FIELD}, /* an empty descriptor */
        {"a4 0012 0100 0206 0307", KIEM_MISSING_FIELD},
        {"a4 0013 0100 0206 04420102", KIEM_MISSING_FIELD}, /* WELCOME without its token; a ttl is nothing to it */
        {"a5 0017 0100 0206 0307 0580", KIEM_BAD_FIELD},    /* a SHUFFLE of nobody */
        {"a5 0017 0100 0206 0307 0589 4101 4101 4101 4101 4101 4101 4101 4101 4101", KIEM_BAD_FIELD},
        {"a5 0017 0100 0206 0307 0588 4101 4101 4101 4101 4101 4101 4101 4101", KIEM_OK},
        {"a4 0014 0100 02f5 0301", KIEM_BAD_FIELD}, {"a3 001819 0100 0260", KIEM_BAD_FIELD}, /* DIAL_BACK to nowhere */
};

static void test_verdicts(void **state)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct support_bytes body;
		struct wire_message m;
		raw_hex(&body, cases[i].hex);
		enum kiem_verdict verdict = wire_read(&m, body.b, body.n);
		if (verdict != cases[i].verdict) {
			fail_msg("%s: %s, not %s", cases[i].hex, kiem_verdict_name(verdict), kiem_verdict_name(cases[i].verdict));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_broadcast),
	        cmocka_unit_test(test_neighbours),
	        cmocka_unit_test(test_walks),
	        cmocka_unit_test(test_dial_back),
	        cmocka_unit_test(test_largest_fit),
	        cmocka_unit_test(test_verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
