/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and lengths of time in words, in the language of the user. Each returns its buffer. */
#ifndef KIEM_CLI_MEASURE_H
#define KIEM_CLI_MEASURE_H

#include <stdint.h>

#define MEASURE_MAX 64

/* "1.5 GiB", or in Dutch "1,5 GiB". */
const char *measure_size(char out[static MEASURE_MAX], uint64_t bytes);

/* "3 hours": whole ones, of the largest unit that fits. What is negative is none. */
const char *measure_span(char out[static MEASURE_MAX], int64_t seconds);

#endif
