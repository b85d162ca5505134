/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slices do not overlap, measuring and cutting agree, and a pool gives each place to one at a time. */
#include "../../../proto/arena.h"
#include "support.h"

static void cut(struct arena *arena, uint8_t **a, uint64_t **b, uint32_t **c)
{
	*a = arena_take_zero(arena, 3, 1);
	*b = arena_take(arena, 5, sizeof(**b));
	*c = arena_take_zero(arena, 0, sizeof(**c));
}

/* What is far takes nothing of what is near, and lies wherever it was given. */
static void test_two_parts(void **state)
{
	struct arena measure = {0}, real;
	uint8_t *a, *far_mem;
	uint64_t *b;
	uint32_t *c;

	cut(&measure, &a, &b, &c);
	const size_t near_n = measure.n;
	assert_null(arena_take_far(&measure, 3, 8));
	assert_null(arena_take_far(&measure, 1, 1));
	assert_int_equal(measure.n, near_n);
	assert_true(measure.n_far >= 3 * 8 + 1 && measure.n_far % ARENA_ALIGN == 0);
	uint8_t *mem = malloc(measure.n);
	far_mem = malloc(measure.n_far);
	assert_true(mem != NULL && far_mem != NULL);
	memset(far_mem, 0xa5, measure.n_far);
	real = (struct arena){.base = mem, .far = far_mem};
	assert_ptr_equal(arena_take_far(&real, 3, 8), far_mem);
	cut(&real, &a, &b, &c);
	assert_ptr_equal(a, mem);
	uint8_t *last = arena_take_far(&real, 1, 1);
	assert_true(last >= far_mem + 3 * 8 && last < far_mem + measure.n_far && *last == 0xa5); /* and is left alone */
	free(mem);
	free(far_mem);
}

static void test_measured_is_cut(void **state)
{
	struct arena measure = {0}, real;
	uint8_t *a;
	uint64_t *b;
	uint32_t *c;

	cut(&measure, &a, &b, &c);
	assert_null(a);
	assert_null(b);
	uint8_t *mem = malloc(measure.n);
	assert_non_null(mem);
	memset(mem, 0xa5, measure.n);
	real = (struct arena){.base = mem};
	cut(&real, &a, &b, &c);
	assert_int_equal(real.n, measure.n);
	assert_true((uint8_t *)b >= a + 3 && (uintptr_t)b % ARENA_ALIGN == 0);
	assert_true((uint8_t *)(b + 5) <= mem + measure.n);
	assert_true(a[0] == 0 && a[2] == 0 && ((uint8_t *)b)[0] == 0xa5); /* cleared, and left alone */
	free(mem);
}

/* Taken and given back at random beside a plain table of who has what. */
static void test_pool(void **state)
{
	uint32_t next[7];
	bool taken[7] = {false};
	struct pool pool;
	uint64_t chance = support_seed();
	uint32_t n = 0;

	pool_init(&pool, next, 7);
	for (unsigned i = 0; i < 10000; i++) {
		uint32_t at = (uint32_t)(support_random(&chance) % 7);
		if (taken[at]) {
			pool_give(&pool, at);
			taken[at] = false;
			n--;
		} else if ((at = pool_take(&pool)) != POOL_NONE) {
			assert_true(at < 7 && !taken[at]);
			taken[at] = true;
			n++;
		}
		assert_int_equal(pool_left(&pool), 7 - n);
		assert_true(at != POOL_NONE || n == 7);
	}
	while (pool_take(&pool) != POOL_NONE) {
	}
	assert_int_equal(pool_left(&pool), 0);
}

/* What nobody ever took is not touched: a large array that is not used costs no memory. */
static void test_pool_touches_what_it_gives(void **state)
{
	uint32_t next[1000];
	struct pool pool;

	memset(next, 0x5a, sizeof(next));
	pool_init(&pool, next, 1000);
	pool_give(&pool, pool_take(&pool));
	assert_int_equal(pool_take(&pool), 0);
	assert_int_equal(pool_take(&pool), 1);
	assert_int_equal(next[2], 0x5a5a5a5a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_measured_is_cut),
	        cmocka_unit_test(test_two_parts),
	        cmocka_unit_test(test_pool),
	        cmocka_unit_test(test_pool_touches_what_it_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
