/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words behind `kiemd`, and how it says what is wrong to the person who started it. */
#ifndef KIEM_NODE_DAEMON_OPTIONS_H
#define KIEM_NODE_DAEMON_OPTIONS_H

#include <kiem/home.h>

#include <libintl.h>
#include <sysexits.h>

#define _(text) gettext(text)
#define N_(text) text

struct options {
	const char *home;   /* --home, or NULL */
	const char *listen; /* --listen, or NULL */
	const char *config; /* --config, or NULL: the home's own */
};

/*
 * Reads argv. True to go on; false when this was all, with *status EX_OK after --help or --version, EX_USAGE after a mistake
 * about which the sentence has been said.
 */
bool options_parse(struct options *options, int *status, int argc, char **argv);

/* Defaults, then the file, then the options. EX_OK, or EX_CONFIG or EX_USAGE with the sentence said. */
int options_configure(struct kiem_config *config, const struct options *options, const struct kiem_home *home);

/* Prints "kiemd: SENTENCE" on stderr and returns status. */
int options_fail(int status, const char *sentence, ...) __attribute__((format(printf, 2, 3)));
/* What the world did to `what` (a path, an endpoint), as a sentence and a sysexits status; EX_OK for KIEM_DONE. */
int options_fail_err(enum kiem_err err, const char *what);

#endif
