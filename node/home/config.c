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
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct kiem_config_key kiem_config_keys[] = {
        {"node", "listen", "tcp://HOST:PORT (HOST * is every address, PORT * or 0 any free one) or none",
                "where kiemd takes links from other nodes"},
        {"node", "announce", "HOST:PORT, or nothing", "the address that invites carry; when empty it is worked out"},
        {"node", "name", "1 to 100 bytes of text", "what status calls this node; the host's name by default"},
        {"node", "links_max", "a whole number from 1 to 64", "links at one time"},
        {"node", "threads", "a whole number from 0 to 16", "how many cores check signatures; 0: all of them"},
        {"node", "ping_s", "a whole number of seconds from 1 to 3600", "how often a quiet link is tried"},
        {"node", "neighbours", "links such as kiem://KEY@host:port, separated by spaces", "nodes to keep a link with"},
        {"store", "cap", "0, or a size of at least 8M such as 512M or 1G",
                "the most the store may take on disk; 0: as the store has it"},
        {"log", "level", "error, warn, info or debug", "how much kiemd tells"},
        {"post", "language", "a language code such as nl or en-GB, or nothing",
                "the language of new posts; from the locale by default"},
        {"post", "life_days", "a whole number from 1 to 731", "how many days new posts are kept"},
        {NULL, NULL, NULL, NULL},
};

enum shape { LISTEN, HOST_PORT, TEXT, NUMBER, SIZE, LEVEL, LANGUAGE, ADDRESSES };

static const struct field {
	enum shape shape;
	size_t offset, cap; /* in struct kiem_config */
	uint64_t min, max;
	const char *value; /* the default; NULL: asked of the machine */
} fields[] = {
#define AT(member) offsetof(struct kiem_config, member), sizeof(((struct kiem_config *)0)->member)
        {LISTEN, AT(listen), 0, 0, "tcp://*:7340"},
        {HOST_PORT, AT(announce), 0, 0, ""},
        {TEXT, AT(name), 1, 100, NULL},
        {NUMBER, AT(links_max), 1, 64, "64"},
        {NUMBER, AT(threads), 0, 16, "0"},
        {NUMBER, AT(ping_s), 1, 3600, "20"},
        {ADDRESSES, AT(neighbours), 0, 0, ""},
        {SIZE, AT(store_cap), 8 << 20, 1ULL << 50, "0"},
        {LEVEL, AT(log_level), 0, 0, "info"},
        {LANGUAGE, AT(language), 0, 0, NULL},
        {NUMBER, AT(life_days), 1, 731, "365"},
#undef AT
};

#define KEYS (sizeof(fields) / sizeof(fields[0]))
_Static_assert(sizeof(kiem_config_keys) / sizeof(kiem_config_keys[0]) == KEYS + 1, "one field a key");
_Static_assert(KEYS <= sizeof(((struct kiem_config *)0)->from), "a source a key");

/* ---- reading one value ---- */

/* Digits and nothing else, at most max. */
static bool read_number(uint64_t *out, const char *text, const char **end)
{
	char *stop;

	if (!isdigit((unsigned char)text[0])) {
		return false;
	}
	errno = 0;
	*out = strtoull(text, &stop, 10);
	*end = stop;
	return errno == 0;
}

static bool read_size(uint64_t *out, const char *text)
{
	static const char units[] = "KMGT";
	const char *end;

	if (!read_number(out, text, &end)) {
		return false;
	}
	if (*end != '\0') {
		const char *unit = strchr(units, toupper((unsigned char)*end));
		unsigned shift = unit == NULL ? 0 : 10 * (unsigned)(unit - units + 1);

		if (unit == NULL || *out > UINT64_MAX >> shift) {
			return false;
		}
		*out <<= shift;
		end++;
	}
	return *end == '\0' || strcmp(end, "B") == 0 || strcmp(end, "iB") == 0;
}

/* HOST:PORT; a colon in HOST needs brackets around it. any: the port may be "*" or 0. */
static bool host_port_ok(const char *text, bool any)
{
	const char *colon = strrchr(text, ':'), *end;
	size_t n = colon == NULL ? 0 : (size_t)(colon - text);
	uint64_t port;

	if (n == 0 || n > 255 || text[strcspn(text, " \t/@")] != '\0') {
		return false;
	}
	if (memchr(text, ':', n) != NULL && (text[0] != '[' || text[n - 1] != ']')) {
		return false;
	}
	if (any && strcmp(colon, ":*") == 0) {
		return true;
	}
	return read_number(&port, colon + 1, &end) && *end == '\0' && port <= 65535 && (any || port > 0);
}

