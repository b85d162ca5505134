/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whom this node names to others, in shuffles and answers: neighbours, nodes of the passive view, nodes that it reached itself.
 * Never two times the same in one message, and only who says that it can be dialled.
 */
#include "members_parts.h"

static void add(struct wire_message *m, const struct swarm *s, uint16_t peer)
{
	const struct descriptors_entry *e = members_book_descriptor(&s->members.book, peer);

	for (size_t i = 0; i < m->walk.n; i++) {
		if (m->walk.descriptors[i].p == e->bytes) {
			return;
		}
	}
	if (e->read.dialable && m->walk.n < WIRE_SHUFFLE_MAX) {
		m->walk.descriptors[m->walk.n++] = (struct kiem_span){e->bytes, e->n};
	}
}

void members_name_active(struct swarm *s, struct wire_message *m, uint32_t slot, unsigned n, uint32_t except)
{
	const struct members_board *b = members_of(s, slot);
	unsigned from = b->n_active > 0 ? (unsigned)fx_random_below(s, b->n_active) : 0;

	for (unsigned i = 0; i < b->n_active && n > 0; i++) {
		uint32_t at = b->active[(from + i) % b->n_active];
		if (at != except && s->links[at].members.peer != PEER_NONE) {
			add(m, s, s->links[at].members.peer);
			n--;
		}
	}
}

void members_name_passive(struct swarm *s, struct wire_message *m, uint32_t slot, unsigned n)
{
	const struct members_board *b = members_of(s, slot);
	unsigned at;

	for (; n > 0 && b->passive.max > 0; n--) {
		uint16_t peer = members_passive_at(&b->passive, (unsigned)fx_random_below(s, b->passive.max), &at);
		if (peer != PEER_NONE && !members_book_resting(&s->members.book, peer, s->mono_ms)) {
			add(m, s, peer);
		}
	}
}

void members_name_tested(struct swarm *s, struct wire_message *m, uint32_t to)
{
	const struct book *book = &s->members.book;
	unsigned from = (unsigned)fx_random_below(s, book->n_tested);

	for (unsigned i = 0; i < book->n_tested && m->walk.n < WIRE_SHUFFLE_MAX; i++) {
		uint16_t peer = book->tested[(from + i) % book->n_tested];
		if (peer != PEER_NONE && peer != s->links[to].members.peer && !members_book_resting(book, peer, s->mono_ms)) {
			add(m, s, peer);
		}
	}
}
