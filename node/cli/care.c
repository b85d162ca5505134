/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking after one's own posts: revise, renew, retract. A post is never changed; what changes it is a post of the same author
 * that says so.
 *
 * A revision lives as long as its original. So when the original gets a later end, its text gets a fresh revision with that end,
 * or the old text would come back; and when the original is taken back, every version is.
 */
#include "commands.h"
#include "publish.h"
#include "target.h"
#include "times.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct args_option revise_options[] = {DRAFT_TITLE, DRAFT_TEXT, DRAFT_EDIT, DRAFT_TAG, DRAFT_PLACE, DRAFT_AT,
        DRAFT_QUANTITY, DRAFT_FROM, DRAFT_TO, DRAFT_TERMS, DRAFT_LANGUAGE, DRAFT_END};
static const struct args_spec revise_spec = {.operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .options = revise_options,
        .more = N_("Puts a newer version of your post in its place. What you do not give stays as it was; without options your "
                   "editor opens with the text."),
        .example = N_("kiem revise 3f9a --title \"Green fronts in two streets\"")};

static const struct args_option renew_options[] = {DRAFT_UNTIL, DRAFT_LIFE, DRAFT_END};
static const struct args_spec renew_spec = {.operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .options = renew_options,
        .more = N_("Keeps your post on the board for longer."),
        .example = N_("kiem renew 3f9a --life 12w")};

static const struct args_spec retract_spec = {.operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .more = N_("Takes your post back: it is erased here at once, and wherever this is heard. Nobody can be made to forget."),
        .example = N_("kiem retract 3f9a")};

/* The same beginning for all three: an own post, and a draft on its board. */
static int begin(struct cli *cli, struct publish *publish, struct target *target, struct draft *draft, const char *prefix)
{
	int status;
	if ((status = publish_begin(cli, publish)) || (status = target_find(cli, target, prefix, TARGET_OWN, publish->now))) {
		return status;
	}
	return draft_board(cli, draft, NULL, target->board);
}

/* All is well: which post it is about is said, and the posts go out. */
static int finish(struct cli *cli, struct publish *publish, const struct target *target)
{
	resolve_say(cli, &target->kept);
	return publish_send(cli, publish);
}

/* A revision that says what the shown version says. */
static int start_revision(struct draft *draft, const struct target *target)
{
	struct kiem_span board = draft->post.board;
	draft->post = target->shown.post;
	draft->post.kind = KIEM_REVISE;
	draft->post.board = board;
	draft->post.until = target->kept.until;
	draft->post.n_links = 0;
	return target_link_one(draft, &target->shown.post.id, target->board, KIEM_REPLACES);
}

/* Without any option a person at a terminal gets the text in their editor. */
static int edit_text(struct draft *draft, const struct args *args)
{
	char *text = NULL, *before;
	if (args->n_given > 0) {
		return EX_OK;
	}
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		return cli_fail(EX_USAGE, _("say what changes, such as --title or --text; “kiem revise --help” lists what can."));
	}
	before = draft->post.text.n > 0 ? strndup((const char *)draft->post.text.p, draft->post.text.n) : NULL;
	int status = draft_edit(&text, before);
	if (!status) {
		status = draft_text(draft, &draft->post.text, text, KIEM_POST_MAX, "--text");
	}
	free(before);
	free(text);
	return status;
}

int command_revise(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {0};
	struct publish publish = {0};
	struct target target = {0};
	struct args args;
	char id[13];
	int status;
	if (!args_parse(&args, &status, cli, &revise_spec, argc, argv)) {
		return status;
	}
	if ((status = begin(cli, &publish, &target, &draft, args.operands[0])) || (status = start_revision(&draft, &target)) ||
	        (status = draft_fill(cli, &draft, &args, publish.now)) || (status = edit_text(&draft, &args)) ||
	        (status = publish_add(cli, &publish, &draft.post))) {
		goto cleanup;
	}
	kiem_hex(id, target.kept.post.id.b, 6);
	snprintf(publish.done, sizeof publish.done, _("The new text is on the board; its id stays %s."), id);
	status = finish(cli, &publish, &target);
cleanup:
	target_finish(&target);
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}

