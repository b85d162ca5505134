/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef KIEM_CLI_SIMILAR_H
#define KIEM_CLI_SIMILAR_H

#include "cli.h"

#define SIMILAR_SHOWN 3

/*
 * Says which posts of others look like the draft, and asks whether to go on: 0, or NOPERM when the answer is not yes. Needs
 * cli->me. Asks nobody where no person sits. The snapshot may have ended and begun anew.
 */
int similar_ask(struct cli *cli, const struct kiem_post *draft);

#endif
