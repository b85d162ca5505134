/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void it_comes_from_what_it_builds_on_and_leads_to_what_builds_on_it(void **state)
{
	struct garden *g = *state;
	struct kiem_id parent = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), a = grow(g, KIEM_INITIATIVE, 1, 8, KIEM_VARIANT, &parent),
	               child = grow(g, KIEM_INITIATIVE, 2, 7, KIEM_EXTENDS, &a);

	grow(g, KIEM_NOTE, 3, 6, KIEM_ABOUT, &a);
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_origins, 1);
	assert_row_is(s, s.p->origins[0].row, parent);
	assert_int_equal(s.p->origins[0].relation, KIEM_VARIANT);
	assert_int_equal(s.p->n_heirs, 1);
	assert_row_is(s, s.p->heirs[0].row, child);
	assert_int_equal(s.p->heirs[0].relation, KIEM_EXTENDS);
	unlook(&s);
}

static void a_step_on_crosses_coalitions(void **state)
{
	struct garden *g = *state;
	struct kiem_id elsewhere = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), third = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL);
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 1, 8, KIEM_AFTER, &elsewhere), join = sign_up(g, 2, 5, &a, 0, 0);
	struct kiem_post leave = {.kind = KIEM_LEAVE, .n_links = 2};

	leave.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = join};
	leave.links[1] = (struct kiem_link){.relation = KIEM_AFTER, .id = third};
	plant(g, &leave, neighbour(2));
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_heirs, 2);
	assert_int_equal(s.p->heirs[0].relation, KIEM_AFTER);
	unlook(&s);
	s = see(g, &elsewhere);
	assert_int_equal(s.p->n_origins, 1);
	assert_row_is(s, s.p->origins[0].row, a);
	unlook(&s);
	s = see(g, &third); /* that somebody went there is their way, not what it came from */
	assert_int_equal(s.p->n_origins, 0);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(it_comes_from_what_it_builds_on_and_leads_to_what_builds_on_it),
	        garden_test(a_step_on_crosses_coalitions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
