/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of "label  text", the text wrapped behind its own margin; how `show`, `status` and the like tell what there is. */
#ifndef KIEM_CLI_ROWS_H
#define KIEM_CLI_ROWS_H

#include "out.h"

#define ROWS_LABEL 14 /* columns of a label with the space behind it; a longer label stands on a line of its own */

/* Somebody's text; nothing at all when it is empty. */
void row_text(const struct out *out, const char *label, struct kiem_span text);
/* Our words, with cleaned text in them. */
void row_say(const struct out *out, const char *label, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A heading with an empty line before it. */
void row_heading(const struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
