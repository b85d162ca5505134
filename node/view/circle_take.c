/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a row is to a coalition when a link of it is met: a post of it, a join, a receipt. Whatever depends on who did it to whom is
 * decided here, link by link, so that the order in which links are met cannot matter: flags are only ever set, days only become
 * earlier, and ties are added up afterwards.
 */
#include "circle.h"

#include <stdlib.h>

#define BINDING (RELATION(KIEM_ABOUT) | RELATION(KIEM_EXTENDS) | RELATION(KIEM_VARIANT) | RELATION(KIEM_ANSWERS))

static enum kiem_err find_person(struct circle *c, uint32_t *at, uint32_t person)
{
	if (c->person_mark[person] == c->stamp) {
		*at = c->person_at[person];
		return KIEM_DONE;
	}
	void *list = room_for_one(c->people, &c->cap_people, c->n_people, sizeof(*c->people));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->people = list;
	c->people[c->n_people] = (struct circle_person){.person = person, .known = c->eye.known != NULL && c->eye.known[person]};
	circle_rests_on(c, c->x->profile_until[person]);
	c->person_mark[person] = c->stamp;
	c->person_at[person] = *at = (uint32_t)c->n_people++;
	return KIEM_DONE;
}

enum kiem_err circle_add_post(struct circle *c, uint32_t row, uint32_t parent, uint8_t relation, uint8_t flags)
{
	void *list = room_for_one(c->posts, &c->cap_posts, c->n_posts, sizeof(*c->posts));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->posts = list;
	struct circle_post *post = &c->posts[c->n_posts];
	*post = (struct circle_post){.row = row,
	        .shown = row,
	        .parent = parent,
	        .depth = c->n_posts == 0 ? 0 : c->posts[parent].depth + 1,
	        .kind = c->x->kind[row],
	        .relation = relation,
	        .flags = flags,
	        .day = weight_day(c->x->made[row], c->today),
	        .settled = NEVER};
	c->row_mark[row] = c->stamp;
	c->row_at[row] = (uint32_t)c->n_posts++;
	return find_person(c, &post->who, view_row_person(c->x, row));
}

enum kiem_err circle_add_act(struct circle *c, uint32_t row, uint32_t leave, uint8_t flags)
{
	void *list = room_for_one(c->acts, &c->cap_acts, c->n_acts, sizeof(*c->acts));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->acts = list;
	struct circle_act *act = &c->acts[c->n_acts++];
	*act = (struct circle_act){.row = row,
	        .leave = leave,
	        .day = weight_day(c->x->made[row], c->today),
	        .gone = leave == VIEW_NONE ? NEVER : weight_day(c->x->made[leave], c->today),
	        .flags = flags};
	return find_person(c, &act->who, view_row_person(c->x, row));
}

static enum kiem_err add_touch(struct circle *c, uint32_t from, uint32_t to, int32_t day, int32_t gone, uint32_t weight)
{
	if (!c->full || weight == 0) {
		return KIEM_DONE;
	}
	void *list = room_for_one(c->touches, &c->cap_touches, c->n_touches, sizeof(*c->touches));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->touches = list;
	c->touches[c->n_touches++] = (struct touch){from, to, day, gone, weight};
	return KIEM_DONE;
}

/* ---- the posts, joins and receipts that name the post at index `at` ---- */

/* Something about it was done on that day by somebody else, which confirms a deed or answers a request. */
static void settle(struct circle_post *post, int32_t day)
{
	int32_t from = day > post->day ? day : post->day;

	post->settled = from < post->settled ? from : post->settled;
}

static uint8_t flags_of(uint8_t relation, bool other)
{
	uint8_t flags = other || relation != KIEM_ANSWERS ? POST_COUNTS : 0;

	if (other && (relation == KIEM_EXTENDS || relation == KIEM_VARIANT)) {
		flags |= POST_BUILDS;
	}
	if (other && relation == KIEM_VARIANT) {
		flags |= POST_VARIES;
	}
	return flags;
}

static enum kiem_err take_post(struct circle *c, uint32_t at, uint32_t row, uint8_t relation)
{
	const struct view_extract *x = c->x;
	uint32_t author = view_row_person(x, row), named = view_row_person(x, c->posts[at].row);
	bool other = author != named;
	int32_t day = weight_day(x->made[row], c->today);
	enum kiem_err err = KIEM_DONE;

