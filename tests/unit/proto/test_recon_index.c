/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures were computed by another hand, in Python from the definition in recon.h, with integers of any length; the other tests
 * hold the fast computation against that definition by counting up, and against the distribution of the paper.
 */
#include "../../../proto/recon.h"
#include "support.h"

static void test_vectors(void **state)
{
	static const struct {
		uint64_t item;
		uint32_t check, n, indices[26];
	} vectors[] = {
	        {0, 0, 14, {0, 4, 16, 21, 35, 58, 78, 282, 474, 683, 1023, 1286, 2130, 9664}},
	        {1, 0x4179, 25,
	                {0, 1, 2, 3, 6, 7, 11, 16, 67, 74, 168, 195, 267, 302, 538, 1092, 1262, 1938, 2563, 3249, 7209, 7748, 7829,
	                        10560, 13395}},
	        {0x613502540ff78d68, 0x7233, 25,
	                {0, 9, 10, 20, 21, 60, 85, 92, 134, 154, 162, 169, 175, 180, 343, 396, 580, 725, 1682, 2620, 4249, 5551,
	                        5574, 6341, 12372}},
	        {UINT64_MAX, 0x448e, 26,
	                {0, 1, 2, 4, 7, 8, 11, 15, 20, 60, 73, 102, 234, 420, 449, 589, 734, 947, 1543, 1722, 2192, 3098, 4303,
	                        9859, 11332, 14852}},
	        {0xdeadbeefcafef00d, 0xf1d5, 15, {0, 1, 2, 4, 6, 13, 24, 55, 116, 269, 328, 478, 1769, 4345, 5515}},
	};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct recon_walk walk = recon_walk(vectors[i].item);
		assert_int_equal(recon_check(vectors[i].item), vectors[i].check);
		for (uint32_t k = 0; k < vectors[i].n; k++) {
			assert_int_equal(walk.at, vectors[i].indices[k]);
			recon_next(&walk);
		}
		assert_int_equal(walk.at, RECON_CELLS_MAX);
	}
}

/* Every index of 20,000 items, folded into one number. */
static void test_vector_of_many(void **state)
{
	uint64_t folded = 0, n = 0;

	for (uint64_t x = 1; x <= 20000; x++) {
		for (struct recon_walk walk = recon_walk(x * 0x9e3779b97f4a7c15u); walk.at < RECON_CELLS_MAX; recon_next(&walk)) {
			folded = folded * 31 + walk.at;
			n++;
		}
	}
	assert_int_equal(n, 371358);
	assert_true(folded == 0xdaf302bb0e719293);
}

/* The definition, by counting up. */
static uint32_t naive_next(uint32_t i, uint64_t u)
{
	uint64_t here = (uint64_t)(i + 1) * (i + 2) << 32, j = i;

	while ((j + 1) * (j + 2) * u <= here && j < RECON_CELLS_MAX) {
		j++;
	}
	return (uint32_t)j;
}

/* A walk that stands on i and whose next u is this one: the state before it, by the inverse of the factor modulo 2^64. */
static struct recon_walk before(uint32_t i, uint64_t u)
{
	uint64_t inverse = 6364136223846793005u;

	for (int k = 0; k < 6; k++) {
		inverse *= 2 - 6364136223846793005u * inverse;
	}
	return (struct recon_walk){(((u - 1) << 32) - 1442695040888963407u) * inverse, i};
}

static void same_next(uint32_t i, uint64_t u)
{
	struct recon_walk walk = before(i, u);

	assert_int_equal(recon_next(&walk), naive_next(i, u));
}

/* At random, and where (j+1)(j+2) * u just comes to (i+1)(i+2) * 2^32 or just does not. */
static void test_definition(void **state)
{
	uint64_t seed = support_seed();

	for (int k = 0; k < 3000; k++) {
		uint32_t i = (uint32_t)(support_random(&seed) % RECON_CELLS_MAX),
		         j = i + 1 + (uint32_t)(support_random(&seed) % 1000);
		uint64_t u = ((uint64_t)(i + 1) * (i + 2) << 32) / ((uint64_t)(j + 1) * (j + 2));
		same_next(i, (support_random(&seed) >> 32) + 1);
		for (uint64_t near = u - 1; near <= u + 1; near++) {
			same_next(i, near);
		}
	}
	for (uint32_t i = 0; i < 200; i++) {
		same_next(i, 1);
		same_next(i, 2);
		same_next(i, UINT64_C(1) << 32);
		same_next(RECON_CELLS_MAX - 1 - i, UINT64_C(1) << 32);
		same_next(RECON_CELLS_MAX - 1 - i, (UINT64_C(1) << 32) - 1);
	}
}

/* An item is in cell i with probability 2 / (i + 2): six standard deviations either way. */
static void test_share_of_each_cell(void **state)
{
	enum { ITEMS = 40000, CELLS = 64 };
	unsigned in[CELLS] = {0};
	uint64_t seed = support_seed();

	for (int k = 0; k < ITEMS; k++) {
		for (struct recon_walk walk = recon_walk(support_random(&seed)); walk.at < CELLS; recon_next(&walk)) {
			in[walk.at]++;
		}
	}
	assert_int_equal(in[0], ITEMS);
	for (unsigned i = 1; i < CELLS; i++) {
		double p = 2.0 / (i + 2), off = in[i] - p * ITEMS;
		assert_true(off * off < 36 * p * (1 - p) * ITEMS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_vectors),
	        cmocka_unit_test(test_vector_of_many),
	        cmocka_unit_test(test_definition),
	        cmocka_unit_test(test_share_of_each_cell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
