/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose body is next. Sources take turns: each DEALER gives one body, the ROUTER one for each link behind it (among those libzmq
 * takes turns), so a busy link cannot silence another. A source that has nothing more is asked whether that is so, what waits
 * to be sent gets its chance, and links that were closed have been read to their end.
 */
#include "hub.h"

static bool router_turn(struct link_hub *hub)
{
	if (!hub->router_ready || hub->router_credit == 0) {
		return false;
	}
	hub->router_credit--;
	if (accept_body(hub)) {
		return true;
	}
	queue_flush_accepted(hub);
	hub->router_ready = hub->router != NULL && hub_is_readable(hub->router);
	for (struct hub_link *link = hub->links; link != NULL && !hub->router_ready; link = link->next) {
		if (!link->dialled && link->state == HUB_CLOSING) {
			link->due |= HUB_DUE_DOWN;
		}
	}
	return false;
}

static bool dealer_turn(struct link_hub *hub, struct hub_link *link)
{
	bool reads = link->state == HUB_OPEN || link->state == HUB_CLOSING;

	if (reads && dial_body(hub, link)) {
		return true;
	}
	queue_flush(hub, link);
	link->ready = link->dealer != NULL && hub_is_readable(link->dealer) && reads;
	if (link->state == HUB_CLOSING && !link->ready && (link->due & HUB_DUE_FAILED) == 0) {
		link->due |= HUB_DUE_DOWN;
	}
	return false;
}

/* The DEALERs after the one that was read last; after them it is the ROUTER's turn again. */
static bool dealers_turn(struct link_hub *hub)
{
	for (struct hub_link *link = hub->links; link != NULL; link = link->next) {
		if (link->dialled && link->ready && link->number > hub->turn) {
			hub->turn = link->number;
			if (dealer_turn(hub, link)) {
				return true;
			}
		}
	}
	hub->turn = 0;
	hub->router_credit = hub->n_accepted > 0 ? hub->n_accepted : 1;
	return false;
}

bool turns_next_body(struct link_hub *hub)
{
	/* Two rounds, because the first may begin in the middle. */
	for (int round = 0; round < 2; round++) {
		if ((hub->turn == 0 && router_turn(hub)) || dealers_turn(hub)) {
			return true;
		}
	}
	return false;
}

void turns_hold(struct link_hub *hub)
{
	if (hub->router_ready) {
		hub_is_readable(hub->router);
	}
	for (struct hub_link *link = hub->links; link != NULL; link = link->next) {
		if (link->dialled && link->ready && link->dealer != NULL) {
			hub_is_readable(link->dealer);
		}
	}
}
