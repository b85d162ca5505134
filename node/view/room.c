/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of this room share. The walk around a post looks at a neighbour's kind first and decodes it whole
 * only when it is wanted: a lively post has thousands of ties, and most callers want one kind.
 */
#include "room.h"

#include <kiem/cbor.h>

#include <stdlib.h>
#include <string.h>

#define ENVELOPE_BEFORE_KEY 10     /* tag, array head, and the protected headers up to the key, which ends them */
#define ENVELOPE_BEFORE_PAYLOAD 43 /* tag, array head, protected headers, unprotected map */

int view_order(int64_t made_a, const struct kiem_id *a, int64_t made_b, const struct kiem_id *b)
{
	if (made_a != made_b) {
		return made_a < made_b ? -1 : 1;
	}
	return memcmp(a->b, b->b, sizeof(a->b));
}

uint64_t view_kind_of(struct kiem_span bytes)
{
	struct kiem_cbor r;

	if (bytes.n <= ENVELOPE_BEFORE_PAYLOAD) {
		return 0;
	}
	kiem_cbor_init(&r, bytes.p + ENVELOPE_BEFORE_PAYLOAD, bytes.n - ENVELOPE_BEFORE_PAYLOAD);
	struct kiem_span payload = kiem_cbor_bytes(&r);
	kiem_cbor_init(&r, payload.p, payload.n);
	/* Keys are sorted and the kind's is the lowest, so it is the first pair. */
	if (kiem_cbor_map(&r) == 0 || kiem_cbor_uint(&r) != 1) {
		return 0;
	}
	uint64_t kind = kiem_cbor_uint(&r);
	return r.bad ? 0 : kind;
}

bool view_author_of(struct kiem_key *author, struct kiem_span bytes)
{
	if (bytes.n <= ENVELOPE_BEFORE_PAYLOAD) {
		return false;
	}
	memcpy(author->b, bytes.p + ENVELOPE_BEFORE_KEY, sizeof(author->b));
	return true;
}

void *room_for_one(void *array, size_t *cap, size_t n, size_t size)
{
	if (n < *cap) {
		return array;
	}
	size_t more = *cap == 0 ? 16 : *cap * 2;
	void *moved = reallocarray(array, more, size);
	if (moved != NULL) {
		*cap = more;
	}
	return moved;
}

const struct kiem_link *link_to(const struct kiem_post *post, const struct kiem_id *id, uint64_t relations)
{
	for (size_t i = 0; i < post->n_links; i++) {
		const struct kiem_link *link = &post->links[i];
		bool in = relations == RELATIONS_ANY || (link->relation < 64 && (relations & RELATION(link->relation)) != 0);
		if (in && memcmp(link->id.b, id->b, sizeof(id->b)) == 0) {
			return link;
		}
	}
	return NULL;
}

enum kiem_err around_each(struct kiem_read *read, const struct view_versions *versions, int64_t now_ms,
        bool (*wanted)(uint64_t kind), around_fn fn, void *ctx)
{
	enum kiem_err err = KIEM_DONE;

	for (size_t i = 0; i < versions->n && err == KIEM_DONE; i++) {
		const struct kiem_id *named = &versions->list[i].id;
		struct kiem_walk walk = {.by = KIEM_BY_TARGET, .now_ms = now_ms, .target = *named};
		while (err == KIEM_DONE && kiem_walk_next(read, &walk)) {
			struct kiem_span bytes;
			struct kiem_kept kept;
			err = kiem_read_bytes(read, &bytes, walk.number);
			if (err != KIEM_DONE || !wanted(view_kind_of(bytes))) {
				continue;
			}
			err = kiem_read_post(read, &kept, walk.number);
			if (err == KIEM_DONE) {
				err = fn(ctx, &kept, named, i != versions->shown);
			}
		}
		kiem_walk_end(&walk);
	}
	return err;
}

static struct kiem_span line_of(const struct kiem_post *post)
{
	if (post->title.n != 0) {
		return post->title;
	}
	return post->text.n != 0 ? post->text : post->bring;
}

enum kiem_err line_read(struct kiem_read *read, struct kiem_span *line, uint64_t number)
{
	struct kiem_kept kept;
	enum kiem_err err = kiem_read_post(read, &kept, number);

	if (err == KIEM_DONE) {
		*line = line_of(&kept.post);
	}
	return err;
}
