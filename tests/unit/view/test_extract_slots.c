/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by id and persons by key, in tables that grow. */
#include "../../../node/view/extract.h"
#include "support.h"

#define N 5000

static void open_table(struct view_extract *x, struct extract_own *own)
{
	*own = (struct extract_own){.salt = 0x1234567890abcdefULL};
	*x = (struct view_extract){.own = own};
	assert_int_equal(extract_reserve(x, N), KIEM_DONE);
}

/* Bytes of a number; `far`: alike in the first eight. */
static void bytes_of(uint8_t bytes[static 32], uint64_t number, bool far)
{
	memset(bytes, 0, 32);
	memcpy(bytes + (far ? 24 : 0), &number, sizeof(number));
}

static void rows_are_found_by_their_id(void **state)
{
	struct extract_own own;
	struct view_extract x;
	struct kiem_id id;
	uint32_t before;

	open_table(&x, &own);
	bytes_of(id.b, 3, false);
	assert_int_equal(extract_row_find(&x, &id), VIEW_NONE);
	for (uint32_t i = 0; i < N; i++) {
		bytes_of(x.id[i].b, i, false);
		x.n++;
		assert_int_equal(extract_row_put(&x, &before), KIEM_DONE);
		assert_int_equal(before, VIEW_NONE);
	}
	for (uint32_t i = 0; i < 2 * N; i++) {
		bytes_of(id.b, i, false);
		assert_int_equal(extract_row_find(&x, &id), i < N ? i : VIEW_NONE);
	}
	extract_release(&x);
}

static void a_later_row_of_the_same_id_takes_the_place(void **state)
{
	struct extract_own own;
	struct view_extract x;
	uint32_t before;

	open_table(&x, &own);
	bytes_of(x.id[0].b, 7, false);
	bytes_of(x.id[1].b, 7, false);
	x.n = 1;
	assert_int_equal(extract_row_put(&x, &before), KIEM_DONE);
	x.n = 2;
	assert_int_equal(extract_row_put(&x, &before), KIEM_DONE);
	assert_int_equal(before, 0);
	assert_int_equal(extract_row_find(&x, &x.id[0]), 1);
	extract_release(&x);
}

/* The first bytes are only where the search begins. */
static void persons_are_told_apart_by_all_of_their_key(void **state)
{
	struct extract_own own;
	struct view_extract x;
	struct kiem_key key;
	uint32_t person;

	open_table(&x, &own);
	for (uint32_t i = 0; i < 300; i++) {
		bytes_of(key.b, i, true);
		assert_int_equal(view_person_of(&x, &key), VIEW_NONE);
		assert_int_equal(extract_person_put(&x, &person, &key), KIEM_DONE);
		assert_int_equal(person, i);
		assert_int_equal(extract_person_put(&x, &person, &key), KIEM_DONE);
		assert_int_equal(person, i);
	}
	assert_int_equal(x.n_persons, 300);
	bytes_of(key.b, 299, true);
	assert_int_equal(view_person_of(&x, &key), 299);
	assert_int_equal(x.profile[5], VIEW_NONE);
	assert_int_equal(x.self[5], 5);
	extract_release(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(rows_are_found_by_their_id),
	        cmocka_unit_test(a_later_row_of_the_same_id_takes_the_place),
	        cmocka_unit_test(persons_are_told_apart_by_all_of_their_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
