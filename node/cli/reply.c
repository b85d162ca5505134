/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What hangs on a post of somebody else: note, extend, variant, answer. Each finds the post, says which it is, and makes one
 * of its own that links to it and stays on the board at least as long.
 */
#include "commands.h"
#include "publish.h"
#include "target.h"

#include <stdlib.h>
#include <unistd.h>

static const struct args_option note_options[] = {
        DRAFT_TEXT, DRAFT_EDIT, DRAFT_TITLE, DRAFT_TAG, DRAFT_LANGUAGE, DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD, DRAFT_END};
static const struct args_option build_options[] = {
        DRAFT_TEXT, DRAFT_EDIT, DRAFT_TAG, DRAFT_PLACE, DRAFT_AT, DRAFT_LANGUAGE, DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD, DRAFT_END};
static const struct args_option answer_options[] = {
        {"as", N_("KIND"), N_("offer, request or note; without it an offer for a request, a request for an offer"), false},
        DRAFT_QUANTITY, DRAFT_FROM, DRAFT_TO, DRAFT_TERMS, DRAFT_TEXT, DRAFT_EDIT, DRAFT_TAG, DRAFT_PLACE, DRAFT_AT, DRAFT_LANGUAGE,
        DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD, DRAFT_END};

static const struct args_spec note_spec = {.operands = N_("ID [TEXT]"),
        .operands_min = 1,
        .operands_max = 2,
        .options = note_options,
        .more = N_("A note is a reply to a post. Without a text your editor opens."),
        .example = N_("kiem note 3f9a \"I have climbing plants left over\"")};
static const struct args_spec extend_spec = {.operands = N_("ID TITLE"),
        .operands_min = 2,
        .operands_max = 2,
        .options = build_options,
        .more = N_("Makes an initiative that builds on another one; both stay what they are."),
        .example = N_("kiem extend 3f9a \"Rain barrels at the green fronts\"")};
static const struct args_spec variant_spec = {.operands = N_("ID TITLE"),
        .operands_min = 2,
        .operands_max = 2,
        .options = build_options,
        .more = N_("Makes an initiative that does the same in a way of your own."),
        .example = N_("kiem variant 3f9a \"Green roofs in our street\"")};
static const struct args_spec answer_spec = {.operands = N_("ID [TITLE]"),
        .operands_min = 1,
        .operands_max = 2,
        .options = answer_options,
        .more = N_("Answers a request with an offer, an offer with a request, and anything else with a note."),
        .example = N_("kiem answer 3f9a \"A ladder of seven metres\" --from saturday")};

/* A reply in the making. */
struct reply {
	struct args args;
	struct draft draft;
	struct publish publish;
	struct target target;
};

static void reply_finish(struct reply *reply)
{
	target_finish(&reply->target);
	draft_finish(&reply->draft);
	publish_finish(&reply->publish);
}

/* Finds the post and gives the draft its board and its link. */
static int reply_begin(struct cli *cli, struct reply *reply, enum target_care care, uint64_t relation)
{
	int status;
	if ((status = publish_begin(cli, &reply->publish)) ||
	        (status = target_find(cli, &reply->target, reply->args.operands[0], care, reply->publish.now)) ||
	        (status = draft_board(cli, &reply->draft, args_value(&reply->args, "board"), reply->target.board))) {
		return status;
	}
	return target_link(&reply->draft, &reply->target, relation);
}

static int reply_send(struct cli *cli, struct reply *reply)
{
	struct kiem_post *post = &reply->draft.post;
	int status;
	if ((status = draft_until(cli, &post->until, &reply->args, reply->publish.now, reply->target.kept.until)) ||
	        (status = publish_add(cli, &reply->publish, post))) {
		return status;
	}
	return publish_send(cli, &reply->publish);
}

/* A note lives of its text: what was typed, or what the editor gives when there is a person at a terminal. */
static int note_text(struct reply *reply)
{
	char *text = NULL;
	if (reply->draft.post.text.n > 0) {
		return EX_OK;
	}
	if (args_has(&reply->args, "text") || args_has(&reply->args, "edit") || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		return cli_fail(EX_USAGE,
		        _("there is no text yet; give it with --text \"…\", or --text - to read it from standard input."));
	}
	int status = draft_edit(&text, NULL);
	if (!status) {
		status = draft_text(&reply->draft, &reply->draft.post.text, text, KIEM_POST_MAX, "--text");
	}
	free(text);
	return status;
}

