/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pool and a book of remembered nodes, and nodes to fill it with. */
#ifndef KIEM_MEMBERS_RIG_H
#define KIEM_MEMBERS_RIG_H

#include "support.h"

#include "../../../proto/members_book.h"

#define RIG_PEERS 128
#define RIG_POOL 4096

struct members_rig {
	void *pool_mem, *book_mem;
	struct swarm_descriptors *pool;
	struct book book;
};

static inline void members_rig_begin(struct members_rig *rig)
{
	static const uint8_t key[16] = "a secret of ours";
	struct support_author self;

	support_author(&self, 0);
	rig->pool_mem = malloc(descriptors_size(RIG_POOL));
	rig->book_mem = malloc(members_book_size(RIG_PEERS));
	assert_non_null(rig->pool_mem);
	assert_non_null(rig->book_mem);
	memset(rig->book_mem, 0xa5, members_book_size(RIG_PEERS));
	rig->pool = descriptors_init(rig->pool_mem, descriptors_size(RIG_POOL), RIG_POOL);
	members_book_init(&rig->book, rig->book_mem, rig->pool, RIG_PEERS, &self.key, key);
}

static inline void members_rig_end(struct members_rig *rig)
{
	free(rig->pool_mem);
	free(rig->book_mem);
}

/* The descriptor of node number `who` at an address of network `network` (0: a private one). */
static inline struct kiem_span members_rig_descriptor(
        uint8_t out[static WIRE_DESCRIPTOR_MAX], unsigned who, unsigned network, int64_t made)
{
	struct support_author a;
	struct wire_descriptor d = {.made = made, .dialable = true, .n_addresses = 1};
	char address[32];
	size_t n;

	support_author(&a, who);
	(void)snprintf(address, sizeof(address), "%u.%u.%u.%u:7340", network == 0 ? 10 : 50 + (network >> 16), network >> 8 & 0xff,
	        network & 0xff, 1 + who % 250);
	d.addresses[0] = support_span(address);
	assert_int_equal(wire_descriptor_make(out, &n, &d, a.secret), KIEM_OK);
	return (struct kiem_span){out, n};
}

/* Taken up and held; PEER_NONE when the book does not want it. */
static inline uint16_t members_rig_take(struct members_rig *rig, unsigned who, unsigned network, uint64_t source, uint64_t now_ms)
{
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
	struct book_evidence evidence;
	enum kiem_verdict verdict;

	return members_book_take(
	        &rig->book, &verdict, &evidence, members_rig_descriptor(bytes, who, network, SUPPORT_NOW), source, now_ms);
}

#endif
