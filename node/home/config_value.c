/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a value of the configuration may look like, shape by shape. Each check is of the form only: whether a host exists or a
 * port is free shows when it is used.
 */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool config_read_number(uint64_t *out, const char *text, const char **end)
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

bool config_read_size(uint64_t *out, const char *text)
{
	static const char units[] = "KMGT";
	const char *end;

	if (!config_read_number(out, text, &end)) {
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

/* Letters without a space or control among them, and nothing beyond ASCII: names of hosts have none (RFC 1123, RFC 5891). */
static bool visible_ascii(const char *text)
{
	while (*text > 0x20 && *text < 0x7f) {
		text++;
	}
	return *text == '\0';
}

/* HOST:PORT; a colon in HOST needs brackets around it. any: the port may be "*" or 0. */
static bool host_port_ok(const char *text, bool any)
{
	const char *colon = strrchr(text, ':'), *end;
	size_t n = colon == NULL ? 0 : (size_t)(colon - text);
	uint64_t port;

	if (n == 0 || n > 255 || !visible_ascii(text) || strpbrk(text, "/@") != NULL) {
		return false;
	}
	if (memchr(text, ':', n) != NULL && (text[0] != '[' || text[n - 1] != ']')) {
		return false;
	}
	if (any && strcmp(colon, ":*") == 0) {
		return true;
	}
	return config_read_number(&port, colon + 1, &end) && *end == '\0' && port <= 65535 && (any || port > 0);
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

static bool command_ok(const char *text)
{
	char copy[KIEM_PATH_MAX + 2], *words[KIEM_COMMAND_WORDS_MAX + 1];

	return text_ok(text) && kiem_command_words(words, copy, sizeof(copy), text) > 0;
}

bool config_text_ok(enum config_shape shape, const char *text)
{
	switch (shape) {
	case CONFIG_LISTEN:
		return listen_ok(text);
	case CONFIG_HOST_PORT:
		return text[0] == '\0' || host_port_ok(text, false);
	case CONFIG_LEVEL:
		return level_ok(text);
	case CONFIG_LANGUAGE:
		return language_ok(text);
	case CONFIG_ADDRESSES:
		return addresses_ok(text);
	case CONFIG_COMMAND:
		return text[0] == '\0' || command_ok(text);
	default:
		return text_ok(text);
	}
}
