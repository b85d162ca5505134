/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See briefs.h. Every initiative is gone by; its brief is taken from the file, or worked out when the file's is of no use. */
#include "briefs.h"

#include <stdlib.h>

struct making {
	const struct view_extract *x;
	const struct view_eye *eye;
	struct briefs_file old, new;
	struct view_brief *list;  /* what comes of it; malloc'ed, like the next two */
	uint32_t *from;           /* parallel to it: which entry of the old file, or VIEW_NONE: the next of `made` */
	struct brief_entry *made; /* what was worked out */
	struct briefs_touch touch;
	struct circle circle;
	size_t n, cap_list, cap_from, n_made, cap_made;
	size_t taken; /* entries of the old file that were passed */
	size_t work;  /* posts and acts that were looked at */
};

static uint64_t rows_up_to(const struct view_extract *x, uint64_t number)
{
	size_t from = 0, to = x->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (x->number[middle] <= number) {
			from = middle + 1;
		} else {
			to = middle;
		}
	}
	return from;
}

/* Whether the file is of this extract, this day, and no later than now. */
static bool of_use(const struct making *m)
{
	const struct briefs_file *f = &m->old;
	const struct extract_own *own = m->x->own;

	return f->salt == own->salt && f->vanished == own->vanished && f->last <= own->last &&
	       rows_up_to(m->x, f->reaches) == f->rows && f->made_ms <= m->eye->now_ms && own->erased_until <= m->eye->now_ms &&
	       weight_day(f->made_ms, NEVER - 1) == weight_day(m->eye->now_ms, NEVER - 1) && f->successes == m->new.successes;
}

/* The row of a number; most are where they were. */
static uint32_t find(const struct view_extract *x, uint64_t number, uint32_t guess)
{
	return guess < x->n && x->number[guess] == number ? guess : view_row_of(x, number);
}

/* The file's entry for a row, when it is good still. */
static const struct brief_entry *kept(struct making *m, uint32_t row)
{
	const struct briefs_file *old = &m->old;
	uint64_t number = m->x->number[row];

	while (m->taken < old->n && old->list[m->taken].number > number) {
		m->taken++;
	}
	if (m->taken == old->n || old->list[m->taken].number != number || m->touch.rows[row] ||
	        old->list[m->taken].stale_ms <= m->eye->now_ms) {
		return NULL;
	}
	return &old->list[m->taken];
}

static enum kiem_err work_out(struct making *m, struct view_brief *brief, uint32_t row)
{
	const struct view_extract *x = m->x;
	void *made = room_for_one(m->made, &m->cap_made, m->n_made, sizeof(*m->made));

	if (made == NULL) {
		return KIEM_E_MEMORY;
	}
	m->made = made;
	enum kiem_err err = circle_gather(&m->circle, row);
	if (err == KIEM_DONE) {
		err = circle_brief(brief, &m->circle);
	}
	m->work += m->circle.n_posts + m->circle.n_acts;
	if (err == KIEM_DONE) {
		m->made[m->n_made++] = (struct brief_entry){.number = x->number[row],
		        .shown = x->number[brief->shown],
		        .newest_deed = brief->newest_deed == VIEW_NONE ? 0 : x->number[brief->newest_deed],
		        .stale_ms = m->circle.passes_ms,
		        .brief = *brief};
	}
	return err;
}

/* Its rows are where they are in this extract. */
static void take_over(struct view_brief *brief, const struct brief_entry *entry, const struct view_extract *x, uint32_t row)
{
	*brief = entry->brief;
	brief->row = row;
	brief->shown = entry->shown == entry->number ? row : find(x, entry->shown, brief->shown);
	brief->newest_deed = entry->newest_deed == 0 ? VIEW_NONE : find(x, entry->newest_deed, brief->newest_deed);
}

static enum kiem_err take(struct making *m, uint32_t row)
{
	void *list = room_for_one(m->list, &m->cap_list, m->n, sizeof(*m->list));

