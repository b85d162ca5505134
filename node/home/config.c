/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The configuration: one table of keys, each with a default, the values it may have and a check of its own. The file, --listen
 * and the defaults themselves all go through kiem_config_set, so that no value is ever in the struct that a person could not
 * have written. Reading the file is config_file.c.
 *
 * The public table says what a person needs; `fields`, of the same order, says where a value lies and how it is read.
 */
#include "config.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct kiem_config_key kiem_config_keys[] = {
        {"node", "listen", N_("tcp://HOST:PORT (HOST * is every address, PORT * or 0 any free one) or none"),
                N_("where kiemd takes links from other nodes")},
        {"node", "announce", N_("HOST:PORT, or nothing"), N_("the address that invites carry; when empty it is worked out")},
        {"node", "name", N_("1 to 100 bytes of text"), N_("what status calls this node; the host's name by default")},
        {"node", "links_max", N_("a whole number from 1 to 64"), N_("links at one time")},
        {"node", "threads", N_("a whole number from 0 to 16"), N_("how many cores check signatures; 0: all of them")},
        {"node", "ping_s", N_("a whole number of seconds from 1 to 3600"), N_("how often a quiet link is tried")},
        {"node", "neighbours", N_("links such as kiem://KEY@host:port, separated by spaces"), N_("nodes to keep a link with")},
        {"store", "cap", N_("0, or a size of at least 8M such as 512M or 1G"),
                N_("the most the store may take on disk; 0: as the store has it")},
        {"log", "level", N_("error, warn, info or debug"), N_("how much kiemd tells")},
        {"post", "language", N_("a language code such as nl or en-GB, or nothing"),
                N_("the language of new posts; from the locale by default")},
        {"post", "life_days", N_("a whole number from 1 to 731"), N_("how many days new posts are kept")},
        {"alert", "on_alert", N_("the words of a command, or nothing"), N_("what kiemd runs when a post fits an alert")},
        {NULL, NULL, NULL, NULL},
};

static const struct field {
	enum config_shape shape;
	size_t offset, cap; /* in struct kiem_config */
	uint64_t min, max;
	const char *value; /* the default; NULL: asked of the machine */
} fields[] = {
#define AT(member) offsetof(struct kiem_config, member), sizeof(((struct kiem_config *)0)->member)
        {CONFIG_LISTEN, AT(listen), 0, 0, "tcp://*:7340"},
        {CONFIG_HOST_PORT, AT(announce), 0, 0, ""},
        {CONFIG_TEXT, AT(name), 1, 100, NULL},
        {CONFIG_NUMBER, AT(links_max), 1, 64, "64"},
        {CONFIG_NUMBER, AT(threads), 0, 16, "0"},
        {CONFIG_NUMBER, AT(ping_s), 1, 3600, "5"},
        {CONFIG_ADDRESSES, AT(neighbours), 0, 0, ""},
        {CONFIG_SIZE, AT(store_cap), 8 << 20, 1ULL << 50, "0"},
        {CONFIG_LEVEL, AT(log_level), 0, 0, "info"},
        {CONFIG_LANGUAGE, AT(language), 0, 0, NULL},
        {CONFIG_NUMBER, AT(life_days), 1, 731, "365"},
        {CONFIG_COMMAND, AT(on_alert), 0, 0, ""},
#undef AT
};

#define KEYS (sizeof(fields) / sizeof(fields[0]))
_Static_assert(sizeof(kiem_config_keys) / sizeof(kiem_config_keys[0]) == KEYS + 1, "one field a key");
_Static_assert(KEYS <= sizeof(((struct kiem_config *)0)->from), "a source a key");

