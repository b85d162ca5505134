/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stdout: colour on a terminal only, lines of JSON that are as safe as lines of text. */
#include "out.h"
#include "support.h"

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

static struct out on_terminal(int *other)
{
	struct winsize size = {.ws_col = 61, .ws_row = 20};
	struct out out;
	int mine;

	assert_int_equal(openpty(other, &mine, NULL, NULL, &size), 0);
	FILE *file = fdopen(mine, "w");
	out_init(&out, file);
	return out;
}

static void test_a_pipe_gets_neither_colour_nor_its_width(void **state)
{
	struct out out;
	FILE *file = tmpfile();

	setenv("COLUMNS", "200", 1);
	out_init(&out, file);
	assert_false(out.terminal || out.colour);
	assert_int_equal(out.width, 80);
	assert_string_equal(out_style(&out, OUT_BOLD), "");
	fclose(file);
	unsetenv("COLUMNS");
}

static void test_a_terminal_gets_colour_unless_told_not_to(void **state)
{
	int other;

	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	struct out out = on_terminal(&other);
	assert_true(out.terminal && out.colour);
	assert_int_equal(out.width, 61);
	assert_string_not_equal(out_style(&out, OUT_BOLD), "");
	fclose(out.file);
	close(other);

	setenv("NO_COLOR", "1", 1);
	out = on_terminal(&other);
	assert_true(out.terminal && !out.colour);
	fclose(out.file);
	close(other);
	unsetenv("NO_COLOR");

	setenv("TERM", "dumb", 1);
	out = on_terminal(&other);
	assert_false(out.colour);
	fclose(out.file);
	close(other);
}

static char *json_line(json_t *object)
{
	char *line = NULL;
	size_t n;
	struct out out = {.file = open_memstream(&line, &n), .width = 80};

	out_json(&out, object);
	fclose(out.file);
	return line;
}

static void test_json_is_one_line_in_the_order_given(void **state)
{
	char *line = json_line(json_pack("{s:s, s:i}", "z", "een\ntwee", "a", 1));

	assert_string_equal(line, "{\"z\":\"een\\ntwee\",\"a\":1}\n");
	free(line);
}

static void test_json_disarms_and_means_the_same(void **state)
{
	const char *text = "\x1b[1m \x7f \xc2\x9b \u202e \u2028 \u2066 caf\u00e9 \u2030";
	char *line = json_line(json_pack("{s:s}", "text", text));

	assert_null(strchr(line, '\x1b'));
	assert_null(strchr(line, '\x7f'));
	assert_null(strstr(line, "\xc2\x9b"));
	assert_null(strstr(line, "\u202e"));
	assert_non_null(strstr(line, "caf\u00e9 \u2030"));
	json_t *again = json_loads(line, 0, NULL);
	assert_non_null(again);
	assert_string_equal(json_string_value(json_object_get(again, "text")), text);
	json_decref(again);
	free(line);
}

static void test_json_values(void **state)
{
	const uint8_t bytes[] = {0x3f, 0x9a};
	char *line = json_line(json_pack("{s:o, s:o, s:o, s:o}", "time", out_json_time(SUPPORT_NOW + 7), "hex",
	        out_json_hex(bytes, 2), "none", out_json_text((struct kiem_span){NULL, 0}), "some", out_json_text(out_span("x"))));

	assert_string_equal(line, "{\"time\":\"2026-11-21T12:00:00.007Z\",\"hex\":\"3f9a\",\"none\":null,\"some\":\"x\"}\n");
	free(line);
}

static void test_a_sentence_is_one_line_for_a_program_and_fits_a_screen(void **state)
{
	char *text = NULL;
	size_t n;
	struct out out = {.file = open_memstream(&text, &n), .width = 20};

	out_say(&out, "%s, which is \x1b[31mlonger than twenty columns.\n", "een zin");
	fflush(out.file);
	assert_string_equal(text, "een zin, which is \xef\xbf\xbd[31mlonger than twenty columns.\n");
	rewind(out.file);
	out.terminal = true;
	out_say(&out, "%s, which is longer than twenty columns.", "een zin");
	fclose(out.file);
	assert_non_null(strstr(text, "een zin, which is\nlonger than twenty\ncolumns.\n"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_a_sentence_is_one_line_for_a_program_and_fits_a_screen),
	        cmocka_unit_test(test_a_pipe_gets_neither_colour_nor_its_width),
	        cmocka_unit_test(test_a_terminal_gets_colour_unless_told_not_to),
	        cmocka_unit_test(test_json_is_one_line_in_the_order_given),
	        cmocka_unit_test(test_json_disarms_and_means_the_same),
	        cmocka_unit_test(test_json_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
