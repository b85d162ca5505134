/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See node.h. */
#include "node.h"

#include "log.h"

#include <fcntl.h>
#include <unistd.h>

static void find_home(struct kiem_home *home, const struct node *node)
{
	assert_int_equal(kiem_home_find(home, node->dir), KIEM_DONE);
}

void node_make(struct node *node)
{
	struct kiem_store_options options = {.create = true};
	struct kiem_secret *secret;
	struct kiem_store *store;
	struct kiem_home home;

	memset(node, 0, sizeof(*node));
	support_tmpdir(node->dir);
	find_home(&home, node);
	assert_int_equal(kiem_home_make(&home), KIEM_DONE);
	assert_int_equal(kiem_secret_create(&secret, home.identity), KIEM_DONE);
	kiem_secret_public(&node->identity, secret);
	kiem_secret_destroy(secret);
	options.dir = home.store;
	assert_int_equal(kiem_store_open(&store, &options), KIEM_DONE);
	assert_int_equal(kiem_store_follow(store, NODE_BOARD), KIEM_DONE);
	kiem_store_close(store);
	snprintf(node->conf, sizeof(node->conf), "%s/kiem.conf", node->dir);
	node_configure(node, "[node]\nlisten = tcp://127.0.0.1:*\nping_s = 1\n");
}

void node_configure(struct node *node, const char *lines)
{
	FILE *f = fopen(node->conf, "a");

	assert_non_null(f);
	assert_true(fputs(lines, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

void node_open(struct node *node)
{
	struct options options = {.home = node->dir};
	static int quiet = -1;

	if (quiet < 0) {
		quiet = getenv("KIEM_TEST_LOG") != NULL ? STDERR_FILENO : open("/dev/null", O_WRONLY | O_CLOEXEC);
		log_open(quiet);
	}
	assert_int_equal(daemon_open(&node->d, &options), EX_OK);
}

void node_close(struct node *node)
{
	daemon_close(node->d);
	node->d = NULL;
}

void node_remove(struct node *node)
{
	node_close(node);
	support_rmtree(node->dir);
}

const char *node_address(const struct node *node)
{
	const char *bound = link_hub_bound(node->d->hub);

	assert_int_equal(strncmp(bound, "tcp://", 6), 0);
	return bound + 6;
}

void node_want(struct node *node, const struct node *other)
{
	struct kiem_peer peer = {.node = other->d->node, .wanted = true};

	snprintf(peer.address, sizeof(peer.address), "%s", node_address(other));
	assert_int_equal(kiem_store_peer_put(node->d->store, &peer), KIEM_DONE);
	node->d->follow.now = true;
}

struct kiem_id node_post(struct node *node, size_t n)
{
	struct kiem_admit how = {.now_ms = kiem_now_ms(), .local = true};
	struct kiem_entry *entries = calloc(n, sizeof(*entries));
	struct support_bytes *bytes = calloc(n, sizeof(*bytes));
	struct support_author author;
	char title[64];

	assert_true(entries != NULL && bytes != NULL);
	support_author(&author, 1000 + (uint64_t)(unsigned char)node->dir[strlen(node->dir) - 1]);
	for (size_t i = 0; i < n; i++) {
		snprintf(title, sizeof(title), "%s number %zu", node->dir, node->made);
		support_titled(
		        &bytes[i], KIEM_INITIATIVE, NODE_BOARD, title, how.now_ms - 1000000 + (int64_t)node->made++ / 2, &author);
		entries[i].bytes = (struct kiem_span){bytes[i].b, bytes[i].n};
	}
	while (door_waiting(node->d->door) > 0) { /* one admit at a time a process */
	}
	assert_int_equal(kiem_store_admit(node->d->store, entries, n, &how), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(entries[i].verdict, KIEM_OK);
	}
	node->d->follow.now = true;
	struct kiem_id first = entries[0].id;
	free(entries);
	free(bytes);
	return first;
}

size_t node_count(const struct node *node)
{
	struct kiem_store_stat stat;

	assert_int_equal(kiem_store_stat(node->d->store, &stat), KIEM_DONE);
	return stat.posts;
}

bool node_has(const struct node *node, const struct kiem_id *id)
{
	struct kiem_read *read;
	uint64_t number;

	assert_int_equal(kiem_read_begin(&read, node->d->store), KIEM_DONE);
	bool has = kiem_read_find(read, &number, id) == KIEM_DONE;
	kiem_read_end(read);
	return has;
}

bool node_linked(const struct node *node, const struct node *other)
{
	struct swarm_link_status status;

	for (uint32_t link = 0; link < SWARM_LINKS_MAX; link++) {
		if (swarm_link_status(node->d->swarm, &status, link) && status.linked &&
		        memcmp(&status.node, &other->d->node, sizeof(status.node)) == 0) {
			return true;
		}
	}
	return false;
}

void node_pass(struct node *nodes, size_t n, int passes)
{
	for (int i = 0; i < passes; i++) {
		for (size_t k = 0; k < n; k++) {
			if (nodes[k].d != NULL) {
				daemon_pass(nodes[k].d, 1);
			}
		}
	}
}

void node_until(const char *what, struct node *nodes, size_t n, bool (*condition)(void *context), void *context)
{
	uint64_t start = kiem_monotonic_ms();

	while (!condition(context)) {
		if (kiem_monotonic_ms() - start > 25000) {
			fail_msg("not within 25 seconds: %s", what);
		}
		node_pass(nodes, n, 1);
	}
}

static bool paired(void *context)
{
	struct node *pair = context;

	return node_linked(&pair[0], &pair[1]) && node_linked(&pair[1], &pair[0]) && pair[0].d->follow.boards[0].synced_ms != 0 &&
	       pair[1].d->follow.boards[0].synced_ms != 0;
}

void node_pair(struct node pair[static 2])
{
	for (size_t i = 0; i < 2; i++) {
		node_make(&pair[i]);
		node_open(&pair[i]);
	}
	node_want(&pair[1], &pair[0]);
	node_until("a link", pair, 2, paired, pair);
}
