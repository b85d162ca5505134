/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds and loads network.so: beside the program in a build that is not installed, else where it was installed. It must be of this
 * version, so that an older one that lies about is passed over.
 */
#include "network.h"

#include "kiem-build.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "network.so"

typedef const struct network_calls *(*module_fn)(void);

static const struct network_calls *try(const char *dir, const char *below)
{
	char path[PATH_MAX];
	module_fn module;

	if ((size_t)snprintf(path, sizeof(path), "%s%s/" FILE_NAME, dir, below) >= sizeof(path)) {
		return NULL;
	}
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		return NULL;
	}
	/* POSIX lets a data pointer be a function's; ISO C does not let it be cast. */
	void *symbol = dlsym(handle, NETWORK_SYMBOL);
	memcpy(&module, &symbol, sizeof(module));
	const struct network_calls *calls = symbol != NULL ? module() : NULL;
	if (calls == NULL || calls->version != NETWORK_VERSION) {
		dlclose(handle);
		return NULL;
	}
	return calls;
}

/* BUILD/node/cli/kiem has BUILD/node/view/network.so. */
static const struct network_calls *try_beside(void)
{
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (n <= 0) {
		return NULL;
	}
	program[n] = '\0';
	char *end = strrchr(program, '/');
	if (end == NULL) {
		return NULL;
	}
	*end = '\0';
	return try(program, "/../view");
}

const struct network_calls *network_load(void)
{
	static const struct network_calls *calls;
	const char *given = getenv("KIEM_MODULES");

	if (calls == NULL && given != NULL) {
		calls = try(given, "");
	}
	if (calls == NULL) {
		calls = try_beside();
	}
	if (calls == NULL) {
		calls = try(KIEM_MODULEDIR, "");
	}
	return calls;
}
