/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events come by time and, at one time, in the order in which they were told; pieces of memory do not overlap. */
#include "heap.h"
#include "slab.h"
#include "support.h"

static void tell(struct heap *heap, uint64_t at, uint32_t name)
{
	struct event e = {.a = name};

	heap_push(heap, at, &e);
}

static uint32_t take(struct heap *heap, uint64_t *at)
{
	struct event e;

	heap_pop(heap, at, &e);
	return e.a;
}

static void test_order_of_telling(void **state)
{
	struct heap heap = {.n = 0};
	uint64_t at;

	tell(&heap, 20, 1);
	tell(&heap, 10, 2);
	tell(&heap, 20, 3);
	tell(&heap, 10, 4);
	assert_int_equal(heap_first(&heap), 10);
	assert_int_equal(take(&heap, &at), 2);
	tell(&heap, 10, 5); /* what is to happen at once comes after what was told before for the same time */
	assert_int_equal(take(&heap, &at), 4);
	assert_int_equal(heap_first(&heap), 10);
	assert_int_equal(take(&heap, &at), 5);
	assert_int_equal(at, 10);
	assert_int_equal(take(&heap, &at), 1);
	assert_int_equal(take(&heap, &at), 3);
	assert_int_equal(heap_first(&heap), UINT64_MAX);
	heap_finish(&heap);
}

/* Against a list that is searched from its start. */
static void test_against_a_list(void **state)
{
	struct heap heap = {.n = 0};
	static uint64_t times[4000];
	static bool taken[4000];
	uint64_t chance = support_seed(), now = 0, at;
	uint32_t n = 0;

	for (unsigned round = 0; round < 8000 && n < 4000; round++) {
		if (heap_first(&heap) == UINT64_MAX || support_random(&chance) % 3 != 0) {
			times[n] = now + support_random(&chance) % 50;
			tell(&heap, times[n], n);
			n++;
			continue;
		}
		uint32_t best = n;
		for (uint32_t i = 0; i < n; i++) {
			best = !taken[i] && (best == n || times[i] < times[best]) ? i : best;
		}
		assert_int_equal(take(&heap, &at), best);
		assert_int_equal(at, times[best]);
		taken[best] = true;
		now = at;
	}
	heap_finish(&heap);
}

static void test_pieces(void **state)
{
	struct slab slab = {.bytes = 0};
	static struct {
		uint8_t *p;
		size_t n;
	} held[500];
	uint64_t chance = support_seed();

	for (unsigned round = 0; round < 20000; round++) {
		size_t i = support_random(&chance) % 500;

		for (size_t k = 0; k < held[i].n; k++) {
			assert_int_equal(held[i].p[k], (uint8_t)i);
		}
		slab_give(&slab, held[i].p, held[i].n);
		held[i].n = 1 + support_random(&chance) % (round % 100 == 0 ? 70000 : 300);
		held[i].p = slab_take(&slab, held[i].n);
		assert_int_equal((uintptr_t)held[i].p % 16, 0);
		memset(held[i].p, (int)(uint8_t)i, held[i].n);
	}
	size_t bytes = slab.bytes;
	for (size_t i = 0; i < 500; i++) {
		slab_give(&slab, held[i].p, held[i].n);
	}
	assert_int_equal(slab.out, 0);
	slab_give(&slab, slab_take(&slab, 100), 100);
	assert_int_equal(slab.bytes, bytes); /* what was given back is used again */
	slab_finish(&slab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_order_of_telling),
	        cmocka_unit_test(test_against_a_list),
	        cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
