/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random histories: posts that retract and renew each other, on two boards, heard in any order, several times, in batches of any
 * size, while time passes and the store expires, is reopened and compacted. After every step the store and the model hold the same;
 * and two stores that heard the same in different orders hold the same in the end, of the board that both follow.
 */
#include "scene.h"
#include "store_model.h"

#include <unistd.h>

#define POSTS 24
#define AUTHORS 3
#define HISTORIES 12
#define STEPS 60

struct world {
	struct support_bytes bytes[POSTS];
	struct kiem_post posts[POSTS];
	struct support_author authors[AUTHORS];
};

static uint64_t below(uint64_t *random, uint64_t n)
{
	return support_random(random) % n;
}

static bool on_board(const struct kiem_post *post)
{
	return post->board.n == strlen(SCENE_BOARD) && memcmp(post->board.p, SCENE_BOARD, post->board.n) == 0;
}

/* Mostly by the author and on the board of what it names, so that it often counts; lives are short, so that many end. */
static void make_one(struct world *world, size_t i, uint64_t *random)
{
	static const uint64_t ties[] = {KIEM_RETRACT, KIEM_RETRACT, KIEM_RENEW, KIEM_RENEW, KIEM_NOTE, KIEM_JOIN};
	int64_t made = SUPPORT_NOW - (int64_t)below(random, 5 * (uint64_t)SCENE_DAY) + SCENE_HOUR;
	int64_t until = made + SCENE_HOUR + (int64_t)below(random, 12) * SCENE_DAY;
	const struct support_author *author = &world->authors[below(random, AUTHORS)];

	if (i < 4 || below(random, 4) == 0) {
		char title[32];

		snprintf(title, sizeof(title), "bericht %zu", i);
		scene_post(&world->bytes[i], KIEM_OFFER, title, made, until, author);
	} else {
		size_t to = below(random, i);

		for (size_t k = 0; k < AUTHORS && below(random, 5) > 0; k++) {
			if (memcmp(world->authors[k].key.b, world->posts[to].author.b, 32) == 0) {
				author = &world->authors[k];
			}
		}
		until = below(random, 3) == 0 ? made + SCENE_DAY * 30 : until;
		const char *board = on_board(&world->posts[to]) == (below(random, 4) > 0) ? SCENE_BOARD : SCENE_OTHER;
		scene_tie_on(&world->bytes[i], board, ties[below(random, 6)], &world->bytes[to], made, until, author);
	}
	assert_int_equal(kiem_post_decode(&world->posts[i], world->bytes[i].b, world->bytes[i].n), KIEM_OK);
}

static void make_world(struct world *world, uint64_t *random)
{
	for (size_t i = 0; i < AUTHORS; i++) {
		support_author(&world->authors[i], 10 + i);
	}
	for (size_t i = 0; i < POSTS; i++) {
		make_one(world, i, random);
	}
}

static void hear(struct scene *scene, struct model *model, const struct world *world, uint64_t *random)
{
	struct kiem_entry entries[POSTS];
	size_t from = below(random, POSTS), n = 1 + below(random, below(random, 4) == 0 ? POSTS : 3);
	size_t stride = 1 + 2 * below(random, 2); /* 1 and 3: 3 does not hit a post twice before 8, so a batch has no twins */

	n = stride == 3 && n > 8 ? 8 : n;
	for (size_t i = 0; i < n; i++) {
		const struct support_bytes *bytes = &world->bytes[(from + i * stride) % POSTS];

		entries[i].bytes = (struct kiem_span){bytes->b, bytes->n};
	}
	assert_int_equal(scene_admit_all(scene, entries, n), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		size_t which = (from + i * stride) % POSTS;

		assert_int_equal(entries[i].verdict, model_admit(model, &world->posts[which], scene->now));
		assert_memory_equal(entries[i].id.b, world->posts[which].id.b, 32);
	}
}

