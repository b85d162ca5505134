/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making a post. The fields are written twice by the same function: first into no buffer, to count pairs and bytes, which
 * the map's head and the envelope need to know; then in their place. What comes out is read back by the reader that
 * everybody else uses, so there is no second set of rules here, and nothing is signed that others would refuse.
 */
#include "post_parts.h"

#include <kiem/cbor.h>

#include <string.h>

/* A payload map in the making: the bytes behind its head, and how many pairs they are. */
struct map {
	struct kiem_cbor_out w;
	size_t n;
};

static void put_key(struct map *m, uint64_t key)
{
	kiem_cbor_put_uint(&m->w, key);
	m->n++;
}

static void put_span(struct kiem_cbor_out *w, struct kiem_span text)
{
	kiem_cbor_put_text(w, (const char *)text.p, text.n);
}

static void put_number(struct map *m, uint64_t key, uint64_t number)
{
	if (number != 0) {
		put_key(m, key);
		kiem_cbor_put_uint(&m->w, number);
	}
}

static void put_moment(struct map *m, uint64_t key, bool has, int64_t moment)
{
	if (has) {
		put_key(m, key);
		kiem_cbor_put_int(&m->w, moment);
	}
}

static void put_text(struct map *m, uint64_t key, struct kiem_span text)
{
	if (text.n > 0) {
		put_key(m, key);
		put_span(&m->w, text);
	}
}

static void put_texts(struct map *m, uint64_t key, const struct kiem_span *texts, size_t n)
{
	if (n > 0) {
		put_key(m, key);
		kiem_cbor_put_array(&m->w, n);
		for (size_t i = 0; i < n; i++) {
			put_span(&m->w, texts[i]);
		}
	}
}

static void put_numbers(struct map *m, uint64_t key, const uint64_t *numbers, size_t n)
{
	if (n > 0) {
		put_key(m, key);
		kiem_cbor_put_array(&m->w, n);
		for (size_t i = 0; i < n; i++) {
			kiem_cbor_put_uint(&m->w, numbers[i]);
		}
	}
}

static void put_person(struct map *m, uint64_t key, bool has, const struct kiem_key *person)
{
	if (has) {
		put_key(m, key);
		kiem_cbor_put_bytes(&m->w, person->b, sizeof(person->b));
	}
}

/* A link names its board only where that is another one than the post's own. */
static void put_links(struct map *m, uint64_t key, const struct kiem_post *post)
{
	if (post->n_links == 0) {
		return;
	}
	put_key(m, key);
	kiem_cbor_put_array(&m->w, post->n_links);
	for (size_t i = 0; i < post->n_links; i++) {
		const struct kiem_link *link = &post->links[i];
		struct kiem_span here = post->board;
		bool elsewhere = link->board.n > 0 && (link->board.n != here.n || memcmp(link->board.p, here.p, here.n) != 0);

		kiem_cbor_put_array(&m->w, elsewhere ? 3 : 2);
		kiem_cbor_put_uint(&m->w, link->relation);
		kiem_cbor_put_bytes(&m->w, link->id.b, sizeof(link->id.b));
		if (elsewhere) {
			put_span(&m->w, link->board);
		}
	}
}

static void put_place(struct map *m, uint64_t key, const struct kiem_post *post)
{
	size_t n = (post->has_point ? 2u : 0u) + (post->place.n > 0 ? 1u : 0u);

	if (n == 0) {
		return;
	}
	put_key(m, key);
	kiem_cbor_put_map(&m->w, n);
	if (post->has_point) {
		kiem_cbor_put_uint(&m->w, 1);
		kiem_cbor_put_int(&m->w, post->lat_udeg);
		kiem_cbor_put_uint(&m->w, 2);
		kiem_cbor_put_int(&m->w, post->lon_udeg);
	}
	if (post->place.n > 0) {
		kiem_cbor_put_uint(&m->w, 3);
		put_span(&m->w, post->place);
	}
}

static void put_recipients(struct map *m, uint64_t key, const struct kiem_post *post)
{
	if (post->n_recipients == 0) {
		return;
	}
	put_key(m, key);
	kiem_cbor_put_array(&m->w, post->n_recipients);
	for (size_t i = 0; i < post->n_recipients; i++) {
		kiem_cbor_put_bytes(&m->w, post->recipients[i].b, sizeof(post->recipients[i].b));
	}
}

