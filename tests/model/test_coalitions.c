/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coalitions against the model: histories of half a year by a handful of people who join, build, answer, leave, thank, revise, take
 * back and change keys, each admitted to a real store in another order with duplicates. What the view says of every coalition is
 * written as text and must be the model's, byte for byte. Stops by itself after about five seconds.
 */
#include "coalition_told.h"
#include "shrink.h"

#define BUDGET_MS 5000
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)
#define TEXT_MAX (1 << 20)

/* ---- the two beside each other ---- */

static char expected[TEXT_MAX], found[TEXT_MAX];

static void compare(const char *what)
{
	if (strcmp(expected, found) != 0) {
		const char *x = expected, *y = found;
		while (*x != '\0' && *x == *y) {
			x++;
			y++;
		}
		while (x > expected && x[-1] != '\n') {
			x--;
			y--;
		}
		fail_msg("%s: the model says\n%.300s\nand the view\n%.300s", what, x, y);
	}
}

static void compare_one(struct looking *l, size_t root)
{
	struct view_portrait_ask ask = {.eye = {l->now_ms, l->known}, .without = VIEW_NONE, .since = l->since};
	static struct coalition_model c;
	struct view_portrait *p;
	FILE *out = fmemopen(expected, sizeof(expected), "w");

	for (uint32_t row = 0; row < l->x->n; row++) {
		ask.row = told_post_of(l, row) == root ? row : ask.row;
	}
	coalition_model(&c, l->h, l->now_ms, root, l->known_author);
	coalition_model_write(out, &c, l->since);
	fclose(out);
	out = fmemopen(found, sizeof(found), "w");
	assert_int_equal(view_portrait_create(&p, l->x, &ask), KIEM_DONE);
	told_portrait(out, l, p);
	fclose(out);
	compare("portrait");
	view_portrait_destroy(p);
	size_t author = (size_t)(support_random(&l->h->random) % HISTORY_AUTHORS);
	ask.without = view_person_of(l->x, &l->h->authors[c.self[author]].key);
	if (ask.without != VIEW_NONE) {
		out = fmemopen(expected, sizeof(expected), "w");
		coalition_model_without(out, &c, c.self[author]);
		fclose(out);
		out = fmemopen(found, sizeof(found), "w");
		assert_int_equal(view_portrait_create(&p, l->x, &ask), KIEM_DONE);
		told_without(out, l, p, c.self[author]);
		fclose(out);
		compare("without");
		view_portrait_destroy(p);
	}
}

/* The list has every initiative once, with what its portrait says, in order of energy. */
static void compare_list(const struct looking *l)
{
	struct view_coalitions_ask ask = {.eye = {l->now_ms, l->known}};
	struct view_coalitions *list;
	uint64_t before = UINT64_MAX;
	size_t n = 0;

	assert_int_equal(view_coalitions_create(&list, l->x, &ask), KIEM_DONE);
	for (size_t i = 0; i < l->h->model.n; i++) {
		n += l->h->model.posts[i]->live && l->h->model.posts[i]->post.kind == KIEM_INITIATIVE;
	}
	assert_int_equal(list->n, n);
	assert_int_equal(list->states[0] + list->states[1] + list->states[2], n);
	for (size_t i = 0; i < list->n; i++) {
		const struct view_brief *b = &list->list[i];
		struct view_portrait_ask one = {.eye = ask.eye, .row = b->row, .without = VIEW_NONE};
		struct view_portrait *p;
		assert_int_equal(view_portrait_create(&p, l->x, &one), KIEM_DONE);
		assert_memory_equal(&p->brief.energy, &b->energy, sizeof(b->energy));
		assert_memory_equal(&p->brief.trend, &b->trend, sizeof(b->trend));
		assert_memory_equal(&p->brief.people, &b->people, sizeof(b->people));
		assert_int_equal(p->brief.missing, b->missing);
		assert_int_equal(p->brief.state, b->state);
		assert_int_equal(p->brief.newest_deed, b->newest_deed);
		assert_int_equal(p->brief.shown, b->shown);
		view_portrait_destroy(p);
		uint64_t energy = b->energy.known + b->energy.strangers;
		assert_true(energy <= before);
		before = energy;
	}
	view_coalitions_destroy(list);
}

static void look(struct history *h, struct kiem_store *store, int64_t now_ms)
{
	struct looking l = {.h = h, .now_ms = now_ms, .since = now_ms - (int64_t)(1 + h->model.n % 40) * HISTORY_DAY};
	struct kiem_read *read;
	struct view_extract *x;
	size_t looked = 0;

	model_settle(&h->model, now_ms);
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&x, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	l.x = x;
	l.known = calloc(x->n_persons + 1, sizeof(*l.known));
	for (uint32_t p = 0; p < x->n_persons; p++) {
		l.known_author[told_author_of(&l, p)] = l.known[p] = told_author_of(&l, p) % 2 == 0;
	}
	for (size_t i = 0; i < h->model.n && looked < 4; i++) {
		uint64_t kind = h->model.posts[i]->post.kind;
		if (h->model.posts[i]->live && kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE) {
			compare_one(&l, i);
			looked++;
		}
	}
	compare_list(&l);
	free(l.known);
	view_extract_close(x);
	kiem_read_end(read);
}

static void play(struct history *h, size_t *count)
{
	char dir[256];

	support_tmpdir(dir);
	struct kiem_store *store = history_arrive(h, dir);
	look(h, store, SUPPORT_NOW);
	look(h, store, LATER);
	kiem_store_close(store);
	support_rmtree(dir);
}

static void coalitions_agree_with_the_model(void **state)
{
	static const struct shrink_game game = {.make = coalition_history_make, .play = play};

	print_message("%zu histories\n", shrink_run(&game, BUDGET_MS, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(coalitions_agree_with_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
