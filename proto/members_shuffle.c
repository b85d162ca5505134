/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes tell each other of nodes. A SHUFFLE with the descriptors of its origin, three neighbours and four others walks six
 * steps; where it ends, as many come back along its path. Everybody on the way hears what passes, into the address book, whose
 * buckets bound what one source can fill.
 *
 * Into the passive view comes only the origin of a walk, by rank, so telling of oneself often gains nothing. For one liar on a path
 * rewrites all that passes, and a view of hearsay is soon a view of liars; but that each node starts few walks its neighbours can
 * see to, and then each counts as the one node that it is. They heed no walk of a neighbour that is new, and let go who starts
 * too many.
 *
 * A view that does not change shuffles ever less often, down to one time in twelve periods: what a node sends at rest is mostly
 * this.
 */
#include "members_parts.h"

/* A neighbour that has not had a shuffle of ours for some periods: more often none needs to hear of us. */
static uint32_t rested(struct swarm *s, uint32_t slot)
{
	const struct members_board *b = members_of(s, slot);
	uint32_t found = SWARM_NO_LINK, n = 0;

	for (unsigned i = 0; i < b->n_active; i++) {
		uint64_t last = lane_at(s, b->active[i], slot)->members.shuffled_ms;
		bool may = last == 0 || s->mono_ms >= last + MEMBERS_OWN_PERIODS * s->options.shuffle_ms;
		if (may && !s->links[b->active[i]].dropping && fx_random_below(s, ++n) == 0) {
			found = b->active[i];
		}
	}
	return found;
}

/*
 * One step and no further: what this node is now, and a question what the neighbour knows. Who is new to it is not heeded yet
 * when it starts a walk, and knows few: without this it would know nobody but its neighbours for a minute.
 */
static void ask(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct members_lane *lane = &lane_at(s, at, slot)->members;
	struct wire_message m = {.type = WIRE_SHUFFLE};

	lane->ask_token = members_token(s);
	lane->ask_until = s->mono_ms + MEMBERS_JOIN_MS;
	m.walk.ttl = 1;
	m.walk.token = lane->ask_token;
	m.walk.n = 1;
	m.walk.descriptors[0] = s->options.descriptor;
	members_say(s, at, slot, &m);
}

static void shuffle(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	struct wire_message m = {.type = WIRE_SHUFFLE};
	uint32_t at = rested(s, slot);

	if (at == SWARM_NO_LINK) {
		return;
	}
	if (!members_settled(s, at, slot)) {
		ask(s, at, slot);
		return;
	}
	lane_at(s, at, slot)->members.shuffled_ms = s->mono_ms;
	b->shuffle_token = members_token(s);
	b->shuffle_until = s->mono_ms + MEMBERS_JOIN_MS;
	m.walk.ttl = MEMBERS_SHUFFLE_TTL;
	m.walk.token = b->shuffle_token;
	m.walk.n = 1;
	m.walk.descriptors[0] = s->options.descriptor;
	members_name_active(s, &m, slot, MEMBERS_SHUFFLE_ACTIVE, at);
	members_name_passive(s, &m, slot, MEMBERS_SHUFFLE_PASSIVE);
	members_say(s, at, slot, &m);
}

/* The neighbours, who saw this node's old descriptor when it linked. */
void members_shuffle_self(struct swarm *s, uint32_t slot)
{
	const struct members_board *b = members_of(s, slot);

	for (unsigned i = 0; i < b->n_active; i++) {
		ask(s, b->active[i], slot);
	}
}

/* So few that all of them may fail together. */
static bool knows_few(const struct swarm *s)
{
	return s->members.book.n < s->options.passive_max / 2;
}

void members_shuffle_soon(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	uint64_t at = s->mono_ms + MEMBERS_CURIOUS_MS;

	if (knows_few(s)) {
		b->shuffle_at = at < b->shuffle_at ? at : b->shuffle_at;
		members_by(s, b->shuffle_at);
	}
}

/* Each neighbour that was never asked, by who knows few. */
static bool ask_new(struct swarm *s, uint32_t slot)
{
	const struct members_board *b = members_of(s, slot);
	bool asked = false;

	for (unsigned i = 0; i < b->n_active && knows_few(s); i++) {
		if (lane_at(s, b->active[i], slot)->members.ask_token == 0) {
			ask(s, b->active[i], slot);
			asked = true;
		}
	}
	return asked;
}

void members_shuffle_due(struct swarm *s, uint32_t slot)
{
	struct members_board *b = members_of(s, slot);
	const uint64_t rest = MEMBERS_SHUFFLE_REST * s->options.shuffle_ms;

	if (s->mono_ms < b->shuffle_at) {
		/* A view that changed goes back to short periods. */
		uint64_t at_latest = s->mono_ms + b->shuffle_wait;
		b->shuffle_at = b->shuffle_at < at_latest ? b->shuffle_at : at_latest;
		return;
	}
	if (!ask_new(s, slot)) {
		shuffle(s, slot);
	}
	bool learns = knows_few(s) && s->members.book.n > b->shuffle_knew;
	b->shuffle_knew = s->members.book.n;
	b->shuffle_wait = learns ? s->options.shuffle_ms : b->shuffle_wait;
	b->shuffle_at = s->mono_ms + b->shuffle_wait * 3 / 4 + fx_random_below(s, b->shuffle_wait / 2 + 1);
	b->shuffle_wait = b->shuffle_wait * 3 / 2 < rest ? b->shuffle_wait * 3 / 2 : rest;
}

/*
 * What somebody tells of other nodes goes into the book; the origin of a walk alone, `first`, may enter the passive view. False
 * when forgeries were among them, which go no further.
 */
