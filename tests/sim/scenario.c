/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a scenario: its lines, settings and goals. See scenario.h; actions are read in scenario_action.c. */
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 24
#define DEFAULT_WINDOW_US (10 * SECOND_US)

/* ---- settings ---- */

#define AT(field) offsetof(struct scenario, field)

enum form { FORM_COUNT, FORM_TIME_US, FORM_TIME_MS, FORM_SHARE, FORM_SPAN_US };

static const struct {
	const char *name;
	enum form form;
	size_t at, at_high;
} settings[] = {
        {"nodes", FORM_COUNT, AT(nodes), 0},
        {"boards", FORM_COUNT, AT(boards), 0},
        {"contacts", FORM_COUNT, AT(contacts), 0},
        {"neighbours", FORM_COUNT, AT(neighbours), 0},
        {"links", FORM_COUNT, AT(links), 0},
        {"networks", FORM_COUNT, AT(networks), 0},
        {"latency", FORM_SPAN_US, AT(latency_low_us), AT(latency_high_us)},
        {"jitter", FORM_TIME_US, AT(jitter_us), 0},
        {"disk", FORM_TIME_US, AT(disk_us), 0},
        {"skew", FORM_TIME_MS, AT(skew_ms), 0},
        {"window", FORM_TIME_US, AT(window_us), 0},
        {"end", FORM_TIME_US, AT(end_us), 0},
        {"undialable", FORM_SHARE, AT(undialable_ppm), 0},
        {"bytes", FORM_COUNT, AT(bytes), 0},
        {"faults", FORM_COUNT, AT(faults), 0},
        {"faults-between", FORM_SPAN_US, AT(faults_from_us), AT(faults_upto_us)},
        {"faults-posts", FORM_COUNT, AT(faults_posts), 0},
        {"passive", FORM_COUNT, AT(passive), 0},
        {"ping", FORM_TIME_MS, AT(ping_ms), 0},
        {"compare", FORM_TIME_MS, AT(compare_ms), 0},
        {"shuffle", FORM_TIME_MS, AT(shuffle_ms), 0},
        {"probe", FORM_TIME_MS, AT(probe_ms), 0},
};
#define N_SETTINGS (sizeof(settings) / sizeof(settings[0]))

static const struct {
	const char *name;
	unsigned flag;
} vices[] = {{"poison", HOSTILE_POISON}, {"forge", HOSTILE_FORGE}, {"garbage", HOSTILE_GARBAGE}, {"replay", HOSTILE_REPLAY},
        {"withhold", HOSTILE_WITHHOLD}, {"equivocate", HOSTILE_EQUIVOCATE}, {"all", HOSTILE_ALL}};
#define N_VICES (sizeof(vices) / sizeof(vices[0]))

static bool fail(char error[static 256], const char *where, const char *word, const char *allowed)
{
	snprintf(error, 256, "%.60s: '%.40s' does not stand here; allowed: %.130s", where, word, allowed);
	return false;
}

static void put(struct scenario *s, size_t at, uint64_t value)
{
	memcpy((uint8_t *)s + at, &value, sizeof(value));
}

/* Two times with .. between them; one alone counts twice. */
static bool set_span(struct scenario *s, size_t i, const char *word)
{
	char low[64];
	uint64_t from, upto;
	const char *dots = strstr(word, "..");

	snprintf(low, sizeof(low), "%.*s", dots != NULL ? (int)(dots - word) : (int)strlen(word), word);
	if (!scenario_time(&from, low) || !scenario_time(&upto, dots != NULL ? dots + 2 : word) || from > upto) {
		return false;
	}
	put(s, settings[i].at, from);
	put(s, settings[i].at_high, upto);
	return true;
}

static bool set(struct scenario *s, char error[static 256], const char *where, size_t i, const char *word)
{
	static const char *const allowed[] = {"a count such as 100", "a time such as 10ms, 5s, 2min or 1h", "a time such as 10s",
	        "a share such as 20%", "a time, or two with .. between them, such as 10ms..100ms"};
	enum form form = settings[i].form;
	uint64_t value;
	enum unit unit;

	if (form == FORM_SPAN_US) {
		return set_span(s, i, word) || fail(error, where, word, allowed[form]);
	}
	enum unit wanted = form == FORM_COUNT ? UNIT_NONE : form == FORM_SHARE ? UNIT_SHARE : UNIT_TIME;
	if (!scenario_number(&value, &unit, word) || unit != wanted) {
		return fail(error, where, word, allowed[form]);
	}
	put(s, settings[i].at, form == FORM_TIME_MS ? value / 1000 : value);
	return true;
}

/* hostile = 20% poison replay … */
static bool set_hostile(struct scenario *s, char error[static 256], const char *where, char **words, size_t n)
{
	enum unit unit;

	if (n == 0 || !scenario_number(&s->hostile_ppm, &unit, words[0]) || unit != UNIT_SHARE) {
		return fail(error, where, n == 0 ? "" : words[0], "a share such as 20%");
	}
	for (size_t w = 1; w < n; w++) {
		size_t i = 0;
		while (i < N_VICES && strcmp(words[w], vices[i].name) != 0) {
			i++;
		}
		if (i == N_VICES) {
			return fail(error, where, words[w], "poison forge garbage replay withhold equivocate all");
		}
		s->hostile |= vices[i].flag;
	}
	return s->hostile != 0 || fail(error, where, words[0], "a share, then one or more of poison forge garbage replay withhold");
}

