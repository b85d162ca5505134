/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hub's loop. ZeroMQ's descriptors tell of a change, not of a state: after one is readable the socket has to be read until
 * it has nothing, and any send may have taken the notice along. So every source has a `ready` flag that only an empty read clears,
 * and all descriptors sit in one epoll, which is what the daemon polls.
 *
 * A call gives what is owed first (UP, DRAINED, DOWN, a failed dial), then one body.
 */
#include "hub.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define SIGNALS_MAX 32

void hub_wake_at(struct link_hub *hub, uint64_t ms)
{
	if (ms < hub->wake_ms) {
		hub->wake_ms = ms;
	}
}

static void signalled(struct link_hub *hub, enum hub_tag tag, uint32_t number)
{
	struct hub_link *link = tag >= HUB_TAG_LINK ? hub_link_find(hub, number) : NULL;
	struct hub_conn *conn = tag == HUB_TAG_CONN ? accept_conn(hub, (int)number) : NULL;

	if (tag == HUB_TAG_ROUTER) {
		hub->router_ready = true;
		queue_flush_accepted(hub);
	} else if (tag == HUB_TAG_ROUTER_MONITOR) {
		hub->router_monitor_ready = true;
	} else if (tag == HUB_TAG_ZAP) {
		hub->zap_ready = true;
	} else if (conn != NULL) {
		watch_wake(hub, conn);
	} else if (link == NULL) {
		return; /* of a link that is no more */
	} else if (tag == HUB_TAG_LINK) {
		link->ready = true;
		queue_flush(hub, link);
	} else if (tag == HUB_TAG_MONITOR) {
		link->monitor_ready = true;
	} else if (tag == HUB_TAG_RESOLVE) {
		dial_resolved(hub, link);
	} else if (tag == HUB_TAG_LINK_CONN) {
		watch_wake(hub, &link->conn);
	}
}

static void timers(struct link_hub *hub)
{
	hub->wake_ms = HUB_NEVER;
	accept_timers(hub);
	for (struct hub_link *link = hub->links; link != NULL; link = link->next) {
		queue_flush(hub, link);
		if (link->state == HUB_CLOSING && hub->now_ms >= link->deadline_ms) {
			link->due |= HUB_DUE_DOWN;
			link->deadline_ms = HUB_NEVER;
		} else if (link->dialled) {
			dial_timer(hub, link);
		} else {
			hub_wake_at(hub, link->deadline_ms);
		}
	}
}

/* Takes in everything but bodies. True when there may be more descriptors to look at. */
static bool pump(struct link_hub *hub)
{
	struct epoll_event events[SIGNALS_MAX];
	int n = epoll_wait(hub->epoll, events, SIGNALS_MAX, 0);

	for (int i = 0; i < n; i++) {
		signalled(hub, (enum hub_tag)(events[i].data.u64 >> 32), (uint32_t)events[i].data.u64);
	}
	if (hub->router_monitor_ready) {
		accept_monitor(hub);
	}
	if (hub->zap_ready) {
		zap_serve(hub);
	}
	for (struct hub_link *link = hub->links; link != NULL; link = link->next) {
		if (link->monitor_ready) {
			dial_monitor(hub, link);
		}
	}
	if (hub->now_ms >= hub->wake_ms) {
		timers(hub);
	}
	return n == SIGNALS_MAX;
}

static bool is_due(const struct link_hub *hub)
{
	const struct hub_link *link = hub->links;

	while (link != NULL && link->due == 0) {
		link = link->next;
	}
	return link != NULL;
}

static unsigned lowest(unsigned bits)
{
	return bits & (~bits + 1);
}

static bool next_due(struct link_hub *hub, struct link_event *event)
{
	struct hub_link *link = hub->links;

	while (link != NULL && link->due == 0) {
		link = link->next;
	}
	if (link == NULL) {
		return false;
	}
	unsigned due = lowest(link->due);
	link->due &= ~due;
	*event =
	        (struct link_event){.type = LINK_EVENT_DRAINED, .link = link->number, .dialled = link->dialled, .node = link->node};
	memcpy(event->curve, link->curve, sizeof(event->curve));
	snprintf(event->peer, sizeof(event->peer), "%s", link->peer);
	if (due == HUB_DUE_UP) {
		event->type = LINK_EVENT_UP;
	} else if (due == HUB_DUE_DOWN || due == HUB_DUE_FAILED) {
		event->type = due == HUB_DUE_DOWN ? LINK_EVENT_DOWN : LINK_EVENT_DIAL_FAILED;
		event->why = link->why;
		event->link = due == HUB_DUE_DOWN ? link->number : 0;
		hub_link_free(hub, link);
	}
	return true;
}

