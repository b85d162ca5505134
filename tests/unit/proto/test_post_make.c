/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A post that is made reads back as it was meant, for every field, and what no reader would take is not signed at all. */
#include "support.h"

#include <kiem/post.h>

/* The fields that are lists and keys. */
static void fill_lists(struct kiem_post *post)
{
	post->n_tags = 2;
	post->tags[0] = support_span("ruimte");
	post->tags[1] = support_span("zaal");
	post->n_links = 3;
	post->links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = {{1}}};
	post->links[1] = (struct kiem_link){.relation = KIEM_CANCELS, .id = {{2}}, .board = support_span("nl/tilburg/noord")};
	post->links[2] = (struct kiem_link){.relation = KIEM_REPLACES, .id = {{3}}};
	post->n_signals = 2;
	post->signals[0] = KIEM_URGENT;
	post->signals[1] = KIEM_MEANS;
	post->n_roles = 1;
	post->roles[0] = KIEM_CONNECTOR;
	post->n_languages = 2;
	post->languages[0] = support_span("nl");
	post->languages[1] = support_span("ar");
	post->n_recipients = 2;
	memset(post->recipients[0].b, 6, 32);
	memset(post->recipients[1].b, 7, 32);
	post->has_heir = post->has_whom = true;
	memset(post->heir.b, 4, 32);
	memset(post->whom.b, 5, 32);
}

/* Every field that a post can have, at once; a kind requires some of them and forbids none. */
static void fill(struct kiem_post *post, uint64_t kind)
{
	*post = (struct kiem_post){
	        .kind = kind,
	        .board = support_span("nl/tilburg/kraaiven"),
	        .made = SUPPORT_NOW,
	        .until = SUPPORT_NOW + 86400000,
	        .title = support_span("Een zaal voor twintig mensen"),
	        .text = support_span("Koffie is er. Caf\xc3\xa9 om de hoek."),
	        .language = support_span("nl-NL"),
	        .has_point = true,
	        .lat_udeg = 51560000,
	        .lon_udeg = -5090000,
	        .place = support_span("Kraaiven, hal 3"),
	        .has_quantity = true,
	        .quantity_milli = 20000,
	        .unit = support_span("seats"),
	        .has_from = true,
	        .has_to = true,
	        .from = SUPPORT_NOW,
	        .to = SUPPORT_NOW + 3600000,
	        .terms = support_span("gratis"),
	        .bring = support_span("een hoogwerker"),
	        .motive = support_span("omdat het kan"),
	        .name = support_span("Speeltuin Noord"),
	        .sector = KIEM_CIVIL_SOCIETY,
	        .unnamed = true,
	        .level = 2,
	        .context = support_span("werk"),
	        .box = support_span("dicht"),
	};
	fill_lists(post);
}

