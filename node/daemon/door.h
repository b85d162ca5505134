/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door thread: the one place of the daemon that writes the store, so that the loop never waits for a disk. Jobs go in by a
 * queue that is bounded in bytes, and come back, done, when the descriptor of door_fd is readable. All functions but the
 * thread's own are for the loop.
 *
 * Posts that wait are admitted together, up to what fits in about DOOR_BATCH_MS, so that stopping never takes long and yet one
 * sync serves many.
 */
#ifndef KIEM_NODE_DAEMON_DOOR_H
#define KIEM_NODE_DAEMON_DOOR_H

#include <kiem/store.h>
#include <kiem/swarm.h>

#define DOOR_QUEUE_BYTES (16u << 20) /* of posts that wait; past it the loop takes no more from the links */
#define DOOR_JOBS_MAX 4096           /* jobs of other kinds that wait */
#define DOOR_BATCH_MS 500            /* a batch is as large as lately fitted in this */
#define DOOR_BATCH_MIN 64
#define DOOR_EXPIRE_MAX 256 /* posts erased in one go */

enum door_job_type { DOOR_ADMIT, DOOR_HOLD, DOOR_CURSOR, DOOR_PEER, DOOR_CLOCK, DOOR_EXPIRE, DOOR_CAP, DOOR_BOOK };

struct door_job {
	struct door_job *next;
	enum door_job_type type;
	enum kiem_err err; /* out */
	union {
		struct {
			uint32_t link, ticket;
			size_t n, bytes;
			const struct kiem_span *posts;
			struct swarm_admitted *results; /* n of them, out */
		} admit;
		struct {
			struct kiem_key node;
			size_t n;
			const uint64_t *numbers;
		} hold;
		struct {
			uint32_t board;
			int64_t made;
			struct kiem_id id;
			bool complete;
		} cursor;
		struct kiem_peer peer;
		struct {
			size_t n;
			const struct kiem_known *known;
		} book;
		int64_t clock_offset_ms;
		uint64_t cap;
	};
};

struct door;

/* Starts the thread. MEMORY. The store stays the caller's and outlives the door. */
enum kiem_err door_create(struct door **out, struct kiem_store *store);
/* Finishes the batch under way and the small jobs, leaves posts that wait (nobody was told of them), and ends. Takes NULL. */
void door_destroy(struct door *door);
int door_fd(const struct door *door);

/* True when the posts of one more body can be queued. */
bool door_room(struct door *door);
/* Queues copies of the posts; hops, one a post, goes into the results. False without memory. */
bool door_admit(struct door *door, uint32_t link, uint32_t ticket, const struct kiem_span *posts, const uint8_t *hops, size_t n);
/* The same for the other kinds. False when too many wait or without memory: then it is not done. */
bool door_hold(struct door *door, const struct kiem_key *node, const uint64_t *numbers, size_t n);
bool door_book(struct door *door, const struct kiem_known *known, size_t n);
bool door_put(struct door *door, const struct door_job *job); /* CURSOR, PEER, CLOCK, EXPIRE, CAP: copied */

/*
 * What is done since the last call, oldest first, to be freed by door_free; and up to which arrival number the loop may judge by
 * itself who brought a post: all numbers while no batch is under way, else those that were there when it began.
 */
struct door_job *door_take(struct door *door, uint64_t *upto);
void door_free(struct door_job *jobs);

/* How many posts wait or are under way; for status. */
size_t door_waiting(struct door *door);

#endif
