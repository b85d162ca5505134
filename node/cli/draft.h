/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A post in the making: from the options of a command to the fields of a struct kiem_post. All text becomes NFC here and is
 * owned by the draft. A command declares those options of DRAFT_… that it takes; draft_fill reads whichever were given.
 */
#ifndef KIEM_CLI_DRAFT_H
#define KIEM_CLI_DRAFT_H

#include "cli.h"
#include "times.h"

#define DRAFT_OWNED_MAX 64

struct draft {
	struct kiem_post post; /* its spans point into what the draft owns, into `board`, or into cli->read */
	char board[KIEM_BOARD_MAX + 1];
	size_t n_owned;
	char *owned[DRAFT_OWNED_MAX];
};

/* Rows for a command's table of options. */
#define DRAFT_TITLE                                                                                                                \
	{                                                                                                                          \
		"title", N_("TEXT"), N_("the line it is listed by"), false                                                         \
	}
#define DRAFT_TEXT                                                                                                                 \
	{                                                                                                                          \
		"text", N_("TEXT"), N_("what there is to say; - reads it from standard input"), false                              \
	}
#define DRAFT_EDIT                                                                                                                 \
	{                                                                                                                          \
		"edit", NULL, N_("write the text in your editor ($VISUAL or $EDITOR)"), false                                      \
	}
#define DRAFT_TAG                                                                                                                  \
	{                                                                                                                          \
		"tag", N_("WORD"), N_("a word to find it by; several with commas"), true                                           \
	}
#define DRAFT_PLACE                                                                                                                \
	{                                                                                                                          \
		"place", N_("PLACE"), N_("where it is, in words"), false                                                           \
	}
#define DRAFT_AT                                                                                                                   \
	{                                                                                                                          \
		"at", N_("LAT,LON"), N_("where it is, in degrees, such as 51.5606,5.0919"), false                                  \
	}
#define DRAFT_QUANTITY                                                                                                             \
	{                                                                                                                          \
		"quantity", N_("AMOUNT"), N_("how much of what, such as “20 seats” or “2,5 kWh”"), false                           \
	}
#define DRAFT_FROM                                                                                                                 \
	{                                                                                                                          \
		"from", N_("TIME"), N_("from when, such as “friday 19:00”"), false                                                 \
	}
#define DRAFT_TO                                                                                                                   \
	{                                                                                                                          \
		"to", N_("TIME"), N_("until when it lasts or is to be had"), false                                                 \
	}
#define DRAFT_TERMS                                                                                                                \
	{                                                                                                                          \
		"terms", N_("TEXT"), N_("on what terms"), false                                                                    \
	}
#define DRAFT_LANGUAGE                                                                                                             \
	{                                                                                                                          \
		"language", N_("CODE"), N_("the language it is written in, such as nl"), false                                     \
	}
#define DRAFT_UNTIL                                                                                                                \
	{                                                                                                                          \
		"until", N_("TIME"), N_("when it leaves the board (a date, or “7d” from now)"), false                              \
	}
#define DRAFT_LIFE                                                                                                                 \
	{                                                                                                                          \
		"life", N_("LENGTH"), N_("how long it stays on the board, such as 7d or 12w"), false                               \
	}
#define DRAFT_ABOUT                                                                                                                \
	{                                                                                                                          \
		"about", N_("ID"), N_("the post that this belongs to"), true                                                       \
	}
#define DRAFT_BOARD                                                                                                                \
	{                                                                                                                          \
		"board", N_("BOARD"), N_("the board it goes on; not needed when you follow one"), false                            \
	}
#define DRAFT_END                                                                                                                  \
	{                                                                                                                          \
		NULL, NULL, NULL, false                                                                                            \
	}

/* Makes the text NFC, checks its length (max bytes), and points *to at it. `what` names it in a sentence: "--place". */
int draft_text(struct draft *draft, struct kiem_span *to, const char *text, size_t max, const char *what);

/* The title, without spaces around it; an empty one is refused. */
int draft_title(struct draft *draft, const char *text, const char *what);

/* Reads every option that was given, but --board and --about, into draft->post. Where --text is -, standard input is read. */
int draft_fill(struct cli *cli, struct draft *draft, const struct args *args, int64_t now_ms);

/* The board: `given`, or else `usual` (may be NULL), or else the one that is followed. */
int draft_board(struct cli *cli, struct draft *draft, const char *given, const char *usual);

/* A time out of what a person wrote, or the sentence about it. */
int draft_time(int64_t *ms, const char *text, int64_t now_ms, enum times_edge edge);

/* When the post is to end: what --until or --life say, or else the later of the usual life and `at_least`. */
int draft_until(struct cli *cli, int64_t *until, const struct args *args, int64_t now_ms, int64_t at_least);

/* The text of standard input, or out of the person's editor, which starts with `before` (may be NULL). NUL-terminated, malloc'ed.
 */
int draft_read_stdin(char **text);
int draft_edit(char **text, const char *before);
/*
 * What was written in the editor stays in its file until it is posted. At the end of the command the file is removed, or, when
 * nothing came of the post, its name is said, so that nobody writes a text twice.
 */
void draft_edit_posted(void);
void draft_edit_end(void);

void draft_finish(struct draft *draft);

#endif
