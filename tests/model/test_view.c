/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The views against the model: random histories, each admitted to real stores in several orders of arrival with duplicates, looked
 * at now and after some posts have passed their until. Whatever the order, thread, card and page must be the model's.
 * Stops by itself after about five seconds.
 */
#include "shrink.h"

#include <kiem/view.h>

#define BUDGET_MS 5000
#define ORDERS 3

struct looking {
	const struct model *model;
	struct kiem_read *read;
	int64_t now_ms;
	uint64_t numbers[MODEL_MAX]; /* in this store; 0: not there */
};

static size_t index_of(const struct looking *l, const struct kiem_id *id)
{
	for (size_t i = 0; i < l->model->n; i++) {
		if (memcmp(l->model->posts[i]->post.id.b, id->b, 32) == 0) {
			return i;
		}
	}
	fail_msg("a view shows a post that nobody made");
	return 0;
}

static void compare_versions(const struct looking *l, size_t i)
{
	struct view_versions *versions;
	size_t original = model_original(l->model, i), n = 0;

	assert_int_equal(view_versions_create(&versions, l->read, l->numbers[i], l->now_ms), KIEM_DONE);
	assert_int_equal(index_of(l, &versions->list[0].id), original);
	assert_int_equal(index_of(l, &versions->list[versions->shown].id), model_shown(l->model, original));
	for (size_t v = 0; v < l->model->n; v++) {
		n += l->model->posts[v]->live && model_original(l->model, v) == original;
	}
	assert_int_equal(versions->n, n);
	view_versions_destroy(versions);
}

static bool in_thread(uint64_t kind)
{
	return kind != KIEM_REVISE && kind != KIEM_RENEW && kind != KIEM_RETRACT;
}

static bool in_coalition(uint64_t kind)
{
	return kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE;
}

static void compare_thread(const struct looking *l, size_t root)
{
	size_t depth[MODEL_MAX], parent[MODEL_MAX], n = 0, original = model_original(l->model, root);
	struct view_thread *thread;

	model_tree(l->model, original, UINT64_MAX, in_thread, depth, parent);
	for (size_t i = 0; i < l->model->n; i++) {
		n += depth[i] != MODEL_NONE && depth[i] > 0;
	}
	assert_int_equal(view_thread_create(&thread, l->read, l->numbers[root], l->now_ms), KIEM_DONE);
	assert_int_equal(thread->n, n);
	assert_false(thread->more);
	for (size_t r = 0; r < thread->n; r++) {
		const struct view_reply *reply = &thread->list[r];
		size_t i = index_of(l, &reply->id);
		size_t p = reply->parent == SIZE_MAX ? original : index_of(l, &thread->list[reply->parent].id);
		assert_int_equal(reply->depth, depth[i]);
		assert_int_equal(p, parent[i]);
		assert_int_equal(reply->earlier, !model_names_shown(l->model, i, p, UINT64_MAX));
		assert_int_equal(reply->cancelled, reply->kind == KIEM_JOIN && !model_in_force(l->model, i));
		assert_int_equal(reply->shown, l->numbers[model_shown(l->model, i)]);
		/* Reading order: behind its parent, and behind its elder siblings. */
		assert_true(reply->parent == SIZE_MAX || reply->parent < r);
		for (size_t e = 0; e < r; e++) {
			bool sibling = thread->list[e].parent == reply->parent;
			assert_true(!sibling || model_order(l->model, index_of(l, &thread->list[e].id), i) < 0);
		}
	}
	view_thread_destroy(thread);
}

/* What somebody's joins in force make of them. */
struct standing {
	bool joined, named_shown;
};

static struct standing standing_of(const struct model *m, const struct kiem_key *key, size_t root)
{
	struct standing s = {0};

	for (size_t i = 0; i < m->n; i++) {
		const struct kiem_post *post = &m->posts[i]->post;
		if (post->kind == KIEM_JOIN && m->posts[i]->live && memcmp(post->author.b, key->b, 32) == 0 &&
		        model_names(m, i, root, 1ULL << KIEM_ABOUT) && model_in_force(m, i)) {
			s.joined = true;
			s.named_shown = s.named_shown || model_names_shown(m, i, root, 1ULL << KIEM_ABOUT);
		}
	}
	return s;
}

static void compare_card(const struct looking *l, size_t i)
{
	size_t original = model_original(l->model, i), joined = 0, earlier = 0;
	const struct kiem_post *post = &l->model->posts[original]->post;
	struct view_card card;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		struct support_author author;
		support_author(&author, a);
		struct standing s = standing_of(l->model, &author.key, original);
		if (memcmp(author.key.b, post->author.b, 32) != 0) {
			joined += s.joined;
			earlier += s.joined && !s.named_shown;
		}
	}
	assert_int_equal(view_card_read(&card, l->read, l->numbers[i], l->now_ms), KIEM_DONE);
	assert_int_equal(index_of(l, &card.id), original);
	assert_int_equal(card.shown, l->numbers[model_shown(l->model, original)]);
	assert_int_equal(card.joined, joined);
	assert_int_equal(card.joined_earlier, earlier);
}

