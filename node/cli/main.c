/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kiem: the command. Finds the few options that stand before a command, and the command; runs it; and sees to
 * it that what was printed really left.
 */
#include "cli.h"
#include "commands.h"

#include "kiem-build.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

/*
 * The options before the command. Leaves *i at the command's name, or at argc when there is none. Returns a command to run
 * in its place (help), NULL to go on; *status is set when something is wrong.
 */
static const char *leading_options(struct cli *cli, int *i, int *status, int argc, char **argv)
{
	for (*i = 1; *i < argc && argv[*i][0] == '-'; (*i)++) {
		const char *word = argv[*i];
		if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0 || strcmp(word, "--help") == 0 ||
		        strcmp(word, "-h") == 0) {
			return word;
		}
		if (strncmp(word, "--home=", 7) == 0) {
			cli->home_given = word + 7;
		} else if (strcmp(word, "--home") == 0 && *i + 1 < argc) {
			cli->home_given = argv[++*i];
		} else if (strcmp(word, "--home") == 0) {
			*status = cli_fail(EX_USAGE, _("--home needs a value: the directory of a home."));
			return NULL;
		} else {
			*status = cli_fail(
			        EX_USAGE, _("there is no option %s before a command; “kiem help” tells what there is."), word);
			return NULL;
		}
	}
	return NULL;
}

static int run(struct cli *cli, int argc, char **argv)
{
	int i = 1;
	int status = EX_OK;
	const char *instead = leading_options(cli, &i, &status, argc, argv);
	if (status) {
		return status;
	}
	if (instead && (strcmp(instead, "--version") == 0 || strcmp(instead, "-V") == 0)) {
		out_printf(&cli->out, "kiem %s\n", KIEM_VERSION);
		return EX_OK;
	}
	if (instead || i >= argc) {
		char *help[] = {"help", NULL};
		cli->command = commands_find("help");
		return command_help(cli, 1, help);
	}
	cli->command = commands_find(argv[i]);
	if (!cli->command) {
		return commands_unknown(argv[i]);
	}
	return cli->command->run(cli, argc - i, argv + i);
}

int main(int argc, char **argv)
{
	struct cli cli = {0};
	kiem_standard_hold();
	kiem_language_find();
	if (sodium_init() < 0) {
		return cli_fail(EX_OSERR, _("the system gives no random numbers; nothing can be signed."));
	}
	out_init(&cli.out, stdout);
	int status = run(&cli, argc, argv);
	cli_finish(&cli);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		int why = errno;
		return status ? status : cli_fail(EX_IOERR, _("the output could not be written: %s."), strerror(why));
	}
	return status;
}
