/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published vectors of what neighbours say (proto/vectors/wire.json) against our own code: each message's verdict and type, and
 * that what was read of it is written again as the same bytes; each descriptor's verdict and fields; and which of two
 * descriptors is remembered.
 *
 *     check_wire DIRECTORY
 *
 * Says which vectors fail and exits with 1 when any does.
 */
#include "../../proto/members_book.h"
#include "vectors.h"

#include <kiem/wire.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t again[WIRE_BODY_MAX];

static struct kiem_span posts_again(struct wire_message m)
{
	struct wire_posts w;

	wire_posts_begin(&w, again, sizeof(again));
	for (size_t i = 0; i < m.posts.list.n; i++) {
		struct kiem_span post = kiem_cbor_bytes(&m.posts.list.items);
		(void)(m.posts.pushed ? wire_posts_push(&w, post.p, post.n, m.posts.hops.p[i])
		                      : wire_posts_add(&w, post.p, post.n));
	}
	return wire_posts_finish(&w);
}

static struct kiem_span gone_again(struct wire_message m)
{
	struct wire_gone items[8];
	size_t n = 0, n_out;

	for (; n < m.gone.n && n < 8; n++) {
		wire_gone_next(&items[n], &m);
	}
	wire_write_gone(again, &n_out, sizeof(again), m.gone.closes ? &m.lane : NULL, items, n);
	return (struct kiem_span){again, n_out};
}

static struct kiem_span boards_again(struct wire_message m)
{
	struct wire_list *list = m.boards.offer.n > 0    ? &m.boards.offer
	                         : m.boards.accept.n > 0 ? &m.boards.accept
	                                                 : &m.boards.withdraw;
	uint8_t tags[WIRE_BOARDS_MAX][WIRE_TAG_BYTES];
	size_t n, n_tags = list->n;

	for (size_t i = 0; i < n_tags; i++) {
		memcpy(tags[i], kiem_cbor_bytes(&list->items).p, WIRE_TAG_BYTES);
	}
	unsigned key = list == &m.boards.offer ? 1 : list == &m.boards.accept ? 2 : 3;
	wire_write_boards(again, &n, sizeof(again), key, (const uint8_t(*)[WIRE_TAG_BYTES])tags, n_tags);
	return (struct kiem_span){again, n};
}

static struct kiem_span written(const struct wire_message *m)
{
	size_t n;

	switch (m->type) {
	case WIRE_POSTS:
		return posts_again(*m);
	case WIRE_GONE:
		return gone_again(*m);
	case WIRE_BOARDS:
		return boards_again(*m);
	default:
		wire_write(again, &n, sizeof(again), m);
		return (struct kiem_span){again, n};
	}
}

/* We say it byte by byte as the vector has it. Of a BOARDS with other than one list we could not. */
static void check_written(const json_t *vector, const struct wire_message *m)
{
	const char *hex = vectors_text(vector, json_object_get(vector, "written") != NULL ? "written" : "hex");
	size_t lists = (m->boards.offer.n > 0) + (size_t)(m->boards.accept.n > 0) + (m->boards.withdraw.n > 0);

	if (m->type == WIRE_BOARDS && lists != 1) {
		return;
	}
	struct kiem_span body = written(m);
	if (!vectors_same_hex(hex, body.p, body.n)) {
		vectors_failed(vector, "it is written otherwise");
	}
}

static void check_message(const json_t *vector)
{
	static uint8_t bytes[VECTORS_BYTES_MAX];
	size_t n = vectors_bytes(vector, "hex", bytes);
	const json_t *fields = json_object_get(vector, "fields");
	struct wire_message m;
	struct kiem_cbor r;
	enum kiem_verdict verdict = wire_read(&m, bytes, n);

	if (strcmp(kiem_verdict_name(verdict), vectors_text(vector, "verdict")) != 0) {
		vectors_failed(vector, "%s", kiem_verdict_name(verdict));
	} else if (verdict == KIEM_OK) {
		const char *type = wire_type_name(m.type);
		if (strcmp(type, vectors_text(vector, "type")) != 0) {
			vectors_failed(vector, "the type is read as %s", type);
		}
		kiem_cbor_init(&r, bytes, n);
		if (fields != NULL && (!vectors_same_pairs(&r, fields) || r.bad || r.p != r.end)) {
			vectors_failed(vector, "it reads otherwise");
		}
		if (strcmp(type, "unknown") != 0) {
			check_written(vector, &m);
		}
	}
}

