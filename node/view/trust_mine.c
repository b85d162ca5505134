/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What concerns me: whom I vouch for, who vouches for me, and what is not settled yet, by me or with me. */
#include "trust.h"

#include <stdlib.h>
#include <string.h>

/* A vouch with what it is put in order by: of one person the fullest first, then the earliest. */
struct vouch {
	int64_t made;
	const struct kiem_id *id;
	uint32_t row, other;
	uint8_t level;
};

static int by_made(const void *a, const void *b)
{
	const struct vouch *p = a, *q = b;

	return view_order(p->made, p->id, q->made, q->id);
}

static int by_person(const void *a, const void *b)
{
	const struct vouch *p = a, *q = b;

	if (p->other != q->other) {
		return p->other < q->other ? -1 : 1;
	}
	return p->level != q->level ? (int)q->level - (int)p->level : by_made(a, b);
}

/* The vouches by me, or for me; one a person, in order. */
static enum kiem_err find_vouches(uint32_t **rows, size_t *n, const struct trust_own *own, bool mine)
{
	const struct view_extract *x = own->x;
	struct vouch *list;
	size_t n_found = 0, n_kept = 0;

	for (uint32_t row = x->last_of_kind[KIEM_VOUCH]; row != VIEW_NONE; row = x->before_of_kind[row]) {
		n_found += (x->self[x->author[row]] == own->me || (x->whom[row] != VIEW_NONE && x->self[x->whom[row]] == own->me));
	}
	list = calloc(n_found + 1, sizeof(*list));
	*rows = calloc(n_found + 1, sizeof(**rows));
	if (list == NULL || *rows == NULL) {
		free(list);
		return KIEM_E_MEMORY;
	}
	n_found = 0;
	for (uint32_t row = x->last_of_kind[KIEM_VOUCH]; row != VIEW_NONE; row = x->before_of_kind[row]) {
		if (!trust_vouch_stands(x, row, own->now_ms)) {
			continue;
		}
		uint32_t from = view_row_person(x, row), to = x->self[x->whom[row]];
		if ((mine ? from : to) == own->me) {
			list[n_found++] = (struct vouch){x->made[row], &x->id[row], row, mine ? to : from, x->level[row]};
		}
	}
	qsort(list, n_found, sizeof(*list), by_person);
	for (size_t i = 0; i < n_found; i++) {
		if (n_kept == 0 || list[n_kept - 1].other != list[i].other) {
			list[n_kept++] = list[i];
		}
	}
	qsort(list, n_kept, sizeof(*list), by_made);
	for (*n = 0; *n < n_kept; (*n)++) {
		(*rows)[*n] = list[*n].row;
	}
	free(list);
	return KIEM_DONE;
}

static enum kiem_err find_addresses(struct view_trust_mine *mine, const struct trust_own *own)
{
	mine->addresses = calloc(own->n_addresses + 1, sizeof(*mine->addresses));
	if (mine->addresses == NULL) {
		return KIEM_E_MEMORY;
	}
	for (size_t i = 0; i < own->n_addresses; i++) {
		const struct view_trust_address *address = &own->addresses[i];
		if (address->by == own->me || address->whom == own->me) {
			mine->addresses[mine->n_addresses++] = *address;
		}
	}
	return KIEM_DONE;
}

enum kiem_err view_trust_mine_create(struct view_trust_mine **out, const struct view_trust *trust)
{
	struct view_trust_mine *mine = calloc(1, sizeof(*mine));
	enum kiem_err err = mine != NULL ? KIEM_DONE : KIEM_E_MEMORY;

	*out = NULL;
	if (err == KIEM_DONE && trust->me != VIEW_NONE) {
		err = find_vouches(&mine->given, &mine->n_given, trust->own, true);
		if (err == KIEM_DONE) {
			err = find_vouches(&mine->received, &mine->n_received, trust->own, false);
		}
		if (err == KIEM_DONE) {
			err = find_addresses(mine, trust->own);
		}
	}
	if (err == KIEM_DONE) {
		*out = mine;
		mine = NULL;
	}
	view_trust_mine_destroy(mine);
	return err;
}

void view_trust_mine_destroy(struct view_trust_mine *mine)
{
	if (mine == NULL) {
		return;
	}
	free(mine->given);
	free(mine->received);
	free(mine->addresses);
	free(mine);
}
