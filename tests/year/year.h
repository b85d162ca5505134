/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A realistic year: the life of a business park and its neighbourhood as posts, made from a seed. First the year is planned, in one
 * thread: who does what to which earlier act (plan*.c, acts_*.c). An act is a few numbers; its words follow from them (render.c)
 * and so do its bytes, since keys come from the seed and Ed25519 draws nothing. So acts may be signed by any number of threads,
 * each after those that it names (sign.c), and the same seed always gives the same file.
 */
#ifndef KIEM_TEST_YEAR_H
#define KIEM_TEST_YEAR_H

#include <kiem/post.h>

#include <stdio.h>

#define YEAR_DAYS 365
#define YEAR_DAY_MS 86400000LL
#define YEAR_BOARDS 5
#define YEAR_TOPICS 12
#define YEAR_LINKS 3
#define YEAR_NONE UINT32_MAX
#define YEAR_CHOSEN 3 /* people whose keys a demonstration may have: an initiator, an entrepreneur, a community manager */

/* What a person's key is in the plan. */
#define YEAR_UNNAMED 1u /* asks not to be named in roles */
#define YEAR_LOUD 2u    /* says much about everything */
#define YEAR_RING 4u    /* one of the strangers who only vouch for each other */
#define YEAR_SECOND 8u  /* another key of somebody */
#define YEAR_HEIRED 16u /* its owner took another key by `succeed` */

struct year_person {
	uint32_t name;  /* what the name is made of: the same for every key of a person */
	uint32_t heir;  /* the key that takes over, or YEAR_NONE */
	uint8_t board;  /* at home there */
	uint8_t sector; /* enum kiem_sector */
	uint8_t flags;  /* YEAR_… */
	uint8_t topics[2];
	int16_t arrives, departs; /* days of the year; departs is YEAR_DAYS for who stays */
	int32_t lat_udeg, lon_udeg;
};

/* What happened; the numbers from which a post's fields follow. */
struct year_act {
	int64_t made, until;
	int64_t lasting; /* until in effect: with renewals */
	uint64_t seed;   /* of its words */
	uint32_t author, whom;
	uint32_t links[YEAR_LINKS]; /* earlier acts */
	uint8_t relations[YEAR_LINKS], n_links;
	uint8_t kind, board, topic;
	uint8_t form;             /* which way of its kind, enum year_form */
	uint8_t state;            /* YEAR_TAKEN_BACK, YEAR_LEFT */
	uint8_t level;            /* vouches */
	uint8_t signals, roles;   /* joins: bit 1 << number */
	uint8_t trade;            /* offers and requests: which of the topic's */
	uint32_t like;            /* the act whose words it takes over nearly, or YEAR_NONE */
	int32_t quantity;         /* in the unit of its trade, 0: none said */
	int32_t from_day, to_day; /* days from made, 0: not said */
	uint32_t late;            /* a renewal: the act that only lives by it, which is written after it, or YEAR_NONE */
};

#define YEAR_TAKEN_BACK 1u /* retracted */
#define YEAR_LEFT 2u       /* a join or vouch that was cancelled */

enum year_form { YEAR_PLAIN, YEAR_WELCOME, YEAR_ANSWER, YEAR_CONFIRM, YEAR_RANT, YEAR_TAKEOVER, YEAR_WENT_ON };

struct year_plan; /* what only planning needs */

struct year {
	uint64_t seed;
	int64_t begin_ms, end_ms;
	size_t n_people, n_keys; /* keys are people, then second keys, then strangers */
	struct year_person *people;
	uint8_t (*secrets)[64];
	size_t n, target; /* acts, and how many there are to be */
	struct year_act *acts;
	struct kiem_id *ids; /* of the acts; set by year_write */
	struct year_plan *plan;
};

/* ---- random.c: a repeatable stream (splitmix64), integers only, so that every machine draws the same ---- */
uint64_t year_random(uint64_t *state);
uint32_t year_below(uint64_t *state, uint32_t n); /* 0 to n - 1 */
bool year_chance(uint64_t *state, unsigned permille);
uint64_t year_mix(uint64_t a, uint64_t b); /* a seed out of two */

/* ---- people.c ---- */
bool year_people_make(struct year *year, uint64_t *random); /* false: out of memory */
void year_name(char out[static 101], const struct year *year, uint32_t key);
extern const char *const year_boards[YEAR_BOARDS];

/* ---- plan.c ---- */
/* Plans the year. False when memory does not suffice. Everything is freed by year_free. */
bool year_make(struct year *year, uint64_t seed, size_t people, size_t posts, int64_t end_ms);
void year_free(struct year *year);

/* ---- render.c ---- */
#define YEAR_WORDS_MAX 2400
struct year_words {
	size_t n;
	char bytes[YEAR_WORDS_MAX];
};
/* Fills a post that kiem_post_make can sign; its spans point into `words`. The acts it names have their ids already. */
void year_render(struct kiem_post *post, struct year_words *words, const struct year *year, uint32_t act);

/* ---- sign.c ---- */
/* Called for each post of the file in its order; false stops. */
typedef bool (*year_take_fn)(void *ctx, const uint8_t *bytes, size_t n);
/*
 * Signs all acts by `threads` threads and hands them out in order, but for what a node of that day would no longer hold: posts
 * past their until at the year's end. False when a thread or memory is lacking, or `take` stopped.
 */
bool year_write(struct year *year, unsigned threads, year_take_fn take, void *ctx);
/* True when a node would still hold it at the year's end; also of one that only a renewal keeps. */
bool year_kept(const struct year *year, uint32_t act);

/* ---- chosen.c ---- */
struct year_chosen {
	const char *role; /* "initiator", "entrepreneur", "manager" */
	uint32_t key;
};
void year_choose(struct year_chosen chosen[static YEAR_CHOSEN], const struct year *year);

#endif
