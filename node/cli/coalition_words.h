/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small words about coalitions that the list and the card share: energy, a sparkline, states, conditions, shares. */
#ifndef KIEM_CLI_COALITION_WORDS_H
#define KIEM_CLI_COALITION_WORDS_H

#include "look.h"
#include "quantity.h"

#include <kiem/coalitions.h>

/* Whether the locale can show more than ASCII. */
bool words_unicode(void);

/* A trend in eight columns: ▁▂▃▄▅▆▇█, or ASCII where the locale has no more. What rests is low, whatever its own height. */
#define WORDS_SPARK_MAX (VIEW_WEEKS * 3 + 1)
const char *words_spark(char out[static WORDS_SPARK_MAX], const uint64_t trend[static VIEW_WEEKS]);
/* A bar of `columns` for a share in permille. */
#define WORDS_BAR_MAX (40 * 3 + 1)
const char *words_bar(char out[static WORDS_BAR_MAX], uint32_t permille, unsigned columns);

/* "12.4", in Dutch "12,4", rounded down, so that what rests stays below 1; but anything there is, is at least 0.1. */
const char *words_energy(char out[static QUANTITY_TEXT_MAX], uint64_t energy);
/* The same in thousandths, for programs. */
int64_t words_milli(uint64_t energy);

const char *words_state(enum view_state state);      /* translated: "alive" */
const char *words_state_json(enum view_state state); /* "alive" */
/* The state of that word, in either language, as a bit 1 << enum view_state; 0 when there is none. */
uint32_t words_state_of(const char *word);

const char *words_condition(enum view_condition condition);
const char *words_condition_json(enum view_condition condition);
/* "urgency, room"; empty when none is missing. */
#define WORDS_MISSING_MAX 256
const char *words_missing(char out[static WORDS_MISSING_MAX], uint32_t missing);
json_t *words_missing_json(uint32_t missing);

/* "23 people" or "23 people (8 you know)". */
const char *words_people(char out[static LOOK_WORD_MAX], const struct view_two *people);

/* What a list says of a coalition, for programs: state, energy, people and so on. */
void words_brief_json(json_t *object, const struct view_extract *x, const struct view_brief *brief);

#endif
