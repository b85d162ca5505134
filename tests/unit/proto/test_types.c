/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, hexadecimal, board names, UTF-8 and ids: what every room takes for granted. */
#include "support.h"

static void every_verdict_has_a_word_of_its_own(void **state)
{
	for (int i = 0; i < KIEM_VERDICTS; i++) {
		const char *name = kiem_verdict_name((enum kiem_verdict)i);

		assert_non_null(name);
		assert_string_not_equal(name, "unknown");
		for (int j = 0; j < i; j++) {
			assert_string_not_equal(name, kiem_verdict_name((enum kiem_verdict)j));
		}
	}
	assert_string_equal(kiem_verdict_name(KIEM_NOT_SHORTEST), "not-shortest");
	assert_string_equal(kiem_verdict_name(KIEM_VERDICTS), "unknown");
	assert_string_equal(kiem_verdict_name((enum kiem_verdict) - 1), "unknown");
}

static void every_error_has_a_sentence(void **state)
{
	for (int i = 0; i < KIEM_ERRS; i++) {
		const char *sentence = kiem_err_sentence((enum kiem_err)i);

		assert_non_null(sentence);
		assert_true(strlen(sentence) > 3 && sentence[strlen(sentence) - 1] != '.');
	}
	assert_non_null(kiem_err_sentence(KIEM_ERRS));
}

static void only_rules_of_the_protocol_count_against_a_sender(void **state)
{
	assert_false(kiem_verdict_is_offence(KIEM_OK));
	assert_false(kiem_verdict_is_offence(KIEM_FULL));
	assert_true(kiem_verdict_is_offence(KIEM_TOO_BIG));
	assert_true(kiem_verdict_is_offence(KIEM_BAD_SIGNATURE));
}

static void hexadecimal_goes_both_ways(void **state)
{
	uint8_t bytes[4] = {0};
	char text[9];

	assert_true(kiem_unhex(bytes, "00fF7a", 6));
	assert_memory_equal(bytes, ((uint8_t[]){0x00, 0xff, 0x7a, 0}), 4);
	kiem_hex(text, bytes, 4);
	assert_string_equal(text, "00ff7a00");
	assert_true(kiem_unhex(bytes, "abc", 3));
	assert_memory_equal(bytes, ((uint8_t[]){0xab, 0xc0}), 2);
	assert_false(kiem_unhex(bytes, "0g", 2));
	assert_false(kiem_unhex(bytes, "0x", 2));
	kiem_hex(text, bytes, 0);
	assert_string_equal(text, "");
}

static void board_names_are_paths_of_small_letters(void **state)
{
	static const char *const good[] = {"nl", "nl/tilburg/kraaiven", "a", "-", "0/1", "a/b/c/d/e/f/g/h"};
	static const char *const bad[] = {"", "/", "nl/", "/nl", "nl//x", "NL", "nl/caf\xc3\xa9", "nl tilburg", "a/b/c/d/e/f/g/h/i",
	        "nl.tilburg", "nl_x", "nl\n"};
	char longest[KIEM_BOARD_MAX + 1];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(kiem_board_ok(support_span(good[i])));
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(kiem_board_ok(support_span(bad[i])));
	}
	memset(longest, 'a', sizeof(longest));
	assert_true(kiem_board_ok((struct kiem_span){(uint8_t *)longest, KIEM_BOARD_MAX}));
	assert_false(kiem_board_ok((struct kiem_span){(uint8_t *)longest, KIEM_BOARD_MAX + 1}));
}

/* The same rule written the slow way: decode, then ask whether the number may be encoded so. */
static bool utf8_oracle(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t more = p[i] < 0x80             ? 0
		              : (p[i] & 0xe0) == 0xc0 ? 1
		              : (p[i] & 0xf0) == 0xe0 ? 2
		              : (p[i] & 0xf8) == 0xf0 ? 3
		                                      : 9;
		uint32_t c = more == 0 ? p[i] : p[i] & (0x3fu >> more);

		if (more == 9 || more >= n - i) {
			return false;
		}
		for (size_t j = 1; j <= more; j++) {
			if ((p[i + j] & 0xc0) != 0x80) {
				return false;
			}
			c = c << 6 | (p[i + j] & 0x3f);
		}
		size_t shortest = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

		if (more != shortest || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
			return false;
		}
		i += more + 1;
	}
	return true;
}

/* All beginnings of up to three bytes, and every lead byte with edge values behind it, at each offset to a word of eight. */
static void utf8_agrees_with_a_slow_oracle(void **state)
{
	static const uint8_t edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf4, 0xff};
	uint8_t text[12];
	size_t n_valid = 0;

	memset(text, 'a', sizeof(text));
	for (unsigned lead = 0; lead < 256; lead++) {
		for (size_t i = 0; i < 15 * 15 * 15; i++) {
			uint8_t four[4] = {(uint8_t)lead, edges[i % 15], edges[i / 15 % 15], edges[i / 225]};

			for (size_t n = 1; n <= 4; n++) {
				bool valid = utf8_oracle(four, n);

				memcpy(text + i % 9, four, n);
				assert_int_equal(kiem_utf8_ok(four, n), valid);
				assert_int_equal(kiem_utf8_ok(text, i % 9 + n), valid);
				n_valid += valid;
			}
			memset(text, 'a', sizeof(text));
		}
	}
	assert_true(n_valid > 10000);
	assert_true(kiem_utf8_ok(NULL, 0));
}

static void an_id_is_what_b2sum_prints(void **state)
{
	struct kiem_id id;
	char text[65];

	kiem_id_of(&id, (const uint8_t *)"kiem", 4);
	kiem_hex(text, id.b, 32);
	/* printf kiem | b2sum -l 256 */
	assert_string_equal(text, "d63f6a31e8bed9b0e235226982056ffb5f0a988717fdaf051af7de3877d7b890");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_verdict_has_a_word_of_its_own),
	        cmocka_unit_test(every_error_has_a_sentence),
	        cmocka_unit_test(only_rules_of_the_protocol_count_against_a_sender),
	        cmocka_unit_test(hexadecimal_goes_both_ways),
	        cmocka_unit_test(board_names_are_paths_of_small_letters),
	        cmocka_unit_test(utf8_agrees_with_a_slow_oracle),
	        cmocka_unit_test(an_id_is_what_b2sum_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
