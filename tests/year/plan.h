/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What planning a year keeps beside the acts, and the verbs that acts_*.c add to it. */
#ifndef KIEM_TEST_YEAR_PLAN_H
#define KIEM_TEST_YEAR_PLAN_H

#include "words.h"
#include "year.h"

#define PLAN_POOL 4096
#define PLAN_ONCE_BITS (1u << 27)

/* The last acts of a sort, to be picked from. */
struct plan_pool {
	size_t n; /* ever added */
	uint32_t acts[PLAN_POOL];
};

/* An initiative while it moves people. */
struct plan_initiative {
	uint32_t act, shown; /* the act, and its newest revision or itself */
	int16_t born, rests; /* days */
	uint16_t pull;       /* how much it attracts at its height */
};

/* What is to happen on a later day because of an act. */
enum plan_due { PLAN_WELCOME, PLAN_RECEIPT, PLAN_CONFIRM, PLAN_HELD, PLAN_RENEW, PLAN_ORGANISER_GOES, PLAN_MENDED, PLAN_SUCCEED };
struct plan_later {
	enum plan_due due;
	uint32_t act; /* or the key, for PLAN_SUCCEED; the initiative, for PLAN_ORGANISER_GOES */
	uint32_t next;
};

/* People in the order of a draw by activity; sums rise. */
struct plan_crowd {
	size_t n;
	uint32_t *who;
	uint64_t *sums;
};

struct year_plan {
	uint64_t random;
	int16_t day;
	uint8_t month;                             /* 0 to 11 */
	int64_t now;                               /* of the act being planned */
	struct plan_crowd crowds[YEAR_BOARDS + 1]; /* of each board, and of all */
	uint32_t *ring;                            /* people of a board next to each other: who knows whom */
	uint32_t *place;                           /* of each person in it */
	size_t n_initiatives, initiatives_cap;
	struct plan_initiative *initiatives;
	size_t n_open;
	uint32_t *open; /* initiatives that do not rest yet */
	struct plan_pool content, requests, offers, deeds, joins, vouches, new_profiles;
	size_t n_later, later_cap;
	struct plan_later *later;
	uint32_t due[YEAR_DAYS];
	uint32_t next_person; /* who arrives next, in `arrivals` */
	uint32_t *arrivals;
	uint8_t *once; /* a bit for each pair that plan_once saw; now and then two pairs share one */
	bool failed;   /* out of memory */
};

extern const struct topic *const year_topics[YEAR_TOPICS];

/* ---- plan.c ---- */
void pool_add(struct plan_pool *pool, uint32_t act);
uint32_t pool_pick(const struct plan_pool *pool, uint64_t *random); /* newer ones more often; YEAR_NONE from an empty one */
void plan_later(struct year *year, enum plan_due due, uint32_t act, unsigned days);
/* An act of now, by this key; its index. Links are added by plan_link. */
uint32_t plan_act(struct year *year, uint8_t kind, uint32_t author, uint8_t board, uint8_t topic);
void plan_link(struct year *year, uint32_t act, uint8_t relation, uint32_t to);

bool plan_initiative_add(struct year *year, const struct plan_initiative *initiative);
/* True the first time that it is asked of this pair. */
bool plan_once(struct year *year, uint32_t a, uint32_t b);

/* ---- crowd.c ---- */
bool plan_crowds_make(struct year *year);
/* Somebody who is there today, drawn by activity; of a board mostly, and mostly somebody with that interest. YEAR_NONE: nobody. */
uint32_t plan_somebody(struct year *year, uint8_t board, uint8_t topic);
uint32_t plan_loud(struct year *year);
/* Somebody that this one would know. */
uint32_t plan_friend(struct year *year, uint32_t key);
/* The key that this person signs with today. */
uint32_t plan_key(struct year *year, uint32_t person);
bool plan_here(const struct year *year, uint32_t key);

/* ---- acts_*.c; each plans one act, or none when there is nothing to do it about ---- */
void plan_arrive(struct year *year, uint32_t key);
void plan_initiative(struct year *year);
uint8_t plan_topic(struct year *year, uint8_t board); /* what is on people's minds there today */
void plan_copy(struct year *year);
void plan_trade(struct year *year, uint8_t kind);
void plan_answer(struct year *year);
void plan_gathering(struct year *year);
void plan_deed(struct year *year);
void plan_lesson(struct year *year);
void plan_note(struct year *year);
void plan_join(struct year *year);
void plan_leave(struct year *year);
void plan_vouch(struct year *year);
void plan_unvouch(struct year *year);
void plan_revise(struct year *year);
void plan_retract(struct year *year);
void plan_address(struct year *year);
void plan_due(struct year *year, const struct plan_later *later);
/* An initiative that moves people today, warmer ones more often; NULL when none does. */
struct plan_initiative *plan_open(struct year *year);
void plan_leave_join(struct year *year, uint32_t join);
void plan_ring(struct year *year, uint32_t key);

#endif
