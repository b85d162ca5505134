/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Briefs that are kept against briefs that are worked out anew: random histories arrive in any order, in several pieces, with a
 * look after each at some time of some day, by a reader who knows now these and then those; posts expire, by a clock that is right
 * or ahead, and files are removed, damaged or put back in between. What comes out must be the same to the last byte. Stops by
 * itself after about five seconds.
 */
#include "../../node/view/briefs.h"
#include "brief_history.h"
#include "shrink.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUDGET_MS 5000
#define HOUR BRIEF_HOUR

struct playing {
	struct kiem_store *store;
	struct history *h;
	char dir[256], extract[300], briefs[300], saved[300], saved_extract[300];
	uint64_t random;
	bool knows[HISTORY_AUTHORS];
	bool ordered; /* all of it arrives as it was made */
	bool lazy;    /* the extract's file is not written again, so that much happens behind it */
	size_t files; /* looks that found briefs */
};

static size_t below(struct playing *p, size_t n)
{
	return (size_t)(support_random(&p->random) % n);
}

/* ---- looking ---- */

static int by_row(const void *a, const void *b)
{
	const struct view_brief *p = a, *q = b;

	return (p->row > q->row) - (p->row < q->row);
}

static uint64_t number_of(const struct view_extract *x, uint32_t row)
{
	return row == VIEW_NONE ? 0 : x->number[row];
}

static void same(const struct view_brief *a, const struct view_extract *x, const struct view_brief *b, const struct view_extract *y)
{
	assert_int_equal(x->number[a->row], y->number[b->row]);
	assert_int_equal(x->number[a->shown], y->number[b->shown]);
	assert_int_equal(number_of(x, a->newest_deed), number_of(y, b->newest_deed));
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->energy.known, b->energy.known);
	assert_int_equal(a->energy.strangers, b->energy.strangers);
	assert_int_equal(a->people.known, b->people.known);
	assert_int_equal(a->people.strangers, b->people.strangers);
	assert_memory_equal(a->trend, b->trend, sizeof(a->trend));
	assert_int_equal(a->posts, b->posts);
	assert_int_equal(a->deeds, b->deeds);
	assert_int_equal(a->more, b->more);
	assert_int_equal(a->sectors, b->sectors);
	assert_int_equal(a->missing, b->missing);
}

static struct view_brief *briefs_of(struct playing *p, size_t *n, const struct view_extract *x, int64_t now_ms, bool nobody)
{
	bool *known = calloc(x->n_persons + 1, sizeof(*known));
	struct view_eye eye = {now_ms, nobody ? NULL : known};
	struct view_brief *list;

	for (uint32_t person = 0; person < x->n_persons; person++) {
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			const struct kiem_key *key = &p->h->authors[a].key;
			known[person] = known[person] || (memcmp(key->b, x->key[x->self[person]].b, 32) == 0 && p->knows[a]);
		}
	}
	assert_int_equal(briefs_create(&list, n, x, &eye), KIEM_DONE);
	if (*n > 0) {
		qsort(list, *n, sizeof(*list), by_row);
	}
	free(known);
	return list;
}

