/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and ties as a graph in an order that does not depend on who arrived when. */
#include "society_hand.h"

static void people_stand_by_key_and_ties_by_people(void **state)
{
	struct hand h;
	struct society s;

	hand_two_fours(&h);
	assert_int_equal(society_make(&s, &h.x, &h.bonds, NULL), KIEM_DONE);
	assert_int_equal(s.n, 8);
	assert_int_equal(s.n_edges, 13);
	assert_int_equal(s.vertex[8], VIEW_NONE); /* no tie */
	for (uint32_t v = 0; v < s.n; v++) {
		assert_int_equal(s.person[v], 7 - v);
		assert_int_equal(s.vertex[s.person[v]], v);
		assert_int_equal(s.first[v + 1] - s.first[v], v == 3 || v == 4 ? 4 : 3);
		assert_int_equal(s.strength[v], (v == 3 || v == 4 ? 16u : 12u) * VIEW_Q16_ONE);
	}
	for (size_t i = 0; i < s.n_edges; i++) {
		assert_true(s.from[i] < s.to[i]);
		assert_true(i == 0 || s.from[i - 1] < s.from[i] || s.to[i - 1] < s.to[i]);
		assert_int_equal(s.weight[i], 4 * VIEW_Q16_ONE);
	}
	for (uint32_t v = 0; v < s.n; v++) {
		for (size_t i = s.first[v]; i < s.first[v + 1]; i++) {
			assert_true(s.from[s.edge[i]] == v || s.to[s.edge[i]] == v);
		}
	}
	society_finish(&s);
}

static void dormant_ties_and_others_are_left_out(void **state)
{
	bool among[9] = {true, true, true, true, false, true, true, true, true};
	struct hand h;
	struct society s;

	hand_two_fours(&h);
	h.list[0].ab = h.list[0].ba = VIEW_Q16_ONE / 8; /* between persons 0 and 1 */
	assert_int_equal(society_make(&s, &h.x, &h.bonds, among), KIEM_DONE);
	assert_int_equal(s.n, 7);
	assert_int_equal(s.n_edges, 5 + 3);
	assert_int_equal(s.vertex[4], VIEW_NONE);
	society_finish(&s);
	society_finish(&s);
}

static void parts_that_hang_together(void **state)
{
	uint32_t of[9], n;
	struct hand h;
	struct society s;

	hand_two_fours(&h);
	assert_int_equal(society_make(&s, &h.x, &h.bonds, NULL), KIEM_DONE);
	assert_int_equal(society_parts(of, &n, &s), KIEM_DONE);
	assert_int_equal(n, 1);
	society_finish(&s);
	h.bonds.n--; /* without the bridge */
	assert_int_equal(society_make(&s, &h.x, &h.bonds, NULL), KIEM_DONE);
	assert_int_equal(society_parts(of, &n, &s), KIEM_DONE);
	assert_int_equal(n, 2);
	for (uint32_t v = 0; v < 8; v++) {
		assert_int_equal(of[v], v / 4);
	}
	society_finish(&s);
	h.bonds.n = 0;
	assert_int_equal(society_make(&s, &h.x, &h.bonds, NULL), KIEM_DONE);
	assert_int_equal(society_parts(of, &n, &s), KIEM_DONE);
	assert_int_equal(n, 0);
	society_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(people_stand_by_key_and_ties_by_people),
	        cmocka_unit_test(dormant_ties_and_others_are_left_out),
	        cmocka_unit_test(parts_that_hang_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
