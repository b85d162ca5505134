/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The envelope of a post: a tagged COSE_Sign1 (RFC 9052) that has only one form, so that it is compared with fixed bytes
 * instead of being parsed:
 *
 *     d2 84 | 58 26  a2 01 32 04 58 20 KEY | a0 | PAYLOAD as bstr | 58 40 SIGNATURE
 *     0       2                        10    42   43
 *
 * Signed is the Sig_structure over the same parts:
 *
 *     84 | 6a "Signature1" | 58 26 a2 01 32 04 58 20 KEY | 46 "kiem/1" | PAYLOAD as bstr
 *
 * "kiem/1" (the external_aad) keeps a post's signature from serving as anything else's.
 */
#include "post_parts.h"

#include <kiem/cbor.h>

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define HEAD_SIZE 10 /* up to the key */
#define KEY_SIZE 32
#define PAYLOAD_AT (HEAD_SIZE + KEY_SIZE + 1)
#define PROTECTED_AT 2
#define PROTECTED_SIZE (HEAD_SIZE - PROTECTED_AT + KEY_SIZE) /* with its own bstr head */

static const uint8_t head[HEAD_SIZE] = {0xd2, 0x84, 0x58, 0x26, 0xa2, 0x01, 0x32, 0x04, 0x58, 0x20};
static const uint8_t unprotected = 0xa0;
static const uint8_t signature_head[2] = {0x58, 0x40};

