/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken from the file of briefs and what is worked out anew. That both are the same is in tests/model/test_briefs.c. */
#include "brief_garden.h"

static void only_what_a_post_touches_is_worked_out(void **state)
{
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL), other = grow(g, KIEM_INITIATIVE, 1, 4, 0, NULL);

	brief_seen(g, &one, g->now, NULL);
	mark_kept(g);
	struct view_brief a = brief_seen(g, &one, g->now, NULL), b = brief_seen(g, &other, g->now, NULL);
	assert_true(from_kept(&a) && from_kept(&b));
	grow(g, KIEM_NOTE, 2, 1, KIEM_ABOUT, &one);
	a = brief_seen(g, &one, g->now, NULL);
	b = brief_seen(g, &other, g->now, NULL);
	assert_true(!from_kept(&a) && from_kept(&b));
	assert_int_equal(a.posts, 2);
	assert_int_equal(a.people.strangers, 2);
	/* And one that is new. */
	struct kiem_id third = grow(g, KIEM_INITIATIVE, 2, 1, 0, NULL);
	struct view_brief c = brief_seen(g, &third, g->now, NULL);
	assert_int_equal(c.posts, 1);
	b = brief_seen(g, &other, g->now, NULL);
	assert_true(from_kept(&b));
}

static void nothing_is_of_use_on_another_day_or_before_it_was_made(void **state)
{
	static const int64_t hours[] = {-1, 24};
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);

	for (size_t i = 0; i < 2; i++) {
		brief_seen(g, &one, g->now, NULL);
		mark_kept(g);
		struct view_brief a = brief_seen(g, &one, g->now + hours[i] * 60 * MINUTE, NULL);
		assert_false(from_kept(&a));
	}
}

static void of_newer_posts(struct briefs_file *file)
{
	file->last++;
}

static void of_rows_that_are_missing(struct briefs_file *file)
{
	file->rows++;
}

static void of_another_extract(struct briefs_file *file)
{
	file->salt += 2;
}

static void before_something_vanished(struct briefs_file *file)
{
	file->vanished++;
}

static void before_a_key_was_taken_over(struct briefs_file *file)
{
	file->successes++;
}

static void nothing_is_of_use_in_another_extract(void **state)
{
	static void (*const others[])(struct briefs_file *) = {of_newer_posts, of_rows_that_are_missing, of_another_extract,
	        before_something_vanished, before_a_key_was_taken_over};
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		brief_seen(g, &one, g->now, NULL);
		mark_kept_and(g, others[i]);
		struct view_brief a = brief_seen(g, &one, g->now, NULL);
		assert_false(from_kept(&a));
	}
}

static void what_passes_its_until_makes_it_stale(void **state)
{
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);
	struct kiem_post post = {.kind = KIEM_NOTE, .n_links = 1, .text = support_span("even"), .until = g->now + 20 * MINUTE};

	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = one};
	plant(g, &post, neighbour(1));
	brief_seen(g, &one, g->now, NULL);
	mark_kept(g);
	struct view_brief a = brief_seen(g, &one, g->now + 19 * MINUTE, NULL);
	assert_true(from_kept(&a));
	a = brief_seen(g, &one, g->now + 20 * MINUTE, NULL);
	assert_false(from_kept(&a));
	assert_int_equal(a.posts, 1);
}

/* A post that was erased past its until stays away when the clock is put back to before that. */
static void a_clock_put_back_brings_nothing_back(void **state)
{
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);
	struct kiem_post post = {.kind = KIEM_NOTE, .n_links = 1, .text = support_span("even"), .until = g->now + 20 * MINUTE};
	size_t erased;

	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = one};
	plant(g, &post, neighbour(1));
	assert_int_equal(brief_seen(g, &one, g->now, NULL).posts, 2);
	mark_kept(g);
	kiem_read_end(g->read);
	assert_int_equal(kiem_store_expire(g->store, &erased, g->now + 200 * MINUTE, 1000), KIEM_DONE);
	assert_int_equal(erased, 1);
	assert_int_equal(kiem_read_begin(&g->read, g->store), KIEM_DONE);
	view_extract_close(over_file(g, g->now + 25 * MINUTE)); /* whose file has heard of it */
	struct view_brief a = brief_seen(g, &one, g->now + MINUTE, NULL);
	assert_false(from_kept(&a));
	assert_int_equal(a.posts, 1);
}

static void who_knows_nobody_writes_nothing_and_sees_strangers(void **state)
{
	struct garden *g = *state;
	struct kiem_id one = grow(g, KIEM_INITIATIVE, 0, 4, 0, NULL);
	bool known[10] = {true};
	struct view_brief *list;
	char path[300];
	size_t n;

	briefs_path(g, path);
	for (int kept = 0; kept < 2; kept++) {
		struct view_extract *x = over_file(g, g->now);
		struct view_eye nobody = {.now_ms = g->now};
		assert_int_equal(briefs_create(&list, &n, x, &nobody), KIEM_DONE);
		assert_int_equal(n, 1);
		assert_int_equal(list->people.known, 0);
		assert_int_equal(list->people.strangers, 1);
		assert_int_equal(access(path, F_OK) == 0, kept);
		free(list);
		view_extract_close(x);
		struct view_brief a = brief_seen(g, &one, g->now, known);
		assert_int_equal(a.people.known, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(only_what_a_post_touches_is_worked_out),
	        garden_test(nothing_is_of_use_on_another_day_or_before_it_was_made),
	        garden_test(nothing_is_of_use_in_another_extract),
	        garden_test(what_passes_its_until_makes_it_stale),
	        garden_test(a_clock_put_back_brings_nothing_back),
	        garden_test(who_knows_nobody_writes_nothing_and_sees_strangers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
