/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See trade_model.h: what is left of each, and its words. */
#include "trade_model.h"

const struct kiem_post *plain_post(const struct plain *s, size_t i)
{
	return &s->m->posts[i]->post;
}

bool plain_same_person(const struct plain *s, size_t a, size_t b)
{
	if (s->person != NULL) {
		return s->person[a] == s->person[b];
	}
	return memcmp(plain_post(s, a)->author.b, plain_post(s, b)->author.b, 32) == 0;
}

/* Whether live post `by` names a version of `to` by the relation. */
bool plain_names(const struct plain *s, size_t by, size_t to, uint64_t relation)
{
	return s->m->posts[by]->live && model_names(s->m, by, to, 1ULL << relation);
}

/* What a post says it is, in the unit; -1: nothing, -2: something else. */
static int64_t amount(const struct plain *s, size_t i, const struct unit *unit)
{
	const struct kiem_post *shown = plain_post(s, model_shown(s->m, model_original(s->m, i)));
	struct unit other;

	if (!shown->has_quantity) {
		return -1;
	}
	unit_read(&other, shown->unit);
	return unit_same(&other, unit) ? unit_convert(shown->quantity_milli, &other, unit) : -2;
}

int64_t plain_more(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* A request: what others promised and what its author received. False: over. */
static bool request_left(const struct plain *s, struct plain_trade *t)
{
	int64_t promised = 0, received = 0;

	for (size_t i = 0; i < s->m->n; i++) {
		bool receipt = plain_post(s, i)->kind == KIEM_RECEIPT && s->m->posts[i]->live && plain_same_person(s, i, t->post);
		bool about = plain_names(s, i, t->post, KIEM_ABOUT);
		for (size_t a = 0; a < s->m->n && receipt; a++) {
			bool answer = plain_post(s, a)->kind == KIEM_OFFER && plain_names(s, a, t->post, KIEM_ANSWERS) &&
			              !plain_same_person(s, a, t->post);
			/* About the answer itself: a receipt names what was received. */
			about = about || (answer && model_names(s->m, i, a, UINT64_MAX));
		}
		if (receipt && about) {
			int64_t milli = amount(s, i, &t->unit);
			if (milli == -1 || t->unit.of == UNIT_NONE) {
				return false;
			}
			received += plain_more(milli, 0);
		}
		if (plain_post(s, i)->kind == KIEM_OFFER && plain_names(s, i, t->post, KIEM_ANSWERS) &&
		        !plain_same_person(s, i, t->post)) {
			promised += plain_more(amount(s, i, &t->unit), 0);
		}
	}
	t->left = t->unit.of == UNIT_NONE ? 0 : plain_more(0, t->shown->quantity_milli - plain_more(promised, received));
	return t->unit.of == UNIT_NONE || received < t->shown->quantity_milli;
}

/* An offer: what others asked and received, and what its author gave. False: over. */
static bool offer_left(const struct plain *s, struct plain_trade *t)
{
	int64_t asked = 0, received = 0, given = 0;

	for (size_t i = 0; i < s->m->n; i++) {
		bool mine = plain_same_person(s, i, t->post), answers = false;
		uint64_t kind = plain_post(s, i)->kind;
		if (kind == KIEM_REQUEST && !mine && plain_names(s, i, t->post, KIEM_ANSWERS)) {
			asked += plain_more(amount(s, i, &t->unit), 0);
		}
		if (kind == KIEM_RECEIPT && !mine && plain_names(s, i, t->post, KIEM_ABOUT)) {
			received += plain_more(amount(s, i, &t->unit), 0);
		}
		for (size_t l = 0; l < plain_post(s, i)->n_links; l++) {
			answers = answers || plain_post(s, i)->links[l].relation == KIEM_ANSWERS;
		}
		if (kind == KIEM_OFFER && mine && answers && plain_names(s, i, t->post, KIEM_ABOUT)) {
			given += plain_more(amount(s, i, &t->unit), 0);
		}
		if (kind == KIEM_REQUEST && !mine && s->m->posts[i]->live && model_names(s->m, t->post, i, 1ULL << KIEM_ANSWERS)) {
			int64_t milli = amount(s, i, &t->unit);
			if (milli < 0) {
				return false;
			}
			given += milli;
		}
	}
	t->left = t->unit.of == UNIT_NONE
	                  ? 0
	                  : plain_more(0, t->shown->quantity_milli - plain_more(given, plain_more(asked, received)));
	return t->unit.of == UNIT_NONE || given < t->shown->quantity_milli;
}

/* ---- words ---- */

static void add_word(struct plain_trade *t, const char *text, unsigned times)
{
	size_t i = 0;

	while (i < t->n && strcmp(t->word[i].text, text) != 0) {
		i++;
	}
	assert_true(i < WORDS_MAX);
	t->n += i == t->n;
	strcpy(t->word[i].text, text);
	t->word[i].times = times > t->word[i].times ? times : t->word[i].times;
}

static void add_text(struct plain_trade *t, struct kiem_span text, unsigned times)
{
	struct view_words words;

	view_words_begin(&words, text);
	while (view_words_next(&words)) {
		bool number = strspn(words.word, "0123456789") == words.n, trade = strcmp(words.word, "gezocht") == 0;
		if (!number && !trade && !view_word_stop(words.word, words.n)) {
			view_word_stem(words.word, words.n);
			add_word(t, words.word, times);
		}
	}
}

static void add_words(struct plain_trade *t)
{
	char tag[VIEW_TAG_MAX + 2];

	add_text(t, t->shown->title, WEIGHT_MATCH_TITLE);
	add_text(t, t->shown->text, 1);
	for (size_t i = 0; i < t->shown->n_tags; i++) {
		add_text(t, t->shown->tags[i], WEIGHT_MATCH_TITLE);
		tag[0] = '#';
		if (view_tag_fold(tag + 1, t->shown->tags[i]) > 0) {
			add_word(t, tag, 0);
		}
	}
}

const struct word *plain_word(const struct plain_trade *t, const char *text)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->word[i].text, text) == 0) {
			return &t->word[i];
		}
	}
	return NULL;
}

