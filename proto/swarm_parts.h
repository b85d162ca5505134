/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the swarm_*.c files share and nobody else needs: the state, its limits, and the calls of the step into its
 * sub-machines. Each sub-machine owns the fields that are grouped under its name and is called by the step (swarm.c) or, for
 * a service, by another one; none keeps a queue of messages for another.
 *
 *     swarm.c          init, dispatch of an input, what is due, status
 *     swarm_fx.c       effects, chance, the meter
 *     swarm_links.c    hello, ping, the better of two links, the clock of the neighbours
 *     swarm_boards.c   boards, and on which links each is active (a lane)
 *     swarm_dial.c     whom to dial, and when again
 *     swarm_push.c     outboxes, windows, the door: posts going out and coming in
 *     swarm_catch.c    SUM rounds: what a lane needs; streaming in
 *     swarm_compare.c  the comparing side of LIST and PAGE
 *     swarm_serve.c    the other side of STREAM, LIST and WANT
 */
#ifndef KIEM_SWARM_PARTS_H
#define KIEM_SWARM_PARTS_H

#include <kiem/swarm.h>
#include <kiem/wire.h>

#define SWARM_HELLO_MS 10000          /* a link that has not said HELLO by then is dropped */
#define SWARM_MISSED_MAX 3            /* PINGs in a row without a sign of life */
#define SWARM_DIAL_MS_MIN 1000        /* back-off after a failure: doubled each time, jittered */
#define SWARM_DIAL_MS_MAX 300000      /* at most */
#define SWARM_DIAL_HELD_MS 60000      /* a link that held so long starts the back-off anew */
#define SWARM_DIALS_MAX 16            /* dials under way */
#define SWARM_ADDRESS_MAX 256         /* bytes of host:port with its NUL */
#define SWARM_OFFENCES_MAX 32         /* broken rules on a link before it is dropped */
#define SWARM_STRAYS_MAX 1024         /* posts of boards that are not active on the link, likewise */
#define SWARM_GUESSES_MAX 512         /* offered tags that match nothing, likewise */
#define SWARM_REFUSED_SLACK 4096      /* refused posts beyond twice the kept ones, likewise */
#define SWARM_REFUSE_MS 600000        /* how long the key of an offender is refused */
#define SWARM_OUTBOX_MAX 1024         /* post numbers waiting, live and catching up each */
#define SWARM_UNACKED_MAX 4096        /* posts issued and not acknowledged */
#define SWARM_BATCH_POSTS 128         /* posts issued that have not left yet */
#define SWARM_SHUNNED_MAX 512         /* ids that one of the two would not keep */
#define SWARM_ROUNDS_MAX 3            /* SUM rounds on end by which a lane tries to become equal */
#define SWARM_TOKENS_MAX 8            /* SUMs computed for one lane without a pause */
#define SWARM_TOKEN_MS 10000          /* and one more each so often */
#define SWARM_PATIENCE_MS 60000       /* an exchange without progress is given up */
#define SWARM_FRUITLESS_MAX 4         /* pages in a row whose wanted posts all fail to come */
#define SWARM_MARK_POSTS 4096         /* a MARK each so many streamed posts */
#define SWARM_ROWS_BURST 4000000      /* rows scanned for one neighbour on end */
#define SWARM_ROWS_PER_MS 20          /* and so many each ms after that */
#define SWARM_SCAN_ROOM 256           /* outbox places that must be free before rows for it are asked */
#define SWARM_FX_SPARE 256            /* effects that optional work leaves free */
#define SWARM_CLOCK_MAX_MS 86400000LL /* an offset is believed up to a day */

/* ---- effects (swarm_fx.c) ---- */

struct swarm_effect *fx_add(struct swarm *s, enum swarm_fx_type type, uint32_t link);
/* True while there is room for optional effects, and for a body of n bytes. */
bool fx_room(const struct swarm *s, size_t n);
void fx_send(struct swarm *s, uint32_t link, const struct wire_message *m);
/* For writers of their own: where a body of at most cap bytes may be written; fx_sent hands it over. */
uint8_t *fx_body(struct swarm *s, size_t *cap);
void fx_sent(struct swarm *s, uint32_t link, size_t n);
struct swarm_effect *fx_note(struct swarm *s, enum swarm_notice what, uint32_t link);
void fx_random(struct swarm *s, uint8_t *out, size_t n);
uint64_t fx_random_below(struct swarm *s, uint64_t bound); /* bound > 0 */

