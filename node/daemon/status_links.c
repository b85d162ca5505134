/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to `links` (docs/control.md): who is linked now, and who should be. */
#include "status_json.h"

static const char *board_name(const struct daemon *d, uint32_t board)
{
	for (size_t i = 0; i < d->follow.n_boards; i++) {
		if (d->follow.boards[i].number == board) {
			return d->follow.boards[i].name;
		}
	}
	return "";
}

static json_t *one_board(const struct daemon *d, const struct swarm_board_status *b, uint32_t link)
{
	const struct compared c = compared_of(d, link, b->board);
	json_t *compared = json_pack("{s:o,s:o,s:o,s:o,s:o}", "times", number(c.times), "sent", number(c.sent), "taken",
	        number(c.taken), "bytes", number(c.bytes), "trips", number(c.trips));

	return json_pack("{s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:b,s:o,s:o}", "board", board_name(d, b->board), "place",
	        place_name(swarm_place(d->swarm, link, b->board)), "phase", phase_name(b->phase), "received", number(b->received),
	        "sent", number(b->sent), "theirs", number(b->theirs), "behind", number(b->behind), "ahead", number(b->ahead),
	        "exact", b->exact, "compared_s", ago(b->ended_ms), "compared", compared);
}

static json_t *link_boards(const struct daemon *d, const struct swarm_link_status *status, uint32_t link)
{
	json_t *list = json_array();

	for (size_t i = 0; i < status->n_boards; i++) {
		const struct swarm_board_status *b = &status->boards[i];

		json_array_append_new(list, one_board(d, b, link));
	}
	return list;
}

static json_t *one_link(struct daemon *d, const struct swarm_link_status *status, uint32_t link)
{
	struct told_neighbour *told = follow_neighbour(&d->follow, &status->node);

	return json_pack("{s:o,s:s,s:b,s:b,s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:o}", "node", hex_key(&status->node), "address",
	        told != NULL ? told->address : "", "dialled", status->dialled, "up", status->linked, "since_s",
	        number((kiem_monotonic_ms() - status->since_ms) / 1000), "rtt_ms", number(status->rtt_ms), "posts_in",
	        number(status->posts_in), "posts_out", number(status->posts_out), "offences", number(status->offences), "queued",
	        number(link_hub_queued(d->hub, d->sends.links[link].number) + d->sends.links[link].bytes), "offset_ms",
	        (json_int_t)status->offset_ms, "boards", link_boards(d, status, link));
}

static json_t *one_wanted(const struct daemon *d, const struct told_neighbour *told)
{
	struct swarm_neighbour_status status = {.linked = false};
	bool known = swarm_neighbour_status(d->swarm, &status, &told->node);
	uint64_t now = kiem_monotonic_ms();
	/* Rounded up: "in 0 s" is for what is under way. */
	uint64_t wait_s = known && status.dial_at_ms > now ? (status.dial_at_ms - now + 999) / 1000 : 0;

	return json_pack("{s:o,s:s,s:b,s:i,s:o}", "node", hex_key(&told->node), "address", told->address, "linked", status.linked,
	        "failures", (int)status.failures, "next_try_s", number(status.linked || status.dialling ? 0 : wait_s));
}

static json_t *all_wanted(const struct daemon *d)
{
	json_t *list = json_array();

	for (size_t i = 0; i < d->follow.n_neighbours; i++) {
		json_array_append_new(list, one_wanted(d, &d->follow.neighbours[i]));
	}
	return list;
}

char *status_links(struct daemon *d)
{
	struct swarm_link_status status;
	json_t *list = json_array();

	for (uint32_t link = 0; link < d->config.links_max; link++) {
		if (swarm_link_status(d->swarm, &status, link)) {
			json_array_append_new(list, one_link(d, &status, link));
		}
	}
	return dump(json_pack("{s:b,s:o,s:o}", "ok", 1, "links", list, "wanted", all_wanted(d)));
}
