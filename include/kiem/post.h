/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A post: one signed, immutable record (proto/README.md, proto/post.cddl). This header is its contract for reading,
 * checking and making one.
 *
 *     d2 84 | 58 26  a2 01 32 04 58 20 KEY | a0 | PAYLOAD as bstr | 58 40 SIGNATURE
 *
 * `struct kiem_post` serves both ways. Decoding fills it with spans into the bytes that were read, which must outlive it;
 * making one starts from a zeroed struct whose fields the caller fills. A field that is absent is zero: an empty span, 0, or
 * the `has_…` flag false. The process calls sodium_init once before it decodes, verifies or makes any.
 */
#ifndef KIEM_POST_H
#define KIEM_POST_H

#include <kiem/types.h>

/* Bytes of a post around its payload: tag, headers, key, the payload's own length prefix (1 to 3), signature. */
#define KIEM_ENVELOPE_MAX (2 + 40 + 1 + 3 + 66)
#define KIEM_PAYLOAD_MAX (KIEM_POST_MAX - KIEM_ENVELOPE_MAX)
#define KIEM_SIGNALS_MAX 8
#define KIEM_ROLES_MAX 4
#define KIEM_LANGUAGES_MAX 8
#define KIEM_RECIPIENTS_MAX 8

/* The kinds. A number that is not here is kept, passed on and shown as unknown. */
enum kiem_kind {
	KIEM_INITIATIVE = 1,
	KIEM_OFFER = 2,
	KIEM_REQUEST = 3,
	KIEM_GATHERING = 4,
	KIEM_DEED = 5,
	KIEM_LESSON = 6,
	KIEM_NOTE = 7,
	KIEM_JOIN = 16,
	KIEM_LEAVE = 17,
	KIEM_PROFILE = 32,
	KIEM_VOUCH = 33,
	KIEM_UNVOUCH = 34,
	KIEM_REVISE = 48,
	KIEM_RENEW = 49,
	KIEM_RETRACT = 50,
	KIEM_ADDRESS = 51,
	KIEM_MEND = 52,
	KIEM_RECEIPT = 53,
	KIEM_SEALED = 64,
	KIEM_SUCCEED = 80
};

/* What a link says about the post it points to. A number that is not here is kept. */
enum kiem_relation {
	KIEM_ABOUT = 1,
	KIEM_EXTENDS = 2,
	KIEM_VARIANT = 3,
	KIEM_ANSWERS = 4,
	KIEM_REPLACES = 5,
	KIEM_CANCELS = 6,
	KIEM_AFTER = 7,
	KIEM_NEEDS = 8
};

enum kiem_signal { KIEM_URGENT = 1, KIEM_DIRECTION, KIEM_BACKING, KIEM_HANDS, KIEM_MEANS };
enum kiem_role { KIEM_PIONEER = 1, KIEM_CONNECTOR };
enum kiem_sector {
	KIEM_RESIDENT = 1,
	KIEM_BUSINESS,
	KIEM_GOVERNMENT,
	KIEM_CIVIL_SOCIETY,
	KIEM_SCHOOL,
	KIEM_HOUSING,
	KIEM_CARE,
	KIEM_OTHER
};

struct kiem_link {
	uint64_t relation;
	struct kiem_id id;
	struct kiem_span board; /* the other post's board, empty when it is the same (making leaves it out then) */
};

struct kiem_post {
	/* Filled by decoding only. */
	struct kiem_id id;
	struct kiem_key author;
	struct kiem_span bytes;   /* the whole post */
	struct kiem_span payload; /* the payload map */
	size_t n_unknown;         /* payload keys that this version does not know */

	/* In every post. */
	uint64_t kind;
	struct kiem_span board;
	int64_t made;  /* ms since the Unix epoch, its author's claim */
	int64_t until; /* ms; after it the post is erased */

	/* In any post, all optional unless the kind requires them. */
	struct kiem_span title; /* at most 200 bytes */
	struct kiem_span text;
	size_t n_tags;
	struct kiem_span tags[KIEM_TAGS_MAX];
	size_t n_links;
	struct kiem_link links[KIEM_LINKS_MAX];
	struct kiem_span language; /* BCP 47, at most 35 bytes */
	bool has_point;
	int32_t lat_udeg, lon_udeg; /* millionths of a degree, WGS 84; lat within ±90e6, lon within ±180e6 */
	struct kiem_span place;     /* a label, at most 200 bytes */

