/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posting: sign, take in by the store's one door, wake the daemon, say what came of it.
 *
 *     publish_begin   identity, clock; `now` is the time that all posts of this command carry
 *     publish_add     signs one; spans into cli->read may still be used
 *     publish_send    ends the snapshot, admits all in one transaction, prints the id of the first
 */
#ifndef KIEM_CLI_PUBLISH_H
#define KIEM_CLI_PUBLISH_H

#include "cli.h"

#define PUBLISH_DONE_MAX 512
#define PUBLISH_MAX 64 /* posts of one command: a retraction takes every version along */

struct publish {
	int64_t now;
	bool quiet;                  /* print no id: the post is not what the command is for */
	char done[PUBLISH_DONE_MAX]; /* what a person is told instead of where it was posted and as what; empty: that */
	bool first;                  /* nothing was posted by this identity before */
	bool name_only;              /* all of it are profiles */
	size_t n;
	struct kiem_entry entries[PUBLISH_MAX]; /* their bytes are owned */
};

int publish_begin(struct cli *cli, struct publish *publish);
int publish_add(struct cli *cli, struct publish *publish, const struct kiem_post *post);
int publish_send(struct cli *cli, struct publish *publish);
void publish_finish(struct publish *publish);

#endif
