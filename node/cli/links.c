/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem links`: the neighbours that this node is linked with now, and those that it is trying to reach. Only the daemon knows. */
#include "commands.h"
#include "json_post.h"
#include "measure.h"
#include "neighbour.h"
#include "rows.h"

#include <string.h>

static const struct args_spec spec = {
        .reads = true,
        .more = N_("Under each neighbour stand the boards that you share: “active” is one of the few that posts are passed to at "
                   "once, "
                   "“pinned” one that you invited or that invited you, “guest” one that nobody can dial. Needs a running kiemd; "
                   "“kiem status” works without."),
        .example = "kiem links",
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

/* A line a board: its name, what the neighbour is to it, how far the two are apart. */
static void print_board(const struct out *out, const json_t *board)
{
	struct facts facts;
	char here[LOOK_WORD_MAX], there[LOOK_WORD_MAX];
	const char *place = neighbour_place(board);
	facts_init(&facts, out, 4);
	facts_say(&facts, "%s", text_of(board, "board"));
	facts_say(&facts, "%s", place ? place : "");
	if (strcmp(text_of(board, "phase"), "streaming") == 0) {
		facts_say(&facts, _("%s of %s posts came in"), look_count(here, (uint64_t)number_of(board, "received")),
		        look_count(there, (uint64_t)number_of(board, "theirs")));
	} else {
		neighbour_differs(&facts, board);
	}
	facts_end(&facts);
}

static void print_link(const struct out *out, const json_t *link)
{
	struct facts facts;
	const char *address = text_of(link, "address");
	char in[LOOK_WORD_MAX], gone[LOOK_WORD_MAX], span[MEASURE_MAX];
	size_t i;
	json_t *board;
	out_printf(out, "  %.16s  ", text_of(link, "node"));
	out_cut(out, out_span(*address ? address : _("dialled us")), out->width - 20);
	out_printf(out, "\n");
	facts_init(&facts, out, 4);
	facts_say(&facts, "%s", json_is_true(json_object_get(link, "up")) ? _("linked") : _("getting acquainted"));
	facts_say(&facts, _("for %s"), measure_span(span, number_of(link, "since_s")));
	facts_say(&facts, _("answers in %lld ms"), (long long)number_of(link, "rtt_ms"));
	facts_say(&facts, _("%s posts in, %s out"), look_count(in, (uint64_t)number_of(link, "posts_in")),
	        look_count(gone, (uint64_t)number_of(link, "posts_out")));
	if (number_of(link, "offences") > 0) {
		facts_say(&facts, _("%lld times broke the rules"), (long long)number_of(link, "offences"));
	}
	facts_end(&facts);
	json_array_foreach(json_object_get(link, "boards"), i, board)
	{
		print_board(out, board);
	}
}

static void print_wanted(const struct out *out, const json_t *wanted)
{
	struct facts facts;
	char span[MEASURE_MAX];
	facts_init(&facts, out, 2);
	facts_say(&facts, "%.16s  %s", text_of(wanted, "node"), text_of(wanted, "address"));
	facts_say(&facts, _("tried again in %s"), measure_span(span, number_of(wanted, "next_try_s")));
	facts_end(&facts);
}

static void print_text(const struct out *out, const json_t *answer)
{
	const json_t *links = json_object_get(answer, "links");
	size_t i, n_waiting = 0;
	json_t *one;
	json_array_foreach(links, i, one)
	{
		print_link(out, one);
	}
	json_array_foreach(json_object_get(answer, "wanted"), i, one)
	{
		if (json_is_true(json_object_get(one, "linked"))) {
			continue;
		}
		if (n_waiting++ == 0) {
			row_heading(out, "%s", _("Not reached at the moment"));
		}
		print_wanted(out, one);
	}
	if (json_array_size(links) == 0 && n_waiting == 0) {
		out_wrap(out,
		        out_span(_(
		                "There are no links yet. Give a neighbour what “kiem invite” prints, or follow the link that they "
		                "gave you: kiem follow 'kiem://…'")),
		        0);
	}
}

static void print_lines(const struct out *out, const json_t *list, const char *type)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		json_t *line = json_object();
		json_put(line, "type", json_string(type));
		int failed = json_object_update(line, one);
		out_json(out, failed ? NULL : line);
	}
}

int command_links(struct cli *cli, int argc, char **argv)
{
	struct args args;
	json_t *answer = NULL;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = cli_ask(cli, &answer, "links"))) {
		return status;
	}
	if (cli->json) {
		print_lines(&cli->out, json_object_get(answer, "links"), "link");
		print_lines(&cli->out, json_object_get(answer, "wanted"), "wanted");
	} else {
		print_text(&cli->out, answer);
	}
	json_decref(answer);
	return EX_OK;
}
