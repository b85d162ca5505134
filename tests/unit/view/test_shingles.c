/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of three words: worked by hand, and against a plain count over the words themselves. */
#include "../../../node/view/lineage.h"
#include "support.h"

#define WORDS 40

static struct shingles of(const char *text)
{
	struct shingles s = {0};

	assert_int_equal(shingles_add(&s, support_span(text)), KIEM_DONE);
	shingles_settle(&s);
	return s;
}

static unsigned alike(const char *a, const char *b)
{
	struct shingles x = of(a), y = of(b);
	unsigned permille = shingles_permille(&x, &y);

	assert_int_equal(shingles_permille(&y, &x), permille);
	shingles_finish(&x);
	shingles_finish(&y);
	return permille;
}

static void test_by_hand(void **state)
{
	/* abc bcd cde and abc bcd bcx: two of four. */
	assert_int_equal(alike("aa bb cc dd ee", "aa bb cc dd xx"), 500);
	assert_int_equal(alike("aa bb cc dd", "aa bb cc dd"), 1000);
	assert_int_equal(alike("aa bb cc", "cc bb aa"), 0);
	/* Case, accents and punctuation are no difference. */
	assert_int_equal(alike("Café in de straat!", "cafe, in de STRAAT"), 1000);
	/* What is there twice counts once. */
	assert_int_equal(alike("aa bb cc aa bb cc aa bb cc", "aa bb cc aa bb"), 1000);
}

static void test_too_short_is_unlike(void **state)
{
	assert_int_equal(alike("aa bb", "aa bb"), 0);
	assert_int_equal(alike("", ""), 0);
	assert_int_equal(alike("aa bb cc", ""), 0);
}

static void test_no_run_over_the_end_of_a_text(void **state)
{
	struct shingles two = {0}, one = of("aa bb cc dd");

	assert_int_equal(shingles_add(&two, support_span("aa bb")), KIEM_DONE);
	assert_int_equal(shingles_add(&two, support_span("cc dd")), KIEM_DONE);
	shingles_settle(&two);
	assert_int_equal(two.n, 0);
	assert_int_equal(shingles_permille(&one, &two), 0);
	shingles_finish(&one);
	shingles_finish(&two);
}

/* ---- against a plain count ---- */

static size_t distinct(const char *const *words, size_t n, const char *const *others, size_t m, bool shared)
{
	size_t found = 0;

	for (size_t i = 0; i + 3 <= n; i++) {
		bool before = false, there = false;
		for (size_t j = 0; j < i; j++) {
			before = before || (words[j] == words[i] && words[j + 1] == words[i + 1] && words[j + 2] == words[i + 2]);
		}
		for (size_t j = 0; j + 3 <= m; j++) {
			there = there || (others[j] == words[i] && others[j + 1] == words[i + 1] && others[j + 2] == words[i + 2]);
		}
		found += !before && (!shared || there);
	}
	return found;
}

static void draw(uint64_t *random, char *text, const char **list, size_t *n)
{
	static const char *const words[] = {"een", "boom", "staat", "hier"};

	text[0] = '\0';
	*n = support_random(random) % WORDS;
	for (size_t i = 0; i < *n; i++) {
		list[i] = words[support_random(random) % 4];
		strcat(strcat(text, list[i]), " ");
	}
}

static void test_agrees_with_counting(void **state)
{
	uint64_t random = support_seed();

	for (size_t round = 0; round < 2000; round++) {
		char a[WORDS * 8], b[WORDS * 8];
		const char *x[WORDS], *y[WORDS];
		size_t n, m;
		draw(&random, a, x, &n);
		draw(&random, b, y, &m);
		size_t both = distinct(x, n, y, m, true), all = distinct(x, n, y, m, false) + distinct(y, m, x, n, false) - both;
		assert_int_equal(alike(a, b), all == 0 ? 0 : both * 1000 / all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_by_hand),
	        cmocka_unit_test(test_too_short_is_unlike),
	        cmocka_unit_test(test_no_run_over_the_end_of_a_text),
	        cmocka_unit_test(test_agrees_with_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
