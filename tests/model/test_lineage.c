/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lineages against the rules of kiem/lineage.h, asked of all pairs of posts: random histories, each in several orders of arrival
 * with duplicates, looked at now, after some have passed their until, and after these were erased. Stops by itself after three
 * seconds.
 */
#include "lineage_model.h"
#include "shrink.h"

#define BUDGET_MS 3000
#define ORDERS 3
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)
static const struct kiem_post *at(const struct looking *l, size_t i)
{
	return &l->m->posts[i]->post;
}

static size_t find(const struct looking *l, const struct view_kinsman *kin)
{
	for (size_t i = 0; i < l->n_nodes; i++) {
		const struct kiem_id *id = i < l->m->n ? &at(l, i)->id : &l->absent[i];
		bool stands = i < l->m->n ? l->m->posts[i]->live && kin->presence == VIEW_HERE : kin->presence != VIEW_HERE;
		if (stands && memcmp(id->b, kin->id.b, 32) == 0) {
			return i;
		}
	}
	fail_msg("a lineage shows what is not there");
	return 0;
}

static bool taken_back(const struct looking *l, const struct kiem_id *id)
{
	for (size_t i = 0; i < l->m->n; i++) {
		if (l->m->posts[i]->live && at(l, i)->kind == KIEM_RETRACT && memcmp(at(l, i)->links[0].id.b, id->b, 32) == 0) {
			return true;
		}
	}
	return false;
}

static void compare_tree(const struct looking *l, const struct view_kinsman *list, size_t n, const struct grown *g, size_t root)
{
	size_t expected = 0;

	for (size_t i = 0; i < l->n_nodes; i++) {
		expected += g->depth[i] != MODEL_NONE && g->depth[i] > 0;
	}
	assert_int_equal(n, expected);
	for (size_t i = 0; i < n; i++) {
		const struct view_kinsman *kin = &list[i];
		size_t node = find(l, kin);
		assert_int_equal(kin->depth, g->depth[node]);
		assert_int_equal(kin->relation, g->relation[node]);
		assert_int_equal(kin->nearer == SIZE_MAX ? root : find(l, &list[kin->nearer]), g->nearer[node]);
		assert_true(kin->nearer == SIZE_MAX || kin->nearer < i);
		if (kin->presence == VIEW_HERE) {
			assert_memory_equal(l->x->id[kin->shown].b, at(l, model_shown(l->m, node))->id.b, 32);
		} else {
			assert_int_equal(kin->presence == VIEW_TAKEN_BACK, taken_back(l, &kin->id));
		}
		for (size_t e = 0; e < i; e++) {
			assert_true(list[e].nearer != kin->nearer || lineage_model_order(l, find(l, &list[e]), node) < 0);
		}
	}
}

static void compare(const struct looking *l, size_t asked)
{
	static struct grown up, down;
	struct view_lineage *lineage;
	uint64_t number;
	size_t root = lineage_model_original(l, asked);

	assert_int_equal(kiem_read_find(l->read, &number, &at(l, asked)->id), KIEM_DONE);
	enum kiem_err err = view_lineage_create(&lineage, l->x, l->read, number, l->now_ms);
	if (root == MODEL_NONE) {
		assert_int_equal(err, KIEM_E_INVALID);
		return;
	}
	assert_int_equal(err, KIEM_DONE);
	assert_memory_equal(lineage->self.id.b, at(l, root)->id.b, 32);
	lineage_model_grow(l, &up, root, true, NULL);
	lineage_model_grow(l, &down, root, false, &up);
	down.depth[root] = 0;
	compare_tree(l, lineage->up, lineage->n_up, &up, root);
	compare_tree(l, lineage->down, lineage->n_down, &down, root);
	view_lineage_destroy(lineage);
}

static void look(struct history *h, struct kiem_store *store, int64_t now_ms)
{
	static struct looking l;

	memset(&l, 0, sizeof(l));
	l.m = &h->model;
	l.now_ms = now_ms;
	model_settle(&h->model, now_ms);
	assert_int_equal(kiem_read_begin(&l.read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&l.x, l.read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	lineage_model_settle(&l);
	for (size_t i = 0; i < h->model.n; i += 1 + support_random(&h->random) % 3) {
		if (h->model.posts[i]->live) {
			compare(&l, i);
		}
	}
	view_extract_close(l.x);
	kiem_read_end(l.read);
}

static void play(struct history *h, size_t *count)
{
	for (size_t round = 0; round < ORDERS; round++) {
		char dir[256];
		size_t erased;
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(h, dir);
		look(h, store, SUPPORT_NOW);
		look(h, store, LATER);
		assert_int_equal(kiem_store_expire(store, &erased, LATER, 1000), KIEM_DONE);
		look(h, store, LATER);
		kiem_store_close(store);
		support_rmtree(dir);
	}
}

static void lineages_agree_with_the_rules(void **state)
{
	static const struct shrink_game game = {.make = history_make, .play = play};

	print_message("%zu histories in %d orders each\n", shrink_run(&game, BUDGET_MS, NULL), ORDERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(lineages_agree_with_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
