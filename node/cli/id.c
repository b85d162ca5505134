/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem id`: the identity's key. Shown; sealed with a passphrase into a text that can be printed or mailed to oneself; and
 * brought into a home that has none.
 */
#include "commands.h"
#include "init.h"
#include "passphrase.h"
#include "profile.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX 65536

static int node_key(struct cli *cli, struct kiem_key *key)
{
	struct kiem_secret *node = NULL;
	enum kiem_err err = kiem_secret_load(&node, cli->home.node);
	if (!err) {
		kiem_secret_public(key, node);
	}
	kiem_secret_destroy(node);
	return cli_fail_err(err, cli->home.node);
}

static int show(struct cli *cli)
{
	struct kiem_key node;
	struct profile profile;
	char me[65], there[65], name[OUT_CLEAN_MAX(PROFILE_NAME_MAX)];
	int status;
	if ((status = cli_identity(cli)) || (status = node_key(cli, &node)) || (status = profile_load(cli, &profile))) {
		return status;
	}
	kiem_hex(me, cli->me.b, sizeof cli->me.b);
	kiem_hex(there, node.b, sizeof node.b);
	if (cli->json) {
		out_json(&cli->out, json_pack("{s:s, s:o, s:s, s:s}", "key", me, "name", out_json_text(out_span(profile.name)),
		                            "node", there, "home", cli->home.dir));
		return EX_OK;
	}
	if (profile.name[0]) {
		out_printf(&cli->out, _("name  %s\n"), out_clean(name, sizeof name, out_span(profile.name)));
	}
	out_printf(&cli->out, _("key   %s\n"), me);
	out_printf(&cli->out, _("node  %s\n"), there);
	out_printf(&cli->out, _("home  %s\n"), cli->home.dir);
	return EX_OK;
}

/* To a file that is not there yet and that only its owner may read. */
static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	size_t n = strlen(text);
	if (fd < 0) {
		return cli_fail(EX_CANTCREAT, _("%s cannot be made: %s."), path, strerror(errno));
	}
	bool ok = write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	return ok ? EX_OK : cli_fail(EX_IOERR, _("%s cannot be written: %s."), path, strerror(errno));
}

static int export(struct cli *cli, const char *path, const char *passphrase_file)
{
	char passphrase[PASSPHRASE_MAX], text[KIEM_EXPORT_MAX + 2];
	int status;
	if (path && strcmp(path, "-") != 0 && access(path, F_OK) == 0) {
		return cli_fail_err(KIEM_E_EXISTS, path);
	}
	if ((status = cli_identity(cli)) || (status = passphrase_read(passphrase, passphrase_file, true))) {
		return status;
	}
	enum kiem_err err = kiem_secret_export(cli->identity, text, KIEM_EXPORT_MAX, passphrase);
	sodium_memzero(passphrase, sizeof passphrase);
	if (err) {
		return cli_fail_err(err, cli->home.identity);
	}
	size_t n = strlen(text);
	if (n > 0 && text[n - 1] != '\n') {
		memcpy(text + n, "\n", 2);
	}
	if (!path || strcmp(path, "-") == 0) {
		out_printf(&cli->out, "%s", text);
		return EX_OK;
	}
	status = write_file(path, text);
	if (!status) {
		out_say(&cli->out, _("Your key is in %s, closed with your passphrase; you need both to bring it back.\n"), path);
	}
	return status;
}

static int read_text(char text[static TEXT_MAX], const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "re");
	if (!file) {
		return cli_fail(EX_NOINPUT, _("%s cannot be read: %s."), path, strerror(errno));
	}
	size_t n = fread(text, 1, TEXT_MAX - 1, file);
	text[n] = '\0';
	bool failed = ferror(file);
	if (!standard) {
		fclose(file);
	}
	return failed ? cli_fail(EX_IOERR, _("%s cannot be read: %s."), path, strerror(EIO)) : EX_OK;
}

/* The directories have to be there before the key; when it is refused, those that are empty go again. */
static int import_into(struct cli *cli, const char *text, const char *passphrase, const char *path)
{
	bool was_there = access(cli->home.dir, F_OK) == 0;
	enum kiem_err err = kiem_home_make(&cli->home);
	if (err) {
		return cli_fail_err(err, cli->home.dir);
	}
	err = kiem_secret_import(&cli->identity, cli->home.identity, text, passphrase);
	if (err && !was_there) {
		rmdir(cli->home.runtime);
		rmdir(cli->home.store);
		rmdir(cli->home.dir);
	}
	if (err == KIEM_E_DAMAGED) {
		return cli_fail(EX_DATAERR, _("%s holds no exported identity, or only part of one."), path);
	}
	if (err) {
		return cli_fail_err(err, cli->home.identity);
	}
	kiem_secret_public(&cli->me, cli->identity);
	return init_home(cli);
}

static int import(struct cli *cli, const char *path, const char *passphrase_file)
{
	static char text[TEXT_MAX];
	char passphrase[PASSPHRASE_MAX], me[65];
	int status;
	if (passphrase_file && strcmp(passphrase_file, "-") == 0 && strcmp(path, "-") == 0) {
		return cli_fail(EX_USAGE, _("the identity and the passphrase cannot both come from standard input."));
	}
	if ((status = init_check(cli, false)) || (status = read_text(text, path)) ||
	        (status = passphrase_read(passphrase, passphrase_file, false))) {
		return status;
	}
	status = import_into(cli, text, passphrase, path);
	sodium_memzero(passphrase, sizeof passphrase);
	if (status) {
		return status;
	}
	kiem_hex(me, cli->me.b, sizeof cli->me.b);
	out_say(&cli->out, _("You are %s here now. Follow your boards with “kiem follow”.\n"), me);
	return EX_OK;
}

int command_id(struct cli *cli, int argc, char **argv)
{
	static const struct args_option options[] = {
	        {"passphrase-file", N_("FILE"), N_("where the passphrase stands, on the first line; - is standard input"), false},
	        DRAFT_END};
	static const struct args_spec spec = {.operands = N_("[export [FILE] | import FILE]"),
	        .operands_max = 2,
	        .options = options,
	        .reads = true,
	        .more = N_("Shows your key. “export” prints it closed with a passphrase, or writes it to FILE; “import” brings one "
	                   "into a home that has none. Who has key and passphrase can post as you."),
	        .example = N_("kiem id export my-key.txt")};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	const char *verb = args.n_operands > 0 ? args.operands[0] : "show";
	const char *path = args.n_operands > 1 ? args.operands[1] : NULL;
	const char *passphrase_file = args_value(&args, "passphrase-file");
	if (strcmp(verb, "show") == 0 && !path) {
		return show(cli);
	}
	if (strcmp(verb, "export") == 0) {
		return export(cli, path, passphrase_file);
	}
	if (strcmp(verb, "import") == 0 && path) {
		return import(cli, path, passphrase_file);
	}
	return cli_fail(EX_USAGE, _("“kiem id” takes export [FILE] or import FILE behind it, or nothing."));
}
