/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving memory back when work is done, so that a node that idles is as small as one that was just started. */
#ifndef KIEM_NODE_DAEMON_TRIM_H
#define KIEM_NODE_DAEMON_TRIM_H

#include <kiem/types.h>

/*
 * Returns free heap to the system, and lets go of the pages of the file at `path` that this process has mapped. They stay in the
 * system's cache and are mapped again when they are read; nothing is lost, whoever reads meanwhile. The bytes let go of.
 */
uint64_t trim_memory(const char *path);

#endif
