/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The daemon: everything that one `kiemd` has open, and what its files do for each other. One thread, the loop, owns all of it; the
 * door thread sees nothing but the store.
 *
 *     link events, answers owed, what the door did, new posts of the log ──> swarm_step ──> effects, carried out in order
 *
 *     loop.c      waits, and lets each of these have its turn
 *     effects.c   one step, and its effects
 *     owed.c      the answers that the driver owes the swarm: scans, looks (looks.c), failed dials, posts that left
 *     sends.c     what waits to leave on each link
 *     notes.c     what the swarm remarks: logged, and written to the store by and by
 *     self.c      what this node says of itself, signed; book.c the nodes that it remembers
 *     follow.c    posts that other processes put into the store; world.c boards and neighbours
 *     compared.c  what exchanges brought, for who asks; alerts.c the process that looks whether what arrived fits alerts
 *     control.c   the requests of docs/control.md; status.c and status_links.c their answers
 *     door.c      the thread that writes
 */
#ifndef KIEM_NODE_DAEMON_DAEMON_H
#define KIEM_NODE_DAEMON_DAEMON_H

#include "alerts.h"
#include "door.h"
#include "notify.h"
#include "options.h"
#include "sends.h"

#include <kiem/descriptors.h>
#include <kiem/home.h>
#include <kiem/link.h>
#include <kiem/store.h>
#include <kiem/swarm.h>
#include <kiem/wire.h>

#define DAEMON_TICK_MS 1000         /* the store is looked at, and what waits is written, at the latest after so long */
#define DAEMON_EXPIRE_MS 600000     /* between erasings of what is past its until */
#define DAEMON_STAT_MS 60000        /* between looks at how full the store is */
#define DAEMON_REST_MS 3000         /* without work before memory is given back */
#define DAEMON_FULL_PERCENT 80      /* from here on it is told */
#define DAEMON_COMPARE_MS 600000    /* between comparisons with one neighbour a board */
#define DAEMON_DESCRIPTORS_MAX 2048 /* of other nodes, remembered or under way */
#define DAEMON_HEAR_MAX 64          /* link events in one pass of the loop */
#define OWED_MAX 8192               /* far more than the swarm asks for; from half of it on the links are not heard */
#define OWED_AGAIN_MS 100           /* before a scan is tried again */
#define NOTES_HOLDS_MAX 4096        /* acknowledged posts that wait to be noted */
#define NOTES_GATHER_MS 200         /* how long a note waits for others */
#define NOTES_WRITE_MS 2000         /* between writes of notes, each of which is a sync */
#define FOLLOW_POSTS_MAX 512        /* posts of other processes in one look */
#define FOLLOW_BOARDS_MAX 4096      /* boards looked at, followed or not */

/* ---- address.c ---- */

#define ADDRESS_MAX 4                            /* announced, and three of the machine's */
#define ADDRESS_TEXT_SIZE (KIEM_ADDRESS_MAX + 8) /* host:port with its zero */

/* ---- owed.c ---- */

struct owed {
	size_t head, n;
	uint64_t again_ms;                  /* nothing is answered before, because the store could not be read */
	struct swarm_effect ring[OWED_MAX]; /* SCAN, LOOK and DIAL effects that wait for their answer */
	struct swarm_row rows[SWARM_SCAN_MAX];
};

/* ---- looks.c ---- */

#define LOOKS_ALIKE_MAX 4 /* posts looked at that share the first 8 bytes of their id */

struct looks {
	bool used[SWARM_BOARDS_MAX];
	uint64_t prefixes[SWARM_BOARDS_MAX][SWARM_LOOK_MAX]; /* of LOOK effects that wait in `owed` */
	struct swarm_looked rows[SWARM_LOOK_MAX];
};

/* ---- notes.c ---- */

struct note_cursor {
	bool waits;
	uint32_t board;
	int64_t made;
	struct kiem_id id;
	bool complete;
};

struct note_hold {
	struct kiem_key node;
	uint64_t number;
};

struct notes {
	uint64_t due_ms;     /* when what waits is to be written; UINT64_MAX: nothing waits */
	uint64_t written_ms; /* when something last was */
	size_t n_holds;
	struct note_hold holds[NOTES_HOLDS_MAX];
	struct note_cursor cursors[SWARM_BOARDS_MAX];
	int64_t offset_ms; /* as last written */
};

