/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile in the home, profile.json, and where there is none the one that was posted before (profile.h). */
#include "profile.h"

#include <kiem/view.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

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
	const char *heir = json_string_value(json_object_get(object, "heir"));
	profile->has_heir =
	        heir && strlen(heir) == 2 * sizeof profile->heir.b && kiem_unhex(profile->heir.b, heir, 2 * sizeof profile->heir.b);
	json_array_foreach(languages, i, language)
	{
		const char *text = json_string_value(language);
		add_language(profile, text, text ? strlen(text) : 0);
	}
	return true;
}

json_t *profile_json(const struct profile *profile)
{
	json_t *languages = json_array();
	for (size_t i = 0; i < profile->n_languages; i++) {
		json_array_append_new(languages, json_string(profile->languages[i]));
	}
	const char *sector = kiem_sector_name(profile->sector);
	json_t *object = json_pack("{s:s, s:s?, s:o, s:b}", "name", profile->name, "sector", sector, "languages", languages,
	        "unnamed", (int)profile->unnamed);
	if (profile->has_heir) {
		json_object_set_new(object, "heir", out_json_hex(profile->heir.b, sizeof profile->heir.b));
	}
	return object;
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
	profile->has_heir = post->has_heir;
	profile->heir = post->heir;
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
	json_t *object = profile_json(profile);
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
