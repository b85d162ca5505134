/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static void each_number_has_the_value_put_last(void **state)
{
	struct view_numbers numbers = {0};
	uint64_t value;

	assert_false(view_numbers_get(&value, &numbers, 7));
	for (uint64_t i = 1; i <= 5000; i++) {
		assert_int_equal(view_numbers_put(&numbers, i << 32 | i, i), KIEM_DONE);
	}
	assert_int_equal(view_numbers_put(&numbers, 3ULL << 32 | 3, 99), KIEM_DONE);
	assert_int_equal(numbers.n, 5000);
	for (uint64_t i = 1; i <= 5000; i++) {
		assert_true(view_numbers_get(&value, &numbers, i << 32 | i));
		assert_int_equal(value, i == 3 ? 99 : i);
	}
	assert_false(view_numbers_get(&value, &numbers, 7));
	view_numbers_finish(&numbers);
	assert_false(view_numbers_get(&value, &numbers, 3ULL << 32 | 3));
}

static uint64_t among(struct garden *g, struct view_numbers *ends, const struct kiem_id *id)
{
	uint64_t alone, original;

	assert_int_equal(view_original(&alone, g->read, number_of(g, id), g->now), KIEM_DONE);
	assert_int_equal(view_original_among(&original, ends, g->read, number_of(g, id), g->now), KIEM_DONE);
	assert_int_equal(original, alone);
	return original;
}

static void originals_among_many_are_those_of_each_alone(void **state)
{
	struct garden *g = *state;
	struct kiem_id absent = {{7}}, row[6], orphan[3];
	struct view_numbers ends = {0};

	row[0] = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	for (size_t i = 1; i < 6; i++) {
		row[i] = plant_one(g, KIEM_REVISE, "groener", &g->anna, 100 - (int64_t)i, KIEM_REPLACES, &row[i - 1]);
	}
	for (size_t i = 0; i < 3; i++) {
		orphan[i] = plant_one(
		        g, KIEM_REVISE, "wees", &g->anna, 50 - (int64_t)i, KIEM_REPLACES, i == 0 ? &absent : &orphan[i - 1]);
	}
	struct kiem_id theirs = plant_one(g, KIEM_REVISE, "grijs", &g->bram, 40, KIEM_REPLACES, &row[2]);
	look(g);
	/* From the middle, the end and the start of a chain; from the end of it each is known then. */
	assert_int_equal(among(g, &ends, &row[3]), number_of(g, &row[0]));
	assert_int_equal(among(g, &ends, &row[5]), number_of(g, &row[0]));
	assert_int_equal(ends.n, 6);
	assert_int_equal(among(g, &ends, &row[0]), number_of(g, &row[0]));
	/* What reaches no original is its own, whatever was asked before. */
	assert_int_equal(among(g, &ends, &orphan[2]), number_of(g, &orphan[2]));
	assert_int_equal(among(g, &ends, &orphan[1]), number_of(g, &orphan[1]));
	assert_int_equal(among(g, &ends, &theirs), number_of(g, &theirs));
	view_numbers_finish(&ends);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(each_number_has_the_value_put_last),
	        garden_test(originals_among_many_are_those_of_each_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
