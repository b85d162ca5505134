/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The store: LMDB in the home, shared between processes. Posts come in by one door, kiem_store_admit, whether they
 * were made here, heard from a neighbour or read from a bundle. Everything else reads.
 *
 * A post's number is its place in the order of arrival on this node, from 1; it is never used again. Bytes are written once,
 * under the number; every index holds numbers. What always holds: a post that an index names is there; no two posts have
 * the same bytes; a post that its author retracted is not there while the retraction is.
 */
#ifndef KIEM_STORE_H
#define KIEM_STORE_H

#include <kiem/post.h>

struct kiem_store;

#define KIEM_STORE_CAP_DEFAULT (1ULL << 30) /* bytes of the file on disk */
#define KIEM_STORE_CAP_MIN (8ULL << 20)
#define KIEM_BATCH_MAX 10000 /* posts in one commit */

struct kiem_store_options {
	const char *dir;  /* the directory that holds the store's files */
	bool create;      /* make it when it is not there */
	uint64_t cap;     /* bytes, set as kiem_store_set_cap does; 0: as the store has it, or the default for a new one */
	unsigned threads; /* verifiers beside the caller, 0 to 16 */
};

/*
 * Opens the store and takes a shared lock on its lock file. Errors: NOT_FOUND (and create is false), OWNER (the
 * directory belongs to another uid, root included), FILESYSTEM (nfs, cifs, 9p, fuse …), NEWER, DAMAGED, BUSY (being compacted, or
 * open in this process already), INVALID (the cap), FULL (no room for a migration), DISK, PERMISSION, MEMORY. *out is NULL on
 * error.
 *
 * One thread may admit, expire and change while others read, each with a snapshot of its own. A process that forks must not use the
 * store in the child.
 */
enum kiem_err kiem_store_open(struct kiem_store **out, const struct kiem_store_options *options);
void kiem_store_close(struct kiem_store *store); /* takes NULL */
/*
 * Gives back the memory that earlier work left with the store, when nothing is going on: AGAIN while a transaction of this process
 * is open. Takes under a millisecond; others may call meanwhile and wait. After another error the next call that needs the store
 * tries to open it anew.
 */
enum kiem_err kiem_store_rest(struct kiem_store *store);

/* ---- the door ---- */

struct kiem_entry {
	struct kiem_span bytes;    /* in: the post; must live until admit returns */
	enum kiem_verdict verdict; /* out */
	struct kiem_id id;         /* out: set unless the verdict is KIEM_TOO_BIG or a rule of form was broken */
	uint64_t number;           /* out: arrival number when verdict is KIEM_OK or KIEM_KNOWN, else 0 */
	int64_t made;              /* out: with id */
	uint32_t board;            /* out: board number when KIEM_OK or KIEM_KNOWN */
};

struct kiem_admit {
	int64_t now_ms; /* this node's clock, ms since the epoch */
	bool local;     /* made on this home: noted as such, so that kiem_store_held can tell who has it */
	bool any_board; /* keep posts of boards that are not followed too (an imported bundle) */
};

/*
 * Takes n posts in, in order; n up to KIEM_BATCH_MAX goes in one transaction, more in several. Every entry gets its verdict.
 * On KIEM_DONE all KIEM_OK entries are on disk, synced, but for those that a later entry of the same call retracted. A full store
 * gives single entries KIEM_FULL and keeps what was there; a retraction of something that is here gets in all the same. On an error
 * (DISK, MEMORY, …) the entries' verdicts mean nothing and nothing of the failed transaction was kept. One call at a time a
 * process; other processes may call at the same time.
 */
enum kiem_err kiem_store_admit(struct kiem_store *store, struct kiem_entry *entries, size_t n, const struct kiem_admit *how);

/*
 * Erases what is past its until, at most max posts a call; *n_erased how many. Does nothing while the clock is not to be
 * trusted (kiem_store_clock). Call it until *n_erased is 0, and again within the hour.
 */
enum kiem_err kiem_store_expire(struct kiem_store *store, size_t *n_erased, int64_t now_ms, size_t max);

/* ---- reading ---- */

/*
 * A snapshot. Begin may answer AGAIN when another process changed the cap and a snapshot that is open here stands in the way, or
 * when too many read. Short-lived: an open one keeps the file from reusing space. Not shared between threads.
 */
