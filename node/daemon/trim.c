/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See trim.h. LMDB maps its whole file and reads by touching it; after a comparison over 100,000 posts some 70 MiB of page cache
 * count as this process's, which on a small machine looks (and, to whoever sets a limit, is) like a leak. LMDB does not tell where
 * its map is, so it is looked up by the file's name.
 */
#include "trim.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A shared, read-only mapping of the file: only such pages can be let go of without a thought. */
static bool parse(const char *line, const char *path, uintptr_t *start, uintptr_t *end)
{
	char mode[5];
	int name = 0;

	if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %*s %n", start, end, mode, &name) != 3 || name == 0) {
		return false;
	}
	return strcmp(mode, "r--s") == 0 && strcmp(line + name, path) == 0;
}

uint64_t trim_memory(const char *path)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char *real = realpath(path, NULL); /* as the kernel calls it */
	char line[4096 + 128];
	uintptr_t start, end;
	uint64_t bytes = 0;

	malloc_trim(0);
	while (maps != NULL && real != NULL && fgets(line, sizeof(line), maps) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives addresses as text */
		if (parse(line, real, &start, &end) && madvise((void *)start, end - start, MADV_DONTNEED) == 0) {
			bytes += end - start;
		}
	}
	if (maps != NULL) {
		fclose(maps);
	}
	free(real);
	return bytes;
}
