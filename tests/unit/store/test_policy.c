/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What posts do to each other comes out the same in whatever order they arrive. */
#include "scene.h"

#define POSTS_MAX 4

/* A story: posts, and what must be true of them in the end whichever came first. */
struct story {
	struct support_bytes posts[POSTS_MAX];
	size_t n;
	bool kept[POSTS_MAX];
	int64_t until[POSTS_MAX]; /* in effect; 0: not asked */
};

static void play(struct scene *scene, const struct story *story, const size_t *order)
{
	for (size_t i = 0; i < story->n; i++) {
		scene_admit(scene, &story->posts[order[i]], NULL);
		scene_admit(scene, &story->posts[order[i]], NULL); /* hearing something twice changes nothing */
	}
	for (size_t i = 0; i < story->n; i++) {
		assert_int_equal(scene_has(scene, &story->posts[i]), story->kept[i]);
		if (story->until[i] != 0) {
			assert_int_equal(scene_until(scene, &story->posts[i]), story->until[i]);
		}
	}
	scene_check(scene);
}

/* Every order, each in a store of its own that follows both boards. */
static void play_all(const struct story *story, size_t *order, size_t depth)
{
	if (depth == story->n) {
		void *state;

		scene_setup(&state);
		assert_int_equal(kiem_store_follow(((struct scene *)state)->store, SCENE_OTHER), KIEM_DONE);
		play(state, story, order);
		scene_teardown(&state);
		return;
	}
	for (size_t i = 0; i < story->n; i++) {
		bool taken = false;

		for (size_t k = 0; k < depth; k++) {
			taken = taken || order[k] == i;
		}
		if (!taken) {
			order[depth] = i;
			play_all(story, order, depth + 1);
		}
	}
}

static void play_story(const struct story *story)
{
	size_t order[POSTS_MAX];

	play_all(story, order, 0);
}

#define MADE (SUPPORT_NOW - 10 * SCENE_DAY)
#define UNTIL (SUPPORT_NOW + 30 * SCENE_DAY)

static void a_retraction_wins(void **state)
{
	struct scene *scene = *state;
	struct story story = {.n = 3, .kept = {false, true, true}};

	scene_post(&story.posts[0], KIEM_OFFER, "toch niet", MADE, UNTIL, &scene->anna);
	scene_tie(&story.posts[1], KIEM_RETRACT, &story.posts[0], MADE + 1, UNTIL, &scene->anna);
	scene_tie(&story.posts[2], KIEM_NOTE, &story.posts[0], MADE + 1, UNTIL, &scene->bram);
	play_story(&story);
}

static void what_does_not_retract(void **state)
{
	struct scene *scene = *state;
	struct story other = {.n = 2, .kept = {true, true}}, early = {.n = 2, .kept = {true, true}};

	scene_post(&other.posts[0], KIEM_OFFER, "van Anna", MADE, UNTIL, &scene->anna);
	scene_tie(&other.posts[1], KIEM_RETRACT, &other.posts[0], MADE + 1, UNTIL, &scene->bram);
	play_story(&other);
	scene_post(&early.posts[0], KIEM_OFFER, "langer", MADE, UNTIL, &scene->anna);
	scene_tie(&early.posts[1], KIEM_RETRACT, &early.posts[0], MADE + 1, UNTIL - 1, &scene->anna);
	play_story(&early);
}

static void a_tie_on_another_board_has_no_effect(void **state)
{
	struct scene *scene = *state;
	struct story taken = {.n = 2, .kept = {true, true}}, longer = {.n = 3, .kept = {true, true, true}};

	scene_post(&taken.posts[0], KIEM_OFFER, "blijft", MADE, UNTIL, &scene->anna);
	scene_tie_on(&taken.posts[1], SCENE_OTHER, KIEM_RETRACT, &taken.posts[0], MADE + 1, UNTIL, &scene->anna);
	play_story(&taken);
	scene_post(&longer.posts[0], KIEM_OFFER, "niet langer", MADE, UNTIL, &scene->anna);
	scene_tie_on(&longer.posts[1], SCENE_OTHER, KIEM_RENEW, &longer.posts[0], MADE + 1, UNTIL + 9 * SCENE_DAY, &scene->anna);
	scene_tie(&longer.posts[2], KIEM_RENEW, &longer.posts[0], MADE + 2, UNTIL + 2 * SCENE_DAY, &scene->anna);
	longer.until[0] = UNTIL + 2 * SCENE_DAY;
	play_story(&longer);
}

