/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Somebody that a command is about, from a name or the beginning of a key. Anybody may take any name, so whoever is tied to a
 * person is told which key that is, and asked on a terminal.
 */
#ifndef KIEM_CLI_PERSON_H
#define KIEM_CLI_PERSON_H

#include "cli.h"

#define PERSON_DIGITS 12 /* of a key, where it is shown to be typed again */

struct person {
	struct kiem_key key;            /* the one in use now: where a key was succeeded, the one that took over */
	char digits[PERSON_DIGITS + 1]; /* its first */
	uint32_t index;                 /* in the extract; VIEW_NONE for a whole key that nothing here is about */
	char name[RESOLVE_NAME_MAX];    /* cleaned */
	bool me;
};

/*
 * The person that `text` means: a whole key, a name, or else a part of a name or the beginning of a key (4 digits or more). Of
 * several the candidates are listed. Opens the extract and the identity.
 */
int person_find(struct cli *cli, struct person *person, const char *text);
/* Says who it is, and asks a person at a terminal unless enough of the key was typed. NOPERM when the answer is not yes. */
int person_confirm(const struct person *person, const char *text);

/* Whether a name has the text in it, capitals or not, however its accents were written. */
bool person_name_has(struct kiem_span name, const char *text);

#endif
