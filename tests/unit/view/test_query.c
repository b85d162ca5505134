/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <kiem/query.h>

static struct view_query query;
static char piece[VIEW_QUERY_PIECE_MAX];
static const struct view_asker nobody = {.now_ms = SUPPORT_NOW};
static const struct view_asker me = {
        .now_ms = SUPPORT_NOW, .has_key = true, .has_point = true, .key = {{0xab, 0xcd}}, .point = {51560600, 5091900}};

static enum view_query_result parse(const char *text)
{
	return view_query_parse(&query, piece, text, &me);
}

static void words_are_folded_and_stop_words_left_out(void **state)
{
	assert_int_equal(parse("een CAFÉ in de  Tuin"), VIEW_QUERY_OK);
	assert_int_equal(query.words.n, 2);
	assert_string_equal(query.words.word[0], "cafe");
	assert_string_equal(query.words.word[1], "tuin");
	assert_true(query.stopped);
	assert_int_equal(query.kind, 0);
	/* Nothing but stop words: then those. */
	assert_int_equal(parse("in de"), VIEW_QUERY_OK);
	assert_int_equal(query.words.n, 2);
	assert_false(query.stopped);
}

static void filters_are_read_in_both_languages(void **state)
{
	assert_int_equal(
	        parse("tag:laden #hal bij:Lijnsheike bord:nl/tilburg sinds:7d soort:aanbod door:\"De Bakker\""), VIEW_QUERY_OK);
	assert_int_equal(query.n_tags, 1);
	assert_string_equal(query.tag[0], "laden");
	assert_int_equal(query.words.n, 1);
	assert_string_equal(query.words.word[0], "hal");
	assert_string_equal(query.place.word[0], "lijnsheike");
	assert_string_equal(query.board, "nl/tilburg");
	assert_true(query.since == SUPPORT_NOW - 7 * 86400000LL);
	assert_int_equal(query.kind, KIEM_OFFER);
	assert_int_equal(query.by.n, 2);
	assert_string_equal(query.by.word[1], "bakker");
}

static void the_first_word_may_be_a_kind(void **state)
{
	assert_int_equal(parse("request tag:charging near:5km"), VIEW_QUERY_OK);
	assert_int_equal(query.kind, KIEM_REQUEST);
	assert_int_equal(query.words.n, 0);
	assert_true(query.near_point);
	assert_int_equal(query.radius_m, 5000);
	assert_int_equal(query.point.lat_udeg, 51560600);
	assert_int_equal(parse("Les gitaar"), VIEW_QUERY_OK);
	assert_int_equal(query.kind, KIEM_LESSON);
	/* Not the second, and not in quotation marks. */
	assert_int_equal(parse("gitaar les"), VIEW_QUERY_OK);
	assert_int_equal(query.kind, 0);
	assert_int_equal(query.words.n, 2);
	assert_int_equal(parse("\"les\" gitaar"), VIEW_QUERY_OK);
	assert_int_equal(query.kind, 0);
	assert_int_equal(query.words.n, 2);
	assert_int_equal(parse("gitaar kind:les"), VIEW_QUERY_OK);
	assert_int_equal(query.kind, KIEM_LESSON);
	assert_int_equal(query.words.n, 1);
}

static void what_is_no_filter_is_words(void **state)
{
	assert_int_equal(parse("12:30 https://kiem.nl \"tag:laden\""), VIEW_QUERY_OK);
	assert_int_equal(query.n_tags, 0);
	assert_int_equal(query.words.n, 7);
	assert_string_equal(query.words.word[0], "12");
	assert_string_equal(query.words.word[3], "kiem");
	assert_string_equal(query.words.word[6], "laden");
}

static void tags_are_compared_by_their_words(void **state)
{
	char out[VIEW_TAG_MAX + 1];

	assert_int_equal(view_tag_fold(out, support_span("#Café-Racer")), 10);
	assert_string_equal(out, "cafe racer");
	assert_int_equal(view_tag_fold(out, support_span("+++")), 0);
	/* A character that falls apart into 18: cut between words, within bounds. */
	char many[KIEM_TAG_MAX + 1] = {0};
	for (size_t i = 0; i + 3 <= KIEM_TAG_MAX; i += 3) {
		memcpy(many + i, "\xef\xb7\xba", 3);
	}
	assert_in_range(view_tag_fold(out, support_span(many)), 1, VIEW_TAG_MAX);
	assert_int_equal(parse("tag:CAFÉ tag:laden"), VIEW_QUERY_OK);
	assert_int_equal(query.n_tags, 2);
	assert_string_equal(query.tag[0], "cafe");
}

