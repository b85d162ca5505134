/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near copies: who is pointed out, who is not, and which of two is older where links tell. */
#include "extract_garden.h"

#include <kiem/lineage.h>

#define TEXT "Wij lichten per huis een rij tegels en zetten er klimop en stokrozen in; de grond komt van de gemeente."
#define NEAR "Wij lichten per huis een rij tegels en zetten er klimop en stokrozen in; de grond komt van een kwekerij."
#define OTHER "Elke donderdag koken wij soep voor wie dat wil, in de keuken van het buurthuis, en eten daarna samen."

static struct kiem_id say(struct garden *g, const char *text, const struct support_author *author, int64_t minutes_ago,
        uint64_t relation, const struct kiem_id *to)
{
	struct kiem_post post = {.kind = KIEM_INITIATIVE, .title = support_span("Een plan"), .text = support_span(text)};

	post.made = SUPPORT_NOW - minutes_ago * MINUTE;
	if (to != NULL) {
		post.n_links = 1;
		post.links[0] = (struct kiem_link){.relation = relation, .id = *to};
	}
	return plant(g, &post, author);
}

static struct view_lineage *lineage_of(struct garden *g, const struct kiem_id *id, struct view_extract **x)
{
	struct view_lineage *lineage;

	*x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_lineage_create(&lineage, *x, g->read, number_of(g, id), SUPPORT_NOW), KIEM_DONE);
	return lineage;
}

static void done(struct view_lineage *l, struct view_extract *x)
{
	view_lineage_destroy(l);
	view_extract_close(x);
}

static void test_a_copy_without_a_link(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id mine = say(g, TEXT, &g->anna, 100, 0, NULL), copy = say(g, NEAR, &g->bram, 50, 0, NULL);

	say(g, OTHER, &g->carla, 40, 0, NULL);
	struct view_lineage *l = lineage_of(g, &mine, &x);
	assert_int_equal(l->n_alike, 1);
	assert_int_equal(l->alike[0].row, row_with(x, &copy));
	assert_in_range(l->alike[0].permille, 700, 999);
	assert_int_equal(l->alike[0].before, VIEW_BEFORE_UNKNOWN);
	done(l, x);
	l = lineage_of(g, &copy, &x);
	assert_int_equal(l->n_alike, 1);
	done(l, x);
}

/* Who links, is oneself, or was taken back is no copy. */
static void test_who_is_not_pointed_out(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id mine = say(g, TEXT, &g->anna, 100, 0, NULL);

	say(g, NEAR, &g->bram, 50, KIEM_VARIANT, &mine);
	say(g, NEAR, &g->anna, 40, 0, NULL);
	struct kiem_id gone = say(g, NEAR, &g->carla, 30, 0, NULL);
	plant_one(g, KIEM_RETRACT, "weg", &g->carla, 10, KIEM_CANCELS, &gone);
	struct view_lineage *l = lineage_of(g, &mine, &x);
	assert_int_equal(l->n_alike, 0);
	done(l, x);
}

/* What was copied may have been rewritten since: the first text counts too, and so does the copy's. */
static void test_rewritten_since(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id mine = say(g, TEXT, &g->anna, 100, 0, NULL), copy = say(g, NEAR, &g->bram, 50, 0, NULL);
	struct kiem_post revision = {
	        .kind = KIEM_REVISE, .title = support_span("Een plan"), .text = support_span(OTHER), .n_links = 1};

	revision.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = mine};
	struct kiem_id shown = plant(g, &revision, &g->anna);
	struct view_lineage *l = lineage_of(g, &copy, &x);
	assert_int_equal(l->n_alike, 1);
	assert_int_equal(l->alike[0].row, row_with(x, &mine));
	assert_int_equal(l->alike[0].shown, row_with(x, &shown));
	done(l, x);
	l = lineage_of(g, &mine, &x);
	assert_int_equal(l->n_alike, 1);
	done(l, x);
}

/* The copy needs something that is about the model: so the model was there first, whatever the copy says of its time. */
static void test_links_tell_which_was_first(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct kiem_id mine = say(g, TEXT, &g->anna, 100, 0, NULL);
	struct kiem_id request = plant_one(g, KIEM_REQUEST, "ladder", &g->carla, 90, KIEM_ABOUT, &mine);
	struct kiem_id copy = say(g, NEAR, &g->bram, 5000, KIEM_NEEDS, &request);

	struct view_lineage *l = lineage_of(g, &copy, &x);
	assert_int_equal(l->n_alike, 1);
	assert_int_equal(l->alike[0].before, VIEW_BEFORE_THIS);
	done(l, x);
	l = lineage_of(g, &mine, &x);
	assert_int_equal(l->alike[0].before, VIEW_BEFORE_OTHER);
	done(l, x);
}

static void test_before_publishing(void **state)
{
	struct garden *g = *state;
	struct view_alike list[VIEW_ALIKE_MAX];
	struct kiem_post draft = {.kind = KIEM_INITIATIVE, .title = support_span("Een plan"), .text = support_span(NEAR)};
	struct kiem_id theirs = say(g, TEXT, &g->anna, 100, 0, NULL);
	size_t n;

	say(g, TEXT, &g->bram, 50, 0, NULL);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(view_alike_find(list, &n, x, g->read, &draft, &g->bram.key, SUPPORT_NOW), KIEM_DONE);
	assert_int_equal(n, 1); /* not one's own */
	assert_int_equal(list[0].row, row_with(x, &theirs));
	draft.text = support_span("Te kort.");
	assert_int_equal(view_alike_find(list, &n, x, g->read, &draft, &g->bram.key, SUPPORT_NOW), KIEM_DONE);
	assert_int_equal(n, 0);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(test_a_copy_without_a_link),
	        garden_test(test_who_is_not_pointed_out),
	        garden_test(test_rewritten_since),
	        garden_test(test_links_tell_which_was_first),
	        garden_test(test_before_publishing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
