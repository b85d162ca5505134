/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the exchange of a board's differences keeps: of a lane, of a link, and of a swarm. The mathematics is recon.h's, the course
 * of an exchange stands at the head of swarm_recon.c.
 */
#ifndef KIEM_RECON_LANE_H
#define KIEM_RECON_LANE_H

#include "arena.h"
#include "recon.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define RECON_CACHED 1024                /* cells of a lane that are kept current */
#define RECON_OPENING_MAX WIRE_SUM_CELLS /* cells of a SUM: what is kept of one while our own cells are being made */
#define RECON_ASKED_BYTES (RECON_OPENING_MAX * RECON_CELL_BYTES)
#define RECON_CHANGES_MAX 64                  /* posts that come and go while an exchange is under way, before it is begun anew */
#define RECON_FEW 32                          /* items of a difference that need no session any more once they are known */
#define RECON_SMALL 160                       /* cells of a small session */
#define RECON_SMALL_SESSIONS 4                /* small sessions for each large one */
#define RECON_SCRATCH 8192                    /* bytes that decode RECON_OPENING_MAX cells */
#define RECON_FALSE_MAX 1024                  /* ids on a link that are shown, and neither come nor are gone */
#define RECON_STALL_SHORTS 64                 /* of them, at most, for one stall: a slow link is no liar */
#define RECON_OPEN_MS 2000                    /* the higher key lets the lower one open first */
#define RECON_DAY_MS 86400000                 /* in a day: */
#define RECON_DAY_LINK ((uint64_t)1 << 30)    /* bytes of posts for one stranger */
#define RECON_DAY_NETWORK ((uint64_t)4 << 30) /* and for all of one public network */
#define RECON_NETWORKS_MAX 64                 /* public networks that are counted at a time */
#define RECON_BUILDS_MAX 2                    /* cells of a lane made by a scan without a pause */
#define RECON_BUILD_MS 60000                  /* and once more each so often */

/* A post that came or went while cells were being made, or while an exchange is under way. */
struct recon_change {
	uint64_t item;
	struct wire_place place;
	bool gone; /* else it came */
	bool met;  /* by the scan under way */
};

enum cells_state { CELLS_STALE, CELLS_BUILDING, CELLS_READY };

/* The cells of one lane: of what is here, and of what was refused here and the neighbour showed. */
struct cell_set {
	uint32_t link, slot;
	enum cells_state state;
	bool busy;          /* an exchange is under way: changes are noted */
	bool overrun;       /* more of them than there is room for */
	uint64_t count;     /* items */
	uint64_t n_refused; /* of them: ids that were refused here */
	uint64_t built_ms;
	uint64_t used; /* the least recently used is taken back first */
	uint32_t n_changes;
	struct recon_change *changes; /* RECON_CHANGES_MAX */

	/* A SUM that waits for these cells. */
	bool asked, asked_fresh;
	unsigned asked_round;
	uint64_t asked_count;
	uint32_t n_asked;
	uint8_t *asked_cells; /* RECON_OPENING_MAX * RECON_CELL_BYTES */

	struct recon_cell *cells; /* RECON_CACHED, or cells_max when that is less */
};

/* A decode under way, or the cells beyond the cached ones for a neighbour that decodes. */
struct recon_session {
	bool taken;
	uint32_t link, slot;
	uint32_t cells_max;
	uint32_t known; /* our own cells are here up to this index */
	bool part;      /* of a part of the board only: */
	struct wire_range range;
	struct recon *decode;
	struct recon_cell *cells; /* our own, as they were when the exchange began */
	void *mem;                /* of decode */
	uint8_t *marks;           /* of the wants that came, a bit each */
};

/* Of a lane. */
struct recon_lane {
	uint64_t open_at; /* not to be opened before */
	uint32_t builds;  /* tokens */
	uint64_t build_ms;
	uint32_t set;     /* its place among the cell sets and one; 0: none */
	uint32_t session; /* its place among the sessions and one; 0: none */
	bool settles;     /* in sync, once what came until then went through the door */
	bool parted;      /* the neighbour goes through the board in parts */
	bool listed;      /* the neighbour listed in this exchange */
	bool large;       /* a small session was too small */
	bool spoke;       /* ours was the last word: for trips */
	bool idle;        /* in sync, and nothing came since but from this neighbour */
	bool under_way;   /* an exchange is */
	bool exact;
	uint32_t sent;  /* cells said in this exchange */
	uint32_t upto;  /* cells to be said; more than sent: some wait */
	uint32_t asked; /* cells that the neighbour was asked for, in all */
	unsigned round; /* how often it was salted anew */
	uint64_t settle_bytes;
	uint64_t ahead, behind; /* posts that only we have, and only they, as last known */
	unsigned bodies, trips;
	uint64_t bytes, ended_ms; /* of it, or the last one */
	uint8_t first_key[16];    /* the short key before it was salted anew */
};

/* A part of a board that the client of a link is at, because all of it is too much at once. */
struct recon_part {
	bool on;
	struct wire_range range;
	uint64_t width, count; /* of our own posts: wanted in a part; in this one */
	uint64_t mine, theirs; /* posts of the whole board */
};

/* Of a link: the differences that its client is moving. */
struct recon_link {
	struct recon_part part;
	uint32_t n_wants, n_mine;
	uint32_t asked;       /* of the wants */
	uint32_t n_found;     /* of the mine */
	uint32_t n_forgiven;  /* of the mine: not here, but counted as refused */
	uint32_t n_accounted; /* wanted posts that came, or were said to be gone */
	uint32_t n_answered;  /* those of them that were asked for */
	uint32_t n_gone;      /* of them: gone */
	bool waits;           /* for the GONE of a WANT */
	bool walked;          /* our own posts were gone through */
	bool closed;          /* the WANT of nothing was said */
	bool again;           /* something may come out otherwise if it is tried once more */
	uint32_t taken;       /* of the wants, a bit each */
	/* Cleared with the link up to here. */
	uint64_t *wants, *mine; /* RECON_FEW each, sorted; more than that lie in the session */
};

/* What was served in a day. */
struct recon_served {
	uint64_t network, since_ms, bytes;
};

/* Of a link: what its neighbour showed that was not so. */
struct recon_trust {
	struct recon_served served;
	uint64_t false_shorts; /* ids that were shown, and neither came nor were gone */
};

/* Of a swarm. */
struct recon_swarm {
	uint64_t builds; /* cell sets that were built by a scan, in all */
	uint64_t told;   /* the highest number of a post that was told; 0: none was */
	uint64_t uses;
	uint32_t n_sets, n_sessions, n_small; /* sessions: the small ones first */
	uint32_t set_cells;                   /* cells of a set */
	struct recon_served networks[RECON_NETWORKS_MAX];
	struct pool sets_pool;
	struct cell_set *sets;
	struct recon_cell *cells;     /* set_cells a set */
	struct recon_change *changes; /* RECON_CHANGES_MAX a set */
	uint8_t *asked;               /* RECON_ASKED_BYTES a set */
	struct recon_session *sessions;
};

#endif
