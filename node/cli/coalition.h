/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A coalition to look at, as `kiem coalition` gathers it (coalition.c) and prints it, a file a part: head and form
 * (coalition_head.c), people (coalition_people.c), conditions and needs (coalition_needs.c), posts and kin (coalition_posts.c), who
 * carries it and a departure (coalition_care.c), what changed (coalition_changes.c), and all of it for programs (coalition_json.c).
 */
#ifndef KIEM_CLI_COALITION_H
#define KIEM_CLI_COALITION_H

#include "coalition_words.h"
#include "known.h"

#define CARD_LIST 4     /* items of a list that are shown */
#define CARD_EVIDENCE 3 /* ids of evidence */

struct card {
	struct look look;
	struct known known;
	const struct view_extract *x;
	struct kiem_kept kept, shown;
	struct view_portrait *portrait;
	struct view_namesake *namesakes; /* malloc'ed */
	size_t n_namesakes;
	bool all;
	char id[LOOK_ID_MAX]; /* of the first post, for commands to copy */
};

void card_head(const struct card *card);
void card_people(const struct card *card);
void card_conditions(const struct card *card);
void card_needs(const struct card *card);
void card_deeds(const struct card *card);
void card_posts(const struct card *card);
void card_kin(const struct card *card);
void card_care(const struct card *card);
void card_without(const struct card *card);
void card_changes(const struct card *card);
void card_json(const struct card *card);
/* The parts of the object that hold many. */
void card_json_who(json_t *object, const struct card *card, uint32_t person);
json_t *card_json_conditions(const struct card *card);
json_t *card_json_needs(const struct card *card);
json_t *card_json_kin(const struct card *card, const struct view_kin *kin, size_t n);
json_t *card_json_care(const struct card *card);
json_t *card_json_without(const struct card *card);
json_t *card_json_changes(const struct card *card);

/* ---- what the parts share ---- */

/* How many of n are shown; and after them how many more there are and how to see them. */
size_t card_cut(const struct card *card, size_t n);
void card_more(const struct card *card, size_t n);
/* The post of a row as it is now shown; false when it cannot be read. */
bool card_read(const struct card *card, struct kiem_kept *kept, uint32_t row);
/* id, kind and first words; then, where facts are not NULL, the author and the age begin its second line. */
void card_post(const struct card *card, uint32_t row, uint32_t shown, struct facts *facts);
/* What somebody calls themself; "someone" of who asks not to be named. */
const char *card_name(const struct card *card, char out[static RESOLVE_NAME_MAX], uint32_t person);
/* Where a leave says that its author goes next: its first link that takes nothing back, or NULL. */
const struct kiem_link *card_next(const struct kiem_post *leave);
/* A list of names: "Anna, Bram and someone"; of many the first few and how many more. */
#define CARD_NAMES_MAX 1024
const char *card_names(const struct card *card, char out[static CARD_NAMES_MAX], const uint32_t *persons, size_t n);

#endif
