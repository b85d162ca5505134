/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step up and one down, by each relation and by any version. */
#include "../../../node/view/lineage.h"
#include "extract_garden.h"

struct walk {
	struct view_extract *x;
	struct stepping s;
	struct steps steps;
};

static void open_walk(struct walk *w, struct garden *g)
{
	*w = (struct walk){.x = in_memory(g, SUPPORT_NOW)};
	w->s = (struct stepping){.x = w->x, .read = g->read, .now_ms = SUPPORT_NOW};
}

static void close_walk(struct walk *w)
{
	free(w->steps.list);
	stepping_finish(&w->s);
	view_extract_close(w->x);
}

static const struct step *step_to(const struct walk *w, const struct kiem_id *id)
{
	for (size_t i = 0; i < w->steps.n; i++) {
		if (memcmp(w->steps.list[i].id.b, id->b, 32) == 0) {
			return &w->steps.list[i];
		}
	}
	return NULL;
}

static void test_up_by_what_it_comes_from(void **state)
{
	static const uint64_t relations[] = {KIEM_EXTENDS, KIEM_VARIANT, KIEM_ANSWERS, KIEM_ABOUT};
	struct garden *g = *state;
	struct walk w;

	for (size_t i = 0; i < 4; i++) {
		struct kiem_id old = plant_one(g, KIEM_INITIATIVE, "oud", &g->anna, 100 + (int64_t)i, 0, NULL);
		struct kiem_id new = plant_one(g, KIEM_INITIATIVE, "nieuw", &g->bram, 50 + (int64_t)i, relations[i], &old);
		open_walk(&w, g);
		assert_int_equal(steps_up(&w.steps, &w.s, row_with(w.x, &new)), KIEM_DONE);
		assert_int_equal(w.steps.n, 1);
		assert_int_equal(step_to(&w, &old)->relation, relations[i]);
		w.steps.n = 0;
		assert_int_equal(steps_down(&w.steps, &w.s, row_with(w.x, &old)), KIEM_DONE);
		/* What is only about it is counted with it, and no child. */
		assert_int_equal(w.steps.n, relations[i] != KIEM_ABOUT);
		close_walk(&w);
	}
}

static void test_needs_is_no_descent(void **state)
{
	struct garden *g = *state;
	struct walk w;
	struct kiem_id old = plant_one(g, KIEM_REQUEST, "ladder", &g->anna, 100, 0, NULL);
	struct kiem_id new = plant_one(g, KIEM_INITIATIVE, "gevels", &g->bram, 50, KIEM_NEEDS, &old);

	open_walk(&w, g);
	assert_int_equal(steps_up(&w.steps, &w.s, row_with(w.x, &new)), KIEM_DONE);
	assert_int_equal(steps_down(&w.steps, &w.s, row_with(w.x, &old)), KIEM_DONE);
	assert_int_equal(w.steps.n, 0);
	close_walk(&w);
}

/* A note about the old one says that it went on to the new one: the old one is the parent, the note the one who says so. */
static void test_after_turns_the_link_round(void **state)
{
	struct garden *g = *state;
	struct walk w;
	struct kiem_id old = plant_one(g, KIEM_INITIATIVE, "straatfeest", &g->anna, 100, 0, NULL);
	struct kiem_id new = plant_one(g, KIEM_INITIATIVE, "lange tafels", &g->bram, 50, 0, NULL);
	struct kiem_post note = {
	        .kind = KIEM_NOTE, .text = support_span("ging verder"), .made = SUPPORT_NOW - MINUTE, .n_links = 2};

	note.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = old};
	note.links[1] = (struct kiem_link){.relation = KIEM_AFTER, .id = new};
	struct kiem_id said = plant(g, &note, &g->carla);
	open_walk(&w, g);
	assert_int_equal(steps_up(&w.steps, &w.s, row_with(w.x, &new)), KIEM_DONE);
	assert_int_equal(w.steps.n, 1);
	assert_int_equal(step_to(&w, &old)->relation, KIEM_AFTER);
	assert_int_equal(step_to(&w, &old)->said, row_with(w.x, &said));
	w.steps.n = 0;
	assert_int_equal(steps_down(&w.steps, &w.s, row_with(w.x, &old)), KIEM_DONE);
	assert_int_equal(w.steps.n, 1);
	assert_int_equal(step_to(&w, &new)->said, row_with(w.x, &said));
	close_walk(&w);
}

/* Who built on an earlier text built on it all the same; a revision may add where it came from. */
static void test_any_version_counts(void **state)
{
	struct garden *g = *state;
	struct walk w;
	struct kiem_id root = plant_one(g, KIEM_INITIATIVE, "de eerste", &g->carla, 200, 0, NULL);
	struct kiem_id old = plant_one(g, KIEM_INITIATIVE, "oud", &g->anna, 100, 0, NULL);
	struct kiem_post revision = {
	        .kind = KIEM_REVISE, .title = support_span("oud, beter"), .made = SUPPORT_NOW - 90 * MINUTE, .n_links = 2};
	uint32_t shown;

	revision.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = old};
	revision.links[1] = (struct kiem_link){.relation = KIEM_EXTENDS, .id = root};
	struct kiem_id better = plant(g, &revision, &g->anna);
	struct kiem_id first = plant_one(g, KIEM_INITIATIVE, "op het eerste", &g->bram, 50, KIEM_EXTENDS, &old);
	struct kiem_id second = plant_one(g, KIEM_INITIATIVE, "op het tweede", &g->bram, 40, KIEM_VARIANT, &better);
	open_walk(&w, g);
	assert_int_equal(stepping_versions(&w.s, &shown, row_with(w.x, &old)), KIEM_DONE);
	assert_int_equal(w.s.n_versions, 2);
	assert_int_equal(shown, row_with(w.x, &better));
	assert_int_equal(steps_down(&w.steps, &w.s, row_with(w.x, &old)), KIEM_DONE);
	assert_int_equal(w.steps.n, 2);
	assert_non_null(step_to(&w, &first));
	assert_non_null(step_to(&w, &second));
	w.steps.n = 0;
	assert_int_equal(steps_up(&w.steps, &w.s, row_with(w.x, &old)), KIEM_DONE);
	assert_non_null(step_to(&w, &root));
	/* From the second the way up leads to the original, not to the revision. */
	w.steps.n = 0;
	assert_int_equal(steps_up(&w.steps, &w.s, row_with(w.x, &second)), KIEM_DONE);
	assert_non_null(step_to(&w, &old));
	close_walk(&w);
}

static void test_what_never_came_is_known_by_its_id(void **state)
{
	struct garden *g = *state;
	struct walk w;
	struct kiem_id nowhere = {{0xab, 1, 2}};
	struct kiem_id new = plant_one(g, KIEM_INITIATIVE, "wees", &g->bram, 50, KIEM_EXTENDS, &nowhere);

	open_walk(&w, g);
	assert_int_equal(steps_up(&w.steps, &w.s, row_with(w.x, &new)), KIEM_DONE);
	assert_int_equal(w.steps.n, 1);
	assert_int_equal(step_to(&w, &nowhere)->row, VIEW_NONE);
	w.steps.n = 0;
	assert_int_equal(steps_down_absent(&w.steps, &w.s, &nowhere), KIEM_DONE);
	assert_int_equal(w.steps.n, 1);
	assert_non_null(step_to(&w, &new));
	close_walk(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(test_up_by_what_it_comes_from),
	        garden_test(test_needs_is_no_descent),
	        garden_test(test_after_turns_the_link_round),
	        garden_test(test_any_version_counts),
	        garden_test(test_what_never_came_is_known_by_its_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