	m->list = list != NULL ? list : m->list;
	void *from = list != NULL ? room_for_one(m->from, &m->cap_from, m->n, sizeof(*m->from)) : NULL;
	if (from == NULL) {
		return KIEM_E_MEMORY;
	}
	m->from = from;
	const struct brief_entry *old = kept(m, row);
	struct view_brief *brief = &m->list[m->n];
	m->from[m->n++] = old != NULL ? (uint32_t)(old - m->old.list) : VIEW_NONE;
	if (old == NULL) {
		return work_out(m, brief, row);
	}
	take_over(brief, old, m->x, row);
	return KIEM_DONE;
}

static enum kiem_err take_all(struct making *m)
{
	const struct view_extract *x = m->x;
	enum kiem_err err = circle_init(&m->circle, x, m->eye, false);

	for (uint32_t row = x->last_of_kind[KIEM_INITIATIVE]; row != VIEW_NONE && err == KIEM_DONE; row = x->before_of_kind[row]) {
		if (view_row_live(x, row, m->eye->now_ms)) {
			err = take(m, row);
		}
	}
	circle_finish(&m->circle);
	return err;
}

/*
 * Whether writing the file is worth it: what was new would have to be looked at by every command until then. As many posts looked
 * at as there are briefs cost about as much as writing these.
 */
static bool worth_saving(const struct making *m)
{
	return m->work + m->touch.walked > m->x->own->save_from + m->n;
}

static void save(struct making *m, const char *path)
{
	struct brief_entry *all = malloc((m->n + 1) * sizeof(*all));

	for (size_t i = 0, made = 0; all != NULL && i < m->n; i++) {
		all[i] = m->from[i] != VIEW_NONE ? m->old.list[m->from[i]] : m->made[made++];
		all[i].brief = m->list[i];
	}
	if (all != NULL) {
		m->new.list = all;
		m->new.n = m->n;
		briefs_save(&m->new, m->x, m->eye->known, path);
	}
	free(all);
}

static enum kiem_err catch_up(struct making *m, const char *path)
{
	enum kiem_err err = KIEM_DONE;

	m->new.made_ms = m->eye->now_ms;
	m->new.last = m->x->own->last;
	m->new.reaches = m->x->own->saved_last;
	m->new.rows = m->x->own->n_saved;
	m->new.salt = m->x->own->salt;
	m->new.vanished = m->x->own->vanished;
	m->new.successes = briefs_successions(m->x);
	if (path != NULL && briefs_load(&m->old, path) && of_use(m)) {
		err = briefs_touched(&m->touch, m->x, &m->old, m->eye->known);
	}
	if (m->touch.rows == NULL || m->touch.all) {
		briefs_unload(&m->old);
	}
	err = err == KIEM_DONE ? take_all(m) : err;
	/* Who knows nobody looks at what somebody else keeps. */
	if (err == KIEM_DONE && path != NULL && m->eye->known != NULL && worth_saving(m)) {
		save(m, path);
	}
	return err;
}

/* For who knows nobody, all are strangers. */
static void forget_known(struct making *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct view_brief *brief = &m->list[i];
		brief->energy = (struct view_two){0, brief->energy.known + brief->energy.strangers};
		brief->people = (struct view_two){0, brief->people.known + brief->people.strangers};
	}
}

enum kiem_err briefs_create(struct view_brief **list, size_t *n, const struct view_extract *x, const struct view_eye *eye)
{
	struct making m = {.x = x, .eye = eye};
	char *path = extract_beside(x, "coalitions");
	enum kiem_err err = catch_up(&m, path);

	if (eye->known == NULL) {
		forget_known(&m);
	}
	briefs_unload(&m.old);
	briefs_touch_finish(&m.touch);
	free(m.from);
	free(m.made);
	free(path);
	if (err == KIEM_DONE) {
		*list = m.list;
		*n = m.n;
	} else {
		free(m.list);
	}
	return err;
}
