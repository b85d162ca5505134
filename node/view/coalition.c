/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A coalition, first version: the posts around an initiative and the people in it. It is computed anew whenever somebody looks,
 * from signed posts alone; it is nowhere stored and nobody holds a key to it. Energy, needs and form build on these arrays later.
 *
 * Three passes: gather posts and the joins to them, level by level; sort what people did by person, which gives the members; put
 * the joins in the order of the members.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define BINDING (RELATION(KIEM_ABOUT) | RELATION(KIEM_EXTENDS) | RELATION(KIEM_VARIANT) | RELATION(KIEM_ANSWERS))

/* Something that somebody did here: made a post, or joined one. */
struct act {
	struct kiem_key key;
	int64_t made;
	struct kiem_id id;
	bool is_join;
	size_t at;   /* which post, or which of `joins` */
	size_t post; /* a join: the post it is to */
};

struct building {
	struct kiem_read *read;
	int64_t now_ms;
	struct view_coalition *c;
	size_t cap_posts;
	struct seen seen;       /* posts of the levels that are done */
	struct seen seen_joins; /* a join that names two posts is counted with the first */
	struct view_join *joins;
	size_t *join_post; /* the post each is to; parallel to joins */
	size_t n_joins, cap_joins, cap_join_post;
	struct act *acts;
	size_t n_acts, cap_acts;
	size_t parent;
	unsigned depth;
};

/* ---- posts ---- */

static enum kiem_err append_part(struct building *b, const struct kiem_post *post, uint64_t number, uint64_t relation)
{
	struct view_coalition *c = b->c;
	void *list = room_for_one(c->posts, &b->cap_posts, c->n_posts, sizeof(*c->posts));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	c->posts = list;
	c->posts[c->n_posts++] = (struct view_part){.number = number,
	        .shown = number,
	        .id = post->id,
	        .author = post->author,
	        .kind = post->kind,
	        .relation = relation,
	        .made = post->made,
	        .parent = b->parent,
	        .depth = b->depth};
	return KIEM_DONE;
}

static enum kiem_err take_part(void *ctx, const struct kiem_kept *kept, const struct kiem_id *named, bool earlier)
{
	struct building *b = ctx;
	const struct kiem_link *link = link_to(&kept->post, named, BINDING);

	if (!view_is_content(kept->post.kind) || link == NULL || seen_has(&b->seen, kept->number)) {
		return KIEM_DONE;
	}
	return append_part(b, &kept->post, kept->number, link->relation);
}

static enum kiem_err take_joins(struct building *b, const struct view_versions *versions, size_t post)
{
	struct view_joins *joins = NULL;
	enum kiem_err err = view_joins_create(&joins, b->read, versions, b->now_ms);

	for (size_t i = 0; err == KIEM_DONE && i < joins->n; i++) {
		if (seen_has(&b->seen_joins, joins->list[i].number)) {
			continue;
		}
		void *list = room_for_one(b->joins, &b->cap_joins, b->n_joins, sizeof(*b->joins));
		b->joins = list != NULL ? list : b->joins;
		void *to = room_for_one(b->join_post, &b->cap_join_post, b->n_joins, sizeof(*b->join_post));
		b->join_post = to != NULL ? to : b->join_post;
		if (list == NULL || to == NULL) {
			err = KIEM_E_MEMORY;
			break;
		}
		b->joins[b->n_joins] = joins->list[i];
		b->join_post[b->n_joins++] = post;
		err = seen_add(&b->seen_joins, joins->list[i].number);
	}
	view_joins_destroy(joins);
	return err;
}

/* Everything around the post at index `at`: its shown text, the joins to it, and the posts of the next level. */
static enum kiem_err take_around(struct building *b, size_t at)
{
	struct view_part *part = &b->c->posts[at];
	struct view_versions *versions = NULL;
	enum kiem_err err = view_versions_create(&versions, b->read, part->number, b->now_ms);

	if (err != KIEM_DONE) {
		return err;
	}
	part->shown = versions->list[versions->shown].number;
	err = line_read(b->read, &part->text, part->shown);
	if (err == KIEM_DONE) {
		err = take_joins(b, versions, at);
	}
	b->parent = at;
	if (err == KIEM_DONE) {
		err = around_each(b->read, versions, b->now_ms, take_part, b);
	}
	view_versions_destroy(versions);
	return err;
}

/* In order; of one post met several times the one under the first parent comes first, by the lowest relation. */
static int by_order(const void *a, const void *b)
{
	const struct view_part *x = a, *y = b;
	int order = view_order(x->made, &x->id, y->made, &y->id);

	if (order == 0) {
		order = (x->parent > y->parent) - (x->parent < y->parent);
	}
	return order != 0 ? order : (x->relation > y->relation) - (x->relation < y->relation);
}

/* Sorts the level that starts at `from`, drops what stands twice, and cuts at the bound. */
static enum kiem_err close_level(struct building *b, size_t from)
{
	struct view_coalition *c = b->c;
	size_t n = from;
	enum kiem_err err = KIEM_DONE;

