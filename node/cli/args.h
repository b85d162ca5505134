/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words behind a command: long options (`--opt value`, `--opt=value`, flags), `--`, and operands. A command declares a
 * constant spec; args_parse fills `struct args` from it, prints the help when --help is among the words, and says what is
 * wrong in one sentence when something is.
 */
#ifndef KIEM_CLI_ARGS_H
#define KIEM_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#define ARGS_MAX 128 /* words of one command */

struct cli;

struct args_option {
	const char *name;  /* "tag" for --tag */
	const char *value; /* what the value is called in the help, N_("TEXT"); NULL: a flag, which takes none */
	const char *help;  /* N_("one short phrase") */
	bool repeats;      /* may be given more than once */
};

struct args_spec {
	const char *operands;              /* how they stand in the usage line, N_("ID"), or NULL when there are none */
	size_t operands_min, operands_max; /* how many there must and may be */
	const struct args_option *options; /* ends with a NULL name; NULL when there are none but the global ones */
	bool reads;                        /* also takes --json, which sets cli->json */
	const char *more;                  /* N_("a paragraph for the help"), or NULL */
	const char *example;               /* "kiem join 3f9a --bring …"; lines of shell, N_(), or NULL */
};

struct args {
	size_t n_operands;
	const char *operands[ARGS_MAX];
	size_t n_given;
	struct {
		const struct args_option *option;
		const char *value; /* NULL for a flag */
	} given[ARGS_MAX];
};

/*
 * Reads argv[1] to argv[argc - 1]; argv[0] is the command's name. Everything points into argv. --home and --json are taken care of
 * in *cli. Returns true to go on; false when the command is at its end, with *status EX_OK after --help or EX_USAGE after a
 * mistake, about which the sentence has been said.
 */
bool args_parse(struct args *args, int *status, struct cli *cli, const struct args_spec *spec, int argc, char **argv);

/* The value of --name, the last when there are several; NULL when it was not given. */
const char *args_value(const struct args *args, const char *name);
/* Every value of --name in the order given: into values[max], and how many there were. */
size_t args_values(const struct args *args, const char **values, size_t max, const char *name);
/* Whether --name was given, flag or not. */
bool args_has(const struct args *args, const char *name);
/* The number, from 1 on, of --limit; `usual` when it was not given. EX_OK, or EX_USAGE with the sentence said. */
int args_limit(size_t *limit, const struct args *args, size_t usual);

#endif
