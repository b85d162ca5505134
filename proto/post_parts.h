/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the post_*.c files share and nobody else needs: the envelope taken apart and put together, the fields, the rules of kinds.
 */
#ifndef KIEM_POST_PARTS_H
#define KIEM_POST_PARTS_H

#include <kiem/cbor.h>
#include <kiem/post.h>

#define POST_SIGNATURE_SIZE 64

/* The two variable parts of a post, and the signature behind them; all point into the post's bytes. */
struct post_envelope {
	const uint8_t *author; /* 32 bytes */
	struct kiem_span payload;
	const uint8_t *signature; /* 64 bytes */
};

/*
 * Takes the post at bytes[0] apart; *size receives how many bytes it has. Bytes behind it are not looked at.
 * Returns KIEM_OK, TRUNCATED, BAD_ENVELOPE, or what is wrong with the payload's length: NOT_SHORTEST, INDEFINITE.
 */
enum kiem_verdict post_envelope_read(struct post_envelope *envelope, size_t *size, const uint8_t *bytes, size_t n);

/* How many bytes a post has whose payload has n. */
size_t post_envelope_size(size_t n_payload);

/* Writes everything around a payload of n_payload bytes, which the caller writes at the place that is returned, but the signature.
 */
uint8_t *post_envelope_write(uint8_t *out, const struct kiem_key *author, size_t n_payload);

/* Signs the post at bytes (post_envelope_write, and its payload) in its place. */
void post_envelope_sign(uint8_t *bytes, size_t n, const uint8_t secret[static 64]);

/*
 * Reads the fields of post->payload, which is canonical, into *post, which is otherwise zero. Returns KIEM_OK with kind, board,
 * made and until present, or the rule that a field breaks.
 */
enum kiem_verdict post_fields_read(struct kiem_post *post);

/* How one field is read: a row of the table in post_fields.c. */
struct post_field;
typedef enum kiem_verdict post_reader(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field);

struct post_field {
	post_reader *read;
	size_t member; /* offset in struct kiem_post */
	uint64_t max;  /* bytes of a string, or the largest number; in a set, how many */
	size_t flag;   /* offset of the member that says it is there, or that counts; 0: none */
};

static inline void *post_member(struct kiem_post *post, size_t offset)
{
	return (uint8_t *)post + offset;
}

/* The readers of arrays (post_lists.c). */
post_reader post_read_tags, post_read_links, post_read_languages, post_read_set, post_read_recipients;

/* True for a tag of BCP 47 by its shape alone: letters, then groups of letters and digits, each 1 to 8 long, joined by hyphens. */
bool post_language_ok(struct kiem_span tag);

/* Reads 32 bytes; false when there is something else. */
bool post_read_key(struct kiem_key *key, struct kiem_cbor *r);

/* The rules of the post's kind: required fields and links. KIEM_OK for a kind that is not known. */
enum kiem_verdict post_kind_check(const struct kiem_post *post);

#endif
