/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the swarm remarks. Each is logged or counted here; what belongs in the store waits a little for more of it and goes to the
 * door in one go, because each of these writes ends in a sync. Losing one in a crash costs nothing but doing something again: the
 * cursor is streamed from an earlier place, a neighbour is told to hold a post a little later.
 */
#include "daemon.h"

#include "log.h"

#include <inttypes.h>
#include <string.h>

static void waits(struct daemon *d)
{
	struct notes *notes = &d->notes;
	uint64_t gathered = kiem_monotonic_ms() + NOTES_GATHER_MS, rested = notes->written_ms + NOTES_WRITE_MS;

	if (notes->due_ms == UINT64_MAX) {
		notes->due_ms = gathered > rested ? gathered : rested;
	}
}

static void write_cursors(struct daemon *d)
{
	for (size_t i = 0; i < SWARM_BOARDS_MAX; i++) {
		struct note_cursor *c = &d->notes.cursors[i];
		struct door_job job = {.type = DOOR_CURSOR};

		job.cursor.board = c->board;
		job.cursor.made = c->made;
		job.cursor.id = c->id;
		job.cursor.complete = c->complete;
		if (c->waits && door_put(d->door, &job)) {
			c->waits = false;
		}
	}
}

/* The newest position of a board is the only one that matters. */
static void take_cursor(struct daemon *d, const struct swarm_effect *effect)
{
	struct told_board *told = follow_board(&d->follow, effect->notify.board);
	struct note_cursor *cursor = NULL;

	if (told == NULL) {
		return;
	}
	for (size_t i = 0; i < SWARM_BOARDS_MAX; i++) {
		struct note_cursor *c = &d->notes.cursors[i];

		if (c->waits && c->board == told->number) {
			cursor = c;
			break;
		}
		if (!c->waits && cursor == NULL) {
			cursor = c;
		}
	}
	if (cursor == NULL) { /* boards let go of and followed again within two seconds */
		write_cursors(d);
		cursor = &d->notes.cursors[0];
	}
	if (effect->notify.complete && !told->complete) {
		log_event(LOG_INFO, "BOARD-COMPLETE", "board=%s", told->name);
	}
	told->complete = told->complete || effect->notify.complete;
	*cursor = (struct note_cursor){.waits = true,
	        .board = told->number,
	        .made = effect->notify.made,
	        .id = effect->notify.id,
	        .complete = effect->notify.complete};
	waits(d);
}

static void take_held(struct daemon *d, const struct swarm_effect *effect)
{
	struct notes *notes = &d->notes;

	if (notes->n_holds == NOTES_HOLDS_MAX) {
		notes_write(d, true);
	}
	notes->holds[notes->n_holds++] = (struct note_hold){.node = effect->notify.node, .number = effect->notify.number};
	waits(d);
}

static void take_clock(struct daemon *d, const struct swarm_effect *effect)
{
	struct door_job job = {.type = DOOR_CLOCK, .clock_offset_ms = effect->notify.offset_ms};

	if (effect->notify.offset_ms == d->notes.offset_ms) {
		return;
	}
	if (effect->notify.offset_ms != 0) {
		log_peer(LOG_WARN, "CLOCK-OFF", "neighbours_ahead_ms=%" PRId64, effect->notify.offset_ms);
	} else {
		log_peer(LOG_INFO, "CLOCK-FITS", "neighbours_ahead_ms=0");
	}
	if (door_put(d->door, &job)) {
		d->notes.offset_ms = effect->notify.offset_ms;
	}
}

static void take_linked(struct daemon *d, const struct swarm_effect *effect, bool linked)
{
	const struct told_neighbour *told = follow_neighbour(&d->follow, &effect->notify.node);

	compared_begin(d, effect->link);
	log_peer(LOG_INFO, linked ? "LINK-UP" : "LINK-DOWN", "node=%s link=%u wanted=%s", log_key(&effect->notify.node).text,
	        effect->link, told != NULL ? "yes" : "no");
}

static void take_in_sync(struct daemon *d, const struct swarm_effect *effect)
{
	struct told_board *told = follow_board(&d->follow, effect->notify.board);

	if (told != NULL) {
		log_event(LOG_DEBUG, "BOARD-IN-SYNC", "board=%s node=%s", told->name, log_key(&effect->notify.node).text);
		told->synced_ms = kiem_monotonic_ms();
	}
}

static void take_compared(struct daemon *d, const struct swarm_effect *effect)
{
	const struct told_board *told = follow_board(&d->follow, effect->notify.board);

	log_peer(LOG_DEBUG, "BOARD-COMPARED",
	        "board=%s link=%u sent=%" PRIu64 " taken=%" PRIu64 " bytes=%" PRIu64 " bodies=%u trips=%u",
	        told != NULL ? told->name : "", effect->link, effect->notify.compared.sent, effect->notify.compared.taken,
	        effect->notify.compared.bytes, effect->notify.compared.bodies, effect->notify.compared.trips);
	compared_take(d, effect);
}

void notes_take(struct daemon *d, const struct swarm_effect *effect)
{
	switch (effect->notify.what) {
	case SWARM_NOTE_LINKED:
		take_linked(d, effect, true);
		break;
	case SWARM_NOTE_UNLINKED:
		take_linked(d, effect, false);
		break;
	case SWARM_NOTE_HELD:
		take_held(d, effect);
		break;
	case SWARM_NOTE_CURSOR:
		take_cursor(d, effect);
		break;
	case SWARM_NOTE_IN_SYNC:
		take_in_sync(d, effect);
		break;
	case SWARM_NOTE_COMPARED:
		take_compared(d, effect);
		break;
	case SWARM_NOTE_CLOCK:
		take_clock(d, effect);
		break;
	case SWARM_NOTE_OFFENCE:
		log_peer(LOG_WARN, "LINK-OFFENCE", "link=%u rule=%s", effect->link, kiem_verdict_name(effect->notify.verdict));
		break;
	case SWARM_NOTE_PEER:
		book_take(d, effect);
		waits(d);
		break;
	case SWARM_NOTE_DIALABLE:
		self_dialable(d, effect->notify.dialable);
		break;
	case SWARM_NOTE_EVIDENCE:
		log_peer(LOG_WARN, "NODE-EVIDENCE", "node=%s rule=two-descriptors-of-one-time", log_key(&effect->notify.node).text);
		break;
	}
}

/* Everything that one neighbour acknowledged goes in one transaction; those of the others stay, in order. */
static void write_holds(struct daemon *d)
{
	static uint64_t numbers[NOTES_HOLDS_MAX];
	struct notes *notes = &d->notes;

	while (notes->n_holds > 0) {
		const struct kiem_key node = notes->holds[0].node;
		size_t n = 0, rest = 0;

		for (size_t i = 0; i < notes->n_holds; i++) {
			if (memcmp(&notes->holds[i].node, &node, sizeof(node)) == 0) {
				numbers[n++] = notes->holds[i].number;
			} else {
				notes->holds[rest++] = notes->holds[i];
			}
		}
		notes->n_holds = rest;
		if (!door_hold(d->door, &node, numbers, n)) {
			log_event(LOG_WARN, "HOLDS-LOST", "node=%s posts=%zu", log_key(&node).text, n);
		}
	}
}

void notes_write(struct daemon *d, bool all)
{
	uint64_t now = kiem_monotonic_ms();

	if (d->notes.due_ms == UINT64_MAX || (!all && now < d->notes.due_ms)) {
		return;
	}
	d->notes.due_ms = UINT64_MAX;
	d->notes.written_ms = now;
	write_holds(d);
	write_cursors(d);
	book_write(d);
}