	/* Offers, requests, receipts: how much of what. */
	bool has_quantity;
	int64_t quantity_milli; /* thousandths of the unit, 1 to 2^53 */
	struct kiem_span unit;  /* at most 32 bytes */
	/* Offers and requests: available; gatherings: when it is. */
	bool has_from, has_to;
	int64_t from, to; /* ms since the epoch */
	struct kiem_span terms;

	/* Joins. */
	struct kiem_span bring;
	struct kiem_span motive;
	size_t n_signals;
	uint64_t signals[KIEM_SIGNALS_MAX]; /* ascending, none twice; enum kiem_signal or unknown */
	size_t n_roles;
	uint64_t roles[KIEM_ROLES_MAX]; /* likewise; enum kiem_role or unknown */

	/* Profiles. */
	struct kiem_span name; /* at most 100 bytes */
	uint64_t sector;       /* enum kiem_sector or unknown; 0 absent */
	size_t n_languages;
	struct kiem_span languages[KIEM_LANGUAGES_MAX]; /* BCP 47 */
	bool unnamed;                                   /* asks not to be named in roles */
	bool has_heir;
	struct kiem_key heir; /* the key that may take over (`succeed`) */

	/* Vouch, unvouch, address, mend, succeed, receipt: the person it is about. */
	bool has_whom;
	struct kiem_key whom;
	uint64_t level;           /* vouch: 1 to 3 */
	struct kiem_span context; /* vouch: about what, at most 100 bytes */

	/* Sealed: only these can open it. */
	size_t n_recipients;
	struct kiem_key recipients[KIEM_RECIPIENTS_MAX];
	struct kiem_span box; /* the ciphertext */
};

/* "initiative", "offer", … ; NULL for a number that is not known. */
const char *kiem_kind_name(uint64_t kind);
/* The kind of a name, 0 when there is none. */
uint64_t kiem_kind_of(const char *name);
const char *kiem_relation_name(uint64_t relation);
const char *kiem_signal_name(uint64_t sig);
uint64_t kiem_signal_of(const char *name);
const char *kiem_role_name(uint64_t role);
uint64_t kiem_role_of(const char *name);
const char *kiem_sector_name(uint64_t sector);
uint64_t kiem_sector_of(const char *name);

/*
 * Reads one post: envelope, limits, canonical form, the rules of its kind; and computes its id. Does not look at the signature.
 * Returns KIEM_OK, or the first rule broken with *post undefined. The spans in *post point into bytes.
 */
enum kiem_verdict kiem_post_decode(struct kiem_post *post, const uint8_t *bytes, size_t n);

/* Checks the signature of a post that kiem_post_decode accepted: KIEM_OK or KIEM_BAD_SIGNATURE. Reads only; any thread. */
enum kiem_verdict kiem_post_verify(const struct kiem_post *post);

/*
 * Length of the post that starts at bytes[0], read from its envelope alone, for taking bundles (RFC 8742 sequences) apart;
 * 0 when the first bytes are not a post's envelope, or when the post is longer than n.
 */
size_t kiem_post_length(const uint8_t *bytes, size_t n);

/*
 * Writes the payload map of a post that the caller filled in, checks it by the same rules as kiem_post_decode, and signs it.
 * out[cap] receives the whole post, *n its length; secret is libsodium's 64-byte Ed25519 secret key.
 * Returns KIEM_OK, KIEM_TOO_BIG when it fits neither cap nor KIEM_POST_MAX, or the rule that the fields break (out is then
 * undefined and *n unchanged).
 */
enum kiem_verdict kiem_post_make(
        uint8_t *out, size_t *n, size_t cap, const struct kiem_post *post, const uint8_t secret[static 64]);

/*
 * True when posts of this kind must have a link, and of which relation: at least one, and for revise, renew and retract exactly
 * one. *relation is left alone otherwise.
 */
bool kiem_kind_requires_link(uint64_t kind, uint64_t *relation);

#endif
