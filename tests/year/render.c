/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an act to a post: its words and fields, which follow from the act and its seed alone. */
#include "pen.h"
#include "plan.h"

#include <string.h>

#define HOUR_MS 3600000LL

/* One act on its way to a post. Salts tell its sentences apart. */
struct rendering {
	const struct year *year;
	const struct year_act *act;
	const struct topic *topic;
	struct pen pen;
	struct kiem_post *post;
	char q[48];
};
enum salt { TITLE = 1, WHY, HOW, CLOSING, TERMS, BRING, MOTIVE, TAGS, PLACE, MORE };

static uint64_t salted(const struct rendering *r, enum salt salt)
{
	return year_mix(r->act->seed, salt);
}

/* Whether this act has something that so many of a thousand have. */
static bool some(const struct rendering *r, enum salt salt, unsigned permille)
{
	return year_mix(r->act->seed, 100u + (unsigned)salt) % 1000 < permille;
}

static struct kiem_span text_of(struct rendering *r, const char *const *list, enum salt salt)
{
	pen_begin(&r->pen);
	pen_one(&r->pen, list, salted(r, salt));
	return pen_end(&r->pen);
}

/* ---- initiatives and their revisions ---- */

static struct kiem_span title_of(struct rendering *r, const struct year_act *model)
{
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->titles, year_mix(model->seed, TITLE));
	return pen_end(&r->pen);
}

/* A near copy has one sentence of its own; a revision has one more. */
static void fill_initiative(struct rendering *r)
{
	const struct year_act *act = r->act, *model = act->like != YEAR_NONE ? &r->year->acts[act->like] : act;
	struct kiem_span title;

	/* A model may be near another one's; then that one's words count. */
	const struct year_act *origin = model->like != YEAR_NONE ? &r->year->acts[model->like] : model;
	r->pen.board = origin->board;
	r->post->title = title_of(r, origin);
	if (act->n_links > 0 && act->relations[0] == KIEM_AFTER && r->year->acts[act->links[0]].kind == KIEM_INITIATIVE) {
		struct rendering of = *r;
		of.act = &r->year->acts[act->links[0]];
		of.topic = year_topics[of.act->topic];
		title = title_of(&of, of.act->like != YEAR_NONE ? &r->year->acts[of.act->like] : of.act);
		r->pen.title = title;
	}
	pen_begin(&r->pen);
	if (r->pen.title.n > 0) {
		pen_one(&r->pen, words_after, salted(r, MORE));
	}
	pen_one(&r->pen, r->topic->why, year_mix(act->kind == KIEM_REVISE ? model->seed : act->seed, WHY));
	pen_one(&r->pen, r->topic->how, year_mix(origin->seed, HOW));
	pen_one(&r->pen, words_motive, year_mix(origin->seed, MOTIVE));
	pen_one(&r->pen, words_closing, year_mix(origin->seed, CLOSING));
	if (act->kind == KIEM_REVISE) {
		pen_one(&r->pen, words_revised, salted(r, MORE));
	}
	r->post->text = pen_end(&r->pen);
}

/* ---- offers and requests ---- */

static void fill_quantity(struct rendering *r)
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

	fill_quantity(r);
	pen_begin(&r->pen);
	pen_write(&r->pen, r->act->kind == KIEM_OFFER ? trade->offer : trade->request, salted(r, TITLE));
	post->title = pen_end(&r->pen);
	pen_begin(&r->pen);
	pen_write(&r->pen, trade->note, salted(r, WHY));
	pen_one(&r->pen, r->act->form == YEAR_ANSWER ? words_answer : r->topic->notes, salted(r, HOW));
	if (some(r, CLOSING, 500)) {
		pen_one(&r->pen, words_closing, salted(r, CLOSING));
	}
	post->text = pen_end(&r->pen);
	if (r->act->kind == KIEM_OFFER && some(r, TERMS, 450)) {
		post->terms = text_of(r, words_terms, TERMS);
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
	r->post->title = text_of(r, r->topic->gatherings, TITLE);
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->how, salted(r, HOW));
	pen_one(&r->pen, words_closing, salted(r, CLOSING));
	r->post->text = pen_end(&r->pen);
	r->post->has_from = r->post->has_to = true;
	r->post->from = day_later(r->act, r->act->from_day, 8 + (int64_t)(r->act->seed % 11));
	r->post->to = r->post->from + 2 * HOUR_MS;
}

static void fill_deed(struct rendering *r)
{
	r->post->title = text_of(r, r->topic->deeds, TITLE);
	if (some(r, MORE, 500)) {
		r->post->text = text_of(r, words_confirm, MORE);
	}
}

static void fill_lesson(struct rendering *r)
{
	r->post->title = text_of(r, r->topic->lessons, TITLE);
	pen_begin(&r->pen);
	pen_one(&r->pen, r->topic->how, salted(r, HOW));
	pen_one(&r->pen, words_note, salted(r, MORE));
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
	        [YEAR_TAKEOVER] = takeover};

	pen_begin(&r->pen);
	pen_one(&r->pen, lists[r->act->form], salted(r, WHY));
	if (r->act->form == YEAR_PLAIN && some(r, MORE, 550)) {
		pen_one(&r->pen, words_note, salted(r, MORE));
	}
	r->post->text = pen_end(&r->pen);
}

/* ---- ties and care ---- */

