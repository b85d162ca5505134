/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorting a batch before anything slow is done for it: ids by hashing, the same bytes twice, and what is here already. Known
 * bytes need neither decoding nor verifying, since they were judged when they came in.
 */
#include "batch.h"

#include <errno.h>
#include <stdlib.h>

/* ---- hash ---- */

/* Open addressing over the ids' first bytes; ids are hashes, so these spread well by themselves. */
static void find_twins(struct batch *b, uint32_t *slots, size_t mask)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct kiem_entry *entry = &b->entries[i];

		if (!b->wanted[i]) {
			continue;
		}
		size_t at = (size_t)store_get_be(entry->id.b, 8) & mask;
		while (slots[at] != TWIN_NONE && memcmp(b->entries[slots[at]].id.b, entry->id.b, 32) != 0) {
			at = (at + 1) & mask;
		}
		if (slots[at] == TWIN_NONE) {
			slots[at] = (uint32_t)i;
		} else {
			b->twin[i] = slots[at];
			b->wanted[i] = false;
		}
	}
}

int batch_hash(struct batch *b)
{
	size_t n_slots = 16;

	while (n_slots < 2 * b->n) {
		n_slots *= 2;
	}
	uint32_t *slots = malloc(n_slots * sizeof(*slots));
	if (slots == NULL) {
		return ENOMEM;
	}
	memset(slots, 0xff, n_slots * sizeof(*slots));
	for (size_t i = 0; i < b->n; i++) {
		struct kiem_entry *entry = &b->entries[i];

		*entry = (struct kiem_entry){.bytes = entry->bytes};
		b->twin[i] = TWIN_NONE;
		b->wanted[i] = entry->bytes.n <= KIEM_POST_MAX;
		if (b->wanted[i]) {
			kiem_id_of(&entry->id, entry->bytes.p, entry->bytes.n);
		} else {
			entry->verdict = KIEM_TOO_BIG;
		}
	}
	find_twins(b, slots, n_slots - 1);
	free(slots);
	return 0;
}

/* ---- known ---- */

/* Sets the entry when its bytes are here. */
int batch_know(struct kiem_entry *entry, struct kiem_store *store, MDB_cursor *cursor)
{
	uint64_t number;
	struct store_peek peek;
	int rc = store_id_find(&number, store, cursor, &entry->id, &entry->bytes);

	if (rc != 0) {
		return rc;
	}
	if (!store_peek(&peek, entry->bytes.p, entry->bytes.n)) {
		return MDB_CORRUPTED;
	}
	rc = store_board_number(&entry->board, store, mdb_cursor_txn(cursor), peek.board);
	entry->verdict = KIEM_KNOWN;
	entry->number = number;
	entry->made = peek.made;
	return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
}

int batch_ask_known(struct batch *b)
{
	MDB_txn *txn;
	MDB_cursor *cursor = NULL;
	int rc = store_txn_begin(b->store, &txn, false);

	if (rc != 0) {
		return rc;
	}
	b->seen = mdb_txn_id(txn);
	rc = mdb_cursor_open(txn, b->store->dbi[STORE_ID], &cursor);
	for (size_t i = 0; rc == 0 && i < b->n; i++) {
		if (!b->wanted[i]) {
			continue;
		}
		rc = batch_know(&b->entries[i], b->store, cursor);
		b->wanted[i] = rc == MDB_NOTFOUND;
		rc = rc == MDB_NOTFOUND ? 0 : rc;
	}
	/* Unlike a writing one, a reading transaction does not close its cursors. */
	if (cursor != NULL) {
		mdb_cursor_close(cursor);
	}
	store_txn_abort(b->store, txn);
	return rc;
}

/* ---- in the end ---- */

void batch_settle(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct kiem_entry *entry = &b->entries[i];

		if (b->twin[i] != TWIN_NONE) {
			struct kiem_span bytes = entry->bytes;

			*entry = b->entries[b->twin[i]]; /* which comes before, so it is settled */
			entry->bytes = bytes;
			entry->verdict = entry->verdict == KIEM_OK ? KIEM_KNOWN : entry->verdict;
		} else if (entry->verdict != KIEM_OK && entry->verdict != KIEM_KNOWN) {
			entry->number = 0;
			entry->board = 0;
		}
	}
}
