/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem coalition`: a coalition whole, worked out anew from what people signed. Who moves with it, what each brings, what it lives
 * on and what it still looks for, who carries it. The words stay neutral: people go on to something else, they do not fail.
 */
#include "coalition.h"

#include "commands.h"
#include "person.h"
#include "rows.h"
#include "since.h"

#include <stdlib.h>

static const struct args_option options[] = {
        {"since", N_("TIME"), N_("what changed since then: 7d, friday, 2026-11-01"), false},
        {"without", N_("WHO"), N_("play through that somebody stops: a name or a key"), false},
        {"all", NULL, N_("every list whole"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_("A coalition is worked out from what people posted and signed themselves, anew each time; nobody manages it. "
                   "What it "
                   "says of ties, energy and form is in docs/ties.md, with every figure's meaning."),
        .example = "kiem coalition 3f9a\nkiem coalition 3f9a --since 30d\nkiem coalition 3f9a --without Anna",
};

/* ---- what the parts share ---- */

size_t card_cut(const struct card *card, size_t n)
{
	/* One more is not worth a line that says so. */
	return card->all || n <= CARD_LIST + 1 ? n : CARD_LIST;
}

void card_more(const struct card *card, size_t n)
{
	char count[LOOK_WORD_MAX];
	size_t left = n - card_cut(card, n);
	if (left > 0) {
		const struct out *out = card->look.out;
		out_printf(out, "%s", out_style(out, OUT_DIM));
		out_printf(out, _("  %s more: kiem coalition %s --all\n"), look_count(count, left), card->id);
		out_printf(out, "%s", out_style(out, OUT_PLAIN));
	}
}

bool card_read(const struct card *card, struct kiem_kept *kept, uint32_t row)
{
	return kiem_read_post(card->look.read, kept, card->x->number[row]) == KIEM_DONE;
}

void card_post(const struct card *card, uint32_t row, uint32_t shown, struct facts *facts)
{
	const struct look *look = &card->look;
	struct kiem_kept kept;
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX];
	if (!card_read(card, &kept, shown)) {
		return;
	}
	look_headline(look, &card->x->id[row], card->x->kind[row], kept.post.title.n > 0 ? kept.post.title : kept.post.text);
	if (facts) {
		facts_init(facts, look->out, 14);
		facts_say(facts, "%s", look_name(look, name, &card->x->key[card->x->author[row]]));
		facts_say(facts, "%s", look_age(age, card->x->made[row], look->now_ms));
	}
}

const char *card_name(const struct card *card, char out[static RESOLVE_NAME_MAX], uint32_t person)
{
	if (card->x->unnamed[person]) {
		snprintf(out, RESOLVE_NAME_MAX, "%s", _("someone"));
		return out;
	}
	return look_name(&card->look, out, &card->x->key[person]);
}

const struct kiem_link *card_next(const struct kiem_post *leave)
{
	for (size_t i = 0; i < leave->n_links; i++) {
		if (leave->links[i].relation != KIEM_CANCELS) {
			return &leave->links[i];
		}
	}
	return NULL;
}

const char *card_names(const struct card *card, char out[static CARD_NAMES_MAX], const uint32_t *persons, size_t n)
{
	size_t at = 0, i, cut = card_cut(card, n);
	out[0] = '\0';
	for (i = 0; i < cut && at + RESOLVE_NAME_MAX + 64 < CARD_NAMES_MAX; i++) {
		char name[RESOLVE_NAME_MAX];
		/* TRANSLATORS: before the last name of a list */
		const char *before = i == 0 ? "" : i + 1 == n ? _(" and ") : ", ";
		at += (size_t)snprintf(out + at, CARD_NAMES_MAX - at, "%s%s", before, card_name(card, name, persons[i]));
	}
	if (i < n) {
		snprintf(out + at, CARD_NAMES_MAX - at, ngettext(" and %zu more", " and %zu more", n - i), n - i);
	}
	return out;
}

/* ---- gathering and printing ---- */

/* The one partner whose name has the text in it; VIEW_NONE when several do, or none. */
static uint32_t find_partner(const struct card *card, const char *text)
{
	const struct view_portrait *p = card->portrait;
	uint32_t found = VIEW_NONE;
	size_t n = 0;
	for (size_t i = 0; i < p->n_partners; i++) {
		const struct view_person *who;
		const struct kiem_key *key = &card->x->key[p->partners[i].person];
		if (view_people_get(card->look.people, &who, key) == KIEM_DONE && person_name_has(who->name, text)) {
			found = p->partners[i].person;
			n++;
		}
	}
	return n == 1 ? found : VIEW_NONE;
}

/* Who takes part comes before anybody else of that name. */
static int find_person(struct card *card, uint32_t *person, const char *text)
{
	*person = find_partner(card, text);
	if (*person != VIEW_NONE) {
		return EX_OK;
	}
	struct person found;
	int status = person_find(card->look.cli, &found, text);
	if (status) {
		return status;
	}
	*person = found.index == VIEW_NONE ? VIEW_NONE : card->x->self[found.index];
	return EX_OK;
}

static int read_since(int64_t *since, const struct args *args, int64_t now_ms)
{
	const char *text = args_value(args, "since");
	if (text && !since_parse(since, text, now_ms)) {
		return cli_fail(EX_USAGE, _("“%s” is no time that was; write 7d, friday 9:00 or 2026-11-01."), text);
	}
	return EX_OK;
}

static int draw(struct card *card, const struct view_portrait_ask *ask)
{
	enum kiem_err err = view_portrait_create(&card->portrait, card->x, ask);
	if (err == KIEM_E_INVALID) {
		return cli_fail(EX_DATAERR, _("around a tie no coalition forms; give the id of the initiative that it is to."));
	}
	if (err) {
		return look_err(&card->look, err);
	}
	const struct view_brief *brief = &card->portrait->brief;
	look_id(card->id, &card->x->id[brief->row]);
	err = kiem_read_post(card->look.read, &card->kept, card->x->number[brief->row]);
	err = err ? err : kiem_read_post(card->look.read, &card->shown, card->x->number[brief->shown]);
	err = err ? err : view_namesakes(&card->namesakes, &card->n_namesakes, card->x, card->look.read, card->portrait);
	return look_err(&card->look, err);
}

/* Draws it once more, now with the departure of somebody who is looked for among its people first. */
static int draw_without(struct card *card, struct view_portrait_ask *ask, const char *text)
{
	int status = find_person(card, &ask->without, text);
	if (status) {
		return status;
	}
	view_portrait_destroy(card->portrait);
	card->portrait = NULL;
	if ((status = look_err(&card->look, view_portrait_create(&card->portrait, card->x, ask)))) {
		return status;
	}
	return card->portrait->has_without ? EX_OK : cli_fail(EX_DATAERR, _("that person takes no part in this coalition now."));
}

static void print_text(const struct card *card, const struct args *args)
{
	if (args_has(args, "without")) {
		card_without(card);
		return;
	}
	if (args_has(args, "since")) {
		card_changes(card);
		return;
	}
	card_head(card);
	card_people(card);
	/* Of what one person posted by themself nobody expects that it lives. */
	if (card->x->kind[card->portrait->brief.row] == KIEM_INITIATIVE || card->portrait->n_partners > 1) {
		card_conditions(card);
	}
	card_needs(card);
	card_deeds(card);
	card_posts(card);
	card_care(card);
	card_kin(card);
	if (card->portrait->n_partners == 1 && card->portrait->n_parted == 0) {
		row_heading(card->look.out, "%s", _("Nobody has joined yet. Whoever wants to:"));
		out_printf(card->look.out, _("    kiem join %s --bring \"what I bring\"\n"), card->id);
	}
}

int command_coalition(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct card card = {0};
	struct kiem_kept asked;
	struct view_portrait_ask ask = {.without = VIEW_NONE};
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&card.look, cli)) || (status = read_since(&ask.since, &args, card.look.now_ms)) ||
	        (status = resolve_post(cli, &asked, args.operands[0])) || (status = known_open(&card.known, &card.look))) {
		goto cleanup;
	}
	card.x = card.known.trusted.x;
	card.all = args_has(&args, "all");
	ask.eye = card.known.eye;
	ask.row = view_row_of(card.x, asked.number);
	status = draw(&card, &ask);
	if (!status && args_has(&args, "without")) {
		status = draw_without(&card, &ask, args_value(&args, "without"));
	}
	if (!status && cli->json) {
		card_json(&card);
	} else if (!status) {
		print_text(&card, &args);
	}
cleanup:
	view_portrait_destroy(card.portrait);
	free(card.namesakes);
	known_finish(&card.known);
	look_finish(&card.look);
	return status;
}
