/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <kiem/view.h>

static bool alike(const char *a, const char *b)
{
	return view_text_alike(support_span(a), support_span(b));
}

static void composed_and_decomposed_letters_are_the_same(void **state)
{
	assert_true(alike("Caf\xc3\xa9", "Cafe\xcc\x81"));
	assert_true(alike("", ""));
	assert_true(view_text_alike((struct kiem_span){0}, support_span("")));
	assert_false(view_text_alike((struct kiem_span){0}, support_span("\xc3\xa9")));
	assert_false(alike("Caf\xc3\xa9", "Cafe"));
	/* Compatibility forms stay apart: NFC, not NFKC. */
	assert_false(alike("m\xc2\xb2", "m2"));
}

static void case_does_not_matter_to_alike(void **state)
{
	assert_true(alike("groen", "GROEN"));
	assert_true(alike("\xc3\x89\xc3\xa9n", "e\xcc\x81\xc3\xa9N"));
	assert_false(alike("groen", "groent"));
	assert_false(alike("groen", "grijs"));
	assert_false(alike("", "a"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(composed_and_decomposed_letters_are_the_same),
	        cmocka_unit_test(case_does_not_matter_to_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
