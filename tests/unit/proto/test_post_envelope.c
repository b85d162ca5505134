/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The envelope has one form: every byte of it that is changed is seen, as a rule broken or as a bad signature. */
#include "raw.h"

#include <kiem/post.h>

static void make(struct support_bytes *bytes, size_t text)
{
	static char letters[KIEM_POST_MAX];
	struct support_author author;
	struct kiem_post post = {.kind = KIEM_LESSON, .title = support_span("t")};

	memset(letters, 'x', sizeof(letters));
	post.text = (struct kiem_span){(uint8_t *)letters, text};
	support_author(&author, 1);
	support_make(bytes, &post, &author);
}

static void the_bytes_are_those_of_the_specification(void **state)
{
	struct support_bytes made, by_hand, payload;
	struct kiem_post post;

	for (size_t text = 0; text < 600; text += 13) {
		make(&made, text);
		assert_int_equal(kiem_post_decode(&post, made.b, made.n), KIEM_OK);
		memcpy(payload.b, post.payload.p, payload.n = post.payload.n);
		raw_post(&by_hand, &payload);
		assert_int_equal(made.n, by_hand.n);
		assert_memory_equal(made.b, by_hand.b, made.n);
	}
}

static void every_changed_bit_is_seen(void **state)
{
	struct support_bytes bytes;
	struct kiem_post post;

	make(&bytes, 20);
	for (size_t bit = 0; bit < 8 * bytes.n; bit++) {
		bytes.b[bit / 8] ^= (uint8_t)(1 << bit % 8);
		enum kiem_verdict verdict = kiem_post_decode(&post, bytes.b, bytes.n);

		if (bit / 8 < 10 || bit / 8 == 42) {
			assert_int_equal(verdict, KIEM_BAD_ENVELOPE);
		}
		if (verdict == KIEM_OK) {
			verdict = kiem_post_verify(&post);
		}
		assert_true(kiem_verdict_is_offence(verdict));
		bytes.b[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_int_equal(kiem_post_decode(&post, bytes.b, bytes.n), KIEM_OK);
	assert_int_equal(kiem_post_verify(&post), KIEM_OK);
}

static void every_cut_is_truncated_and_has_no_length(void **state)
{
	struct support_bytes bytes;
	struct kiem_post post;

	make(&bytes, 300);
	for (size_t n = 0; n < bytes.n; n++) {
		uint8_t *cut = test_malloc(n + 1);

		memcpy(cut, bytes.b, n);
		assert_int_equal(kiem_post_decode(&post, cut, n), KIEM_TRUNCATED);
		assert_int_equal(kiem_post_length(cut, n), 0);
		test_free(cut);
	}
}

static void a_bundle_comes_apart_post_by_post(void **state)
{
	static uint8_t bundle[4 * KIEM_POST_MAX];
	size_t n = 0, sizes[3], at = 0;
	struct support_bytes bytes;

	for (size_t i = 0; i < 3; i++) {
		make(&bytes, i * 200);
		memcpy(bundle + n, bytes.b, bytes.n);
		n += sizes[i] = bytes.n;
	}
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(kiem_post_length(bundle + at, n - at), sizes[i]);
		at += sizes[i];
	}
	assert_int_equal(kiem_post_length(bundle + at, 0), 0);
	assert_int_equal(kiem_post_length((const uint8_t *)"no post", 7), 0);
}

static void a_length_that_no_post_has_is_no_length(void **state)
{
	static uint8_t bytes[70000];
	struct support_bytes made;

	make(&made, 300);
	memcpy(bytes, made.b, 43);
	/* a whole envelope, but of more than 16 KiB */
	memcpy(bytes + 43, (uint8_t[]){0x59, 0x40, 0x00}, 3);
	memcpy(bytes + 46 + 0x4000, (uint8_t[]){0x58, 0x40}, 2);
	assert_int_equal(kiem_post_length(bytes, sizeof(bytes)), 0);
	memcpy(bytes + 43, (uint8_t[]){0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, 9);
	assert_int_equal(kiem_post_length(bytes, sizeof(bytes)), 0);
}

static void a_length_not_shortest_is_named(void **state)
{
	static const struct {
		enum kiem_verdict verdict;
		const char *hex;
	} rows[] = {{KIEM_NOT_SHORTEST, "5817"}, {KIEM_NOT_SHORTEST, "590017"}, {KIEM_NOT_SHORTEST, "5a00000017"},
	        {KIEM_NOT_SHORTEST, "5b0000000000000017"}, {KIEM_INDEFINITE, "5f"}, {KIEM_INDEFINITE, "5c"},
	        {KIEM_BAD_ENVELOPE, "37"}, {KIEM_BAD_ENVELOPE, "a0"}, {KIEM_BAD_ENVELOPE, "f6"}, {KIEM_TRUNCATED, "5a00010000"},
	        {KIEM_TRUNCATED, "5bffffffffffffffff"}};
	struct support_bytes bytes, head;
	struct kiem_post post;

	make(&bytes, 300);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		raw_hex(&head, rows[i].hex);
		memcpy(bytes.b + 43, head.b, head.n);
		assert_int_equal(kiem_post_decode(&post, bytes.b, bytes.n), rows[i].verdict);
	}
}

static void another_domain_or_another_author_does_not_verify(void **state)
{
	struct support_bytes bytes;
	struct support_author other;
	struct kiem_post post;

	make(&bytes, 5);
	support_author(&other, 2);
	memcpy(bytes.b + 10, other.key.b, 32);
	assert_int_equal(kiem_post_decode(&post, bytes.b, bytes.n), KIEM_OK);
	assert_int_equal(kiem_post_verify(&post), KIEM_BAD_SIGNATURE);
	support_author(&other, 1);
	memcpy(bytes.b + 10, other.key.b, 32);
	/* signed without the Sig_structure around it, as a careless tool would */
	crypto_sign_detached(bytes.b + bytes.n - 64, NULL, post.payload.p, post.payload.n, other.secret);
	assert_int_equal(kiem_post_decode(&post, bytes.b, bytes.n), KIEM_OK);
	assert_int_equal(kiem_post_verify(&post), KIEM_BAD_SIGNATURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_bytes_are_those_of_the_specification),
	        cmocka_unit_test(every_changed_bit_is_seen),
	        cmocka_unit_test(every_cut_is_truncated_and_has_no_length),
	        cmocka_unit_test(a_bundle_comes_apart_post_by_post),
	        cmocka_unit_test(a_length_that_no_post_has_is_no_length),
	        cmocka_unit_test(a_length_not_shortest_is_named),
	        cmocka_unit_test(another_domain_or_another_author_does_not_verify),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
