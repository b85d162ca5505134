/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem sync`: compares with every neighbour now, and tells what that brought. kiemd does it; it keeps sums of what all exchanges
 * on a link did, so this looks at them before it asks, and until every exchange has ended: the difference is what happened. What a
 * neighbour sends at the same time because it is new counts with it: to a person that is the same.
 */
#include "sync.h"

#include "commands.h"
#include "look.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define WAIT_S 60
#define WAIT_S_MAX 86400
#define LOOK_MS 20 /* until the first look; then a little longer each time */
#define LOOK_MS_MAX 200

static const struct args_option options[] = {
        {"wait", N_("SECONDS"), N_("how long it may take, 60 when not said"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_(
                "Compares your boards, or one of them, with those of every neighbour that is linked, takes what is not here and "
                "sends what is not there. kiemd does this by itself every few minutes; this does it now. Needs a running kiemd."),
        .example = "kiem sync\nkiem sync nl/tilburg/noord --wait 300",
};

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static int64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* ---- what kiemd says ---- */

static struct part *find(const struct sync *s, const char *node, const char *board)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->parts[i].node, node) == 0 && strcmp(s->parts[i].board, board) == 0) {
			return &s->parts[i];
		}
	}
	return NULL;
}

static struct part *add(struct sync *s, const json_t *link, const char *board)
{
	if (s->n == s->cap) {
		size_t cap = s->cap > 0 ? 2 * s->cap : 64;
		struct part *parts = realloc(s->parts, cap * sizeof *parts);
		if (!parts) {
			return NULL;
		}
		s->parts = parts;
		s->cap = cap;
	}
	struct part *part = &s->parts[s->n++];
	*part = (struct part){.linked = true};
	snprintf(part->node, sizeof part->node, "%s", text_of(link, "node"));
	snprintf(part->address, sizeof part->address, "%s", text_of(link, "address"));
	snprintf(part->board, sizeof part->board, "%s", board);
	return part;
}

/* A link that was made anew began its sums anew, and with a comparison. */
static void read_part(struct part *part, const json_t *board, bool first)
{
	const json_t *sums = json_object_get(board, "compared");
	const char *phase = text_of(board, "phase");
	part->now = (struct sums){.times = number_of(sums, "times"),
	        .sent = number_of(sums, "sent"),
	        .taken = number_of(sums, "taken"),
	        .bytes = number_of(sums, "bytes"),
	        .trips = number_of(sums, "trips")};
	if (first) {
		part->before = part->now;
	} else if (part->now.times < part->before.times) {
		part->before = (struct sums){0};
	}
	part->linked = true;
	part->same = strcmp(phase, "synced") == 0;
	part->resting = part->same || strcmp(phase, "idle") == 0;
}

static int read_links(struct sync *s, const json_t *links, bool first)
{
	size_t i, k;
	json_t *link, *board;
	json_array_foreach(links, i, link)
	{
		json_array_foreach(json_object_get(link, "boards"), k, board)
		{
			const char *name = text_of(board, "board");
			if (!json_is_true(json_object_get(link, "up")) || (s->board && strcmp(s->board, name) != 0)) {
				continue;
			}
			struct part *part = find(s, text_of(link, "node"), name);
			if (!part && first && !(part = add(s, link, name))) {
				return cli_fail_err(KIEM_E_MEMORY, NULL);
			}
			if (part) {
				read_part(part, board, first);
			}
		}
	}
	return EX_OK;
}

static int look(struct sync *s, bool first)
{
	json_t *answer = NULL;
	int status = cli_ask(s->cli, &answer, "links");
	for (size_t i = 0; i < s->n; i++) {
		s->parts[i].linked = false;
	}
	if (!status) {
		status = read_links(s, json_object_get(answer, "links"), first);
	}
	if (!status && s->n == 0) {
		status = json_array_size(json_object_get(answer, "links")) == 0
		                 ? cli_fail(EX_TEMPFAIL, _("nobody is linked now; “kiem links” shows whom kiemd tries to reach."))
		                 : cli_fail(EX_TEMPFAIL, _("no neighbour that is linked now has %s."),
		                           s->board ? s->board : _("one of your boards"));
	}
	json_decref(answer);
	return status;
}

/* ---- until it is done ---- */

static int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* One line that is written over; a program is told nothing before the end. */
static void show_progress(const struct sync *s)
{
	const struct out *out = &s->cli->out;
	char taken[LOOK_WORD_MAX], sent[LOOK_WORD_MAX];
	if (!out->terminal || s->cli->json) {
		return;
	}
	struct total t = sync_total(s);
	out_printf(out, "\r\033[K");
	out_printf(out, _("%zu of %zu comparisons done, %s posts taken, %s sent"), t.done, s->n,
	        look_count(taken, (uint64_t)t.sums.taken), look_count(sent, (uint64_t)t.sums.sent));
	fflush(out->file);
}

static void clear_progress(const struct sync *s)
{
	if (s->cli->out.terminal && !s->cli->json) {
		out_printf(&s->cli->out, "\r\033[K");
	}
}

/* Until every exchange ended or its link did, or time is up. */
static int wait_for_all(struct sync *s)
{
	int64_t pause_ms = LOOK_MS;
	int status = EX_OK;
	struct total t = sync_total(s);
	show_progress(s);
	while (!status && t.done + t.lost < s->n && monotonic_ms() - s->began_ms < s->wait_ms) {
		nanosleep(&(struct timespec){.tv_nsec = pause_ms * 1000000}, NULL);
		pause_ms = pause_ms * 5 / 4 < LOOK_MS_MAX ? pause_ms * 5 / 4 : LOOK_MS_MAX;
		status = look(s, false);
		t = sync_total(s);
		show_progress(s);
	}
	clear_progress(s);
	return status;
}

/* Everything was told; what is left open is said, so that nobody takes half for whole. */
static int verdict(const struct sync *s)
{
	struct total t = sync_total(s);
	fflush(s->cli->out.file);
	if (t.done == s->n) {
		return EX_OK;
	}
	if (t.done + t.lost == s->n) {
		return cli_fail(
		        EX_TEMPFAIL, _("a link broke before all was compared; kiemd makes it again and goes on by itself."));
	}
	return cli_fail(EX_TEMPFAIL,
	        ngettext("not everything was compared within %lld second; kiemd goes on, “kiem status” shows how far it is.",
	                "not everything was compared within %lld seconds; kiemd goes on, “kiem status” shows how far it is.",
	                (unsigned long)(s->wait_ms / 1000)),
	        (long long)(s->wait_ms / 1000));
}

static int run(struct sync *s)
{
	json_t *answer = NULL;
	char request[KIEM_BOARD_MAX + 16];
	int status = look(s, true);
	snprintf(request, sizeof request, s->board ? "sync %s" : "sync", s->board);
	if (status || (status = cli_ask(s->cli, &answer, request))) {
		return status;
	}
	json_decref(answer);
	if ((status = wait_for_all(s))) {
		return status;
	}
	sync_tell(s, monotonic_ms() - s->began_ms);
	return verdict(s);
}

static int read_wait(int64_t *wait_ms, const struct args *args)
{
	const char *text = args_value(args, "wait");
	char *end = NULL;
	unsigned long seconds = text ? strtoul(text, &end, 10) : WAIT_S;
	if (text && (text[0] < '0' || text[0] > '9' || *end != '\0' || seconds < 1 || seconds > WAIT_S_MAX)) {
		return cli_fail(EX_USAGE, _("“%s” is no number of seconds from 1 to %d."), text, WAIT_S_MAX);
	}
	*wait_ms = (int64_t)seconds * 1000;
	return EX_OK;
}

int command_sync(struct cli *cli, int argc, char **argv)
{
	struct sync s = {.cli = cli, .began_ms = monotonic_ms()};
	char board[KIEM_BOARD_MAX + 1];
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = read_wait(&s.wait_ms, &args)) || (status = cli_read(cli))) {
		return status;
	}
	if (args.n_operands > 0) {
		status = resolve_board(cli, board, args.operands[0]);
		s.board = board;
	}
	cli_read_end(cli);
	status = status ? status : run(&s);
	free(s.parts);
	return status;
}
