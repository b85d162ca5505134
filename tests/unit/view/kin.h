/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of a lineage share: posts that build on each other, and the lineage of one of them. */
#ifndef KIEM_TEST_KIN_H
#define KIEM_TEST_KIN_H

#include "extract_garden.h"

#include <kiem/lineage.h>

static inline struct view_lineage *lineage_of(struct garden *g, const struct kiem_id *id)
{
	struct view_lineage *lineage;
	struct view_extract *x = in_memory(g, SUPPORT_NOW);

	assert_int_equal(view_lineage_create(&lineage, x, g->read, number_of(g, id), SUPPORT_NOW), KIEM_DONE);
	view_extract_close(x);
	return lineage;
}

static inline struct kiem_id build(
        struct garden *g, const char *title, int64_t minutes_ago, uint64_t relation, const struct kiem_id *on)
{
	return plant_one(g, KIEM_INITIATIVE, title, &g->bram, minutes_ago, relation, on);
}

#endif
