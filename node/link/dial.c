/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links that we dial: a fresh DEALER each time, over the addresses of a name one after another. libzmq never reconnects by itself,
 * because a new connection that nobody heard of would skip the greeting of the protocol: it may try after a day, and the socket
 * is closed within HUB_CLOSING_MS of its connection. (With RECONNECT_IVL -1 it would throw away what came in and was not read
 * yet: docs/decisions/0005-last-words.md.) CURVE is given the key that the other end must have, so a handshake that succeeds is
 * with the node that was meant.
 */
#include "hub.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>

#define FAILURES (ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
#define EVENTS (ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CLOSED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | FAILURES)

/* host:port or [IPv6]:port, by the rules that addresses of kiem:// have. */
static bool parse(struct hub_link *link, const char *address)
{
	char text[KIEM_PATH_MAX];
	struct kiem_address parsed;

	int n = snprintf(text, sizeof(text), "kiem://%064d@%s", 0, address);
	if (n < 0 || (size_t)n >= sizeof(text) || !kiem_address_parse(&parsed, text) || parsed.board[0] != '\0') {
		return false;
	}
	snprintf(link->host, sizeof(link->host), "%s", parsed.host);
	link->port = parsed.port;
	return true;
}

static bool dealer_options(struct link_hub *hub, struct hub_link *link, bool ipv6)
{
	return hub_socket_options(link->dealer) && hub_option_int(link->dealer, ZMQ_IPV6, ipv6) &&
	       hub_option_int(link->dealer, ZMQ_RECONNECT_IVL, HUB_RECONNECT_MS) &&
	       hub_option_int(link->dealer, ZMQ_CONNECT_TIMEOUT, HUB_CONNECT_MS) &&
	       zmq_setsockopt(link->dealer, ZMQ_CURVE_SERVERKEY, link->curve, 32) == 0 &&
	       zmq_setsockopt(link->dealer, ZMQ_CURVE_PUBLICKEY, hub->curve_public, 41) == 0 &&
	       zmq_setsockopt(link->dealer, ZMQ_CURVE_SECRETKEY, hub->curve_secret, 41) == 0;
}

static bool connect_to(struct link_hub *hub, struct hub_link *link, const char *address)
{
	char endpoint[128], name[64];
	bool ipv6;

	if (!resolve_numeric(address, &ipv6)) {
		return false;
	}
	snprintf(endpoint, sizeof(endpoint), ipv6 ? "tcp://[%s]:%u" : "tcp://%s:%u", address, (unsigned)link->port);
	snprintf(name, sizeof(name), "inproc://monitor-%u-%zu", link->number, link->next_address);
	link->dealer = zmq_socket(hub->ctx, ZMQ_DEALER);
	if (link->dealer == NULL || !dealer_options(hub, link, ipv6)) {
		return false;
	}
	link->monitor = hub_monitor_open(hub, link->dealer, name, EVENTS);
	return link->monitor != NULL && hub_poll_socket(hub, link->dealer, HUB_TAG_LINK, link->number) &&
	       hub_poll_socket(hub, link->monitor, HUB_TAG_MONITOR, link->number) && zmq_connect(link->dealer, endpoint) == 0;
}

void dial_close(struct link_hub *hub, struct hub_link *link)
{
	resolve_cancel(link->resolve);
	link->resolve = NULL;
	if (link->dealer != NULL) {
		hub_poll_forget(hub, link->dealer);
		hub_monitor_close(hub, link->dealer, link->monitor);
		zmq_close(link->dealer);
	}
	link->dealer = link->monitor = NULL;
	link->ready = link->monitor_ready = false;
	link->conn.open = false;
}

/* The next address there is, or the end of the dial. */
static void try_next(struct link_hub *hub, struct hub_link *link)
{
	dial_close(hub, link);
	while (link->next_address < link->n_addresses) {
		const char *address = link->addresses[link->next_address++];
		if (connect_to(hub, link, address)) {
			snprintf(link->peer, sizeof(link->peer), "%s", address);
			link->state = HUB_DIALLING;
			link->ready = link->monitor_ready = true;
			link->deadline_ms = hub->now_ms + HUB_DIAL_MS;
			hub_wake_at(hub, link->deadline_ms);
			return;
		}
		dial_close(hub, link);
	}
	link->state = HUB_CLOSING;
	link->deadline_ms = HUB_NEVER;
	link->due = HUB_DUE_FAILED;
}

