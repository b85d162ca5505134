/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the neighbours' clocks say of ours. A Raspberry Pi has no clock of its own and may start in the wrong year; when more
 * than half of the linked neighbours differ by over 15 minutes, the median of all is told to the driver, which then takes
 * posts by the neighbours' time and neither posts nor expires by its own. One neighbour's clock is as good as ours: nobody is
 * blamed.
 */
#include "swarm_parts.h"

/* The clock of the neighbours: the median offset when most linked ones are far from ours, else 0. */
static int64_t clock_offset(const struct swarm *s)
{
	int64_t offsets[SWARM_LINKS_MAX];
	size_t n = 0, far = 0;

	for (uint64_t linked = s->linked; linked != 0;) {
		const struct link *link = &s->links[take_bit(&linked)];
		int64_t v = link->offset_ms;
		far += v > KIEM_AHEAD_MAX_MS || v < -KIEM_AHEAD_MAX_MS;
		size_t place = n++;
		for (; place > 0 && offsets[place - 1] > v; place--) {
			offsets[place] = offsets[place - 1];
		}
		offsets[place] = v;
	}
	if (far * 2 <= n) {
		return 0;
	}
	int64_t median = offsets[n / 2];
	median = median > SWARM_CLOCK_MAX_MS ? SWARM_CLOCK_MAX_MS : median;
	return median < -SWARM_CLOCK_MAX_MS ? -SWARM_CLOCK_MAX_MS : median;
}

/* Told when it starts, ends, or moves by more than a minute; a jitter of the network is no news. */
void clock_tell(struct swarm *s)
{
	int64_t offset = clock_offset(s), moved = offset - s->offset_ms;

	if ((offset == 0) == (s->offset_ms == 0) && moved < 60000 && moved > -60000) {
		return;
	}
	s->offset_ms = offset;
	fx_note(s, SWARM_NOTE_CLOCK, SWARM_NO_LINK)->notify.offset_ms = offset;
}
