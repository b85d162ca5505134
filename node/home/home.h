/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the home's secrets share. */
#ifndef KIEM_HOME_PRIVATE_H
#define KIEM_HOME_PRIVATE_H

#include <kiem/home.h>

/* ---- private_file.c ---- */
/* A new file, 0600, whole or not at all and never over another. EXISTS, NOT_FOUND (its directory), PERMISSION, DISK, INVALID. */
enum kiem_err home_private_write(const char *path, const char *bytes, size_t n);
/* Opens a regular file of ours for reading, and closes it to others. NOT_FOUND, OWNER, PERMISSION, DAMAGED (no file). */
enum kiem_err home_private_open(int *fd, const char *path);

/* ---- seal_text.c ---- */
#define HOME_SEALED (16 + 24 + 16 + 32) /* salt, nonce, tag, seed */
/* Text around a sealed key; false when it does not fit. */
bool home_seal_print(char *out, size_t cap, const uint8_t public[static 32], const uint8_t sealed[static HOME_SEALED]);
/* The reverse. DAMAGED, NEWER. */
enum kiem_err home_seal_parse(uint8_t public[static 32], uint8_t sealed[static HOME_SEALED], const char *text);

#endif
