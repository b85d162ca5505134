/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what a person typed to what is meant: an id cut short, a key's name. Whatever is not certain is said, with what there is
 * to choose from. Boards are resolve_board.c's.
 */
#include "cli.h"
#include "labels.h"
#include "times.h"

#include <kiem/view.h>

#include <string.h>
#include <strings.h>
#include <unistd.h>

#define CANDIDATES_MAX 10
#define TITLE_SHOWN 60 /* columns of a title on stderr */
#define SHORT_DIGITS 12
#define RETRACTIONS_MAX 10000
#define RETRACTION_BOARDS_MAX 64

static int need_read(struct cli *cli)
{
	return cli->read ? EX_OK : cli_read(cli);
}

/* ---- people ---- */

void resolve_name(struct cli *cli, char name[static RESOLVE_NAME_MAX], const struct kiem_key *key)
{
	struct view_person person;
	if (view_person(&person, cli->read, key, kiem_now_ms()) == KIEM_DONE && person.name.n > 0) {
		out_clean(name, RESOLVE_NAME_MAX, person.name);
	} else {
		kiem_hex(name, key->b, 4);
	}
}

/* ---- posts ---- */

/* The version of a post that is shown, so that a title is the one that people see; the post itself when that cannot be told. */
static void read_shown(struct cli *cli, struct kiem_kept *shown, const struct kiem_kept *kept)
{
	struct view_versions *versions = NULL;
	*shown = *kept;
	if (view_versions_create(&versions, cli->read, kept->number, kiem_now_ms()) == KIEM_DONE &&
	        kiem_read_post(cli->read, shown, versions->list[versions->shown].number) != KIEM_DONE) {
		*shown = *kept;
	}
	view_versions_destroy(versions);
}

/* The first line of somebody's text, cut at a whole character. */
static void shorten(char title[static OUT_CLEAN_MAX(TITLE_SHOWN) + 4], struct kiem_span words)
{
	bool cut = words.n > TITLE_SHOWN;
	words.n = cut ? TITLE_SHOWN : words.n;
	while (cut && words.n > 0 && (words.p[words.n] & 0xc0) == 0x80) {
		words.n--;
	}
	out_clean(title, OUT_CLEAN_MAX(TITLE_SHOWN), words);
	strcat(title, cut ? "…" : "");
}

/* "3f9a12345678  initiative “Groene gevels” by Speeltuin Noord", cleaned and short. */
static void describe(struct cli *cli, char *line, size_t cap, const struct kiem_kept *kept)
{
	char digits[SHORT_DIGITS + 1], author[RESOLVE_NAME_MAX], title[OUT_CLEAN_MAX(TITLE_SHOWN) + 4];
	struct kiem_kept shown;
	read_shown(cli, &shown, kept);
	const struct kiem_post *post = &shown.post;
	shorten(title, post->title.n > 0 ? post->title : post->text.n > 0 ? post->text : post->bring);
	kiem_hex(digits, kept->post.id.b, SHORT_DIGITS / 2);
	resolve_name(cli, author, &kept->post.author);
	if (title[0] == '\0') {
		/* TRANSLATORS: id, kind, author */
		snprintf(line, cap, _("%s  %s by %s"), digits, label_kind(kept->post.kind), author);
		return;
	}
	/* TRANSLATORS: id, kind, title, author */
	snprintf(line, cap, _("%s  %s “%s” by %s"), digits, label_kind(kept->post.kind), title, author);
}

static void say(struct cli *cli, const struct kiem_kept *kept, unsigned indent)
{
	char line[1024];
	struct out err;
	describe(cli, line, sizeof line, kept);
	out_init(&err, stderr);
	if (err.terminal) {
		out_wrap(&err, out_span(line), indent);
	} else {
		fprintf(stderr, "%*s%s\n", (int)indent, "", line);
	}
}

void resolve_say(struct cli *cli, const struct kiem_kept *kept)
{
	say(cli, kept, 0);
}

static int list_candidates(struct cli *cli, const char *prefix, const uint64_t *numbers, size_t n)
{
	int status = cli_fail(EX_DATAERR, _("%s fits several posts; type more of the id of the one you mean:"), prefix);
	for (size_t i = 0; i < n && i < CANDIDATES_MAX; i++) {
		struct kiem_kept kept;
		if (kiem_read_post(cli->read, &kept, numbers[i]) == KIEM_DONE) {
			say(cli, &kept, 2);
		}
	}
	if (n > CANDIDATES_MAX) {
		fprintf(stderr, "  …\n");
	}
	return status;
}

