/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The extract against the store: random histories arrive in any order, in several pieces with an opening after each, over one file;
 * some of it expires in between. Each time what is opened over the file must be what is made from nothing, and both what the views
 * of the store say of single posts and people. Then the file is damaged in every way that chance finds. Stops by itself after about
 * four seconds.
 */
#include "extract_same.h"
#include "shrink.h"

#include <sys/stat.h>
#include <unistd.h>

#define BUDGET_MS 4000
#define LATER (SUPPORT_NOW + 5 * HISTORY_DAY)

static size_t below(uint64_t *random, size_t n)
{
	return (size_t)(support_random(random) % n);
}

/* ---- what the histories lack: people ---- */

static void add_post(struct history *h, struct kiem_post *post, size_t author)
{
	struct support_bytes bytes;
	char words[32];

	snprintf(words, sizeof(words), "persoon %zu", h->model.n);
	post->text = support_span(words);
	post->board = support_span(history_boards[below(&h->random, HISTORY_BOARDS)]);
	post->made = SUPPORT_NOW - (int64_t)below(&h->random, 12) * 1000;
	post->until = SUPPORT_NOW + (int64_t)(1 + below(&h->random, 12)) * HISTORY_DAY;
	support_make(&bytes, post, &h->authors[author]);
	h->author_of[h->model.n] = author;
	model_add(&h->model, &bytes);
}

static void add_profile(struct history *h, size_t author)
{
	struct kiem_post post = {.kind = KIEM_PROFILE, .name = support_span("iemand"), .sector = 1 + below(&h->random, 300)};

	post.unnamed = below(&h->random, 4) == 0;
	post.has_heir = below(&h->random, 2) == 0;
	post.heir = h->authors[below(&h->random, HISTORY_AUTHORS)].key;
	add_post(h, &post, author);
}

static void add_to_person(struct history *h, size_t author)
{
	static const uint64_t kinds[] = {KIEM_SUCCEED, KIEM_SUCCEED, KIEM_SUCCEED, KIEM_VOUCH, KIEM_ADDRESS};
	struct kiem_post post = {.kind = kinds[below(&h->random, 5)], .has_whom = true, .level = 2};

	post.whom = h->authors[below(&h->random, HISTORY_AUTHORS)].key;
	add_post(h, &post, author);
}

/* Takes something back of whatever kind, or cancels it. */
static void add_undoing(struct history *h)
{
	size_t target = below(&h->random, h->model.n);
	struct kiem_post post = {.kind = below(&h->random, 2) == 0 ? KIEM_RETRACT : KIEM_UNVOUCH, .n_links = 1};

	post.links[0].relation = KIEM_CANCELS;
	post.links[0].id = h->model.posts[target]->post.id;
	add_post(h, &post, h->author_of[target]);
}

static void make(struct history *h, uint64_t seed)
{
	history_make(h, seed);
	for (size_t n = 10 + below(&h->random, 30); n > 0; n--) {
		size_t author = below(&h->random, HISTORY_AUTHORS), what = below(&h->random, 3);
		if (what == 0) {
			add_profile(h, author);
		} else if (what == 1) {
			add_to_person(h, author);
		} else {
			add_undoing(h);
		}
	}
}

/* ---- histories ---- */

struct playing {
	struct kiem_store *store;
	char dir[256], path[300];
	uint64_t random;
	size_t files; /* openings that found a file with rows */
};

