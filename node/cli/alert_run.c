/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One look at what arrived, in a process of its own that kiemd starts and that ends when all is settled. What fits is gathered in
 * short snapshots; while the hook runs none is open.
 */
#include "alerts.h"
#include "json_post.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUND_MAX 256 /* posts looked at in one snapshot */
#define VARIABLES 8
#define NICE 10

/* A post that fits an alert, with all that the hook is told of it. */
struct hit {
	struct hit *next;
	unsigned alert;
	struct kiem_id id;
	char *variables[VARIABLES + 1];
	char *input;
};

struct run {
	struct cli *cli;
	const char *command;
	struct done done;
	uint64_t upto; /* the arrival numbers of this round are settled up to here */
	size_t told;   /* by runs of the hook in this look */
	size_t n_more; /* that are to be told together */
	size_t more_cap;
	struct done_pair *more;
	struct hit *first, **last;
};

static void hit_free(struct hit *hit)
{
	for (size_t i = 0; hit && i < VARIABLES; i++) {
		free(hit->variables[i]);
	}
	free(hit ? hit->input : NULL);
	free(hit);
}

/* "NAME=value"; a hit with one missing is not complete. */
static void say(struct hit *hit, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct hit *hit, const char *format, ...)
{
	va_list list;
	size_t i = 0;
	while (hit->variables[i]) {
		i++;
	}
	va_start(list, format);
	if (vasprintf(&hit->variables[i], format, list) < 0) {
		hit->variables[i] = NULL;
	}
	va_end(list);
}

/* ---- gathering ---- */

static int hit_fill(struct hit *hit, const struct alert *alert, const struct look *look, const struct kiem_kept *kept,
        const struct kiem_kept *shown)
{
	char hex[65], name[RESOLVE_NAME_MAX], line[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
	const struct kiem_post *post = &kept->post, *text = &shown->post;
	const char *kind = kiem_kind_name(post->kind);
	kiem_hex(hex, post->id.b, sizeof post->id.b);
	struct kiem_span words = text->title.n > 0 ? text->title : text->text.n > 0 ? text->text : text->bring;
	say(hit, "KIEM_ALERT=%u", alert->number);
	say(hit, "KIEM_QUERY=%s", alert->query);
	say(hit, "KIEM_POST=%s", hex);
	say(hit, "KIEM_KIND=%s", kind ? kind : "unknown");
	say(hit, "KIEM_TITLE=%s", out_clean(line, sizeof line, words.n > 0 ? words : text->name));
	say(hit, "KIEM_BY=%s", look_name(look, name, &post->author));
	say(hit, "KIEM_BOARD=%.*s", (int)post->board.n, (const char *)post->board.p);
	say(hit, "KIEM_HOME=%s", look->cli->home.dir);
	json_t *object = json_post(look, kept, shown);
	hit->input = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	return hit->variables[VARIABLES - 1] && hit->input ? EX_OK : cli_fail_err(KIEM_E_MEMORY, NULL);
}

/* The original, and the version that is shown. */
static enum kiem_err read_both(struct kiem_kept *kept, struct kiem_kept *shown, const struct look *look, uint64_t number)
{
	struct view_versions *versions = NULL;
	enum kiem_err err = view_versions_create(&versions, look->read, number, look->now_ms);
	err = err ? err : kiem_read_post(look->read, kept, number);
	err = err ? err : kiem_read_post(look->read, shown, versions->list[versions->shown].number);
	view_versions_destroy(versions);
	return err;
}

/* A revision in the same round. */
static bool is_gathered(const struct run *run, unsigned alert, const struct kiem_id *id)
{
	for (const struct hit *hit = run->first; hit; hit = hit->next) {
		if (hit->alert == alert && memcmp(hit->id.b, id->b, sizeof id->b) == 0) {
			return true;
		}
	}
	return false;
}

static int add_hit(struct run *run, const struct alert *alert, const struct look *look, uint64_t number)
{
	struct kiem_kept kept, shown = {0};
	int status = look_err(look, kiem_read_post(look->read, &kept, number));
	if (status || done_has(&run->done, alert->number, &kept.post.id) || is_gathered(run, alert->number, &kept.post.id)) {
		return status;
	}
	status = look_err(look, read_both(&kept, &shown, look, number));
	if (status) {
		return status;
	}
	struct hit *hit = calloc(1, sizeof *hit);
	if (!hit) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	hit->alert = alert->number;
	hit->id = kept.post.id;
	*run->last = hit;
	run->last = &hit->next;
	return hit_fill(hit, alert, look, &kept, &shown);
}

static int gather_one(struct run *run, struct alerting *alerting, const struct look *look, uint64_t number)
{
	uint64_t fits, original;
	int status = look_err(look, alerting_ask(&fits, &original, alerting, look, number));
	for (size_t i = 0; i < alerting->alerts.n && !status; i++) {
		status = fits >> i & 1 ? add_hit(run, &alerting->alerts.list[i], look, original) : EX_OK;
	}
	return status;
}

/* Where the first look of all begins: no alert is older. */
static uint64_t begin_at(const struct run *run, const struct alerting *alerting, uint64_t last)
{
	uint64_t from = UINT64_MAX;
	for (size_t i = 0; i < alerting->alerts.n; i++) {
		from = alerting->alerts.list[i].from < from ? alerting->alerts.list[i].from : from;
	}
	from = from > run->upto ? from : run->upto;
	return from < last ? from : last; /* another store than the one before */
}

/* One snapshot; *n how many posts were looked at. */
static int gather(struct run *run, size_t *n)
{
	struct look look;
	struct alerting alerting = {0};
	int status = look_init(&look, run->cli);
	status = status ? status : alerting_begin(&alerting, &look);
	*n = 0;
	if (!status) {
		run->upto = begin_at(run, &alerting, kiem_read_last(look.read));
		struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL, .now_ms = look.now_ms, .after_number = run->upto};
		while (!status && *n < ROUND_MAX && kiem_walk_next(look.read, &walk)) {
			status = gather_one(run, &alerting, &look, walk.number);
			run->upto = status ? run->upto : walk.number;
			++*n;
		}
		kiem_walk_end(&walk);
	}
	alerting_finish(&alerting);
	look_finish(&look);
	cli_read_end(run->cli);
	return status;
}

