/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two nodes that know many posts, and differ in some. One test program includes it once. */
#ifndef KIEM_RECON_TWO_H
#define KIEM_RECON_TWO_H

#include "swarm_rig.h"

#define KNOWN 20000

static struct rig rig;

static inline void put(unsigned node, int64_t made, uint64_t what)
{
	struct rig_post *post = rig_make(RIG_BOARD, made, what, 0);

	rig_put(&rig, node, post, false);
	free(post);
}

/* Both know `known` posts; `differ` others are on one, or half of them on each, in between or after all. */
static inline void fill(unsigned known, unsigned differ, bool two, bool newest)
{
	unsigned each = differ > 0 ? known / differ : known + 1, n = 0;

	for (unsigned i = 0; i < known; i++) {
		int64_t made = SUPPORT_NOW - 10000000 + (int64_t)i * 10;
		put(0, made, i);
		put(1, made, i);
		if (!newest && i % each == 0 && n < differ) {
			put(two ? n % 2 : 0, made + 5, known + n);
			n++;
		}
	}
	for (; n < differ; n++) {
		put(two ? n % 2 : 0, SUPPORT_NOW + (int64_t)n, known + n);
	}
}

static inline void begin(uint64_t compare_ms)
{
	rig.compare_ms = compare_ms;
	rig_begin(&rig, 2, support_seed());
	rig.nodes[0].complete = rig.nodes[1].complete = true;
}

static inline void join(void)
{
	rig_follow(&rig, 0, RIG_BOARD, true);
	rig_follow(&rig, 1, RIG_BOARD, true);
	(void)rig_join(&rig, support_seed() % 2, 1 - support_seed() % 2);
}

static inline void assert_same(size_t n)
{
	assert_int_equal(rig.nodes[0].n, n);
	assert_true(rig_equal(&rig, 0, 1));
	assert_true(rig.nodes[0].in_sync > 0 && rig.nodes[1].in_sync > 0);
	assert_int_equal(rig.nodes[0].offences + rig.nodes[1].offences, 0);
}

#endif
