/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the exchanges about each board brought on each link since it came up. Only sums: who wants to know what one exchange did
 * looks before and after it, so that any number of people can ask for comparisons at once, and nothing is kept for them.
 */
#include "daemon.h"

#include <string.h>

/* The place of a board among those of a link, or a free one; NULL when there is none. */
static struct compared *find(struct compared *of_link, uint32_t board)
{
	struct compared *free = NULL;

	for (size_t i = 0; i < SWARM_BOARDS_MAX; i++) {
		if (of_link[i].board == board) {
			return &of_link[i];
		}
		free = free == NULL && of_link[i].board == 0 ? &of_link[i] : free;
	}
	return free;
}

void compared_begin(struct daemon *d, uint32_t link)
{
	memset(d->compared[link], 0, sizeof(d->compared[link]));
}

void compared_take(struct daemon *d, const struct swarm_effect *effect)
{
	struct compared *c = find(d->compared[effect->link], effect->notify.board);

	if (c == NULL) { /* boards were let go of, and others followed, while the link stood */
		compared_begin(d, effect->link);
		c = d->compared[effect->link];
	}
	c->board = effect->notify.board;
	c->times++;
	c->sent += effect->notify.compared.sent;
	c->taken += effect->notify.compared.taken;
	c->bytes += effect->notify.compared.bytes;
	c->trips += effect->notify.compared.trips;
}

struct compared compared_of(const struct daemon *d, uint32_t link, uint32_t board)
{
	for (size_t i = 0; i < SWARM_BOARDS_MAX; i++) {
		if (d->compared[link][i].board == board) {
			return d->compared[link][i];
		}
	}
	return (struct compared){.board = board};
}
