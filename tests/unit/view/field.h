/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An extract filled by hand, one line a post: what a view over columns sees, without a store. Rows, persons and links are numbered
 * as they are made. A post is live for a year around SUPPORT_NOW unless a test says otherwise.
 */
#ifndef KIEM_TEST_FIELD_H
#define KIEM_TEST_FIELD_H

#include "support.h"

#include <kiem/trust.h>

#define FIELD_DAY 86400000LL
#define FIELD_YEAR (365 * FIELD_DAY)

struct field {
	struct view_extract x;
	size_t rows_max, links_max, persons_max;
	struct view_trust *trust;
};

static inline void *field_column(size_t n, size_t size)
{
	void *column = calloc(n + 1, size);

	assert_non_null(column);
	return column;
}

static inline void field_open(struct field *f, size_t rows, size_t persons)
{
	struct view_extract *x = &f->x;

	*f = (struct field){.rows_max = rows, .links_max = 2 * rows, .persons_max = persons};
	x->number = field_column(rows, sizeof(*x->number));
	x->made = field_column(rows, sizeof(*x->made));
	x->until = field_column(rows, sizeof(*x->until));
	x->board = field_column(rows, sizeof(*x->board));
	x->author = field_column(rows, sizeof(*x->author));
	x->whom = field_column(rows, sizeof(*x->whom));
	x->kind = field_column(rows, sizeof(*x->kind));
	x->flags = field_column(rows, sizeof(*x->flags));
	x->level = field_column(rows, sizeof(*x->level));
	x->id = field_column(rows, sizeof(*x->id));
	x->before_of_kind = field_column(rows, sizeof(*x->before_of_kind));
	x->before_by_author = field_column(rows, sizeof(*x->before_by_author));
	memset(x->last_of_kind, 0xff, sizeof(x->last_of_kind));
	x->link_first = field_column(rows + 1, sizeof(*x->link_first));
	x->around = field_column(rows, sizeof(*x->around));
	x->relation = field_column(2 * rows, sizeof(*x->relation));
	x->source = field_column(2 * rows, sizeof(*x->source));
	x->target = field_column(2 * rows, sizeof(*x->target));
	x->around_next = field_column(2 * rows, sizeof(*x->around_next));
	x->key = field_column(persons, sizeof(*x->key));
	x->last_by = field_column(persons, sizeof(*x->last_by));
	x->last_vouch_by = field_column(persons, sizeof(*x->last_vouch_by));
	x->self = field_column(persons, sizeof(*x->self));
}

static inline void field_close(struct field *f)
{
	struct view_extract *x = &f->x;
	void *columns[] = {x->number, x->made, x->until, x->board, x->author, x->whom, x->kind, x->flags, x->level, x->id,
	        x->link_first, x->around, x->relation, x->source, x->target, x->around_next, x->key, x->self, x->before_of_kind,
	        x->before_by_author, x->last_by, x->last_vouch_by, x->next_key};

	view_trust_destroy(f->trust);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		free(columns[i]);
	}
}

/* Keys rise with the number, so that a test knows who comes first by key. */
static inline uint32_t field_person(struct field *f)
{
	uint32_t person = (uint32_t)f->x.n_persons++;

	assert_true(f->x.n_persons <= f->persons_max);
	f->x.key[person].b[0] = (uint8_t)(person >> 16);
	f->x.key[person].b[1] = (uint8_t)(person >> 8);
	f->x.key[person].b[2] = (uint8_t)person;
	f->x.self[person] = person;
	f->x.last_by[person] = VIEW_NONE;
	f->x.last_vouch_by[person] = VIEW_NONE;
	return person;
}

