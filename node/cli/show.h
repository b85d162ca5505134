/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One post to look at, as `kiem show` gathers it (show.c) and prints it (show_text.c, show_json.c). */
#ifndef KIEM_CLI_SHOW_H
#define KIEM_CLI_SHOW_H

#include "look.h"

#define SHOW_HOLDERS_MAX 256

struct show {
	struct look look;
	struct kiem_kept asked; /* the post with the id that was given */
	struct kiem_kept kept;  /* its original */
	struct kiem_kept shown; /* the version whose text is shown */
	struct view_versions *versions;
	struct view_thread *thread;
	struct view_card card;
	size_t n_holders;
	struct kiem_key holders[SHOW_HOLDERS_MAX];
};

void show_text(const struct show *show);
void show_json(const struct show *show);

#endif
