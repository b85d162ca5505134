/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The address book: nodes that proved themselves go to the store by and by, and come back to the swarm at the start. One that is
 * noted again before it was written takes its own place, so what waits is bounded by how many nodes there are, and by BOOK_MAX.
 */
#include "daemon.h"

#include "log.h"

#include <string.h>

void book_take(struct daemon *d, const struct swarm_effect *effect)
{
	struct book *book = &d->book;
	struct kiem_span descriptor = effect->notify.descriptor;
	size_t i = 0;

	if (descriptor.n == 0 || descriptor.n > KIEM_DESCRIPTOR_MAX) {
		return;
	}
	while (i < book->n && memcmp(&book->known[i].node, &effect->notify.node, sizeof(effect->notify.node)) != 0) {
		i++;
	}
	if (i == BOOK_MAX) {
		return; /* the swarm notes it again when it is linked again */
	}
	book->n += i == book->n;
	struct kiem_known *known = &book->known[i];

	*known = (struct kiem_known){
	        .node = effect->notify.node, .last_ok_ms = kiem_now_ms(), .anchor = effect->notify.anchor, .n = descriptor.n};
	memcpy(known->descriptor, descriptor.p, descriptor.n);
}

void book_write(struct daemon *d)
{
	if (d->book.n > 0 && door_book(d->door, d->book.known, d->book.n)) {
		d->book.n = 0;
	}
}

/* A read for each: the swarm's effects of a step must not happen inside a transaction. */
static bool next(struct daemon *d, struct kiem_known *known, const struct kiem_key *after)
{
	struct kiem_read *read = NULL;

	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		return false;
	}
	enum kiem_err e = kiem_read_book_next(read, known, after);
	kiem_read_end(read);
	return e == KIEM_DONE;
}

void book_tell(struct daemon *d)
{
	struct swarm_in in = {.type = SWARM_PEER, .link = SWARM_NO_LINK};
	struct kiem_known known;
	struct kiem_key after;
	size_t told = 0;

	for (size_t n = 0; n < KIEM_BOOK_MAX && next(d, &known, n == 0 ? NULL : &after); n++) {
		after = known.node;
		if (memcmp(&known.node, &d->node, sizeof(d->node)) == 0) {
			continue; /* self.c's */
		}
		in.peer.descriptor = (struct kiem_span){known.descriptor, known.n};
		in.peer.last_ok_ms = known.last_ok_ms;
		in.peer.anchor = known.anchor;
		daemon_step(d, &in);
		told++;
	}
	if (told > 0) {
		log_event(LOG_INFO, "BOOK", "nodes=%zu", told);
	}
}
