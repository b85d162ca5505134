/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

#define ONE ((uint64_t)VIEW_Q16_ONE)

static void a_newcomer_gives_one_and_a_half_and_half_of_it_a_month_later(void **state)
{
	struct garden *g = *state;
	struct kiem_id now = grow(g, KIEM_INITIATIVE, 0, 0, 0, NULL), before = grow(g, KIEM_INITIATIVE, 0, 31, 0, NULL);
	struct sight s = see(g, &now);

	assert_int_equal(energy_of(&s), ONE + ONE / 2);
	assert_int_equal(s.p->brief.state, VIEW_SPROUTING);
	unlook(&s);
	s = see(g, &before);
	assert_true(energy_of(&s) > ONE * 70 / 100 && energy_of(&s) < ONE * 75 / 100);
	assert_int_equal(s.p->brief.state, VIEW_RESTING);
	unlook(&s);
}

static void one_loud_voice_gives_no_more_than_three_and_a_half(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 60, 0, NULL);

	for (int64_t day = 0; day < 60; day++) {
		struct kiem_id deed = grow(g, KIEM_DEED, 0, day, KIEM_ABOUT, &a);
		grow(g, KIEM_NOTE, 0, day, KIEM_ABOUT, &a);
		grow(g, KIEM_NOTE, 1, day, KIEM_ABOUT, &deed);
	}
	struct sight s = see(g, &a);
	/* Somebody else confirms every deed, and gives one voice's worth too. */
	assert_true(energy_of(&s) > 3 * ONE);
	assert_true(energy_of(&s) <= 3 * ONE + ONE / 2 + ONE + ONE / 2);
	struct circle c;
	struct view_eye eye = {.now_ms = g->now};
	assert_int_equal(circle_init(&c, s.x, &eye, false), KIEM_DONE);
	assert_int_equal(circle_gather(&c, row_with(s.x, &a)), KIEM_DONE);
	assert_int_equal(circle_energy(&c), KIEM_DONE);
	for (size_t i = 0; i < c.n_people; i++) {
		assert_true(circle_gives(&c, &c.people[i], CIRCLE_NOW) <= 3 * ONE + ONE / 2);
	}
	circle_finish(&c);
	unlook(&s);
}

static void a_deed_counts_only_when_somebody_else_confirms_it(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 0, 0, NULL);
	struct kiem_id deed = grow(g, KIEM_DEED, 0, 0, KIEM_ABOUT, &a);

	grow(g, KIEM_NOTE, 0, 0, KIEM_ABOUT, &deed);
	sign_up(g, 0, 0, &deed, 0, 0);
	thank(g, 0, 0, 0, &deed);
	struct sight s = see(g, &a);
	assert_int_equal(energy_of(&s), ONE + ONE / 2);
	assert_false(s.p->posts[1].confirmed);
	unlook(&s);
	thank(g, 1, 0, 0, &deed);
	s = see(g, &a);
	assert_int_equal(energy_of(&s), 4 * ONE); /* two newcomers, and the deed */
	unlook(&s);
}

static void many_deeds_on_a_day_are_one(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 0, 0, NULL);

	for (size_t i = 0; i < 5; i++) {
		struct kiem_id deed = grow(g, KIEM_DEED, 0, 0, KIEM_ABOUT, &a);
		sign_up(g, 1, 0, &deed, 0, 0);
	}
	struct sight s = see(g, &a);
	assert_int_equal(energy_of(&s), 4 * ONE);
	unlook(&s);
}

static void answering_and_joining_oneself_gives_nothing(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 40, 0, NULL);
	struct kiem_id request = grow(g, KIEM_REQUEST, 0, 40, KIEM_ABOUT, &a);
	struct sight s = see(g, &a);
	uint64_t before = energy_of(&s);

	unlook(&s);
	grow(g, KIEM_OFFER, 0, 0, KIEM_ANSWERS, &request);
	sign_up(g, 0, 0, &a, SIGNAL(KIEM_URGENT), 0);
	thank(g, 0, 0, 0, &request);
	s = see(g, &a);
	assert_int_equal(energy_of(&s), before);
	assert_int_equal(s.p->needs[0].answers, 0);
	assert_true(s.p->needs[0].open);
	unlook(&s);
}

