/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening the extract: what the file has, what is newer, and when the file is worth writing again. What is newer is taken in at
 * every opening until then, so that is kept small; a file that has many rows that are gone is left for one made from the store.
 */
#include "extract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/*
 * What is not in the file costs some microseconds a row at every opening, and writing it some 100 ns a row of all: a thousand rows
 * and one in 256 keep the first at about 10 ms, and the second small when spread over the posts that led to it.
 */
#define SAVE_FROM 1024
#define SAVE_SHARE 256
#define GONE_MAX 1024
#define GONE_SHARE 8

size_t extract_new_max(const struct view_extract *x)
{
	uint64_t last = kiem_read_last(x->own->read), posts = kiem_read_posts(x->own->read);
	uint64_t newer = last > x->own->last ? last - x->own->last : 0;

	return (size_t)(newer < posts ? newer : posts);
}

static enum kiem_err create(struct view_extract **out, struct kiem_read *read, const char *boot)
{
	struct view_extract *x = calloc(1, sizeof(*x));

	*out = x;
	if (x == NULL) {
		return KIEM_E_MEMORY;
	}
	x->own = calloc(1, sizeof(*x->own));
	if (x->own == NULL) {
		return KIEM_E_MEMORY;
	}
	x->own->read = read;
	x->own->boot = boot;
	memset(x->last_of_kind, 0xff, sizeof(x->last_of_kind));
	return KIEM_DONE;
}

/* An extract without rows. */
static enum kiem_err empty(struct view_extract **out, struct kiem_read *read, const char *boot)
{
	enum kiem_err err = create(out, read, boot);

	if (err == KIEM_DONE) {
		struct extract_own *own = (*out)->own;
		/* Should there be no randomness yet, the time is better than nothing. */
		if (getrandom(&own->salt, sizeof(own->salt), GRND_NONBLOCK) != (ssize_t)sizeof(own->salt)) {
			own->salt = (uint64_t)time(NULL) * 0x9e3779b97f4a7c15ULL;
		}
		own->salt |= 1;
		err = extract_reserve(*out, extract_new_max(*out));
	}
	return err;
}

static enum kiem_err catch_up(struct view_extract *x, bool *agrees, int64_t now_ms, view_progress_fn progress, void *ctx)
{
	enum kiem_err err = extract_append(x, progress, ctx);

	if (err == KIEM_DONE) {
		err = extract_links_resolve(x);
	}
	if (err == KIEM_DONE) {
		err = extract_touched(x);
	}
	if (err == KIEM_DONE) {
		err = extract_missing(x, agrees, now_ms);
	}
	return err == KIEM_DONE ? extract_profiles_find(x, 0) : err;
}

/* From the file; *out is NULL when that cannot be. */
static enum kiem_err from_file(
        struct view_extract **out, struct kiem_read *read, const char *path, int64_t now_ms, const struct extract_limits *limits)
{
	bool agrees = false;
	enum kiem_err err = create(out, read, limits->boot);

	if (err == KIEM_DONE && extract_load(*out, path)) {
		err = catch_up(*out, &agrees, now_ms, NULL, NULL);
	}
	if (!agrees || err != KIEM_DONE || (*out)->own->n_gone > limits->gone_max + (*out)->n / GONE_SHARE) {
		view_extract_close(*out);
		*out = NULL;
	}
	return err == KIEM_E_MEMORY || err == KIEM_E_DISK ? err : KIEM_DONE;
}

static enum kiem_err from_store(
        struct view_extract **out, struct kiem_read *read, int64_t now_ms, const char *boot, view_progress_fn progress, void *ctx)
{
	bool agrees = false;
	enum kiem_err err = empty(out, read, boot);

	if (err == KIEM_DONE) {
		err = catch_up(*out, &agrees, now_ms, progress, ctx);
	}
	return err == KIEM_DONE && !agrees ? KIEM_E_DAMAGED : err;
}

/* What is only needed while opening. */
static void opened(struct extract_own *own)
{
	free(own->touched.at);
	free(own->stale.at);
	free(own->pending);
	own->touched = (struct extract_list){0};
	own->stale = (struct extract_list){0};
	own->pending = NULL;
	own->read = NULL;
}

static bool worth_saving(const struct view_extract *x, const struct extract_limits *limits)
{
	return x->n - x->own->n_file + x->own->n_went > limits->save_from + x->own->n_file / SAVE_SHARE;
}

enum kiem_err extract_open(struct view_extract **out, struct kiem_read *read, const char *path, int64_t now_ms,
        const struct extract_limits *limits, view_progress_fn progress, void *ctx)
{
	struct view_extract *x = NULL;
	enum kiem_err err = KIEM_DONE;

	*out = NULL;
	if (path != NULL) {
		err = from_file(&x, read, path, now_ms, limits);
	}
	if (err == KIEM_DONE && x == NULL) {
		err = from_store(&x, read, now_ms, limits->boot, progress, ctx);
	}
	if (err == KIEM_DONE && path != NULL && worth_saving(x, limits)) {
		extract_save(x, path);
	}
	if (err == KIEM_DONE) {
		err = extract_settle(x, now_ms);
	}
	if (err == KIEM_DONE) {
		opened(x->own);
		x->own->path = path == NULL ? NULL : strdup(path);
		x->own->save_from = limits->save_from;
		*out = x;
		x = NULL;
	}
	view_extract_close(x);
	return err;
}

char *extract_beside(const struct view_extract *x, const char *name)
{
	const char *path = x->own->path, *end = path == NULL ? NULL : strrchr(path, '/');
	char *beside = NULL;

	if (path == NULL || asprintf(&beside, "%.*s%s", end == NULL ? 0 : (int)(end + 1 - path), path, name) < 0) {
		return NULL;
	}
	return beside;
}

enum kiem_err view_extract_open(
        struct view_extract **out, struct kiem_read *read, const char *path, int64_t now_ms, view_progress_fn progress, void *ctx)
{
	static const struct extract_limits limits = {.save_from = SAVE_FROM, .gone_max = GONE_MAX};

	return extract_open(out, read, path, now_ms, &limits, progress, ctx);
}

void view_extract_close(struct view_extract *x)
{
	if (x == NULL) {
		return;
	}
	if (x->own != NULL) {
		opened(x->own);
		extract_release(x);
		free(x->own->path);
		free(x->next_key);
		free(x->own);
	}
	free(x);
}
