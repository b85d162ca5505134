/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem follow` and `kiem unfollow`. A link is an invite: it brings the neighbour to get posts from, and the board. Both are
 * written to the store, where kiemd finds them whether it runs now or starts later.
 */
#include "follow.h"

#include "commands.h"
#include "profile.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BOARDS_MAX 1024
#define NEAR 2 /* edits between two names that may be one name mistyped */

/* A link out of a letter may have been broken over lines, or stand between < and >. No link has any of these in it. */
static void bare_link(char out[static KIEM_PATH_MAX], const char *text)
{
	size_t n = 0;
	for (; *text && n + 1 < KIEM_PATH_MAX; text++) {
		if (!isspace((unsigned char)*text) && *text != '<' && *text != '>') {
			out[n++] = *text;
		}
	}
	out[n] = '\0';
}

static int parse_link(struct follow *follow, const char *text)
{
	struct kiem_address address;
	if (!kiem_address_parse(&address, text)) {
		return cli_fail(EX_DATAERR, _("that is no invite link; one looks like kiem://KEY@host:port/board."));
	}
	bool six = strchr(address.host, ':') != NULL;
	int n = snprintf(follow->peer.address, sizeof follow->peer.address, "%s%s%s:%u", six ? "[" : "", address.host,
	        six ? "]" : "", address.port);
	if (n < 0 || (size_t)n >= sizeof follow->peer.address) {
		return cli_fail(EX_DATAERR, _("that is no invite link; one looks like kiem://KEY@host:port/board."));
	}
	follow->peer.node = address.node;
	follow->peer.wanted = true;
	follow->has_peer = true;
	memcpy(follow->board, address.board, sizeof follow->board);
	return EX_OK;
}

int follow_parse(struct follow *follow, const char *text)
{
	char bare[KIEM_PATH_MAX];
	*follow = (struct follow){0};
	bare_link(bare, text);
	if (strncasecmp(bare, "kiem:", 5) == 0) {
		memcpy(bare, "kiem", 4);
		return parse_link(follow, bare);
	}
	if (!kiem_board_ok(out_span(text))) {
		return cli_fail(
		        EX_USAGE, _("“%s” is no board name; it is made of a-z, 0-9 and -, with / between the parts."), text);
	}
	snprintf(follow->board, sizeof follow->board, "%s", text);
	return EX_OK;
}

/* A board is only a name, and a slip of the finger makes an empty one that looks the same. */
static int warn_near(struct cli *cli, const char *name)
{
	struct kiem_board *boards = calloc(BOARDS_MAX, sizeof *boards);
	size_t n = 0;
	if (!boards) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	int status = cli_read(cli);
	enum kiem_err err = status ? KIEM_DONE : kiem_read_boards(cli->read, boards, &n, BOARDS_MAX);
	bool known = false;
	for (size_t i = 0; i < n; i++) {
		known = known || strcmp(boards[i].name, name) == 0;
	}
	for (size_t i = 0; i < n && !known; i++) {
		if (nearest_distance(boards[i].name, name) <= NEAR) {
			cli_note(_("%s is nearly the name of %s, which you have already; if you meant that one: kiem unfollow %s"),
			        name, boards[i].name, name);
		}
	}
	cli_read_end(cli);
	free(boards);
	return status ? status : cli_fail_err(err, cli->home.store);
}

/* A node cannot be its own neighbour. */
static int check_peer(struct cli *cli, const struct kiem_peer *peer)
{
	struct kiem_secret *node = NULL;
	struct kiem_key key = {{0}};
	if (kiem_secret_load(&node, cli->home.node) == KIEM_DONE) {
		kiem_secret_public(&key, node);
	}
	kiem_secret_destroy(node);
	if (memcmp(key.b, peer->node.b, sizeof key.b) == 0) {
		return cli_fail(EX_DATAERR, _("that is the link to your own node; give it to somebody else."));
	}
	return EX_OK;
}

int follow_do(struct cli *cli, const struct follow *follow, bool *newly)
{
	int status = cli_store(cli);
	*newly = false;
	if (status || (follow->has_peer && (status = check_peer(cli, &follow->peer)))) {
		return status;
	}
	if (follow->board[0] && (status = warn_near(cli, follow->board))) {
		return status;
	}
	enum kiem_err err = follow->has_peer ? kiem_store_peer_put(cli->store, &follow->peer) : KIEM_DONE;
	if (!err && follow->board[0]) {
		err = kiem_store_follow(cli->store, follow->board);
		*newly = !err;
		err = err == KIEM_E_EXISTS ? KIEM_DONE : err;
	}
	cli_poke(cli);
	return cli_fail_err(err, cli->home.store);
}

/* So that people see a name there. A board is followed all the same when that does not work out now. */
static void introduce(struct cli *cli, const char *board)
{
	struct profile profile;
	if (profile_load(cli, &profile) || profile.name[0] == '\0') {
		return;
	}
	if (profile_post(cli, &profile, &board, 1, true)) {
		cli_note(_("you follow %s, but your name is not on it yet; put it there with “kiem profile --name …”."), board);
	}
}

int command_follow(struct cli *cli, int argc, char **argv)
{
	static const struct args_spec spec = {.operands = N_("BOARD-or-LINK"),
	        .operands_min = 1,
	        .operands_max = 1,
	        .more = N_("From now on your node keeps what is posted on the board and passes it on. A kiem:// link, which “kiem "
	                   "invite” prints, also tells which neighbour to get it from. Put a link between quotes."),
	        .example = N_("kiem follow nl/tilburg/noord")};
	struct follow follow;
	struct args args;
	bool newly;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = follow_parse(&follow, args.operands[0])) || (status = follow_do(cli, &follow, &newly))) {
		return status;
	}
	if (newly) {
		introduce(cli, follow.board);
	}
	if (follow.board[0]) {
		out_say(&cli->out, newly ? _("You follow %s now.\n") : _("You followed %s already.\n"), follow.board);
	}
	if (follow.has_peer) {
		out_say(&cli->out, _("Your neighbour there is %s.\n"), follow.peer.address);
	}
	if (follow.board[0]) {
		out_say(&cli->out, _("What hangs there: kiem board %s"), follow.board);
	}
	if (cli->out.terminal && !cli_poke(cli)) {
		cli_note(_("kiemd is not running, so nothing comes in until you start it with “kiemd &”."));
	}
	return EX_OK;
}

int command_unfollow(struct cli *cli, int argc, char **argv)
{
	static const struct args_spec spec = {.operands = N_("BOARD"),
	        .operands_min = 1,
	        .operands_max = 1,
	        .more = N_("Your node no longer asks for what is posted there. What it has stays until it lapses."),
	        .example = N_("kiem unfollow nl/tilburg/noord")};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = cli_store(cli))) {
		return status;
	}
	enum kiem_err err = kiem_store_unfollow(cli->store, args.operands[0]);
	if (err == KIEM_E_NOT_FOUND || err == KIEM_E_INVALID) {
		return resolve_board_unknown(cli, args.operands[0], true);
	}
	if (!err) {
		cli_poke(cli);
		out_printf(&cli->out, _("You no longer follow %s.\n"), args.operands[0]);
	}
	return cli_fail_err(err, cli->home.store);
}
