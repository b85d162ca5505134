/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What later posts and time did to rows that are in the file. */
#include "extract_garden.h"

#define HOUR (60 * MINUTE)

static struct kiem_id plant_tie(struct garden *g, uint64_t kind, uint64_t relation, const struct kiem_id *to, int64_t until)
{
	struct kiem_post post = {.kind = kind, .n_links = 1, .until = until, .made = SUPPORT_NOW - MINUTE};

	post.links[0].relation = relation;
	post.links[0].id = *to;
	return plant(g, &post, &g->anna);
}

static void what_is_taken_back_is_gone(void **state)
{
	struct garden *g = *state;
	struct kiem_id idea = plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);

	plant_one(g, KIEM_JOIN, "ik", &g->bram, 5, KIEM_ABOUT, &idea);
	view_extract_close(over_file(g, SUPPORT_NOW));
	/* Somebody else's word does nothing. */
	plant_one(g, KIEM_RETRACT, "weg", &g->bram, 3, KIEM_CANCELS, &idea);
	struct view_extract *x = over_file(g, SUPPORT_NOW);
	assert_true(view_row_live(x, 0, SUPPORT_NOW));
	view_extract_close(x);
	plant_one(g, KIEM_RETRACT, "weg", &g->anna, 2, KIEM_CANCELS, &idea);
	for (int i = 0; i < 2; i++) { /* told by the store, then by the file */
		x = over_file(g, SUPPORT_NOW);
		assert_int_equal(x->n, 4);
		assert_int_equal(x->flags[0], VIEW_ROW_GONE);
		assert_false(view_row_live(x, 0, SUPPORT_NOW));
		assert_true(view_row_live(x, 1, SUPPORT_NOW));
		view_extract_close(x);
	}
}

static void a_renewal_prolongs_and_its_retraction_gives_it_back(void **state)
{
	struct garden *g = *state;
	struct kiem_post offer = {
	        .kind = KIEM_OFFER, .title = support_span("zaal"), .made = SUPPORT_NOW - DAY, .until = SUPPORT_NOW + DAY};
	struct kiem_id id = plant(g, &offer, &g->anna);

	view_extract_close(over_file(g, SUPPORT_NOW));
	struct kiem_id renewal = plant_tie(g, KIEM_RENEW, KIEM_ABOUT, &id, SUPPORT_NOW + 9 * DAY);
	struct view_extract *x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->until[0], SUPPORT_NOW + 9 * DAY);
	assert_int_equal(x->until[1], SUPPORT_NOW + 9 * DAY);
	view_extract_close(x);
	plant_tie(g, KIEM_RETRACT, KIEM_CANCELS, &renewal, SUPPORT_NOW + 9 * DAY);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->until[0], SUPPORT_NOW + DAY);
	assert_int_equal(x->flags[1], VIEW_ROW_GONE);
	view_extract_close(x);
}

static void a_renewal_that_came_first_prolongs_too(void **state)
{
	struct garden *g = *state;
	struct kiem_post offer = {
	        .kind = KIEM_OFFER, .title = support_span("zaal"), .made = SUPPORT_NOW - DAY, .until = SUPPORT_NOW + DAY};
	struct support_bytes bytes;
	struct kiem_id id;

	support_make(&bytes, &offer, &g->anna);
	kiem_id_of(&id, bytes.b, bytes.n);
	plant_tie(g, KIEM_RENEW, KIEM_ABOUT, &id, SUPPORT_NOW + 9 * DAY);
	view_extract_close(over_file(g, SUPPORT_NOW));
	plant(g, &offer, &g->anna);
	struct view_extract *x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->until[1], SUPPORT_NOW + 9 * DAY);
	view_extract_close(x);
}

/* By a clock that is right, and by one that was ahead of this one. */
static void what_expired_and_was_erased_is_gone(void **state)
{
	struct garden *g = *state;
	struct kiem_post brief = {
	        .kind = KIEM_OFFER, .title = support_span("zaal"), .made = SUPPORT_NOW - DAY, .until = SUPPORT_NOW + DAY};
	size_t erased;

	for (int i = 0; i < 4; i++) {
		brief.made++;
		brief.until += DAY;
		plant(g, &brief, &g->anna);
	}
	view_extract_close(over_file(g, SUPPORT_NOW));
	kiem_read_end(g->read);
	g->read = NULL;
	assert_int_equal(kiem_store_expire(g->store, &erased, SUPPORT_NOW + 3 * DAY + HOUR, 1000), KIEM_DONE);
	assert_int_equal(erased, 2);
	int64_t nows[] = {SUPPORT_NOW + 3 * DAY, SUPPORT_NOW};
	for (size_t i = 0; i < 2; i++) {
		struct view_extract *x = over_file(g, nows[i]);
		assert_int_equal(x->flags[0] & VIEW_ROW_GONE, VIEW_ROW_GONE);
		assert_int_equal(x->flags[1] & VIEW_ROW_GONE, VIEW_ROW_GONE);
		assert_int_equal(x->flags[2] & VIEW_ROW_GONE, 0);
		assert_int_equal(x->flags[3] & VIEW_ROW_GONE, 0);
		view_extract_close(x);
	}
}

/* An erased one that comes again, as from somebody whose clock is behind, has a new row, and its links are that one's. */
static void what_comes_again_is_named_by_what_named_it(void **state)
{
	struct garden *g = *state;
	struct kiem_post brief = {
	        .kind = KIEM_OFFER, .title = support_span("zaal"), .made = SUPPORT_NOW - DAY, .until = SUPPORT_NOW + DAY};
	struct kiem_id id = plant(g, &brief, &g->anna);
	size_t erased;

	plant_one(g, KIEM_NOTE, "fijn", &g->bram, 3, KIEM_ABOUT, &id);
	view_extract_close(over_file(g, SUPPORT_NOW));
	kiem_read_end(g->read);
	g->read = NULL;
	assert_int_equal(kiem_store_expire(g->store, &erased, SUPPORT_NOW + DAY + HOUR, 1000), KIEM_DONE);
	assert_int_equal(erased, 1);
	plant(g, &brief, &g->anna);
	struct view_extract *x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->n, 3);
	assert_int_equal(x->flags[0], VIEW_ROW_GONE);
	assert_int_equal(x->around[0], VIEW_NONE);
	assert_int_equal(x->target[0], 2);
	assert_int_equal(x->around[2], 0);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(what_is_taken_back_is_gone),
	        garden_test(a_renewal_prolongs_and_its_retraction_gives_it_back),
	        garden_test(a_renewal_that_came_first_prolongs_too),
	        garden_test(what_expired_and_was_erased_is_gone),
	        garden_test(what_comes_again_is_named_by_what_named_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
