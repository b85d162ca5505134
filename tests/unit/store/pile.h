/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More posts than the smallest store holds, of all sizes, signed once for many ways of bringing them: that takes the longest. */
#ifndef KIEM_TEST_STORE_PILE_H
#define KIEM_TEST_STORE_PILE_H

#include "scene.h"

#define PILE_POSTS 11000
#define PILE_LIFE_H 100                                                       /* hours over which they expire, after a day */
#define PILE_UNTIL (SUPPORT_NOW + SCENE_DAY + (PILE_LIFE_H + 2) * SCENE_HOUR) /* all have by then */

struct pile_post {
	size_t n;
	uint8_t *bytes;
	int64_t until;
	bool mine; /* by the scene's anna */
	bool kept; /* for the test to note */
};
extern struct pile_post pile[PILE_POSTS];

void pile_make(uint64_t *seed);
void pile_drop(void);

#endif