/* A post about a person (VIEW_NONE: about none), made a minute after the one before it. */
static inline uint32_t field_post(struct field *f, uint16_t kind, uint32_t author, uint32_t whom)
{
	struct view_extract *x = &f->x;
	uint32_t row = (uint32_t)x->n++;

	assert_true(x->n <= f->rows_max);
	x->number[row] = row + 1;
	x->made[row] = SUPPORT_NOW - 30 * FIELD_DAY + row * 60000LL;
	x->until[row] = SUPPORT_NOW + FIELD_YEAR;
	x->author[row] = author;
	x->whom[row] = whom;
	x->kind[row] = kind;
	kiem_id_of(&x->id[row], (const uint8_t *)&row, sizeof(row));
	x->before_of_kind[row] = x->last_of_kind[kind];
	x->last_of_kind[kind] = row;
	uint32_t *last = &(kind == KIEM_VOUCH ? x->last_vouch_by : x->last_by)[author];
	x->before_by_author[row] = *last;
	*last = row;
	x->around[row] = VIEW_NONE;
	x->link_first[row + 1] = (uint32_t)x->n_links;
	return row;
}

/* A link of the last post. */
static inline void field_link(struct field *f, uint8_t relation, uint32_t target)
{
	struct view_extract *x = &f->x;
	uint32_t link = (uint32_t)x->n_links++;

	assert_true(x->n_links <= f->links_max);
	x->relation[link] = relation;
	x->source[link] = (uint32_t)x->n - 1;
	x->target[link] = target;
	x->around_next[link] = target != VIEW_NONE ? x->around[target] : VIEW_NONE;
	if (target != VIEW_NONE) {
		x->around[target] = link;
	}
	x->link_first[x->n] = (uint32_t)x->n_links;
}

static inline uint32_t field_linked(
        struct field *f, uint16_t kind, uint32_t author, uint32_t whom, uint8_t relation, uint32_t target)
{
	uint32_t row = field_post(f, kind, author, whom);

	field_link(f, relation, target);
	return row;
}

static inline uint32_t field_vouch(struct field *f, uint32_t from, uint32_t to, uint8_t level)
{
	uint32_t row = field_post(f, KIEM_VOUCH, from, to);

	f->x.level[row] = level;
	return row;
}

static inline uint32_t field_cancel(struct field *f, uint16_t kind, uint32_t author, uint32_t target)
{
	return field_linked(f, kind, author, VIEW_NONE, KIEM_CANCELS, target);
}

/* A deed of somebody, made so many days ago, and somebody else's note about it on that day. */
static inline uint32_t field_deed(struct field *f, uint32_t who, uint32_t by, int64_t days_ago)
{
	uint32_t deed = field_post(f, KIEM_DEED, who, VIEW_NONE);
	uint32_t note = field_linked(f, KIEM_NOTE, by, VIEW_NONE, KIEM_ABOUT, deed);

	f->x.made[deed] = f->x.made[note] = SUPPORT_NOW - days_ago * FIELD_DAY;
	return note;
}

/* Rings of keys, from what `self` says by now. */
static inline void field_keys(struct field *f)
{
	struct view_extract *x = &f->x;

	free(x->next_key);
	x->next_key = field_column(f->persons_max, sizeof(*x->next_key));
	for (uint32_t old = 0; old < x->n_persons; old++) {
		uint32_t self = x->self[old];
		if (old != self) {
			x->next_key[old] = x->next_key[self] == 0 ? self + 1 : x->next_key[self];
			x->next_key[self] = old + 1;
		}
	}
}

/* My view as it stands; the one before is gone. */
static inline struct view_trust *field_trust(struct field *f, uint32_t me)
{
	view_trust_destroy(f->trust);
	field_keys(f);
	assert_int_equal(view_trust_create(&f->trust, &f->x, me, SUPPORT_NOW), KIEM_DONE);
	return f->trust;
}

#define assert_standing(f, me, person, permille) assert_int_equal(field_trust(f, me)->standing[person], permille)

/* Me and four others: what most tests begin with. */
enum { ME, ANNA, BRAM, CARLA, DIRK, FIELD_PEOPLE };

static inline int field_setup(void **state)
{
	static struct field field;

	field_open(&field, 4000, 2000);
	for (int i = 0; i < FIELD_PEOPLE; i++) {
		field_person(&field);
	}
	*state = &field;
	return 0;
}

static inline int field_teardown(void **state)
{
	field_close(*state);
	return 0;
}

#define field_test(test) cmocka_unit_test_setup_teardown(test, field_setup, field_teardown)

#endif
