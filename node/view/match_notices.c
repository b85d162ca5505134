/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notices (match.h): found among those of the file, or read from the post. One of the file is believed when it is of the very id
 * that the row has, so a file of another store, or of before the store was made anew, does no harm.
 */
#include "fields.h"
#include "match.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

static uint64_t label_hash(struct kiem_span place)
{
	char folded[VIEW_TAG_MAX + 1];
	size_t n = view_tag_fold(folded, place);

	return n == 0 ? 0 : view_word_hash(folded, n) | 1;
}

static enum kiem_err read_one(struct notice *notice, struct market *m, uint32_t row)
{
	struct kiem_post post;
	enum kiem_err err = fields_read(&post, m->read, m->x->number[row]);

	if (err != KIEM_DONE) {
		return err;
	}
	memset(notice, 0, sizeof(*notice)); /* what lies between its fields is kept too */
	notice->id = m->x->id[row];
	notice->number = m->x->number[row];
	if (post.has_quantity) {
		unit_read(&notice->unit, post.unit);
		notice->quantity = post.quantity_milli;
	}
	notice->has_from = post.has_from;
	notice->has_to = post.has_to;
	notice->from = post.from;
	notice->to = post.to;
	notice->has_point = post.has_point;
	notice->point = (struct view_point){post.lat_udeg, post.lon_udeg};
	notice->label = label_hash(post.place);
	return market_words_add(m, notice, &post);
}

/* The first of the old ones whose number is not below this one. */
static size_t search(const struct notices *all, uint64_t number)
{
	size_t low = 0, high = all->n_old;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (all->old_number[middle] < number) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static bool find_old(struct notices *all, uint32_t *place, uint64_t number, const struct kiem_id *id)
{
	bool next = all->next < all->n_old && all->old_number[all->next] == number;
	size_t at = next ? all->next : search(all, number);

	if (at == all->n_old || all->old_number[at] != number || memcmp(all->old[at].id.b, id->b, sizeof(id->b)) != 0) {
		return false;
	}
	all->next = at == 0 ? all->n_old : at - 1;
	all->n_used += !all->used[at];
	all->used[at] = true;
	*place = (uint32_t)at;
	return true;
}

enum kiem_err market_notice(struct market *m, uint32_t *place, uint32_t row)
{
	struct notices *all = &m->notices;
	uint64_t number = m->x->number[row], fresh;

	if (find_old(all, place, number, &m->x->id[row])) {
		return KIEM_DONE;
	}
	if (view_numbers_get(&fresh, &all->place, number)) {
		*place = (uint32_t)(all->n_old + fresh);
		return KIEM_DONE;
	}
	void *list = room_for_one(all->fresh, &all->cap_fresh, all->n_fresh, sizeof(*all->fresh));
	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	all->fresh = list;
	enum kiem_err err = read_one(&all->fresh[all->n_fresh], m, row);
	if (err == KIEM_DONE) {
		err = view_numbers_put(&all->place, number, all->n_fresh);
	}
	*place = (uint32_t)(all->n_old + all->n_fresh);
	all->n_fresh += err == KIEM_DONE;
	return err;
}

const struct market_word *market_noticed_words(const struct market *m, uint32_t place)
{
	const struct market_word *words = place < m->notices.n_old ? m->notices.old_word : m->word;

	return words == NULL ? NULL : words + market_noticed(m, place)->first_word;
}

void notices_finish(struct notices *all)
{
	view_numbers_finish(&all->place);
	free(all->fresh);
	free(all->used);
	kept_unmap(&all->file);
	*all = (struct notices){0};
}
