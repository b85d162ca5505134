/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The actions of a scenario: `at TIME verb [how many] [words]`. Each verb has its words; what is not among them is a mistake that
 * names those that are. And the other way: an action as a line that the parser reads, for the report of a failing run.
 */
#include "scenario.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum word {
	WORD_SHARE = 1,  /* 50%, all, or a count: how many nodes */
	WORD_SENDER = 2, /* one or random */
	WORD_COUNT = 4,  /* how often */
	WORD_SILENT = 8, /* without a reset: the power is cut */
	WORD_ONE_WAY = 16,
	WORD_FOR = 32,
	WORD_EVERY = 64,
	WORD_OVER = 128,
	WORD_BY = 256,
	WORD_BYTES = 512,
	WORD_RATE = 1024,
	WORD_LIFE = 2048
};

static const struct {
	enum word word;
	const char *says;
} says[] = {{WORD_SHARE, "50%|all|COUNT"}, {WORD_SENDER, "one|random"}, {WORD_COUNT, "COUNT"}, {WORD_SILENT, "silent"},
        {WORD_ONE_WAY, "one-way"}, {WORD_FOR, "for TIME"}, {WORD_EVERY, "every TIME"}, {WORD_OVER, "over TIME"},
        {WORD_BY, "by [-]TIME"}, {WORD_BYTES, "bytes COUNT"}, {WORD_RATE, "rate COUNT"}, {WORD_LIFE, "life TIME"}};

static const struct {
	const char *name;
	unsigned words;
} verbs[VERBS] = {
        [VERB_JOIN] = {"join", WORD_SHARE | WORD_OVER},
        [VERB_POST] = {"post", WORD_SENDER | WORD_COUNT | WORD_EVERY | WORD_BYTES | WORD_LIFE},
        [VERB_FAIL] = {"fail", WORD_SHARE | WORD_SILENT | WORD_FOR},
        [VERB_RESTART] = {"restart", WORD_SHARE | WORD_OVER},
        [VERB_PARTITION] = {"partition", WORD_SHARE | WORD_FOR | WORD_ONE_WAY},
        [VERB_LOSS] = {"loss", WORD_SHARE | WORD_FOR},
        [VERB_SLOW] = {"slow", WORD_SHARE | WORD_FOR | WORD_RATE},
        [VERB_CLOCK] = {"clock", WORD_SHARE | WORD_BY | WORD_FOR},
        [VERB_LEAVE] = {"leave", WORD_SHARE | WORD_FOR},
        [VERB_CHURN] = {"churn", WORD_SHARE | WORD_EVERY | WORD_FOR | WORD_SILENT},
        [VERB_COMPARE] = {"compare", WORD_SHARE},
        [VERB_MEASURE] = {"measure", 0},
        [VERB_REST] = {"rest", 0},
        [VERB_PLANT] = {"plant", WORD_COUNT},
};

const char *scenario_verb(enum verb verb)
{
	return verbs[verb].name;
}

static bool fail(char error[static 256], const char *where, const char *word, enum verb verb)
{
	char allowed[160] = "";

	for (size_t i = 0; verb == VERBS && i < VERBS; i++) {
		size_t n = strlen(allowed);
		snprintf(allowed + n, sizeof(allowed) - n, " %s", verbs[i].name);
	}
	for (size_t i = 0; verb < VERBS && i < sizeof(says) / sizeof(says[0]); i++) {
		size_t n = strlen(allowed);
		if ((verbs[verb].words & says[i].word) != 0) {
			snprintf(allowed + n, sizeof(allowed) - n, " %s", says[i].says);
		}
	}
	snprintf(error, 256, "%.60s: '%.30s' does not stand here; allowed%s%s:%s", where, word, verb < VERBS ? " after " : "",
	        verb < VERBS ? verbs[verb].name : "", allowed[0] != '\0' ? allowed : " nothing");
	return false;
}

static bool take_time(uint64_t *us, unsigned allowed, const char *given, const char *name, enum word word, const char *next)
{
	return (allowed & word) != 0 && strcmp(given, name) == 0 && next != NULL && scenario_time(us, next);
}

static bool take_count(uint64_t *n, unsigned allowed, const char *given, const char *name, enum word word, const char *next)
{
	enum unit unit;

	return (allowed & word) != 0 && strcmp(given, name) == 0 && next != NULL && scenario_number(n, &unit, next) &&
	       unit == UNIT_NONE;
}

