/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The times of a post in the making: from options, and how long it stays (draft.h). */
#include "draft.h"

#define DAY_MS 86400000LL

int draft_time(int64_t *ms, const char *text, int64_t now_ms, enum times_edge edge)
{
	switch (times_parse(ms, text, now_ms, edge)) {
	case TIMES_OK:
		return EX_OK;
	case TIMES_NONE:
		return cli_fail(EX_DATAERR, _("“%s” does not exist in the calendar or on the clock here."), text);
	case TIMES_UNREADABLE:
		break;
	}
	return cli_fail(EX_DATAERR, _("“%s” is no time; write “friday 19:00” or “2026-11-27 19:00”."), text);
}

/* "--until": a time, or a length from now on. */
static int read_until(int64_t *until, const char *text, int64_t now_ms)
{
	int64_t length;
	if (times_duration(&length, text)) {
		*until = now_ms + length;
		return EX_OK;
	}
	return draft_time(until, text, now_ms, TIMES_END);
}

int draft_until(struct cli *cli, int64_t *until, const struct args *args, int64_t now_ms, int64_t at_least)
{
	const char *text = args_value(args, "until"), *life = args_value(args, "life");
	int64_t length, last = now_ms + KIEM_LIFE_MAX_MS;
	int status = cli_config(cli);
	if (text && life) {
		return cli_fail(EX_USAGE, _("give either --until or --life."));
	}
	if (!status && life) {
		if (!times_duration(&length, life)) {
			return cli_fail(EX_DATAERR, _("“%s” is no length of time; write 7d, 12h or 2w."), life);
		}
		*until = now_ms + length;
	} else if (!status && text) {
		status = read_until(until, text, now_ms);
	} else if (!status) {
		*until = now_ms + cli->config.life_days * DAY_MS;
		*until = *until < at_least ? at_least : *until;
		*until = *until > last ? last : *until;
	}
	if (!status && *until <= now_ms) {
		return cli_fail(EX_DATAERR, _("“%s” is over already; give a time to come."), text ? text : life);
	}
	if (!status && *until > last) {
		return cli_fail(EX_DATAERR, _("a post stays at most two years; you can renew it with “kiem renew”."));
	}
	return status;
}
