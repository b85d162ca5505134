/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of commands, in the order in which the overview shows them within their group. A new command is a file, a line in
 * commands.h and a line here; help, completion and "did you mean" follow from the table.
 */
#include "commands.h"

#include "cli.h"

const struct cli_command cli_commands[] = {
        {"help", command_help, CLI_BEGIN, N_("this overview, or how a command works")},
        {NULL, NULL, CLI_GROUPS, NULL},
};