static bool cancels_such(const struct kiem_post *post, const char *prefix)
{
	char hex[2 * sizeof post->id.b + 1];
	for (size_t i = 0; i < post->n_links; i++) {
		kiem_hex(hex, post->links[i].id.b, sizeof post->links[i].id.b);
		if (post->links[i].relation == KIEM_CANCELS && strncasecmp(hex, prefix, strlen(prefix)) == 0) {
			return true;
		}
	}
	return false;
}

/* Whether somebody took back what had such an id. Only looked for when nothing else fits, and not for ever. */
static bool find_retraction(struct cli *cli, struct kiem_kept *kept, const char *prefix)
{
	static struct kiem_board boards[RETRACTION_BOARDS_MAX];
	size_t n = 0, left = RETRACTIONS_MAX;
	bool found = false;
	if (kiem_read_boards(cli->read, boards, &n, RETRACTION_BOARDS_MAX)) {
		return false;
	}
	for (size_t i = 0; i < n && i < RETRACTION_BOARDS_MAX && !found; i++) {
		struct kiem_walk walk = {.by = KIEM_BY_KIND, .newest_first = true, .board = boards[i].number, .kind = KIEM_RETRACT};
		while (!found && left > 0 && kiem_walk_next(cli->read, &walk)) {
			left--;
			found = kiem_read_post(cli->read, kept, walk.number) == KIEM_DONE && cancels_such(&kept->post, prefix);
		}
		kiem_walk_end(&walk);
	}
	return found;
}

static int say_not_here(struct cli *cli, const char *prefix)
{
	struct kiem_kept retraction;
	if (find_retraction(cli, &retraction, prefix)) {
		char name[RESOLVE_NAME_MAX], at[TIMES_TEXT_MAX];
		resolve_name(cli, name, &retraction.post.author);
		return cli_fail(EX_DATAERR, _("the post %.12s was taken back by %s, %s; it is no longer here."), prefix, name,
		        times_print(at, retraction.post.made));
	}
	return cli_fail(EX_DATAERR, _("no post here has an id that starts with %s; “kiem board” lists them."), prefix);
}

int resolve_post(struct cli *cli, struct kiem_kept *kept, const char *prefix)
{
	uint64_t numbers[CANDIDATES_MAX + 1];
	size_t n = 0;
	int status = need_read(cli);
	if (status) {
		return status;
	}
	enum kiem_err err = kiem_read_prefix(cli->read, numbers, &n, CANDIDATES_MAX + 1, prefix);
	if (err == KIEM_E_INVALID) {
		return cli_fail(
		        EX_DATAERR, _("“%s” is no id; type 4 to 64 of the digits 0-9 and a-f that a post is listed with."), prefix);
	}
	if (!err && n > 1) {
		return list_candidates(cli, prefix, numbers, n);
	}
	if (!err && n == 0) {
		err = KIEM_E_NOT_FOUND;
	}
	if (!err) {
		err = kiem_read_post(cli->read, kept, numbers[0]);
	}
	if (err == KIEM_E_NOT_FOUND) {
		return say_not_here(cli, prefix);
	}
	return cli_fail_err(err, cli->home.store);
}

bool resolve_yes(const char *question)
{
	char line[16] = "";
	fprintf(stderr, "%s ", question);
	fflush(stderr);
	if (!fgets(line, sizeof line, stdin)) {
		return false;
	}
	return strchr("yYjJ", line[0]) != NULL && line[0] != '\0';
}

int resolve_confirm(struct cli *cli, const struct kiem_kept *kept, const char *prefix)
{
	resolve_say(cli, kept);
	if (strlen(prefix) >= RESOLVE_DIGITS_SURE || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
		return EX_OK;
	}
	/* A short id can be imitated by anybody with a second of computing, so a person looks at what it is. */
	return resolve_yes(_("Is this the one you mean? [y/N]")) ? EX_OK : cli_fail(EX_NOPERM, _("nothing was done."));
}
