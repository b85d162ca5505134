/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands on a board by itself: initiative, offer, request, gathering, deed, lesson. One command function; the kind is the
 * command's name, and the kinds differ in the options that they take.
 */
#include "commands.h"
#include "publish.h"
#include "similar.h"
#include "target.h"
#include "times.h"

static const struct args_option plain_options[] = {DRAFT_TEXT, DRAFT_EDIT, DRAFT_TAG, DRAFT_PLACE, DRAFT_AT, DRAFT_ABOUT,
        DRAFT_LANGUAGE, DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD, DRAFT_END};

static const struct args_option trade_options[] = {DRAFT_QUANTITY, DRAFT_FROM, DRAFT_TO, DRAFT_TERMS, DRAFT_TEXT, DRAFT_EDIT,
        DRAFT_TAG, DRAFT_PLACE, DRAFT_AT, DRAFT_ABOUT, DRAFT_LANGUAGE, DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD, DRAFT_END};

static const struct args_option gathering_options[] = {DRAFT_FROM, DRAFT_TO, DRAFT_TEXT, DRAFT_EDIT, DRAFT_TAG, DRAFT_PLACE,
        DRAFT_AT, DRAFT_ABOUT, DRAFT_LANGUAGE, DRAFT_UNTIL, DRAFT_LIFE, DRAFT_BOARD, DRAFT_END};

#define SPEC(table, more_text, example_text)                                                                                       \
	{                                                                                                                          \
		.operands = N_("TITLE"), .operands_min = 1, .operands_max = 1, .options = table, .more = more_text,                \
		.example = example_text                                                                                            \
	}

static const struct {
	uint64_t kind;
	struct args_spec spec;
} contents[] = {
        {KIEM_INITIATIVE,
                SPEC(plain_options,
                        N_("An initiative is something you would like to see happen. Others join it, build on it, or give it a "
                           "variant of their own."),
                        N_("kiem initiative \"Green fronts in our street\" --text \"Who joins?\" --tag green"))},
        {KIEM_OFFER, SPEC(trade_options, N_("An offer is something that others may use: how much, when, where, on what terms."),
                             N_("kiem offer \"Hall for twenty\" --quantity \"20 seats\" --from \"friday 19:00\" --to \"friday "
                                "22:00\""))},
        {KIEM_REQUEST, SPEC(trade_options, N_("A request is something that you need: how much, when, where."),
                               N_("kiem request \"Ladder of six metres\" --from saturday --tag tools"))},
        {KIEM_GATHERING,
                SPEC(gathering_options, N_("A gathering is a time and a place where people meet; --from says when it begins."),
                        N_("kiem gathering \"Planting day\" --from \"saturday 10:00\" --place \"Lijnsheike\""))},
        {KIEM_DEED, SPEC(plain_options, N_("A deed is something that was done, so that others see it."),
                            N_("kiem deed \"Twelve planters made\" --about 3f9a"))},
        {KIEM_LESSON, SPEC(plain_options, N_("A lesson is something you found out and others can use."),
                              N_("kiem lesson \"Ivy needs a trellis\" --about 3f9a"))},
};

static const struct args_spec *spec_of(uint64_t kind)
{
	for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
		if (contents[i].kind == kind) {
			return &contents[i].spec;
		}
	}
	return NULL;
}

/* Links to every --about. */
static int link_about(struct cli *cli, struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *ids[ARGS_MAX];
	size_t n = args_values(args, ids, ARGS_MAX, "about");
	int status = EX_OK;
	for (size_t i = 0; i < n && !status; i++) {
		struct target target;
		status = target_find(cli, &target, ids[i], TARGET_ECHO, now_ms);
		if (!status) {
			status = target_link(draft, &target, KIEM_ABOUT);
		}
		target_finish(&target);
	}
	return status;
}

static int check(const struct draft *draft)
{
	if (draft->post.kind == KIEM_GATHERING && !draft->post.has_from) {
		return cli_fail(EX_USAGE, _("say when it begins, such as --from \"friday 19:00\"."));
	}
	return EX_OK;
}

/* A date that was mistyped is noticed now or never. */
static void note_past(const struct kiem_post *post, int64_t now_ms)
{
	char text[TIMES_TEXT_MAX];
	bool gathering = post->kind == KIEM_GATHERING && post->has_from;
	int64_t end = post->has_to ? post->to : post->from;
	if ((gathering || post->has_to) && end < now_ms) {
		cli_note(_("mind that %s is over already; if that is a slip, take it back with “kiem retract” and the id."),
		        times_print(text, end));
	}
}

int command_content(struct cli *cli, int argc, char **argv)
{
	uint64_t kind = kiem_kind_of(cli->command->name);
	struct draft draft = {.post = {.kind = kind}};
	struct publish publish = {0};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, spec_of(kind), argc, argv)) {
		return status;
	}
	if ((status = publish_begin(cli, &publish)) || (status = draft_board(cli, &draft, args_value(&args, "board"), NULL)) ||
	        (status = draft_title(&draft, args.operands[0], _("the title"))) ||
	        (status = draft_fill(cli, &draft, &args, publish.now)) || (status = check(&draft)) ||
	        (status = draft_until(cli, &draft.post.until, &args, publish.now, 0)) ||
	        (kind == KIEM_INITIATIVE && (status = similar_ask(cli, &draft.post))) ||
	        (status = link_about(cli, &draft, &args, publish.now)) || (status = publish_add(cli, &publish, &draft.post))) {
		goto cleanup;
	}
	status = publish_send(cli, &publish);
	if (!status) {
		note_past(&draft.post, publish.now);
	}
cleanup:
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}
