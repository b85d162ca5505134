/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file in which the communities of many people are kept for a day:
 *
 *     struct header | an entry of 36 bytes for each person, by key | zeros up to a multiple of 32
 *
 * in this machine's byte order. Like the extract's it is trusted only when its sum is right, and replaced whole.
 */
#include "communities.h"
#include "extract.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "kiemcomm"

struct header {
	uint8_t magic[8];
	uint32_t version, n_communities;
	uint32_t modularity, size; /* of an entry */
	int64_t made_ms;
	uint64_t n;
	uint64_t sum; /* extract_sum of all, with this one zero */
	uint64_t fill[2];
};
_Static_assert(sizeof(struct header) % 32 == 0, "extract_sum takes 32 bytes at a time");

static size_t whole(uint64_t n)
{
	return sizeof(struct header) + ((size_t)n * sizeof(struct communities_entry) + 31) / 32 * 32;
}

/* All of a file, when it is as long as its header says; malloc'ed. */
static uint8_t *read_whole(struct header *header, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint8_t *bytes = NULL;
	struct stat st;

	if (fd < 0) {
		return NULL;
	}
	if (fstat(fd, &st) == 0 && pread(fd, header, sizeof(*header), 0) == (ssize_t)sizeof(*header) && header->n <= VIEW_NONE &&
	        memcmp(header->magic, MAGIC, sizeof(header->magic)) == 0 && header->version == 1 &&
	        header->size == sizeof(struct communities_entry) && (size_t)st.st_size == whole(header->n)) {
		bytes = malloc(whole(header->n));
	}
	if (bytes != NULL && pread(fd, bytes, whole(header->n), 0) != (ssize_t)whole(header->n)) {
		free(bytes);
		bytes = NULL;
	}
	close(fd);
	return bytes;
}

bool communities_load(struct communities_file *file, const char *path)
{
	struct header header;
	uint8_t *bytes = read_whole(&header, path);

	if (bytes == NULL) {
		return false;
	}
	memset(bytes + offsetof(struct header, sum), 0, sizeof(header.sum));
	bool good = extract_sum(0, bytes, whole(header.n)) == header.sum;
	*file = (struct communities_file){.n = (size_t)header.n,
	        .made_ms = header.made_ms,
	        .n_communities = header.n_communities,
	        .modularity = header.modularity};
	file->list = good ? calloc(file->n + 1, sizeof(*file->list)) : NULL;
	good = file->list != NULL;
	if (good) {
		memcpy(file->list, bytes + sizeof(header), file->n * sizeof(*file->list));
	}
	free(bytes);
	return good;
}

void communities_save(const struct communities_file *file, const char *path)
{
	struct header header = {.version = 1,
	        .n_communities = file->n_communities,
	        .modularity = file->modularity,
	        .size = sizeof(*file->list),
	        .made_ms = file->made_ms,
	        .n = file->n};
	uint8_t *bytes = calloc(1, whole(file->n));
	char new[4096];

	if (bytes == NULL || (size_t)snprintf(new, sizeof(new), "%s-XXXXXX", path) >= sizeof(new)) {
		free(bytes);
		return;
	}
	memcpy(header.magic, MAGIC, sizeof(header.magic));
	memcpy(bytes, &header, sizeof(header));
	memcpy(bytes + sizeof(header), file->list, file->n * sizeof(*file->list));
	header.sum = extract_sum(0, bytes, whole(file->n));
	memcpy(bytes + offsetof(struct header, sum), &header.sum, sizeof(header.sum));
	int fd = mkostemp(new, O_CLOEXEC);
	if (fd >= 0) {
		bool good = write(fd, bytes, whole(file->n)) == (ssize_t)whole(file->n);
		good = close(fd) == 0 && good;
		if (!good || rename(new, path) != 0) {
			unlink(new);
		}
	}
	free(bytes);
}
