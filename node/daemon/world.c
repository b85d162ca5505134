/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The boards that are followed and the neighbours to keep links with, as the store and the configuration have them now. The swarm
 * is told the differences only. A neighbour comes from the store (`kiem follow LINK`, `connect`) or from the configuration; one
 * that the store knows as not wanted (`disconnect`) is not wanted, whatever the configuration says.
 */
#include "daemon.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

struct told_board *follow_board(struct follow *follow, uint32_t number)
{
	for (size_t i = 0; i < follow->n_boards; i++) {
		if (follow->boards[i].number == number) {
			return &follow->boards[i];
		}
	}
	return NULL;
}

static struct told_neighbour *find(struct told_neighbour *list, size_t n, const struct kiem_key *node)
{
	for (size_t i = 0; i < n; i++) {
		if (memcmp(&list[i].node, node, sizeof(*node)) == 0) {
			return &list[i];
		}
	}
	return NULL;
}

struct told_neighbour *follow_neighbour(struct follow *follow, const struct kiem_key *node)
{
	return find(follow->neighbours, follow->n_neighbours, node);
}

/* ---- boards ---- */

static void tell_board(struct daemon *d, const struct kiem_board *board)
{
	struct swarm_in in = {.type = SWARM_BOARD, .link = SWARM_NO_LINK};

	in.board.board = board->number;
	in.board.followed = board->followed;
	in.board.name = board->name;
	in.board.posts = board->posts;
	in.board.upto = d->follow.seen;
	in.board.cursor_made = board->cursor_made;
	in.board.cursor_id = board->cursor_id;
	in.board.complete = board->complete;
	log_event(LOG_INFO, board->followed ? "BOARD-FOLLOWED" : "BOARD-LEFT", "board=%s", board->name);
	daemon_step(d, &in);
}

/* A board that is not followed any more may be gone from the store altogether. */
static void leave_board(struct daemon *d, const struct told_board *told)
{
	struct kiem_board board = {.number = told->number};

	memcpy(board.name, told->name, sizeof(board.name));
	tell_board(d, &board);
}

static void take_board(struct daemon *d, const struct kiem_board *board)
{
	struct follow *follow = &d->follow;

	if (follow->n_boards == SWARM_BOARDS_MAX) {
		log_peer(LOG_WARN, "BOARD-TOO-MANY", "board=%s max=%d", board->name, SWARM_BOARDS_MAX);
		return;
	}
	struct told_board *told = &follow->boards[follow->n_boards++];

	*told = (struct told_board){.number = board->number, .posts = board->posts, .complete = board->complete};
	memcpy(told->name, board->name, sizeof(told->name));
	tell_board(d, board);
}

/* Posts that left, expired or taken back, show in the count; all that came was told before. */
static void tell_count(struct daemon *d, struct told_board *told, const struct kiem_board *board)
{
	struct swarm_in in = {.type = SWARM_BOARD, .link = SWARM_NO_LINK};

	told->posts = board->posts;
	in.board.board = board->number;
	in.board.followed = true;
	in.board.name = board->name;
	in.board.posts = board->posts;
	in.board.upto = d->follow.seen;
	in.board.cursor_made = board->cursor_made;
	in.board.cursor_id = board->cursor_id;
	in.board.complete = board->complete;
	daemon_step(d, &in);
}

static const struct kiem_board *find_followed(const struct follow *follow, size_t n, uint32_t number)
{
	for (size_t i = 0; i < n; i++) {
		if (follow->read_boards[i].number == number && follow->read_boards[i].followed) {
			return &follow->read_boards[i];
		}
	}
	return NULL;
}

static void look_at_boards(struct daemon *d, size_t n, bool all_told)
{
	struct follow *follow = &d->follow;

	for (size_t i = 0; i < follow->n_boards;) {
		const struct kiem_board *board = find_followed(follow, n, follow->boards[i].number);
		struct told_board gone = follow->boards[i];

		if (board != NULL) {
			if (all_told && board->posts != gone.posts) {
				tell_count(d, &follow->boards[i], board);
			}
			i++;
		} else {
			follow->boards[i] = follow->boards[--follow->n_boards];
			leave_board(d, &gone);
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (follow->read_boards[i].followed && follow_board(follow, follow->read_boards[i].number) == NULL) {
			take_board(d, &follow->read_boards[i]);
		}
	}
}

/* ---- neighbours ---- */

static void tell_neighbour(struct daemon *d, const struct told_neighbour *neighbour, bool wanted)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR, .link = SWARM_NO_LINK};

	in.neighbour.node = neighbour->node;
	in.neighbour.address = neighbour->address;
	in.neighbour.wanted = wanted;
	log_event(LOG_INFO, wanted ? "NEIGHBOUR-WANTED" : "NEIGHBOUR-LEFT", "node=%s address=%s", log_key(&neighbour->node).text,
	        neighbour->address);
	daemon_step(d, &in);
}

