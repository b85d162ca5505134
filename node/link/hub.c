/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hub's loop. ZeroMQ's descriptors tell of a change, not of a state: after one is readable the socket has to be read until
 * it has nothing, and any send may have taken the notice along. So every source has a `ready` flag that only an empty read clears,
 * and all descriptors sit in one epoll, which is what the daemon polls.
 *
 * A call gives what is owed first (UP, DRAINED, DOWN, a failed dial), then one body. Sources take turns: each DEALER gives one
 * body, the ROUTER one for each link behind it (among those libzmq takes turns), so a busy link cannot silence another.
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

/* ---- helpers over libzmq ---- */

bool hub_option_int(void *socket, int option, int value)
{
	return zmq_setsockopt(socket, option, &value, sizeof(value)) == 0;
}

bool hub_socket_options(void *socket)
{
	int64_t message_max = HUB_MESSAGE_MAX;

	/* HEARTBEAT_IVL stays 0: with a full receive queue libzmq 4.3.4 aborts the process. The protocol has a ping of its own. */
	return hub_option_int(socket, ZMQ_LINGER, 0) && hub_option_int(socket, ZMQ_SNDHWM, HUB_HWM) &&
	       hub_option_int(socket, ZMQ_RCVHWM, HUB_HWM) && hub_option_int(socket, ZMQ_HEARTBEAT_IVL, 0) &&
	       hub_option_int(socket, ZMQ_HANDSHAKE_IVL, HUB_HANDSHAKE_MS) &&
	       zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &message_max, sizeof(message_max)) == 0;
}

bool hub_poll_fd(struct link_hub *hub, int fd, uint32_t events, enum hub_tag tag, uint32_t number)
{
	struct epoll_event event = {.events = events, .data.u64 = (uint64_t)tag << 32 | number};

	return epoll_ctl(hub->epoll, EPOLL_CTL_ADD, fd, &event) == 0 ||
	       (errno == EEXIST && epoll_ctl(hub->epoll, EPOLL_CTL_MOD, fd, &event) == 0);
}

static int descriptor(void *socket)
{
	int fd = -1;
	size_t n = sizeof(fd);

	return zmq_getsockopt(socket, ZMQ_FD, &fd, &n) == 0 ? fd : -1;
}

bool hub_poll_socket(struct link_hub *hub, void *socket, enum hub_tag tag, uint32_t number)
{
	return hub_poll_fd(hub, descriptor(socket), EPOLLIN, tag, number);
}

void hub_poll_forget(struct link_hub *hub, void *socket)
{
	epoll_ctl(hub->epoll, EPOLL_CTL_DEL, descriptor(socket), NULL);
}

/* Whether there is something to read; takes in what libzmq's I/O thread has told the socket. */
static bool is_readable(void *socket)
{
	int events = 0;
	size_t n = sizeof(events);

	return zmq_getsockopt(socket, ZMQ_EVENTS, &events, &n) == 0 && (events & ZMQ_POLLIN) != 0;
}

void *hub_monitor_open(struct link_hub *hub, void *socket, const char *name, int events)
{
	void *monitor = zmq_socket(hub->ctx, ZMQ_PAIR);

	/* Without a limit: at one, libzmq's I/O thread would wait for us with every link. */
	if (monitor != NULL && hub_option_int(monitor, ZMQ_LINGER, 0) && hub_option_int(monitor, ZMQ_RCVHWM, 0) &&
	        zmq_socket_monitor(socket, name, events) == 0 && zmq_connect(monitor, name) == 0) {
		return monitor;
	}
	int saved = errno;
	hub_monitor_close(hub, socket, monitor);
	errno = saved;
	return NULL;
}

void hub_monitor_close(struct link_hub *hub, void *socket, void *monitor)
{
	/* First the speaker, then the hearer: an event that nobody hears would hold the I/O thread for ever. */
	zmq_socket_monitor(socket, NULL, 0);
	if (monitor != NULL) {
		hub_poll_forget(hub, monitor);
		zmq_close(monitor);
	}
}

