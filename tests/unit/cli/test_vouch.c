/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vouching names a person, a level and what for; a new one takes the place of the old; taking it back names the very vouches. */
#include "circle.h"

static void a_vouch_says_how_well_and_what_for(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char id[DESK_ID];

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_post(desk, id, "vouch", "anna", "Altijd op tijd", "--level", "3", "--context", "samen gebouwd", NULL);
	const struct kiem_post *vouch = desk_read(desk, id);
	assert_int_equal(vouch->kind, KIEM_VOUCH);
	assert_memory_equal(vouch->whom.b, anna.author.key.b, 32);
	assert_int_equal(vouch->level, 3);
	assert_true(desk_is(vouch->context, "samen gebouwd"));
	assert_true(desk_is(vouch->text, "Altijd op tijd"));
	assert_true(desk_is(vouch->board, "nl/tilburg/noord"));
	assert_in_range((vouch->until - vouch->made) / DAY, 360, 370);
	desk_post(desk, id, "vouch", "anna", "--life", "10d", NULL);
	assert_int_equal(desk_read(desk, id)->level, 2);
	assert_int_equal((desk_read(desk, id)->until - desk_read(desk, id)->made) / DAY, 10);
}

static void what_cannot_be_is_said(void **state)
{
	struct desk *desk = *state;
	struct other anna;

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_type(desk, "vouch", "anna", "--level", "4", NULL);
	desk_failed(desk, EX_USAGE, "--level is 1, 2 or 3");
	desk_type(desk, "vouch", "anna", "--level", "3x", NULL);
	desk_failed(desk, EX_USAGE, "--level is 1, 2 or 3");
	desk_type(desk, "vouch", "Speeltuin Noord", NULL);
	desk_failed(desk, EX_DATAERR, "that is you yourself");
	desk_type(desk, "unvouch", "anna", NULL);
	desk_failed(desk, EX_DATAERR, "you do not vouch for Anna");
}

/* How many vouches for somebody are listed as mine, and the level of the last. */
static size_t given(struct desk *desk, int *level)
{
	assert_int_equal(desk_type(desk, "trust", "--json", NULL), EX_OK);
	json_t *object = json_loads(desk->out, JSON_DISABLE_EOF_CHECK, NULL), *list = json_object_get(object, "given");
	size_t n = json_array_size(list);

	*level = n > 0 ? (int)json_integer_value(json_object_get(json_array_get(list, n - 1), "level")) : 0;
	json_decref(object);
	return n;
}

static void a_new_one_takes_the_place_of_the_old(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char first[DESK_ID], second[DESK_ID];
	int level;

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_post(desk, first, "vouch", "anna", "--level", "3", NULL);
	assert_int_equal(given(desk, &level), 1);
	assert_int_equal(level, 3);
	desk_post(desk, second, "vouch", "anna", "--level", "1", NULL);
	assert_int_equal(desk_read(desk, second)->kind, KIEM_VOUCH);
	assert_int_equal(desk_posts(desk), 5); /* two profiles, two vouches, an unvouch */
	assert_int_equal(given(desk, &level), 1);
	assert_int_equal(level, 1);
}

static void an_unvouch_names_the_vouch_and_lasts_as_long(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char vouch[DESK_ID], id[DESK_ID], hex[DESK_ID];
	int level;

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_post(desk, vouch, "vouch", "anna", "--life", "100w", NULL);
	int64_t until = desk_read(desk, vouch)->until;
	desk_post(desk, id, "unvouch", "anna", NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->kind, KIEM_UNVOUCH);
	assert_int_equal(post->n_links, 1);
	assert_int_equal(post->links[0].relation, KIEM_CANCELS);
	kiem_hex(hex, post->links[0].id.b, 32);
	assert_string_equal(hex, vouch);
	assert_true(post->until >= until);
	assert_int_equal(given(desk, &level), 0);
}

static void on_several_boards_each_goes_where_it_belongs(void **state)
{
	struct desk *desk = *state;
	struct other anna;
	char vouch[DESK_ID], id[DESK_ID];
	int level;

	circle_meet(desk, &anna, 7, "Anna", false);
	desk_type(desk, "follow", "nl/tilburg/zuid", NULL);
	desk_post(desk, vouch, "vouch", "anna", NULL); /* where she is known */
	assert_true(desk_is(desk_read(desk, vouch)->board, "nl/tilburg/noord"));
	desk_post(desk, id, "vouch", "anna", "--board", "nl/tilburg/zuid", NULL);
	assert_true(desk_is(desk_read(desk, id)->board, "nl/tilburg/zuid"));
	assert_int_equal(given(desk, &level), 1); /* the first was taken back on its own board */
	desk_post(desk, id, "unvouch", "anna", NULL);
	assert_true(desk_is(desk_read(desk, id)->board, "nl/tilburg/zuid"));
	assert_int_equal(given(desk, &level), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(a_vouch_says_how_well_and_what_for, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_cannot_be_is_said, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_new_one_takes_the_place_of_the_old, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(an_unvouch_names_the_vouch_and_lasts_as_long, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(on_several_boards_each_goes_where_it_belongs, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
