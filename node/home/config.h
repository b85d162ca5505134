/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the configuration share: config.c, config_value.c, config_file.c. */
#ifndef KIEM_NODE_HOME_CONFIG_H
#define KIEM_NODE_HOME_CONFIG_H

#include <kiem/home.h>

#include <libintl.h>

/* The problem that a person has to mend is told in their language, so the sentences about it are composed here. */
#define _(text) gettext(text)
#define N_(text) text

/* What a value looks like. */
enum config_shape {
	CONFIG_LISTEN,
	CONFIG_HOST_PORT,
	CONFIG_TEXT,
	CONFIG_NUMBER,
	CONFIG_SIZE,
	CONFIG_LEVEL,
	CONFIG_LANGUAGE,
	CONFIG_ADDRESSES,
	CONFIG_COMMAND
};

/* A value of any shape but NUMBER and SIZE. */
bool config_text_ok(enum config_shape shape, const char *text);
/* The decimal digits that text starts with; *end is what follows them. */
bool config_read_number(uint64_t *out, const char *text, const char **end);
/* Bytes, or a number with K, M, G or T (powers of 1024). */
bool config_read_size(uint64_t *out, const char *text);

/* Sets every key to its default. */
void config_defaults(struct kiem_config *config);

#endif
