/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The step: everything a node says to and hears from its neighbours, as one pure function. Time, bytes and chance come
 * in as arguments, effects go out into the caller's memory. The daemon's loop and the tests (later the simulator) are drivers
 * of the same code.
 *
 * A driver carries out every effect of a step, in order, before the next step, and owes these answers:
 *   ADMIT      → one ADMITTED with the same link and ticket, after the posts that were kept are on disk
 *   SCAN       → one SCANNED with the same link and ticket
 *   LOOK       → one LOOKED with the same link and ticket
 *   SEND_POST  → sooner or later one WRITABLE that counts it, before any RECV in which the neighbour may speak of it
 *   DIAL       → LINK_UP with the same node, or DIAL_FAILED
 *   DROP_LINK  → LINK_DOWN
 *   TIMER      → TIMER at that time or a little later; a later TIMER effect replaces an earlier one
 * SEND and NOTIFY are owed nothing. Bodies of SEND reach the link in their order; posts of SEND_POST may wait and go together in
 * POSTS bodies (wire.h), in their own order, but do not overtake a SEND that came before them; those that are pushed (with hops)
 * and those that were asked for (hops 0) go in bodies of their own. ADMITTED of one link come in the order of its ADMITs. Posts
 * that came in by other ways than a link (the command, a bundle) are told by ADMITTED with link SWARM_NO_LINK; those that leave the
 * set of a board (expired, retracted) by REMOVED, or, by a driver that cannot tell which, by BOARD again with the count that is
 * left.
 */
#ifndef KIEM_SWARM_H
#define KIEM_SWARM_H

#include <kiem/types.h>

#define SWARM_LINKS_MAX 64
#define SWARM_BOARDS_MAX 64
#define SWARM_NEIGHBOURS_MAX 256
#define SWARM_BODY_MAX 65536      /* bytes of one body on a link */
#define SWARM_FRAME_POSTS_MAX 512 /* posts in one POSTS body */
#define SWARM_SCAN_MAX 1024       /* rows in one SCANNED */
#define SWARM_LOOK_MAX 1024       /* prefixes in one LOOK */
#define SWARM_WINDOW (2u << 20)   /* bytes of posts under way to a neighbour that it has not acknowledged */
#define SWARM_NO_LINK UINT32_MAX

struct swarm;             /* lives in memory that the caller gave */
struct swarm_descriptors; /* verified descriptors of nodes, each held once; several swarms of one process may share it */

/* swarm_options_default sets all but the first four; who wants less memory makes the sizes smaller. */
struct swarm_options {
	struct kiem_key node;                  /* this node's key */
	struct kiem_span descriptor;           /* this node's signed descriptor (wire.h), copied */
	uint8_t seed[32];                      /* all chance comes from here */
	struct swarm_descriptors *descriptors; /* NULL: one of its own, within its memory */

	/* sizes: each is a maximum, and all memory that depends on it is counted by swarm_size */
	unsigned links_max;      /* at most SWARM_LINKS_MAX */
	unsigned boards_max;     /* at most SWARM_BOARDS_MAX */
	unsigned neighbours_max; /* at most SWARM_NEIGHBOURS_MAX */
	unsigned outbox_max;     /* posts that wait for catching up, a link; a power of two */
	unsigned unacked_max;    /* posts issued and not acknowledged, a link; a power of two */
	unsigned shunned_max;    /* ids that one of the two would not keep, a link */
	unsigned recent_max;     /* recent posts a board; a power of two */
	unsigned missing_max;    /* posts that a neighbour announced and that are not here, a lane */
	unsigned peers_max;      /* remembered nodes */
	unsigned passive_max;    /* passive view, a board */
	unsigned cells_max;      /* cells of one exchange before a range is halved */
	unsigned cell_sets_max;  /* lanes with cached cells */
	unsigned sessions_max;   /* decodes under way */
	unsigned pages_max;      /* lists of short ids under way, asked for or answered; at least 2 */

	/* times */
	uint64_t ping_ms;    /* between PINGs on a link */
	uint64_t compare_ms; /* between comparisons with one random neighbour a board */
	uint64_t shuffle_ms; /* between shuffles of a board's passive view */
	uint64_t probe_ms;   /* between probes of one random remembered node */
};
void swarm_options_default(struct swarm_options *options);

/* How many bytes swarm_init needs for these options. */
size_t swarm_size(const struct swarm_options *options);
/* mem is aligned for any type and at least swarm_size bytes; it stays the caller's, and swarm needs no finish. */
struct swarm *swarm_init(void *mem, size_t size, const struct swarm_options *options);