/* ---- compared.c ---- */

/* What the exchanges about one board did on one link. */
struct compared {
	uint32_t board; /* 0: a free place */
	uint64_t times; /* that one ended */
	uint64_t sent, taken;
	uint64_t bytes, trips; /* of other bodies than posts, both ways; round trips */
};

/* ---- book.c ---- */

#define BOOK_MAX 64 /* nodes that wait to be written */

struct book {
	size_t n;
	struct kiem_known known[BOOK_MAX];
};

/* ---- follow.c ---- */

/* A board that the swarm was told of. */
struct told_board {
	uint32_t number;
	char name[KIEM_BOARD_MAX + 1];
	uint64_t posts;
	bool complete;
	uint64_t synced_ms; /* monotonic time of the last equal comparison, 0: none yet */
};

/* A neighbour that the swarm was told to keep a link with. */
struct told_neighbour {
	struct kiem_key node;
	char address[KIEM_ADDRESS_MAX + 1];
};

struct follow {
	bool now;      /* look without waiting for the tick */
	uint64_t seen; /* numbers up to here are settled */
	size_t n_boards, n_neighbours;
	struct told_board boards[SWARM_BOARDS_MAX];
	struct told_neighbour neighbours[SWARM_NEIGHBOURS_MAX];
	unsigned peers_under_way; /* changes of ours that the door has yet to write */
	/* Room for one look, too large for a stack. */
	struct kiem_board read_boards[FOLLOW_BOARDS_MAX];
	size_t n_peers; /* as last read, and as asked since */
	struct kiem_peer read_peers[KIEM_PEERS_MAX];
	struct told_neighbour wanted[SWARM_NEIGHBOURS_MAX];
	struct swarm_admitted posts[FOLLOW_POSTS_MAX];
};

struct daemon {
	struct options options;
	struct kiem_home home;
	struct kiem_config config;
	struct kiem_key node;
	struct kiem_secret *secret; /* the node's, for its descriptor */
	struct kiem_store *store;
	struct door *door;
	struct link_hub *hub;
	struct link_control *control;
	struct swarm *swarm; /* in swarm_mem */
	void *swarm_mem;
	size_t swarm_size;
	struct notify notify;
	int lock_fd, signal_fd;
	char address[KIEM_PATH_MAX]; /* the kiem:// link of this node */
	size_t n_addresses;          /* where it may be dialled: host:port, the one of that link first */
	char addresses[ADDRESS_MAX][ADDRESS_TEXT_SIZE];
	bool dialable;        /* a neighbour's dial-back got through */
	bool self_changed;    /* the swarm's descriptor of this node is an old one */
	int64_t described_ms; /* when that was made */

	uint64_t started_ms, timer_ms; /* timer_ms: the swarm's, UINT64_MAX none */
	uint64_t worked_ms;            /* when the store was last read or written at length; 0: not since the last rest */
	uint64_t tick_ms, expire_ms, stat_ms, watchdog_ms; /* when next */
	unsigned percent;                                  /* of the store's cap, as last told */
	uint64_t steps;
	bool stop, door_done;
	char status[128]; /* as last told to the service manager */

	struct sends sends;
	struct owed owed;
	struct looks looks;
	struct notes notes;
	struct book book;
	struct compared compared[SWARM_LINKS_MAX][SWARM_BOARDS_MAX];
	struct follow follow;
	struct alerts alerts;
	struct swarm_fx fx;
};

/* ---- daemon.c ---- */

/* Opens everything. EX_OK, or a sysexits status with the sentence said; then *out is NULL. */
int daemon_open(struct daemon **out, const struct options *options);
/* Lets the door finish and closes everything; well within two seconds. Takes NULL. */
void daemon_close(struct daemon *d);

/* ---- reload.c ---- */

/* SIGHUP: reads the configuration again; what cannot change while running is logged. */
void daemon_reload(struct daemon *d);

/* ---- loop.c ---- */

/* Until SIGTERM or SIGINT. */
void daemon_run(struct daemon *d);
/* One pass: each source has its turn, then there is a wait of at most so long when nothing is left to do. */
void daemon_pass(struct daemon *d, int wait_ms_max);

