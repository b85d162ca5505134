/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door. A batch goes through it in four moves:
 *
 *     hash    every entry its id; the same bytes twice in the batch are judged once
 *     known   one short reading transaction, ended before anything slow: what is here already costs 2 us, not 50
 *     judge   decode and verify, on all cores (verify.c)
 *     write   one writing transaction: policy, tables, commit with a real sync
 *
 * In a large batch the writing begins while the pool still verifies the last part, so that no core idles; it does not begin at
 * once, since it shuts out other writers. Between `known` and `write` another process may have brought the same post, so the
 * writing transaction looks again unless its number shows that nobody wrote in between.
 *
 * MDB_MAP_FULL spoils a whole LMDB transaction. It is then done again in smaller pieces, in the end one by one, so that what fits
 * is kept and only what does not gets KIEM_FULL; verdicts of `judge` stay valid over that. So does a transaction that would touch
 * more pages than LMDB can keep track of (MDB_TXN_FULL).
 */
#include "batch.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#define POOL_FROM 17             /* entries: smaller batches are judged by the caller alone */
#define OFFSET_MAX_MS 86400000LL /* how far neighbours may set this node's idea of the time */
#define FLOOR_STEP_MS 86400000LL /* how far one arrival may raise the clock floor */
#define WRITE_SHARE 8            /* writing takes about an 8th of the time of verifying */

/* ---- judge ---- */

static void judge(struct batch *b)
{
	struct kiem_store *store = b->store;

	if (b->n >= POOL_FROM && store->threads > 0 && store->pool == NULL) {
		store->pool = store_pool_create(store->threads);
	}
	b->job = (struct store_job){.entries = b->entries, .wanted = b->wanted, .n = b->n};
	b->job.pool = b->n >= POOL_FROM ? store->pool : NULL;
	store_job_begin(&b->job);
	size_t leave = b->n / WRITE_SHARE * store->threads;
	while (store_job_left(&b->job) > leave && store_job_help(&b->job)) {
	}
}

/* ---- write ---- */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The clocks to judge by: the later for what is ahead, the earlier for what is past, since our own may be the wrong one. */
static int64_t shifted(const struct batch *b, const struct store_write *w, bool ahead)
{
	int64_t by = w->state.offset_ms;

	by = by > OFFSET_MAX_MS ? OFFSET_MAX_MS : by < -OFFSET_MAX_MS ? -OFFSET_MAX_MS : by;
	return b->how->now_ms + (ahead == (by > 0) ? by : 0);
}

/* The verdict of policy alone, on a post that is sound; until becomes the one in effect. */
static int weigh(enum kiem_verdict *verdict, struct store_item *item, struct batch *b, struct store_write *w)
{
	struct store_ties ties;
	int64_t past = shifted(b, w, false);
	const struct store_peek *peek = &item->peek;
	struct store_target target = {.id = &item->id, .author = peek->author, .board = peek->board};

	*verdict = KIEM_OK;
	if (peek->made > STORE_MADE_MAX || peek->made > shifted(b, w, true) + KIEM_AHEAD_MAX_MS) {
		*verdict = KIEM_DEFERRED;
		return 0;
	}
	int rc = store_ties_find(&ties, b->store, w->target, &target, past);
	if (rc != 0) {
		return rc;
	}
	if (peek->kind != KIEM_RETRACT && ties.retracted >= peek->until) {
		*verdict = KIEM_RETRACTED;
	}
	if (store_kind_is_content(peek->kind)) {
		item->until = later(item->until, ties.renewed);
	}
	if (*verdict == KIEM_OK && (item->until <= past || peek->made < 0)) {
		*verdict = KIEM_EXPIRED;
	}
	return 0;
}

/* Whether there is room, with the reserve for what frees space. */
static int room_for(bool *fits, const struct store_item *item, struct batch *b, struct store_write *w)
{
	*fits = !b->full && w->room >= store_cost(item->bytes.n, item->peek.n_links);
	return *fits ? 0 : store_tie_frees(fits, w, item);
}

static int keep(struct kiem_entry *entry, struct store_item *item, struct batch *b, struct store_write *w)
{
	struct store_slot *slot;
	bool fits;
	int rc = store_slot_named(&slot, w, item->peek.board, b->how->any_board);

	if (rc == MDB_NOTFOUND || (rc == 0 && !slot->board.followed && !b->how->any_board)) {
		entry->verdict = KIEM_UNFOLLOWED;
		return 0;
	}
	if (rc == 0) {
		rc = room_for(&fits, item, b, w);
	}
	if (rc != 0) {
		return rc;
	}
	if (!fits) {
		entry->verdict = KIEM_FULL;
		return 0;
	}
	entry->board = slot->board.number;
	rc = store_add(w, &entry->number, slot, item);
	w->room -= store_cost(item->bytes.n, item->peek.n_links);
	return rc != 0 ? rc : store_tie_apply(w, item);
}

static int write_one(struct batch *b, struct store_write *w, struct kiem_entry *entry)
{
	struct store_item item = {.bytes = entry->bytes, .id = entry->id, .arrived = b->how->now_ms, .local = b->how->local};
	int rc = MDB_NOTFOUND;

	if (mdb_txn_id(w->txn) != b->seen + 1) {
		rc = batch_know(entry, b->store, w->id);
	}
	if (rc != MDB_NOTFOUND) {
		return rc;
	}
	bool sound = store_peek(&item.peek, item.bytes.p, item.bytes.n);
	assert(sound); /* it was decoded */
	item.until = item.peek.until;
	rc = weigh(&entry->verdict, &item, b, w);
	return rc == 0 && entry->verdict == KIEM_OK ? keep(entry, &item, b, w) : rc;
}

