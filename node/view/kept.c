/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form of a kept file:
 *
 *     struct header | bytes | zeros up to a multiple of 32
 *
 * in this machine's byte order, since it never leaves it. No fsync: a file that a power cut left half written has a wrong sum.
 */
#include "kept.h"

#include "extract.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORDER 0x01020304u

struct header {
	char magic[8];
	uint32_t version, order;
	uint64_t n;   /* bytes */
	uint64_t sum; /* extract_sum of all, with this one zero */
};
_Static_assert(sizeof(struct header) % 32 == 0, "extract_sum takes 32 bytes at a time");

static size_t whole(uint64_t n)
{
	return sizeof(struct header) + ((size_t)n + 31) / 32 * 32;
}

/* ---- reading ---- */

static bool header_read(struct header *header, int fd, const struct kept_kind *kind)
{
	struct stat st;

	return fstat(fd, &st) == 0 && pread(fd, header, sizeof(*header), 0) == (ssize_t)sizeof(*header) &&
	       memcmp(header->magic, kind->magic, sizeof(header->magic)) == 0 && header->version == kind->version &&
	       header->order == ORDER && header->n > 0 && header->n <= (uint64_t)st.st_size &&
	       whole(header->n) == (size_t)st.st_size;
}

void *kept_read(size_t *n, const char *path, const struct kept_kind *kind)
{
	struct header header;
	uint8_t *bytes = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		return NULL;
	}
	if (header_read(&header, fd, kind)) {
		bytes = malloc(whole(header.n));
	}
	bool good = bytes != NULL && pread(fd, bytes, whole(header.n), 0) == (ssize_t)whole(header.n);
	close(fd);
	if (good) {
		memset(bytes + offsetof(struct header, sum), 0, sizeof(header.sum));
		good = extract_sum(0, bytes, whole(header.n)) == header.sum;
	}
	if (!good) {
		free(bytes);
		return NULL;
	}
	*n = (size_t)header.n;
	memmove(bytes, bytes + sizeof(header), *n);
	return bytes;
}

/* ---- writing ---- */

bool kept_put(int fd, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR) {
			continue;
		}
		if (done <= 0) {
			return false;
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static void make_dir(const char *path)
{
	char dir[4096];
	const char *end = strrchr(path, '/');

	if (end != NULL && (size_t)(end - path) < sizeof(dir)) {
		memcpy(dir, path, (size_t)(end - path));
		dir[end - path] = '\0';
		mkdir(dir, 0700);
	}
}

bool kept_replace(const char *path, bool (*fill)(int fd, const void *ctx), const void *ctx)
{
	char new[4096];

	if ((size_t)snprintf(new, sizeof(new), "%s-XXXXXX", path) >= sizeof(new)) {
		return false;
	}
	make_dir(path);
	int fd = mkostemp(new, O_CLOEXEC);
	if (fd < 0) {
		return false;
	}
	bool good = fill(fd, ctx);
	good = close(fd) == 0 && good;
	if (!good || rename(new, path) != 0) {
		unlink(new);
		return false;
	}
	return true;
}

struct whole_file {
	uint8_t *bytes;
	size_t n;
};

static bool fill_whole(int fd, const void *ctx)
{
	const struct whole_file *file = ctx;

	return kept_put(fd, file->bytes, file->n);
}

void kept_write(const char *path, const struct kept_kind *kind, const void *bytes, size_t n)
{
	struct header header = {.version = kind->version, .order = ORDER, .n = n};
	struct whole_file file = {.bytes = calloc(1, whole(n)), .n = whole(n)};

	if (file.bytes == NULL) {
		return;
	}
	memcpy(header.magic, kind->magic, sizeof(header.magic));
	memcpy(file.bytes, &header, sizeof(header));
	memcpy(file.bytes + sizeof(header), bytes, n);
	header.sum = extract_sum(0, file.bytes, file.n);
	memcpy(file.bytes + offsetof(struct header, sum), &header.sum, sizeof(header.sum));
	kept_replace(path, fill_whole, &file);
	free(file.bytes);
}
