/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a coalition lives on and what it still looks for. Of each condition there is evidence to open, or, where it has not been
 * seen lately, a command to copy that asks for it; of each request what others offered. None of it is a mark.
 */
#include "coalition.h"

#include "rows.h"

#include <stdarg.h>
#include <string.h>

#define CONDITION_COLUMNS 24

/* What to ask for when a condition was not seen lately; at most 40 columns, so that the command fits a line of 80. */
static const char *question(enum view_condition condition)
{
	switch (condition) {
	case VIEW_URGENCY:
		return _("Who else needs this, and why now?");
	case VIEW_DIRECTION:
		return _("Where should this go? How do you see it?");
	case VIEW_ROOM:
		return _("Who wants to try it in their own way?");
	case VIEW_BACKING:
		return _("Who stands behind this where it counts?");
	default:
		return _("Who has hands, tools or a place for it?");
	}
}

static void print_draft(const struct card *card, enum view_condition condition)
{
	const struct out *out = card->look.out;
	/* One line, however narrow: it is there to be copied. */
	out_printf(out, "    %skiem request \"%s\" --about %s%s\n", out_style(out, OUT_BLUE), question(condition), card->id,
	        out_style(out, OUT_PLAIN));
}

static void print_evidence(const struct card *card, const struct view_finding *finding)
{
	const struct view_portrait *p = card->portrait;
	struct facts facts;
	char id[LOOK_ID_MAX];
	size_t shown = 0, weighs = 0;
	facts_init(&facts, card->look.out, 4);
	for (size_t i = finding->first; i < finding->first + finding->n; i++) {
		const struct view_evidence *e = &p->evidence[i];
		if (e->why == VIEW_BY_OPEN || e->weight == 0) {
			continue;
		}
		weighs++;
		if (card->all || shown < CARD_EVIDENCE) {
			facts_say(&facts, "%s", look_id(id, &card->x->id[e->row]));
			shown++;
		}
	}
	if (weighs > shown) {
		facts_say(&facts, ngettext("and %zu more", "and %zu more", weighs - shown), weighs - shown);
	}
	out_printf(card->look.out, "%s", out_style(card->look.out, OUT_DIM));
	facts_end(&facts);
	out_printf(card->look.out, "%s", out_style(card->look.out, OUT_PLAIN));
}

static size_t count_of(const struct card *card, const struct view_finding *finding, enum view_why why)
{
	size_t n = 0;
	for (size_t i = finding->first; i < finding->first + finding->n; i++) {
		n += card->portrait->evidence[i].why == why;
	}
	return n;
}

