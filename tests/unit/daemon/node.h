/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Daemons for the daemon's tests: real ones, with homes, stores and sockets of their own, in this process. The test lets them take
 * their passes in turn, so nothing happens behind its back but the door threads.
 */
#ifndef KIEM_TEST_NODE_H
#define KIEM_TEST_NODE_H

#include "support.h"

#include "daemon.h"

#define NODE_BOARD "nl/tilburg/noord"
#define NODES_MAX 4

struct node {
	char dir[256], conf[320];
	struct kiem_key identity;
	struct daemon *d; /* NULL while it is not running */
	size_t made;      /* posts made by node_post */
};

/* A home with keys, following NODE_BOARD; listens on a free port of 127.0.0.1. */
void node_make(struct node *node);
/* Adds lines to its kiem.conf. */
void node_configure(struct node *node, const char *lines);
void node_open(struct node *node);
void node_close(struct node *node);
/* Closes it when it is open, and removes the home. */
void node_remove(struct node *node);

/* host:port where it listens. */
const char *node_address(const struct node *node);
/* Tells `node` to keep a link with `other`, as `kiem follow LINK` would. */
void node_want(struct node *node, const struct node *other);
/* Puts n posts, each two made in the same millisecond, into the store past the daemon, as another process would, and pokes it; the
 * first one's id. */
struct kiem_id node_post(struct node *node, size_t n);
size_t node_count(const struct node *node);
bool node_has(const struct node *node, const struct kiem_id *id);
bool node_linked(const struct node *node, const struct node *other);

/* Passes of all nodes in turn until condition(context) holds; fails the test, naming `what`, after 25 seconds. */
void node_until(const char *what, struct node *nodes, size_t n, bool (*condition)(void *context), void *context);
/* So many passes each. */
void node_pass(struct node *nodes, size_t n, int passes);

/* Two nodes, the second linked with the first and the board compared on that link; for set-up. */
void node_pair(struct node pair[static 2]);

#endif