struct kiem_read;
enum kiem_err kiem_read_begin(struct kiem_read **out, struct kiem_store *store);
void kiem_read_end(struct kiem_read *read); /* takes NULL; every span that it gave ends with it */

/* A post as the store holds it. */
struct kiem_kept {
	uint64_t number;
	int64_t until;   /* in effect: the post's own until, or a later one by renewal */
	int64_t arrived; /* ms, this node's clock */
	bool local;
	struct kiem_post post; /* decoded; spans live until kiem_read_end */
};

enum kiem_err kiem_read_post(struct kiem_read *read, struct kiem_kept *kept, uint64_t number); /* DONE, NOT_FOUND or DAMAGED */
enum kiem_err kiem_read_bytes(struct kiem_read *read, struct kiem_span *bytes, uint64_t number);
enum kiem_err kiem_read_find(struct kiem_read *read, uint64_t *number, const struct kiem_id *id);

/*
 * The posts whose id starts with `digits` (4 to 64 hexadecimal ones): their numbers in id order into numbers[max], *n how many
 * there are, at most max. INVALID when the digits are not such.
 */
enum kiem_err kiem_read_prefix(struct kiem_read *read, uint64_t *numbers, size_t *n, size_t max, const char *digits);

/*
 * True when the post with this id is not here and a retraction of it by this author is; *number is that one's. A post that is here
 * was not retracted by anything that counts. Of one that is gone, or never came, nobody can tell the board and the until any more,
 * so a retraction on any board answers: what the author said, not why the post is not here.
 */
bool kiem_read_retracted(struct kiem_read *read, uint64_t *number, const struct kiem_id *id, const struct kiem_key *author);

/* The last arrival number given, 0 in an empty store. */
uint64_t kiem_read_last(struct kiem_read *read);
/* How many posts are here. */
uint64_t kiem_read_posts(struct kiem_read *read);

/*
 * A walk over one index. Fill `by` and the matching field, the rest zero; then kiem_walk_next until false. An arrival during
 * the walk is not seen. Posts past their until (at now_ms, when that is not 0) are passed over.
 */
enum kiem_by { KIEM_BY_ARRIVAL, KIEM_BY_BOARD, KIEM_BY_AUTHOR, KIEM_BY_TARGET, KIEM_BY_KIND };

struct kiem_walk {
	enum kiem_by by;
	bool newest_first;
	int64_t now_ms;
	uint32_t board;         /* BY_BOARD, BY_KIND: a board number */
	uint64_t kind;          /* BY_KIND, and BY_AUTHOR when not 0 */
	struct kiem_key author; /* BY_AUTHOR */
	struct kiem_id target;  /* BY_TARGET: posts that link to it */
	uint64_t after_number;  /* BY_ARRIVAL: start behind it (before it, newest first; 0 from the end) */
	int64_t after_made;     /* BY_BOARD: start behind (made, id), in the walk's direction, when has_after */
	struct kiem_id after_id;
	bool has_after;
	/* out, for the post that kiem_walk_next arrived at; id, made and until are set by BY_BOARD only, bytes and local by the
	 * others */
	uint64_t number;
	struct kiem_span bytes; /* lives until kiem_read_end */
	bool local;
	struct kiem_id id;
	int64_t made, until;
	void *cursor; /* the store's own; zero at the start */
};

bool kiem_walk_next(struct kiem_read *read, struct kiem_walk *walk);
void kiem_walk_end(struct kiem_walk *walk); /* frees the cursor; needless after next returned false */

/* ---- boards ---- */

struct kiem_board {
	uint32_t number;
	bool followed;
	char name[KIEM_BOARD_MAX + 1];
	uint64_t posts;      /* unexpired or not yet erased */
	uint64_t bytes;      /* of those posts */
	int64_t cursor_made; /* where streaming the board in has come to; 0 and a zero id: at the start; */
	struct kiem_id cursor_id;
	bool complete; /* streamed in once to its end */
};

