/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See lineage_model.h. */
#include "lineage_model.h"

#define BY(relation) (1ULL << (relation))
#define BUILDING (BY(KIEM_EXTENDS) | BY(KIEM_VARIANT) | BY(KIEM_ANSWERS))

static const struct kiem_post *at(const struct looking *l, size_t i)
{
	return &l->m->posts[i]->post;
}

bool lineage_model_content(const struct looking *l, size_t i)
{
	return l->m->posts[i]->live && view_is_content(at(l, i)->kind);
}

size_t lineage_model_original(const struct looking *l, size_t i)
{
	size_t o = l->m->posts[i]->live ? model_original(l->m, i) : MODEL_NONE;

	return o != MODEL_NONE && lineage_model_content(l, o) ? o : MODEL_NONE;
}

/* The node of an id: the content that it is a version of, an absent one, or none when it is a live post of another kind. */
static size_t node_of(struct looking *l, const struct kiem_id *id)
{
	for (size_t i = 0; i < l->m->n; i++) {
		if (l->m->posts[i]->live && memcmp(at(l, i)->id.b, id->b, 32) == 0) {
			return lineage_model_original(l, i);
		}
	}
	for (size_t i = l->m->n; i < l->n_nodes; i++) {
		if (memcmp(l->absent[i].b, id->b, 32) == 0) {
			return i;
		}
	}
	assert_true(l->n_nodes < NODES);
	l->absent[l->n_nodes] = *id;
	return l->n_nodes++;
}

/* Bits of the relations by which s names node t. */
static uint64_t names(const struct looking *l, size_t s, size_t t)
{
	return l->named[s][t];
}

static void note_names(struct looking *l, size_t s)
{
	for (size_t i = 0; l->m->posts[s]->live && i < at(l, s)->n_links; i++) {
		const struct kiem_link *link = &at(l, s)->links[i];
		size_t t = node_of(l, &link->id);
		l->named[s][t != MODEL_NONE ? t : 0] |= t != MODEL_NONE && link->relation < 64 ? BY(link->relation) : 0;
	}
}

static bool about_others(const struct looking *l, size_t s)
{
	for (size_t i = 0; i < at(l, s)->n_links; i++) {
		if (at(l, s)->links[i].relation == KIEM_ABOUT) {
			return true;
		}
	}
	return false;
}

static uint64_t lowest(uint64_t bits)
{
	uint64_t r = 0;

	while (bits != 0 && (bits >> r & 1) == 0) {
		r++;
	}
	return bits != 0 ? r : 0;
}

/* By which relation `parent` is a parent of `child` as seen from the child (up) or from itself; 0: it is none. */
static uint64_t parent_of(const struct looking *l, size_t parent, size_t child, bool up)
{
	uint64_t bits = 0;

	if (parent == child || child >= l->m->n) {
		return 0;
	}
	for (size_t s = 0; s < l->m->n; s++) {
		size_t speaker = lineage_model_original(l, s);
		if (speaker == MODEL_NONE) {
			continue;
		}
		if (speaker == child) {
			bits |= names(l, s, parent) & (up ? BUILDING | BY(KIEM_ABOUT) : BUILDING);
		}
		if (speaker != child && (names(l, s, child) & BY(KIEM_AFTER)) != 0) {
			bool own = !about_others(l, s) && speaker == parent;
			/* From its own side a post does not go by what it says itself of others. */
			bool others = (names(l, s, parent) & BY(KIEM_ABOUT)) != 0 && (up || speaker != parent);
			bits |= own || others ? BY(KIEM_AFTER) : 0;
		}
	}
	return lowest(bits);
}

int lineage_model_order(const struct looking *l, size_t a, size_t b)
{
	bool x = a < l->m->n, y = b < l->m->n;

	if (x && y) {
		return model_order(l->m, a, b);
	}
	return x != y ? (x ? -1 : 1) : memcmp(l->absent[a].b, l->absent[b].b, 32);
}

void lineage_model_grow(const struct looking *l, struct grown *g, size_t root, bool up, const struct grown *before)
{
	for (size_t i = 0; i < NODES; i++) {
		g->depth[i] = i == root ? 0 : MODEL_NONE;
	}
	for (size_t level = 1, found = 1; found != 0; level++) {
		found = 0;
		for (size_t i = 0; i < l->n_nodes; i++) {
			bool stands = i >= l->m->n || lineage_model_content(l, i);
			if (!stands || g->depth[i] != MODEL_NONE || (before != NULL && before->depth[i] != MODEL_NONE)) {
				continue;
			}
			for (size_t p = 0; p < l->m->n; p++) {
				uint64_t by =
				        g->depth[p] + 1 == level && lineage_model_content(l, p) && model_original(l->m, p) == p
				                ? (up ? l->up[i][p] : l->down[p][i])
				                : 0;
				if (by != 0 && (g->depth[i] == MODEL_NONE || lineage_model_order(l, p, g->nearer[i]) < 0)) {
					g->depth[i] = level;
					g->nearer[i] = p;
					g->relation[i] = by;
				}
			}
			found += g->depth[i] != MODEL_NONE;
		}
	}
}

void lineage_model_settle(struct looking *l)
{
	l->n_nodes = l->m->n;
	for (size_t i = 0; i < l->m->n; i++) {
		note_names(l, i);
	}
	for (size_t i = 0; i < l->m->n; i++) {
		for (size_t k = 0; k < l->n_nodes; k++) {
			l->up[k][i] = (uint8_t)parent_of(l, k, i, true);
			l->down[i][k] = (uint8_t)parent_of(l, i, k, false);
		}
	}
}
