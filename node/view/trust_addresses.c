/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls to account. One stands until both have mended it: the one who made it, and the one whom it is about, each by a `mend` that
 * names it. It weighs with me when it is mine, or when the one who made it has enough of my trust by the walk; a stranger's weighs
 * nothing, however many strangers there are, and neither does a second one on top of the first.
 */
#include "trust.h"

#include <stdlib.h>

/* Whether a live mend of this person names the address and lasts as long. */
static bool mended(const struct view_extract *x, uint32_t row, uint32_t person, int64_t now_ms)
{
	for (uint32_t link = x->around[row]; link != VIEW_NONE; link = x->around_next[link]) {
		uint32_t source = x->source[link];
		if (x->relation[link] == KIEM_CANCELS && x->kind[source] == KIEM_MEND && view_row_live(x, source, now_ms) &&
		        x->until[source] >= x->until[row] && view_row_person(x, source) == person) {
			return true;
		}
	}
	return false;
}

bool view_trust_address(const struct view_extract *x, struct view_trust_address *address, uint32_t row, int64_t now_ms)
{
	if (x->kind[row] != KIEM_ADDRESS || !view_row_live(x, row, now_ms) || x->whom[row] == VIEW_NONE) {
		return false;
	}
	uint32_t by = view_row_person(x, row), whom = x->self[x->whom[row]];
	if (by == whom) {
		return false;
	}
	*address = (struct view_trust_address){.row = row,
	        .by = by,
	        .whom = whom,
	        .by_mended = mended(x, row, by, now_ms),
	        .whom_mended = mended(x, row, whom, now_ms)};
	return true;
}

static bool open_address(const struct trust_own *own, struct view_trust_address *address, uint32_t row)
{
	return view_trust_address(own->x, address, row, own->now_ms) && !(address->by_mended && address->whom_mended);
}

/* Few are called to account: they are put in order as they are found. */
static void put(struct trust_own *own, const struct view_trust_address *address)
{
	size_t at = own->n_addresses++;

	while (at > 0 && view_row_order(own->x, address->row, own->addresses[at - 1].row) < 0) {
		own->addresses[at] = own->addresses[at - 1];
		at--;
	}
	own->addresses[at] = *address;
}

enum kiem_err trust_addresses_read(struct trust_own *own)
{
	const struct view_extract *x = own->x;
	struct view_trust_address address;
	struct extract_list rows = {0};
	enum kiem_err err = KIEM_DONE;

	for (uint32_t row = x->last_of_kind[KIEM_ADDRESS]; row != VIEW_NONE && err == KIEM_DONE; row = x->before_of_kind[row]) {
		err = open_address(own, &address, row) ? extract_list_add(&rows, row) : KIEM_DONE;
	}
	own->burdened = calloc(x->n_persons + 1, sizeof(*own->burdened));
	own->addresses = calloc(rows.n + 1, sizeof(*own->addresses));
	err = own->burdened != NULL && own->addresses != NULL ? err : KIEM_E_MEMORY;
	/* From the first that arrived on, which is nearly in order already. */
	for (size_t i = rows.n; err == KIEM_DONE && i > 0; i--) {
		if (open_address(own, &address, rows.at[i - 1])) {
			address.weighs = address.by == own->me;
			own->burdened[address.whom] |= address.weighs;
			put(own, &address);
		}
	}
	free(rows.at);
	return err;
}

bool trust_addresses_weigh(struct trust_own *own)
{
	bool any = false;

	for (size_t i = 0; i < own->n_addresses; i++) {
		struct view_trust_address *address = &own->addresses[i];
		address->weighs = address->weighs || (own->me != VIEW_NONE && trust_walked(own, address->by) >= TRUST_HEARD);
		any = any || (address->weighs && !own->burdened[address->whom]);
	}
	/* Only now, so that who is heard does not hang on who was looked at first. */
	for (size_t i = 0; i < own->n_addresses; i++) {
		own->burdened[own->addresses[i].whom] |= own->addresses[i].weighs;
	}
	return any;
}
