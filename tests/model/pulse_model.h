/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pulse once more, plainly: what docs/ties.md ("The pulse") says, asked line by line of a list of all posts. Coalitions and the
 * market are those of their own models; communities, which take floating point, are given. What it finds is written as text, to be
 * compared byte by byte with what the view says of the same posts in any order of arrival.
 */
#ifndef KIEM_PULSE_MODEL_H
#define KIEM_PULSE_MODEL_H

#include "view_history.h"

#include <stdio.h>

struct pulse_model {
	/* Given, of a settled history. */
	const struct history *h;
	int64_t now_ms, since;
	bool wanted[HISTORY_BOARDS];
	size_t me; /* an author, or MODEL_NONE */
	bool has_communities;
	size_t community[HISTORY_AUTHORS]; /* MODEL_NONE: in none */
	/* Worked out; people are the authors that count as themselves. */
	size_t self[HISTORY_AUTHORS];
	size_t person[MODEL_MAX];                            /* whose each post is */
	bool here[HISTORY_AUTHORS], active[HISTORY_AUTHORS]; /* made a post on these boards; since */
	uint64_t toward[HISTORY_AUTHORS][HISTORY_AUTHORS];   /* strength of the one's acts toward the other, Q16 */
};

/* Posts of half a year by many people, with hours and ends that meet. Ends with model_finish(&history->model). */
void pulse_history_make(struct history *history, uint64_t seed);

/* Works out the rest of what was given. */
void pulse_model_make(struct pulse_model *pulse);
void pulse_model_write(FILE *out, const struct pulse_model *pulse);

/* ---- shared by the files of it ---- */

static inline const struct kiem_post *pulse_post(const struct pulse_model *p, size_t i)
{
	return &p->h->model.posts[i]->post;
}

static inline bool pulse_live(const struct pulse_model *p, size_t i)
{
	return p->h->model.posts[i]->live;
}

bool pulse_on_these(const struct pulse_model *p, size_t i);
bool pulse_key_below(const struct pulse_model *p, size_t a, size_t b);
/* Of both directions, between people here; 0: none, or it is dormant. */
uint64_t pulse_tie(const struct pulse_model *p, size_t a, size_t b);

/* pulse_model_energy.c: what coalitions say. */
void pulse_write_coalitions(FILE *out, const struct pulse_model *p);
/* pulse_model_meet.c: who might meet whom. */
void pulse_write_introductions(FILE *out, const struct pulse_model *p);
/* pulse_model_web.c: who connects, and how much is mutual; and what gives strength. */
uint64_t pulse_find_toward(const struct pulse_model *p, size_t a, size_t b);
void pulse_write_connectors(FILE *out, const struct pulse_model *p);
void pulse_write_reciprocity(FILE *out, const struct pulse_model *p);

#endif
