/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed in a coalition since a day: who came and who went on, what was posted, where energy went. */
#include "coalition.h"

#include "rows.h"

static void print_energy(const struct card *card)
{
	const struct view_changes *c = &card->portrait->changes;
	const struct view_brief *brief = &card->portrait->brief;
	char then[QUANTITY_TEXT_MAX], now[QUANTITY_TEXT_MAX], spark[WORDS_SPARK_MAX];
	words_energy(now, brief->energy.known + brief->energy.strangers);
	words_spark(spark, brief->trend);
	if (!c->existed) {
		row_say(card->look.out, _("Energy"), _("%s  it was not there yet; now %s, %s"), spark, words_state(brief->state),
		        now);
	} else if (c->state == brief->state) {
		row_say(card->look.out, _("Energy"), _("%s  from %s to %s; %s then and now"), spark, words_energy(then, c->energy),
		        now, words_state(brief->state));
	} else {
		row_say(card->look.out, _("Energy"), _("%s  from %s to %s; it was %s, now %s"), spark,
		        words_energy(then, c->energy), now, words_state(c->state), words_state(brief->state));
	}
}

static void print_conditions(const struct card *card)
{
	const struct view_changes *c = &card->portrait->changes;
	uint32_t now = card->portrait->brief.missing;
	char words[WORDS_MISSING_MAX];
	if (c->existed && (c->missing & ~now) != 0) {
		row_say(card->look.out, _("Found"), "%s", words_missing(words, c->missing & ~now));
	}
	if (c->existed && (now & ~c->missing) != 0) {
		row_say(card->look.out, _("Faded"), "%s", words_missing(words, now & ~c->missing));
	}
}

static void print_people(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	char names[CARD_NAMES_MAX];
	if (p->changes.n_people > 0) {
		row_say(card->look.out, _("Came along"), "%s", card_names(card, names, p->changes.people, p->changes.n_people));
	}
	for (size_t i = 0; i < p->changes.n_parted && i < card_cut(card, p->changes.n_parted); i++) {
		row_say(card->look.out, i == 0 ? _("Went on") : "", "%s", card_name(card, names, p->parted[i].person));
	}
}

static void print_posts(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	size_t n = p->changes.n_posts;
	for (size_t i = 0; i < card_cut(card, n); i++) {
		const struct view_spot *spot = &p->posts[p->changes.posts[i]];
		struct facts facts = {.out = card->look.out, .indent = 14};
		if (i == 0) {
			row_heading(card->look.out, ngettext("%zu new post", "%zu new posts", n), n);
		}
		card_post(card, spot->row, spot->shown, &facts);
		facts_end(&facts);
	}
	card_more(card, n);
}

void card_changes(const struct card *card)
{
	const struct view_changes *c = &card->portrait->changes;
	const struct out *out = card->look.out;
	char age[LOOK_WORD_MAX], line[LOOK_WORD_MAX + 256];
	out_printf(out, "%s", out_style(out, OUT_BOLD));
	out_wrap(out, card->shown.post.title, 0);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	snprintf(line, sizeof line, _("What changed since %s"), look_age(age, c->since, card->look.now_ms));
	out_wrap(out, out_span(line), 2);
	out_printf(out, "\n");
	print_energy(card);
	print_conditions(card);
	print_people(card);
	print_posts(card);
	if (c->n_people + c->n_posts + c->n_parted == 0) {
		out_wrap(out, out_span(_("Nobody came or went on, and nothing was posted. Quiet is fine.")), 2);
	}
}
