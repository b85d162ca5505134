/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A match in words (matching.h). Every reason stands with its points, so that the sum can be followed; what gave no points is not
 * mentioned, but for an amount that others cover already.
 */
#include "matching.h"

#include "json_post.h"
#include "labels.h"
#include "quantity.h"
#include "times.h"

#include <string.h>

#define FACTS_INDENT 14

int matching_read(struct matching *m, const struct look *look, const struct view_match *match)
{
	*m = (struct matching){.look = look, .match = match};
	enum kiem_err err = kiem_read_post(look->read, &m->offer, match->offer.shown);
	return look_err(look, err ? err : kiem_read_post(look->read, &m->request, match->request.shown));
}

static bool is_mine(const struct look *look, const struct view_trade *trade)
{
	return look->cli->identity && memcmp(look->cli->me.b, trade->author.b, sizeof trade->author.b) == 0;
}

const char *matching_command(char out[static MATCHING_COMMAND_MAX], const struct matching *m)
{
	char offer[LOOK_ID_MAX], request[LOOK_ID_MAX];

	look_id(offer, &m->match->offer.id);
	look_id(request, &m->match->request.id);
	if (is_mine(m->look, &m->match->offer)) {
		snprintf(out, MATCHING_COMMAND_MAX, "kiem answer %s --with %s", request, offer);
	} else if (is_mine(m->look, &m->match->request)) {
		snprintf(out, MATCHING_COMMAND_MAX, "kiem answer %s --with %s", offer, request);
	} else {
		/* TRANSLATORS: the text of a note that tells who needs something of who has it; %s is the offer's id */
		char text[MATCHING_COMMAND_MAX / 2];
		snprintf(text, sizeof text, _("see %s"), offer);
		snprintf(out, MATCHING_COMMAND_MAX, "kiem note %s \"%s\"", request, text);
	}
	return out;
}

/* ---- reasons ---- */

static void say_words(struct facts *facts, const struct view_match *match)
{
	char words[VIEW_MATCH_WORDS_TOLD * (VIEW_WORD_MAX + 2) + 1];
	size_t n = 0;

	words[0] = '\0';
	for (size_t i = 0; i < match->n_words; i++) {
		n += (size_t)snprintf(words + n, sizeof words - n, "%s%s", i == 0 ? "" : ", ", match->word[i]);
	}
	if (match->part[VIEW_MATCH_WORDS] > 0) {
		facts_say(facts, _("words: %s (%u)"), words, match->part[VIEW_MATCH_WORDS]);
	}
}

static void say_tags(struct facts *facts, const struct matching *m)
{
	char tags[OUT_CLEAN_MAX(KIEM_TAGS_MAX * (KIEM_TAG_MAX + 2))];
	size_t n = 0;

	tags[0] = '\0';
	for (size_t i = 0; i < m->request.post.n_tags; i++) {
		char tag[OUT_CLEAN_MAX(KIEM_TAG_MAX)];
		if ((m->match->tags & 1u << i) != 0) {
			out_clean(tag, sizeof tag, m->request.post.tags[i]);
			n += (size_t)snprintf(tags + n, sizeof tags - n, "%s%s", n == 0 ? "" : ", ", tag);
		}
	}
	if (m->match->part[VIEW_MATCH_TAGS] > 0) {
		facts_say(facts, _("tags: %s (%u)"), tags, m->match->part[VIEW_MATCH_TAGS]);
	}
}

static void say_quantity(struct facts *facts, const struct matching *m)
{
	char cover[QUANTITY_TEXT_MAX], need[QUANTITY_TEXT_MAX], unit[OUT_CLEAN_MAX(32)];
	const struct view_match *match = m->match;

	if (!match->measured) {
		return;
	}
	out_clean(unit, sizeof unit, m->request.post.unit);
	quantity_print(cover, match->cover_milli);
	quantity_print(need, match->need_milli);
	if (match->need_milli == 0) {
		facts_say(facts, "%s", _("others answer for all of it already"));
	} else if (match->cover_milli == 0) {
		facts_say(facts, "%s", _("others took up all of the offer already"));
	} else {
		/* TRANSLATORS: an amount of an amount and its unit, then points: "20 of 30 seats (99)" */
		facts_say(facts, _("%s of %s %s (%u)"), cover, need, unit, match->part[VIEW_MATCH_QUANTITY]);
	}
}

/* From now on is from now on: only the end is said. */
static void say_time(struct facts *facts, const struct view_match *match, int64_t now_ms)
{
	char when[LOOK_WHEN_MAX];
	struct kiem_post span = {
	        .kind = KIEM_OFFER, .has_from = match->from > now_ms, .has_to = true, .from = match->from, .to = match->to};

	if (match->timed) {
		facts_say(facts, "%s (%u)", look_when(when, &span), match->part[VIEW_MATCH_TIME]);
	}
}

