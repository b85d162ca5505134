/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: from nothing, over a file, over one that is of no use, and where none can be. */
#include "extract_garden.h"

#include <sys/stat.h>
#include <unistd.h>

static void an_empty_store_has_no_rows(void **state)
{
	struct view_extract *x = in_memory(*state, SUPPORT_NOW);

	assert_int_equal(x->n, 0);
	assert_int_equal(x->n_links, 0);
	assert_int_equal(x->n_persons, 0);
	assert_int_equal(x->link_first[0], 0);
	assert_int_equal(view_row_of(x, 1), VIEW_NONE);
	assert_int_equal(view_person_of(x, &(struct kiem_key){{7}}), VIEW_NONE);
	view_extract_close(x);
	view_extract_close(NULL);
}

static void a_second_opening_takes_what_the_first_wrote(void **state)
{
	struct garden *g = *state;
	struct kiem_id a = plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);
	struct view_extract *x = over_file(g, SUPPORT_NOW);

	assert_int_equal(x->own->n_file, 0);
	view_extract_close(x);
	struct kiem_id b = plant_one(g, KIEM_JOIN, "ik", &g->bram, 5, KIEM_ABOUT, &a);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->own->n_file, 1);
	assert_int_equal(x->n, 2);
	assert_int_equal(row_with(x, &a), 0);
	assert_int_equal(row_with(x, &b), 1);
	assert_int_equal(x->target[x->link_first[1]], 0);
	assert_int_equal(x->source[x->around[0]], 1);
	view_extract_close(x);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->own->n_file, 2);
	view_extract_close(x);
}

static void a_few_new_rows_are_not_worth_a_file(void **state)
{
	struct garden *g = *state;
	struct view_extract *x;
	struct stat st;
	char path[300];

	file_of(g, path);
	plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);
	assert_int_equal(view_extract_open(&x, look(g), path, SUPPORT_NOW, NULL, NULL), KIEM_DONE);
	assert_int_equal(x->n, 1);
	view_extract_close(x);
	assert_int_not_equal(stat(path, &st), 0);
}

static void where_nothing_can_be_written_it_works_all_the_same(void **state)
{
	static const struct extract_limits eager = {.save_from = 0, .gone_max = 1000};
	struct garden *g = *state;
	struct view_extract *x;

	plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);
	assert_int_equal(extract_open(&x, look(g), "/proc/no/extract", SUPPORT_NOW, &eager, NULL, NULL), KIEM_DONE);
	assert_int_equal(x->n, 1);
	view_extract_close(x);
}

/* What many take back is left out again when it is much: the file is then made from the store. */
static void many_rows_that_are_gone_are_dropped(void **state)
{
	struct garden *g = *state;
	struct extract_limits limits = {.save_from = 0, .gone_max = 3};
	struct kiem_id ids[5];
	struct view_extract *x;
	char path[300];

	file_of(g, path);
	for (int i = 0; i < 5; i++) {
		ids[i] = plant_one(g, KIEM_OFFER, "x", &g->anna, 10 + i, 0, NULL);
	}
	view_extract_close(over_file(g, SUPPORT_NOW));
	for (int i = 0; i < 5; i++) {
		plant_one(g, KIEM_RETRACT, "x", &g->anna, 1, KIEM_CANCELS, &ids[i]);
	}
	assert_int_equal(extract_open(&x, look(g), path, SUPPORT_NOW, &limits, NULL, NULL), KIEM_DONE);
	assert_int_equal(x->n, 5);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(x->kind[i], KIEM_RETRACT);
	}
	view_extract_close(x);
}

struct heard {
	uint64_t done, all;
	size_t times;
};

static void hear(void *ctx, uint64_t done, uint64_t all)
{
	struct heard *heard = ctx;

	assert_true(done > heard->done && done <= all);
	*heard = (struct heard){done, all, heard->times + 1};
}

static void other_files_lie_beside_it(void **state)
{
	char wanted[300];
	struct view_extract *x = in_memory(*state, SUPPORT_NOW);

	assert_null(extract_beside(x, "market"));
	view_extract_close(x);
	x = over_file(*state, SUPPORT_NOW);
	file_of(*state, wanted);
	strcpy(strrchr(wanted, '/') + 1, "market");
	char *path = extract_beside(x, "market");
	assert_string_equal(path, wanted);
	free(path);
	view_extract_close(x);
}

static void progress_is_told_while_much_is_read(void **state)
{
	struct garden *g = *state;
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
	struct kiem_post post = {.kind = KIEM_VOUCH, .has_whom = true, .level = 1};
	struct heard heard = {0};
	struct view_extract *x;
	const size_t n = 4200;
	struct support_bytes *bytes = calloc(n, sizeof(*bytes));
	struct kiem_entry *entries = calloc(n, sizeof(*entries));

	for (size_t i = 0; i < n; i++) {
		memcpy(post.whom.b, &i, sizeof(i));
		support_make(&bytes[i], &post, &g->anna);
		entries[i].bytes = (struct kiem_span){bytes[i].b, bytes[i].n};
	}
	assert_int_equal(kiem_store_admit(g->store, entries, n, &how), KIEM_DONE);
	assert_int_equal(view_extract_open(&x, look(g), NULL, SUPPORT_NOW, hear, &heard), KIEM_DONE);
	assert_int_equal(x->n, n);
	assert_int_equal(x->n_persons, n + 1);
	assert_int_equal(heard.times, 1);
	assert_int_equal(heard.all, n);
	view_extract_close(x);
	free(bytes);
	free(entries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(an_empty_store_has_no_rows),
	        garden_test(a_second_opening_takes_what_the_first_wrote),
	        garden_test(a_few_new_rows_are_not_worth_a_file),
	        garden_test(where_nothing_can_be_written_it_works_all_the_same),
	        garden_test(many_rows_that_are_gone_are_dropped),
	        garden_test(other_files_lie_beside_it),
	        garden_test(progress_is_told_while_much_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
