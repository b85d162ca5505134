/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The language that a person reads. A small system often has not generated the locale it is set to, and setlocale then
 * refuses it whole. The catalogue needs no more than the language's name, so we take the C.UTF-8 that is always there and
 * pass the name on by LANGUAGE. Numbers stay in C: what is printed is read by programs too.
 */
#include <kiem/home.h>

#include "kiem-build.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

/* What the environment asks for: the first of these that says anything decides. */
static const char *language_wanted(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i]);

		if (value != NULL && value[0] != '\0') {
			return value;
		}
	}
	return NULL;
}

void kiem_language_find(void)
{
	const char *given = getenv("LANGUAGE"), *wanted = language_wanted(), *dir = getenv("KIEM_LOCALEDIR");

	if (setlocale(LC_ALL, "") == NULL && setlocale(LC_ALL, "C.UTF-8") != NULL && wanted != NULL &&
	        (given == NULL || given[0] == '\0')) {
		setenv("LANGUAGE", wanted, 1);
	}
	setlocale(LC_NUMERIC, "C");
	bindtextdomain("kiem", dir != NULL && dir[0] != '\0' ? dir : KIEM_LOCALEDIR);
	bind_textdomain_codeset("kiem", "UTF-8");
	textdomain("kiem");
}
