/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answers that a driver owes the swarm and does not get from elsewhere: rows of a board, that a dial could not even start, and
 * that posts left. They are given one at a time between other inputs, so that a neighbour who catches up on a million posts
 * does not keep a new one waiting.
 */
#include "daemon.h"

#include <assert.h>
#include <string.h>

void owed_add(struct daemon *d, const struct swarm_effect *effect)
{
	struct owed *owed = &d->owed;

	assert(effect->type == SWARM_SCAN || effect->type == SWARM_LOOK || effect->type == SWARM_DIAL);
	assert(owed->n < OWED_MAX);
	owed->ring[(owed->head + owed->n) % OWED_MAX] = *effect;
	owed->n++;
}

/* True when the row is behind the end of the range that was asked for. */
static bool beyond(const struct swarm_effect *scan, const struct kiem_walk *walk)
{
	if (!scan->scan.has_upto || walk->made < scan->scan.upto_made) {
		return false;
	}
	return walk->made > scan->scan.upto_made || memcmp(walk->id.b, scan->scan.upto_id.b, sizeof(walk->id.b)) > 0;
}

/* From one short snapshot. */
size_t owed_rows(struct daemon *d, bool *end, const struct swarm_effect *scan)
{
	struct kiem_walk walk = {.by = KIEM_BY_BOARD,
	        .board = scan->scan.board,
	        .now_ms = kiem_now_ms(),
	        .has_after = scan->scan.has_after,
	        .after_made = scan->scan.after_made,
	        .after_id = scan->scan.after_id};
	size_t max = scan->scan.max < SWARM_SCAN_MAX ? scan->scan.max : SWARM_SCAN_MAX, n = 0;
	struct kiem_read *read = NULL;

	*end = false;
	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		return 0;
	}
	*end = true;
	while (kiem_walk_next(read, &walk)) {
		if (n == max || beyond(scan, &walk)) {
			*end = beyond(scan, &walk);
			kiem_walk_end(&walk);
			break;
		}
		d->owed.rows[n++] = (struct swarm_row){.made = walk.made, .id = walk.id, .number = walk.number};
	}
	kiem_read_end(read);
	return n;
}

/* A scan that could not be made is owed still: half an answer would count, and be sent, as all there is. */
static void answer_scan(struct daemon *d, const struct swarm_effect *scan)
{
	struct swarm_in in = {.type = SWARM_SCANNED, .link = scan->link, .ticket = scan->ticket};

	in.scanned.n = owed_rows(d, &in.scanned.end, scan);
	if (in.scanned.n == 0 && !in.scanned.end) {
		owed_add(d, scan);
		d->owed.again_ms = kiem_monotonic_ms() + OWED_AGAIN_MS;
		return;
	}
	in.scanned.rows = d->owed.rows;
	d->worked_ms = kiem_monotonic_ms();
	daemon_step(d, &in);
}

static void answer_look(struct daemon *d, const struct swarm_effect *look)
{
	struct swarm_in in = {.type = SWARM_LOOKED, .link = look->link, .ticket = look->ticket};

	if (!looks_rows(d, look)) {
		owed_add(d, look);
		d->owed.again_ms = kiem_monotonic_ms() + OWED_AGAIN_MS;
		return;
	}
	in.looked.rows = d->looks.rows;
	in.looked.n = look->look.n;
	d->worked_ms = kiem_monotonic_ms();
	daemon_step(d, &in);
}

static void answer_dial(struct daemon *d, const struct swarm_effect *dial)
{
	struct swarm_in in = {.type = SWARM_DIAL_FAILED, .link = SWARM_NO_LINK};

	in.neighbour.node = dial->dial.node;
	daemon_step(d, &in);
}

void owed_answer(struct daemon *d, size_t max)
{
	struct owed *owed = &d->owed;
	struct swarm_in in = {.type = SWARM_WRITABLE};

	for (; max > 0 && sends_left(&d->sends, &in.link, &in.writable.posts, &in.writable.bytes); max--) {
		daemon_step(d, &in);
	}
	for (; max > 0 && owed->n > 0 && owed->again_ms <= kiem_monotonic_ms(); max--) {
		/* A copy: the step may owe more, and the ring may move on under a pointer. */
		const struct swarm_effect effect = owed->ring[owed->head];

		owed->head = (owed->head + 1) % OWED_MAX;
		owed->n--;
		if (effect.type == SWARM_SCAN) {
			answer_scan(d, &effect);
		} else if (effect.type == SWARM_LOOK) {
			answer_look(d, &effect);
		} else {
			answer_dial(d, &effect);
		}
	}
}
