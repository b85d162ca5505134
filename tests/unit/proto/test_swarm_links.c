/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is let in, which of two links stays, and when a link is given up. */
#include "swarm_rig.h"

#include <sodium.h>

static struct rig rig;
static const uint8_t nonce[WIRE_NONCE_BYTES] = {1, 2, 3};

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

static void test_linked(void **state)
{
	struct swarm_link_status status;
	rig_end(&rig);
	rig.ping_ms = 10000;
	(void)begin_two(state);
	unsigned link = rig_join(&rig, 0, 1);

	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[0].linked, 1);
	assert_int_equal(rig.nodes[1].linked, 1);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_true(status.linked && status.dialled);
	assert_int_equal(status.version, 1);
	assert_memory_equal(&status.node, &rig.nodes[1].key, sizeof(status.node));
	rig_run(&rig, 60000);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_int_equal(status.rtt_ms, 2 * rig.latency_ms);
	assert_int_equal(rig.nodes[0].unlinked + rig.nodes[1].unlinked, 0);
}

/* Both dialled each other at once: both keep the one that the lower key dialled. */
static void test_duplicate_of_the_higher_key_goes(void **state)
{
	bool first_is_lower = memcmp(&rig.nodes[0].key, &rig.nodes[1].key, 32) < 0;
	unsigned lower = first_is_lower ? 0 : 1;
	struct swarm_link_status status;
	unsigned n_up = 0;

	(void)rig_join(&rig, 0, 1);
	(void)rig_join(&rig, 1, 0);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_DUPLICATE] + rig.nodes[1].drops[SWARM_DROP_DUPLICATE] >= 1, 1);
	for (unsigned i = 0; i < RIG_LINKS; i++) {
		if (swarm_link_status(rig.nodes[lower].swarm, &status, i)) {
			assert_true(status.linked && status.dialled);
			n_up++;
		}
	}
	assert_int_equal(n_up, 1);
}

/* A neighbour that crashed and dials again takes the place of its dead link. */
static void test_same_dialler_again(void **state)
{
	unsigned old = rig_join(&rig, 0, 1), at_1 = rig.nodes[0].far[old].link;

	rig_run(&rig, 100);
	rig.nodes[0].far[old].up = false; /* gone without a word */
	struct swarm_in in = {.type = SWARM_LINK_DOWN, .link = old};
	swarm_step(rig.nodes[0].swarm, SUPPORT_NOW, rig.mono_ms, &in, rig.fx);
	(void)rig_join(&rig, 0, 1);
	rig_run(&rig, 100);
	assert_int_equal(rig.nodes[1].drops[SWARM_DROP_DUPLICATE], 1);
	assert_false(rig.nodes[1].far[at_1].up);
	assert_int_equal(rig.nodes[1].linked, 2);
}

static void test_oneself(void **state)
{
	(void)rig_join(&rig, 0, 0);
	rig_run(&rig, 1000);
	assert_int_equal(rig.nodes[0].linked, 0);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_DUPLICATE] > 0, 1);
}

/* CURVE proved one key, HELLO says another. */
static void test_wrong_key(void **state)
{
	struct support_author one, other;

	support_author(&one, 1);
	support_author(&other, 2);
	unsigned link = rig_puppet(&rig, 0, &one, false);
	rig_say_hello(&rig, 0, link, &other, nonce);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_WRONG_KEY], 1);
	assert_int_equal(rig.nodes[0].linked, 0);
	assert_int_equal(rig_count_heard(&rig, WIRE_HELLO), 0); /* nothing was said to it */
}

static void test_not_whom_we_dialled(void **state)
{
	struct support_author expected, other;
	struct swarm_in in = {.type = SWARM_LINK_UP, .link = 0};

	support_author(&expected, 1);
	support_author(&other, 2);
	in.up.dialled = true;
	in.up.node = expected.key;
	assert_int_equal(crypto_sign_ed25519_pk_to_curve25519(in.up.curve, other.key.b), 0);
	rig.nodes[0].far[0].up = true;
	rig.nodes[0].far[0].node = RIG_PUPPET;
	swarm_step(rig.nodes[0].swarm, SUPPORT_NOW, rig.mono_ms, &in, rig.fx);
	rig_say_hello(&rig, 0, 0, &other, nonce);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_WRONG_KEY], 1);
}

