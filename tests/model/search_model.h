/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching once more, plainly: every post is read, and what a query says is asked of it. */
#ifndef KIEM_SEARCH_MODEL_H
#define KIEM_SEARCH_MODEL_H

#include "view_model.h"

#include <kiem/query.h>

struct search {
	const struct model *model;
	int64_t now_ms;
	size_t n;
	size_t found[MODEL_MAX];
	unsigned score[MODEL_MAX];
};

/* All that match, newest first, or best first. */
void search_search(struct search *search, const struct view_query *query, bool best);

#endif
