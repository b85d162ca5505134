/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of remembered nodes (members_book.h): records found by key, counted by their users. Two descriptors of one key and
 * one time that differ prove that their signer says different things to different people; both are handed out as evidence and the
 * signer is shunned for a while.
 */
#include "members_book.h"

#include <assert.h>
#include <string.h>

#define KEY_AT 10 /* where a descriptor's key lies (wire_descriptor.c) */

static uint64_t key8_of(const uint8_t *key)
{
	uint64_t v;

	memcpy(&v, key, sizeof(v));
	return v;
}

static unsigned heads_for(unsigned max)
{
	unsigned n = 16;

	while (n < max) {
		n *= 2;
	}
	return n;
}

/* An eighth of the peers may stand as tested, half as heard of; the others are those of passive views only. */
static unsigned places(unsigned max, unsigned share)
{
	return max / share < BOOK_BUCKET ? BOOK_BUCKET : max / share / BOOK_BUCKET * BOOK_BUCKET;
}

size_t members_book_size(unsigned peers_max)
{
	size_t n_16 = heads_for(peers_max) + places(peers_max, 2) + places(peers_max, 8);

	return peers_max * sizeof(struct peer) + (n_16 * sizeof(uint16_t) + 7) / 8 * 8;
}

void members_book_init(struct book *book, void *mem, struct swarm_descriptors *pool, unsigned peers_max,
        const struct kiem_key *self, const uint8_t key[static 16])
{
	assert(peers_max >= BOOK_PEERS_MIN && peers_max <= BOOK_PEERS_MAX);
	*book = (struct book){.pool = pool, .self = *self, .max = peers_max, .mask = heads_for(peers_max) - 1};
	memcpy(book->key, key, sizeof(book->key));
	book->first_free = PEER_NONE;
	book->n_heard = places(peers_max, 2);
	book->n_tested = places(peers_max, 8);
	book->peers = mem;
	book->heads = (uint16_t *)(book->peers + peers_max);
	book->heard = book->heads + book->mask + 1;
	book->tested = book->heard + book->n_heard;
	memset(book->heads, 0xff, (book->mask + 1 + book->n_heard + book->n_tested) * sizeof(uint16_t)); /* PEER_NONE */
}

const struct descriptors_entry *members_book_descriptor(const struct book *book, uint16_t peer)
{
	return descriptors_get(book->pool, book->peers[peer].descriptor);
}

static uint16_t *head_of(const struct book *book, uint64_t key8)
{
	return &book->heads[key8 & book->mask];
}

bool members_book_is_of(struct kiem_span descriptor, const struct kiem_key *node)
{
	return descriptor.n > KEY_AT + sizeof(node->b) && memcmp(descriptor.p + KEY_AT, node->b, sizeof(node->b)) == 0;
}

uint16_t members_book_find(const struct book *book, const struct kiem_key *node)
{
	uint64_t key8 = key8_of(node->b);
	uint16_t i = *head_of(book, key8);

	while (i != PEER_NONE && !(book->peers[i].key8 == key8 &&
	                                 memcmp(members_book_descriptor(book, i)->read.node.b, node->b, sizeof(node->b)) == 0)) {
		i = book->peers[i].next;
	}
	return i;
}

void members_book_hold(struct book *book, uint16_t peer)
{
	book->peers[peer].uses++;
	assert(book->peers[peer].uses > 0);
}

void members_book_release(struct book *book, uint16_t peer)
{
	if (peer == PEER_NONE) {
		return;
	}
	struct peer *p = &book->peers[peer];
	assert(p->uses > 0);
	if (--p->uses > 0) {
		return;
	}
	uint16_t *link = head_of(book, p->key8);
	while (*link != peer) {
		link = &book->peers[*link].next;
	}
	*link = p->next;
	p->next = book->first_free;
	book->first_free = peer;
	descriptors_unref(book->pool, p->descriptor);
	book->n--;
}

bool members_book_resting(const struct book *book, uint16_t peer, uint64_t now_ms)
{
	const struct peer *p = &book->peers[peer];

	return p->failures > 0 && now_ms < p->tried_ms + BOOK_FAILED_MS;
}

/* ---- shunned ---- */

static bool is_shunned(const struct book *book, uint64_t key8, uint64_t now_ms)
{
	for (unsigned i = 0; i < BOOK_SHUNNED_MAX && i < book->n_shunned; i++) {
		if (book->shunned[i].key8 == key8 && now_ms < book->shunned[i].until_ms) {
			return true;
		}
	}
	return false;
}