static void assert_span(struct kiem_span a, struct kiem_span b)
{
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

static void assert_same_content(const struct kiem_post *a, const struct kiem_post *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_span(a->board, b->board);
	assert_true(a->made == b->made && a->until == b->until);
	assert_span(a->title, b->title);
	assert_span(a->text, b->text);
	assert_int_equal(a->n_tags, b->n_tags);
	assert_span(a->tags[1], b->tags[1]);
	assert_int_equal(a->n_links, b->n_links);
	for (size_t i = 0; i < a->n_links; i++) {
		assert_int_equal(a->links[i].relation, b->links[i].relation);
		assert_memory_equal(&a->links[i].id, &b->links[i].id, 32);
		assert_span(a->links[i].board, b->links[i].board);
	}
	assert_span(a->language, b->language);
	assert_true(a->has_point == b->has_point && a->lat_udeg == b->lat_udeg && a->lon_udeg == b->lon_udeg);
	assert_span(a->place, b->place);
	assert_true(a->has_quantity == b->has_quantity && a->quantity_milli == b->quantity_milli);
	assert_span(a->unit, b->unit);
	assert_true(a->has_from == b->has_from && a->from == b->from && a->has_to == b->has_to && a->to == b->to);
	assert_span(a->terms, b->terms);
	assert_span(a->bring, b->bring);
	assert_span(a->motive, b->motive);
	assert_true(a->n_signals == b->n_signals && memcmp(a->signals, b->signals, sizeof(a->signals)) == 0);
	assert_true(a->n_roles == b->n_roles && memcmp(a->roles, b->roles, sizeof(a->roles)) == 0);
	assert_span(a->name, b->name);
	assert_int_equal(a->sector, b->sector);
	assert_int_equal(a->n_languages, b->n_languages);
	assert_span(a->languages[1], b->languages[1]);
	assert_true(a->unnamed == b->unnamed && a->has_heir == b->has_heir && a->has_whom == b->has_whom);
	assert_memory_equal(&a->heir, &b->heir, 32);
	assert_memory_equal(&a->whom, &b->whom, 32);
	assert_int_equal(a->level, b->level);
	assert_span(a->context, b->context);
	assert_true(a->n_recipients == b->n_recipients && memcmp(a->recipients, b->recipients, sizeof(a->recipients)) == 0);
	assert_span(a->box, b->box);
}

static void every_field_of_every_kind_reads_back(void **state)
{
	struct support_author author;
	struct support_bytes bytes;
	struct kiem_post post, again;
	int kinds = 0;

	support_author(&author, 1);
	for (uint64_t kind = 1; kind < 100; kind++) {
		fill(&post, kind);
		support_make(&bytes, &post, &author);
		assert_int_equal(kiem_post_decode(&again, bytes.b, bytes.n), KIEM_OK);
		assert_same_content(&again, &post);
		assert_memory_equal(&again.author, &author.key, 32);
		assert_int_equal(again.n_unknown, 0);
		assert_int_equal(kiem_post_verify(&again), KIEM_OK);
		assert_int_equal(kiem_post_length(bytes.b, bytes.n), bytes.n);
		kinds += kiem_kind_name(kind) != NULL;
	}
	assert_int_equal(kinds, 20);
}

static void making_again_what_was_read_gives_the_same_bytes(void **state)
{
	struct support_author author;
	struct support_bytes bytes, second;
	struct kiem_post post, again;

	support_author(&author, 2);
	fill(&post, KIEM_OFFER);
	support_make(&bytes, &post, &author);
	assert_int_equal(kiem_post_decode(&again, bytes.b, bytes.n), KIEM_OK);
	support_make(&second, &again, &author);
	assert_int_equal(bytes.n, second.n);
	assert_memory_equal(bytes.b, second.b, bytes.n);
}

static enum kiem_verdict make(struct kiem_post *post, size_t cap)
{
	static uint8_t out[2 * KIEM_POST_MAX];
	struct support_author author;
	size_t n = 12345;

	support_author(&author, 3);
	enum kiem_verdict verdict = kiem_post_make(out, &n, cap, post, author.secret);

	assert_true(verdict == KIEM_OK ? n <= cap : n == 12345);
	return verdict;
}

static void what_no_reader_takes_is_not_made(void **state)
{
	struct kiem_post good, post;

	fill(&good, KIEM_OFFER);
	post = good;
	post.title = support_span("");
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_MISSING_FIELD);
	post = good;
	post.text = support_span("\xff");
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_UTF8);
	post = good;
	post.until = post.made;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_TIME);
	post = good;
	post.made = -1;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_FIELD);
	post = good;
	post.made = post.until = INT64_MAX;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_INT_RANGE);
	post = good;
	post.kind = 0;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_FIELD);
	post = good;
	post.board = support_span("Tilburg");
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_BOARD);
}

static void counts_past_the_struct_are_not_followed(void **state)
{
	struct kiem_post post;

	fill(&post, KIEM_OFFER);
	post.n_tags = SIZE_MAX;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_TAG);
	fill(&post, KIEM_OFFER);
	post.n_links = KIEM_LINKS_MAX + 1;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_LINK);
	fill(&post, KIEM_OFFER);
	post.n_recipients = KIEM_RECIPIENTS_MAX + 1;
	assert_int_equal(make(&post, KIEM_POST_MAX), KIEM_BAD_FIELD);
}

static void a_post_is_at_most_16_kib_and_at_most_what_the_caller_has_room_for(void **state)
{
	static char text[KIEM_POST_MAX];
	struct support_author author;
	struct kiem_post post = {
	        .kind = KIEM_LESSON, .board = support_span("nl"), .made = 1, .until = 2, .title = support_span("t")};
	uint8_t out[KIEM_POST_MAX];
	size_t n, room;

	support_author(&author, 4);
	memset(text, 'x', sizeof(text));
	post.text.p = (const uint8_t *)text;
	for (post.text.n = KIEM_POST_MAX; kiem_post_make(out, &n, sizeof(out), &post, author.secret) != KIEM_OK; post.text.n--) {
		assert_true(post.text.n > KIEM_POST_MAX - 200);
	}
	assert_int_equal(n, KIEM_POST_MAX);
	room = n - 1;
	assert_int_equal(kiem_post_make(out, &n, room, &post, author.secret), KIEM_TOO_BIG);
	assert_int_equal(kiem_post_make(out, &n, 0, &post, author.secret), KIEM_TOO_BIG);
}

static void a_link_to_the_own_board_is_written_without_it(void **state)
{
	struct support_author author;
	struct support_bytes bytes;
	struct kiem_post post = {.kind = KIEM_JOIN, .board = support_span("nl/noord"), .n_links = 1}, again;

	support_author(&author, 5);
	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .board = support_span("nl/noord")};
	support_make(&bytes, &post, &author);
	assert_int_equal(kiem_post_decode(&again, bytes.b, bytes.n), KIEM_OK);
	assert_int_equal(again.links[0].board.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_field_of_every_kind_reads_back),
	        cmocka_unit_test(making_again_what_was_read_gives_the_same_bytes),
	        cmocka_unit_test(what_no_reader_takes_is_not_made),
	        cmocka_unit_test(counts_past_the_struct_are_not_followed),
	        cmocka_unit_test(a_post_is_at_most_16_kib_and_at_most_what_the_caller_has_room_for),
	        cmocka_unit_test(a_link_to_the_own_board_is_written_without_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
