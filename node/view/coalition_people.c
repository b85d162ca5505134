/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people in a coalition. What everybody did there (a post made, a join) is sorted by person; each person's acts in short make a
 * member, one who left, or both: what somebody made stays theirs after they left.
 */
#include "coalition.h"

#include <stdlib.h>
#include <string.h>

/* Something that somebody did here: made a post, or joined one. */
struct act {
	struct kiem_key key;
	int64_t made;
	struct kiem_id id;
	bool is_join;
	size_t at;   /* which post, or which of the joins */
	size_t post; /* a join: the post it is to */
};

struct acts {
	const struct building *b;
	size_t n;
	struct act *list;
};

static enum kiem_err list_acts(struct acts *acts)
{
	const struct building *b = acts->b;

	acts->list = calloc(b->c->n_posts + b->n_joins, sizeof(*acts->list));
	if (acts->list == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < b->c->n_posts; i++) {
		const struct view_part *part = &b->c->posts[i];
		acts->list[acts->n++] = (struct act){part->author, part->made, part->id, false, i, i};
	}
	for (size_t i = 0; i < b->n_joins; i++) {
		const struct view_join *join = &b->joins[i];
		acts->list[acts->n++] = (struct act){join->author, join->made, join->id, true, i, b->join_post[i]};
	}
	return KIEM_DONE;
}

static int act_by_key(const void *a, const void *b)
{
	const struct act *x = a, *y = b;
	int order = memcmp(x->key.b, y->key.b, sizeof(x->key.b));

	return order != 0 ? order : view_order(x->made, &x->id, y->made, &y->id);
}

/* One person's acts in short: acts[from] up to acts[to]. They may turn out to be a member, one who left, or both. */
struct summary {
	size_t from, to;
	struct view_member member;
	struct view_left left;
	bool is_member, has_left;
	bool named_shown; /* a join of theirs names the initiative's shown text */
	bool named_other; /* or an earlier one */
};

static void be_in(struct summary *s, const struct act *act, enum view_tie tie)
{
	/* Acts come in (made, id) order, so the first is the earliest. */
	s->member.since = s->is_member ? s->member.since : act->made;
	s->member.tie = s->is_member && s->member.tie < tie ? s->member.tie : tie;
	s->is_member = true;
}

static void add_post(struct summary *s, const struct building *b, const struct act *act)
{
	be_in(s, act, act->at == 0 ? VIEW_STARTED : VIEW_AROUND);
	s->member.posts++;
	s->member.deeds += b->c->posts[act->at].kind == KIEM_DEED;
}

static void add_join(struct summary *s, const struct building *b, const struct act *act)
{
	const struct view_join *join = &b->joins[act->at];

	if (!join->in_force) {
		if (!s->has_left || join->left >= s->left.left) {
			s->left = (struct view_left){act->key, join->left, join->has_next, join->next};
		}
		s->has_left = true;
		return;
	}
	be_in(s, act, act->post == 0 ? VIEW_JOINED : VIEW_AROUND);
	s->member.joins++;
	s->named_shown = s->named_shown || (act->post == 0 && !join->earlier);
	s->named_other = s->named_other || (act->post == 0 && join->earlier);
}

static void summarise(struct summary *s, const struct acts *acts, size_t from)
{
	*s = (struct summary){.from = from, .to = from, .member = {.key = acts->list[from].key}};
	while (s->to < acts->n && memcmp(acts->list[s->to].key.b, s->member.key.b, sizeof(s->member.key.b)) == 0) {
		const struct act *act = &acts->list[s->to++];
		if (act->is_join) {
			add_join(s, acts->b, act);
		} else {
			add_post(s, acts->b, act);
		}
	}
	s->member.earlier = s->named_other && !s->named_shown;
	s->has_left = s->has_left && s->member.joins == 0;
}

static int member_by_tie(const void *a, const void *b)
{
	const struct summary *x = a, *y = b;

	if (x->member.tie != y->member.tie) {
		return x->member.tie < y->member.tie ? -1 : 1;
	}
	if (x->member.since != y->member.since) {
		return x->member.since < y->member.since ? -1 : 1;
	}
	return memcmp(x->member.key.b, y->member.key.b, sizeof(x->member.key.b));
}

static int left_by_latest(const void *a, const void *b)
{
	const struct view_left *x = a, *y = b;

	if (x->left != y->left) {
		return x->left > y->left ? -1 : 1;
	}
	return memcmp(x->key.b, y->key.b, sizeof(x->key.b));
}

/* Writes a member down, and behind the joins already written those of theirs that are in force. */
static void emit_member(const struct acts *acts, const struct summary *s)
{
	const struct building *b = acts->b;
	struct view_coalition *c = b->c;
	struct view_member *member = &c->members[c->n_members++];

	*member = s->member;
	member->first_join = c->n_joins;
	for (size_t i = s->from; i < s->to; i++) {
		const struct act *act = &acts->list[i];
		if (act->is_join && b->joins[act->at].in_force) {
			c->joins[c->n_joins++] = b->joins[act->at];
		}
	}
	c->deeds += member->deeds;
	if (member->tie == VIEW_JOINED) {
		c->joined++;
		c->joined_earlier += member->earlier;
	}
}

/* Fills c from the people summed up; its arrays have room for all of them. */
static void emit(const struct acts *acts, struct summary *people, size_t n)
{
	struct view_coalition *c = acts->b->c;

	qsort(people, n, sizeof(*people), member_by_tie);
	for (size_t i = 0; i < n; i++) {
		if (people[i].is_member) {
			emit_member(acts, &people[i]);
		}
		if (people[i].has_left) {
			c->left[c->n_left++] = people[i].left;
		}
	}
	qsort(c->left, c->n_left, sizeof(*c->left), left_by_latest);
}

enum kiem_err coalition_people(struct building *building)
{
	struct view_coalition *c = building->c;
	struct acts acts = {.b = building};
	struct summary *people = NULL;
	size_t n = 0;
	enum kiem_err err = list_acts(&acts);

	if (err != KIEM_DONE) {
		goto cleanup;
	}
	people = calloc(acts.n, sizeof(*people));
	c->members = calloc(acts.n, sizeof(*c->members));
	c->left = calloc(acts.n, sizeof(*c->left));
	c->joins = calloc(building->n_joins + 1, sizeof(*c->joins));
	if (people == NULL || c->members == NULL || c->left == NULL || c->joins == NULL) {
		err = KIEM_E_MEMORY;
		goto cleanup;
	}
	qsort(acts.list, acts.n, sizeof(*acts.list), act_by_key);
	for (size_t i = 0; i < acts.n; i = people[n - 1].to) {
		summarise(&people[n++], &acts, i);
	}
	emit(&acts, people, n);
cleanup:
	free(people);
	free(acts.list);
	return err;
}
