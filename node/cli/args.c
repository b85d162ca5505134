/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words behind a command, read by a table (args.h). */
#include "args.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define HELP_COLUMN 25

static const struct args_option option_help = {"help", NULL, N_("this text"), true};
static const struct args_option option_home = {"home", N_("DIR"), N_("the home to use, instead of KIEM_HOME or your own"), true};
static const struct args_option option_json = {"json", NULL, N_("one JSON object a line, for programs"), true};
static const struct args_option no_options[] = {{NULL, NULL, NULL, false}};

static const struct args_option *options_of(const struct args_spec *spec)
{
	return spec->options ? spec->options : no_options;
}

/* The option whose name is the first n bytes of `name`, among the command's own and the ones that every command has. */
static const struct args_option *find_option(const struct args_spec *spec, const char *name, size_t n)
{
	const struct args_option *common[] = {&option_help, &option_home, spec->reads ? &option_json : NULL};
	for (const struct args_option *o = options_of(spec); o->name; o++) {
		if (strlen(o->name) == n && memcmp(o->name, name, n) == 0) {
			return o;
		}
	}
	for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
		if (common[i] && strlen(common[i]->name) == n && memcmp(common[i]->name, name, n) == 0) {
			return common[i];
		}
	}
	return NULL;
}

static int unknown_option(const struct cli *cli, const struct args_spec *spec, const char *word)
{
	const char *names[ARGS_MAX + 4];
	size_t n = 0;
	for (const struct args_option *o = options_of(spec); o->name && n < ARGS_MAX; o++) {
		names[n++] = o->name;
	}
	names[n++] = option_help.name;
	names[n++] = option_home.name;
	if (spec->reads) {
		names[n++] = option_json.name;
	}
	names[n] = NULL;
	char bare[64] = "";
	if (word[0] == '-' && word[1] == '-') {
		snprintf(bare, sizeof bare, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	}
	const char *near = nearest_word(bare, names);
	if (near) {
		return cli_fail(EX_USAGE, _("“%s” has no option %s; did you mean --%s?"), cli->command->name, word, near);
	}
	return cli_fail(EX_USAGE, _("“%s” has no option %s; “kiem %s --help” lists what it has."), cli->command->name, word,
	        cli->command->name);
}

static void print_option(const struct cli *cli, const struct args_option *option)
{
	char head[80], help[400];
	bool repeats = option->repeats && option->value && option != &option_home;
	snprintf(head, sizeof head, "  --%s%s%s ", option->name, option->value ? " " : "", option->value ? _(option->value) : "");
	snprintf(help, sizeof help, "%s%s", _(option->help), repeats ? _(" (may be repeated)") : "");
	out_hang(&cli->out, out_span(head), out_span(help), HELP_COLUMN);
}

static void print_help(const struct cli *cli, const struct args_spec *spec)
{
	const struct out *out = &cli->out;
	out_printf(out, "%s\n\n%s kiem %s", _(cli->command->help), _("Usage:"), cli->command->name);
	out_printf(out, "%s%s%s\n", spec->operands ? " " : "", spec->operands ? _(spec->operands) : "", _(" [OPTIONS]"));
	if (spec->more) {
		out_printf(out, "\n");
		out_wrap(out, out_span(_(spec->more)), 0);
	}
	out_printf(out, "\n%s\n", _("Options:"));
	for (const struct args_option *o = options_of(spec); o->name; o++) {
		print_option(cli, o);
	}
	if (spec->reads) {
		print_option(cli, &option_json);
	}
	print_option(cli, &option_home);
	print_option(cli, &option_help);
	if (spec->example) {
		out_printf(out, "\n%s\n", _("Example:"));
		out_wrap(out, out_span(_(spec->example)), 2);
	}
}

/* Whether the next word is meant as an option rather than as a value that happens to start with two dashes. */
static bool is_option(const struct args_spec *spec, const char *word)
{
	return strncmp(word, "--", 2) == 0 && (word[2] == '\0' || find_option(spec, word + 2, strcspn(word + 2, "=")));
}

/* Notes one option given; the common ones act on *cli. */
static int take_option(struct args *args, struct cli *cli, const struct args_option *option, const char *value)
{
	if (option == &option_home) {
		if (value == NULL || *value == '\0') {
			return cli_fail(EX_USAGE, _("--home needs a value: the directory of a home."));
		}
		cli->home_given = value;
		return EX_OK;
	}
	if (option == &option_json) {
		cli->json = true;
		return EX_OK;
	}
	if (!option->repeats && args_has(args, option->name)) {
		return cli_fail(EX_USAGE, _("--%s may be given once only."), option->name);
	}
	args->given[args->n_given].option = option;
	args->given[args->n_given++].value = value;
	return EX_OK;
}

/* One word that starts with two dashes, and the value behind it; *i moves past what was used. */
static int read_option(struct args *args, struct cli *cli, const struct args_spec *spec, int *i, int argc, char **argv)
{
	const char *word = argv[*i];
	size_t n = strcspn(word + 2, "=");
	const struct args_option *option = find_option(spec, word + 2, n);
	const char *value = word[2 + n] == '=' ? word + 2 + n + 1 : NULL;
	if (!option) {
		return unknown_option(cli, spec, word);
	}
	if (!option->value && value) {
		return cli_fail(EX_USAGE, _("--%s takes no value."), option->name);
	}
	if (option->value && !value) {
		if (*i + 1 >= argc || is_option(spec, argv[*i + 1])) {
			return cli_fail(EX_USAGE, _("--%s needs a value: %s."), option->name, _(option->value));
		}
		value = argv[++*i];
	}
	return take_option(args, cli, option, value);
}

static int check_operands(const struct args *args, const struct cli *cli, const struct args_spec *spec)
{
	const char *name = cli->command->name;
	if (args->n_operands < spec->operands_min) {
		return cli_fail(EX_USAGE, _("“%s” needs %s; “kiem %s --help” shows how."), name,
		        spec->operands ? _(spec->operands) : "", name);
	}
	if (args->n_operands > spec->operands_max && spec->operands_max == 0) {
		return cli_fail(
		        EX_USAGE, _("“%s” takes nothing behind it but options, and “%s” is too much."), name, args->operands[0]);
	}
	if (args->n_operands > spec->operands_max) {
		return cli_fail(EX_USAGE, _("“%s” is too much for “%s”; put text of several words between quotes."),
		        args->operands[spec->operands_max], name);
	}
	return EX_OK;
}

bool args_parse(struct args *args, int *status, struct cli *cli, const struct args_spec *spec, int argc, char **argv)
{
	*args = (struct args){0};
	*status = EX_OK;
	bool options_over = false;
	if (argc > ARGS_MAX) {
		*status = cli_fail(EX_USAGE, _("these are too many words for one command."));
		return false;
	}
	for (int i = 1; i < argc && !*status; i++) {
		const char *word = argv[i];
		if (options_over || word[0] != '-' || word[1] == '\0') {
			args->operands[args->n_operands++] = word;
		} else if (strcmp(word, "--") == 0) {
			options_over = true;
		} else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
			print_help(cli, spec);
			return false;
		} else if (word[1] != '-') {
			*status = cli_fail(EX_USAGE, _("there is no option %s; put -- before words that start with a dash."), word);
		} else {
			*status = read_option(args, cli, spec, &i, argc, argv);
		}
	}
	if (!*status) {
		*status = check_operands(args, cli, spec);
	}
	return *status == EX_OK;
}

size_t args_values(const struct args *args, const char **values, size_t max, const char *name)
{
	size_t n = 0;
	for (size_t i = 0; i < args->n_given && n < max; i++) {
		if (strcmp(args->given[i].option->name, name) == 0) {
			values[n++] = args->given[i].value;
		}
	}
	return n;
}

const char *args_value(const struct args *args, const char *name)
{
	for (size_t i = args->n_given; i-- > 0;) {
		if (strcmp(args->given[i].option->name, name) == 0) {
			return args->given[i].value;
		}
	}
	return NULL;
}

bool args_has(const struct args *args, const char *name)
{
	const char *value;
	return args_values(args, &value, 1, name) == 1;
}

int args_limit(size_t *limit, const struct args *args, size_t usual)
{
	const char *text = args_value(args, "limit");
	char *end;
	*limit = usual;
	if (!text) {
		return EX_OK;
	}
	errno = 0;
	unsigned long n = strtoul(text, &end, 10);
	if (errno || *text < '0' || *text > '9' || *end || n == 0) {
		return cli_fail(EX_USAGE, _("--limit is a number from 1 on."));
	}
	*limit = n;
	return EX_OK;
}