static void who_is_a_name_or_the_front_of_a_key(void **state)
{
	assert_int_equal(parse("by:me"), VIEW_QUERY_OK);
	assert_true(query.by_key);
	assert_int_equal(strncmp(query.digits, "abcd0000", 8), 0);
	assert_int_equal(strlen(query.digits), 64);
	assert_int_equal(parse("by:ABCDEF01"), VIEW_QUERY_OK);
	assert_true(query.by_key);
	assert_string_equal(query.digits, "abcdef01");
	/* Too short for a key: a name. */
	assert_int_equal(parse("by:abba"), VIEW_QUERY_OK);
	assert_false(query.by_key);
	assert_int_equal(query.by.n, 1);
	/* The last one counts. */
	assert_int_equal(parse("by:abcdef01 by:Anna"), VIEW_QUERY_OK);
	assert_false(query.by_key);
	assert_int_equal(view_query_parse(&query, piece, "by:me", &nobody), VIEW_QUERY_WHO);
	assert_int_equal(parse("by:\"\""), VIEW_QUERY_WHO);
}

static void mistakes_are_named(void **state)
{
	assert_int_equal(parse(""), VIEW_QUERY_EMPTY);
	assert_int_equal(parse("  ... \"\" "), VIEW_QUERY_EMPTY);
	assert_int_equal(parse("tag:!!"), VIEW_QUERY_EMPTY);
	assert_string_equal(piece, "tag:!!");
	assert_int_equal(parse("hal kind:kwijt"), VIEW_QUERY_KIND);
	assert_string_equal(piece, "kind:kwijt");
	assert_int_equal(parse("kind:receipt"), VIEW_QUERY_KIND);
	assert_int_equal(parse("board:Geen_Bord"), VIEW_QUERY_BOARD);
	assert_int_equal(parse("since:ooit"), VIEW_QUERY_SINCE);
	assert_int_equal(parse("near:51.5"), VIEW_QUERY_NEAR);
	assert_int_equal(view_query_parse(&query, piece, "near:5km", &nobody), VIEW_QUERY_NOWHERE);
	assert_int_equal(parse("a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3 b4 b5 b6 b7"), VIEW_QUERY_OK);
	assert_int_equal(parse("a1 a2 a3 a4 a5 a6 a7 a8 a9 b1 b2 b3 b4 b5 b6 b7 b8"), VIEW_QUERY_TOO_MANY);
}

/* Bytes of any kind, also such as the parser looks for, give a query or a mistake and nothing worse. */
static void any_text_is_borne(void **state)
{
	static const char pieces[][12] = {
	        "tag:", "near:", "by:", "\"", " ", ",", "5km", "51.5", "-", "kind:", "since:", "1d", "\xff", "é", ":"};
	uint64_t random = support_seed();
	char text[4096];

	for (size_t times = 0; times < 20000; times++) {
		size_t n = 0;
		for (size_t k = support_random(&random) % 40; k > 0; k--) {
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s", pieces[support_random(&random) % 15]);
		}
		text[n] = '\0';
		enum view_query_result result = parse(text);
		assert_in_range(result, VIEW_QUERY_OK, VIEW_QUERY_SINCE);
		assert_true(strlen(piece) < sizeof(piece));
		assert_in_range(query.words.n, 0, VIEW_QUERY_WORDS);
	}
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(parse(text), VIEW_QUERY_OK);
	assert_int_equal(strlen(query.words.word[0]), VIEW_WORD_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(words_are_folded_and_stop_words_left_out),
	        cmocka_unit_test(filters_are_read_in_both_languages),
	        cmocka_unit_test(the_first_word_may_be_a_kind),
	        cmocka_unit_test(what_is_no_filter_is_words),
	        cmocka_unit_test(tags_are_compared_by_their_words),
	        cmocka_unit_test(who_is_a_name_or_the_front_of_a_key),
	        cmocka_unit_test(mistakes_are_named),
	        cmocka_unit_test(any_text_is_borne),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
