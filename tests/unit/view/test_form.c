/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void fewer_than_three_people_or_five_acts_have_no_form(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL);

	sign_up(g, 1, 4, &a, 0, 0);
	for (size_t i = 0; i < 6; i++) {
		grow(g, KIEM_NOTE, 1, 3, KIEM_ABOUT, &a);
	}
	struct sight s = see(g, &a);
	assert_false(s.p->form.told);
	unlook(&s);
	sign_up(g, 2, 4, &a, 0, 0);
	s = see(g, &a);
	assert_true(s.p->form.told);
	assert_false(s.p->form_before.told);
	assert_int_equal(s.p->form.directive + s.p->form.collective + s.p->form.connective, 1000);
	unlook(&s);
}

/* People who are in it since last season, so that nobody is a newcomer. */
static struct kiem_id settled_street(struct garden *g, size_t people)
{
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 150, 0, NULL);

	for (size_t i = 1; i < people; i++) {
		sign_up(g, i, 149, &a, 0, 0);
	}
	return a;
}

static void where_one_does_nearly_all_it_is_directive(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = settled_street(g, 4);

	for (int64_t day = 0; day < 10; day++) {
		grow(g, KIEM_NOTE, 0, day, KIEM_ABOUT, &a);
	}
	for (size_t i = 1; i < 4; i++) {
		grow(g, KIEM_NOTE, i, 1, KIEM_ABOUT, &a);
	}
	struct sight s = see(g, &a);
	assert_int_equal(s.p->form.directive, 1000); /* no ties back, nobody new: as concentrated as can be */
	unlook(&s);
}

static void where_everybody_turns_to_everybody_it_is_collective(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = settled_street(g, 3), notes[3];

	for (size_t i = 0; i < 3; i++) {
		notes[i] = grow(g, KIEM_NOTE, i, 2, KIEM_ABOUT, &a);
	}
	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < 3; k++) {
			if (k != i) {
				grow(g, KIEM_NOTE, i, 0, KIEM_ABOUT, &notes[k]);
			}
		}
	}
	struct sight s = see(g, &a);
	assert_true(s.p->form.collective > 900);
	assert_int_equal(s.p->form.directive, 0);
	unlook(&s);
}

static void where_new_people_build_on_it_it_is_connective(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = settled_street(g, 3);

	for (size_t i = 10; i < 16; i++) {
		grow(g, KIEM_INITIATIVE, i, (int64_t)i, KIEM_VARIANT, &a);
	}
	struct sight s = see(g, &a);
	assert_int_equal(s.p->form.connective, 1000);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(fewer_than_three_people_or_five_acts_have_no_form),
	        garden_test(where_one_does_nearly_all_it_is_directive),
	        garden_test(where_everybody_turns_to_everybody_it_is_collective),
	        garden_test(where_new_people_build_on_it_it_is_connective),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