static bool same_descriptor(const json_t *vector, const struct wire_descriptor *d)
{
	const json_t *addresses = json_object_get(vector, "addresses");
	bool same = vectors_same_hex(vectors_text(vector, "node"), d->node.b, sizeof(d->node.b)) &&
	            d->dialable == json_is_true(json_object_get(vector, "dialable")) &&
	            d->made == json_integer_value(json_object_get(vector, "made")) && d->n_addresses == json_array_size(addresses);

	for (size_t i = 0; same && i < d->n_addresses; i++) {
		const char *address = json_string_value(json_array_get(addresses, i));
		same = strlen(address) == d->addresses[i].n && memcmp(address, d->addresses[i].p, d->addresses[i].n) == 0;
	}
	return same;
}

static void check_descriptor(const json_t *vector)
{
	static uint8_t bytes[VECTORS_BYTES_MAX];
	size_t n = vectors_bytes(vector, "hex", bytes);
	struct wire_descriptor d;
	enum kiem_verdict verdict = wire_descriptor_read(&d, bytes, n);

	if (strcmp(kiem_verdict_name(verdict), vectors_text(vector, "verdict")) != 0) {
		vectors_failed(vector, "%s", kiem_verdict_name(verdict));
	} else if (verdict == KIEM_OK && !same_descriptor(vector, &d)) {
		vectors_failed(vector, "a field is decoded otherwise");
	}
}

/* What is remembered of a node that said first one and then the other. */
static const char *kept(struct book *book, struct kiem_span first, struct kiem_span second)
{
	struct book_evidence evidence;
	enum kiem_verdict verdict;
	uint16_t peer = members_book_take(book, &verdict, &evidence, first, 1, 0);

	if (peer == PEER_NONE || members_book_take(book, &verdict, &evidence, second, 1, 0) != peer) {
		return evidence.mine != DESCRIPTORS_NONE ? "evidence" : "none";
	}
	const struct descriptors_entry *held = members_book_descriptor(book, peer);
	bool is_first = held->n == first.n && memcmp(held->bytes, first.p, first.n) == 0;
	bool is_second = held->n == second.n && memcmp(held->bytes, second.p, second.n) == 0;
	return is_first && is_second ? "same" : is_first ? "first" : "second";
}

static void check_pair(const json_t *vector)
{
	static uint8_t first[VECTORS_BYTES_MAX], second[VECTORS_BYTES_MAX];
	const unsigned max = 8;
	const struct kiem_key self = {{1}};
	struct book book;
	size_t pool_size = descriptors_size(max), size = members_book_size(BOOK_PEERS_MIN);
	void *pool_mem = malloc(pool_size), *mem = malloc(size);

	if (pool_mem == NULL || mem == NULL) {
		abort();
	}
	members_book_init(&book, mem, descriptors_init(pool_mem, pool_size, max), BOOK_PEERS_MIN, &self, (const uint8_t[16]){2});
	struct kiem_span one = {first, vectors_bytes(vector, "first", first)};
	struct kiem_span two = {second, vectors_bytes(vector, "second", second)};
	const char *keep = kept(&book, one, two);
	if (strcmp(keep, vectors_text(vector, "keep")) != 0) {
		vectors_failed(vector, "%s", keep);
	}
	free(mem);
	free(pool_mem);
}

static void check(const json_t *vector)
{
	const char *of = vectors_text(vector, "of");

	if (strcmp(of, "message") == 0) {
		check_message(vector);
	} else if (strcmp(of, "descriptor") == 0) {
		check_descriptor(vector);
	} else {
		check_pair(vector);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2 || sodium_init() < 0) {
		fprintf(stderr, "check_wire DIRECTORY\n");
		return 2;
	}
	vectors_check(argv[1], "wire.json", check);
	return vectors_end();
}
