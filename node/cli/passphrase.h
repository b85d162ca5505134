/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A passphrase: from a file's first line, or typed at the terminal unseen. */
#ifndef KIEM_CLI_PASSPHRASE_H
#define KIEM_CLI_PASSPHRASE_H

#include <stdbool.h>

#define PASSPHRASE_MAX 1024

/* file: a path, - for standard input, or NULL to ask at the terminal (twice when `again`). The caller wipes the passphrase. */
int passphrase_read(char passphrase[static PASSPHRASE_MAX], const char *file, bool again);

#endif
