/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Coalitions against the model: histories of half a year by a handful of people who join, build, answer, leave, thank, revise, take
 * back and change keys, each admitted to a real store in another order with duplicates. What the view says of every coalition is
 * written as text and must be the model's, byte for byte. Stops by itself after about five seconds.
 */
#include "coalition_model.h"

#include <kiem/coalitions.h>

#include <time.h>

#define BUDGET_MS 5000
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)
#define TEXT_MAX (1 << 20)

static size_t below(struct history *h, size_t n)
{
	return (size_t)(support_random(&h->random) % n);
}

/* ---- histories ---- */

/* A post made so far, of a kind in the range when chance finds one. */
static size_t pick(struct history *h, uint64_t from, uint64_t to)
{
	size_t i = below(h, h->model.n);

	for (size_t tries = 0; tries < 10; tries++) {
		uint64_t kind = h->model.posts[i]->post.kind;
		if (kind >= from && kind <= to) {
			break;
		}
		i = below(h, h->model.n);
	}
	return i;
}

static void link_to(struct history *h, struct kiem_post *post, uint64_t relation, size_t target)
{
	const struct kiem_id *id = &h->model.posts[target]->post.id;

	for (size_t i = 0; i < post->n_links; i++) {
		if (memcmp(post->links[i].id.b, id->b, 32) == 0) {
			return;
		}
	}
	post->links[post->n_links].relation = relation;
	post->links[post->n_links++].id = *id;
}

static size_t make_content(struct history *h, struct kiem_post *post)
{
	static const uint64_t kinds[] = {KIEM_INITIATIVE, KIEM_OFFER, KIEM_REQUEST, KIEM_DEED, KIEM_DEED, KIEM_LESSON, KIEM_NOTE};
	static const uint64_t relations[] = {KIEM_ABOUT, KIEM_EXTENDS, KIEM_VARIANT, KIEM_ANSWERS, KIEM_ABOUT, KIEM_AFTER};

	post->kind = h->model.n == 0 ? KIEM_INITIATIVE : kinds[below(h, 7)];
	for (size_t n = h->model.n == 0 ? 0 : 1 + below(h, 2); n > 0; n--) {
		bool offer = post->kind == KIEM_OFFER && below(h, 2) == 0;
		uint64_t relation = offer ? KIEM_ANSWERS : relations[below(h, 6)];
		link_to(h, post, post->kind == KIEM_NOTE ? KIEM_ABOUT : relation, offer ? pick(h, 3, 3) : pick(h, 1, 7));
	}
	return below(h, HISTORY_AUTHORS);
}

static size_t make_join(struct history *h, struct kiem_post *post)
{
	post->kind = KIEM_JOIN;
	for (size_t n = 1 + (below(h, 4) == 0); n > 0; n--) {
		link_to(h, post, KIEM_ABOUT, below(h, 5) == 0 ? pick(h, KIEM_REVISE, KIEM_REVISE) : pick(h, 1, 7));
	}
	for (uint64_t s = KIEM_URGENT; s <= KIEM_MEANS; s++) {
		if (below(h, 4) == 0) {
			post->signals[post->n_signals++] = s;
		}
	}
	for (uint64_t r = KIEM_PIONEER; r <= KIEM_CONNECTOR; r++) {
		if (below(h, 8) == 0) {
			post->roles[post->n_roles++] = r;
		}
	}
	return below(h, HISTORY_AUTHORS);
}

static size_t make_receipt(struct history *h, struct kiem_post *post)
{
	size_t target = pick(h, 1, 7);

	post->kind = KIEM_RECEIPT;
	link_to(h, post, KIEM_ABOUT, target);
	post->has_whom = below(h, 3) != 0;
	post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	return below(h, 3) == 0 ? h->author_of[target] : below(h, HISTORY_AUTHORS);
}

/* Of what the same author did: left, revised, taken back. */
static size_t make_care(struct history *h, struct kiem_post *post)
{
	size_t what = below(h, 5);
	size_t target = what < 2 ? pick(h, KIEM_JOIN, KIEM_JOIN) : (what < 4 ? pick(h, 1, 7) : pick(h, 1, KIEM_RECEIPT));

	post->kind = what < 2 ? KIEM_LEAVE : (what < 4 ? KIEM_REVISE : KIEM_RETRACT);
	link_to(h, post, post->kind == KIEM_REVISE ? KIEM_REPLACES : KIEM_CANCELS, target);
	if (post->kind == KIEM_LEAVE && below(h, 2) == 0) {
		link_to(h, post, KIEM_AFTER, pick(h, 1, 7));
	}
	return below(h, 8) == 0 ? below(h, HISTORY_AUTHORS) : h->author_of[target];
}

