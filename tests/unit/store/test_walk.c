/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks in both directions over each index, their starting points, and what they pass over. */
#include "scene.h"

#define N 30

struct world {
	struct scene *scene;
	struct support_bytes posts[N];
	struct kiem_entry entries[N];
};

/* Posts by Anna and Bram in turns, made in a scrambled order, every fifth a note about the first. */
static void fill(struct world *world)
{
	struct scene *scene = world->scene;

	for (size_t i = 0; i < N; i++) {
		const struct support_author *author = i % 2 == 0 ? &scene->anna : &scene->bram;
		int64_t made = scene->now - (int64_t)(i * 7 % N) * SCENE_HOUR;
		char title[32];

		snprintf(title, sizeof(title), "bericht %zu", i);
		if (i > 0 && i % 5 == 0) {
			scene_tie(&world->posts[i], KIEM_NOTE, &world->posts[0], made, scene->now + SCENE_DAY, author);
		} else {
			scene_post(&world->posts[i], KIEM_OFFER, title, made, scene->now + SCENE_DAY, author);
		}
		assert_int_equal(scene_admit(scene, &world->posts[i], &world->entries[i]), KIEM_OK);
	}
}

static int setup(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	scene_setup((void **)&world->scene);
	fill(world);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;

	scene_teardown((void **)&world->scene);
	free(world);
	return 0;
}

static size_t walk_all(struct scene *scene, uint64_t *numbers, struct kiem_walk walk)
{
	struct kiem_read *read;
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	while (kiem_walk_next(read, &walk)) {
		assert_true(n < N);
		if (walk.by != KIEM_BY_BOARD) {
			struct kiem_kept kept;
			assert_int_equal(kiem_read_post(read, &kept, walk.number), KIEM_DONE);
			assert_ptr_equal(walk.bytes.p, kept.post.bytes.p);
			assert_int_equal(walk.bytes.n, kept.post.bytes.n);
			assert_int_equal(walk.local, kept.local);
		}
		numbers[n++] = walk.number;
	}
	assert_null(walk.cursor);
	kiem_read_end(read);
	return n;
}

/* Newest first must be the same, backwards. */
static size_t walk_both(struct scene *scene, uint64_t *numbers, struct kiem_walk walk)
{
	uint64_t back[N];
	size_t n = walk_all(scene, numbers, walk);

	walk.newest_first = true;
	assert_int_equal(walk_all(scene, back, walk), n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(back[i], numbers[n - 1 - i]);
	}
	return n;
}

static void by_arrival(void **state)
{
	struct world *world = *state;
	uint64_t numbers[N];

	assert_int_equal(walk_both(world->scene, numbers, (struct kiem_walk){.by = KIEM_BY_ARRIVAL}), N);
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(numbers[i], i + 1);
	}
	assert_int_equal(walk_all(world->scene, numbers, (struct kiem_walk){.after_number = 25}), 5);
	assert_int_equal(numbers[0], 26);
	assert_int_equal(walk_all(world->scene, numbers, (struct kiem_walk){.after_number = N}), 0);
	assert_int_equal(walk_all(world->scene, numbers, (struct kiem_walk){.after_number = 3, .newest_first = true}), 2);
	assert_int_equal(numbers[0], 2);
	assert_int_equal(walk_all(world->scene, numbers, (struct kiem_walk){.after_number = 1, .newest_first = true}), 0);
	assert_int_equal(walk_all(world->scene, numbers, (struct kiem_walk){.after_number = 999, .newest_first = true}), N);
}

static void by_board_in_order_of_made_and_id(void **state)
{
	struct world *world = *state;
	struct kiem_walk walk = {.by = KIEM_BY_BOARD, .board = world->entries[0].board};
	struct kiem_read *read;
	uint64_t numbers[N];
	int64_t made = 0;

	assert_int_equal(walk_both(world->scene, numbers, walk), N);
	assert_int_equal(kiem_read_begin(&read, world->scene->store), KIEM_DONE);
	while (kiem_walk_next(read, &walk)) {
		const struct kiem_entry *entry = &world->entries[walk.number - 1];

		assert_true(walk.made > made);
		made = walk.made;
		assert_int_equal(walk.made, entry->made);
		assert_memory_equal(walk.id.b, entry->id.b, 32);
		assert_int_equal(walk.until, world->scene->now + SCENE_DAY);
	}
	kiem_read_end(read);
	assert_int_equal(walk_all(world->scene, numbers, (struct kiem_walk){.by = KIEM_BY_BOARD, .board = 99}), 0);
}

