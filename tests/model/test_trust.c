/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust as the view has it and as the model has it, of everybody in everybody's eyes: random histories of a handful of people who
 * vouch, thank, call to account and mend, in any order of arrival, some of it twice, some of it taken back, at two times. Byte for
 * byte the same. Stops by itself after about four seconds.
 */
#include "trust_model.h"

#include <kiem/trust.h>

#include <time.h>

#define BUDGET_MS 4000
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)

/* ---- histories ---- */

static size_t below(struct history *h, size_t n)
{
	return (size_t)(support_random(&h->random) % n);
}

/* A post made so far of a kind from `from` to `to`, when chance finds one. */
static size_t pick(struct history *h, uint64_t from, uint64_t to)
{
	size_t i = below(h, h->model.n);

	for (size_t tries = 0; tries < 16; tries++) {
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
	post->links[post->n_links++] = (struct kiem_link){.relation = relation, .id = *id};
}

static void toward(struct history *h, struct kiem_post *post, uint64_t kind)
{
	post->kind = kind;
	post->has_whom = true;
	post->whom = h->authors[below(h, HISTORY_AUTHORS)].key;
	post->level = kind == KIEM_VOUCH ? 1 + below(h, 3) : 0;
}

/* Something that is done, or revised. */
static size_t make_deed(struct history *h, struct kiem_post *post)
{
	size_t target = h->model.n > 0 && below(h, 4) == 0 ? pick(h, KIEM_DEED, KIEM_DEED) : MODEL_NONE;

	post->kind = below(h, 3) == 0 ? KIEM_OFFER : KIEM_DEED;
	if (target == MODEL_NONE || h->model.posts[target]->post.kind > KIEM_NOTE) {
		return below(h, HISTORY_AUTHORS);
	}
	post->kind = KIEM_REVISE;
	link_to(h, post, KIEM_REPLACES, target);
	return h->author_of[target];
}

static size_t make_confirming(struct history *h, struct kiem_post *post)
{
	static const uint64_t kinds[] = {KIEM_JOIN, KIEM_NOTE, KIEM_RECEIPT, KIEM_RECEIPT};

	post->kind = kinds[below(h, 4)];
	if (post->kind == KIEM_RECEIPT && below(h, 3) != 0) {
		toward(h, post, KIEM_RECEIPT);
	}
	for (size_t n = 1 + (below(h, 3) == 0); n > 0; n--) {
		link_to(h, post, below(h, 6) == 0 && post->n_links > 0 ? KIEM_AFTER : KIEM_ABOUT,
		        below(h, 4) == 0 ? pick(h, KIEM_REVISE, KIEM_REVISE) : pick(h, KIEM_DEED, KIEM_DEED));
	}
	return below(h, HISTORY_AUTHORS);
}

/* Cancels what the same person did, mostly; settles what two of them had. */
static size_t make_undoing(struct history *h, struct kiem_post *post)
{
	static const struct {
		uint64_t kind, of;
	} undoings[] = {{KIEM_UNVOUCH, KIEM_VOUCH}, {KIEM_MEND, KIEM_ADDRESS}, {KIEM_MEND, KIEM_ADDRESS}, {KIEM_MEND, KIEM_ADDRESS},
	        {KIEM_LEAVE, KIEM_JOIN}, {KIEM_RETRACT, KIEM_VOUCH}, {KIEM_RETRACT, KIEM_DEED}};
	size_t what = below(h, 7), target = pick(h, undoings[what].of, undoings[what].of);
	size_t author = h->author_of[target];

	post->kind = undoings[what].kind;
	link_to(h, post, KIEM_CANCELS, target);
	if (post->kind != KIEM_RETRACT && below(h, 3) == 0) {
		link_to(h, post, KIEM_CANCELS, pick(h, undoings[what].of, undoings[what].of));
	}
	if (post->kind == KIEM_MEND && h->model.posts[target]->post.has_whom && below(h, 2) == 0) {
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			author = memcmp(h->authors[a].key.b, h->model.posts[target]->post.whom.b, 32) == 0 ? a : author;
		}
	}
	return below(h, 10) == 0 ? below(h, HISTORY_AUTHORS) : author;
}

static size_t make_person(struct history *h, struct kiem_post *post)
{
	if (below(h, 2) == 0) {
		toward(h, post, KIEM_SUCCEED);
	} else {
		post->kind = KIEM_PROFILE;
		post->name = support_span("iemand");
		post->has_heir = below(h, 3) == 0;
		post->heir = h->authors[below(h, HISTORY_AUTHORS)].key;
	}
	return below(h, HISTORY_AUTHORS);
}

static void make_one(struct history *h)
{
	struct support_bytes bytes;
	struct kiem_post post = {0};
	char words[32];
	size_t what = h->model.n < 3 ? 0 : below(h, 32), author = below(h, HISTORY_AUTHORS);

	if (what >= 4 && what < 15) {
		toward(h, &post, KIEM_VOUCH);
	} else if (what == 15 || what == 16) {
		toward(h, &post, KIEM_ADDRESS);
	} else {
		author = what < 4    ? make_deed(h, &post)
		         : what < 24 ? make_confirming(h, &post)
		         : what < 31 ? make_undoing(h, &post)
		                     : make_person(h, &post);
	}
	snprintf(words, sizeof(words), "post %zu", h->model.n);
	post.title = support_span(words);
	post.text = support_span(words);
	post.board = support_span(history_boards[below(h, 8) == 0]);
	/* Few moments, so that ids decide; days apart, so that days count; now and then a clock that is ahead. */
	post.made = below(h, 20) == 0 ? SUPPORT_NOW + 600000 : SUPPORT_NOW - (int64_t)below(h, 30) * HISTORY_DAY;
	post.until = SUPPORT_NOW + (int64_t)(below(h, 5) == 0 ? 1 + below(h, 9) : 20 + 100 * below(h, 4)) * HISTORY_DAY;
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
	for (size_t n = 10 + below(h, 60); n > 0; n--) {
		make_one(h);
	}
}

