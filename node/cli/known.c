/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the user of a command knows (known.h). */
#include "known.h"

#include <stdlib.h>

int known_open(struct known *known, const struct look *look)
{
	*known = (struct known){.eye = {.now_ms = look->now_ms}};
	int status = trusted_open(&known->trusted, look->cli);
	if (status) {
		return status;
	}
	size_t n = known->trusted.x->n_persons;
	known->persons = calloc(n + 1, sizeof *known->persons);
	if (!known->persons) {
		return look_err(look, KIEM_E_MEMORY);
	}
	for (uint32_t person = 0; person < n; person++) {
		known->persons[person] = view_trust_known(known->trusted.view, person);
	}
	known->eye.known = known->persons;
	return EX_OK;
}

void known_finish(struct known *known)
{
	free(known->persons);
	known->persons = NULL;
	trusted_finish(&known->trusted);
}
