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

#define LANGUAGE_MAX 35
#define NAME_MAX 100
#define UNIT_MAX 32
#define PLACE_MAX 200
#define LAT_MAX_UDEG 90000000
#define LON_MAX_UDEG 180000000
#define LEVEL_MAX 3

struct field;
typedef enum kiem_verdict reader(struct kiem_post *post, struct kiem_cbor *r, const struct field *field);

struct field {
	reader *read;
	size_t member; /* offset in struct kiem_post */
	uint64_t max;  /* bytes of a string, or the largest number; in a set, how many */
	size_t flag;   /* offset of the member that says it is there, or that counts; 0: none */
};

static void *at(struct kiem_post *post, size_t member)
{
	return (uint8_t *)post + member;
}

/* A text of 1 to max bytes. */
static enum kiem_verdict read_text(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	struct kiem_span text = kiem_cbor_text(r);

	memcpy(at(post, field->member), &text, sizeof(text));
	return text.n == 0 || text.n > field->max ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_bytes(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	struct kiem_span bytes = kiem_cbor_bytes(r);

	memcpy(at(post, field->member), &bytes, sizeof(bytes));
	return bytes.n == 0 ? KIEM_BAD_FIELD : KIEM_OK;
}

/* A number from 1 to max; `made` alone may be 0, which is a time like any other. */
static enum kiem_verdict read_number(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	uint64_t number = kiem_cbor_uint(r);

	memcpy(at(post, field->member), &number, sizeof(number));
	return number == 0 || number > field->max ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_made(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	post->made = (int64_t)kiem_cbor_uint(r);
	return r->bad ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_until(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	post->until = (int64_t)kiem_cbor_uint(r);
	return r->bad ? KIEM_BAD_FIELD : KIEM_OK;
}

/* A moment that the post speaks of, also one before 1970. */
static enum kiem_verdict read_moment(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	int64_t moment = kiem_cbor_int(r);

	memcpy(at(post, field->member), &moment, sizeof(moment));
	*(bool *)at(post, field->flag) = true;
	return r->bad ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_quantity(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	post->quantity_milli = (int64_t)kiem_cbor_uint(r);
	post->has_quantity = true;
	return post->quantity_milli == 0 ? KIEM_BAD_FIELD : KIEM_OK;
}

static enum kiem_verdict read_board(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	post->board = kiem_cbor_text(r);
	if (r->bad) {
		return KIEM_BAD_FIELD;
	}
	return kiem_board_ok(post->board) ? KIEM_OK : KIEM_BAD_BOARD;
}

static bool read_key(struct kiem_key *key, struct kiem_cbor *r)
{
	struct kiem_span bytes = kiem_cbor_bytes(r);

	if (bytes.n != sizeof(key->b)) {
		return false;
	}
	memcpy(key->b, bytes.p, sizeof(key->b));
	return true;
}

static enum kiem_verdict read_person(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	*(bool *)at(post, field->flag) = true;
	return read_key(at(post, field->member), r) ? KIEM_OK : KIEM_BAD_FIELD;
}

/* How many items the array has; false when it is none, empty, or has more than max. */
static bool enter_array(size_t *n, struct kiem_cbor *r, size_t max)
{
	*n = kiem_cbor_array(r);
	return *n > 0 && *n <= max;
}

static bool same(struct kiem_span a, struct kiem_span b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static bool among(const struct kiem_span *spans, size_t n, struct kiem_span span)
{
	for (size_t i = 0; i < n; i++) {
		if (same(spans[i], span)) {
			return true;
		}
	}
	return false;
}

static enum kiem_verdict read_tags(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_TAGS_MAX)) {
		return KIEM_BAD_TAG;
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_span tag = kiem_cbor_text(r);

		if (tag.n == 0 || tag.n > KIEM_TAG_MAX || among(post->tags, i, tag)) {
			return KIEM_BAD_TAG;
		}
		post->tags[i] = tag;
	}
	post->n_tags = n;
	return KIEM_OK;
}

/* [relation, id] or [relation, id, board]. */
static bool read_link(struct kiem_link *link, struct kiem_cbor *r)
{
	size_t n = kiem_cbor_array(r);

	if (n != 2 && n != 3) {
		return false;
	}
	link->relation = kiem_cbor_uint(r);
	struct kiem_span id = kiem_cbor_bytes(r);

	if (link->relation == 0 || id.n != sizeof(link->id.b)) {
		return false;
	}
	memcpy(link->id.b, id.p, sizeof(link->id.b));
	if (n == 3) {
		link->board = kiem_cbor_text(r);
		return kiem_board_ok(link->board);
	}
	return true;
}

/* Twice the same relation to the same post is refused whatever boards the two name. */
static enum kiem_verdict read_links(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_LINKS_MAX)) {
		return KIEM_BAD_LINK;
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_link *link = &post->links[i];

		if (!read_link(link, r)) {
			return KIEM_BAD_LINK;
		}
		for (size_t j = 0; j < i; j++) {
			if (post->links[j].relation == link->relation &&
			        memcmp(&post->links[j].id, &link->id, sizeof(link->id)) == 0) {
				return KIEM_BAD_LINK;
			}
		}
	}
	post->n_links = n;
	return KIEM_OK;
}

/* A tag of BCP 47 by its shape alone: letters, then groups of letters and digits, each 1 to 8 long, joined by hyphens. */
static bool language_ok(struct kiem_span tag)
{
	size_t length = 0;
	bool first = true;

	for (size_t i = 0; i < tag.n; i++) {
		uint8_t c = tag.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (c == '-' && length > 0) {
			first = false;
			length = 0;
		} else if ((letter || (!first && c >= '0' && c <= '9')) && length < 8) {
			length++;
		} else {
			return false;
		}
	}
	return length > 0 && tag.n <= LANGUAGE_MAX;
}

static enum kiem_verdict read_language(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	post->language = kiem_cbor_text(r);
	return language_ok(post->language) ? KIEM_OK : KIEM_BAD_FIELD;
}

static enum kiem_verdict read_languages(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_LANGUAGES_MAX)) {
		return KIEM_BAD_FIELD;
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_span tag = kiem_cbor_text(r);