/* Where the author of a leave goes next: the first post that it names and does not cancel. */
static const struct kiem_id *next_of(const struct kiem_post *leave)
{
	for (size_t i = 0; i < leave->n_links; i++) {
		if (leave->links[i].relation != KIEM_CANCELS) {
			return &leave->links[i].id;
		}
	}
	return NULL;
}

static void compare_join(const struct looking *l, const struct view_join *join, size_t original)
{
	size_t i = index_of(l, &join->id), leave = model_leave(l->model, i);

	assert_true(l->model->posts[i]->live && l->model->posts[i]->post.kind == KIEM_JOIN);
	assert_true(model_names(l->model, i, original, 1ULL << KIEM_ABOUT));
	assert_int_equal(join->number, l->numbers[i]);
	assert_int_equal(join->until, l->model->posts[i]->post.until);
	assert_int_equal(join->earlier, !model_names_shown(l->model, i, original, 1ULL << KIEM_ABOUT));
	assert_int_equal(join->in_force, leave == MODEL_NONE);
	if (leave != MODEL_NONE) {
		const struct kiem_id *next = next_of(&l->model->posts[leave]->post);
		assert_int_equal(join->leave, l->numbers[leave]);
		assert_int_equal(join->left, l->model->posts[leave]->post.made);
		assert_int_equal(join->has_next, next != NULL);
		assert_true(next == NULL || memcmp(join->next.b, next->b, 32) == 0);
	}
}

static void compare_joins(const struct looking *l, size_t i)
{
	size_t original = model_original(l->model, i), n = 0;
	struct view_versions *versions;
	struct view_joins *joins;

	assert_int_equal(view_versions_create(&versions, l->read, l->numbers[i], l->now_ms), KIEM_DONE);
	assert_int_equal(view_joins_create(&joins, l->read, versions, l->now_ms), KIEM_DONE);
	for (size_t k = 0; k < l->model->n; k++) {
		n += l->model->posts[k]->live && l->model->posts[k]->post.kind == KIEM_JOIN &&
		     model_names(l->model, k, original, 1ULL << KIEM_ABOUT);
	}
	assert_int_equal(joins->n, n);
	for (size_t k = 0; k < n; k++) {
		compare_join(l, &joins->list[k], original);
		assert_true(
		        k == 0 || model_order(l->model, index_of(l, &joins->list[k - 1].id), index_of(l, &joins->list[k].id)) < 0);
	}
	view_joins_destroy(joins);
	view_versions_destroy(versions);
}

static void compare_page(const struct looking *l)
{
	uint32_t numbers[HISTORY_BOARDS] = {0};
	size_t n = 0, given = 0;
	struct view_page *page;

	for (size_t i = 0; i < HISTORY_BOARDS; i++) {
		struct kiem_board board;
		if (kiem_read_board(l->read, &board, history_boards[i]) == KIEM_DONE) {
			numbers[given++] = board.number;
		}
	}
	struct view_page_options options = {.boards = numbers, .n_boards = given, .now_ms = l->now_ms};
	assert_int_equal(view_page_create(&page, l->read, &options), KIEM_DONE);
	for (size_t i = 0; i < l->model->n; i++) {
		n += l->model->posts[i]->live && in_coalition(l->model->posts[i]->post.kind);
	}
	assert_int_equal(page->n, n);
	for (size_t i = 1; i < page->n; i++) {
		size_t newer = index_of(l, &page->list[i - 1].id), older = index_of(l, &page->list[i].id);
		assert_true(model_order(l->model, newer, older) > 0);
	}
	view_page_destroy(page);
}

static void look(struct history *h, struct kiem_store *store, int64_t now_ms)
{
	struct looking l = {.model = &h->model, .now_ms = now_ms};

	model_settle(&h->model, now_ms);
	assert_int_equal(kiem_read_begin(&l.read, store), KIEM_DONE);
	for (size_t i = 0; i < h->model.n; i++) {
		kiem_read_find(l.read, &l.numbers[i], &h->model.posts[i]->post.id);
	}
	for (size_t i = 0; i < h->model.n; i++) {
		if (h->model.posts[i]->live) {
			assert_true(l.numbers[i] != 0);
			compare_versions(&l, i);
			compare_thread(&l, i);
			compare_card(&l, i);
			compare_joins(&l, i);
		}
	}
	compare_page(&l);
	kiem_read_end(l.read);
}

static void play(struct history *h, size_t *count)
{
	for (size_t order = 0; order < ORDERS; order++) {
		char dir[256];
		size_t erased;
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(h, dir);
		look(h, store, SUPPORT_NOW);
		look(h, store, HISTORY_LATER);
		assert_int_equal(kiem_store_expire(store, &erased, HISTORY_LATER, 1000), KIEM_DONE);
		look(h, store, HISTORY_LATER);
		kiem_store_close(store);
		support_rmtree(dir);
	}
}

static void views_agree_with_the_model(void **state)
{
	static const struct shrink_game game = {.make = history_make, .play = play};

	print_message("%zu histories in %d orders each\n", shrink_run(&game, BUDGET_MS, NULL), ORDERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(views_agree_with_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
