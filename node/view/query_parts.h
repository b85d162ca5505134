/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a query share: reading values (query_values.c), and words that begin other words. */
#ifndef KIEM_VIEW_QUERY_PARTS_H
#define KIEM_VIEW_QUERY_PARTS_H

#include <kiem/query.h>

/* Appends the words of the text; false when there is no room for all. */
bool query_needles(struct view_needles *needles, const char *text);
/* "7d", "12h", "2w" before now, or the start of a day in UTC: "2026-11-01". */
bool query_since(int64_t *ms, const char *value, int64_t now_ms);
/* The filter near:. */
enum view_query_result query_near(struct view_query *query, const char *value, const struct view_asker *asker);

#endif