/* What counts is the target's board, not one that the store likes better; and a renewal that goes leaves no other board's behind.
 */
static void a_tie_of_a_tie_is_on_its_board(void **state)
{
	struct scene *scene = *state;
	struct story back = {.n = 4, .kept = {true, false, true, true}}, stays = {.n = 3, .kept = {true, true, true}};

	scene_post(&back.posts[0], KIEM_OFFER, "toch korter", MADE, UNTIL, &scene->anna);
	scene_tie(&back.posts[1], KIEM_RENEW, &back.posts[0], MADE + 1, UNTIL + 2 * SCENE_DAY, &scene->anna);
	scene_tie_on(&back.posts[2], SCENE_OTHER, KIEM_RENEW, &back.posts[0], MADE + 2, UNTIL + 9 * SCENE_DAY, &scene->anna);
	scene_tie(&back.posts[3], KIEM_RETRACT, &back.posts[1], MADE + 3, UNTIL + 9 * SCENE_DAY, &scene->anna);
	back.until[0] = UNTIL;
	play_story(&back);
	scene_post(&stays.posts[0], KIEM_OFFER, "bod", MADE, UNTIL, &scene->anna);
	scene_tie_on(&stays.posts[1], SCENE_OTHER, KIEM_JOIN, &stays.posts[0], MADE + 1, UNTIL, &scene->anna);
	scene_tie(&stays.posts[2], KIEM_RETRACT, &stays.posts[1], MADE + 2, UNTIL, &scene->anna);
	play_story(&stays);
	stays.kept[1] = false;
	scene_tie_on(&stays.posts[2], SCENE_OTHER, KIEM_RETRACT, &stays.posts[1], MADE + 2, UNTIL, &scene->anna);
	play_story(&stays);
}

static void a_renewal_on_another_board_lets_nothing_in(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, renewal;

	assert_int_equal(kiem_store_follow(scene->store, SCENE_OTHER), KIEM_DONE);
	scene_post(&post, KIEM_OFFER, "niet verlengd", MADE, SUPPORT_NOW - SCENE_DAY, &scene->anna);
	scene_tie_on(&renewal, SCENE_OTHER, KIEM_RENEW, &post, MADE + 1, UNTIL, &scene->anna);
	assert_int_equal(scene_admit(scene, &renewal, NULL), KIEM_OK);
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_EXPIRED);
}

static void a_retraction_is_not_retracted(void **state)
{
	struct scene *scene = *state;
	struct story story = {.n = 3, .kept = {false, true, true}};

	scene_post(&story.posts[0], KIEM_OFFER, "weg", MADE, UNTIL, &scene->anna);
	scene_tie(&story.posts[1], KIEM_RETRACT, &story.posts[0], MADE + 1, UNTIL, &scene->anna);
	scene_tie(&story.posts[2], KIEM_RETRACT, &story.posts[1], MADE + 2, UNTIL + 1, &scene->anna);
	play_story(&story);
}

static void the_longest_renewal_counts(void **state)
{
	struct scene *scene = *state;
	struct story story = {.n = 4, .kept = {true, true, true, true}};

	scene_post(&story.posts[0], KIEM_OFFER, "blijft", MADE, UNTIL, &scene->anna);
	scene_tie(&story.posts[1], KIEM_RENEW, &story.posts[0], MADE + 1, UNTIL + 2 * SCENE_DAY, &scene->anna);
	scene_tie(&story.posts[2], KIEM_RENEW, &story.posts[0], MADE + 2, UNTIL + 1 * SCENE_DAY, &scene->anna);
	scene_tie(&story.posts[3], KIEM_RENEW, &story.posts[0], MADE + 3, UNTIL + 9 * SCENE_DAY, &scene->bram);
	story.until[0] = UNTIL + 2 * SCENE_DAY;
	play_story(&story);
}

static void a_retracted_renewal_falls_back(void **state)
{
	struct scene *scene = *state;
	struct story story = {.n = 4, .kept = {true, false, true, true}};

	scene_post(&story.posts[0], KIEM_OFFER, "toch korter", MADE, UNTIL, &scene->anna);
	scene_tie(&story.posts[1], KIEM_RENEW, &story.posts[0], MADE + 1, UNTIL + 9 * SCENE_DAY, &scene->anna);
	scene_tie(&story.posts[2], KIEM_RENEW, &story.posts[0], MADE + 2, UNTIL + 4 * SCENE_DAY, &scene->anna);
	scene_tie(&story.posts[3], KIEM_RETRACT, &story.posts[1], MADE + 3, UNTIL + 9 * SCENE_DAY, &scene->anna);
	story.until[0] = UNTIL + 4 * SCENE_DAY;
	play_story(&story);
}

