/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of links, and the ways one ends: closed by the other end (what it left is read first), dropped by us, or cut for an
 * offence. Freed is a link only when its last event is given, so that within a step nobody is left with a pointer to nothing.
 */
#include "hub.h"

#include <stdlib.h>

struct hub_link *hub_link_find(struct link_hub *hub, uint32_t number)
{
	struct hub_link *link = hub->links;

	while (link != NULL && link->number != number) {
		link = link->next;
	}
	return link;
}

/* Numbers only grow, so that one is not met again until 2^32 links later. */
struct hub_link *hub_link_new(struct link_hub *hub, bool dialled)
{
	struct hub_link *link = calloc(1, sizeof(*link));
	struct hub_link **end = &hub->links;

	if (link == NULL) {
		return NULL;
	}
	while (*end != NULL) {
		end = &(*end)->next;
	}
	*end = link;
	do {
		link->number = ++hub->last_number;
	} while (link->number == 0);
	link->dialled = dialled;
	link->last = &link->first;
	link->deadline_ms = HUB_NEVER;
	link->conn.check_ms = HUB_NEVER;
	hub->n_links++;
	hub->n_accepted += dialled ? 0 : 1;
	return link;
}

bool hub_link_may_come(const struct link_hub *hub)
{
	return hub->n_links < hub->links_max && hub->n_accepted < hub->links_max - hub->links_max / HUB_OURS_PART;
}

void hub_link_free(struct link_hub *hub, struct hub_link *link)
{
	struct hub_link **at = &hub->links;

	while (*at != link) {
		at = &(*at)->next;
	}
	*at = link->next;
	hub->n_links--;
	hub->n_accepted -= link->dialled ? 0 : 1;
	dial_close(hub, link);
	if (link->accepted != NULL) {
		link->accepted->link = NULL;
	}
	queue_clear(link);
	free(link);
}

void hub_link_close(struct link_hub *hub, struct hub_link *link, const char *why)
{
	if (link->state != HUB_OPEN) {
		return;
	}
	link->state = HUB_CLOSING;
	link->why = why;
	link->due &= ~(unsigned)HUB_DUE_DRAINED;
	link->deadline_ms = hub->now_ms + HUB_CLOSING_MS;
	hub_wake_at(hub, link->deadline_ms);
	queue_clear(link);
	/* Reading it to its end brings DOWN. */
	link->ready = link->dialled;
	hub->router_ready = hub->router_ready || !link->dialled;
}

/* Cuts it now; nothing more of it is heard but DOWN. */
static void cut_now(struct link_hub *hub, struct hub_link *link, const char *why)
{
	link->state = HUB_CLOSING;
	link->why = why;
	link->due = (link->due & HUB_DUE_UP) | HUB_DUE_DOWN;
	link->deadline_ms = HUB_NEVER;
	queue_clear(link);
	if (link->dialled) {
		dial_close(hub, link);
	} else {
		accept_drop(hub, link);
	}
}

void hub_link_offence(struct link_hub *hub, struct hub_link *link, const char *why)
{
	zap_refuse(hub, link->curve, HUB_OFFENCE_REFUSE_MS);
	cut_now(hub, link, why);
}

void link_hub_drop(struct link_hub *hub, uint32_t number, uint64_t refuse_ms, uint64_t now_ms)
{
	struct hub_link *link = hub_link_find(hub, number);

	hub->now_ms = now_ms;
	if (link == NULL || (link->state != HUB_OPEN && link->state != HUB_CLOSING) || (link->due & HUB_DUE_FAILED) != 0) {
		return;
	}
	if (refuse_ms > 0) {
		zap_refuse(hub, link->curve, refuse_ms);
	}
	cut_now(hub, link, "dropped");
}

bool hub_take_body(struct link_hub *hub, struct hub_link *link, struct hub_conn *conn, size_t parts)
{
	size_t n = zmq_msg_size(&hub->body);

	if ((link->due & HUB_DUE_DOWN) != 0) {
		return false; /* cut; these are what was under way */
	}
	if (parts > 1 || n > LINK_BODY_MAX) {
		hub_link_offence(hub, link, parts > 1 ? "multipart" : "too big");
		return false;
	}
	if (conn != NULL) {
		watch_delivered(conn, n);
	}
	hub->body_link = link->number;
	return true;
}