/* All fields, by ascending key. The first four are in every post; an absent one is written as it is and refused when read. */
static void put_fields(struct map *m, const struct kiem_post *post)
{
	put_key(m, 1);
	kiem_cbor_put_uint(&m->w, post->kind);
	put_key(m, 2);
	put_span(&m->w, post->board);
	put_moment(m, 3, true, post->made);
	put_moment(m, 4, true, post->until);
	put_text(m, 5, post->title);
	put_text(m, 6, post->text);
	put_texts(m, 7, post->tags, post->n_tags);
	put_links(m, 8, post);
	put_text(m, 9, post->language);
	put_place(m, 10, post);
	put_moment(m, 11, post->has_quantity, post->quantity_milli);
	put_text(m, 12, post->unit);
	put_moment(m, 13, post->has_from, post->from);
	put_moment(m, 14, post->has_to, post->to);
	put_text(m, 15, post->terms);
	put_text(m, 16, post->bring);
	put_numbers(m, 17, post->signals, post->n_signals);
	put_text(m, 18, post->motive);
	put_numbers(m, 19, post->roles, post->n_roles);
	put_text(m, 20, post->name);
	put_number(m, 21, post->sector);
	put_texts(m, 22, post->languages, post->n_languages);
	if (post->unnamed) {
		put_key(m, 23);
		kiem_cbor_put_bool(&m->w, true);
	}
	put_person(m, 24, post->has_heir, &post->heir);
	put_person(m, 25, post->has_whom, &post->whom);
	put_number(m, 26, post->level);
	put_text(m, 27, post->context);
	put_recipients(m, 28, post);
	if (post->box.n > 0) {
		put_key(m, 29);
		kiem_cbor_put_bytes(&m->w, post->box.p, post->box.n);
	}
}

/* More of something than the struct has room for must not even be looked at. */
static enum kiem_verdict check_counts(const struct kiem_post *post)
{
	if (post->n_tags > KIEM_TAGS_MAX) {
		return KIEM_BAD_TAG;
	}
	if (post->n_links > KIEM_LINKS_MAX) {
		return KIEM_BAD_LINK;
	}
	if (post->n_signals > KIEM_SIGNALS_MAX || post->n_roles > KIEM_ROLES_MAX || post->n_languages > KIEM_LANGUAGES_MAX ||
	        post->n_recipients > KIEM_RECIPIENTS_MAX) {
		return KIEM_BAD_FIELD;
	}
	return KIEM_OK;
}

enum kiem_verdict kiem_post_make(uint8_t *out, size_t *n, size_t cap, const struct kiem_post *post, const uint8_t secret[static 64])
{
	struct map m = {.n = 0};
	struct kiem_cbor_out w;
	struct kiem_key author;
	struct kiem_post again;
	enum kiem_verdict verdict = check_counts(post);

	if (verdict != KIEM_OK) {
		return verdict;
	}
	kiem_cbor_out_init(&m.w, NULL, 0);
	put_fields(&m, post);
	kiem_cbor_out_init(&w, NULL, 0);
	kiem_cbor_put_map(&w, m.n);
	size_t n_head = w.n, n_payload = w.n + m.w.n, size = post_envelope_size(n_payload);

	if (size > cap || size > KIEM_POST_MAX) {
		return KIEM_TOO_BIG;
	}
	memcpy(author.b, secret + 32, sizeof(author.b)); /* libsodium's secret key is the seed, then the public key */
	uint8_t *payload = post_envelope_write(out, &author, n_payload);

	kiem_cbor_out_init(&w, payload, n_head);
	kiem_cbor_put_map(&w, m.n);
	m.n = 0;
	kiem_cbor_out_init(&m.w, payload + n_head, n_payload - n_head);
	put_fields(&m, post);
	memset(out + size - POST_SIGNATURE_SIZE, 0, POST_SIGNATURE_SIZE);
	verdict = kiem_post_decode(&again, out, size);
	if (verdict != KIEM_OK) {
		return verdict;
	}
	post_envelope_sign(out, size, secret);
	*n = size;
	return KIEM_OK;
}
