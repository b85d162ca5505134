/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links: bytes to and from neighbours over ZeroMQ with CURVE, and the control socket of the daemon. No protocol in here: a
 * body is a body. One hub a process, used from one thread.
 *
 * The hub binds one ROUTER and dials with one DEALER a link. A link has a small number, unused again for at least a second after it
 * went down. Up means that a CURVE handshake succeeded; for a dialled link also that the other end has the expected key.
 */
#ifndef KIEM_LINK_H
#define KIEM_LINK_H

#include <kiem/home.h>

struct link_hub;

#define LINK_BODY_MAX 65536
#define LINK_QUEUE_BYTES (1u << 20) /* of bodies waiting here for one link, beyond what ZeroMQ holds */

struct link_options {
	const char *listen; /* "tcp://ADDRESS:PORT", where * is every address and any port; NULL to bind nothing */
	unsigned links_max;
	const struct kiem_secret *secret; /* the node's key; used during create only */
};

/* Errors: NETWORK with errno (address in use, not available), INVALID, MEMORY. */
enum kiem_err link_hub_create(struct link_hub **out, const struct link_options *options);
void link_hub_destroy(struct link_hub *hub); /* takes NULL; returns within a second */
/* The endpoint really bound ("tcp://[::]:40123" for every address and any port, on a machine with IPv6), empty when none. */
const char *link_hub_bound(const struct link_hub *hub);

/* The file descriptors to poll for input (one), at most max; after each wake-up call link_hub_next until it says no. */
size_t link_hub_fds(const struct link_hub *hub, int *fds, size_t max);

enum link_event_type {
	LINK_EVENT_UP,
	LINK_EVENT_DOWN,
	LINK_EVENT_DIAL_FAILED, /* node is set, link is 0 */
	LINK_EVENT_BODY,
	LINK_EVENT_DRAINED /* the link's queue is empty again after it was not */
};
struct link_event {
	enum link_event_type type;
	uint32_t link;
	bool dialled;
	struct kiem_key node;  /* UP when dialled, DIAL_FAILED */
	uint8_t curve[32];     /* UP: the key that CURVE proved */
	struct kiem_span body; /* BODY; lives until the next call */
	char peer[64];         /* UP: the other end's IP address as text, for limits by network */
	/*
	 * DOWN, DIAL_FAILED: why, in fixed words for the log. DOWN: "closed", "unreachable", "dropped" (by us), or an offence of
	 * the other end, whose key is then refused for a while: "multipart", "too big", "backlog". DIAL_FAILED: "name",
	 * "unreachable", "timeout", "handshake" (also a wrong key), "refused".
	 */
	const char *why;
};
/* The next event, false when there is none now. now is kiem_monotonic_ms. */
bool link_hub_next(struct link_hub *hub, struct link_event *event, uint64_t now_ms);
/*
 * While held, no BODY is given: bodies wait in their sockets and the neighbours slow down. Everything else goes on: handshakes,
 * ends, sending, and the watch over what peers send. So go on calling link_hub_next.
 */
void link_hub_hold(struct link_hub *hub, bool held);
/* When link_hub_next wants to be called even without input; UINT64_MAX: never. */
uint64_t link_hub_deadline(const struct link_hub *hub);

/* Starts a dial to address (host:port). EXISTS while one to that node is under way, INVALID, AGAIN at links_max. */
enum kiem_err link_hub_dial(struct link_hub *hub, const struct kiem_key *node, const char *address, uint64_t now_ms);
/*
 * Sends or queues one body. AGAIN when the link's queue is full (nothing was taken; DRAINED will follow); NOT_FOUND when the link
 * is not up; INVALID for more than LINK_BODY_MAX bytes. After sending, ask link_hub_deadline again before waiting.
 */
enum kiem_err link_hub_send(struct link_hub *hub, uint32_t link, const uint8_t *body, size_t n);
size_t link_hub_queued(const struct link_hub *hub, uint32_t link); /* bytes */
/* Cuts the link for real (also a client of the ROUTER), and refuses its key for refuse_ms. A DOWN event follows. */
void link_hub_drop(struct link_hub *hub, uint32_t link, uint64_t refuse_ms, uint64_t now_ms);

/* ---- control socket: a request of one text frame, an answer of one JSON frame ---- */

struct link_control;
/*
 * Binds ipc://path, mode 0600, in a directory that is ours alone (OWNER, PERMISSION). BUSY when a daemon lives there; a dead one's
 * socket is replaced. Not while other threads make files: it sets the umask for a moment.
 */
enum kiem_err link_control_create(struct link_control **out, const char *path);
void link_control_destroy(struct link_control *control); /* takes NULL; unlinks the socket */
/* Tells of a change: once it is readable, and after each answer, call link_control_next until it says no. */
int link_control_fd(const struct link_control *control);
/*
 * The next request: at most 4 KiB of UTF-8 (others are passed over), NUL-terminated, living until the next call; false when none.
 * Every request but "poke" is owed one answer, before the next call; an answer that nobody is owed goes nowhere.
 */
bool link_control_next(struct link_control *control, const char **request);
void link_control_answer(struct link_control *control, const char *json);
/*
 * Client. *answer is malloc'ed. NOT_FOUND when no daemon answers within timeout_ms; OWNER, PERMISSION when the directory is not
 * ours alone. A "poke" waits for no answer.
 */
enum kiem_err link_control_call(char **answer, const char *path, const char *request, unsigned timeout_ms);

#endif
