/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The eye that a command sees coalitions with: now, and whom its user knows (trust.h), from an extract that is open. */
#ifndef KIEM_CLI_KNOWN_H
#define KIEM_CLI_KNOWN_H

#include "trusted.h"

#include <kiem/coalitions.h>

struct known {
	struct trusted trusted; /* and in it the extract */
	bool *persons;          /* by person */
	struct view_eye eye;
};
/* Needs known_finish either way. */
int known_open(struct known *known, const struct look *look);
void known_finish(struct known *known);

#endif