/* A word with an argument: two words taken. */
static bool take_pair(struct action *a, unsigned allowed, const char *word, const char *next)
{
	uint64_t us;
	bool back = next != NULL && next[0] == '-';

	if (take_time(&us, allowed, word, "by", WORD_BY, back ? next + 1 : next)) {
		a->by_ms = (back ? -1 : 1) * (int64_t)(us / 1000);
		return true;
	}
	return take_time(&a->for_us, allowed, word, "for", WORD_FOR, next) ||
	       take_time(&a->every_us, allowed, word, "every", WORD_EVERY, next) ||
	       take_time(&a->over_us, allowed, word, "over", WORD_OVER, next) ||
	       take_time(&a->life_us, allowed, word, "life", WORD_LIFE, next) ||
	       take_count(&a->bytes, allowed, word, "bytes", WORD_BYTES, next) ||
	       take_count(&a->rate, allowed, word, "rate", WORD_RATE, next);
}

static bool take_single(struct action *a, unsigned allowed, const char *word)
{
	enum unit unit;
	uint64_t value;

	if ((allowed & WORD_SILENT) != 0 && strcmp(word, "silent") == 0) {
		a->silent = true;
	} else if ((allowed & WORD_ONE_WAY) != 0 && strcmp(word, "one-way") == 0) {
		a->one_way = true;
	} else if ((allowed & WORD_SENDER) != 0 && (strcmp(word, "one") == 0 || strcmp(word, "random") == 0)) {
		a->random = word[0] == 'r';
	} else if ((allowed & WORD_SHARE) != 0 && strcmp(word, "all") == 0) {
		a->share_ppm = 1000000;
	} else if (scenario_number(&value, &unit, word) && (allowed & WORD_SHARE) != 0 && unit == UNIT_SHARE) {
		a->share_ppm = value;
	} else if (scenario_number(&value, &unit, word) && (allowed & (WORD_COUNT | WORD_SHARE)) != 0 && unit == UNIT_NONE) {
		a->count = value;
	} else {
		return false;
	}
	return true;
}

bool scenario_action(struct action *a, char error[static 256], const char *where, char **words, size_t n)
{
	size_t verb = 0;

	while (verb < VERBS && (n == 0 || strcmp(words[0], verbs[verb].name) != 0)) {
		verb++;
	}
	if (verb == VERBS) {
		return fail(error, where, n > 0 ? words[0] : "", VERBS);
	}
	a->verb = (enum verb)verb;
	for (size_t i = 1; i < n; i++) {
		if (take_pair(a, verbs[verb].words, words[i], i + 1 < n ? words[i + 1] : NULL)) {
			i++;
		} else if (!take_single(a, verbs[verb].words, words[i])) {
			return fail(error, where, words[i], a->verb);
		}
	}
	if (a->share_ppm > 1000000 || ((verbs[verb].words & WORD_SHARE) != 0 && a->share_ppm == 0 && a->count == 0)) {
		return fail(error, where, "how many", a->verb);
	}
	return true;
}

/* ---- and back ---- */

static void add(char *out, size_t cap, const char *word, uint64_t value, const char *unit)
{
	size_t n = strlen(out);

	if (value != 0) {
		snprintf(out + n, cap - n, " %s%s%" PRIu64 "%s", word, word[0] != '\0' ? " " : "", value, unit);
	}
}

void plan_line(char *out, size_t cap, const struct action *a)
{
	snprintf(out, cap, "at %" PRIu64 "ms %s", a->at_us / 1000, verbs[a->verb].name);
	if ((verbs[a->verb].words & WORD_SENDER) != 0) {
		snprintf(out + strlen(out), cap - strlen(out), " %s", a->random ? "random" : "one");
	}
	if (a->share_ppm != 0) {
		snprintf(out + strlen(out), cap - strlen(out), " %" PRIu64 ".%04" PRIu64 "%%", a->share_ppm / 10000,
		        a->share_ppm % 10000);
	}
	add(out, cap, "", a->count, "");
	add(out, cap, "for", a->for_us / 1000, "ms");
	add(out, cap, "every", a->every_us / 1000, "ms");
	add(out, cap, "over", a->over_us / 1000, "ms");
	add(out, cap, "life", a->life_us / 1000, "ms");
	add(out, cap, "bytes", a->bytes, "");
	add(out, cap, "rate", a->rate, "");
	if (a->by_ms != 0) {
		snprintf(out + strlen(out), cap - strlen(out), " by %" PRId64 "ms", a->by_ms);
	}
	snprintf(out + strlen(out), cap - strlen(out), "%s%s", a->silent ? " silent" : "", a->one_way ? " one-way" : "");
}
