/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem join` and `kiem leave`: the tie to a post, and its end. Leaving is no failing; it needs no reason. */
#include "commands.h"
#include "labels.h"
#include "publish.h"
#include "target.h"

#include <kiem/coalitions.h>

#include <stdlib.h>
#include <string.h>

static const struct args_option join_options[] = {
        {"bring", N_("TEXT"), N_("what you bring"), false},
        {"signal", N_("WORD"), N_("what you see in it: urgent, direction, backing, hands, means; several with commas"), true},
        {"motive", N_("TEXT"), N_("why you join"), false},
        {"pioneer", NULL, N_("you like to go first"), false},
        {"connector", NULL, N_("you like to bring people together"), false},
        DRAFT_LANGUAGE,
        DRAFT_UNTIL,
        DRAFT_LIFE,
        DRAFT_END,
};
static const struct args_spec join_spec = {.operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .options = join_options,
        .more = N_("Joining ties you to a post for everyone to see. You can leave at any time."),
        .example = N_("kiem join 3f9a --bring \"an aerial platform, two Saturdays\" --signal means")};

static const struct args_option leave_options[] = {
        {"next", N_("ID"), N_("where you go on instead"), false},
        {"text", N_("TEXT"), N_("a word to those who stay; - reads it from standard input"), false},
        DRAFT_EDIT,
        DRAFT_END,
};
static const struct args_spec leave_spec = {.operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .options = leave_options,
        .more = N_("Ends your joins to a post and to what was built on it."),
        .example = N_("kiem leave 3f9a --next 77c0")};

/* Inserts a number into an ascending list where it is not yet. */
static bool insert(uint64_t *list, size_t *n, size_t max, uint64_t number)
{
	size_t at = 0;
	while (at < *n && list[at] < number) {
		at++;
	}
	if (at < *n && list[at] == number) {
		return true;
	}
	if (*n == max) {
		return false;
	}
	memmove(list + at + 1, list + at, (*n - at) * sizeof *list);
	list[at] = number;
	(*n)++;
	return true;
}

static int add_signals(struct kiem_post *post, const char *list)
{
	for (size_t n; *list; list += n + (list[n] == ',')) {
		char word[32] = "";
		n = strcspn(list, ",");
		snprintf(word, sizeof word, "%.*s", (int)n, list);
		uint64_t number = label_signal_of(word);
		if (number == 0 || !insert(post->signals, &post->n_signals, KIEM_SIGNALS_MAX, number)) {
			return cli_fail(
			        EX_USAGE, _("“%s” is no signal; there are urgent, direction, backing, hands and means."), word);
		}
	}
	return EX_OK;
}

static int fill_join(struct draft *draft, const struct args *args)
{
	struct kiem_post *post = &draft->post;
	const char *lists[ARGS_MAX], *bring = args_value(args, "bring"), *motive = args_value(args, "motive");
	size_t n = args_values(args, lists, ARGS_MAX, "signal");
	int status = bring ? draft_text(draft, &post->bring, bring, KIEM_POST_MAX, "--bring") : EX_OK;
	if (!status && motive) {
		status = draft_text(draft, &post->motive, motive, KIEM_POST_MAX, "--motive");
	}
	for (size_t i = 0; i < n && !status; i++) {
		status = add_signals(post, lists[i]);
	}
	if (args_has(args, "pioneer")) {
		insert(post->roles, &post->n_roles, KIEM_ROLES_MAX, KIEM_PIONEER);
	}
	if (args_has(args, "connector")) {
		insert(post->roles, &post->n_roles, KIEM_ROLES_MAX, KIEM_CONNECTOR);
	}
	return status;
}

/* This identity's joins in force: those of a coalition, or the one that was named itself. */
struct mine {
	size_t n;
	struct kiem_id ids[VIEW_COALITION_MAX];
	int64_t until; /* the latest of theirs; a leave must last as long to count */
};

static int add_mine(struct cli *cli, struct mine *mine, uint64_t number)
{
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_post(cli->read, &kept, number);
	if (!err && mine->n < VIEW_COALITION_MAX) {
		mine->ids[mine->n++] = kept.post.id;
		mine->until = kept.post.until > mine->until ? kept.post.until : mine->until;
	}
	return cli_fail_err(err, cli->home.store);
}

static int find_mine(struct cli *cli, struct mine *mine, const struct target *target, int64_t now_ms)
{
	struct view_extract *x;
	struct view_portrait *portrait = NULL;
	int status = cli_extract(cli, &x);
	if (status) {
		return status;
	}
	const struct view_portrait_ask ask = {
	        .eye.now_ms = now_ms, .row = view_row_of(x, target->kept.number), .without = VIEW_NONE};
	uint32_t me = view_person_of(x, &cli->me);
	status = cli_fail_err(view_portrait_create(&portrait, x, &ask), cli->home.store);
	/* A leave counts only for joins by the same key, also where somebody has several. */
	for (size_t i = 0; !status && i < portrait->n_joins; i++) {
		if (x->author[portrait->joins[i]] == me) {
			status = add_mine(cli, mine, x->number[portrait->joins[i]]);
		}
	}
	view_portrait_destroy(portrait);
	return status;
}

int command_join(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_JOIN}};
	struct publish publish = {0};
	struct target target = {0};
	struct mine *mine = NULL;
	struct args args;
	char id[13];
	int status;
	if (!args_parse(&args, &status, cli, &join_spec, argc, argv)) {
		return status;
	}
	mine = calloc(1, sizeof *mine);
	if (!mine) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	if ((status = publish_begin(cli, &publish)) || (status = fill_join(&draft, &args)) ||
	        (status = draft_fill(cli, &draft, &args, publish.now)) ||
	        (status = draft_until(cli, &draft.post.until, &args, publish.now, 0)) ||
	        (status = target_find(cli, &target, args.operands[0], TARGET_TIE, publish.now)) ||
	        (status = draft_board(cli, &draft, NULL, target.board)) ||
	        (status = draft_until(cli, &draft.post.until, &args, publish.now, target.kept.until)) ||
	        (status = target_link(&draft, &target, KIEM_ABOUT)) || (status = find_mine(cli, mine, &target, publish.now)) ||
	        (status = publish_add(cli, &publish, &draft.post))) {
		goto cleanup;
	}
	kiem_hex(id, target.kept.post.id.b, 6);
	snprintf(publish.done, sizeof publish.done,
	        mine->n == 0 ? _("You take part now. With whom: kiem coalition %s")
	                     : _("You took part already; this is added to it. With whom: kiem coalition %s"),
	        id);
	status = publish_send(cli, &publish);
cleanup:
	free(mine);
	target_finish(&target);
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}

/* ---- leave ---- */

/* The post that was typed may be the join itself; else it is what was joined. */
static int find_joins(struct cli *cli, struct mine *mine, struct target *target, const char *prefix, int64_t now_ms)
{
	int status = target_find(cli, target, prefix, TARGET_ANY, now_ms);
	if (status) {
		return status;
	}
	const struct kiem_post *post = &target->kept.post;
	if (post->kind == KIEM_JOIN && memcmp(post->author.b, cli->me.b, sizeof cli->me.b) == 0) {
		status = add_mine(cli, mine, target->kept.number);
	} else if (view_is_content(post->kind)) {
		status = find_mine(cli, mine, target, now_ms);
	}
	if (!status && mine->n == 0) {
		return cli_fail(EX_DATAERR, _("you have not joined this, or left it before; there is nothing to leave."));
	}
	if (!status) {
		resolve_say(cli, &target->kept);
	}
	return status;
}

/* As many leaves as the joins need, each with where its author goes next. */
static int add_leaves(struct cli *cli, struct publish *publish, struct draft *draft, const struct mine *mine, const char *board)
{
	size_t n_before = draft->post.n_links;
	int status = EX_OK;
	for (size_t i = 0; i < mine->n && !status;) {
		draft->post.n_links = n_before;
		while (i < mine->n && draft->post.n_links < KIEM_LINKS_MAX && !status) {
			status = target_link_one(draft, &mine->ids[i++], board, KIEM_CANCELS);
		}
		if (!status) {
			status = publish_add(cli, publish, &draft->post);
		}
	}
	return status;
}

static int link_next(struct cli *cli, struct draft *draft, const char *prefix, int64_t now_ms)
{
	struct target next = {0};
	if (!prefix) {
		return EX_OK;
	}
	int status = target_find(cli, &next, prefix, TARGET_ECHO, now_ms);
	if (!status) {
		status = target_link_one(draft, &next.kept.post.id, next.board, KIEM_AFTER);
	}
	target_finish(&next);
	return status;
}

int command_leave(struct cli *cli, int argc, char **argv)
{
	struct draft draft = {.post = {.kind = KIEM_LEAVE}};
	struct publish publish = {0};
	struct target target = {0};
	struct mine *mine = NULL;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &leave_spec, argc, argv)) {
		return status;
	}
	mine = calloc(1, sizeof *mine);
	if (!mine) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	if ((status = publish_begin(cli, &publish)) || (status = find_joins(cli, mine, &target, args.operands[0], publish.now)) ||
	        (status = draft_board(cli, &draft, NULL, target.board)) || (status = draft_fill(cli, &draft, &args, publish.now)) ||
	        (status = link_next(cli, &draft, args_value(&args, "next"), publish.now)) ||
	        (status = draft_until(cli, &draft.post.until, &args, publish.now, mine->until)) ||
	        (status = add_leaves(cli, &publish, &draft, mine, target.board))) {
		goto cleanup;
	}
	snprintf(publish.done, sizeof publish.done, "%s", _("You have left it. You can join again at any time."));
	status = publish_send(cli, &publish);
cleanup:
	free(mine);
	target_finish(&target);
	draft_finish(&draft);
	publish_finish(&publish);
	return status;
}
