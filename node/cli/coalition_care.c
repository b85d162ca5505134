/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who carries a coalition, said as care: that somebody does much is a reason to thank them and to take a part over. And a departure
 * played through, so that it can be talked about before anybody is tired.
 */
#include "coalition.h"

#include "person.h"
#include "rows.h"

#define CUTS_SHOWN 3
#define FEW 5 /* so many names at most make a group that one can talk to */

static void print_cut(const struct card *card, const struct view_cut *cut)
{
	char name[RESOLVE_NAME_MAX], line[2048];
	snprintf(line, sizeof line,
	        ngettext("Much comes together at %s: without this link %zu person would lose their way to the others.",
	                "Much comes together at %s: without this link %zu people would lose their way to the others.", cut->apart),
	        card_name(card, name, cut->person), cut->apart);
	out_wrap(card->look.out, out_span(line), 2);
}

static bool few_do_half(const struct view_portrait *p)
{
	return p->n_half > 0 && p->n_half <= FEW && p->n_partners >= 3 && p->n_half * 3 <= p->n_partners;
}

static void print_half(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	char names[CARD_NAMES_MAX], line[2048];
	if (!few_do_half(p)) {
		return;
	}
	snprintf(line, sizeof line, _("Half of all that was done in the last three months is by: %s."),
	        card_names(card, names, p->half, p->n_half));
	out_wrap(card->look.out, out_span(line), 2);
}

/* The command that plays it through, whole on one line: by name, or by key where that is too long. */
static void print_ask(const struct card *card, uint32_t person)
{
	const struct out *out = card->look.out;
	char name[RESOLVE_NAME_MAX], key[PERSON_DIGITS + 1], line[RESOLVE_NAME_MAX + 128];
	kiem_hex(key, card->x->key[person].b, PERSON_DIGITS / 2);
	out_wrap(out, out_span(_("What would change without them:")), 2);
	snprintf(line, sizeof line, "    kiem coalition %s --without \"%s\"", card->id, card_name(card, name, person));
	if (out_width(out_span(line)) > out->width) {
		snprintf(line, sizeof line, "    kiem coalition %s --without %s", card->id, key);
	}
	out_printf(out, "%s%s%s\n", out_style(out, OUT_BLUE), line, out_style(out, OUT_PLAIN));
}

void card_care(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	const struct out *out = card->look.out;
	if (p->n_cuts == 0 && !few_do_half(p)) {
		return;
	}
	row_heading(out, "%s", _("Worth some care"));
	for (size_t i = 0; i < p->n_cuts && (card->all || i < CUTS_SHOWN); i++) {
		print_cut(card, &p->cuts[i]);
	}
	print_half(card);
	uint32_t first = p->n_cuts > 0 ? p->cuts[0].person : p->half[0];
	out_wrap(out, out_span(_("A word of thanks, and an offer to take over a part, go a long way.")), 2);
	if (!card->x->unnamed[first]) {
		print_ask(card, first);
	}
}

/* ---- a departure ---- */

static void print_apart(const struct card *card, const struct view_without *w)
{
	const struct out *out = card->look.out;
	char names[CARD_NAMES_MAX], line[2048];
	size_t from = 0;
	if (w->rest == 1) {
		/* Where the largest part is one person, all are. */
		out_wrap(out, out_span(_("Nobody else would have a tie left here.")), 2);
		return;
	}
	if (w->n_apart == 0) {
		out_wrap(out, out_span(_("Everybody else would still have a way to each other.")), 2);
		return;
	}
	for (size_t i = 0; i < w->n_parts; from = w->part_ends[i++]) {
		if (i >= CUTS_SHOWN && !card->all) {
			continue;
		}
		snprintf(line, sizeof line, _("Together, but cut off from the others: %s."),
		        card_names(card, names, w->apart + from, w->part_ends[i] - from));
		out_wrap(out, out_span(line), 2);
	}
	if (w->n_parts > CUTS_SHOWN && !card->all) {
		size_t more = w->n_parts - CUTS_SHOWN;
		snprintf(line, sizeof line, ngettext("And %zu more such group.", "And %zu more such groups.", more), more);
		out_wrap(out, out_span(line), 2);
	}
	if (w->n_alone > 0) {
		snprintf(line, sizeof line, _("Without a tie to anybody else here: %s."),
		        card_names(card, names, w->apart + from, w->n_alone));
		out_wrap(out, out_span(line), 2);
	}
	if (w->rest > 1) {
		snprintf(line, sizeof line, ngettext("%zu other would stay together.", "%zu others would stay together.", w->rest),
		        w->rest);
		out_wrap(out, out_span(line), 2);
	}
}

static void print_lost(const struct card *card, const struct view_without *w)
{
	const struct out *out = card->look.out;
	char missing[WORDS_MISSING_MAX], line[512];
	if (w->lost == 0) {
		return;
	}
	snprintf(line, sizeof line, _("No longer seen without them: %s."), words_missing(missing, w->lost));
	out_wrap(out, out_span(line), 2);
}

void card_without(const struct card *card)
{
	const struct view_without *w = &card->portrait->without;
	const struct view_brief *brief = &card->portrait->brief;
	const struct out *out = card->look.out;
	char name[RESOLVE_NAME_MAX], now[QUANTITY_TEXT_MAX], then[QUANTITY_TEXT_MAX], line[1024];
	out_printf(out, "%s", out_style(out, OUT_BOLD));
	out_wrap(out, card->shown.post.title, 0);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
	/* Who is asked about by name was named already. */
	snprintf(line, sizeof line, _("Suppose %s stops"), look_name(&card->look, name, &card->x->key[w->person]));
	row_heading(out, "%s", line);
	snprintf(line, sizeof line,
	        _("Of all ties here %u%% are with them, of all that was done %u%% is theirs, of the deeds %u%%."),
	        (w->ties + 5) / 10, (w->acts + 5) / 10, (w->deeds + 5) / 10);
	out_wrap(out, out_span(line), 2);
	snprintf(line, sizeof line, _("Energy would go from %s to %s."),
	        words_energy(now, brief->energy.known + brief->energy.strangers),
	        words_energy(then, w->energy.known + w->energy.strangers));
	out_wrap(out, out_span(line), 2);
	print_apart(card, w);
	print_lost(card, w);
	out_printf(out, "\n");
	out_wrap(out,
	        out_span(_("This is no forecast: ties come back with one act. It shows what to share while there is time, and whom "
	                   "to thank.")),
	        0);
}
