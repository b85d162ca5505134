/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units (units.h). Names are compared as folded words, so m², M2 and m2 are one, and a plural is found by its stem when it is in no
 * table itself. `per`, `a` and the like say nothing in "hours per week".
 */
#include "units.h"

#include <kiem/words.h>

#include <assert.h>
#include <string.h>

#define UNIT_WORDS_MAX 8

static const struct {
	const char *name;
	enum unit_of of;
	int64_t each;
} names[] = {{"stuk", UNIT_PIECES, 1}, {"stuks", UNIT_PIECES, 1}, {"st", UNIT_PIECES, 1}, {"piece", UNIT_PIECES, 1},
        {"pieces", UNIT_PIECES, 1}, {"pcs", UNIT_PIECES, 1}, {"item", UNIT_PIECES, 1}, {"x", UNIT_PIECES, 1},
        {"exemplaar", UNIT_PIECES, 1}, {"exemplaren", UNIT_PIECES, 1}, {"dozijn", UNIT_PIECES, 12}, {"dozen", UNIT_PIECES, 12},
        {"seat", UNIT_PEOPLE, 1}, {"place", UNIT_PEOPLE, 1}, {"plaats", UNIT_PEOPLE, 1}, {"plaatsen", UNIT_PEOPLE, 1},
        {"plek", UNIT_PEOPLE, 1}, {"plekken", UNIT_PEOPLE, 1}, {"zitplaats", UNIT_PEOPLE, 1}, {"zitplaatsen", UNIT_PEOPLE, 1},
        {"spot", UNIT_PEOPLE, 1}, {"persoon", UNIT_PEOPLE, 1}, {"personen", UNIT_PEOPLE, 1}, {"person", UNIT_PEOPLE, 1},
        {"people", UNIT_PEOPLE, 1}, {"mensen", UNIT_PEOPLE, 1}, {"minuut", UNIT_HOURS, 1}, {"minuten", UNIT_HOURS, 1},
        {"minute", UNIT_HOURS, 1}, {"min", UNIT_HOURS, 1}, {"kwartier", UNIT_HOURS, 15}, {"uur", UNIT_HOURS, 60},
        {"uren", UNIT_HOURS, 60}, {"u", UNIT_HOURS, 60}, {"h", UNIT_HOURS, 60}, {"hr", UNIT_HOURS, 60}, {"hour", UNIT_HOURS, 60},
        {"dag", UNIT_DAYS, 1}, {"dagen", UNIT_DAYS, 1}, {"day", UNIT_DAYS, 1}, {"week", UNIT_DAYS, 7}, {"weken", UNIT_DAYS, 7},
        {"mm", UNIT_LENGTH, 1}, {"cm", UNIT_LENGTH, 10}, {"centimeter", UNIT_LENGTH, 10}, {"m", UNIT_LENGTH, 1000},
        {"meter", UNIT_LENGTH, 1000}, {"metre", UNIT_LENGTH, 1000}, {"km", UNIT_LENGTH, 1000000},
        {"kilometer", UNIT_LENGTH, 1000000}, {"kilometre", UNIT_LENGTH, 1000000}, {"m2", UNIT_AREA, 1}, {"sqm", UNIT_AREA, 1},
        {"vierkante meter", UNIT_AREA, 1}, {"square meter", UNIT_AREA, 1}, {"square metre", UNIT_AREA, 1}, {"are", UNIT_AREA, 100},
        {"ha", UNIT_AREA, 10000}, {"hectare", UNIT_AREA, 10000}, {"km2", UNIT_AREA, 1000000}, {"ml", UNIT_VOLUME, 1},
        {"cl", UNIT_VOLUME, 10}, {"dl", UNIT_VOLUME, 100}, {"l", UNIT_VOLUME, 1000}, {"liter", UNIT_VOLUME, 1000},
        {"litre", UNIT_VOLUME, 1000}, {"m3", UNIT_VOLUME, 1000000}, {"kuub", UNIT_VOLUME, 1000000},
        {"kubieke meter", UNIT_VOLUME, 1000000}, {"cubic meter", UNIT_VOLUME, 1000000}, {"cubic metre", UNIT_VOLUME, 1000000},
        {"g", UNIT_MASS, 1}, {"gr", UNIT_MASS, 1}, {"gram", UNIT_MASS, 1}, {"ons", UNIT_MASS, 100}, {"pond", UNIT_MASS, 500},
        {"kg", UNIT_MASS, 1000}, {"kilo", UNIT_MASS, 1000}, {"kilogram", UNIT_MASS, 1000}, {"t", UNIT_MASS, 1000000},
        {"ton", UNIT_MASS, 1000000}, {"tonne", UNIT_MASS, 1000000}, {"w", UNIT_POWER, 1}, {"watt", UNIT_POWER, 1},
        {"kw", UNIT_POWER, 1000}, {"kilowatt", UNIT_POWER, 1000}, {"mw", UNIT_POWER, 1000000}, {"megawatt", UNIT_POWER, 1000000},
        {"wh", UNIT_ENERGY, 1}, {"kwh", UNIT_ENERGY, 1000}, {"kilowattuur", UNIT_ENERGY, 1000}, {"mwh", UNIT_ENERGY, 1000000},
        {"cent", UNIT_MONEY, 1}, {"ct", UNIT_MONEY, 1}, {"eur", UNIT_MONEY, 100}, {"euro", UNIT_MONEY, 100}};

