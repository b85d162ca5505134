/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of commands, in the order in which the overview shows them within their group. A new command is a file, a line in
 * commands.h and a line here; help, completion and "did you mean" follow from the table.
 */
#include "commands.h"

#include "cli.h"

const struct cli_command cli_commands[] = {
        {"init", command_init, CLI_BEGIN, N_("make your home: a key, a store, a first board")},
        {"follow", command_follow, CLI_BEGIN, N_("follow a board, or take up an invite link")},
        {"unfollow", command_unfollow, CLI_BEGIN, N_("stop following a board")},
        {"invite", command_invite, CLI_BEGIN, N_("a link with which others join your board")},
        {"profile", command_profile, CLI_BEGIN, N_("what others see of you: name, sector, languages")},
        {"id", command_id, CLI_BEGIN, N_("your key: show it, keep a copy, bring it along")},
        {"help", command_help, CLI_BEGIN, N_("this overview, or how a command works")},

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

        {"revise", command_revise, CLI_CARE, N_("a newer version of your post")},
        {"renew", command_renew, CLI_CARE, N_("keep your post on the board for longer")},
        {"retract", command_retract, CLI_CARE, N_("take your post back")},

        {"connect", command_connect, CLI_NODE, N_("link to a neighbour now")},
        {"disconnect", command_disconnect, CLI_NODE, N_("end the link to a neighbour")},
        {"import", command_import, CLI_NODE, N_("take in posts from a file")},
        {"compact", command_compact, CLI_NODE, N_("give the store's free space back to the disk")},
        {NULL, NULL, CLI_GROUPS, NULL},
};
