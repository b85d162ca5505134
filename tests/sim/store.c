/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A node's store: which of the run's posts it holds. See posts.h. */
#include "posts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void store_put(struct store *store, const struct posts *posts, uint32_t post)
{
	if (post / 64 >= store->n_words) {
		uint32_t n = (post / 64 + 1 + 7) / 8 * 8;

		store->has = realloc(store->has, n * sizeof(store->has[0]));
		assert(store->has != NULL);
		memset(store->has + store->n_words, 0, (n - store->n_words) * sizeof(store->has[0]));
		store->n_words = n;
	}
	if (!store_has(store, post)) {
		store->has[post / 64] |= 1ull << (post % 64);
		store->n[posts->list[post].board]++;
	}
}

void store_remove(struct store *store, const struct posts *posts, uint32_t post)
{
	if (store_has(store, post)) {
		store->has[post / 64] &= ~(1ull << (post % 64));
		store->n[posts->list[post].board]--;
	}
}

void store_finish(struct store *store)
{
	free(store->has);
	*store = (struct store){.n_words = 0};
}

size_t store_scan(const struct store *store, const struct posts *posts, struct swarm_row *rows, bool *end,
        const struct swarm_effect *scan, int64_t now)
{
	size_t n = 0, i = 0, upto = posts->n_order;

	if (scan->scan.has_after) {
		i = posts_place(posts, scan->scan.after_made, &scan->scan.after_id);
		i += i < upto && memcmp(&posts->list[posts->order[i]].id, &scan->scan.after_id, sizeof(struct kiem_id)) == 0;
	}
	if (scan->scan.has_upto) {
		size_t place = posts_place(posts, scan->scan.upto_made, &scan->scan.upto_id);
		upto = place < upto ? place + 1 : upto;
		if (place < upto &&
		        memcmp(&posts->list[posts->order[place]].id, &scan->scan.upto_id, sizeof(struct kiem_id)) != 0) {
			upto--; /* the place itself holds a later one */
		}
	}
	for (*end = true; i < upto; i++) {
		uint32_t number = posts->order[i];
		const struct sim_post *p = &posts->list[number];

		if (!store_has(store, number) || p->board != scan->scan.board - 1 || p->until <= now) {
			continue;
		}
		if (n == scan->scan.max) {
			*end = false;
			break;
		}
		rows[n++] = (struct swarm_row){p->made, p->id, number + 1};
	}
	return n;
}

bool store_equal(const struct store *a, const struct store *b, const struct posts *posts, uint32_t board, int64_t now)
{
	uint32_t words = a->n_words > b->n_words ? a->n_words : b->n_words;

	for (uint32_t w = 0; w < words; w++) {
		uint64_t differ = (w < a->n_words ? a->has[w] : 0) ^ (w < b->n_words ? b->has[w] : 0);

		for (; differ != 0; differ &= differ - 1) {
			const struct sim_post *p = &posts->list[w * 64 + (uint32_t)__builtin_ctzll(differ)];

			if (p->board == board && p->until > now) {
				return false;
			}
		}
	}
	return true;
}
