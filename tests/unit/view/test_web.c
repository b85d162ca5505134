/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

#define MOST 34

/* A circle of n people who all take part, with these ties; enough of it for a web. */
struct sketch {
	struct circle c;
	uint32_t mark[MOST], at[MOST];
	struct circle_person people[MOST];
	size_t n_bonds;
	struct view_bond bonds[MOST * MOST];
};

static void sketch_people(struct sketch *s, size_t n)
{
	memset(s, 0, sizeof(*s));
	s->c = (struct circle){.stamp = 1, .person_mark = s->mark, .person_at = s->at, .people = s->people, .n_people = n};
	for (uint32_t i = 0; i < n; i++) {
		s->mark[i] = 1;
		s->at[i] = i;
		s->people[i] = (struct circle_person){.person = i, .in = true};
	}
}

static void tie(struct sketch *s, uint32_t a, uint32_t b, uint64_t strength)
{
	s->bonds[s->n_bonds++] = (struct view_bond){.a = a < b ? a : b, .b = a < b ? b : a, .ab = strength};
}

static void cuts(size_t *apart, struct sketch *s)
{
	struct web web;

	assert_int_equal(web_make(&web, &s->c, s->bonds, s->n_bonds), KIEM_DONE);
	assert_int_equal(web_cuts(apart, &web), KIEM_DONE);
	web_finish(&web);
}

/* Freeman's three: in a star all hang on the middle, in a circle nobody is missed, in a line everybody inside is. */
static void star_circle_and_line(void **state)
{
	struct sketch s;
	size_t apart[MOST];

	sketch_people(&s, 5);
	for (uint32_t i = 1; i < 5; i++) {
		tie(&s, 0, i, WEIGHT_ONE);
	}
	cuts(apart, &s);
	assert_int_equal(apart[0], 3);
	assert_int_equal(apart[1], 0);
	sketch_people(&s, 5);
	for (uint32_t i = 0; i < 5; i++) {
		tie(&s, i, (i + 1) % 5, WEIGHT_ONE);
	}
	cuts(apart, &s);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(apart[i], 0);
	}
	sketch_people(&s, 5);
	for (uint32_t i = 0; i < 4; i++) {
		tie(&s, i, i + 1, WEIGHT_ONE);
	}
	cuts(apart, &s);
	const size_t line[] = {0, 1, 2, 1, 0};
	assert_memory_equal(apart, line, sizeof(line));
}

static void a_tie_that_sleeps_is_no_way(void **state)
{
	struct sketch s;
	size_t apart[MOST];

	sketch_people(&s, 3);
	tie(&s, 0, 1, WEIGHT_ONE);
	tie(&s, 1, 2, WEIGHT_ONE / 4);
	cuts(apart, &s);
	assert_int_equal(apart[1], 0);
	s.bonds[1].ab = WEIGHT_ONE;
	cuts(apart, &s);
	assert_int_equal(apart[1], 1);
}

static void who_takes_no_part_is_passed_over(void **state)
{
	struct sketch s;
	size_t apart[MOST];
	struct web web;

	sketch_people(&s, 3);
	s.people[1].in = false;
	tie(&s, 0, 1, WEIGHT_ONE);
	tie(&s, 1, 2, WEIGHT_ONE);
	cuts(apart, &s);
	assert_int_equal(apart[1], 0);
	assert_int_equal(web_make(&web, &s.c, s.bonds, s.n_bonds), KIEM_DONE);
	assert_int_equal(web.total, 0);
	web_finish(&web);
}

/* ---- against the plain way: take each out and see who is still there ---- */

static size_t part_size(bool ties[MOST][MOST], size_t n, size_t from, size_t but, bool *seen)
{
	size_t size = 1;

	seen[from] = true;
	for (size_t i = 0; i < n; i++) {
		if (i != but && !seen[i] && ties[from][i]) {
			size += part_size(ties, n, i, but, seen);
		}
	}
	return size;
}

