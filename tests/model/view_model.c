/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See view_model.h. Read it beside the rules in proto/README.md: it should be plain that the two say the same. */
#include "view_model.h"

static const struct kiem_post *at(const struct model *model, size_t i)
{
	return &model->posts[i]->post;
}

static bool same_author(const struct model *model, size_t a, size_t b)
{
	return memcmp(at(model, a)->author.b, at(model, b)->author.b, 32) == 0;
}

static bool same_board(const struct model *model, size_t a, size_t b)
{
	struct kiem_span x = at(model, a)->board, y = at(model, b)->board;

	return x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
}

static uint64_t find_named(const struct model *model, size_t from, size_t to)
{
	const struct kiem_post *post = at(model, from);
	uint64_t relations = 0;

	for (size_t i = 0; i < post->n_links; i++) {
		bool same = memcmp(post->links[i].id.b, at(model, to)->id.b, 32) == 0;
		relations |= same ? 1ULL << post->links[i].relation : 0;
	}
	return relations;
}

static bool links(const struct model *model, size_t from, size_t to, uint64_t relations)
{
	return (model->posts[from]->named[to] & relations) != 0;
}

#define BY(relation) (1ULL << (relation))

size_t model_add(struct model *model, const struct support_bytes *bytes)
{
	struct model_post *copy = malloc(sizeof(*copy));

	assert_non_null(copy);
	assert_true(model->n < MODEL_MAX);
	copy->bytes = *bytes;
	assert_int_equal(kiem_post_decode(&copy->post, copy->bytes.b, copy->bytes.n), KIEM_OK);
	model->posts[model->n] = copy;
	return model->n++;
}

void model_finish(struct model *model)
{
	for (size_t i = 0; i < model->n; i++) {
		free(model->posts[i]);
	}
	model->n = 0;
}

int model_order(const struct model *model, size_t a, size_t b)
{
	if (at(model, a)->made != at(model, b)->made) {
		return at(model, a)->made < at(model, b)->made ? -1 : 1;
	}
	return memcmp(at(model, a)->id.b, at(model, b)->id.b, 32);
}

/* Its author took it back, on its own board. A retraction itself cannot be taken back. */
static bool retracted(const struct model *model, size_t i)
{
	for (size_t r = 0; r < model->n; r++) {
		if (at(model, r)->kind == KIEM_RETRACT && at(model, i)->kind != KIEM_RETRACT && same_author(model, r, i) &&
		        same_board(model, r, i) && links(model, r, i, BY(KIEM_CANCELS)) &&
		        at(model, r)->until >= at(model, i)->until) {
			return true;
		}
	}
	return false;
}

int64_t model_until(const struct model *model, size_t i)
{
	int64_t until = at(model, i)->until;

	for (size_t r = 0; r < model->n; r++) {
		bool content = at(model, i)->kind >= KIEM_INITIATIVE && at(model, i)->kind <= KIEM_NOTE;
		if (content && at(model, r)->kind == KIEM_RENEW && same_author(model, r, i) && same_board(model, r, i) &&
		        !retracted(model, r) && links(model, r, i, BY(KIEM_ABOUT)) && at(model, r)->until > until) {
			until = at(model, r)->until;
		}
	}
	return until;
}

/* The live post of the same author that a revision replaces, or none. */
static size_t replaced_by(const struct model *model, size_t revision)
{
	for (size_t i = 0; at(model, revision)->kind == KIEM_REVISE && i < model->n; i++) {
		if (model->posts[i]->live && same_author(model, i, revision) && links(model, revision, i, BY(KIEM_REPLACES))) {
			return i;
		}
	}
	return MODEL_NONE;
}

static bool find_counts(const struct model *model, size_t revision)
{
	size_t target = replaced_by(model, revision);

	return target != MODEL_NONE && (at(model, target)->kind != KIEM_REVISE || find_counts(model, target));
}

static size_t find_original(const struct model *model, size_t i)
{
	return model->posts[i]->counts ? find_original(model, replaced_by(model, i)) : i;
}