/* Begins with a numeric address at once, with a name by asking for its addresses. */
static bool start(struct link_hub *hub, struct hub_link *link)
{
	bool ipv6;

	if (resolve_numeric(link->host, &ipv6)) {
		snprintf(link->addresses[0], sizeof(link->addresses[0]), "%.63s", link->host);
		link->n_addresses = 1;
		try_next(hub, link);
		return true;
	}
	link->state = HUB_RESOLVING;
	link->why = "name";
	link->deadline_ms = hub->now_ms + HUB_DIAL_MS;
	hub_wake_at(hub, link->deadline_ms);
	link->resolve = resolve_start(link->host);
	return link->resolve != NULL && hub_poll_fd(hub, resolve_fd(link->resolve), EPOLLIN, HUB_TAG_RESOLVE, link->number);
}

enum kiem_err link_hub_dial(struct link_hub *hub, const struct kiem_key *node, const char *address, uint64_t now_ms)
{
	hub->now_ms = now_ms;
	for (const struct hub_link *at = hub->links; at != NULL; at = at->next) {
		bool dialling = at->dialled && (at->state == HUB_RESOLVING || at->state == HUB_DIALLING);
		if (dialling && memcmp(at->node.b, node->b, sizeof(node->b)) == 0) {
			return KIEM_E_EXISTS;
		}
	}
	if (hub->n_links >= hub->links_max) {
		return KIEM_E_AGAIN;
	}
	struct hub_link *link = hub_link_new(hub, true);
	if (link == NULL) {
		return KIEM_E_MEMORY;
	}
	link->node = *node;
	enum kiem_err err = KIEM_DONE;
	if (!kiem_key_curve(link->curve, node) || !parse(link, address)) {
		err = KIEM_E_INVALID;
	} else if (!start(hub, link)) {
		err = KIEM_E_NETWORK;
	}
	if (err != KIEM_DONE) {
		hub_link_free(hub, link);
	}
	return err;
}

void dial_resolved(struct link_hub *hub, struct hub_link *link)
{
	if (link->state == HUB_RESOLVING) {
		link->n_addresses = resolve_result(link->resolve, link->addresses);
		try_next(hub, link);
	}
}

/* What the socket's monitor says of its only connection. */
static void heard(struct link_hub *hub, struct hub_link *link, uint16_t event, uint32_t value)
{
	if (event == ZMQ_EVENT_CONNECTED) {
		watch_open(hub, &link->conn, (int)value, HUB_TAG_LINK_CONN, link->number);
	} else if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
		link->state = HUB_OPEN;
		link->deadline_ms = HUB_NEVER;
		link->due |= HUB_DUE_UP;
	} else if ((event & FAILURES) != 0) {
		link->why = event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH ? "refused" : "handshake";
	} else if (link->state == HUB_OPEN) {
		link->conn.open = false;
		hub_link_close(hub, link, "closed");
	} else if (link->state == HUB_DIALLING) {
		link->why = link->why != NULL && event == ZMQ_EVENT_DISCONNECTED ? link->why : "unreachable";
		try_next(hub, link);
	}
}

void dial_monitor(struct link_hub *hub, struct hub_link *link)
{
	uint16_t event;
	uint32_t value;

	link->monitor_ready = false;
	while (link->monitor != NULL && hub_monitor_next(link->monitor, &event, &value)) {
		heard(hub, link, event, value);
	}
}

bool dial_body(struct link_hub *hub, struct hub_link *link)
{
	size_t parts;

	while (link->dealer != NULL && hub_receive(link->dealer, &hub->body, &parts)) {
		if (hub_take_body(hub, link, &link->conn, parts)) {
			return true;
		}
	}
	return false;
}

void dial_timer(struct link_hub *hub, struct hub_link *link)
{
	if (hub->now_ms >= link->deadline_ms && link->state != HUB_OPEN && link->state != HUB_CLOSING) {
		link->why = link->state == HUB_RESOLVING ? "name" : "timeout";
		try_next(hub, link);
	}
	if (link->state == HUB_OPEN && hub->now_ms >= link->conn.check_ms &&
	        !watch_check(hub, &link->conn, HUB_TAG_LINK_CONN, link->number)) {
		hub_link_offence(hub, link, "backlog");
	}
	hub_wake_at(hub, link->state == HUB_OPEN ? link->conn.check_ms : link->deadline_ms);
}
