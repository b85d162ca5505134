/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem vouch` and `kiem unvouch`: saying that one knows somebody, and taking it back. A new vouch takes the place of the older
 * ones for the same person, and each is taken back on the board that it hangs on, so that whoever has it hears of it.
 */
#include "commands.h"
#include "person.h"
#include "publish.h"
#include "target.h"
#include "times.h"

#include <kiem/trust.h>

#include <string.h>

#define OLDER_MAX (PUBLISH_MAX - 1) /* beside the new one */
#define CONTEXT_MAX 100
#define LEVEL_USUAL 2

static const struct args_option vouch_options[] = {
        {"level", N_("1-3"), N_("how well: 1 a little, 2 well, 3 as a close friend (2)"), false},
        {"context", N_("TEXT"), N_("what you know them for, in a few words"), false},
        DRAFT_LANGUAGE,
        DRAFT_UNTIL,
        DRAFT_LIFE,
        DRAFT_BOARD,
        DRAFT_END,
};
static const struct args_spec vouch_spec = {.operands = N_("WHO [TEXT]"),
        .operands_min = 1,
        .operands_max = 2,
        .options = vouch_options,
        .more = N_(
                "Says to everyone that you know somebody and stand behind them. The more people you vouch for, the less it says of "
                "each. It ends after a year, or when you take it back; vouching again takes the place of the one before. WHO is a "
                "name or the beginning of a key, as “kiem who” shows them."),
        .example = N_("kiem vouch anna --level 3 --context \"building together\"")};

static const struct args_spec unvouch_spec = {.operands = N_("WHO"),
        .operands_min = 1,
        .operands_max = 1,
        .more = N_("Takes your vouches for somebody back. Nobody is told why, and you can vouch again at any time."),
        .example = N_("kiem unvouch anna")};

/* My vouches for somebody that are in force. */
struct older {
	size_t n;
	uint32_t rows[OLDER_MAX];
	int64_t until; /* the latest of theirs */
};

static int find_older(struct cli *cli, struct older *older, const struct person *person, int64_t now_ms)
{
	struct view_extract *x = NULL;
	int status = cli_extract(cli, &x);
	if (status) {
		return status;
	}
	uint32_t me = view_person_of(x, &cli->me);
	older->n = view_trust_vouches(x, older->rows, OLDER_MAX, me, person->index, now_ms);
	older->n = older->n < OLDER_MAX ? older->n : OLDER_MAX; /* what is left goes with the next */
	for (size_t i = 0; i < older->n; i++) {
		int64_t until = x->until[older->rows[i]];
		older->until = until > older->until ? until : older->until;
	}
	return EX_OK;
}

/* Takes one back, on its own board. */
static int add_unvouch(struct cli *cli, struct publish *publish, const struct person *person, uint64_t number)
{
	struct draft draft = {.post = {.kind = KIEM_UNVOUCH, .has_whom = true, .whom = person->key}};
	char board[KIEM_BOARD_MAX + 1] = "";
	struct kiem_kept kept;
	int status = cli_fail_err(kiem_read_post(cli->read, &kept, number), cli->home.store);
	if (status) {
		return status;
	}
	snprintf(board, sizeof board, "%.*s", (int)kept.post.board.n, (const char *)kept.post.board.p);
	/* As long as the vouch, and a moment at the least: an old bundle must not bring it back. */
	draft.post.until = kept.post.until;
	if (!(status = draft_board(cli, &draft, NULL, board)) &&
	        !(status = target_link_one(&draft, &kept.post.id, board, KIEM_CANCELS))) {
		status = publish_add(cli, publish, &draft.post);
	}
	draft_finish(&draft);
	return status;
}

static int add_unvouches(struct cli *cli, struct publish *publish, const struct person *person, const struct older *older)
{
	int status = EX_OK;
	for (size_t i = 0; i < older->n && !status; i++) {
		status = add_unvouch(cli, publish, person, cli->extract->number[older->rows[i]]);
	}
	return status;
}

static int fill_vouch(struct draft *draft, const struct args *args)
{
	const char *level = args_value(args, "level"), *context = args_value(args, "context");
	struct kiem_post *post = &draft->post;
	if (level && (strlen(level) != 1 || *level < '1' || *level > '3')) {
		return cli_fail(EX_USAGE, _("--level is 1, 2 or 3: a little, well, or as a close friend."));
	}
	post->level = level ? (uint64_t)(*level - '0') : LEVEL_USUAL;
	int status = context ? draft_text(draft, &post->context, context, CONTEXT_MAX, "--context") : EX_OK;
	if (!status && args->n_operands > 1) {
		status = draft_text(draft, &post->text, args->operands[1], KIEM_POST_MAX, _("the text"));
	}
	return status;
}

/* The board where they say who they are, when it is followed: there they are known. */
static const char *usual_board(struct cli *cli, char name[static KIEM_BOARD_MAX + 1], const struct person *person)
{
	const struct view_extract *x = cli->extract;
	struct kiem_board board;
	if (person->index == VIEW_NONE || x->profile[person->index] == VIEW_NONE ||
	        kiem_read_board_number(cli->read, &board, x->board[x->profile[person->index]]) || !board.followed) {
		return NULL;
	}
	memcpy(name, board.name, sizeof board.name);
	return name;
}

static int find_other(struct cli *cli, struct person *person, const char *text)
{
	int status = person_find(cli, person, text);
	if (!status && person->me) {
		return cli_fail(EX_DATAERR, _("that is you yourself; others vouch for you."));
	}
	return status ? status : person_confirm(person, text);
}

int command_vouch(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_VOUCH, .has_whom = true}};
	struct publish publish = {0};
	struct older older = {0};
	struct person person;
	struct args args;
	char board[KIEM_BOARD_MAX + 1], until[TIMES_TEXT_MAX];
	int status;
	if (!args_parse(&args, &status, cli, &vouch_spec, argc, argv)) {
		return status;
	}
	if ((status = publish_begin(cli, &publish)) || (status = fill_vouch(&draft, &args)) ||
	        (status = draft_fill(cli, &draft, &args, publish.now)) ||
	        (status = draft_until(cli, &draft.post.until, &args, publish.now, 0)) ||
	        (status = find_other(cli, &person, args.operands[0])) || (status = find_older(cli, &older, &person, publish.now)) ||
	        (status = draft_board(cli, &draft, args_value(&args, "board"), usual_board(cli, board, &person)))) {
		goto cleanup;
	}
	draft.post.whom = person.key;
	if ((status = publish_add(cli, &publish, &draft.post)) || (status = add_unvouches(cli, &publish, &person, &older))) {
		goto cleanup;
	}
	snprintf(publish.done, sizeof publish.done, _("You vouch for %s now, until %s. See it: kiem trust %s"), person.name,
	        times_print(until, draft.post.until), person.digits);
	status = publish_send(cli, &publish);
cleanup:
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}

int command_unvouch(struct cli *cli, int argc, char **argv)
{
	struct publish publish = {0};
	struct older older = {0};
	struct person person;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &unvouch_spec, argc, argv)) {
		return status;
	}
	if ((status = publish_begin(cli, &publish)) || (status = person_find(cli, &person, args.operands[0])) ||
	        (status = find_older(cli, &older, &person, publish.now))) {
		goto cleanup;
	}
	if (older.n == 0) {
		status = cli_fail(EX_DATAERR, _("you do not vouch for %s; there is nothing to take back."), person.name);
		goto cleanup;
	}
	if ((status = person_confirm(&person, args.operands[0])) || (status = add_unvouches(cli, &publish, &person, &older))) {
		goto cleanup;
	}
	snprintf(publish.done, sizeof publish.done, _("You no longer vouch for %s. You can do so again at any time."), person.name);
	status = publish_send(cli, &publish);
cleanup:
	publish_finish(&publish);
	return status;
}
