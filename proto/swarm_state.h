/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of a swarm and its limits. All of it lies in the one piece of memory that swarm_init was given, cut into arrays by
 * the sizes of the options (swarm_arena.c); every queue is one of these arrays and has a maximum. The large ones are not touched
 * before they are used, so that what a node does not do costs no memory.
 *
 * Each sub-machine keeps its own in the struct of its own header: members.h, spread.h, recon_lane.h.
 */
#ifndef KIEM_SWARM_STATE_H
#define KIEM_SWARM_STATE_H

#include "arena.h"
#include "members.h"
#include "recon_lane.h"
#include "ring.h"
#include "spread.h"

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define SWARM_HELLO_MS 10000          /* a link that has not said HELLO by then is dropped */
#define SWARM_MISSED_MAX 3            /* PINGs in a row without a sign of life */
#define SWARM_PING_WAIT_MS 2000       /* and two round trips: for an answer, before the next */
#define SWARM_PING_TURNS 4            /* intervals without a PING of our own, while the other end's come */
#define SWARM_DIAL_MS_MIN 1000        /* back-off after a failure: doubled each time, jittered */
#define SWARM_DIAL_MS_MAX 300000      /* at most */
#define SWARM_DIAL_HELD_MS 60000      /* a link that held so long starts the back-off anew */
#define SWARM_DIALS_MAX 16            /* dials under way */
#define SWARM_ADDRESS_MAX 256         /* bytes of host:port with its NUL */
#define SWARM_WAITING_MAX 4           /* links of one public network that dialled us and have not said HELLO */
#define SWARM_OFFENCES_MAX 32         /* broken rules on a link before it is dropped */
#define SWARM_STRAYS_MAX 1024         /* posts of boards that are not active on the link, likewise */
#define SWARM_UNSENT_MAX 1024         /* posts not under way that it says it would not keep, likewise */
#define SWARM_GUESSES_MAX 512         /* offered tags that match nothing, likewise */
#define SWARM_REFUSED_SLACK 4096      /* refused posts beyond twice the kept ones, likewise */
#define SWARM_REFUSE_MS 600000        /* how long the key of an offender is refused */
#define SWARM_OUTBOX_MAX 65536        /* options.outbox_max at most */
#define SWARM_UNACKED_MAX 65536       /* options.unacked_max at most */
#define SWARM_BATCH_POSTS 128         /* posts issued that have not left yet */
#define SWARM_SHUNNED_MAX 512         /* options.shunned_max at most: ids that one of the two would not keep */
#define SWARM_ROUNDS_MAX 3            /* SUM rounds on end by which a lane tries to become equal */
#define SWARM_TOKENS_MAX 8            /* SUMs computed for one lane without a pause */
#define SWARM_TOKEN_MS 10000          /* and one more each so often */
#define SWARM_PATIENCE_MS 60000       /* an exchange without progress is given up */
#define SWARM_TURN_MS 600000          /* a stream gives its place to another neighbour that waits with the same board */
#define SWARM_FRUITLESS_MAX 4         /* pages in a row whose wanted posts all fail to come */
#define SWARM_MARK_POSTS 4096         /* a MARK each so many streamed posts */
#define SWARM_ROWS_BURST 4000000      /* rows scanned for one neighbour on end */
#define SWARM_ROWS_PER_MS 20          /* and so many each ms after that */
#define SWARM_SCAN_ROOM 256           /* outbox places that must be free before rows for it are asked */
#define SWARM_FX_SPARE 256            /* effects that optional work leaves free */
#define SWARM_CLOCK_MAX_MS 86400000LL /* an offset is believed up to a day */

/* ---- boards and lanes ---- */

struct board {
	bool followed;
	uint32_t number; /* the store's */
	size_t name_n;
	char name[KIEM_BOARD_MAX];
	struct wire_place cursor; /* streaming in has come to here; made 0 and a zero id: at the start */
	bool complete;
	uint64_t posts;      /* that the store keeps, by what was told */
	uint32_t streaming;  /* the link that streams it in, or SWARM_NO_LINK */
	uint64_t compare_at; /* mono_ms of the next comparison with one neighbour */
	/* Of the sub-machines, who clear their own: they may hold slices of the arena. */
	struct members_board members;
	struct spread_board spread;
};