static void fill_join(struct rendering *r)
{
	struct kiem_post *post = r->post;

	if (some(r, BRING, 750)) {
		post->bring = text_of(r, r->topic->brings, BRING);
	}
	if (some(r, MOTIVE, 450)) {
		post->motive = text_of(r, words_motive, MOTIVE);
	}
	for (unsigned sig = KIEM_URGENT; sig <= KIEM_MEANS; sig++) {
		if ((r->act->signals >> sig & 1) != 0) {
			post->signals[post->n_signals++] = sig;
		}
	}
	for (unsigned role = KIEM_PIONEER; role <= KIEM_CONNECTOR; role++) {
		if ((r->act->roles >> role & 1) != 0) {
			post->roles[post->n_roles++] = role;
		}
	}
}

static struct kiem_key key_of(const struct year *year, uint32_t key)
{
	struct kiem_key out;

	memcpy(out.b, year->secrets[key] + 32, sizeof(out.b));
	return out;
}

static void fill_profile(struct rendering *r)
{
	static const char *const others[] = {"en", "tr", "ar", "pl", "de"};
	const struct year_person *person = &r->year->people[r->act->author];
	struct kiem_post *post = r->post;
	char name[101];

	year_name(name, r->year, r->act->author);
	pen_begin(&r->pen);
	pen_write(&r->pen, name, 0);
	post->name = pen_end(&r->pen);
	post->sector = person->sector;
	post->unnamed = (person->flags & YEAR_UNNAMED) != 0;
	post->languages[post->n_languages++] = (struct kiem_span){(const uint8_t *)"nl", 2};
	if (some(r, MORE, 400)) {
		post->languages[post->n_languages++] = (struct kiem_span){(const uint8_t *)others[r->act->seed % 5], 2};
	}
	if ((person->flags & YEAR_HEIRED) != 0) {
		post->has_heir = true;
		post->heir = key_of(r->year, person->heir);
	}
}

static void fill_receipt(struct rendering *r)
{
	if (r->act->quantity > 0) {
		fill_quantity(r);
	}
	if (some(r, MORE, 700)) {
		r->post->text = text_of(r, words_receipt, MORE);
	}
}

/* ---- the whole ---- */

static void fill_kind(struct rendering *r)
{
	switch (r->act->kind) {
	case KIEM_INITIATIVE:
	case KIEM_REVISE:
		fill_initiative(r);
		break;
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
	case KIEM_JOIN:
		fill_join(r);
		break;
	case KIEM_PROFILE:
		fill_profile(r);
		break;
	case KIEM_RECEIPT:
		fill_receipt(r);
		break;
	case KIEM_VOUCH:
		r->post->level = r->act->level;
		r->post->context = some(r, MORE, 700) ? text_of(r, words_context, MORE) : r->post->context;
		break;
	case KIEM_LEAVE:
		r->post->text = some(r, MORE, 600) ? text_of(r, words_leave, MORE) : r->post->text;
		break;
	case KIEM_ADDRESS:
		r->post->text = text_of(r, words_reason, MORE);
		break;
	case KIEM_MEND:
		r->post->text = text_of(r, words_mend, MORE);
		break;
	default:
		break;
	}
}

/* What is found on a board has tags, and often a place. */
static void fill_findable(struct rendering *r)
{
	const struct year_person *person = &r->year->people[r->act->author];
	struct kiem_post *post = r->post;

	for (size_t i = 0; r->topic->tags[i] != NULL; i++) {
		if (i == 0 || (salted(r, TAGS) >> i & 1) != 0) {
			post->tags[post->n_tags++] =
			        (struct kiem_span){(const uint8_t *)r->topic->tags[i], strlen(r->topic->tags[i])};
		}
	}
	if (some(r, PLACE, 450)) {
		post->place = text_of(r, words_places[r->act->board], PLACE);
	}
	if (r->act->kind == KIEM_OFFER || r->act->kind == KIEM_REQUEST ? some(r, TAGS, 650) : some(r, TAGS, 250)) {
		post->has_point = true;
		post->lat_udeg = person->lat_udeg;
		post->lon_udeg = person->lon_udeg;
	}
}

void year_render(struct kiem_post *post, struct year_words *said, const struct year *year, uint32_t index)
{
	const struct year_act *act = &year->acts[index];
	struct rendering r = {.year = year,
	        .act = act,
	        .topic = year_topics[act->topic],
	        .post = post,
	        .pen = {.words = said, .board = act->board}};

	said->n = 0;
	*post = (struct kiem_post){.kind = act->kind, .made = act->made, .until = act->until};
	post->board = (struct kiem_span){(const uint8_t *)year_boards[act->board], strlen(year_boards[act->board])};
	for (size_t i = 0; i < act->n_links; i++) {
		const char *board = year_boards[year->acts[act->links[i]].board];
		post->links[post->n_links++] =
		        (struct kiem_link){act->relations[i], year->ids[act->links[i]], {(const uint8_t *)board, strlen(board)}};
	}
	if (act->whom != YEAR_NONE) {
		post->has_whom = true;
		post->whom = key_of(year, act->whom);
	}
	fill_kind(&r);
	if (act->kind >= KIEM_INITIATIVE && act->kind <= KIEM_LESSON) {
		fill_findable(&r);
	}
	if (post->title.n > 0 || post->text.n > 0) {
		post->language = (struct kiem_span){(const uint8_t *)"nl", 2};
	}
}