static void a_renewed_post_is_retracted_by_its_own_until(void **state)
{
	struct scene *scene = *state;
	struct story story = {.n = 3, .kept = {false, true, true}};

	scene_post(&story.posts[0], KIEM_OFFER, "weg", MADE, UNTIL, &scene->anna);
	scene_tie(&story.posts[1], KIEM_RENEW, &story.posts[0], MADE + 1, UNTIL + 9 * SCENE_DAY, &scene->anna);
	scene_tie(&story.posts[2], KIEM_RETRACT, &story.posts[0], MADE + 2, UNTIL, &scene->anna);
	play_story(&story);
}

static void only_content_is_renewed(void **state)
{
	struct scene *scene = *state;
	struct story story = {.n = 3, .kept = {true, true, true}};

	scene_post(&story.posts[0], KIEM_OFFER, "bod", MADE, UNTIL, &scene->anna);
	scene_tie(&story.posts[1], KIEM_JOIN, &story.posts[0], MADE + 1, UNTIL, &scene->anna);
	scene_tie(&story.posts[2], KIEM_RENEW, &story.posts[1], MADE + 2, UNTIL + 9 * SCENE_DAY, &scene->anna);
	story.until[1] = UNTIL;
	play_story(&story);
}

static void a_renewal_lets_a_late_post_in(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, renewal;

	scene_post(&post, KIEM_OFFER, "verlengd", MADE, SUPPORT_NOW - SCENE_DAY, &scene->anna);
	scene_tie(&renewal, KIEM_RENEW, &post, MADE + 1, UNTIL, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_EXPIRED);
	assert_int_equal(scene_admit(scene, &renewal, NULL), KIEM_OK);
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_OK);
	assert_int_equal(scene_until(scene, &post), UNTIL);
	scene_check(scene);
}

static void an_expired_retraction_holds_nothing_back(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, renewal, retraction;

	scene_post(&post, KIEM_OFFER, "terug", MADE, SUPPORT_NOW + SCENE_DAY, &scene->anna);
	scene_tie(&retraction, KIEM_RETRACT, &post, MADE + 1, SUPPORT_NOW + SCENE_DAY, &scene->anna);
	scene_tie(&renewal, KIEM_RENEW, &post, MADE + 2, UNTIL, &scene->anna);
	assert_int_equal(scene_admit(scene, &retraction, NULL), KIEM_OK);
	assert_int_equal(scene_admit(scene, &renewal, NULL), KIEM_OK);
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_RETRACTED);
	scene->now += 2 * SCENE_DAY;
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_OK);
	assert_int_equal(scene_until(scene, &post), UNTIL);
}

static void the_same_in_one_batch(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, retraction;
	struct kiem_entry entries[2];

	scene_post(&post, KIEM_OFFER, "samen", MADE, UNTIL, &scene->anna);
	scene_tie(&retraction, KIEM_RETRACT, &post, MADE + 1, UNTIL, &scene->anna);
	entries[0].bytes = (struct kiem_span){retraction.b, retraction.n};
	entries[1].bytes = (struct kiem_span){post.b, post.n};
	assert_int_equal(scene_admit_all(scene, entries, 2), KIEM_DONE);
	assert_int_equal(entries[0].verdict, KIEM_OK);
	assert_int_equal(entries[1].verdict, KIEM_RETRACTED);
	assert_false(scene_has(scene, &post));
	scene_check(scene);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(a_retraction_wins),
	        TEST(what_does_not_retract),
	        TEST(a_tie_on_another_board_has_no_effect),
	        TEST(a_tie_of_a_tie_is_on_its_board),
	        TEST(a_renewal_on_another_board_lets_nothing_in),
	        TEST(a_retraction_is_not_retracted),
	        TEST(the_longest_renewal_counts),
	        TEST(a_retracted_renewal_falls_back),
	        TEST(a_renewed_post_is_retracted_by_its_own_until),
	        TEST(only_content_is_renewed),
	        TEST(a_renewal_lets_a_late_post_in),
	        TEST(an_expired_retraction_holds_nothing_back),
	        TEST(the_same_in_one_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
