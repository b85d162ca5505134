/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the coalition's model share: the questions that are asked of all posts again and again. */
#ifndef KIEM_COALITION_ASKED_H
#define KIEM_COALITION_ASKED_H

#include "coalition_model.h"

#include <math.h>

#define BY(relation) (1ULL << (relation))
#define BINDING (BY(KIEM_ABOUT) | BY(KIEM_EXTENDS) | BY(KIEM_VARIANT) | BY(KIEM_ANSWERS))
#define NEVER INT32_MAX
#define ONE 65536

static inline const struct kiem_post *at(const struct coalition_model *c, size_t i)
{
	return &c->m->posts[i]->post;
}

static inline bool live(const struct coalition_model *c, size_t i)
{
	return c->m->posts[i]->live;
}

static inline bool is_content(uint64_t kind)
{
	return kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE;
}

static inline int day_of(const struct coalition_model *c, int64_t ms)
{
	int day = (int)floor((double)ms / 86400000.0);

	return day > c->today ? c->today : day;
}

static inline uint64_t decay(int days)
{
	return (uint64_t)lround(65536.0 * exp2(-(days % 30) / 30.0)) >> (days / 30 > 17 ? 17 : days / 30);
}

static inline uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

struct found {
	int64_t sum;
	int people, sectors;
};

/* Below 0 when a comes before b in some order. */
typedef int (*order_fn)(const struct coalition_model *c, size_t a, size_t b);

bool coalition_builds(const struct coalition_model *c, size_t i, int t);
bool coalition_counts(const struct coalition_model *c, size_t i, int t);
bool coalition_in(const struct coalition_model *c, size_t i);
bool coalition_is_receipt(const struct coalition_model *c, size_t i);
bool coalition_names(const struct coalition_model *c, size_t i, size_t p, uint64_t relations);
bool coalition_names_others(const struct coalition_model *c, size_t i, uint64_t relations);
bool coalition_names_text(const struct coalition_model *c, size_t i);
bool coalition_takes_part(const struct coalition_model *c, size_t person, int t);
int coalition_bits(uint64_t set);
int coalition_bond(const struct coalition_model *c, size_t a, size_t b);
int coalition_by_key(const struct coalition_model *c, size_t a, size_t b);
int coalition_day(const struct coalition_model *c, size_t i);
int coalition_first_act(const struct coalition_model *c, size_t person, int t);
int coalition_state(const struct coalition_model *c, int t);
int coalition_why(const struct coalition_model *c, size_t i, size_t condition, int t);
size_t coalition_author(const struct history *h, const struct kiem_key *key);
size_t coalition_giver(const struct coalition_model *c, size_t r, size_t p);
/* Without whom most others would be cut off, how many, and the permille of strength that is theirs; or MODEL_NONE. */
size_t coalition_most_cut(const struct coalition_model *c, int *apart, uint64_t *ties);
size_t coalition_next_in_order(const struct coalition_model *c, const bool *left, size_t n, order_fn order);
size_t coalition_profile(const struct history *h, size_t author);
size_t coalition_self(const struct history *h, size_t author);
size_t coalition_who(const struct coalition_model *c, size_t i);
struct found coalition_find(const struct coalition_model *c, size_t condition, int t, size_t but);
uint64_t coalition_energy(const struct coalition_model *c, int t, int known, size_t but);
uint64_t coalition_find_toward(const struct coalition_model *c, size_t i, size_t b);
uint64_t coalition_sector_bit(const struct coalition_model *c, size_t person);
uint64_t coalition_strength(const struct coalition_model *c, size_t a, size_t b, int after, int t);
uint64_t coalition_weight(uint64_t kind, uint64_t relation);
unsigned coalition_missing(const struct coalition_model *c, int t, size_t but);
void coalition_write_bottleneck(FILE *out, const struct coalition_model *c);
void coalition_write_form(FILE *out, const struct coalition_model *c, int t);
void coalition_write_kin(FILE *out, const struct coalition_model *c);

int coalition_earlier_first(const struct coalition_model *c, size_t a, size_t b);

#endif