enum kiem_err kiem_store_follow(struct kiem_store *store, const char *name);   /* EXISTS when it is followed already */
enum kiem_err kiem_store_unfollow(struct kiem_store *store, const char *name); /* keeps the posts; NOT_FOUND */
enum kiem_err kiem_store_cursor(struct kiem_store *store, uint32_t board, int64_t made, const struct kiem_id *id, bool complete);
enum kiem_err kiem_read_board(struct kiem_read *read, struct kiem_board *board, const char *name); /* by name, or NOT_FOUND */
/* All boards by name, followed or only present: up to max into boards, *n how many there are. */
enum kiem_err kiem_read_boards(struct kiem_read *read, struct kiem_board *boards, size_t *n, size_t max);
/* One by its number. */
enum kiem_err kiem_read_board_number(struct kiem_read *read, struct kiem_board *board, uint32_t number);

/* ---- neighbours that this home was told of (links, invites) ---- */

#define KIEM_ADDRESS_MAX 255
#define KIEM_PEERS_MAX 256
struct kiem_peer {
	struct kiem_key node;
	char address[KIEM_ADDRESS_MAX + 1]; /* host:port */
	bool wanted;                        /* keep a link to it */
};
/* FULL when there are KIEM_PEERS_MAX others. */
enum kiem_err kiem_store_peer_put(struct kiem_store *store, const struct kiem_peer *peer);
enum kiem_err kiem_store_peer_remove(struct kiem_store *store, const struct kiem_key *node);
enum kiem_err kiem_read_peers(struct kiem_read *read, struct kiem_peer *peers, size_t *n, size_t max);

/* ---- the address book: nodes that were linked, by their signed descriptors (wire.h) ---- */

#define KIEM_BOOK_MAX 1024
#define KIEM_DESCRIPTOR_MAX 512
struct kiem_known {
	struct kiem_key node;
	int64_t last_ok_ms; /* when a link with it last stood, ms since the epoch */
	bool anchor;        /* it was in an active view then */
	size_t n;
	uint8_t descriptor[KIEM_DESCRIPTOR_MAX];
};
/*
 * Puts or replaces n of them, in one transaction; past KIEM_BOOK_MAX those that were linked longest ago give way. The store does
 * not look into a descriptor. INVALID for one without bytes, or of more than KIEM_DESCRIPTOR_MAX.
 */
enum kiem_err kiem_store_book_put(struct kiem_store *store, const struct kiem_known *known, size_t n);
/* The first, by key, behind `after` (NULL: of all); NOT_FOUND when there are no more. */
enum kiem_err kiem_read_book_next(struct kiem_read *read, struct kiem_known *known, const struct kiem_key *after);

#define KIEM_HOLDERS_MAX 64
/*
 * Notes that a neighbour holds a post that was made here (a no-op for others), and counts those who do. Past KIEM_HOLDERS_MAX, and
 * in a full store, nothing more is noted: keys cost nothing, and anybody can say it.
 */
enum kiem_err kiem_store_hold(struct kiem_store *store, const uint64_t *numbers, size_t n, const struct kiem_key *node);
size_t kiem_read_holders(struct kiem_read *read, struct kiem_key *nodes, size_t max, uint64_t number);

/* ---- the clock ---- */

struct kiem_clock {
	int64_t floor_ms;  /* the later of the build's time and the newest arrival here */
	int64_t offset_ms; /* what most neighbours are ahead of this node, 0 when they agree within 15 minutes or none is linked */
};
enum kiem_err kiem_read_clock(struct kiem_read *read, struct kiem_clock *clock);
enum kiem_err kiem_store_clock_offset(struct kiem_store *store, int64_t offset_ms); /* the daemon's finding */
/* KIEM_DONE when posting and expiring may go by now_ms, else KIEM_E_CLOCK. */
enum kiem_err kiem_clock_check(const struct kiem_clock *clock, int64_t now_ms);

/* ---- size ---- */

struct kiem_store_stat {
	uint64_t cap, used, file; /* bytes: the cap; pages in use; the file on disk (blocks really allocated) */
	uint64_t posts, post_bytes;
	unsigned percent; /* used of cap */
};
enum kiem_err kiem_store_stat(struct kiem_store *store, struct kiem_store_stat *stat);
/* Sets the cap; INVALID below the minimum, and below what is in use: with what erasing needs besides, to make it smaller. */
enum kiem_err kiem_store_set_cap(struct kiem_store *store, uint64_t cap);
/*
 * Rewrites the store densely and puts it in place of the old one. No store may be open on `dir` in any process, this one
 * included: BUSY otherwise. before and after are the file's bytes.
 */
enum kiem_err kiem_store_compact(const char *dir, uint64_t *before, uint64_t *after);

#endif
