/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The small functions that every room shares: names for verdicts, sentences for errors, hexadecimal, board names, UTF-8 and
 * ids. All of them are pure. The UTF-8 check runs over every text of every post that comes in, so it passes eight ASCII bytes
 * at a time and looks closer only where one of them is not.
 */
#include <kiem/types.h>

#include <sodium.h>
#include <string.h>

static const char *const verdict_names[KIEM_VERDICTS] = {
        [KIEM_OK] = "ok",
        [KIEM_KNOWN] = "known",
        [KIEM_DEFERRED] = "deferred",
        [KIEM_EXPIRED] = "expired",
        [KIEM_RETRACTED] = "retracted",
        [KIEM_UNFOLLOWED] = "unfollowed",
        [KIEM_FULL] = "full",
        [KIEM_TOO_BIG] = "too-big",
        [KIEM_TRUNCATED] = "truncated",
        [KIEM_TRAILING] = "trailing",
        [KIEM_NOT_SHORTEST] = "not-shortest",
        [KIEM_INDEFINITE] = "indefinite",
        [KIEM_FLOAT] = "float",
        [KIEM_TAGGED] = "tagged",
        [KIEM_SIMPLE] = "simple",
        [KIEM_UNSORTED] = "unsorted",
        [KIEM_DUPLICATE_KEY] = "duplicate-key",
        [KIEM_BAD_UTF8] = "bad-utf8",
        [KIEM_INT_RANGE] = "int-range",
        [KIEM_TOO_DEEP] = "too-deep",
        [KIEM_TOO_MANY_ITEMS] = "too-many-items",
        [KIEM_BAD_ENVELOPE] = "bad-envelope",
        [KIEM_MISSING_FIELD] = "missing-field",
        [KIEM_BAD_FIELD] = "bad-field",
        [KIEM_BAD_BOARD] = "bad-board",
        [KIEM_BAD_TIME] = "bad-time",
        [KIEM_BAD_LINK] = "bad-link",
        [KIEM_BAD_TAG] = "bad-tag",
        [KIEM_BAD_SIGNATURE] = "bad-signature",
};

const char *kiem_verdict_name(enum kiem_verdict v)
{
	/* The cast makes a negative number, which a damaged file could hold, a large one. */
	return (unsigned)v < KIEM_VERDICTS ? verdict_names[v] : "unknown";
}

static const char *const err_sentences[KIEM_ERRS] = {
        [KIEM_DONE] = "done",
        [KIEM_E_NOT_FOUND] = "there is no such thing here",
        [KIEM_E_EXISTS] = "it is there already",
        [KIEM_E_AMBIGUOUS] = "this fits more than one",
        [KIEM_E_INVALID] = "this value is not valid",
        [KIEM_E_FULL] = "the store is full",
        [KIEM_E_DISK] = "the disk is full or cannot be written",
        [KIEM_E_OWNER] = "the home belongs to another user",
        [KIEM_E_FILESYSTEM] = "the home is on a network filesystem, where a store is not safe",
        [KIEM_E_NEWER] = "the store was written by a newer version of kiem",
        [KIEM_E_DAMAGED] = "a file is damaged",
        [KIEM_E_BUSY] = "another process is using it",
        [KIEM_E_CLOCK] = "the clock of this computer cannot be right",
        [KIEM_E_PASSPHRASE] = "the passphrase does not fit",
        [KIEM_E_PERMISSION] = "the system does not allow it",
        [KIEM_E_MEMORY] = "there is not enough memory",
        [KIEM_E_NETWORK] = "the network does not allow it",
        [KIEM_E_AGAIN] = "too much is waiting already",
};

const char *kiem_err_sentence(enum kiem_err e)
{
	return (unsigned)e < KIEM_ERRS ? err_sentences[e] : "something went wrong that this version has no words for";
}

void kiem_hex(char *out, const uint8_t *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	if (c >= 'A' && c <= 'F') {
		return c - 'A' + 10;
	}
	return -1;
}

bool kiem_unhex(uint8_t *out, const char *digits, size_t n_digits)
{
	for (size_t i = 0; i < n_digits; i++) {
		int value = hex_value(digits[i]);

		if (value < 0) {
			return false;
		}
		if (i % 2 == 0) {
			out[i / 2] = (uint8_t)(value << 4);
		} else {
			out[i / 2] = (uint8_t)(out[i / 2] | value);
		}
	}
	return true;
}

bool kiem_board_ok(struct kiem_span name)
{
	size_t segments = 1, length = 0;

	if (name.n == 0 || name.n > KIEM_BOARD_MAX) {
		return false;
	}
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = name.p[i];

		if (c == '/') {
			if (length == 0 || ++segments > KIEM_BOARD_SEGMENTS_MAX) {
				return false;
			}
			length = 0;
		} else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
			length++;
		} else {
			return false;
		}
	}
	return length > 0;
}

/*
 * How many bytes the character at p takes, of which `left` (at least 1) are there; 0 when it is not valid. The second byte
 * alone decides about overlong forms, surrogates and the end of Unicode (RFC 3629 section 4).
 */
static size_t utf8_character(const uint8_t *p, size_t left)
{
	uint8_t first = p[0], low = 0x80, high = 0xbf;
	size_t n;

	if (first < 0x80) {
		return 1;
	}
	if (first < 0xc2 || first > 0xf4) {
		return 0;
	}
	n = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	if (first == 0xe0) {
		low = 0xa0;
	} else if (first == 0xed) {
		high = 0x9f;
	} else if (first == 0xf0) {
		low = 0x90;
	} else if (first == 0xf4) {
		high = 0x8f;
	}
	if (n > left || p[1] < low || p[1] > high) {
		return 0;
	}
	for (size_t i = 2; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80) {
			return 0;
		}
	}
	return n;
}

bool kiem_utf8_ok(const uint8_t *p, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint64_t eight;

		if (n - i >= sizeof(eight)) {
			memcpy(&eight, p + i, sizeof(eight));
			if ((eight & 0x8080808080808080ULL) == 0) {
				i += sizeof(eight);
				continue;
			}
		}
		size_t length = utf8_character(p + i, n - i);

		if (length == 0) {
			return false;
		}
		i += length;
	}
	return true;
}

void kiem_id_of(struct kiem_id *id, const uint8_t *bytes, size_t n)
{
	crypto_generichash(id->b, sizeof(id->b), bytes, n, NULL, 0);
}
