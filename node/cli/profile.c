/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody says of themself (profile.h), and `kiem profile`. */
#include "profile.h"

#include "commands.h"
#include "labels.h"
#include "publish.h"

#include <kiem/view.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
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

int profile_fill(struct profile *profile, const struct args *args)
{
	const char *name = args_value(args, "name"), *sector = args_value(args, "sector"), *lists[ARGS_MAX];
	size_t n = args_values(args, lists, ARGS_MAX, "language");
	int status = name ? fill_name(profile, name) : EX_OK;
	if (!status && sector) {
		profile->sector = kiem_sector_of(sector);
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
	return status;
}

/* ---- in the home ---- */

static int path_of(struct cli *cli, char path[static KIEM_PATH_MAX + 32])
{
	int status = cli_paths(cli);
	snprintf(path, KIEM_PATH_MAX + 32, "%s/profile.json", cli->home.dir);
	return status;
}

static void add_language(struct profile *profile, const char *text, size_t n)
{
	if (text && n <= PROFILE_LANGUAGE_MAX && profile->n_languages < KIEM_LANGUAGES_MAX) {
		snprintf(profile->languages[profile->n_languages++], PROFILE_LANGUAGE_MAX + 1, "%.*s", (int)n, text);
	}
}

static bool from_json(struct profile *profile, const json_t *object)
{
	const char *name = json_string_value(json_object_get(object, "name"));
	const char *sector = json_string_value(json_object_get(object, "sector"));
	const json_t *languages = json_object_get(object, "languages"), *language;
	size_t i;
	if (!name || strlen(name) > PROFILE_NAME_MAX) {
		return false;
	}
	snprintf(profile->name, sizeof profile->name, "%s", name);
	profile->sector = sector ? kiem_sector_of(sector) : 0;
	profile->unnamed = json_is_true(json_object_get(object, "unnamed"));
	json_array_foreach(languages, i, language)
	{
		const char *text = json_string_value(language);
		add_language(profile, text, text ? strlen(text) : 0);
	}
	return true;
}

static json_t *to_json(const struct profile *profile)
{
	json_t *languages = json_array();
	for (size_t i = 0; i < profile->n_languages; i++) {
		json_array_append_new(languages, json_string(profile->languages[i]));
	}
	const char *sector = kiem_sector_name(profile->sector);
	return json_pack("{s:s, s:s?, s:o, s:b}", "name", profile->name, "sector", sector, "languages", languages, "unnamed",
	        (int)profile->unnamed);
}

/* What this identity posted of itself, on this or another device of its owner. */
static int from_store(struct cli *cli, struct profile *profile)
{
	struct view_person person;
	struct kiem_kept kept;
	int status = cli_identity(cli);
	if (status || (status = cli_read(cli))) {
		return status;
	}
	enum kiem_err err = view_person(&person, cli->read, &cli->me, kiem_now_ms());
	if (err || person.profile == 0 || kiem_read_post(cli->read, &kept, person.profile)) {
		return cli_fail_err(err, cli->home.store);
	}
	const struct kiem_post *post = &kept.post;
	snprintf(profile->name, sizeof profile->name, "%.*s", (int)post->name.n, (const char *)post->name.p);
	profile->sector = post->sector;
	profile->unnamed = post->unnamed;
	for (size_t i = 0; i < post->n_languages; i++) {
		add_language(profile, (const char *)post->languages[i].p, post->languages[i].n);
	}
	return EX_OK;
}

int profile_load(struct cli *cli, struct profile *profile)
{
	char path[KIEM_PATH_MAX + 32];
	*profile = (struct profile){0};
	int status = path_of(cli, path);
	if (status) {
		return status;
	}
	if (access(path, F_OK) != 0) {
		return from_store(cli, profile);
	}
	json_t *object = json_load_file(path, 0, NULL);
	bool ok = object && from_json(profile, object);
	json_decref(object);
	return ok ? EX_OK : cli_fail(EX_DATAERR, _("%s is damaged; say anew who you are with “kiem profile --name …”."), path);
}

/* Written beside and then put in its place, so that it is whole whatever happens. */
int profile_save(struct cli *cli, const struct profile *profile)
{
	char path[KIEM_PATH_MAX + 32], beside[KIEM_PATH_MAX + 40];
	int status = path_of(cli, path);
	if (status) {
		return status;
	}
	snprintf(beside, sizeof beside, "%s.new", path);
	json_t *object = to_json(profile);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = object && fd >= 0 && json_dumpfd(object, fd, JSON_INDENT(2)) == 0 && write(fd, "\n", 1) == 1 && fsync(fd) == 0;
	ok = (fd < 0 || close(fd) == 0) && ok && rename(beside, path) == 0;
	json_decref(object);
	if (!ok) {
		int why = errno;
		unlink(beside);
		errno = why;
		return cli_fail_err(KIEM_E_DISK, path);
	}
	return EX_OK;
}

/* ---- on the boards ---- */

int profile_post(struct cli *cli, const struct profile *profile, const char *const *boards, size_t n, bool quiet)
{
	struct publish publish = {0};
	struct kiem_post post = {.kind = KIEM_PROFILE,
	        .name = out_span(profile->name),
	        .sector = profile->sector,
	        .n_languages = profile->n_languages,
	        .unnamed = profile->unnamed};
	for (size_t i = 0; i < profile->n_languages; i++) {
		post.languages[i] = out_span(profile->languages[i]);
	}
	int status = publish_begin(cli, &publish);
	publish.quiet = quiet;
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
		out_json(out, to_json(profile));
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
	return EX_OK;
}

int command_profile(struct cli *cli, int argc, char **argv)
{
	static const struct args_option options[] = {
	        PROFILE_NAME, PROFILE_SECTOR, PROFILE_LANGUAGE, PROFILE_UNNAMED, DRAFT_BOARD, DRAFT_END};
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
