/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

static bool has(const struct find_terms *t, const char *term, size_t n)
{
	for (size_t i = 0; i < t->n; i++) {
		if (t->term[i].n == n && memcmp(t->bytes + t->term[i].at, term, n) == 0) {
			return true;
		}
	}
	return false;
}

static void words_tags_and_the_square_that_it_stands_on(void **state)
{
	struct kiem_post post = {
	        .title = support_span("De Ladder, ladder"), .text = support_span("zeven sporten"), .n_tags = 1, .has_point = true};
	struct find_terms t = {0};

	post.tags[0] = support_span("Café racer");
	post.lat_udeg = -90000000;
	post.lon_udeg = 180000000;
	assert_int_equal(find_terms_add(&t, 9, &post), KIEM_DONE);
	assert_true(has(&t, "wladder", 7) && has(&t, "tladder", 7));
	assert_true(has(&t, "wsporten", 8) && !has(&t, "tsporten", 8));
	assert_true(has(&t, "wcafe", 5) && has(&t, "tracer", 6) && has(&t, "#cafe racer", 11));
	assert_true(has(&t, "@\x00\x00\x8c\xa0", 5));
	/* No stop word; and each once a post. */
	assert_false(has(&t, "wde", 3));
	assert_int_equal(t.n_postings, t.n);
	size_t n = t.n;
	assert_int_equal(find_terms_add(&t, 10, &post), KIEM_DONE);
	assert_int_equal(t.n, n);
	assert_int_equal(t.n_postings, 2 * n);
	find_terms_finish(&t);
}

static void squares_go_round_the_world(void **state)
{
	assert_int_equal(find_cell(-90000000, -90000000), 0);
	assert_int_equal(find_cell(90000000, -90000000), 18000);
	assert_int_equal(find_cell(180000000, -180000000), 36000);
	assert_int_equal(find_cell(9999, 0), 0);
	assert_int_equal(find_cell(10000, 0), 1);
}

static void what_is_searched_and_revisions_have_terms(void **state)
{
	assert_true(find_takes(KIEM_OFFER) && find_takes(KIEM_JOIN) && find_takes(KIEM_PROFILE) && find_takes(KIEM_REVISE));
	assert_false(find_takes(KIEM_ADDRESS) || find_takes(KIEM_VOUCH) || find_takes(KIEM_SEALED) || find_takes(300));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(words_tags_and_the_square_that_it_stands_on),
	        cmocka_unit_test(squares_go_round_the_world),
	        cmocka_unit_test(what_is_searched_and_revisions_have_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