/* The revised text with the later end; nothing when the post was never revised. */
static int renew_text(struct cli *cli, struct publish *publish, const struct target *target, int64_t until)
{
	struct draft draft = {.post = {.board = target->kept.post.board}};
	if (target->shown.number == target->kept.number) {
		return EX_OK;
	}
	int status = start_revision(&draft, target);
	draft.post.until = until;
	if (!status) {
		status = publish_add(cli, publish, &draft.post);
	}
	draft_finish(&draft);
	return status;
}

static int check_later(int64_t until, int64_t before)
{
	char text[TIMES_TEXT_MAX];
	if (until > before) {
		return EX_OK;
	}
	return cli_fail(EX_DATAERR, _("it already stays until %s; give a later --until."), times_print(text, before));
}

int command_renew(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_RENEW}};
	struct publish publish = {0};
	struct target target = {0};
	struct args args;
	char until[TIMES_TEXT_MAX];
	int status;
	if (!args_parse(&args, &status, cli, &renew_spec, argc, argv)) {
		return status;
	}
	if ((status = begin(cli, &publish, &target, &draft, args.operands[0])) ||
	        (status = draft_until(cli, &draft.post.until, &args, publish.now, 0)) ||
	        (status = check_later(draft.post.until, target.kept.until)) ||
	        (status = target_link_one(&draft, &target.kept.post.id, target.board, KIEM_ABOUT)) ||
	        (status = publish_add(cli, &publish, &draft.post)) ||
	        (status = renew_text(cli, &publish, &target, draft.post.until))) {
		goto cleanup;
	}
	snprintf(publish.done, sizeof publish.done, _("It stays on the board until %s."), times_print(until, draft.post.until));
	status = finish(cli, &publish, &target);
cleanup:
	target_finish(&target);
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}

/*
 * One retraction. It lasts as long as a post can, so that no old bundle brings the text back, and is on the board of what it takes
 * back, since it counts on no other; another program may have put a version on a board of its own.
 */
static int add_retraction(struct cli *cli, struct publish *publish, const struct view_version *version)
{
	struct draft draft = {.post = {.kind = KIEM_RETRACT, .until = publish->now + KIEM_LIFE_MAX_MS}};
	char board[KIEM_BOARD_MAX + 1] = "";
	struct kiem_kept kept;
	int status = cli_fail_err(kiem_read_post(cli->read, &kept, version->number), cli->home.store);
	if (!status) {
		snprintf(board, sizeof board, "%.*s", (int)kept.post.board.n, (const char *)kept.post.board.p);
	}
	if (!status && !(status = draft_board(cli, &draft, NULL, board)) &&
	        !(status = target_link_one(&draft, &version->id, board, KIEM_CANCELS))) {
		status = publish_add(cli, publish, &draft.post);
	}
	draft_finish(&draft);
	return status;
}

/* What may be taken back is any post of one's own but a retraction; one of a tie or a profile stands for itself. */
static int find_own(struct cli *cli, struct publish *publish, struct target *target, const char *prefix)
{
	int status;
	if ((status = publish_begin(cli, publish)) || (status = target_find(cli, target, prefix, TARGET_ANY, publish->now))) {
		return status;
	}
	const struct kiem_post *post = &target->kept.post;
	if (post->kind == KIEM_RETRACT) {
		return cli_fail(EX_DATAERR, _("a retraction cannot be taken back; post the text anew instead."));
	}
	if (memcmp(post->author.b, cli->me.b, sizeof cli->me.b) != 0) {
		char name[RESOLVE_NAME_MAX];
		resolve_name(cli, name, &post->author);
		return cli_fail(EX_NOPERM, _("that post is from %s; only who made it can do this."), name);
	}
	return EX_OK;
}

int command_retract(struct cli *cli, int argc, char **argv)
{
	struct publish publish = {0};
	struct target target = {0};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &retract_spec, argc, argv)) {
		return status;
	}
	status = find_own(cli, &publish, &target, args.operands[0]);
	for (size_t i = 0; !status && i < target.versions->n; i++) {
		status = add_retraction(cli, &publish, &target.versions->list[i]);
	}
	/* There is no way back from it, and one's own posts are as easily mixed up as those of others. */
	status = status ? status : resolve_confirm(cli, &target.kept, args.operands[0]);
	if (!status) {
		snprintf(publish.done, sizeof publish.done, "%s",
		        _("It is taken back: erased here, and wherever this is heard. To others it is a request."));
		status = publish_send(cli, &publish);
	}
	target_finish(&target);
	publish_finish(&publish);
	return status;
}
