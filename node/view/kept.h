/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files in HOME/views: what a view worked out and would rather not work out again. Each is written whole to a name of its own and
 * takes the place of the old one at once, so a reader has the one or the other. It is only ever a shorter way to what the posts
 * say: it may be removed at any time, one that is damaged is as one that is not there, and one that cannot be written is no error.
 */
#ifndef VIEW_KEPT_H
#define VIEW_KEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEPT_BOOT 40 /* bytes of the text by which a boot is known */

/* What a file is of; one of another kind or version is not read. */
struct kept_kind {
	char magic[8];
	uint32_t version;
};

/* The bytes that were kept, where the file lies in memory, from a multiple of 32 on. */
struct kept {
	const uint8_t *bytes;
	size_t n;
	void *map;
	size_t mapped;
};
/* False: there is no such file, or it is damaged; kept_unmap then does no harm. */
bool kept_map(struct kept *kept, const char *path, const struct kept_kind *kind);
void kept_unmap(struct kept *kept);
/* A copy of them; malloc'ed. NULL: there is no such file, it is damaged, or there is no memory. */
void *kept_read(size_t *n, const char *path, const struct kept_kind *kind);
/* Keeps these bytes instead of what is there; at least one. The directory is made when it is not there (one level). */
void kept_write(const char *path, const struct kept_kind *kind, const void *bytes, size_t n);

/* Replaces a file by what `fill` writes; false when it could not, and then the old one stays. */
bool kept_replace(const char *path, bool (*fill)(int fd, const void *ctx), const void *ctx);
/* All of the bytes, also where a signal comes in between. */
bool kept_put(int fd, const void *bytes, size_t n);

/* ---- kept_stamp.c ---- */

/* By what a file is known as one whose sum was right in this boot. */
struct kept_stamp {
	char boot[KEPT_BOOT];
	uint64_t device, file;
	int64_t changed_s, changed_ns;
};
/* A stamp for the open file, to be put on it once all is written. `boot`: the file that says which boot this is; NULL: the
 * system's. */
void kept_stamp_make(struct kept_stamp *stamp, int fd, const char *boot);
void kept_stamp_put(int fd, const struct kept_stamp *stamp);
bool kept_stamp_holds(const struct kept_stamp *stamp, int fd, const char *boot);

#endif
