/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem pulse`: the page of whoever cares for a board, on one screen, each line with the command that shows more. Communities of
 * very many people are worked out again in a child, after everything was said, so that nobody waits for them.
 */
#include "pulse.h"

#include "commands.h"
#include "since.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct args_option options[] = {
        {"since", N_("TIME"), N_("what changed since then (7d): 7d, friday, 2026-11-01"), false},
        {"csv", NULL, N_("for a spreadsheet: a line a topic"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_(
                "One page for who cares for a board: who is new and not yet welcomed, what was asked and not answered, where "
                "energy "
                "moves, who connects and who carries much, who might meet, who is not at the table. Under each line is the command "
                "that shows more. Without BOARD: all boards that you follow."),
        .example = "kiem pulse nl/tilburg/kraaiven --since 30d",
};

static int find_boards(const struct pulse *pulse, uint32_t **numbers, size_t *n)
{
	struct kiem_board *boards = NULL, one;
	int status = pulse->board ? resolve_board_here(pulse->look.cli, &one, pulse->board)
	                          : look_boards(&pulse->look, &boards, n, true);
	if (pulse->board) {
		*n = 1;
	}
	*numbers = calloc(*n + 1, sizeof **numbers);
	for (size_t i = 0; !status && *numbers && i < *n; i++) {
		(*numbers)[i] = pulse->board ? one.number : boards[i].number;
	}
	free(boards);
	if (!status && *n == 0) {
		status = cli_fail(EX_NOINPUT, _("you follow no board yet; follow one with: kiem follow nl/town/place"));
	}
	return status ? status : look_err(&pulse->look, *numbers ? KIEM_DONE : KIEM_E_MEMORY);
}

static int read_since(struct pulse *pulse, int64_t *ms, const struct args *args)
{
	const char *text = args_value(args, "since");
	text = text ? text : "7d";
	if (!since_parse(ms, text, pulse->look.now_ms)) {
		return cli_fail(EX_USAGE, _("“%s” is no time that was; write 7d, friday 9:00 or 2026-11-01."), text);
	}
	snprintf(pulse->since, sizeof pulse->since, strchr(text, ' ') ? "\"%s\"" : "%s", text);
	return EX_OK;
}

/* ---- the page ---- */

static void print_page(const struct pulse *pulse)
{
	const struct out *out = pulse->look.out;
	char head[512], span[LOOK_WORD_MAX], count[LOOK_WORD_MAX];
	snprintf(head, sizeof head, ngettext("%s: %s person posted in %s", "%s: %s people posted in %s", pulse->view->n_active),
	        pulse->board ? pulse->board : _("your boards"), look_count(count, pulse->view->n_active),
	        pulse_span(span, pulse->look.now_ms - pulse->view->since));
	out_printf(out, "%s", out_style(out, OUT_BOLD));
	out_cut(out, out_span(head), out->width);
	out_printf(out, "%s\n", out_style(out, OUT_PLAIN));
	for (size_t i = 0; i < pulse->n; i++) {
		const struct pulse_line *line = &pulse->lines[i];
		out_printf(out, "%s", out_style(out, OUT_GREEN));
		out_column(out, out_span(line->label), PULSE_INDENT - 1);
		out_printf(out, "%s ", out_style(out, OUT_PLAIN));
		out_cut(out, out_span(line->text), out->width - PULSE_INDENT);
		/* To be copied, so never cut. */
		out_printf(
		        out, "\n%*s%s%s%s\n", PULSE_INDENT, "", out_style(out, OUT_DIM), line->command, out_style(out, OUT_PLAIN));
	}
}

/* A field in quotes (RFC 4180). What a spreadsheet would take for a formula has an apostrophe before it. */
static void print_field(const struct out *out, const char *text)
{
	out_printf(out, "\"%s", strchr("=+-@", *text) && *text ? "'" : "");
	for (const char *p = text; *p; p++) {
		out_printf(out, *p == '"' ? "\"\"" : "%c", *p);
	}
	out_printf(out, "\"");
}

static void print_csv(const struct pulse *pulse)
{
	const struct out *out = pulse->look.out;
	out_printf(out, "topic,figure,text,command\r\n");
	for (size_t i = 0; i < pulse->n; i++) {
		const struct pulse_line *line = &pulse->lines[i];
		out_printf(out, "%s,%zu,", line->topic, line->figure);
		print_field(out, line->text);
		out_printf(out, ",");
		print_field(out, line->command);
		out_printf(out, "\r\n");
	}
}

/* In a child that has only the extract: not the store, not the terminal. */
static void refresh(const struct pulse *pulse, const char *path)
{
	fflush(NULL);
	if (pulse->refresh && fork() == 0) {
		setsid();
		for (int fd = 0; fd < 3; fd++) {
			close(fd);
		}
		view_communities_refresh(pulse->x, pulse->refresh, path, pulse->look.now_ms);
		_exit(0);
	}
}

static int make(struct pulse *pulse, const uint32_t *boards, size_t n, int64_t since, const char *path)
{
	struct view_pulse_ask ask = {.boards = boards, .n_boards = n, .since = since, .communities = path};
	int status = known_open(&pulse->known, &pulse->look);
	if (status) {
		return status;
	}
	pulse->x = pulse->known.trusted.x;
	ask.eye = pulse->known.eye;
	ask.me = &pulse->look.cli->me;
	return look_err(&pulse->look, view_pulse_create(&pulse->view, &pulse->refresh, pulse->x, pulse->look.read, &ask));
}

int command_pulse(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct pulse pulse = {0};
	uint32_t *boards = NULL;
	size_t n = 0;
	int64_t since = 0;
	char path[KIEM_PATH_MAX + sizeof "/views/communities"];
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	pulse.board = args.n_operands > 0 ? args.operands[0] : NULL;
	if ((status = look_init(&pulse.look, cli)) || (status = read_since(&pulse, &since, &args)) ||
	        (status = find_boards(&pulse, &boards, &n))) {
		goto cleanup;
	}
	snprintf(path, sizeof path, "%s/views/communities", cli->home.dir);
	if ((status = make(&pulse, boards, n, since, path))) {
		goto cleanup;
	}
	pulse.columns = cli->json || args_has(&args, "csv") ? SIZE_MAX : cli->out.width - PULSE_INDENT;
	pulse_lines(&pulse);
	if (cli->json) {
		pulse_json(&pulse);
	} else if (args_has(&args, "csv")) {
		print_csv(&pulse);
	} else {
		print_page(&pulse);
	}
	refresh(&pulse, path);
cleanup:
	view_bonds_destroy(pulse.refresh);
	view_pulse_destroy(pulse.view);
	known_finish(&pulse.known);
	free(boards);
	look_finish(&pulse.look);
	return status;
}