static void look(struct playing *p, int64_t now_ms, bool nobody)
{
	bool lazy = p->lazy && p->files > 0;
	struct extract_limits limits = {.save_from = lazy ? 1000 : below(p, 3) * 15, .gone_max = below(p, 8) == 0 ? 0 : 50};
	struct view_extract *kept, *fresh;
	struct kiem_read *read;
	size_t n_kept, n_fresh;

	p->files += access(p->briefs, F_OK) == 0;
	assert_int_equal(kiem_read_begin(&read, p->store), KIEM_DONE);
	assert_int_equal(extract_open(&kept, read, p->extract, now_ms, &limits, NULL, NULL), KIEM_DONE);
	/* When briefs are worth writing is drawn by itself. */
	kept->own->save_from = lazy ? 0 : below(p, 3) * 15;
	assert_int_equal(view_extract_open(&fresh, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	struct view_brief *a = briefs_of(p, &n_kept, kept, now_ms, nobody), *b = briefs_of(p, &n_fresh, fresh, now_ms, nobody);
	assert_int_equal(n_kept, n_fresh);
	for (size_t i = 0; i < n_kept; i++) {
		same(&a[i], kept, &b[i], fresh);
	}
	free(a);
	free(b);
	view_extract_close(kept);
	view_extract_close(fresh);
	kiem_read_end(read);
}

/* ---- what happens to files ---- */

static void flip(struct playing *p, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		return;
	}
	FILE *file = fopen(path, "r+b");
	long at = (long)below(p, (size_t)st.st_size);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	int byte = fgetc(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	fputc(byte ^ 1 << below(p, 8), file);
	assert_int_equal(fclose(file), 0);
}

static void copy(const char *from, const char *to)
{
	static char bytes[1 << 20];
	FILE *in = fopen(from, "rb"), *out = in == NULL ? NULL : fopen(to, "wb");

	if (out != NULL) {
		size_t n = fread(bytes, 1, sizeof(bytes), in);
		assert_int_equal(fwrite(bytes, 1, n, out), n);
		assert_int_equal(fclose(out), 0);
	}
	if (in != NULL) {
		fclose(in);
	}
}

static void tamper(struct playing *p)
{
	switch (below(p, 24)) {
	case 0:
		unlink(p->briefs);
		break;
	case 1:
		unlink(p->extract);
		break;
	case 2:
		flip(p, p->briefs);
		break;
	case 3:
		flip(p, p->extract);
		break;
	case 4:
		copy(p->briefs, p->saved);
		break;
	case 5:
		copy(p->saved, p->briefs);
		break;
	case 6:
		copy(p->extract, p->saved_extract);
		break;
	case 7:
		copy(p->saved_extract, p->extract);
		break;
	default:
		break;
	}
}

/* ---- histories ---- */

/* Mostly the same hour, so that what was kept is of use; else another day, or an earlier one. */
static int64_t some_time(struct playing *p)
{
	switch (below(p, 10)) {
	case 0:
		return SUPPORT_NOW + (int64_t)below(p, 12) * HISTORY_DAY;
	case 1:
		return SUPPORT_NOW - HOUR;
	default:
		return SUPPORT_NOW + (int64_t)below(p, 3) * HOUR;
	}
}

static void live_on(struct playing *p)
{
	size_t erased;

	if (below(p, 6) == 0) {
		int64_t clock = SUPPORT_NOW + (int64_t)below(p, 9) * HISTORY_DAY;
		assert_int_equal(kiem_store_expire(p->store, &erased, clock, 1 + below(p, 3)), KIEM_DONE);
	}
	if (below(p, 3) == 0) {
		p->knows[below(p, HISTORY_AUTHORS)] ^= true;
	}
	tamper(p);
	look(p, some_time(p), below(p, 10) == 0);
}

static void arrive(struct playing *p)
{
	struct history *h = p->h;
	struct kiem_entry entries[MODEL_MAX];
	size_t order[MODEL_MAX];

	for (size_t i = 0; i < h->made; i++) {
		size_t j = p->ordered ? i : below(p, i + 1);
		order[i] = order[j];
		order[j] = h->at[i];
	}
	for (size_t from = 0, to, n; from < h->made; from = to) {
		struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
		to = from + 1 + below(p, 4);
		to = to < h->made ? to : h->made;
		n = 0;
		for (size_t i = from; i < to; i++) {
			size_t at = below(p, 12) == 0 ? order[below(p, i + 1)] : order[i];
			if (at != MODEL_NONE) {
				const struct support_bytes *bytes = &h->model.posts[at]->bytes;
				entries[n++] = (struct kiem_entry){.bytes = {bytes->b, bytes->n}};
			}
		}
		assert_int_equal(kiem_store_admit(p->store, entries, n, &how), KIEM_DONE);
		live_on(p);
	}
}

static void play(struct history *h, size_t *files)
{
	struct playing p = {.random = h->random, .h = h};
	struct kiem_store_options options = {.dir = p.dir, .create = true};

	p.ordered = below(&p, 2) == 0;
	p.lazy = below(&p, 2) == 0;
	support_tmpdir(p.dir);
	snprintf(p.extract, sizeof(p.extract), "%s/views/extract", p.dir);
	snprintf(p.briefs, sizeof(p.briefs), "%s/views/coalitions", p.dir);
	snprintf(p.saved, sizeof(p.saved), "%s/saved", p.dir);
	snprintf(p.saved_extract, sizeof(p.saved_extract), "%s/saved-extract", p.dir);
	assert_int_equal(kiem_store_open(&p.store, &options), KIEM_DONE);
	arrive(&p);
	for (size_t i = 0; i < 4; i++) {
		live_on(&p);
	}
	kiem_store_close(p.store);
	support_rmtree(p.dir);
	*files += p.files;
}

static void what_is_kept_is_what_is_worked_out(void **state)
{
	static const struct shrink_game game = {.make = brief_history_make, .play = play};
	size_t files, histories = shrink_run(&game, BUDGET_MS, &files);

	print_message("%zu histories, %zu looks that found briefs\n", histories, files);
	assert_true(histories == 0 || files > histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_is_kept_is_what_is_worked_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
