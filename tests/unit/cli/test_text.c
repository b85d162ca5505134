/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other people's text on a terminal: nothing that it obeys, columns that align, lines that break at words. */
#include "out.h"
#include "support.h"

static char *printed; /* what the last call printed */

static struct out begin(unsigned width)
{
	static size_t n;

	free(printed);
	printed = NULL;
	return (struct out){.file = open_memstream(&printed, &n), .width = width};
}

static const char *column(const char *text, unsigned width)
{
	struct out out = begin(80);

	out_column(&out, out_span(text), width);
	fclose(out.file);
	return printed;
}

static const char *wrapped(const char *text, unsigned width, unsigned indent)
{
	struct out out = begin(width);

	out_wrap(&out, out_span(text), indent);
	fclose(out.file);
	return printed;
}

static const char *clean(const char *text)
{
	static char to[200];

	return out_clean(to, sizeof(to), out_span(text));
}

static void test_escape_sequences_are_disarmed(void **state)
{
	assert_string_equal(clean("\x1b[31mred\x1b[0m"), "\ufffd[31mred\ufffd[0m");
	assert_string_equal(clean("bell\a back\b del\x7f"), "bell\ufffd back\ufffd del\ufffd");
	assert_string_equal(clean("\xc2\x9b"
	                          "31m"),
	        "\ufffd"
	        "31m"); /* CSI as one C1 character */
	assert_string_equal(clean("\xe2\x80\xae"
	                          "desrever"),
	        "\ufffd"
	        "desrever");
	assert_string_equal(clean("two\nlines\tand a tab"), "two lines and a tab");
	assert_string_equal(clean("\xff\xfe"), "\ufffd\ufffd");
	assert_string_equal(clean("caf\u00e9 \U0001F331"), "caf\u00e9 \U0001F331");
}

/* Random bytes, cleaned or in a column or wrapped, hold no control character but the line's end. */
static void test_random_bytes_are_disarmed(void **state)
{
	uint64_t random = support_seed();

	for (int i = 0; i < 2000; i++) {
		uint8_t bytes[40];
		size_t n = support_random(&random) % sizeof(bytes);
		struct out out = begin(20);
		struct kiem_span text = {bytes, n};

		for (size_t j = 0; j < n; j++) {
			bytes[j] = (uint8_t)(support_random(&random) % (i % 2 ? 256 : 40));
		}
		out_wrap(&out, text, 2);
		out_column(&out, text, 7);
		fclose(out.file);
		assert_true(kiem_utf8_ok((const uint8_t *)printed, strlen(printed)));
		for (const uint8_t *p = (const uint8_t *)printed; *p; p++) {
			assert_true(*p == '\n' || (*p >= ' ' && *p != 0x7f));
			assert_false(p[0] == 0xc2 && p[1] < 0xa0);
		}
	}
}

static void test_clean_ends_at_a_whole_character(void **state)
{
	char to[4];

	assert_string_equal(out_clean(to, sizeof(to), out_span("a\u00e9\u00e9")), "a\u00e9");
	assert_string_equal(out_clean(to, sizeof(to), out_span("abcdef")), "abc");
}

static void test_width_counts_columns_by_grapheme(void **state)
{
	assert_int_equal(out_width(out_span("abc")), 3);
	assert_int_equal(out_width(out_span("e\u0301")), 1);
	assert_int_equal(out_width(out_span("\u6f22\u5b57")), 4);
	assert_int_equal(out_width(out_span("\U0001F468\u200d\U0001F469\u200d\U0001F467")), 2); /* a family is one picture */
	assert_int_equal(out_width(out_span("\U0001F1F3\U0001F1F1")), 2);                       /* a flag is two letters */
	assert_int_equal(out_width(out_span("")), 0);
}

static void test_columns_align(void **state)
{
	static const char *const names[] = {"Fatma", "Zo\u00eb", "Zoe\u0308", "\u5f20\u4f1f", "\uc774\uc11c\uc5f0",
	        "Jan-Willem van der Berg", "\U0001F331 tuin", "\x1b[1mvet"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(out_width(out_span(column(names[i], 12))), 12);
	}
	assert_string_equal(column("Fatma", 8), "Fatma   ");
	assert_string_equal(column("Jan-Willem", 8), "Jan-Wil\u2026");
	assert_string_equal(column("\u6f22\u5b57\u6f22\u5b57", 6), "\u6f22\u5b57\u2026 "); /* half a wide one is none */
	assert_string_equal(column("Jan-Will", 8), "Jan-Will");
	assert_string_equal(column("abc", 0), "");
}

static void test_wrapping_breaks_at_words(void **state)
{
	assert_string_equal(wrapped("een twee drie vier vijf", 14, 2), "  een twee\n  drie vier\n  vijf\n");
	assert_string_equal(wrapped("een\n\ntwee\r\ndrie", 40, 0), "een\n\ntwee\ndrie\n");
	assert_string_equal(wrapped("driehonderdvijftig", 10, 0), "driehonder\ndvijftig\n");
	assert_string_equal(wrapped("", 40, 2), "");
}

static void test_what_is_quoted_stays_together(void **state)
{
	assert_string_equal(wrapped("start het met “kiemd en meer”.", 20, 0), "start het met\n“kiemd en meer”.\n");
	assert_string_equal(wrapped("start “een” met “kiemd en meer”.", 20, 0), "start “een” met\n“kiemd en meer”.\n");
	assert_string_equal(wrapped("een “twee drie vier vijf zes zeven acht negen tien", 16, 0),
	        "een “twee drie\nvier vijf zes\nzeven acht negen\ntien\n");
	assert_string_equal(wrapped("“twee drie vier vijf zes” zeven", 12, 0), "“twee drie\nvier vijf\nzes” zeven\n");
}

static void test_hanging_text_stays_in_its_column(void **state)
{
	struct out out = begin(20);

	out_hang(&out, out_span("  kop "), out_span("een twee drie vier"), 8);
	out_hang(&out, out_span("  te lange kop "), out_span("vijf"), 8);
	fclose(out.file);
	assert_string_equal(printed, "  kop   een twee\n        drie vier\n  te lange kop \n        vijf\n");
}

static void test_wrapped_lines_fit(void **state)
{
	uint64_t random = support_seed();
	static const char *const pieces[] = {
	        "a", "bc ", " ", "\u6f22", "e\u0301", "lang-woord", "“", "”", "\U0001F331", " en ", "\n"};

	for (int i = 0; i < 500; i++) {
		char text[400] = "";

		for (int j = 0; j < 30; j++) {
			strcat(text, pieces[support_random(&random) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		wrapped(text, 24, 3);
		for (char *line = strtok(printed, "\n"); line; line = strtok(NULL, "\n")) {
			assert_true(out_width(out_span(line)) <= 24);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_escape_sequences_are_disarmed),
	        cmocka_unit_test(test_random_bytes_are_disarmed),
	        cmocka_unit_test(test_clean_ends_at_a_whole_character),
	        cmocka_unit_test(test_width_counts_columns_by_grapheme),
	        cmocka_unit_test(test_columns_align),
	        cmocka_unit_test(test_wrapping_breaks_at_words),
	        cmocka_unit_test(test_what_is_quoted_stays_together),
	        cmocka_unit_test(test_hanging_text_stays_in_its_column),
	        cmocka_unit_test(test_wrapped_lines_fit),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(printed);
	return failed;
}
