/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The board that is meant. A board is only a name, so a slip of the finger would make another, empty one: a name that is not
 * known here is never made up, and the known one that is nearest to it is said.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define BOARDS_MAX 256

static enum kiem_err read_boards(struct cli *cli, struct kiem_board **boards, size_t *n)
{
	*n = 0;
	*boards = calloc(BOARDS_MAX, sizeof **boards);
	enum kiem_err err = *boards ? kiem_read_boards(cli->read, *boards, n, BOARDS_MAX) : KIEM_E_MEMORY;
	*n = *n > BOARDS_MAX ? BOARDS_MAX : *n;
	return err;
}

static int list_boards(const struct kiem_board *boards, size_t n)
{
	size_t room = n * (KIEM_BOARD_MAX + 3) + 1;
	char *names = calloc(1, room);
	if (!names) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	for (size_t i = 0, at = 0; i < n; i++) {
		if (boards[i].followed) {
			at += (size_t)snprintf(names + at, room - at, "%s%s", at > 0 ? ", " : "", boards[i].name);
		}
	}
	int status = cli_fail(EX_USAGE, _("you follow several boards, so say which with --board: %s."), names);
	free(names);
	return status;
}

static int only_board(char name[static KIEM_BOARD_MAX + 1], const struct kiem_board *boards, size_t n)
{
	const struct kiem_board *one = NULL;
	size_t n_followed = 0;
	for (size_t i = 0; i < n; i++) {
		if (boards[i].followed) {
			one = &boards[i];
			n_followed++;
		}
	}
	if (n_followed == 0) {
		return cli_fail(EX_USAGE, _("you follow no board yet; follow one first with “kiem follow BOARD”."));
	}
	if (n_followed > 1) {
		return list_boards(boards, n);
	}
	memcpy(name, one->name, sizeof one->name);
	return EX_OK;
}

/* Whether the name ends, or begins, with what was typed and has more segments. */
static bool has_part(const char *name, const char *part)
{
	size_t whole = strlen(name), n = strlen(part);
	return whole > n && ((name[whole - n - 1] == '/' && strcmp(name + whole - n, part) == 0) ||
	                            (name[n] == '/' && strncmp(name, part, n) == 0));
}

/* The known board that was probably meant: nearly the same name, or one of which a part was typed. NULL when there is none. */
static const char *nearest_board(const struct kiem_board *boards, size_t n, const char *given, bool followed)
{
	const char *names[BOARDS_MAX + 1];
	size_t n_names = 0;
	for (size_t i = 0; i < n; i++) {
		bool fits = boards[i].followed || !followed;
		if (fits && has_part(boards[i].name, given)) {
			return boards[i].name;
		}
		if (fits && strcmp(boards[i].name, given) != 0) {
			names[n_names++] = boards[i].name;
		}
	}
	names[n_names] = NULL;
	const char *near = nearest_word(given, names);
	return near && nearest_distance(near, given) <= 3 ? near : NULL;
}

int resolve_board_unknown(struct cli *cli, const char *given, bool followed)
{
	struct kiem_board *boards = NULL;
	size_t n = 0;
	int status = cli->read ? EX_OK : cli_read(cli);
	if (status) {
		return status;
	}
	const char *near = read_boards(cli, &boards, &n) ? NULL : nearest_board(boards, n, given, followed);
	if (near && followed) {
		status = cli_fail(EX_USAGE, _("you do not follow %s; did you mean %s?"), given, near);
	} else if (near) {
		status = cli_fail(EX_USAGE, _("nothing is known here of %s; did you mean %s?"), given, near);
	} else if (followed) {
		status = cli_fail(EX_USAGE, _("you do not follow %s; follow it first with “kiem follow %s”."), given, given);
	} else {
		status = cli_fail(EX_USAGE, _("nothing is known here of %s; follow it first with “kiem follow %s”."), given, given);
	}
	free(boards);
	return status;
}

int resolve_board_here(struct cli *cli, struct kiem_board *board, const char *given)
{
	int status = cli->read ? EX_OK : cli_read(cli);
	if (status) {
		return status;
	}
	if (!kiem_board_ok(out_span(given))) {
		return cli_fail(
		        EX_USAGE, _("“%s” is no board name; it is made of a-z, 0-9 and -, with / between the parts."), given);
	}
	enum kiem_err err = kiem_read_board(cli->read, board, given);
	return err == KIEM_E_NOT_FOUND ? resolve_board_unknown(cli, given, false) : cli_fail_err(err, cli->home.store);
}

static int given_board(struct cli *cli, char name[static KIEM_BOARD_MAX + 1], const char *given)
{
	struct kiem_board board;
	if (!kiem_board_ok(out_span(given))) {
		return cli_fail(
		        EX_USAGE, _("“%s” is no board name; it is made of a-z, 0-9 and -, with / between the parts."), given);
	}
	enum kiem_err err = kiem_read_board(cli->read, &board, given);
	if (err == KIEM_E_NOT_FOUND || (!err && !board.followed)) {
		return resolve_board_unknown(cli, given, true);
	}
	if (!err) {
		memcpy(name, board.name, sizeof board.name);
	}
	return cli_fail_err(err, cli->home.store);
}

int resolve_board(struct cli *cli, char name[static KIEM_BOARD_MAX + 1], const char *given)
{
	struct kiem_board *boards = NULL;
	size_t n;
	int status = cli->read ? EX_OK : cli_read(cli);
	if (status) {
		return status;
	}
	if (given) {
		return given_board(cli, name, given);
	}
	enum kiem_err err = read_boards(cli, &boards, &n);
	status = err ? cli_fail_err(err, cli->home.store) : only_board(name, boards, n);
	free(boards);
	return status;
}
