/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem match`: offers for requests and requests for offers, rings, and requests that nobody answered. */
#include "commands.h"
#include "json_post.h"
#include "matching.h"
#include "target.h"

#include <string.h>
#include <unistd.h>

#define LIMIT_DEFAULT 5
#define PER_POST 5

static const struct args_option options[] = {
        {"mine", NULL, N_("for all that you offer and ask for; as it is without ID"), false},
        {"all", NULL, N_("for everybody’s"), false},
        {"rings", NULL, N_("rings of up to four, in which each has what the next one needs"), false},
        {"open", NULL, N_("requests that nobody answered, the eldest first"), false},
        {"board", N_("BOARD"), N_("only what is asked for on this board"), false},
        {"limit", N_("N"), N_("at most so many (5)"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[ID]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_(
                "Matches offers with requests that are about the same thing: rare words and tags in common count for more, words "
                "that everybody uses for nothing. How much of what is asked for is covered, the time, the place and two sectors "
                "then add points. Every reason is shown with its points, and with it the command that takes it up."),
        .example = "kiem match\nkiem match 3f9a\nkiem match --all --rings\nkiem match --open --board nl/tilburg/noord",
};

struct asking {
	struct look look;
	struct view_extract *x;
	struct view_match_options options;
	size_t limit;
	const struct kiem_board *board; /* whose requests; NULL: of all boards */
	bool rings, open, mine;
};

/* ---- what is asked for ---- */

static int read_scope(struct asking *a, const struct args *args)
{
	bool all = args_has(args, "all"), mine = args_has(args, "mine");

	a->rings = args_has(args, "rings");
	a->open = args_has(args, "open");
	if ((all && mine) || (args->n_operands > 0 && (all || mine || a->open)) || (a->rings && a->open)) {
		return cli_fail(EX_USAGE, _("give one of these: an ID, --mine, --all, --open."));
	}
	/* Of open requests everybody's are wanted, unless it is said. */
	a->mine = args->n_operands == 0 && (mine || (!all && !a->open));
	a->options.row = VIEW_NONE;
	a->options.per_post = PER_POST;
	return args_limit(&a->limit, args, LIMIT_DEFAULT);
}

/* Of one board all matches are asked for, since the best of all boards may be of others. */
static int read_board(struct asking *a, struct kiem_board *board, const struct args *args)
{
	const char *name = args_value(args, "board");
	int status = name ? resolve_board_here(a->look.cli, board, name) : EX_OK;

	if (name && (args->n_operands > 0 || a->rings)) {
		return cli_fail(EX_USAGE, _("--board goes with --mine, --all and --open."));
	}
	a->board = name ? board : NULL;
	a->options.limit = name ? 0 : a->limit;
	return status;
}

static bool is_asked_here(const struct asking *a, const struct view_trade *request)
{
	return !a->board || a->x->board[request->row] == a->board->number;
}

static void keep_asked(const struct asking *a, struct view_matches *matches)
{
	size_t n = 0;

	for (size_t i = 0; i < matches->n; i++) {
		if (is_asked_here(a, &matches->list[i].request)) {
			matches->list[n++] = matches->list[i];
		}
	}
	matches->more = matches->more || n > a->limit;
	matches->n = n < a->limit ? n : a->limit;
}

/* The identity, when there is one: whose posts are mine. */
static int read_me(struct asking *a)
{
	struct cli *cli = a->look.cli;
	int status = access(cli->home.identity, F_OK) == 0 || a->mine ? cli_identity(cli) : EX_OK;

	a->options.me = a->mine ? &cli->me : NULL;
	return status;
}

static int read_post(struct asking *a, const char *prefix)
{
	struct kiem_kept kept;
	int status = prefix ? resolve_post(a->look.cli, &kept, prefix) : EX_OK;

	if (status || !prefix) {
		return status;
	}
	a->options.row = view_row_of(a->x, kept.number);
	uint32_t original = a->options.row == VIEW_NONE ? VIEW_NONE : view_row_original(a->x, a->options.row, a->look.now_ms);
	uint16_t kind = original == VIEW_NONE ? 0 : a->x->kind[original];
	if (kind != KIEM_OFFER && kind != KIEM_REQUEST) {
		return cli_fail(EX_USAGE, _("only offers and requests are matched; this is another kind of post."));
	}
	return EX_OK;
}

/* ---- screens ---- */

static void print_more(const struct asking *a, bool more)
{
	if (more && !a->look.cli->json) {
		out_printf(a->look.out, "\n");
		out_wrap(a->look.out, out_span(_("There is more: --limit 100 shows it.")), 0);
	}
}

static void print_nothing(const struct asking *a, const struct view_matches *matches)
{
	char n[LOOK_WORD_MAX], offers[2 * LOOK_WORD_MAX], requests[2 * LOOK_WORD_MAX];

	if (a->look.cli->json) {
		return;
	}
	snprintf(offers, sizeof offers, ngettext("%s open offer", "%s open offers", matches->offers),
	        look_count(n, matches->offers));
	snprintf(requests, sizeof requests, ngettext("%s open request", "%s open requests", matches->requests),
	        look_count(n, matches->requests));
	out_say(a->look.out, _("Nothing matches now, among %s and %s."), offers, requests);
	if (matches->offers > 0 && matches->requests > 0) {
		out_say(a->look.out, "%s",
		        _("An offer and a request match when they are by two people and have words or tags in common."));
	}
	if (a->mine) {
		out_say(a->look.out, "%s",
		        _("Say what you have or need: kiem offer \"…\", kiem request \"…\". Others’ matches: kiem match --all"));
	}
}

static int show_matches(struct asking *a)
{
	struct view_matches *matches = NULL;
	enum kiem_err err = view_matches_create(&matches, a->x, a->look.read, &a->options);
	int status =
	        err == KIEM_E_INVALID
	                ? cli_fail(EX_USAGE, _("this is no longer open: it is fulfilled, given away, or its time has gone by."))
	                : look_err(&a->look, err);

	if (!status) {
		keep_asked(a, matches);
	}
	for (size_t i = 0; !status && i < matches->n; i++) {
		struct matching m;
		if ((status = matching_read(&m, &a->look, &matches->list[i]))) {
			break;
		}
		if (a->look.cli->json) {
			out_json(a->look.out, matching_json(&m));
		} else {
			out_printf(a->look.out, "%s", i > 0 ? "\n" : "");
			matching_print(&m);
		}
	}
	if (!status && matches->n == 0) {
		print_nothing(a, matches);
	}
	if (!status) {
		print_more(a, matches->more);
	}
	view_matches_destroy(matches);
	return status;
}

static int show_ring(const struct asking *a, const struct view_ring *ring, bool first)
{
	json_t *object = a->look.cli->json ? json_object() : NULL, *steps = object ? json_array() : NULL;
	int status = EX_OK;

	if (!object) {
		out_printf(a->look.out, "%s%s", first ? "" : "\n", out_style(a->look.out, OUT_BOLD));
		out_printf(a->look.out, ring->n == 2 ? _("A swap of %zu") : _("A ring of %zu"), ring->n);
		out_printf(a->look.out, "%s\n", out_style(a->look.out, OUT_PLAIN));
	}
	for (size_t i = 0; i < ring->n && !status; i++) {
		struct matching m;
		status = matching_read(&m, &a->look, &ring->step[i]);
		if (!status && object) {
			json_append(steps, matching_json(&m));
		} else if (!status) {
			matching_print_step(&m);
		}
	}
	if (object) {
		json_put(object, "score", json_integer(ring->score));
		json_put(object, "steps", steps);
		out_json(a->look.out, object);
	}
	return status;
}

static void tell_rings(const struct asking *a, bool any)
{
	if (!any) {
		out_say(a->look.out, _("There is no ring now in which each has what the next one needs."));
		return;
	}
	out_printf(a->look.out, "\n");
	out_say(a->look.out, _("Whoever has the offer begins: kiem answer REQUEST --with OFFER."));
	out_say(a->look.out, _("Others can point it out: kiem note REQUEST \"…\""));
}

static int show_rings(struct asking *a)
{
	struct view_rings *rings = NULL;
	enum kiem_err err = view_rings_create(&rings, a->x, a->look.read, &a->options);
	int status =
	        err == KIEM_E_INVALID
	                ? cli_fail(EX_USAGE, _("this is no longer open: it is fulfilled, given away, or its time has gone by."))
	                : look_err(&a->look, err);

	for (size_t i = 0; !status && i < rings->n; i++) {
		status = show_ring(a, &rings->list[i], i == 0);
	}
	if (!status && !a->look.cli->json) {
		tell_rings(a, rings->n > 0);
	}
	if (!status) {
		print_more(a, rings->more);
	}
	view_rings_destroy(rings);
	return status;
}

static int show_open(struct asking *a)
{
	struct view_unanswered *list = NULL;
	enum kiem_err err = view_unanswered_create(&list, a->x, a->look.read, a->options.me, a->look.now_ms);
	int status = look_err(&a->look, err);
	size_t shown = 0, i = 0;

	for (; !status && i < list->n; i++) {
		if (!is_asked_here(a, &list->list[i])) {
			continue;
		}
		if (shown == a->limit) {
			break;
		}
		out_printf(a->look.out, "%s", shown++ > 0 && !a->look.cli->json ? "\n" : "");
		status = matching_print_open(&a->look, &list->list[i]);
	}
	if (!status && shown == 0 && !a->look.cli->json) {
		out_say(a->look.out, "%s", _("No request waits for an answer."));
	}
	if (!status) {
		print_more(a, i < list->n);
	}
	view_unanswered_destroy(list);
	return status;
}

int command_match(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct kiem_board board;
	struct asking a = {.open = false};
	int status;

	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&a.look, cli)) || (status = read_scope(&a, &args)) || (status = read_board(&a, &board, &args)) ||
	        (status = read_me(&a)) || (status = cli_extract(cli, &a.x)) ||
	        (status = read_post(&a, args.n_operands > 0 ? args.operands[0] : NULL))) {
		goto cleanup;
	}
	a.options.now_ms = a.look.now_ms;
	status = a.open ? show_open(&a) : a.rings ? show_rings(&a) : show_matches(&a);
cleanup:
	look_finish(&a.look);
	return status;
}