static size_t hello_of(
        uint8_t body[static WIRE_BODY_MAX], const struct support_author *author, uint64_t min, uint64_t max, bool extra)
{
	struct wire_descriptor d = {.made = SUPPORT_NOW};
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	size_t n;
	struct kiem_cbor_out w;

	assert_int_equal(wire_descriptor_make(descriptor, &n, &d, author->secret), KIEM_OK);
	kiem_cbor_out_init(&w, body, WIRE_BODY_MAX);
	kiem_cbor_put_map(&w, extra ? 8 : 6);
	kiem_cbor_put_uint(&w, 0);
	kiem_cbor_put_uint(&w, WIRE_HELLO);
	kiem_cbor_put_uint(&w, 1);
	kiem_cbor_put_uint(&w, min);
	kiem_cbor_put_uint(&w, 2);
	kiem_cbor_put_uint(&w, max);
	kiem_cbor_put_uint(&w, 3);
	kiem_cbor_put_bytes(&w, nonce, sizeof(nonce));
	kiem_cbor_put_uint(&w, 4);
	kiem_cbor_put_bytes(&w, descriptor, n);
	kiem_cbor_put_uint(&w, 5);
	kiem_cbor_put_int(&w, SUPPORT_NOW);
	if (extra) {
		kiem_cbor_put_uint(&w, 9);
		kiem_cbor_put_array(&w, 1);
		kiem_cbor_put_bool(&w, true);
		kiem_cbor_put_text(&w, "later", 5);
		kiem_cbor_put_uint(&w, 1);
	}
	assert_false(w.full);
	return w.n;
}

/* A newer neighbour that still speaks version 1, with keys and messages that this version does not know. */
static void test_newer_neighbour(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	static const uint8_t unknown[] = {0xa2, 0x00, 0x18, 0x63, 0x01, 0x81, 0xa1, 0x01, 0xf5};
	struct support_author author;
	struct swarm_link_status status;

	support_author(&author, 1);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say(&rig, 0, link, body, hello_of(body, &author, 1, 7, true));
	rig_say(&rig, 0, link, unknown, sizeof(unknown));
	assert_int_equal(rig.nodes[0].linked, 1);
	assert_int_equal(rig.nodes[0].offences, 0);
	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	assert_int_equal(status.version, 1);
}

static void test_no_common_version(void **state)
{
	static uint8_t body[WIRE_BODY_MAX];
	struct support_author author;

	support_author(&author, 1);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say(&rig, 0, link, body, hello_of(body, &author, 2, 7, false));
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_VERSION], 1);
	assert_int_equal(rig.nodes[0].linked, 0);
}

static void test_no_hello(void **state)
{
	struct support_author author;

	support_author(&author, 1);
	(void)rig_puppet(&rig, 0, &author, false);
	rig_run(&rig, 9000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 0);
	rig_run(&rig, 2000);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_SILENT], 1);
}

static void test_garbage_is_dropped(void **state)
{
	static const uint8_t garbage[] = {0xbf, 0xff};
	struct support_author author;

	support_author(&author, 1);
	unsigned link = rig_puppet(&rig, 0, &author, false);
	rig_say_hello(&rig, 0, link, &author, nonce);
	for (unsigned i = 0; i < 40; i++) {
		rig_say(&rig, 0, link, garbage, sizeof(garbage));
	}
	assert_int_equal(rig.nodes[0].offences, 32);
	assert_int_equal(rig.nodes[0].drops[SWARM_DROP_OFFENCES], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_linked, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_duplicate_of_the_higher_key_goes, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_same_dialler_again, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_oneself, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_wrong_key, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_not_whom_we_dialled, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_newer_neighbour, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_no_common_version, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_no_hello, begin_two, end),
	        cmocka_unit_test_setup_teardown(test_garbage_is_dropped, begin_two, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
