/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads kiem.conf with libinih. The lines are handed over by a reader of our own: it counts them, so that a wrong value can be
 * named by its line, and it refuses one that would not fit instead of letting it be split in two.
 *
 * Whatever is not understood is an error and never passed over: a key that is spelt wrong would otherwise be a setting that
 * silently does not hold. The first problem is the one that is told.
 */
#include "config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES (KIEM_PATH_MAX + 64)
#define WORD_MAX 40

struct reading {
	struct kiem_config *config;
	struct kiem_config_problem *problem;
	FILE *file;
	int line;
	bool failed;
	int seen[32]; /* the line each key stood on, 0: not yet */
};

static int fail(struct reading *r)
{
	r->failed = true;
	r->problem->line = r->line;
	return 0;
}

/* fgets in shape, for ini_parse_stream. */
static char *next_line(char *out, int cap, void *user)
{
	struct reading *r = user;

	if (r->failed || fgets(out, cap, r->file) == NULL) {
		return NULL;
	}
	r->line++;
	if (strchr(out, '\n') == NULL && !feof(r->file)) {
		snprintf(r->problem->text, sizeof(r->problem->text), _("the line is longer than %d bytes"), cap - 2);
		fail(r);
		return NULL;
	}
	return out;
}

/* How many letters to change, add or leave out to make b of a (Levenshtein, one row). */
static size_t distance(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], n = strnlen(b, WORD_MAX);

	for (size_t j = 0; j <= n; j++) {
		row[j] = j;
	}
	for (size_t i = 0; i < WORD_MAX && a[i] != '\0'; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (size_t j = 1; j <= n; j++) {
			size_t best = corner + (a[i] != b[j - 1]);

			corner = row[j];
			best = row[j] + 1 < best ? row[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			row[j] = best;
		}
	}
	return row[n];
}

static int unknown(struct reading *r, const char *section, const char *name)
{
	const struct kiem_config_key *nearest = &kiem_config_keys[0];
	size_t best = SIZE_MAX;

	for (const struct kiem_config_key *k = kiem_config_keys; k->name != NULL; k++) {
		/* The name weighs more: a key in the wrong section is the commonest mistake after a slip of the finger. */
		size_t d = 4 * distance(name, k->name) + distance(section, k->section);

		if (d < best) {
			best = d;
			nearest = k;
		}
	}
	snprintf(r->problem->text, sizeof(r->problem->text), _("[%.40s] %.40s is not a key; the nearest is [%s] %s"), section, name,
	        nearest->section, nearest->name);
	return fail(r);
}

/* A problem is filled whole by kiem_config_set, which knows of no file: that is put back. */
static int set(struct reading *r, size_t key, const char *value)
{
	char file[KIEM_PATH_MAX];

	memcpy(file, r->problem->file, sizeof(file));
	if (kiem_config_set(r->config, r->problem, key, value, KIEM_FROM_FILE) == KIEM_DONE) {
		return 1;
	}
	memcpy(r->problem->file, file, sizeof(file));
	return fail(r);
}

/* Neighbours may stand on several lines; every other key once. */
static int again(struct reading *r, size_t key, const char *value)
{
	char all[2 * KIEM_PATH_MAX];

	if (strcmp(kiem_config_keys[key].name, "neighbours") != 0) {
		snprintf(r->problem->text, sizeof(r->problem->text), _("[%s] %s stands on line %d already"),
		        kiem_config_keys[key].section, kiem_config_keys[key].name, r->seen[key]);
		return fail(r);
	}
	snprintf(all, sizeof(all), "%s %s", r->config->neighbours, value);
	return set(r, key, all);
}

static int one_key(void *user, const char *section, const char *name, const char *value)
{
	struct reading *r = user;
	size_t key = 0;

	if (r->failed) {
		return 0;
	}
	while (kiem_config_keys[key].name != NULL &&
	        (strcmp(kiem_config_keys[key].section, section) != 0 || strcmp(kiem_config_keys[key].name, name) != 0)) {
		key++;
	}
	if (kiem_config_keys[key].name == NULL) {
		return unknown(r, section, name);
	}
	if (r->seen[key] != 0) {
		return again(r, key, value);
	}
	r->seen[key] = r->line;
	return set(r, key, value);
}

enum kiem_err kiem_config_load(struct kiem_config *config, struct kiem_config_problem *problem, const char *path)
{
	struct reading r = {.config = config, .problem = problem};

	config_defaults(config);
	memset(problem, 0, sizeof(*problem));
	snprintf(problem->file, sizeof(problem->file), "%s", path);
	r.file = fopen(path, "re");
	if (r.file == NULL) {
		if (errno == ENOENT || errno == ENOTDIR) {
			return KIEM_DONE;
		}
		snprintf(problem->text, sizeof(problem->text), _("it cannot be read: %s"), strerror(errno));
		return KIEM_E_INVALID;
	}
	ini_max_line = LINE_MAX_BYTES;
	ini_allow_multiline = false;
	ini_stop_on_first_error = true;
	int line = ini_parse_stream(next_line, &r, one_key, &r);
	bool unread = ferror(r.file) != 0;
	fclose(r.file);
	if (unread) {
		snprintf(problem->text, sizeof(problem->text), "%s", _("it cannot be read"));
		return KIEM_E_INVALID;
	}
	if (line != 0 && !r.failed) {
		problem->line = r.line;
		snprintf(problem->text, sizeof(problem->text), "%s", _("the line is neither [section] nor key = value"));
		r.failed = true;
	}
	return r.failed ? KIEM_E_INVALID : KIEM_DONE;
}
