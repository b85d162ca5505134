/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What neighbours say to each other, as bytes: one message a body, one CBOR map with integer keys a message, key 0 its type.
 * proto/wire.cddl and proto/README.md are normative; this is their codec. Types and keys that are not known here are passed
 * over, which is how versions grow.
 *
 * Reading makes spans into the body, which must outlive them. Writing goes into the caller's buffer and never fails when the
 * buffer has WIRE_BODY_MAX bytes, or WIRE_MEDIUM_MAX or WIRE_SMALL_MAX for the messages that fit in these.
 */
#ifndef KIEM_WIRE_H
#define KIEM_WIRE_H

#include <kiem/cbor.h>

#define WIRE_VERSION_MIN 1
#define WIRE_VERSION_MAX 1

#define WIRE_BODY_MAX 65536
/*
 * A body of any type but those that follow is at most this long. IHAVE, GRAFT, SHUFFLE and SHUFFLE_REPLY take
 * WIRE_MEDIUM_MAX; POSTS, WANT, GONE, PAGE and CELLS WIRE_BODY_MAX.
 */
#define WIRE_SMALL_MAX 1024
#define WIRE_MEDIUM_MAX 10240
#define WIRE_ITEMS_MAX 16384
#define WIRE_POSTS_MAX 512 /* posts in one POSTS */
#define WIRE_BOARDS_MAX 64 /* tags in one list of a BOARDS */
#define WIRE_PAGE_MAX 4096 /* short ids in one PAGE, WANT or GONE */
#define WIRE_NONCE_BYTES 16
#define WIRE_TAG_BYTES 8
#define WIRE_SHORT_BYTES 8
#define WIRE_CELL_BYTES 11      /* xor of short ids 8, xor of their checks 2, how many modulo 256 1 (recon.h) */
#define WIRE_CELLS_MAX 16384    /* cells of one stream: from and upto never go beyond */
#define WIRE_SUM_CELLS 64       /* cells in one SUM */
#define WIRE_CELLS_BODY 4800    /* cells in one CELLS */
#define WIRE_ROUND_MAX 1        /* how often a board is salted anew on one link */
#define WIRE_PREFIX_BYTES 8     /* of an id, in IHAVE and GRAFT */
#define WIRE_IHAVE_BYTES 9      /* a prefix and the hops */
#define WIRE_IHAVE_MAX 1024     /* ids in one IHAVE or GRAFT */
#define WIRE_TTL_MAX 6          /* steps of a walk: FORWARD_JOIN, SHUFFLE */
#define WIRE_SHUFFLE_MAX 8      /* descriptors in one SHUFFLE or SHUFFLE_REPLY */
#define WIRE_DESCRIPTOR_MAX 512 /* bytes of a node's descriptor, signature included */
#define WIRE_ADDRESSES_MAX 8
#define WIRE_ADDRESS_MAX 255

enum wire_type {
	WIRE_HELLO = 1,
	WIRE_PING = 2,
	WIRE_PONG = 3,
	WIRE_BOARDS = 4,
	WIRE_POSTS = 5,
	WIRE_ACK = 6,
	WIRE_WANT = 7,
	WIRE_GONE = 8,
	WIRE_SUM = 9,
	WIRE_STREAM = 10,
	WIRE_MARK = 11,
	WIRE_LIST = 12,
	WIRE_PAGE = 13,
	WIRE_IHAVE = 14,
	WIRE_GRAFT = 15,
	WIRE_PRUNE = 16,
	WIRE_JOIN = 17,
	WIRE_FORWARD_JOIN = 18,
	WIRE_WELCOME = 19,
	WIRE_NEIGHBOUR = 20,
	WIRE_ANSWER = 21,
	WIRE_DISCONNECT = 22,
	WIRE_SHUFFLE = 23,
	WIRE_SHUFFLE_REPLY = 24,
	WIRE_DIAL_BACK = 25,
	WIRE_CELLS = 26,
	WIRE_MORE = 27
};

/* Why a post cannot be had or was not kept (GONE). A number that is not here reads as WIRE_NOT_HERE. */
enum wire_reason {
	WIRE_NOT_HERE = 1, /* asked for, and not (or no longer) here */
	WIRE_RETRACTED = 2,
	WIRE_EXPIRED = 3,
	WIRE_FULL = 4,
	WIRE_DEFERRED = 5, /* made too far ahead of the clock here: offer it again later */
	WIRE_UNFOLLOWED = 6
};

/* A position in the order by (made, id). */
struct wire_place {
	int64_t made;
	struct kiem_id id;
};

/* A range of that order: behind `after`, up to and including `upto`; open where the flag is false. */
struct wire_range {
	bool has_after, has_upto;
	struct wire_place after, upto;
};

