/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem find`: posts by their words, with filters; and how the question was understood, when nothing fits. */
#include "commands.h"
#include "json_post.h"
#include "labels.h"
#include "seek.h"
#include "since.h"
#include "trusted.h"

#include <kiem/find.h>

#include <string.h>
#include <unistd.h>

#define LIMIT_DEFAULT 20
#define FACTS_INDENT 14
#define QUERY_MAX 4096
#define PATIENCE_MS 1000

static const struct args_option options[] = {
        {"kind", N_("KIND"), N_("only this kind: offer, request, profile …"), false},
        {"tag", N_("TAG"), N_("only what has this tag; give it again for more"), true},
        {"near", N_("PLACE"), N_("a place’s name, 5km from you, or LAT,LON,5km"), false},
        {"since", N_("TIME"), N_("made since then: 7d, friday, 2026-11-01"), false},
        {"by", N_("WHO"), N_("whose: a name, the first digits of a key, or me"), false},
        {"board", N_("BOARD"), N_("only on this board and those below it"), false},
        {"best", NULL, N_("best first: whole words before beginnings, titles before texts"), false},
        {"newest", NULL, N_("newest first, as it is without --best"), false},
        {"limit", N_("N"), N_("at most so many (20)"), false},
        {"all", NULL, N_("all of them"), false},
        TRUSTED_OPTION,
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[WORDS…]"),
        .operands_max = ARGS_MAX,
        .options = options,
        .reads = true,
        .more = N_(
                "Finds posts in which every word begins a word of the title, text, tags, place or terms, of what a join brings, "
                "or of a profile’s name, whatever the case and accents. Only the text that is shown now is searched. Filters may "
                "stand among the words: tag:ladder near:5km by:anna board:nl/tilburg since:7d kind:offer. A kind as the first "
                "word chooses it; put it in quotation marks to look for the word itself."),
        .example = N_("kiem find ladder --near 5km\nkiem find offer tag:room --best"),
};

struct search {
	struct look look;
	struct view_asker asker;
	struct view_query query;
	struct view_find_options options;
	struct view_extract *x;
	struct view_finds *finds;
	bool trusted_first;
	size_t limit; /* what is shown; options.limit is what is looked for */
	struct trusted trusted;
	char path[KIEM_PATH_MAX + sizeof("/views/words")];
};

/* ---- what is asked for ---- */

static int read_words(struct search *s, const struct args *args)
{
	char text[QUERY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < args->n_operands; i++) {
		size_t length = strlen(args->operands[i]);
		if (n + length + 2 > sizeof text) {
			return cli_fail(EX_USAGE, _("these are too many words or tags; %d words and %d tags are the most."),
			        VIEW_QUERY_WORDS, VIEW_QUERY_TAGS);
		}
		memcpy(text + n, args->operands[i], length);
		n += length;
		text[n++] = ' ';
	}
	text[n] = '\0';
	/* Options alone are enough; they are added after. */
	return n > 0 ? seek_parse(&s->query, text, &s->asker) : EX_OK;
}

static int read_since(struct search *s, const char *text)
{
	if (text && !since_parse(&s->query.since, text, s->look.now_ms)) {
		return cli_fail(EX_USAGE, _("“%s” is no time that was; write 7d, friday 9:00 or 2026-11-01."), text);
	}
	return EX_OK;
}

static int read_filters(struct search *s, const struct args *args)
{
	static const char *const names[] = {"near", "by", "board"};
	const char *tags[ARGS_MAX], *kind = args_value(args, "kind");
	size_t n = args_values(args, tags, ARGS_MAX, "tag");
	int status = read_since(s, args_value(args, "since"));

	for (size_t i = 0; i < n && !status; i++) {
		status = seek_filter(&s->query, "tag", tags[i], &s->asker);
	}
	for (size_t i = 0; i < sizeof names / sizeof *names && !status; i++) {
		const char *value = args_value(args, names[i]);
		status = value ? seek_filter(&s->query, names[i], value, &s->asker) : EX_OK;
	}
	if (!status && kind) {
		s->query.kind = label_kind_of(kind);
		status = view_query_searches(s->query.kind) ? EX_OK : seek_filter(&s->query, "kind", kind, &s->asker);
	}
	return status;
}

static int read_question(struct search *s, const struct args *args)
{
	int status;

	if (args_has(args, "best") && args_has(args, "newest")) {
		return cli_fail(EX_USAGE, _("give either --best or --newest."));
	}
	s->options.best = args_has(args, "best");
	if ((status = trusted_asked(&s->trusted_first, args))) {
		return status;
	}
	if ((status = read_words(s, args)) || (status = read_filters(s, args)) ||
	        (status = args_limit(&s->limit, args, args_has(args, "all") ? 0 : LIMIT_DEFAULT))) {
		return status;
	}
	/* Nothing at all: the sentence about that. */
	return args->n_operands == 0 && args->n_given == 0 ? seek_parse(&s->query, "", &s->asker) : EX_OK;
}

/* ---- the index ---- */

struct patience {
	int64_t since_ms;
	bool terminal, said;
};

static void be_patient(void *ctx, uint64_t done, uint64_t all)
{
	struct patience *patience = ctx;

	if (!patience->terminal || kiem_now_ms() - patience->since_ms < PATIENCE_MS || all == 0) {
		return;
	}
	fprintf(stderr, _("\rtaking in the words of the posts … %llu%%"), (unsigned long long)(done * 100 / all));
	fflush(stderr);
	patience->said = true;
}

static int run(struct search *s)
{
	struct patience patience = {.terminal = isatty(STDERR_FILENO) == 1, .since_ms = kiem_now_ms()};

	snprintf(s->path, sizeof s->path, "%s/views/words", s->look.cli->home.dir);
	s->options.query = &s->query;
	s->options.limit = s->trusted_first ? 0 : s->limit;
	s->options.now_ms = s->look.now_ms;
	s->options.path = s->path;
	s->options.progress = be_patient;
	s->options.ctx = &patience;
	enum kiem_err err = view_find(&s->finds, s->x, s->look.read, s->look.people, &s->options);
	if (patience.said) {
		fputs("\r\033[K", stderr);
	}
	return look_err(&s->look, err);
}

/* Those of people I trust before the others, out of all that was found. */
static int put_first(struct search *s)
{
	int status = s->trusted_first ? trusted_open(&s->trusted, s->look.cli) : EX_OK;

	if (status || !s->trusted_first) {
		return status;
	}
	status = trusted_first(&s->trusted, s->finds->list, s->finds->n, TRUSTED_ITEM(struct view_found));
	if (s->limit > 0 && s->finds->n > s->limit) {
		s->finds->n = s->limit;
		s->finds->more = true;
	}
	return status;
}

/* ---- what was found ---- */

static void print_one(const struct search *s, const struct kiem_kept *kept, const struct kiem_kept *shown)
{
	const struct look *look = &s->look;
	const struct kiem_post *text = &shown->post;
	struct kiem_span words = text->title.n > 0 ? text->title : text->text.n > 0 ? text->text : text->bring;
	struct facts facts;

	look_headline(look, &kept->post.id, kept->post.kind, words.n > 0 ? words : text->name);
	out_printf(look->out, "%s", out_style(look->out, OUT_DIM));
	facts_init(&facts, look->out, FACTS_INDENT);
	facts_of_post(&facts, look, text, &kept->post);
	facts_of_target(&facts, look, &kept->post);
	if (s->trusted_first) {
		facts_say(&facts, "%s", trusted_word(trusted_band(&s->trusted, &kept->post.author)));
	}
	facts_add(&facts, kept->post.board);
	facts_end(&facts);
	out_printf(look->out, "%s", out_style(look->out, OUT_PLAIN));
}

static void print_nothing(const struct search *s, const struct args *args)
{
	char kind[LOOK_WORD_MAX];

	out_say(s->look.out, "%s", _("Nothing here fits that."));
	if (s->query.kind != 0 && !args_has(args, "kind") && args->n_operands > 1) {
		out_say(s->look.out, _("It was read as: only of the kind “%s”. Put that word in quotation marks to look for it."),
		        look_kind(kind, s->query.kind));
	} else if (s->query.words.n > 1) {
		out_say(s->look.out, "%s", _("Every word must be found; leave one out to find more."));
	}
	out_say(s->look.out, "%s", _("To be told when something comes that does: kiem alert add WORDS"));
}

static int print_all(const struct search *s, const struct args *args)
{
	const struct look *look = &s->look;
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < s->finds->n && !err; i++) {
		const struct view_found *found = &s->finds->list[i];
		struct kiem_kept kept, shown;
		err = kiem_read_post(look->read, &kept, found->number);
		err = err ? err : kiem_read_post(look->read, &shown, found->shown);
		if (!err && look->cli->json) {
			json_t *object = json_post(look, &kept, &shown);
			json_put(object, "shown", out_json_hex(shown.post.id.b, sizeof shown.post.id.b));
			json_put(object, "score", json_integer((json_int_t)view_query_score(&s->query, &shown.post)));
			if (s->trusted_first) {
				enum view_trust_band band = trusted_band(&s->trusted, &found->author);
				json_put(object, "trust", json_string(trusted_word_json(band)));
			}
			out_json(look->out, object);
		} else if (!err) {
			out_printf(look->out, "%s", i > 0 ? "\n" : "");
			print_one(s, &kept, &shown);
		}
	}
	if (!err && !look->cli->json && s->finds->n == 0) {
		print_nothing(s, args);
	}
	if (!err && !look->cli->json && s->finds->more) {
		out_printf(look->out, "\n");
		out_wrap(look->out, out_span(_("There is more: --limit 100 or --all shows it.")), 0);
	}
	return look_err(look, err);
}

int command_find(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct search s = {.x = NULL};
	int status;

	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&s.look, cli)) || (status = seek_asker(&s.look, &s.asker)) || (status = read_question(&s, &args)) ||
	        (status = cli_extract(cli, &s.x)) || (status = run(&s)) || (status = put_first(&s))) {
		goto cleanup;
	}
	status = print_all(&s, &args);
cleanup:
	view_finds_destroy(s.finds);
	trusted_finish(&s.trusted);
	look_finish(&s.look);
	return status;
}
