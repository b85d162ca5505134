/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A node with posts, in the middle of an exchange with a puppet that says what the test wants. One test program includes it once.
 */
#ifndef KIEM_RECON_SCENE_H
#define KIEM_RECON_SCENE_H

#include "recon_puppet.h"

#define N 1000

static struct rig rig;
static struct wire_salt salt;
static unsigned link;

/* A node with N posts, which has said its SUM to a puppet that follows the same board. */
static inline int begin(void **state)
{
	rig.compare_ms = 1000000000;
	rig_begin(&rig, 1, support_seed());
	rig.nodes[0].complete = true;
	for (uint64_t i = 0; i < N; i++) {
		struct rig_post *post = rig_make(RIG_BOARD, SUPPORT_NOW - 1000000 + (int64_t)i, i, 0);
		rig_put(&rig, 0, post, false);
		free(post);
	}
	link = rig_befriend(&rig, &salt, 0);
	assert_int_equal(rig_count_heard(&rig, WIRE_SUM), 1);
	return 0;
}

static inline int end(void **state)
{
	rig_end(&rig);
	return 0;
}

/* The short ids of the node's own posts, and n more that nobody has. */
static inline const uint64_t *items(size_t n)
{
	static uint64_t all[N + 4096];
	uint64_t chance = 7;

	for (size_t i = 0; i < N; i++) {
		all[i] = wire_short(&salt, &rig.nodes[0].sorted[i]->id);
	}
	for (size_t i = 0; i < n; i++) {
		all[N + i] = support_random(&chance);
	}
	return all;
}

static inline void say_cells(const uint64_t *of, size_t n, uint64_t count, uint32_t from, uint32_t upto)
{
	struct wire_message m = {.type = WIRE_CELLS};

	m.cells.from = from;
	m.cells.count = count;
	m.cells.cells = puppet_cells(of, n, from, upto);
	rig_say_message(&rig, 0, link, &m);
	rig_run(&rig, 50);
}

/* Says cells as long as MORE of them are asked for, at most so often; returns how many were said. */
static inline uint32_t say_all(const uint64_t *of, size_t n, uint64_t count)
{
	uint32_t said = 64;
	struct wire_message m;

	say_cells(of, n, count, 0, said);
	while (rig_heard(&rig, &m, WIRE_MORE) && m.more.upto > said && m.more.upto <= PUPPET_CELLS_MAX) {
		say_cells(of, n, count, said, (uint32_t)m.more.upto);
		said = (uint32_t)m.more.upto;
	}
	return said;
}

static inline enum swarm_phase phase(void)
{
	struct swarm_link_status status;

	assert_true(swarm_link_status(rig.nodes[0].swarm, &status, link));
	return status.boards[0].phase;
}

/* Alive, and saying nothing else. */
static inline void stall(unsigned seconds)
{
	for (unsigned i = 0; i < seconds; i += 10) {
		struct wire_message ping = {.type = WIRE_PING};
		rig_run(&rig, 10000);
		rig_say_message(&rig, 0, link, &ping);
	}
}

#endif
