/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a post to those next to it in a lineage. A parent that is not here is known by its id alone, which stands in the post that
 * names it.
 */
#include "lineage.h"

#include <stdlib.h>
#include <string.h>

static bool relates(uint8_t relation, uint64_t relations)
{
	return relation < 64 && (relations & RELATION(relation)) != 0;
}

bool step_content(uint32_t *original, const struct view_extract *x, uint32_t row, int64_t now_ms)
{
	if (row == VIEW_NONE || !view_row_live(x, row, now_ms)) {
		return false;
	}
	*original = x->kind[row] == KIEM_REVISE ? view_row_original(x, row, now_ms) : row;
	return view_is_content(x->kind[*original]);
}

/* ---- versions ---- */

static enum kiem_err add_version(struct stepping *s, uint32_t row)
{
	void *list = room_for_one(s->versions, &s->cap_versions, s->n_versions, sizeof(*s->versions));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	s->versions = list;
	s->versions[s->n_versions++] = row;
	return KIEM_DONE;
}

static bool replaces(const struct stepping *s, uint32_t link, uint32_t original)
{
	const struct view_extract *x = s->x;
	uint32_t row = x->source[link];

	return x->relation[link] == KIEM_REPLACES && x->kind[row] == KIEM_REVISE && x->author[row] == x->author[original] &&
	       view_row_live(x, row, s->now_ms);
}

enum kiem_err stepping_versions(struct stepping *s, uint32_t *shown, uint32_t original)
{
	const struct view_extract *x = s->x;
	uint32_t best = VIEW_NONE;

	s->n_versions = 0;
	enum kiem_err err = add_version(s, original);
	for (size_t v = 0; err == KIEM_DONE && v < s->n_versions; v++) {
		bool replaced = false;
		for (uint32_t l = x->around[s->versions[v]]; err == KIEM_DONE && l != VIEW_NONE; l = x->around_next[l]) {
			if (replaces(s, l, original)) {
				replaced = true;
				err = add_version(s, x->source[l]);
			}
		}
		if (!replaced && (best == VIEW_NONE || view_row_order(x, s->versions[v], best) > 0)) {
			best = s->versions[v];
		}
	}
	if (shown != NULL) {
		*shown = best;
	}
	return err;
}

void stepping_finish(struct stepping *s)
{
	free(s->versions);
}

/* ---- collecting ---- */

static enum kiem_err append(struct steps *steps, const struct step *step)
{
	void *list = room_for_one(steps->list, &steps->cap, steps->n, sizeof(*steps->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	steps->list = list;
	steps->list[steps->n++] = *step;
	return KIEM_DONE;
}

static enum kiem_err append_row(
        struct steps *steps, const struct stepping *s, uint32_t from, uint32_t row, uint8_t relation, uint32_t said)
{
	struct step step = {.row = row, .id = s->x->id[row], .relation = relation, .said = said};

	return row == from ? KIEM_DONE : append(steps, &step);
}

/* The id that a link names, also when no such post is here. */
static enum kiem_err named(struct kiem_id *id, const struct stepping *s, uint32_t link)
{
	const struct view_extract *x = s->x;
	uint32_t row = x->source[link], at = link - x->link_first[row];
	struct kiem_kept kept;

	if (x->target[link] != VIEW_NONE) {
		*id = x->id[x->target[link]];
		return KIEM_DONE;
	}
	enum kiem_err err = kiem_read_post(s->read, &kept, x->number[row]);
	if (err == KIEM_DONE && at < kept.post.n_links) {
		*id = kept.post.links[at].id;
	}
	return err == KIEM_DONE && at >= kept.post.n_links ? KIEM_E_DAMAGED : err;
}

static enum kiem_err append_named(struct steps *steps, const struct stepping *s, uint32_t from, uint32_t link, uint32_t said)
{
	const struct view_extract *x = s->x;
	uint8_t relation = said == VIEW_NONE ? x->relation[link] : (uint8_t)KIEM_AFTER;
	struct step step = {.row = VIEW_NONE, .relation = relation, .said = said};
	uint32_t row;

	if (x->target[link] != VIEW_NONE && view_row_live(x, x->target[link], s->now_ms)) {
		return step_content(&row, x, x->target[link], s->now_ms) ? append_row(steps, s, from, row, relation, said)
		                                                         : KIEM_DONE;
	}
	enum kiem_err err = named(&step.id, s, link);
	return err == KIEM_DONE ? append(steps, &step) : err;
}

/* Whether a row names what it is about, so that it speaks for that and not for itself. */
static bool speaks_for_others(const struct view_extract *x, uint32_t row)
{
	for (uint32_t l = x->link_first[row]; l < x->link_first[row + 1]; l++) {
		if (x->relation[l] == KIEM_ABOUT) {
			return true;
		}
	}
	return false;
}

/* ---- up ---- */

/* A row says that something went on to the post that is looked at: itself, or what it is about. */
static enum kiem_err went_on_from(struct steps *steps, const struct stepping *s, uint32_t from, uint32_t row)
{
	const struct view_extract *x = s->x;
	uint32_t original;
	enum kiem_err err = KIEM_DONE;

	if (!step_content(&original, x, row, s->now_ms) || original == from) {
		return KIEM_DONE;
	}
	if (!speaks_for_others(x, row)) {
		return append_row(steps, s, from, original, KIEM_AFTER, VIEW_NONE);
	}
	for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
		if (x->relation[l] == KIEM_ABOUT) {
			err = append_named(steps, s, from, l, original);
		}
	}
	return err;
}

enum kiem_err steps_up(struct steps *steps, struct stepping *s, uint32_t original)
{
	const struct view_extract *x = s->x;
	enum kiem_err err = stepping_versions(s, NULL, original);

