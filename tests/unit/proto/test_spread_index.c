/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index finds what was added and not what was removed, whatever the order, also when all lie together. */
#include "support.h"

#include "../../../proto/spread.h"

enum { ITEMS = 128, SLOTS = 256 };

struct item {
	uint64_t prefix, more;
};
static struct item items[ITEMS];
static uint16_t slots[SLOTS];
static struct spread_index tested = {slots, SLOTS - 1, 0, (const uint8_t *)items, sizeof(items[0])};

static uint64_t state;

static uint64_t chance(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 20;
}

static void check(const bool *there)
{
	size_t used = 0, taken = 0;

	for (size_t i = 0; i < ITEMS; i++) {
		size_t found = spread_index_find(&tested, items[i].prefix);
		assert_true(there[i] ? found != SIZE_MAX && items[found].prefix == items[i].prefix : true);
		used += there[i];
		bool twin = false;
		for (size_t k = 0; k < ITEMS; k++) {
			twin |= there[k] && items[k].prefix == items[i].prefix;
		}
		assert_int_equal(found != SIZE_MAX, twin);
	}
	for (size_t i = 0; i < SLOTS; i++) {
		taken += slots[i] != 0;
	}
	assert_int_equal(taken, used);
}

/* `kinds` different prefixes: few make many that are the same. */
static void play(uint64_t kinds)
{
	static bool there[ITEMS];

	memset(slots, 0, sizeof(slots));
	memset(there, 0, sizeof(there));
	tested.key = chance();
	for (unsigned i = 0; i < 4000; i++) {
		size_t place = chance() % ITEMS;
		if (there[place]) {
			spread_index_remove(&tested, place);
		} else {
			items[place].prefix = chance() % kinds;
			spread_index_add(&tested, place);
		}
		there[place] = !there[place];
		if (i % 16 == 0) {
			check(there);
		}
	}
}

static void test_random_work(void **unused)
{
	state = support_seed();
	play(UINT64_MAX);
	play(1000);
	play(60);
	play(3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_work)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