static void by_board_from_a_cursor(void **state)
{
	struct world *world = *state;
	uint64_t all[N], rest[N];
	struct kiem_walk walk = {.by = KIEM_BY_BOARD, .board = world->entries[0].board};

	walk_all(world->scene, all, walk);
	walk.has_after = true;
	for (size_t i = 0; i < N; i++) {
		walk.after_made = world->entries[all[i] - 1].made;
		walk.after_id = world->entries[all[i] - 1].id;
		walk.newest_first = false;
		assert_int_equal(walk_all(world->scene, rest, walk), N - 1 - i);
		assert_true(i == N - 1 || rest[0] == all[i + 1]);
		walk.newest_first = true;
		assert_int_equal(walk_all(world->scene, rest, walk), i);
		assert_true(i == 0 || rest[0] == all[i - 1]);
	}
}

static void by_author_and_kind(void **state)
{
	struct world *world = *state;
	struct kiem_walk walk = {.by = KIEM_BY_AUTHOR, .author = world->scene->anna.key};
	uint64_t numbers[N];

	assert_int_equal(walk_both(world->scene, numbers, walk), N / 2);
	assert_int_equal(numbers[1], 3);
	walk.kind = KIEM_NOTE; /* 10 and 20, counted from 0 */
	assert_int_equal(walk_both(world->scene, numbers, walk), 2);
	assert_int_equal(numbers[0], 11);
	walk.kind = KIEM_DEED;
	assert_int_equal(walk_both(world->scene, numbers, walk), 0);
	memset(walk.author.b, 0xff, 32);
	assert_int_equal(walk_both(world->scene, numbers, walk), 0);
	walk.author = world->scene->anna.key;
	walk.author.b[31] ^= 1; /* shares the row's prefix, is another */
	walk.kind = 0;
	assert_int_equal(walk_both(world->scene, numbers, walk), 0);
}

static void by_kind_and_target(void **state)
{
	struct world *world = *state;
	struct kiem_walk kind = {.by = KIEM_BY_KIND, .board = world->entries[0].board, .kind = KIEM_NOTE};
	struct kiem_walk target = {.by = KIEM_BY_TARGET, .target = world->entries[0].id};
	uint64_t numbers[N];

	assert_int_equal(walk_both(world->scene, numbers, kind), 5);
	assert_int_equal(numbers[0], 6);
	assert_int_equal(walk_both(world->scene, numbers, target), 5);
	assert_int_equal(numbers[4], 26);
	target.target.b[31] ^= 1;
	assert_int_equal(walk_both(world->scene, numbers, target), 0);
}

static void what_is_past_is_passed_over(void **state)
{
	struct world *world = *state;
	struct scene *scene = world->scene;
	struct support_bytes renewal;
	int64_t later = scene->now + 2 * SCENE_DAY;
	uint64_t numbers[N + 1];

	scene_tie(&renewal, KIEM_RENEW, &world->posts[2], scene->now, scene->now + 9 * SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &renewal, NULL), KIEM_OK);
	struct kiem_walk walks[] = {
	        {.by = KIEM_BY_ARRIVAL},
	        {.by = KIEM_BY_BOARD, .board = world->entries[0].board},
	        {.by = KIEM_BY_AUTHOR, .author = scene->anna.key},
	        {.by = KIEM_BY_AUTHOR, .author = scene->anna.key, .kind = KIEM_OFFER},
	        {.by = KIEM_BY_KIND, .board = world->entries[0].board, .kind = KIEM_OFFER},
	        {.by = KIEM_BY_TARGET, .target = world->entries[0].id},
	};
	size_t left[] = {2, 2, 2, 1, 1, 0}; /* the renewed post and its renewal */
	for (size_t i = 0; i < 6; i++) {
		walks[i].now_ms = later;
		assert_int_equal(walk_both(scene, numbers, walks[i]), left[i]);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(by_arrival),
	        TEST(by_board_in_order_of_made_and_id),
	        TEST(by_board_from_a_cursor),
	        TEST(by_author_and_kind),
	        TEST(by_kind_and_target),
	        TEST(what_is_past_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