static bool take_up(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m, bool first)
{
	struct book *book = &s->members.book;
	struct link *link = &s->links[at];
	unsigned offences = link->offences;

	for (size_t i = 0; i < m->walk.n && !link->dropping; i++) {
		uint16_t peer = members_hear(s, at, m->walk.descriptors[i]);
		if (peer == PEER_NONE) {
			continue;
		}
		members_renew(s, at, peer);
		if (first && i == 0 && members_book_descriptor(book, peer)->read.dialable &&
		        !members_book_resting(book, peer, s->mono_ms)) {
			(void)members_passive_offer(&members_of(s, slot)->passive, book, peer);
		}
		members_book_release(book, peer);
	}
	return link->offences == offences;
}

/* Whose walk it is: that of the neighbour who says it, and then one for all to hear or only how it describes itself now. */
enum whose { OWN, OWN_SELF, PASSED_ON };

static enum whose whose(const struct swarm *s, uint32_t at, const struct wire_message *m)
{
	bool own = members_book_is_of(m->walk.descriptors[0], &s->links[at].node);

	if (!own) {
		return PASSED_ON;
	}
	return m->walk.ttl <= 1 && m->walk.n == 1 ? OWN_SELF : OWN;
}

/*
 * Where a walk ends as many go back as it brought, of the passive view. Who asks is told of those that this node knows at first
 * hand, as many as there is room for: it knows few.
 */
static void reply(struct swarm *s, uint32_t at, uint32_t slot, const struct wire_message *m, enum whose walk)
{
	struct wire_message answer = {.type = WIRE_SHUFFLE_REPLY};

	answer.walk.token = m->walk.token;
	if (walk == OWN_SELF) {
		members_name_active(s, &answer, slot, WIRE_SHUFFLE_MAX / 2, at);
		members_name_passive(s, &answer, slot, WIRE_SHUFFLE_MAX / 2);
		members_name_tested(s, &answer, at);
	} else {
		members_name_passive(s, &answer, slot, (unsigned)m->walk.n);
	}
	members_say(s, at, slot, &answer);
}

/*
 * A neighbour's own walks are heeded once it has been a neighbour for a while, and not much more often than ours go to it. One
 * that says far more of them than an honest node can says them to fill views: it is let go before it is heeded at all.
 */
static bool heeds_own(struct swarm *s, uint32_t at, uint32_t slot)
{
	struct members_lane *lane = &lane_at(s, at, slot)->members;
	const uint64_t every = MEMBERS_OWN_PERIODS * s->options.shuffle_ms;

	if (!members_meter(&lane->own, s->mono_ms, MEMBERS_OWN_MAX, every * 3 / 4)) {
		members_loud(s, at);
		return false;
	}
	return members_settled(s, at, slot) &&
	       members_meter(&lane->heeded, s->mono_ms, 1, MEMBERS_OWN_PERIODS * members_of(s, slot)->shuffle_wait / 2);
}

static bool heeds(struct swarm *s, uint32_t at, uint32_t slot, enum whose walk)
{
	struct members_meter *meter = &lane_at(s, at, slot)->members.shuffles;

	return walk == OWN ? heeds_own(s, at, slot)
	                   : members_meter(meter, s->mono_ms, MEMBERS_SHUFFLES_MAX, s->options.shuffle_ms / 3);
}

void members_shuffle(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);
	enum whose walk = whose(s, at, m);

	/* A walk of ours that came round ends here: passed on again, it would be one too many of ours. */
	if (lane == NULL || !members_in_view(s, at, slot) || members_book_is_of(m->walk.descriptors[0], &s->options.node) ||
	        !heeds(s, at, slot, walk)) {
		return;
	}
	uint32_t to = m->walk.ttl > 1 ? members_random(s, slot, at, false) : SWARM_NO_LINK;
	if (to == SWARM_NO_LINK) {
		reply(s, at, slot, m, walk);
		(void)take_up(s, at, slot, m, true);
	} else if (take_up(s, at, slot, m, true) && members_walk_remember(s, slot, m->walk.token, at)) {
		struct wire_message on = *m;
		on.walk.ttl = m->walk.ttl <= MEMBERS_SHUFFLE_TTL ? m->walk.ttl - 1 : MEMBERS_SHUFFLE_TTL - 1;
		members_say(s, to, slot, &on);
	}
}

/* Who is in need does not wait until it would look again: there may be somebody new to dial. */
static void fill_in_need(struct swarm *s, uint32_t slot)
{
	if (members_filled(members_of(s, slot)) < MEMBERS_ACTIVE - 1) {
		members_fill_later(s, slot, MEMBERS_FILL_MS / 4);
	}
}

void members_shuffle_reply(struct swarm *s, uint32_t at, const struct wire_message *m)
{
	uint32_t slot;
	struct lane *lane = boards_lane(s, at, &slot, m->lane);

	if (lane == NULL) {
		return;
	}
	if (lane->members.ask_token != 0 && m->walk.token == lane->members.ask_token && s->mono_ms < lane->members.ask_until) {
		lane->members.ask_until = 0;
		(void)take_up(s, at, slot, m, false);
		fill_in_need(s, slot);
		return;
	}
	struct members_board *b = members_of(s, slot);
	if (b->shuffle_token != 0 && m->walk.token == b->shuffle_token && s->mono_ms < b->shuffle_until) {
		b->shuffle_token = 0;
		(void)take_up(s, at, slot, m, false);
		fill_in_need(s, slot);
		return;
	}
	uint32_t back = members_walk_back(s, slot, m->walk.token);
	if (back != SWARM_NO_LINK && take_up(s, at, slot, m, false)) {
		struct wire_message on = *m;
		members_say(s, back, slot, &on);
	}
}