/* ---- telling ---- */

static void remark(const struct run *run, enum hook_end end)
{
	if (end == HOOK_NOT_RUN) {
		cli_note(_("“%s” cannot be run; look at on_alert in the configuration."), run->command);
	} else if (end == HOOK_ENDED) {
		cli_note(_("“%s” took longer than %d seconds and was ended."), run->command, ALERT_HOOK_MS / 1000);
	} else if (end == HOOK_FAILED) {
		cli_note(_("“%s” did not end well."), run->command);
	}
}

static int keep_for_later(struct run *run, const struct hit *hit)
{
	if (run->n_more == run->more_cap) {
		size_t cap = run->more_cap ? run->more_cap * 2 : 64;
		void *list = reallocarray(run->more, cap, sizeof *run->more);
		if (!list) {
			return cli_fail_err(KIEM_E_MEMORY, NULL);
		}
		run->more = list;
		run->more_cap = cap;
	}
	run->more[run->n_more++] = (struct done_pair){hit->alert, hit->id};
	return EX_OK;
}

/* However it ended, it was run: a program that fails or hangs is not run again for the same post. */
static int tell_one(struct run *run, const struct hit *hit)
{
	if (done_has(&run->done, hit->alert, &hit->id)) {
		return EX_OK; /* a revision in the same round */
	}
	if (run->told == ALERT_HOOKS_MAX) {
		return keep_for_later(run, hit);
	}
	int status = done_try(&run->done, hit->alert, &hit->id);
	if (!status && run->done.tries <= ALERT_TRIES) {
		run->told++;
		remark(run, hook_run(run->command, hit->variables, hit->input, strlen(hit->input), ALERT_HOOK_MS));
	}
	return status ? status : done_fired(&run->done, hit->alert, &hit->id);
}

/* All that came of a round, and then the round is settled; unless there is something to be told together, which comes first. */
static int tell_round(struct run *run)
{
	int status = EX_OK;
	for (struct hit *hit = run->first, *next; hit; hit = next) {
		next = hit->next;
		status = status ? status : tell_one(run, hit);
		hit_free(hit);
	}
	run->first = NULL;
	run->last = &run->first;
	return status || run->n_more > 0 || run->upto == run->done.cursor ? status : done_cursor(&run->done, run->upto);
}

static int tell_more(struct run *run)
{
	struct hit all = {0};
	int status = EX_OK;
	run->n_more = done_unique(run->more, run->n_more); /* a revision may have come in a later round */
	say(&all, "KIEM_MORE=%zu", run->n_more);
	say(&all, "KIEM_HOME=%s", run->cli->home.dir);
	if (!all.variables[1]) {
		status = cli_fail_err(KIEM_E_MEMORY, NULL);
	} else {
		remark(run, hook_run(run->command, all.variables, "", 0, ALERT_HOOK_MS));
	}
	status = status ? status : done_fired_all(&run->done, run->more, run->n_more);
	free(all.variables[0]);
	free(all.variables[1]);
	return status ? status : done_cursor(&run->done, run->upto);
}

int alert_run(struct cli *cli, const char *command)
{
	struct run run = {.cli = cli, .command = command};
	size_t n = 0;
	int status = cli_home(cli);
	if (status) {
		return status;
	}
	run.last = &run.first;
	if (nice(NICE) == -1) {
		/* Then it is as hurried as whoever started it. */
	}
	if ((status = done_open(cli, &run.done))) {
		goto cleanup;
	}
	run.upto = run.done.cursor;
	do {
		status = gather(&run, &n);
		int told = tell_round(&run);
		status = status ? status : told;
	} while (!status && n == ROUND_MAX);
	if (!status && run.n_more > 0) {
		status = tell_more(&run);
		status = status ? status : EX_TEMPFAIL;
	}
cleanup:
	done_close(&run.done);
	free(run.more);
	return status;
}