	for (size_t v = 0; err == KIEM_DONE && v < s->n_versions; v++) {
		uint32_t row = s->versions[v];
		for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
			if (relates(x->relation[l], COMING_FROM)) {
				err = append_named(steps, s, original, l, VIEW_NONE);
			}
		}
		for (uint32_t l = x->around[row]; err == KIEM_DONE && l != VIEW_NONE; l = x->around_next[l]) {
			if (x->relation[l] == KIEM_AFTER) {
				err = went_on_from(steps, s, original, x->source[l]);
			}
		}
	}
	return err;
}

/* ---- down ---- */

/* What a row says that something went on to, as far as it is here: nobody's child is unknown. */
static enum kiem_err went_on_to(struct steps *steps, const struct stepping *s, uint32_t from, uint32_t row, uint32_t said)
{
	const struct view_extract *x = s->x;
	uint32_t child;
	enum kiem_err err = KIEM_DONE;

	for (uint32_t l = x->link_first[row]; err == KIEM_DONE && l < x->link_first[row + 1]; l++) {
		if (x->relation[l] == KIEM_AFTER && step_content(&child, x, x->target[l], s->now_ms) && child != said) {
			err = append_row(steps, s, from, child, KIEM_AFTER, said);
		}
	}
	return err;
}

static enum kiem_err take_link(struct steps *steps, const struct stepping *s, uint32_t from, uint32_t row, uint8_t relation)
{
	uint32_t child;

	if (!step_content(&child, s->x, row, s->now_ms)) {
		return KIEM_DONE;
	}
	if (relates(relation, BUILDING)) {
		return append_row(steps, s, from, child, relation, VIEW_NONE);
	}
	return relation == KIEM_ABOUT && child != from ? went_on_to(steps, s, from, row, child) : KIEM_DONE;
}

enum kiem_err steps_down(struct steps *steps, struct stepping *s, uint32_t original)
{
	const struct view_extract *x = s->x;
	enum kiem_err err = stepping_versions(s, NULL, original);

	for (size_t v = 0; err == KIEM_DONE && v < s->n_versions; v++) {
		uint32_t row = s->versions[v];
		if (!speaks_for_others(x, row)) {
			err = went_on_to(steps, s, original, row, VIEW_NONE);
		}
		for (uint32_t l = x->around[row]; err == KIEM_DONE && l != VIEW_NONE; l = x->around_next[l]) {
			err = take_link(steps, s, original, x->source[l], x->relation[l]);
		}
	}
	return err;
}

/* The rows that name an id which is not here; the store knows them. */
enum kiem_err steps_down_absent(struct steps *steps, struct stepping *s, const struct kiem_id *id)
{
	const struct view_extract *x = s->x;
	struct kiem_walk walk = {.by = KIEM_BY_TARGET, .now_ms = s->now_ms, .target = *id};
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && kiem_walk_next(s->read, &walk)) {
		uint32_t row = view_row_of(x, walk.number);
		for (uint32_t l = row != VIEW_NONE ? x->link_first[row] : 0; row != VIEW_NONE && l < x->link_first[row + 1]; l++) {
			struct kiem_id other;
			err = err == KIEM_DONE ? named(&other, s, l) : err;
			if (err == KIEM_DONE && memcmp(other.b, id->b, sizeof(id->b)) == 0) {
				err = take_link(steps, s, VIEW_NONE, row, x->relation[l]);
			}
		}
	}
	kiem_walk_end(&walk);
	return err;
}
