/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of the rows that were there: taken back, renewed, or erased by expiry. Whether a retraction or a renewal counts was
 * decided at the door; here the store is asked what it made of it. At the end the rows that are not gone are exactly the
 * posts of the snapshot, and as both can be counted, that is seen to.
 */
#include "extract.h"

/* The row's post is no more. With a renewal goes what it gave, with a profile the name. */
static enum kiem_err went(struct view_extract *x, uint32_t row)
{
	enum kiem_err err = KIEM_DONE;

	x->flags[row] |= VIEW_ROW_GONE;
	x->own->n_gone++;
	x->own->n_went++;
	if (x->kind[row] == KIEM_PROFILE && x->profile[x->author[row]] == row) {
		err = extract_list_add(&x->own->stale, x->author[row]);
	}
	for (uint32_t l = x->link_first[row]; x->kind[row] == KIEM_RENEW && l < x->link_first[row + 1] && err == KIEM_DONE; l++) {
		if (x->target[l] != VIEW_NONE) {
			err = extract_list_add(&x->own->touched, x->target[l]);
		}
	}
	return err;
}

static enum kiem_err ask(struct view_extract *x, uint32_t row)
{
	struct kiem_kept kept;

	if ((x->flags[row] & VIEW_ROW_GONE) != 0) {
		return KIEM_DONE;
	}
	enum kiem_err err = kiem_read_post(x->own->read, &kept, x->number[row]);
	if (err == KIEM_E_NOT_FOUND) {
		return went(x, row);
	}
	if (err == KIEM_DONE) {
		x->until[row] = kept.until;
	}
	return err;
}

enum kiem_err extract_touched(struct view_extract *x)
{
	struct extract_list *touched = &x->own->touched;
	enum kiem_err err = KIEM_DONE;

	/* The list may grow while it is gone through. */
	for (size_t i = 0; i < touched->n && err == KIEM_DONE; i++) {
		err = ask(x, touched->at[i]);
	}
	touched->n = 0;
	return err;
}

/* How many more rows there are than posts. */
static int64_t surplus(const struct view_extract *x)
{
	return (int64_t)(x->n - x->own->n_gone) - (int64_t)kiem_read_posts(x->own->read);
}

/* So that sums of different numbers differ. */
static uint64_t mixed(uint64_t number)
{
	number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9ULL;
	number = (number ^ number >> 27) * 0x94d049bb133111ebULL;
	return number ^ number >> 31;
}

/* Looks for rows without a post among those that are past their until, or among those that are not. */
static enum kiem_err search(struct view_extract *x, int64_t missing, bool past, int64_t now_ms)
{
	struct kiem_span bytes;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t row = 0; row < x->n && missing > 0 && err == KIEM_DONE; row++) {
		if ((x->flags[row] & VIEW_ROW_GONE) != 0 || (x->until[row] <= now_ms) != past) {
			continue;
		}
		err = kiem_read_bytes(x->own->read, &bytes, x->number[row]);
		if (err == KIEM_E_NOT_FOUND) {
			missing--;
			err = went(x, row);
			x->own->vanished += past ? 0 : mixed(x->number[row]);
			if (past && x->until[row] > x->own->erased_until) {
				x->own->erased_until = x->until[row];
			}
		}
	}
	return err == KIEM_DONE ? extract_touched(x) : err;
}

enum kiem_err extract_missing(struct view_extract *x, bool *agrees, int64_t now_ms)
{
	enum kiem_err err = KIEM_DONE;

	if (surplus(x) > 0) {
		err = search(x, surplus(x), true, now_ms);
	}
	/* Somebody expired by a clock that was ahead of this one. */
	if (err == KIEM_DONE && surplus(x) > 0) {
		err = search(x, surplus(x), false, now_ms);
	}
	*agrees = surplus(x) == 0;
	return err;
}
