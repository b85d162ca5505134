/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static bool missing(struct garden *g, const struct kiem_id *id, enum view_condition condition)
{
	struct sight s = see(g, id);
	bool is = (s.p->brief.missing & 1u << condition) != 0;

	assert_int_equal(is, !s.p->findings[condition].present);
	unlook(&s);
	return is;
}

static void a_signal_of_this_month_is_enough_and_an_old_one_is_not(void **state)
{
	static const struct {
		uint64_t sign;
		enum view_condition condition;
	} pairs[] = {{KIEM_URGENT, VIEW_URGENCY}, {KIEM_DIRECTION, VIEW_DIRECTION}, {KIEM_BACKING, VIEW_BACKING},
	        {KIEM_HANDS, VIEW_MEANS}, {KIEM_MEANS, VIEW_MEANS}};
	struct garden *g = *state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		/* Around an offer, so that the join does not name the shown text of what is looked at. */
		struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 90, 0, NULL), part = grow(g, KIEM_LESSON, 0, 90, KIEM_ABOUT, &a);
		assert_true(missing(g, &a, pairs[i].condition));
		sign_up(g, 1, 31, &part, SIGNAL(pairs[i].sign), 0);
		assert_true(missing(g, &a, pairs[i].condition));
		sign_up(g, 1, 32, &part, SIGNAL(pairs[i].sign), 0); /* saying it twice makes it no more */
		assert_true(missing(g, &a, pairs[i].condition));
		sign_up(g, 2, 31, &part, SIGNAL(pairs[i].sign), 0);
		assert_false(missing(g, &a, pairs[i].condition));
	}
}

static void ones_own_signals_are_no_evidence(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 1, 0, NULL);

	sign_up(g, 0, 0, &a, SIGNAL(KIEM_URGENT) | SIGNAL(KIEM_BACKING) | SIGNAL(KIEM_HANDS), SIGNAL(KIEM_PIONEER));
	struct sight s = see(g, &a);
	assert_int_equal(s.p->brief.missing, 31);
	assert_int_equal(s.p->n_evidence, 0);
	unlook(&s);
}

static void joining_the_shown_text_shows_direction_and_an_earlier_one_does_not(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL), revised;

	sign_up(g, 1, 4, &a, 0, 0);
	assert_false(missing(g, &a, VIEW_DIRECTION));
	revised = grow(g, KIEM_REVISE, 0, 3, KIEM_REPLACES, &a);
	assert_true(missing(g, &a, VIEW_DIRECTION));
	sign_up(g, 2, 1, &revised, 0, 0);
	assert_false(missing(g, &a, VIEW_DIRECTION));
}

static void room_is_made_by_roles_and_by_who_built_early(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 20, 0, NULL), b = grow(g, KIEM_INITIATIVE, 0, 20, 0, NULL);

	sign_up(g, 1, 1, &a, 0, SIGNAL(KIEM_CONNECTOR));
	assert_false(missing(g, &a, VIEW_ROOM));
	grow(g, KIEM_INITIATIVE, 0, 1, KIEM_EXTENDS, &b);
	assert_true(missing(g, &b, VIEW_ROOM)); /* by its own maker */
	for (size_t i = 1; i <= 5; i++) {
		grow(g, KIEM_INITIATIVE, i, (int64_t)(10 - i), KIEM_EXTENDS, &b);
	}
	struct sight s = see(g, &b);
	assert_int_equal(s.p->findings[VIEW_ROOM].n, 3); /* the first three people */
	for (size_t i = 0; i < 3; i++) {
		const struct view_evidence *e = &s.p->evidence[s.p->findings[VIEW_ROOM].first + i];
		assert_int_equal(e->why, VIEW_BY_EARLY);
		assert_true(is_neighbour(&s, e->person, 3 - i)); /* latest first */
	}
	unlook(&s);
}

static void open_requests_weigh_against_means_and_answered_ones_for(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL), request;

	sign_up(g, 1, 0, &a, SIGNAL(KIEM_HANDS), 0);
	assert_false(missing(g, &a, VIEW_MEANS));
	request = grow(g, KIEM_REQUEST, 0, 0, KIEM_ABOUT, &a);
	assert_true(missing(g, &a, VIEW_MEANS));
	grow(g, KIEM_OFFER, 2, 0, KIEM_ANSWERS, &request);
	assert_false(missing(g, &a, VIEW_MEANS));
}

static void sectors_of_who_gives_evidence_are_counted(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 5, 0, NULL);

	for (size_t i = 1; i <= 4; i++) {
		struct kiem_post profile = {
		        .kind = KIEM_PROFILE, .name = support_span("iemand"), .sector = i <= 2 ? KIEM_CARE : KIEM_SCHOOL};
		plant(g, &profile, neighbour(i));
		sign_up(g, i, 0, &a, SIGNAL(KIEM_URGENT), 0);
	}
	struct sight s = see(g, &a);
	assert_int_equal(s.p->findings[VIEW_URGENCY].people, 4);
	assert_int_equal(s.p->findings[VIEW_URGENCY].sectors, 2);
	assert_int_equal(s.p->brief.sectors, 2);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_signal_of_this_month_is_enough_and_an_old_one_is_not),
	        garden_test(ones_own_signals_are_no_evidence),
	        garden_test(joining_the_shown_text_shows_direction_and_an_earlier_one_does_not),
	        garden_test(room_is_made_by_roles_and_by_who_built_early),
	        garden_test(open_requests_weigh_against_means_and_answered_ones_for),
	        garden_test(sectors_of_who_gives_evidence_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
