/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes by hand: hexadecimal into bytes, and a payload into a post whose envelope is written here and not by proto/. */
#ifndef KIEM_TEST_RAW_H
#define KIEM_TEST_RAW_H

#include "support.h"

#include <sodium.h>

/* Hexadecimal with spaces anywhere. */
static inline void raw_hex(struct support_bytes *out, const char *hex)
{
	char digits[2 * KIEM_POST_MAX];
	size_t n = 0;

	for (; *hex != '\0'; hex++) {
		if (*hex != ' ') {
			assert_true(n < sizeof(digits));
			digits[n++] = *hex;
		}
	}
	assert_true(n % 2 == 0 && kiem_unhex(out->b, digits, n));
	out->n = n / 2;
}

static inline void raw_append(struct support_bytes *out, const void *bytes, size_t n)
{
	assert_true(out->n + n <= sizeof(out->b));
	memcpy(out->b + out->n, bytes, n);
	out->n += n;
}

/* A post of author 1 around these payload bytes, with a good signature. */
static inline void raw_post(struct support_bytes *out, const struct support_bytes *payload)
{
	static const uint8_t head[] = {0xd2, 0x84, 0x58, 0x26, 0xa2, 0x01, 0x32, 0x04, 0x58, 0x20};
	static const uint8_t context[] = {0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1'};
	const uint8_t length[] = {0x59, (uint8_t)(payload->n >> 8), (uint8_t)payload->n};
	const uint8_t short_length[] = {0x58, (uint8_t)payload->n}, tiny_length[] = {(uint8_t)(0x40 | payload->n)};
	struct support_bytes message = {.n = 0};
	struct support_author author;
	uint8_t signature[64];

	support_author(&author, 1);
	out->n = 0;
	raw_append(out, head, sizeof(head));
	raw_append(out, author.key.b, 32);
	raw_append(&message, context, sizeof(context));
	raw_append(&message, out->b + 2, 40);
	raw_append(&message, "\x46kiem/1", 7);
	raw_append(out, "\xa0", 1);
	size_t at = out->n;

	if (payload->n < 24) {
		raw_append(out, tiny_length, 1);
	} else if (payload->n < 256) {
		raw_append(out, short_length, 2);
	} else {
		raw_append(out, length, 3);
	}
	raw_append(out, payload->b, payload->n);
	raw_append(&message, out->b + at, out->n - at);
	crypto_sign_detached(signature, NULL, message.b, message.n, author.secret);
	raw_append(out, "\x58\x40", 2);
	raw_append(out, signature, 64);
}

/* What decoding says of a post with this payload, given in hexadecimal; *post points into static memory. */
static inline enum kiem_verdict raw_decode(struct kiem_post *post, const char *payload_hex)
{
	static struct support_bytes bytes;
	static struct support_bytes payload;

	raw_hex(&payload, payload_hex);
	raw_post(&bytes, &payload);
	return kiem_post_decode(post, bytes.b, bytes.n);
}

/* kind 99, board "a", made 0, until 1; one more pair follows */
#define RAW_BASE "a5 01 1863 02 6161 03 00 04 01 "
#define RAW_ID "5820 1111111111111111111111111111111111111111111111111111111111111111 "
#define RAW_ID2 "5820 2222222222222222222222222222222222222222222222222222222222222222 "

/* A pair of a payload in hexadecimal, and what a post of an unknown kind with it is. */
struct raw_row {
	enum kiem_verdict verdict;
	const char *pair;
};

static inline void raw_check(const struct raw_row *rows, size_t n)
{
	char hex[4096];
	struct kiem_post post;

	for (size_t i = 0; i < n; i++) {
		snprintf(hex, sizeof(hex), RAW_BASE "%s", rows[i].pair);
		enum kiem_verdict verdict = raw_decode(&post, hex);

		if (verdict != rows[i].verdict) {
			fail_msg("%s: %s, not %s", rows[i].pair, kiem_verdict_name(verdict), kiem_verdict_name(rows[i].verdict));
		}
	}
}

#define RAW_CHECK(rows) raw_check(rows, sizeof(rows) / sizeof((rows)[0]))

#endif