/* Lends the body out that was read; not when its link was cut meanwhile. */
static bool next_stashed(struct link_hub *hub, struct link_event *event)
{
	const struct hub_link *link = hub->stashed ? hub_link_find(hub, hub->body_link) : NULL;

	hub->stashed = false;
	if (link == NULL) {
		return false;
	}
	*event = (struct link_event){.type = LINK_EVENT_BODY, .link = link->number, .dialled = link->dialled};
	event->body = (struct kiem_span){zmq_msg_data(&hub->body), zmq_msg_size(&hub->body)};
	return true;
}

bool link_hub_next(struct link_hub *hub, struct link_event *event, uint64_t now_ms)
{
	hub->now_ms = now_ms;
	for (;;) {
		if (next_due(hub, event) || (!hub->held && next_stashed(hub, event))) {
			return true;
		}
		bool more = pump(hub);
		if (is_due(hub)) {
			continue;
		}
		if (hub->held) {
			turns_hold(hub);
		} else {
			hub->stashed = turns_next_body(hub);
		}
		if ((!hub->stashed || hub->held) && !is_due(hub) && !more) {
			return false;
		}
	}
}

uint64_t link_hub_deadline(const struct link_hub *hub)
{
	bool now = is_due(hub) || (!hub->held && (hub->stashed || hub->router_ready));

	for (const struct hub_link *link = hub->links; link != NULL && !now; link = link->next) {
		now = link->monitor_ready || (!hub->held && link->ready);
	}
	return now ? hub->now_ms : hub->wake_ms;
}

void link_hub_hold(struct link_hub *hub, bool held)
{
	hub->held = held;
}

size_t link_hub_fds(const struct link_hub *hub, int *fds, size_t max)
{
	if (max == 0) {
		return 0;
	}
	fds[0] = hub->epoll;
	return 1;
}

const char *link_hub_bound(const struct link_hub *hub)
{
	return hub->bound;
}

/* ---- life ---- */

static enum kiem_err open_hub(struct link_hub *hub, const struct link_options *options)
{
	struct kiem_key key;

	hub->curve_secret = sodium_malloc(41);
	hub->ctx = zmq_ctx_new();
	hub->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (hub->curve_secret == NULL || hub->ctx == NULL) {
		return KIEM_E_MEMORY;
	}
	kiem_secret_public(&key, options->secret);
	bool ok = kiem_key_curve(hub->curve, &key);
	assert(ok);
	kiem_secret_curve(options->secret, hub->curve_public, hub->curve_secret);
	/* One I/O thread: accept.c and zap.c count on one order of events. A dialled link takes three sockets, and closed ones take
	 * a moment. */
	if (hub->epoll < 0 || zmq_ctx_set(hub->ctx, ZMQ_IO_THREADS, 1) != 0 ||
	        zmq_ctx_set(hub->ctx, ZMQ_MAX_SOCKETS, (int)(6 * options->links_max + 64)) != 0) {
		return KIEM_E_NETWORK;
	}
	enum kiem_err err = zap_create(hub);
	return err == KIEM_DONE && options->listen != NULL ? accept_create(hub, options->listen) : err;
}

enum kiem_err link_hub_create(struct link_hub **out, const struct link_options *options)
{
	struct link_hub *hub = calloc(1, sizeof(*hub));

	if (hub == NULL) {
		return KIEM_E_MEMORY;
	}
	hub->epoll = -1;
	hub->links_max = options->links_max;
	hub->wake_ms = HUB_NEVER;
	hub->router_credit = 1;
	hub->now_ms = kiem_monotonic_ms();
	zmq_msg_init(&hub->body);
	enum kiem_err err = open_hub(hub, options);
	if (err != KIEM_DONE) {
		int saved = errno;
		link_hub_destroy(hub);
		errno = saved;
		return err;
	}
	*out = hub;
	return KIEM_DONE;
}

void link_hub_destroy(struct link_hub *hub)
{
	if (hub == NULL) {
		return;
	}
	while (hub->links != NULL) {
		hub_link_free(hub, hub->links);
	}
	accept_destroy(hub);
	if (hub->zap != NULL) {
		zmq_close(hub->zap);
	}
	zmq_msg_close(&hub->body);
	while (hub->ctx != NULL && zmq_ctx_term(hub->ctx) != 0 && errno == EINTR) {
	}
	if (hub->epoll >= 0) {
		close(hub->epoll);
	}
	sodium_free(hub->curve_secret);
	free(hub);
}