/* ---- boards and lanes ---- */

struct board {
	bool followed;
	uint32_t number; /* the store's */
	size_t name_n;
	char name[KIEM_BOARD_MAX];
	struct wire_place cursor; /* streaming in has come to here; made 0 and a zero id: at the start */
	bool complete;
	uint32_t streaming;  /* the link that streams it in, or SWARM_NO_LINK */
	uint64_t compare_at; /* mono_ms of the next comparison with one neighbour */
};

enum lane_phase {
	LANE_IDLE,
	LANE_SUMMING, /* my SUM waits for its scan, or is being scanned */
	LANE_SUMMED,  /* mine is said, theirs not heard */
	LANE_WAITING, /* it is for me to compare or to stream in, and something is in the way */
	LANE_CLIENT,  /* the link's client is at it */
	LANE_SERVED,  /* it is for the neighbour to compare or to stream */
	LANE_SYNCED
};

struct side {
	bool known, fresh;
	uint64_t count;
	uint8_t sum[WIRE_SUM_BYTES];
};

/* One board on one link: active once both ends said that they follow it. */
struct lane {
	bool active;
	enum lane_phase phase;
	struct wire_salt salt;
	struct side mine, theirs;
	bool want_stream; /* WAITING and CLIENT: stream in rather than compare */
	bool lagging;     /* live posts were left out: compare when the outbox is empty */
	bool again;       /* start a round as soon as the lane is at rest */
	unsigned rounds, tokens;
	uint64_t moved; /* posts that the comparison before this one moved */
	uint64_t token_ms, touched_ms;
	uint64_t received, sent;
};

/* ---- one link ---- */

/* A post that waits in an outbox or is under way. */
struct parcel {
	uint64_t number;
	uint64_t id8;    /* the first bytes of its id: to find it when the neighbour says that it did not keep it */
	uint64_t offset; /* under way: cumulative bytes once it had left; UINT64_MAX until WRITABLE tells */
	uint8_t board;   /* slot */
};

struct outbox {
	uint64_t in, out; /* totals; in - out wait */
	struct parcel ring[SWARM_OUTBOX_MAX];
};

/* A point in the flow of catching-up posts: passed when everything queued before it has left. */
struct fence {
	uint64_t queued, issued;
	bool drained; /* queued reached; issued counts now */
};

struct shunned {
	struct kiem_id id;
	enum wire_reason reason;
	uint64_t at_ms;
};

/* Sorted short ids, and which of them were met. */
struct page {
	size_t n;
	uint64_t shorts[WIRE_PAGE_MAX];
	uint8_t met[WIRE_PAGE_MAX / 8];
};

/* A bounded walk over a range of a board for one of a link's three activities. */
struct walk {
	bool active, in_flight, end;
	uint32_t lane; /* board slot */
	uint16_t seq;  /* of the scan in flight, so that one of an activity given up is told apart */
	size_t asked;  /* rows of the scan in flight */
	struct wire_range range;
};

enum client_state { CLIENT_IDLE, CLIENT_STREAM, CLIENT_LISTING, CLIENT_WALKING, CLIENT_WANTING, CLIENT_SETTLING };
enum serve_state { SERVE_IDLE, SERVE_STREAM, SERVE_PAGE, SERVE_WANT, SERVE_CLOSING };

struct client {
	enum client_state state;
	uint32_t lane;
	struct wire_range range; /* of the page under comparison */
	uint64_t moved;          /* posts sent and taken in this comparison */
	uint64_t page_taken;     /* posts taken for this page's WANT */
	uint64_t listed;         /* short ids that the neighbour listed */
	unsigned fruitless;
	struct fence fence;
	bool mark_waits; /* a MARK waits until what came before it went through the door */
	bool mark_end;
	struct wire_place mark;
	uint64_t mark_bytes;
};

struct serve {
	enum serve_state state;
	uint32_t lane;
	struct wire_range range;
	struct wire_place last; /* the last row walked */
	bool has_last;
	bool wants; /* CLOSING a WANT, with GONE; else a STREAM, with MARK */
	uint64_t since_mark;
	bool mark_waits;
	struct wire_place mark;
	struct fence fence;
};

