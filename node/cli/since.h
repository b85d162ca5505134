/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments that lie behind us, as people write them after --since. */
#ifndef KIEM_CLI_SINCE_H
#define KIEM_CLI_SINCE_H

#include <stdbool.h>
#include <stdint.h>

/* "7d" is so long ago; "friday 9:00" the last one that was; a date is that date. False when it is none, or still to come. */
bool since_parse(int64_t *ms, const char *text, int64_t now_ms);

#endif
