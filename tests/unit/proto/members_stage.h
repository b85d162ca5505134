/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One swarm on a stage, with as many neighbours as a test likes: the test speaks for all of them and sees whom the swarm dials,
 * what it says on which link, and what it tells its driver. It has no posts. Neighbours answer PINGs unless they are mute.
 */
#ifndef KIEM_MEMBERS_STAGE_H
#define KIEM_MEMBERS_STAGE_H

#include "support.h"

#include "../../../proto/members_parts.h"

#define STAGE_LINKS 64
#define STAGE_HEARD_MAX 8192
#define STAGE_DIALS_MAX 256
#define STAGE_SLOT 0

struct stage {
	void *mem;
	struct swarm *swarm;
	struct swarm_fx *fx;
	uint64_t mono_ms, timer_ms;
	bool up[STAGE_LINKS], mute[STAGE_LINKS];
	struct kiem_key node[STAGE_LINKS];
	size_t n_heard;
	struct {
		uint32_t link;
		struct kiem_span body;
	} heard[STAGE_HEARD_MAX];
	unsigned n_dials, n_probes;
	struct kiem_key dialled[STAGE_DIALS_MAX];
	char address[STAGE_DIALS_MAX][32];
	uint64_t probe_token;
	unsigned drops[SWARM_DROP_PROBED + 1], notes[SWARM_NOTE_EVIDENCE + 1], anchors;
	bool told_dialable;
};

/* A node that follows one board; its own descriptor says this. */
void stage_begin(struct stage *stage, bool dialable);
void stage_begin_small(struct stage *stage, bool dialable, unsigned links); /* with so many places for links */
void stage_end(struct stage *stage);
void stage_run(struct stage *stage, uint64_t ms);
void stage_step(struct stage *stage, const struct swarm_in *in);
void stage_forget(struct stage *stage);

/* The descriptor of a node, in memory that lasts: one of network `who`, or a private one when who >= 10000. */
struct kiem_span stage_descriptor(unsigned who, bool dialable, int64_t made);
struct kiem_key stage_key(unsigned who);
/* A neighbour with the board: linked, HELLOs and BOARDS exchanged, nothing more. */
uint32_t stage_link(struct stage *stage, unsigned who, bool we_dialled, bool dialable);
/* The same without a HELLO yet. */
uint32_t stage_link_up(struct stage *stage, unsigned who, bool we_dialled);
void stage_hello(struct stage *stage, uint32_t at, unsigned who, bool dialable, uint64_t probe);
void stage_cut(struct stage *stage, uint32_t at);
void stage_say(struct stage *stage, uint32_t at, struct wire_message *m);
void stage_say_type(struct stage *stage, uint32_t at, uint64_t type);
void stage_neighbour(struct stage *stage, uint32_t at, bool high, bool pinned);
void stage_answer(struct stage *stage, uint32_t at, bool accepted);
/* One that is in the view: asks, or answers when it was asked. */
uint32_t stage_friend(struct stage *stage, unsigned who, bool we_dialled, bool dialable);
/* The newest message of a type that was said on a link, or (SWARM_NO_LINK) on any; false when there is none. */
bool stage_told(const struct stage *stage, struct wire_message *m, uint32_t at, uint64_t type);
unsigned stage_count(const struct stage *stage, uint32_t at, uint64_t type);
void stage_fail_dials(struct stage *stage); /* all that were dialled; and forgets them */
void stage_peer(struct stage *stage, unsigned who, bool anchor);
bool stage_in_view(const struct stage *stage, uint32_t at);
unsigned stage_view(const struct stage *stage);
bool stage_knows(const struct stage *stage, unsigned who); /* in the passive view */
bool stage_dialled(const struct stage *stage, unsigned who);

#endif
