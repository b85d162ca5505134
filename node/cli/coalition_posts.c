/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done and posted in a coalition, newest first, and where it came from and led to, also across coalitions. */
#include "coalition.h"

#include "labels.h"
#include "rows.h"

#include <stdlib.h>

/* Some of the posts, by index, latest first. */
struct chosen {
	size_t n;
	size_t *list; /* calloc'ed; NULL when there is no memory, and n is 0 */
};

static int by_latest(const void *a, const void *b, void *ctx)
{
	const struct card *card = ctx;
	const struct view_spot *p = &card->portrait->posts[*(const size_t *)a], *q = &card->portrait->posts[*(const size_t *)b];
	return view_row_order(card->x, q->row, p->row);
}

/* Deeds, or what is neither a deed nor a request, which stand elsewhere; never the first post. */
static struct chosen choose(const struct card *card, bool deeds)
{
	const struct view_portrait *p = card->portrait;
	struct chosen chosen = {.list = calloc(p->n_posts + 1, sizeof *chosen.list)};
	for (size_t i = 1; chosen.list && i < p->n_posts; i++) {
		uint16_t kind = card->x->kind[p->posts[i].row];
		if (deeds ? kind == KIEM_DEED : kind != KIEM_DEED && kind != KIEM_REQUEST) {
			chosen.list[chosen.n++] = i;
		}
	}
	if (chosen.n > 0) {
		qsort_r(chosen.list, chosen.n, sizeof *chosen.list, by_latest, (void *)(uintptr_t)card);
	}
	return chosen;
}

static void print_spot(const struct card *card, const struct view_spot *spot)
{
	struct facts facts = {.out = card->look.out, .indent = 14};
	char relation[LOOK_WORD_MAX], id[LOOK_ID_MAX];
	card_post(card, spot->row, spot->shown, &facts);
	if (spot->depth > 1) {
		const struct view_spot *parent = &card->portrait->posts[spot->parent];
		facts_say(&facts, "%s %s", look_relation(relation, spot->relation), look_id(id, &card->x->id[parent->row]));
	} else if (label_relation_here(spot->relation)) {
		facts_say(&facts, "%s", label_relation_here(spot->relation));
	}
	if (spot->confirmed) {
		facts_say(&facts, "%s", _("confirmed by others"));
	}
	facts_end(&facts);
}

static void print_chosen(const struct card *card, bool deeds, const char *title)
{
	struct chosen chosen = choose(card, deeds);
	for (size_t i = 0; i < card_cut(card, chosen.n); i++) {
		if (i == 0) {
			row_heading(card->look.out, "%s (%zu)", title, chosen.n);
		}
		print_spot(card, &card->portrait->posts[chosen.list[i]]);
	}
	card_more(card, chosen.n);
	free(chosen.list);
}

void card_deeds(const struct card *card)
{
	print_chosen(card, true, _("Done"));
}

void card_posts(const struct card *card)
{
	print_chosen(card, false, _("Posts around it"));
}

/* ---- where it came from and led to ---- */

/* How the two are related, as it is said of the other post; NULL where it goes without saying. */
static const char *kin_word(uint32_t relation, bool origin)
{
	if (origin && relation == KIEM_EXTENDS) {
		return _("this builds on it");
	}
	if (origin && relation == KIEM_VARIANT) {
		return _("this is a variant of it");
	}
	if (relation == KIEM_AFTER) {
		return origin ? _("went on to this") : _("this went on to it");
	}
	return origin ? NULL : label_relation_here(relation);
}

static void print_kin(const struct card *card, const struct view_kin *kin, size_t n, bool origin)
{
	const struct view_extract *x = card->x;
	for (size_t i = 0; i < card_cut(card, n); i++) {
		struct facts facts = {.out = card->look.out, .indent = 14};
		const char *word = kin_word(kin[i].relation, origin);
		if (i == 0) {
			row_heading(card->look.out, "%s", origin ? _("Came from") : _("Led to"));
		}
		card_post(card, kin[i].row, view_row_shown(x, kin[i].row, card->look.now_ms), &facts);
		if (word) {
			facts_say(&facts, "%s", word);
		}
		facts_end(&facts);
	}
	card_more(card, n);
}

void card_kin(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	print_kin(card, p->origins, p->n_origins, true);
	print_kin(card, p->heirs, p->n_heirs, false);
	if (p->n_origins + p->n_heirs > 0 && commands_find("lineage")) {
		out_printf(card->look.out, "\n");
		out_say(card->look.out, _("The whole tree of who built on whom: kiem lineage %s"), card->id);
	}
}
