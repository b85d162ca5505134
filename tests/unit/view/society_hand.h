/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and ties by hand: two fours who all know each other, and one tie between them. Person numbers run against the keys. */
#ifndef KIEM_TEST_SOCIETY_HAND_H
#define KIEM_TEST_SOCIETY_HAND_H

#include "../../../node/view/society.h"
#include "support.h"

#define HAND_MAX 64

struct hand {
	struct view_extract x;
	struct view_bonds bonds;
	struct kiem_key key[HAND_MAX];
	struct view_bond list[HAND_MAX];
};

/* Person i has the key n - 1 - i, so that vertex v is person n - 1 - v. */
static inline void hand_people(struct hand *h, size_t n)
{
	*h = (struct hand){.x = {.n_persons = n}};
	h->x.key = h->key;
	h->bonds.list = h->list;
	for (size_t i = 0; i < n; i++) {
		h->key[i].b[0] = (uint8_t)(n - 1 - i);
	}
}

/* A tie of so many whole units each way. */
static inline void hand_tie(struct hand *h, uint32_t a, uint32_t b, uint64_t ab, uint64_t ba)
{
	h->list[h->bonds.n++] = (struct view_bond){a, b, ab * VIEW_Q16_ONE, ba * VIEW_Q16_ONE};
}

static inline void hand_two_fours(struct hand *h)
{
	hand_people(h, 9);
	for (uint32_t side = 0; side < 8; side += 4) {
		for (uint32_t a = side; a < side + 4; a++) {
			for (uint32_t b = a + 1; b < side + 4; b++) {
				hand_tie(h, a, b, 2, 2);
			}
		}
	}
	hand_tie(h, 3, 4, 2, 2);
}

#endif
