/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file of the extract:
 *
 *     one page   struct header, the rest zero
 *     columns    each from a page on, in the order of extract_columns.c, filled up to whole pages with zeros
 *
 * in this machine's byte order and page size, since it never leaves it. It is only ever a shorter way to what the store says,
 * so it is trusted for nothing: its sums must be right, its newest post must be the store's of that number, and what
 * comes out is counted (extract_missing). Hence no fsync either: a file that a power cut left half written is made anew.
 *
 * The sum of the columns is worked out once a boot, and whenever the file was written to since (kept_stamp.c): over a hundred
 * megabytes it takes longer than all else together. So opening reads no more of the file than is asked of it.
 */
#include "extract.h"
#include "kept.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "kiemview"
#define VERSION 4u
#define ORDER 0x01020304u

struct header {
	uint8_t magic[8];
	uint32_t version, order;
	uint64_t page;
	uint64_t n, n_links, n_persons, n_row_slots, n_person_slots, n_gone, vanished;
	uint64_t salt;
	uint64_t last;     /* arrival number that the rows go up to */
	uint64_t contents; /* extract_sum of the columns */
	uint64_t sum;      /* extract_sum of all of this, with this one zero */
	uint32_t last_of_kind[VIEW_KINDS];
	struct kept_stamp stamp;
	int64_t erased_until;
};
_Static_assert(sizeof(struct header) % 32 == 0, "extract_sum takes 32 bytes at a time");

static uint64_t header_sum(const struct header *header)
{
	struct header plain = *header;

	plain.sum = 0;
	return extract_sum(0, &plain, sizeof(plain));
}

static uint64_t contents_sum(const struct view_extract *x)
{
	uint64_t sum = 1;

	for (size_t i = 0; i < EXTRACT_COLUMNS; i++) {
		sum = extract_sum(sum, extract_column(x, i), extract_column_bytes(x, i));
	}
	return sum;
}

/* ---- reading ---- */

static bool header_read(struct header *header, int fd)
{
	if (pread(fd, header, sizeof(*header), 0) != (ssize_t)sizeof(*header)) {
		return false;
	}
	return memcmp(header->magic, MAGIC, sizeof(header->magic)) == 0 && header->version == VERSION && header->order == ORDER &&
	       header->page == extract_page() && header->sum == header_sum(header);
}

static void header_take(struct view_extract *x, const struct header *header)
{
	x->n = header->n;
	x->n_links = header->n_links;
	x->n_persons = header->n_persons;
	x->own->n_row_slots = header->n_row_slots;
	x->own->n_person_slots = header->n_person_slots;
	x->own->n_gone = header->n_gone;
	x->own->vanished = header->vanished;
	x->own->erased_until = header->erased_until;
	x->own->salt = header->salt;
	x->own->last = header->last;
	x->own->n_file = x->own->n_saved = header->n;
	x->own->saved_last = header->last;
	memcpy(x->last_of_kind, header->last_of_kind, sizeof(x->last_of_kind));
}

/* Lays the file's columns over the first pages of what was reserved. */
static bool map(struct view_extract *x, int fd)
{
	size_t at = extract_page();
	struct stat st;

	for (size_t i = 0; i < EXTRACT_COLUMNS; i++) {
		at += extract_column_bytes(x, i);
	}
	if (fstat(fd, &st) != 0 || (size_t)st.st_size != at) {
		return false;
	}
	at = extract_page();
	for (size_t i = 0; i < EXTRACT_COLUMNS; i++) {
		void *column = extract_column(x, i);
		size_t n = extract_column_bytes(x, i);
		if (n != 0 && mmap(column, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, (off_t)at) == MAP_FAILED) {
			return false;
		}
		at += n;
	}
	return true;
}

