/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `kiem match` shows of a match, a ring and an open request: in words (matching.c) and for programs (matching_json.c). */
#ifndef KIEM_CLI_MATCHING_H
#define KIEM_CLI_MATCHING_H

#include "look.h"

#include <kiem/match.h>

/* Both posts of a match, as they are shown. */
struct matching {
	const struct look *look;
	const struct view_match *match;
	struct kiem_kept offer, request;
};
int matching_read(struct matching *m, const struct look *look, const struct view_match *match);

/* The command by which this home's identity takes it up, or, when it is others', tells them of each other. Ends with a NUL. */
#define MATCHING_COMMAND_MAX 128
const char *matching_command(char out[static MATCHING_COMMAND_MAX], const struct matching *m);

/* A match with its reasons and its command. */
void matching_print(const struct matching *m);
/* A step of a ring, who to whom, indented. */
void matching_print_step(const struct matching *m);
json_t *matching_json(const struct matching *m);

/* An open post of its own, with what is left of it. */
int matching_print_open(const struct look *look, const struct view_trade *trade);

#endif
