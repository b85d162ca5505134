/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch of posts into the index (find.h): gathered, then written term by term in the order of the table. */
#include "find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_EVERY 512

static void put_number(uint8_t out[static FIND_NUMBER_SIZE], uint64_t number)
{
	for (int i = 0; i < FIND_NUMBER_SIZE; i++) {
		out[i] = (uint8_t)(number >> (8 * (FIND_NUMBER_SIZE - 1 - i)));
	}
}

static int put_sample(struct find_index *index, MDB_txn *txn, uint64_t number, struct kiem_span bytes)
{
	struct kiem_id id;
	uint8_t key_bytes[8];

	kiem_id_of(&id, bytes.p, bytes.n);
	for (int i = 0; i < 8; i++) {
		key_bytes[i] = (uint8_t)(number >> (56 - 8 * i));
	}
	MDB_val key = {sizeof(key_bytes), key_bytes}, value = {8, id.b};
	return mdb_put(txn, index->sample, &key, &value, 0);
}

/* ---- gathering ---- */

/* Gathers until the batch is full or the posts are at their end. */
static int gather(struct find_terms *terms, struct find_index *index, MDB_txn *txn, struct find_state *state,
        struct kiem_read *read, size_t postings_max)
{
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL, .after_number = state->last};
	struct kiem_span last = {NULL, 0};
	int rc = 0;

	while (rc == 0 && terms->n_postings < postings_max && kiem_walk_next(read, &walk)) {
		struct kiem_post post;
		bool taken = find_takes(view_kind_of(walk.bytes));
		if (taken && kiem_post_decode(&post, walk.bytes.p, walk.bytes.n) == KIEM_OK &&
		        find_terms_add(terms, walk.number, &post) != KIEM_DONE) {
			rc = ENOMEM;
		}
		state->last = walk.number;
		last = walk.bytes;
		if (rc == 0 && state->posts++ % SAMPLE_EVERY == 0) {
			rc = put_sample(index, txn, state->last, last);
		}
	}
	kiem_walk_end(&walk);
	return rc == 0 && last.n != 0 ? put_sample(index, txn, state->last, last) : rc;
}

/* ---- writing ---- */

static int by_bytes(const void *a, const void *b, void *terms)
{
	const struct find_terms *t = terms;
	const struct find_term *x = &t->term[*(const uint32_t *)a], *y = &t->term[*(const uint32_t *)b];
	int order = memcmp(t->bytes + x->at, t->bytes + y->at, x->n < y->n ? x->n : y->n);

	return order != 0 ? order : (x->n > y->n) - (x->n < y->n);
}

/* Numbers laid out term by term, and the terms in the order of their bytes. */
struct layout {
	uint8_t *numbers;
	size_t *first; /* of each term's numbers */
	uint32_t *order;
};

static bool lay_out(struct layout *l, struct find_terms *t)
{
	size_t at = 0;

	l->numbers = malloc((t->n_postings + 1) * FIND_NUMBER_SIZE);
	l->first = calloc(t->n + 1, sizeof(*l->first));
	l->order = calloc(t->n + 1, sizeof(*l->order));
	if (l->numbers == NULL || l->first == NULL || l->order == NULL) {
		return false;
	}
	for (size_t i = 0; i < t->n; i++) {
		l->order[i] = (uint32_t)i;
		l->first[i] = at;
		at += t->term[i].postings;
	}
	for (size_t i = 0; i < t->n_postings; i++) {
		put_number(l->numbers + FIND_NUMBER_SIZE * l->first[t->posting[i].term]++, t->posting[i].number);
	}
	qsort_r(l->order, t->n, sizeof(*l->order), by_bytes, t);
	return true;
}

static int put_terms(MDB_cursor *cursor, const struct layout *l, const struct find_terms *t)
{
	int rc = 0;

	for (size_t i = 0; i < t->n && rc == 0; i++) {
		const struct find_term *term = &t->term[l->order[i]];
		size_t first = l->first[l->order[i]] - term->postings;
		MDB_val key = {term->n, t->bytes + term->at};
		MDB_val values[2] = {{FIND_NUMBER_SIZE, l->numbers + FIND_NUMBER_SIZE * first}, {term->postings, NULL}};
		rc = mdb_cursor_put(cursor, &key, values, MDB_MULTIPLE);
	}
	return rc;
}

static int put_all(struct find_index *index, MDB_txn *txn, struct find_terms *terms)
{
	struct layout l = {NULL, NULL, NULL};
	MDB_cursor *cursor = NULL;
	int rc = lay_out(&l, terms) ? mdb_cursor_open(txn, index->terms, &cursor) : ENOMEM;

	if (rc == 0) {
		rc = put_terms(cursor, &l, terms);
		mdb_cursor_close(cursor);
	}
	free(l.numbers);
	free(l.first);
	free(l.order);
	return rc;
}

int find_fill(struct find_index *index, MDB_txn *txn, struct find_state *state, struct kiem_read *read, size_t postings_max)
{
	struct find_terms terms = {0};
	int rc = gather(&terms, index, txn, state, read, postings_max);

	if (rc == 0 && terms.n != 0) {
		rc = put_all(index, txn, &terms);
	}
	find_terms_finish(&terms);
	return rc;
}
