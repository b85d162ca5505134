/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * By which link others may dial this node, as far as this machine can tell. Whether the address can really be reached from
 * outside a home router nobody here knows; [node] announce is for who does.
 */
#include "daemon.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How useful an address is to somebody else: a global one of IPv4, of IPv6, a private one, none. */
static int worth(const struct ifaddrs *i)
{
	if (i->ifa_addr == NULL || (i->ifa_flags & IFF_UP) == 0 || (i->ifa_flags & IFF_LOOPBACK) != 0) {
		return 0;
	}
	if (i->ifa_addr->sa_family == AF_INET) {
		uint32_t a = ntohl(((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr.s_addr);
		bool private = a >> 24 == 10 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8 || a >> 16 == 0xa9fe || a >> 22 == 0x191;

		return private ? 2 : 4;
	}
	if (i->ifa_addr->sa_family == AF_INET6) {
		const uint8_t *a = ((const struct sockaddr_in6 *)(const void *)i->ifa_addr)->sin6_addr.s6_addr;

		return (a[0] & 0xe0) == 0x20 ? 3 : 0; /* 2000::/3 is global */
	}
	return 0;
}

/* The machine's most useful address, as text; the loopback one when it has no other. */
static void own_host(char *out, size_t cap)
{
	struct ifaddrs *all = NULL;
	int best = 0;

	snprintf(out, cap, "127.0.0.1");
	if (getifaddrs(&all) != 0) {
		return;
	}
	for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next) {
		socklen_t size = i->ifa_addr != NULL && i->ifa_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
		                                                                           : sizeof(struct sockaddr_in);
		if (worth(i) > best && getnameinfo(i->ifa_addr, size, out, (socklen_t)cap, NULL, 0, NI_NUMERICHOST) == 0) {
			best = worth(i);
		}
	}
	freeifaddrs(all);
}

static bool any_address(const char *host)
{
	return strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0 || strcmp(host, "*") == 0;
}

/* HOST:PORT or [HOST]:PORT into its parts. */
static bool split(struct kiem_address *address, const char *text)
{
	const char *colon = strrchr(text, ':');
	size_t skip = text[0] == '[' ? 1 : 0;
	size_t n = colon == NULL ? 0 : (size_t)(colon - text);

	if (n < 2 * skip + 1 || n - 2 * skip >= sizeof(address->host)) {
		return false;
	}
	memcpy(address->host, text + skip, n - 2 * skip);
	address->host[n - 2 * skip] = '\0';
	address->port = (uint16_t)strtoul(colon + 1, NULL, 10);
	return address->port != 0;
}

bool address_of(struct daemon *d)
{
	struct kiem_address address = {.node = d->node, .port = 0};
	const char *bound = link_hub_bound(d->hub);

	d->address[0] = '\0';
	if (d->config.announce[0] != '\0') {
		if (!split(&address, d->config.announce)) {
			return false;
		}
	} else {
		if (strncmp(bound, "tcp://", 6) != 0 || !split(&address, bound + 6)) {
			return false;
		}
		if (any_address(address.host)) {
			own_host(address.host, sizeof(address.host));
		}
	}
	kiem_address_print(d->address, sizeof(d->address), &address);
	return true;
}
