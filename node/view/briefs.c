/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See briefs.h. Every initiative is gone by; its brief is taken from the file, or worked out when the file's is of no use. */
#include "briefs.h"

#include <stdlib.h>

#define SAVE_SHARE 1 /* as many posts looked at as there are briefs to write cost about as much as writing them */

struct making {
	const struct view_extract *x;
	const struct view_eye *eye;
	struct briefs_file old, new;
	struct brief_entry *list; /* new.list; malloc'ed */
	struct briefs_touch touch;
	struct circle circle;
	size_t cap, taken; /* taken: entries of the old file that were passed */
	size_t work;       /* posts and acts that were looked at */
};

/* Whether the file is of this extract, this day, and no later than now. */
static bool of_use(const struct making *m)
{
	const struct briefs_file *f = &m->old;
	const struct extract_own *own = m->x->own;

	return f->salt == own->salt && f->vanished == own->vanished && f->last <= own->last && f->reaches <= own->saved_last &&
	       f->successes == m->new.successes &&
	       f->made_ms <= m->eye->now_ms &&weight_day(f->made_ms, NEVER - 1) == weight_day(m->eye->now_ms, NEVER - 1);
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

static enum kiem_err work_out(struct making *m, struct brief_entry *entry, uint32_t row)
{
	const struct view_extract *x = m->x;
	enum kiem_err err = circle_gather(&m->circle, row);

	if (err == KIEM_DONE) {
		err = circle_brief(&entry->brief, &m->circle);
	}
	m->work += m->circle.n_posts + m->circle.n_acts;
	if (err == KIEM_DONE) {
		entry->number = x->number[row];
		entry->shown = x->number[entry->brief.shown];
		entry->newest_deed = entry->brief.newest_deed == VIEW_NONE ? 0 : x->number[entry->brief.newest_deed];
		entry->stale_ms = m->circle.passes_ms;
	}
	return err;
}

static enum kiem_err take(struct making *m, uint32_t row)
{
	const struct view_extract *x = m->x;
	const struct brief_entry *old = kept(m, row);
	void *list = room_for_one(m->list, &m->cap, m->new.n, sizeof(*m->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	m->new.list = m->list = list;
	struct brief_entry *entry = &m->list[m->new.n++];
	if (old != NULL) {
		*entry = *old;
		entry->brief.row = row;
		entry->brief.shown = find(x, entry->shown, entry->brief.shown);
		entry->brief.newest_deed =
		        entry->newest_deed == 0 ? VIEW_NONE : find(x, entry->newest_deed, entry->brief.newest_deed);
		return KIEM_DONE;
	}
	*entry = (struct brief_entry){0};
	return work_out(m, entry, row);
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

/* Whether writing the file is worth it: what was new would have to be looked at by every command until then. */
static bool worth_saving(const struct making *m)
{
	return m->work + m->touch.walked > m->x->own->save_from + m->new.n *SAVE_SHARE;
}

static enum kiem_err catch_up(struct making *m, const char *path)
{
	enum kiem_err err = KIEM_DONE;

	m->new.made_ms = m->eye->now_ms;
	m->new.last = m->x->own->last;
	m->new.reaches = m->x->own->saved_last;
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
		briefs_save(&m->new, m->x, m->eye->known, path);
	}
	return err;
}

/* The briefs without the rest; for who knows nobody, all are strangers. */
static struct view_brief *plain(const struct making *m)
{
	struct view_brief *list = malloc((m->new.n + 1) * sizeof(*list));

	for (size_t i = 0; list != NULL && i < m->new.n; i++) {
		list[i] = m->new.list[i].brief;
		if (m->eye->known == NULL) {
			list[i].energy = (struct view_two){0, list[i].energy.known + list[i].energy.strangers};
			list[i].people = (struct view_two){0, list[i].people.known + list[i].people.strangers};
		}
	}
	return list;
}

enum kiem_err briefs_create(struct view_brief **list, size_t *n, const struct view_extract *x, const struct view_eye *eye)
{
	struct making m = {.x = x, .eye = eye};
	char *path = extract_beside(x, "coalitions");
	enum kiem_err err = catch_up(&m, path);

	*list = err == KIEM_DONE ? plain(&m) : NULL;
	*n = m.new.n;
	briefs_unload(&m.old);
	briefs_touch_finish(&m.touch);
	free(m.list);
	free(path);
	return err == KIEM_DONE && *list == NULL ? KIEM_E_MEMORY : err;
}