/* ---- effects.c ---- */

/* One step of the swarm, and its effects. */
void daemon_step(struct daemon *d, const struct swarm_in *in);
/* Cuts a link of the swarm's and refuses its key for so long. */
void daemon_cut(struct daemon *d, uint32_t link, uint64_t refuse_ms);

/* ---- owed.c ---- */

/* Keeps an effect that is owed an answer. */
void owed_add(struct daemon *d, const struct swarm_effect *effect);
/* The answer to a SCAN, into owed.rows, in (made, id) order: how many, and whether none follow; 0 and false: not readable now. */
size_t owed_rows(struct daemon *d, bool *end, const struct swarm_effect *scan);
/* Gives at most max answers. */
void owed_answer(struct daemon *d, size_t max);

/* ---- looks.c ---- */

/* Lets the prefixes of a LOOK outlive their step, until it is answered. */
void looks_keep(struct daemon *d, struct swarm_effect *effect);
/* The answer to a LOOK, into looks.rows, one a prefix. False, and it is owed still, when the store cannot be read now. */
bool looks_rows(struct daemon *d, const struct swarm_effect *effect);

/* ---- notes.c ---- */

void notes_take(struct daemon *d, const struct swarm_effect *effect);
/* Hands what waits to the door, when it waited long enough or `all`. */
void notes_write(struct daemon *d, bool all);

/* ---- compared.c ---- */

void compared_begin(struct daemon *d, uint32_t link); /* it came up: nothing was compared on it yet */
void compared_take(struct daemon *d, const struct swarm_effect *effect);
/* The sums of a board on a link; zeros when there was none. */
struct compared compared_of(const struct daemon *d, uint32_t link, uint32_t board);

/* ---- self.c ---- */

/* Reads when this node last described itself, before it does so again. */
void self_recall(struct daemon *d);
/* This node's descriptor, signed now and newer than any before; its length. It is kept in the address book. */
size_t self_descriptor(uint8_t out[static WIRE_DESCRIPTOR_MAX], struct daemon *d);
void self_look(struct daemon *d); /* works out the addresses again: a machine moves from one network to another */
/* A dial-back got through, or none does any more; the swarm is told with the next tick. */
void self_dialable(struct daemon *d, bool dialable);
void self_tell(struct daemon *d); /* gives the swarm a new descriptor */

/* ---- book.c ---- */

void book_take(struct daemon *d, const struct swarm_effect *effect); /* a node to be remembered */
void book_write(struct daemon *d);                                   /* hands those that wait to the door */
/* Tells the swarm of everyone remembered, but for this node itself. */
void book_tell(struct daemon *d);

/* ---- follow.c ---- */

/* Settles where the log stands and tells the swarm of boards and neighbours for the first time. */
void follow_start(struct daemon *d);
/* Takes what the door did and what other processes put into the store. */
void follow_look(struct daemon *d);

/* ---- world.c ---- */

/* Boards and neighbours anew: after a poke, a tick, or a new configuration. */
void follow_world(struct daemon *d);
struct told_board *follow_board(struct follow *follow, uint32_t number);
struct told_neighbour *follow_neighbour(struct follow *follow, const struct kiem_key *node);
/* Whether somebody said that this node should not be linked with. */
bool follow_unwanted(const struct follow *follow, const struct kiem_key *node);
void follow_peer(struct follow *follow, const struct kiem_peer *peer); /* what was asked, before the store says so */

/* ---- control.c, status.c, status_links.c ---- */

/* Answers every request that is there. True when there was one. */
bool control_serve(struct daemon *d);
/* The answer to `status` and to `links`: JSON, malloc'ed; NULL without memory. */
char *status_answer(struct daemon *d);
char *status_links(struct daemon *d);
void status_line(const struct daemon *d, char *out, size_t cap); /* for the service manager: "3 links, 1204 posts" */
/* ---- address.c ---- */

/*
 * Works out where others may dial this node: the announced address, then the bound one, with the machine's own addresses where it
 * is bound to all. The first is that of its link. False, with none and an empty link, when nothing is bound.
 */
bool address_of(struct daemon *d);
/* host:port, or [host]:port for IPv6. */
void address_text(char out[static ADDRESS_TEXT_SIZE], const struct kiem_address *address);

#endif
