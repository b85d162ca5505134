/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The half year of coalition_model.h, and on top of it what makes a brief that was kept a wrong one: posts that pass within the
 * hour, renewals, retractions of whatever kind, people who change their sector or their key.
 */
#ifndef KIEM_BRIEF_HISTORY_H
#define KIEM_BRIEF_HISTORY_H

#include "view_history.h"

#define BRIEF_HOUR 3600000LL

/* Ends with model_finish(&history->model). */
void brief_history_make(struct history *history, uint64_t seed);

#endif
