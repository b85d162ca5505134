/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hubs for tests: each with a key of its own and a loopback address, and waiting for what several of them say. */
#ifndef KIEM_TEST_ENDS_H
#define KIEM_TEST_ENDS_H

#include <kiem/link.h>

#include "support.h"

#define END_MS 5000 /* what a test waits at most for an event that must come */

struct end {
	struct kiem_secret *secret;
	struct kiem_key key;
	uint8_t curve[32];
	struct link_hub *hub;
	char address[64]; /* 127.0.0.1:port, empty when it does not listen */
	/* What it said, by type, since end_forget. */
	unsigned seen[LINK_EVENT_DRAINED + 1];
	uint32_t link; /* of the last UP */
	bool dialled;
	uint8_t peer_curve[32];
	char peer[64];
	char why[32];
	size_t body_n; /* of the last BODY */
	uint8_t body[LINK_BODY_MAX];
	uint32_t body_link;
	uint64_t bytes;                                                    /* of all bodies */
	bool (*on_event)(struct end *end, const struct link_event *event); /* true: not counted */
	void *context;
};

/* Opens one with links_max 64; it listens on a free port of 127.0.0.1 or binds nothing. Ends are static or on the heap: they are
 * big. */
void end_open(struct end *end, bool listens);
void end_open_max(struct end *end, const char *listen, unsigned links_max);
void end_close(struct end *end);
void end_forget(struct end *end);
/* Takes what all of them say until `count` of `type` were seen at `end`, or ms passed. True when seen. */
bool ends_until(struct end *const *ends, size_t n, struct end *end, enum link_event_type type, unsigned count, unsigned ms);
/* Takes what all of them say for so long. */
void ends_run(struct end *const *ends, size_t n, unsigned ms);
/* One dials the other and says hello; both are up after it. Fails the test otherwise. */
void ends_link(struct end *dialler, struct end *listener);
void end_dial(struct end *dialler, const struct end *listener);
void end_send(struct end *end, const void *bytes, size_t n);
/* Open descriptors of this process. */
size_t open_descriptors(void);
/* Resident memory of this process in bytes. */
size_t resident_bytes(void);
/* A plain TCP connection to an end. */
int tcp_to(const struct end *end);
/* What is added to the time that the ends are told, so that a test need not wait for minutes. */
extern uint64_t ends_skew_ms;

/* A peer made of libzmq alone, which does as it likes: a DEALER with a fresh CURVE key, connected to an end. */
struct rogue {
	void *ctx, *socket;
	uint8_t curve[32];
};
void rogue_open(struct rogue *rogue, const char *address, const uint8_t server_curve[static 32]);
/* The same in two moves: libzmq takes most options of a socket only before it is connected. */
void rogue_make(struct rogue *rogue, const uint8_t server_curve[static 32]);
void rogue_dial(struct rogue *rogue, const char *address);
void rogue_close(struct rogue *rogue);

#endif
