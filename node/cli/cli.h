/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame that every command of `kiem` stands in. A command is one function: parse → act → one cleanup. It returns a
 * sysexits status, and whoever finds a mistake says so in one sentence (cli_fail) and passes the status up.
 *
 *     int command_unfollow(struct cli *cli, int argc, char **argv)
 *     {
 *             struct args args;
 *             int status;
 *             if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
 *                     return status;
 *             }
 *             if ((status = cli_store(cli))) {
 *                     return status;
 *             }
 *             …
 *     }
 *
 * What the cli_… functions open (store, snapshot, identity) is closed by main after the command returned.
 */
#ifndef KIEM_CLI_H
#define KIEM_CLI_H

#include "args.h"
#include "out.h"

#include <kiem/extract.h>
#include <kiem/home.h>
#include <kiem/post.h>
#include <kiem/store.h>

#include <libintl.h>
#include <sysexits.h>

#define _(text) gettext(text)
#define N_(text) text

/* What a command is for; the overview lists them so. */
enum cli_group { CLI_BEGIN, CLI_LOOK, CLI_POST, CLI_JOIN, CLI_CARE, CLI_NODE, CLI_GROUPS };

struct cli_command {
	const char *name;
	int (*run)(struct cli *cli, int argc, char **argv);
	enum cli_group group;
	const char *help; /* one line, N_() */
};

/* Every command in the order of the overview; ends with a NULL name (commands.c). */
extern const struct cli_command cli_commands[];
/* The command of that name, or NULL. */
const struct cli_command *commands_find(const char *name);
/* Says that there is no such command, and which was probably meant. */
int commands_unknown(const char *name);

/* One run of the program. */
struct cli {
	const struct cli_command *command;
	struct out out;
	bool json;              /* --json */
	const char *home_given; /* --home, or NULL */

	/* Opened when first asked for. */
	bool has_home, has_config;
	struct kiem_home home;
	struct kiem_config config;
	unsigned threads; /* verifiers that the store gets; set before it is opened */
	struct kiem_store *store;
	struct kiem_read *read;
	struct view_extract *extract;
	struct kiem_secret *identity;
	struct kiem_key me; /* the identity's public key */
};

/* ---- saying what is wrong (fail.c) ---- */

/* Prints "kiem: SENTENCE" on stderr and returns status. The sentence is translated, ends with a full stop and says what to do. */
int cli_fail(int status, const char *sentence, ...) __attribute__((format(printf, 2, 3)));
/* A remark on stderr that is no failure. */
void cli_note(const char *sentence, ...) __attribute__((format(printf, 1, 2)));
/* What the world did, as a sentence and a status. `what` is what was being done or touched: a path, a board; or NULL. */
int cli_fail_err(enum kiem_err err, const char *what);
/* Why a post that was to be made is refused. */
int cli_fail_verdict(enum kiem_verdict verdict);

/* ---- what a command works with (context.c); each returns 0, or a status with the sentence said ---- */

int cli_home(struct cli *cli);     /* cli->home: found, made by init, ours */
int cli_paths(struct cli *cli);    /* cli->home: its paths only, whether it is there or not */
int cli_config(struct cli *cli);   /* cli->config */
int cli_store(struct cli *cli);    /* cli->store; implies cli_home */
int cli_read(struct cli *cli);     /* cli->read, a fresh snapshot; implies cli_store */
int cli_identity(struct cli *cli); /* cli->identity, cli->me; implies cli_home */
/*
 * *extract, of the snapshot cli->read, which is opened when there is none; made or brought up to date, which may take a while after
 * much has come. It is closed with the snapshot.
 */
int cli_extract(struct cli *cli, struct view_extract **extract);
/* Ends the snapshot: before writing, and before waiting for anything. Spans out of it, and the extract, are gone then. */
void cli_read_end(struct cli *cli);
/* Tells the daemon that the store has something new; false when none runs. */
bool cli_poke(struct cli *cli);
/* Asks the daemon. *answer is a JSON object that becomes the caller's. UNAVAILABLE when none runs. */
int cli_ask(struct cli *cli, json_t **answer, const char *request);
/* Closes everything that was opened. */
void cli_finish(struct cli *cli);

/* ---- from what a person typed to what is meant (resolve_board.c, resolve.c) ---- */

/*
 * The board that is meant: `given`, when it is followed; else the one board that is followed. Copies its name. Says which boards
 * there are when several are followed and none was given.
 */
int resolve_board(struct cli *cli, char name[static KIEM_BOARD_MAX + 1], const char *given);
/* A board to look at: one that this home knows, followed or not. */
int resolve_board_here(struct cli *cli, struct kiem_board *board, const char *given);
/* Says that a board is not known (not followed, when that is what is needed), and which was probably meant. */
int resolve_board_unknown(struct cli *cli, const char *given, bool followed);

#define RESOLVE_DIGITS_SURE 12 /* a prefix shorter than this can be ground in a second */

/*
 * The post whose id starts with `prefix` (4 to 64 hexadecimal digits) in cli->read, which is opened when there is none. An
 * ambiguous one lists its candidates. The spans of *kept live until cli_read_end.
 */
int resolve_post(struct cli *cli, struct kiem_kept *kept, const char *prefix);
/* Says on stderr which post it is: id, kind, title, author. cli->read must be open. */
void resolve_say(struct cli *cli, const struct kiem_kept *kept);
/*
 * For a command that ties its user to the post that `prefix` found: says which it is and, on a terminal and after fewer than
 * RESOLVE_DIGITS_SURE digits, asks. NOPERM when the answer is not yes.
 */
int resolve_confirm(struct cli *cli, const struct kiem_kept *kept, const char *prefix);
/* Asks a person at a terminal. Yes in English or Dutch; anything else, an end of the input too, is no. */
bool resolve_yes(const char *question);
/*
 * What somebody calls themself: the name of the newest profile on `board` (or on any board), else the first 8 digits of the
 * key. Cleaned for printing. cli->read must be open.
 */
#define RESOLVE_NAME_MAX OUT_CLEAN_MAX(100)
void resolve_name(struct cli *cli, char name[static RESOLVE_NAME_MAX], const struct kiem_key *key);

/* ---- small things ---- */

/* Edits (insert, delete, replace, swap neighbours) between two words. */
unsigned nearest_distance(const char *a, const char *b);
/* The word of `words` (NULL at the end) that is nearest to `word`, or NULL when none is near enough to be meant. */
const char *nearest_word(const char *word, const char *const *words);

#endif
