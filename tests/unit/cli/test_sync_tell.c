/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `kiem sync` tells: a part that is done, one that is not, one that is lost, and the sums of all. */
#include "sync.h"

#include "support.h"

static char *text;
static size_t size;
static struct cli cli = {.out = {.width = 100}};

static const struct part parts[] = {
        {.node = "aa",
                .address = "10.0.0.1:7340",
                .board = "nl/breda",
                .before = {3, 1, 1, 100, 3},
                .now = {4, 3, 1300, 612, 5},
                .linked = true,
                .resting = true,
                .same = true},
        {.node = "bb", .board = "nl/breda", .now = {0, 0, 0, 50, 1}, .linked = true},
        {.node = "aa", .address = "10.0.0.1:7340", .board = "nl/goirle", .before = {2, 0, 0, 0, 0}, .now = {2, 0, 0, 0, 0}},
        {.node = "cc", .board = "nl/goirle", .before = {2, 0, 0, 0, 0}, .now = {3, 0, 0, 9, 1}, .linked = true, .resting = true},
};

static struct sync tell(bool json, int64_t took_ms)
{
	struct sync s = {.cli = &cli, .n = sizeof(parts) / sizeof(parts[0])};

	s.parts = calloc(s.n, sizeof(*s.parts));
	assert_non_null(s.parts);
	memcpy(s.parts, parts, sizeof(parts));
	free(text);
	text = NULL;
	cli.json = json;
	cli.out.file = open_memstream(&text, &size);
	sync_tell(&s, took_ms);
	fclose(cli.out.file);
	return s;
}

static void test_sums(void **state)
{
	struct sync s = tell(false, 1);
	struct total t = sync_total(&s);

	assert_int_equal(t.done, 2);
	assert_int_equal(t.lost, 1);
	assert_int_equal(t.neighbours, 3); /* one of them shares two boards */
	assert_int_equal(t.sums.taken, 1299);
	assert_int_equal(t.sums.sent, 2);
	assert_int_equal(t.sums.bytes, 571);
	assert_int_equal(t.sums.trips, 4);
	free(s.parts);
}

static void test_for_people(void **state)
{
	struct sync s = tell(false, 1234);

	assert_non_null(strstr(text, "nl/breda\n  aa  10.0.0.1:7340\n    the same · 1,299 posts taken · 2 posts sent"));
	assert_non_null(strstr(text, "  bb  dialled us\n    not compared yet · 0 posts taken"));
	assert_non_null(strstr(text, "nl/goirle\n  aa  10.0.0.1:7340\n    the link broke"));
	assert_non_null(strstr(text, "not the same yet · 0 posts taken · 0 posts sent · 9 B to find out · 1 round trip"));
	assert_non_null(strstr(text, "3 neighbours, 1,299 posts taken, 2 sent, 571 B to find out; it took 1234 ms."));
	free(s.parts);
	s = tell(false, 61000);
	assert_non_null(strstr(text, "it took 1 minute."));
	free(s.parts);
}

static void test_for_programs(void **state)
{
	static const char *const states[] = {"same", "unfinished", "lost", "differs"};
	struct sync s = tell(true, 1234);
	const char *line = text;

	for (size_t i = 0; i < s.n; i++, line = strchr(line, '\n') + 1) {
		json_t *one = json_loads(line, JSON_DISABLE_EOF_CHECK, NULL);
		assert_string_equal(json_string_value(json_object_get(one, "type")), "compared");
		assert_string_equal(json_string_value(json_object_get(one, "state")), states[i]);
		json_decref(one);
	}
	json_t *total = json_loads(line, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(total, "type")), "total");
	assert_int_equal(json_integer_value(json_object_get(total, "taken")), 1299);
	assert_int_equal(json_integer_value(json_object_get(total, "took_ms")), 1234);
	assert_true(json_is_false(json_object_get(total, "finished")));
	json_decref(total);
	free(s.parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_sums),
	        cmocka_unit_test(test_for_people),
	        cmocka_unit_test(test_for_programs),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	free(text);
	return failed;
}
