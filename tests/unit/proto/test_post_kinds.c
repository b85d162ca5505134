/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each kind cannot do without: a post with exactly that is taken, and without any one part of it is refused. The table
 * here is written from the specification, by hand.
 */
#include "support.h"

#include <kiem/post.h>

struct need {
	uint64_t kind;
	const char *fields; /* t title, x text, f from, n name, w whom, l level, r recipients, b box */
	uint64_t relation;
	bool exactly_one;
};

static const struct need needs[] = {
        {KIEM_INITIATIVE, "t", 0, false},
        {KIEM_OFFER, "t", 0, false},
        {KIEM_REQUEST, "t", 0, false},
        {KIEM_GATHERING, "tf", 0, false},
        {KIEM_DEED, "t", 0, false},
        {KIEM_LESSON, "t", 0, false},
        {KIEM_NOTE, "x", KIEM_ABOUT, false},
        {KIEM_JOIN, "", KIEM_ABOUT, false},
        {KIEM_LEAVE, "", KIEM_CANCELS, false},
        {KIEM_PROFILE, "n", 0, false},
        {KIEM_VOUCH, "wl", 0, false},
        {KIEM_UNVOUCH, "", KIEM_CANCELS, false},
        {KIEM_REVISE, "x", KIEM_REPLACES, true},
        {KIEM_RENEW, "", KIEM_ABOUT, true},
        {KIEM_RETRACT, "", KIEM_CANCELS, true},
        {KIEM_ADDRESS, "wx", 0, false},
        {KIEM_MEND, "", KIEM_CANCELS, false},
        {KIEM_RECEIPT, "", KIEM_ABOUT, false},
        {KIEM_SEALED, "rb", 0, false},
        {KIEM_SUCCEED, "w", 0, false},
};
#define N_NEEDS (sizeof(needs) / sizeof(needs[0]))

static void give(struct kiem_post *post, char field)
{
	switch (field) {
	case 't':
		post->title = support_span("titel");
		break;
	case 'x':
		post->text = support_span("tekst");
		break;
	case 'f':
		post->has_from = true;
		break;
	case 'n':
		post->name = support_span("naam");
		break;
	case 'w':
		post->has_whom = true;
		break;
	case 'l':
		post->level = 1;
		break;
	case 'r':
		post->n_recipients = 1;
		break;
	case 'b':
		post->box = support_span("dicht");
		break;
	default:
		fail();
	}
}

/* A post with what its kind needs, but for the field `without`. */
static struct kiem_post minimal(const struct need *need, char without)
{
	struct kiem_post post = {.kind = need->kind, .board = support_span("nl"), .made = 1, .until = 2};

	for (const char *field = need->fields; *field != '\0'; field++) {
		if (*field != without) {
			give(&post, *field);
		}
	}
	if (need->relation != 0) {
		post.n_links = 1;
		post.links[0].relation = need->relation;
	}
	return post;
}

static enum kiem_verdict verdict_of(const struct kiem_post *post)
{
	struct support_author author;
	uint8_t out[KIEM_POST_MAX];
	size_t n;

	support_author(&author, 1);
	return kiem_post_make(out, &n, sizeof(out), post, author.secret);
}

static void what_a_kind_needs_is_enough(void **state)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		struct kiem_post post = minimal(&needs[i], 0);

		assert_int_equal(verdict_of(&post), KIEM_OK);
	}
}

static void without_any_one_field_it_is_refused(void **state)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		for (const char *field = needs[i].fields; *field != '\0'; field++) {
			struct kiem_post post = minimal(&needs[i], *field);

			assert_int_equal(verdict_of(&post), KIEM_MISSING_FIELD);
		}
	}
}

static void without_its_link_it_is_refused(void **state)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		struct kiem_post post = minimal(&needs[i], 0);

		if (needs[i].relation != 0) {
			post.n_links = 0;
			assert_int_equal(verdict_of(&post), KIEM_BAD_LINK);
			post.n_links = 1;
			post.links[0].relation = KIEM_AFTER;
			assert_int_equal(verdict_of(&post), KIEM_BAD_LINK);
		}
	}
}

static void a_second_link_of_the_relation_is_for_some_kinds_only(void **state)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		struct kiem_post post = minimal(&needs[i], 0);

		if (needs[i].relation != 0) {
			post.n_links = 2;
			post.links[1].relation = needs[i].relation;
			post.links[1].id.b[0] = 1;
			assert_int_equal(verdict_of(&post), needs[i].exactly_one ? KIEM_BAD_LINK : KIEM_OK);
			post.links[1].relation = 77;
			assert_int_equal(verdict_of(&post), KIEM_OK);
		}
	}
}

static void a_revision_has_a_title_or_a_text(void **state)
{
	struct kiem_post post = minimal(&needs[12], 'x');

	assert_int_equal(post.kind, KIEM_REVISE);
	post.title = support_span("alleen een titel");
	assert_int_equal(verdict_of(&post), KIEM_OK);
}

static void an_unknown_kind_needs_nothing_more(void **state)
{
	struct kiem_post post = {.kind = 1000, .board = support_span("nl"), .made = 1, .until = 2};

	assert_int_equal(verdict_of(&post), KIEM_OK);
}

static void the_required_link_can_be_asked_for(void **state)
{
	for (size_t i = 0; i < N_NEEDS; i++) {
		uint64_t relation = 4711;

		assert_int_equal(kiem_kind_requires_link(needs[i].kind, &relation), needs[i].relation != 0);
		assert_int_equal(relation, needs[i].relation != 0 ? needs[i].relation : 4711);
	}
	assert_false(kiem_kind_requires_link(1000, &(uint64_t){0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_a_kind_needs_is_enough),
	        cmocka_unit_test(without_any_one_field_it_is_refused),
	        cmocka_unit_test(without_its_link_it_is_refused),
	        cmocka_unit_test(a_second_link_of_the_relation_is_for_some_kinds_only),
	        cmocka_unit_test(a_revision_has_a_title_or_a_text),
	        cmocka_unit_test(an_unknown_kind_needs_nothing_more),
	        cmocka_unit_test(the_required_link_can_be_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
