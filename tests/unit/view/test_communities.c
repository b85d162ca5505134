/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Communities, and how evenly somebody's ties lie over them. */
#include "../../../node/view/communities.h"
#include "society_hand.h"

static void two_fours_are_two_communities(void **state)
{
	struct view_communities *c;
	struct hand h;

	hand_two_fours(&h);
	assert_int_equal(view_communities_create(&c, &h.x, &h.bonds, NULL, SUPPORT_NOW), KIEM_DONE);
	assert_int_equal(c->n, 2);
	assert_int_equal(c->n_people, 8);
	/* Inside 24 of 26 halves, less two halves squared. */
	assert_int_equal(c->modularity, 423);
	assert_int_equal(c->of[8], VIEW_NONE);
	assert_false(c->stale);
	for (uint32_t p = 0; p < 8; p++) {
		assert_int_equal(c->of[p], c->of[p < 4 ? 0 : 7]);
		/* One tie in four goes across: 1 - (9 + 1) / 16. */
		assert_int_equal(c->participation[p], p == 3 || p == 4 ? 375 : 0);
	}
	assert_int_not_equal(c->of[0], c->of[7]);
	view_communities_destroy(c);
	view_communities_destroy(NULL);
}

/* Guimerà & Amaral's own cases: all in one community 0, evenly over k of them 1 - 1/k. */
static void participation_of_known_shares(void **state)
{
	struct hand h;
	struct society s;

	for (uint32_t k = 1; k <= 6; k++) {
		uint32_t of[HAND_MAX];
		uint16_t permille[HAND_MAX];
		if (12 % k != 0) {
			continue;
		}
		hand_people(&h, 13);
		for (uint32_t i = 1; i <= 12; i++) {
			hand_tie(&h, 0, i, 3, 0);
		}
		assert_int_equal(society_make(&s, &h.x, &h.bonds, NULL), KIEM_DONE);
		for (uint32_t v = 0; v < s.n; v++) {
			of[v] = s.person[v] % k;
		}
		assert_int_equal(communities_participation(permille, &s, of, k), KIEM_DONE);
		/* A third is rounded down before it is squared. */
		assert_in_range(permille[s.vertex[0]] + 1, 1000 - 1000 / k, 1000 - 1000 / k + 1);
		assert_int_equal(permille[s.vertex[5]], 0);
		society_finish(&s);
	}
}

/* Who came since goes where most of their ties are; strangers among themselves are one of their own. */
static void newcomers_go_with_whom_they_do_most(void **state)
{
	struct communities_entry list[4];
	struct communities_file file = {.n = 4, .n_communities = 2, .list = list};
	uint32_t of[HAND_MAX], n;
	struct hand h;
	struct society s;

	hand_people(&h, 8);
	hand_tie(&h, 0, 1, 4, 0);
	hand_tie(&h, 2, 3, 4, 0);
	hand_tie(&h, 0, 4, 1, 0); /* 4 is new, and does more with 2 */
	hand_tie(&h, 2, 4, 2, 0);
	hand_tie(&h, 5, 6, 2, 0); /* nobody knows them */
	for (uint32_t i = 0; i < 4; i++) {
		list[i] = (struct communities_entry){h.key[3 - i], 3 - i < 2 ? 0 : 1};
	}
	assert_int_equal(society_make(&s, &h.x, &h.bonds, NULL), KIEM_DONE);
	assert_int_equal(communities_from_file(of, &n, &file, &s, &h.x), KIEM_DONE);
	assert_int_equal(of[s.vertex[0]], 0);
	assert_int_equal(of[s.vertex[3]], 1);
	assert_int_equal(of[s.vertex[4]], 1);
	assert_true(of[s.vertex[5]] >= 2 && of[s.vertex[6]] >= 2);
	assert_int_equal(n, 4);
	society_finish(&s);
}

/* Many pairs: kept for a day, then still shown, and made anew in the background. */
static void of_many_people_they_are_kept_for_a_day(void **state)
{
	const uint32_t n = COMMUNITIES_MANY + 10;
	struct view_extract x = {.n_persons = n, .key = calloc(n, sizeof(*x.key))};
	struct view_bonds bonds = {.list = calloc(n / 2, sizeof(*bonds.list))};
	struct view_communities *c;
	char dir[256], path[300];

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/communities", dir);
	for (uint32_t i = 0; i < n; i++) {
		memcpy(x.key[i].b, &i, sizeof(i));
	}
	for (uint32_t i = 0; i + 1 < n; i += 2) {
		bonds.list[bonds.n++] = (struct view_bond){i, i + 1, VIEW_Q16_ONE, VIEW_Q16_ONE};
	}
	const int64_t day = COMMUNITIES_AGE_MS, times[] = {0, day / 2, 2 * day, -day};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(view_communities_create(&c, &x, &bonds, path, SUPPORT_NOW + times[i]), KIEM_DONE);
		assert_int_equal(c->n, n / 2);
		assert_int_equal(c->of[7], c->of[6]);
		assert_int_not_equal(c->of[7], c->of[8]);
		assert_int_equal(c->stale, i >= 2);
		view_communities_destroy(c);
	}
	view_communities_refresh(&x, &bonds, path, SUPPORT_NOW + 2 * day);
	assert_int_equal(view_communities_create(&c, &x, &bonds, path, SUPPORT_NOW + 2 * day), KIEM_DONE);
	assert_false(c->stale);
	view_communities_destroy(c);
	free(bonds.list);
	free(x.key);
	support_rmtree(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(two_fours_are_two_communities),
	        cmocka_unit_test(participation_of_known_shares),
	        cmocka_unit_test(newcomers_go_with_whom_they_do_most),
	        cmocka_unit_test(of_many_people_they_are_kept_for_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
