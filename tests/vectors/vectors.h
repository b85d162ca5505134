/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks of the published vectors (proto/vectors) share. */
#ifndef KIEM_TEST_VECTORS_H
#define KIEM_TEST_VECTORS_H

#include <kiem/cbor.h>

#include <jansson.h>

#define VECTORS_BYTES_MAX (65536 + 1024) /* of the longest vector */

/* Says that a vector fails, and why. */
void vectors_failed(const json_t *vector, const char *format, ...) __attribute__((format(printf, 2, 3)));

const char *vectors_text(const json_t *object, const char *key);
/* The bytes that stand under a key in hexadecimal, into out[VECTORS_BYTES_MAX]. */
size_t vectors_bytes(const json_t *vector, const char *key, uint8_t *out);
bool vectors_same_hex(const char *hex, const uint8_t *bytes, size_t n);
/* Whether the next item is a map of these pairs; bytes are shown as {"bytes": hex}, maps as {"map": [[key, value], …]}. */
bool vectors_same_pairs(struct kiem_cbor *r, const json_t *pairs);

/* Has each vector of a file checked. */
void vectors_check(const char *directory, const char *name, void (*check)(const json_t *vector));
/* Says how many were checked, and returns the exit status. */
int vectors_end(void);

#endif
