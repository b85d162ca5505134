/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem address` and `kiem mend`: calling somebody to account for all to see, and settling it. What can be said in private should
 * be, so that is said first. It is settled when both say so, and it ends by itself after half a year.
 */
#include "commands.h"
#include "person.h"
#include "publish.h"
#include "target.h"

#include <kiem/trust.h>

#include <unistd.h>

#define LIFE_MS (182 * 86400000LL)

static const struct args_option address_options[] = {
        {"about", N_("ID"), N_("the post that it is about"), false},
        DRAFT_LANGUAGE,
        DRAFT_UNTIL,
        DRAFT_LIFE,
        DRAFT_END,
};
static const struct args_spec address_spec = {.operands = N_("WHO --about ID TEXT"),
        .operands_min = 2,
        .operands_max = 2,
        .options = address_options,
        .more = N_(
                "Calls somebody to account, with your reason, for everyone on the board to see. Speak with them in private first: "
                "most things end there. It weighs with those who trust you, until you have both said that it is settled (kiem "
                "mend), you take it back (kiem retract), or half a year is over."),
        .example = N_("kiem address dirk --about 3f9a \"The hall was not there, and you did not call\"")};

static const struct args_option mend_options[] = {DRAFT_LANGUAGE, DRAFT_END};
static const struct args_spec mend_spec = {.operands = N_("ID [TEXT]"),
        .operands_min = 1,
        .operands_max = 2,
        .options = mend_options,
        .more = N_(
                "Says that a call to account is settled. It counts when both have said so: who made it, and whom it is about. Then "
                "everything is as it was before. “kiem trust” lists what waits for you."),
        .example = N_("kiem mend 77c0 \"We talked it over\"")};

/* On a terminal a person is asked; elsewhere it is only said. */
static int in_private_first(const struct person *person)
{
	cli_note(_("speak with %s in private first; a call to account is there for everyone to read."), person->name);
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
		return EX_OK;
	}
	return resolve_yes(_("Have you done so, and does it need to be said here? [y/N]"))
	               ? EX_OK
	               : cli_fail(EX_NOPERM, _("nothing was done."));
}

static int find_addressed(struct cli *cli, struct person *person, const char *text)
{
	int status = person_find(cli, person, text);
	if (!status && person->me) {
		return cli_fail(EX_DATAERR, _("that is you yourself; if something of yours went wrong, say so in a note."));
	}
	return status ? status : person_confirm(person, text);
}

/* The usual end is nearer than that of other posts: a grievance is not to outlive what it was about. */
static int address_until(struct cli *cli, struct draft *draft, const struct args *args, int64_t now_ms)
{
	int status = draft_until(cli, &draft->post.until, args, now_ms, 0);
	if (!args_has(args, "until") && !args_has(args, "life")) {
		draft->post.until = now_ms + LIFE_MS;
	}
	return status;
}

/* What a person is told: the id that both will need. */
static void say_called(struct publish *publish, const struct person *person)
{
	struct kiem_id id;
	char digits[13];
	kiem_id_of(&id, publish->entries[0].bytes.p, publish->entries[0].bytes.n);
	kiem_hex(digits, id.b, 6);
	snprintf(publish->done, sizeof publish->done,
	        _("Your call to %s is on the board as %s. When it is settled, you both say so: kiem mend %s"), person->name, digits,
	        digits);
}

int command_address(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_ADDRESS, .has_whom = true}};
	struct publish publish = {0};
	struct target target = {0};
	struct person person;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &address_spec, argc, argv)) {
		return status;
	}
	const char *about = args_value(&args, "about");
	if (!about) {
		return cli_fail(EX_USAGE, _("say which post it is about, with --about ID; “kiem board” lists them."));
	}
	if ((status = publish_begin(cli, &publish)) ||
	        (status = draft_text(&draft, &draft.post.text, args.operands[1], KIEM_POST_MAX, _("the text"))) ||
	        (status = draft_fill(cli, &draft, &args, publish.now)) ||
	        (status = address_until(cli, &draft, &args, publish.now)) ||
	        (status = target_find(cli, &target, about, TARGET_TIE, publish.now)) ||
	        (status = find_addressed(cli, &person, args.operands[0])) || (status = in_private_first(&person)) ||
	        (status = draft_board(cli, &draft, NULL, target.board)) || (status = target_link(&draft, &target, KIEM_ABOUT))) {
		goto cleanup;
	}
	draft.post.whom = person.key;
	if ((status = publish_add(cli, &publish, &draft.post))) {
		goto cleanup;
	}
	say_called(&publish, &person);
	status = publish_send(cli, &publish);
cleanup:
	target_finish(&target);
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}

/* ---- mend ---- */

/* A call to account that I am a party to, and the other party. */
struct quarrel {
	struct kiem_kept kept;
	struct view_trust_address address;
	bool by_me;
	struct kiem_key other;
	char name[RESOLVE_NAME_MAX];
};

static int find_quarrel(struct cli *cli, struct quarrel *q, const char *prefix, int64_t now_ms)
{
	struct view_extract *x = NULL;
	int status = resolve_post(cli, &q->kept, prefix);
	if (status || (status = cli_extract(cli, &x))) {
		return status;
	}
	uint32_t row = view_row_of(x, q->kept.number), me = view_person_of(x, &cli->me);
	if (row == VIEW_NONE || !view_trust_address(x, &q->address, row, now_ms)) {
		return cli_fail(EX_DATAERR, _("that post calls nobody to account; “kiem trust” lists what is to be settled."));
	}
	me = me == VIEW_NONE ? me : x->self[me];
	q->by_me = q->address.by == me;
	q->other = x->key[q->by_me ? q->address.whom : q->address.by];
	resolve_name(cli, q->name, &q->other);
	if (!q->by_me && q->address.whom != me) {
		char whom[RESOLVE_NAME_MAX];
		resolve_name(cli, whom, &x->key[q->address.whom]);
		return cli_fail(EX_NOPERM, _("that is between %s and %s; only they can settle it."), q->name, whom);
	}
	if (q->by_me ? q->address.by_mended : q->address.whom_mended) {
		return cli_fail(EX_DATAERR, _("you said so before; it is settled when %s says so too."), q->name);
	}
	return EX_OK;
}

int command_mend(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_MEND, .has_whom = true}};
	struct publish publish = {0};
	struct quarrel q = {0};
	struct args args;
	char board[KIEM_BOARD_MAX + 1];
	int status;
	if (!args_parse(&args, &status, cli, &mend_spec, argc, argv)) {
		return status;
	}
	if ((status = publish_begin(cli, &publish)) || (status = draft_fill(cli, &draft, &args, publish.now)) ||
	        (args.n_operands > 1 &&
	                (status = draft_text(&draft, &draft.post.text, args.operands[1], KIEM_POST_MAX, _("the text")))) ||
	        (status = find_quarrel(cli, &q, args.operands[0], publish.now)) ||
	        (status = resolve_confirm(cli, &q.kept, args.operands[0]))) {
		goto cleanup;
	}
	snprintf(board, sizeof board, "%.*s", (int)q.kept.post.board.n, (const char *)q.kept.post.board.p);
	draft.post.whom = q.other;
	draft.post.until = q.kept.until; /* no less, or it would stand again */
	if ((status = draft_board(cli, &draft, NULL, board)) ||
	        (status = target_link_one(&draft, &q.kept.post.id, board, KIEM_CANCELS)) ||
	        (status = publish_add(cli, &publish, &draft.post))) {
		goto cleanup;
	}
	bool both = q.by_me ? q.address.whom_mended : q.address.by_mended;
	snprintf(publish.done, sizeof publish.done,
	        both ? _("It is settled: %s said so too. Good.")
	             : _("You have said that it is settled; it is when %s says so too."),
	        q.name);
	status = publish_send(cli, &publish);
cleanup:
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}
