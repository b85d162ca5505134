/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The posts that bench_store admits, and what verifying them costs without a store. */
#ifndef KIEM_BENCH_STORE_POSTS_H
#define KIEM_BENCH_STORE_POSTS_H

#include "support.h"

#define SLICE 10000
#define BOARD "nl/tilburg/kraaiven"

struct posts {
	uint8_t *bytes;
	struct kiem_span *spans;
	size_t n;
	uint64_t total;
};

double seconds(void);
/* Ends the benchmark when err is not DONE. */
void must(enum kiem_err err, const char *what);
/* n posts of some 500 bytes by 2,000 authors, in order of made, one in four a note about an earlier one. */
void make_posts(struct posts *posts, size_t n);
/* Seconds that bare crypto_sign_verify_detached takes for one slice on 1 or 2 threads; building the messages is not counted. */
double raw_slice(const struct posts *posts, size_t from, size_t to, unsigned threads);

#endif
