/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the hub's sockets have in common over libzmq: options, descriptors to wait on, monitors, and reading one message whole.
 */
#include "hub.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

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

bool hub_is_readable(void *socket)
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
