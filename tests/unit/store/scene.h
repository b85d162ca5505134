/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test of the store begins with: a store in a directory of its own with one board followed, and posts put in by one
 * line. */
#ifndef KIEM_TEST_STORE_SCENE_H
#define KIEM_TEST_STORE_SCENE_H

#include "support.h"

#include <kiem/store.h>

#define SCENE_BOARD "nl/tilburg/noord"
#define SCENE_OTHER "nl/tilburg" /* another board, which a scene follows only when a test says so */
#define SCENE_DAY 86400000LL
#define SCENE_HOUR 3600000LL

struct scene {
	char dir[256];
	struct kiem_store *store;
	int64_t now;
	struct support_author anna, bram;
};

/* cmocka's setup and teardown: *state is a struct scene. */
int scene_setup(void **state);
int scene_teardown(void **state);

/* Opens the scene's store, again if need be, with as many verifiers. */
void scene_open(struct scene *scene, uint64_t cap, unsigned threads);
void scene_close(struct scene *scene);

/* Puts one post in and returns its verdict; fails the test when the store fails. entry may be NULL. */
enum kiem_verdict scene_admit(struct scene *scene, const struct support_bytes *bytes, struct kiem_entry *entry);
enum kiem_err scene_admit_all(struct scene *scene, struct kiem_entry *entries, size_t n);

/* A post of this author's with a title and an until, on the scene's board. */
void scene_post(struct support_bytes *out, uint64_t kind, const char *title, int64_t made, int64_t until,
        const struct support_author *author);
/* One that names another by its required link (retract: cancels; renew, join: about), with an until. */
void scene_tie(struct support_bytes *out, uint64_t kind, const struct support_bytes *to, int64_t made, int64_t until,
        const struct support_author *author);
/* The same on a board of one's choice. */
void scene_tie_on(struct support_bytes *out, const char *board, uint64_t kind, const struct support_bytes *to, int64_t made,
        int64_t until, const struct support_author *author);

/* Whether the post is here, and its until in effect. */
bool scene_has(struct scene *scene, const struct support_bytes *bytes);
int64_t scene_until(struct scene *scene, const struct support_bytes *bytes);
void scene_id(struct kiem_id *id, const struct support_bytes *bytes);

/* Fails the test unless every index agrees with the posts and the counters. */
void scene_check(struct scene *scene);

#endif