static bool is_version(const struct model *model, size_t i, size_t original)
{
	return model->posts[i]->live && model->posts[i]->original == original;
}

static size_t find_shown(const struct model *model, size_t original)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < model->n; i++) {
		bool replaced = false;
		for (size_t r = 0; r < model->n && is_version(model, i, original); r++) {
			replaced = replaced || (model->posts[r]->live && model->posts[r]->counts && replaced_by(model, r) == i);
		}
		if (is_version(model, i, original) && !replaced && (best == MODEL_NONE || model_order(model, i, best) > 0)) {
			best = i;
		}
	}
	return best;
}

void model_settle(struct model *model, int64_t now_ms)
{
	for (size_t i = 0; i < model->n; i++) {
		for (size_t to = 0; to < model->n; to++) {
			model->posts[i]->named[to] = find_named(model, i, to);
		}
	}
	for (size_t i = 0; i < model->n; i++) {
		model->posts[i]->live = !retracted(model, i) && model_until(model, i) > now_ms;
	}
	for (size_t i = 0; i < model->n; i++) {
		model->posts[i]->counts = find_counts(model, i);
	}
	for (size_t i = 0; i < model->n; i++) {
		model->posts[i]->original = find_original(model, i);
	}
	for (size_t i = 0; i < model->n; i++) {
		model->posts[i]->shown = find_shown(model, i);
	}
}

size_t model_original(const struct model *model, size_t i)
{
	return model->posts[i]->original;
}

size_t model_shown(const struct model *model, size_t original)
{
	return model->posts[original]->shown;
}

size_t model_leave(const struct model *model, size_t join)
{
	size_t first = MODEL_NONE;

	for (size_t i = 0; i < model->n; i++) {
		if (model->posts[i]->live && at(model, i)->kind == KIEM_LEAVE && same_author(model, i, join) &&
		        links(model, i, join, BY(KIEM_CANCELS)) && at(model, i)->until >= at(model, join)->until &&
		        (first == MODEL_NONE || model_order(model, i, first) < 0)) {
			first = i;
		}
	}
	return first;
}

bool model_in_force(const struct model *model, size_t join)
{
	return model->posts[join]->live && model_leave(model, join) == MODEL_NONE;
}

bool model_names(const struct model *model, size_t i, size_t original, uint64_t relations)
{
	for (size_t v = 0; v < model->n; v++) {
		if (is_version(model, v, original) && links(model, i, v, relations)) {
			return true;
		}
	}
	return false;
}

bool model_names_shown(const struct model *model, size_t i, size_t original, uint64_t relations)
{
	return links(model, i, model_shown(model, original), relations);
}

/* The parent that post i would have at this depth: the first, by (made, id), of those one level up that it names. */
static size_t parent_at(const struct model *model, size_t i, size_t level, uint64_t relations, const size_t *depth)
{
	size_t best = MODEL_NONE;

	for (size_t p = 0; p < model->n; p++) {
		if (depth[p] + 1 == level && model_names(model, i, p, relations) &&
		        (best == MODEL_NONE || model_order(model, p, best) < 0)) {
			best = p;
		}
	}
	return best;
}

void model_tree(
        const struct model *model, size_t root, uint64_t relations, bool (*take)(uint64_t kind), size_t *depth, size_t *parent)
{
	for (size_t i = 0; i < model->n; i++) {
		depth[i] = MODEL_NONE;
		parent[i] = MODEL_NONE;
	}
	depth[root] = 0;
	for (size_t level = 1, found = 1; found != 0; level++) {
		found = 0;
		for (size_t i = 0; i < model->n; i++) {
			if (depth[i] != MODEL_NONE || !model->posts[i]->live || !take(at(model, i)->kind)) {
				continue;
			}
			parent[i] = parent_at(model, i, level, relations, depth);
			if (parent[i] != MODEL_NONE) {
				depth[i] = level;
				found++;
			}
		}
	}
}
