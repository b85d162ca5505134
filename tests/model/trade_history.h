/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random histories of offers and requests: people with names and sectors, texts of few words in both languages, amounts in units
 * that convert and that do not, answers, receipts, revisions, retractions. They arrive as view_history's do.
 */
#ifndef KIEM_TRADE_HISTORY_H
#define KIEM_TRADE_HISTORY_H

#include "view_history.h"

void trade_history_make(struct history *history, uint64_t seed);
/* A few words of those that the posts are made of, perhaps cut short or written differently. */
void trade_words(char out[static 256], uint64_t *random, size_t n);

#endif
