/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sync.c (asking, and waiting) and sync_tell.c (telling) share. */
#ifndef KIEM_CLI_SYNC_H
#define KIEM_CLI_SYNC_H

#include "cli.h"

struct sums {
	int64_t times, sent, taken, bytes, trips;
};

/* One board with one neighbour. */
struct part {
	char node[65], address[KIEM_ADDRESS_MAX + 8], board[KIEM_BOARD_MAX + 1];
	struct sums before, now;
	bool linked, resting, same;
};

struct sync {
	struct cli *cli;
	const char *board; /* NULL: all */
	struct part *parts;
	size_t n, cap;
	int64_t began_ms, wait_ms;
};

struct total {
	size_t done, lost, neighbours;
	struct sums sums;
};

struct total sync_total(const struct sync *s);
void sync_tell(const struct sync *s, int64_t took_ms);

#endif
