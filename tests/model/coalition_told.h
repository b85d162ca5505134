/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the view says of a coalition, written down by the model's numbers and in the model's words, to be compared with them. */
#ifndef KIEM_COALITION_TOLD_H
#define KIEM_COALITION_TOLD_H

#include "coalition_model.h"

#include <kiem/coalitions.h>

struct looking {
	struct history *h;
	const struct view_extract *x;
	int64_t now_ms, since;
	bool known_author[HISTORY_AUTHORS];
	bool *known; /* by person */
};

/* Which post of the history a row is, and which author a person. */
size_t told_post_of(const struct looking *l, uint32_t row);
size_t told_author_of(const struct looking *l, uint32_t person);
void told_portrait(FILE *out, const struct looking *l, const struct view_portrait *p);
void told_without(FILE *out, const struct looking *l, const struct view_portrait *p, size_t author);

#endif
