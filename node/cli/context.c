/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a command works with: its home, configuration, store, snapshot, extract, identity and the daemon. Each is opened when first
 * asked for, stays open for the rest of the command, and is closed by cli_finish.
 */
#include "cli.h"
#include "draft.h"

#include <kiem/link.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define ASK_MS 2000
#define PATIENCE_MS 1000

/* What kiemd may answer (docs/control.md), so that the catalogue has it. An answer that is not here stays English. */
static const char *const refusals[] __attribute__((unused)) = {
        N_("this is not a link; it looks like kiem://KEY@host:port"),
        N_("the host's name is too long"),
        N_("this is the link of this very node"),
        N_("the daemon is too busy; try again in a moment"),
        N_("this is not a node's key, which has 64 hexadecimal digits"),
        N_("there is no link with that node"),
        N_("that board is not followed here"),
        N_("there is no such request; is the command of another version?"),
};

int cli_paths(struct cli *cli)
{
	if (cli->has_home) {
		return EX_OK;
	}
	if (kiem_home_find(&cli->home, cli->home_given)) {
		return cli_fail(EX_CONFIG, _("no home can be worked out; name a directory with --home or KIEM_HOME."));
	}
	cli->has_home = true;
	return EX_OK;
}

int cli_home(struct cli *cli)
{
	int status = cli_paths(cli);
	if (status) {
		return status;
	}
	enum kiem_err err = kiem_home_check(&cli->home);
	if (err == KIEM_E_NOT_FOUND) {
		return cli_fail(EX_NOINPUT,
		        _("there is no home in %s yet; make one with “kiem init --name \"Your name\" --board nl/town/place”."),
		        cli->home.dir);
	}
	return cli_fail_err(err, cli->home.dir);
}

int cli_config(struct cli *cli)
{
	int status = cli->has_config ? EX_OK : cli_paths(cli);
	if (status || cli->has_config) {
		return status;
	}
	struct kiem_config_problem problem = {0};
	enum kiem_err err = kiem_config_load(&cli->config, &problem, cli->home.conf);
	if (err == KIEM_E_INVALID && problem.line > 0) {
		return cli_fail(EX_CONFIG, "%s:%d: %s.", problem.file, problem.line, problem.text);
	}
	if (err == KIEM_E_INVALID) {
		return cli_fail(EX_CONFIG, "%s: %s.", problem.file, problem.text);
	}
	cli->has_config = err == KIEM_DONE;
	return cli_fail_err(err, cli->home.conf);
}

int cli_store(struct cli *cli)
{
	if (cli->store) {
		return EX_OK;
	}
	int status = cli_home(cli);
	if (status || (status = cli_config(cli))) {
		return status;
	}
	struct kiem_store_options options = {.dir = cli->home.store, .cap = cli->config.store_cap, .threads = cli->threads};
	if (access(cli->home.store, F_OK) != 0 && errno == ENOENT) {
		return cli_fail(
		        EX_NOINPUT, _("the home in %s has a key and no store yet; complete it with: kiem init"), cli->home.dir);
	}
	errno = 0;
	return cli_fail_err(kiem_store_open(&cli->store, &options), cli->home.store);
}

int cli_read(struct cli *cli)
{
	int status = cli_store(cli);
	if (status) {
		return status;
	}
	cli_read_end(cli);
	return cli_fail_err(kiem_read_begin(&cli->read, cli->store), cli->home.store);
}

/* How far the extract is, for whoever sits there waiting for it. */
struct patience {
	bool terminal, said;
	int64_t since_ms;
};

static void be_patient(void *ctx, uint64_t done, uint64_t all)
{
	struct patience *patience = ctx;

	if (patience->terminal && kiem_now_ms() - patience->since_ms > PATIENCE_MS) {
		fputc('\r', stderr);
		fprintf(stderr, _("reading what is here: %d %%"), (int)(all == 0 ? 0 : done * 100 / all));
		patience->said = true;
	}
}

int cli_extract(struct cli *cli, struct view_extract **extract)
{
	struct patience patience = {.terminal = isatty(STDERR_FILENO) == 1, .since_ms = kiem_now_ms()};
	char path[KIEM_PATH_MAX + sizeof("/views/extract")];
	int status = cli->read ? EX_OK : cli_read(cli);

	if (!status && !cli->extract) {
		snprintf(path, sizeof(path), "%s/views/extract", cli->home.dir);
		enum kiem_err err = view_extract_open(&cli->extract, cli->read, path, kiem_now_ms(), be_patient, &patience);
		if (patience.said) {
			fputs("\r\033[K", stderr);
		}
		status = cli_fail_err(err, cli->home.store);
	}
	*extract = cli->extract;
	return status;
}

void cli_read_end(struct cli *cli)
{
	view_extract_close(cli->extract);
	cli->extract = NULL;
	kiem_read_end(cli->read);
	cli->read = NULL;
}

int cli_identity(struct cli *cli)
{
	if (cli->identity) {
		return EX_OK;
	}
	int status = cli_home(cli);
	if (status) {
		return status;
	}
	enum kiem_err err = kiem_secret_load(&cli->identity, cli->home.identity);
	if (err == KIEM_E_NOT_FOUND) {
		return cli_fail(
		        EX_NOINPUT, _("there is no identity in %s; bring your own with “kiem id import FILE”."), cli->home.dir);
	}
	if (err) {
		return cli_fail_err(err, cli->home.identity);
	}
	kiem_secret_public(&cli->me, cli->identity);
	return EX_OK;
}

bool cli_poke(struct cli *cli)
{
	char *answer = NULL;
	enum kiem_err err = link_control_call(&answer, cli->home.control, "poke", ASK_MS);
	free(answer);
	return err != KIEM_E_NOT_FOUND; /* which is no mistake: it looks when it starts */
}

int cli_ask(struct cli *cli, json_t **answer, const char *request)
{
	int status = cli_home(cli);
	if (status) {
		return status;
	}
	char *text = NULL;
	enum kiem_err err = link_control_call(&text, cli->home.control, request, ASK_MS);
	if (err == KIEM_E_NOT_FOUND) {
		return cli_fail(
		        EX_UNAVAILABLE, _("kiemd is not running; start it with “kiemd &” or “systemctl --user start kiemd”."));
	}
	if (err) {
		return cli_fail_err(err, cli->home.control);
	}
	json_t *object = json_loads(text, 0, NULL);
	free(text);
	if (!json_is_object(object)) {
		json_decref(object);
		return cli_fail(
		        EX_SOFTWARE, _("kiemd gave an answer that this kiem does not understand; are both of one version?"));
	}
	if (!json_is_true(json_object_get(object, "ok"))) {
		const char *error = json_string_value(json_object_get(object, "error"));
		status = cli_fail(EX_UNAVAILABLE, _("kiemd says: %s."), error ? _(error) : "?");
		json_decref(object);
		return status;
	}
	*answer = object;
	return EX_OK;
}

void cli_finish(struct cli *cli)
{
	cli_read_end(cli);
	kiem_store_close(cli->store);
	kiem_secret_destroy(cli->identity);
	cli->store = NULL;
	cli->identity = NULL;
	draft_edit_end();
}
