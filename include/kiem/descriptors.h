/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verified descriptors of nodes (wire.h), each held once. A signature costs as much as everything else that a node does with a
 * shuffle, and the same few hundred descriptors come by again and again: who holds the bytes already need not verify them. Several
 * swarms of one process may share a pool, so that ten thousand simulated nodes hold ten thousand descriptors and not a million.
 *
 * An entry lives while somebody holds a reference to it; its number, its bytes and its spans stay the same for so long.
 */
#ifndef KIEM_DESCRIPTORS_H
#define KIEM_DESCRIPTORS_H

#include <kiem/wire.h>

#define DESCRIPTORS_NONE UINT32_MAX

struct swarm_descriptors; /* lives in memory that the caller gave */

/* How many bytes descriptors_init needs for a pool of at most max entries. */
size_t descriptors_size(unsigned max);
/* mem is aligned for any type and at least descriptors_size bytes; it stays the caller's, and there is no finish. */
struct swarm_descriptors *descriptors_init(void *mem, size_t size, unsigned max);

/*
 * The entry of these bytes, verified now unless they are held already, with a reference for the caller. On failure
 * DESCRIPTORS_NONE: *verdict then is the rule that the bytes break, or KIEM_FULL when the pool has no room.
 */
uint32_t descriptors_intern(struct swarm_descriptors *pool, enum kiem_verdict *verdict, struct kiem_span bytes);
void descriptors_ref(struct swarm_descriptors *pool, uint32_t entry);
void descriptors_unref(struct swarm_descriptors *pool, uint32_t entry); /* DESCRIPTORS_NONE: nothing */

struct descriptors_entry {
	struct wire_descriptor read; /* spans into the bytes below */
	uint64_t network; /* of its first address that has one, as descriptors_network tells; 0: private, loopback or none */
	uint16_t n;
	uint8_t bytes[WIRE_DESCRIPTOR_MAX];
};
/* Valid while the caller, or somebody for it, holds a reference. */
const struct descriptors_entry *descriptors_get(const struct swarm_descriptors *pool, uint32_t entry);
/* How many entries are held, and how many signatures were verified since init: for tests and figures. */
unsigned descriptors_held(const struct swarm_descriptors *pool);
uint64_t descriptors_verified(const struct swarm_descriptors *pool);

/*
 * The public network of "host:port": /24 of an IPv4 address, /48 of an IPv6 address, a hash of a name; never 0 but for private
 * ranges, link-local and loopback, and for what is no address at all. *is_private (may be NULL) tells the two apart.
 */
uint64_t descriptors_network(struct kiem_span address, bool *is_private);

/* A number for the host of "host:port" alone, the same for every way to write it; 0: it is no numeric address. */
uint64_t descriptors_host(struct kiem_span address, bool *is_private);

#endif
