/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of a coalition: first those who are close to somebody in it, then the looser ties, then who has been quiet; within
 * each by how long they are in it. Whoever asked not to be named is "someone" here.
 */
#include "coalition.h"

#include "labels.h"
#include "rows.h"

static const char *closeness_title(enum view_closeness closeness)
{
	switch (closeness) {
	case VIEW_CLOSE:
		return _("Close to each other");
	case VIEW_LOOSE:
		return _("More loosely tied");
	default:
		return _("Quiet for a while");
	}
}

static void add_signals(struct facts *facts, const struct kiem_post *join, bool unnamed)
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

static void print_joins(const struct card *card, const struct view_partner *partner)
{
	for (size_t i = 0; i < partner->joins; i++) {
		struct kiem_kept join;
		struct facts facts;
		if (card_read(card, &join, card->portrait->joins[partner->first_join + i])) {
			facts_init(&facts, card->look.out, 6);
			facts.hang = 2;
			facts_add(&facts, join.post.bring);
			add_signals(&facts, &join.post, card->x->unnamed[partner->person]);
			facts_end(&facts);
		}
	}
}

static void print_partner(const struct card *card, const struct view_partner *partner)
{
	struct facts facts;
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX];
	uint8_t sector = card->x->sector[partner->person];
	facts_init(&facts, card->look.out, 2);
	facts.hang = 4;
	facts_say(&facts, "%s", card_name(card, name, partner->person));
	if (kiem_sector_name(sector)) {
		facts_say(&facts, "%s", label_sector(sector));
	}
	if (partner->tie == VIEW_STARTED) {
		facts_say(&facts, "%s", _("laid it down"));
	}
	facts_say(&facts, _("came %s"), look_age(age, partner->since, card->look.now_ms));
	if (partner->deeds > 0) {
		facts_say(&facts, ngettext("%zu deed", "%zu deeds", partner->deeds), partner->deeds);
	}
	if (partner->earlier) {
		facts_say(&facts, "%s", _("joined an earlier text"));
	}
	facts_end(&facts);
	print_joins(card, partner);
}

/* One band of closeness, from partner `from`; where it ends. */
static size_t print_band(const struct card *card, size_t from)
{
	const struct view_portrait *p = card->portrait;
	enum view_closeness closeness = p->partners[from].closeness;
	size_t n = 0;
	while (from + n < p->n_partners && p->partners[from + n].closeness == closeness) {
		n++;
	}
	if (p->n_partners == 1) {
		row_heading(card->look.out, "%s", _("People"));
	} else {
		row_heading(card->look.out, "%s (%zu)", closeness_title(closeness), n);
	}
	for (size_t i = 0; i < card_cut(card, n); i++) {
		print_partner(card, &p->partners[from + i]);
	}
	card_more(card, n);
	return from + n;
}

static void print_parted(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	for (size_t i = 0; i < card_cut(card, p->n_parted); i++) {
		struct facts facts;
		struct kiem_kept leave, next;
		uint64_t number;
		char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], words[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
		if (i == 0) {
			row_heading(card->look.out, "%s", _("Took part for a while"));
		}
		facts_init(&facts, card->look.out, 2);
		facts.hang = 4;
		facts_say(&facts, "%s", card_name(card, name, p->parted[i].person));
		facts_say(&facts, "%s", look_age(age, p->parted[i].left, card->look.now_ms));
		const struct kiem_link *on = card_read(card, &leave, p->parted[i].leave) ? card_next(&leave.post) : NULL;
		if (on && !kiem_read_find(card->look.read, &number, &on->id) && !kiem_read_post(card->look.read, &next, number)) {
			facts_say(&facts, _("went on to “%s”"), out_clean(words, sizeof words, next.post.title));
		}
		facts_end(&facts);
	}
	card_more(card, p->n_parted);
}

static void print_namesakes(const struct card *card)
{
	const struct out *out = card->look.out;
	for (size_t i = 0; i < card->n_namesakes && i < 3; i++) {
		char name[OUT_CLEAN_MAX(100)];
		out_clean(name, sizeof name, card->namesakes[i].name);
		out_printf(out, i == 0 ? "\n" : "");
		out_say(out,
		        _("%zu keys carry the name “%s”: one person with several devices, or several people. See: kiem who \"%s\""),
		        card->namesakes[i].keys, name, name);
	}
}

void card_people(const struct card *card)
{
	for (size_t i = 0; i < card->portrait->n_partners;) {
		i = print_band(card, i);
	}
	print_parted(card);
	print_namesakes(card);
}