/* An event is two frames: 16 bits of event and 32 of value, then an endpoint. */
bool hub_monitor_next(void *monitor, uint16_t *event, uint32_t *value)
{
	uint8_t frame[sizeof(*event) + sizeof(*value)];
	char endpoint[1];

	if (zmq_recv(monitor, frame, sizeof(frame), ZMQ_DONTWAIT) != (int)sizeof(frame)) {
		return false;
	}
	memcpy(event, frame, sizeof(*event));
	memcpy(value, frame + sizeof(*event), sizeof(*value));
	zmq_recv(monitor, endpoint, sizeof(endpoint), ZMQ_DONTWAIT);
	return true;
}

bool hub_receive(void *socket, zmq_msg_t *message, size_t *parts)
{
	zmq_msg_t rest;
	bool more;

	if (zmq_msg_recv(message, socket, ZMQ_DONTWAIT) < 0) {
		return false;
	}
	*parts = 1;
	more = zmq_msg_more(message) != 0;
	zmq_msg_init(&rest);
	while (more && zmq_msg_recv(&rest, socket, ZMQ_DONTWAIT) >= 0) {
		*parts += 1;
		more = zmq_msg_more(&rest) != 0;
	}
	zmq_msg_close(&rest);
	return true;
}

/* ---- links ---- */

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

void hub_link_cut(struct link_hub *hub, struct hub_link *link, const char *why)
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
	hub_link_cut(hub, link, "dropped");
}

bool hub_take_body(struct link_hub *hub, struct hub_link *link, struct hub_conn *conn, size_t parts)
{
	size_t n = zmq_msg_size(&hub->body);

	if ((link->due & HUB_DUE_DOWN) != 0) {
		return false; /* cut; these are what was under way */
	}
	if (parts > 1 || n > LINK_BODY_MAX) {
		zap_refuse(hub, link->curve, HUB_OFFENCE_REFUSE_MS);
		hub_link_cut(hub, link, parts > 1 ? "multipart" : "too big");
		return false;
	}
	if (conn != NULL) {
		watch_delivered(conn, n);
	}
	hub->body_link = link->number;
	return true;
}

/* ---- the loop ---- */

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

/* A body, or else there is nothing to read: what waits gets its chance, and closed links have been read to their end. */
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
	hub->router_ready = hub->router != NULL && is_readable(hub->router);
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
	link->ready = link->dealer != NULL && is_readable(link->dealer) && reads;
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

/* Two rounds, because the first may begin in the middle. */
static bool next_body(struct link_hub *hub)
{
	for (int round = 0; round < 2; round++) {
		if ((hub->turn == 0 && router_turn(hub)) || dealers_turn(hub)) {
			return true;
		}
	}
	return false;
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
		if (next_due(hub, event) || next_stashed(hub, event)) {
			return true;
		}
		bool more = pump(hub);
		if (is_due(hub)) {
			continue;
		}
		hub->stashed = next_body(hub);
		if (!hub->stashed && !is_due(hub) && !more) {
			return false;
		}
	}
}

uint64_t link_hub_deadline(const struct link_hub *hub)
{
	bool now = hub->stashed || hub->router_ready || is_due(hub);

	for (const struct hub_link *link = hub->links; link != NULL && !now; link = link->next) {
		now = link->ready || link->monitor_ready;
	}
	return now ? hub->now_ms : hub->wake_ms;
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
	/* One I/O thread: accept.c and zap.c count on one order of events. A dialled link takes three sockets. */
	if (hub->epoll < 0 || zmq_ctx_set(hub->ctx, ZMQ_IO_THREADS, 1) != 0 ||
	        zmq_ctx_set(hub->ctx, ZMQ_MAX_SOCKETS, (int)(3 * options->links_max + 16)) != 0) {
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
