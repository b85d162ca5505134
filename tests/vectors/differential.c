/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kiem_cbor_check against libcbor, on random and on damaged inputs. libcbor says what is well-formed; what our form asks beyond
 * that is judged on libcbor's own tree and its own encoding of it. Both must come to the same answer about every input:
 *
 *     accepted here  <=>  libcbor reads one item to the last byte, and that item is of the strict form
 *
 * libcbor 0.8 takes memory for as many items as a head announces, so no input has a count or length of four or eight bytes;
 * the vectors in cbor.json have those.
 */
#include <kiem/cbor.h>

#include <cbor.h>

#include "support.h"

#define INPUT_MAX 96
#define ROUNDS 1000000

/* What an item adds up to: nothing found against it, how deep it is, how many items it has in it. */
struct tally {
	bool strict;
	size_t depth, items;
};

static struct tally judge(const cbor_item_t *item);

static void take_in(struct tally *whole, const cbor_item_t *item)
{
	struct tally part = judge(item);

	whole->strict = whole->strict && part.strict;
	whole->depth = whole->depth > part.depth + 1 ? whole->depth : part.depth + 1;
	whole->items += part.items + 1;
}

/* By the bytes that libcbor writes for them, which are no more than twice the input's. */
static int compare_keys(const cbor_item_t *a, const cbor_item_t *b)
{
	uint8_t x[2 * INPUT_MAX], y[2 * INPUT_MAX];
	size_t n = cbor_serialize(a, x, sizeof(x)), m = cbor_serialize(b, y, sizeof(y));
	int order = memcmp(x, y, n < m ? n : m);

	return order != 0 ? order : (n > m) - (n < m);
}

static struct tally judge_map(const cbor_item_t *item)
{
	struct tally t = {cbor_map_is_definite(item), 1, 0};
	struct cbor_pair *pairs = cbor_map_handle(item);

	for (size_t i = 0; i < cbor_map_size(item); i++) {
		take_in(&t, pairs[i].key);
		take_in(&t, pairs[i].value);
		t.strict = t.strict && (i == 0 || compare_keys(pairs[i - 1].key, pairs[i].key) < 0);
	}
	return t;
}

static struct tally judge_array(const cbor_item_t *item)
{
	struct tally t = {cbor_array_is_definite(item), 1, 0};

	for (size_t i = 0; i < cbor_array_size(item); i++) {
		take_in(&t, cbor_array_handle(item)[i]);
	}
	return t;
}

static bool shortest(const cbor_item_t *item)
{
	uint64_t value = cbor_get_int(item);

	switch (cbor_int_get_width(item)) {
	case CBOR_INT_8:
		return true; /* in the initial byte or the next: told apart by the encoding of the whole */
	case CBOR_INT_16:
		return value > UINT8_MAX;
	case CBOR_INT_32:
		return value > UINT16_MAX;
	default:
		return value > UINT32_MAX;
	}
}

static struct tally judge(const cbor_item_t *item)
{
	switch (cbor_typeof(item)) {
	case CBOR_TYPE_UINT:
		return (struct tally){shortest(item) && cbor_get_int(item) <= 1ULL << 53, 0, 0};
	case CBOR_TYPE_NEGINT:
		return (struct tally){shortest(item) && cbor_get_int(item) < 1ULL << 53, 0, 0};
	case CBOR_TYPE_BYTESTRING:
		return (struct tally){cbor_bytestring_is_definite(item), 0, 0};
	case CBOR_TYPE_STRING: /* libcbor counts no characters in a text that is not UTF-8 */
		return (struct tally){
		        cbor_string_is_definite(item) && (cbor_string_length(item) == 0 || cbor_string_codepoint_count(item) > 0),
		        0, 0};
	case CBOR_TYPE_ARRAY:
		return judge_array(item);
	case CBOR_TYPE_MAP:
		return judge_map(item);
	case CBOR_TYPE_TAG:
		return (struct tally){false, 0, 0};
	case CBOR_TYPE_FLOAT_CTRL:
		return (struct tally){cbor_float_ctrl_is_ctrl(item) && cbor_is_bool(item), 0, 0};
	}
	return (struct tally){false, 0, 0};
}

/* libcbor's answer. That its encoding is the input shows that every head was in its shortest form. */
static bool oracle(const uint8_t *bytes, size_t n, bool *well_formed)
{
	struct cbor_load_result result;
	cbor_item_t *item = cbor_load(bytes, n, &result);
	uint8_t again[2 * INPUT_MAX];

	*well_formed = item != NULL;
	if (item == NULL) {
		return false;
	}
	struct tally t = judge(item);
	bool strict = t.strict && t.depth <= KIEM_DEPTH_MAX && t.items <= KIEM_ITEMS_MAX && result.read == n;

	if (strict) {
		strict = cbor_serialize(item, again, sizeof(again)) == n && memcmp(again, bytes, n) == 0;
	}
	cbor_decref(&item);
	return strict;
}

