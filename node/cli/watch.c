/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem watch`: new posts as they arrive, whoever brings them in: the daemon, a command, a bundle. The store's file tells by
 * inotify that somebody wrote it; a look every second is there for filesystems that do not tell. The log is followed by its cursor.
 *
 * What is to be printed is first written to memory, so that no snapshot is open while a slow reader takes its time.
 */
#include "alerts.h"
#include "commands.h"
#include "json_post.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* When to look again after a change; the last goes on forever. */
static const int look_again_ms[] = {2, 10, 50, 1000};
#define LOOKS (sizeof look_again_ms / sizeof *look_again_ms)
#define ROUND_MAX 256 /* posts taken in one snapshot */

static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .reads = true,
        .more = N_("Shows what arrives from now on, on all boards that are here or on one. Ctrl-C ends it."),
        .example = "kiem watch\nkiem watch nl/tilburg/noord --json",
};

struct watch {
	struct cli *cli;
	const char *board; /* NULL: all */
	uint64_t cursor;   /* the last arrival number that was looked at */
	int signals, changes;
	size_t looks; /* since the last change, at most LOOKS - 1 */
};

/* ---- what woke us ---- */

static int start_watching(struct watch *w)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (w->signals < 0) {
		return cli_fail(EX_OSERR, _("the system gives no more file descriptors; close some programs and try again."));
	}
	/* Without inotify (a limit of the system's) the look every second remains. */
	w->changes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (w->changes >= 0) {
		inotify_add_watch(w->changes, w->cli->home.store, IN_MODIFY | IN_CREATE | IN_MOVED_TO);
	}
	return EX_OK;
}

static void stop_watching(struct watch *w)
{
	if (w->signals >= 0) {
		close(w->signals);
	}
	if (w->changes >= 0) {
		close(w->changes);
	}
}

/* Waits until something may be new; false when it is time to go: Ctrl-C, or nobody reads our output any more. */
static bool wait_for_more(struct watch *w)
{
	char events[4096];
	struct pollfd fds[3] = {
	        {.fd = w->signals, .events = POLLIN}, {.fd = fileno(w->cli->out.file)}, {.fd = w->changes, .events = POLLIN}};
	if (poll(fds, 3, look_again_ms[w->looks]) < 0 && errno != EINTR) {
		return false;
	}
	w->looks = fds[2].revents ? 0 : w->looks + (w->looks < LOOKS - 1);
	while (w->changes >= 0 && read(w->changes, events, sizeof events) > 0) {
		/* That something changed is all we need to know. */
	}
	return !fds[0].revents && !(fds[1].revents & (POLLERR | POLLHUP));
}

/* ---- what is new ---- */

/* Which alerts it fits, in the order of the list. */
static void print_alerts(const struct look *look, const struct alerting *alerting, uint64_t fits)
{
	char words[OUT_CLEAN_MAX(ALERT_QUERY_MAX)];
	for (size_t i = 0; i < alerting->alerts.n; i++) {
		const struct alert *alert = &alerting->alerts.list[i];
		if (fits >> i & 1) {
			out_printf(look->out, "%s", out_style(look->out, OUT_YELLOW));
			out_say(look->out, _("Alert %u: %s"), alert->number,
			        out_clean(words, sizeof words, out_span(alert->query)));
			out_printf(look->out, "%s", out_style(look->out, OUT_PLAIN));
		}
	}
}

static void print_post(const struct look *look, const struct kiem_kept *kept)
{
	const struct kiem_post *post = &kept->post;
	struct facts facts;
	struct kiem_span first = post->title.n > 0 ? post->title : (post->text.n > 0 ? post->text : post->bring);
	look_headline(look, &post->id, post->kind, first.n > 0 ? first : post->name);
	facts_init(&facts, look->out, LOOK_ID_DIGITS + 2);
	facts_of_post(&facts, look, post, post);
	facts_of_target(&facts, look, post);
	facts_add(&facts, post->board);
	facts_end(&facts);
}

static void print_json(const struct look *look, const struct kiem_kept *kept, const struct alerting *alerting, uint64_t fits)
{
	json_t *object = json_post(look, kept, kept);
	json_put_time(object, "arrived", kept->arrived);
	json_put(object, "local", json_boolean(kept->local));
	json_t *alerts = json_array();
	for (size_t i = 0; i < alerting->alerts.n; i++) {
		if (fits >> i & 1) {
			json_append(alerts, json_integer((json_int_t)alerting->alerts.list[i].number));
		}
	}
	json_put(object, "alerts", alerts);
	out_json(look->out, object);
}

static bool on_board(const struct watch *w, const struct kiem_post *post)
{
	return !w->board || (strlen(w->board) == post->board.n && memcmp(w->board, post->board.p, post->board.n) == 0);
}

/* Prints up to ROUND_MAX posts behind the cursor; *n how many were passed. */
static enum kiem_err print_round(struct watch *w, const struct look *look, struct alerting *alerting, size_t *n)
{
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL, .now_ms = look->now_ms, .after_number = w->cursor};
	enum kiem_err err = KIEM_DONE;
	*n = 0;
	while (*n < ROUND_MAX && !err && kiem_walk_next(look->read, &walk)) {
		struct kiem_kept kept;
		err = kiem_read_post(look->read, &kept, walk.number);
		w->cursor = walk.number;
		++*n;
		uint64_t fits = 0, original;
		if (!err && on_board(w, &kept.post)) {
			err = alerting_ask(&fits, &original, alerting, look, walk.number);
			if (w->cli->json) {
				print_json(look, &kept, alerting, fits);
			} else {
				print_alerts(look, alerting, fits);
				print_post(look, &kept);
			}
		}
	}
	kiem_walk_end(&walk);
	return err;
}

static int catch_up_once(struct watch *w, size_t *n)
{
	struct look look;
	struct alerting alerting = {0};
	struct out memory = w->cli->out;
	char *text = NULL;
	size_t size = 0;
	int status = look_init(&look, w->cli);
	status = status ? status : alerting_begin(&alerting, &look);
	memory.file = status ? NULL : open_memstream(&text, &size);
	if (!status && !memory.file) {
		status = look_err(&look, KIEM_E_MEMORY);
	}
	if (!status) {
		look.out = &memory;
		status = look_err(&look, print_round(w, &look, &alerting, n));
		fclose(memory.file);
	}
	alerting_finish(&alerting);
	look_finish(&look);
	cli_read_end(w->cli);
	if (!status && (fwrite(text, 1, size, w->cli->out.file) != size || fflush(w->cli->out.file))) {
		status = cli_fail_err(KIEM_E_DISK, _("the output"));
	}
	free(text);
	return status;
}

static int follow(struct watch *w)
{
	int status;
	size_t n;
	do {
		do {
			status = catch_up_once(w, &n);
		} while (!status && n == ROUND_MAX);
	} while (!status && wait_for_more(w));
	return status;
}

static void say_hello(const struct watch *w)
{
	const struct out *out = &w->cli->out;
	if (w->cli->json) {
		return;
	}
	char words[KIEM_BOARD_MAX + 256];
	snprintf(words, sizeof words, _("What arrives on %s from now on appears here; Ctrl-C ends it."),
	        w->board ? w->board : _("your boards"));
	out_printf(out, "%s", out_style(out, OUT_DIM));
	out_wrap(out, out_span(words), 0);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	fflush(out->file);
}

int command_watch(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct watch w = {.cli = cli, .signals = -1, .changes = -1, .looks = LOOKS - 1};
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	w.board = args.n_operands > 0 ? args.operands[0] : NULL;
	struct kiem_board board;
	if ((status = cli_read(cli)) || (w.board && (status = resolve_board_here(cli, &board, w.board)))) {
		return status;
	}
	w.cursor = kiem_read_last(cli->read);
	cli_read_end(cli);
	status = start_watching(&w);
	if (!status) {
		say_hello(&w);
		status = follow(&w);
	}
	stop_watching(&w);
	return status;
}
