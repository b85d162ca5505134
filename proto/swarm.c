/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The step (include/kiem/swarm.h): an input goes to the sub-machine that it concerns, then what is due is done, then the links
 * on which something changed are pumped for what may go on, then the timer is set. A step costs what it changes, not what there is:
 * links that are dirty are in a set (pump_link), and nothing looks at times before the first of them has come (due_by). What a step
 * left undone for lack of room in the effects goes on at once, by a timer that is due now.
 */
#include "swarm_parts.h"

#include <string.h>

typedef void hear_fn(struct swarm *s, uint32_t at, const struct wire_message *m);

/* Who hears what, once HELLO is said. */
static hear_fn *const hears[] = {
        [WIRE_HELLO] = links_hello,
        [WIRE_PING] = links_ping,
        [WIRE_PONG] = links_pong,
        [WIRE_BOARDS] = boards_message,
        [WIRE_POSTS] = door_posts,
        [WIRE_ACK] = push_ack,
        [WIRE_WANT] = serve_want,
        [WIRE_GONE] = push_gone,
        [WIRE_SUM] = catch_sum,
        [WIRE_STREAM] = serve_stream,
        [WIRE_MARK] = client_mark,
        [WIRE_LIST] = serve_list,
        [WIRE_PAGE] = compare_page,
        [WIRE_JOIN] = members_join,
        [WIRE_FORWARD_JOIN] = members_forward_join,
        [WIRE_WELCOME] = members_welcome,
        [WIRE_NEIGHBOUR] = members_neighbour,
        [WIRE_ANSWER] = members_answer,
        [WIRE_DISCONNECT] = members_disconnect,
        [WIRE_SHUFFLE] = members_shuffle,
        [WIRE_SHUFFLE_REPLY] = members_shuffle_reply,
        [WIRE_DIAL_BACK] = members_dial_back,
        [WIRE_IHAVE] = spread_ihave,
        [WIRE_GRAFT] = spread_graft,
        [WIRE_PRUNE] = spread_prune,
        [WIRE_CELLS] = recon_cells,
        [WIRE_MORE] = recon_more,
};

static void receive(struct swarm *s, const struct swarm_in *in)
{
	struct link *link = &s->links[in->link];
	struct wire_message m;

	if (!link->up || link->dropping) {
		return;
	}
	link->missed = 0;
	s->body_n = in->body.n;
	enum kiem_verdict verdict = wire_read(&m, in->body.p, in->body.n);
	if (verdict != KIEM_OK) {
		links_offence(s, in->link, verdict);
	} else if (!link->linked && m.type != WIRE_HELLO) {
		links_offence(s, in->link, KIEM_BAD_FIELD); /* nothing goes before HELLO */
	} else if (m.type < sizeof(hears) / sizeof(hears[0]) && hears[m.type] != NULL) {
		hears[m.type](s, in->link, &m); /* what is not here is of a newer version */
	}
}

static void link_up(struct swarm *s, const struct swarm_in *in)
{
	links_up(s, in->link, in);
}

static void link_down(struct swarm *s, const struct swarm_in *in)
{
	links_down(s, in->link);
}

static void fail_dial(struct swarm *s, const struct swarm_in *in)
{
	dial_failed(s, &in->neighbour.node);
	members_dial_failed(s, &in->neighbour.node);
}

static void left(struct swarm *s, const struct swarm_in *in)
{
	push_writable(s, in->link, in);
}

static void tick(struct swarm *s, const struct swarm_in *in)
{
	s->timer_ms = UINT64_MAX;
}

static void compare(struct swarm *s, const struct swarm_in *in)
{
	boards_compare(s, in->board.board);
}

typedef void in_fn(struct swarm *s, const struct swarm_in *in);

/* Whom an input concerns. One that is not here says nothing that this node wants to know. */
static in_fn *const inputs[] = {
        [SWARM_BOARD] = boards_input,
        [SWARM_NEIGHBOUR] = dial_input,
        [SWARM_LINK_UP] = link_up,
        [SWARM_LINK_DOWN] = link_down,
        [SWARM_DIAL_FAILED] = fail_dial,
        [SWARM_RECV] = receive,
        [SWARM_ADMITTED] = door_admitted,
        [SWARM_SCANNED] = walk_scanned,
        [SWARM_WRITABLE] = left,
        [SWARM_TIMER] = tick,
        [SWARM_COMPARE] = compare,
        [SWARM_LOOKED] = spread_looked,
        [SWARM_REMOVED] = cells_removed,
        [SWARM_PEER] = members_peer,
        [SWARM_SELF] = members_self,
};

/* Inputs that are about a link may let it go on. */
static void dispatch(struct swarm *s, const struct swarm_in *in)
{
	const unsigned links = 1u << SWARM_RECV | 1u << SWARM_ADMITTED | 1u << SWARM_SCANNED | 1u << SWARM_WRITABLE;
	const size_t type = in->type;

	if ((links >> type & 1) != 0 && in->link < s->options.links_max) {
		pump_link(s, in->link);
	}
	if (type < sizeof(inputs) / sizeof(inputs[0]) && inputs[type] != NULL) {
		inputs[type](s, in);
	}
}

static void pump_one(struct swarm *s, uint32_t at)
{
	catch_pump(s, at);
	serve_pump(s, at);
	push_pump(s, at);
	link_due_by(s, at, catch_next_due(s, at));
}

