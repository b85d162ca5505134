/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One TCP connection, looked at from outside libzmq.
 *
 * A peer that sends part after part of a message and never the last one fills libzmq's memory: no limit counts an unfinished
 * message, and nothing is delivered that we could count. So the kernel is asked how many bytes came in (RFC 4898,
 * tcpEStatsAppHCThruOctetsReceived) and what of them is still unread; what is neither unread nor delivered lies in libzmq,
 * and an honest peer can have no more there than HUB_HWM bodies. The kernel wakes us when bytes come, so that a quiet connection
 * costs nothing.
 *
 * Descriptors are libzmq's and may at any time be closed and given to another connection. Whatever is done to one is done to
 * a duplicate whose SO_COOKIE was compared first: the duplicate stays the same socket whatever libzmq does.
 */
#include "hub.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A frame on the wire (ZMTP 3.1): 1 byte of flags and 1 or 8 of length; in it CURVE's command, nonce, box and flags. */
#define WIRE_CURVE 33
#define WIRE_GREETING 1024 /* greeting and handshake together, with a routing id that nobody should set */

static bool cookie_of(uint64_t *cookie, int fd)
{
	socklen_t n = sizeof(*cookie);

	return getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie, &n) == 0;
}

/* A descriptor of our own for the very socket that conn is about; -1 when that is gone. */
static int duplicate(const struct hub_conn *conn)
{
	uint64_t cookie;
	int fd = fcntl(conn->fd, F_DUPFD_CLOEXEC, 0);

	if (fd >= 0 && (!cookie_of(&cookie, fd) || cookie != conn->cookie)) {
		close(fd);
		return -1;
	}
	return fd;
}

void watch_open(struct link_hub *hub, struct hub_conn *conn, int fd, enum hub_tag tag, uint32_t number)
{
	*conn = (struct hub_conn){.fd = fd, .open = true, .check_ms = HUB_NEVER, .opened_ms = hub->now_ms};
	/* When the connection is gone already, its end is on the way to us, and no cookie of it fits anything. */
	if (cookie_of(&conn->cookie, fd)) {
		hub_poll_fd(hub, fd, EPOLLIN | EPOLLET | EPOLLONESHOT, tag, number);
	}
}

void watch_wake(struct link_hub *hub, struct hub_conn *conn)
{
	if (conn->open && !conn->cut && conn->check_ms == HUB_NEVER) {
		conn->check_ms = hub->now_ms + HUB_WATCH_MS;
		hub_wake_at(hub, conn->check_ms);
	}
}

void watch_delivered(struct hub_conn *conn, size_t body_n)
{
	size_t frame = body_n + WIRE_CURVE;

	conn->delivered += frame + (frame > 255 ? 9 : 2);
}

bool watch_check(struct link_hub *hub, struct hub_conn *conn, enum hub_tag tag, uint32_t number)
{
	struct tcp_info info;
	socklen_t n = sizeof(info);
	int unread = 0;
	int fd = duplicate(conn);

	conn->check_ms = HUB_NEVER;
	if (fd < 0) {
		return true;
	}
	/* Unread is asked last: what comes in between the two questions then counts as not taken, and an honest flood is never cut.
	 */
	bool asked = getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 && ioctl(fd, FIONREAD, &unread) == 0 &&
	             n >= offsetof(struct tcp_info, tcpi_bytes_received) + sizeof(info.tcpi_bytes_received);
	close(fd);
	if (!asked) {
		return true;
	}
	hub_poll_fd(hub, conn->fd, EPOLLIN | EPOLLET | EPOLLONESHOT, tag, number);
	uint64_t most = conn->delivered + WIRE_GREETING + (uint64_t)unread + HUB_BACKLOG_MAX;
	return info.tcpi_bytes_received <= most;
}

void watch_cut(struct hub_conn *conn)
{
	int fd = conn->open ? duplicate(conn) : -1;

	conn->cut = true;
	conn->check_ms = HUB_NEVER;
	if (fd >= 0) {
		shutdown(fd, SHUT_RDWR);
		close(fd);
	}
}
