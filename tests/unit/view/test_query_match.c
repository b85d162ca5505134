/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

#include <kiem/query.h>

static struct view_query query;

static void ask(const char *text)
{
	char piece[VIEW_QUERY_PIECE_MAX];
	struct view_asker me = {.now_ms = SUPPORT_NOW, .has_point = true, .point = {51560000, 5090000}};

	assert_int_equal(view_query_parse(&query, piece, text, &me), VIEW_QUERY_OK);
}

static struct kiem_post hall(void)
{
	struct kiem_post post = {.kind = KIEM_OFFER,
	        .board = support_span("nl/tilburg/noord"),
	        .made = SUPPORT_NOW - DAY,
	        .title = support_span("Zaal bij het kruispunt"),
	        .text = support_span("Met stoelen, een beamer en een keuken."),
	        .terms = support_span("gratis voor buren"),
	        .place = support_span("De Cypressestraat 5"),
	        .has_point = true,
	        .lat_udeg = 51569000,
	        .lon_udeg = 5090000};

	post.author.b[0] = 0xab;
	post.author.b[1] = 0xcd;
	post.n_tags = 2;
	post.tags[0] = support_span("Ruimte");
	post.tags[1] = support_span("vergaderen-en-meer");
	return post;
}

static bool found(const char *text)
{
	struct kiem_post post = hall();
	struct view_subject subject = {&post, &post, support_span("Buurthuis De Ypelaer")};

	ask(text);
	return view_query_matches(&query, &subject);
}

static void every_word_must_begin_one_of_the_post(void **state)
{
	assert_true(found("zaal"));
	assert_true(found("ZAA stoel keuk"));
	assert_true(found("gratis"));
	assert_true(found("cypres ruimte vergad"));
	assert_false(found("zalen"));
	assert_false(found("punt"));
	assert_false(found("zaal podium"));
	/* A stop word of the text counts for nothing; among other words it is not asked for. */
	assert_false(found("het"));
	assert_true(found("het kruispunt"));
	/* The author's name is by:'s. */
	assert_false(found("ypelaer"));
}

static void filters_choose(void **state)
{
	assert_true(found("aanbod zaal"));
	assert_false(found("vraag zaal"));
	assert_true(found("tag:ruimte"));
	assert_true(found("tag:ruimte tag:\"Vergaderen en meer\""));
	assert_false(found("tag:ruimte tag:vergaderen"));
	assert_true(found("by:ypel"));
	assert_true(found("by:\"de ypel\""));
	assert_false(found("by:bakker"));
	assert_true(found("by:abcd0000"));
	assert_false(found("by:abcd0001"));
	assert_true(found("board:nl/tilburg"));
	assert_true(found("board:nl/tilburg/noord"));
	assert_false(found("board:nl/tilburg/noo"));
	assert_false(found("board:nl/tilburg/noord/a"));
	assert_true(found("since:2d"));
	assert_false(found("since:23h"));
	assert_true(found("near:\"de cypresse\""));
	assert_false(found("near:besterd"));
	assert_true(found("near:1010m"));
	assert_false(found("near:990m"));
}

static void a_post_without_a_point_is_near_nothing(void **state)
{
	struct kiem_post post = hall();
	struct view_subject subject = {&post, &post, {NULL, 0}};

	post.has_point = false;
	ask("near:20000km");
	assert_false(view_query_matches(&query, &subject));
	ask("by:a");
	assert_false(view_query_matches(&query, &subject));
}

static void other_kinds_are_not_searched(void **state)
{
	struct kiem_post post = hall();
	struct view_subject subject = {&post, &post, {NULL, 0}};

	ask("zaal");
	post.kind = KIEM_ADDRESS;
	assert_false(view_query_matches(&query, &subject));
	post.kind = KIEM_JOIN;
	post.bring = support_span("een hoogwerker");
	ask("hoogw");
	assert_true(view_query_matches(&query, &subject));
}

static bool asked(struct garden *g, const struct kiem_id *id, const char *text, int64_t now_ms)
{
	struct view_people *people;
	uint64_t original;
	bool matches;
	struct kiem_read *read = look(g);

	ask(text);
	assert_int_equal(view_people_create(&people, read, now_ms), KIEM_DONE);
	assert_int_equal(view_query_ask(&matches, &original, read, people, &query, number_of(g, id), now_ms), KIEM_DONE);
	view_people_destroy(people);
	return matches;
}

static void the_version_that_is_shown_is_what_counts(void **state)
{
	struct garden *g = *state;
	struct kiem_id id = plant_one(g, KIEM_OFFER, "Een ladder", &g->anna, 60, 0, NULL);

	assert_true(asked(g, &id, "ladder", g->now));
	struct kiem_id revision = plant_one(g, KIEM_REVISE, "Een steiger", &g->anna, 30, KIEM_REPLACES, &id);
	assert_false(asked(g, &id, "ladder", g->now));
	assert_true(asked(g, &id, "steiger", g->now));
	/* Asked of the revision it is the same post: an offer. */
	assert_true(asked(g, &revision, "aanbod steiger", g->now));
	/* Somebody else's revision changes nothing. */
	plant_one(g, KIEM_REVISE, "Een kraan", &g->bram, 20, KIEM_REPLACES, &id);
	assert_true(asked(g, &id, "steiger", g->now));
	assert_false(asked(g, &id, "kraan", g->now));
	assert_false(asked(g, &id, "steiger", g->now + 800 * DAY));
}

static void of_profiles_the_one_that_counts(void **state)
{
	struct garden *g = *state;
	struct kiem_post old = {.kind = KIEM_PROFILE, .name = support_span("Anna Smit"), .made = SUPPORT_NOW - 2 * MINUTE};
	struct kiem_post new = {.kind = KIEM_PROFILE, .name = support_span("Anna Bos"), .made = SUPPORT_NOW - MINUTE};
	struct kiem_id first = plant(g, &old, &g->anna), second = plant(g, &new, &g->anna);

	assert_false(asked(g, &first, "anna", g->now));
	assert_true(asked(g, &second, "anna bos", g->now));
	assert_true(asked(g, &second, "by:bos", g->now));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_word_must_begin_one_of_the_post),
	        cmocka_unit_test(filters_choose),
	        cmocka_unit_test(a_post_without_a_point_is_near_nothing),
	        cmocka_unit_test(other_kinds_are_not_searched),
	        garden_test(the_version_that_is_shown_is_what_counts),
	        garden_test(of_profiles_the_one_that_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
