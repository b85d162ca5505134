/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lineages against the rules of kiem/lineage.h, asked of all pairs of posts: random histories, each in several orders of arrival
 * with duplicates, looked at now, after some have passed their until, and after these were erased. Stops by itself after three
 * seconds.
 */
#include "view_history.h"

#include <kiem/lineage.h>

#include <time.h>

#define BUDGET_MS 3000
#define ORDERS 3
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)
#define BY(relation) (1ULL << (relation))
#define BUILDING (BY(KIEM_EXTENDS) | BY(KIEM_VARIANT) | BY(KIEM_ANSWERS))

/* The posts, and after them ids that are named and not here. */
#define NODES (MODEL_MAX * 3)

struct looking {
	const struct model *m;
	struct kiem_read *read;
	struct view_extract *x;
	int64_t now_ms;
	size_t n_nodes;
	struct kiem_id absent[NODES];
	/* Worked out once, since every lineage asks for them: by which relation a is a parent of b, seen from b and from a. */
	uint8_t up[NODES][MODEL_MAX], down[MODEL_MAX][NODES];
	uint64_t named[MODEL_MAX][NODES];
};

static const struct kiem_post *at(const struct looking *l, size_t i)
{
	return &l->m->posts[i]->post;
}

static bool content(const struct looking *l, size_t i)
{
	return l->m->posts[i]->live && view_is_content(at(l, i)->kind);
}

/* The live content that post i is a version of, or none. */
static size_t original(const struct looking *l, size_t i)
{
	size_t o = l->m->posts[i]->live ? model_original(l->m, i) : MODEL_NONE;

	return o != MODEL_NONE && content(l, o) ? o : MODEL_NONE;
}

/* The node of an id: the content that it is a version of, an absent one, or none when it is a live post of another kind. */
static size_t node_of(struct looking *l, const struct kiem_id *id)
{
	for (size_t i = 0; i < l->m->n; i++) {
		if (l->m->posts[i]->live && memcmp(at(l, i)->id.b, id->b, 32) == 0) {
			return original(l, i);
		}
	}
	for (size_t i = l->m->n; i < l->n_nodes; i++) {
		if (memcmp(l->absent[i].b, id->b, 32) == 0) {
			return i;
		}
	}
	assert_true(l->n_nodes < NODES);
	l->absent[l->n_nodes] = *id;
	return l->n_nodes++;
}

/* Bits of the relations by which s names node t. */
static uint64_t names(const struct looking *l, size_t s, size_t t)
{
	return l->named[s][t];
}

static void note_names(struct looking *l, size_t s)
{
	for (size_t i = 0; l->m->posts[s]->live && i < at(l, s)->n_links; i++) {
		const struct kiem_link *link = &at(l, s)->links[i];
		size_t t = node_of(l, &link->id);
		l->named[s][t != MODEL_NONE ? t : 0] |= t != MODEL_NONE && link->relation < 64 ? BY(link->relation) : 0;
	}
}

static bool about_others(const struct looking *l, size_t s)
{
	for (size_t i = 0; i < at(l, s)->n_links; i++) {
		if (at(l, s)->links[i].relation == KIEM_ABOUT) {
			return true;
		}
	}
	return false;
}

static uint64_t lowest(uint64_t bits)
{
	uint64_t r = 0;

	while (bits != 0 && (bits >> r & 1) == 0) {
		r++;
	}
	return bits != 0 ? r : 0;
}

/* By which relation `parent` is a parent of `child` as seen from the child (up) or from itself; 0: it is none. */
static uint64_t parent_of(const struct looking *l, size_t parent, size_t child, bool up)
{
	uint64_t bits = 0;

	if (parent == child || child >= l->m->n) {
		return 0;
	}
	for (size_t s = 0; s < l->m->n; s++) {
		size_t speaker = original(l, s);
		if (speaker == MODEL_NONE) {
			continue;
		}
		if (speaker == child) {
			bits |= names(l, s, parent) & (up ? BUILDING | BY(KIEM_ABOUT) : BUILDING);
		}
		if (speaker != child && (names(l, s, child) & BY(KIEM_AFTER)) != 0) {
			bool own = !about_others(l, s) && speaker == parent;
			/* From its own side a post does not go by what it says itself of others. */
			bool others = (names(l, s, parent) & BY(KIEM_ABOUT)) != 0 && (up || speaker != parent);
			bits |= own || others ? BY(KIEM_AFTER) : 0;
		}
	}
	return lowest(bits);
}

