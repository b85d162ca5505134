/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"
#include "rows.h"

static char *printed;
static size_t n_printed;

static struct out paper(unsigned width)
{
	free(printed);
	printed = NULL;
	return (struct out){.file = open_memstream(&printed, &n_printed), .width = width};
}

static void assert_printed(struct out *out, const char *want)
{
	fclose(out->file);
	assert_string_equal(printed, want);
}

static void text_is_wrapped_behind_its_label(void **state)
{
	struct out out = paper(30);

	row_text(&out, "place", out_span("achter de hal, bij de eik"));
	assert_printed(&out, "place         achter de hal,\n              bij de eik\n");
}

static void a_long_label_stands_on_its_own_line(void **state)
{
	struct out out = paper(30);

	row_text(&out, "a label too long", out_span("tekst"));
	assert_printed(&out, "a label too long\n              tekst\n");
}

static void nothing_said_is_no_row(void **state)
{
	struct out out = paper(30);

	row_text(&out, "place", out_span(""));
	row_text(&out, "place", out_span("\n \n"));
	row_say(&out, "place", "%s", "");
	assert_printed(&out, "");
}

static void others_text_is_made_safe(void **state)
{
	struct out out = paper(30);

	row_text(&out, "place", out_span("\nrood\x1b[31m"));
	assert_printed(&out, "place         rood\xef\xbf\xbd[31m\n");
}

static void a_heading_has_air_above(void **state)
{
	struct out out = paper(30);

	row_heading(&out, "%d reacties", 3);
	assert_printed(&out, "\n3 reacties\n");
	free(printed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(text_is_wrapped_behind_its_label),
	        cmocka_unit_test(a_long_label_stands_on_its_own_line),
	        cmocka_unit_test(nothing_said_is_no_row),
	        cmocka_unit_test(others_text_is_made_safe),
	        cmocka_unit_test(a_heading_has_air_above),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
