/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem status`: how this home is doing. What the store knows is read from the store; what only a running daemon knows (links,
 * what is coming in) is asked of it, and left out with a word on how to start one when none runs.
 */
#include "commands.h"
#include "json_post.h"
#include "measure.h"
#include "neighbour.h"
#include "rows.h"

#include <kiem/link.h>

#include "kiem-build.h"

#include <stdlib.h>
#include <string.h>

#define ASK_MS 2000
#define FULL_PERCENT 80 /* from here on the store says so */

static const struct args_spec spec = {
        .reads = true,
        .more = N_("The store, the boards and how far they have come in, the clock, and whether kiemd runs."),
        .example = "kiem status",
};

struct status {
	struct look look;
	struct kiem_store_stat stat;
	struct kiem_clock clock;
	bool clock_ok;
	struct kiem_board *boards;
	size_t n_boards;
	json_t *daemon; /* its answer, or NULL */
};

static int gather(struct status *s)
{
	struct cli *cli = s->look.cli;
	int status = look_boards(&s->look, &s->boards, &s->n_boards, false);
	enum kiem_err err = status ? KIEM_DONE : kiem_store_stat(cli->store, &s->stat);
	err = status || err ? err : kiem_read_clock(s->look.read, &s->clock);
	if (status || err) {
		return status ? status : look_err(&s->look, err);
	}
	s->clock_ok = kiem_clock_check(&s->clock, s->look.now_ms) == KIEM_DONE;
	char *answer = NULL;
	if (link_control_call(&answer, cli->home.control, "status", ASK_MS) == KIEM_DONE) {
		s->daemon = json_loads(answer, 0, NULL);
	}
	if (!json_is_true(json_object_get(s->daemon, "ok"))) {
		json_decref(s->daemon);
		s->daemon = NULL;
	}
	free(answer);
	return EX_OK;
}

/* What the daemon says of a board, or NULL. */
static json_t *of_daemon(const struct status *s, const char *board)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(s->daemon, "boards"), i, one)
	{
		const char *name = json_string_value(json_object_get(one, "board"));
		if (name && strcmp(name, board) == 0) {
			return one;
		}
	}
	return NULL;
}

static int64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* ---- for people ---- */

static void print_store(const struct status *s)
{
	const struct out *out = s->look.out;
	char posts[LOOK_WORD_MAX], used[LOOK_WORD_MAX], cap[LOOK_WORD_MAX];
	row_say(out, _("home"), "%s", s->look.cli->home.dir);
	row_say(out, _("store"), ngettext("%s post, %s of %s in use (%u %%)", "%s posts, %s of %s in use (%u %%)", s->stat.posts),
	        look_count(posts, s->stat.posts), measure_size(used, s->stat.used), measure_size(cap, s->stat.cap),
	        s->stat.percent);
	if (s->stat.percent >= FULL_PERCENT) {
		row_say(out, _("notice"), "%s",
		        _("the store is getting full; raise “cap” under [store] in kiem.conf, or run “kiem compact”"));
	}
}

static void print_clock(const struct status *s)
{
	const struct out *out = s->look.out;
	int64_t offset = s->clock.offset_ms;
	char span[LOOK_WORD_MAX];
	if (s->clock_ok) {
		row_say(out, _("clock"), "%s", _("agrees with what is known"));
	} else if (offset != 0) {
		measure_span(span, (offset < 0 ? -offset : offset) / 1000);
		row_say(out, _("clock"),
		        offset > 0 ? _("this machine is %s behind most neighbours; set its clock, posting waits until then")
		                   : _("this machine is %s ahead of most neighbours; set its clock, posting waits until then"),
		        span);
	} else {
		row_say(out, _("clock"), "%s",
		        _("this machine's clock is behind what the store has seen; set it, posting waits until then"));
	}
}

static void print_daemon(const struct status *s)
{
	const struct out *out = s->look.out;
	char up[LOOK_WORD_MAX];
	if (!s->daemon) {
		row_say(out, "kiemd", "%s", _("is not running; start it with “kiemd &” or “systemctl --user start kiemd”"));
		return;
	}
	int64_t links = number_of(s->daemon, "links");
	const char *listen = json_string_value(json_object_get(s->daemon, "listen"));
	row_say(out, "kiemd",
	        ngettext("has run for %s, linked with %lld neighbour", "has run for %s, linked with %lld neighbours",
	                (unsigned long)links),
	        measure_span(up, number_of(s->daemon, "uptime_s")), (long long)links);
	if (links == 0) {
		row_say(out, _("notice"), "%s",
		        _("nobody is linked; give a neighbour what “kiem invite” prints, or see what “kiem links” tries"));
	}
	row_say(out, _("listens on"), "%s", listen && *listen ? listen : _("nothing: it only dials"));
	if (listen && *listen) {
		neighbour_reach(out, json_string_value(json_object_get(s->daemon, "reach")));
	}
	int64_t remembered = number_of(s->daemon, "remembered");
	row_say(out, _("remembers"), ngettext("%lld other node", "%lld other nodes", (unsigned long)remembered),
	        (long long)remembered);
}

/* How far a board has come in: what is here of what the neighbour furthest ahead has, while it comes. */
static void print_board(const struct status *s, const struct kiem_board *board)
{
	struct facts facts;
	char here[LOOK_WORD_MAX], there[LOOK_WORD_MAX], span[LOOK_WORD_MAX];
	const json_t *live = of_daemon(s, board->name);
	const char *phase = json_string_value(json_object_get(live, "phase"));
	const json_t *synced = json_object_get(live, "synced_s");
	bool coming = phase && strcmp(phase, "streaming") == 0 && number_of(live, "theirs") > 0;
	out_printf(s->look.out, "  ");
	out_cut(s->look.out, out_span(board->name), s->look.out->width - 2);
	out_printf(s->look.out, "\n");
	facts_init(&facts, s->look.out, 4);
	look_count(here, board->posts);
	if (coming) {
		facts_say(&facts, _("%s of %s posts"), here, look_count(there, (uint64_t)number_of(live, "theirs")));
		facts_say(&facts, "%s", _("coming in"));
	} else {
		facts_say(&facts, ngettext("%s post", "%s posts", board->posts), here);
	}
	if (!board->followed) {
		facts_say(&facts, "%s", _("not followed"));
	} else if (phase && strcmp(phase, "comparing") == 0) {
		facts_say(&facts, "%s", _("being compared with a neighbour"));
	} else if (json_is_integer(synced)) {
		facts_say(&facts, _("the same as a neighbour's, %s ago"), measure_span(span, json_integer_value(synced)));
	} else if (!coming && !board->complete) {
		facts_say(&facts, "%s", _("not yet filled by a neighbour"));
	}
	neighbour_view(&facts, json_object_get(live, "view"));
	facts_end(&facts);
	neighbour_list(s->look.out, json_object_get(live, "neighbours"));
}

static void print_text(const struct status *s)
{
	print_store(s);
	print_clock(s);
	print_daemon(s);
	if (s->n_boards == 0) {
		row_heading(s->look.out, "%s", _("You follow no board yet. Follow one: kiem follow nl/town/place"));
		return;
	}
	row_heading(s->look.out, "%s", _("Boards"));
	for (size_t i = 0; i < s->n_boards; i++) {
		print_board(s, &s->boards[i]);
	}
}

/* ---- for programs ---- */

static json_t *json_boards(const struct status *s)
{
	static const char *const live_keys[] = {"phase", "received", "theirs", "synced_s", "view", "neighbours"};
	json_t *array = json_array();
	for (size_t i = 0; i < s->n_boards; i++) {
		const struct kiem_board *board = &s->boards[i];
		json_t *one = json_object(), *live = of_daemon(s, board->name);
		json_put(one, "board", json_string(board->name));
		json_put(one, "followed", json_boolean(board->followed));
		json_put(one, "posts", json_integer((json_int_t)board->posts));
		json_put(one, "bytes", json_integer((json_int_t)board->bytes));
		json_put(one, "complete", json_boolean(board->complete));
		for (size_t k = 0; live && k < sizeof live_keys / sizeof *live_keys; k++) {
			json_t *value = json_object_get(live, live_keys[k]);
			json_put(one, live_keys[k], value ? json_incref(value) : json_null());
		}
		json_append(array, one);
	}
	return array;
}

static json_t *json_store(const struct kiem_store_stat *stat)
{
	json_t *object = json_object();
	json_put(object, "cap", json_integer((json_int_t)stat->cap));
	json_put(object, "used", json_integer((json_int_t)stat->used));
	json_put(object, "file", json_integer((json_int_t)stat->file));
	json_put(object, "percent", json_integer((json_int_t)stat->percent));
	json_put(object, "posts", json_integer((json_int_t)stat->posts));
	json_put(object, "post_bytes", json_integer((json_int_t)stat->post_bytes));
	return object;
}

static void print_json(const struct status *s)
{
	static const char *const daemon_keys[] = {"version", "node", "name", "listen", "reach", "uptime_s", "links", "remembered"};
	json_t *object = json_object(), *clock = json_object(), *daemon = s->daemon ? json_object() : json_null();
	json_put(object, "version", json_string(KIEM_VERSION));
	json_put(object, "home", json_string(s->look.cli->home.dir));
	json_put(object, "running", json_boolean(s->daemon != NULL));
	json_put(object, "store", json_store(&s->stat));
	json_put(clock, "ok", json_boolean(s->clock_ok));
	json_put_time(clock, "floor", s->clock.floor_ms);
	json_put(clock, "offset_ms", json_integer(s->clock.offset_ms));
	json_put(object, "clock", clock);
	for (size_t k = 0; s->daemon && k < sizeof daemon_keys / sizeof *daemon_keys; k++) {
		json_t *value = json_object_get(s->daemon, daemon_keys[k]);
		json_put(daemon, daemon_keys[k], value ? json_incref(value) : json_null());
	}
	json_put(object, "daemon", daemon);
	json_put(object, "boards", json_boards(s));
	out_json(s->look.out, object);
}

int command_status(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct status s = {0};
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if (!(status = look_init(&s.look, cli)) && !(status = gather(&s))) {
		if (cli->json) {
			print_json(&s);
		} else {
			print_text(&s);
		}
	}
	json_decref(s.daemon);
	free(s.boards);
	look_finish(&s.look);
	return status;
}
