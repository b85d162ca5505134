/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The few value types and limits that every room shares, and the two channels by which things go wrong.
 *
 * A peer's bytes are judged by a `verdict`; the world (disk, memory, network) fails with an `err`. A mistake of our own
 * is an assertion, kept in release builds. The three never mix: no verdict is ever returned where an err is expected.
 */
#ifndef KIEM_TYPES_H
#define KIEM_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits of one post; proto/post.cddl states the same numbers. Lengths are in bytes. */
#define KIEM_POST_MAX 16384
#define KIEM_DEPTH_MAX 8   /* nested arrays and maps, the payload map counted */
#define KIEM_ITEMS_MAX 256 /* data items in a payload: every key and every value is one, the payload map itself is not */
#define KIEM_LINKS_MAX 16
#define KIEM_TAGS_MAX 16
#define KIEM_TAG_MAX 64
#define KIEM_TITLE_MAX 200
#define KIEM_BOARD_MAX 128
#define KIEM_BOARD_SEGMENTS_MAX 8
#define KIEM_INT_MAX 9007199254740992LL /* 2^53: integers lie within plus and minus this */
#define KIEM_LIFE_MAX_MS 63244800000LL  /* a post's `until` is at most 732 days (two years) after its `made` */
#define KIEM_AHEAD_MAX_MS 900000LL      /* made further ahead than 15 minutes is deferred */

/* BLAKE2b-256 of all bytes of a post (RFC 7693); `b2sum -l 256` prints the same. */
struct kiem_id {
	uint8_t b[32];
};

/* An Ed25519 public key (RFC 8032): an identity's or a node's. */
struct kiem_key {
	uint8_t b[32];
};

/* Borrowed bytes. Whoever hands one out says how long it lives. `p` may be NULL only when `n` is 0. */
struct kiem_span {
	const uint8_t *p;
	size_t n;
};

/*
 * What the door says of a post, or a reader of some bytes. Zero is the good case. The numbers from KIEM_KNOWN up to
 * KIEM_FULL blame nobody; those from KIEM_TOO_BIG on are rules of the protocol that the bytes break, and count against the
 * link they came by. The names in lower case with hyphens ("not-shortest") are what kiem_verdict_name gives and what the
 * vectors in proto/vectors use.
 */
enum kiem_verdict {
	KIEM_OK = 0,
	KIEM_KNOWN,      /* the same bytes are here already */
	KIEM_DEFERRED,   /* made more than 15 minutes ahead of the clock: not kept, not remembered */
	KIEM_EXPIRED,    /* past its until */
	KIEM_RETRACTED,  /* its author took it back */
	KIEM_UNFOLLOWED, /* on a board that is not followed here */
	KIEM_FULL,       /* the store is at its cap */

	KIEM_TOO_BIG,        /* more than KIEM_POST_MAX bytes */
	KIEM_TRUNCATED,      /* ends too early, or a count or length is larger than the bytes left */
	KIEM_TRAILING,       /* bytes after the end */
	KIEM_NOT_SHORTEST,   /* an integer, length or count not in its shortest form */
	KIEM_INDEFINITE,     /* indefinite length, a break, or a reserved additional information value (28 to 31) */
	KIEM_FLOAT,          /* a floating-point number */
	KIEM_TAGGED,         /* a tag inside */
	KIEM_SIMPLE,         /* a simple value other than false and true */
	KIEM_UNSORTED,       /* map keys not in bytewise order of their encodings */
	KIEM_DUPLICATE_KEY,  /* a map key twice */
	KIEM_BAD_UTF8,       /* a text string that is not valid UTF-8 */
	KIEM_INT_RANGE,      /* an integer outside plus and minus 2^53 */
	KIEM_TOO_DEEP,       /* deeper than KIEM_DEPTH_MAX */
	KIEM_TOO_MANY_ITEMS, /* more than KIEM_ITEMS_MAX items */
	KIEM_BAD_ENVELOPE,   /* not the fixed COSE_Sign1 bytes around key, payload and signature */
	KIEM_MISSING_FIELD,  /* a field that the kind requires is absent */
	KIEM_BAD_FIELD,      /* a field of the wrong type, length or range */
	KIEM_BAD_BOARD,      /* not a board name */
	KIEM_BAD_TIME,       /* until not after made, or more than KIEM_LIFE_MAX_MS after it; from after to */
	KIEM_BAD_LINK,       /* a link of the wrong shape, too many, twice the same, or one that the kind requires is absent */
	KIEM_BAD_TAG,        /* a tag empty, too long, twice, or too many */
	KIEM_BAD_SIGNATURE,  /* the signature does not verify as libsodium 1.0.18 does it */
	KIEM_VERDICTS        /* how many there are */
};

/* True for a verdict that counts against the sender. */
static inline bool kiem_verdict_is_offence(enum kiem_verdict v)
{
	return v >= KIEM_TOO_BIG;
}

/* A short fixed English word such as "not-shortest"; "unknown" for a number out of range. Never NULL. */
const char *kiem_verdict_name(enum kiem_verdict v);

/*
 * What the world did. Zero is success; every function that returns one must be checked. kiem_err_sentence gives a plain
 * sentence for a person (English; the command translates it).
 */
enum kiem_err {
	KIEM_DONE = 0,
	KIEM_E_NOT_FOUND,  /* no such post, board, person, file or home */
	KIEM_E_EXISTS,     /* it is there already */
	KIEM_E_AMBIGUOUS,  /* a prefix fits several */
	KIEM_E_INVALID,    /* an argument that a person gave is not valid */
	KIEM_E_FULL,       /* the store is at its cap */
	KIEM_E_DISK,       /* the disk is full or fails; errno says more */
	KIEM_E_OWNER,      /* the home belongs to another user */
	KIEM_E_FILESYSTEM, /* the home is on a network filesystem */
	KIEM_E_NEWER,      /* the store was written by a newer kiem */
	KIEM_E_DAMAGED,    /* a file does not read as what it should be */
	KIEM_E_BUSY,       /* another process holds it (compaction, a second daemon) */
	KIEM_E_CLOCK,      /* the clock is behind what the store has seen, or most neighbours differ */
	KIEM_E_PASSPHRASE, /* the passphrase does not open it */
	KIEM_E_PERMISSION, /* the system does not allow it */
	KIEM_E_MEMORY,     /* out of memory */
	KIEM_E_NETWORK,    /* a socket cannot be opened, bound or connected */
	KIEM_E_AGAIN,      /* not now: a bounded queue is full */
	KIEM_ERRS          /* how many there are */
};

/* One English sentence without a full stop, such as "the store is full". Never NULL. */
const char *kiem_err_sentence(enum kiem_err e);

/* Lower-case hexadecimal of n bytes into out[2 * n + 1]. */
void kiem_hex(char *out, const uint8_t *bytes, size_t n);

/*
 * Reads hexadecimal digits, upper or lower case, into out[(n_digits + 1) / 2] (an odd last digit fills the high half).
 * Returns false, with out undefined, when a character is not a digit.
 */
bool kiem_unhex(uint8_t *out, const char *digits, size_t n_digits);

/* True when the span is a board name: 1 to 8 segments of [a-z0-9-]+ joined by '/', at most 128 bytes. */
bool kiem_board_ok(struct kiem_span name);

/* True when the bytes are valid UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
bool kiem_utf8_ok(const uint8_t *p, size_t n);

/* BLAKE2b-256 of the bytes. */
void kiem_id_of(struct kiem_id *id, const uint8_t *bytes, size_t n);

#endif