enum swarm_in_type {
	SWARM_BOARD,     /* a board is followed (again: with new figures) or no longer */
	SWARM_NEIGHBOUR, /* a node to keep a link with (told again: dialled now, perhaps elsewhere), or no longer */
	SWARM_LINK_UP,   /* a CURVE handshake succeeded */
	SWARM_LINK_DOWN,
	SWARM_DIAL_FAILED,
	SWARM_RECV, /* one body from a link */
	SWARM_ADMITTED,
	SWARM_SCANNED,
	SWARM_WRITABLE,
	SWARM_TIMER,
	SWARM_COMPARE, /* compare this board now with every link that has it (board 0: all boards) */
	SWARM_PEER,    /* a node remembered from before a restart, or told by the user */
	SWARM_SELF,    /* this node's new signed descriptor, after its address or `dialable` changed */
	SWARM_LOOKED,
	SWARM_REMOVED /* a post left the set of a board: expired, retracted */
};

/* A post in (made, id) order, as SCANNED lists them. */
struct swarm_row {
	int64_t made;
	struct kiem_id id;
	uint64_t number;
};

/* What was found under a prefix of LOOK. */
struct swarm_looked {
	uint64_t prefix;
	uint64_t number; /* 0: not here, and then nothing else is set */
	int64_t made;
	struct kiem_id id;
};

/* A post that went through the door. */
struct swarm_admitted {
	struct kiem_id id;
	enum kiem_verdict verdict;
	uint64_t number; /* when KIEM_OK or KIEM_KNOWN */
	uint32_t board;  /* likewise */
	int64_t made;
	uint8_t hops; /* as ADMIT gave it with the post; 0 for one that came by no link */
};

struct swarm_in {
	enum swarm_in_type type;
	uint32_t link;   /* the driver's number for a link, below links_max */
	uint32_t ticket; /* ADMITTED, SCANNED, LOOKED: the effect's */
	union {
		struct {
			uint32_t board;
			bool followed;
			const char *name;
			uint64_t posts; /* that the store keeps */
			uint64_t upto;  /* the highest number of a post that is among these or was told; 0: not known */
			int64_t cursor_made;
			struct kiem_id cursor_id;
			bool complete;
		} board; /* BOARD; COMPARE reads board alone */
		struct {
			struct kiem_key node;
			const char *address; /* host:port, copied */
			bool wanted;
		} neighbour; /* NEIGHBOUR; DIAL_FAILED reads node alone */
		struct {
			bool dialled;
			struct kiem_key node; /* when dialled: whom */
			uint8_t curve[32];    /* the key that CURVE proved */
			const char *host;     /* the other end's address as text, with or without a port; NULL: not known */
			uint64_t network; /* the other end's /24 or /48 as a number; 0: private, link-local, loopback, unknown */
		} up;
		struct kiem_span body; /* RECV; need not outlive the step, but for the spans of an ADMIT (see there) */
		struct {
			const struct swarm_admitted *posts;
			size_t n;
		} admitted;
		struct {
			const struct swarm_row *rows;
			size_t n;
			bool end; /* there are none after these */
		} scanned;
		struct {
			uint64_t posts,
			        bytes; /* of SEND_POST effects that left since the last WRITABLE; skipped ones count in posts */
		} writable;
		struct {
			struct kiem_span descriptor; /* verified by the swarm */
			int64_t last_ok_ms;          /* when it was last linked, ms since the epoch; 0: never */
			bool anchor;                 /* it was in an active view when that was noted */
		} peer;
		struct kiem_span self; /* SELF: the descriptor, copied */
		struct {
			const struct swarm_looked *rows; /* one a prefix, in their order */
			size_t n;
		} looked;
		struct {
			uint32_t board;
			int64_t made;
			struct kiem_id id;
		} removed;
	};
};

enum swarm_fx_type {
	SWARM_ADMIT,
	SWARM_SCAN,
	SWARM_SEND,
	SWARM_SEND_POST,
	SWARM_DIAL,
	SWARM_DROP_LINK,
	SWARM_SET_TIMER,
	SWARM_NOTIFY,
	SWARM_LOOK
};

