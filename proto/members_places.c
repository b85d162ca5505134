/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who stands where in the address book (members_book.h). Each node has one bucket in each part that it can stand in, by
 * keyed hashes:
 *
 *     heard    hash(source, hash(source, network of the address) mod 4)
 *     tested   hash(network of the address, hash(key) mod 4)
 *
 * A heard one gives way to another only when it failed often and never answered. A tested one gives way only after it
 * failed: until then whoever wants its place makes it doubted, so that the next probe tries it. So neither repeating nor
 * inventing nodes moves out what is known to be good.
 */
#include "members_book.h"

#include <sodium.h>
#include <string.h>

static uint64_t hash3(const struct book *book, uint64_t kind, uint64_t a, uint64_t b)
{
	const uint64_t in[3] = {kind, a, b};
	uint64_t out;

	crypto_shorthash((uint8_t *)&out, (const uint8_t *)in, sizeof(in), book->key);
	return out;
}

/* What a node's network is to the book: for one in a private network the node itself, else a whole park would be one source. */
static uint64_t network_of(const struct peer *p)
{
	return p->network != 0 ? p->network : p->key8;
}

static unsigned place_in(const struct book *book, unsigned n_places, uint64_t bucket, uint64_t key8)
{
	bucket %= n_places / BOOK_BUCKET;
	return (unsigned)(bucket * BOOK_BUCKET + hash3(book, 5, bucket, key8) % BOOK_BUCKET);
}

static unsigned heard_place(const struct book *book, const struct peer *p, uint64_t source)
{
	source = source != 0 ? source : network_of(p); /* nobody told of it but our own memory */
	uint64_t which = hash3(book, 1, source, network_of(p)) % BOOK_SPREAD;

	return place_in(book, book->n_heard, hash3(book, 2, source, which), p->key8);
}

static unsigned tested_place(const struct book *book, const struct peer *p)
{
	uint64_t which = hash3(book, 3, 0, p->key8) % BOOK_SPREAD;

	return place_in(book, book->n_tested, hash3(book, 4, network_of(p), which), p->key8);
}

/* A free place in the bucket, the one at `place` first; else one whose node may go, as `may_go` says; else that at `place`. */
static unsigned best_place(const struct book *book, bool in_tested, unsigned place, bool (*may_go)(const struct peer *))
{
	const uint16_t *part = in_tested ? book->tested : book->heard;
	const unsigned first = place / BOOK_BUCKET * BOOK_BUCKET;

	for (unsigned k = 0; k < BOOK_BUCKET; k++) {
		unsigned i = first + (place + k) % BOOK_BUCKET;
		if (part[i] == PEER_NONE) {
			return i;
		}
	}
	for (unsigned k = 0; k < BOOK_BUCKET; k++) {
		unsigned i = first + (place + k) % BOOK_BUCKET;
		if (may_go(&book->peers[part[i]])) {
			return i;
		}
	}
	return place;
}

static bool is_terrible(const struct peer *p)
{
	return !p->tested && p->failures >= BOOK_FAILURES_TERRIBLE;
}

static bool has_failed(const struct peer *p)
{
	return p->failures > 0;
}

static void stand(struct book *book, uint16_t peer, bool in_tested, unsigned place)
{
	struct peer *p = &book->peers[peer];
	uint16_t *part = in_tested ? book->tested : book->heard;

	part[place] = peer;
	p->place = (uint16_t)place;
	p->in_tested = in_tested;
	members_book_hold(book, peer);
}

/* Takes whoever stands there out; it may stand elsewhere or nowhere afterwards. */
static void remove_at(struct book *book, bool in_tested, unsigned place)
{
	uint16_t *part = in_tested ? book->tested : book->heard, other = part[place];

	part[place] = PEER_NONE;
	if (other != PEER_NONE) {
		book->peers[other].place = PEER_NONE;
		book->peers[other].doubted = false;
		members_book_release(book, other);
	}
}

void members_book_heard(struct book *book, uint16_t peer, uint64_t source)
{
	unsigned place = best_place(book, false, heard_place(book, &book->peers[peer], source), is_terrible);
	uint16_t other = book->heard[place];

	if (other != PEER_NONE) {
		if (!is_terrible(&book->peers[other])) {
			return;
		}
		remove_at(book, false, place);
	}
	stand(book, peer, false, place);
}

void members_book_reached(struct book *book, uint16_t peer, uint64_t now_ms)
{
	struct peer *p = &book->peers[peer];

	p->tested = true;
	p->doubted = false;
	p->failures = 0;
	p->tried_ms = now_ms;
	if (p->place != PEER_NONE && p->in_tested) {
		return;
	}
	unsigned place = best_place(book, true, tested_place(book, p), has_failed);
	uint16_t other = book->tested[place];
	if (other != PEER_NONE && !has_failed(&book->peers[other])) {
		book->peers[other].doubted = true; /* test before evict */
		return;
	}
	if (p->place != PEER_NONE) {
		members_book_hold(book, peer); /* while it moves */
		remove_at(book, false, p->place);
		remove_at(book, true, place);
		stand(book, peer, true, place);
		members_book_release(book, peer);
	} else {
		remove_at(book, true, place);
		stand(book, peer, true, place);
	}
}

void members_book_failed(struct book *book, uint16_t peer, uint64_t now_ms)
{
	struct peer *p = &book->peers[peer];

	p->failures = (uint8_t)(p->failures + (p->failures < UINT8_MAX));
	p->tried_ms = now_ms;
	p->doubted = false;
}

uint16_t members_book_at(const struct book *book, unsigned i)
{
	i %= book->n_heard + book->n_tested;
	return i < book->n_heard ? book->heard[i] : book->tested[i - book->n_heard];
}

/* Half of the picks go to a doubted one if there is any: so whoever makes nodes doubted cannot decide whom we try. */
uint16_t members_book_random(const struct book *book, uint64_t random)
{
	const unsigned n = book->n_heard + book->n_tested, from = (unsigned)((random >> 1) % n);
	uint16_t found = PEER_NONE;

	for (unsigned k = 0; k < n; k++) {
		unsigned i = (from + k) % n;
		uint16_t peer = members_book_at(book, i);
		if (peer == PEER_NONE) {
			continue;
		}
		found = found == PEER_NONE ? peer : found;
		if ((random & 1) == 0) {
			break;
		}
		if (book->peers[peer].doubted) {
			return peer;
		}
	}
	return found;
}
