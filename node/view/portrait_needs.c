/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a coalition needs: the requests in it, with the offers by others that answer each and the receipt that says it was
 * fulfilled. How much of a quantity they cover is read from the posts by whoever shows it; the figures here do not weigh it.
 */
#include "circle.h"

#include <stdlib.h>

/* An offer, or a receipt, and the request it is for. */
struct reply {
	uint32_t request; /* index of a post of the circle */
	uint32_t row;
};

struct replies {
	size_t n, cap;
	struct reply *list;
};

static enum kiem_err add_reply(struct replies *replies, uint32_t request, uint32_t row)
{
	void *list = room_for_one(replies->list, &replies->cap, replies->n, sizeof(*replies->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	replies->list = list;
	replies->list[replies->n++] = (struct reply){request, row};
	return KIEM_DONE;
}

/* For every request of the circle that `row` names by `relation`, in any version; `own`: those of its own author, or of others. */
static enum kiem_err find_requests(struct replies *replies, const struct circle *c, uint32_t row, uint8_t relation, bool own)
{
	const struct view_extract *x = c->x;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
		if (x->relation[l] != relation || x->target[l] == VIEW_NONE || !view_row_live(x, x->target[l], c->eye.now_ms)) {
			continue;
		}
		uint32_t named = view_row_original(x, x->target[l], c->eye.now_ms);
		if (x->kind[named] != KIEM_REQUEST || c->row_mark[named] != c->stamp || c->row_at[named] == VIEW_NONE) {
			continue;
		}
		if ((view_row_person(x, named) == view_row_person(x, row)) == own) {
			err = add_reply(replies, c->row_at[named], row);
		}
	}
	return err;
}

static int by_request(const void *a, const void *b, void *ctx)
{
	const struct reply *p = a, *q = b;

	if (p->request != q->request) {
		return p->request < q->request ? -1 : 1;
	}
	return view_row_order(ctx, p->row, q->row);
}

static enum kiem_err find_replies(struct replies *offers, struct replies *receipts, const struct circle *c)
{
	void *x = (void *)(uintptr_t)c->x;
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; err == KIEM_DONE && i < c->n_posts; i++) {
		if (c->posts[i].kind == KIEM_OFFER) {
			err = find_requests(offers, c, c->posts[i].row, KIEM_ANSWERS, false);
		}
	}
	for (size_t i = 0; err == KIEM_DONE && i < c->n_acts; i++) {
		if ((c->acts[i].flags & ACT_RECEIPT) != 0) {
			err = find_requests(receipts, c, c->acts[i].row, KIEM_ABOUT, true);
		}
	}
	if (err == KIEM_DONE && offers->n != 0) {
		qsort_r(offers->list, offers->n, sizeof(*offers->list), by_request, x);
	}
	if (err == KIEM_DONE && receipts->n != 0) {
		qsort_r(receipts->list, receipts->n, sizeof(*receipts->list), by_request, x);
	}
	return err;
}

/* Takes the rows of the replies to `request` from *at on, each once; the first of them, or VIEW_NONE. */
static uint32_t pass(const struct replies *replies, size_t *at, uint32_t request, uint32_t *rows, size_t *n)
{
	uint32_t first = VIEW_NONE;

	for (; *at < replies->n && replies->list[*at].request == request; (*at)++) {
		uint32_t row = replies->list[*at].row;
		bool again = first != VIEW_NONE && replies->list[*at - 1].row == row;
		first = first == VIEW_NONE ? row : first;
		if (rows != NULL && !again) {
			rows[(*n)++] = row;
		}
	}
	return first;
}

static int by_open(const void *a, const void *b, void *ctx)
{
	const struct view_need *p = a, *q = b;

	if (p->open != q->open) {
		return p->open ? -1 : 1;
	}
	return view_row_order(ctx, q->row, p->row);
}

enum kiem_err portrait_needs(struct view_portrait *p, const struct circle *c)
{
	struct replies offers = {0}, receipts = {0};
	enum kiem_err err = find_replies(&offers, &receipts, c);

	p->needs = malloc((c->n_posts + 1) * sizeof(*p->needs));
	p->answers = malloc((offers.n + 1) * sizeof(*p->answers));
	if (err == KIEM_DONE && (p->needs == NULL || p->answers == NULL)) {
		err = KIEM_E_MEMORY;
	}
	for (size_t i = 0, offer = 0, receipt = 0; err == KIEM_DONE && i < c->n_posts; i++) {
		const struct circle_post *post = &c->posts[i];
		if (post->kind != KIEM_REQUEST) {
			continue;
		}
		struct view_need *need = &p->needs[p->n_needs++];
		*need = (struct view_need){
		        .row = post->row, .shown = post->shown, .open = post->settled == NEVER, .first_answer = p->n_answers};
		pass(&offers, &offer, (uint32_t)i, p->answers, &p->n_answers);
		need->answers = p->n_answers - need->first_answer;
		need->receipt = pass(&receipts, &receipt, (uint32_t)i, NULL, NULL);
	}
	if (err == KIEM_DONE && p->n_needs != 0) {
		qsort_r(p->needs, p->n_needs, sizeof(*p->needs), by_open, (void *)(uintptr_t)c->x);
	}
	free(offers.list);
	free(receipts.list);
	return err;
}
