/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What config.c and config_file.c share. */
#ifndef KIEM_NODE_HOME_CONFIG_H
#define KIEM_NODE_HOME_CONFIG_H

#include <kiem/home.h>

/* Sets every key to its default. */
void config_defaults(struct kiem_config *config);

#endif
