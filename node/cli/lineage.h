/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem lineage` as text (lineage.c) and as JSON (lineage_json.c). */
#ifndef KIEM_CLI_LINEAGE_H
#define KIEM_CLI_LINEAGE_H

#include "look.h"

#include <kiem/lineage.h>

struct descent {
	struct look look;
	const struct view_extract *x;
	struct view_lineage *lineage;
};

/* The post in a row of the extract. */
enum kiem_err descent_post(struct kiem_kept *kept, const struct descent *d, uint32_t row);
void descent_json(const struct descent *d);

#endif
