/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pulse as lines: what there is to tell, and the command that shows more of it. pulse.c gathers and prints them, pulse_lines.c
 * puts them in words, pulse_json.c has all of it for programs.
 */
#ifndef KIEM_CLI_PULSE_H
#define KIEM_CLI_PULSE_H

#include "known.h"

#include <kiem/pulse.h>

#define PULSE_TEXT_MAX 2048
#define PULSE_COMMAND_MAX 512
#define PULSE_LINES 11
#define PULSE_INDENT 13 /* where the text of a line starts on the page */

struct pulse_line {
	const char *topic; /* for programs: "new" */
	const char *label; /* for people: "New" */
	size_t figure;     /* how many it is about */
	char text[PULSE_TEXT_MAX];
	char command[PULSE_COMMAND_MAX]; /* empty: none */
};

struct pulse {
	struct look look;
	struct known known;
	const struct view_extract *x;
	struct view_pulse *view;
	struct view_bonds *refresh; /* to work out communities with, afterwards; or NULL */
	const char *board;          /* its name, or NULL: all that are followed */
	char since[128];            /* as it was typed, in quotation marks where a shell wants them */
	size_t columns;             /* what fits on a line of the page; SIZE_MAX when there is no page */
	struct pulse_line lines[PULSE_LINES];
	size_t n;
};

/* Fills the lines. */
void pulse_lines(struct pulse *pulse);
/* All of it as one object, the lines too. */
void pulse_json(const struct pulse *pulse);

/* What somebody calls themself, or "someone". */
const char *pulse_name(const struct pulse *pulse, char out[static RESOLVE_NAME_MAX], uint32_t person);
/* The first words of a row's shown text, cleaned. */
#define PULSE_TITLE_MAX OUT_CLEAN_MAX(KIEM_TITLE_MAX)
const char *pulse_title(const struct pulse *pulse, char out[static PULSE_TITLE_MAX], uint32_t row);
/* "5 hours", "2 days": a length of time. */
const char *pulse_span(char out[static LOOK_WORD_MAX], int64_t ms);
/* " nl/tilburg/noord" behind a command, when it is about one board; until the next call. */
const char *pulse_behind(const struct pulse *pulse, const char *before);

#endif
