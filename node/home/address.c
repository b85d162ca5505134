/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses, which are also what an invite is:
 *
 *     kiem://KEY@host:port/board        KEY the node's Ed25519 key, 64 hexadecimal digits
 *     kiem://KEY@[2001:db8::1]:port
 *
 * Somebody else made the text, so nothing in it is believed: a host has only characters of a host, an IPv6 address is one, the
 * port is from 1 to 65535, the board is a board name. What parses prints back to the same address.
 */
#include <kiem/home.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SCHEME "kiem://"
#define KEY_DIGITS 64
#define LETTERS_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

static bool name_ok(const char *host)
{
	return host[0] != '\0' && host[0] != '-' && strspn(host, LETTERS_DIGITS ".-_") == strlen(host);
}

/* An address of RFC 4291, with a zone (RFC 4007) where it is link-local: fe80::1%eth0. */
static bool ipv6_ok(const char *host)
{
	char bare[INET6_ADDRSTRLEN];
	struct in6_addr ignored;
	size_t n = strcspn(host, "%");

	if (n >= sizeof(bare) || (host[n] == '%' && !name_ok(host + n + 1))) {
		return false;
	}
	memcpy(bare, host, n);
	bare[n] = '\0';
	return inet_pton(AF_INET6, bare, &ignored) == 1;
}

/* Takes the host off the front of *text, without brackets. */
static bool parse_host(struct kiem_address *address, const char **text)
{
	bool bracketed = **text == '[';
	const char *start = *text + (bracketed ? 1 : 0);
	size_t n = strcspn(start, bracketed ? "]" : ":/");

	if (n >= sizeof(address->host) || (bracketed && start[n] != ']')) {
		return false;
	}
	memcpy(address->host, start, n);
	address->host[n] = '\0';
	*text = start + n + (bracketed ? 1 : 0);
	return bracketed ? ipv6_ok(address->host) : name_ok(address->host);
}

static bool parse_port(struct kiem_address *address, const char **text)
{
	size_t digits = **text == ':' ? strspn(*text + 1, "0123456789") : 0;
	unsigned port = 0;

	if (digits < 1 || digits > 5) {
		return false;
	}
	for (size_t i = 1; i <= digits; i++) {
		port = port * 10 + (unsigned)((*text)[i] - '0');
	}
	*text += 1 + digits;
	address->port = (uint16_t)port;
	return port >= 1 && port <= UINT16_MAX;
}

/* What is left: nothing, a bare slash, or a slash and a board. */
static bool parse_board(struct kiem_address *address, const char *text)
{
	address->board[0] = '\0';
	if (text[0] == '\0' || strcmp(text, "/") == 0) {
		return true;
	}
	size_t n = strlen(text) - 1;
	if (text[0] != '/' || n > KIEM_BOARD_MAX || !kiem_board_ok((struct kiem_span){(const uint8_t *)text + 1, n})) {
		return false;
	}
	memcpy(address->board, text + 1, n + 1);
	return true;
}

bool kiem_address_parse(struct kiem_address *address, const char *text)
{
	if (strncasecmp(text, SCHEME, strlen(SCHEME)) != 0) {
		return false;
	}
	text += strlen(SCHEME);
	if (strcspn(text, "@") != KEY_DIGITS || !kiem_unhex(address->node.b, text, KEY_DIGITS) || text[KEY_DIGITS] != '@') {
		return false;
	}
	text += KEY_DIGITS + 1;
	return parse_host(address, &text) && parse_port(address, &text) && parse_board(address, text);
}

void kiem_address_print(char *out, size_t cap, const struct kiem_address *address)
{
	char key[KEY_DIGITS + 1];
	bool bracketed = strchr(address->host, ':') != NULL;

	kiem_hex(key, address->node.b, sizeof(address->node.b));
	snprintf(out, cap, SCHEME "%s@%s%s%s:%u%s%s", key, bracketed ? "[" : "", address->host, bracketed ? "]" : "",
	        (unsigned)address->port, address->board[0] != '\0' ? "/" : "", address->board);
}
