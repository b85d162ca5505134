/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions of a post from columns, as revision.c finds them in the store. */
#include "trades.h"

static struct kiem_id revise(struct garden *g, const struct support_author *author, const struct kiem_id *older, int minute)
{
	struct kiem_post post = trade_of(KIEM_REVISE, "ladder", 1000, "stuks");

	post.n_links = 1;
	post.links[0] = (struct kiem_link){.relation = KIEM_REPLACES, .id = *older};
	post.made = SUPPORT_NOW - 30 * MINUTE + minute * MINUTE;
	return plant(g, &post, author);
}

/* As many versions as the store has of it, and the same one shown. */
static size_t versions_of(struct garden *g, const struct kiem_id *id, struct kiem_id *shown)
{
	struct trades t;
	struct view_versions *versions;
	struct match_rows rows;
	struct view_numbers known = {0};
	uint32_t row;

	trades_look(g, &t);
	uint32_t original = view_row_of(t.x, number_of(g, id));
	assert_int_equal(match_rows_init(&rows, t.x, original, g->now), KIEM_DONE);
	assert_int_equal(rows.row[0], original);
	assert_int_equal(view_versions_create(&versions, g->read, number_of(g, id), g->now), KIEM_DONE);
	assert_int_equal(rows.n, versions->n);
	assert_int_equal(t.x->number[rows.shown], versions->list[versions->shown].number);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(match_shown(&row, &known, t.x, original, g->now), KIEM_DONE);
		assert_int_equal(row, rows.shown);
	}
	*shown = t.x->id[rows.shown];
	size_t n = rows.n;
	view_numbers_finish(&known);
	view_versions_destroy(versions);
	match_rows_finish(&rows);
	trades_close(&t);
	return n;
}

static void a_post_that_was_never_revised_is_its_own_version(void **state)
{
	struct garden *g = *state;
	struct kiem_id id = plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 1000, "stuks"), shown;

	plant_tied(g, KIEM_OFFER, &g->bram, KIEM_ANSWERS, &id, 0, NULL);
	/* Somebody else's revision of it is none. */
	revise(g, &g->bram, &id, 1);
	assert_int_equal(versions_of(g, &id, &shown), 1);
	assert_id_equal(shown, id);
}

static void the_last_that_nothing_replaces_is_shown(void **state)
{
	struct garden *g = *state;
	struct kiem_id id = plant_trade(g, KIEM_OFFER, "ladder", &g->anna, 1000, "stuks"), shown, chain[12];

	struct kiem_id beside = revise(g, &g->anna, &id, 20);
	assert_int_equal(versions_of(g, &id, &shown), 2);
	assert_id_equal(shown, beside);
	for (int i = 0; i < 12; i++) {
		chain[i] = revise(g, &g->anna, i == 0 ? &id : &chain[i - 1], i);
	}
	/* Of two ends the later one, however long the other chain is. */
	assert_int_equal(versions_of(g, &id, &shown), 14);
	assert_id_equal(shown, beside);
	struct kiem_id last = revise(g, &g->anna, &chain[11], 25);
	assert_int_equal(versions_of(g, &id, &shown), 15);
	assert_id_equal(shown, last);
	/* What hangs on one that was taken back counts no more. */
	struct kiem_post back = {.kind = KIEM_RETRACT, .made = SUPPORT_NOW, .until = SUPPORT_NOW + 400 * DAY, .n_links = 1};
	back.links[0] = (struct kiem_link){.relation = KIEM_CANCELS, .id = chain[5]};
	plant(g, &back, &g->anna);
	assert_int_equal(versions_of(g, &id, &shown), 7);
	assert_id_equal(shown, beside);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_post_that_was_never_revised_is_its_own_version),
	        garden_test(the_last_that_nothing_replaces_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
