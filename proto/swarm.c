/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The step (include/kiem/swarm.h): an input goes to the sub-machine that it concerns, then every link is pumped for what
 * is due or may go on, then the timer is set. All state lies in the memory that swarm_init was given; the large rings in it are
 * not touched before a link uses them. What a step left undone for lack of room in the effects goes on at once, by a timer
 * that is due now.
 */
#include "swarm_parts.h"

#include <assert.h>
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
        [WIRE_IHAVE] = spread_ihave,
        [WIRE_GRAFT] = spread_graft,
        [WIRE_PRUNE] = spread_prune,
};

static void receive(struct swarm *s, const struct swarm_in *in)
{
	struct link *link = &s->links[in->link];
	struct wire_message m;

	if (!link->up || link->dropping) {
		return;
	}
	link->missed = 0;
	enum kiem_verdict verdict = wire_read(&m, in->body.p, in->body.n);
	if (verdict != KIEM_OK) {
		links_offence(s, in->link, verdict);
	} else if (!link->linked && m.type != WIRE_HELLO) {
		links_offence(s, in->link, KIEM_BAD_FIELD); /* nothing goes before HELLO */
	} else if (m.type < sizeof(hears) / sizeof(hears[0]) && hears[m.type] != NULL) {
		hears[m.type](s, in->link, &m); /* what is not here is of a newer version */
	}
}

static void dispatch(struct swarm *s, const struct swarm_in *in)
{
	switch (in->type) {
	case SWARM_BOARD:
		boards_input(s, in);
		break;
	case SWARM_NEIGHBOUR:
		dial_input(s, in);
		break;
	case SWARM_LINK_UP:
		links_up(s, in->link, in);
		break;
	case SWARM_LINK_DOWN:
		links_down(s, in->link);
		break;
	case SWARM_DIAL_FAILED:
		dial_failed(s, &in->neighbour.node);
		break;
	case SWARM_RECV:
		receive(s, in);
		break;
	case SWARM_ADMITTED:
		door_admitted(s, in);
		break;
	case SWARM_SCANNED:
		walk_scanned(s, in);
		break;
	case SWARM_WRITABLE:
		push_writable(s, in->link, in);
		break;
	case SWARM_TIMER:
		s->timer_ms = UINT64_MAX;
		break;
	case SWARM_COMPARE:
		boards_compare(s, in->board.board);
		break;
	case SWARM_LOOKED:
		spread_looked(s, in);
		break;
	case SWARM_PEER:
	case SWARM_SELF:
	case SWARM_REMOVED:
		break;
	}
}

/* Twice at most: the second time for what the first set free on a link that had been looked at before. */
static void pump(struct swarm *s)
{
	const uint32_t links = s->options.links_max;

	assert(links > 0);
	for (unsigned round = 0; round < 2 && (round == 0 || s->unfinished); round++) {
		s->unfinished = false;
		for (uint32_t i = 0; i < links; i++) {
			uint32_t at = (s->turn + i) % links;
			if (s->links[at].linked && !s->links[at].dropping) {
				catch_pump(s, at);
				serve_pump(s, at);
				push_pump(s, at);
			}
		}
	}
	s->turn = (s->turn + 1) % links;
}

static void due(struct swarm *s)
{
	for (uint32_t at = 0; at < s->options.links_max; at++) {
		links_due(s, at);
	}
	dial_due(s);
	boards_due(s);
	spread_due(s);
}

static void set_timer(struct swarm *s)
{
	uint64_t next = boards_next_due(s), dial = dial_next_due(s), spread = spread_next_due(s);

	next = dial < next ? dial : next;
	next = spread < next ? spread : next;
	for (uint32_t at = 0; at < s->options.links_max; at++) {
		uint64_t a = links_next_due(s, at);
		next = a < next ? a : next;
		if (s->links[at].linked && !s->links[at].dropping) {
			uint64_t b = catch_next_due(s, at);
			next = b < next ? b : next;
		}
	}
	next = s->unfinished || next < s->mono_ms ? s->mono_ms : next;
	if (next != s->timer_ms && next != UINT64_MAX) {
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
	swarm->unfinished = false;
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
	for (uint32_t slot = 0; slot < swarm->options.boards_max; slot++) {
		status->queued += spread_waiting(swarm, link, slot);
		if (l->lanes[slot].active) {
			lane_status(&status->boards[status->n_boards++], &swarm->boards[slot], &l->lanes[slot]);
		}
	}
	return true;
}