/*
 * Every link on which something changed; twice at most, the second time for what the first set free. Another one goes first
 * each time. A link that was left without room for its effects is pumped again in the next step.
 */
static void pump(struct swarm *s)
{
	for (unsigned round = 0; round < 2 && s->dirty != 0; round++) {
		uint64_t low = ((uint64_t)1 << s->turn) - 1, after = s->dirty & ~low, before = s->dirty & low;
		s->dirty = 0;
		while ((after | before) != 0) {
			uint32_t at = take_bit(after != 0 ? &after : &before);
			if ((s->linked >> at & 1) == 0) {
				continue; /* dropped in this round */
			}
			if (fx_room(s, SWARM_BODY_MAX)) {
				pump_one(s, at);
			}
			if (!fx_room(s, SWARM_BODY_MAX)) {
				pump_link(s, at);
			}
		}
		if (!fx_room(s, SWARM_BODY_MAX)) {
			break;
		}
	}
	s->dirty &= s->linked;
	s->turn = (s->turn + 1) % s->options.links_max;
}

/* Of the links only those whose time came are looked at, and pumped; they tell when they are due again as they are pumped. */
static void due_links(struct swarm *s)
{
	for (uint64_t up = s->up; up != 0;) {
		uint32_t at = take_bit(&up);
		if (s->link_due[at] <= s->mono_ms) {
			s->link_due[at] = UINT64_MAX;
			links_due(s, at);
			link_due_by(s, at, links_next_due(s, at));
			pump_link(s, at);
		}
		due_by(s, s->link_due[at]);
	}
}

/* All that goes by time, once the first of it is due. */
static void due(struct swarm *s)
{
	if (s->mono_ms < s->next_due) {
		return;
	}
	s->next_due = UINT64_MAX;
	due_links(s);
	dial_due(s);
	due_by(s, dial_next_due(s));
	members_due(s);
	due_by(s, members_next_due(s));
	boards_due(s);
	due_by(s, boards_next_due(s));
	spread_due(s);
	due_by(s, spread_next_due(s));
}

/* A timer that is set too early costs a step in which nothing is due; so one that is set is not put off. */
static void set_timer(struct swarm *s)
{
	uint64_t next = s->dirty != 0 || s->next_due < s->mono_ms ? s->mono_ms : s->next_due;

	if (next < s->timer_ms) {
		s->timer_ms = next;
		fx_add(s, SWARM_SET_TIMER, SWARM_NO_LINK)->timer_ms = next;
	}
}

int swarm_step(struct swarm *swarm, int64_t now_ms, uint64_t mono_ms, const struct swarm_in *in, struct swarm_fx *out)
{
	out->n = 0;
	out->n_bytes = 0;
	out->n_prefixes = 0;
	swarm->now_ms = now_ms;
	swarm->mono_ms = mono_ms;
	swarm->fx = out;
	dispatch(swarm, in);
	due(swarm);
	pump(swarm);
	set_timer(swarm);
	swarm->fx = NULL;
	return 0;
}

/* ---- status ---- */

static enum swarm_phase phase_of(const struct lane *lane)
{
	switch (lane->phase) {
	case LANE_SYNCED:
		return SWARM_SYNCED;
	case LANE_SUMMING:
	case LANE_SUMMED:
	case LANE_SERVED:
		return SWARM_COMPARING;
	case LANE_WAITING:
	case LANE_CLIENT:
		return lane->want_stream ? SWARM_STREAMING : SWARM_COMPARING;
	default:
		return SWARM_IDLE;
	}
}

static void lane_status(struct swarm_board_status *status, const struct board *b, const struct lane *lane)
{
	*status = (struct swarm_board_status){.board = b->number, .phase = phase_of(lane), .theirs = lane->theirs.count};
	status->received = lane->received;
	status->sent = lane->sent;
	status->behind = lane->recon.behind;
	status->ahead = lane->recon.ahead;
	status->exact = lane->recon.exact;
	status->bytes = lane->recon.bytes;
	status->bodies = lane->recon.bodies;
	status->trips = lane->recon.trips;
	status->ended_ms = lane->recon.ended_ms;
}

bool swarm_link_status(const struct swarm *swarm, struct swarm_link_status *status, uint32_t link)
{
	memset(status, 0, sizeof(*status));
	if (link >= swarm->options.links_max || !swarm->links[link].up) {
		return false;
	}
	const struct link *l = &swarm->links[link];
	status->linked = l->linked && !l->dropping;
	status->dialled = l->dialled;
	status->node = l->linked ? l->node : l->expected;
	status->version = l->version;
	status->since_ms = l->since_ms;
	status->rtt_ms = l->rtt_ms;
	status->offset_ms = l->offset_ms;
	status->posts_in = l->posts_in;
	status->posts_out = l->posts_out;
	status->offences = l->offences;
	status->queued = (l->catching.in - l->catching.out) + (l->issued - l->left);
	for (uint64_t active = l->active; active != 0;) {
		uint32_t slot = take_bit(&active);
		status->queued += spread_waiting(swarm, link, slot);
		lane_status(&status->boards[status->n_boards++], &swarm->boards[slot], &l->lanes[slot]);
	}
	return true;
}
