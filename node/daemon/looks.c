/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of the posts that neighbours speak of by the first 8 bytes of their id are in the store. The swarm has at most one such
 * question a board under way, so as many places as boards are enough for what it asks.
 */
#include "daemon.h"

#include <assert.h>
#include <string.h>

void looks_keep(struct daemon *d, struct swarm_effect *effect)
{
	struct looks *looks = &d->looks;
	size_t place = 0;

	while (looks->used[place]) {
		place++;
		assert(place < SWARM_BOARDS_MAX);
	}
	assert(effect->look.n <= SWARM_LOOK_MAX);
	looks->used[place] = true;
	memcpy(looks->prefixes[place], effect->look.prefixes, effect->look.n * sizeof(uint64_t));
	effect->look.prefixes = looks->prefixes[place];
}

/* The post of this name's board under a prefix, when it is here and not past its until. */
static struct swarm_looked look(struct kiem_read *read, struct kiem_span board, uint64_t prefix)
{
	uint64_t numbers[LOOKS_ALIKE_MAX];
	uint8_t bytes[sizeof(prefix)];
	char digits[2 * sizeof(prefix) + 1];
	struct kiem_kept kept;
	size_t n;

	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (uint8_t)(prefix >> 8 * (sizeof(bytes) - 1 - i));
	}
	kiem_hex(digits, bytes, sizeof(bytes));
	if (kiem_read_prefix(read, numbers, &n, LOOKS_ALIKE_MAX, digits) != KIEM_DONE) {
		return (struct swarm_looked){.prefix = prefix};
	}
	for (size_t i = 0; i < n; i++) {
		if (kiem_read_post(read, &kept, numbers[i]) == KIEM_DONE && kept.until > kiem_now_ms() &&
		        kept.post.board.n == board.n && memcmp(kept.post.board.p, board.p, board.n) == 0) {
			return (struct swarm_looked){prefix, numbers[i], kept.post.made, kept.post.id};
		}
	}
	return (struct swarm_looked){.prefix = prefix};
}

bool looks_rows(struct daemon *d, const struct swarm_effect *effect)
{
	const struct told_board *told = follow_board(&d->follow, effect->look.board);
	struct kiem_read *read = NULL;
	struct kiem_span board = {NULL, 0};

	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		return false;
	}
	if (told != NULL) {
		board = (struct kiem_span){(const uint8_t *)told->name, strlen(told->name)};
	}
	for (size_t i = 0; i < effect->look.n; i++) {
		d->looks.rows[i] = look(read, board, effect->look.prefixes[i]);
	}
	kiem_read_end(read);
	for (size_t place = 0; place < SWARM_BOARDS_MAX; place++) {
		d->looks.used[place] = d->looks.used[place] && effect->look.prefixes != d->looks.prefixes[place];
	}
	return true;
}
