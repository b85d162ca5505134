/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See pile.h. */
#include "pile.h"
#include "layout.h"
#include "scene.h"

struct pile_post pile[PILE_POSTS];

static void make_one(size_t i, uint64_t *seed)
{
	static char text[6000];
	static struct support_bytes bytes;
	struct support_author author;
	char title[32];
	struct kiem_post post = {.kind = KIEM_OFFER + i % 2, .made = SUPPORT_NOW - (int64_t)i * 500};
	size_t n = support_random(seed) % 1000;

	memset(text, 'v', sizeof(text));
	snprintf(title, sizeof(title), "vulling %zu", i);
	pile[i].mine = i % 4 == 1;
	support_author(&author, pile[i].mine ? 1 : 2 + support_random(seed) % 500);
	post.title = support_span(title);
	post.until = SUPPORT_NOW + SCENE_DAY + (int64_t)(i % PILE_LIFE_H) * SCENE_HOUR;
	/* One in 64 takes pages of its own, one in 16 has as many links as fit. */
	post.text = (struct kiem_span){(uint8_t *)text, i % 64 == 0 ? 6 * n : n};
	for (size_t k = 0; i % 16 == 0 && k < KIEM_LINKS_MAX; k++) {
		post.links[k].relation = KIEM_ABOUT;
		store_put_be(post.links[k].id.b, support_random(seed), 8);
		post.n_links++;
	}
	support_make(&bytes, &post, &author);
	pile[i].until = post.until;
	pile[i].n = bytes.n;
	pile[i].bytes = malloc(bytes.n);
	assert_non_null(pile[i].bytes);
	memcpy(pile[i].bytes, bytes.b, bytes.n);
}

void pile_make(uint64_t *seed)
{
	for (size_t i = 0; i < PILE_POSTS; i++) {
		make_one(i, seed);
	}
}

void pile_drop(void)
{
	for (size_t i = 0; i < PILE_POSTS; i++) {
		free(pile[i].bytes);
	}
}
