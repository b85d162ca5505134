/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two extracts say the same, and whether one says what the store does. */
#ifndef KIEM_EXTRACT_SAME_H
#define KIEM_EXTRACT_SAME_H

#include "../../node/view/extract.h"

/* `a` may have rows that are gone, `b` has none; else they are to be of one snapshot and time. */
void extract_same(const struct view_extract *a, const struct view_extract *b);

/* Everything that the store can be asked about single posts and people. x was made without a file. */
void extract_as_the_store_says(const struct view_extract *x, struct kiem_read *read, int64_t now_ms);

#endif