struct link {
	/* links */
	bool up, dialled, linked, dropping;
	uint16_t generation; /* survives the reset at LINK_UP */
	struct kiem_key node, expected;
	uint8_t curve[32];
	uint8_t nonce_dialler[WIRE_NONCE_BYTES], nonce_listener[WIRE_NONCE_BYTES];
	unsigned version;
	uint64_t since_ms, linked_ms, ping_at, ping_sent_ms, ping_token, rtt_ms;
	unsigned missed;
	int64_t offset_ms;
	unsigned offences, strays, guesses;

	/* push */
	uint64_t in_bytes, done_bytes, acked_bytes; /* posts received; through the door; said so */
	uint64_t kept, refused, posts_in, posts_out;
	uint64_t issued, left, acked; /* parcels, totals: what ring[] holds lies between acked and issued */
	uint64_t left_bytes, their_ack;
	uint64_t held; /* parcels before this one have been told as held; acked - held are still to be told */
	uint64_t progress_ms;
	size_t n_shunned;

	/* catch */
	int64_t rows; /* the meter */
	uint64_t rows_ms;
	struct walk sum_walk, client_walk, serve_walk;
	uint16_t seq;
	struct client client;
	struct serve serve;
	struct lane lanes[SWARM_BOARDS_MAX];

	/* Large and not cleared at LINK_UP; the counters above say what of it means anything. Keep `live` the first of them. */
	struct outbox live, catching;
	struct parcel unacked[SWARM_UNACKED_MAX];
	struct shunned shunned[SWARM_SHUNNED_MAX];
	struct page client_page, serve_page;
	size_t n_excused; /* short ids under the client's lane that are not to be asked or offered, sorted */
	uint64_t excused[SWARM_SHUNNED_MAX];
};

struct neighbour {
	bool wanted, dialling;
	struct kiem_key node;
	char address[SWARM_ADDRESS_MAX];
	unsigned failures;
	uint64_t dial_at;
};

struct swarm {
	struct swarm_options options;
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	uint64_t chance; /* counter of the stream cipher */

	/* of this step */
	int64_t now_ms;
	uint64_t mono_ms;
	struct swarm_fx *fx;
	bool unfinished; /* optional work was left for the next step */

	uint64_t timer_ms; /* as last set; UINT64_MAX: none */
	uint32_t turn;     /* the link that is served first */
	int64_t offset_ms; /* as last told */
	struct board boards[SWARM_BOARDS_MAX];
	struct neighbour neighbours[SWARM_NEIGHBOURS_MAX];
	struct link links[]; /* options.links_max */
};

/* ---- swarm_links.c ---- */
void links_up(struct swarm *s, uint32_t at, const struct swarm_in *in);
void links_down(struct swarm *s, uint32_t at);
void links_hello(struct swarm *s, uint32_t at, const struct wire_message *m);
void links_ping(struct swarm *s, uint32_t at, const struct wire_message *m);
void links_pong(struct swarm *s, uint32_t at, const struct wire_message *m);
void links_due(struct swarm *s, uint32_t at);
uint64_t links_next_due(const struct swarm *s, uint32_t at);
void links_drop(struct swarm *s, uint32_t at, enum swarm_drop why, uint64_t refuse_ms);
void links_offence(struct swarm *s, uint32_t at, enum kiem_verdict verdict);
bool links_has(const struct swarm *s, const struct kiem_key *node);

/* ---- swarm_boards.c ---- */
void boards_input(struct swarm *s, const struct swarm_in *in);
void boards_linked(struct swarm *s, uint32_t at); /* HELLOs exchanged: the dialler offers */
void boards_message(struct swarm *s, uint32_t at, const struct wire_message *m);
void boards_compare(struct swarm *s, uint32_t number);
void boards_due(struct swarm *s);
uint64_t boards_next_due(const struct swarm *s);
struct lane *boards_lane(struct link *link, uint32_t *slot, const uint8_t tag[WIRE_TAG_BYTES]); /* NULL: none active */
uint32_t boards_slot(const struct swarm *s, uint32_t number);                                   /* SWARM_BOARDS_MAX: none */
uint32_t boards_named(const struct swarm *s, struct kiem_span name);                            /* likewise */

/* ---- swarm_dial.c ---- */
void dial_input(struct swarm *s, const struct swarm_in *in);
void dial_failed(struct swarm *s, const struct kiem_key *node);
void dial_up(struct swarm *s, const struct kiem_key *node);
void dial_down(struct swarm *s, const struct kiem_key *node, uint64_t held_ms);
void dial_due(struct swarm *s);
uint64_t dial_next_due(const struct swarm *s);

