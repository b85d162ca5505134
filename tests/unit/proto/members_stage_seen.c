/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a test sees of a stage (members_stage.h): what was said, who was dialled, who is in which view. */
#include "members_stage.h"

bool stage_told(const struct stage *stage, struct wire_message *m, uint32_t at, uint64_t type)
{
	for (size_t i = stage->n_heard; i > 0; i--) {
		bool here = at == SWARM_NO_LINK || stage->heard[i - 1].link == at;
		struct kiem_span body = stage->heard[i - 1].body;
		if (here && wire_read(m, body.p, body.n) == KIEM_OK && m->type == type) {
			return true;
		}
	}
	return false;
}

unsigned stage_count(const struct stage *stage, uint32_t at, uint64_t type)
{
	struct wire_message m;
	unsigned n = 0;

	for (size_t i = 0; i < stage->n_heard; i++) {
		bool here = at == SWARM_NO_LINK || stage->heard[i].link == at;
		n += here && wire_read(&m, stage->heard[i].body.p, stage->heard[i].body.n) == KIEM_OK && m.type == type;
	}
	return n;
}

void stage_fail_dials(struct stage *stage)
{
	unsigned n = stage->n_dials;
	struct kiem_key failed[STAGE_DIALS_MAX];

	memcpy(failed, stage->dialled, n * sizeof(failed[0]));
	stage->n_dials = 0;
	for (unsigned i = 0; i < n; i++) {
		struct swarm_in in = {.type = SWARM_DIAL_FAILED};
		in.neighbour.node = failed[i];
		stage_step(stage, &in);
	}
}

void stage_peer(struct stage *stage, unsigned who, bool anchor)
{
	struct swarm_in in = {.type = SWARM_PEER};

	in.peer.descriptor = stage_descriptor(who, true, SUPPORT_NOW);
	in.peer.last_ok_ms = anchor ? SUPPORT_NOW - 1000 : 0;
	in.peer.anchor = anchor;
	stage_step(stage, &in);
}

bool stage_in_view(const struct stage *stage, uint32_t at)
{
	return stage->up[at] && lane_at(stage->swarm, at, STAGE_SLOT)->view == VIEW_ACTIVE;
}

unsigned stage_view(const struct stage *stage)
{
	unsigned n = 0;

	for (uint32_t at = 0; at < STAGE_LINKS; at++) {
		n += stage_in_view(stage, at);
	}
	return n;
}

bool stage_knows(const struct stage *stage, unsigned who)
{
	const struct passive *passive = &members_of(stage->swarm, STAGE_SLOT)->passive;
	struct kiem_key key = stage_key(who);
	uint16_t peer = members_book_find(&stage->swarm->members.book, &key);

	for (unsigned i = 0; peer != PEER_NONE && i < passive->max; i++) {
		if (passive->peers[i] == peer) {
			return true;
		}
	}
	return false;
}

bool stage_dialled(const struct stage *stage, unsigned who)
{
	struct kiem_key key = stage_key(who);

	for (unsigned i = 0; i < stage->n_dials; i++) {
		if (memcmp(&stage->dialled[i], &key, sizeof(key)) == 0) {
			return true;
		}
	}
	return false;
}

uint32_t stage_friend(struct stage *stage, unsigned who, bool we_dialled, bool dialable)
{
	uint32_t at = stage_link(stage, who, we_dialled, dialable);

	if (lane_at(stage->swarm, at, STAGE_SLOT)->view == VIEW_ASKED) {
		stage_answer(stage, at, true);
	} else {
		stage_neighbour(stage, at, false, false);
	}
	return at;
}