		if (!language_ok(tag) || among(post->languages, i, tag)) {
			return KIEM_BAD_FIELD;
		}
		post->languages[i] = tag;
	}
	post->n_languages = n;
	return KIEM_OK;
}

static bool read_degrees(int32_t *udeg, struct kiem_cbor *r, int64_t max)
{
	int64_t value = kiem_cbor_int(r);

	*udeg = value >= -max && value <= max ? (int32_t)value : 0;
	return !r->bad && value >= -max && value <= max;
}

/* A map {1: latitude, 2: longitude, 3: label}; other integer keys are passed over, like unknown keys of the payload. */
static enum kiem_verdict read_place(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
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

/* Numbers from 1 on in ascending order, as signals and roles are. */
static enum kiem_verdict read_set(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	uint64_t *numbers = at(post, field->member), last = 0;
	size_t n;

	if (!enter_array(&n, r, field->max)) {
		return KIEM_BAD_FIELD;
	}
	for (size_t i = 0; i < n; i++) {
		numbers[i] = kiem_cbor_uint(r);
		if (numbers[i] <= last) {
			return KIEM_BAD_FIELD;
		}
		last = numbers[i];
	}
	*(size_t *)at(post, field->flag) = n;
	return KIEM_OK;
}

/* Only `true` is written; who does not ask for it leaves the key out. */
static enum kiem_verdict read_unnamed(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	post->unnamed = kiem_cbor_bool(r);
	return post->unnamed ? KIEM_OK : KIEM_BAD_FIELD;
}

static enum kiem_verdict read_recipients(struct kiem_post *post, struct kiem_cbor *r, const struct field *field)
{
	size_t n;

	if (!enter_array(&n, r, KIEM_RECIPIENTS_MAX)) {
		return KIEM_BAD_FIELD;
	}
	for (size_t i = 0; i < n; i++) {
		if (!read_key(&post->recipients[i], r)) {
			return KIEM_BAD_FIELD;
		}
		for (size_t j = 0; j < i; j++) {
			if (memcmp(&post->recipients[i], &post->recipients[j], sizeof(struct kiem_key)) == 0) {
				return KIEM_BAD_FIELD;
			}
		}
	}
	post->n_recipients = n;
	return KIEM_OK;
}

#define MEMBER(name) offsetof(struct kiem_post, name)

/* By payload key. */
static const struct field fields[] = {
        [1] = {read_number, MEMBER(kind), KIEM_INT_MAX, 0},
        [2] = {read_board, 0, 0, 0},
        [3] = {read_made, 0, 0, 0},
        [4] = {read_until, 0, 0, 0},
        [5] = {read_text, MEMBER(title), KIEM_TITLE_MAX, 0},
        [6] = {read_text, MEMBER(text), KIEM_PAYLOAD_MAX, 0},
        [7] = {read_tags, 0, 0, 0},
        [8] = {read_links, 0, 0, 0},
        [9] = {read_language, 0, 0, 0},
        [10] = {read_place, 0, 0, 0},
        [11] = {read_quantity, 0, 0, 0},
        [12] = {read_text, MEMBER(unit), UNIT_MAX, 0},
        [13] = {read_moment, MEMBER(from), 0, MEMBER(has_from)},
        [14] = {read_moment, MEMBER(to), 0, MEMBER(has_to)},
        [15] = {read_text, MEMBER(terms), KIEM_PAYLOAD_MAX, 0},
        [16] = {read_text, MEMBER(bring), KIEM_PAYLOAD_MAX, 0},
        [17] = {read_set, MEMBER(signals), KIEM_SIGNALS_MAX, MEMBER(n_signals)},
        [18] = {read_text, MEMBER(motive), KIEM_PAYLOAD_MAX, 0},
        [19] = {read_set, MEMBER(roles), KIEM_ROLES_MAX, MEMBER(n_roles)},
        [20] = {read_text, MEMBER(name), NAME_MAX, 0},
        [21] = {read_number, MEMBER(sector), KIEM_INT_MAX, 0},
        [22] = {read_languages, 0, 0, 0},
        [23] = {read_unnamed, 0, 0, 0},
        [24] = {read_person, MEMBER(heir), 0, MEMBER(has_heir)},
        [25] = {read_person, MEMBER(whom), 0, MEMBER(has_whom)},
        [26] = {read_number, MEMBER(level), LEVEL_MAX, 0},
        [27] = {read_text, MEMBER(context), NAME_MAX, 0},
        [28] = {read_recipients, 0, 0, 0},
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
