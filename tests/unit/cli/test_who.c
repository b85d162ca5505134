/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem who`: the people of the boards, by name, by key, by when they were seen. */
#include "desk.h"

#define assert_has(desk, words) assert_non_null(strstr((desk)->out, words))
#define DAY 86400000LL

/* Somebody with a name, whose only post was made so long ago. */
static void visit(struct desk *desk, uint64_t number, const char *name, int64_t ago)
{
	struct kiem_post post = {.kind = KIEM_PROFILE,
	        .board = support_span("nl/tilburg/noord"),
	        .name = support_span(name),
	        .sector = KIEM_HOUSING,
	        .made = kiem_now_ms() - ago};
	struct support_author author;
	struct support_bytes bytes;
	struct kiem_store *store;
	char dir[400];

	support_author(&author, number);
	support_make(&bytes, &post, &author);
	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	assert_int_equal(kiem_store_admit(store, &entry, 1, &(struct kiem_admit){.now_ms = kiem_now_ms()}), KIEM_DONE);
	assert_int_equal(entry.verdict, KIEM_OK);
	kiem_store_close(store);
}

static void everybody_is_listed_last_seen_first(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID];

	visit(desk, 7, "Bakkerij \x1b[31mop het park", 3 * DAY);
	desk_post(desk, id, "offer", "Zaal", NULL);
	assert_int_equal(desk_type(desk, "who", NULL), EX_OK);
	const char *me = strstr(desk->out, "Speeltuin Noord"), *baker = strstr(desk->out, "Bakkerij");
	assert_true(me && baker && me < baker);
	assert_has(desk, "1 post · last seen just now");
	assert_has(desk, "housing · 0 posts · last seen 3 days ago");
	assert_null(strchr(desk->out, '\x1b'));
}

/* On a park of two thousand the list would run off the screen; a program still gets everybody. */
static void a_page_is_twenty_people(void **state)
{
	struct desk *desk = *state;
	char name[32];
	size_t lines = 0;

	for (uint64_t i = 0; i < 22; i++) {
		snprintf(name, sizeof(name), "Buur %d", (int)i);
		visit(desk, 100 + i, name, (int64_t)(i + 1) * DAY);
	}
	desk_type(desk, "who", NULL);
	assert_has(desk, "Buur 18");
	assert_null(strstr(desk->out, "Buur 20"));
	assert_has(desk, "--limit 100 or --all");
	desk_type(desk, "who", "--all", NULL);
	assert_has(desk, "Buur 21");
	assert_null(strstr(desk->out, "There is more"));
	desk_type(desk, "who", "--limit", "3", "buur", NULL);
	assert_has(desk, "Buur 2");
	assert_null(strstr(desk->out, "Buur 3"));
	desk_type(desk, "who", "--json", NULL);
	for (const char *p = desk->out; (p = strchr(p, '\n')) != NULL; p++) {
		lines++;
	}
	assert_true(lines >= 22);
	desk_type(desk, "who", "--limit", "0", NULL);
	desk_failed(desk, EX_USAGE, "--limit is a number from 1 on");
}

static void a_part_of_a_name_or_key_finds_them(void **state)
{
	struct desk *desk = *state;
	struct support_author author;
	char key[65];

	visit(desk, 7, "Zoë de Wit", 3 * DAY);
	support_author(&author, 7);
	kiem_hex(key, author.key.b, 32);
	desk_type(desk, "who", "zoë", NULL);
	assert_has(desk, key);
	assert_null(strstr(desk->out, "Speeltuin"));
	desk_type(desk, "who", "WIT", NULL);
	assert_has(desk, key);
	key[8] = '\0';
	desk_type(desk, "who", key, NULL);
	assert_has(desk, "Zoë de Wit");
	assert_null(strstr(desk->out, "Speeltuin"));
	desk_type(desk, "who", "niemand", NULL);
	assert_has(desk, "Nobody here fits");
}

static void who_is_new_and_who_was_seen(void **state)
{
	struct desk *desk = *state;

	visit(desk, 7, "Oud", 30 * DAY);
	desk_type(desk, "who", "--since", "7d", NULL);
	assert_null(strstr(desk->out, "Oud"));
	assert_has(desk, "Speeltuin");
	visit(desk, 7, "Oud", DAY);
	desk_type(desk, "who", "--since", "7d", NULL);
	assert_has(desk, "Oud");
	desk_type(desk, "who", "--new", "7d", NULL);
	assert_null(strstr(desk->out, "Oud"));
	desk_type(desk, "who", "--new", "ooit", NULL);
	desk_failed(desk, EX_USAGE, "no time that was");
	desk_type(desk, "who", "--board", "nl/tilburg/noor", NULL);
	desk_failed(desk, EX_USAGE, "did you mean");
}

static void json_is_a_line_each(void **state)
{
	struct desk *desk = *state;

	visit(desk, 7, "Zoë", 3 * DAY);
	assert_int_equal(desk_type(desk, "who", "zoë", "--json", NULL), EX_OK);
	json_t *one = json_loads(desk->out, JSON_DISABLE_EOF_CHECK, NULL);
	assert_string_equal(json_string_value(json_object_get(one, "name")), "Zoë");
	assert_string_equal(json_string_value(json_object_get(one, "sector")), "housing");
	assert_int_equal(json_integer_value(json_object_get(one, "posts")), 0);
	assert_int_equal(json_integer_value(json_object_get(one, "boards")), 1);
	assert_true(json_integer_value(json_object_get(one, "last")) > 0);
	json_decref(one);
	desk_type(desk, "who", "niemand", "--json", NULL);
	assert_string_equal(desk->out, "");
}

static void nobody_yet_says_what_to_do(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "init", NULL);
	assert_int_equal(desk_type(desk, "who", NULL), EX_OK);
	assert_has(desk, "kiem follow");
	desk_type(desk, "follow", "nl/tilburg/noord", NULL);
	desk_type(desk, "who", NULL);
	assert_has(desk, "kiem invite");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(everybody_is_listed_last_seen_first, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_page_is_twenty_people, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(a_part_of_a_name_or_key_finds_them, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(who_is_new_and_who_was_seen, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(json_is_a_line_each, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(nobody_yet_says_what_to_do, desk_setup_empty, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