	if (c->row_mark[row] != c->stamp) {
		err = circle_add_post(c, row, at, relation, flags_of(relation, other));
	} else if (c->row_at[row] != VIEW_NONE) {
		struct circle_post *post = &c->posts[c->row_at[row]];
		post->flags |= flags_of(relation, other);
		if (post->parent == at && relation < post->relation) {
			post->relation = relation;
		}
	}
	bool confirms = x->kind[row] == KIEM_NOTE && relation == KIEM_ABOUT && c->posts[at].kind == KIEM_DEED;
	bool answers = x->kind[row] == KIEM_OFFER && relation == KIEM_ANSWERS && c->posts[at].kind == KIEM_REQUEST;
	if (other && (confirms || answers)) {
		settle(&c->posts[at], day);
	}
	if (err == KIEM_DONE && other) {
		err = add_touch(c, author, named, day, NEVER, touch_weight(x->kind[row], relation));
	}
	return err;
}

static enum kiem_err take_join(struct circle *c, uint32_t at, uint32_t row)
{
	const struct view_extract *x = c->x;
	uint32_t author = view_row_person(x, row), named = view_row_person(x, c->posts[at].row);
	enum kiem_err err = KIEM_DONE;

	if (c->row_mark[row] != c->stamp) {
		c->row_mark[row] = c->stamp;
		c->row_at[row] = (uint32_t)c->n_acts;
		/* A leave that counts is there for as long as the join, at least: the circle rests on that. */
		err = circle_add_act(c, row, view_row_cancelled(x, row, KIEM_LEAVE, c->eye.now_ms), ACT_JOIN);
	}
	if (err != KIEM_DONE) {
		return err;
	}
	struct circle_act *act = &c->acts[c->row_at[row]];
	act->flags |= at == 0 ? ACT_ROOT : 0;
	if (author == named) {
		return KIEM_DONE;
	}
	act->flags |= POST_COUNTS;
	if (act->gone == NEVER && c->posts[at].kind == KIEM_DEED) {
		settle(&c->posts[at], act->day);
	}
	return add_touch(c, author, named, act->day, act->gone, touch_weight(KIEM_JOIN, KIEM_ABOUT));
}

static enum kiem_err take_receipt(struct circle *c, uint32_t at, uint32_t row)
{
	const struct view_extract *x = c->x;
	uint32_t author = view_row_person(x, row), named = view_row_person(x, c->posts[at].row);
	uint32_t giver = x->whom[row] != VIEW_NONE ? x->self[x->whom[row]] : named;
	enum kiem_err err = KIEM_DONE;

	if (author == giver) {
		return KIEM_DONE;
	}
	if (c->row_mark[row] != c->stamp) {
		c->row_mark[row] = c->stamp;
		c->row_at[row] = (uint32_t)c->n_acts;
		err = circle_add_act(c, row, VIEW_NONE, ACT_RECEIPT | POST_COUNTS);
	}
	int32_t day = weight_day(x->made[row], c->today);
	bool confirms = c->posts[at].kind == KIEM_DEED && author != named;
	bool received = c->posts[at].kind == KIEM_REQUEST && author == named;
	if (confirms || received) {
		settle(&c->posts[at], day);
	}
	return err != KIEM_DONE ? err : add_touch(c, author, giver, day, NEVER, touch_weight(KIEM_RECEIPT, KIEM_ABOUT));
}

enum kiem_err circle_take(struct circle *c, uint32_t at, uint32_t link)
{
	uint32_t row = c->x->source[link];
	uint16_t kind = c->x->kind[row];
	uint8_t relation = c->x->relation[link];

	if (view_is_content(kind) && relation < 64 && (BINDING & RELATION(relation)) != 0) {
		return take_post(c, at, row, relation);
	}
	if (kind == KIEM_JOIN && relation == KIEM_ABOUT) {
		return take_join(c, at, row);
	}
	if (kind == KIEM_RECEIPT && relation == KIEM_ABOUT) {
		return take_receipt(c, at, row);
	}
	return KIEM_DONE;
}
