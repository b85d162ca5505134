/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trust as the view has it and as the model has it, of everybody in everybody's eyes: random histories of a handful of people who
 * vouch, thank, call to account and mend, in any order of arrival, some of it twice, some of it taken back, at two times. Byte for
 * byte the same. Stops by itself after about four seconds.
 */
#include "shrink.h"
#include "trust_model.h"

#include <kiem/trust.h>

#define BUDGET_MS 4000
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)

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

static void play(struct history *h, size_t *known)
{
	char dir[256];

	for (size_t times = 0; times < 2; times++) {
		support_tmpdir(dir);
		struct kiem_store *store = history_arrive(h, dir);
		int64_t now_ms = times == 0 ? SUPPORT_NOW : LATER;
		model_settle(&h->model, now_ms);
		for (size_t me = 0; me < HISTORY_AUTHORS; me++) {
			*known += look(h, store, me, now_ms);
		}
		kiem_store_close(store);
		support_rmtree(dir);
	}
}

static void the_view_says_what_the_model_says(void **state)
{
	static const struct shrink_game game = {.make = trust_history_make, .play = play};
	size_t known, histories = shrink_run(&game, BUDGET_MS, &known);

	print_message("%zu histories, %zu times somebody was known\n", histories, known);
	assert_true(histories == 0 || known > histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_view_says_what_the_model_says)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