static bool listen_ok(const char *text)
{
	return strcmp(text, "none") == 0 || (strncmp(text, "tcp://", 6) == 0 && host_port_ok(text + 6, true));
}

/* The shape of a BCP 47 tag: 2 to 8 letters, then groups of 1 to 8 letters or digits. */
static bool language_ok(const char *text)
{
	size_t n = 0;
	bool first = true;

	for (const char *p = text; *text != '\0'; p++) {
		if (*p != '-' && *p != '\0') {
			if (!isalnum((unsigned char)*p) || (first && isdigit((unsigned char)*p))) {
				return false;
			}
			n++;
			continue;
		}
		if (n > 8 || n < (first ? 2u : 1u)) {
			return false;
		}
		n = 0;
		first = false;
		if (*p == '\0') {
			break;
		}
	}
	return true;
}

static bool level_ok(const char *text)
{
	return strcmp(text, "error") == 0 || strcmp(text, "warn") == 0 || strcmp(text, "info") == 0 || strcmp(text, "debug") == 0;
}

static bool text_ok(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f) {
			return false;
		}
	}
	return kiem_utf8_ok((const uint8_t *)text, strlen(text));
}

static bool addresses_ok(const char *text)
{
	char copy[KIEM_PATH_MAX], *save = NULL;
	struct kiem_address address;

	snprintf(copy, sizeof(copy), "%s", text);
	for (char *word = strtok_r(copy, " \t", &save); word != NULL; word = strtok_r(NULL, " \t", &save)) {
		if (!kiem_address_parse(&address, word)) {
			return false;
		}
	}
	return true;
}

static bool string_ok(enum shape shape, const char *text)
{
	switch (shape) {
	case LISTEN:
		return listen_ok(text);
	case HOST_PORT:
		return text[0] == '\0' || host_port_ok(text, false);
	case LEVEL:
		return level_ok(text);
	case LANGUAGE:
		return language_ok(text);
	case ADDRESSES:
		return addresses_ok(text);
	default:
		return text_ok(text);
	}
}

/* Puts the value in its place when it is one that the key may have. */
static bool put(struct kiem_config *config, const struct field *field, const char *text)
{
	void *at = (char *)config + field->offset;
	uint64_t number;
	const char *end;

	if (field->shape == NUMBER) {
		if (!read_number(&number, text, &end) || *end != '\0' || number < field->min || number > field->max) {
			return false;
		}
		*(unsigned *)at = (unsigned)number;
		return true;
	}
	if (field->shape == SIZE) {
		if (!read_size(&number, text) || (number != 0 && (number < field->min || number > field->max))) {
			return false;
		}
		*(uint64_t *)at = number;
		return true;
	}
	size_t n = strlen(text);
	if (n < field->min || n >= field->cap || (field->max > 0 && n > field->max) || !string_ok(field->shape, text)) {
		return false;
	}
	memcpy(at, text, n + 1);
	return true;
}

/* ---- what the machine says ---- */

static void default_name(char *out, size_t cap)
{
	if (gethostname(out, cap) != 0 || memchr(out, '\0', cap) == NULL || out[0] == '\0' || !text_ok(out)) {
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
	if (!language_ok(out)) {
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
			(fields[i].shape == LANGUAGE ? default_language : default_name)(machine, sizeof(machine));
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
		snprintf(problem->text, sizeof(problem->text), "[%s] %s cannot be \"%.120s\"; it may be: %s", k->section, k->name,
		        value, k->allowed);
		return KIEM_E_INVALID;
	}
	config->from[key] = (uint8_t)from;
	return KIEM_DONE;
}

void kiem_config_get(const struct kiem_config *config, char *out, size_t cap, size_t key)
{
	assert(key < KEYS);
	const void *at = (const char *)config + fields[key].offset;

	if (fields[key].shape == NUMBER) {
		snprintf(out, cap, "%u", *(const unsigned *)at);
	} else if (fields[key].shape == SIZE) {
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
