/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static enum kiem_err try(struct garden *g, const struct kiem_id *id, uint32_t row_if_none)
{
	struct view_extract *x = in_memory(g, g->now);
	struct view_portrait_ask ask = {.eye = {.now_ms = g->now}, .row = id ? row_with(x, id) : row_if_none, .without = VIEW_NONE};
	struct view_portrait *p;
	enum kiem_err err = view_portrait_create(&p, x, &ask);

	assert_int_equal(err == KIEM_DONE, p != NULL);
	view_portrait_destroy(p);
	view_extract_close(x);
	return err;
}

static void only_content_that_is_here_has_one(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_OFFER, 0, 5, 0, NULL), join = sign_up(g, 1, 3, &a, 0, 0),
	               gone = grow(g, KIEM_OFFER, 0, 5, 0, NULL);
	struct kiem_post retract = {.kind = KIEM_RETRACT, .n_links = 1, .until = SUPPORT_NOW + 700 * DAY};

	assert_int_equal(try(g, &a, 0), KIEM_DONE);
	assert_int_equal(try(g, &join, 0), KIEM_E_INVALID);
	assert_int_equal(try(g, NULL, VIEW_NONE), KIEM_E_NOT_FOUND);
	retract.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = gone};
	plant(g, &retract, neighbour(0));
	assert_int_equal(try(g, &gone, 0), KIEM_E_NOT_FOUND);
}

static void evidence_stands_by_condition_the_latest_first(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL);
	struct kiem_id first = sign_up(g, 1, 5, &a, SIGNAL(KIEM_URGENT) | SIGNAL(KIEM_DIRECTION), 0),
	               second = sign_up(g, 2, 3, &a, SIGNAL(KIEM_URGENT), 0);
	struct sight s = see(g, &a);
	const struct view_finding *urgency = &s.p->findings[VIEW_URGENCY], *direction = &s.p->findings[VIEW_DIRECTION];

	assert_int_equal(urgency->n, 2);
	assert_row_is(s, s.p->evidence[urgency->first].row, second);
	assert_row_is(s, s.p->evidence[urgency->first + 1].row, first);
	/* A join that says so and names the shown text is evidence once. */
	assert_int_equal(direction->n, 2);
	assert_int_equal(s.p->evidence[direction->first].why, VIEW_BY_TEXT);
	assert_int_equal(s.p->evidence[direction->first + 1].why, VIEW_BY_SIGNAL);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(only_content_that_is_here_has_one),
	        garden_test(evidence_stands_by_condition_the_latest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