/* Whether the newest of the posts that are still here is the store's of that number. */
static bool of_this_store(const struct view_extract *x)
{
	if (x->own->last > kiem_read_last(x->own->read)) {
		return false;
	}
	for (size_t row = x->n; row > 0; row--) {
		struct kiem_span bytes;
		struct kiem_id id;
		if ((x->flags[row - 1] & VIEW_ROW_GONE) == 0 &&
		        kiem_read_bytes(x->own->read, &bytes, x->number[row - 1]) == KIEM_DONE) {
			kiem_id_of(&id, bytes.p, bytes.n);
			return memcmp(id.b, x->id[row - 1].b, sizeof(id.b)) == 0;
		}
	}
	return true;
}

/* Whether the columns are what was written. Notes in the file that they are, which is no harm done when it cannot. */
static bool whole(struct view_extract *x, struct header *header, int fd)
{
	if (kept_stamp_holds(&header->stamp, fd, x->own->boot)) {
		return true;
	}
	x->own->summed = true;
	for (size_t i = 0; i < EXTRACT_COLUMNS; i++) {
#ifdef MADV_POPULATE_READ
		/* All of it is read: one call instead of a fault every few pages. */
		madvise(extract_column(x, i), extract_column_bytes(x, i), MADV_POPULATE_READ);
#endif
	}
	if (contents_sum(x) != header->contents) {
		return false;
	}
	kept_stamp_make(&header->stamp, fd, x->own->boot);
	header->sum = header_sum(header);
	if (pwrite(fd, header, sizeof(*header), 0) == (ssize_t)sizeof(*header)) {
		kept_stamp_put(fd, &header->stamp);
	}
	return true;
}

bool extract_load(struct view_extract *x, const char *path)
{
	struct header header;
	int fd = open(path, O_RDWR | O_CLOEXEC);

	fd = fd < 0 ? open(path, O_RDONLY | O_CLOEXEC) : fd;
	if (fd < 0) {
		return false;
	}
	bool good = header_read(&header, fd);
	if (good) {
		header_take(x, &header);
		good = extract_reserve(x, extract_new_max(x)) == KIEM_DONE && map(x, fd) && whole(x, &header, fd) &&
		       of_this_store(x);
	}
	close(fd);
	return good;
}

/* ---- writing ---- */

static bool write_header(int fd, const struct view_extract *x, const struct kept_stamp *stamp)
{
	struct header header = {.version = VERSION, .order = ORDER, .page = extract_page(), .stamp = *stamp};
	uint8_t *page = calloc(1, extract_page());

	if (page == NULL) {
		return false;
	}
	memcpy(header.magic, MAGIC, sizeof(header.magic));
	header.n = x->n;
	header.n_links = x->n_links;
	header.n_persons = x->n_persons;
	header.n_row_slots = x->own->n_row_slots;
	header.n_person_slots = x->own->n_person_slots;
	header.n_gone = x->own->n_gone;
	header.vanished = x->own->vanished;
	header.erased_until = x->own->erased_until;
	memcpy(header.last_of_kind, x->last_of_kind, sizeof(header.last_of_kind));
	header.salt = x->own->salt;
	header.last = x->own->last;
	header.contents = contents_sum(x);
	header.sum = header_sum(&header);
	memcpy(page, &header, sizeof(header));
	bool good = kept_put(fd, page, extract_page());
	free(page);
	return good;
}

static bool write_file(int fd, const void *ctx)
{
	const struct view_extract *x = ctx;
	struct kept_stamp stamp;

	kept_stamp_make(&stamp, fd, x->own->boot);
	bool good = write_header(fd, x, &stamp);

	for (size_t i = 0; i < EXTRACT_COLUMNS && good; i++) {
		good = kept_put(fd, extract_column(x, i), extract_column_bytes(x, i));
	}
	kept_stamp_put(fd, &stamp);
	return good;
}

void extract_save(struct view_extract *x, const char *path)
{
	if (kept_replace(path, write_file, x)) {
		x->own->n_saved = x->n;
		x->own->saved_last = x->own->last;
	}
}
