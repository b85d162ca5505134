/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem board`: what hangs on the board, newest first. */
#include "commands.h"
#include "json_post.h"
#include "labels.h"
#include "since.h"
#include "trusted.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_DEFAULT 20
#define FACTS_INDENT 14 /* under the kind, behind the id */

static const struct args_option options[] = {
        {"kind", N_("KIND"), N_("only this kind: offer, request, gathering, join …"), false},
        {"tag", N_("TAG"), N_("only what has this tag"), false},
        {"since", N_("TIME"), N_("made since then: 7d, friday, 2026-11-01"), false},
        {"limit", N_("N"), N_("at most so many (20)"), false},
        {"all", NULL, N_("all of them"), false},
        TRUSTED_OPTION,
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_("Without BOARD: all boards that you follow together."),
        .example = "kiem board --kind offer --tag ruimte\nkiem board nl/tilburg/noord --since 7d",
};

/* What is asked for, and the boards that it is asked of. */
struct question {
	struct view_page_options options;
	uint32_t *boards;             /* malloc'ed */
	char one[KIEM_BOARD_MAX + 1]; /* the name, when it is one board */
	bool filtered;                /* by kind, tag or time */
	bool trusted_first;
	struct trusted trusted;
	uint64_t *order; /* malloc'ed; where those I trust come first */
};

static int read_filters(struct question *q, const struct args *args, int64_t now_ms)
{
	const char *kind = args_value(args, "kind"), *tag = args_value(args, "tag"), *since = args_value(args, "since");
	if (kind && (q->options.kind = label_kind_of(kind)) == 0) {
		return cli_fail(EX_USAGE,
		        _("there is no kind “%s”; boards have: initiative, offer, request, gathering, deed, lesson, note."), kind);
	}
	if (tag) {
		q->options.tag = out_span(*tag == '#' ? tag + 1 : tag);
	}
	if (since && !since_parse(&q->options.since, since, now_ms)) {
		return cli_fail(EX_USAGE, _("“%s” is no time that was; write 7d, friday 9:00 or 2026-11-01."), since);
	}
	q->filtered = kind || tag || since;
	int status = trusted_asked(&q->trusted_first, args);
	return status ? status : args_limit(&q->options.limit, args, args_has(args, "all") ? 0 : LIMIT_DEFAULT);
}

static int find_one_board(struct question *q, const struct look *look, const char *name)
{
	struct kiem_board board;
	int status = resolve_board_here(look->cli, &board, name);
	if (status) {
		return status;
	}
	q->boards = calloc(1, sizeof *q->boards);
	if (!q->boards) {
		return look_err(look, KIEM_E_MEMORY);
	}
	q->boards[0] = board.number;
	q->options.n_boards = 1;
	memcpy(q->one, board.name, sizeof q->one);
	return EX_OK;
}

static int find_followed(struct question *q, const struct look *look)
{
	struct kiem_board *boards = NULL;
	size_t n = 0;
	int status = look_boards(look, &boards, &n, true);
	if (status) {
		free(boards);
		return status;
	}
	q->boards = calloc(n + 1, sizeof *q->boards);
	for (size_t i = 0; q->boards && i < n; i++) {
		q->boards[i] = boards[i].number;
		q->options.n_boards = i + 1;
	}
	if (n == 1) {
		memcpy(q->one, boards[0].name, sizeof q->one);
	}
	free(boards);
	return look_err(look, q->boards ? KIEM_DONE : KIEM_E_MEMORY);
}

static int find_boards(struct question *q, const struct look *look, const char *name)
{
	return name ? find_one_board(q, look, name) : find_followed(q, look);
}

/* Nothing to show: what to do about it. */
static void print_nothing(const struct look *look, const struct question *q)
{
	char words[1024];
	if (q->options.n_boards == 0) {
		snprintf(words, sizeof words, "%s", _("You follow no board yet. Follow one: kiem follow nl/town/place"));
	} else if (q->filtered) {
		snprintf(words, sizeof words, "%s", _("Nothing here fits that. Leave out --kind, --tag or --since to see more."));
	} else if (q->one[0]) {
		snprintf(words, sizeof words,
		        _("There are no posts yet on %s. Make the first: kiem initiative \"What you would like to happen\". Or see "
		          "whether your neighbours are linked: kiem status"),
		        q->one);
	} else {
		snprintf(words, sizeof words, "%s",
		        _("There are no posts yet on your boards. Make the first: kiem initiative \"What you would like to "
		          "happen\" "
		          "--board BOARD. Or see whether your neighbours are linked: kiem status"));
	}
	out_wrap(look->out, out_span(words), 0);
}

static void print_card(const struct look *look, const struct question *q, const struct view_card *card,
        const struct kiem_kept *kept, const struct kiem_kept *shown)
{
	struct facts facts;
	const struct kiem_post *text = &shown->post;
	struct kiem_span words = text->title.n > 0 ? text->title : (text->text.n > 0 ? text->text : text->bring);
	look_headline(look, &kept->post.id, card->kind, words.n > 0 ? words : text->name);
	out_printf(look->out, "%s", out_style(look->out, OUT_DIM));
	facts_init(&facts, look->out, FACTS_INDENT);
	facts_of_post(&facts, look, text, &kept->post);
	facts_of_target(&facts, look, &kept->post);
	if (q->trusted_first) {
		facts_say(&facts, "%s", trusted_word(trusted_band(&q->trusted, &card->author)));
	}
	if (!q->one[0]) {
		facts_add(&facts, kept->post.board);
	}
	if (card->joined > 0) {
		facts_say(&facts, ngettext("%zu joined", "%zu joined", card->joined), card->joined);
	}
	if (card->replies > 0) {
		facts_say(&facts, ngettext("%zu reply", "%zu replies", card->replies), card->replies);
	}
	facts_end(&facts);
	out_printf(look->out, "%s", out_style(look->out, OUT_PLAIN));
}

static void print_json(const struct look *look, const struct question *q, const struct view_card *card,
        const struct kiem_kept *kept, const struct kiem_kept *shown)
{
	json_t *object = json_post(look, kept, shown);
	json_put(object, "shown", out_json_hex(shown->post.id.b, sizeof shown->post.id.b));
	json_put(object, "versions", json_integer((json_int_t)card->versions));
	json_put(object, "joined", json_integer((json_int_t)card->joined));
	json_put(object, "joined_earlier", json_integer((json_int_t)card->joined_earlier));
	json_put(object, "replies", json_integer((json_int_t)card->replies));
	if (q->trusted_first) {
		json_put(object, "trust", json_string(trusted_word_json(trusted_band(&q->trusted, &card->author))));
	}
	out_json(look->out, object);
}

static int print_page(const struct look *look, const struct question *q, const struct view_page *page)
{
	const struct out *out = look->out;
	enum kiem_err err = KIEM_DONE;
	if (!look->cli->json && page->n > 0 && q->one[0]) {
		out_printf(out, "%s", out_style(out, OUT_BOLD));
		out_cut(out, out_span(q->one), out->width);
		out_printf(out, "%s\n", out_style(out, OUT_PLAIN));
	}
	for (size_t i = 0; i < page->n && !err; i++) {
		struct kiem_kept kept, shown;
		err = kiem_read_post(look->read, &kept, page->list[i].number);
		err = err ? err : kiem_read_post(look->read, &shown, page->list[i].shown);
		if (!err && look->cli->json) {
			print_json(look, q, &page->list[i], &kept, &shown);
		} else if (!err) {
			out_printf(out, "%s", i > 0 || q->one[0] ? "\n" : "");
			print_card(look, q, &page->list[i], &kept, &shown);
		}
	}
	if (!err && !look->cli->json && page->n == 0) {
		print_nothing(look, q);
	}
	if (!err && !look->cli->json && page->more) {
		out_printf(out, "\n");
		out_wrap(out, out_span(_("There is more: --limit 100 or --all shows it.")), 0);
	}
	return look_err(look, err);
}

/* The page asked for; where those I trust come first, chosen by who made what before any of it is read. */
static int read_page(struct view_page **page, struct question *q, const struct look *look)
{
	int status = EX_OK;
	if (q->trusted_first && ((status = trusted_open(&q->trusted, look->cli)) ||
	                                (status = trusted_order(&q->order, &q->options.n_order, &q->trusted, &q->options)))) {
		return status;
	}
	q->options.order = q->order;
	return look_err(look, view_page_create(page, look->read, &q->options));
}

int command_board(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct look look = {0};
	struct question q = {0};
	struct view_page *page = NULL;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&look, cli)) || (status = read_filters(&q, &args, look.now_ms)) ||
	        (status = find_boards(&q, &look, args.n_operands > 0 ? args.operands[0] : NULL))) {
		goto cleanup;
	}
	q.options.boards = q.boards;
	q.options.now_ms = look.now_ms;
	if (!(status = read_page(&page, &q, &look))) {
		status = print_page(&look, &q, page);
	}
cleanup:
	view_page_destroy(page);
	trusted_finish(&q.trusted);
	free(q.boards);
	free(q.order);
	look_finish(&look);
	return status;
}