/* ---- swarm_push.c ---- */
void push_posts(struct swarm *s, uint32_t at, const struct wire_message *m);
void push_admitted(struct swarm *s, const struct swarm_in *in);
void push_ack(struct swarm *s, uint32_t at, const struct wire_message *m);
void push_gone(struct swarm *s, uint32_t at, struct wire_message *m);
void push_writable(struct swarm *s, uint32_t at, const struct swarm_in *in);
void push_pump(struct swarm *s, uint32_t at);
/* Queues a post of a board for catching up; the caller made sure of push_room. */
void push_catching(struct link *link, uint32_t slot, const struct swarm_row *row);
size_t push_room(const struct link *link);
void push_fence(struct fence *fence, const struct link *link);
bool push_fence_left(struct fence *fence, const struct link *link);
bool push_fence_acked(struct fence *fence, const struct link *link);
/* Neither offered nor asked for on this link, for good or until the next interval. */
void push_shun(struct swarm *s, struct link *link, const struct kiem_id *id, enum wire_reason reason);
/* Shunned ids of the link as sorted short ids under a salt into link->excused. */
void push_excuse(struct swarm *s, struct link *link, const struct wire_salt *salt);

/* ---- swarm_catch.c ---- */
void catch_start(struct swarm *s, uint32_t at, uint32_t slot); /* a round, unless one is under way */
void catch_sum(struct swarm *s, uint32_t at, const struct wire_message *m);
void catch_mark(struct swarm *s, uint32_t at, const struct wire_message *m);
void catch_scanned(struct swarm *s, const struct swarm_in *in);
void catch_taken(struct swarm *s, uint32_t at, uint32_t slot, bool new_here); /* a post of this board came by this link */
void catch_full(struct swarm *s, uint32_t at);                                /* the store is full */
void catch_pump(struct swarm *s, uint32_t at);
uint64_t catch_next_due(const struct swarm *s, uint32_t at);
void catch_leave(struct swarm *s, uint32_t at, uint32_t slot); /* the lane is no longer active */
void catch_touch(struct swarm *s, struct lane *lane);
/* The client is done with its lane: another SUM round when `another`, else the lane is at rest. */
void catch_client_done(struct swarm *s, uint32_t at, bool another);
void catch_synced(struct swarm *s, uint32_t at, uint32_t slot);
/* Asks for the next rows of a walk when the meter allows: at most max. */
void catch_walk(struct swarm *s, uint32_t at, struct walk *walk, size_t max);
void catch_walk_begin(struct link *link, struct walk *walk, uint32_t slot, const struct wire_range *range);

/* ---- swarm_compare.c ---- */
void compare_begin(struct swarm *s, uint32_t at);
void compare_page(struct swarm *s, uint32_t at, const struct wire_message *m);
void compare_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void compare_gone(struct swarm *s, uint32_t at, const struct wire_message *m);
void compare_pump(struct swarm *s, uint32_t at);

/* ---- swarm_serve.c ---- */
void serve_stream(struct swarm *s, uint32_t at, const struct wire_message *m);
void serve_list(struct swarm *s, uint32_t at, const struct wire_message *m);
void serve_want(struct swarm *s, uint32_t at, const struct wire_message *m);
void serve_rows(struct swarm *s, uint32_t at, const struct swarm_row *rows, size_t n);
void serve_pump(struct swarm *s, uint32_t at);
void serve_leave(struct swarm *s, uint32_t at);
/* True when a stream of this board to this neighbour has yet to come to this post. */
bool serve_will_reach(const struct link *link, uint32_t slot, int64_t made, const struct kiem_id *id);

/* ---- pages (swarm_page.c) ---- */
void page_sort(uint64_t *v, size_t n);
/* Index of v, or n. */
size_t page_find(const uint64_t *sorted, size_t n, uint64_t v);
/* From and to the packed form of the wire, which is ascending. */
void page_read(struct page *page, struct kiem_span shorts);
void page_write(uint8_t *out, const uint64_t *shorts, size_t n);
bool page_met(const struct page *page, size_t i);
void page_meet(struct page *page, size_t i);
int page_compare(int64_t made_a, const struct kiem_id *a, int64_t made_b, const struct kiem_id *b);

#endif