static size_t apart_plainly(bool ties[MOST][MOST], size_t n, size_t who)
{
	bool whole[MOST] = {false}, seen[MOST] = {false};
	size_t others = part_size(ties, n, who, MOST, whole) - 1, most = 0;

	for (size_t i = 0; i < n; i++) {
		if (i != who && whole[i] && !seen[i]) {
			size_t size = part_size(ties, n, i, who, seen);
			most = size > most ? size : most;
		}
	}
	return others - most;
}

static void any_graph_gives_what_taking_each_out_gives(void **state)
{
	uint64_t random = support_seed();

	for (size_t round = 0; round < 2000; round++) {
		bool ties[MOST][MOST] = {{false}};
		struct sketch s;
		size_t apart[MOST], n = 1 + (size_t)(support_random(&random) % MOST);
		uint64_t sparse = 1 + support_random(&random) % 12;
		sketch_people(&s, n);
		for (uint32_t a = 0; a < n; a++) {
			for (uint32_t b = a + 1; b < n; b++) {
				if (support_random(&random) % (2 * sparse) == 0) {
					ties[a][b] = ties[b][a] = true;
					tie(&s, a, b, WEIGHT_ONE);
				}
			}
		}
		cuts(apart, &s);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(apart[i], apart_plainly(ties, n, i));
		}
	}
}

/* Zachary's karate club (1977): the instructor, and nobody else, holds some to the rest: five around two friends of his, and one.
 */
static void in_the_karate_club_six_hang_on_the_instructor(void **state)
{
	static const uint8_t friends[][17] = {{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31},
	        {2, 3, 7, 13, 17, 19, 21, 30}, {3, 7, 8, 9, 13, 27, 28, 32}, {7, 12, 13}, {6, 10}, {6, 10, 16}, {16}, {0},
	        {30, 32, 33}, {33}, {0}, {0}, {0}, {33}, {32, 33}, {32, 33}, {0}, {0}, {32, 33}, {33}, {32, 33}, {0}, {32, 33},
	        {25, 27, 29, 32, 33}, {25, 27, 31}, {31}, {29, 33}, {33}, {31, 33}, {32, 33}, {32, 33}, {32, 33}, {33}};
	struct sketch s;
	size_t apart[MOST];

	sketch_people(&s, 34);
	for (uint32_t a = 0; a < sizeof(friends) / sizeof(*friends); a++) {
		for (size_t i = 0; friends[a][i] != 0; i++) {
			tie(&s, a, friends[a][i], WEIGHT_ONE);
		}
	}
	assert_int_equal(s.n_bonds, 78);
	cuts(apart, &s);
	for (size_t i = 0; i < 34; i++) {
		assert_int_equal(apart[i], i == 0 ? 6 : 0);
	}
}

static void a_chain_of_many_needs_no_deep_stack(void **state)
{
	const size_t n = 200000;
	struct web web = {.n = n, .first = malloc((n + 1) * sizeof(size_t)), .other = malloc(2 * n * sizeof(uint32_t))};
	size_t *apart = malloc(n * sizeof(*apart)), at = 0;

	for (size_t i = 0; i < n; i++) {
		web.first[i] = at;
		if (i > 0) {
			web.other[at++] = (uint32_t)i - 1;
		}
		if (i + 1 < n) {
			web.other[at++] = (uint32_t)i + 1;
		}
	}
	web.first[n] = at;
	assert_int_equal(web_cuts(apart, &web), KIEM_DONE);
	assert_int_equal(apart[0], 0);
	assert_int_equal(apart[n / 2], n / 2 - 1);
	free(apart);
	web_finish(&web);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(star_circle_and_line),
	        cmocka_unit_test(a_tie_that_sleeps_is_no_way),
	        cmocka_unit_test(who_takes_no_part_is_passed_over),
	        cmocka_unit_test(any_graph_gives_what_taking_each_out_gives),
	        cmocka_unit_test(in_the_karate_club_six_hang_on_the_instructor),
	        cmocka_unit_test(a_chain_of_many_needs_no_deep_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
