/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ROUTER: who dialled us. libzmq speaks of a connection in three ways that have to be brought together:
 *
 *   - its monitor says ACCEPTED and DISCONNECTED with a descriptor, in the order in which they happened;
 *   - the ZAP handler numbers each client that it lets in (its session) and does not learn the descriptor;
 *   - every body carries its session, and the descriptor that its connection had.
 *
 * Descriptors are used again, bodies may be read after their connection is gone. A connection's `floor` is the number that the
 * next session will get when its ACCEPTED is heard, and zap.c hears the monitor out before it gives a number. So a body belongs to
 * the connection that is open on its descriptor if and only if its session is not below the floor; else to one that is gone.
 *
 * A client that the ROUTER has not heard cannot be addressed, so the dialler speaks first and a link comes up with its first body.
 */
#include "hub.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS (ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED)
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93 /* zmq.h shows it with its drafts only; 4.3.4 has it always */
#endif

static bool router_options(struct link_hub *hub, const char *listen)
{
	void *router = hub->router;

	return hub_socket_options(router) && hub_option_int(router, ZMQ_IPV6, resolve_listens_both(listen)) &&
	       hub_option_int(router, ZMQ_ROUTER_MANDATORY, 1) && hub_option_int(router, ZMQ_CURVE_SERVER, 1) &&
	       hub_option_int(router, ZMQ_ZAP_ENFORCE_DOMAIN, 1) &&
	       zmq_setsockopt(router, ZMQ_CURVE_SECRETKEY, hub->curve_secret, 41) == 0 &&
	       zmq_setsockopt(router, ZMQ_ZAP_DOMAIN, "kiem", 4) == 0;
}

enum kiem_err accept_create(struct link_hub *hub, const char *listen)
{
	size_t n = sizeof(hub->bound);

	if (strncmp(listen, "tcp://", strlen("tcp://")) != 0) {
		return KIEM_E_INVALID;
	}
	hub->router = zmq_socket(hub->ctx, ZMQ_ROUTER);
	if (hub->router == NULL || !router_options(hub, listen)) {
		return KIEM_E_NETWORK;
	}
	hub->router_monitor = hub_monitor_open(hub, hub->router, "inproc://router-monitor", EVENTS);
	if (hub->router_monitor == NULL || !hub_poll_socket(hub, hub->router, HUB_TAG_ROUTER, 0) ||
	        !hub_poll_socket(hub, hub->router_monitor, HUB_TAG_ROUTER_MONITOR, 0)) {
		return KIEM_E_NETWORK;
	}
	if (zmq_bind(hub->router, listen) != 0) {
		return errno == EINVAL || errno == EPROTONOSUPPORT ? KIEM_E_INVALID : KIEM_E_NETWORK;
	}
	hub->router_ready = hub->router_monitor_ready = true;
	return zmq_getsockopt(hub->router, ZMQ_LAST_ENDPOINT, hub->bound, &n) == 0 ? KIEM_DONE : KIEM_E_NETWORK;
}

void accept_destroy(struct link_hub *hub)
{
	if (hub->router != NULL) {
		hub_monitor_close(hub, hub->router, hub->router_monitor);
		zmq_close(hub->router);
	}
	for (size_t i = 0; i < hub->n_conns; i++) {
		free(hub->conns[i]);
	}
	free(hub->conns);
}

/* ---- connections ---- */

struct hub_conn *accept_conn(struct link_hub *hub, int fd)
{
	return fd >= 0 && (size_t)fd < hub->n_conns ? hub->conns[fd] : NULL;
}

/* A place for a descriptor, which is new there or was closed; NULL when there is no memory. */
static struct hub_conn *place(struct link_hub *hub, int fd)
{
	size_t needed = (size_t)fd + 1;

	if (needed > hub->n_conns) {
		struct hub_conn **more = realloc(hub->conns, needed * sizeof(struct hub_conn *));
		if (more == NULL) {
			return NULL;
		}
		memset(more + hub->n_conns, 0, (needed - hub->n_conns) * sizeof(struct hub_conn *));
		hub->conns = more;
		hub->n_conns = needed;
	}
	if (hub->conns[fd] == NULL) {
		hub->conns[fd] = calloc(1, sizeof(struct hub_conn));
	}
	return hub->conns[fd];
}

static bool is_half_open(const struct hub_conn *conn)
{
	return conn != NULL && conn->open && !conn->cut && conn->link == NULL;
}

/* Forgets a connection; a link that came of it goes down when it has been read out. */
static void closed(struct link_hub *hub, struct hub_conn *conn)
{
	if (is_half_open(conn)) {
		hub->n_half_open--;
	}
	if (conn->link != NULL) {
		hub_link_close(hub, conn->link, "closed");
		conn->link->accepted = NULL;
		conn->link = NULL;
	}
	conn->open = false;
}

static void cut(struct link_hub *hub, struct hub_conn *conn)
{
	if (is_half_open(conn)) {
		hub->n_half_open--;
	}
	watch_cut(conn);
}

static void cut_oldest_half_open(struct link_hub *hub)
{
	struct hub_conn *oldest = NULL;

	for (size_t i = 0; i < hub->n_conns; i++) {
		if (is_half_open(hub->conns[i]) && (oldest == NULL || hub->conns[i]->opened_ms < oldest->opened_ms)) {
			oldest = hub->conns[i];
		}
	}
	cut(hub, oldest);
}

/*
 * Silence costs a descriptor until the handshake times out, and there are few. The oldest makes room: an honest peer needs a few
 * round trips, silence lasts.
 */