/* ---- what the view says, in the model's words ---- */

struct looking {
	const struct history *h;
	const struct view_extract *x;
	const struct view_trust *trust;
};

static size_t author_of(const struct looking *l, uint32_t person)
{
	for (size_t a = 0; person != VIEW_NONE && a < HISTORY_AUTHORS; a++) {
		if (memcmp(l->h->authors[a].key.b, l->x->key[person].b, 32) == 0) {
			return a;
		}
	}
	assert_int_equal(person, VIEW_NONE);
	return MODEL_NONE;
}

static void write_id(const struct looking *l, FILE *out, uint32_t row)
{
	char hex[65];

	kiem_hex(hex, row == VIEW_NONE ? (const uint8_t[32]){0} : l->x->id[row].b, 32);
	fprintf(out, " %.12s", hex);
}

static void write_why(const struct looking *l, size_t key, const struct view_trust_why *why, FILE *out)
{
	fprintf(out, "%zu is %zu: %u, unburdened %u, mine %u, vouch", key, author_of(l, why->who), why->standing, why->unburdened,
	        why->mine);
	write_id(l, out, why->vouch);
	fprintf(out, "\n");
	for (size_t i = 0; i < why->n_named; i++) {
		const struct view_trust_name *name = &why->named[i];
		fprintf(out, "by %zu %u through %zd confirmed %zu vouch", author_of(l, name->person), name->permille,
		        (ssize_t)author_of(l, name->through), name->confirmed);
		write_id(l, out, name->vouch);
		fprintf(out, "\n");
	}
	fprintf(out, "others %zu %u\n", why->others, why->others_permille);
	for (size_t i = 0; i < why->n_deeds; i++) {
		fprintf(out, "deed");
		write_id(l, out, why->deeds[i].act);
		write_id(l, out, why->deeds[i].about);
		fprintf(out, "\n");
	}
	for (size_t i = 0; i < why->n_against; i++) {
		const struct view_trust_address *address = &why->against[i];
		fprintf(out, "against by %zu %d %d %d", author_of(l, address->by), address->weighs, address->by_mended,
		        address->whom_mended);
		write_id(l, out, address->row);
		fprintf(out, "\n");
	}
}

/* ---- comparing ---- */

static void compare(const struct looking *l, const struct trust_model *model, size_t who)
{
	uint32_t person = view_person_of(l->x, &l->h->authors[who].key);
	struct view_trust_why *why;
	char *ours = NULL, *theirs = NULL;
	size_t n;

	if (person == VIEW_NONE) {
		return;
	}
	assert_int_equal(view_trust_why_create(&why, l->trust, person), KIEM_DONE);
	assert_int_equal(why->standing, l->trust->standing[person]);
	FILE *file = open_memstream(&ours, &n);
	write_why(l, who, why, file);
	fclose(file);
	file = open_memstream(&theirs, &n);
	trust_model_write(model, who, file);
	fclose(file);
	assert_string_equal(ours, theirs);
	view_trust_why_destroy(why);
	free(ours);
	free(theirs);
}

static size_t look(struct history *h, struct kiem_store *store, size_t me, int64_t now_ms)
{
	static struct trust_model model;
	struct view_extract *x;
	struct view_trust *trust;
	struct kiem_read *read;
	size_t known = 0;

	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&x, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	uint32_t person = view_person_of(x, &h->authors[me].key);
	assert_int_equal(view_trust_create(&trust, x, person, now_ms), KIEM_DONE);
	trust_model_make(&model, h, person == VIEW_NONE ? MODEL_NONE : me, now_ms);
	for (size_t who = 0; who < HISTORY_AUTHORS; who++) {
		compare(&(struct looking){h, x, trust}, &model, who);
		uint32_t other = view_person_of(x, &h->authors[who].key);
		known += other != VIEW_NONE && view_trust_known(trust, other);
	}
	view_trust_destroy(trust);
	view_extract_close(x);
	kiem_read_end(read);
	return known;
}

static size_t play(uint64_t seed)
{
	struct history h;
	char dir[256];
	size_t known = 0;

	make_history(&h, seed);
	for (size_t times = 0; times < 2; times++) {
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(&h, dir);
		int64_t now_ms = times == 0 ? SUPPORT_NOW : LATER;
		model_settle(&h.model, now_ms);
		for (size_t me = 0; me < HISTORY_AUTHORS; me++) {
			known += look(&h, store, me, now_ms);
		}
		kiem_store_close(store);
		support_rmtree(dir);
	}
	model_finish(&h.model);
	return known;
}

static void the_view_says_what_the_model_says(void **state)
{
	struct timespec start, now;
	uint64_t seed = support_seed();
	size_t histories = 0, known = 0;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		known += play(seed + histories++);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < BUDGET_MS);
	print_message("%zu histories, %zu times somebody was known\n", histories, known);
	assert_true(known > histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_view_says_what_the_model_says)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
