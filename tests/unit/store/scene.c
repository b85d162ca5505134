/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See scene.h. */
#include "scene.h"

int scene_setup(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	support_tmpdir(scene->dir);
	scene->now = SUPPORT_NOW;
	support_author(&scene->anna, 1);
	support_author(&scene->bram, 2);
	scene_open(scene, 0, 0);
	assert_int_equal(kiem_store_follow(scene->store, SCENE_BOARD), KIEM_DONE);
	*state = scene;
	return 0;
}

int scene_teardown(void **state)
{
	struct scene *scene = *state;

	scene_close(scene);
	support_rmtree(scene->dir);
	free(scene);
	return 0;
}

void scene_open(struct scene *scene, uint64_t cap, unsigned threads)
{
	struct kiem_store_options options = {.dir = scene->dir, .create = true, .cap = cap, .threads = threads};

	scene_close(scene);
	assert_int_equal(kiem_store_open(&scene->store, &options), KIEM_DONE);
}

void scene_close(struct scene *scene)
{
	kiem_store_close(scene->store);
	scene->store = NULL;
}

enum kiem_err scene_admit_all(struct scene *scene, struct kiem_entry *entries, size_t n)
{
	return kiem_store_admit(scene->store, entries, n, &(struct kiem_admit){.now_ms = scene->now});
}

enum kiem_verdict scene_admit(struct scene *scene, const struct support_bytes *bytes, struct kiem_entry *entry)
{
	struct kiem_entry own;

	entry = entry != NULL ? entry : &own;
	entry->bytes = (struct kiem_span){bytes->b, bytes->n};
	assert_int_equal(scene_admit_all(scene, entry, 1), KIEM_DONE);
	return entry->verdict;
}

void scene_post(struct support_bytes *out, uint64_t kind, const char *title, int64_t made, int64_t until,
        const struct support_author *author)
{
	struct kiem_post post = {.kind = kind, .title = support_span(title), .made = made, .until = until};

	post.board = support_span(SCENE_BOARD);
	support_make(out, &post, author);
}

void scene_tie(struct support_bytes *out, uint64_t kind, const struct support_bytes *to, int64_t made, int64_t until,
        const struct support_author *author)
{
	scene_tie_on(out, SCENE_BOARD, kind, to, made, until, author);
}

void scene_tie_on(struct support_bytes *out, const char *board, uint64_t kind, const struct support_bytes *to, int64_t made,
        int64_t until, const struct support_author *author)
{
	struct kiem_post post = {.kind = kind, .made = made, .until = until, .n_links = 1};

	post.board = support_span(board);
	post.text = kind == KIEM_NOTE ? support_span("een aantekening") : post.text;
	post.links[0].relation = kind == KIEM_RETRACT || kind == KIEM_LEAVE ? KIEM_CANCELS : KIEM_ABOUT;
	scene_id(&post.links[0].id, to);
	support_make(out, &post, author);
}

void scene_id(struct kiem_id *id, const struct support_bytes *bytes)
{
	kiem_id_of(id, bytes->b, bytes->n);
}

static bool find(struct scene *scene, struct kiem_kept *kept, const struct support_bytes *bytes)
{
	struct kiem_read *read;
	struct kiem_id id;
	uint64_t number;

	scene_id(&id, bytes);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	enum kiem_err err = kiem_read_find(read, &number, &id);
	if (err == KIEM_DONE) {
		assert_int_equal(kiem_read_post(read, kept, number), KIEM_DONE);
		assert_memory_equal(kept->post.bytes.p, bytes->b, bytes->n);
	} else {
		assert_int_equal(err, KIEM_E_NOT_FOUND);
	}
	kiem_read_end(read);
	return err == KIEM_DONE;
}

bool scene_has(struct scene *scene, const struct support_bytes *bytes)
{
	struct kiem_kept kept;

	return find(scene, &kept, bytes);
}

int64_t scene_until(struct scene *scene, const struct support_bytes *bytes)
{
	struct kiem_kept kept;

	assert_true(find(scene, &kept, bytes));
	return kept.until;
}

/* ---- every index against the posts ---- */

static size_t count(struct kiem_read *read, struct kiem_walk walk, uint64_t wanted)
{
	size_t n_wanted = 0;
	uint64_t last = 0;
	size_t n = 0;

	while (kiem_walk_next(read, &walk)) {
		n_wanted += walk.number == wanted;
		assert_true(walk.by == KIEM_BY_BOARD || walk.number > last);
		last = walk.number;
		n++;
	}
	if (wanted != 0) {
		assert_int_equal(n_wanted, 1);
	}
	return n;
}

static void check_post(struct kiem_read *read, uint64_t number, const struct kiem_board *board)
{
	struct kiem_kept kept;
	uint64_t found;

	assert_int_equal(kiem_read_post(read, &kept, number), KIEM_DONE);
	const struct kiem_post *post = &kept.post;
	assert_int_equal(kiem_read_find(read, &found, &post->id), KIEM_DONE);
	assert_int_equal(found, number);
	count(read, (struct kiem_walk){.by = KIEM_BY_BOARD, .board = board->number}, number);
	count(read, (struct kiem_walk){.by = KIEM_BY_KIND, .board = board->number, .kind = post->kind}, number);
	count(read, (struct kiem_walk){.by = KIEM_BY_AUTHOR, .author = post->author}, number);
	count(read, (struct kiem_walk){.by = KIEM_BY_AUTHOR, .author = post->author, .kind = post->kind}, number);
	for (size_t i = 0; i < post->n_links; i++) {
		count(read, (struct kiem_walk){.by = KIEM_BY_TARGET, .target = post->links[i].id}, number);
	}
}

void scene_check(struct scene *scene)
{
	struct kiem_board boards[16], board;
	struct kiem_store_stat stat;
	struct kiem_read *read;
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL};
	size_t n_boards, n = 0, rows = 0;
	uint64_t bytes = 0, board_posts = 0, board_bytes = 0;

	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	while (kiem_walk_next(read, &walk)) {
		struct kiem_kept kept;
		char name[KIEM_BOARD_MAX + 1] = "";

		assert_int_equal(kiem_read_post(read, &kept, walk.number), KIEM_DONE);
		memcpy(name, kept.post.board.p, kept.post.board.n);
		assert_int_equal(kiem_read_board(read, &board, name), KIEM_DONE);
		check_post(read, walk.number, &board);
		bytes += kept.post.bytes.n;
		n++;
	}
	assert_int_equal(kiem_read_boards(read, boards, &n_boards, 16), KIEM_DONE);
	for (size_t i = 0; i < n_boards; i++) {
		board_posts += boards[i].posts;
		board_bytes += boards[i].bytes;
		rows += count(read, (struct kiem_walk){.by = KIEM_BY_BOARD, .board = boards[i].number}, 0);
	}
	kiem_read_end(read);
	assert_int_equal(stat.posts, n);
	assert_int_equal(stat.post_bytes, bytes);
	assert_int_equal(board_posts, n);
	assert_int_equal(board_bytes, bytes);
	assert_int_equal(rows, n);
}