static int order(const struct looking *l, size_t a, size_t b)
{
	bool x = a < l->m->n, y = b < l->m->n;

	if (x && y) {
		return model_order(l->m, a, b);
	}
	return x != y ? (x ? -1 : 1) : memcmp(l->absent[a].b, l->absent[b].b, 32);
}

struct grown {
	size_t depth[NODES], nearer[NODES];
	uint64_t relation[NODES];
};

/* Level by level; whom `before` has is passed over. */
static void grow(const struct looking *l, struct grown *g, size_t root, bool up, const struct grown *before)
{
	for (size_t i = 0; i < NODES; i++) {
		g->depth[i] = i == root ? 0 : MODEL_NONE;
	}
	for (size_t level = 1, found = 1; found != 0; level++) {
		found = 0;
		for (size_t i = 0; i < l->n_nodes; i++) {
			bool stands = i >= l->m->n || content(l, i);
			if (!stands || g->depth[i] != MODEL_NONE || (before != NULL && before->depth[i] != MODEL_NONE)) {
				continue;
			}
			for (size_t p = 0; p < l->m->n; p++) {
				uint64_t by = g->depth[p] + 1 == level && content(l, p) && model_original(l->m, p) == p
				                      ? (up ? l->up[i][p] : l->down[p][i])
				                      : 0;
				if (by != 0 && (g->depth[i] == MODEL_NONE || order(l, p, g->nearer[i]) < 0)) {
					g->depth[i] = level;
					g->nearer[i] = p;
					g->relation[i] = by;
				}
			}
			found += g->depth[i] != MODEL_NONE;
		}
	}
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
			assert_true(list[e].nearer != kin->nearer || order(l, find(l, &list[e]), node) < 0);
		}
	}
}

static void compare(const struct looking *l, size_t asked)
{
	static struct grown up, down;
	struct view_lineage *lineage;
	uint64_t number;
	size_t root = original(l, asked);

	assert_int_equal(kiem_read_find(l->read, &number, &at(l, asked)->id), KIEM_DONE);
	enum kiem_err err = view_lineage_create(&lineage, l->x, l->read, number, l->now_ms);
	if (root == MODEL_NONE) {
		assert_int_equal(err, KIEM_E_INVALID);
		return;
	}
	assert_int_equal(err, KIEM_DONE);
	assert_memory_equal(lineage->self.id.b, at(l, root)->id.b, 32);
	grow(l, &up, root, true, NULL);
	grow(l, &down, root, false, &up);
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
	l.n_nodes = h->model.n;
	model_settle(&h->model, now_ms);
	assert_int_equal(kiem_read_begin(&l.read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&l.x, l.read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	for (size_t i = 0; i < h->model.n; i++) {
		note_names(&l, i);
	}
	for (size_t i = 0; i < h->model.n; i++) {
		for (size_t k = 0; k < l.n_nodes; k++) {
			l.up[k][i] = (uint8_t)parent_of(&l, k, i, true);
			l.down[i][k] = (uint8_t)parent_of(&l, i, k, false);
		}
	}
	for (size_t i = 0; i < h->model.n; i += 1 + support_random(&h->random) % 3) {
		if (h->model.posts[i]->live) {
			compare(&l, i);
		}
	}
	view_extract_close(l.x);
	kiem_read_end(l.read);
}

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void lineages_agree_with_the_rules(void **state)
{
	int64_t start = clock_ms();
	uint64_t seed = support_seed();
	size_t histories = 0;

	do {
		struct history h;
		history_make(&h, seed + histories);
		for (size_t round = 0; round < ORDERS; round++) {
			char dir[256];
			size_t erased;
			support_tmpdir(dir);
			struct kiem_store *store = history_arrive(&h, dir);
			look(&h, store, SUPPORT_NOW);
			look(&h, store, LATER);
			assert_int_equal(kiem_store_expire(store, &erased, LATER, 1000), KIEM_DONE);
			look(&h, store, LATER);
			kiem_store_close(store);
			support_rmtree(dir);
		}
		model_finish(&h.model);
		histories++;
	} while (clock_ms() - start < BUDGET_MS);
	print_message("%zu histories in %d orders each\n", histories, ORDERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(lineages_agree_with_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