static void compare(struct scene *scene, const struct model *model)
{
	struct kiem_read *read;
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL};
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	for (; kiem_walk_next(read, &walk); n++) {
		struct kiem_kept kept;

		assert_true(n < model->n);
		assert_int_equal(kiem_read_post(read, &kept, walk.number), KIEM_DONE);
		assert_memory_equal(kept.post.id.b, model->posts[n].post.id.b, 32);
		assert_int_equal(kept.number, model->posts[n].number);
		assert_int_equal(kept.until, model_until(model, &model->posts[n].post));
	}
	kiem_read_end(read);
	assert_int_equal(n, model->n);
}

static void step(struct scene *scene, struct model *model, const struct world *world, uint64_t *random)
{
	uint64_t before, after;
	size_t erased;

	switch (below(random, 12)) {
	case 0:
		scene->now += (int64_t)below(random, (uint64_t)SCENE_DAY);
		break;
	case 1:
		assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 1000), KIEM_DONE);
		model_expire(model, scene->now);
		break;
	case 2:
		scene_open(scene, 0, (unsigned)below(random, 3));
		break;
	case 3:
		scene_close(scene);
		assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_DONE);
		scene_open(scene, 0, 0);
		break;
	default:
		hear(scene, model, world, random);
	}
}

static void the_store_is_as_the_model_tells(void **state)
{
	uint64_t random = support_seed();

	for (int history = 0; history < HISTORIES; history++) {
		static struct world world;
		struct model model = {0};
		struct scene *scene;

		make_world(&world, &random);
		scene_setup((void **)&scene);
		assert_int_equal(kiem_store_follow(scene->store, SCENE_OTHER), KIEM_DONE);
		for (int i = 0; i < STEPS; i++) {
			step(scene, &model, &world, &random);
			compare(scene, &model);
		}
		scene_check(scene);
		scene_teardown((void **)&scene);
	}
}

/* Everything in some order, often enough that nothing waits for something else any more. */
static void hear_all(struct scene *scene, const struct world *world, uint64_t *random)
{
	size_t order[POSTS], erased;

	for (int turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < POSTS; i++) {
			size_t k = below(random, i + 1);

			order[i] = order[k];
			order[k] = i;
		}
		for (size_t i = 0; i < POSTS; i++) {
			scene_admit(scene, &world->bytes[order[i]], NULL);
		}
	}
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 1000), KIEM_DONE);
}

/* Whatever order they heard it in, and whatever else one of them follows. */
static void followers_of_a_board_hold_the_same(void **state)
{
	uint64_t random = support_seed() + 1;

	for (int history = 0; history < HISTORIES; history++) {
		static struct world world;
		struct scene *a, *b;

		make_world(&world, &random);
		scene_setup((void **)&a);
		scene_setup((void **)&b);
		assert_int_equal(kiem_store_follow(a->store, SCENE_OTHER), KIEM_DONE);
		assert_true(history % 2 == 0 || kiem_store_follow(b->store, SCENE_OTHER) == KIEM_DONE);
		a->now = b->now = SUPPORT_NOW + 2 * SCENE_DAY;
		hear_all(a, &world, &random);
		hear_all(b, &world, &random);
		for (size_t i = 0; i < POSTS; i++) {
			bool here = scene_has(a, &world.bytes[i]) && scene_until(a, &world.bytes[i]) > a->now;
			bool there = scene_has(b, &world.bytes[i]) && scene_until(b, &world.bytes[i]) > b->now;

			if (!on_board(&world.posts[i]) && history % 2 == 0) {
				assert_false(there);
				continue;
			}
			assert_int_equal(here, there);
			assert_true(!here || scene_until(a, &world.bytes[i]) == scene_until(b, &world.bytes[i]));
		}
		scene_teardown((void **)&a);
		scene_teardown((void **)&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_store_is_as_the_model_tells),
	        cmocka_unit_test(followers_of_a_board_hold_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
