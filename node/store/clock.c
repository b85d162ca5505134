/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock as the store sees it, and expiry, which depends on it. A machine whose clock starts in 1970, or jumps back by a
 * dead battery, must neither post nor erase by it: the floor, below which no honest clock can be, is the build's time or the last
 * arrival here.
 */
#include "room.h"

#include "kiem-build.h"

int64_t store_floor(const struct store_state *state)
{
	const int64_t built = KIEM_BUILD_TIME_S * 1000LL;

	return state->floor_ms > built ? state->floor_ms : built;
}

enum kiem_err kiem_read_clock(struct kiem_read *read, struct kiem_clock *clock)
{
	struct store_state state;
	int rc = store_state_read(&state, read->store, read->txn);

	if (rc != 0) {
		return store_err(rc);
	}
	*clock = (struct kiem_clock){.floor_ms = store_floor(&state), .offset_ms = state.offset_ms};
	return KIEM_DONE;
}

enum kiem_err kiem_store_clock_offset(struct kiem_store *store, int64_t offset_ms)
{
	struct store_write w;
	int rc = store_write_begin(&w, store);

	if (rc != 0) {
		return store_err(rc);
	}
	if (w.state.offset_ms == offset_ms) {
		store_write_abort(&w);
		return KIEM_DONE;
	}
	w.state.offset_ms = offset_ms;
	return store_err(store_write_commit(&w, STORE_LEAVE_HALF));
}

enum kiem_err kiem_clock_check(const struct kiem_clock *clock, int64_t now_ms)
{
	/* A clock that is being set right steps back a little; that is no reason to stop anybody. */
	if (now_ms < clock->floor_ms - KIEM_AHEAD_MAX_MS) {
		return KIEM_E_CLOCK;
	}
	return clock->offset_ms > KIEM_AHEAD_MAX_MS || clock->offset_ms < -KIEM_AHEAD_MAX_MS ? KIEM_E_CLOCK : KIEM_DONE;
}

/* ---- expiry ---- */

/* One transaction's worth of posts whose hour is over. */
#define EXPIRE_STEP 256

/* Numbers of posts whose until in effect lies in an hour before now's. */
static int due(uint64_t *numbers, size_t *n, size_t max, struct store_write *w, int64_t now_ms)
{
	MDB_cursor *cursor;
	MDB_val key, val;
	int rc = mdb_cursor_open(w->txn, w->store->dbi[STORE_UNTIL], &cursor);

	*n = 0;
	if (rc != 0) {
		return rc;
	}
	while (*n < max && (rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
		if (key.mv_size != 4 || val.mv_size != STORE_NUMBER_SIZE) {
			rc = MDB_CORRUPTED;
			break;
		}
		if ((int64_t)store_get_be(key.mv_data, 4) >= now_ms / STORE_HOUR_MS) {
			break;
		}
		numbers[(*n)++] = store_get_be(val.mv_data, STORE_NUMBER_SIZE);
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : rc;
}

/* Erases at most max; *n how many. */
static int expire_some(struct kiem_store *store, size_t *n, int64_t now_ms, size_t max)
{
	uint64_t numbers[EXPIRE_STEP];
	struct store_write w;
	int rc = store_write_begin(&w, store);

	*n = 0;
	if (rc != 0) {
		return rc;
	}
	struct kiem_clock clock = {.floor_ms = store_floor(&w.state), .offset_ms = w.state.offset_ms};
	if (kiem_clock_check(&clock, now_ms) == KIEM_DONE) {
		rc = due(numbers, n, max, &w, now_ms);
	}
	for (size_t i = 0; i < *n && rc == 0; i++) {
		rc = store_erase(&w, numbers[i]);
	}
	if (rc != 0 || *n == 0) {
		store_write_abort(&w);
		return rc;
	}
	/* One alone may take what there is, and frees as much; the rest waits its turn. */
	return store_write_commit(&w, *n > 1 ? STORE_LEAVE_HALF : STORE_LEAVE_NOTHING);
}

enum kiem_err kiem_store_expire(struct kiem_store *store, size_t *n_erased, int64_t now_ms, size_t max)
{
	size_t step = EXPIRE_STEP, n = 0;
	bool turned = false;

	*n_erased = 0;
	while (*n_erased < max) {
		size_t left = max - *n_erased;
		int rc = expire_some(store, &n, now_ms, left < step ? left : step);

		if ((rc == MDB_MAP_FULL || rc == MDB_TXN_FULL) && step > 1) {
			step = (step + 3) / 4;
			continue;
		}
		if (rc == MDB_MAP_FULL && !turned) {
			turned = true;
			rc = store_turn(store);
			if (rc == 0) {
				continue;
			}
		}
		if (rc != 0) {
			return store_err(rc);
		}
		*n_erased += n;
		step = step < EXPIRE_STEP ? 2 * step : step;
		turned = false;
		if (n == 0) {
			break;
		}
	}
	return KIEM_DONE;
}
