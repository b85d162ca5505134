/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The extract against the store: random histories arrive in any order, in several pieces with an opening after each, over one file;
 * some of it expires in between. Each time what is opened over the file must be what is made from nothing, and both what the views
 * of the store say of single posts and people. Then the file is damaged in every way that chance finds. Stops by itself after about
 * four seconds.
 */
#include "../../node/view/extract.h"
#include "../../node/view/room.h"
#include "view_history.h"

#include <sys/stat.h>
#include <time.h>
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

static void add_people(struct history *h)
{
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

/* ---- two extracts of one snapshot ---- */

static bool gone(const struct view_extract *x, uint32_t row)
{
	return (x->flags[row] & VIEW_ROW_GONE) != 0;
}

static void same_person(const struct view_extract *a, uint32_t p, const struct view_extract *b, uint32_t q)
{
	assert_int_equal(p == VIEW_NONE, q == VIEW_NONE);
	if (p != VIEW_NONE) {
		assert_memory_equal(a->key[p].b, b->key[q].b, 32);
	}
}

/* The arrival number of what a link names, 0 when it is not here any more. */
static uint64_t named(const struct view_extract *x, uint32_t link)
{
	uint32_t target = x->target[link];

	return target == VIEW_NONE || gone(x, target) ? 0 : x->number[target];
}

static void same_links(const struct view_extract *a, uint32_t r, const struct view_extract *b, uint32_t s)
{
	uint32_t n = a->link_first[r + 1] - a->link_first[r];

	assert_int_equal(n, b->link_first[s + 1] - b->link_first[s]);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = a->link_first[r] + i, l = b->link_first[s] + i;
		assert_int_equal(a->relation[k], b->relation[l]);
		assert_int_equal(a->source[k], r);
		assert_int_equal(named(a, k), named(b, l));
	}
}

/* What names a row, whatever the order: how many links, and the sums of their sources' numbers and relations. */
static void around_sums(const struct view_extract *x, uint32_t row, uint64_t sums[static 3])
{
	memset(sums, 0, 3 * sizeof(sums[0]));
	for (uint32_t l = x->around[row]; l != VIEW_NONE; l = x->around_next[l]) {
		assert_int_equal(x->target[l], row);
		if (!gone(x, x->source[l])) {
			uint64_t number = x->number[x->source[l]];
			sums[0]++;
			sums[1] += number * number;
			sums[2] += number * x->relation[l];
		}
	}
}

static void same_row(const struct view_extract *a, uint32_t r, const struct view_extract *b, uint32_t s)
{
	uint64_t of_a[3], of_b[3];

	assert_int_equal(a->made[r], b->made[s]);
	assert_int_equal(a->until[r], b->until[s]);
	assert_int_equal(a->board[r], b->board[s]);
	assert_int_equal(a->kind[r], b->kind[s]);
	assert_int_equal(a->flags[r], b->flags[s]);
	assert_int_equal(a->signals[r], b->signals[s]);
	assert_int_equal(a->roles[r], b->roles[s]);
	assert_int_equal(a->level[r], b->level[s]);
	assert_memory_equal(a->id[r].b, b->id[s].b, 32);
	same_person(a, a->author[r], b, b->author[s]);
	same_person(a, a->whom[r], b, b->whom[s]);
	same_links(a, r, b, s);
	around_sums(a, r, of_a);
	around_sums(b, s, of_b);
	assert_memory_equal(of_a, of_b, sizeof(of_a));
}

static void same_people(const struct view_extract *a, const struct view_extract *b)
{
	for (uint32_t q = 0; q < b->n_persons; q++) {
		uint32_t p = view_person_of(a, &b->key[q]);
		assert_true(p != VIEW_NONE);
		assert_int_equal(a->profile[p] == VIEW_NONE, b->profile[q] == VIEW_NONE);
		if (a->profile[p] != VIEW_NONE) {
			assert_int_equal(a->number[a->profile[p]], b->number[b->profile[q]]);
		}
		assert_int_equal(a->sector[p], b->sector[q]);
		assert_int_equal(a->unnamed[p], b->unnamed[q]);
		same_person(a, a->heir[p], b, b->heir[q]);
		same_person(a, a->self[p], b, b->self[q]);
	}
}

static void same(const struct view_extract *a, const struct view_extract *b)
{
	size_t n = 0;

	for (uint32_t r = 0; r < a->n; r++) {
		uint32_t s = view_row_of(b, a->number[r]);
		assert_int_equal(s == VIEW_NONE, gone(a, r));
		if (s != VIEW_NONE) {
			same_row(a, r, b, s);
			n++;
		}
	}
	assert_int_equal(n, b->n);
	same_people(a, b);
}

/* ---- an extract and what the store says ---- */