static const uint8_t context[] = {0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1'};
static const uint8_t aad[] = {0x46, 'k', 'i', 'e', 'm', '/', '1'};
#define SIGNED_MAX (sizeof(context) + PROTECTED_SIZE + sizeof(aad) + KIEM_POST_MAX)

/* Compares what is there of n fixed bytes at `at`; a post cut off within them is TRUNCATED rather than BAD_ENVELOPE. */
static enum kiem_verdict expect(const uint8_t *bytes, size_t n_bytes, size_t at, const uint8_t *fixed, size_t n)
{
	size_t there = at >= n_bytes ? 0 : n_bytes - at < n ? n_bytes - at : n;

	if (there > 0 && memcmp(bytes + at, fixed, there) != 0) {
		return KIEM_BAD_ENVELOPE;
	}
	return there < n ? KIEM_TRUNCATED : KIEM_OK;
}

/* The head of the payload's byte string at bytes[PAYLOAD_AT]: how many bytes it has itself, and how many it announces. */
static enum kiem_verdict read_payload_head(size_t *n_head, uint64_t *n_payload, const uint8_t *bytes, size_t n)
{
	/* The smallest length that needs 1, 2, 4 or 8 bytes behind the initial one. */
	static const uint64_t least[] = {24, 0x100, 0x10000, 0x100000000};
	const uint8_t *p = bytes + PAYLOAD_AT;

	if (n <= PAYLOAD_AT) {
		return KIEM_TRUNCATED;
	}
	unsigned info = p[0] & 31;
	size_t n_more = info < 24 ? 0 : info < 28 ? (size_t)1 << (info - 24) : 0;

	if (p[0] >> 5 != 2) {
		return KIEM_BAD_ENVELOPE;
	}
	if (info >= 28) {
		return KIEM_INDEFINITE;
	}
	if (n - PAYLOAD_AT - 1 < n_more) {
		return KIEM_TRUNCATED;
	}
	*n_head = 1 + n_more;
	*n_payload = n_more == 0 ? info : 0;
	for (size_t i = 1; i <= n_more; i++) {
		*n_payload = *n_payload << 8 | p[i];
	}
	if (n_more > 0 && *n_payload < least[info - 24]) {
		return KIEM_NOT_SHORTEST;
	}
	return *n_payload > n - PAYLOAD_AT - *n_head ? KIEM_TRUNCATED : KIEM_OK;
}

enum kiem_verdict post_envelope_read(struct post_envelope *envelope, size_t *size, const uint8_t *bytes, size_t n)
{
	size_t n_head = 0;
	uint64_t n_payload = 0;
	enum kiem_verdict verdict = expect(bytes, n, 0, head, sizeof(head));

	if (verdict == KIEM_OK) {
		verdict = expect(bytes, n, PAYLOAD_AT - 1, &unprotected, 1);
	}
	if (verdict == KIEM_OK) {
		verdict = read_payload_head(&n_head, &n_payload, bytes, n);
	}
	if (verdict != KIEM_OK) {
		return verdict;
	}
	size_t signature_at = PAYLOAD_AT + n_head + (size_t)n_payload;

	verdict = expect(bytes, n, signature_at, signature_head, sizeof(signature_head));
	if (verdict != KIEM_OK) {
		return verdict;
	}
	*size = signature_at + sizeof(signature_head) + POST_SIGNATURE_SIZE;
	if (*size > n) {
		return KIEM_TRUNCATED;
	}
	envelope->author = bytes + HEAD_SIZE;
	envelope->payload = (struct kiem_span){bytes + PAYLOAD_AT + n_head, (size_t)n_payload};
	envelope->signature = bytes + *size - POST_SIGNATURE_SIZE;
	return KIEM_OK;
}

size_t kiem_post_length(const uint8_t *bytes, size_t n)
{
	struct post_envelope envelope;
	size_t size;

	return post_envelope_read(&envelope, &size, bytes, n) == KIEM_OK && size <= KIEM_POST_MAX ? size : 0;
}

static size_t payload_head_size(size_t n_payload)
{
	return n_payload < 24 ? 1 : n_payload < 256 ? 2 : 3;
}

size_t post_envelope_size(size_t n_payload)
{
	return PAYLOAD_AT + payload_head_size(n_payload) + n_payload + sizeof(signature_head) + POST_SIGNATURE_SIZE;
}

uint8_t *post_envelope_write(uint8_t *out, const struct kiem_key *author, size_t n_payload)
{
	struct kiem_cbor_out w;
	size_t n_head = payload_head_size(n_payload);

	assert(n_payload <= KIEM_POST_MAX);
	kiem_cbor_out_init(&w, out, PAYLOAD_AT + n_head);
	kiem_cbor_put_raw(&w, head, sizeof(head));
	kiem_cbor_put_raw(&w, author->b, KEY_SIZE);
	kiem_cbor_put_raw(&w, &unprotected, 1);
	/* The head of a byte string, without the string: the caller writes that. */
	uint8_t length[3] = {(uint8_t)(0x40 | n_payload)};

	if (n_head == 2) {
		memcpy(length, (uint8_t[]){0x58, (uint8_t)n_payload}, 2);
	} else if (n_head == 3) {
		memcpy(length, (uint8_t[]){0x59, (uint8_t)(n_payload >> 8), (uint8_t)n_payload}, 3);
	}
	kiem_cbor_put_raw(&w, length, n_head);
	memcpy(out + w.n + n_payload, signature_head, sizeof(signature_head));
	return out + w.n;
}

/* Writes the Sig_structure of a post of at most KIEM_POST_MAX bytes; returns its length. */
static size_t to_be_signed(uint8_t out[static SIGNED_MAX], const uint8_t *bytes, size_t n)
{
	struct kiem_cbor_out w;
	size_t end = n - POST_SIGNATURE_SIZE - sizeof(signature_head);

	kiem_cbor_out_init(&w, out, SIGNED_MAX);
	kiem_cbor_put_raw(&w, context, sizeof(context));
	kiem_cbor_put_raw(&w, bytes + PROTECTED_AT, PROTECTED_SIZE);
	kiem_cbor_put_raw(&w, aad, sizeof(aad));
	kiem_cbor_put_raw(&w, bytes + PAYLOAD_AT, end - PAYLOAD_AT);
	assert(!w.full);
	return w.n;
}

void post_envelope_sign(uint8_t *bytes, size_t n, const uint8_t secret[static 64])
{
	uint8_t message[SIGNED_MAX];
	size_t n_message = to_be_signed(message, bytes, n);

	crypto_sign_detached(bytes + n - POST_SIGNATURE_SIZE, NULL, message, n_message, secret);
}

enum kiem_verdict kiem_post_verify(const struct kiem_post *post)
{
	uint8_t message[SIGNED_MAX];
	size_t n = post->bytes.n;

	assert(n > POST_SIGNATURE_SIZE + PAYLOAD_AT && n <= KIEM_POST_MAX);
	size_t n_message = to_be_signed(message, post->bytes.p, n);
	const uint8_t *signature = post->bytes.p + n - POST_SIGNATURE_SIZE;

	return crypto_sign_verify_detached(signature, message, n_message, post->author.b) == 0 ? KIEM_OK : KIEM_BAD_SIGNATURE;
}
