/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes of the short ids that a neighbour showed: each must turn out a post or be named gone. And what of the posts that it
 * sent was refused, or was here all along: it counts as had towards this neighbour, so that it is neither sent nor asked for again.
 */
#include "swarm_parts.h"

bool recon_taken(const struct swarm *s, uint32_t at, size_t nth)
{
	const struct link *link = &s->links[at];
	const struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));

	return session == NULL ? (link->recon->taken >> nth & 1) != 0 : (session->marks[nth / 8] >> (nth % 8) & 1) != 0;
}

/* Notes that the nth of the wants is accounted for; false when it was before. */
static bool take(struct swarm *s, uint32_t at, size_t nth)
{
	struct link *link = &s->links[at];
	struct recon_session *session = recon_session(s, lane_at(s, at, link->client.lane));

	if (recon_taken(s, at, nth)) {
		return false;
	}
	if (session == NULL) {
		link->recon->taken |= (uint32_t)1 << nth;
	} else {
		session->marks[nth / 8] = (uint8_t)(session->marks[nth / 8] | 1u << (nth % 8));
	}
	return true;
}

/* A wanted short id is accounted for; false when it was before, or was not wanted. */
static bool account(struct swarm *s, uint32_t at, uint64_t item)
{
	struct recon_link *rl = s->links[at].recon;
	size_t i = page_find(recon_wants(s, at), rl->n_wants, item);

	if (i == rl->n_wants || !take(s, at, i)) {
		return false;
	}
	rl->n_accounted++;
	rl->n_answered += i < rl->asked;
	return true;
}

/*
 * A post came because we seemed to lack it, and was here all along, though not among what is served (past its until, and not erased
 * yet). It counts as had from now on.
 */
void recon_useless(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id)
{
	struct link *link = &s->links[at];
	struct lane *lane = lane_at(s, at, slot);

	if (!lane->recon.parted && !cells_changed(cells_of(s, lane), wire_short(&lane->salt, id))) {
		cells_refused(s, link, slot, door_shun(s, link, id, WIRE_NOT_HERE));
	}
}

void recon_came(struct swarm *s, uint32_t at, uint32_t slot, const struct kiem_id *id, bool new_here)
{
	struct link *link = &s->links[at];

	if (link->client.state != CLIENT_MOVING || link->client.lane != slot) {
		return;
	}
	link->client.moved += new_here;
	if (account(s, at, wire_short(&lane_at(s, at, slot)->salt, id)) && !new_here && !link->recon->part.on) {
		recon_useless(s, at, slot, id);
	}
}

/* On which lane a refused post came is not told: that at which the client is, or the one in the middle of an exchange, or the only
 * one. */
static uint32_t lane_of(struct swarm *s, uint32_t at, const struct kiem_id *id)
{
	struct link *link = &s->links[at];
	uint32_t found = SWARM_BOARDS_MAX, n = 0, n_served = 0;

	if (link->client.state != CLIENT_IDLE) {
		recon_came(s, at, link->client.lane, id, true);
		return link->client.lane;
	}
	for (uint64_t active = link->active; active != 0; n++) {
		uint32_t slot = take_bit(&active);
		bool served = link->lanes[slot].phase == LANE_SERVED;
		if (served || n_served == 0) {
			found = slot;
		}
		n_served += served;
	}
	return n_served == 1 || n == 1 ? found : SWARM_BOARDS_MAX;
}

void recon_refused(struct swarm *s, uint32_t at, struct shunned *shunned)
{
	struct link *link = &s->links[at];
	uint32_t slot = lane_of(s, at, &shunned->id);

	if (!door_still_shunned(s, shunned)) {
		link->recon->again = true;
	} else if (slot < SWARM_BOARDS_MAX) {
		cells_refused(s, link, slot, shunned);
	}
}

void recon_gone(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	struct link *link = &s->links[at];
	struct wire_message items = *m;

	for (size_t i = 0; i < m->gone.n; i++) {
		struct wire_gone gone;
		wire_gone_next(&gone, &items);
		if (gone.id.n == WIRE_SHORT_BYTES && account(s, at, page_short(gone.id.p))) {
			link->recon->n_gone++;
		}
	}
	link->client.mark_waits = true;
	link->client.mark_bytes = link->in_bytes;
	recon_heard(s, lane_at(s, at, link->client.lane));
	catch_touch(s, lane_at(s, at, link->client.lane));
}
