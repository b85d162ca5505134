/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the answers to `status` and to `links` share: names and numbers as JSON. */
#ifndef KIEM_NODE_DAEMON_STATUS_JSON_H
#define KIEM_NODE_DAEMON_STATUS_JSON_H

#include "daemon.h"

#include <jansson.h>

static inline const char *phase_name(enum swarm_phase phase)
{
	static const char *const names[] = {"idle", "streaming", "comparing", "synced"};

	return (size_t)phase < sizeof(names) / sizeof(names[0]) ? names[phase] : "unknown";
}

static inline const char *place_name(enum swarm_place place)
{
	static const char *const names[] = {"none", "active", "guest", "pinned"};

	return (size_t)place < sizeof(names) / sizeof(names[0]) ? names[place] : "unknown";
}

static inline json_t *number(uint64_t n)
{
	return json_integer((json_int_t)n);
}

/* Seconds since a moment of the monotonic clock; null for 0, which is never. */
static inline json_t *ago(uint64_t mono_ms)
{
	return mono_ms != 0 ? number((kiem_monotonic_ms() - mono_ms) / 1000) : json_null();
}

static inline json_t *hex_key(const struct kiem_key *key)
{
	char digits[65];

	kiem_hex(digits, key->b, sizeof(key->b));
	return json_string(digits);
}

static inline char *dump(json_t *object)
{
	char *text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;

	json_decref(object);
	return text;
}

#endif
