/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form of a kept file:
 *
 *     struct header | bytes | zeros up to a multiple of 32
 *
 * in this machine's byte order, since it never leaves it. No fsync: a file that a power cut left half written has a wrong sum. The
 * sum of the bytes is worked out once a boot, and whenever the file was written to since (kept_stamp.c).
 */
#include "kept.h"

#include "extract.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORDER 0x01020304u

struct header {
	char magic[8];
	uint32_t version, order;
	uint64_t n;        /* bytes */
	uint64_t contents; /* contents_sum of them */
	uint64_t sum;      /* extract_sum of the header, with this one zero */
	struct kept_stamp stamp;
	uint64_t fill[2];
};
_Static_assert(sizeof(struct header) % 32 == 0, "extract_sum takes 32 bytes at a time");

static size_t padded(uint64_t n)
{
	return ((size_t)n + 31) / 32 * 32;
}

static uint64_t header_sum(const struct header *header)
{
	struct header plain = *header;

	plain.sum = 0;
	return extract_sum(0, &plain, sizeof(plain));
}

/* `tail`: what is left over from the last multiple of 32 on, with the zeros behind it. */
static uint64_t contents_sum(const uint8_t *bytes, size_t n, const uint8_t *tail)
{
	return extract_sum(extract_sum(1, bytes, n / 32 * 32), tail, padded(n % 32));
}

/* ---- reading ---- */

static bool header_read(struct header *header, int fd, const struct kept_kind *kind)
{
	struct stat st;

	return fstat(fd, &st) == 0 && pread(fd, header, sizeof(*header), 0) == (ssize_t)sizeof(*header) &&
	       memcmp(header->magic, kind->magic, sizeof(header->magic)) == 0 && header->version == kind->version &&
	       header->order == ORDER && header->sum == header_sum(header) && header->n > 0 && header->n <= (uint64_t)st.st_size &&
	       sizeof(*header) + padded(header->n) == (size_t)st.st_size;
}

/* Whether the bytes are what was written. Notes in the file that they are, which is no harm done when it cannot. */
static bool contents_right(struct header *header, const uint8_t *bytes, int fd)
{
	if (kept_stamp_holds(&header->stamp, fd, NULL)) {
		return true;
	}
	if (contents_sum(bytes, (size_t)header->n, bytes + header->n / 32 * 32) != header->contents) {
		return false;
	}
	kept_stamp_make(&header->stamp, fd, NULL);
	header->sum = header_sum(header);
	if (pwrite(fd, header, sizeof(*header), 0) == (ssize_t)sizeof(*header)) {
		kept_stamp_put(fd, &header->stamp);
	}
	return true;
}

static bool map(struct kept *kept, int fd, const struct kept_kind *kind)
{
	struct header header;
	int flags = MAP_PRIVATE;

	if (!header_read(&header, fd, kind)) {
		return false;
	}
#ifdef MAP_POPULATE
	flags |= MAP_POPULATE; /* most of it is looked at: one call instead of a fault every few pages */
#endif
	size_t all = sizeof(header) + padded(header.n);
	void *p = mmap(NULL, all, PROT_READ, flags, fd, 0);
	if (p == MAP_FAILED) {
		return false;
	}
	*kept = (struct kept){.map = p, .mapped = all, .bytes = (const uint8_t *)p + sizeof(header), .n = (size_t)header.n};
	return contents_right(&header, kept->bytes, fd);
}

bool kept_map(struct kept *kept, const char *path, const struct kept_kind *kind)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	*kept = (struct kept){0};
	fd = fd < 0 ? open(path, O_RDONLY | O_CLOEXEC) : fd;
	if (fd < 0) {
		return false;
	}
	bool good = map(kept, fd, kind);
	close(fd);
	if (!good) {
		kept_unmap(kept);
	}
	return good;
}

void kept_unmap(struct kept *kept)
{
	if (kept->map != NULL) {
		munmap(kept->map, kept->mapped);
	}
	*kept = (struct kept){0};
}

void *kept_read(size_t *n, const char *path, const struct kept_kind *kind)
{
	struct kept kept;
	void *bytes = NULL;

	if (kept_map(&kept, path, kind)) {
		*n = kept.n;
		bytes = malloc(kept.n);
	}
	if (bytes != NULL) {
		memcpy(bytes, kept.bytes, kept.n);
	}
	kept_unmap(&kept);
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

struct contents {
	struct header header;
	const uint8_t *bytes;
};

static bool fill(int fd, const void *ctx)
{
	const struct contents *contents = ctx;
	const uint8_t zeros[32] = {0};
	struct header header = contents->header;
	size_t n = (size_t)header.n;

	kept_stamp_make(&header.stamp, fd, NULL);
	header.sum = header_sum(&header);
	bool good = kept_put(fd, &header, sizeof(header)) && kept_put(fd, contents->bytes, n) && kept_put(fd, zeros, padded(n) - n);
	kept_stamp_put(fd, &header.stamp);
	return good;
}

void kept_write(const char *path, const struct kept_kind *kind, const void *bytes, size_t n)
{
	struct contents contents = {.header = {.version = kind->version, .order = ORDER, .n = n}, .bytes = bytes};
	uint8_t tail[32] = {0};

	memcpy(tail, (const uint8_t *)bytes + n / 32 * 32, n % 32);
	memcpy(contents.header.magic, kind->magic, sizeof(contents.header.magic));
	contents.header.contents = contents_sum(bytes, n, tail);
	kept_replace(path, fill, &contents);
}
