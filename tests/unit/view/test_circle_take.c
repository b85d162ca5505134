/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

/* A circle around a post, to look into; x and c are the caller's to close. */
static struct view_extract *gather(struct garden *g, struct circle *c, const struct kiem_id *id)
{
	struct view_extract *x = in_memory(g, g->now);
	struct view_eye eye = {.now_ms = g->now};

	assert_int_equal(circle_init(c, x, &eye, true), KIEM_DONE);
	assert_int_equal(circle_gather(c, row_with(x, id)), KIEM_DONE);
	return x;
}

static const struct circle_act *act_of(const struct circle *c, const struct view_extract *x, const struct kiem_id *id)
{
	for (size_t i = 0; i < c->n_acts; i++) {
		if (c->acts[i].row == row_with(x, id)) {
			return &c->acts[i];
		}
	}
	return NULL;
}

static bool counts(struct garden *g, const struct kiem_id *root, const struct kiem_id *id)
{
	struct circle c;
	struct view_extract *x = gather(g, &c, root);
	const struct circle_act *act = act_of(&c, x, id);
	bool is = act != NULL && act_counts(act, c.today);

	circle_finish(&c);
	view_extract_close(x);
	return is;
}

static void what_is_done_toward_oneself_is_no_act(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), request = grow(g, KIEM_REQUEST, 0, 8, KIEM_ABOUT, &a);
	struct kiem_id self_answer = grow(g, KIEM_OFFER, 0, 7, KIEM_ANSWERS, &request), self_join = sign_up(g, 0, 6, &a, 0, 0),
	               self_thanks = thank(g, 0, 0, 5, &request);
	struct kiem_id answer = grow(g, KIEM_OFFER, 1, 7, KIEM_ANSWERS, &request), join = sign_up(g, 1, 6, &a, 0, 0),
	               thanks = thank(g, 0, 1, 5, &request);

	assert_false(counts(g, &a, &self_answer));
	assert_false(counts(g, &a, &self_join));
	assert_false(counts(g, &a, &self_thanks));
	assert_true(counts(g, &a, &request)); /* to ask is an act, about one's own initiative too */
	assert_true(counts(g, &a, &answer));
	assert_true(counts(g, &a, &join));
	assert_true(counts(g, &a, &thanks));
}

static void an_answer_to_oneself_that_also_names_somebody_counts(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), mine = grow(g, KIEM_REQUEST, 0, 8, KIEM_ABOUT, &a),
	               theirs = grow(g, KIEM_REQUEST, 1, 8, KIEM_ABOUT, &a);
	struct kiem_post both = {.kind = KIEM_OFFER, .title = support_span("voor allebei"), .n_links = 2};

	both.links[0] = (struct kiem_link){.relation = KIEM_ANSWERS, .id = mine};
	both.links[1] = (struct kiem_link){.relation = KIEM_ANSWERS, .id = theirs};
	struct kiem_id offer = plant(g, &both, neighbour(0));
	assert_true(counts(g, &a, &offer));
}

static void a_join_to_two_posts_is_one_act_and_two_ties(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), b = grow(g, KIEM_INITIATIVE, 1, 8, KIEM_EXTENDS, &a);
	struct kiem_post join = {.kind = KIEM_JOIN, .n_links = 2, .bring = support_span("handen")};
	struct circle c;

	join.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = b};
	join.links[1] = (struct kiem_link){.relation = KIEM_ABOUT, .id = a};
	struct kiem_id id = plant(g, &join, neighbour(2));
	struct view_extract *x = gather(g, &c, &a);
	const struct circle_act *act = act_of(&c, x, &id);
	assert_int_equal(c.n_acts, 3);
	assert_true((act->flags & ACT_ROOT) != 0 && (act->flags & ACT_SHOWN) != 0);
	assert_int_equal(c.n_touches, 3);
	circle_finish(&c);
	view_extract_close(x);
}

static void what_the_future_says_counts_as_today(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), join = sign_up(g, 1, 0, &a, 0, 0);
	struct circle c;

	g->now = SUPPORT_NOW - 2 * DAY; /* a clock that is behind */
	struct view_extract *x = gather(g, &c, &a);
	assert_int_equal(act_of(&c, x, &join)->day, c.today);
	circle_finish(&c);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(what_is_done_toward_oneself_is_no_act),
	        garden_test(an_answer_to_oneself_that_also_names_somebody_counts),
	        garden_test(a_join_to_two_posts_is_one_act_and_two_ties),
	        garden_test(what_the_future_says_counts_as_today),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
