/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem coalition`: who moves with an initiative, what each brings, what has been posted and done around it. The words stay
 * neutral: people go on to something else, they do not fail.
 */
#include "coalition.h"

#include "commands.h"
#include "labels.h"
#include "rows.h"
#include "times.h"

#include <string.h>

static const struct args_spec spec = {
        .operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .reads = true,
        .more = N_("A coalition is worked out from what people posted and signed themselves, anew each time; nobody manages it."),
        .example = "kiem coalition 3f9a",
};

static void print_head(const struct card *card)
{
	const struct out *out = card->look.out;
	const struct view_coalition *c = card->coalition;
	struct facts facts;
	out_printf(out, "%s", out_style(out, OUT_BOLD));
	out_wrap(out, c->posts[0].text, 0);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	facts_init(&facts, out, 2);
	facts_say(&facts, ngettext("%zu person", "%zu people", c->n_members), c->n_members);
	facts_say(&facts, ngettext("%zu post", "%zu posts", c->n_posts), c->n_posts);
	if (c->joined > 0) {
		facts_say(&facts, ngettext("%zu joined", "%zu joined", c->joined), c->joined);
	}
	if (c->deeds > 0) {
		facts_say(&facts, ngettext("%zu deed", "%zu deeds", c->deeds), c->deeds);
	}
	facts_end(&facts);
	if (c->joined_earlier > 0) {
		out_printf(out, ngettext("  (%zu joined an earlier text)\n", "  (%zu joined an earlier text)\n", c->joined_earlier),
		        c->joined_earlier);
	}
}

static const char *tie_title(enum view_tie tie)
{
	switch (tie) {
	case VIEW_STARTED:
		return _("Laid it down");
	case VIEW_JOINED:
		return _("Joined");
	default:
		return _("Around it");
	}
}

static void add_words(struct facts *facts, const struct view_join *join, bool unnamed)
{
	for (size_t i = 0; i < join->n_signals; i++) {
		if (kiem_signal_name(join->signals[i])) {
			facts_say(facts, "%s", label_signal(join->signals[i]));
		}
	}
	for (size_t i = 0; !unnamed && i < join->n_roles; i++) {
		if (kiem_role_name(join->roles[i])) {
			facts_say(facts, "%s", label_role(join->roles[i]));
		}
	}
}

static void print_member(const struct card *card, const struct view_member *member)
{
	const struct look *look = &card->look;
	const struct view_person *person;
	struct facts facts;
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX];
	bool known = view_people_get(look->people, &person, &member->key) == KIEM_DONE && person->profile != 0;
	bool unnamed = known && person->unnamed;
	facts_init(&facts, look->out, 2);
	facts_say(&facts, "%s", look_name(look, name, &member->key));
	if (known && person->sector != 0) {
		facts_say(&facts, "%s", label_sector(person->sector));
	}
	facts_say(&facts, "%s", look_age(age, member->since, look->now_ms));
	if (member->deeds > 0) {
		facts_say(&facts, ngettext("%zu deed", "%zu deeds", member->deeds), member->deeds);
	}
	if (member->earlier && member->tie == VIEW_JOINED) {
		facts_say(&facts, "%s", _("joined an earlier text"));
	}
	facts_end(&facts);
	for (size_t i = 0; i < member->joins; i++) {
		const struct view_join *join = &card->coalition->joins[member->first_join + i];
		facts_init(&facts, look->out, 6);
		facts_add(&facts, join->bring);
		add_words(&facts, join, unnamed);
		facts_end(&facts);
	}
}

static void print_people(const struct card *card)
{
	const struct view_coalition *c = card->coalition;
	for (size_t i = 0; i < c->n_members; i++) {
		if (i == 0 || c->members[i].tie != c->members[i - 1].tie) {
			row_heading(card->look.out, "%s", tie_title(c->members[i].tie));
		}
		print_member(card, &c->members[i]);
	}
}

static void print_post(const struct card *card, const struct view_part *part)
{
	struct facts facts;
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], relation[LOOK_WORD_MAX];
	const struct view_coalition *c = card->coalition;
	look_headline(&card->look, &part->id, part->kind, part->text);
	facts_init(&facts, card->look.out, 14);
	facts_say(&facts, "%s", look_name(&card->look, name, &part->author));
	facts_say(&facts, "%s", look_age(age, part->made, card->look.now_ms));
	if (part->depth > 1) {
		char id[LOOK_ID_MAX];
		facts_say(&facts, "%s %s", look_relation(relation, part->relation), look_id(id, &c->posts[part->parent].id));
	} else if (label_relation_here(part->relation)) {
		facts_say(&facts, "%s", label_relation_here(part->relation));
	}
	facts_end(&facts);
}

static void print_posts(const struct card *card, bool deeds)
{
	const struct view_coalition *c = card->coalition;
	bool any = false;
	for (size_t i = 1; i < c->n_posts; i++) {
		if ((c->posts[i].kind == KIEM_DEED) != deeds) {
			continue;
		}
		if (!any) {
			row_heading(card->look.out, "%s", deeds ? _("Done") : _("Posts around it"));
		}
		any = true;
		print_post(card, &c->posts[i]);
	}
}

static void print_left(const struct card *card)
{
	const struct view_coalition *c = card->coalition;
	const struct look *look = &card->look;
	for (size_t i = 0; i < c->n_left; i++) {
		struct facts facts;
		struct kiem_kept next;
		uint64_t number;
		char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], words[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
		if (i == 0) {
			row_heading(look->out, "%s", _("Took part for a while"));
		}
		facts_init(&facts, look->out, 2);
		facts_say(&facts, "%s", look_name(look, name, &c->left[i].key));
		facts_say(&facts, "%s", look_age(age, c->left[i].left, look->now_ms));
		if (c->left[i].has_next && !kiem_read_find(look->read, &number, &c->left[i].next) &&
		        !kiem_read_post(look->read, &next, number)) {
			facts_say(&facts, _("went on to “%s”"), out_clean(words, sizeof words, next.post.title));
		}
		facts_end(&facts);
	}
}

static void print_text(const struct card *card)
{
	char id[LOOK_ID_MAX];
	print_head(card);
	print_people(card);
	print_posts(card, true);
	print_posts(card, false);
	print_left(card);
	if (card->coalition->more) {
		row_heading(card->look.out, "%s", _("There is more around it than is shown here."));
	}
	if (card->coalition->n_members == 1 && card->coalition->n_left == 0) {
		row_heading(card->look.out, _("Nobody has joined yet. Whoever wants to: kiem join %s --bring \"what I bring\""),
		        look_id(id, &card->kept.post.id));
	}
}

int command_coalition(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct card card = {0};
	struct kiem_kept asked;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&card.look, cli)) || (status = resolve_post(cli, &asked, args.operands[0]))) {
		goto cleanup;
	}
	enum kiem_err err = view_coalition_create(&card.coalition, card.look.read, asked.number, card.look.now_ms);
	if (err == KIEM_E_INVALID) {
		status = cli_fail(EX_DATAERR, _("around a tie no coalition forms; give the id of the initiative that it is to."));
		goto cleanup;
	}
	err = err ? err : kiem_read_post(card.look.read, &card.kept, card.coalition->posts[0].number);
	err = err ? err : kiem_read_post(card.look.read, &card.shown, card.coalition->posts[0].shown);
	if ((status = look_err(&card.look, err))) {
		goto cleanup;
	}
	if (cli->json) {
		card_json(&card);
	} else {
		print_text(&card);
	}
cleanup:
	view_coalition_destroy(card.coalition);
	look_finish(&card.look);
	return status;
}