static size_t add_wanted(struct daemon *d, size_t n, const struct kiem_key *node, const char *address)
{
	struct told_neighbour *wanted = d->follow.wanted;

	if (n == SWARM_NEIGHBOURS_MAX || memcmp(node, &d->node, sizeof(*node)) == 0 || find(wanted, n, node) != NULL) {
		return n;
	}
	memset(&wanted[n], 0, sizeof(wanted[n]));
	wanted[n].node = *node;
	snprintf(wanted[n].address, sizeof(wanted[n].address), "%s", address);
	return n + 1;
}

bool follow_unwanted(const struct follow *follow, const struct kiem_key *node)
{
	for (size_t i = 0; i < follow->n_peers; i++) {
		if (memcmp(&follow->read_peers[i].node, node, sizeof(*node)) == 0) {
			return !follow->read_peers[i].wanted;
		}
	}
	return false;
}

void follow_peer(struct follow *follow, const struct kiem_peer *peer)
{
	size_t i = 0;

	while (i < follow->n_peers && memcmp(&follow->read_peers[i].node, &peer->node, sizeof(peer->node)) != 0) {
		i++;
	}
	if (i < KIEM_PEERS_MAX) {
		follow->read_peers[i] = *peer;
		follow->n_peers += i == follow->n_peers;
	}
}

/* Adds the links of [node] neighbours, which the configuration has checked. */
static size_t add_configured(struct daemon *d, size_t n)
{
	char text[KIEM_PATH_MAX], host_port[KIEM_ADDRESS_MAX + 1], *save = NULL;
	struct kiem_address a;

	memcpy(text, d->config.neighbours, sizeof(text));
	for (char *word = strtok_r(text, " \t", &save); word != NULL; word = strtok_r(NULL, " \t", &save)) {
		if (!kiem_address_parse(&a, word) || follow_unwanted(&d->follow, &a.node)) {
			continue;
		}
		int length =
		        snprintf(host_port, sizeof(host_port), strchr(a.host, ':') != NULL ? "[%s]:%u" : "%s:%u", a.host, a.port);
		if (length > 0 && (size_t)length < sizeof(host_port)) {
			n = add_wanted(d, n, &a.node, host_port);
		}
	}
	return n;
}

static size_t all_wanted(struct daemon *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->follow.n_peers; i++) {
		if (d->follow.read_peers[i].wanted) {
			n = add_wanted(d, n, &d->follow.read_peers[i].node, d->follow.read_peers[i].address);
		}
	}
	return add_configured(d, n);
}

static void look_at_neighbours(struct daemon *d)
{
	struct follow *follow = &d->follow;
	size_t n = all_wanted(d);

	for (size_t i = 0; i < follow->n_neighbours;) {
		if (find(follow->wanted, n, &follow->neighbours[i].node) == NULL) {
			struct told_neighbour gone = follow->neighbours[i];

			follow->neighbours[i] = follow->neighbours[--follow->n_neighbours];
			tell_neighbour(d, &gone, false);
		} else {
			i++;
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct told_neighbour *told = follow_neighbour(follow, &follow->wanted[i].node);

		if (told != NULL && strcmp(told->address, follow->wanted[i].address) == 0) {
			continue;
		}
		if (told == NULL) {
			told = &follow->neighbours[follow->n_neighbours++];
			*told = follow->wanted[i];
		}
		memcpy(told->address, follow->wanted[i].address, sizeof(told->address));
		tell_neighbour(d, told, true);
	}
}

void follow_world(struct daemon *d)
{
	struct follow *follow = &d->follow;
	struct kiem_read *read = NULL;
	size_t n_boards = 0, n_peers = 0;

	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		return;
	}
	enum kiem_err e = kiem_read_boards(read, follow->read_boards, &n_boards, FOLLOW_BOARDS_MAX);
	bool all_told = kiem_read_last(read) == follow->seen;
	/* While a change of ours is on its way to the disk, what the store says is older than what was asked. */
	bool peers =
	        follow->peers_under_way == 0 && kiem_read_peers(read, follow->read_peers, &n_peers, KIEM_PEERS_MAX) == KIEM_DONE;
	kiem_read_end(read);
	if (e == KIEM_DONE) {
		look_at_boards(d, n_boards < FOLLOW_BOARDS_MAX ? n_boards : FOLLOW_BOARDS_MAX, all_told);
	}
	if (peers) {
		follow->n_peers = n_peers < KIEM_PEERS_MAX ? n_peers : KIEM_PEERS_MAX;
		look_at_neighbours(d);
	}
}