enum swarm_notice {
	SWARM_NOTE_LINKED, /* HELLOs exchanged; `node` is proven */
	SWARM_NOTE_UNLINKED,
	SWARM_NOTE_HELD,     /* `node` acknowledged post `number` */
	SWARM_NOTE_CURSOR,   /* streaming `board` came to (made, id); complete when it is done */
	SWARM_NOTE_IN_SYNC,  /* `board` compared equal with `node` */
	SWARM_NOTE_COMPARED, /* an exchange about `board` with `node` ended, in sync or not: `compared` says what it did */
	SWARM_NOTE_CLOCK,    /* most neighbours are `offset_ms` ahead of this node (0: they agree) */
	SWARM_NOTE_OFFENCE,  /* the link's bytes broke rule `verdict` */
	SWARM_NOTE_PEER, /* the node of `descriptor` proved itself: to be kept in the address book; `anchor`: in an active view */
	SWARM_NOTE_DIALABLE, /* dialable: a dial-back came in at `address`; else nobody gets through any more. Answered by SELF */
	SWARM_NOTE_EVIDENCE  /* `descriptor` and `other`: of one key and one `made`, both signed, and different */
};

enum swarm_drop {
	SWARM_DROP_DUPLICATE,
	SWARM_DROP_SILENT,
	SWARM_DROP_OFFENCES,
	SWARM_DROP_WRONG_KEY,
	SWARM_DROP_VERSION,
	SWARM_DROP_UNWANTED,
	SWARM_DROP_NETWORK, /* as many links with its network as there may be */
	SWARM_DROP_PROBED   /* a dial-back: it had nothing else to say */
};

struct swarm_effect {
	enum swarm_fx_type type;
	uint32_t link;
	uint32_t ticket;
	union {
		struct {
			const struct kiem_span *posts; /* spans into the RECV body; the driver copies what it keeps */
			const uint8_t *hops;           /* one a post, for ADMITTED to give back: as pushed, 0 when asked for */
			size_t n;
		} admit;
		struct {
			uint32_t board;
			bool has_after;
			int64_t after_made;
			struct kiem_id after_id;
			bool has_upto; /* rows up to and including this */
			int64_t upto_made;
			struct kiem_id upto_id;
			size_t max; /* rows, at most SWARM_SCAN_MAX */
		} scan;
		struct kiem_span body; /* SEND; lives in the fx until the next step */
		struct {
			uint64_t number; /* the driver reads it from the store at send time; one that is gone is skipped */
			uint8_t hops;    /* 0: asked for; else pushed, and how many links it went over, this one counted */
		} send_post;
		struct {
			struct kiem_key node;
			const char *address;
			bool probe; /* only to try the address: HELLO with this token, and down again */
			uint64_t token;
		} dial;
		struct {
			enum swarm_drop why;
			uint64_t refuse_ms; /* refuse its key for so long; 0: not */
		} drop;
		uint64_t timer_ms; /* SET_TIMER: at this time of mono_ms; perhaps now */
		struct {
			enum swarm_notice what;
			struct kiem_key node;
			uint64_t number;
			uint32_t board;
			int64_t made;
			struct kiem_id id;
			bool complete;
			int64_t offset_ms;
			enum kiem_verdict verdict;
			struct kiem_span descriptor, other; /* live in the swarm until the next step */
			bool anchor, dialable;
			struct kiem_span address; /* host:port, likewise */
			struct {
				uint64_t sent, taken;   /* posts */
				uint64_t bytes;         /* of bodies other than posts, both ways */
				unsigned bodies, trips; /* how many these were; round trips */
			} compared;
		} notify;
		struct {
			uint32_t board;
			const uint64_t *prefixes; /* the first 8 bytes of an id, big-endian; live in the fx until the next step */
			size_t n;                 /* 1 to SWARM_LOOK_MAX */
		} look;
	};
};

#define SWARM_FX_MAX 1024
#define SWARM_FX_BYTES (4u * SWARM_BODY_MAX)
struct swarm_fx {
	size_t n;
	struct swarm_effect effects[SWARM_FX_MAX];
	size_t n_bytes;                                /* of bytes[] in use */
	uint8_t bytes[SWARM_FX_BYTES];                 /* the bodies of SEND */
	struct kiem_span spans[SWARM_FRAME_POSTS_MAX]; /* the posts of ADMIT */
	uint8_t hops[SWARM_FRAME_POSTS_MAX];
	size_t n_prefixes;                     /* of prefixes[] in use */
	uint64_t prefixes[4 * SWARM_LOOK_MAX]; /* of LOOK */
};

/*
 * One step: `in` happened at now_ms (ms since the epoch as this node tells it) and mono_ms (a clock that never goes back); out
 * receives the effects, all of them, emptied first. Always returns 0: there is no input that a step refuses, what a peer's bytes
 * break is told by NOTIFY.
 */
int swarm_step(struct swarm *swarm, int64_t now_ms, uint64_t mono_ms, const struct swarm_in *in, struct swarm_fx *out);

#include <kiem/swarm_status.h>

#endif
