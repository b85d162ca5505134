/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "garden.h"

static void plant_profile(struct garden *g, const char *name, const char *board, int64_t minutes_ago, uint64_t sector)
{
	struct kiem_post post = {.kind = KIEM_PROFILE, .name = support_span(name), .board = support_span(board), .sector = sector};

	post.made = SUPPORT_NOW - minutes_ago * MINUTE;
	plant(g, &post, &g->anna);
}

static void the_latest_made_profile_names_a_person_whatever_came_last(void **state)
{
	struct garden *g = *state;
	struct view_person person;

	plant_profile(g, "Anna de Wit", NOORD, 10, KIEM_BUSINESS);
	plant_profile(g, "Anna", "nl/tilburg/kraaiven", 500, KIEM_RESIDENT);
	assert_int_equal(view_person(&person, look(g), &g->anna.key, g->now), KIEM_DONE);
	assert_span_equal(person.name, "Anna de Wit");
	assert_int_equal(person.sector, KIEM_BUSINESS);
	plant_profile(g, "Anna van het park", "nl/tilburg/kraaiven", 1, KIEM_HOUSING);
	assert_int_equal(view_person(&person, look(g), &g->anna.key, g->now), KIEM_DONE);
	assert_span_equal(person.name, "Anna van het park");
}

static void who_says_nothing_has_no_name(void **state)
{
	struct garden *g = *state;
	struct view_person person;

	plant_profile(g, "Anna", NOORD, 10, 0);
	assert_int_equal(view_person(&person, look(g), &g->bram.key, g->now), KIEM_DONE);
	assert_int_equal(person.profile, 0);
	assert_int_equal(person.name.n, 0);
	assert_memory_equal(person.key.b, g->bram.key.b, 32);
}

static void a_profile_past_its_until_names_nobody(void **state)
{
	struct garden *g = *state;
	struct view_person person;

	plant_profile(g, "Anna", NOORD, 10, 0);
	assert_int_equal(view_person(&person, look(g), &g->anna.key, g->now + 800 * DAY), KIEM_DONE);
	assert_int_equal(person.profile, 0);
}

/* More people than the table starts with, each asked for twice. */
static void the_memory_of_people_keeps_everybody_apart(void **state)
{
	struct garden *g = *state;
	struct view_people *people;
	const struct view_person *person;

	plant_profile(g, "Anna", NOORD, 10, 0);
	assert_int_equal(view_people_create(&people, look(g), g->now), KIEM_DONE);
	for (uint64_t i = 0; i < 400; i++) {
		struct support_author author;
		support_author(&author, i % 200);
		assert_int_equal(view_people_get(people, &person, &author.key), KIEM_DONE);
		assert_memory_equal(person->key.b, author.key.b, 32);
		assert_int_equal(person->name.n, i % 200 == 1 ? 4 : 0);
	}
	view_people_destroy(people);
	view_people_destroy(NULL);
}

static void who_is_asked_for_again_stays_where_they_are(void **state)
{
	struct garden *g = *state;
	struct view_people *people;
	const struct view_person *person, *again;

	assert_int_equal(view_people_create(&people, look(g), g->now), KIEM_DONE);
	for (uint64_t i = 0; i < 200; i++) {
		struct support_author author;
		support_author(&author, i);
		assert_int_equal(view_people_get(people, &person, &author.key), KIEM_DONE);
		assert_int_equal(view_people_get(people, &again, &author.key), KIEM_DONE);
		assert_ptr_equal(person, again);
	}
	view_people_destroy(people);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(the_latest_made_profile_names_a_person_whatever_came_last),
	        garden_test(who_says_nothing_has_no_name),
	        garden_test(a_profile_past_its_until_names_nobody),
	        garden_test(the_memory_of_people_keeps_everybody_apart),
	        garden_test(who_is_asked_for_again_stays_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
