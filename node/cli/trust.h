/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trust to look at, as `kiem trust` gathers it (trust.c) and prints it (trust_who.c, trust_mine.c, trust_json.c). */
#ifndef KIEM_CLI_TRUST_H
#define KIEM_CLI_TRUST_H

#include "person.h"
#include "trusted.h"

#define TRUST_INDENT 14 /* behind an id */

struct trust {
	struct look look;
	struct trusted trusted;
	struct person person;         /* with WHO … */
	struct view_trust_why *why;   /* NULL: nothing here is about them */
	struct view_trust_mine *mine; /* … or without */
};

void trust_who_text(const struct trust *trust);
void trust_mine_text(const struct trust *trust);
void trust_json(const struct trust *trust);

/* The post of a row; false when it cannot be read, which is said nowhere: the line then has what the extract knows. */
bool trust_post(const struct trust *trust, struct kiem_kept *kept, uint32_t row);
/* The first digits of a row's id. */
const char *trust_id(const struct trust *trust, char out[static LOOK_ID_MAX], uint32_t row);
/* A person's name; `role` true: what others see of them in a role, where some would rather not be named. */
const char *trust_name(const struct trust *trust, char out[static RESOLVE_NAME_MAX], uint32_t person, bool role);
/* A line: an id, and behind it words that may wrap. */
void trust_line(const struct trust *trust, const char *id, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What a call to account says, and who is to settle it. */
void trust_address_text(const struct trust *trust, const struct view_trust_address *address);

#endif
