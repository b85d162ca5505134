/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act on its way to a post, between render.c (ties, care, the whole) and render_content.c. */
#ifndef KIEM_TEST_YEAR_RENDERING_H
#define KIEM_TEST_YEAR_RENDERING_H

#include "pen.h"
#include "plan.h"

/* Salts tell its sentences apart. */
struct rendering {
	const struct year *year;
	const struct year_act *act;
	const struct topic *topic;
	struct pen pen;
	struct kiem_post *post;
	char q[48];
};
enum salt { TITLE = 1, WHY, HOW, CLOSING, TERMS, BRING, MOTIVE, TAGS, PLACE, MORE };

static inline uint64_t render_salted(const struct rendering *r, enum salt salt)
{
	return year_mix(r->act->seed, salt);
}

/* Whether this act has something that so many of a thousand have. */
static inline bool render_some(const struct rendering *r, enum salt salt, unsigned permille)
{
	return year_mix(r->act->seed, 100u + (unsigned)salt) % 1000 < permille;
}

/* One sentence of a list. */
struct kiem_span render_one(struct rendering *r, const char *const *list, enum salt salt);
/* The quantity of its trade, and what {q} stands for. */
void render_quantity(struct rendering *r);
/* The fields of content and revisions. */
void render_content(struct rendering *r);

#endif
