/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the extract share. Opening goes in four moves:
 *
 *     load     the columns of the file, when it is whole and of this store (extract_file.c, extract_columns.c)
 *     append   the posts that arrived since: rows, persons, links (extract_append.c, extract_links.c, extract_persons.c)
 *     went     what posts did to earlier ones: taken back, renewed, expired and erased (extract_went.c)
 *     settle   who somebody is at the time that is asked for (extract_persons.c)
 *
 * The first three know no clock, so what they make may be written to the file; what the last one makes is not.
 */
#ifndef VIEW_EXTRACT_H
#define VIEW_EXTRACT_H

#include <kiem/extract.h>

/* What the columns have one value each of. A row's links end where the next one's begin, so there is one end more than rows. */
enum extract_of { OF_ROW, OF_END, OF_LINK, OF_PERSON, OF_ROW_SLOT, OF_PERSON_SLOT, EXTRACT_OFS };

#define EXTRACT_COLUMNS 31
#define EXTRACT_ROW_SLOTS 29
#define EXTRACT_PERSON_SLOTS 30

/* A growing list of numbers. */
struct extract_list {
	uint32_t *at;
	size_t n, cap;
};

/* A link whose target is not here (yet). */
struct extract_pending {
	uint32_t link;
	struct kiem_id id;
};

struct extract_own {
	struct kiem_read *read; /* while it is being opened */
	char *path;             /* its file; NULL: it is in memory only */
	size_t save_from;       /* so many new items are worth writing a file; those beside it follow */
	uint64_t last;          /* arrival number up to which the rows go */
	size_t n_gone;
	size_t n_file;       /* rows that came from the file */
	size_t n_went;       /* rows that went since the file was written */
	size_t n_saved;      /* rows that are in the file by now, */
	uint64_t saved_last; /* and up to which arrival number that is */
	/*
	 * Of all rows that went and that nothing else tells of (no retraction, and their until was yet to come) the numbers, mixed
	 * and added up: what was worked out before one more went can be told by it.
	 */
	uint64_t vanished;
	int64_t erased_until; /* the latest `until` of a row that was erased past it: a clock put back to before that would see it
	                         live */
	const char *boot;     /* the file that says which boot this is; NULL: the system's own */
	bool summed;          /* the file's sum was worked out: it did not bear a stamp that holds */
	/*
	 * Open-addressed tables of rows by id and of persons by key: an index + 1, or 0 in a free slot. Each has a power of two of
	 * slots, of which at most 3 in 4 are taken, so that a search ends.
	 */
	uint32_t *row_slots, *person_slots;
	size_t n_row_slots, n_person_slots;
	uint64_t salt;                 /* odd and random: nobody can make ids that meet in one slot */
	size_t bytes[EXTRACT_COLUMNS]; /* what each column takes of the address space */

	/* While it is being opened. */
	struct extract_list touched; /* rows that a retraction or renewal named, or that may have gone */
	struct extract_list stale;   /* persons whose counting profile went */
	struct extract_pending *pending;
	size_t n_pending, cap_pending;
	struct {
		struct kiem_span name; /* lives as long as the snapshot */
		uint32_t number;
	} boards[64]; /* a memory of names */
};

/* ---- extract_columns.c: the memory ---- */

/* The bytes of a column, and how many there are now, filled up to whole pages. */
void *extract_column(const struct view_extract *x, size_t i);
size_t extract_column_bytes(const struct view_extract *x, size_t i);
/* Takes address space for what is here and n_new more rows; memory is taken where something is written. All reads as zero. */
enum kiem_err extract_reserve(struct view_extract *x, size_t n_new);
/* Another stretch for one column, of so many bytes; the old one is returned and becomes the caller's. NULL: no memory. */
void *extract_column_swap(struct view_extract *x, size_t i, size_t *bytes);
void extract_release(struct view_extract *x);
size_t extract_page(void);
/* A checksum that any change of any byte changes; n is a multiple of 32. Against damage, not against malice. */
uint64_t extract_sum(uint64_t seed, const void *bytes, size_t n);
enum kiem_err extract_list_add(struct extract_list *list, uint32_t value);

