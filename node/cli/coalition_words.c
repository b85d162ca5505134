/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small words about coalitions (coalition_words.h). */
#include "coalition_words.h"

#include "json_post.h"

#include <langinfo.h>
#include <string.h>

/* A trend fills the height when it reaches this: of something that never woke up, the little there is should look little. */
#define SPARK_TOP (2 * (uint64_t)VIEW_Q16_ONE)

bool words_unicode(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

const char *words_spark(char out[static WORDS_SPARK_MAX], const uint64_t trend[static VIEW_WEEKS])
{
	static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const ascii[] = {"_", ".", ":", "-", "=", "+", "*", "#"};
	const char *const *marks = words_unicode() ? blocks : ascii;
	uint64_t top = SPARK_TOP;
	size_t at = 0;
	for (size_t i = 0; i < VIEW_WEEKS; i++) {
		top = trend[i] > top ? trend[i] : top;
	}
	for (size_t i = 0; i < VIEW_WEEKS; i++) {
		at += (size_t)snprintf(out + at, WORDS_SPARK_MAX - at, "%s", marks[(trend[i] * 7 + top / 2) / top]);
	}
	return out;
}

const char *words_bar(char out[static WORDS_BAR_MAX], uint32_t permille, unsigned columns)
{
	const char *full = words_unicode() ? "█" : "#", *empty = words_unicode() ? "░" : ".";
	unsigned filled = (permille * columns + 500) / 1000;
	size_t at = 0;
	out[0] = '\0';
	for (unsigned i = 0; i < columns && at + 4 < WORDS_BAR_MAX; i++) {
		at += (size_t)snprintf(out + at, WORDS_BAR_MAX - at, "%s", i < filled ? full : empty);
	}
	return out;
}

const char *words_energy(char out[static QUANTITY_TEXT_MAX], uint64_t energy)
{
	uint64_t tenths = energy * 10 / VIEW_Q16_ONE;
	if (energy == 0) {
		return strcpy(out, "0");
	}
	return quantity_print(out, (int64_t)(tenths > 0 ? tenths : 1) * 100);
}

int64_t words_milli(uint64_t energy)
{
	return (int64_t)((energy * 1000 + VIEW_Q16_ONE / 2) / VIEW_Q16_ONE);
}

/* ---- states ---- */

static const char *const states[] = {"sprouting", "alive", "resting"};

const char *words_state(enum view_state state)
{
	switch (state) {
	case VIEW_SPROUTING:
		return _("sprouting");
	case VIEW_ALIVE:
		return _("alive");
	default:
		return _("resting");
	}
}

const char *words_state_json(enum view_state state)
{
	return states[state];
}

uint32_t words_state_of(const char *word)
{
	for (enum view_state state = VIEW_SPROUTING; state <= VIEW_RESTING; state++) {
		if (view_text_alike(out_span(word), out_span(words_state(state))) ||
		        view_text_alike(out_span(word), out_span(states[state]))) {
			return 1u << state;
		}
	}
	return 0;
}

/* ---- conditions ---- */

const char *words_condition(enum view_condition condition)
{
	switch (condition) {
	case VIEW_URGENCY:
		return _("urgency");
	case VIEW_DIRECTION:
		return _("a shared direction");
	case VIEW_ROOM:
		return _("room for renewal");
	case VIEW_BACKING:
		return _("backing");
	default:
		return _("means and hands");
	}
}

const char *words_condition_json(enum view_condition condition)
{
	static const char *const names[] = {"urgency", "direction", "room", "backing", "means"};
	return names[condition];
}

/* The same in a word, where several stand behind each other. */
static const char *condition_short(enum view_condition condition)
{
	switch (condition) {
	case VIEW_URGENCY:
		return _("urgency");
	case VIEW_DIRECTION:
		return _("direction");
	case VIEW_ROOM:
		return _("room");
	case VIEW_BACKING:
		return _("backing");
	default:
		return _("hands");
	}
}

const char *words_missing(char out[static WORDS_MISSING_MAX], uint32_t missing)
{
	size_t at = 0;
	out[0] = '\0';
	for (enum view_condition i = VIEW_URGENCY; i <= VIEW_MEANS; i++) {
		if ((missing & 1u << i) != 0 && at < WORDS_MISSING_MAX) {
			at += (size_t)snprintf(out + at, WORDS_MISSING_MAX - at, "%s%s", at > 0 ? ", " : "", condition_short(i));
		}
	}
	return out;
}

json_t *words_missing_json(uint32_t missing)
{
	json_t *list = json_array();
	for (enum view_condition i = VIEW_URGENCY; i <= VIEW_MEANS; i++) {
		if ((missing & 1u << i) != 0) {
			json_append(list, json_string(words_condition_json(i)));
		}
	}
	return list;
}

const char *words_people(char out[static LOOK_WORD_MAX], const struct view_two *people)
{
	unsigned long all = (unsigned long)(people->known + people->strangers), known = (unsigned long)people->known;
	int n = snprintf(out, LOOK_WORD_MAX, ngettext("%lu person", "%lu people", all), all);
	if (known > 0 && n > 0 && n < LOOK_WORD_MAX) {
		snprintf(out + n, LOOK_WORD_MAX - (size_t)n, ngettext(" (%lu you know)", " (%lu you know)", known), known);
	}
	return out;
}

void words_brief_json(json_t *object, const struct view_extract *x, const struct view_brief *brief)
{
	json_t *trend = json_array();
	bool deed = brief->newest_deed != VIEW_NONE;
	for (size_t i = 0; i < VIEW_WEEKS; i++) {
		json_append(trend, json_integer((json_int_t)words_milli(brief->trend[i])));
	}
	json_put(object, "state", json_string(words_state_json(brief->state)));
	json_put(object, "energy_milli", json_integer((json_int_t)words_milli(brief->energy.known + brief->energy.strangers)));
	json_put(object, "energy_known_milli", json_integer((json_int_t)words_milli(brief->energy.known)));
	json_put(object, "trend_milli", trend);
	size_t people = brief->people.known + brief->people.strangers;
	json_put(object, "n_people", json_integer((json_int_t)people));
	json_put(object, "n_known", json_integer((json_int_t)brief->people.known));
	json_put(object, "sectors", json_integer((json_int_t)brief->sectors));
	json_put(object, "n_posts", json_integer((json_int_t)brief->posts));
	json_put(object, "deeds", json_integer((json_int_t)brief->deeds));
	json_put(object, "newest_deed", deed ? out_json_hex(x->id[brief->newest_deed].b, sizeof x->id->b) : json_null());
	json_put(object, "missing", words_missing_json(brief->missing));
	json_put(object, "more", json_boolean(brief->more));
}
