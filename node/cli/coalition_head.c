/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a coalition's card: the ambition, how lively it is, and the form that it takes by itself, with a tip that is no rule.
 */
#include "coalition.h"

#include "rows.h"

#define TEXT_SHOWN 400 /* bytes of the ambition's text; the rest is one command away */
#define BAR_MAX 20
#define SHARE_COLUMNS 46 /* of a share without its bar */

static void print_ambition(const struct card *card)
{
	const struct out *out = card->look.out;
	struct kiem_span text = card->shown.post.text;
	bool cut = !card->all && text.n > TEXT_SHOWN;
	out_printf(out, "%s", out_style(out, OUT_BOLD));
	out_wrap(out, card->shown.post.title.n > 0 ? card->shown.post.title : text, 0);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	if (cut) {
		for (text.n = TEXT_SHOWN; text.n > 0 && text.p[text.n] != ' ';) {
			text.n--;
		}
	}
	if (card->shown.post.title.n > 0 && text.n > 0) {
		out_wrap(out, text, 2);
	}
	if (cut) {
		out_printf(out, _("  … the whole text: kiem show %s\n"), card->id);
	}
}

static void print_facts(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	struct facts facts;
	char people[LOOK_WORD_MAX], name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX];
	facts_init(&facts, card->look.out, 2);
	facts_say(&facts, "%s", look_name(&card->look, name, &card->kept.post.author));
	facts_say(&facts, "%s", look_age(age, card->kept.post.made, card->look.now_ms));
	facts_say(&facts, "%s", words_people(people, &p->brief.people));
	if (p->joined > 0) {
		facts_say(&facts, ngettext("%zu joined", "%zu joined", p->joined), p->joined);
	}
	facts_say(&facts, ngettext("%zu post", "%zu posts", p->brief.posts), p->brief.posts);
	if (p->brief.deeds > 0) {
		facts_say(&facts, ngettext("%zu deed", "%zu deeds", p->brief.deeds), p->brief.deeds);
	}
	facts_end(&facts);
	if (p->joined_earlier > 0) {
		out_printf(card->look.out,
		        ngettext("  (%zu joined an earlier text)\n", "  (%zu joined an earlier text)\n", p->joined_earlier),
		        p->joined_earlier);
	}
}

static void print_energy(const struct card *card)
{
	const struct view_brief *brief = &card->portrait->brief;
	char spark[WORDS_SPARK_MAX], all[QUANTITY_TEXT_MAX], known[QUANTITY_TEXT_MAX], others[QUANTITY_TEXT_MAX];
	words_spark(spark, brief->trend);
	words_energy(all, brief->energy.known + brief->energy.strangers);
	if (brief->energy.known > 0 && brief->energy.strangers > 0) {
		row_say(card->look.out, _("Energy"), _("%s  %s now, %s: %s from people you know, %s from others"), spark,
		        words_state(brief->state), all, words_energy(known, brief->energy.known),
		        words_energy(others, brief->energy.strangers));
	} else if (brief->energy.known > 0) {
		row_say(card->look.out, _("Energy"), _("%s  %s now, %s, all from people you know"), spark,
		        words_state(brief->state), all);
	} else {
		row_say(card->look.out, _("Energy"), _("%s  %s now, %s; you know nobody in it yet"), spark,
		        words_state(brief->state), all);
	}
	if (brief->state == VIEW_RESTING) {
		row_say(card->look.out, "", "%s", _("Resting is fine. One small deed, or a cup of coffee, wakes it again."));
	}
}

/* ---- the form ---- */

static void print_share(const struct card *card, const char *label, const char *word, uint32_t now, uint32_t before)
{
	const struct out *out = card->look.out;
	char bar[WORDS_BAR_MAX];
	unsigned room = out->width > SHARE_COLUMNS ? out->width - SHARE_COLUMNS : 0;
	out_printf(out, "%s", out_style(out, OUT_DIM));
	out_column(out, out_span(label), ROWS_LABEL);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	out_column(out, out_span(word), 12);
	out_printf(out, "%s %3u%%", words_bar(bar, now, room < BAR_MAX ? room : BAR_MAX), (now + 5) / 10);
	if (card->portrait->form_before.told && room > 0) {
		out_printf(out, _("  (was %u%%)"), (before + 5) / 10);
	}
	out_printf(out, "\n");
}

/* What may help at the form that is strongest; the first of equals. */
static const char *tip(const struct view_form *form)
{
	if (form->connective >= form->collective && form->connective >= form->directive) {
		return _("Tip: people come along and build on by themselves. Welcome who is new, show what gets done, and let it "
		         "find its own way.");
	}
	if (form->collective >= form->directive) {
		return _("Tip: people give to and get from each other. Say aloud what each brings and takes home, and keep a chair "
		         "free.");
	}
	return _("Tip: a few set the pace. Ask somebody who came lately to take the next step, in their own way.");
}

static void print_form(const struct card *card)
{
	const struct view_form *form = &card->portrait->form, *before = &card->portrait->form_before;
	if (!form->told) {
		return;
	}
	print_share(card, _("Form"), _("connective"), form->connective, before->connective);
	print_share(card, "", _("collective"), form->collective, before->collective);
	print_share(card, "", _("directive"), form->directive, before->directive);
	row_say(card->look.out, "", "%s", tip(form));
}

void card_head(const struct card *card)
{
	print_ambition(card);
	print_facts(card);
	out_printf(card->look.out, "\n");
	print_energy(card);
	print_form(card);
	if (card->portrait->brief.more) {
		row_say(card->look.out, "", "%s", _("There is more around it than is shown here."));
	}
}
