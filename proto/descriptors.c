/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pool of verified descriptors (include/kiem/descriptors.h): entries in one array, found by the first bytes of their
 * signature, which are as good as random for everybody but the signer, and compared in full. Whoever grinds signatures into one
 * chain makes a search a little longer and no more, since a chain cannot hold more than the pool.
 */
#include <kiem/descriptors.h>

#include <assert.h>
#include <sodium.h>
#include <string.h>

struct entry {
	struct descriptors_entry shown;
	uint32_t refs, next; /* in its chain, or among the free */
};

struct swarm_descriptors {
	unsigned max, held, mask;
	unsigned touched; /* entries from here on were never used, and their pages cost nothing */
	uint64_t verified;
	uint32_t first_free;
	struct entry *entries;
	uint32_t *heads;
};

static unsigned heads_for(unsigned max)
{
	unsigned n = 16;

	while (n < max) {
		n *= 2;
	}
	return n;
}

size_t descriptors_size(unsigned max)
{
	return sizeof(struct swarm_descriptors) + max * sizeof(struct entry) + heads_for(max) * sizeof(uint32_t);
}

struct swarm_descriptors *descriptors_init(void *mem, size_t size, unsigned max)
{
	struct swarm_descriptors *pool = mem;

	assert(max > 0 && max < DESCRIPTORS_NONE && size >= descriptors_size(max));
	*pool = (struct swarm_descriptors){.max = max, .mask = heads_for(max) - 1};
	pool->entries = (struct entry *)(pool + 1);
	pool->heads = (uint32_t *)(pool->entries + max);
	for (unsigned i = 0; i <= pool->mask; i++) {
		pool->heads[i] = DESCRIPTORS_NONE;
	}
	pool->first_free = DESCRIPTORS_NONE;
	return pool;
}

static uint32_t *head_of(const struct swarm_descriptors *pool, const uint8_t *bytes, size_t n)
{
	uint32_t v;

	memcpy(&v, bytes + n - crypto_sign_BYTES, sizeof(v));
	return &pool->heads[v & pool->mask];
}

static uint32_t find(const struct swarm_descriptors *pool, uint32_t head, struct kiem_span bytes)
{
	uint32_t i = head;

	while (i != DESCRIPTORS_NONE &&
	        !(pool->entries[i].shown.n == bytes.n && memcmp(pool->entries[i].shown.bytes, bytes.p, bytes.n) == 0)) {
		i = pool->entries[i].next;
	}
	return i;
}

static void rebase(struct wire_descriptor *d, const uint8_t *from, const uint8_t *to)
{
	for (size_t i = 0; i < d->n_addresses; i++) {
		d->addresses[i].p = to + (d->addresses[i].p - from);
	}
}

static uint64_t network_of(const struct wire_descriptor *d)
{
	uint64_t network = 0;

	for (size_t i = 0; i < d->n_addresses && network == 0; i++) {
		network = descriptors_network(d->addresses[i], NULL);
	}
	return network;
}

static uint32_t take(struct swarm_descriptors *pool, uint32_t *head, const struct wire_descriptor *read, struct kiem_span bytes)
{
	uint32_t i = pool->first_free;

	if (i != DESCRIPTORS_NONE) {
		pool->first_free = pool->entries[i].next;
	} else {
		i = pool->touched++;
	}
	struct entry *e = &pool->entries[i];
	pool->held++;
	e->shown.read = *read;
	e->shown.n = (uint16_t)bytes.n;
	memcpy(e->shown.bytes, bytes.p, bytes.n);
	rebase(&e->shown.read, bytes.p, e->shown.bytes);
	e->shown.network = network_of(&e->shown.read);
	e->refs = 1;
	e->next = *head;
	*head = i;
	return i;
}

uint32_t descriptors_intern(struct swarm_descriptors *pool, enum kiem_verdict *verdict, struct kiem_span bytes)
{
	struct wire_descriptor read;

	if (bytes.n <= crypto_sign_BYTES || bytes.n > WIRE_DESCRIPTOR_MAX) {
		*verdict = bytes.n > WIRE_DESCRIPTOR_MAX ? KIEM_TOO_BIG : KIEM_BAD_ENVELOPE;
		return DESCRIPTORS_NONE;
	}
	uint32_t *head = head_of(pool, bytes.p, bytes.n), i = find(pool, *head, bytes);
	*verdict = KIEM_OK;
	if (i != DESCRIPTORS_NONE) {
		pool->entries[i].refs++;
		return i;
	}
	if (pool->held == pool->max) {
		*verdict = KIEM_FULL;
		return DESCRIPTORS_NONE;
	}
	pool->verified++;
	*verdict = wire_descriptor_read(&read, bytes.p, bytes.n);
	return *verdict == KIEM_OK ? take(pool, head, &read, bytes) : DESCRIPTORS_NONE;
}

void descriptors_ref(struct swarm_descriptors *pool, uint32_t entry)
{
	assert(entry < pool->max && pool->entries[entry].refs > 0);
	pool->entries[entry].refs++;
}

void descriptors_unref(struct swarm_descriptors *pool, uint32_t entry)
{
	if (entry == DESCRIPTORS_NONE) {
		return;
	}
	assert(entry < pool->max && pool->entries[entry].refs > 0);
	struct entry *e = &pool->entries[entry];
	if (--e->refs > 0) {
		return;
	}
	uint32_t *link = head_of(pool, e->shown.bytes, e->shown.n);
	while (*link != entry) {
		link = &pool->entries[*link].next;
	}
	*link = e->next;
	e->next = pool->first_free;
	pool->first_free = entry;
	pool->held--;
}

const struct descriptors_entry *descriptors_get(const struct swarm_descriptors *pool, uint32_t entry)
{
	assert(entry < pool->max && pool->entries[entry].refs > 0);
	return &pool->entries[entry].shown;
}

unsigned descriptors_held(const struct swarm_descriptors *pool)
{
	return pool->held;
}

uint64_t descriptors_verified(const struct swarm_descriptors *pool)
{
	return pool->verified;
}
