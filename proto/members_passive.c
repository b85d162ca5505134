/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A passive view in keyed-rank slots (members_book.h). One keyed hash of a node and one of its network serve all slots: what makes
 * them differ is a mixing of 64 bits that nobody can aim at who does not know those hashes. That costs a few ns a slot instead of a
 * SipHash, which matters when a hundred slots look at eight nodes in every shuffle.
 */
#include "members_book.h"

#include <sodium.h>
#include <string.h>

size_t members_passive_size(unsigned max)
{
	return max * sizeof(uint64_t) + (max * sizeof(uint16_t) + 7) / 8 * 8;
}

void members_passive_init(struct passive *passive, void *mem, unsigned max, const uint8_t key[static 16])
{
	passive->max = max;
	memcpy(passive->key, key, sizeof(passive->key));
	passive->ranks = mem;
	passive->peers = (uint16_t *)(passive->ranks + max);
	memset(passive->peers, 0xff, max * sizeof(uint16_t)); /* PEER_NONE */
}

static void set(struct passive *passive, struct book *book, unsigned slot, uint16_t peer, uint64_t rank)
{
	uint16_t old = passive->peers[slot];

	if (peer != PEER_NONE) {
		members_book_hold(book, peer);
	}
	passive->peers[slot] = peer;
	passive->ranks[slot] = rank;
	members_book_release(book, old);
}

void members_passive_clear(struct passive *passive, struct book *book)
{
	for (unsigned slot = 0; slot < passive->max; slot++) {
		set(passive, book, slot, PEER_NONE, 0);
	}
}

/* Steele and Flood's finalizer (SplittableRandom, 2014): every bit of the input moves half of the output's. */
static uint64_t mix(uint64_t v)
{
	v = (v ^ (v >> 30)) * 0xbf58476d1ce4e5b9ull;
	v = (v ^ (v >> 27)) * 0x94d049bb133111ebull;
	return v ^ (v >> 31);
}

static uint64_t keyed(const struct passive *passive, const void *bytes, size_t n)
{
	uint64_t out;

	crypto_shorthash((uint8_t *)&out, bytes, n, (const uint8_t *)passive->key);
	return out;
}

static uint64_t rank_in(unsigned slot, uint64_t node, uint64_t network)
{
	uint64_t key = (slot + 1) * 0x9e3779b97f4a7c15ull;

	return (mix(network ^ key) & ~(uint64_t)UINT32_MAX) | mix(node ^ key) >> 32;
}

unsigned members_passive_offer(struct passive *passive, struct book *book, uint16_t peer)
{
	const struct peer *p = members_book_peer(book, peer);
	uint64_t node = keyed(passive, &members_book_descriptor(book, peer)->read.node, sizeof(struct kiem_key));
	uint64_t network = p->network != 0 ? keyed(passive, &p->network, sizeof(p->network)) : node;
	unsigned n = 0;

	for (unsigned slot = 0; slot < passive->max; slot++) {
		uint16_t other = passive->peers[slot];
		uint64_t rank = rank_in(slot, node, network);
		if (other == peer) {
			n++;
		} else if (other == PEER_NONE || rank < passive->ranks[slot]) {
			set(passive, book, slot, peer, rank);
			n++;
		}
	}
	return n;
}

void members_passive_forget(struct passive *passive, struct book *book, uint16_t peer)
{
	for (unsigned slot = 0; slot < passive->max; slot++) {
		if (passive->peers[slot] == peer) {
			set(passive, book, slot, PEER_NONE, 0);
		}
	}
}

uint16_t members_passive_at(const struct passive *passive, unsigned from, unsigned *slot)
{
	for (unsigned k = 0; k < passive->max; k++) {
		*slot = (from + k) % passive->max;
		if (passive->peers[*slot] != PEER_NONE) {
			return passive->peers[*slot];
		}
	}
	return PEER_NONE;
}
