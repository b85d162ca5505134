/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following: what `init`, `follow` and `connect` share about boards and links. */
#ifndef KIEM_CLI_FOLLOW_H
#define KIEM_CLI_FOLLOW_H

#include "cli.h"

/* What a person gave to follow: a board, a neighbour, or both. */
struct follow {
	char board[KIEM_BOARD_MAX + 1]; /* empty: none */
	bool has_peer;
	struct kiem_peer peer;
};

/* Reads a board's name or a kiem:// link; touches nothing. */
int follow_parse(struct follow *follow, const char *text);
/* Stores neighbour and board; *newly whether the board was not followed before. Says so when a name is nearly another's. */
int follow_do(struct cli *cli, const struct follow *follow, bool *newly);

#endif
