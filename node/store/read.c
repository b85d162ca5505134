/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots, and finding single posts in them: by number, by id, by the first digits of an id. */
#include "room.h"

#include <stdlib.h>

#define DIGITS_MIN 4
#define DIGITS_MAX 64

enum kiem_err kiem_read_begin(struct kiem_read **out, struct kiem_store *store)
{
	struct kiem_read *read = calloc(1, sizeof(*read));

	*out = NULL;
	if (read == NULL) {
		return KIEM_E_MEMORY;
	}
	read->store = store;
	int rc = store_txn_begin(store, &read->txn, false);
	if (rc != 0) {
		free(read);
		return store_err(rc);
	}
	*out = read;
	return KIEM_DONE;
}

void kiem_read_end(struct kiem_read *read)
{
	if (read != NULL) {
		store_txn_abort(read->store, read->txn);
		free(read);
	}
}

/* The until in effect stands in the board's row. */
static int until_find(int64_t *until, struct kiem_read *read, struct kiem_span board, int64_t made, const struct kiem_id *id)
{
	uint32_t number = 0;
	MDB_cursor *cursor;
	struct store_board_row row;
	int rc = store_board_number(&number, read->store, read->txn, board);

	if (rc == 0) {
		rc = mdb_cursor_open(read->txn, read->store->dbi[STORE_BOARD], &cursor);
	}
	if (rc != 0) {
		return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
	}
	rc = store_row_find(&row, cursor, number, made, id);
	mdb_cursor_close(cursor);
	*until = rc == 0 ? row.until : 0;
	return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
}

enum kiem_err kiem_read_post(struct kiem_read *read, struct kiem_kept *kept, uint64_t number)
{
	struct store_body body;
	int rc = store_body_get(&body, read->store, read->txn, number);

	if (rc != 0) {
		return store_err(rc);
	}
	if (kiem_post_decode(&kept->post, body.bytes.p, body.bytes.n) != KIEM_OK) {
		return KIEM_E_DAMAGED;
	}
	kept->number = number;
	kept->arrived = body.arrived;
	kept->local = body.local;
	return store_err(until_find(&kept->until, read, kept->post.board, kept->post.made, &kept->post.id));
}

enum kiem_err kiem_read_bytes(struct kiem_read *read, struct kiem_span *bytes, uint64_t number)
{
	struct store_body body;
	int rc = store_body_get(&body, read->store, read->txn, number);

	if (rc == 0) {
		*bytes = body.bytes;
	}
	return store_err(rc);
}

enum kiem_err kiem_read_find(struct kiem_read *read, uint64_t *number, const struct kiem_id *id)
{
	MDB_cursor *cursor;
	int rc = mdb_cursor_open(read->txn, read->store->dbi[STORE_ID], &cursor);

	if (rc != 0) {
		return store_err(rc);
	}
	rc = store_id_find(number, read->store, cursor, id, NULL);
	mdb_cursor_close(cursor);
	return store_err(rc);
}

/* ---- by the first digits ---- */

struct prefix_hit {
	struct kiem_id id;
	uint64_t number;
};

static bool starts_with(const struct kiem_id *id, const char *digits, size_t n)
{
	char text[2 * 32 + 1];

	kiem_hex(text, id->b, sizeof(id->b));
	for (size_t i = 0; i < n; i++) {
		char c = digits[i];

		if (text[i] != (c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c)) {
			return false;
		}
	}
	return true;
}

/* Rows lie in the order of 8 bytes of the id; those that share them are put in order here. */
static void hit_insert(uint64_t *numbers, struct prefix_hit *group, size_t n_group, size_t at, const struct prefix_hit *hit)
{
	size_t i = n_group;

	for (; i > 0 && memcmp(group[i - 1].id.b, hit->id.b, 32) > 0; i--) {
		group[i] = group[i - 1];
	}
	group[i] = *hit;
	for (size_t k = 0; k <= n_group; k++) {
		numbers[at + k] = group[k].number;
	}
}

#define GROUP_MAX 16

static int prefix_collect(uint64_t *numbers, size_t *n, size_t max, struct kiem_read *read, MDB_cursor *cursor, const char *digits,
        const uint8_t first[static 8])
{
	size_t n_digits = strlen(digits), n_group = 0;
	struct prefix_hit group[GROUP_MAX], hit;
	uint8_t row[STORE_ID_ROW] = {0};
	MDB_val key = store_only_key(), val = store_val(row, sizeof(row));

	memcpy(row, first, STORE_PREFIX_SIZE);
	int rc = mdb_cursor_get(cursor, &key, &val, MDB_GET_BOTH_RANGE);
	for (; rc == 0 && *n < max; rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT_DUP)) {
		struct store_body body;

		hit.number = store_get_be((const uint8_t *)val.mv_data + STORE_PREFIX_SIZE, STORE_NUMBER_SIZE);
		rc = store_body_get(&body, read->store, read->txn, hit.number);
		if (rc != 0) {
			return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
		}
		kiem_id_of(&hit.id, body.bytes.p, body.bytes.n);
		if (!starts_with(&hit.id, digits, n_digits)) {
			if (memcmp(hit.id.b, first, STORE_PREFIX_SIZE) != 0) {
				break;
			}
			continue;
		}
		bool same = n_group > 0 && n_group < GROUP_MAX && memcmp(group[0].id.b, hit.id.b, STORE_PREFIX_SIZE) == 0;
		n_group = same ? n_group : 0;
		hit_insert(numbers, group, n_group, *n - n_group, &hit);
		n_group++;
		(*n)++;
	}
	return rc == MDB_NOTFOUND ? 0 : rc;
}

enum kiem_err kiem_read_prefix(struct kiem_read *read, uint64_t *numbers, size_t *n, size_t max, const char *digits)
{
	uint8_t first[DIGITS_MAX / 2] = {0};
	size_t n_digits = strlen(digits);
	MDB_cursor *cursor;

	*n = 0;
	if (n_digits < DIGITS_MIN || n_digits > DIGITS_MAX || !kiem_unhex(first, digits, n_digits)) {
		return KIEM_E_INVALID;
	}
	int rc = mdb_cursor_open(read->txn, read->store->dbi[STORE_ID], &cursor);
	if (rc != 0) {
		return store_err(rc);
	}
	rc = prefix_collect(numbers, n, max, read, cursor, digits, first);
	mdb_cursor_close(cursor);
	return store_err(rc);
}

bool kiem_read_retracted(struct kiem_read *read, uint64_t *number, const struct kiem_id *id, const struct kiem_key *author)
{
	struct store_target target = {.id = id, .author = author->b};
	struct store_ties ties;
	uint64_t here;
	MDB_cursor *cursor;

	/* One that is still here was not retracted by anything that counts. */
	if (kiem_read_find(read, &here, id) == KIEM_DONE ||
	        mdb_cursor_open(read->txn, read->store->dbi[STORE_TARGET], &cursor) != 0) {
		return false;
	}
	int rc = store_ties_find(&ties, read->store, cursor, &target, INT64_MIN);
	mdb_cursor_close(cursor);
	*number = ties.retraction;
	return rc == 0 && ties.retracted != INT64_MIN;
}

uint64_t kiem_read_last(struct kiem_read *read)
{
	struct store_state state;

	return store_state_read(&state, read->store, read->txn) == 0 ? state.number : 0;
}

uint64_t kiem_read_posts(struct kiem_read *read)
{
	struct store_state state;

	return store_state_read(&state, read->store, read->txn) == 0 ? state.posts : 0;
}
