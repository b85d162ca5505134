/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The constants of all views about people, in one place; docs/ties.md says what each does and where it comes from. Each view has
 * its own block. Weights are Q16: 65,536 is 1.
 */
#ifndef VIEW_WEIGHTS_H
#define VIEW_WEIGHTS_H

#include <stdint.h>

#define WEIGHT_ONE 65536u /* 1 in Q16 */
#define WEIGHT_DAY_MS 86400000LL

/* ---- decay: half after 30 days, about as long as a neighbourhood remembers without being told ---- */

#define WEIGHT_HALF_LIFE_DAYS 30

/* 2^(−days/30) in Q16, exact to half a unit within the first half-life and rounded down from there on. */
static inline uint32_t weight_decay(int64_t days)
{
	static const uint32_t table[WEIGHT_HALF_LIFE_DAYS] = {65536, 64039, 62576, 61147, 59751, 58386, 57052, 55749, 54476, 53232,
	        52016, 50828, 49667, 48533, 47424, 46341, 45283, 44248, 43238, 42250, 41285, 40342, 39421, 38520, 37641, 36781,
	        35941, 35120, 34318, 33534};

	if (days <= 0) {
		return table[0];
	}
	int64_t halvings = days / WEIGHT_HALF_LIFE_DAYS;
	return halvings > 16 ? 0 : table[days % WEIGHT_HALF_LIFE_DAYS] >> halvings;
}

/* The day of a moment, rounded down, also before 1970; a moment ahead of today counts as today. */
static inline int32_t weight_day(int64_t ms, int32_t today)
{
	int64_t day = ms / WEIGHT_DAY_MS - (ms % WEIGHT_DAY_MS < 0);

	return day > today ? today : (int32_t)day;
}

/* ---- ties: what an act of one person toward another weighs ---- */

#define WEIGHT_RECEIPT 4 /* something really changed hands */
#define WEIGHT_JOIN 3
#define WEIGHT_BUILD 3 /* builds on it, or varies it */
#define WEIGHT_DEED 3
#define WEIGHT_ANSWER 2
#define WEIGHT_ABOUT 1
#define WEIGHT_VOUCH 2                  /* and its level */
#define WEIGHT_DORMANT (WEIGHT_ONE / 2) /* a tie below it sleeps */
#define WEIGHT_CLOSE (4 * WEIGHT_ONE)   /* from here on it is close; or when it is mutual: */
#define WEIGHT_MUTUAL WEIGHT_ONE

/* ---- coalitions ---- */

#define WEIGHT_DEEDS_MOST (2 * WEIGHT_ONE) /* what one person's confirmed deeds add at most; with 1 and ½: 3½ a person */
#define WEIGHT_ALIVE WEIGHT_ONE            /* below it a coalition rests */
#define WEIGHT_YOUNG_DAYS 30               /* sprouting until then */
#define WEIGHT_PEOPLE_FEW 3                /* and while fewer take part */
#define WEIGHT_CONDITION (WEIGHT_ONE / 2)  /* the evidence that a condition needs: one piece of this month */
#define WEIGHT_EARLY_PEOPLE 3              /* the first so many who built on it are pioneers in fact */
#define WEIGHT_NEW_DAYS 30                 /* so long somebody is new in it */
#define WEIGHT_WINDOW_DAYS 90              /* a form is measured over a season */
#define WEIGHT_FORM_PEOPLE 3               /* of fewer, or of fewer acts, no form can be told */
#define WEIGHT_FORM_ACTS 5

/* ---- trust: how standing comes and goes (docs/ties.md, "Trust") ---- */