/* Adds a fact to a line of them. */
static void say(char *line, size_t cap, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void say(char *line, size_t cap, const char *format, ...)
{
	size_t at = strlen(line);
	va_list words;
	va_start(words, format);
	if (at > 0 && at + 5 < cap) {
		strcat(line, " · ");
		at = strlen(line);
	}
	vsnprintf(line + at, cap - at, format, words);
	va_end(words);
}

static void print_condition(const struct card *card, enum view_condition condition)
{
	const struct out *out = card->look.out;
	const struct view_finding *f = &card->portrait->findings[condition];
	const char *yes = words_unicode() ? "✓" : "+", *no = words_unicode() ? "○" : "-";
	size_t answered = count_of(card, f, VIEW_BY_ANSWERED), open = count_of(card, f, VIEW_BY_OPEN);
	char head[64], line[256] = "";
	snprintf(head, sizeof head, "  %s %s", f->present ? yes : no, words_condition(condition));
	if (f->people > 0) {
		say(line, sizeof line, ngettext("%zu person", "%zu people", f->people), f->people);
	}
	if (f->sectors > 1) {
		say(line, sizeof line, ngettext("%zu sector", "%zu sectors", f->sectors), f->sectors);
	}
	if (answered > 0) {
		say(line, sizeof line, ngettext("%zu request answered", "%zu requests answered", answered), answered);
	}
	if (open > 0) {
		say(line, sizeof line, ngettext("%zu request open", "%zu requests open", open), open);
	}
	if (!f->present && condition != VIEW_MEANS) {
		say(line, sizeof line, "%s", f->people > 0 ? _("some time ago") : _("not seen yet"));
	}
	out_hang(out, out_span(head), out_span(line[0] != '\0' ? line : _("not seen yet")), CONDITION_COLUMNS + 4);
	print_evidence(card, f);
	if (!f->present) {
		print_draft(card, condition);
	}
}

void card_conditions(const struct card *card)
{
	row_heading(card->look.out, "%s", _("What it lives on"));
	for (enum view_condition i = VIEW_URGENCY; i <= VIEW_MEANS; i++) {
		print_condition(card, i);
	}
}

/* ---- needs ---- */

/* What the offers cover, in thousandths of the request's unit; those in another unit are left out. */
static int64_t covered(const struct card *card, const struct view_need *need, const struct kiem_post *request)
{
	int64_t sum = 0;
	for (size_t i = 0; i < need->answers && request->has_quantity; i++) {
		struct kiem_kept offer;
		bool read = card_read(card, &offer, card->portrait->answers[need->first_answer + i]);
		if (read && offer.post.has_quantity && view_text_alike(offer.post.unit, request->unit) &&
		        sum < request->quantity_milli) {
			sum += offer.post.quantity_milli;
		}
	}
	return sum;
}

static void print_cover(const struct card *card, struct facts *facts, const struct view_need *need, const struct kiem_post *request)
{
	char amount[LOOK_AMOUNT_MAX], part[QUANTITY_TEXT_MAX];
	int64_t sum = covered(card, need, request);
	look_amount(amount, request);
	if (request->has_quantity && need->answers > 0 && sum < request->quantity_milli) {
		facts_say(facts, _("%s of %s offered"), quantity_print(part, sum), amount);
	} else if (request->has_quantity && need->answers > 0) {
		facts_say(facts, _("%s, all offered"), amount);
	} else {
		facts_say(facts, "%s", amount);
	}
}

/* Nobody answers their own request; they may look who could. */
static const char *next_for(const struct card *card, const struct view_need *need)
{
	const struct view_extract *x = card->x;
	const struct cli *cli = card->look.cli;
	bool mine = cli->identity && memcmp(x->key[view_row_person(x, need->row)].b, cli->me.b, sizeof cli->me.b) == 0;
	return mine ? "match" : "answer";
}

static void print_need(const struct card *card, const struct view_need *need)
{
	struct facts facts;
	struct kiem_kept request;
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], id[LOOK_ID_MAX];
	const struct view_extract *x = card->x;
	card_post(card, need->row, need->shown, &facts);
	if (card_read(card, &request, need->shown)) {
		print_cover(card, &facts, need, &request.post);
	}
	for (size_t i = 0; i < need->answers && i < CARD_EVIDENCE; i++) {
		uint32_t row = card->portrait->answers[need->first_answer + i];
		facts_say(&facts, _("offer of %s: %s"), look_name(&card->look, name, &x->key[x->author[row]]),
		        look_id(id, &x->id[row]));
	}
	if (need->answers > CARD_EVIDENCE) {
		size_t more = need->answers - CARD_EVIDENCE;
		facts_say(&facts, ngettext("and %zu more", "and %zu more", more), more);
	}
	if (need->receipt != VIEW_NONE) {
		facts_say(&facts, _("received %s"), look_age(age, x->made[need->receipt], card->look.now_ms));
	} else if (need->open) {
		facts_say(&facts, "kiem %s %s", next_for(card, need), look_id(id, &x->id[need->row]));
	}
	facts_end(&facts);
}

static void print_some(const struct card *card, bool open, const char *title)
{
	const struct view_portrait *p = card->portrait;
	size_t n = 0, shown = 0;
	for (size_t i = 0; i < p->n_needs; i++) {
		n += p->needs[i].open == open;
	}
	for (size_t i = 0; i < p->n_needs && shown < card_cut(card, n); i++) {
		if (p->needs[i].open == open) {
			if (shown++ == 0) {
				row_heading(card->look.out, "%s (%zu)", title, n);
			}
			print_need(card, &p->needs[i]);
		}
	}
	card_more(card, n);
}

void card_needs(const struct card *card)
{
	print_some(card, true, _("Still looked for"));
	print_some(card, false, _("Asked for, and answered"));
}
