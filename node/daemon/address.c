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

#define HOSTS_MAX 3 /* a global one of IPv4, one of IPv6, a private one */
#define HOST_SIZE INET6_ADDRSTRLEN

/* The machine's addresses, the most useful first, one of each sort; the loopback one when it has no other. */
static size_t own_hosts(char hosts[static HOSTS_MAX][HOST_SIZE])
{
	char found[HOSTS_MAX][HOST_SIZE] = {"", "", ""};
	struct ifaddrs *all = NULL;
	size_t n = 0;

	if (getifaddrs(&all) != 0) {
		all = NULL;
	}
	for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next) {
		socklen_t size = i->ifa_addr != NULL && i->ifa_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
		                                                                           : sizeof(struct sockaddr_in);
		int sort = worth(i);
		if (sort > 0 && found[4 - sort][0] == '\0' &&
		        getnameinfo(i->ifa_addr, size, found[4 - sort], HOST_SIZE, NULL, 0, NI_NUMERICHOST) != 0) {
			found[4 - sort][0] = '\0';
		}
	}
	freeifaddrs(all);
	for (size_t sort = 0; sort < HOSTS_MAX; sort++) {
		if (found[sort][0] != '\0') {
			memcpy(hosts[n++], found[sort], HOST_SIZE);
		}
	}
	if (n == 0) {
		snprintf(hosts[n++], HOST_SIZE, "127.0.0.1");
	}
	return n;
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

void address_text(char out[static ADDRESS_TEXT_SIZE], const struct kiem_address *address)
{
	const char *format = strchr(address->host, ':') != NULL ? "[%s]:%u" : "%s:%u";

	snprintf(out, ADDRESS_TEXT_SIZE, format, address->host, (unsigned)address->port);
}

/* Another address of this node, unless it is among them already or too long for a descriptor. The first is its link. */
static void add(struct daemon *d, const struct kiem_address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	address_text(text, address);
	if (d->n_addresses == 0) {
		kiem_address_print(d->address, sizeof(d->address), address);
	}
	for (size_t i = 0; i < d->n_addresses; i++) {
		if (strcmp(d->addresses[i], text) == 0) {
			return;
		}
	}
	if (strlen(text) <= WIRE_ADDRESS_MAX) {
		memcpy(d->addresses[d->n_addresses++], text, sizeof(text));
	}
}

bool address_of(struct daemon *d)
{
	struct kiem_address address = {.node = d->node, .port = 0};
	const char *bound = link_hub_bound(d->hub);
	char hosts[HOSTS_MAX][HOST_SIZE];

	d->address[0] = '\0';
	d->n_addresses = 0;
	if (d->config.announce[0] != '\0' && split(&address, d->config.announce)) {
		add(d, &address);
	}
	if (strncmp(bound, "tcp://", 6) == 0 && split(&address, bound + 6)) {
		if (!any_address(address.host)) {
			add(d, &address);
			return true;
		}
		for (size_t i = 0, n = own_hosts(hosts); i < n; i++) {
			memcpy(address.host, hosts[i], HOST_SIZE);
			add(d, &address);
		}
	}
	return d->n_addresses > 0;
}
