/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The post that a command is about, with its versions. Ties name both the original and the version that its author sees now: the
 * original so that they hold when that version has lapsed, the version so that a reader can tell what was agreed to.
 */
#ifndef KIEM_CLI_TARGET_H
#define KIEM_CLI_TARGET_H

#include "draft.h"

#include <kiem/view.h>

struct target {
	struct kiem_kept kept;  /* the original; its spans live until cli_read_end */
	struct kiem_kept shown; /* the version that is shown; the same post when it was never revised */
	char board[KIEM_BOARD_MAX + 1];
	struct view_versions *versions;
};

/* How sure one must be of what was meant. */
enum target_care {
	TARGET_ANY,  /* any post */
	TARGET_ECHO, /* a content post; title and author are said */
	TARGET_TIE,  /* the same, and a person is asked when the id was short */
	TARGET_OWN   /* a content post of this identity */
};

/* Finds the post that `prefix` means; a revision means its original. cli->read is open afterwards. */
int target_find(struct cli *cli, struct target *target, const char *prefix, enum target_care care, int64_t now_ms);
/* Adds the links from a draft to the target (to both versions when it was revised). The draft's board must be set. */
int target_link(struct draft *draft, const struct target *target, uint64_t relation);
/* Adds one link; the board is copied. */
int target_link_one(struct draft *draft, const struct kiem_id *id, const char *board, uint64_t relation);
void target_finish(struct target *target);

#endif
