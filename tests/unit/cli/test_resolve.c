/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to what is meant: ids cut short, names of keys. */
#include "desk.h"

static void test_prefixes(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], note[DESK_ID];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	for (size_t n = 4; n <= 64; n += 12) {
		char prefix[DESK_ID];

		snprintf(prefix, sizeof(prefix), "%.*s", (int)n, id);
		desk_post(desk, note, "note", prefix, "hoi", NULL);
	}
	for (char *p = id; *p; p++) {
		*p = (char)(*p >= 'a' ? *p - 32 : *p);
	}
	desk_post(desk, note, "note", id, "HOI", NULL);
	desk_type(desk, "note", "abc", "hoi", NULL);
	desk_failed(desk, EX_DATAERR, "is no id");
	desk_type(desk, "note", "12xy", "hoi", NULL);
	desk_failed(desk, EX_DATAERR, "is no id");
	desk_type(desk, "note", "00000000000000000000", "hoi", NULL);
	desk_failed(desk, EX_DATAERR, "no post here");
}

static void test_what_was_taken_back_is_told_apart(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], other[DESK_ID], prefix[9];

	desk_post(desk, id, "initiative", "Groene gevels", NULL);
	desk_post(desk, other, "retract", id, NULL);
	desk_type(desk, "show", id, NULL);
	desk_failed(desk, EX_DATAERR, "was taken back by Speeltuin Noord");
	snprintf(prefix, sizeof(prefix), "%.8s", id);
	desk_type(desk, "join", prefix, NULL);
	desk_failed(desk, EX_DATAERR, "was taken back by Speeltuin Noord");
	desk_type(desk, "show", "0000000000", NULL);
	desk_failed(desk, EX_DATAERR, "no post here");
}

/* Posts of a stranger until two ids begin with the same four digits, which takes some hundreds. */
static void make_twins(struct desk *desk, char prefix[static 5])
{
	static uint8_t seen[65536];
	struct kiem_store *store;
	struct support_author author;
	char dir[400];
	int64_t before = kiem_now_ms() - 5000;

	memset(seen, 0, sizeof(seen));
	support_author(&author, 5);
	snprintf(dir, sizeof(dir), "%s/store", desk->home);
	assert_int_equal(kiem_store_open(&store, &(struct kiem_store_options){.dir = dir}), KIEM_DONE);
	for (int64_t i = 0;; i++) {
		struct support_bytes bytes;
		struct kiem_id id;

		support_titled(&bytes, KIEM_LESSON, "nl/tilburg/noord", "\x1b[31mtweeling", before - i, &author);
		kiem_id_of(&id, bytes.b, bytes.n);
		unsigned at = (unsigned)id.b[0] << 8 | id.b[1];
		struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
		struct kiem_admit how = {.now_ms = kiem_now_ms()};

		if (i % 16 == 0 || seen[at]) { /* most are only counted as seen when they are there */
			assert_int_equal(kiem_store_admit(store, &entry, 1, &how), KIEM_DONE);
			seen[at]++;
		}
		if (seen[at] == 2) {
			kiem_hex(prefix, id.b, 2);
			break;
		}
	}
	kiem_store_close(store);
}

static void test_an_ambiguous_prefix_lists_its_candidates(void **state)
{
	struct desk *desk = *state;
	char prefix[5];
	size_t n = 0;

	make_twins(desk, prefix);
	assert_int_equal(desk_type(desk, "note", prefix, "hoi", NULL), EX_DATAERR);
	assert_string_equal(desk->out, "");
	for (const char *p = desk->err; (p = strstr(p, "tweeling")); p++) {
		n++;
	}
	assert_int_equal(n, 2);
	assert_null(strchr(desk->err, '\x1b'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_what_was_taken_back_is_told_apart, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_prefixes, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_an_ambiguous_prefix_lists_its_candidates, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
