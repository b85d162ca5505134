/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of briefs (kept.h): struct head, the entries, the recent posts, the keys that were known. */
#include "briefs.h"

#include <stdlib.h>
#include <string.h>

/* An entry is kept as it lies in memory, so a build that lays it out otherwise must not take it for its own. */
static const struct kept_kind kind = {"kiembrfs", 2u << 16 | sizeof(struct brief_entry)};

struct head {
	int64_t made_ms;
	uint64_t last, reaches, rows, salt, vanished, successes;
	uint64_t n, n_recent, n_known;
};
_Static_assert(sizeof(struct head) % 8 == 0 && sizeof(struct brief_entry) % 8 == 0, "all lies as it must in one stretch of memory");

static size_t whole(const struct head *head)
{
	return sizeof(*head) + (size_t)head->n * sizeof(struct brief_entry) + (size_t)head->n_recent * sizeof(struct brief_recent) +
	       (size_t)head->n_known * sizeof(struct kiem_key);
}

bool briefs_load(struct briefs_file *file, const char *path)
{
	struct head head;

	*file = (struct briefs_file){0};
	if (!kept_map(&file->kept, path, &kind) || file->kept.n < sizeof(head)) {
		briefs_unload(file);
		return false;
	}
	memcpy(&head, file->kept.bytes, sizeof(head));
	if (head.n > VIEW_NONE || head.n_recent > VIEW_NONE * (uint64_t)KIEM_LINKS_MAX || head.n_known > VIEW_NONE ||
	        whole(&head) != file->kept.n) {
		briefs_unload(file);
		return false;
	}
	*file = (struct briefs_file){.made_ms = head.made_ms,
	        .last = head.last,
	        .reaches = head.reaches,
	        .rows = head.rows,
	        .salt = head.salt,
	        .vanished = head.vanished,
	        .successes = head.successes,
	        .n = (size_t)head.n,
	        .n_recent = (size_t)head.n_recent,
	        .n_known = (size_t)head.n_known,
	        .kept = file->kept};
	file->list = (const struct brief_entry *)(const void *)(file->kept.bytes + sizeof(head));
	file->recent = (const struct brief_recent *)(const void *)(file->list + file->n);
	file->known = (const struct kiem_key *)(const void *)(file->recent + file->n_recent);
	return true;
}

void briefs_unload(struct briefs_file *file)
{
	kept_unmap(&file->kept);
	*file = (struct briefs_file){0};
}

/* ---- writing ---- */

/* One more, into the list when there is one. */
static void add_recent(struct brief_recent *list, size_t *n, uint64_t number, uint64_t target)
{
	if (list != NULL) {
		list[*n] = (struct brief_recent){number, target};
	}
	(*n)++;
}

/*
 * What rows that the extract's file does not have say: what they name, what named them before they came (which the file does not
 * have either), and who somebody is. How many that are; into the list, unless it is NULL.
 */
static size_t list_recent(struct brief_recent *list, const struct view_extract *x)
{
	size_t n = 0;

	for (size_t row = x->own->n_saved; row < x->n; row++) {
		if (x->kind[row] == KIEM_PROFILE) {
			add_recent(list, &n, x->number[row], 0);
		}
		for (uint32_t l = x->link_first[row]; l < x->link_first[row + 1]; l++) {
			if (x->target[l] != VIEW_NONE) {
				add_recent(list, &n, x->number[row], x->number[x->target[l]]);
			}
		}
		for (uint32_t l = x->around[row]; l != VIEW_NONE; l = x->around_next[l]) {
			if (x->source[l] < x->own->n_saved) {
				add_recent(list, &n, x->number[x->source[l]], x->number[row]);
			}
		}
	}
	return n;
}

static void add_known(struct kiem_key *list, size_t *n, const struct view_extract *x, const bool *known)
{
	for (uint32_t p = 0; known != NULL && p < x->n_persons; p++) {
		if (known[p] && x->self[p] == p) {
			list[(*n)++] = x->key[p];
		}
	}
}

static size_t count_known(const struct view_extract *x, const bool *known)
{
	size_t n = 0;

	for (uint32_t p = 0; known != NULL && p < x->n_persons; p++) {
		n += known[p] && x->self[p] == p;
	}
	return n;
}

void briefs_save(struct briefs_file *file, const struct view_extract *x, const bool *known, const char *path)
{
	file->n_recent = list_recent(NULL, x);
	uint8_t *bytes = malloc(sizeof(struct head) + file->n * sizeof(*file->list) + file->n_recent * sizeof(*file->recent) +
	                        count_known(x, known) * sizeof(*file->known));

	if (bytes == NULL) {
		return;
	}
	struct brief_recent *recent = (struct brief_recent *)(void *)(bytes + sizeof(struct head) + file->n * sizeof(*file->list));
	for (size_t i = 0; i < file->n; i++) {
		((struct brief_entry *)(void *)(bytes + sizeof(struct head)))[i] = file->list[i];
	}
	file->n_known = 0;
	list_recent(recent, x);
	add_known((struct kiem_key *)(void *)(recent + file->n_recent), &file->n_known, x, known);
	struct head head = {.made_ms = file->made_ms,
	        .last = file->last,
	        .reaches = file->reaches,
	        .rows = file->rows,
	        .salt = file->salt,
	        .vanished = file->vanished,
	        .successes = file->successes,
	        .n = file->n,
	        .n_recent = file->n_recent,
	        .n_known = file->n_known};
	memcpy(bytes, &head, sizeof(head));
	kept_write(path, &kind, bytes, whole(&head));
	free(bytes);
}