/* The unit of that name; false when it is in no table. */
static bool look_up(struct unit *unit, const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].name[0] == name[0] && strcmp(names[i].name, name) == 0) {
			*unit = (struct unit){.of = names[i].of, .each = names[i].each};
			return true;
		}
	}
	return false;
}

/* The plain form of a word: in a table as it is, or without the s of its plural, else its stem. */
static size_t plain(char word[static VIEW_WORD_MAX + 1], size_t n)
{
	struct unit unit;

	if (look_up(&unit, word)) {
		return n;
	}
	if (n > 1 && word[n - 1] == 's') {
		word[n - 1] = '\0';
		if (look_up(&unit, word)) {
			return n - 1;
		}
		word[n - 1] = 's';
	}
	return view_word_stem(word, n);
}

static bool says_nothing(const char *word)
{
	return strcmp(word, "per") == 0 || strcmp(word, "a") == 0 || strcmp(word, "each") == 0 || strcmp(word, "elke") == 0 ||
	       strcmp(word, "van") == 0 || strcmp(word, "s") == 0 || strcmp(word, "of") == 0;
}

/* Hours and uren are one word within a longer unit too, where nothing is converted. */
static uint64_t mix(uint64_t hash, const char *word, size_t n)
{
	struct unit unit;
	uint64_t of = look_up(&unit, word) ? (uint64_t)unit.of << 32 ^ (uint64_t)unit.each : view_word_hash(word, n);

	return (hash ^ of) * 0x100000001b3ULL;
}

static bool is_euro_sign(struct kiem_span text)
{
	return text.n == 3 && memcmp(text.p, "\xe2\x82\xac", 3) == 0;
}

void unit_read(struct unit *unit, struct kiem_span text)
{
	char all[UNIT_WORDS_MAX * (VIEW_WORD_MAX + 1)];
	struct view_words words;
	uint64_t hash = 0;
	size_t n = 0, n_words = 0;

	if (is_euro_sign(text)) {
		*unit = (struct unit){.of = UNIT_MONEY, .each = 100};
		return;
	}
	view_words_begin(&words, text);
	while (n_words < UNIT_WORDS_MAX && view_words_next(&words)) {
		if (says_nothing(words.word)) {
			continue;
		}
		size_t length = plain(words.word, words.n);
		hash = mix(hash, words.word, length);
		if (n_words++ != 0) {
			all[n++] = ' ';
		}
		memcpy(all + n, words.word, length);
		n += length;
	}
	all[n] = '\0';
	if (n == 0) {
		*unit = (struct unit){.of = UNIT_PIECES, .each = 1};
	} else if (!look_up(unit, all)) {
		*unit = (struct unit){.of = UNIT_OTHER, .each = 1, .other = hash};
	}
}

bool unit_same(const struct unit *a, const struct unit *b)
{
	return a->of == b->of && a->of != UNIT_NONE && a->other == b->other;
}

int64_t unit_convert(int64_t milli, const struct unit *from, const struct unit *to)
{
	assert(unit_same(from, to));
	int64_t whole = milli / to->each, rest = milli % to->each, most = KIEM_INT_MAX;

	/* milli * from / to without leaving 64 bits: the rest is below 10^6, and so is what it is multiplied by. */
	if (whole > most / from->each) {
		return most;
	}
	int64_t converted = whole * from->each + rest * from->each / to->each;
	return converted < most ? converted : most;
}
