/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revising, renewing and retracting one's own posts, and nobody else's. */
#include "desk.h"

static void test_a_revision_keeps_what_was_not_given(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], one[DESK_ID], two[DESK_ID], hex[DESK_ID];

	desk_post(desk, post, "offer", "Zaal", "--text", "Met keuken", "--quantity", "20 seats", "--tag", "ruimte", NULL);
	int64_t until = desk_read(desk, post)->until;
	desk_post(desk, one, "revise", post, "--title", "Grote zaal", NULL);
	desk_post(desk, two, "revise", post, "--quantity", "30 seats", NULL);
	const struct kiem_post *newer = desk_read(desk, two);
	assert_int_equal(newer->kind, KIEM_REVISE);
	assert_true(desk_is(newer->title, "Grote zaal") && desk_is(newer->text, "Met keuken"));
	assert_int_equal(newer->quantity_milli, 30000);
	assert_int_equal(newer->n_tags, 1);
	assert_int_equal(newer->until, until);
	assert_int_equal(newer->n_links, 1);
	assert_int_equal(newer->links[0].relation, KIEM_REPLACES);
	kiem_hex(hex, newer->links[0].id.b, 32);
	assert_string_equal(hex, one); /* what it replaces is the version shown before */
	desk_type(desk, "revise", post, NULL);
	assert_int_equal(desk->status, EX_USAGE);
}

static void test_a_renewal_takes_the_newest_text_along(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], renew[DESK_ID], newer[DESK_ID];

	desk_post(desk, post, "offer", "Zaal", "--life", "7d", NULL);
	desk_type(desk, "renew", post, "--life", "6d", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "already stays until"));
	uint64_t before = desk_posts(desk);
	desk_post(desk, renew, "renew", post, "--life", "9d", NULL);
	assert_int_equal(desk_read(desk, renew)->kind, KIEM_RENEW);
	assert_int_equal(desk_posts(desk), before + 1);
	desk_post(desk, newer, "revise", post, "--title", "Grote zaal", NULL);
	assert_int_equal(desk_read(desk, newer)->until, desk_read(desk, renew)->until);
	before = desk_posts(desk);
	desk_post(desk, renew, "renew", post, "--life", "20d", NULL);
	assert_int_equal(desk_posts(desk), before + 2); /* the renewal, and the text with the later end */
	desk_type(desk, "renew", post, "--until", "gisteren 9:00", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	desk_type(desk, "renew", post, "--life", "3 jaar", NULL);
	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, "two years"));
}

static void test_a_retraction_takes_every_version(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], newer[DESK_ID], gone[DESK_ID];

	desk_post(desk, post, "offer", "Zaal", NULL);
	desk_post(desk, newer, "revise", post, "--title", "Grote zaal", NULL);
	desk_post(desk, gone, "retract", newer, NULL);
	assert_null(desk_read(desk, post));
	assert_null(desk_read(desk, newer));
	assert_int_equal(desk_read(desk, gone)->kind, KIEM_RETRACT);
	desk_type(desk, "retract", gone, NULL);
	desk_failed(desk, EX_DATAERR, "cannot be taken back");
	desk_type(desk, "retract", post, NULL);
	desk_failed(desk, EX_DATAERR, "was taken back");
}

static void test_a_join_can_be_taken_back(void **state)
{
	struct desk *desk = *state;
	char post[DESK_ID], join[DESK_ID], gone[DESK_ID];

	desk_post(desk, post, "initiative", "Groene gevels", NULL);
	desk_post(desk, join, "join", post, NULL);
	desk_post(desk, gone, "retract", join, NULL);
	assert_null(desk_read(desk, join));
	assert_non_null(desk_read(desk, post));
}

/* A post of another program's making, put into the store by the one door. */
static void add(struct desk *desk, char id[static DESK_ID], const uint8_t *bytes, size_t n)
{
	char dir[400];
	struct kiem_store *store;

	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	struct kiem_entry entry = {.bytes = {bytes, n}};
	struct kiem_admit how = {.now_ms = kiem_now_ms()};
	assert_int_equal(kiem_store_admit(store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	kiem_hex(id, entry.id.b, 32);
	kiem_store_close(store);
}

static void add_foreign(struct desk *desk, char id[static DESK_ID])
{
	struct support_author author;
	struct support_bytes bytes;

	support_author(&author, 7);
	support_titled(&bytes, KIEM_INITIATIVE, "nl/tilburg/noord", "Van een ander", kiem_now_ms(), &author);
	add(desk, id, bytes.b, bytes.n);
}

/* A retraction counts on the board of what it takes back alone, so a version on a board of its own gets its own there. */
static void test_a_version_on_another_board_is_taken_along(void **state)
{
	struct desk *desk = *state;
	struct kiem_secret *secret;
	char post[DESK_ID], version[DESK_ID], gone[DESK_ID], path[400];
	uint8_t bytes[KIEM_POST_MAX];
	size_t n;

	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/west", NULL), EX_OK);
	desk_post(desk, post, "offer", "Zaal", "--board", "nl/tilburg/noord", NULL);
	struct kiem_post newer = {.kind = KIEM_REVISE, .title = support_span("Grote zaal"), .n_links = 1};
	newer.board = support_span("nl/tilburg/west");
	newer.made = kiem_now_ms();
	newer.until = desk_read(desk, post)->until;
	newer.links[0].relation = KIEM_REPLACES;
	assert_true(kiem_unhex(newer.links[0].id.b, post, 64));
	snprintf(path, sizeof(path), "%s/identity.key", desk->home);
	assert_int_equal(kiem_secret_load(&secret, path), KIEM_DONE);
	assert_int_equal(kiem_secret_sign_post(secret, bytes, &n, sizeof(bytes), &newer), KIEM_OK);
	kiem_secret_destroy(secret);
	add(desk, version, bytes, n);
	desk_post(desk, gone, "retract", post, NULL);
	assert_null(desk_read(desk, post));
	assert_null(desk_read(desk, version));
	assert_true(desk_is(desk_read(desk, gone)->board, "nl/tilburg/noord"));
}

static void test_only_one_s_own(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	add_foreign(desk, id);
	uint64_t before = desk_posts(desk);
	desk_type(desk, "revise", id, "--title", "Van mij", NULL);
	desk_failed(desk, EX_NOPERM, "only who made it");
	desk_type(desk, "renew", id, "--life", "100w", NULL);
	desk_failed(desk, EX_NOPERM, "only who made it");
	desk_type(desk, "retract", id, NULL);
	desk_failed(desk, EX_NOPERM, "only who made it");
	assert_int_equal(desk_posts(desk), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_revision_keeps_what_was_not_given, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_renewal_takes_the_newest_text_along, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_retraction_takes_every_version, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_version_on_another_board_is_taken_along, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_join_can_be_taken_back, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_only_one_s_own, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
