/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links find their rows, in whatever order these come and over however many openings. */
#include "extract_garden.h"

#define N 4

/* A chain of joins, each about the one before. */
static void make_chain(struct garden *g, struct support_bytes bytes[static N], struct kiem_id ids[static N])
{
	support_titled(&bytes[0], KIEM_INITIATIVE, NOORD, "tuin", SUPPORT_NOW - DAY, &g->anna);
	kiem_id_of(&ids[0], bytes[0].b, bytes[0].n);
	for (size_t i = 1; i < N; i++) {
		support_linked(&bytes[i], KIEM_JOIN, KIEM_ABOUT, &ids[i - 1], SUPPORT_NOW - DAY + (int64_t)i, &g->bram);
		kiem_id_of(&ids[i], bytes[i].b, bytes[i].n);
	}
}

static void bring(struct garden *g, const struct support_bytes *bytes)
{
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
	struct kiem_entry entry = {.bytes = {bytes->b, bytes->n}};

	kiem_read_end(g->read);
	g->read = NULL;
	assert_int_equal(kiem_store_admit(g->store, &entry, 1, &how), KIEM_DONE);
}

static void backwards(struct garden *g, bool opened_between)
{
	struct support_bytes bytes[N];
	struct kiem_id ids[N];

	make_chain(g, bytes, ids);
	for (size_t i = N; i-- > 0;) {
		bring(g, &bytes[i]);
		if (opened_between) {
			view_extract_close(over_file(g, SUPPORT_NOW));
		}
	}
	struct view_extract *x = over_file(g, SUPPORT_NOW);
	assert_int_equal(x->n, N);
	assert_int_equal(x->n_links, N - 1);
	for (size_t i = 1; i < N; i++) {
		uint32_t row = row_with(x, &ids[i]), older = row_with(x, &ids[i - 1]);
		assert_int_equal(x->link_first[row + 1] - x->link_first[row], 1);
		assert_int_equal(x->target[x->link_first[row]], older);
		assert_int_equal(x->relation[x->link_first[row]], KIEM_ABOUT);
		assert_int_equal(x->around[older], x->link_first[row]);
		assert_int_equal(x->around_next[x->around[older]], VIEW_NONE);
	}
	view_extract_close(x);
}

static void a_chain_that_arrives_last_first(void **state)
{
	backwards(*state, false);
}

static void a_chain_that_arrives_last_first_over_many_openings(void **state)
{
	backwards(*state, true);
}

static void what_never_came_is_none_and_many_name_one(void **state)
{
	struct garden *g = *state;
	struct kiem_id never = {{1}}, idea = plant_one(g, KIEM_INITIATIVE, "tuin", &g->anna, 10, 0, NULL);
	size_t n = 0;

	for (int i = 0; i < 3; i++) {
		plant_one(g, KIEM_NOTE, "n", &g->bram, i, KIEM_ABOUT, &idea);
	}
	struct kiem_post both = {.kind = 300, .n_links = 3};
	both.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = idea};
	both.links[1] = (struct kiem_link){.relation = 999, .id = idea};
	both.links[2] = (struct kiem_link){.relation = KIEM_ABOUT, .id = never};
	struct kiem_id strange = plant(g, &both, &g->carla);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	uint32_t row = row_with(x, &strange), at = x->link_first[row];
	assert_int_equal(x->target[at], 0);
	assert_int_equal(x->target[at + 1], 0);
	assert_int_equal(x->relation[at + 1], UINT8_MAX);
	assert_int_equal(x->target[at + 2], VIEW_NONE);
	for (uint32_t l = x->around[0]; l != VIEW_NONE; l = x->around_next[l]) {
		n++;
	}
	assert_int_equal(n, 5);
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(a_chain_that_arrives_last_first),
	        garden_test(a_chain_that_arrives_last_first_over_many_openings),
	        garden_test(what_never_came_is_none_and_many_name_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
