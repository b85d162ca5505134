/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem map`: the web of people and ties as a drawing, or as a file for another program. */
#include "map.h"

#include "commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DRAWN_MOST 100 /* people on a drawing, of whom most names find room */

static const struct args_option options[] = {
        {"format", N_("FORMAT"), N_("svg (a drawing), graphml (Gephi, Kumu) or dot (Graphviz)"), false},
        {"limit", N_("N"), N_("at most so many people: those with the strongest ties (100 on a drawing)"), false},
        {"all", NULL, N_("all of them"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_(
                "People are points, ties are lines, thicker the more two people did toward each other and the more lately; colours "
                "are coalitions. Without BOARD: the people of all boards that you follow. Who asked not to be named is someone."),
        .example = "kiem map nl/tilburg/noord --format svg > noord.svg\nkiem map --format graphml > map.graphml",
};

enum format { FORMAT_SVG, FORMAT_GRAPHML, FORMAT_DOT, FORMAT_JSON };

static int read_format(enum format *format, const struct args *args, bool json)
{
	static const char *const names[] = {"svg", "graphml", "dot"};
	const char *text = args_value(args, "format");
	*format = json ? FORMAT_JSON : FORMAT_SVG;
	if (!text) {
		return EX_OK;
	}
	if (json) {
		return cli_fail(EX_USAGE, _("--json is a format itself; leave --format out."));
	}
	for (int i = 0; i < 3; i++) {
		if (strcmp(text, names[i]) == 0) {
			*format = (enum format)i;
			return EX_OK;
		}
	}
	return cli_fail(EX_USAGE, _("“%s” is no format; a map is svg, graphml or dot."), text);
}

static int find_boards(struct mapping *m, uint32_t **numbers, size_t *n, const char *given)
{
	struct kiem_board *boards = NULL, one;
	int status = given ? resolve_board_here(m->look.cli, &one, given) : look_boards(&m->look, &boards, n, true);
	if (given) {
		*n = 1;
	}
	*numbers = calloc(*n + 1, sizeof **numbers);
	for (size_t i = 0; !status && *numbers && i < *n; i++) {
		(*numbers)[i] = given ? one.number : boards[i].number;
	}
	free(boards);
	if (!status && *n == 0) {
		status = cli_fail(EX_NOINPUT, _("you follow no board yet; follow one with: kiem follow nl/town/place"));
	}
	return status ? status : look_err(&m->look, *numbers ? KIEM_DONE : KIEM_E_MEMORY);
}

/* Names of people and titles of coalitions, read once. */
static enum kiem_err read_words(struct mapping *m)
{
	const struct view_map *map = m->map;
	enum kiem_err err = KIEM_DONE;
	m->names = calloc(map->n_people + 1, sizeof *m->names);
	m->named = calloc(map->n_people + 1, sizeof *m->named);
	m->titles = calloc(map->n_groups + 1, sizeof *m->titles);
	if (!m->names || !m->named || !m->titles) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < map->n_people && !err; i++) {
		const struct view_person *person;
		err = view_people_get(m->look.people, &person, &m->x->key[map->people[i].person]);
		m->named[i] = !err && !person->unnamed && person->name.n > 0;
		out_clean(m->names[i], sizeof m->names[i], m->named[i] ? person->name : out_span(_("someone")));
	}
	for (size_t i = 0; i < map->n_groups && !err; i++) {
		struct kiem_kept kept;
		err = kiem_read_post(m->look.read, &kept, m->x->number[map->groups[i].shown]);
		if (!err) {
			out_clean(m->titles[i], sizeof m->titles[i], kept.post.title);
		}
	}
	return err;
}

static int write_map(struct mapping *m, enum format format)
{
	enum kiem_err err = read_words(m);
	if (!err) {
		switch (format) {
		case FORMAT_SVG:
			err = map_svg(m);
			break;
		case FORMAT_GRAPHML:
			map_graphml(m);
			break;
		case FORMAT_DOT:
			map_dot(m);
			break;
		case FORMAT_JSON:
			map_json(m);
			break;
		}
	}
	return look_err(&m->look, err);
}

static int make_map(struct mapping *m, const struct view_map_ask *ask)
{
	int status = cli_extract(m->look.cli, &m->x);
	if (status) {
		return status;
	}
	enum kiem_err err = view_map_create(&m->map, m->x, ask);
	if (err == KIEM_E_NOT_FOUND) {
		return cli_fail(EX_UNAVAILABLE, _("a drawing needs igraph, which is not installed (Debian: libigraph3); --format "
		                                  "graphml and dot do without."));
	}
	return look_err(&m->look, err);
}

int command_map(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct mapping m = {0};
	struct view_map_ask ask = {0};
	uint32_t *boards = NULL;
	enum format format;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	m.board = args.n_operands > 0 ? args.operands[0] : NULL;
	if ((status = read_format(&format, &args, cli->json)) ||
	        (status = args_limit(&ask.limit, &args, format == FORMAT_SVG && !args_has(&args, "all") ? DRAWN_MOST : 0))) {
		return status;
	}
	if (cli->out.terminal && format == FORMAT_SVG) {
		return cli_fail(EX_USAGE, _("a drawing goes to a file, which a web browser opens: kiem map > map.svg"));
	}
	if ((status = look_init(&m.look, cli)) || (status = find_boards(&m, &boards, &ask.n_boards, m.board))) {
		goto cleanup;
	}
	ask.boards = boards;
	ask.eye.now_ms = m.look.now_ms;
	ask.place = format == FORMAT_SVG;
	if (!(status = make_map(&m, &ask))) {
		status = write_map(&m, format);
	}
cleanup:
	view_map_destroy(m.map);
	free(m.names);
	free(m.named);
	free(m.titles);
	free(boards);
	look_finish(&m.look);
	return status;
}
