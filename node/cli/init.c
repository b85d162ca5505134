/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem init`: a home with everything in it. What was typed is checked before anything is made, and the identity is made last,
 * since it is what makes a home of a directory: whatever fails before leaves nothing that a second try stumbles over. A key that
 * lies there without a store, such as a copy that was put back by hand, is kept: init makes the rest around it.
 */
#include "init.h"

#include "commands.h"
#include "follow.h"
#include "profile.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

int init_check(struct cli *cli, bool completes)
{
	int status = cli_paths(cli);
	if (status) {
		return status;
	}
	enum kiem_err err = kiem_home_check(&cli->home);
	if (err && err != KIEM_E_NOT_FOUND) {
		return cli_fail_err(err, cli->home.dir);
	}
	if (access(cli->home.identity, F_OK) == 0 && !(completes && access(cli->home.store, F_OK) != 0)) {
		return cli_fail(EX_CANTCREAT,
		        completes ? _("there is a home with an identity in %s already; nothing was changed. “kiem profile --name” "
		                      "names you, “kiem follow BOARD” follows a board.")
		                  : _("there is a home with an identity in %s already; nothing was changed."),
		        cli->home.dir);
	}
	return EX_OK;
}

int init_home(struct cli *cli)
{
	int status = cli_config(cli);
	if (status) {
		return status;
	}
	errno = 0;
	enum kiem_err err = kiem_home_make(&cli->home);
	if (err == KIEM_E_NOT_FOUND) {
		return cli_fail(
		        EX_CANTCREAT, _("%s cannot be made; name another directory with --home or KIEM_HOME."), cli->home.dir);
	}
	if (err) {
		return cli_fail_err(err, cli->home.dir);
	}
	struct kiem_store_options options = {.dir = cli->home.store, .create = true, .cap = cli->config.store_cap};
	err = cli->store ? KIEM_DONE : kiem_store_open(&cli->store, &options);
	if (err) {
		return cli_fail_err(err, cli->home.store);
	}
	struct kiem_secret *node = NULL;
	err = kiem_secret_create(&node, cli->home.node);
	kiem_secret_destroy(node);
	return err == KIEM_E_EXISTS ? EX_OK : cli_fail_err(err, cli->home.node);
}

static int make_identity(struct cli *cli)
{
	if (access(cli->home.identity, F_OK) == 0) {
		return cli_identity(cli);
	}
	enum kiem_err err = kiem_secret_create(&cli->identity, cli->home.identity);
	if (!err) {
		kiem_secret_public(&cli->me, cli->identity);
	}
	return cli_fail_err(err, cli->home.identity);
}

static void say_step(const struct out *out, const char *command, const char *what)
{
	out_printf(out, "  %s%s%s\n", out_style(out, OUT_BOLD), command, out_style(out, OUT_PLAIN));
	out_wrap(out, out_span(what), 6);
}

static void say_next(const struct cli *cli, const struct follow *follow, const struct profile *profile)
{
	const struct out *out = &cli->out;
	const char *board = follow->board;
	out_printf(out, _("Your home is in %s.\n"), cli->home.dir);
	if (board[0]) {
		out_printf(out, _("You follow %s.\n"), board);
	}
	char *whole = cli->home_given ? realpath(cli->home.dir, NULL) : NULL;
	if (whole) {
		out_printf(out, _("So that every command finds it: export KIEM_HOME='%s'\n"), whole);
	}
	free(whole);
	out_printf(out, "\n%s\n", _("What to do next:"));
	if (profile->name[0] == '\0') {
		say_step(out, "kiem profile --name \"…\"", _("says who you are"));
	}
	if (!board[0]) {
		say_step(
		        out, "kiem follow 'kiem://…'", _("takes up the invite that somebody gave you; a board's name will do too"));
	}
	say_step(out, "kiemd &",
	        _("carries posts to and from your neighbours; so that it always does: “systemctl --user enable --now kiemd”"));
	if (board[0] && follow->has_peer) {
		say_step(out, "kiem board", _("shows what hangs there, once kiemd has fetched it"));
	}
	if (board[0]) {
		say_step(out, "kiem initiative \"…\" --text \"…\"", _("puts an idea on the board"));
		say_step(out, "kiem invite", _("prints the link with which others come along"));
	}
	say_step(out, _("kiem id export my-key.txt"), _("keeps a copy of your key; lost is lost, nobody else has it"));
}

/* Everything after the checks. The board may be told by a link too. */
static int make(struct cli *cli, const struct follow *follow, const struct profile *profile)
{
	const char *board = follow->board;
	bool newly = false;
	int status;
	if ((status = init_home(cli)) || (status = make_identity(cli))) {
		return status;
	}
	if ((board[0] || follow->has_peer) && (status = follow_do(cli, follow, &newly))) {
		return status;
	}
	if (profile->name[0] && (status = profile_save(cli, profile))) {
		return status;
	}
	if (profile->name[0] && newly && profile_post(cli, profile, &board, 1, true)) {
		cli_note(_("you follow %s, but your name is not on it yet; put it there with “kiem profile --name …”."), board);
	}
	say_next(cli, follow, profile);
	return EX_OK;
}

int command_init(struct cli *cli, int argc, char **argv)
{
	static const struct args_option options[] = {PROFILE_NAME,
	        {"board", N_("BOARD"), N_("a board to follow, such as nl/tilburg/noord, or an invite link"), false}, PROFILE_SECTOR,
	        PROFILE_LANGUAGE, PROFILE_UNNAMED, DRAFT_END};
	static const struct args_spec spec = {.options = options,
	        .more = N_("Makes your key, your store and, when you name one, follows a board."),
	        .example = N_("kiem init --name \"Speeltuin Noord\" --board nl/tilburg/noord")};
	struct profile profile = {0};
	struct follow follow = {0};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	const char *board = args_value(&args, "board");
	if ((status = init_check(cli, true)) || (status = profile_fill(&profile, &args)) ||
	        (board && (status = follow_parse(&follow, board)))) {
		return status;
	}
	return make(cli, &follow, &profile);
}
