/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an act to a post: its words and fields, which follow from the act and its seed alone. */
#include "rendering.h"

#include <string.h>

/* ---- ties and care ---- */

static void fill_join(struct rendering *r)
{
	struct kiem_post *post = r->post;

	if (render_some(r, BRING, 750)) {
		post->bring = render_one(r, r->topic->brings, BRING);
	}
	if (render_some(r, MOTIVE, 450)) {
		post->motive = render_one(r, words_motive, MOTIVE);
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
	if (render_some(r, MORE, 400)) {
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
		render_quantity(r);
	}
	if (render_some(r, MORE, 700)) {
		r->post->text = render_one(r, words_receipt, MORE);
	}
}

/* ---- the whole ---- */

static void fill_kind(struct rendering *r)
{
	if (r->act->kind <= KIEM_NOTE || r->act->kind == KIEM_REVISE) {
		render_content(r);
		return;
	}
	switch (r->act->kind) {
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
		r->post->context = render_some(r, MORE, 700) ? render_one(r, words_context, MORE) : r->post->context;
		break;
	case KIEM_LEAVE:
		r->post->text = render_some(r, MORE, 600) ? render_one(r, words_leave, MORE) : r->post->text;
		break;
	case KIEM_ADDRESS:
		r->post->text = render_one(r, words_reason, MORE);
		break;
	case KIEM_MEND:
		r->post->text = render_one(r, words_mend, MORE);
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
		if (i == 0 || (render_salted(r, TAGS) >> i & 1) != 0) {
			post->tags[post->n_tags++] =
			        (struct kiem_span){(const uint8_t *)r->topic->tags[i], strlen(r->topic->tags[i])};
		}
	}
	if (render_some(r, PLACE, 450)) {
		post->place = render_one(r, words_places[r->act->board], PLACE);
	}
	if (r->act->kind == KIEM_OFFER || r->act->kind == KIEM_REQUEST ? render_some(r, TAGS, 650) : render_some(r, TAGS, 250)) {
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
