/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem coalitions`: who moves together, with the most energy first. The order says what stirs now, not who is worth more; what
 * rests is there too.
 */
#include "coalition_words.h"
#include "commands.h"
#include "json_post.h"
#include "known.h"

#include <stdlib.h>

#define LIMIT_DEFAULT 6 /* fits 24 lines */
#define FACTS_INDENT 14 /* under the sparkline, behind the id */

static const struct args_option options[] = {
        {"state", N_("STATE"), N_("only these: sprouting, alive, resting"), true},
        {"newest", NULL, N_("newest first, instead of most energy first"), false},
        {"limit", N_("N"), N_("at most so many (6)"), false},
        {"all", NULL, N_("all of them"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_(
                "Around every initiative a coalition forms of whoever joins, builds on it or does something. Its energy is what "
                "people gave lately: each of them counts, newcomers and confirmed deeds a little more, and it halves in a month. "
                "The bars are the last eight weeks. Without BOARD: all boards that you follow."),
        .example = "kiem coalitions\nkiem coalitions nl/tilburg/noord --state sprouting --newest",
};

/* What is asked for, and what it is asked with. */
struct listing {
	struct look look;
	struct known known;
	struct view_coalitions_ask ask;
	struct kiem_board *boards; /* malloc'ed */
	uint32_t *numbers;         /* malloc'ed */
	size_t n_boards;
	struct view_coalitions *list;
};

static int read_options(struct listing *l, const struct args *args)
{
	const char *states[ARGS_MAX];
	size_t n = args_values(args, states, ARGS_MAX, "state");
	for (size_t i = 0; i < n; i++) {
		uint32_t state = words_state_of(states[i]);
		if (state == 0) {
			return cli_fail(EX_USAGE, _("“%s” is no state; a coalition is sprouting, alive or resting."), states[i]);
		}
		l->ask.states |= state;
	}
	l->ask.newest = args_has(args, "newest");
	return args_limit(&l->ask.limit, args, args_has(args, "all") ? 0 : LIMIT_DEFAULT);
}

static int find_boards(struct listing *l, const char *name)
{
	int status;
	if (name) {
		l->boards = calloc(1, sizeof *l->boards);
		if (!l->boards) {
			return look_err(&l->look, KIEM_E_MEMORY);
		}
		l->n_boards = 1;
		status = resolve_board_here(l->look.cli, l->boards, name);
	} else {
		status = look_boards(&l->look, &l->boards, &l->n_boards, true);
	}
	if (status) {
		return status;
	}
	l->numbers = calloc(l->n_boards + 1, sizeof *l->numbers);
	if (!l->numbers) {
		return look_err(&l->look, KIEM_E_MEMORY);
	}
	for (size_t i = 0; i < l->n_boards; i++) {
		l->numbers[i] = l->boards[i].number;
	}
	l->ask.boards = l->numbers;
	l->ask.n_boards = l->n_boards;
	return EX_OK;
}

/* ---- for people ---- */

static void print_counts(const struct listing *l)
{
	const size_t *n = l->list->states;
	struct facts facts;
	const struct out *out = l->look.out;
	if (l->n_boards == 1) {
		out_printf(out, "%s", out_style(out, OUT_BOLD));
		out_cut(out, out_span(l->boards[0].name), out->width);
		out_printf(out, "%s\n", out_style(out, OUT_PLAIN));
	}
	facts_init(&facts, out, 0);
	facts_say(&facts, ngettext("%zu alive", "%zu alive", n[VIEW_ALIVE]), n[VIEW_ALIVE]);
	facts_say(&facts, ngettext("%zu sprouting", "%zu sprouting", n[VIEW_SPROUTING]), n[VIEW_SPROUTING]);
	facts_say(&facts, ngettext("%zu resting", "%zu resting", n[VIEW_RESTING]), n[VIEW_RESTING]);
	facts_end(&facts);
	out_printf(out, "\n");
}

static void print_facts(const struct listing *l, const struct view_brief *brief)
{
	struct facts facts;
	char energy[QUANTITY_TEXT_MAX], people[LOOK_WORD_MAX], age[LOOK_WORD_MAX], missing[WORDS_MISSING_MAX];
	const struct view_extract *x = l->known.trusted.x;
	facts_init(&facts, l->look.out, FACTS_INDENT);
	facts_say(&facts, _("%s, energy %s"), words_state(brief->state),
	        words_energy(energy, brief->energy.known + brief->energy.strangers));
	facts_say(&facts, "%s", words_people(people, &brief->people));
	if (brief->sectors > 1) {
		facts_say(&facts, ngettext("%zu sector", "%zu sectors", brief->sectors), brief->sectors);
	}
	if (brief->newest_deed != VIEW_NONE) {
		facts_say(&facts, _("a deed %s"), look_age(age, x->made[brief->newest_deed], l->look.now_ms));
	}
	if (brief->state != VIEW_RESTING && brief->missing != 0) {
		facts_say(&facts, _("still to find: %s"), words_missing(missing, brief->missing));
	}
	facts_end(&facts);
}

static enum kiem_err print_one(const struct listing *l, const struct view_brief *brief)
{
	const struct out *out = l->look.out;
	const struct view_extract *x = l->known.trusted.x;
	struct kiem_kept shown;
	char id[LOOK_ID_MAX], spark[WORDS_SPARK_MAX];
	unsigned used = LOOK_ID_DIGITS + 2 + VIEW_WEEKS + 2;
	enum kiem_err err = kiem_read_post(l->look.read, &shown, x->number[brief->shown]);
	if (err) {
		return err;
	}
	const char *colour = out_style(out, brief->state == VIEW_RESTING ? OUT_DIM : OUT_GREEN);
	out_printf(out, "%s%s%s  %s%s%s  %s", out_style(out, OUT_DIM), look_id(id, &x->id[brief->row]), out_style(out, OUT_PLAIN),
	        colour, words_spark(spark, brief->trend), out_style(out, OUT_PLAIN), out_style(out, OUT_BOLD));
	out_cut(out, shown.post.title, out->width > used ? out->width - used : 1);
	out_printf(out, "%s\n%s", out_style(out, OUT_PLAIN), out_style(out, OUT_DIM));
	print_facts(l, brief);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	return KIEM_DONE;
}

static void print_end(const struct listing *l, const char *board)
{
	const struct out *out = l->look.out;
	const struct view_coalitions *list = l->list;
	char id[LOOK_ID_MAX], more[LOOK_WORD_MAX];
	if (list->n == 0 && list->states[0] + list->states[1] + list->states[2] > 0) {
		out_say(out, "%s", _("None of these now. Without --state you see all."));
	} else if (list->n == 0) {
		out_say(out, "%s",
		        _("No initiative hangs here yet, so nothing could form around it. Lay one down: kiem initiative \"What you "
		          "would "
		          "like to happen\""));
	} else if (list->fit > list->n) {
		out_printf(out, "\n");
		out_say(out, _("%s more: kiem coalitions%s%s --all. One whole: kiem coalition %s"),
		        look_count(more, list->fit - list->n), board ? " " : "", board ? board : "",
		        look_id(id, &l->known.trusted.x->id[list->list[0].row]));
	} else {
		out_printf(out, "\n");
		out_say(out, _("One whole: kiem coalition %s"), look_id(id, &l->known.trusted.x->id[list->list[0].row]));
	}
}

/* ---- for programs ---- */

static enum kiem_err print_json(const struct listing *l, const struct view_brief *brief)
{
	const struct view_extract *x = l->known.trusted.x;
	struct kiem_kept kept, shown;
	enum kiem_err err = kiem_read_post(l->look.read, &kept, x->number[brief->row]);
	err = err ? err : kiem_read_post(l->look.read, &shown, x->number[brief->shown]);
	if (err) {
		return err;
	}
	json_t *object = json_post(&l->look, &kept, &shown);
	json_put(object, "shown", out_json_hex(shown.post.id.b, sizeof shown.post.id.b));
	words_brief_json(object, x, brief);
	out_json(l->look.out, object);
	return KIEM_DONE;
}

static int print_list(const struct listing *l, const char *board)
{
	enum kiem_err err = KIEM_DONE;
	bool json = l->look.cli->json;
	if (!json && l->list->n > 0) {
		print_counts(l);
	}
	for (size_t i = 0; i < l->list->n && !err; i++) {
		err = json ? print_json(l, &l->list->list[i]) : print_one(l, &l->list->list[i]);
	}
	if (!err && !json) {
		print_end(l, board);
	}
	return look_err(&l->look, err);
}

int command_coalitions(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct listing l = {0};
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	const char *board = args.n_operands > 0 ? args.operands[0] : NULL;
	if ((status = look_init(&l.look, cli)) || (status = read_options(&l, &args)) || (status = find_boards(&l, board)) ||
	        (status = known_open(&l.known, &l.look))) {
		goto cleanup;
	}
	l.ask.eye = l.known.eye;
	if (l.n_boards == 0) {
		/* The view would take no boards for any board. */
		if (!cli->json) {
			out_say(&cli->out, "%s", _("You follow no board yet. Follow one: kiem follow nl/town/place"));
		}
		goto cleanup;
	}
	status = look_err(&l.look, view_coalitions_create(&l.list, l.known.trusted.x, &l.ask));
	if (!status) {
		status = print_list(&l, board);
	}
cleanup:
	view_coalitions_destroy(l.list);
	known_finish(&l.known);
	free(l.numbers);
	free(l.boards);
	look_finish(&l.look);
	return status;
}