/* ---- extract_slots.c: finding a row by its id, a person by their key ---- */

uint32_t extract_row_find(const struct view_extract *x, const struct kiem_id *id);
/* Enters the last row by its id. *before: VIEW_NONE, or the row that had this id until now and is found no more. */
enum kiem_err extract_row_put(struct view_extract *x, uint32_t *before);
/* The person of the key, made when there is none. */
enum kiem_err extract_person_put(struct view_extract *x, uint32_t *person, const struct kiem_key *key);

/* ---- extract_peek.c: what is needed of one post ---- */

struct extract_peek {
	const struct kiem_key *author;
	uint64_t kind;
	struct kiem_span board;
	int64_t made, until;
	size_t n_links;
	struct {
		uint64_t relation;
		const struct kiem_id *id;
	} links[KIEM_LINKS_MAX];
	bool has_point, unnamed;
	uint8_t signals, roles, level, sector;
	const struct kiem_key *whom, *heir; /* NULL: absent */
};
/* Reads bytes that the store holds, without checking again what the door checked. False when they are not a post's. */
bool extract_peek(struct extract_peek *peek, struct kiem_span bytes);

/* ---- extract_append.c ---- */

/* Appends the posts that arrived behind own->last. */
enum kiem_err extract_append(struct view_extract *x, view_progress_fn progress, void *ctx);

/* ---- extract_links.c ---- */

/* Adds the links of the row that is being appended. */
enum kiem_err extract_links_add(struct view_extract *x, uint32_t row, const struct extract_peek *peek);
/* The row took the place of an earlier one of the same id, which is gone: what named that one names this. */
enum kiem_err extract_links_move(struct view_extract *x, uint32_t from, uint32_t to);
/* Finds the targets that arrived after what names them, once everything is appended. */
enum kiem_err extract_links_resolve(struct view_extract *x);

/* ---- extract_went.c ---- */

/* Asks the store what became of the rows in own->touched, and sees to what follows from it. */
enum kiem_err extract_touched(struct view_extract *x);
/* Finds the rows that the store has erased since by expiry. False: the rows are not the posts of the snapshot. */
enum kiem_err extract_missing(struct view_extract *x, bool *agrees, int64_t now_ms);

/* ---- extract_persons.c ---- */

/* A profile was appended: it counts when it comes after the one that does. */
void extract_profile_heard(struct view_extract *x, uint32_t row, const struct extract_peek *peek, uint32_t heir);
/* Finds the profile that counts at now_ms (0: whatever its until) for each of own->stale. */
enum kiem_err extract_profiles_find(struct view_extract *x, int64_t now_ms);
/* Profiles that are past their until give way to the next; `self` is filled in. */
enum kiem_err extract_settle(struct view_extract *x, int64_t now_ms);

/* ---- extract_file.c ---- */

/* Maps the file into x, which is empty, with room for what is new. False: there is no such file, or it is of no use. */
bool extract_load(struct view_extract *x, const char *path);
/* Writes the file anew. Silent when it cannot. */
void extract_save(struct view_extract *x, const char *path);

/* ---- extract.c ---- */

/* When the file is written again, and when made anew from the store; tests have it sooner. */
struct extract_limits {
	size_t save_from; /* rows that are newer, or went */
	size_t gone_max;  /* rows that are gone */
	const char *boot; /* see struct extract_own */
};
enum kiem_err extract_open(struct view_extract **out, struct kiem_read *read, const char *path, int64_t now_ms,
        const struct extract_limits *limits, view_progress_fn progress, void *ctx);

/* How many rows may be new, at most. */
size_t extract_new_max(const struct view_extract *x);

/* The path of another file in the directory of the extract's own; malloc'ed. NULL: it has none, or there is no memory. */
char *extract_beside(const struct view_extract *x, const char *name);

#endif