static void leave(struct book *book, uint16_t peer)
{
	struct peer *p = &book->peers[peer];

	if (p->place != PEER_NONE) {
		(p->in_tested ? book->tested : book->heard)[p->place] = PEER_NONE;
		p->place = PEER_NONE;
		members_book_release(book, peer);
	}
}

void members_book_shun(struct book *book, uint16_t peer, uint64_t now_ms)
{
	unsigned i = book->n_shunned++ % BOOK_SHUNNED_MAX; /* a full list forgets its oldest */

	book->shunned[i].key8 = book->peers[peer].key8;
	book->shunned[i].until_ms = now_ms + BOOK_SHUN_MS;
	leave(book, peer);
}

/* ---- taking up ---- */

static uint16_t take_record(struct book *book)
{
	uint16_t i = book->first_free;

	if (i != PEER_NONE) {
		book->first_free = book->peers[i].next;
		return i;
	}
	return book->touched < book->max ? book->touched++ : PEER_NONE;
}

/* Room for a record: one that only the heard part holds gives way, at a place that its successor's key decides. */
static uint16_t make_room(struct book *book, uint64_t key8)
{
	uint16_t i = take_record(book);

	for (unsigned k = 0; k < book->n_heard && i == PEER_NONE; k++) {
		uint16_t other = book->heard[(key8 + k) % book->n_heard];
		if (other != PEER_NONE && book->peers[other].uses == 1) {
			leave(book, other);
			i = take_record(book);
		}
	}
	return i;
}

static uint16_t add(struct book *book, uint32_t descriptor)
{
	const struct descriptors_entry *e = descriptors_get(book->pool, descriptor);
	uint64_t key8 = key8_of(e->read.node.b);
	uint16_t i = make_room(book, key8), *head = head_of(book, key8);

	if (i == PEER_NONE) {
		descriptors_unref(book->pool, descriptor);
		return PEER_NONE;
	}
	book->peers[i] = (struct peer){.key8 = key8, .network = e->network, .descriptor = descriptor, .uses = 1};
	book->peers[i].place = PEER_NONE;
	book->peers[i].next = *head;
	*head = i;
	book->n++;
	return i;
}

/* A second descriptor of a known node; takes the reference over. False when the two contradict each other. */
static bool renew(struct book *book, struct book_evidence *evidence, uint16_t peer, uint32_t descriptor)
{
	struct peer *p = &book->peers[peer];
	const struct descriptors_entry *had = descriptors_get(book->pool, p->descriptor);
	const struct descriptors_entry *has = descriptors_get(book->pool, descriptor);

	if (descriptor != p->descriptor && has->read.made == had->read.made) {
		*evidence = (struct book_evidence){.mine = p->descriptor, .other = descriptor};
		descriptors_ref(book->pool, p->descriptor);
		return false;
	}
	if (has->read.made > had->read.made) {
		uint32_t old = p->descriptor;
		p->descriptor = descriptor;
		p->network = has->network;
		p->failures = 0; /* perhaps it moved */
		descriptor = old;
	}
	descriptors_unref(book->pool, descriptor);
	return true;
}

uint16_t members_book_take(struct book *book, enum kiem_verdict *verdict, struct book_evidence *evidence,
        struct kiem_span descriptor, uint64_t source, uint64_t now_ms)
{
	*verdict = KIEM_OK;
	*evidence = (struct book_evidence){DESCRIPTORS_NONE, DESCRIPTORS_NONE};
	if (members_book_is_of(descriptor, &book->self)) {
		return PEER_NONE;
	}
	if (descriptor.n > KEY_AT + sizeof(book->self.b) && is_shunned(book, key8_of(descriptor.p + KEY_AT), now_ms)) {
		return PEER_NONE;
	}
	uint32_t entry = descriptors_intern(book->pool, verdict, descriptor);
	if (entry == DESCRIPTORS_NONE) {
		return PEER_NONE;
	}
	uint16_t peer = members_book_find(book, &descriptors_get(book->pool, entry)->read.node);
	if (peer == PEER_NONE) {
		peer = add(book, entry);
		if (peer != PEER_NONE) {
			members_book_heard(book, peer, source);
		}
		return peer;
	}
	members_book_hold(book, peer);
	if (!renew(book, evidence, peer, entry)) {
		members_book_shun(book, peer, now_ms);
		members_book_release(book, peer);
		return PEER_NONE;
	}
	return peer;
}
