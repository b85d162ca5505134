/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What hangs on a post: note, extend, variant, answer. */
#include "desk.h"

/* Whether the post links to the one with this id by this relation. */
static bool links(struct desk *desk, const char *id, uint64_t relation, const char *to)
{
	const struct kiem_post *post = desk_read(desk, id);
	char hex[DESK_ID];

	for (size_t i = 0; i < post->n_links; i++) {
		kiem_hex(hex, post->links[i].id.b, 32);
		if (post->links[i].relation == relation && strcmp(hex, to) == 0) {
			return true;
		}
	}
	return false;
}

static void test_a_note(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], note[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", "--life", "60w", NULL);
	desk_post(desk, note, "note", post, "Ik heb klimop over", NULL);
	assert_true(desk_is(desk_read(desk, note)->text, "Ik heb klimop over"));
	assert_true(links(desk, note, KIEM_ABOUT, post));
	assert_true(desk_read(desk, note)->until >= desk_read(desk, note)->made + 420LL * 86400000 - 60000);
	desk_post(desk, note, "note", post, "--text", "En een ladder", NULL);
	desk_type(desk, "note", post, "twee", "--text", "keer", NULL);
	desk_failed(desk, EX_USAGE, "twice");
	desk_type(desk, "note", post, "", NULL);
	assert_int_equal(desk->status, EX_USAGE);
}

static void test_building_on_and_varying(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], next[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, next, "extend", post, "Regentonnen erbij", NULL);
	assert_true(links(desk, next, KIEM_EXTENDS, post));
	assert_int_equal(desk_read(desk, next)->kind, KIEM_INITIATIVE);
	desk_post(desk, next, "variant", post, "Groene daken", NULL);
	assert_true(links(desk, next, KIEM_VARIANT, post));
}

static void test_an_answer_is_the_other_half(void **state)
{
	struct desk *desk = *state;
	char request[DESK_ID], offer[DESK_ID], idea[DESK_ID], answer[DESK_ID];

	desk_post(desk, request, "request", "Ladder gezocht", NULL);
	desk_post(desk, answer, "answer", request, "Ladder van zeven meter", NULL);
	assert_int_equal(desk_read(desk, answer)->kind, KIEM_OFFER);
	assert_true(desk_is(desk_read(desk, answer)->title, "Ladder van zeven meter"));
	assert_true(links(desk, answer, KIEM_ANSWERS, request));
	assert_non_null(strstr(desk->err, "Ladder gezocht"));
	assert_non_null(strstr(desk->err, "Speeltuin Noord"));

	desk_post(desk, offer, "offer", "Zaal", NULL);
	desk_post(desk, answer, "answer", offer, NULL);
	assert_int_equal(desk_read(desk, answer)->kind, KIEM_REQUEST);
	assert_true(desk_is(desk_read(desk, answer)->title, "Zaal"));

	desk_post(desk, idea, "initiative", "Groene gevels", NULL);
	desk_post(desk, answer, "answer", idea, "Leuk plan", NULL);
	assert_int_equal(desk_read(desk, answer)->kind, KIEM_NOTE);
	assert_true(desk_is(desk_read(desk, answer)->text, "Leuk plan"));
	assert_true(links(desk, answer, KIEM_ANSWERS, idea));

	desk_post(desk, answer, "answer", request, "Wanneer?", "--as", "note", NULL);
	assert_int_equal(desk_read(desk, answer)->kind, KIEM_NOTE);
	desk_type(desk, "answer", request, "--as", "deed", NULL);
	assert_int_equal(desk->status, EX_USAGE);
}

/* A tie names the original and the version that is shown. */
static void test_a_reply_names_the_version_seen(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], newer[DESK_ID], note[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, newer, "revise", post, "--title", "Groene gevels en daken", NULL);
	desk_post(desk, note, "note", post, "Mooi", NULL);
	assert_non_null(strstr(desk->err, "Groene gevels en daken"));
	assert_true(links(desk, note, KIEM_ABOUT, post) && links(desk, note, KIEM_ABOUT, newer));
}

static void test_only_content_is_replied_to(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], join[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", post, NULL);
	desk_type(desk, "note", join, "Leuk dat je meedoet", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "join"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_note, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_building_on_and_varying, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_an_answer_is_the_other_half, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_reply_names_the_version_seen, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_only_content_is_replied_to, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
