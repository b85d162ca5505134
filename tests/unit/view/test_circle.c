/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grove.h"

static void everything_that_binds_is_in_it_once_and_in_order(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), late = grow(g, KIEM_INITIATIVE, 1, 3, KIEM_EXTENDS, &a),
	               early = grow(g, KIEM_INITIATIVE, 2, 5, KIEM_VARIANT, &a), deep = grow(g, KIEM_DEED, 3, 1, KIEM_ABOUT, &late);

	grow(g, KIEM_INITIATIVE, 4, 2, KIEM_NEEDS, &a); /* needing is not building on */
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_posts, 4);
	assert_row_is(s, s.p->posts[1].row, early);
	assert_row_is(s, s.p->posts[2].row, late);
	assert_row_is(s, s.p->posts[3].row, deep);
	assert_int_equal(s.p->posts[3].parent, 2);
	assert_int_equal(s.p->posts[3].depth, 2);
	assert_int_equal(s.p->posts[1].relation, KIEM_VARIANT);
	unlook(&s);
}

static void a_revision_counts_when_it_is_the_authors(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), newer = grow(g, KIEM_REVISE, 0, 8, KIEM_REPLACES, &a), newest,
	               note;

	grow(g, KIEM_REVISE, 1, 7, KIEM_REPLACES, &a);
	newest = grow(g, KIEM_REVISE, 0, 6, KIEM_REPLACES, &newer);
	note = grow(g, KIEM_NOTE, 2, 5, KIEM_ABOUT, &newer);
	struct sight s = see(g, &note);
	assert_int_equal(s.p->n_posts, 1);
	unlook(&s);
	s = see(g, &newest); /* any version will do */
	assert_row_is(s, s.p->brief.row, a);
	assert_row_is(s, s.p->brief.shown, newest);
	assert_int_equal(s.p->n_posts, 2);
	assert_row_is(s, s.p->posts[1].row, note);
	unlook(&s);
}

static void of_concurrent_revisions_the_latest_that_none_replaces_is_shown(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), left = grow(g, KIEM_REVISE, 0, 3, KIEM_REPLACES, &a),
	               right = grow(g, KIEM_REVISE, 0, 8, KIEM_REPLACES, &a),
	               further = grow(g, KIEM_REVISE, 0, 4, KIEM_REPLACES, &right);
	struct view_extract *x = in_memory(g, g->now);

	assert_int_equal(view_row_shown(x, row_with(x, &a), g->now), row_with(x, &left));
	view_extract_close(x);
	struct kiem_id last = grow(g, KIEM_REVISE, 0, 1, KIEM_REPLACES, &further);
	x = in_memory(g, g->now);
	assert_int_equal(view_row_shown(x, row_with(x, &a), g->now), row_with(x, &last));
	view_extract_close(x);
	struct sight s = see(g, &a);
	assert_row_is(s, s.p->brief.shown, last);
	unlook(&s);
}

static void one_circle_serves_one_after_the_other(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), b = grow(g, KIEM_INITIATIVE, 1, 8, KIEM_EXTENDS, &a);
	struct view_eye eye = {.now_ms = g->now};
	struct circle c;

	sign_up(g, 2, 1, &a, 0, 0);
	sign_up(g, 3, 1, &b, 0, 0);
	struct view_extract *x = in_memory(g, g->now);
	assert_int_equal(circle_init(&c, x, &eye, true), KIEM_DONE);
	for (size_t round = 0; round < 3; round++) {
		assert_int_equal(circle_gather(&c, row_with(x, &a)), KIEM_DONE);
		assert_int_equal(c.n_posts, 2);
		assert_int_equal(c.n_people, 4);
		assert_int_equal(c.n_touches, 3);
		assert_int_equal(circle_gather(&c, row_with(x, &b)), KIEM_DONE);
		assert_int_equal(c.n_posts, 1);
		assert_int_equal(c.n_people, 2);
		assert_int_equal(c.n_touches, 1);
	}
	circle_finish(&c);
	view_extract_close(x);
}

static void past_the_bound_the_latest_are_left_out(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = grow(g, KIEM_INITIATIVE, 0, 9, 0, NULL), first = grow(g, KIEM_NOTE, 1, 8, KIEM_ABOUT, &a);

	for (size_t i = 0; i < VIEW_COALITION_MAX + 5; i += 500) {
		struct kiem_entry entries[500];
		static struct support_bytes bytes[500];
		struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
		for (size_t k = 0; k < 500; k++) {
			struct kiem_post post = {.kind = KIEM_NOTE, .text = support_span("en nog iets"), .n_links = 1};
			post.made = SUPPORT_NOW - DAY + (int64_t)(i + k);
			post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = a};
			support_make(&bytes[k], &post, neighbour(2));
			entries[k] = (struct kiem_entry){.bytes = {bytes[k].b, bytes[k].n}};
		}
		kiem_read_end(g->read);
		g->read = NULL;
		assert_int_equal(kiem_store_admit(g->store, entries, 500, &how), KIEM_DONE);
	}
	struct sight s = see(g, &a);
	assert_int_equal(s.p->n_posts, VIEW_COALITION_MAX);
	assert_true(s.p->brief.more);
	assert_row_is(s, s.p->posts[1].row, first);
	assert_int_equal(s.x->made[s.p->posts[VIEW_COALITION_MAX - 1].row], SUPPORT_NOW - DAY + VIEW_COALITION_MAX - 3);
	unlook(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(everything_that_binds_is_in_it_once_and_in_order),
	        garden_test(a_revision_counts_when_it_is_the_authors),
	        garden_test(of_concurrent_revisions_the_latest_that_none_replaces_is_shown),
	        garden_test(one_circle_serves_one_after_the_other),
	        garden_test(past_the_bound_the_latest_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
