/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the reading commands share: a snapshot with the people in it, and the small words about a post (who, how long ago, how
 * much, when) that stand in several of them. Everything printed here is cleaned and fits the width.
 */
#ifndef KIEM_CLI_LOOK_H
#define KIEM_CLI_LOOK_H

#include "cli.h"

#include <kiem/view.h>

/* A snapshot that a command looks at. */
struct look {
	struct cli *cli;
	const struct out *out;
	struct kiem_read *read; /* cli->read */
	struct view_people *people;
	int64_t now_ms;
};
/* Opens the store and a fresh snapshot; 0, or a status with the sentence said. Needs look_finish either way. */
int look_init(struct look *look, struct cli *cli);
void look_finish(struct look *look);
/* What a view returned, as a status with its sentence. */
int look_err(const struct look *look, enum kiem_err err);

/*
 * The boards that are here, by name: all of them, or only those followed. *boards is malloc'ed and the caller's, also when there
 * are none.
 */
int look_boards(const struct look *look, struct kiem_board **boards, size_t *n, bool followed);

/* ---- words; each returns its buffer ---- */

#define LOOK_ID_DIGITS 12
#define LOOK_ID_MAX (LOOK_ID_DIGITS + 1)
const char *look_id(char out[static LOOK_ID_MAX], const struct kiem_id *id);

/* A person's name, cleaned; of who has none the first digits of the key, as kiem links and kiem id show them. */
const char *look_name(const struct look *look, char out[static RESOLVE_NAME_MAX], const struct kiem_key *key);

/* "initiative", or "kind 4711" when this version does not know it. */
#define LOOK_WORD_MAX 64
const char *look_kind(char out[static LOOK_WORD_MAX], uint64_t kind);
const char *look_relation(char out[static LOOK_WORD_MAX], uint64_t relation);

/* How long before now, in one unit: "3 hours ago". A moment ahead of the clock is "just now". */
const char *look_age(char out[static LOOK_WORD_MAX], int64_t made, int64_t now_ms);

/* "Fri 27 Nov 2026 19:00–22:00 CET", or both in full when they lie on two days; empty when the post names no time. */
#define LOOK_WHEN_MAX 256
const char *look_when(char out[static LOOK_WHEN_MAX], const struct kiem_post *post);

/* "20 seats"; empty when the post names no quantity. */
#define LOOK_AMOUNT_MAX (64 + OUT_CLEAN_MAX(32))
const char *look_amount(char out[static LOOK_AMOUNT_MAX], const struct kiem_post *post);

/* A number with the digits grouped: 31,200, or in Dutch 31.200. */
const char *look_count(char out[static LOOK_WORD_MAX], uint64_t n);

/* ---- a line of facts: "Speeltuin Noord · 2 hours ago · Lijnsheike", broken between facts where the width ends ---- */

struct facts {
	const struct out *out;
	unsigned indent, column;
	unsigned hang; /* how much further in the lines after the first stand; 0 at the start */
	bool any;
};
void facts_init(struct facts *facts, const struct out *out, unsigned indent);
void facts_add(struct facts *facts, struct kiem_span text); /* a fact of somebody's words; an empty one is none */
void facts_say(struct facts *facts, const char *format, ...) __attribute__((format(printf, 2, 3)));
void facts_end(struct facts *facts);

/* The facts that a list shows of a post: name, age, place, quantity, times. */
void facts_of_post(struct facts *facts, const struct look *look, const struct kiem_post *shown, const struct kiem_post *post);

/* The fact of what a reply is to, when that is here: "about “Groene gevels”". Of its first link. */
void facts_of_target(struct facts *facts, const struct look *look, const struct kiem_post *post);

/* The line that a post is listed with: id, kind, its first words. */
void look_headline(const struct look *look, const struct kiem_id *id, uint64_t kind, struct kiem_span words);

#endif
