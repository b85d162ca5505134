/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The requests of docs/control.md. Whoever can open the socket is this uid, so a request is trusted; it is checked all the same,
 * because a person may have typed it.
 */
#include "daemon.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DISCONNECT_REFUSE_MS 60000

static char *answer_ok(void)
{
	return strdup("{\"ok\":true}");
}

static char *answer_error(const char *sentence)
{
	json_t *object = json_pack("{s:b,s:s}", "ok", 0, "error", sentence);
	char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;

	json_decref(object);
	return text;
}

/* Puts what a person asked for in the store, by the door; the swarm hears of it at once. */
static bool put_peer(struct daemon *d, const struct kiem_key *node, const char *address, bool wanted)
{
	struct door_job job = {.type = DOOR_PEER};

	job.peer.node = *node;
	job.peer.wanted = wanted;
	snprintf(job.peer.address, sizeof(job.peer.address), "%s", address);
	if (!door_put(d->door, &job)) {
		return false;
	}
	d->follow.peers_under_way++;
	follow_peer(&d->follow, &job.peer);
	return true;
}

static void tell_swarm(struct daemon *d, const struct kiem_key *node, const char *address, bool wanted)
{
	struct swarm_in in = {.type = SWARM_NEIGHBOUR, .link = SWARM_NO_LINK};

	in.neighbour.node = *node;
	in.neighbour.address = address;
	in.neighbour.wanted = wanted;
	daemon_step(d, &in);
}

static char *serve_connect(struct daemon *d, const char *link)
{
	char text[ADDRESS_TEXT_SIZE];
	struct kiem_address address;

	if (!kiem_address_parse(&address, link)) {
		return answer_error("this is not a link; it looks like kiem://KEY@host:port");
	}
	address_text(text, &address);
	if (strlen(text) > KIEM_ADDRESS_MAX) {
		return answer_error("the host's name is too long");
	}
	if (memcmp(&address.node, &d->node, sizeof(d->node)) == 0) {
		return answer_error("this is the link of this very node");
	}
	if (!put_peer(d, &address.node, text, true)) {
		return answer_error("the daemon is too busy; try again in a moment");
	}
	struct told_neighbour *told = follow_neighbour(&d->follow, &address.node);
	if (told == NULL && d->follow.n_neighbours < SWARM_NEIGHBOURS_MAX) {
		told = &d->follow.neighbours[d->follow.n_neighbours++];
		*told = (struct told_neighbour){.node = address.node};
	}
	if (told != NULL) {
		memcpy(told->address, text, strlen(text) + 1);
	}
	/* Even when it is wanted already: a person who asks does not wait for the back-off. */
	tell_swarm(d, &address.node, text, true);
	return answer_ok();
}

/* Cuts the links with a node, whoever dialled them. */
static bool cut(struct daemon *d, const struct kiem_key *node)
{
	struct swarm_link_status status;
	bool any = false;

	for (uint32_t link = 0; link < d->config.links_max; link++) {
		if (swarm_link_status(d->swarm, &status, link) && status.linked && memcmp(&status.node, node, sizeof(*node)) == 0) {
			daemon_cut(d, link, DISCONNECT_REFUSE_MS);
			any = true;
		}
	}
	return any;
}

static char *serve_disconnect(struct daemon *d, const char *text)
{
	struct follow *follow = &d->follow;
	struct kiem_key node;

	if (strlen(text) != 64 || !kiem_unhex(node.b, text, 64)) {
		return answer_error("this is not a node's key, which has 64 hexadecimal digits");
	}
	struct told_neighbour *told = follow_neighbour(follow, &node);
	if (told != NULL) {
		if (!put_peer(d, &node, told->address, false)) {
			return answer_error("the daemon is too busy; try again in a moment");
		}
		*told = follow->neighbours[--follow->n_neighbours];
		tell_swarm(d, &node, "", false);
	}
	bool any = cut(d, &node);
	if (any && told == NULL) {
		(void)put_peer(d, &node, "", false); /* one that the swarm found: it is not to be found again */
	}
	return any || told != NULL ? answer_ok() : answer_error("there is no link with that node");
}

static char *serve_sync(struct daemon *d, const char *name)
{
	struct swarm_in in = {.type = SWARM_COMPARE, .link = SWARM_NO_LINK};

	for (size_t i = 0; name != NULL && i < d->follow.n_boards; i++) {
		if (strcmp(d->follow.boards[i].name, name) == 0) {
			in.board.board = d->follow.boards[i].number;
		}
	}
	if (name != NULL && in.board.board == 0) {
		return answer_error("that board is not followed here");
	}
	daemon_step(d, &in);
	return answer_ok();
}

/* The word behind "verb ", or NULL when the request is another. */
static const char *operand(const char *request, const char *verb)
{
	size_t n = strlen(verb);

	return strncmp(request, verb, n) == 0 && request[n] == ' ' && request[n + 1] != '\0' ? request + n + 1 : NULL;
}

static char *serve(struct daemon *d, const char *request)
{
	const char *word;

	if (strcmp(request, "status") == 0) {
		return status_answer(d);
	}
	if (strcmp(request, "links") == 0) {
		return status_links(d);
	}
	if ((word = operand(request, "connect")) != NULL) {
		return serve_connect(d, word);
	}
	if ((word = operand(request, "disconnect")) != NULL) {
		return serve_disconnect(d, word);
	}
	if (strcmp(request, "sync") == 0 || (word = operand(request, "sync")) != NULL) {
		return serve_sync(d, word);
	}
	return answer_error("there is no such request; is the command of another version?");
}

bool control_serve(struct daemon *d)
{
	const char *request;
	bool any = false;

	while (link_control_next(d->control, &request)) {
		any = true;
		if (strcmp(request, "poke") == 0) {
			d->follow.now = true;
			continue;
		}
		char *answer = serve(d, request);
		link_control_answer(d->control, answer != NULL ? answer : "{\"ok\":false,\"error\":\"out of memory\"}");
		free(answer);
	}
	return any;
}
