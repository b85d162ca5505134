/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem who`: the people of the boards, last seen first. Who made a post that is here is here; nobody enrols and nobody is struck
 * off. With a name or the beginning of a key, those whom it fits, with their whole key.
 */
#include "commands.h"
#include "json_post.h"
#include "labels.h"
#include "since.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KEY_DIGITS_MIN 4
#define LIMIT_DEFAULT 20 /* for a person; a program gets everybody */
#define FACTS_INDENT 14  /* under the name, behind the key */

static const struct args_option options[] = {
        {"board", N_("BOARD"), N_("only the people of this board"), false},
        {"since", N_("TIME"), N_("only whoever was seen since then: 7d, friday, 2026-11-01"), false},
        {"new", N_("TIME"), N_("only whoever was first seen since then"), false},
        {"limit", N_("N"), N_("at most so many (20)"), false},
        {"all", NULL, N_("all of them"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("[NAME-or-KEY]"),
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_("The people who made a post that is here, last seen first. A part of a name will do, or the beginning of a key; "
                   "two "
                   "people may have the same name, and only the key tells them apart."),
        .example = "kiem who --new 14d\nkiem who bakkerij",
};

struct who {
	struct look look;
	const char *wanted; /* of a name or key; NULL: everybody */
	int64_t since, new_since;
	uint32_t *boards; /* malloc'ed */
	size_t n_boards, n_shown;
	size_t limit; /* 0: everybody */
	bool more;
	struct view_roll *roll;
};

static int read_time(int64_t *ms, const struct args *args, const char *option, int64_t now_ms)
{
	const char *text = args_value(args, option);
	if (text && !since_parse(ms, text, now_ms)) {
		return cli_fail(EX_USAGE, _("“%s” is no time that was; write 7d, friday 9:00 or 2026-11-01."), text);
	}
	return EX_OK;
}

/* The board given, or all that are followed. */
static int find_boards(struct who *who, const char *given)
{
	struct kiem_board *boards = NULL, one;
	int status =
	        given ? resolve_board_here(who->look.cli, &one, given) : look_boards(&who->look, &boards, &who->n_boards, true);
	if (!status && given) {
		who->n_boards = 1;
	}
	who->boards = calloc(who->n_boards + 1, sizeof *who->boards);
	for (size_t i = 0; !status && who->boards && i < who->n_boards; i++) {
		who->boards[i] = given ? one.number : boards[i].number;
	}
	free(boards);
	return status ? status : look_err(&who->look, who->boards ? KIEM_DONE : KIEM_E_MEMORY);
}

/* Whether the name has `wanted` in it, capitals or not, however its accents were written. */
static bool name_has(struct kiem_span name, const char *wanted)
{
	size_t n = strlen(wanted);
	for (size_t at = 0; at + n <= name.n; at++) {
		if (view_text_alike((struct kiem_span){name.p + at, n}, out_span(wanted))) {
			return true;
		}
	}
	return view_text_alike(name, out_span(wanted));
}

static bool fits(const struct who *who, const struct view_seen *seen, const struct view_person *person)
{
	char hex[2 * sizeof seen->key.b + 1];
	if (seen->last < who->since || seen->first < who->new_since) {
		return false;
	}
	if (!who->wanted) {
		return true;
	}
	kiem_hex(hex, seen->key.b, sizeof seen->key.b);
	size_t n = strlen(who->wanted);
	return (n >= KEY_DIGITS_MIN && strncasecmp(hex, who->wanted, n) == 0) || name_has(person->name, who->wanted);
}

static void print_text(const struct who *who, const struct view_seen *seen, const struct view_person *person)
{
	const struct out *out = who->look.out;
	struct facts facts;
	char key[2 * sizeof seen->key.b + 1], age[LOOK_WORD_MAX], first[LOOK_WORD_MAX];
	kiem_hex(key, seen->key.b, sizeof seen->key.b);
	out_printf(out, "%s%.12s%s  %s", out_style(out, OUT_DIM), key, out_style(out, OUT_PLAIN), out_style(out, OUT_BOLD));
	out_cut(out, person->name.n > 0 ? person->name : out_span(_("(no name yet)")), out->width - FACTS_INDENT);
	out_printf(out, "%s\n%s", out_style(out, OUT_PLAIN), out_style(out, OUT_DIM));
	facts_init(&facts, out, FACTS_INDENT);
	if (person->sector != 0) {
		facts_say(&facts, "%s", label_sector(person->sector));
	}
	facts_say(&facts, ngettext("%zu post", "%zu posts", seen->posts), seen->posts);
	facts_say(&facts, _("last seen %s"), look_age(age, seen->last, who->look.now_ms));
	if (strcmp(look_age(first, seen->first, who->look.now_ms), age) != 0) {
		facts_say(&facts, _("first %s"), first);
	}
	facts_end(&facts);
	if (who->wanted) {
		out_printf(out, "%*s%s\n", FACTS_INDENT, "", key);
	}
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
}

static void print_json(const struct who *who, const struct view_seen *seen, const struct view_person *person)
{
	json_t *object = json_object();
	json_put_person(object, &who->look, "key", "name", &seen->key);
	if (person->sector != 0) {
		json_put_word(object, "sector", person->sector, kiem_sector_name(person->sector));
	}
	json_put(object, "unnamed", json_boolean(person->unnamed));
	json_put_time(object, "first", seen->first);
	json_put_time(object, "last", seen->last);
	json_put(object, "posts", json_integer((json_int_t)seen->posts));
	json_put(object, "boards", json_integer((json_int_t)seen->boards));
	out_json(who->look.out, object);
}

static int print_roll(struct who *who)
{
	for (size_t i = 0; i < who->roll->n; i++) {
		const struct view_seen *seen = &who->roll->list[i];
		const struct view_person *found;
		enum kiem_err err = view_people_get(who->look.people, &found, &seen->key);
		if (err) {
			return look_err(&who->look, err);
		}
		const struct view_person person = *found; /* printing asks for people too */
		if (!fits(who, seen, &person)) {
			continue;
		}
		if (who->limit > 0 && who->n_shown == who->limit) {
			who->more = true;
			return EX_OK;
		}
		who->n_shown++;
		if (who->look.cli->json) {
			print_json(who, seen, &person);
		} else {
			print_text(who, seen, &person);
		}
	}
	return EX_OK;
}

static void print_nobody(const struct who *who)
{
	const char *words = _("Nobody has been seen here yet. Invite somebody: kiem invite");
	if (who->n_boards == 0) {
		words = _("You follow no board yet. Follow one: kiem follow nl/town/place");
	} else if (who->roll->n > 0) {
		words = _("Nobody here fits that; “kiem who” lists everybody.");
	}
	out_wrap(who->look.out, out_span(words), 0);
}

int command_who(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct who who = {0};
	struct view_extract *x;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	who.wanted = args.n_operands > 0 ? args.operands[0] : NULL;
	if ((status = look_init(&who.look, cli)) || (status = read_time(&who.since, &args, "since", who.look.now_ms)) ||
	        (status = read_time(&who.new_since, &args, "new", who.look.now_ms)) ||
	        (status = find_boards(&who, args_value(&args, "board"))) || (status = cli_extract(cli, &x))) {
		goto cleanup;
	}
	if ((status = args_limit(&who.limit, &args, cli->json || args_has(&args, "all") ? 0 : LIMIT_DEFAULT))) {
		goto cleanup;
	}
	status = look_err(&who.look, view_roll_create(&who.roll, x, who.boards, who.n_boards, who.look.now_ms));
	if (!status && !(status = print_roll(&who)) && who.n_shown == 0 && !cli->json) {
		print_nobody(&who);
	}
	if (!status && who.more && !cli->json) {
		out_printf(&cli->out, "\n");
		out_wrap(&cli->out, out_span(_("There is more: --limit 100 or --all shows it.")), 0);
	}
cleanup:
	view_roll_destroy(who.roll);
	free(who.boards);
	look_finish(&who.look);
	return status;
}
