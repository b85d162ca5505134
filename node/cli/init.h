/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a home: what `init` and `id import` share. */
#ifndef KIEM_CLI_INIT_H
#define KIEM_CLI_INIT_H

#include "cli.h"

/* Refuses with a sentence when there is an identity in the home already; with `completes`, only when there is a store as well. */
int init_check(struct cli *cli, bool completes);
/* Makes what is not there yet of directories, store and the node's key; cli->store is open afterwards. */
int init_home(struct cli *cli);

#endif
