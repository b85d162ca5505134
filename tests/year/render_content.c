/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of what stands on boards: initiatives and their revisions, offers and requests, and what is said and done. */
#include "rendering.h"

#include <string.h>

#define HOUR_MS 3600000LL

struct kiem_span render_one(struct rendering *r, const char *const *list, enum salt salt)
{
	pen_begin(&r->pen);
	pen_one(&r->pen, list, render_salted(r, salt));
	return pen_end(&r->pen);
}

/* ---- initiatives and their revisions ---- */

static struct kiem_span title_of(struct rendering *r, const struct year_act *model)
{
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->titles, year_mix(model->seed, TITLE));
	return pen_end(&r->pen);
}

static struct kiem_span title_of_other(struct rendering *r, uint32_t act)
{
	const struct year_act *other = &r->year->acts[act];
	const struct year_act *origin = other->like != YEAR_NONE ? &r->year->acts[other->like] : other;
	struct rendering of = *r;

	of.topic = year_topics[other->topic];
	of.pen.board = origin->board;
	return title_of(&of, origin);
}

/* A near copy has one sentence of its own; a revision has one more. */
static void fill_initiative(struct rendering *r)
{
	const struct year_act *act = r->act, *model = act->like != YEAR_NONE ? &r->year->acts[act->like] : act;

	/* A model may be near another one's; then that one's words count. */
	const struct year_act *origin = model->like != YEAR_NONE ? &r->year->acts[model->like] : model;
	r->pen.board = origin->board;
	r->post->title = title_of(r, origin);
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->why, year_mix(act->kind == KIEM_REVISE ? model->seed : act->seed, WHY));
	pen_one(&r->pen, r->topic->how, year_mix(origin->seed, HOW));
	pen_one(&r->pen, words_motive, year_mix(origin->seed, MOTIVE));
	pen_one(&r->pen, words_closing, year_mix(origin->seed, CLOSING));
	if (act->kind == KIEM_REVISE) {
		pen_one(&r->pen, words_revised, render_salted(r, MORE));
	}
	r->post->text = pen_end(&r->pen);
}

/* ---- offers and requests ---- */

void render_quantity(struct rendering *r)
{
	const struct trade *trade = &r->topic->trades[r->act->trade];

	snprintf(r->q, sizeof(r->q), "in overleg");
	if (r->act->quantity > 0) {
		r->post->has_quantity = true;
		r->post->quantity_milli = (int64_t)r->act->quantity * 1000;
		r->post->unit = (struct kiem_span){(const uint8_t *)trade->unit, strlen(trade->unit)};
		snprintf(r->q, sizeof(r->q), "%d %s", r->act->quantity, trade->unit);
	}
	r->pen.q = r->q;
}

static int64_t day_later(const struct year_act *act, int32_t days, int64_t hour)
{
	return (act->made / YEAR_DAY_MS + days) * YEAR_DAY_MS + hour * HOUR_MS;
}

static void fill_trade(struct rendering *r)
{
	const struct trade *trade = &r->topic->trades[r->act->trade];
	struct kiem_post *post = r->post;

	render_quantity(r);
	pen_begin(&r->pen);
	pen_write(&r->pen, r->act->kind == KIEM_OFFER ? trade->offer : trade->request, render_salted(r, TITLE));
	post->title = pen_end(&r->pen);
	pen_begin(&r->pen);
	pen_write(&r->pen, trade->note, render_salted(r, WHY));
	pen_one(&r->pen, r->act->form == YEAR_ANSWER ? words_answer : r->topic->notes, render_salted(r, HOW));
	if (render_some(r, CLOSING, 500)) {
		pen_one(&r->pen, words_closing, render_salted(r, CLOSING));
	}
	post->text = pen_end(&r->pen);
	if (r->act->kind == KIEM_OFFER && render_some(r, TERMS, 450)) {
		post->terms = render_one(r, words_terms, TERMS);
	}
	if (r->act->to_day > 0) {
		post->has_from = post->has_to = true;
		post->from = day_later(r->act, r->act->from_day, 6);
		post->to = day_later(r->act, r->act->to_day, 18);
	}
}

/* ---- what is said and done ---- */

static void fill_gathering(struct rendering *r)
{
	r->post->title = render_one(r, r->topic->gatherings, TITLE);
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->how, render_salted(r, HOW));
	pen_one(&r->pen, words_closing, render_salted(r, CLOSING));
	r->post->text = pen_end(&r->pen);
	r->post->has_from = r->post->has_to = true;
	r->post->from = day_later(r->act, r->act->from_day, 8 + (int64_t)(r->act->seed % 11));
	r->post->to = r->post->from + 2 * HOUR_MS;
}

static void fill_deed(struct rendering *r)
{
	r->post->title = render_one(r, r->topic->deeds, TITLE);
	if (render_some(r, MORE, 500)) {
		r->post->text = render_one(r, words_confirm, MORE);
	}
}

static void fill_lesson(struct rendering *r)
{
	r->post->title = render_one(r, r->topic->lessons, TITLE);
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->how, render_salted(r, HOW));
	pen_one(&r->pen, words_note, render_salted(r, MORE));
	r->post->text = pen_end(&r->pen);
}

static void fill_note(struct rendering *r)
{
	static const char *const takeover[] = {
	        "Ik neem het van hier af graag over. Wie helpt?", "Zonde als dit stilvalt; ik pak de agenda op.", NULL};
	const char *const *lists[] = {[YEAR_PLAIN] = r->topic->notes,
	        [YEAR_WELCOME] = words_welcome,
	        [YEAR_ANSWER] = words_answer,
	        [YEAR_CONFIRM] = words_confirm,
	        [YEAR_RANT] = words_rant,
	        [YEAR_TAKEOVER] = takeover,
	        [YEAR_WENT_ON] = words_after};

	if (r->act->form == YEAR_WENT_ON) {
		r->pen.title = title_of_other(r, r->act->links[1]);
	}
	pen_begin(&r->pen);
	pen_one(&r->pen, lists[r->act->form], render_salted(r, WHY));
	if (r->act->form == YEAR_PLAIN && render_some(r, MORE, 550)) {
		pen_one(&r->pen, words_note, render_salted(r, MORE));
	}
	r->post->text = pen_end(&r->pen);
}

void render_content(struct rendering *r)
{
	switch (r->act->kind) {
	case KIEM_OFFER:
	case KIEM_REQUEST:
		fill_trade(r);
		break;
	case KIEM_GATHERING:
		fill_gathering(r);
		break;
	case KIEM_DEED:
		fill_deed(r);
		break;
	case KIEM_LESSON:
		fill_lesson(r);
		break;
	case KIEM_NOTE:
		fill_note(r);
		break;
	default:
		fill_initiative(r);
	}
}
