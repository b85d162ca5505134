/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What posts do to each other at the door: a retraction keeps its target out or erases it, a renewal prolongs it. Both are
 * posts like any other, kept until their own until, and found through table `target`; so it makes no difference which of the
 * two arrives first, and nothing has to be remembered beside the posts themselves. One counts on its target's board alone: a
 * node that does not follow the board of such a tie never hears it, and must hold the same of the target's as one that does.
 */
#include "room.h"

static bool same_board(struct kiem_span a, struct kiem_span b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* Whether this post may tie that target at all: it names nothing else, by the same hand and on the same board. */
static bool agrees(const struct store_peek *peek, const struct store_target *target)
{
	return peek->n_links == 1 && memcmp(peek->links[0].b, target->id->b, sizeof(target->id->b)) == 0 &&
	       memcmp(peek->author, target->author, 32) == 0 && (target->board.n == 0 || same_board(peek->board, target->board));
}

/* One row about the target: does it count, and with what until? */
static int tie_weigh(struct store_ties *ties, const struct kiem_store *store, MDB_txn *txn, uint64_t number,
        const struct store_target *target, int64_t now_ms)
{
	struct store_body body;
	struct store_peek peek;
	int rc = store_body_get(&body, store, txn, number);

	if (rc != 0) {
		return rc == MDB_NOTFOUND ? MDB_CORRUPTED : rc;
	}
	if (!store_peek(&peek, body.bytes.p, body.bytes.n)) {
		return MDB_CORRUPTED;
	}
	if (!agrees(&peek, target) || peek.until <= now_ms) {
		return 0;
	}
	if (peek.kind == KIEM_RENEW && peek.until > ties->renewed) {
		ties->renewed = peek.until;
	}
	if (peek.kind == KIEM_RETRACT && peek.until > ties->retracted) {
		ties->retracted = peek.until;
		ties->retraction = number;
	}
	return 0;
}

int store_ties_find(struct store_ties *ties, const struct kiem_store *store, MDB_cursor *cursor, const struct store_target *target,
        int64_t now_ms)
{
	uint8_t from[STORE_PERSON_ROW];
	MDB_val key = store_only_key(), val = store_val(from, sizeof(from));

	*ties = (struct store_ties){.renewed = INT64_MIN, .retracted = INT64_MIN};
	store_person_row_write(from, target->id->b, 0, 0);
	int rc = mdb_cursor_get(cursor, &key, &val, MDB_GET_BOTH_RANGE);
	while (rc == 0 && memcmp(val.mv_data, target->id->b, STORE_PREFIX_SIZE) == 0) {
		const uint8_t *row = val.mv_data;
		uint64_t kind = store_get_be(row + 14, 2);

		if (kind == KIEM_RENEW || kind == KIEM_RETRACT) {
			rc = tie_weigh(ties, store, mdb_cursor_txn(cursor), store_get_be(row + 8, 6), target, now_ms);
		}
		if (rc == 0) {
			rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT_DUP);
		}
	}
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* The target of a retraction or renewal, when it is here, by the same author and on the same board. */
static int target_find(uint64_t *number, struct store_peek *target, struct store_write *w, const struct store_item *item)
{
	struct store_body body;
	int rc = store_id_find(number, w->store, w->id, &item->peek.links[0], NULL);

	if (rc == 0) {
		rc = store_body_get(&body, w->store, w->txn, *number);
	}
	if (rc != 0) {
		return rc;
	}
	if (!store_peek(target, body.bytes.p, body.bytes.n)) {
		return MDB_CORRUPTED;
	}
	struct store_target wanted = {.id = &item->peek.links[0], .author = target->author, .board = target->board};
	return agrees(&item->peek, &wanted) ? 0 : MDB_NOTFOUND;
}

static bool retracts(const struct store_item *item, const struct store_peek *target)
{
	return item->peek.kind == KIEM_RETRACT && target->kind != KIEM_RETRACT && item->peek.until >= target->until;
}

static bool is_tie(const struct store_item *item)
{
	return (item->peek.kind == KIEM_RETRACT || item->peek.kind == KIEM_RENEW) && item->peek.n_links == 1;
}

int store_tie_frees(bool *frees, struct store_write *w, const struct store_item *item)
{
	uint64_t number;
	struct store_peek target;

	*frees = false;
	if (!is_tie(item) || item->peek.kind != KIEM_RETRACT) {
		return 0;
	}
	int rc = target_find(&number, &target, w, item);
	*frees = rc == 0 && retracts(item, &target);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

int store_tie_apply(struct store_write *w, const struct store_item *item)
{
	uint64_t number;
	struct store_peek target;

	if (!is_tie(item)) {
		return 0;
	}
	int rc = target_find(&number, &target, w, item);
	if (rc != 0) {
		return rc == MDB_NOTFOUND ? 0 : rc;
	}
	if (retracts(item, &target)) {
		return store_erase(w, number);
	}
	if (item->peek.kind != KIEM_RENEW || !store_kind_is_content(target.kind)) {
		return 0;
	}
	/* The other renewals are not asked: what is in effect already is the greatest of theirs, however many there are. */
	return store_prolong(w, number, item->peek.until);
}
