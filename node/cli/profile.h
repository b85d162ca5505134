/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What somebody says of themself: name, sector, languages. It is kept in profile.json in the home, so that it is known before
 * any board is followed, and goes as a post on each board that is.
 */
#ifndef KIEM_CLI_PROFILE_H
#define KIEM_CLI_PROFILE_H

#include "draft.h"

#define PROFILE_NAME_MAX 100
#define PROFILE_LANGUAGE_MAX 35

struct profile {
	char name[PROFILE_NAME_MAX + 1]; /* empty: nothing was said yet */
	uint64_t sector;
	size_t n_languages;
	char languages[KIEM_LANGUAGES_MAX][PROFILE_LANGUAGE_MAX + 1];
	bool unnamed;
	bool has_heir;
	struct kiem_key heir; /* the key that may take over */
};

/* Rows for a command's table of options. */
#define PROFILE_NAME                                                                                                               \
	{                                                                                                                          \
		"name", N_("NAME"), N_("your name, or your organisation's, as others see it"), false                               \
	}
#define PROFILE_SECTOR                                                                                                             \
	{                                                                                                                          \
		"sector", N_("SECTOR"), N_("resident, business, government, civil-society, school, housing, care or other"), false \
	}
#define PROFILE_LANGUAGE                                                                                                           \
	{                                                                                                                          \
		"language", N_("CODE"), N_("a language you speak, such as nl; several with commas"), true                          \
	}
#define PROFILE_UNNAMED                                                                                                            \
	{                                                                                                                          \
		"unnamed", NULL, N_("you would rather not be named as a pioneer or connector"), false                              \
	}

#define PROFILE_HEIR                                                                                                               \
	{                                                                                                                          \
		"heir", N_("KEY"), N_("the whole key that may take over from yours, should you lose it; “none”: no key"), false    \
	}

/* Takes what the options say over into *profile. */
int profile_fill(struct profile *profile, const struct args *args);
/* From the home, else from the newest profile that this identity posted; an empty name when there is none. */
int profile_load(struct cli *cli, struct profile *profile);
/* As an object: {"name", "sector", "languages", "unnamed"}, and "heir" when there is one; the file and --json are alike. */
json_t *profile_json(const struct profile *profile);
int profile_save(struct cli *cli, const struct profile *profile);
/* Posts it on n boards. Its id is printed unless `quiet`. */
int profile_post(struct cli *cli, const struct profile *profile, const char *const *boards, size_t n, bool quiet);

#endif
