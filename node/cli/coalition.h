/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A coalition to look at, as `kiem coalition` gathers and prints it (coalition.c, coalition_json.c). */
#ifndef KIEM_CLI_COALITION_H
#define KIEM_CLI_COALITION_H

#include "look.h"

struct card {
	struct look look;
	struct kiem_kept kept, shown;
	struct view_coalition *coalition;
};

void card_json(const struct card *card);

#endif
