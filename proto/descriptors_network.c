/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which public network an address lies in: what the quota of links, the address book and the ranks of the passive view go by, since
 * keys cost nothing and networks do. /24 for IPv4 and /48 for IPv6, as whoever rents addresses gets at least that much at once. A
 * park or a street is one network, so private ranges have none and are exempt. Numeric addresses only are looked at closely; a
 * name counts as a network of its own, because nothing here may resolve it.
 */
#include <kiem/descriptors.h>

#include <sodium.h>
#include <string.h>

enum { GROUP_V4 = 1, GROUP_V6 = 2, GROUP_NAME = 3 }; /* the top byte of a network's number */

/* Host of "host:port", "[v6]:port", or of a host alone. */
static struct kiem_span host_of(struct kiem_span a)
{
	const uint8_t *colon = a.n > 0 ? memchr(a.p, ':', a.n) : NULL;

	if (a.n > 0 && a.p[0] == '[') {
		const uint8_t *end = memchr(a.p, ']', a.n);
		return end == NULL ? (struct kiem_span){NULL, 0} : (struct kiem_span){a.p + 1, (size_t)(end - a.p) - 1};
	}
	if (colon == NULL || memchr(colon + 1, ':', (size_t)(a.p + a.n - colon) - 1) != NULL) {
		return a; /* no port, or an IPv6 address without brackets */
	}
	return (struct kiem_span){a.p, (size_t)(colon - a.p)};
}

static bool read_v4(uint8_t out[static 4], const uint8_t *p, size_t n)
{
	size_t part = 0;
	unsigned value = 0, digits = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && p[i] >= '0' && p[i] <= '9' && digits < 3) {
			value = value * 10 + (p[i] - '0');
			digits++;
		} else if ((i == n || p[i] == '.') && digits > 0 && value < 256 && part < 4) {
			out[part++] = (uint8_t)value;
			value = digits = 0;
		} else {
			return false;
		}
	}
	return part == 4;
}

static int digit(uint8_t c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One group of hexadecimal digits; how many bytes it took, 0: it is none. */
static size_t read_group(uint8_t out[static 2], const uint8_t *p, size_t n)
{
	unsigned value = 0;
	size_t i = 0;

	for (; i < n && i < 4 && digit(p[i]) >= 0; i++) {
		value = value << 4 | (unsigned)digit(p[i]);
	}
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
	return i;
}

/* Groups up to "::" or the end into out; *taken bytes of the text. Counts bytes written, SIZE_MAX: not an address. */
static size_t read_groups(uint8_t out[static 16], size_t *taken, const uint8_t *p, size_t n)
{
	size_t written = 0, i = 0;

	while (i < n && !(p[i] == ':' && i + 1 < n && p[i + 1] == ':')) {
		i += i > 0 && p[i] == ':';
		if (written <= 12 && read_v4(out + written, p + i, n - i)) {
			written += 4;
			i = n;
			break;
		}
		size_t group = written < 16 ? read_group(out + written, p + i, n - i) : 0;
		if (group == 0 || (i + group < n && p[i + group] != ':')) {
			return SIZE_MAX;
		}
		written += 2;
		i += group;
	}
	*taken = i;
	return written;
}

static bool read_v6(uint8_t out[static 16], const uint8_t *p, size_t n)
{
	uint8_t tail[16];
	size_t taken, tail_taken;
	const uint8_t *scope = n > 0 ? memchr(p, '%', n) : NULL;

	n = scope != NULL ? (size_t)(scope - p) : n;
	if (n == 0 || memchr(p, ':', n) == NULL) {
		return false;
	}
	memset(out, 0, 16);
	size_t before = read_groups(out, &taken, p, n);
	if (before == SIZE_MAX || taken == n) {
		return before == 16;
	}
	size_t after = read_groups(tail, &tail_taken, p + taken + 2, n - taken - 2);
	if (after == SIZE_MAX || tail_taken != n - taken - 2 || before + after > 14) {
		return false;
	}
	memcpy(out + 16 - after, tail, after);
	return true;
}

static bool v4_is_private(const uint8_t a[static 4])
{
	return a[0] == 10 || a[0] == 127 || a[0] == 0 || (a[0] == 172 && (a[1] & 0xf0) == 16) || (a[0] == 192 && a[1] == 168) ||
	       (a[0] == 169 && a[1] == 254) || (a[0] == 100 && (a[1] & 0xc0) == 64);
}

static uint64_t v4_network(const uint8_t a[static 4], bool *local)
{
	*local = v4_is_private(a);
	return *local ? 0 : (uint64_t)GROUP_V4 << 56 | (uint64_t)a[0] << 16 | (uint64_t)a[1] << 8 | a[2];
}

static uint64_t v6_network(const uint8_t a[static 16], bool *local)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff}, loopback[16] = {[15] = 1}, none[16];
	uint64_t network = (uint64_t)GROUP_V6 << 56;

	if (memcmp(a, mapped, sizeof(mapped)) == 0) {
		return v4_network(a + 12, local);
	}
	*local = memcmp(a, loopback, 16) == 0 || memcmp(a, none, 16) == 0 || (a[0] & 0xfe) == 0xfc ||
	         (a[0] == 0xfe && (a[1] & 0xc0) == 0x80);
	for (unsigned i = 0; i < 6; i++) {
		network |= (uint64_t)a[i] << (40 - 8 * i);
	}
	return *local ? 0 : network;
}

static bool ends_in(struct kiem_span host, const char *end)
{
	size_t n = strlen(end);

	return host.n >= n && memcmp(host.p + host.n - n, end, n) == 0;
}

uint64_t descriptors_network(struct kiem_span address, bool *is_private)
{
	static const uint8_t key[crypto_shorthash_KEYBYTES];
	struct kiem_span host = host_of(address);
	uint8_t v6[16], v4[4], hash[crypto_shorthash_BYTES];
	uint64_t network = 0;
	bool unused, *local = is_private != NULL ? is_private : &unused;

	*local = false;
	if (host.n == 0) {
		return 0;
	}
	if (read_v4(v4, host.p, host.n)) {
		return v4_network(v4, local);
	}
	if (read_v6(v6, host.p, host.n)) {
		return v6_network(v6, local);
	}
	*local = ends_in(host, "localhost") || ends_in(host, ".local");
	crypto_shorthash(hash, host.p, host.n, key);
	memcpy(&network, hash, sizeof(network));
	return *local ? 0 : (uint64_t)GROUP_NAME << 56 | network >> 8;
}

uint64_t descriptors_host(struct kiem_span address, bool *is_private)
{
	static const uint8_t key[crypto_shorthash_KEYBYTES], mapped[12] = {[10] = 0xff, [11] = 0xff};
	struct kiem_span host = host_of(address);
	uint8_t v6[16];
	uint64_t hash;

	(void)descriptors_network(address, is_private);
	memcpy(v6, mapped, sizeof(mapped));
	if (host.n == 0 || !(read_v4(v6 + 12, host.p, host.n) || read_v6(v6, host.p, host.n))) {
		return 0;
	}
	crypto_shorthash((uint8_t *)&hash, v6, sizeof(v6), key);
	return hash != 0 ? hash : 1;
}
