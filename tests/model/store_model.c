/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See store_model.h. Written from the rules in proto/README.md, not from the store: nothing is indexed, nothing is remembered. */
#include "store_model.h"

#include <string.h>

#define HOUR 3600000LL

static bool same_author(const struct kiem_post *a, const struct kiem_post *b)
{
	return memcmp(a->author.b, b->author.b, 32) == 0;
}

static bool names(const struct kiem_post *a, const struct kiem_post *b)
{
	return a->n_links == 1 && memcmp(a->links[0].id.b, b->id.b, 32) == 0;
}

static bool same_board(const struct kiem_post *a, const struct kiem_post *b)
{
	return a->board.n == b->board.n && memcmp(a->board.p, b->board.p, a->board.n) == 0;
}

static bool retracts(const struct kiem_post *a, const struct kiem_post *b)
{
	return a->kind == KIEM_RETRACT && b->kind != KIEM_RETRACT && names(a, b) && same_author(a, b) && same_board(a, b) &&
	       a->until >= b->until;
}

static bool renews(const struct kiem_post *a, const struct kiem_post *b)
{
	return a->kind == KIEM_RENEW && b->kind >= 1 && b->kind <= 7 && names(a, b) && same_author(a, b) && same_board(a, b);
}

const struct model_post *model_find(const struct model *model, const struct kiem_id *id)
{
	for (size_t i = 0; i < model->n; i++) {
		if (memcmp(model->posts[i].post.id.b, id->b, 32) == 0) {
			return &model->posts[i];
		}
	}
	return NULL;
}

int64_t model_until(const struct model *model, const struct kiem_post *post)
{
	int64_t until = post->until;

	for (size_t i = 0; i < model->n; i++) {
		const struct kiem_post *other = &model->posts[i].post;

		if (renews(other, post) && other->until > until) {
			until = other->until;
		}
	}
	return until;
}

static void erase(struct model *model, size_t i)
{
	memmove(&model->posts[i], &model->posts[i + 1], (model->n - i - 1) * sizeof(model->posts[0]));
	model->n--;
}

enum kiem_verdict model_admit(struct model *model, const struct kiem_post *post, int64_t now_ms)
{
	if (model_find(model, &post->id) != NULL) {
		return KIEM_KNOWN;
	}
	if (post->made > now_ms + KIEM_AHEAD_MAX_MS) {
		return KIEM_DEFERRED;
	}
	for (size_t i = 0; i < model->n; i++) {
		if (retracts(&model->posts[i].post, post) && model->posts[i].post.until > now_ms) {
			return KIEM_RETRACTED;
		}
	}
	if (model_until(model, post) <= now_ms) {
		return KIEM_EXPIRED;
	}
	for (size_t i = 0; i < model->n; i++) {
		if (retracts(post, &model->posts[i].post)) {
			erase(model, i);
			break;
		}
	}
	model->posts[model->n++] = (struct model_post){*post, ++model->last};
	return KIEM_OK;
}

void model_expire(struct model *model, int64_t now_ms)
{
	bool past[MODEL_POSTS_MAX];

	for (size_t i = 0; i < model->n; i++) {
		past[i] = model_until(model, &model->posts[i].post) / HOUR < now_ms / HOUR;
	}
	for (size_t i = model->n; i-- > 0;) {
		if (past[i]) {
			erase(model, i);
		}
	}
}
