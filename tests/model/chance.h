/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those who make random histories share: a number, an earlier post and a link to it, drawn from the history's own chance. */
#ifndef KIEM_CHANCE_H
#define KIEM_CHANCE_H

#include "view_history.h"

static inline size_t below(struct history *h, size_t n)
{
	assert_true(n > 0);
	return (size_t)(support_random(&h->random) % n);
}

/* A post made so far, of a kind in the range when chance finds one. */
static inline size_t draw(struct history *h, uint64_t from, uint64_t to)
{
	size_t i = below(h, h->model.n);

	for (size_t tries = 0; tries < 16; tries++) {
		uint64_t kind = h->model.posts[i]->post.kind;
		if (kind >= from && kind <= to) {
			break;
		}
		i = below(h, h->model.n);
	}
	return i;
}

/* Links to a post, unless there is a link to it. */
static inline void link_add(struct kiem_post *post, uint64_t relation, const struct kiem_id *id)
{
	for (size_t i = 0; i < post->n_links; i++) {
		if (memcmp(post->links[i].id.b, id->b, 32) == 0) {
			return;
		}
	}
	post->links[post->n_links++] = (struct kiem_link){.relation = relation, .id = *id};
}

static inline void link_to(struct history *h, struct kiem_post *post, uint64_t relation, size_t target)
{
	link_add(post, relation, &h->model.posts[target]->post.id);
}

#endif
