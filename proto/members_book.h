/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The nodes that this one remembers, and of each board its passive view: pure data, without a link or a message.
 *
 * A peer is remembered while something uses it: a place in the address book, a slot of a passive view, or a caller that
 * holds it. The address book is bucketed as in Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network" (USENIX
 * Security 2015): where a node may stand is a keyed hash of its network and, for one only heard of, of the network that told
 * of it, so that a single source or network can fill only a few places, whatever it says and however often.
 */
#ifndef KIEM_MEMBERS_BOOK_H
#define KIEM_MEMBERS_BOOK_H

#include <kiem/descriptors.h>

#define PEER_NONE UINT16_MAX
#define BOOK_PEERS_MIN 8
#define BOOK_PEERS_MAX 32768
#define BOOK_BUCKET 8            /* places in a bucket */
#define BOOK_SPREAD 4            /* buckets that one source, or one network of tested nodes, can reach */
#define BOOK_SHUNNED_MAX 32      /* signers of contradictions */
#define BOOK_SHUN_MS 600000      /* not taken again for so long */
#define BOOK_FAILED_MS 300000    /* a node that could not be reached is not a candidate for so long */
#define BOOK_FAILURES_TERRIBLE 3 /* a node never reached gives way to another after so many failures */

struct peer {
	uint64_t key8;    /* first bytes of its key */
	uint64_t network; /* descriptors_network of its address */
	uint64_t tried_ms;
	uint32_t descriptor;
	uint16_t next; /* in its chain, or among the free */
	uint16_t uses;
	uint16_t place; /* in the book; PEER_NONE: it stands nowhere */
	uint8_t failures;
	bool tested, anchor, doubted, in_tested;
};

struct book {
	struct swarm_descriptors *pool;
	struct kiem_key self;
	uint8_t key[16];
	unsigned max, mask, n, n_heard, n_tested; /* n: peers remembered; n_heard, n_tested: places */
	uint16_t first_free, touched;
	struct peer *peers;
	uint16_t *heads, *heard, *tested;
	unsigned n_shunned;
	struct {
		uint64_t key8, until_ms;
	} shunned[BOOK_SHUNNED_MAX];
};

size_t members_book_size(unsigned peers_max);
/* mem has members_book_size bytes, aligned for uint64_t; key is a secret of this run. */
void members_book_init(struct book *book, void *mem, struct swarm_descriptors *pool, unsigned peers_max,
        const struct kiem_key *self, const uint8_t key[static 16]);

struct book_evidence {
	uint32_t mine, other; /* references in the pool, to be given back; DESCRIPTORS_NONE: there is no evidence */
};
/*
 * Takes up a descriptor, told by `source` (a network, or a hash of whoever told it): verified, newer wins. Returns its peer, held
 * for the caller until members_book_release; PEER_NONE when it is our own, shunned, or there is no room, and when *verdict is an
 * offence.
 */
uint16_t members_book_take(struct book *book, enum kiem_verdict *verdict, struct book_evidence *evidence,
        struct kiem_span descriptor, uint64_t source, uint64_t now_ms);
bool members_book_is_of(struct kiem_span descriptor, const struct kiem_key *node); /* not verified */
uint16_t members_book_find(const struct book *book, const struct kiem_key *node);  /* PEER_NONE: not remembered; holds nothing */
void members_book_hold(struct book *book, uint16_t peer);
void members_book_release(struct book *book, uint16_t peer);                /* PEER_NONE: nothing */
void members_book_heard(struct book *book, uint16_t peer, uint64_t source); /* into the heard part, if its place is free */
/* It was reached, or not. One that was reached stands among the tested if its place there is free or held by one that failed. */
void members_book_reached(struct book *book, uint16_t peer, uint64_t now_ms);
void members_book_failed(struct book *book, uint16_t peer, uint64_t now_ms);
/* Leaves the book, and is not taken up again for BOOK_SHUN_MS; other users still hold it. */
void members_book_shun(struct book *book, uint16_t peer, uint64_t now_ms);
/* One of those in the book, doubted ones sooner, from 64 random bits; not held. PEER_NONE: the book is empty. */
uint16_t members_book_random(const struct book *book, uint64_t random);

/* Who stands at a place, counted over both parts and modulo their number; PEER_NONE: nobody. */
uint16_t members_book_at(const struct book *book, unsigned i);

static inline struct peer *members_book_peer(const struct book *book, uint16_t peer)
{
	return &book->peers[peer];
}
const struct descriptors_entry *members_book_descriptor(const struct book *book, uint16_t peer);
/* True when it was tried in vain a short time ago. */
bool members_book_resting(const struct book *book, uint16_t peer, uint64_t now_ms);

/* ---- a passive view (members_passive.c) ---- */

/*
 * Slots, each with a keyed rank of its own over all nodes; a slot keeps the node that ranks lowest of all it ever heard of
 * (Auvolat et al., "Basalt", Middleware 2023). What counts is how many nodes somebody is, not how often it says so. The upper half
 * of a rank comes from the node's network, so a public network counts once, however many keys it has.
 */
struct passive {
	unsigned max;
	uint64_t key[2];
	uint64_t *ranks;
	uint16_t *peers; /* PEER_NONE: empty */
};
size_t members_passive_size(unsigned max);
void members_passive_init(struct passive *passive, void *mem, unsigned max, const uint8_t key[static 16]);
void members_passive_clear(struct passive *passive, struct book *book);
/* Into every slot where it ranks lowest. How many slots it has now. */
unsigned members_passive_offer(struct passive *passive, struct book *book, uint16_t peer);
void members_passive_forget(struct passive *passive, struct book *book, uint16_t peer);
/* The first peer at or behind slot `from` (modulo max), PEER_NONE when all are empty; *slot receives where. */
uint16_t members_passive_at(const struct passive *passive, unsigned from, unsigned *slot);

#endif