enum lane_phase {
	LANE_IDLE,
	LANE_SUMMING, /* my cells are needed, and perhaps being made: for a SUM, or to answer one */
	LANE_SUMMED,  /* my SUM is said, no answer heard */
	LANE_WAITING, /* it is for me to list or to stream in, and something is in the way */
	LANE_CLIENT,  /* the link's client is at it */
	LANE_SERVED,  /* it is for the neighbour to decode, to list or to stream */
	LANE_SYNCED
};

struct side {
	bool known, fresh;
	uint64_t count;
};

/* One board on one link: active once both ends said that they follow it. What a pump looks at stands in the middle, side by side.
 */
struct lane {
	struct side mine, theirs;
	uint64_t moved; /* posts that the comparison before this one moved */
	uint64_t received, sent;
	unsigned rounds;
	bool mentioned;   /* our tag was said on this link: my_number means something */
	bool want_stream; /* WAITING and CLIENT: stream in rather than compare */
	bool pinned;      /* a configured or invited neighbour; set by members alone, as is: */
	enum lane_view view;
	struct wire_salt salt;
	uint64_t my_number;    /* of our last mention of the tag, from 0: what our messages name the lane by */
	uint64_t their_number; /* of the neighbour's; means something while active */
	enum lane_phase phase;
	bool active;
	bool lagging; /* live posts were left out: compare when the outbox is empty */
	bool again;   /* start a round as soon as the lane is at rest */
	unsigned tokens;
	uint64_t token_ms, touched_ms;
	/* As in a board: cleared by their owners when the lane comes up. Keep `recon` the first of them. */
	struct recon_lane recon;
	struct spread_lane spread;
	struct members_lane members;
};

/* ---- one link ---- */

struct outbox {
	uint64_t in, out; /* totals; in - out wait */
	struct ring ring; /* options.outbox_max */
};

/* A point in the flow of catching-up posts: passed when everything queued before it has left. */
struct fence {
	uint64_t queued, issued;
	bool drained; /* queued reached; issued counts now */
};

struct shunned {
	struct kiem_id id;
	enum wire_reason reason;
	unsigned expired; /* how often it was refused for that, up to twice */
	uint64_t at_ms;
	bool counted; /* among the cells of the lane of this slot */
	uint8_t slot;
};

/* Sorted short ids, and which of them were met. Of a pool: a link has one only while it asks for or answers such a list. */
struct page {
	size_t n, n_excused;
	uint8_t met[WIRE_PAGE_MAX / 8];
	uint64_t excused[SWARM_SHUNNED_MAX]; /* the client's: short ids that are not to be asked or offered, sorted */
	uint64_t shorts[WIRE_PAGE_MAX];
};

/* A bounded walk over a range of a board for one of a link's three activities. */
struct walk {
	bool active, in_flight, end;
	uint32_t lane; /* board slot */
	uint16_t seq;  /* of the scan in flight, so that one of an activity given up is told apart */
	size_t asked;  /* rows of the scan in flight */
	struct wire_range range;
};

enum client_state {
	CLIENT_IDLE,
	CLIENT_OPENED,    /* a SUM, and then its answer */
	CLIENT_DECODING,  /* MORE is said */
	CLIENT_EXTENDING, /* more cells of our own are made */
	CLIENT_PART,      /* cells of a part are made */
	CLIENT_MOVING,    /* what differs is known */
	CLIENT_STREAM,
	CLIENT_LISTING,
	CLIENT_WALKING,
	CLIENT_WANTING,
	CLIENT_SETTLING
};
enum serve_state { SERVE_IDLE, SERVE_STREAM, SERVE_PAGE, SERVE_WANT, SERVE_CLOSING, SERVE_CELLS };

struct client {
	enum client_state state;
	uint32_t lane;
	bool mark_waits; /* a MARK waits until what came before it went through the door */
	bool mark_end;
	unsigned fruitless;
	uint64_t moved;      /* posts sent and taken in this comparison */
	uint64_t page_taken; /* posts taken for this page's WANT */
	uint64_t listed;     /* short ids that the neighbour listed */
	uint64_t mark_bytes;
	uint64_t began_ms;
	struct fence fence;
	struct wire_range range; /* of the page under comparison */
	struct wire_place mark;
};

