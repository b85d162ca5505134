/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of coalitions share: a street of people in the garden, whose acts are planted days ago, and what the views say of
 * them. */
#ifndef KIEM_TEST_GROVE_H
#define KIEM_TEST_GROVE_H

#include "../../../node/view/circle.h"
#include "extract_garden.h"

#include <kiem/coalitions.h>

#define SIGNAL(s) (1u << (s))

/* Somebody of the street, always the same for a number. */
static inline const struct support_author *neighbour(size_t n)
{
	static struct support_author street[1200];
	static bool moved_in[1200];

	assert_true(n < 1200);
	if (!moved_in[n]) {
		support_author(&street[n], 100 + n);
		moved_in[n] = true;
	}
	return &street[n];
}

/* A post by somebody, so many days ago; `to` NULL: to nothing. */
static inline struct kiem_id grow(
        struct garden *g, uint64_t kind, size_t who, int64_t days_ago, uint64_t relation, const struct kiem_id *to)
{
	static int64_t apart; /* each a minute from the last, so that no two are the same post */

	apart = (apart + 1) % 600;
	return plant_one(g, kind, "iets", neighbour(who), days_ago * 24 * 60 + apart, relation, to);
}

static inline struct kiem_id sign_up(
        struct garden *g, size_t who, int64_t days_ago, const struct kiem_id *to, unsigned signals, unsigned roles)
{
	struct kiem_post post = {.kind = KIEM_JOIN, .n_links = 1, .bring = support_span("handen")};

	post.made = SUPPORT_NOW - days_ago * DAY;
	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = *to};
	for (uint64_t s = KIEM_URGENT; s <= KIEM_MEANS; s++) {
		if ((signals & SIGNAL(s)) != 0) {
			post.signals[post.n_signals++] = s;
		}
	}
	for (uint64_t r = KIEM_PIONEER; r <= KIEM_CONNECTOR; r++) {
		if ((roles & SIGNAL(r)) != 0) {
			post.roles[post.n_roles++] = r;
		}
	}
	return plant(g, &post, neighbour(who));
}

static inline struct kiem_id thank(struct garden *g, size_t who, size_t whom, int64_t days_ago, const struct kiem_id *about)
{
	struct kiem_post post = {.kind = KIEM_RECEIPT, .n_links = 1, .has_whom = true, .whom = neighbour(whom)->key};

	post.made = SUPPORT_NOW - days_ago * DAY;
	post.links[0] = (struct kiem_link){.relation = KIEM_ABOUT, .id = *about};
	return plant(g, &post, neighbour(who));
}

/* A coalition as it is seen now; x and p to be closed by unlook. */
struct sight {
	struct view_extract *x;
	struct view_portrait *p;
};

static inline struct sight look_at(struct garden *g, const struct kiem_id *id, const bool *known, size_t without, int64_t since)
{
	struct sight s = {.x = in_memory(g, g->now)};
	struct view_portrait_ask ask = {.eye = {g->now, known}, .row = row_with(s.x, id), .without = VIEW_NONE, .since = since};

	if (without != SIZE_MAX) {
		ask.without = s.x->self[person_with(s.x, neighbour(without))];
	}
	assert_int_equal(view_portrait_create(&s.p, s.x, &ask), KIEM_DONE);
	return s;
}

static inline struct sight see(struct garden *g, const struct kiem_id *id)
{
	return look_at(g, id, NULL, SIZE_MAX, 0);
}

static inline void unlook(struct sight *s)
{
	view_portrait_destroy(s->p);
	view_extract_close(s->x);
}

static inline uint64_t energy_of(const struct sight *s)
{
	return s->p->brief.energy.known + s->p->brief.energy.strangers;
}

static inline bool is_neighbour(const struct sight *s, uint32_t person, size_t n)
{
	return memcmp(s->x->key[person].b, neighbour(n)->key.b, 32) == 0;
}

/* The partner that somebody is, or NULL. */
static inline const struct view_partner *partner_at(const struct sight *s, size_t n)
{
	for (size_t i = 0; i < s->p->n_partners; i++) {
		if (is_neighbour(s, s->p->partners[i].person, n)) {
			return &s->p->partners[i];
		}
	}
	return NULL;
}

#define assert_row_is(s, r, i) assert_memory_equal((s).x->id[r].b, (i).b, 32)

#endif
