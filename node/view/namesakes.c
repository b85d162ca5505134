/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys that call themselves the same: perhaps one person with several devices, perhaps two who share a name, perhaps somebody who
 * pretends. No node can tell, so it is pointed out and left to people. Names are compared as people read them: normalised, case
 * folded.
 */
#include "circle.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

struct called {
	struct kiem_span name, folded; /* folded is malloc'ed, or the name itself when that failed */
	bool owned;
	uint32_t person;
};

static void fold(struct called *called)
{
	utf8proc_uint8_t *to = NULL;
	utf8proc_ssize_t n = utf8proc_map(
	        called->name.p, (utf8proc_ssize_t)called->name.n, &to, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);

	called->owned = n >= 0;
	called->folded = n >= 0 ? (struct kiem_span){to, (size_t)n} : called->name;
}

static int by_name(const void *a, const void *b, void *ctx)
{
	const struct called *p = a, *q = b;
	size_t n = p->folded.n < q->folded.n ? p->folded.n : q->folded.n;
	int order = memcmp(p->folded.p, q->folded.p, n);

	if (order == 0 && p->folded.n != q->folded.n) {
		return p->folded.n < q->folded.n ? -1 : 1;
	}
	return order != 0 ? order : circle_by_key(ctx, p->person, q->person);
}

static bool same_name(const struct called *p, const struct called *q)
{
	return p->folded.n == q->folded.n && memcmp(p->folded.p, q->folded.p, p->folded.n) == 0;
}

static enum kiem_err read_names(struct called *called, size_t *n, const struct view_extract *x, struct kiem_read *read,
        const struct view_portrait *portrait)
{
	for (size_t i = 0; i < portrait->n_partners; i++) {
		uint32_t person = portrait->partners[i].person;
		struct kiem_kept kept;
		if (x->profile[person] == VIEW_NONE) {
			continue;
		}
		enum kiem_err err = kiem_read_post(read, &kept, x->number[x->profile[person]]);
		if (err != KIEM_DONE) {
			return err;
		}
		if (kept.post.name.n != 0) {
			called[*n] = (struct called){.name = kept.post.name, .person = person};
			fold(&called[(*n)++]);
		}
	}
	return KIEM_DONE;
}

enum kiem_err view_namesakes(struct view_namesake **list, size_t *n, const struct view_extract *x, struct kiem_read *read,
        const struct view_portrait *portrait)
{
	struct called *called = malloc((portrait->n_partners + 1) * sizeof(*called));
	struct view_namesake *sakes = malloc((portrait->n_partners + 1) * sizeof(*sakes));
	size_t names = 0;
	enum kiem_err err = KIEM_E_MEMORY;

	*list = NULL;
	*n = 0;
	if (called != NULL && sakes != NULL) {
		err = read_names(called, &names, x, read, portrait);
	}
	if (err == KIEM_DONE && names != 0) {
		qsort_r(called, names, sizeof(*called), by_name, (void *)(uintptr_t)x);
	}
	for (size_t i = 0, to; err == KIEM_DONE && i < names; i = to) {
		for (to = i + 1; to < names && same_name(&called[i], &called[to]); to++) {
		}
		if (to - i > 1) {
			sakes[(*n)++] = (struct view_namesake){called[i].name, to - i};
		}
	}
	for (size_t i = 0; i < names; i++) {
		free(called[i].owned ? (void *)(uintptr_t)called[i].folded.p : NULL);
	}
	free(called);
	if (err == KIEM_DONE) {
		*list = sakes;
	} else {
		free(sakes);
	}
	return err;
}
