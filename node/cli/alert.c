/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem alert`: standing searches. `add`, `list` and `remove` are for people; `run` is what kiemd does when something arrived. */
#include "alerts.h"
#include "commands.h"
#include "json_post.h"
#include "seek.h"

#include <stdlib.h>
#include <string.h>

static const struct args_option options[] = {
        {"hook", N_("COMMAND"), N_("with run: instead of on_alert of the configuration"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[add QUERY | list | remove NUMBER | run]"),
        .operands_max = ARGS_MAX,
        .options = options,
        .reads = true,
        .more = N_(
                "A standing search: what arrives and fits it is marked by “kiem watch”, and kiemd runs the command on_alert of the "
                "configuration for it, once for each post. The query is that of “kiem find”. What you post yourself is no news. "
                "“run” looks at once, as kiemd does by itself."),
        .example = N_("kiem alert add request tag:charging near:5km\nkiem alert list\nkiem alert remove 1"),
};

/* ---- add ---- */

static int read_query(char query[static ALERT_QUERY_MAX + 1], const struct args *args)
{
	size_t n = 0;
	for (size_t i = 1; i < args->n_operands; i++) {
		size_t length = strlen(args->operands[i]);
		if (n + length + 2 > ALERT_QUERY_MAX) {
			return cli_fail(EX_USAGE, _("the query is longer than %d bytes."), ALERT_QUERY_MAX);
		}
		n += (size_t)sprintf(query + n, "%s%s", i > 1 ? " " : "", args->operands[i]);
	}
	query[n] = '\0';
	return strpbrk(query, "\r\n") ? cli_fail(EX_USAGE, _("a query is one line.")) : EX_OK;
}

/* That it reads well is found out now, and from when on posts are new. */
static int check(struct cli *cli, struct alert *alert)
{
	struct look look;
	struct view_asker asker;
	struct view_query query;
	int status = look_init(&look, cli);
	status = status ? status : seek_asker(&look, &asker);
	status = status ? status : seek_parse(&query, alert->query, &asker);
	if (!status) {
		alert->from = kiem_read_last(look.read);
		alert->made = look.now_ms;
	}
	look_finish(&look);
	return status;
}

static void say_added(const struct cli *cli, const struct alert *alert)
{
	if (cli->json) {
		out_json(&cli->out, json_pack("{s:i, s:s}", "alert", (int)alert->number, "query", alert->query));
		return;
	}
	out_say(&cli->out, _("Alert %u: %s"), alert->number, alert->query);
	if (cli->config.on_alert[0] == '\0') {
		out_say(&cli->out, "%s",
		        _("“kiem watch” marks what fits. To be told elsewhere, set on_alert under [alert] in kiem.conf."));
	}
}

static int add(struct cli *cli, const struct args *args)
{
	struct alerts alerts;
	struct alert alert;
	int status;
	if ((status = read_query(alert.query, args)) || (status = cli_config(cli)) || (status = check(cli, &alert)) ||
	        (status = alerts_load(cli, &alerts))) {
		return status;
	}
	if (alerts.n == ALERTS_MAX) {
		return cli_fail(EX_DATAERR, _("there are %d alerts, which is the most; remove one first."), ALERTS_MAX);
	}
	alert.number = alerts.next++;
	alerts.list[alerts.n++] = alert;
	status = alerts_save(cli, &alerts);
	if (!status) {
		say_added(cli, &alert);
	}
	return status;
}

/* ---- list, remove, run ---- */

static int list(struct cli *cli)
{
	struct alerts alerts;
	int status = alerts_load(cli, &alerts);
	for (size_t i = 0; i < alerts.n && !status; i++) {
		const struct alert *alert = &alerts.list[i];
		char age[LOOK_WORD_MAX];
		if (cli->json) {
			json_t *object = json_pack("{s:i, s:s}", "alert", (int)alert->number, "query", alert->query);
			json_put_time(object, "made", alert->made);
			out_json(&cli->out, object);
		} else {
			out_printf(&cli->out, "%4u  ", alert->number);
			out_cut(&cli->out, out_span(alert->query), cli->out.width - 6);
			out_printf(&cli->out, "\n      %s%s%s\n", out_style(&cli->out, OUT_DIM),
			        look_age(age, alert->made, kiem_now_ms()), out_style(&cli->out, OUT_PLAIN));
		}
	}
	if (!status && alerts.n == 0 && !cli->json) {
		out_say(&cli->out, "%s", _("There is no alert yet. To be told of something: kiem alert add request tag:charging"));
	}
	return status;
}

static int remove_one(struct cli *cli, const struct args *args)
{
	struct alerts alerts;
	char *end;
	int status = alerts_load(cli, &alerts);
	if (status) {
		return status;
	}
	unsigned long number = strtoul(args->operands[1], &end, 10);
	for (size_t i = 0; *end == '\0' && i < alerts.n; i++) {
		if (alerts.list[i].number == number) {
			memmove(&alerts.list[i], &alerts.list[i + 1], (alerts.n - i - 1) * sizeof alerts.list[0]);
			alerts.n--;
			status = alerts_save(cli, &alerts);
			if (!status) {
				out_say(&cli->out, _("Alert %lu is gone; “kiem alert” lists the others."), number);
			}
			return status;
		}
	}
	return cli_fail(EX_DATAERR, _("there is no alert “%s”; “kiem alert list” shows them."), args->operands[1]);
}

static int run(struct cli *cli, const struct args *args)
{
	const char *hook = args_value(args, "hook");
	int status = cli_config(cli);
	if (status) {
		return status;
	}
	hook = hook ? hook : cli->config.on_alert;
	if (hook[0] == '\0') {
		return cli_fail(
		        EX_CONFIG, _("there is no command to run; set on_alert under [alert] in kiem.conf, or give --hook."));
	}
	return alert_run(cli, hook);
}

int command_alert(struct cli *cli, int argc, char **argv)
{
	static const char *const verbs[] = {"add", "list", "remove", "run", NULL};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	const char *verb = args.n_operands > 0 ? args.operands[0] : "list";
	if (strcmp(verb, "add") == 0 && args.n_operands > 1) {
		return add(cli, &args);
	}
	if (strcmp(verb, "list") == 0 && args.n_operands < 2) {
		return list(cli);
	}
	if (strcmp(verb, "remove") == 0 && args.n_operands == 2) {
		return remove_one(cli, &args);
	}
	if (strcmp(verb, "run") == 0 && args.n_operands == 1) {
		return run(cli, &args);
	}
	const char *meant = nearest_word(verb, verbs);
	return meant && strcmp(meant, verb) != 0
	               ? cli_fail(EX_USAGE, _("“%s” is nothing that alert does; did you mean “kiem alert %s”?"), verb, meant)
	               : cli_fail(EX_USAGE, _("say “kiem alert add QUERY”, “kiem alert list” or “kiem alert remove NUMBER”."));
}