static void as_the_store_says(const struct view_extract *x, struct kiem_read *read, int64_t now_ms)
{
	assert_int_equal(x->n, kiem_read_posts(read));
	for (uint32_t r = 0; r < x->n; r++) {
		struct kiem_kept kept;
		uint64_t original;
		assert_int_equal(kiem_read_post(read, &kept, x->number[r]), KIEM_DONE);
		assert_int_equal(x->until[r], kept.until);
		assert_memory_equal(x->id[r].b, kept.post.id.b, 32);
		assert_int_equal(x->kind[r], kept.post.kind);
		assert_int_equal(x->link_first[r + 1] - x->link_first[r], kept.post.n_links);
		assert_int_equal(view_original(&original, read, x->number[r], now_ms), KIEM_DONE);
		assert_int_equal(x->number[view_row_original(x, r, now_ms)], original);
		if (kept.post.kind == KIEM_JOIN) {
			struct view_join join = {
			        .id = kept.post.id, .author = kept.post.author, .until = kept.post.until, .in_force = true};
			assert_int_equal(join_leave_read(read, &join, now_ms), KIEM_DONE);
			uint32_t leave = view_row_cancelled(x, r, KIEM_LEAVE, now_ms);
			assert_int_equal(leave == VIEW_NONE ? 0 : x->number[leave], join.leave);
		}
	}
	for (uint32_t p = 0; p < x->n_persons; p++) {
		struct view_person person;
		assert_int_equal(view_person(&person, read, &x->key[p], now_ms), KIEM_DONE);
		assert_int_equal(x->profile[p] == VIEW_NONE ? 0 : x->number[x->profile[p]], person.profile);
		assert_int_equal(x->unnamed[p], person.unnamed);
		assert_int_equal(x->sector[p], person.sector < UINT8_MAX ? person.sector : UINT8_MAX);
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
	as_the_store_says(fresh, read, now_ms);
	same(kept, fresh);
	view_extract_close(kept);
	view_extract_close(fresh);
	kiem_read_end(read);
}

static void arrive(struct playing *p, struct history *h)
{
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true, .local = below(&p->random, 2) == 0};
	struct kiem_entry entries[MODEL_MAX];
	size_t order[MODEL_MAX], erased;

	for (size_t i = 0; i < h->model.n; i++) {
		size_t j = below(&p->random, i + 1);
		order[i] = order[j];
		order[j] = i;
	}
	for (size_t from = 0, to; from < h->model.n; from = to) {
		to = from + 1 + below(&p->random, h->model.n / 3);
		to = to < h->model.n ? to : h->model.n;
		for (size_t i = from; i < to; i++) {
			const struct support_bytes *bytes = &h->model.posts[order[i]]->bytes;
			entries[i - from] = (struct kiem_entry){.bytes = {bytes->b, bytes->n}};
		}
		assert_int_equal(kiem_store_admit(p->store, entries, to - from, &how), KIEM_DONE);
		if (below(&p->random, 4) == 0) {
			assert_int_equal(kiem_store_expire(p->store, &erased, LATER, 1000), KIEM_DONE);
		}
		look(p, below(&p->random, 2) == 0 ? SUPPORT_NOW : LATER);
	}
}

static size_t play(struct history *h, uint64_t seed, void (*then)(struct playing *))
{
	struct playing p = {.random = seed};
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
	return p.files;
}

static int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void over_a_file_as_from_nothing(void **state)
{
	int64_t start = clock_ms();
	uint64_t seed = support_seed();
	size_t histories = 0, files = 0;

	do {
		struct history h;
		history_make(&h, seed + histories);
		add_people(&h);
		files += play(&h, seed + histories, NULL);
		model_finish(&h.model);
		histories++;
	} while (clock_ms() - start < BUDGET_MS / 2);
	print_message("%zu histories, opened over a file %zu times\n", histories, files);
	assert_true(files > histories);
}

/* ---- damage ---- */

static void save_now(struct playing *p)
{
	struct extract_limits limits = {.save_from = 0, .gone_max = SIZE_MAX / 2};
	struct view_extract *x;
	struct kiem_read *read;

	unlink(p->path);
	assert_int_equal(kiem_read_begin(&read, p->store), KIEM_DONE);
	assert_int_equal(extract_open(&x, read, p->path, SUPPORT_NOW, &limits, NULL, NULL), KIEM_DONE);
	view_extract_close(x);
	kiem_read_end(read);
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

	save_now(p);
	assert_int_equal(stat(p->path, &st), 0);
	for (long at = 0; at < 140; at++) {
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

static void a_damaged_file_is_made_anew(void **state)
{
	struct history h;
	uint64_t seed = support_seed();

	history_make(&h, seed);
	add_people(&h);
	play(&h, seed, hurt);
	model_finish(&h.model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(over_a_file_as_from_nothing),
	        cmocka_unit_test(a_damaged_file_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
