/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See extract_same.h. Rows are matched by their arrival number, people by their key; what is gone counts as not there. */
#include "extract_same.h"

#include "../../node/view/room.h"
#include "support.h"

static bool gone(const struct view_extract *x, uint32_t row)
{
	return (x->flags[row] & VIEW_ROW_GONE) != 0;
}

static void same_person(const struct view_extract *a, uint32_t p, const struct view_extract *b, uint32_t q)
{
	assert_int_equal(p == VIEW_NONE, q == VIEW_NONE);
	if (p != VIEW_NONE) {
		assert_memory_equal(a->key[p].b, b->key[q].b, 32);
	}
}

/* The arrival number of what a link names, 0 when it is not here any more. */
static uint64_t named(const struct view_extract *x, uint32_t link)
{
	uint32_t target = x->target[link];

	return target == VIEW_NONE || gone(x, target) ? 0 : x->number[target];
}

static void same_links(const struct view_extract *a, uint32_t r, const struct view_extract *b, uint32_t s)
{
	uint32_t n = a->link_first[r + 1] - a->link_first[r];

	assert_int_equal(n, b->link_first[s + 1] - b->link_first[s]);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = a->link_first[r] + i, l = b->link_first[s] + i;
		assert_int_equal(a->relation[k], b->relation[l]);
		assert_int_equal(a->source[k], r);
		assert_int_equal(named(a, k), named(b, l));
	}
}

/* What names a row, whatever the order: how many links, and the sums of their sources' numbers and relations. */
static void around_sums(const struct view_extract *x, uint32_t row, uint64_t sums[static 3])
{
	memset(sums, 0, 3 * sizeof(sums[0]));
	for (uint32_t l = x->around[row]; l != VIEW_NONE; l = x->around_next[l]) {
		assert_int_equal(x->target[l], row);
		if (!gone(x, x->source[l])) {
			uint64_t number = x->number[x->source[l]];
			sums[0]++;
			sums[1] += number * number;
			sums[2] += number * x->relation[l];
		}
	}
}

static void same_row(const struct view_extract *a, uint32_t r, const struct view_extract *b, uint32_t s)
{
	uint64_t of_a[3], of_b[3];

	assert_int_equal(a->made[r], b->made[s]);
	assert_int_equal(a->until[r], b->until[s]);
	assert_int_equal(a->board[r], b->board[s]);
	assert_int_equal(a->kind[r], b->kind[s]);
	assert_int_equal(a->flags[r], b->flags[s]);
	assert_int_equal(a->signals[r], b->signals[s]);
	assert_int_equal(a->roles[r], b->roles[s]);
	assert_int_equal(a->level[r], b->level[s]);
	assert_memory_equal(a->id[r].b, b->id[s].b, 32);
	same_person(a, a->author[r], b, b->author[s]);
	same_person(a, a->whom[r], b, b->whom[s]);
	same_links(a, r, b, s);
	around_sums(a, r, of_a);
	around_sums(b, s, of_b);
	assert_memory_equal(of_a, of_b, sizeof(of_a));
}

static void same_people(const struct view_extract *a, const struct view_extract *b)
{
	for (uint32_t q = 0; q < b->n_persons; q++) {
		uint32_t p = view_person_of(a, &b->key[q]);
		assert_true(p != VIEW_NONE);
		assert_int_equal(a->profile[p] == VIEW_NONE, b->profile[q] == VIEW_NONE);
		if (a->profile[p] != VIEW_NONE) {
			assert_int_equal(a->number[a->profile[p]], b->number[b->profile[q]]);
		}
		assert_int_equal(a->sector[p], b->sector[q]);
		assert_int_equal(a->unnamed[p], b->unnamed[q]);
		same_person(a, a->heir[p], b, b->heir[q]);
		same_person(a, a->self[p], b, b->self[q]);
	}
}

/* Every row stands once with those of its kind and once with those of its author, the latest first. */
static void listed(const struct view_extract *x)
{
	size_t of_kind = 0, by_author = 0, kinds = 0;

	for (uint16_t kind = 0; kind < VIEW_KINDS; kind++) {
		for (uint32_t row = x->last_of_kind[kind], last = (uint32_t)x->n; row != VIEW_NONE;
		        row = x->before_of_kind[last = row]) {
			assert_true(row < last && x->kind[row] == kind);
			of_kind++;
		}
	}
	for (uint32_t p = 0; p < x->n_persons; p++) {
		uint32_t profile = x->profile[p];
		uint32_t heads[2] = {x->last_by[p], x->last_vouch_by[p]};
		for (size_t i = 0; i < 2; i++) {
			for (uint32_t row = heads[i], last = (uint32_t)x->n; row != VIEW_NONE;
			        row = x->before_by_author[last = row]) {
				assert_true(row < last && x->author[row] == p && (x->kind[row] == KIEM_VOUCH) == (i == 1));
				by_author++;
			}
		}
		assert_int_equal(x->profile_until[p], profile == VIEW_NONE ? INT64_MAX : x->until[profile]);
	}
	for (uint32_t row = 0; row < x->n; row++) {
		kinds += x->kind[row] < VIEW_KINDS;
	}
	assert_int_equal(of_kind, kinds);
	assert_int_equal(by_author, x->n);
}

void extract_same(const struct view_extract *a, const struct view_extract *b)
{
	size_t n = 0;

	listed(a);
	listed(b);
	for (uint32_t r = 0; r < a->n; r++) {
		uint32_t s = view_row_of(b, a->number[r]);
		assert_int_equal(s == VIEW_NONE, gone(a, r));
		if (s != VIEW_NONE) {
			same_row(a, r, b, s);
			n++;
		}
	}
	assert_int_equal(n, b->n);
	same_people(a, b);
}

void extract_as_the_store_says(const struct view_extract *x, struct kiem_read *read, int64_t now_ms)
{
	assert_int_equal(x->n, kiem_read_posts(read));
	for (uint32_t r = 0; r < x->n; r++) {
		struct kiem_kept kept;
		uint64_t original;
		assert_int_equal(kiem_read_post(read, &kept, x->number[r]), KIEM_DONE);
		assert_int_equal(x->until[r], kept.until);
		assert_memory_equal(x->id[r].b, kept.post.id.b, 32);
		assert_int_equal(x->kind[r], kept.post.kind);
		assert_int_equal(x->link_first[r + 1] - x->link_first[r], kept.post.n_links);
		assert_int_equal(view_original(&original, read, x->number[r], now_ms), KIEM_DONE);
		assert_int_equal(x->number[view_row_original(x, r, now_ms)], original);
		if (kept.post.kind == KIEM_JOIN) {
			struct view_join join = {
			        .id = kept.post.id, .author = kept.post.author, .until = kept.post.until, .in_force = true};
			assert_int_equal(join_leave_read(read, &join, now_ms), KIEM_DONE);
			uint32_t leave = view_row_cancelled(x, r, KIEM_LEAVE, now_ms);
			assert_int_equal(leave == VIEW_NONE ? 0 : x->number[leave], join.leave);
		}
	}
	for (uint32_t p = 0; p < x->n_persons; p++) {
		struct view_person person;
		assert_int_equal(view_person(&person, read, &x->key[p], now_ms), KIEM_DONE);
		assert_int_equal(x->profile[p] == VIEW_NONE ? 0 : x->number[x->profile[p]], person.profile);
		assert_int_equal(x->unnamed[p], person.unnamed);
		assert_int_equal(x->sector[p], person.sector < UINT8_MAX ? person.sector : UINT8_MAX);
	}
}
