/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a command; each lives in the file of its name or of its family, and stands in the table of commands.c. */
#ifndef KIEM_CLI_COMMANDS_H
#define KIEM_CLI_COMMANDS_H

struct cli;

int command_help(struct cli *cli, int argc, char **argv); /* help.c */

#endif