static void look(struct playing *p, int64_t now_ms)
{
	struct extract_limits limits = {.save_from = below(&p->random, 20), .gone_max = below(&p->random, 30)};
	struct view_extract *kept, *fresh;
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, p->store), KIEM_DONE);
	assert_int_equal(extract_open(&kept, read, p->path, now_ms, &limits, NULL, NULL), KIEM_DONE);
	assert_int_equal(view_extract_open(&fresh, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	p->files += kept->own->n_file > 0;
	extract_as_the_store_says(fresh, read, now_ms);
	extract_same(kept, fresh);
	view_extract_close(kept);
	view_extract_close(fresh);
	kiem_read_end(read);
}

/* As in history_arrive, the order is drawn over everything that was made. */
static void arrive(struct playing *p, struct history *h)
{
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true, .local = below(&p->random, 2) == 0};
	struct kiem_entry entries[MODEL_MAX];
	size_t order[MODEL_MAX], erased;

	for (size_t i = 0; i < h->made; i++) {
		size_t j = below(&p->random, i + 1);
		order[i] = order[j];
		order[j] = h->at[i];
	}
	for (size_t from = 0, to, n; from < h->made; from = to) {
		to = from + 1 + below(&p->random, h->made / 3);
		to = to < h->made ? to : h->made;
		n = 0;
		for (size_t i = from; i < to; i++) {
			if (order[i] != MODEL_NONE) {
				const struct support_bytes *bytes = &h->model.posts[order[i]]->bytes;
				entries[n++] = (struct kiem_entry){.bytes = {bytes->b, bytes->n}};
			}
		}
		assert_int_equal(kiem_store_admit(p->store, entries, n, &how), KIEM_DONE);
		if (below(&p->random, 4) == 0) {
			assert_int_equal(kiem_store_expire(p->store, &erased, LATER, 1000), KIEM_DONE);
		}
		look(p, below(&p->random, 2) == 0 ? SUPPORT_NOW : LATER);
	}
}

static void play_then(struct history *h, size_t *files, void (*then)(struct playing *))
{
	struct playing p = {.random = h->random};
	struct kiem_store_options options = {.dir = p.dir, .create = true};

	support_tmpdir(p.dir);
	snprintf(p.path, sizeof(p.path), "%s/views/extract", p.dir);
	assert_int_equal(kiem_store_open(&p.store, &options), KIEM_DONE);
	arrive(&p, h);
	look(&p, LATER);
	if (then != NULL) {
		then(&p);
	}
	kiem_store_close(p.store);
	support_rmtree(p.dir);
	*files += p.files;
}

static void play(struct history *h, size_t *files)
{
	play_then(h, files, NULL);
}

static void over_a_file_as_from_nothing(void **state)
{
	static const struct shrink_game game = {.make = make, .play = play};
	size_t files, histories = shrink_run(&game, BUDGET_MS / 2, &files);

	print_message("%zu histories, opened over a file %zu times\n", histories, files);
	assert_true(histories == 0 || files > histories);
}

/* ---- damage ---- */

/* Returns of how many rows it is; without any there is no file. */
static size_t save_now(struct playing *p)
{
	struct extract_limits limits = {.save_from = 0, .gone_max = SIZE_MAX / 2};
	struct view_extract *x;
	struct kiem_read *read;

	unlink(p->path);
	assert_int_equal(kiem_read_begin(&read, p->store), KIEM_DONE);
	assert_int_equal(extract_open(&x, read, p->path, SUPPORT_NOW, &limits, NULL, NULL), KIEM_DONE);
	size_t rows = x->n;
	view_extract_close(x);
	kiem_read_end(read);
	return rows;
}

static void flip(const char *path, long at, int bits)
{
	FILE *file = fopen(path, "r+b");

	assert_non_null(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	int byte = fgetc(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	assert_int_equal(fputc(byte ^ bits, file), byte ^ bits);
	assert_int_equal(fclose(file), 0);
}

static void hurt(struct playing *p)
{
	struct stat st;

	if (save_now(p) == 0) {
		return;
	}
	assert_int_equal(stat(p->path, &st), 0);
	for (long at = 0; at < 740; at += at < 160 ? 1 : 7) {
		flip(p->path, at, 1 << below(&p->random, 8));
		look(p, SUPPORT_NOW);
		save_now(p);
	}
	for (size_t i = 0; i < 100; i++) {
		flip(p->path, (long)below(&p->random, (size_t)st.st_size), 1 << below(&p->random, 8));
		look(p, SUPPORT_NOW);
		save_now(p);
	}
	for (size_t i = 0; i < 30; i++) {
		assert_int_equal(truncate(p->path, (off_t)below(&p->random, (size_t)st.st_size)), 0);
		look(p, SUPPORT_NOW);
		save_now(p);
	}
}

static void play_and_hurt(struct history *h, size_t *files)
{
	play_then(h, files, hurt);
}

static void a_damaged_file_is_made_anew(void **state)
{
	static const struct shrink_game game = {.make = make, .play = play_and_hurt};

	shrink_run(&game, 0, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(over_a_file_as_from_nothing),
	        cmocka_unit_test(a_damaged_file_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
