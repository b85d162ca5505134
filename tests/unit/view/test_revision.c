/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static struct kiem_id revise(
        struct garden *g, const char *title, const struct support_author *author, int64_t ago, const struct kiem_id *to)
{
	return plant_one(g, KIEM_REVISE, title, author, ago, KIEM_REPLACES, to);
}

static void assert_shown(struct garden *g, const struct kiem_id *asked, const struct kiem_id *shown, size_t n)
{
	struct view_versions *versions;

	look(g);
	assert_int_equal(view_versions_create(&versions, g->read, number_of(g, asked), g->now), KIEM_DONE);
	assert_int_equal(versions->n, n);
	assert_id_equal(versions->list[versions->shown].id, *shown);
	view_versions_destroy(versions);
}

static void the_end_of_the_chain_is_shown_whichever_version_is_asked(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);

	assert_shown(g, &a, &a, 1);
	struct kiem_id b = revise(g, "groene gevels", &g->anna, 90, &a);
	struct kiem_id c = revise(g, "groene gevels, hele straat", &g->anna, 80, &b);
	assert_shown(g, &a, &c, 3);
	assert_shown(g, &b, &c, 3);
	assert_shown(g, &c, &c, 3);
}

static void of_concurrent_revisions_the_later_made_is_shown(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id late = revise(g, "van de telefoon", &g->anna, 20, &a);
	struct kiem_id early = revise(g, "van de laptop", &g->anna, 60, &a);

	assert_shown(g, &a, &late, 3);
	/* Continuing the earlier one does not bring it past the later leaf unless it is made later itself. */
	revise(g, "laptop, verder", &g->anna, 50, &early);
	assert_shown(g, &a, &late, 4);
	struct kiem_id newest = revise(g, "laptop, nog verder", &g->anna, 10, &early);
	assert_shown(g, &a, &newest, 5);
}

static void nobody_else_can_revise(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id theirs = revise(g, "grijze gevels", &g->bram, 50, &a);
	struct kiem_id on_theirs = revise(g, "toch groen", &g->anna, 40, &theirs);

	assert_shown(g, &a, &a, 1);
	assert_shown(g, &theirs, &theirs, 1);
	/* A chain through somebody else's post does not count either. */
	assert_shown(g, &on_theirs, &on_theirs, 1);
}

static void a_revision_whose_original_is_missing_stands_alone(void **state)
{
	struct garden *g = *state;
	struct kiem_id missing = {{7}};
	struct kiem_id b = revise(g, "verder", &g->anna, 50, &missing);
	struct kiem_id c = revise(g, "nog verder", &g->anna, 40, &b);

	assert_shown(g, &b, &b, 1);
	assert_shown(g, &c, &c, 1);
}

static void what_is_taken_back_no_longer_replaces(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "gevels", &g->anna, 100, 0, NULL);
	struct kiem_id b = revise(g, "vergissing", &g->anna, 50, &a);
	struct kiem_post retract = {.kind = KIEM_RETRACT, .n_links = 1, .until = SUPPORT_NOW + 700 * DAY};

	retract.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = b};
	plant(g, &retract, &g->anna);
	assert_shown(g, &a, &a, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(the_end_of_the_chain_is_shown_whichever_version_is_asked),
	        garden_test(of_concurrent_revisions_the_later_made_is_shown),
	        garden_test(nobody_else_can_revise),
	        garden_test(a_revision_whose_original_is_missing_stands_alone),
	        garden_test(what_is_taken_back_no_longer_replaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