	qsort(c->posts + from, c->n_posts - from, sizeof(*c->posts), by_order);
	for (size_t i = from; i < c->n_posts && err == KIEM_DONE; i++) {
		if (n > from && c->posts[i].number == c->posts[n - 1].number) {
			continue;
		}
		if (n == VIEW_COALITION_MAX) {
			c->more = true;
			break;
		}
		err = seen_add(&b->seen, c->posts[i].number);
		c->posts[n++] = c->posts[i];
	}
	c->n_posts = n;
	return err;
}

static enum kiem_err gather(struct building *b, uint64_t number)
{
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_post(b->read, &kept, number);

	if (err == KIEM_DONE && !view_is_content(kept.post.kind)) {
		return KIEM_E_INVALID;
	}
	if (err == KIEM_DONE) {
		err = append_part(b, &kept.post, number, 0);
	}
	for (size_t from = 0, to; err == KIEM_DONE && from < b->c->n_posts; from = to) {
		err = close_level(b, from);
		to = b->c->n_posts;
		b->depth++;
		for (size_t i = from; err == KIEM_DONE && i < to; i++) {
			err = take_around(b, i);
		}
	}
	return err;
}

/* ---- people ---- */

static enum kiem_err append_act(struct building *b, const struct act *act)
{
	void *acts = room_for_one(b->acts, &b->cap_acts, b->n_acts, sizeof(*b->acts));

	if (acts == NULL) {
		return KIEM_E_MEMORY;
	}
	b->acts = acts;
	b->acts[b->n_acts++] = *act;
	return KIEM_DONE;
}

static enum kiem_err list_acts(struct building *b)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; err == KIEM_DONE && i < b->c->n_posts; i++) {
		const struct view_part *part = &b->c->posts[i];
		err = append_act(b, &(struct act){part->author, part->made, part->id, false, i, i});
	}
	for (size_t i = 0; err == KIEM_DONE && i < b->n_joins; i++) {
		const struct view_join *join = &b->joins[i];
		err = append_act(b, &(struct act){join->author, join->made, join->id, true, i, b->join_post[i]});
	}
	return err;
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

static void summarise(struct summary *s, const struct building *b, size_t from)
{
	*s = (struct summary){.from = from, .to = from, .member = {.key = b->acts[from].key}};
	while (s->to < b->n_acts && memcmp(b->acts[s->to].key.b, s->member.key.b, sizeof(s->member.key.b)) == 0) {
		const struct act *act = &b->acts[s->to++];
		if (act->is_join) {
			add_join(s, b, act);
		} else {
			add_post(s, b, act);
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
static void emit_member(struct building *b, const struct summary *s)
{
	struct view_coalition *c = b->c;
	struct view_member *member = &c->members[c->n_members++];

	*member = s->member;
	member->first_join = c->n_joins;
	for (size_t i = s->from; i < s->to; i++) {
		if (b->acts[i].is_join && b->joins[b->acts[i].at].in_force) {
			c->joins[c->n_joins++] = b->joins[b->acts[i].at];
		}
	}
	c->deeds += member->deeds;
	if (member->tie == VIEW_JOINED) {
		c->joined++;
		c->joined_earlier += member->earlier;
	}
}

static enum kiem_err list_people(struct building *b)
{
	struct view_coalition *c = b->c;
	struct summary *people = calloc(b->n_acts + 1, sizeof(*people));
	size_t n = 0;

	c->members = calloc(b->n_acts + 1, sizeof(*c->members));
	c->left = calloc(b->n_acts + 1, sizeof(*c->left));
	c->joins = calloc(b->n_joins + 1, sizeof(*c->joins));
	if (people == NULL || c->members == NULL || c->left == NULL || c->joins == NULL) {
		free(people);
		return KIEM_E_MEMORY;
	}
	qsort(b->acts, b->n_acts, sizeof(*b->acts), act_by_key);
	for (size_t i = 0; i < b->n_acts; i = people[n - 1].to) {
		summarise(&people[n++], b, i);
	}
	qsort(people, n, sizeof(*people), member_by_tie);
	for (size_t i = 0; i < n; i++) {
		if (people[i].is_member) {
			emit_member(b, &people[i]);
		}
		if (people[i].has_left) {
			c->left[c->n_left++] = people[i].left;
		}
	}
	qsort(c->left, c->n_left, sizeof(*c->left), left_by_latest);
	free(people);
	return KIEM_DONE;
}

enum kiem_err view_coalition_create(struct view_coalition **out, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct building b = {.read = read, .now_ms = now_ms, .c = calloc(1, sizeof(struct view_coalition))};
	uint64_t original;
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (b.c == NULL) {
		goto cleanup;
	}
	err = view_original(&original, read, number, now_ms);
	if (err == KIEM_DONE) {
		err = gather(&b, original);
	}
	if (err == KIEM_DONE) {
		err = list_acts(&b);
	}
	if (err == KIEM_DONE) {
		err = list_people(&b);
	}
	if (err == KIEM_DONE) {
		*out = b.c;
		b.c = NULL;
	}
cleanup:
	seen_finish(&b.seen);
	seen_finish(&b.seen_joins);
	free(b.joins);
	free(b.join_post);
	free(b.acts);
	view_coalition_destroy(b.c);
	return err;
}

void view_coalition_destroy(struct view_coalition *coalition)
{
	if (coalition == NULL) {
		return;
	}
	free(coalition->posts);
	free(coalition->joins);
	free(coalition->members);
	free(coalition->left);
	free(coalition);
}