/* A list of byte strings inside a body: kiem_cbor_bytes on a copy of `items`, n times. Their lengths are checked. */
struct wire_list {
	size_t n;
	struct kiem_cbor items;
};

struct wire_message {
	uint64_t type; /* enum wire_type, or one that is not known: then nothing else is set */
	uint64_t lane; /* in what is about one board: the number of the sender's mention of its tag; in a GONE that closes a WANT */
	union {
		struct {
			uint64_t version_min, version_max;
			uint8_t nonce[WIRE_NONCE_BYTES];
			struct kiem_span descriptor;
			int64_t now;
			bool has_probe; /* this link is the dial-back that DIAL_BACK asked for with this token, and nothing else */
			uint64_t probe;
		} hello;
		struct {
			uint64_t token; /* PONG repeats PING's */
			int64_t now;
		} ping; /* and PONG */
		struct {
			struct wire_list offer, accept, withdraw; /* tags */
		} boards;
		struct {
			struct wire_list list;
			size_t bytes; /* of all the posts together */
			bool pushed;  /* nobody asked for them; then hops has one byte a post */
			struct kiem_span hops;
		} posts;
		uint64_t ack; /* bytes of posts that went through the door since the link came up */
		struct {
			struct wire_range range;
			struct kiem_span shorts; /* WIRE_SHORT_BYTES each, ascending as byte strings, none twice */
		} want;                          /* and PAGE; a PAGE without upto is the last one */
		struct {
			bool closes; /* the answer to a WANT is complete */
			size_t n;
			struct kiem_cbor items; /* n times wire_gone_next */
		} gone;
		struct {
			uint64_t count;
			bool fresh;              /* never streamed in to its end */
			struct kiem_span cells;  /* from the first, WIRE_CELL_BYTES each, 1 to WIRE_SUM_CELLS of them */
			struct wire_range range; /* the cells and the count are of this part of the board only */
			unsigned round;          /* how often the board was salted anew, at most WIRE_ROUND_MAX */
		} sum;
		struct {
			uint64_t from;          /* index of the first cell */
			struct kiem_span cells; /* 1 to WIRE_CELLS_BODY of them */
			uint64_t count;         /* as in sum: how many the speaker has */
			struct wire_range range;
		} cells;
		struct {
			uint64_t upto; /* say CELLS until so many were said, 1 to WIRE_CELLS_MAX */
		} more;
		struct {
			struct wire_range range; /* `after` alone is used */
			bool stop;
		} stream; /* and LIST, without stop */
		struct {
			bool has_place, end;
			struct wire_place place;
		} mark;
		struct {
			struct kiem_span items; /* WIRE_IHAVE_BYTES each, 1 to WIRE_IHAVE_MAX of them: a prefix, and the hops */
		} ihave;
		struct {
			struct kiem_span prefixes; /* WIRE_PREFIX_BYTES each, at most WIRE_IHAVE_MAX */
		} graft;                           /* PRUNE, JOIN and DISCONNECT have nothing but the lane */
		struct {
			unsigned ttl;   /* FORWARD_JOIN, SHUFFLE: at most WIRE_TTL_MAX */
			uint64_t token; /* the answer that goes back along the path repeats it */
			size_t n;       /* 1 in FORWARD_JOIN and WELCOME; SHUFFLE 1 to WIRE_SHUFFLE_MAX, SHUFFLE_REPLY 0 to that */
			struct kiem_span descriptors[WIRE_SHUFFLE_MAX]; /* not verified yet; in SHUFFLE the origin's own is first */
		} walk;                                                 /* FORWARD_JOIN, WELCOME, SHUFFLE, SHUFFLE_REPLY */
		struct {
			bool high;   /* take me even at the cost of another */
			bool pinned; /* configured or invited: costs no place */
		} neighbour;
		struct {
			bool accepted;
		} answer;
		struct {
			uint64_t token;
			struct kiem_span address; /* "host:port" where the speaker thinks it can be reached; no lane */
		} dial_back;
	};
};

/*
 * Reads one body. KIEM_OK, or the first rule that it breaks: of the CBOR form, MISSING_FIELD, BAD_FIELD. A type that is not
 * known is KIEM_OK.
 */
enum kiem_verdict wire_read(struct wire_message *m, const uint8_t *body, size_t n);

/* One item of a GONE: an id (32 bytes) or a short id (WIRE_SHORT_BYTES). */
struct wire_gone {
	struct kiem_span id;
	enum wire_reason reason;
};
void wire_gone_next(struct wire_gone *gone, struct wire_message *m);

/* "hello", "ping", …; "unknown". For log lines. */
const char *wire_type_name(uint64_t type);

/* ---- writing: *n receives the length ---- */