static size_t make_person(struct history *h, struct kiem_post *post)
{
	size_t author = below(h, HISTORY_AUTHORS);

	if (below(h, 3) != 0) {
		post->kind = KIEM_PROFILE;
		post->name = support_span("iemand");
		post->sector = 1 + below(h, 8);
		post->has_heir = below(h, 6) == 0;
		post->heir = h->authors[below(h, HISTORY_AUTHORS)].key;
	} else {
		post->kind = KIEM_SUCCEED;
		post->has_whom = true;
		post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	}
	return author;
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	char words[32];
	size_t what = h->model.n == 0 ? 0 : below(h, 20);
	size_t author = what < 8    ? make_content(h, &post)
	                : what < 13 ? make_join(h, &post)
	                : what < 15 ? make_receipt(h, &post)
	                : what < 18 ? make_care(h, &post)
	                            : make_person(h, &post);

	snprintf(words, sizeof(words), "post %zu", h->model.n);
	post.title = support_span(words);
	post.text = support_span(words);
	post.board = support_span(history_boards[below(h, 8) == 0]);
	/* Days in which things come together, and half a year in which they fade; now and then a clock that is ahead. */
	int64_t day = below(h, 3) == 0 ? (int64_t)below(h, 200) : (int64_t)below(h, 4) * 11;
	post.made = below(h, 20) == 0 ? SUPPORT_NOW + 600000 : SUPPORT_NOW - day * HISTORY_DAY - (int64_t)below(h, 3) * 1000;
	post.until = SUPPORT_NOW + (int64_t)(below(h, 5) == 0 ? 1 + below(h, 9) : 20 + below(h, 400)) * HISTORY_DAY;
	support_make(&bytes, &post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

static void make_history(struct history *h, uint64_t seed)
{
	h->random = seed;
	h->model.n = 0;
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		support_author(&h->authors[a], a);
	}
	for (size_t n = 10 + below(h, 50); n > 0; n--) {
		make_one(h);
	}
}

/* ---- what the view says, by the model's numbers ---- */

struct looking {
	struct history *h;
	const struct view_extract *x;
	int64_t now_ms, since;
	bool known_author[HISTORY_AUTHORS];
	bool *known; /* by person */
};

static size_t post_of(const struct looking *l, uint32_t row)
{
	for (size_t i = 0; i < l->h->model.n; i++) {
		if (memcmp(l->h->model.posts[i]->post.id.b, l->x->id[row].b, 32) == 0) {
			return i;
		}
	}
	fail_msg("a view shows a post that nobody made");
	return 0;
}

static size_t author_of(const struct looking *l, uint32_t person)
{
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if (memcmp(l->h->authors[a].key.b, l->x->key[person].b, 32) == 0) {
			return a;
		}
	}
	fail_msg("a view shows somebody who is not there");
	return 0;
}

#define U(x) ((unsigned long long)(x))

static void write_brief(FILE *out, const struct looking *l, const struct view_brief *b)
{
	fprintf(out,
	        "brief %zu %zu state %d energy %llu %llu people %llu %llu posts %zu deeds %zu sectors %zu newest %d missing %x\n",
	        post_of(l, b->row), post_of(l, b->shown), (int)b->state, U(b->energy.known), U(b->energy.strangers),
	        U(b->people.known), U(b->people.strangers), b->posts, b->deeds, b->sectors,
	        b->newest_deed == VIEW_NONE ? -1 : (int)post_of(l, b->newest_deed), b->missing);
	for (size_t i = 0; i < VIEW_WEEKS; i++) {
		fprintf(out, "%llu ", U(b->trend[i]));
	}
	fprintf(out, "\n");
}

static void write_people(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	for (size_t i = 0; i < p->n_partners; i++) {
		const struct view_partner *m = &p->partners[i];
		fprintf(out, "partner %zu close %d tie %d known %d earlier %d since %lld last %lld posts %zu deeds %zu",
		        author_of(l, m->person), (int)m->closeness, (int)m->tie, m->known, m->earlier, (long long)m->since,
		        (long long)m->last, m->posts, m->deeds);
		for (size_t k = 0; k < m->joins; k++) {
			fprintf(out, " join %zu", post_of(l, p->joins[m->first_join + k]));
		}
		fprintf(out, "\n");
	}
	for (size_t i = 0; i < p->n_parted; i++) {
		fprintf(out, "parted %zu by %zu\n", author_of(l, p->parted[i].person), post_of(l, p->parted[i].leave));
	}
}

static void write_conditions(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	for (size_t k = 0; k < VIEW_CONDITIONS; k++) {
		const struct view_finding *f = &p->findings[k];
		fprintf(out, "condition %zu sum %lld people %zu sectors %zu:", k, (long long)f->sum, f->people, f->sectors);
		for (size_t i = f->first; i < f->first + f->n; i++) {
			const struct view_evidence *e = &p->evidence[i];
			assert_int_equal(author_of(l, e->person), author_of(l, view_row_person(l->x, e->row)));
			fprintf(out, " %zu/%d/%u", post_of(l, e->row), (int)e->why, e->weight);
		}
		fprintf(out, "\n");
		assert_int_equal(f->present, (p->brief.missing >> k & 1) == 0);
	}
}

