/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names to addresses, off the hub's thread. libzmq would look a name up in its I/O thread, where a name server that does not
 * answer stops every link for half a minute; and with IPV6 set it would never try the IPv4 address of a name that has both.
 *
 * The thread and the one who asked share a struct that the last of the two frees; nobody waits for a thread.
 */
#include "hub.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct resolve {
	atomic_int holders;
	int fd;
	char host[256];
	size_t n; /* written before the descriptor is signalled, read after */
	char addresses[HUB_ADDRESSES_MAX][64];
};

static void release(struct resolve *resolve)
{
	if (atomic_fetch_sub(&resolve->holders, 1) == 1) {
		close(resolve->fd);
		free(resolve);
	}
}

/* Both families, in the order of RFC 6724; families that this machine has no address of are left out. */
static void *look_up(void *argument)
{
	struct resolve *resolve = argument;
	struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	struct addrinfo *found = NULL;
	uint64_t one = 1;

	int failed = getaddrinfo(resolve->host, NULL, &hints, &found);
	if (failed == EAI_NONAME || failed == EAI_ADDRFAMILY) {
		/* AI_ADDRCONFIG does not count loopback, so that on a machine without a network "localhost" has no address. */
		hints.ai_flags = 0;
		failed = getaddrinfo(resolve->host, NULL, &hints, &found);
	}
	for (const struct addrinfo *at = failed == 0 ? found : NULL; at != NULL && resolve->n < HUB_ADDRESSES_MAX;
	        at = at->ai_next) {
		char *text = resolve->addresses[resolve->n];
		if (getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof(resolve->addresses[0]), NULL, 0, NI_NUMERICHOST) == 0) {
			resolve->n++;
		}
	}
	if (failed == 0) {
		freeaddrinfo(found);
	}
	/* The counter of a new eventfd has room for one. */
	ssize_t written = write(resolve->fd, &one, sizeof(one));
	(void)written;
	release(resolve);
	return NULL;
}

struct resolve *resolve_start(const char *host)
{
	struct resolve *resolve = calloc(1, sizeof(*resolve));
	pthread_attr_t attributes;
	pthread_t thread;

	if (resolve == NULL || strlen(host) >= sizeof(resolve->host) || pthread_attr_init(&attributes) != 0) {
		free(resolve);
		return NULL;
	}
	strcpy(resolve->host, host);
	atomic_init(&resolve->holders, 2);
	resolve->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	bool ok = resolve->fd >= 0 && pthread_create(&thread, &attributes, look_up, resolve) == 0;
	pthread_attr_destroy(&attributes);
	if (!ok) {
		if (resolve->fd >= 0) {
			close(resolve->fd);
		}
		free(resolve);
		return NULL;
	}
	return resolve;
}

int resolve_fd(const struct resolve *resolve)
{
	return resolve->fd;
}

size_t resolve_result(struct resolve *resolve, char addresses[HUB_ADDRESSES_MAX][64])
{
	uint64_t ignored;

	if (read(resolve->fd, &ignored, sizeof(ignored)) != sizeof(ignored)) {
		return 0;
	}
	memcpy(addresses, resolve->addresses, sizeof(resolve->addresses));
	return resolve->n;
}

void resolve_cancel(struct resolve *resolve)
{
	if (resolve != NULL) {
		release(resolve);
	}
}

bool resolve_numeric(const char *host, bool *ipv6)
{
	struct in_addr four;
	struct in6_addr six;
	char bare[64];
	size_t n = strcspn(host, "%");

	*ipv6 = false;
	if (inet_pton(AF_INET, host, &four) == 1) {
		return true;
	}
	if (n >= sizeof(bare)) {
		return false;
	}
	memcpy(bare, host, n);
	bare[n] = '\0';
	*ipv6 = inet_pton(AF_INET6, bare, &six) == 1;
	return *ipv6;
}

bool resolve_listens_both(const char *listen)
{
	char host[64];
	size_t n;
	bool ipv6 = true;

	listen += strlen("tcp://");
	n = strcspn(listen, ":");
	if (n >= sizeof(host)) {
		return true;
	}
	memcpy(host, listen, n);
	host[n] = '\0';
	return !resolve_numeric(host, &ipv6) || ipv6;
}
