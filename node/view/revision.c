/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The versions of a post. Revisions form a tree under the original by `replaces`, all by one author; concurrent ones (two
 * devices) are both leaves of it. Ids are hashes, so a chain cannot be a circle. A revision whose chain is broken (what it
 * replaces was taken back, or never came) counts for nothing until the missing part arrives: it is then its own original.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static const struct kiem_link *replaces(const struct kiem_post *post)
{
	for (size_t i = 0; post->kind == KIEM_REVISE && i < post->n_links; i++) {
		if (post->links[i].relation == KIEM_REPLACES) {
			return &post->links[i];
		}
	}
	return NULL;
}

enum kiem_err revision_step_back(struct kiem_read *read, uint64_t *number, bool *counts, int64_t now_ms)
{
	struct kiem_kept kept, older;
	uint64_t target;
	enum kiem_err err = kiem_read_post(read, &kept, *number);

	*counts = false;
	if (err != KIEM_DONE) {
		return err;
	}
	const struct kiem_link *link = replaces(&kept.post);
	if (link == NULL || kiem_read_find(read, &target, &link->id) != KIEM_DONE) {
		return KIEM_DONE;
	}
	err = kiem_read_post(read, &older, target);
	if (err != KIEM_DONE) {
		return err;
	}
	bool live = now_ms == 0 || older.until > now_ms;
	if (live && memcmp(older.post.author.b, kept.post.author.b, sizeof(kept.post.author.b)) == 0) {
		*number = target;
		*counts = true;
	}
	return KIEM_DONE;
}

enum kiem_err view_original(uint64_t *original, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	uint64_t at = number;
	bool counts = true;
	enum kiem_err err = KIEM_DONE;
	struct kiem_span bytes;

	while (err == KIEM_DONE && counts) {
		err = revision_step_back(read, &at, &counts, now_ms);
	}
	if (err != KIEM_DONE) {
		return err;
	}
	/* A chain that ends in a revision reaches no original: then nothing in it counts. */
	err = kiem_read_bytes(read, &bytes, at);
	*original = err == KIEM_DONE && view_kind_of(bytes) == KIEM_REVISE ? number : at;
	return err;
}

static enum kiem_err append(struct view_versions *versions, size_t *cap, const struct kiem_kept *kept)
{
	void *list = room_for_one(versions->list, cap, versions->n, sizeof(*versions->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	versions->list = list;
	versions->list[versions->n++] = (struct view_version){kept->number, kept->post.id, kept->post.made, false};
	return KIEM_DONE;
}

/* Appends every revision by the same author that replaces version `at`. */
static enum kiem_err append_newer(struct view_versions *versions, size_t *cap, struct kiem_read *read, size_t at, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_TARGET, .now_ms = now_ms, .target = versions->list[at].id};
	enum kiem_err err = KIEM_DONE;

	while (err == KIEM_DONE && kiem_walk_next(read, &walk)) {
		struct kiem_span bytes;
		struct kiem_kept kept;
		err = kiem_read_bytes(read, &bytes, walk.number);
		if (err != KIEM_DONE || view_kind_of(bytes) != KIEM_REVISE) {
			continue;
		}
		err = kiem_read_post(read, &kept, walk.number);
		if (err != KIEM_DONE || memcmp(kept.post.author.b, versions->author.b, sizeof(versions->author.b)) != 0) {
			continue;
		}
		const struct kiem_link *link = replaces(&kept.post);
		if (link != NULL && memcmp(link->id.b, versions->list[at].id.b, sizeof(link->id.b)) == 0) {
			versions->list[at].replaced = true;
			err = append(versions, cap, &kept);
		}
	}
	kiem_walk_end(&walk);
	return err;
}

static int by_order(const void *a, const void *b)
{
	const struct view_version *x = a, *y = b;

	return view_order(x->made, &x->id, y->made, &y->id);
}

static enum kiem_err fill(struct view_versions *versions, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct kiem_kept kept;
	size_t cap = 0;
	enum kiem_err err = kiem_read_post(read, &kept, number);

	if (err != KIEM_DONE) {
		return err;
	}
	versions->author = kept.post.author;
	err = append(versions, &cap, &kept);
	/* A revision that is its own original counts for nothing, and so do those that replace it. */
	for (size_t i = 0; kept.post.kind != KIEM_REVISE && i < versions->n && err == KIEM_DONE; i++) {
		err = append_newer(versions, &cap, read, i, now_ms);
	}
	if (err != KIEM_DONE) {
		return err;
	}
	qsort(versions->list + 1, versions->n - 1, sizeof(*versions->list), by_order);
	bool found = false;
	for (size_t i = 0; i < versions->n; i++) {
		const struct view_version *v = &versions->list[i], *best = &versions->list[versions->shown];
		if (!v->replaced && (!found || view_order(v->made, &v->id, best->made, &best->id) > 0)) {
			versions->shown = i;
			found = true;
		}
	}
	return KIEM_DONE;
}

enum kiem_err view_versions_create(struct view_versions **out, struct kiem_read *read, uint64_t number, int64_t now_ms)
{
	struct view_versions *versions = calloc(1, sizeof(*versions));
	uint64_t original;
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (versions == NULL) {
		goto cleanup;
	}
	err = view_original(&original, read, number, now_ms);
	if (err != KIEM_DONE) {
		goto cleanup;
	}
	err = fill(versions, read, original, now_ms);
	if (err == KIEM_DONE) {
		*out = versions;
		versions = NULL;
	}
cleanup:
	view_versions_destroy(versions);
	return err;
}

void view_versions_destroy(struct view_versions *versions)
{
	if (versions == NULL) {
		return;
	}
	free(versions->list);
	free(versions);
}
