/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the store's files share among themselves. Inside the room the world's answers are LMDB's own codes (0, MDB_NOTFOUND,
 * MDB_MAP_FULL, errno values); they become enum kiem_err once, by store_err, where a public function returns.
 */
#ifndef KIEM_STORE_ROOM_H
#define KIEM_STORE_ROOM_H

#include "layout.h"

#include <pthread.h>
#include <sys/types.h>

struct store_pool; /* verify.h */

struct kiem_store {
	MDB_env *env; /* NULL while it could not be opened again (rest.c) */
	MDB_dbi dbi[STORE_TABLES];
	int lock_fd;
	char *dir;
	dev_t dev; /* of the directory: one open store a process, since LMDB cannot bear two */
	ino_t ino;
	struct kiem_store *next_open;
	unsigned threads;
	struct store_pool *pool; /* made on the first large batch */
	size_t page_size;
	pthread_mutex_t gate; /* over `active`, `cap` and changes of the map */
	pthread_cond_t idle;  /* `active` or `waiting` changed */
	unsigned waiting;     /* those of `active` that wait for the rest to end */
	unsigned active;      /* transactions of this process, which forbid such a change */
	uint64_t cap;
};

/* ---- place.c: may this directory hold a store ---- */

/* DONE when dir is this uid's and on a local filesystem; NOT_FOUND, OWNER, FILESYSTEM, PERMISSION. */
enum kiem_err store_place_check(const char *dir);
/* True for the magic number (statfs(2)) of a filesystem whose locks or maps other machines share. */
bool store_place_is_network(unsigned long magic);
/* Opens dir/lock-file and takes it, shared or exclusive, without waiting. BUSY when another has it the other way. */
enum kiem_err store_place_lock(int *fd, const char *dir, bool exclusive);

/* ---- open.c ---- */

/* An environment with the room's flags over dir/file; cap 0: as the file has it. An LMDB code. */
int store_env_open(MDB_env **out, const char *path, uint64_t map_size, unsigned flags);
#define STORE_DATA_FILE "data.mdb"

/* ---- rest.c ---- */

/* Opens the environment again when a rest left none. */
enum kiem_err store_wake(struct kiem_store *store);

/* ---- schema.c ---- */

/* Makes the tables of a new store, or brings an older one up to date; fills store->dbi. */
enum kiem_err store_schema_open(struct kiem_store *store, uint64_t cap);

/* ---- txn.c ---- */

enum kiem_err store_err(int rc);

/* Counters and clock: the "state" value of table meta. */
struct store_state {
	uint64_t number; /* the last one given */
	uint64_t board;  /* likewise */
	uint64_t posts, bytes;
	int64_t floor_ms, offset_ms;
};
int store_state_read(struct store_state *state, const struct kiem_store *store, MDB_txn *txn);
int store_state_write(const struct kiem_store *store, MDB_txn *txn, const struct store_state *state);
int store_cap_read(uint64_t *cap, const struct kiem_store *store, MDB_txn *txn);
int store_cap_write(const struct kiem_store *store, MDB_txn *txn, uint64_t cap);

/* Begins a transaction; follows a cap that another process changed. Ends with store_txn_commit or store_txn_abort. */
int store_txn_begin(struct kiem_store *store, MDB_txn **txn, bool writing);
int store_txn_commit(struct kiem_store *store, MDB_txn *txn);
void store_txn_abort(struct kiem_store *store, MDB_txn *txn);

/* A board's record as a writing transaction works on it. */
struct store_slot {
	bool used, dirty;
	bool has_last; /* the greatest row of the board is known: greater ones are appended, which fills pages fully */
	uint8_t last[STORE_BOARD_ROW];
	struct kiem_board board;
};
#define STORE_SLOTS 16

/* One writing transaction with all that it changes besides posts. */
struct store_write {
	struct kiem_store *store;
	MDB_txn *txn;
	MDB_cursor *id, *target, *board; /* die with txn */
	struct store_state state;
	int64_t room;   /* bytes that may still be added before the reserve begins */
	uint64_t ready; /* pages that it may take, if it follows `counted`, the transaction that they were counted in */
	uint64_t later; /* pages that are free too, but for the transaction after it */
	size_t counted;
	size_t n_changes; /* posts in, out or prolonged, and rows beside posts */
	size_t n_erased;
	unsigned next_slot;
	struct store_slot slots[STORE_SLOTS];
};
int store_write_begin(struct store_write *w, struct kiem_store *store);
/* How much of the reserve a transaction leaves to the next; see reserve.c. */
enum store_leave { STORE_LEAVE_WHOLE, STORE_LEAVE_HALF, STORE_LEAVE_NOTHING };
/* MDB_MAP_FULL when it would leave less: nothing of it was done. */
int store_write_commit(struct store_write *w, enum store_leave leave);
void store_write_abort(struct store_write *w);