/* Puts the value in its place when it is one that the key may have. */
static bool put(struct kiem_config *config, const struct field *field, const char *text)
{
	void *at = (char *)config + field->offset;
	uint64_t number;
	const char *end;

	if (field->shape == CONFIG_NUMBER) {
		if (!config_read_number(&number, text, &end) || *end != '\0' || number < field->min || number > field->max) {
			return false;
		}
		*(unsigned *)at = (unsigned)number;
		return true;
	}
	if (field->shape == CONFIG_SIZE) {
		if (!config_read_size(&number, text) || (number != 0 && (number < field->min || number > field->max))) {
			return false;
		}
		*(uint64_t *)at = number;
		return true;
	}
	size_t n = strlen(text);
	if (n < field->min || n >= field->cap || (field->max > 0 && n > field->max) || !config_text_ok(field->shape, text)) {
		return false;
	}
	memcpy(at, text, n + 1);
	return true;
}

/* ---- what the machine says ---- */

static void default_name(char *out, size_t cap)
{
	if (gethostname(out, cap) != 0 || memchr(out, '\0', cap) == NULL || out[0] == '\0' || !config_text_ok(CONFIG_TEXT, out)) {
		snprintf(out, cap, "kiem");
	}
}

/* "nl" of nl_NL.UTF-8; nothing of C or POSIX. */
static void default_language(char *out, size_t cap)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *locale = "";

	for (size_t i = 0; i < 3 && locale[0] == '\0'; i++) {
		const char *value = getenv(variables[i]);

		locale = value != NULL ? value : "";
	}
	size_t n = strcspn(locale, "_.@");
	if (n < 2 || n > 3 || n >= cap) {
		n = 0;
	}
	memcpy(out, locale, n);
	out[n] = '\0';
	if (!config_text_ok(CONFIG_LANGUAGE, out)) {
		out[0] = '\0';
	}
}

void config_defaults(struct kiem_config *config)
{
	struct kiem_config_problem problem;
	char machine[101];

	memset(config, 0, sizeof(*config));
	for (size_t i = 0; i < KEYS; i++) {
		if (fields[i].value == NULL) {
			(fields[i].shape == CONFIG_LANGUAGE ? default_language : default_name)(machine, sizeof(machine));
		}
		const char *value = fields[i].value != NULL ? fields[i].value : machine;
		enum kiem_err e = kiem_config_set(config, &problem, i, value, KIEM_FROM_DEFAULT);
		assert(e == KIEM_DONE);
		(void)e;
	}
}

enum kiem_err kiem_config_set(struct kiem_config *config, struct kiem_config_problem *problem, size_t key, const char *value,
        enum kiem_config_source from)
{
	assert(key < KEYS);
	const struct kiem_config_key *k = &kiem_config_keys[key];

	if (!put(config, &fields[key], value)) {
		memset(problem, 0, sizeof(*problem));
		snprintf(problem->text, sizeof(problem->text), _("[%s] %s cannot be “%.120s”; it may be: %s"), k->section, k->name,
		        value, _(k->allowed));
		return KIEM_E_INVALID;
	}
	config->from[key] = (uint8_t)from;
	return KIEM_DONE;
}

void kiem_config_get(const struct kiem_config *config, char *out, size_t cap, size_t key)
{
	assert(key < KEYS);
	const void *at = (const char *)config + fields[key].offset;

	if (fields[key].shape == CONFIG_NUMBER) {
		snprintf(out, cap, "%u", *(const unsigned *)at);
	} else if (fields[key].shape == CONFIG_SIZE) {
		uint64_t bytes = *(const uint64_t *)at;
		unsigned unit = 0;

		while (unit < 4 && bytes != 0 && bytes % 1024 == 0) {
			bytes /= 1024;
			unit++;
		}
		snprintf(out, cap, "%" PRIu64 "%.1s", bytes, &"\0KMGT"[unit]);
	} else {
		snprintf(out, cap, "%s", (const char *)at);
	}
}

enum kiem_config_source kiem_config_from(const struct kiem_config *config, size_t key)
{
	assert(key < KEYS);
	return (enum kiem_config_source)config->from[key];
}
