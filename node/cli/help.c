/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem help`: what there is, by what it is for. Also what `kiem` alone says. */
#include "cli.h"
#include "commands.h"

#include "kiem-build.h"

static const char *group_title(enum cli_group group)
{
	switch (group) {
	case CLI_BEGIN:
		return _("Beginning");
	case CLI_LOOK:
		return _("Looking around");
	case CLI_POST:
		return _("Putting something on the board");
	case CLI_JOIN:
		return _("Taking part");
	case CLI_CARE:
		return _("Looking after what you posted");
	case CLI_NODE:
		return _("Your node and your neighbours");
	default:
		return "";
	}
}

static void print_group(const struct out *out, enum cli_group group)
{
	out_printf(out, "\n%s%s%s\n", out_style(out, OUT_BOLD), group_title(group), out_style(out, OUT_PLAIN));
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		if (c->group == group) {
			char head[32];
			snprintf(head, sizeof head, "  %s", c->name);
			out_hang(out, out_span(head), out_span(_(c->help)), 14);
		}
	}
}

/* The group's commands by their names alone. */
static void print_names(const struct out *out, enum cli_group group)
{
	char names[256] = "";
	size_t n = 0;
	out_printf(out, "%s%s%s\n", out_style(out, OUT_BOLD), group_title(group), out_style(out, OUT_PLAIN));
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		if (c->group == group && n < sizeof names) {
			n += (size_t)snprintf(names + n, sizeof names - n, "%s%s", n ? ", " : "", c->name);
		}
	}
	out_wrap(out, out_span(names), 2);
}

/* Who has a home has begun. */
static bool has_begun(const struct cli *cli)
{
	struct kiem_home home;
	return kiem_home_find(&home, cli->home_given) == KIEM_DONE && kiem_home_check(&home) == KIEM_DONE;
}

/* On a terminal all groups fit one screen, 24 lines of 80, unless `all` is asked for: then, and in a pipe, each command has its
 * line. */
static int print_overview(const struct cli *cli, bool all)
{
	const struct out *out = &cli->out;
	out_printf(out, _("kiem %s: a notice board for the neighbourhood, without an owner.\n"), KIEM_VERSION);
	out_wrap(out,
	        out_span(_("First init; then follow a board, see by board what hangs there, hang up what you have or need by offer "
	                   "and request, and take part by join.")),
	        0);
	for (enum cli_group group = CLI_BEGIN; group < CLI_GROUPS; group++) {
		(all || !out->terminal ? print_group : print_names)(out, group);
	}
	if (!all && out->terminal) {
		out_printf(out, "%s\n", _("What each is for: kiem help --all"));
	}
	if (has_begun(cli)) {
		out_printf(out, "\n%s\n", _("“kiem COMMAND --help” tells more. What there is now: kiem board"));
		return EX_OK;
	}
	out_printf(out, "\n%s\n", _("“kiem COMMAND --help” tells more. Start with:"));
	out_printf(out, "  %s\n", _("kiem init --name \"Your name\" --board nl/town/place"));
	return EX_OK;
}

int command_help(struct cli *cli, int argc, char **argv)
{
	static const struct args_option options[] = {
	        {"all", NULL, N_("every command with a line about it, also on a terminal"), false}, {NULL, NULL, NULL, false}};
	static const struct args_spec spec = {
	        .options = options, .operands = N_("[COMMAND]"), .operands_max = 1, .example = "kiem help offer"};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if (args.n_operands == 0) {
		return print_overview(cli, args_has(&args, "all"));
	}
	const struct cli_command *command = commands_find(args.operands[0]);
	if (!command) {
		return commands_unknown(args.operands[0]);
	}
	char *words[] = {(char *)command->name, "--help", NULL};
	cli->command = command;
	return command->run(cli, 2, words);
}