/* ---- size.c ---- */

/* About what a post of n bytes with so many links takes on disk, rather too much. */
int64_t store_cost(size_t n, size_t n_links);

/* ---- reserve.c ---- */

/* Bytes that ordinary posts keep free, so that erasing still finds pages to write to. */
uint64_t store_reserve(uint64_t cap);
/* Bytes of pages in use: all pages ever taken less the free ones. txn reads only. */
int store_used(uint64_t *used, const struct kiem_store *store, MDB_txn *txn);
/* Sets room, ready, later and counted, before the transaction begins: LMDB shows its free pages to no writing one. */
int store_room_count(struct store_write *w);
/* MDB_MAP_FULL unless the transaction, which is done but for its commit, leaves that much. */
int store_reserve_check(const struct store_write *w, enum store_leave leave);
/* A commit that changes nothing: what the last one freed can be taken afterwards. MDB_MAP_FULL when that is not worth it. */
int store_turn(struct kiem_store *store);

/* ---- boards.c ---- */

int store_board_number(uint32_t *number, const struct kiem_store *store, MDB_txn *txn, struct kiem_span name);
/* The slot of a board; of an unknown name: a new board when make is true, else MDB_NOTFOUND. Valid until the next call. */
int store_slot_named(struct store_slot **out, struct store_write *w, struct kiem_span name, bool make);
/* Writes the changed records; a board without posts that nobody follows is forgotten. */
int store_slots_flush(struct store_write *w);

/* ---- find.c ---- */

/* A post's bytes and head by its number, in any transaction. MDB_NOTFOUND; MDB_CORRUPTED. */
struct store_body {
	struct kiem_span bytes;
	int64_t arrived;
	bool local;
};
int store_body_get(struct store_body *body, const struct kiem_store *store, MDB_txn *txn, uint64_t number);

/* Finds a post by id; with bytes (not NULL) it compares these, else it hashes what it finds. cursor is one of table id. */
int store_id_find(uint64_t *number, const struct kiem_store *store, MDB_cursor *cursor, const struct kiem_id *id,
        const struct kiem_span *bytes);
/* The board row of a post that is here. cursor is one of table board. */
int store_row_find(struct store_board_row *row, MDB_cursor *cursor, uint32_t board, int64_t made, const struct kiem_id *id);

/* ---- index.c ---- */

/* A post on its way in or out. */
struct store_item {
	struct kiem_span bytes;
	struct store_peek peek;
	struct kiem_id id;
	int64_t until; /* in effect */
	int64_t arrived;
	bool local;
};
/* Adds a post that is not here yet, under the next number. */
int store_add(struct store_write *w, uint64_t *number, struct store_slot *slot, const struct store_item *item);
/* A board's row alone, appended when it is the greatest. */
int store_board_row_add(struct store_write *w, struct store_slot *slot, const struct store_board_row *row);

/* ---- erase.c ---- */

/* Erases one with all its rows. When it was a renewal, its target's until in effect falls back. */
int store_erase(struct store_write *w, uint64_t number);
/* Gives a post that is here a later until in effect; an earlier one changes nothing. */
int store_prolong(struct store_write *w, uint64_t number, int64_t until);

/* ---- policy.c: what posts do to each other ---- */

/* The untils of a post's renewals and retractions by its author and on its board, the greatest of each; INT64_MIN when none. */
struct store_ties {
	int64_t renewed, retracted;
	uint64_t retraction; /* its number */
};
/* What a retraction or a renewal must agree with to count. */
struct store_target {
	const struct kiem_id *id;
	const uint8_t *author;  /* 32 bytes */
	struct kiem_span board; /* empty: of a post that is not here nobody knows it, so any agrees */
};
/* Looks at what is kept about a target; only ties that hold at now_ms count. cursor is one of table target. */
int store_ties_find(struct store_ties *ties, const struct kiem_store *store, MDB_cursor *cursor, const struct store_target *target,
        int64_t now_ms);
/* What an arriving retraction or renewal does to its target, when that is here. */
int store_tie_apply(struct store_write *w, const struct store_item *item);
/* Whether it is a retraction of something that is here: worth the reserve, since it frees space. */
int store_tie_frees(bool *frees, struct store_write *w, const struct store_item *item);

/* ---- clock.c ---- */

/* The clock floor: never before this build was made. */
int64_t store_floor(const struct store_state *state);

/* ---- reading ---- */

struct kiem_read {
	struct kiem_store *store;
	MDB_txn *txn;
};

#endif
