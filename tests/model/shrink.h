/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random histories played until time is up, and when one fails, the least of it that still does: the posts without which it fails
 * all the same are left out, halves first and single ones at last. What is left is printed, with how to play it again.
 */
#ifndef KIEM_SHRINK_H
#define KIEM_SHRINK_H

#include "view_history.h"

struct shrink_game {
	void (*make)(struct history *history, uint64_t seed);
	/* Fails by an assertion of any kind. May add to a count of its own, that tells whether there was anything to see. */
	void (*play)(struct history *history, size_t *count);
};

/*
 * Plays the histories of support_seed() and the seeds after it, at least one, until budget_ms are over; returns how many, and the
 * sum of their counts (count may be NULL). Fails the test with what is left of a history that failed. With $KIEM_TEST_KEEP only
 * these posts of only that seed are played, in this process, for a debugger; then it returns 0.
 */
size_t shrink_run(const struct shrink_game *game, int64_t budget_ms, size_t *count);

/*
 * Of n things, all of which together fail, keeps some that fail and of which none can be left out; returns how many. n is at most
 * MODEL_MAX.
 */
size_t shrink_least(bool *keep, size_t n, bool (*fails)(const bool *keep, void *context), void *context);

#endif
