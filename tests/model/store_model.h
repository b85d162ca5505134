/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store as one would tell it: a list of posts, searched from end to end for every question. */
#ifndef KIEM_TEST_STORE_MODEL_H
#define KIEM_TEST_STORE_MODEL_H

#include <kiem/post.h>

#define MODEL_POSTS_MAX 64

struct model_post {
	struct kiem_post post; /* its spans outlive the model */
	uint64_t number;
};

struct model {
	size_t n;
	struct model_post posts[MODEL_POSTS_MAX];
	uint64_t last;
};

/* What the door says of a post at this time, and does. */
enum kiem_verdict model_admit(struct model *model, const struct kiem_post *post, int64_t now_ms);
/* Erases what is past its until in effect since before this hour began. */
void model_expire(struct model *model, int64_t now_ms);
/* The post with this id, NULL when it is not there. */
const struct model_post *model_find(const struct model *model, const struct kiem_id *id);
int64_t model_until(const struct model *model, const struct kiem_post *post);

#endif