/* Entries that came out of `judge` as good; a piece that is done again after a full map starts from there again. */
static void reset(struct kiem_entry *entry)
{
	entry->verdict = KIEM_OK;
	entry->number = 0;
	entry->board = 0;
}

/* Once the floor lies in the future, nothing can be posted; so one batch raises it by a day at most. */
static void raise_floor(struct store_write *w, int64_t now_ms)
{
	int64_t floor_ms = store_floor(&w->state), most = floor_ms + FLOOR_STEP_MS;

	w->state.floor_ms = later(floor_ms, now_ms < most ? now_ms : most);
}

/*
 * One that was known before the batch. When something in the batch was taken back it may be just this; its number stays until
 * settle, since the transaction may have to be done again.
 */
static int look_again(struct batch *b, struct store_write *w, struct kiem_entry *entry)
{
	struct store_body body;

	if (entry->number == 0 || !(b->erased || w->n_erased > 0)) {
		return 0;
	}
	int rc = store_body_get(&body, b->store, w->txn, entry->number);
	entry->verdict = rc == MDB_NOTFOUND ? KIEM_RETRACTED : KIEM_KNOWN;
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* Entries from..to in one transaction; sound[i]: judge found no fault. */
static int write_piece(struct batch *b, bool *sound, size_t from, size_t to)
{
	struct store_write w;
	int rc = store_write_begin(&w, b->store);

	if (rc != 0) {
		return rc;
	}
	uint64_t last = w.state.number;
	for (size_t i = from; rc == 0 && i < to; i++) {
		if (!b->wanted[i]) {
			rc = look_again(b, &w, &b->entries[i]);
			continue;
		}
		store_job_wait(&b->job, i);
		if (sound[i] || b->entries[i].verdict == KIEM_OK) {
			sound[i] = true;
			reset(&b->entries[i]);
			rc = write_one(b, &w, &b->entries[i]);
		}
	}
	if (rc != 0 || w.state.number == last) {
		store_write_abort(&w);
		return rc;
	}
	raise_floor(&w, b->how->now_ms);
	/* A retraction gets in where nothing else does, by itself. */
	rc = store_write_commit(&w, to - from == 1 && w.n_erased > 0 ? STORE_LEAVE_HALF : STORE_LEAVE_WHOLE);
	b->erased = b->erased || (rc == 0 && w.n_erased > 0);
	return rc;
}

/* How far a batch was written. */
struct course {
	size_t from, piece;
	bool turned; /* what earlier commits freed is in use already */
};

/* A piece of n did not fit: smaller ones are tried, then with the pages that the last commit freed, then one is refused. */
static int meet_full(struct course *at, struct batch *b, size_t n, int rc)
{
	if (n > 1) {
		at->piece = (n + 3) / 4;
		return 0;
	}
	if (rc == MDB_MAP_FULL && !at->turned) {
		at->turned = true;
		at->piece = b->n;
		rc = store_turn(b->store);
	}
	if (rc == MDB_MAP_FULL) {
		b->entries[at->from++].verdict = KIEM_FULL;
		b->full = true;
		rc = 0;
	}
	return rc;
}

static int write_all(struct batch *b)
{
	bool *sound = calloc(b->n, sizeof(*sound));
	struct course at = {.piece = b->n};
	int rc = 0;

	if (sound == NULL) {
		return ENOMEM;
	}
	while (at.from < b->n && rc == 0) {
		size_t n = at.piece < b->n - at.from ? at.piece : b->n - at.from;

		rc = write_piece(b, sound, at.from, at.from + n);
		if (rc == 0) {
			at.from += n;
			/* One post frees little, so another turn after it brings nothing. */
			at.turned = at.turned && n == 1;
		} else if (rc == MDB_MAP_FULL || rc == MDB_TXN_FULL) {
			rc = meet_full(&at, b, n, rc);
		}
	}
	free(sound);
	return rc;
}

/* ---- a batch ---- */

static bool any_wanted(const struct batch *b)
{
	return b->n > 0 && memchr(b->wanted, true, b->n) != NULL;
}

static int admit_batch(struct batch *b)
{
	int rc = batch_hash(b);

	if (rc == 0) {
		rc = batch_ask_known(b);
	}
	if (rc == 0 && any_wanted(b)) {
		judge(b);
		rc = write_all(b);
		store_job_end(&b->job);
	}
	if (rc == 0) {
		batch_settle(b);
	}
	return rc;
}

enum kiem_err kiem_store_admit(struct kiem_store *store, struct kiem_entry *entries, size_t n, const struct kiem_admit *how)
{
	size_t most = n < KIEM_BATCH_MAX ? n : KIEM_BATCH_MAX;
	bool *wanted = calloc(most + 1, sizeof(*wanted));
	uint32_t *twin = calloc(most + 1, sizeof(*twin));
	int rc = wanted == NULL || twin == NULL ? ENOMEM : 0;

	for (size_t i = 0; i < n && rc == 0; i += most) {
		struct batch b = {.store = store, .how = how, .entries = entries + i, .wanted = wanted, .twin = twin};

		b.n = n - i < most ? n - i : most;
		rc = admit_batch(&b);
	}
	free(twin);
	free(wanted);
	return store_err(rc);
}
