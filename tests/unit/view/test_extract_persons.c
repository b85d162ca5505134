/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who somebody is, at a time. */
#include "extract_garden.h"

#define FAR (SUPPORT_NOW + 300 * DAY)

static uint64_t profile_of(const struct view_extract *x, const struct support_author *author)
{
	uint32_t row = x->profile[person_with(x, author)];

	return row == VIEW_NONE ? 0 : x->number[row];
}

static void the_latest_made_profile_counts_until_it_is_gone(void **state)
{
	struct garden *g = *state;
	struct kiem_id second = plant_profile(g, &g->anna, "Anna", 5, SUPPORT_NOW + 2 * DAY, NULL);

	plant_profile(g, &g->anna, "Anna vroeger", 50, FAR, NULL);
	struct kiem_id last = plant_profile(g, &g->anna, "Anna nu", 1, SUPPORT_NOW + DAY, NULL);
	struct view_extract *x = over_file(g, SUPPORT_NOW);
	assert_int_equal(profile_of(x, &g->anna), number_of(g, &last));
	view_extract_close(x);
	/* Past its until the next highest takes over, and in an earlier time it counts again. */
	x = over_file(g, SUPPORT_NOW + DAY);
	assert_int_equal(profile_of(x, &g->anna), number_of(g, &second));
	view_extract_close(x);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(profile_of(x, &g->anna), number_of(g, &last));
	view_extract_close(x);
	x = over_file(g, SUPPORT_NOW + 2 * DAY);
	assert_int_equal(profile_of(x, &g->anna), 2);
	view_extract_close(x);
	plant_one(g, KIEM_RETRACT, "weg", &g->anna, 0, KIEM_CANCELS, &last);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(profile_of(x, &g->anna), number_of(g, &second));
	view_extract_close(x);
}

static void a_profile_says_sector_and_wish_to_be_unnamed(void **state)
{
	struct garden *g = *state;
	struct kiem_post post = {.kind = KIEM_PROFILE, .name = support_span("Bram"), .sector = KIEM_HOUSING, .unnamed = true};

	plant(g, &post, &g->bram);
	plant_one(g, KIEM_OFFER, "x", &g->anna, 1, 0, NULL);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(x->sector[person_with(x, &g->bram)], KIEM_HOUSING);
	assert_int_equal(x->unnamed[person_with(x, &g->bram)], 1);
	assert_int_equal(x->sector[person_with(x, &g->anna)], 0);
	assert_int_equal(x->profile[person_with(x, &g->anna)], VIEW_NONE);
	view_extract_close(x);
}

static uint32_t self_of(const struct view_extract *x, const struct support_author *author)
{
	return x->self[person_with(x, author)];
}

static void who_is_named_as_heir_and_says_so_takes_over(void **state)
{
	struct garden *g = *state;

	plant_profile(g, &g->anna, "Anna", 9, FAR, &g->bram);
	plant_profile(g, &g->bram, "Anna, nieuwe telefoon", 8, FAR, NULL);
	/* Carla says so too, but nobody named her. */
	plant_about(g, KIEM_SUCCEED, &g->carla, &g->anna);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(self_of(x, &g->anna), person_with(x, &g->anna));
	view_extract_close(x);
	struct kiem_id takes = plant_about(g, KIEM_SUCCEED, &g->bram, &g->anna);
	plant_one(g, KIEM_OFFER, "x", &g->anna, 1, 0, NULL);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(self_of(x, &g->anna), person_with(x, &g->bram));
	assert_int_equal(self_of(x, &g->bram), person_with(x, &g->bram));
	assert_int_equal(x->heir[person_with(x, &g->anna)], person_with(x, &g->bram));
	assert_int_equal(view_row_person(x, (uint32_t)x->n - 1), person_with(x, &g->bram));
	view_extract_close(x);
	plant_one(g, KIEM_RETRACT, "toch niet", &g->bram, 0, KIEM_CANCELS, &takes);
	x = over_file(g, SUPPORT_NOW);
	assert_int_equal(self_of(x, &g->anna), person_with(x, &g->anna));
	view_extract_close(x);
}

static void chains_are_followed_to_their_end(void **state)
{
	struct garden *g = *state;

	plant_profile(g, &g->anna, "Anna", 9, FAR, &g->bram);
	plant_profile(g, &g->bram, "Anna", 8, FAR, &g->carla);
	plant_about(g, KIEM_SUCCEED, &g->carla, &g->bram);
	plant_about(g, KIEM_SUCCEED, &g->bram, &g->anna);
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	assert_int_equal(self_of(x, &g->anna), person_with(x, &g->carla));
	assert_int_equal(self_of(x, &g->bram), person_with(x, &g->carla));
	assert_int_equal(self_of(x, &g->carla), person_with(x, &g->carla));
	view_extract_close(x);
}

/* Three in a circle and one who leads into it, in two orders of arrival: always the lowest key. */
static void a_circle_counts_as_its_lowest_key(void **state)
{
	struct garden *g = *state;
	struct support_author four[4], *lowest = &four[0];

	for (uint64_t i = 0; i < 4; i++) {
		support_author(&four[i], 40 + i);
	}
	for (int i = 1; i < 3; i++) {
		lowest = memcmp(four[i].key.b, lowest->key.b, 32) < 0 ? &four[i] : lowest;
	}
	for (int i = 0; i < 4; i++) {
		int at = (i + 2) % 4;
		const struct support_author *next = &four[at == 3 ? 1 : (at + 1) % 3];
		plant_profile(g, &four[at], "rond", 9, FAR, next);
		plant_about(g, KIEM_SUCCEED, next, &four[at]);
	}
	struct view_extract *x = in_memory(g, SUPPORT_NOW);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(self_of(x, &four[i]), person_with(x, lowest));
	}
	view_extract_close(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(the_latest_made_profile_counts_until_it_is_gone),
	        garden_test(a_profile_says_sector_and_wish_to_be_unnamed),
	        garden_test(who_is_named_as_heir_and_says_so_takes_over),
	        garden_test(chains_are_followed_to_their_end),
	        garden_test(a_circle_counts_as_its_lowest_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