/* A head whose count or length libcbor would take memory for. */
static bool is_heavy(uint8_t byte)
{
	unsigned major = byte >> 5, info = byte & 31;

	return major >= 2 && major <= 5 && (info == 26 || info == 27);
}

static void put_random(struct kiem_cbor_out *w, uint64_t *random, unsigned depth);

/* A map of small keys that rise, with here and there a step of nothing. */
static void put_random_map(struct kiem_cbor_out *w, uint64_t *random, unsigned depth)
{
	size_t n = support_random(random) % 4;
	uint64_t key = support_random(random) % 30;

	kiem_cbor_put_map(w, n);
	for (; n > 0; n--) {
		kiem_cbor_put_uint(w, key);
		key += support_random(random) % 16;
		put_random(w, random, depth + 1);
	}
}

static void put_random(struct kiem_cbor_out *w, uint64_t *random, unsigned depth)
{
	static const char text[] = "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8c\xb1 met een lange staart";
	uint64_t x = support_random(random);
	size_t n = (x >> 8) % 5;

	switch (depth > 9 ? x % 4 : x % 8) {
	case 0:
		kiem_cbor_put_int(w, (int64_t)(support_random(random) >> (x >> 16) % 64) * (x & 64 ? 1 : -1));
		break;
	case 1:
		kiem_cbor_put_text(w, text, (x >> 8) % sizeof(text));
		break;
	case 2:
		kiem_cbor_put_bytes(w, (const uint8_t *)text, (x >> 8) % sizeof(text));
		break;
	case 3:
		kiem_cbor_put_bool(w, x & 256);
		break;
	case 4:
	case 5:
		kiem_cbor_put_array(w, n);
		for (; n > 0; n--) {
			put_random(w, random, depth + 1);
		}
		break;
	default:
		put_random_map(w, random, depth);
	}
}

/* An item, and in two of three cases something changed in it; or, now and then, bytes of nothing but chance. */
static size_t make_input(uint8_t bytes[INPUT_MAX], uint64_t *random)
{
	uint64_t x = support_random(random);
	struct kiem_cbor_out w;
	size_t n;

	kiem_cbor_out_init(&w, bytes, INPUT_MAX);
	put_random(&w, random, 0);
	n = w.full ? 0 : w.n;
	if (x % 8 == 0 || n == 0) {
		n = 1 + support_random(random) % 12;
		for (size_t i = 0; i < n; i++) {
			bytes[i] = (uint8_t)support_random(random);
		}
	}
	for (uint64_t changes = x % 3; changes > 0; changes--) {
		uint64_t y = support_random(random);

		if (y % 16 == 0) {
			n = n > 1 ? n - 1 : n;
		} else if (y % 16 == 1 && n < INPUT_MAX) {
			bytes[n++] = (uint8_t)(y >> 8);
		} else {
			uint8_t *byte = &bytes[(y >> 16) % n];
			*byte = (uint8_t)(y % 2 ? y >> 8 : *byte ^ 1u << (y >> 8) % 8);
		}
	}
	for (size_t i = 0; i < n; i++) {
		bytes[i] = is_heavy(bytes[i]) ? (uint8_t)(bytes[i] & 0xef) : bytes[i];
	}
	return n;
}

static void both_readers_say_the_same_of_every_input(void **state)
{
	uint64_t random = support_seed();
	size_t n_accepted = 0, n_well_formed = 0;

	for (int i = 0; i < ROUNDS; i++) {
		uint8_t bytes[INPUT_MAX];
		size_t n = make_input(bytes, &random);
		enum kiem_verdict verdict = kiem_cbor_check(bytes, n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX);
		bool well_formed, strict = oracle(bytes, n, &well_formed);

		if ((verdict == KIEM_OK) != strict) {
			char hex[2 * INPUT_MAX + 1];

			kiem_hex(hex, bytes, n);
			fail_msg("%s: %s here, and %s by libcbor", hex, kiem_verdict_name(verdict), strict ? "good" : "not good");
		}
		n_accepted += strict;
		n_well_formed += well_formed;
	}
	print_message("%d inputs, %zu well-formed, %zu accepted\n", ROUNDS, n_well_formed, n_accepted);
	/* enough of each for the comparison to mean something */
	assert_true(n_accepted > ROUNDS / 10);
	assert_true(n_well_formed > n_accepted + ROUNDS / 50);
	assert_true(n_well_formed < ROUNDS - ROUNDS / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(both_readers_say_the_same_of_every_input)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
