/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody says of themself (profile.h), and `kiem profile`. */
#include "profile.h"

#include "commands.h"
#include "labels.h"
#include "publish.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define BOARDS_MAX 256

/* ---- from options ---- */

/* A name in NFC, on one line. */
static int fill_name(struct profile *profile, const char *name)
{
	if (!kiem_utf8_ok((const uint8_t *)name, strlen(name))) {
		return cli_fail(EX_DATAERR, _("%s is not valid UTF-8; save it as UTF-8 and try again."), "--name");
	}
	char *normal = (char *)utf8proc_NFC((const utf8proc_uint8_t *)name);
	if (!normal) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	size_t n = strlen(normal);
	bool blank = strspn(normal, " \t\r\n") == n;
	if (n <= PROFILE_NAME_MAX) {
		memcpy(profile->name, normal, n + 1);
	}
	free(normal);
	if (blank) {
		return cli_fail(EX_USAGE, _("a name cannot be empty; give --name \"Your name\"."));
	}
	if (n > PROFILE_NAME_MAX) {
		return cli_fail(
		        EX_DATAERR, _("%s is %zu bytes long and may be %zu; shorten it."), "--name", n, (size_t)PROFILE_NAME_MAX);
	}
	return EX_OK;
}

static int add_languages(struct profile *profile, const char *list)
{
	for (size_t n; *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (n < 2 || n > PROFILE_LANGUAGE_MAX || profile->n_languages == KIEM_LANGUAGES_MAX) {
			return cli_fail(EX_DATAERR, _("“%.*s” is no language here; give at most %d codes such as nl or en-GB."),
			        (int)n, list, KIEM_LANGUAGES_MAX);
		}
		snprintf(profile->languages[profile->n_languages++], PROFILE_LANGUAGE_MAX + 1, "%.*s", (int)n, list);
	}
	return EX_OK;
}

/* A whole key: who holds it can speak for this person one day, so no beginning of one will do. */
static int fill_heir(struct profile *profile, const char *heir)
{
	profile->has_heir = strcmp(heir, "none") != 0 && strcmp(heir, _("none")) != 0;
	if (profile->has_heir &&
	        (strlen(heir) != 2 * sizeof profile->heir.b || !kiem_unhex(profile->heir.b, heir, 2 * sizeof profile->heir.b))) {
		return cli_fail(EX_USAGE, _("--heir is a whole key of 64 digits, as “kiem id” shows it; or none."));
	}
	return EX_OK;
}

int profile_fill(struct profile *profile, const struct args *args)
{
	const char *name = args_value(args, "name"), *sector = args_value(args, "sector"), *lists[ARGS_MAX];
	size_t n = args_values(args, lists, ARGS_MAX, "language");
	int status = name ? fill_name(profile, name) : EX_OK;
	if (!status && sector) {
		profile->sector = label_sector_of(sector);
		status = profile->sector
		                 ? EX_OK
		                 : cli_fail(EX_USAGE,
		                           _("“%s” is no sector; choose from resident, business, government, civil-society, "
		                             "school, housing, care and other."),
		                           sector);
	}
	if (n > 0) {
		profile->n_languages = 0;
	}
	for (size_t i = 0; i < n && !status; i++) {
		status = add_languages(profile, lists[i]);
	}
	profile->unnamed = profile->unnamed || args_has(args, "unnamed");
	if (!status && args_has(args, "heir")) {
		status = fill_heir(profile, args_value(args, "heir"));
	}
	return status;
}

/* ---- on the boards ---- */

int profile_post(struct cli *cli, const struct profile *profile, const char *const *boards, size_t n, bool quiet)
{
	struct publish publish = {0};
	struct kiem_post post = {.kind = KIEM_PROFILE,
	        .name = out_span(profile->name),
	        .sector = profile->sector,
	        .n_languages = profile->n_languages,
	        .unnamed = profile->unnamed,
	        .has_heir = profile->has_heir,
	        .heir = profile->heir};
	for (size_t i = 0; i < profile->n_languages; i++) {
		post.languages[i] = out_span(profile->languages[i]);
	}
	int status = publish_begin(cli, &publish);
	publish.quiet = quiet;
	snprintf(publish.done, sizeof publish.done,
	        ngettext("Others see this of you now, on %zu board.", "Others see this of you now, on %zu boards.", n), n);
	/* A name should not lapse while its posts are there, so it stays as long as anything can. */
	post.until = publish.now + KIEM_LIFE_MAX_MS;
	for (size_t i = 0; i < n && !status; i++) {
		post.board = out_span(boards[i]);
		status = publish_add(cli, &publish, &post);
	}
	if (!status && n > 0) {
		status = publish_send(cli, &publish);
	}
	publish_finish(&publish);
	return status;
}

