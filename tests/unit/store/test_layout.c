/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows sort as what they stand for, come back as they went in, and a glance at a post sees what decoding sees. */
#include "layout.h"
#include "scene.h"

static void rows_sort_by_time_then_id(void **state)
{
	struct store_board_row rows[] = {{.made = 255}, {.made = 256}, {.made = 256, .id.b = {1}}, {.made = STORE_MADE_MAX}};
	uint8_t a[STORE_BOARD_ROW], b[STORE_BOARD_ROW];

	for (size_t i = 1; i < 4; i++) {
		rows[i - 1].number = 0xffffffffffff;
		rows[i - 1].until = 0xffffffffffff;
		store_board_row_write(a, &rows[i - 1]);
		store_board_row_write(b, &rows[i]);
		assert_true(memcmp(a, b, sizeof(a)) < 0);
	}
}

static void a_row_comes_back(void **state)
{
	struct store_board_row row = {SUPPORT_NOW, {{1, 2, 3}}, 1ULL << 40, SUPPORT_NOW + KIEM_LIFE_MAX_MS}, back;
	uint8_t bytes[STORE_BOARD_ROW];
	MDB_val val = store_val(bytes, sizeof(bytes));

	store_board_row_write(bytes, &row);
	assert_true(store_board_row_read(&back, &val));
	assert_int_equal(back.made, row.made);
	assert_int_equal(back.number, row.number);
	assert_int_equal(back.until, row.until);
	assert_memory_equal(back.id.b, row.id.b, 32);
	val.mv_size--;
	assert_false(store_board_row_read(&back, &val));
}

static void rare_kinds_share_a_number(void **state)
{
	uint8_t a[STORE_PERSON_ROW], b[STORE_PERSON_ROW], c[STORE_PERSON_ROW], prefix[8] = {7};

	store_person_row_write(a, prefix, 5, 65534);
	store_person_row_write(b, prefix, 5, 65535);
	store_person_row_write(c, prefix, 5, 1ULL << 50);
	assert_memory_equal(b, c, sizeof(b));
	assert_true(memcmp(a, b, sizeof(a)) < 0);
}

static void a_glance_sees_what_decoding_sees(void **state)
{
	struct support_bytes bytes;
	struct support_author author;
	struct store_peek peek;
	struct kiem_post post = {.kind = KIEM_NOTE, .made = SUPPORT_NOW, .n_links = 3, .text = support_span("tekst"), .n_tags = 1};

	support_author(&author, 9);
	post.title = support_span("titel");
	post.tags[0] = support_span("tag");
	post.links[0] = (struct kiem_link){KIEM_ABOUT, {{1}}, support_span("nl/elders")};
	post.links[1] = (struct kiem_link){KIEM_AFTER, {{2}}, {0}};
	post.links[2] = (struct kiem_link){KIEM_NEEDS, {{1}}, {0}};
	support_make(&bytes, &post, &author);
	assert_true(store_peek(&peek, bytes.b, bytes.n));
	assert_int_equal(peek.kind, KIEM_NOTE);
	assert_int_equal(peek.made, post.made);
	assert_int_equal(peek.until, post.until);
	assert_memory_equal(peek.author, author.key.b, 32);
	assert_int_equal(peek.board.n, post.board.n);
	assert_memory_equal(peek.board.p, post.board.p, peek.board.n);
	assert_int_equal(peek.n_links, 2); /* the same id twice is one row */
	assert_int_equal(peek.links[0].b[0], 1);
	assert_int_equal(peek.links[1].b[0], 2);
}

static void a_glance_at_rubbish_is_refused(void **state)
{
	struct support_bytes bytes;
	struct support_author author;
	struct store_peek peek;
	uint64_t random = support_seed();

	support_author(&author, 9);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", SUPPORT_NOW, &author);
	assert_false(store_peek(&peek, bytes.b, 20));
	for (size_t n = 44; n < bytes.n - 70; n++) {
		assert_false(store_peek(&peek, bytes.b, n));
	}
	for (int i = 0; i < 20000; i++) {
		struct support_bytes other = bytes;

		other.b[43 + support_random(&random) % (bytes.n - 43)] = (uint8_t)support_random(&random);
		store_peek(&peek, other.b, other.n); /* whatever it says, it stays within its bytes */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(rows_sort_by_time_then_id),
	        cmocka_unit_test(a_row_comes_back),
	        cmocka_unit_test(rare_kinds_share_a_number),
	        cmocka_unit_test(a_glance_sees_what_decoding_sees),
	        cmocka_unit_test(a_glance_at_rubbish_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