struct serve {
	struct wire_range range;
	struct wire_place last; /* the last row walked */
	struct wire_place mark;
	struct fence fence;
	uint64_t since_mark;
	bool has_last;
	bool wants; /* CLOSING a WANT, with GONE; else a STREAM, with MARK */
	bool mark_waits;
	uint64_t since_ms; /* of its last progress */
	uint32_t lane;
	enum serve_state state;
};

/* What nearly every step about a link looks at stands first, in a few cache lines; who the neighbour is comes last. */
struct link {
	struct lane *lanes; /* boards_max; what a slot holds means something once its bit is in `salted` */
	struct recon_link *recon;
	struct shunned *shunned; /* shunned_max */
	struct outbox catching;
	struct ring unacked; /* options.unacked_max */
	uint16_t generation; /* survives the reset at LINK_UP, as all above. Keep `up` the first that does not. */

	bool up, dialled, linked, dropping;
	unsigned missed;
	bool asked;      /* a PING of ours, and nobody has looked yet whether it was answered */
	uint64_t active; /* lanes that are active, a bit each; none while the link is down */
	uint64_t salted; /* lanes that have their salt */

	/* push */
	uint64_t issued, left, acked; /* parcels, totals: what unacked[] holds lies between held and issued */
	uint64_t held;                /* parcels before this one have been told as held; acked - held are still to be told */
	uint64_t left_bytes, their_ack, progress_ms;

	/* catch */
	int64_t rows; /* the meter */
	uint64_t rows_ms;
	uint64_t ping_at, rtt_ms;
	int64_t offset_ms;
	uint64_t in_bytes, done_bytes, acked_bytes; /* posts received; through the door; said so */
	uint64_t kept, refused, posts_in, posts_out;
	struct members_link members;

	struct walk sum_walk, client_walk, serve_walk;
	struct serve serve;   /* its state last, */
	struct client client; /* and that of this first */
	uint16_t seq;
	struct page *client_page, *serve_page; /* NULL: none taken */
	size_t n_shunned;
	struct recon_trust trust;

	/* links */
	struct kiem_key node, expected;
	uint8_t curve[32];
	uint64_t network; /* as LINK_UP told */
	uint8_t nonce_dialler[WIRE_NONCE_BYTES], nonce_listener[WIRE_NONCE_BYTES];
	unsigned version;
	uint64_t since_ms, linked_ms, ping_sent_ms, ping_token;
	unsigned offences, strays, guesses, unsent;
	uint64_t mentions_in, mentions_out; /* tags in OFFER and ACCEPT lists, heard and said */
	uint64_t forgiven; /* in_bytes up to which strays do not count: they left before our withdrawal was heard */
};

struct neighbour {
	bool wanted, dialling;
	struct kiem_key node;
	char address[SWARM_ADDRESS_MAX];
	unsigned failures;
	uint64_t dial_at;
};

struct swarm {
	/* Slices of the arena. */
	struct link *links;           /* links_max */
	struct board *boards;         /* boards_max */
	struct neighbour *neighbours; /* neighbours_max: */
	struct page *pages;           /* pages_max */

	/* of this step */
	int64_t now_ms;
	uint64_t mono_ms;
	struct swarm_fx *fx;

	uint64_t up;                        /* links that are up, a bit each */
	uint64_t linked;                    /* those that said HELLO and are not being dropped */
	uint64_t followed;                  /* slots of boards, a bit each */
	uint64_t dirty;                     /* linked ones on which something may go on: see pump_link */
	uint64_t next_due;                  /* nothing is due before: see due_by */
	uint64_t timer_ms;                  /* as last set; UINT64_MAX: none */
	size_t body_n;                      /* of the body that was received */
	uint32_t turn;                      /* the link that is served first */
	uint32_t n_neighbours;              /* places of them that were ever taken */
	int64_t offset_ms;                  /* as last told */
	uint64_t chance;                    /* counter of the stream cipher */
	uint64_t link_due[SWARM_LINKS_MAX]; /* nothing is due on a link before: see link_due_by */

	struct swarm_options options;
	struct spread_swarm spread;
	struct members_swarm members;
	struct recon_swarm recon;
	struct pool page_pool;
	size_t size; /* of all the memory in use, this struct included */
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
};

#endif