static void say_place(struct facts *facts, const struct view_match *match)
{
	unsigned points = match->part[VIEW_MATCH_PLACE];
	char amount[QUANTITY_TEXT_MAX];

	switch (match->place) {
	case VIEW_PLACE_NONE:
		break;
	case VIEW_PLACE_POINTS:
		if (match->distance_m < 1000) {
			facts_say(facts, _("%llu m apart (%u)"), (unsigned long long)match->distance_m, points);
		} else {
			quantity_print(amount, (int64_t)(match->distance_m / 100 * 100));
			facts_say(facts, _("%s km apart (%u)"), amount, points);
		}
		break;
	case VIEW_PLACE_LABEL:
		facts_say(facts, _("the same place (%u)"), points);
		break;
	case VIEW_PLACE_BOARD:
		facts_say(facts, _("the same board (%u)"), points);
		break;
	}
}

static void say_sector(struct facts *facts, const struct view_match *match)
{
	if (match->part[VIEW_MATCH_SECTOR] > 0) {
		facts_say(facts, _("two sectors: %s and %s (%u)"), label_sector(match->offer.sector),
		        label_sector(match->request.sector), match->part[VIEW_MATCH_SECTOR]);
	}
}

/* ---- screens ---- */

static void print_side(const struct look *look, const struct view_trade *trade, const struct kiem_post *shown)
{
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], amount[LOOK_AMOUNT_MAX];
	struct facts facts;

	look_headline(look, &trade->id, trade->kind, shown->title);
	out_printf(look->out, "%s", out_style(look->out, OUT_DIM));
	facts_init(&facts, look->out, FACTS_INDENT);
	facts_say(&facts, "%s", look_name(look, name, &trade->author));
	facts_say(&facts, "%s", look_age(age, trade->made, look->now_ms));
	facts_add(&facts, shown->place);
	facts_say(&facts, "%s", look_amount(amount, shown));
	facts_end(&facts);
	out_printf(look->out, "%s", out_style(look->out, OUT_PLAIN));
}

static void print_reasons(const struct matching *m)
{
	struct facts facts;

	facts_init(&facts, m->look->out, FACTS_INDENT);
	/* TRANSLATORS: the sum of the points behind the reasons that follow it */
	facts_say(&facts, _("match %u"), m->match->score);
	say_words(&facts, m->match);
	say_tags(&facts, m);
	say_quantity(&facts, m);
	say_time(&facts, m->match, m->look->now_ms);
	say_place(&facts, m->match);
	say_sector(&facts, m->match);
	facts_end(&facts);
}

void matching_print(const struct matching *m)
{
	char command[MATCHING_COMMAND_MAX];

	print_side(m->look, &m->match->request, &m->request.post);
	print_side(m->look, &m->match->offer, &m->offer.post);
	print_reasons(m);
	out_printf(m->look->out, "%*s%s\n", FACTS_INDENT, "", matching_command(command, m));
}

void matching_print_step(const struct matching *m)
{
	char from[RESOLVE_NAME_MAX], to[RESOLVE_NAME_MAX], offer[LOOK_ID_MAX], request[LOOK_ID_MAX];
	const struct out *out = m->look->out;
	const unsigned used = 2 + LOOK_ID_DIGITS + 2;

	out_say(out, _("%s has what %s needs (%u):"), look_name(m->look, from, &m->match->offer.author),
	        look_name(m->look, to, &m->match->request.author), m->match->score);
	out_printf(out, "  %s%s%s  ", out_style(out, OUT_DIM), look_id(offer, &m->match->offer.id), out_style(out, OUT_PLAIN));
	out_cut(out, m->offer.post.title, out->width - used);
	out_printf(
	        out, "\n  %s%s%s  ", out_style(out, OUT_DIM), look_id(request, &m->match->request.id), out_style(out, OUT_PLAIN));
	out_cut(out, m->request.post.title, out->width - used);
	out_printf(out, "\n");
}

int matching_print_open(const struct look *look, const struct view_trade *trade)
{
	struct kiem_kept kept, shown;
	struct facts facts;
	char digits[LOOK_ID_MAX];
	enum kiem_err err = kiem_read_post(look->read, &kept, trade->number);

	err = err ? err : kiem_read_post(look->read, &shown, trade->shown);
	if (err) {
		return look_err(look, err);
	}
	if (look->cli->json) {
		json_t *object = json_post(look, &kept, &shown);
		json_put(object, "shown", out_json_hex(shown.post.id.b, sizeof shown.post.id.b));
		if (trade->has_left) {
			json_put(object, "left_milli", json_integer(trade->left_milli));
		}
		out_json(look->out, object);
		return EX_OK;
	}
	look_headline(look, &trade->id, trade->kind, shown.post.title);
	out_printf(look->out, "%s", out_style(look->out, OUT_DIM));
	facts_init(&facts, look->out, FACTS_INDENT);
	facts_of_post(&facts, look, &shown.post, &kept.post);
	facts_add(&facts, kept.post.board);
	facts_end(&facts);
	out_printf(look->out, "%s%*skiem %s %s\n", out_style(look->out, OUT_PLAIN), FACTS_INDENT, "",
	        is_mine(look, trade) ? "match" : "answer", look_id(digits, &trade->id));
	return EX_OK;
}