static uint64_t idf(const struct plain *s, const char *text)
{
	size_t posts = 0, common = s->n / WEIGHT_MATCH_COMMON;

	for (size_t i = 0; i < s->n; i++) {
		posts += plain_word(&s->trade[i], text) != NULL;
	}
	return posts > (common < WEIGHT_MATCH_COMMON_MIN ? WEIGHT_MATCH_COMMON_MIN : common)
	               ? 0
	               : match_log2(((s->n + posts) << 16) / posts) - (16 << 8);
}

/* ---- who is in it ---- */

void plain_settle(struct plain *s)
{
	s->n = 0;
	for (size_t i = 0; i < s->m->n; i++) {
		struct plain_trade *t = &s->trade[s->n];
		uint64_t kind = plain_post(s, i)->kind;
		if (!s->m->posts[i]->live || (kind != KIEM_OFFER && kind != KIEM_REQUEST)) {
			continue;
		}
		*t = (struct plain_trade){.post = i, .p = plain_post(s, i), .shown = plain_post(s, model_shown(s->m, i))};
		if (t->shown->has_quantity) {
			unit_read(&t->unit, t->shown->unit);
		}
		t->timed = t->shown->has_from || t->shown->has_to;
		t->from = plain_more(s->now_ms, t->shown->has_from ? t->shown->from : 0);
		t->to = t->shown->has_to ? t->shown->to : plain_more(model_until(s->m, t->post), t->from);
		bool gone = t->shown->has_to && t->shown->to < s->now_ms;
		if (!gone && (kind == KIEM_OFFER ? offer_left(s, t) : request_left(s, t))) {
			add_words(t);
			s->n++;
		}
	}
	for (size_t i = 0; i < s->n; i++) {
		for (size_t w = 0; w < s->trade[i].n; w++) {
			s->trade[i].word[w].idf = idf(s, s->trade[i].word[w].text);
		}
	}
}
