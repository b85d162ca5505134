/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told of each post of a lineage: what is about it, who joined, who else built on it, and whether it was taken back. */
#include "lineage.h"

#include <stdlib.h>

enum kiem_err lineage_count(struct view_kinsman *kin, struct stepping *s)
{
	const struct view_extract *x = s->x;
	struct seen counted = {0}, people = {0};
	enum kiem_err err = stepping_versions(s, &kin->shown, kin->row);

	for (size_t v = 0; err == KIEM_DONE && v < s->n_versions; v++) {
		for (uint32_t l = x->around[s->versions[v]]; err == KIEM_DONE && l != VIEW_NONE; l = x->around_next[l]) {
			uint32_t row = x->source[l];
			if (x->relation[l] != KIEM_ABOUT || !view_row_live(x, row, s->now_ms) || seen_has(&counted, row + 1ULL)) {
				continue;
			}
			bool joins = x->kind[row] == KIEM_JOIN && view_row_cancelled(x, row, KIEM_LEAVE, s->now_ms) == VIEW_NONE;
			uint64_t person = view_row_person(x, row) + 1ULL;
			err = seen_add(&counted, row + 1ULL);
			if (joins && err == KIEM_DONE && !seen_has(&people, person)) {
				kin->joined++;
				err = seen_add(&people, person);
			}
			kin->about[view_is_content(x->kind[row]) ? x->kind[row] : 0]++;
		}
	}
	kin->about[0] = 0; /* only content is told */
	seen_finish(&counted);
	seen_finish(&people);
	return err;
}

/* Of a parent: children beside those on a way to the post that was asked. Those are the parents that were gathered, and itself. */
static enum kiem_err count_others(struct view_kinsman *kin, const struct lineage_tree *up)
{
	struct steps steps = {0};
	struct seen counted = {0};
	enum kiem_err err =
	        kin->row != VIEW_NONE ? steps_down(&steps, up->s, kin->row) : steps_down_absent(&steps, up->s, &kin->id);

	for (size_t i = 0; err == KIEM_DONE && i < steps.n; i++) {
		uint64_t mark = lineage_mark(steps.list[i].row, &steps.list[i].id);
		if (!seen_has(&up->seen, mark) && !seen_has(&counted, mark)) {
			kin->others++;
			err = seen_add(&counted, mark);
		}
	}
	seen_finish(&counted);
	free(steps.list);
	return err;
}

/*
 * Whether somebody took back what is not here: the first who says so. Its author is no longer known, so nobody can tell whether
 * they might; a post that is past its until may still be here and known, but that differs from node to node.
 */
static enum kiem_err look_for_retraction(struct view_kinsman *kin, const struct stepping *s)
{
	struct kiem_walk walk = {.by = KIEM_BY_TARGET, .now_ms = s->now_ms, .target = kin->id};
	enum kiem_err err = KIEM_DONE;
	int64_t made = 0;
	struct kiem_id id = {0};

	while (err == KIEM_DONE && kiem_walk_next(s->read, &walk)) {
		struct kiem_kept kept;
		err = kiem_read_post(s->read, &kept, walk.number);
		if (err != KIEM_DONE || kept.post.kind != KIEM_RETRACT ||
		        link_to(&kept.post, &kin->id, RELATION(KIEM_CANCELS)) == NULL) {
			continue;
		}
		if (kin->presence != VIEW_TAKEN_BACK || view_order(kept.post.made, &kept.post.id, made, &id) < 0) {
			kin->presence = VIEW_TAKEN_BACK;
			kin->by = kept.post.author;
			made = kept.post.made;
			id = kept.post.id;
		}
	}
	kiem_walk_end(&walk);
	return err;
}

enum kiem_err lineage_tell(struct lineage_tree *tree)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; err == KIEM_DONE && i < tree->n; i++) {
		struct view_kinsman *kin = &tree->list[i];
		err = kin->row != VIEW_NONE ? lineage_count(kin, tree->s) : look_for_retraction(kin, tree->s);
		if (err == KIEM_DONE && tree->up) {
			err = count_others(kin, tree);
		}
	}
	return err;
}