int command_note(struct cli *cli, int argc, char **argv)
{
	struct reply reply = {.draft = {.post = {.kind = KIEM_NOTE}}};
	int status;
	if (!args_parse(&reply.args, &status, cli, &note_spec, argc, argv)) {
		return status;
	}
	if (reply.args.n_operands > 1 && (args_has(&reply.args, "text") || args_has(&reply.args, "edit"))) {
		return cli_fail(EX_USAGE, _("the text is there twice; give it once."));
	}
	if ((status = reply_begin(cli, &reply, TARGET_ECHO, KIEM_ABOUT)) ||
	        (status = draft_fill(cli, &reply.draft, &reply.args, reply.publish.now))) {
		goto cleanup;
	}
	if (reply.args.n_operands > 1) {
		status = draft_text(&reply.draft, &reply.draft.post.text, reply.args.operands[1], KIEM_POST_MAX, _("the text"));
	}
	if (status || (status = note_text(&reply))) {
		goto cleanup;
	}
	status = reply_send(cli, &reply);
cleanup:
	reply_finish(&reply);
	return status;
}

static int build(struct cli *cli, int argc, char **argv, const struct args_spec *spec, uint64_t relation)
{
	struct reply reply = {.draft = {.post = {.kind = KIEM_INITIATIVE}}};
	int status;
	if (!args_parse(&reply.args, &status, cli, spec, argc, argv)) {
		return status;
	}
	if ((status = reply_begin(cli, &reply, TARGET_TIE, relation)) ||
	        (status = draft_text(
	                 &reply.draft, &reply.draft.post.title, reply.args.operands[1], KIEM_TITLE_MAX, _("the title"))) ||
	        (status = draft_fill(cli, &reply.draft, &reply.args, reply.publish.now))) {
		goto cleanup;
	}
	status = reply_send(cli, &reply);
cleanup:
	reply_finish(&reply);
	return status;
}

int command_extend(struct cli *cli, int argc, char **argv)
{
	return build(cli, argc, argv, &extend_spec, KIEM_EXTENDS);
}

int command_variant(struct cli *cli, int argc, char **argv)
{
	return build(cli, argc, argv, &variant_spec, KIEM_VARIANT);
}

/* The kind of an answer: what --as says, or the other half of an offer or request, or a note. 0 with the sentence said. */
static uint64_t answer_kind(const char *as, uint64_t asked)
{
	if (!as) {
		return asked == KIEM_REQUEST ? KIEM_OFFER : asked == KIEM_OFFER ? KIEM_REQUEST : KIEM_NOTE;
	}
	uint64_t kind = kiem_kind_of(as);
	if (kind != KIEM_OFFER && kind != KIEM_REQUEST && kind != KIEM_NOTE) {
		cli_fail(EX_USAGE, _("“%s” is nothing to answer with; --as takes offer, request or note."), as);
		return 0;
	}
	return kind;
}

/* What is typed behind the id is the title of an offer or request (else that of the post answered), and the text of a note. */
static int answer_words(struct reply *reply)
{
	struct kiem_post *post = &reply->draft.post;
	const char *words = reply->args.n_operands > 1 ? reply->args.operands[1] : NULL;
	if (post->kind != KIEM_NOTE) {
		post->title = reply->target.shown.post.title;
		return words ? draft_text(&reply->draft, &post->title, words, KIEM_TITLE_MAX, _("the title")) : EX_OK;
	}
	/* A note needs to be about something to be one; for a reader the answer is what counts. */
	int status = target_link(&reply->draft, &reply->target, KIEM_ABOUT);
	if (!status && words && post->text.n > 0) {
		status = cli_fail(EX_USAGE, _("the text is there twice; give it once."));
	}
	if (!status && words) {
		status = draft_text(&reply->draft, &post->text, words, KIEM_POST_MAX, _("the text"));
	}
	return status ? status : note_text(reply);
}

int command_answer(struct cli *cli, int argc, char **argv)
{
	struct reply reply = {0};
	int status;
	if (!args_parse(&reply.args, &status, cli, &answer_spec, argc, argv)) {
		return status;
	}
	if ((status = reply_begin(cli, &reply, TARGET_TIE, KIEM_ANSWERS))) {
		goto cleanup;
	}
	reply.draft.post.kind = answer_kind(args_value(&reply.args, "as"), reply.target.kept.post.kind);
	status = reply.draft.post.kind ? EX_OK : EX_USAGE;
	if (status || (status = draft_fill(cli, &reply.draft, &reply.args, reply.publish.now)) || (status = answer_words(&reply))) {
		goto cleanup;
	}
	status = reply_send(cli, &reply);
cleanup:
	reply_finish(&reply);
	return status;
}