#define TRUST_ONE (1ULL << 32)               /* all that anybody has, in Q32: levels of many must not round away */
#define TRUST_LEVEL_MINE 300                 /* permille for each level of my own vouch, whomever else I vouch for */
#define TRUST_LEVELS_LEAST 9                 /* others who vouch little give each no more than if they vouched for three fully */
#define TRUST_HEARD (TRUST_ONE / 10)         /* from 100 permille on, somebody's call to account weighs with me */
#define TRUST_BURDEN 4                       /* it leaves a quarter: trust leaves on horseback … */
#define TRUST_FOOT (TRUST_ONE / 4)           /* … and comes on foot: what was done adds at most 250 permille, */
#define TRUST_FOOT_DAY (TRUST_ONE * 3 / 100) /* of one day at most 30: nobody is known well for one good day; */
#define TRUST_FOOT_PERSON (TRUST_ONE / 20)   /* and by one person but me at most 50: it takes several */
#define TRUST_DAYS_LEAST 4                   /* others give at most a quarter of their half for each day that they confirmed */
#define TRUST_AFAR_FROM 1                    /* bands, permille */
#define TRUST_LITTLE_FROM 30                 /* one good day; a full vouch by a friend who vouches for many */
#define TRUST_KNOWN_FROM 200                 /* more than a friend's vouch; less than my own weakest, or much on foot */
#define TRUST_CLOSE_FROM 500                 /* my own vouch of level 2; a weaker one, and much besides */

/* ---- the pulse ---- */

#define WEIGHT_CONNECTOR 620      /* permille of participation: where Guimerà and Amaral draw the line */
#define WEIGHT_CONNECTOR_TIES 5   /* of fewer ties nothing can be told */
#define WEIGHT_CARE_COALITIONS 10 /* with most energy: in these somebody may carry too much, */
#define WEIGHT_CARE_APART 2       /* when so many would be cut off without them */
#define WEIGHT_MEET_DAYS 90       /* what somebody is busy with */
#define WEIGHT_MEET_POSTS 4000    /* the latest content posts that are read for it */
#define WEIGHT_MEET_USERS 30      /* of a tag's people so many count, who used it last */
#define WEIGHT_MEET_TAG 2000      /* points of a tag, divided by its people */

/* ---- communities and the map ---- */

#define COMMUNITIES_MANY 20000           /* people: of fewer they are worked out each time */
#define COMMUNITIES_AGE_MS WEIGHT_DAY_MS /* a file older than that is stale */
#define COMMUNITIES_TRIES 10             /* chance may end beside the best: of a small graph the best of several is taken */
#define COMMUNITIES_TRIES_TIES 20000     /* from so many ties on one has to do */
#define MAP_COALITIONS 24                /* with most energy, which give people their colour */
#define MAP_PEOPLE_FEW 3                 /* of fewer no colour is made */

/* ---- match: points, which add up to a score of at most 1,050 ---- */

#define WEIGHT_MATCH_WORDS 400    /* all of the words that tell in common; a half of them: half of it */
#define WEIGHT_MATCH_TITLE 2      /* a word of a title or tag counts twice: that is what a post is about */
#define WEIGHT_MATCH_TAG 25       /* a tag in common, times its idf (log2 of 1 + posts / posts with it) */
#define WEIGHT_MATCH_TAG_MOST 100 /* for one tag */
#define WEIGHT_MATCH_TAGS 200     /* for all */
#define WEIGHT_MATCH_SUBJECT 80   /* words and tags together, below which a pair is about different things */
#define WEIGHT_MATCH_COMMON 20    /* a word that more than 1 in 20 posts have (and more than 50) tells nothing */
#define WEIGHT_MATCH_COMMON_MIN 50
#define WEIGHT_MATCH_QUANTITY 150 /* the offer covers all that is left of the request */
#define WEIGHT_MATCH_TIME 100     /* at hand during all of the time asked for */
#define WEIGHT_MATCH_PLACE 150    /* at the same spot; half of it a kilometre away: WEIGHT_MATCH_NEAR_M / (that + distance) */
#define WEIGHT_MATCH_NEAR_M 1000
#define WEIGHT_MATCH_LABEL 75  /* the same name of a place, where one has no point */
#define WEIGHT_MATCH_BOARD 40  /* or at least the same board */
#define WEIGHT_MATCH_SECTOR 50 /* two sectors: what a business has over a school may lack, and they meet less by themselves */

/* ---- lineage: when two texts are nearly the same ---- */

#define LINEAGE_ALIKE_PERMILLE 500 /* of their runs of three words; texts about one subject share far fewer */
#define LINEAGE_SHINGLES_LEAST 8   /* of a text with fewer, about ten words, nothing can be said */

#endif
