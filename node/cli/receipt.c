/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem receipt`: whoever got something says so. Of an offer it thanks who made it; of one's own request whoever fulfilled it,
 * which is the one who answered when there is only one.
 */
#include "commands.h"
#include "labels.h"
#include "person.h"
#include "publish.h"
#include "target.h"

#include <string.h>

static const struct args_option options[] = {
        DRAFT_QUANTITY,
        {"by", N_("WHO"), N_("who fulfilled your request; not needed when one person answered it"), false},
        DRAFT_LANGUAGE,
        DRAFT_UNTIL,
        DRAFT_LIFE,
        DRAFT_END,
};
static const struct args_spec spec = {.operands = N_("ID [TEXT]"),
        .operands_min = 1,
        .operands_max = 2,
        .options = options,
        .more = N_("Confirms that you got what was offered, or that your request was fulfilled, in whole or in part. It is how "
                   "trust grows: from what was done, slowly. A receipt stays two years."),
        .example = N_("kiem receipt 3f9a --quantity \"20 seats\" \"Just what we needed\"")};

static bool is_me(const struct cli *cli, const struct kiem_key *key)
{
	return memcmp(key->b, cli->me.b, sizeof key->b) == 0;
}

/* Takes in who answered a version of the request by an offer: how many people did, and one of them. */
static int find_answers(struct cli *cli, struct kiem_key *who, size_t *n, const struct kiem_id *id, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_TARGET, .now_ms = now_ms, .target = *id};
	enum kiem_err err = KIEM_DONE;
	while (!err && kiem_walk_next(cli->read, &walk)) {
		struct kiem_kept kept;
		err = kiem_read_post(cli->read, &kept, walk.number);
		const struct kiem_post *post = &kept.post;
		bool answers = false;
		for (size_t i = 0; !err && i < post->n_links; i++) {
			answers = answers || (post->links[i].relation == KIEM_ANSWERS &&
			                             memcmp(post->links[i].id.b, id->b, sizeof id->b) == 0);
		}
		if (answers && !is_me(cli, &post->author) && (*n == 0 || memcmp(who->b, post->author.b, sizeof who->b) != 0)) {
			*who = post->author;
			(*n)++;
		}
	}
	kiem_walk_end(&walk);
	return cli_fail_err(err, cli->home.store);
}

/* Who fulfilled a request of mine. */
static int find_giver(struct cli *cli, struct kiem_key *whom, const struct target *target, const char *by, int64_t now_ms)
{
	struct person person;
	size_t n = 0;
	int status = EX_OK;
	if (by) {
		if ((status = person_find(cli, &person, by)) || (status = person_confirm(&person, by))) {
			return status;
		}
		*whom = person.key;
		return person.me ? cli_fail(EX_DATAERR, _("a receipt is for somebody else; what you do for yourself needs none."))
		                 : EX_OK;
	}
	for (size_t i = 0; i < target->versions->n && !status; i++) {
		status = find_answers(cli, whom, &n, &target->versions->list[i].id, now_ms);
	}
	if (!status && n != 1) {
		return cli_fail(EX_USAGE, n == 0 ? _("nobody answered your request here; say who fulfilled it with --by WHO.")
		                                 : _("several people answered your request; say who fulfilled it with --by WHO."));
	}
	return status;
}

/* An offer of somebody else, or a request of one's own: else nobody got anything, or it is not theirs to say. */
static int find_whom(struct cli *cli, struct kiem_key *whom, const struct target *target, const char *by, int64_t now_ms)
{
	const struct kiem_post *post = &target->kept.post;
	char name[RESOLVE_NAME_MAX];
	bool mine = is_me(cli, &post->author);
	resolve_name(cli, name, &post->author);
	if (post->kind != KIEM_OFFER && post->kind != KIEM_REQUEST) {
		return cli_fail(EX_DATAERR, _("that post is of the kind “%s”; a receipt is for an offer or a request."),
		        label_kind(post->kind));
	}
	if (post->kind == KIEM_OFFER && mine) {
		return cli_fail(EX_NOPERM, _("that offer is yours; the receipt is for who got something to give."));
	}
	if (post->kind == KIEM_REQUEST && !mine) {
		return cli_fail(EX_NOPERM, _("that request is from %s, who gives the receipt."), name);
	}
	if (post->kind == KIEM_OFFER && by) {
		return cli_fail(EX_USAGE, _("--by is for a request of your own; that offer is from %s."), name);
	}
	*whom = post->author;
	return mine ? find_giver(cli, whom, target, by, now_ms) : EX_OK;
}

int command_receipt(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_RECEIPT, .has_whom = true}};
	struct publish publish = {0};
	struct target target = {0};
	struct args args;
	char name[RESOLVE_NAME_MAX];
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	struct kiem_post *post = &draft.post;
	if ((status = publish_begin(cli, &publish)) || (status = draft_fill(cli, &draft, &args, publish.now)) ||
	        (status = draft_until(cli, &post->until, &args, publish.now, publish.now + KIEM_LIFE_MAX_MS)) ||
	        (args.n_operands > 1 &&
	                (status = draft_text(&draft, &post->text, args.operands[1], KIEM_POST_MAX, _("the text")))) ||
	        (status = target_find(cli, &target, args.operands[0], TARGET_ANY, publish.now)) ||
	        (status = find_whom(cli, &post->whom, &target, args_value(&args, "by"), publish.now)) ||
	        (status = resolve_confirm(cli, &target.kept, args.operands[0])) ||
	        (status = draft_board(cli, &draft, NULL, target.board)) || (status = target_link(&draft, &target, KIEM_ABOUT)) ||
	        (status = publish_add(cli, &publish, post))) {
		goto cleanup;
	}
	resolve_name(cli, name, &post->whom);
	snprintf(publish.done, sizeof publish.done, _("Your receipt for %s is on the board, for everyone to see."), name);
	status = publish_send(cli, &publish);
cleanup:
	target_finish(&target);
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}