static void write_needs(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	for (size_t i = 0; i < p->n_needs; i++) {
		const struct view_need *n = &p->needs[i];
		fprintf(out, "need %zu shown %zu open %d:", post_of(l, n->row), post_of(l, n->shown), n->open);
		for (size_t k = 0; k < n->answers; k++) {
			fprintf(out, " %zu", post_of(l, p->answers[n->first_answer + k]));
		}
		fprintf(out, " receipt %d\n", n->receipt == VIEW_NONE ? -1 : (int)post_of(l, n->receipt));
	}
}

static void write_rest(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	const struct view_form *forms[] = {&p->form, &p->form_before};
	const struct view_changes *c = &p->changes;

	for (size_t i = 0; i < 2; i++) {
		fprintf(out, "form %d %u %u %u\n", forms[i]->told, forms[i]->directive, forms[i]->collective, forms[i]->connective);
	}
	for (size_t i = 0; i < p->n_cuts; i++) {
		fprintf(out, "cut %zu apart %zu ties %u\n", author_of(l, p->cuts[i].person), p->cuts[i].apart, p->cuts[i].ties);
	}
	fprintf(out, "half");
	for (size_t i = 0; i < p->n_half; i++) {
		fprintf(out, " %zu", author_of(l, p->half[i]));
	}
	fprintf(out, "\n");
	for (size_t i = 0; i < p->n_origins; i++) {
		fprintf(out, "from %zu by %u\n", post_of(l, p->origins[i].row), p->origins[i].relation);
	}
	for (size_t i = 0; i < p->n_heirs; i++) {
		fprintf(out, "to %zu by %u\n", post_of(l, p->heirs[i].row), p->heirs[i].relation);
	}
	fprintf(out, "then existed %d energy %llu state %d missing %x people", c->existed, U(c->energy), (int)c->state, c->missing);
	for (size_t i = 0; i < c->n_people; i++) {
		fprintf(out, " %zu", author_of(l, c->people[i]));
	}
	fprintf(out, " posts");
	for (size_t i = 0; i < c->n_posts; i++) {
		fprintf(out, " %zu", post_of(l, p->posts[c->posts[i]].row));
	}
	fprintf(out, " parted %zu\n", c->n_parted);
}

static void write_portrait(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	write_brief(out, l, &p->brief);
	for (size_t i = 0; i < p->n_posts; i++) {
		const struct view_spot *s = &p->posts[i];
		fprintf(out, "post %zu shown %zu by %zu depth %u under %zu as %u %d\n", post_of(l, s->row), post_of(l, s->shown),
		        author_of(l, s->person), s->depth, post_of(l, p->posts[s->parent].row), s->relation, s->confirmed);
	}
	write_people(out, l, p);
	write_conditions(out, l, p);
	write_needs(out, l, p);
	write_rest(out, l, p);
}

static void write_without(FILE *out, const struct looking *l, const struct view_portrait *p, size_t author)
{
	const struct view_without *w = &p->without;

	if (!p->has_without) {
		fprintf(out, "without %zu: not in it\n", author);
		return;
	}
	assert_int_equal(author_of(l, w->person), author);
	assert_int_equal(w->n_apart, (w->n_parts == 0 ? 0 : w->part_ends[w->n_parts - 1]) + w->n_alone);
	fprintf(out, "without %zu ties %u acts %u deeds %u apart %zu lost %x energy %llu %llu\n", author, w->ties, w->acts,
	        w->deeds, w->n_apart, w->lost, U(w->energy.known), U(w->energy.strangers));
}

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
		ask.row = post_of(l, row) == root ? row : ask.row;
	}
	coalition_model(&c, l->h, l->now_ms, root, l->known_author);
	coalition_model_write(out, &c, l->since);
	fclose(out);
	out = fmemopen(found, sizeof(found), "w");
	assert_int_equal(view_portrait_create(&p, l->x, &ask), KIEM_DONE);
	write_portrait(out, l, p);
	fclose(out);
	compare("portrait");
	view_portrait_destroy(p);
	size_t author = below(l->h, HISTORY_AUTHORS);
	ask.without = view_person_of(l->x, &l->h->authors[c.self[author]].key);
	if (ask.without != VIEW_NONE) {
		out = fmemopen(expected, sizeof(expected), "w");
		coalition_model_without(out, &c, c.self[author]);
		fclose(out);
		out = fmemopen(found, sizeof(found), "w");
		assert_int_equal(view_portrait_create(&p, l->x, &ask), KIEM_DONE);
		write_without(out, l, p, c.self[author]);
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
		l.known_author[author_of(&l, p)] = l.known[p] = author_of(&l, p) % 2 == 0;
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

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void coalitions_agree_with_the_model(void **state)
{
	int64_t start = clock_ms();
	uint64_t seed = support_seed();
	size_t histories = 0;

	do {
		struct history h;
		char dir[256];
		make_history(&h, seed + histories);
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(&h, dir);
		look(&h, store, SUPPORT_NOW);
		look(&h, store, LATER);
		kiem_store_close(store);
		support_rmtree(dir);
		model_finish(&h.model);
		histories++;
	} while (clock_ms() - start < BUDGET_MS);
	print_message("%zu histories\n", histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(coalitions_agree_with_the_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
