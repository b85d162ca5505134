/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sending. A ROUTER drops what it cannot send without a word, so every send is told not to wait and to say when it cannot, and
 * what did not go waits here, in order, up to LINK_QUEUE_BYTES a link. What was accepted is sent or the link goes down.
 */
#include "hub.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum sent { SENT, SENT_LATER, SENT_NEVER };

/* Gives one body to libzmq; it is taken only when SENT. */
static enum sent send_now(struct link_hub *hub, struct hub_link *link, zmq_msg_t *message)
{
	/* A send may take a wake-up of this socket along, so it has to be looked at again. */
	if (link->dialled) {
		link->ready = true;
		if (zmq_msg_send(message, link->dealer, ZMQ_DONTWAIT) >= 0) {
			return SENT;
		}
		return errno == EAGAIN ? SENT_LATER : SENT_NEVER;
	}
	hub->router_ready = true;
	if (zmq_send(hub->router, link->route, link->route_n, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0) {
		return errno == EAGAIN ? SENT_LATER : SENT_NEVER;
	}
	/* The routing frame found room for a whole message, so the body goes too. */
	return zmq_msg_send(message, hub->router, ZMQ_DONTWAIT) >= 0 ? SENT : SENT_NEVER;
}

static void pop(struct hub_link *link)
{
	struct hub_waiting *gone = link->first;

	link->first = gone->next;
	if (link->first == NULL) {
		link->last = &link->first;
	}
	zmq_msg_close(&gone->message);
	free(gone);
}

void queue_clear(struct hub_link *link)
{
	while (link->first != NULL) {
		pop(link);
	}
	link->queued = 0;
}

void queue_flush(struct link_hub *hub, struct hub_link *link)
{
	bool waited = link->first != NULL;

	while (link->first != NULL && link->state == HUB_OPEN) {
		size_t n = zmq_msg_size(&link->first->message);
		enum sent sent = send_now(hub, link, &link->first->message);
		if (sent == SENT_LATER) {
			hub_wake_at(hub, hub->now_ms + HUB_FLUSH_MS);
			return;
		}
		if (sent == SENT_NEVER) {
			hub_link_close(hub, link, "unreachable");
			return;
		}
		link->queued -= n;
		pop(link);
	}
	if (waited && link->state == HUB_OPEN) {
		link->due |= HUB_DUE_DRAINED;
	}
}

void queue_flush_accepted(struct link_hub *hub)
{
	for (struct hub_link *link = hub->links; link != NULL; link = link->next) {
		if (!link->dialled) {
			queue_flush(hub, link);
		}
	}
}

static enum kiem_err append(struct link_hub *hub, struct hub_link *link, zmq_msg_t *message, size_t n)
{
	struct hub_waiting *waiting = malloc(sizeof(*waiting));

	if (waiting == NULL) {
		return KIEM_E_MEMORY;
	}
	waiting->next = NULL;
	zmq_msg_init(&waiting->message);
	zmq_msg_move(&waiting->message, message);
	*link->last = waiting;
	link->last = &waiting->next;
	link->queued += n;
	hub_wake_at(hub, hub->now_ms + HUB_FLUSH_MS);
	return KIEM_DONE;
}

enum kiem_err link_hub_send(struct link_hub *hub, uint32_t number, const uint8_t *body, size_t n)
{
	struct hub_link *link = hub_link_find(hub, number);
	zmq_msg_t message;
	enum kiem_err err = KIEM_DONE;

	if (n > LINK_BODY_MAX) {
		return KIEM_E_INVALID;
	}
	if (link == NULL || link->state != HUB_OPEN) {
		return KIEM_E_NOT_FOUND;
	}
	if (link->first != NULL && link->queued + n > LINK_QUEUE_BYTES) {
		return KIEM_E_AGAIN;
	}
	if (zmq_msg_init_size(&message, n) != 0) {
		return KIEM_E_MEMORY;
	}
	if (n > 0) {
		memcpy(zmq_msg_data(&message), body, n);
	}
	enum sent sent = link->first == NULL ? send_now(hub, link, &message) : SENT_LATER;
	if (sent == SENT_LATER) {
		err = append(hub, link, &message, n);
	} else if (sent == SENT_NEVER) {
		hub_link_close(hub, link, "unreachable");
		err = KIEM_E_NOT_FOUND;
	}
	zmq_msg_close(&message); /* empty by now when it was taken */
	return err;
}

size_t link_hub_queued(const struct link_hub *hub, uint32_t number)
{
	for (const struct hub_link *link = hub->links; link != NULL; link = link->next) {
		if (link->number == number) {
			return link->queued;
		}
	}
	return 0;
}
