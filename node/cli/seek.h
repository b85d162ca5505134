/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What searches share, once and standing: who asks and from where, and the sentences about a query that cannot be read. */
#ifndef KIEM_CLI_SEEK_H
#define KIEM_CLI_SEEK_H

#include "look.h"

#include <kiem/query.h>

/*
 * The identity of this home, when it has one, and where it is: the point of the newest of its posts that has one. Reads no more of
 * its posts than the newest few hundred.
 */
int seek_asker(struct look *look, struct view_asker *asker);

/* Reads a query as it is typed; a mistake is said, and is a status. */
int seek_parse(struct view_query *query, const char *text, const struct view_asker *asker);
/* Adds a filter from an option: "near" of --near. */
int seek_filter(struct view_query *query, const char *name, const char *value, const struct view_asker *asker);

#endif
