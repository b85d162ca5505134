/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of the year, in Dutch. Lists end with NULL. A sentence may have slots in braces, which render.c fills: {straat} {plek}
 * {dag} {tijd} {n} (2 to 12) {nn} (20 to 90) {maand} {firma} {mens} {groep}.
 */
#ifndef KIEM_TEST_YEAR_WORDS_H
#define KIEM_TEST_YEAR_WORDS_H

#include <stdint.h>

typedef const char *const words[];

/* Something offered or asked for. Offer and request with the same number are about the same thing. */
struct trade {
	const char *offer, *request; /* titles; {q} is the quantity with its unit */
	const char *unit;
	int32_t min, max, step;
	const char *note; /* a sentence that fits both */
};

struct topic {
	const char *tags[5];
	uint8_t season[12]; /* how much it is on people's minds, January to December, 10 is usual */
	const char *const *titles, *const *why, *const *how, *const *deeds, *const *gatherings,
	                                                                            *const *lessons, *const *brings, *const *notes;
	const struct trade *trades; /* ends with a NULL offer */
};
extern const struct topic topic_groen, topic_laden, topic_net, topic_gereedschap, topic_zorg, topic_school, topic_logistiek,
        topic_leegstand, topic_warmte, topic_festival, topic_hergebruik, topic_voedsel;

/* ---- words_shared.c ---- */
extern words words_closing, words_motive, words_welcome, words_reason, words_mend, words_leave, words_context, words_receipt,
        words_note, words_revised, words_answer, words_confirm, words_rant, words_terms, words_after, words_board;

/* ---- words_names.c ---- */
extern words words_first, words_middle, words_last, words_streets, words_groups, words_days, words_months, words_times,
        words_firm_before, words_firm_after, words_firm_name, words_school, words_care, words_society, words_office;
/* Places of each board, in the order of year_boards. */
extern const char *const *const words_places[];

#endif
