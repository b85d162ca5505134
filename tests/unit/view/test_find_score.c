/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

static unsigned score(const char *text)
{
	struct kiem_post post = {
	        .title = support_span("Ladder te leen"), .text = support_span("Ook een laddertje en een zaag"), .n_tags = 1};
	struct view_asker nobody = {.now_ms = 0};
	struct view_query query;
	char piece[VIEW_QUERY_PIECE_MAX];

	post.tags[0] = support_span("gereedschap");
	assert_int_equal(view_query_parse(&query, piece, text, &nobody), VIEW_QUERY_OK);
	return view_query_score(&query, &post);
}

static void whole_words_before_beginnings_and_titles_before_texts(void **state)
{
	assert_int_equal(score("ladder"), 4);
	assert_int_equal(score("lad"), 3);
	assert_int_equal(score("zaag"), 2);
	assert_int_equal(score("za"), 1);
	assert_int_equal(score("GEREEDSCHAP"), 4);
	assert_int_equal(score("ladder zaag"), 6);
	/* All words, or none counts. */
	assert_int_equal(score("ladder boor"), 0);
	assert_int_equal(score("laddertje"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(whole_words_before_beginnings_and_titles_before_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
