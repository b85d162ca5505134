/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posting (publish.h). What is printed as posted is on disk. */
#include "publish.h"

#include "draft.h"
#include "look.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_SHOWN 12
#define PERCENT_WARN 80

/* Whether this identity posted anything before. A profile alone is no post in a person's eyes: `init` made it. */
static bool nothing_posted(struct cli *cli)
{
	struct kiem_walk walk = {.by = KIEM_BY_AUTHOR, .author = cli->me};
	bool none = true;
	while (none && kiem_walk_next(cli->read, &walk)) {
		struct kiem_kept kept;
		none = kiem_read_post(cli->read, &kept, walk.number) == KIEM_DONE && kept.post.kind == KIEM_PROFILE;
	}
	kiem_walk_end(&walk);
	return none;
}

int publish_begin(struct cli *cli, struct publish *publish)
{
	*publish = (struct publish){.now = kiem_now_ms()};
	int status = cli_identity(cli);
	if (status || (status = cli_read(cli))) {
		return status;
	}
	struct kiem_clock clock;
	enum kiem_err err = kiem_read_clock(cli->read, &clock);
	if (!err) {
		err = kiem_clock_check(&clock, publish->now);
	}
	publish->first = !err && nothing_posted(cli);
	return cli_fail_err(err, cli->home.store);
}

int publish_add(struct cli *cli, struct publish *publish, const struct kiem_post *post)
{
	uint8_t bytes[KIEM_POST_MAX];
	size_t n;
	if (publish->n == PUBLISH_MAX) {
		return cli_fail(EX_SOFTWARE, _("there are too many versions of this post to handle at once."));
	}
	struct kiem_post complete = *post;
	complete.made = publish->now;
	enum kiem_verdict verdict = kiem_secret_sign_post(cli->identity, bytes, &n, sizeof bytes, &complete);
	if (verdict) {
		return cli_fail_verdict(verdict);
	}
	uint8_t *copy = malloc(n);
	if (!copy) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	memcpy(copy, bytes, n);
	publish->name_only = post->kind == KIEM_PROFILE && (publish->n == 0 || publish->name_only);
	publish->entries[publish->n++].bytes = (struct kiem_span){copy, n};
	return EX_OK;
}

/*
 * Said before anything can be regretted much. A name that is put on a board gets one sentence, the first post of
 * somebody's own words the whole of it: what is said twice is read by nobody.
 */
static void say_first(bool name_only)
{
	struct out err;
	out_init(&err, stderr);
	if (name_only) {
		out_wrap(&err, out_span(_("Your name is on the board now. A board is public: everyone who follows it can see it.")),
		        0);
		return;
	}
	out_wrap(&err, out_span(_("This is your first post.")), 0);
	out_wrap(&err,
	        out_span(
	                _("A board is public: whoever follows it has a copy and may pass it on. Everything you post is tied to one "
	                  "key, yours, and can be seen to be from one and the same. You can take a post back (kiem retract), but "
	                  "for the copies of others that is a request.")),
	        0);
}

/* A store that fills up is said while there is still time. */
static void say_room(struct cli *cli)
{
	struct kiem_store_stat stat;
	if (kiem_store_stat(cli->store, &stat) == KIEM_DONE && stat.percent >= PERCENT_WARN) {
		cli_note(
		        _("the store is %u %% full; raise “cap” under [store] in kiem.conf, or run “kiem compact”."), stat.percent);
	}
}

/* A person gets a sentence with a short id; a program the whole id alone. */
static void say_posted(const struct cli *cli, const struct kiem_entry *entry, const char *done)
{
	char hex[2 * sizeof entry->id.b + 1];
	struct kiem_post post;
	char board[KIEM_BOARD_MAX + 1] = "", when[LOOK_WHEN_MAX];
	kiem_hex(hex, entry->id.b, sizeof entry->id.b);
	if (!cli->out.terminal) {
		out_printf(&cli->out, "%s\n", hex);
		return;
	}
	if (done[0]) {
		out_wrap(&cli->out, out_span(done), 0);
		return;
	}
	bool readable = kiem_post_decode(&post, entry->bytes.p, entry->bytes.n) == KIEM_OK;
	if (readable) {
		snprintf(board, sizeof board, "%.*s", (int)post.board.n, (const char *)post.board.p);
	}
	hex[DIGITS_SHOWN] = '\0';
	out_printf(&cli->out, _("Posted on %s as %s%s%s.\n"), board, out_style(&cli->out, OUT_GREEN), hex,
	        out_style(&cli->out, OUT_PLAIN));
	if (readable && *look_when(when, &post)) {
		out_printf(&cli->out, "  %s\n", when); /* "friday 19:00" was typed; what day that is shows now */
	}
}

int publish_send(struct cli *cli, struct publish *publish)
{
	struct kiem_admit how = {.now_ms = publish->now, .local = true};
	cli_read_end(cli);
	errno = 0;
	enum kiem_err err = kiem_store_admit(cli->store, publish->entries, publish->n, &how);
	if (err) {
		return cli_fail_err(err, cli->home.store);
	}
	int status = EX_OK;
	for (size_t i = 0; i < publish->n && !status; i++) {
		enum kiem_verdict verdict = publish->entries[i].verdict;
		status = verdict == KIEM_OK || verdict == KIEM_KNOWN ? EX_OK : cli_fail_verdict(verdict);
	}
	bool carried = cli_poke(cli);
	if (status) {
		return status;
	}
	draft_edit_posted();
	if (publish->first) {
		say_first(publish->name_only);
	}
	if (!publish->quiet) {
		say_posted(cli, &publish->entries[0], publish->done);
		if (!carried && cli->out.terminal) {
			cli_note(_("kiemd is not running, so it stays on this machine until you start it with “kiemd &”."));
		}
	}
	say_room(cli);
	return EX_OK;
}

void publish_finish(struct publish *publish)
{
	for (size_t i = 0; i < publish->n; i++) {
		free((void *)publish->entries[i].bytes.p);
	}
	publish->n = 0;
}
