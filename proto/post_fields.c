/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of a payload: each is read by its row in a table, which says how, into which member and with which limit. A key
 * has one type in every kind, so that the rows need not know the kind, and a field that a kind has no use for is
 * held to its type all the same.
 *
 * What always holds: a field that is absent is zero, and no field that is present reads as zero or empty (but for `made` and the
 * moments, which have flags or are required), so that a post which is decoded and made again has the same payload, but for
 * its unknown keys.
 */
#include "post_parts.h"

#include <kiem/cbor.h>

#include <string.h>

#define NAME_BYTES_MAX 100
#define UNIT_MAX 32
#define PLACE_MAX 200
#define LAT_MAX_UDEG 90000000
#define LON_MAX_UDEG 180000000
#define LEVEL_MAX 3

/* A text of 1 to max bytes. */
static enum kiem_verdict read_text(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	struct kiem_span text = kiem_cbor_text(r);

	memcpy(post_member(post, field->member), &text, sizeof(text));
	return text.n == 0 || text.n > field->max ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_bytes(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	struct kiem_span bytes = kiem_cbor_bytes(r);

	memcpy(post_member(post, field->member), &bytes, sizeof(bytes));
	return bytes.n == 0 ? KIEM_BAD_FIELD : KIEM_OK;
}

/* A number from 1 to max. */
static enum kiem_verdict read_number(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	uint64_t number = kiem_cbor_uint(r);

	memcpy(post_member(post, field->member), &number, sizeof(number));
	return number == 0 || number > field->max ? KIEM_BAD_FIELD : KIEM_OK;
}

/* made or until: not before 1970, so that (made, id) sorts as unsigned bytes wherever posts are kept in order. */
static enum kiem_verdict read_time(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	int64_t time = (int64_t)kiem_cbor_uint(r);

	memcpy(post_member(post, field->member), &time, sizeof(time));
	return r->bad ? KIEM_BAD_FIELD : KIEM_OK;
}

/* A moment that the post speaks of, also one before 1970. */
static enum kiem_verdict read_moment(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	int64_t moment = kiem_cbor_int(r);

	memcpy(post_member(post, field->member), &moment, sizeof(moment));
	*(bool *)post_member(post, field->flag) = true;
	return r->bad ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_quantity(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	post->quantity_milli = (int64_t)kiem_cbor_uint(r);
	post->has_quantity = true;
	return post->quantity_milli == 0 ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_board(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	post->board = kiem_cbor_text(r);
	if (r->bad) {
		return KIEM_BAD_FIELD;
	}
	return kiem_board_ok(post->board) ? KIEM_OK : KIEM_BAD_BOARD;
}

static enum kiem_verdict read_person(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	*(bool *)post_member(post, field->flag) = true;
	return post_read_key(post_member(post, field->member), r) ? KIEM_OK : KIEM_BAD_FIELD;
}

static enum kiem_verdict read_language(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	post->language = kiem_cbor_text(r);
	return post_language_ok(post->language) ? KIEM_OK : KIEM_BAD_FIELD;
}

static bool read_degrees(int32_t *udeg, struct kiem_cbor *r, int64_t max)
{
	int64_t value = kiem_cbor_int(r);

	*udeg = value >= -max && value <= max ? (int32_t)value : 0;
	return !r->bad && value >= -max && value <= max;
}

/* A map {1: latitude, 2: longitude, 3: label}; other integer keys are passed over, like unknown keys of the payload. */
static enum kiem_verdict read_place(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	size_t n = kiem_cbor_map(r), n_degrees = 0;
	bool ok = n > 0;

	for (size_t i = 0; ok && i < n; i++) {
		int64_t key = kiem_cbor_int(r);

		if (key == 1) {
			ok = read_degrees(&post->lat_udeg, r, LAT_MAX_UDEG);
			n_degrees++;
		} else if (key == 2) {
			ok = read_degrees(&post->lon_udeg, r, LON_MAX_UDEG);
			n_degrees++;
		} else if (key == 3) {
			post->place = kiem_cbor_text(r);
			ok = post->place.n > 0 && post->place.n <= PLACE_MAX;
		} else {
			kiem_cbor_skip(r);
		}
		ok = ok && !r->bad;
	}
	post->has_point = n_degrees == 2;
	return ok && n_degrees != 1 ? KIEM_OK : KIEM_BAD_FIELD;
}

/* Only `true` is written; who does not ask for it leaves the key out. */
static enum kiem_verdict read_unnamed(struct kiem_post *post, struct kiem_cbor *r, const struct post_field *field)
{
	post->unnamed = kiem_cbor_bool(r);
	return post->unnamed ? KIEM_OK : KIEM_BAD_FIELD;
}

#define MEMBER(name) offsetof(struct kiem_post, name)

/* By payload key; the readers of arrays are in post_lists.c. */
static const struct post_field fields[] = {
        [1] = {read_number, MEMBER(kind), KIEM_INT_MAX, 0},
        [2] = {read_board, 0, 0, 0},
        [3] = {read_time, MEMBER(made), 0, 0},
        [4] = {read_time, MEMBER(until), 0, 0},
        [5] = {read_text, MEMBER(title), KIEM_TITLE_MAX, 0},
        [6] = {read_text, MEMBER(text), KIEM_PAYLOAD_MAX, 0},
        [7] = {post_read_tags, 0, 0, 0},
        [8] = {post_read_links, 0, 0, 0},
        [9] = {read_language, 0, 0, 0},
        [10] = {read_place, 0, 0, 0},
        [11] = {read_quantity, 0, 0, 0},
        [12] = {read_text, MEMBER(unit), UNIT_MAX, 0},
        [13] = {read_moment, MEMBER(from), 0, MEMBER(has_from)},
        [14] = {read_moment, MEMBER(to), 0, MEMBER(has_to)},
        [15] = {read_text, MEMBER(terms), KIEM_PAYLOAD_MAX, 0},
        [16] = {read_text, MEMBER(bring), KIEM_PAYLOAD_MAX, 0},
        [17] = {post_read_set, MEMBER(signals), KIEM_SIGNALS_MAX, MEMBER(n_signals)},
        [18] = {read_text, MEMBER(motive), KIEM_PAYLOAD_MAX, 0},
        [19] = {post_read_set, MEMBER(roles), KIEM_ROLES_MAX, MEMBER(n_roles)},
        [20] = {read_text, MEMBER(name), NAME_BYTES_MAX, 0},
        [21] = {read_number, MEMBER(sector), KIEM_INT_MAX, 0},
        [22] = {post_read_languages, 0, 0, 0},
        [23] = {read_unnamed, 0, 0, 0},
        [24] = {read_person, MEMBER(heir), 0, MEMBER(has_heir)},
        [25] = {read_person, MEMBER(whom), 0, MEMBER(has_whom)},
        [26] = {read_number, MEMBER(level), LEVEL_MAX, 0},
        [27] = {read_text, MEMBER(context), NAME_BYTES_MAX, 0},
        [28] = {post_read_recipients, 0, 0, 0},
        [29] = {read_bytes, MEMBER(box), 0, 0},
};
#define N_FIELDS (sizeof(fields) / sizeof(fields[0]))
#define COMMON_KEYS (1u << 1 | 1u << 2 | 1u << 3 | 1u << 4)

enum kiem_verdict post_fields_read(struct kiem_post *post)
{
	struct kiem_cbor r;
	uint32_t seen = 0; /* the bit of every known key that is there */

	kiem_cbor_init(&r, post->payload.p, post->payload.n);
	if (kiem_cbor_peek(&r) != KIEM_CBOR_MAP) {
		return KIEM_BAD_FIELD;
	}
	for (size_t n = kiem_cbor_map(&r); n > 0; n--) {
		int64_t key = kiem_cbor_int(&r);

		if (r.bad) {
			return KIEM_BAD_FIELD; /* a key that is not an integer */
		}
		if (key < 1 || key >= (int64_t)N_FIELDS) {
			kiem_cbor_skip(&r);
			post->n_unknown++;
			continue;
		}
		seen |= 1u << key;
		enum kiem_verdict verdict = fields[key].read(post, &r, &fields[key]);

		if (verdict != KIEM_OK) {
			return verdict;
		}
	}
	return (seen & COMMON_KEYS) == COMMON_KEYS ? KIEM_OK : KIEM_MISSING_FIELD;
}
