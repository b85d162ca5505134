/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of commands, in the order in which the overview shows them within their group. A new command is a file, a line in
 * commands.h and a line here; help, completion and "did you mean" follow from the table.
 */
#include "commands.h"

#include "cli.h"
#include "labels.h"

#include <string.h>

const struct cli_command cli_commands[] = {
        {"init", command_init, CLI_BEGIN, N_("make your home: a key, a store, a first board")},
        {"follow", command_follow, CLI_BEGIN, N_("follow a board, or take up an invite link")},
        {"unfollow", command_unfollow, CLI_BEGIN, N_("stop following a board")},
        {"invite", command_invite, CLI_BEGIN, N_("a link with which others join your board")},
        {"profile", command_profile, CLI_BEGIN, N_("what others see of you: name, sector, languages")},
        {"id", command_id, CLI_BEGIN, N_("your key: show it, keep a copy, bring it along")},
        {"succeed", command_succeed, CLI_BEGIN, N_("let this key take over from an older one of yours")},
        {"help", command_help, CLI_BEGIN, N_("this overview, or how a command works")},

        {"board", command_board, CLI_LOOK, N_("what hangs on the board, newest first")},
        {"show", command_show, CLI_LOOK, N_("one post with everything around it")},
        {"coalitions", command_coalitions, CLI_LOOK, N_("who moves together, and how lively it is")},
        {"coalition", command_coalition, CLI_LOOK, N_("who takes part, what each brings, what was done")},
        {"lineage", command_lineage, CLI_LOOK, N_("where a post came from, and what came of it")},
        {"find", command_find, CLI_LOOK, N_("posts by their words, tags, place, maker")},
        {"match", command_match, CLI_LOOK, N_("offers for requests, and requests for offers, and why")},
        {"who", command_who, CLI_LOOK, N_("the people of the boards, last seen first")},
        {"trust", command_trust, CLI_LOOK, N_("how well you know somebody, and what that rests on")},
        {"pulse", command_pulse, CLI_LOOK, N_("a board on one page: who is new, what waits, where energy is")},
        {"map", command_map, CLI_LOOK, N_("the web of people and ties, as a drawing or for another program")},
        {"watch", command_watch, CLI_LOOK, N_("new posts as they arrive")},
        {"alert", command_alert, CLI_LOOK, N_("be told when something arrives that you look for")},

        {"initiative", command_content, CLI_POST, N_("what you would like to see happen")},
        {"offer", command_content, CLI_POST, N_("what others may use")},
        {"request", command_content, CLI_POST, N_("what you need")},
        {"gathering", command_content, CLI_POST, N_("when and where people meet")},
        {"deed", command_content, CLI_POST, N_("what was done")},
        {"lesson", command_content, CLI_POST, N_("what you found out")},

        {"join", command_join, CLI_JOIN, N_("take part, and say what you bring")},
        {"leave", command_leave, CLI_JOIN, N_("stop taking part")},
        {"answer", command_answer, CLI_JOIN, N_("answer a request with an offer, or the other way round")},
        {"note", command_note, CLI_JOIN, N_("reply to a post")},
        {"extend", command_extend, CLI_JOIN, N_("build on somebody's initiative")},
        {"variant", command_variant, CLI_JOIN, N_("do the same in your own way")},

        {"receipt", command_receipt, CLI_CARE, N_("confirm that you got what was offered or asked for")},
        {"vouch", command_vouch, CLI_CARE, N_("say that you know somebody and stand behind them")},
        {"unvouch", command_unvouch, CLI_CARE, N_("take your vouch back")},
        {"address", command_address, CLI_CARE, N_("call somebody to account, after speaking in private")},
        {"mend", command_mend, CLI_CARE, N_("say that a call to account is settled")},
        {"revise", command_revise, CLI_CARE, N_("a newer version of your post")},
        {"renew", command_renew, CLI_CARE, N_("keep your post on the board for longer")},
        {"retract", command_retract, CLI_CARE, N_("take your post back")},

        {"status", command_status, CLI_NODE, N_("how your node is doing")},
        {"links", command_links, CLI_NODE, N_("the neighbours that you are linked with")},
        {"sync", command_sync, CLI_NODE, N_("compare with your neighbours now")},
        {"connect", command_connect, CLI_NODE, N_("link to a neighbour now")},
        {"disconnect", command_disconnect, CLI_NODE, N_("end the link to a neighbour")},
        {"import", command_import, CLI_NODE, N_("take in posts from a file")},
        {"export", command_export, CLI_NODE, N_("write posts to a file, for a stick or an e-mail")},
        {"config", command_config, CLI_NODE, N_("every setting and where it comes from")},
        {"compact", command_compact, CLI_NODE, N_("give the store's free space back to the disk")},
        {NULL, NULL, CLI_GROUPS, NULL},
};

static const struct cli_command *find(const char *name, size_t n)
{
	for (const struct cli_command *c = cli_commands; c->name; c++) {
		if (strlen(c->name) == n && strncmp(c->name, name, n) == 0) {
			return c;
		}
	}
	return NULL;
}

const struct cli_command *commands_find(const char *name)
{
	return find(name, strlen(name));
}

/* The command that somebody means by a word of their own language, or by a kind of post; NULL when it is none of these. */
static const struct cli_command *find_meant(const char *word)
{
	/* TRANSLATORS: words that people may try, each with the command that is meant; make it your own language's list */
	const char *list =
	        _("search=find read=show people=who neighbours=links edit=revise delete=retract reply=note thanks=receipt");
	const char *kind = kiem_kind_name(label_kind_of(word));
	size_t n = strlen(word);

	for (const char *at = list; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
		if (strncmp(at, word, n) == 0 && at[n] == '=') {
			return find(at + n + 1, strcspn(at + n + 1, " "));
		}
	}
	return kind ? commands_find(kind) : NULL;
}

int commands_unknown(const char *name)
{
	const struct cli_command *meant = find_meant(name);
	const char *names[ARGS_MAX];
	size_t n = 0;
	for (const struct cli_command *c = cli_commands; c->name && n + 1 < ARGS_MAX; c++) {
		names[n++] = c->name;
	}
	names[n] = NULL;
	const char *near = meant ? meant->name : nearest_word(name, names);
	if (near) {
		return cli_fail(EX_USAGE, _("there is no command “%s”; did you mean “%s”?"), name, near);
	}
	return cli_fail(EX_USAGE, _("there is no command “%s”; “kiem help” lists them."), name);
}