static bool setting(struct scenario *s, char error[static 256], const char *where, char **words, size_t n)
{
	char allowed[512] = "hostile";

	if (strcmp(words[0], "hostile") == 0) {
		return set_hostile(s, error, where, words + 2, n - 2);
	}
	for (size_t i = 0; i < N_SETTINGS; i++) {
		if (strcmp(words[0], settings[i].name) == 0) {
			return n == 3 ? set(s, error, where, i, words[2]) : fail(error, where, n > 3 ? words[3] : "", "one value");
		}
		size_t length = strlen(allowed);
		snprintf(allowed + length, sizeof(allowed) - length, " %s", settings[i].name);
	}
	return fail(error, where, words[0], allowed);
}

/* ---- goals: expect equal, expect FIGURE >= VALUE ---- */

static bool goal(struct scenario *s, char error[static 256], const char *where, char **words, size_t n)
{
	struct expect *e = &s->expects[s->n_expects];
	char *end;

	if (n == 2 && strcmp(words[1], "equal") == 0) {
		s->equal = true;
		return true;
	}
	if (n != 4 || (strcmp(words[2], ">=") != 0 && strcmp(words[2], "<=") != 0) || strlen(words[1]) >= sizeof(e->figure)) {
		return fail(error, where, n > 1 ? words[1] : "", "equal, or a figure, >= or <=, and a number or share");
	}
	if (s->n_expects == SCENARIO_EXPECTS_MAX) {
		return fail(error, where, words[0], "16 goals at most");
	}
	strcpy(e->figure, words[1]);
	e->at_least = words[2][0] == '>';
	/* Read in decimal digits: a floating-point number would do, but integers are the rule here. */
	unsigned long long whole = strtoull(words[3], &end, 10), part = 0, scale = 1000000;
	if (*end == '.') {
		for (end++; *end >= '0' && *end <= '9' && scale > 1; end++) {
			scale /= 10;
			part += (unsigned long long)(*end - '0') * scale;
		}
	}
	bool share = strcmp(end, "%") == 0;
	e->value = (int64_t)(whole * 1000000 + part) / (share ? 100 : 1);
	s->n_expects++;
	return share || *end == '\0' || fail(error, where, words[3], "a number or share");
}

/* ---- lines ---- */

static bool line(struct scenario *s, char error[static 256], const char *where, char *text)
{
	char *words[WORDS_MAX], *save = NULL;
	size_t n = 0;

	if (strncmp(text, "summary = ", 10) == 0) {
		snprintf(s->summary, sizeof(s->summary), "%s", text + 10);
		return true;
	}
	text[strcspn(text, "#")] = '\0';
	for (char *word = strtok_r(text, " \t\r", &save); word != NULL && n < WORDS_MAX; word = strtok_r(NULL, " \t\r", &save)) {
		words[n++] = word;
	}
	if (n == 0) {
		return true;
	}
	if (strcmp(words[0], "expect") == 0) {
		return goal(s, error, where, words, n);
	}
	if (strcmp(words[0], "at") == 0) {
		struct action *a = &s->actions[s->n_actions];
		if (s->n_actions == SCENARIO_ACTIONS_MAX) {
			return fail(error, where, words[0], "256 actions at most");
		}
		*a = (struct action){.id = (uint32_t)++s->n_actions};
		return n > 1 && scenario_time(&a->at_us, words[1])
		               ? scenario_action(a, error, where, words + 2, n - 2)
		               : fail(error, where, n > 1 ? words[1] : "", "a time such as 600s");
	}
	if (n < 2 || strcmp(words[1], "=") != 0) {
		return fail(error, where, words[0], "key = value, at TIME …, expect …");
	}
	return setting(s, error, where, words, n);
}

bool scenario_parse(struct scenario *s, char error[static 256], const char *file, const char *text)
{
	char copy[512], where[128];
	const char *slash = strrchr(file, '/');

	*s = (struct scenario){.nodes = 100,
	        .boards = 1,
	        .contacts = 1,
	        .links = 24,
	        .latency_low_us = 10000,
	        .latency_high_us = 100000,
	        .disk_us = 2000,
	        .window_us = DEFAULT_WINDOW_US,
	        .bytes = 200};
	snprintf(s->name, sizeof(s->name), "%s", slash != NULL ? slash + 1 : file);
	s->name[strcspn(s->name, ".")] = '\0';
	for (unsigned number = 1; *text != '\0'; number++) {
		size_t n = strcspn(text, "\n");

		snprintf(where, sizeof(where), "%s:%u", file, number);
		if (n >= sizeof(copy)) {
			return fail(error, where, "this line", "lines of 511 bytes at most");
		}
		memcpy(copy, text, n);
		copy[n] = '\0';
		if (!line(s, error, where, copy)) {
			return false;
		}
		text += n + (text[n] == '\n');
	}
	if (s->nodes == 0 || s->boards == 0 || s->boards > SCENARIO_BOARDS_MAX || s->end_us == 0 || s->links == 0 ||
	        s->links > 64) {
		snprintf(error, 256, "%.100s: nodes, boards (1 to 4), links (1 to 64) and end must be given", file);
		return false;
	}
	return true;
}

bool scenario_load(struct scenario *s, char error[static 256], const char *folder, const char *name)
{
	static char text[1 << 16];
	char path[512];

	snprintf(path, sizeof(path), "%s/%s.scn", folder, name);
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		snprintf(error, 256, "there is no scenario '%.60s' (%.100s); ./dev sim --list names them", name, path);
		return false;
	}
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return scenario_parse(s, error, path, text);
}
