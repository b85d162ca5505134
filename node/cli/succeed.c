/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem succeed`: this key takes over from an older one of the same person. It counts where the older key's own profile names this
 * one as its heir (`kiem profile --heir`), so nobody can take over from who did not ask for it.
 */
#include "commands.h"
#include "person.h"
#include "publish.h"

#define BOARDS_MAX 256

static const struct args_spec spec = {.operands = N_("KEY"),
        .operands_min = 1,
        .operands_max = 1,
        .more = N_("Says on every board that you follow that your key takes over from an older one, whose profile names yours as "
                   "its heir. "
                   "From then on both count as one person: what the old one was trusted with is yours."),
        .example = N_("kiem succeed 4be1c7a09f35")};

/* Whether the counting profile of the older key names this one. */
static int check_heir(struct cli *cli, const struct person *older)
{
	const struct view_extract *x = cli->extract;
	uint32_t me = view_person_of(x, &cli->me);
	if (older->me) {
		return cli_fail(EX_DATAERR, _("that key is yours now, or was taken over by it before."));
	}
	if (older->index == VIEW_NONE || me == VIEW_NONE || x->heir[older->index] != me) {
		char key[2 * sizeof cli->me.b + 1];
		kiem_hex(key, cli->me.b, sizeof cli->me.b);
		return cli_fail(EX_NOPERM,
		        _("%s has not named your key as its heir; that is done with the old key: kiem profile --heir %s"),
		        older->name, key);
	}
	return EX_OK;
}

/* One on each board that is followed, for as long as a post can stay. */
static int add_everywhere(struct cli *cli, struct publish *publish, const struct person *older)
{
	static struct kiem_board boards[BOARDS_MAX];
	struct kiem_post post = {
	        .kind = KIEM_SUCCEED, .has_whom = true, .whom = older->key, .until = publish->now + KIEM_LIFE_MAX_MS};
	size_t n = 0;
	int status = cli_fail_err(kiem_read_boards(cli->read, boards, &n, BOARDS_MAX), cli->home.store);
	for (size_t i = 0; i < n && i < BOARDS_MAX && !status && publish->n < PUBLISH_MAX; i++) {
		if (boards[i].followed) {
			post.board = out_span(boards[i].name);
			status = publish_add(cli, publish, &post);
		}
	}
	if (!status && publish->n == 0) {
		return cli_fail(EX_USAGE, _("you follow no board yet; follow one first with “kiem follow BOARD”."));
	}
	return status;
}

int command_succeed(struct cli *cli, int argc, char **argv)
{
	struct publish publish = {0};
	struct person older;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = publish_begin(cli, &publish)) || (status = person_find(cli, &older, args.operands[0])) ||
	        (status = check_heir(cli, &older)) || (status = person_confirm(&older, args.operands[0])) ||
	        (status = add_everywhere(cli, &publish, &older))) {
		goto cleanup;
	}
	snprintf(publish.done, sizeof publish.done, _("Your key takes over from %s; both count as one person from now on."),
	        older.name);
	status = publish_send(cli, &publish);
cleanup:
	publish_finish(&publish);
	return status;
}
