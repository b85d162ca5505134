/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the trust model share: who did what, what counts, the walk, what was confirmed. */
#ifndef KIEM_TRUST_MODEL_PARTS_H
#define KIEM_TRUST_MODEL_PARTS_H

#include "trust_model.h"

#define ONE (1ULL << 32)
#define EVERYBODY(a)                                                                                                               \
	size_t a = 0;                                                                                                              \
	a < HISTORY_AUTHORS;                                                                                                       \
	a++

static inline const struct kiem_post *at(const struct trust_model *t, size_t i)
{
	return &t->h->model.posts[i]->post;
}

static inline bool live(const struct trust_model *t, size_t i)
{
	return t->h->model.posts[i]->live;
}

static inline size_t author_with(const struct history *h, const struct kiem_key *key)
{
	for (EVERYBODY(a)) {
		if (memcmp(h->authors[a].key.b, key->b, 32) == 0) {
			return a;
		}
	}
	return MODEL_NONE;
}

static inline size_t who(const struct trust_model *t, size_t i)
{
	return t->self[t->h->author_of[i]];
}

static inline size_t whom(const struct trust_model *t, size_t i)
{
	return at(t, i)->has_whom ? t->self[author_with(t->h, &at(t, i)->whom)] : MODEL_NONE;
}

bool trust_model_cancelled(const struct trust_model *t, size_t i, uint64_t kind, size_t by);
size_t trust_model_vouch(const struct trust_model *t, size_t from, size_t to);
bool trust_model_stands(const struct trust_model *t, size_t i);
uint64_t trust_model_left(const struct trust_model *t, size_t person, uint64_t amount);
uint64_t trust_model_one_hop(const struct trust_model *t, size_t v);
uint64_t trust_model_two_hops(const struct trust_model *t, size_t v, size_t without);
uint64_t trust_model_by(const struct trust_model *t, size_t v, size_t w);
uint64_t trust_model_three_hops(const struct trust_model *t, size_t w);
uint64_t trust_model_find_walked(const struct trust_model *t, size_t v);
bool trust_model_find_confirms(const struct trust_model *t, size_t i, size_t p, size_t to);
bool trust_model_confirms(const struct trust_model *t, size_t i, size_t p, size_t to);
bool trust_model_may_confirm(const struct trust_model *t, size_t from);
uint64_t trust_model_bare(const struct trust_model *t, size_t v);
uint64_t trust_model_walked_without(const struct trust_model *t, size_t v, size_t by);
uint64_t trust_model_find_brings(const struct trust_model *t, size_t from, size_t to);
uint64_t trust_model_find_behind(const struct trust_model *t, size_t from, size_t to);
uint64_t trust_model_all_behind(const struct trust_model *t, size_t who);
uint64_t trust_model_foot(const struct trust_model *t, size_t who);

#endif