static void accepted(struct link_hub *hub, int fd)
{
	struct hub_conn *conn = place(hub, fd);

	if (conn == NULL) {
		return; /* no memory: it never becomes a link, and its handshake times out */
	}
	if (conn->open) {
		closed(hub, conn);
	}
	watch_open(hub, conn, fd, HUB_TAG_CONN, (uint32_t)fd);
	conn->floor = hub->last_session + 1;
	hub->n_half_open++;
	hub_wake_at(hub, conn->opened_ms + HUB_SILENT_MS);
	while (hub->n_half_open > HUB_HALF_OPEN_MAX) {
		cut_oldest_half_open(hub);
	}
}

void accept_monitor(struct link_hub *hub)
{
	uint16_t event;
	uint32_t value;

	hub->router_monitor_ready = false;
	while (hub->router_monitor != NULL && hub_monitor_next(hub->router_monitor, &event, &value)) {
		struct hub_conn *conn = accept_conn(hub, (int)value);
		if (event == ZMQ_EVENT_ACCEPTED) {
			accepted(hub, (int)value);
		} else if (event == ZMQ_EVENT_DISCONNECTED && conn != NULL && conn->open) {
			closed(hub, conn);
		}
	}
}

/* ---- bodies ---- */

static struct hub_link *link_of_session(struct link_hub *hub, uint64_t session)
{
	struct hub_link *link = hub->links;

	while (link != NULL && (link->dialled || link->session != session)) {
		link = link->next;
	}
	return link;
}

/* A socket of both families writes 192.0.2.7 as ::ffff:192.0.2.7. */
static const char *unmapped(const char *peer)
{
	return strncmp(peer, "::ffff:", 7) == 0 && strchr(peer, '.') != NULL ? peer + 7 : peer;
}

/* The link that a first body makes, NULL when its connection is gone, was cut, or is one too many. */
static struct hub_link *link_of_first_body(struct link_hub *hub, zmq_msg_t *route, uint64_t session)
{
	const char *user = zmq_msg_gets(&hub->body, "User-Id");
	const char *peer = zmq_msg_gets(&hub->body, "Peer-Address");

	accept_monitor(hub);
	struct hub_conn *conn = accept_conn(hub, zmq_msg_get(&hub->body, ZMQ_SRCFD));
	if (!is_half_open(conn) || session < conn->floor) {
		return NULL;
	}
	uint8_t curve[32];
	bool proved = user != NULL && strlen(user) == 64 && kiem_unhex(curve, user, 64);
	struct hub_link *link = proved && hub_link_may_come(hub) ? hub_link_new(hub, false) : NULL;
	if (link == NULL || zmq_msg_size(route) > sizeof(link->route)) {
		cut(hub, conn);
		if (link != NULL) {
			hub_link_free(hub, link);
		}
		return NULL;
	}
	memcpy(link->curve, curve, 32);
	snprintf(link->peer, sizeof(link->peer), "%s", peer != NULL ? unmapped(peer) : "");
	link->route_n = zmq_msg_size(route);
	memcpy(link->route, zmq_msg_data(route), link->route_n);
	link->session = session;
	link->state = HUB_OPEN;
	link->due |= HUB_DUE_UP;
	link->accepted = conn;
	conn->link = link;
	hub->n_half_open--;
	return link;
}

/* One message: a routing id and a body. */
static bool receive(struct link_hub *hub, zmq_msg_t *route, size_t *parts)
{
	if (zmq_msg_recv(route, hub->router, ZMQ_DONTWAIT) < 0 || !hub_receive(hub->router, &hub->body, parts)) {
		return false;
	}
	return true;
}

bool accept_body(struct link_hub *hub)
{
	zmq_msg_t route;
	size_t parts;
	bool found = false;

	zmq_msg_init(&route);
	while (!found && receive(hub, &route, &parts)) {
		const char *text = zmq_msg_gets(&hub->body, "Session");
		uint64_t session = text != NULL ? strtoull(text, NULL, 10) : 0;
		struct hub_link *link = link_of_session(hub, session);
		if (link == NULL) {
			link = link_of_first_body(hub, &route, session);
		}
		found = link != NULL && hub_take_body(hub, link, link->accepted, parts);
	}
	zmq_msg_close(&route);
	return found;
}

void accept_drop(struct link_hub *hub, struct hub_link *link)
{
	/* Heard first, so that what is cut is not somebody who came after. */
	accept_monitor(hub);
	if (link->accepted != NULL) {
		cut(hub, link->accepted);
		link->accepted->link = NULL;
		link->accepted = NULL;
	}
}

void accept_timers(struct link_hub *hub)
{
	for (size_t i = 0; i < hub->n_conns; i++) {
		struct hub_conn *conn = hub->conns[i];
		if (conn == NULL || !conn->open || conn->cut) {
			continue;
		}
		if (conn->link == NULL && hub->now_ms >= conn->opened_ms + HUB_SILENT_MS) {
			cut(hub, conn);
		} else if (hub->now_ms >= conn->check_ms && !watch_check(hub, conn, HUB_TAG_CONN, (uint32_t)i)) {
			if (conn->link != NULL) {
				hub_link_offence(hub, conn->link, "backlog");
			} else {
				cut(hub, conn);
			}
		}
		if (!conn->cut) {
			hub_wake_at(hub, conn->check_ms);
			hub_wake_at(hub, conn->link == NULL ? conn->opened_ms + HUB_SILENT_MS : HUB_NEVER);
		}
	}
}