/* Any message but POSTS, GONE and BOARDS, from the fields that wire_read would set; they keep its limits, or it is our bug. */
void wire_write(uint8_t *out, size_t *n, size_t cap, const struct wire_message *m);
/* BOARDS with one list: key 1 offer, 2 accept, 3 withdraw; at most WIRE_BOARDS_MAX tags. */
void wire_write_boards(uint8_t *out, size_t *n, size_t cap, unsigned key, const uint8_t (*tags)[WIRE_TAG_BYTES], size_t n_tags);
/* GONE, at most WIRE_PAGE_MAX items; lane is NULL when it does not close a WANT. */
void wire_write_gone(uint8_t *out, size_t *n, size_t cap, const uint64_t *lane, const struct wire_gone *items, size_t n_items);

/*
 * POSTS, one post at a time, into a buffer of at most WIRE_BODY_MAX bytes. Add says false when the post does not fit any
 * more (nothing was added then; one post alone always fits in WIRE_BODY_MAX). Finish gives the body, which lies within the
 * buffer, though not at its start.
 */
struct wire_posts {
	uint8_t *p;
	size_t n, cap;
	size_t n_posts, bytes; /* posts added, and their bytes together: what WRITABLE tells the swarm */
	bool pushed;
	uint8_t hops[WIRE_POSTS_MAX];
};
void wire_posts_begin(struct wire_posts *w, uint8_t *buffer, size_t cap);
bool wire_posts_add(struct wire_posts *w, const uint8_t *post, size_t n);
/*
 * The same for a post that nobody asked for. hops, never 0: the lower seven bits count the links that it has come over when it
 * arrives, up to 127; the highest is set once one of them lay beside the tree. Never both kinds in one body.
 */
bool wire_posts_push(struct wire_posts *w, const uint8_t *post, size_t n, uint8_t hops);
struct kiem_span wire_posts_finish(struct wire_posts *w);

/* The name of a post's board, read from its fixed place (keys 1 and 2 come first); empty when the bytes are not a post's. */
struct kiem_span wire_post_board(struct kiem_span post);

/* ---- the secrets of a link: what both ends derive from their two nonces ---- */

struct wire_salt {
	uint8_t tag[WIRE_TAG_BYTES];
	uint8_t short_key[16]; /* SipHash-2-4 of an id under it is its short id */
};
/* BLAKE2b-192 of dialler's nonce, listener's nonce, board name, cut in two. */
void wire_salt(struct wire_salt *salt, const uint8_t dialler[static WIRE_NONCE_BYTES],
        const uint8_t listener[static WIRE_NONCE_BYTES], struct kiem_span board);
/*
 * The salt of a round of comparing: that of the link for round 0; for a higher one, which is begun when two ids of one short id
 * met, another short key.
 */
void wire_salt_round(struct wire_salt *anew, const struct wire_salt *salt, unsigned round);
/* The short id, as the big-endian number whose order is that of the byte strings. */
uint64_t wire_short(const struct wire_salt *salt, const struct kiem_id *id);

/* ---- a node's descriptor: who it is and where it can be reached, signed ---- */

/*
 * The envelope of a post around {1: [address…], 2: dialable, 3: made}, with external_aad 'kiem/1/node'. An address is
 * "host:port". Decoding sets spans into the bytes. wire_descriptor_make takes the node's key from the secret.
 */
struct wire_descriptor {
	struct kiem_key node;
	size_t n_addresses;
	struct kiem_span addresses[WIRE_ADDRESSES_MAX];
	bool dialable; /* proved by a dial-back */
	int64_t made;  /* ms since the epoch */
};
/* Reads and verifies: KIEM_OK, BAD_SIGNATURE, or the rule of form that is broken. */
enum kiem_verdict wire_descriptor_read(struct wire_descriptor *d, const uint8_t *bytes, size_t n);
/* Signs: out has WIRE_DESCRIPTOR_MAX bytes. KIEM_OK, TOO_BIG or BAD_FIELD; secret is libsodium's 64-byte Ed25519 secret key. */
enum kiem_verdict wire_descriptor_make(
        uint8_t out[static WIRE_DESCRIPTOR_MAX], size_t *n, const struct wire_descriptor *d, const uint8_t secret[static 64]);
/*
 * The same for a signer that keeps its secret to itself: step one writes everything but the signature and the message to be
 * signed; the signer makes 64 bytes of it; step two is to copy those to out + *n - 64.
 */
enum kiem_verdict wire_descriptor_prepare(uint8_t out[static WIRE_DESCRIPTOR_MAX], size_t *n,
        uint8_t message[static WIRE_DESCRIPTOR_MAX], size_t *message_n, const struct wire_descriptor *d);

#endif
