/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What hangs on a post of somebody else: note, extend, variant, answer. Each finds the post, says which it is, and makes one
 * of its own that links to it and stays on the board at least as long.
 */
#include "answer.h"
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
        {"with", N_("ID"), N_("fill it in from this offer or request of yours"), false},
        {"yes", NULL, N_("post what --with filled in, without the editor"), false}, DRAFT_QUANTITY, DRAFT_FROM, DRAFT_TO,
        DRAFT_TERMS, DRAFT_TEXT, DRAFT_EDIT, DRAFT_TAG, DRAFT_PLACE, DRAFT_AT, DRAFT_LANGUAGE, DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD,
        DRAFT_END};

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
        .more = N_(
                "Answers a request with an offer, an offer with a request, and anything else with a note. With --with the answer "
                "takes over what your own post says: title, tags, terms, place, as much as both have, the time that suits both. "
                "It is shown, and your editor opens for the text."),
        .example = N_("kiem answer 3f9a \"A ladder of seven metres\" --from saturday\nkiem answer 3f9a --with 81c2")};

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

/*
 * What was typed is read before the post is looked for, so that a mistake in it is all that is said. Then the draft gets its
 * board and its link.
 */
static int reply_begin(struct cli *cli, struct reply *reply, enum target_care care, uint64_t relation)
{
	struct draft *draft = &reply->draft;
	int64_t now = reply->publish.now;
	int status;
	if ((status = draft_fill(cli, draft, &reply->args, now)) ||
	        (status = draft_until(cli, &draft->post.until, &reply->args, now, 0)) ||
	        (status = target_find(cli, &reply->target, reply->args.operands[0], care, now)) ||
	        (status = draft_board(cli, draft, args_value(&reply->args, "board"), reply->target.board))) {
		return status;
	}
	return target_link(draft, &reply->target, relation);
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

/* A note lives of its text, which has to come from somewhere: the words typed, an option, or a person's editor. */
static int check_source(const struct args *args)
{
	bool option = args_has(args, "text") || args_has(args, "edit");
	if (args->n_operands > 1 && option) {
		return cli_fail(EX_USAGE, _("the text is there twice; give it once."));
	}
	if (args->n_operands < 2 && !option && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))) {
		return cli_fail(EX_USAGE,
		        _("there is no text yet; give it with --text \"…\", or --text - to read it from standard input."));
	}
	return EX_OK;
}

/* The words typed behind the id, or what the editor gives when there are none yet. */
static int note_text(struct reply *reply)
{
	struct draft *draft = &reply->draft;
	char *text = NULL;
	int status = EX_OK;
	if (reply->args.n_operands > 1) {
		status = draft_text(draft, &draft->post.text, reply->args.operands[1], KIEM_POST_MAX, _("the text"));
	} else if (draft->post.text.n == 0 && !args_has(&reply->args, "text")) {
		status = draft_edit(&text, NULL);
		if (!status) {
			status = draft_text(draft, &draft->post.text, text, KIEM_POST_MAX, _("the text"));
		}
		free(text);
	}
	return status || draft->post.text.n > 0 ? status : cli_fail(EX_USAGE, _("the text is empty; say something."));
}

int command_note(struct cli *cli, int argc, char **argv)
{
	struct reply reply = {.draft = {.post = {.kind = KIEM_NOTE}}};
	int status;
	if (!args_parse(&reply.args, &status, cli, &note_spec, argc, argv)) {
		return status;
	}
	if ((status = check_source(&reply.args)) || (status = publish_begin(cli, &reply.publish)) ||
	        (status = reply_begin(cli, &reply, TARGET_ECHO, KIEM_ABOUT)) || (status = note_text(&reply))) {
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
	struct draft *draft = &reply.draft;
	if ((status = publish_begin(cli, &reply.publish)) ||
	        (status = draft_title(draft, reply.args.operands[1], _("the title"))) ||
	        (status = reply_begin(cli, &reply, TARGET_TIE, relation))) {
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

/* What --as says, when it says anything. */
static int check_as(const char *as)
{
	uint64_t kind = as ? kiem_kind_of(as) : KIEM_NOTE;
	if (kind != KIEM_OFFER && kind != KIEM_REQUEST && kind != KIEM_NOTE) {
		return cli_fail(EX_USAGE, _("“%s” is nothing to answer with; --as takes offer, request or note."), as);
	}
	return EX_OK;
}

/* The kind of an answer: what --as says, or the other half of an offer or request, or a note. */
static uint64_t answer_kind(const char *as, uint64_t asked)
{
	if (as) {
		return kiem_kind_of(as);
	}
	return asked == KIEM_REQUEST ? KIEM_OFFER : asked == KIEM_OFFER ? KIEM_REQUEST : KIEM_NOTE;
}

/* What is typed behind the id is the title of an offer or request (else that of the post answered), and the text of a note. */
static int answer_words(struct reply *reply)
{
	struct kiem_post *post = &reply->draft.post;
	int status;
	if (post->kind != KIEM_NOTE) {
		post->title = post->title.n > 0 ? post->title : reply->target.shown.post.title;
		return reply->args.n_operands < 2 ? EX_OK : draft_title(&reply->draft, reply->args.operands[1], _("the title"));
	}
	/* A note needs to be about something to be one; for a reader the answer is what counts. */
	if ((status = check_source(&reply->args)) || (status = target_link(&reply->draft, &reply->target, KIEM_ABOUT))) {
		return status;
	}
	return note_text(reply);
}

int command_answer(struct cli *cli, int argc, char **argv)
{
	struct reply reply = {0};
	int status;
	if (!args_parse(&reply.args, &status, cli, &answer_spec, argc, argv)) {
		return status;
	}
	const char *as = args_value(&reply.args, "as");
	if ((status = check_as(as)) || (status = publish_begin(cli, &reply.publish)) ||
	        (status = reply_begin(cli, &reply, TARGET_TIE, KIEM_ANSWERS))) {
		goto cleanup;
	}
	reply.draft.post.kind = answer_kind(as, reply.target.kept.post.kind);
	if ((status = answer_with(cli, &reply.draft, &reply.args, &reply.target, reply.publish.now)) ||
	        (status = answer_words(&reply))) {
		goto cleanup;
	}
	status = reply_send(cli, &reply);
cleanup:
	reply_finish(&reply);
	return status;
}
