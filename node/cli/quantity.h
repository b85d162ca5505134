/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of what: "20 seats", "2,5 kWh", "400 m²". A post holds thousandths and a unit. */
#ifndef KIEM_CLI_QUANTITY_H
#define KIEM_CLI_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum quantity_result {
	QUANTITY_OK,
	QUANTITY_UNREADABLE,
	QUANTITY_TWOFOLD, /* "1.500": one and a half to one reader, fifteen hundred to another */
	QUANTITY_RANGE    /* nothing, finer than a thousandth, or past 2^53 thousandths */
};

/* *unit points into text, past the number; it may be empty. */
enum quantity_result quantity_parse(int64_t *milli, const char **unit, const char *text);

/* "2.5" or, in Dutch, "2,5". Returns out. */
#define QUANTITY_TEXT_MAX 32
const char *quantity_print(char out[static QUANTITY_TEXT_MAX], int64_t milli);

#endif
