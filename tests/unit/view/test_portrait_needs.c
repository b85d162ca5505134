/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void offers_of_others_answer_a_request_in_order(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), answered = grow(g, KIEM_REQUEST, 1, 8, KIEM_ABOUT, &a),
	               open = grow(g, KIEM_REQUEST, 1, 7, KIEM_ABOUT, &a);
	struct kiem_id late = grow(g, KIEM_OFFER, 2, 1, KIEM_ANSWERS, &answered),
	               early = grow(g, KIEM_OFFER, 3, 4, KIEM_ANSWERS, &answered);

	grow(g, KIEM_OFFER, 1, 1, KIEM_ANSWERS, &open); /* one's own */
	grow(g, KIEM_NOTE, 2, 1, KIEM_ABOUT, &open);    /* no offer */
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_needs, 2);
	assert_row_is(s, s.p->needs[0].row, open);
	assert_true(s.p->needs[0].open);
	assert_int_equal(s.p->needs[0].answers, 0);
	assert_row_is(s, s.p->needs[1].row, answered);
	assert_false(s.p->needs[1].open);
	assert_int_equal(s.p->needs[1].answers, 2);
	assert_row_is(s, s.p->answers[s.p->needs[1].first_answer], early);
	assert_row_is(s, s.p->answers[s.p->needs[1].first_answer + 1], late);
	unlook(&s);
}

static void who_asked_says_by_receipt_that_it_came(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), request = grow(g, KIEM_REQUEST, 1, 8, KIEM_ABOUT, &a);

	thank(g, 3, 2, 5, &request); /* somebody else's word */
	struct sight s = see(g, &a);
	assert_true(s.p->needs[0].open);
	assert_int_equal(s.p->needs[0].receipt, VIEW_NONE);
	unlook(&s);
	struct kiem_id receipt = thank(g, 1, 2, 4, &request);
	s = see(g, &a);
	assert_false(s.p->needs[0].open);
	assert_row_is(s, s.p->needs[0].receipt, receipt);
	unlook(&s);
}

static void an_offer_may_answer_a_revised_request(void **state)
{
	struct garden *g = *state;
	struct kiem_id request = grow(g, KIEM_REQUEST, 1, 8, 0, NULL),
	               revised = grow(g, KIEM_REVISE, 1, 7, KIEM_REPLACES, &request);

	grow(g, KIEM_OFFER, 2, 1, KIEM_ANSWERS, &revised);
	struct sight s = see(g, &request);
	assert_int_equal(s.p->n_needs, 1); /* the first post itself */
	assert_int_equal(s.p->needs[0].answers, 1);
	assert_row_is(s, s.p->needs[0].shown, revised);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(offers_of_others_answer_a_request_in_order),
	        garden_test(who_asked_says_by_receipt_that_it_came),
	        garden_test(an_offer_may_answer_a_revised_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
