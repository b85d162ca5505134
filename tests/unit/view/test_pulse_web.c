/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ties of a board say as a whole. */
#include "pulse_garden.h"

static void how_much_is_mutual(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id a = plant_tagged(g, KIEM_INITIATIVE, "tuin", NULL, &g->anna, 0, 0, NULL);
	struct kiem_id b = plant_tagged(g, KIEM_INITIATIVE, "plein", NULL, &g->bram, 0, 0, NULL);

	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->bram, 0, KIEM_ABOUT, &a);
	plant_tagged(g, KIEM_JOIN, "ik", NULL, &g->anna, 0, KIEM_ABOUT, &b);
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->reciprocity, 1000);
	feel_end(pulse, x);
	/* Three more, one way: 6 of 9. */
	plant_tagged(g, KIEM_JOIN, "ik ook", NULL, &g->carla, 0, KIEM_ABOUT, &b);
	pulse = feel(g, &x);
	assert_int_equal(pulse->reciprocity, 667);
	feel_end(pulse, x);
}

static void plant_mutual(struct garden *g, const struct support_author *a, const struct support_author *b, int number)
{
	char title[32];

	snprintf(title, sizeof(title), "plan %d", number);
	struct kiem_id of_a = plant_tagged(g, KIEM_LESSON, title, NULL, a, 1, 0, NULL);
	plant_tagged(g, KIEM_JOIN, title, NULL, b, 1, KIEM_ABOUT, &of_a);
}

/* Three circles of three, and one who has two ties in each. */
static void who_is_at_home_in_several_circles_connects(void **state)
{
	struct garden *g = *state;
	struct support_author circle[9];
	struct view_extract *x;

	for (uint64_t i = 0; i < 9; i++) {
		support_author(&circle[i], 20 + i);
	}
	for (int c = 0; c < 9; c += 3) {
		for (int i = 0; i < 3; i++) {
			plant_mutual(g, &circle[c + i], &circle[c + (i + 1) % 3], 10 * c + i);
			plant_mutual(g, &circle[c + (i + 1) % 3], &circle[c + i], 10 * c + i + 5);
		}
		plant_mutual(g, &circle[c], &g->anna, 100 + c);
		plant_mutual(g, &circle[c + 1], &g->anna, 200 + c);
	}
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_connectors, 1);
	assert_int_equal(pulse->connectors[0], person_with(x, &g->anna));
	feel_end(pulse, x);
}

/* Four who connect as evenly: of them the three are told who do most, the one with most among them. */
static void of_as_even_ones_who_does_most_is_told(void **state)
{
	struct garden *g = *state;
	struct support_author circle[9], four[4];
	struct view_extract *x;
	size_t last = 0;

	for (uint64_t i = 0; i < 9; i++) {
		support_author(&circle[i], 20 + i);
	}
	for (uint64_t i = 0; i < 4; i++) {
		support_author(&four[i], 40 + i);
		last = memcmp(four[i].key.b, four[last].key.b, 32) > 0 ? (size_t)i : last;
	}
	for (int c = 0; c < 9; c++) {
		plant_mutual(g, &circle[c], &circle[c / 3 * 3 + (c + 1) % 3], 10 * c);
		plant_mutual(g, &circle[c / 3 * 3 + (c + 1) % 3], &circle[c], 10 * c + 5);
		for (int i = 0; i < 4 && c % 3 < 2; i++) {
			char title[20];
			snprintf(title, sizeof(title), "les %d voor %d", c, i);
			struct kiem_id idea = plant_tagged(g, KIEM_LESSON, title, NULL, &circle[c], 1, 0, NULL);
			plant_tagged(g, KIEM_NOTE, "ja", NULL, &four[i], 1, KIEM_ABOUT, &idea);
			if ((size_t)i == last) {
				plant_tagged(g, KIEM_NOTE, "en ja", NULL, &four[i], 2, KIEM_ABOUT, &idea);
			}
		}
	}
	struct view_pulse *pulse = feel(g, &x);
	assert_int_equal(pulse->n_connectors, 4);
	assert_int_equal(pulse->connectors[2], person_with(x, &four[last]));
	feel_end(pulse, x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(how_much_is_mutual),
	        garden_test(who_is_at_home_in_several_circles_connects),
	        garden_test(of_as_even_ones_who_does_most_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