/* On the board given, or on all that are followed. */
static int post_everywhere(struct cli *cli, const struct profile *profile, const char *given)
{
	const char *names[PUBLISH_MAX];
	char board[KIEM_BOARD_MAX + 1];
	size_t n = 0, n_boards = 0;
	int status = given ? resolve_board(cli, board, given) : cli_read(cli);
	if (status) {
		return status;
	}
	if (given) {
		names[0] = board;
		return profile_post(cli, profile, names, 1, false);
	}
	struct kiem_board *boards = calloc(BOARDS_MAX, sizeof *boards);
	enum kiem_err err = boards ? kiem_read_boards(cli->read, boards, &n_boards, BOARDS_MAX) : KIEM_E_MEMORY;
	for (size_t i = 0; !err && i < n_boards && n < PUBLISH_MAX; i++) {
		if (boards[i].followed) {
			names[n++] = boards[i].name;
		}
	}
	if (!err && n == 0) {
		cli_note(_("you follow no board yet; your name goes along with the first that you follow."));
	}
	status = err ? cli_fail_err(err, cli->home.store) : n > 0 ? profile_post(cli, profile, names, n, false) : EX_OK;
	free(boards);
	return status;
}

static int show(struct cli *cli, const struct profile *profile)
{
	const struct out *out = &cli->out;
	if (profile->name[0] == '\0') {
		return cli_fail(EX_NOINPUT, _("nobody knows your name yet; say it with “kiem profile --name \"Your name\"”."));
	}
	if (cli->json) {
		out_json(out, profile_json(profile));
		return EX_OK;
	}
	char name[OUT_CLEAN_MAX(PROFILE_NAME_MAX)];
	out_printf(out, "%s%s%s\n", out_style(out, OUT_BOLD), out_clean(name, sizeof name, out_span(profile->name)),
	        out_style(out, OUT_PLAIN));
	if (profile->sector) {
		out_printf(out, _("sector: %s\n"), label_sector(profile->sector));
	}
	for (size_t i = 0; i < profile->n_languages; i++) {
		char language[OUT_CLEAN_MAX(PROFILE_LANGUAGE_MAX)];
		out_printf(out, "%s%s%s", i == 0 ? _("languages: ") : ", ",
		        out_clean(language, sizeof language, out_span(profile->languages[i])),
		        i + 1 == profile->n_languages ? "\n" : "");
	}
	if (profile->unnamed) {
		out_printf(out, "%s\n", _("rather not named as a pioneer or connector"));
	}
	if (profile->has_heir) {
		char key[2 * sizeof profile->heir.b + 1];
		kiem_hex(key, profile->heir.b, sizeof profile->heir.b);
		out_printf(out, _("heir: %s\n"), key);
	}
	return EX_OK;
}

int command_profile(struct cli *cli, int argc, char **argv)
{
	static const struct args_option options[] = {
	        PROFILE_NAME, PROFILE_SECTOR, PROFILE_LANGUAGE, PROFILE_UNNAMED, PROFILE_HEIR, DRAFT_BOARD, DRAFT_END};
	static const struct args_spec spec = {.options = options,
	        .reads = true,
	        .more = N_("Without options it shows what others see of you; with options it changes that, on every board that you "
	                   "follow or on the one you name."),
	        .example = N_("kiem profile --sector business --language nl,en")};
	struct profile profile;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = cli_home(cli)) || (status = profile_load(cli, &profile))) {
		return status;
	}
	if (args.n_given == 0) {
		return show(cli, &profile);
	}
	if ((status = profile_fill(&profile, &args))) {
		return status;
	}
	if (profile.name[0] == '\0') {
		return cli_fail(EX_USAGE, _("a name cannot be empty; give --name \"Your name\"."));
	}
	if ((status = post_everywhere(cli, &profile, args_value(&args, "board")))) {
		return status;
	}
	return profile_save(cli, &profile);
}
