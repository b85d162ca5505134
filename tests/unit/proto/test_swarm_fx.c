/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include "../../../proto/swarm_parts.h"

static struct swarm_fx fx;
static struct swarm s;

static int begin(void **state)
{
	memset(&s, 0, sizeof(s));
	fx.n = fx.n_bytes = 0;
	s.fx = &fx;
	return 0;
}

/* Work that can wait stops while there is room left for what cannot. */
static void test_spare(void **state)
{
	while (fx_room(&s, 0)) {
		(void)fx_add(&s, SWARM_NOTIFY, 0);
	}
	assert_int_equal(fx.n, SWARM_FX_MAX - SWARM_FX_SPARE);
	for (unsigned i = 0; i < SWARM_FX_SPARE; i++) {
		(void)fx_add(&s, SWARM_NOTIFY, 0);
	}
	assert_int_equal(fx.n, SWARM_FX_MAX);
}

static void test_bodies(void **state)
{
	unsigned n = 0;
	size_t cap;

	for (; fx_room(&s, SWARM_BODY_MAX); n++) {
		uint8_t *body = fx_body(&s, &cap);
		assert_int_equal(cap, SWARM_BODY_MAX);
		memset(body, (int)n, cap);
		fx_sent(&s, n, cap);
	}
	assert_int_equal(n, 3); /* and a fourth for what cannot wait */
	for (unsigned i = 0; i < n; i++) {
		assert_int_equal(fx.effects[i].body.n, SWARM_BODY_MAX);
		assert_int_equal(fx.effects[i].body.p[SWARM_BODY_MAX - 1], i);
	}
	(void)fx_body(&s, &cap);
	assert_int_equal(cap, SWARM_BODY_MAX);
}

static void test_chance_is_the_seed_s(void **state)
{
	uint8_t a[16], b[16], c[16];

	s.options.seed[0] = 1;
	fx_random(&s, a, sizeof(a));
	fx_random(&s, b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	s.chance = 0;
	fx_random(&s, c, sizeof(c));
	assert_memory_equal(a, c, sizeof(a));
	s.chance = 0;
	s.options.seed[0] = 2;
	fx_random(&s, c, sizeof(c));
	assert_memory_not_equal(a, c, sizeof(a));
	for (unsigned i = 0; i < 1000; i++) {
		assert_true(fx_random_below(&s, 7) < 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup(test_spare, begin),
	        cmocka_unit_test_setup(test_bodies, begin),
	        cmocka_unit_test_setup(test_chance_is_the_seed_s, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
