/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key takes over only from one that named it; then both are one person. */
#include "circle.h"

static void my_key(struct desk *desk, struct kiem_key *key, char hex[static DESK_ID])
{
	char id[DESK_ID];

	desk_post(desk, id, "offer", "Zaal", NULL);
	*key = desk_read(desk, id)->author;
	kiem_hex(hex, key->b, 32);
}

static void only_from_a_key_that_named_this_one(void **state)
{
	struct desk *desk = *state;
	struct other older;
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("Oude sleutel"), .has_heir = true};
	char hex[DESK_ID], id[DESK_ID];

	my_key(desk, &profile.heir, hex);
	circle_meet(desk, &older, 7, "Oude sleutel", false);
	desk_type(desk, "succeed", older.key, NULL);
	desk_failed(desk, EX_NOPERM, hex); /* it says what to type there */
	desk_type(desk, "succeed", hex, NULL);
	desk_failed(desk, EX_DATAERR, "that key is yours");
	circle_post(desk, NULL, &profile, &older);
	desk_post(desk, id, "succeed", older.key, NULL);
	const struct kiem_post *post = desk_read(desk, id);
	assert_int_equal(post->kind, KIEM_SUCCEED);
	assert_memory_equal(post->whom.b, older.author.key.b, 32);
	assert_int_equal((post->until - post->made) / DAY, 732);
	desk_type(desk, "succeed", older.key, NULL);
	desk_failed(desk, EX_DATAERR, "taken over by it before");
}

static void what_the_old_key_vouched_is_mine_to_take_back(void **state)
{
	struct desk *desk = *state;
	struct other older, anna;
	struct kiem_post profile = {.kind = KIEM_PROFILE, .name = support_span("Oude sleutel"), .has_heir = true};
	char hex[DESK_ID], id[DESK_ID];

	my_key(desk, &profile.heir, hex);
	circle_meet(desk, &anna, 8, "Anna", false);
	older.key[0] = '\0';
	circle_meet(desk, &older, 7, "Oude sleutel", false);
	circle_post(desk, NULL, &profile, &older);
	circle_vouch(desk, NULL, &older, &anna, 3);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "a stranger to you");
	desk_post(desk, id, "succeed", "oude", NULL);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "You vouch for Anna (level 3 of 3).");
	desk_post(desk, id, "unvouch", "anna", NULL);
	desk_type(desk, "trust", "anna", NULL);
	assert_has(desk, "a stranger to you");
}

static void an_heir_is_named_by_its_whole_key(void **state)
{
	struct desk *desk = *state;
	struct other heir;
	char id[DESK_ID];

	circle_meet(desk, &heir, 7, "Nieuwe sleutel", false);
	desk_type(desk, "profile", "--heir", "nieuwe", NULL);
	desk_failed(desk, EX_USAGE, "a whole key of 64 digits");
	desk_post(desk, id, "profile", "--heir", heir.key, NULL);
	assert_true(desk_read(desk, id)->has_heir);
	assert_memory_equal(desk_read(desk, id)->heir.b, heir.author.key.b, 32);
	desk_type(desk, "profile", NULL);
	assert_has(desk, heir.key);
	desk_post(desk, id, "profile", "--sector", "school", NULL); /* it stays */
	assert_true(desk_read(desk, id)->has_heir);
	desk_type(desk, "profile", "--json", NULL);
	assert_has(desk, heir.key);
	desk_post(desk, id, "profile", "--heir", "none", NULL);
	assert_false(desk_read(desk, id)->has_heir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(only_from_a_key_that_named_this_one, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(what_the_old_key_vouched_is_mine_to_take_back, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(an_heir_is_named_by_its_whole_key, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
