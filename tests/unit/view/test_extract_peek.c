/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The short reading of a post against the whole one. */
#include "../../../node/view/extract.h"
#include "support.h"

static void agree(const struct support_bytes *bytes)
{
	struct kiem_post post;
	struct extract_peek peek;

	assert_int_equal(kiem_post_decode(&post, bytes->b, bytes->n), KIEM_OK);
	assert_true(extract_peek(&peek, (struct kiem_span){bytes->b, bytes->n}));
	assert_memory_equal(peek.author->b, post.author.b, 32);
	assert_int_equal(peek.kind, post.kind);
	assert_int_equal(peek.board.n, post.board.n);
	assert_int_equal(peek.made, post.made);
	assert_int_equal(peek.until, post.until);
	assert_int_equal(peek.n_links, post.n_links);
	for (size_t i = 0; i < post.n_links; i++) {
		assert_int_equal(peek.links[i].relation, post.links[i].relation);
		assert_memory_equal(peek.links[i].id->b, post.links[i].id.b, 32);
	}
	assert_int_equal(peek.has_point, post.has_point);
	assert_int_equal(peek.unnamed, post.unnamed);
	assert_int_equal(peek.level, post.level);
	assert_int_equal(peek.whom != NULL, post.has_whom);
	assert_int_equal(peek.heir != NULL, post.has_heir);
	if (post.has_whom) {
		assert_memory_equal(peek.whom->b, post.whom.b, 32);
	}
	if (post.has_heir) {
		assert_memory_equal(peek.heir->b, post.heir.b, 32);
	}
}

static void make(struct support_bytes *bytes, struct kiem_post *post)
{
	struct support_author author;

	support_author(&author, 4);
	support_make(bytes, post, &author);
}

static void a_join_with_all_it_may_say(void **state)
{
	struct kiem_post post = {.kind = KIEM_JOIN, .title = support_span("ik doe mee"), .n_links = 3};
	struct support_bytes bytes;
	struct extract_peek peek;

	for (size_t i = 0; i < 3; i++) {
		post.links[i] = (struct kiem_link){.relation = i == 0 ? KIEM_ABOUT : 1000 + i, .id = {{(uint8_t)i}}};
	}
	post.links[1].board = support_span("nl/tilburg/elders");
	post.n_tags = 1;
	post.tags[0] = support_span("tuin");
	post.bring = support_span("een schop");
	post.n_signals = 3;
	post.signals[0] = KIEM_URGENT;
	post.signals[1] = KIEM_MEANS;
	post.signals[2] = 77; /* of a later version */
	post.n_roles = 1;
	post.roles[0] = KIEM_CONNECTOR;
	make(&bytes, &post);
	agree(&bytes);
	assert_true(extract_peek(&peek, (struct kiem_span){bytes.b, bytes.n}));
	assert_int_equal(peek.signals, 1 << KIEM_URGENT | 1 << KIEM_MEANS);
	assert_int_equal(peek.roles, 1 << KIEM_CONNECTOR);
}

static void people_and_places(void **state)
{
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("Anna"), .sector = 400, .unnamed = true};
	struct kiem_post vouch = {.kind = KIEM_VOUCH, .has_whom = true, .whom = {{9}}, .level = 3, .context = support_span("werk")};
	struct kiem_post offer = {
	        .kind = KIEM_OFFER, .title = support_span("zaal"), .has_point = true, .lat_udeg = -5, .lon_udeg = 6};
	struct kiem_post label = {.kind = KIEM_OFFER, .title = support_span("zaal"), .place = support_span("bij de brug")};
	struct support_bytes bytes;
	struct extract_peek peek;

	profile.has_heir = true;
	profile.heir.b[3] = 8;
	make(&bytes, &profile);
	agree(&bytes);
	assert_true(extract_peek(&peek, (struct kiem_span){bytes.b, bytes.n}));
	assert_int_equal(peek.sector, UINT8_MAX);
	make(&bytes, &vouch);
	agree(&bytes);
	make(&bytes, &offer);
	agree(&bytes);
	make(&bytes, &label);
	agree(&bytes);
}

static void what_is_not_a_post_is_refused(void **state)
{
	struct kiem_post post = {.kind = KIEM_OFFER, .title = support_span("zaal")};
	struct support_bytes bytes;
	struct extract_peek peek;

	make(&bytes, &post);
	for (size_t n = 0; n + 66 < bytes.n; n++) {
		uint8_t *copy = malloc(n + 1); /* of just this size, so that a sanitizer sees a read behind it */
		memcpy(copy, bytes.b, n);
		assert_false(extract_peek(&peek, (struct kiem_span){copy, n}));
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(a_join_with_all_it_may_say),
	        cmocka_unit_test(people_and_places),
	        cmocka_unit_test(what_is_not_a_post_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