static void a_thousand_fresh_keys_are_strangers(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 0, 0, NULL);

	for (size_t i = 1; i <= 1000; i++) {
		sign_up(g, i, 0, &a, SIGNAL(KIEM_URGENT), 0);
	}
	struct sight s = see(g, &a);
	bool *known = calloc(s.x->n_persons, sizeof(*known));
	known[person_with(s.x, neighbour(0))] = true;
	unlook(&s);
	s = look_at(g, &a, known, SIZE_MAX, 0);
	assert_int_equal(s.p->brief.energy.known, ONE + ONE / 2);
	assert_int_equal(s.p->brief.people.known, 1);
	assert_int_equal(s.p->brief.people.strangers, 1000);
	assert_int_equal(s.p->brief.energy.strangers, 1000 * (ONE + ONE / 2));
	unlook(&s);
	free(known);
}

static void keys_that_succeeded_each_other_count_once(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 0, 0, NULL);
	struct kiem_post profile = {
	        .kind = KIEM_PROFILE, .name = support_span("Anna"), .has_heir = true, .heir = neighbour(2)->key};
	struct kiem_post succeed = {.kind = KIEM_SUCCEED, .has_whom = true, .whom = neighbour(1)->key};

	sign_up(g, 1, 0, &a, 0, 0);
	sign_up(g, 2, 0, &a, 0, 0);
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_partners, 3);
	unlook(&s);
	plant(g, &profile, neighbour(1));
	plant(g, &succeed, neighbour(2));
	s = see(g, &a);
	assert_int_equal(s.p->n_partners, 2);
	assert_int_equal(energy_of(&s), 3 * ONE);
	assert_int_equal(partner_at(&s, 2)->joins, 2);
	unlook(&s);
}

static void the_trend_is_what_was_known_then(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 20, 0, NULL), join;
	struct kiem_post leave = {.kind = KIEM_LEAVE, .n_links = 1, .made = SUPPORT_NOW - 2 * DAY};

	join = sign_up(g, 1, 10, &a, 0, 0);
	leave.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = join};
	plant(g, &leave, neighbour(1));
	struct sight s = see(g, &a);
	const uint64_t *trend = s.p->brief.trend;
	assert_int_equal(trend[0], 0);          /* seven weeks ago */
	assert_true(trend[5] > 0);              /* two weeks ago: the initiative */
	assert_true(trend[6] > trend[5] + ONE); /* a week ago somebody had joined */
	assert_true(trend[7] < trend[6]);       /* and left again */
	assert_int_equal(s.p->n_partners, 1);
	assert_int_equal(s.p->n_parted, 1);
	unlook(&s);
}

static void three_people_over_a_month_make_it_alive(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 31, 0, NULL);

	sign_up(g, 1, 1, &a, 0, 0);
	struct sight s = see(g, &a);
	assert_int_equal(s.p->brief.state, VIEW_SPROUTING);
	unlook(&s);
	sign_up(g, 2, 1, &a, 0, 0);
	s = see(g, &a);
	assert_int_equal(s.p->brief.state, VIEW_ALIVE);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_newcomer_gives_one_and_a_half_and_half_of_it_a_month_later),
	        garden_test(one_loud_voice_gives_no_more_than_three_and_a_half),
	        garden_test(a_deed_counts_only_when_somebody_else_confirms_it),
	        garden_test(many_deeds_on_a_day_are_one),
	        garden_test(answering_and_joining_oneself_gives_nothing),
	        garden_test(a_thousand_fresh_keys_are_strangers),
	        garden_test(keys_that_succeeded_each_other_count_once),
	        garden_test(the_trend_is_what_was_known_then),
	        garden_test(three_people_over_a_month_make_it_alive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
