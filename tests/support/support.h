/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What many tests need: a temporary directory, key pairs from a seed, and signed posts made in one line. */
#ifndef KIEM_TEST_SUPPORT_H
#define KIEM_TEST_SUPPORT_H

#include <kiem/post.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A new directory under $TMPDIR or /tmp, to be removed with everything in it. Both fail the test when they cannot. */
void support_tmpdir(char path[static 256]);
void support_rmtree(const char *path);

/* The seed of this run, printed once: $KIEM_TEST_SEED, else 1, so that what fails fails again. `./dev test --soak` tries others. */
uint64_t support_seed(void);
/* A repeatable stream of numbers (splitmix64). */
uint64_t support_random(uint64_t *state);

struct support_author {
	struct kiem_key key;
	uint8_t secret[64];
};
/* The author that belongs to a number, always the same. */
void support_author(struct support_author *author, uint64_t number);

/* A span over a literal or a C string. */
struct kiem_span support_span(const char *text);

/* A time that tests use as now: 2026-11-21 12:00 UTC in ms. */
#define SUPPORT_NOW 1795262400000LL

struct support_bytes {
	size_t n;
	uint8_t b[KIEM_POST_MAX];
};
/* Signs the post the caller filled in; made, until and board are given when they are zero. Fails the test when refused. */
void support_make(struct support_bytes *out, struct kiem_post *post, const struct support_author *author);
/* A post with a title, on a board, made at a time. */
void support_titled(struct support_bytes *out, uint64_t kind, const char *board, const char *title, int64_t made,
        const struct support_author *author);
/* A post of a kind that links to another by one relation (join: about; leave: cancels; …). */
void support_linked(struct support_bytes *out, uint64_t kind, uint64_t relation, const struct kiem_id *to, int64_t made,
        const struct support_author *author);

#endif
