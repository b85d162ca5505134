/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other processes put into the store. Nobody tells the daemon what changed: a poke, or the tick, makes it look.
 *
 * Posts: the log is followed by number. A number above `seen` came by the own door when a job says so, else from another process.
 * Because numbers are given in order of commit, everything between `seen` and a number of a job, or between two of its numbers (a
 * batch that met a full store is several transactions), is another's, and there. What lies behind the last job is another's only
 * when no batch of ours can be among it: door_take says up to which number that is certain, and is asked after the last number was
 * read.
 */
#include "daemon.h"

#include "log.h"

#include <string.h>

static uint64_t last_number(struct daemon *d)
{
	struct kiem_read *read = NULL;
	uint64_t last = d->follow.seen;

	if (kiem_read_begin(&read, d->store) == KIEM_DONE) {
		last = kiem_read_last(read);
		kiem_read_end(read);
	}
	return last;
}

/* The number of the board that a post is on; the last one is remembered, for posts come in flocks. */
static uint32_t board_number(struct kiem_read *read, struct kiem_board *board, struct kiem_span name)
{
	char text[KIEM_BOARD_MAX + 1];

	if (strlen(board->name) != name.n || memcmp(board->name, name.p, name.n) != 0) {
		memcpy(text, name.p, name.n);
		text[name.n] = '\0';
		if (kiem_read_board(read, board, text) != KIEM_DONE) {
			memset(board, 0, sizeof(*board));
		}
	}
	return board->number;
}

/* Up to FOLLOW_POSTS_MAX posts behind `seen`, up to and including `upto`; moves `seen` to where that came. */
static size_t read_posts(struct daemon *d, uint64_t upto)
{
	struct follow *follow = &d->follow;
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL, .after_number = follow->seen};
	struct kiem_board board = {.number = 0};
	struct kiem_read *read = NULL;
	struct kiem_kept kept;
	size_t n = 0;

	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		return 0;
	}
	while (n < FOLLOW_POSTS_MAX) {
		if (!kiem_walk_next(read, &walk) || walk.number > upto) {
			follow->seen = upto;
			break;
		}
		follow->seen = walk.number;
		if (kiem_read_post(read, &kept, walk.number) == KIEM_DONE) {
			follow->posts[n++] = (struct swarm_admitted){.id = kept.post.id,
			        .verdict = KIEM_OK,
			        .number = walk.number,
			        .board = board_number(read, &board, kept.post.board),
			        .made = kept.post.made};
		}
	}
	kiem_walk_end(&walk);
	kiem_read_end(read);
	return n;
}

/* Tells the swarm of a flock of posts from other processes. True when it came on and there may be more up to `upto`. */
static bool tell_posts(struct daemon *d, uint64_t upto)
{
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = SWARM_NO_LINK};
	uint64_t was = d->follow.seen;

	if (was >= upto) {
		return false;
	}
	in.admitted.n = read_posts(d, upto);
	in.admitted.posts = d->follow.posts;
	if (in.admitted.n > 0) {
		daemon_step(d, &in);
	}
	return d->follow.seen > was && d->follow.seen < upto;
}

/* A job's own numbers are settled, and what lies between them is told. */
static void settle_numbers(struct daemon *d, const struct door_job *job)
{
	for (size_t i = 0; i < job->admit.n; i++) {
		const struct swarm_admitted *post = &job->admit.results[i];

		if (post->verdict == KIEM_OK) {
			while (tell_posts(d, post->number - 1)) {
			}
			d->follow.seen = post->number;
		}
	}
}

static void count_refused(const struct door_job *job)
{
	size_t full = 0;

	for (size_t i = 0; i < job->admit.n; i++) {
		full += job->admit.results[i].verdict == KIEM_FULL;
	}
	if (full > 0) {
		log_peer(LOG_WARN, "STORE-FULL", "link=%u refused=%zu", job->admit.link, full);
	}
}

static void take_job(struct daemon *d, const struct door_job *job)
{
	struct swarm_in in = {.type = SWARM_ADMITTED, .link = job->admit.link, .ticket = job->admit.ticket};

	if (job->type == DOOR_PEER) {
		d->follow.peers_under_way--;
	}
	if (job->type != DOOR_ADMIT) {
		return;
	}
	settle_numbers(d, job);
	count_refused(job);
	d->worked_ms = kiem_monotonic_ms();
	in.admitted.posts = job->admit.results;
	in.admitted.n = job->admit.n;
	daemon_step(d, &in);
}

void follow_look(struct daemon *d)
{
	uint64_t upto, last = last_number(d);
	struct door_job *jobs = door_take(d->door, &upto);

	for (const struct door_job *job = jobs; job != NULL; job = job->next) {
		take_job(d, job);
	}
	door_free(jobs);
	if (tell_posts(d, last < upto ? last : upto)) {
		d->follow.now = true;
	}
}

void follow_start(struct daemon *d)
{
	d->follow.seen = last_number(d);
	follow_world(d);
}
