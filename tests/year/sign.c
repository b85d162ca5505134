/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing, which takes nearly all of the time, by several threads. Threads take acts in their order, and wait for what an act
 * names, which some thread took before; so none waits for ever. A window of acts is signed, then handed out in order.
 */
#include "year.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#define WINDOW 8192
#define THREADS_MAX 16
#define BYTES_MAX 4096 /* of one post */

struct signing {
	struct year *year;
	size_t from, to; /* the window */
	atomic_size_t next;
	atomic_bool *done; /* of each act of the window */
	uint16_t *lengths;
	uint8_t (*bytes)[BYTES_MAX];
};

static size_t make(uint8_t out[static BYTES_MAX], const struct year *year, uint32_t act)
{
	struct kiem_post post;
	struct year_words words;
	size_t n;

	year_render(&post, &words, year, act);
	enum kiem_verdict verdict = kiem_post_make(out, &n, BYTES_MAX, &post, year->secrets[year->acts[act].author]);
	if (verdict != KIEM_OK) {
		fprintf(stderr, "make_year: act %u of kind %u is refused: %s\n", act, year->acts[act].kind,
		        kiem_verdict_name(verdict));
		abort();
	}
	return n;
}

static void wait_for_links(struct signing *s, const struct year_act *act)
{
	for (size_t i = 0; i < act->n_links; i++) {
		while (act->links[i] >= s->from && !atomic_load_explicit(&s->done[act->links[i] - s->from], memory_order_acquire)) {
			sched_yield();
		}
	}
}

static void *sign_some(void *arg)
{
	struct signing *s = arg;
	size_t i;

	while ((i = atomic_fetch_add(&s->next, 1)) < s->to) {
		size_t at = i - s->from;
		wait_for_links(s, &s->year->acts[i]);
		s->lengths[at] = (uint16_t)make(s->bytes[at], s->year, (uint32_t)i);
		kiem_id_of(&s->year->ids[i], s->bytes[at], s->lengths[at]);
		atomic_store_explicit(&s->done[at], true, memory_order_release);
	}
	return NULL;
}

static bool sign_window(struct signing *s, unsigned threads)
{
	pthread_t others[THREADS_MAX];
	unsigned n = 0;

	atomic_store(&s->next, s->from);
	for (size_t i = 0; i < WINDOW; i++) {
		atomic_store_explicit(&s->done[i], false, memory_order_relaxed);
	}
	while (n + 1 < threads && n < THREADS_MAX && pthread_create(&others[n], NULL, sign_some, s) == 0) {
		n++;
	}
	sign_some(s);
	while (n > 0) {
		pthread_join(others[--n], NULL);
	}
	return true;
}

bool year_kept(const struct year *year, uint32_t act)
{
	return year->acts[act].lasting > year->end_ms;
}

/* One that is past its own until stands behind the renewal that keeps it: the door would not take it in before that. */
static bool give(struct signing *s, size_t i, year_take_fn take, void *ctx)
{
	const struct year_act *act = &s->year->acts[i];
	uint8_t late[BYTES_MAX];

	if (act->until > s->year->end_ms && !take(ctx, s->bytes[i - s->from], s->lengths[i - s->from])) {
		return false;
	}
	return act->late == YEAR_NONE || take(ctx, late, make(late, s->year, act->late));
}

bool year_write(struct year *year, unsigned threads, year_take_fn take, void *ctx)
{
	struct signing s = {.year = year};
	bool ok = false;

	s.done = calloc(WINDOW, sizeof(*s.done));
	s.lengths = calloc(WINDOW, sizeof(*s.lengths));
	s.bytes = malloc(WINDOW * sizeof(*s.bytes));
	free(year->ids);
	year->ids = calloc(year->n, sizeof(*year->ids));
	if (s.done == NULL || s.lengths == NULL || s.bytes == NULL || year->ids == NULL) {
		goto cleanup;
	}
	ok = true;
	for (s.from = 0; ok && s.from < year->n; s.from = s.to) {
		s.to = s.from + WINDOW < year->n ? s.from + WINDOW : year->n;
		ok = sign_window(&s, threads);
		for (size_t i = s.from; ok && i < s.to; i++) {
			ok = give(&s, i, take, ctx);
		}
	}
cleanup:
	free(s.done);
	free(s.lengths);
	free(s.bytes);
	return ok;
}
