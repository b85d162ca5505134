/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of an exported identity, made to survive e-mail and paper. Version 1 fixes the cost of argon2id, so that a text cannot
 * ask for more memory:
 *
 *     -----BEGIN KIEM IDENTITY-----
 *     version 1
 *     key     PUBLIC
 *     sealed  salt (16 bytes), nonce (24), box of the seed (48), on three lines
 *     check   the first 8 bytes of BLAKE2b-256(PUBLIC‖sealed): tells a slip of the pen from a wrong passphrase
 *     -----END KIEM IDENTITY-----
 */
#include "home.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TEXT_BEGIN "-----BEGIN KIEM IDENTITY-----"
#define TEXT_END "-----END KIEM IDENTITY-----"
#define CHECK 8

static void check_of(char out[static 2 * CHECK + 1], const uint8_t *public, const uint8_t sealed[static HOME_SEALED])
{
	uint8_t both[32 + HOME_SEALED];
	struct kiem_id hash;

	memcpy(both, public, 32);
	memcpy(both + 32, sealed, HOME_SEALED);
	kiem_id_of(&hash, both, sizeof(both));
	kiem_hex(out, hash.b, CHECK);
}

bool home_seal_print(char *out, size_t cap, const uint8_t public[static 32], const uint8_t sealed[static HOME_SEALED])
{
	char key[65], lines[2 * HOME_SEALED + 1], check[2 * CHECK + 1];

	kiem_hex(key, public, 32);
	kiem_hex(lines, sealed, HOME_SEALED);
	check_of(check, public, sealed);
	int n = snprintf(out, cap,
	        TEXT_BEGIN "\nversion 1\nkey     %s\nsealed  %.64s\n        %.64s\n        %s\ncheck   %s\n" TEXT_END "\n", key,
	        lines, lines + 64, lines + 128, check);
	return n >= 0 && (size_t)n < cap;
}

/* Reads the text around the seal. Spaces and line ends may have become others on the way, nothing else. */
enum kiem_err home_seal_parse(uint8_t public[static 32], uint8_t sealed[static HOME_SEALED], const char *text)
{
	char version[4], key[65], lines[2 * HOME_SEALED + 1], check[2 * CHECK + 1], expected[2 * CHECK + 1];
	int end = 0;

	text = strstr(text, TEXT_BEGIN);
	if (text == NULL) {
		return KIEM_E_DAMAGED;
	}
	int found = sscanf(text,
	        TEXT_BEGIN " version %3[0-9] key %64[0-9a-fA-F] sealed %64[0-9a-fA-F] %64[0-9a-fA-F] %48[0-9a-fA-F]"
	                   " check %16[0-9a-fA-F] " TEXT_END "%n",
	        version, key, lines, lines + 64, lines + 128, check, &end);
	if (found >= 1 && strcmp(version, "1") != 0) {
		return KIEM_E_NEWER;
	}
	if (found != 6 || end == 0 || strlen(key) != 64 || strlen(lines) != 2 * HOME_SEALED || !kiem_unhex(public, key, 64) ||
	        !kiem_unhex(sealed, lines, 2 * HOME_SEALED)) {
		return KIEM_E_DAMAGED;
	}
	check_of(expected, public, sealed);
	return strcasecmp(check, expected) == 0 ? KIEM_DONE : KIEM_E_DAMAGED;
}
