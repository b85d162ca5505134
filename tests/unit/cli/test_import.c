/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bundles: whole ones, cut ones, two behind one another, and things that are no bundle. */
#include "desk.h"

/* Room for 30 posts. */
static uint8_t bundle[30 * KIEM_POST_MAX];
static size_t ends[31]; /* where post i ends in it is ends[i + 1] */

static void make_bundle(const char *board)
{
	struct support_author author;

	support_author(&author, 11);
	for (size_t i = 0; i < 30; i++) {
		struct support_bytes post;
		char title[32];

		snprintf(title, sizeof(title), "bericht %zu", i);
		support_titled(&post, KIEM_LESSON, board, title, kiem_now_ms() - 1000, &author);
		memcpy(bundle + ends[i], post.b, post.n);
		ends[i + 1] = ends[i] + post.n;
	}
}

static int import(struct desk *desk, size_t from, size_t to)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/bundle", desk->dir);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bundle + from, 1, to - from, file), to - from);
	fclose(file);
	return desk_type(desk, "import", path, NULL);
}

static void test_a_whole_bundle(void **state)
{
	struct desk *desk = *state;

	make_bundle("nl/tilburg/noord");
	assert_int_equal(import(desk, 0, ends[30]), EX_OK);
	assert_non_null(strstr(desk->out, "30 new posts"));
	assert_int_equal(desk_posts(desk), 31);
	assert_int_equal(import(desk, ends[2], ends[9]), EX_OK);
	assert_non_null(strstr(desk->out, "0 new posts"));
	assert_non_null(strstr(desk->out, "7 were here already"));
	assert_int_equal(import(desk, 0, 0), EX_OK);
	assert_non_null(strstr(desk->out, "0 new posts"));
}

static void test_a_board_that_is_not_followed(void **state)
{
	struct desk *desk = *state;

	make_bundle("nl/tilburg/zuid");
	assert_int_equal(import(desk, 0, ends[30]), EX_OK);
	assert_int_equal(desk_posts(desk), 31);
	assert_non_null(strstr(desk->out, "kiem follow nl/tilburg/zuid"));
}

/* At every byte that a bundle of a few posts may be cut at, what was whole is kept. */
static void test_cut_short_anywhere(void **state)
{
	struct desk *desk = *state;
	uint64_t random = support_seed();

	make_bundle("nl/tilburg/noord");
	for (size_t i = 0; i < 30; i++) {
		size_t cut = ends[i] + 1 + support_random(&random) % (ends[i + 1] - ends[i] - 1);

		assert_int_equal(import(desk, 0, cut), EX_DATAERR);
		assert_non_null(strstr(desk->err, "cut short"));
		assert_int_equal(desk_posts(desk), 1 + i);
	}
}

static void test_what_is_no_post_is_named_by_its_place(void **state)
{
	struct desk *desk = *state;
	char where[64];

	make_bundle("nl/tilburg/noord");
	bundle[ends[3]] = 0x00;
	assert_int_equal(import(desk, 0, ends[30]), EX_DATAERR);
	snprintf(where, sizeof(where), "at byte %zu", ends[3]);
	assert_non_null(strstr(desk->err, where));
	assert_int_equal(desk_posts(desk), 4);
	memset(bundle, 'x', sizeof(bundle));
	assert_int_equal(import(desk, 0, sizeof(bundle)), EX_DATAERR);
	assert_non_null(strstr(desk->err, "no bundle of posts; nothing was taken in"));
	assert_string_equal(desk->out, "");
}

static void test_a_bad_signature_is_counted_and_left_out(void **state)
{
	struct desk *desk = *state;

	make_bundle("nl/tilburg/noord");
	bundle[ends[5] - 1] ^= 1;
	assert_int_equal(import(desk, 0, ends[30]), EX_DATAERR);
	assert_non_null(strstr(desk->out, "29 new posts"));
	assert_non_null(strstr(desk->out, "1 is not valid (bad-signature)"));
	assert_int_equal(desk_posts(desk), 30);
}

static void test_no_file(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "import", "/no/such/file", NULL);
	desk_failed(desk, EX_NOINPUT, "/no/such/file");
	desk_type(desk, "import", "/", NULL);
	assert_int_equal(desk->status, EX_IOERR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_whole_bundle, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_board_that_is_not_followed, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_cut_short_anywhere, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_what_is_no_post_is_named_by_its_place, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_bad_signature_is_counted_and_left_out, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_no_file, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
