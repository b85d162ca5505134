/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own editor, played by a line of shell; its file is gone afterwards, unless what is in it was not posted. */
#include "desk.h"

#include <dirent.h>

static char tmpdir[256]; /* what TMPDIR was */

static void use_editor(struct desk *desk, const char *line)
{
	setenv("TMPDIR", desk->dir, 1);
	setenv("VISUAL", line, 1);
}

/* As it was before, for the next test's own directory. */
static int put_back(void **state)
{
	if (tmpdir[0]) {
		setenv("TMPDIR", tmpdir, 1);
	} else {
		unsetenv("TMPDIR");
	}
	unsetenv("VISUAL");
	return desk_teardown(state);
}

/* No file of the editor's is left in the directory. */
static void assert_no_rest(struct desk *desk)
{
	DIR *dir = opendir(desk->dir);

	assert_non_null(dir);
	for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		assert_null(strstr(entry->d_name, "kiem-"));
	}
	closedir(dir);
}

static void test_what_was_written_is_posted(void **state)
{
	struct desk *desk = *state;
	char id[DESK_ID], newer[DESK_ID];

	use_editor(desk, "printf 'regel een\\nregel twee\\n\\n' >");
	desk_post(desk, id, "initiative", "Groene gevels", "--edit", NULL);
	assert_true(desk_is(desk_read(desk, id)->text, "regel een\nregel twee"));
	use_editor(desk, "sed -i s/een/1/");
	desk_post(desk, newer, "revise", id, "--edit", NULL);
	assert_true(desk_is(desk_read(desk, newer)->text, "regel 1\nregel twee"));
	assert_no_rest(desk);
}

static void test_nothing_written_is_nothing_posted(void **state)
{
	struct desk *desk = *state;
	uint64_t before = desk_posts(desk);

	use_editor(desk, "true");
	desk_type(desk, "initiative", "x", "--edit", NULL);
	desk_failed(desk, EX_NOINPUT, "wrote nothing");
	use_editor(desk, "false");
	desk_type(desk, "initiative", "x", "--edit", NULL);
	desk_failed(desk, EX_UNAVAILABLE, "editor");
	assert_int_equal(desk_posts(desk), before);
	assert_no_rest(desk);
}

/* The command failed with `words`, and the file that it names has what was written; it is removed. */
static void assert_kept(struct desk *desk, const char *words, size_t n)
{
	char path[400] = "", text[32 * 1024];
	const char *name = strstr(desk->err, "kept in ");

	assert_int_equal(desk->status, EX_DATAERR);
	assert_non_null(strstr(desk->err, words));
	assert_non_null(name);
	assert_int_equal(sscanf(name, "kept in %399[^;];", path), 1);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(text, 1, sizeof(text), file), n);
	fclose(file);
	assert_int_equal(remove(path), 0);
}

static void test_what_was_not_posted_is_kept(void **state)
{
	struct desk *desk = *state;
	uint64_t before = desk_posts(desk);

	use_editor(desk, "head -c 20000 /dev/zero | tr '\\0' x >");
	desk_type(desk, "initiative", "x", "--edit", NULL);
	assert_kept(desk, "too long", 20000);
	use_editor(desk, "head -c 20 /dev/zero >");
	desk_type(desk, "initiative", "x", "--edit", NULL);
	assert_kept(desk, "zero byte", 20);
	use_editor(desk, "echo hallo >");
	desk_type(desk, "initiative", "x", "--edit", "--about", "0000", NULL);
	assert_kept(desk, "no post here", 6);
	assert_int_equal(desk_posts(desk), before);
	assert_no_rest(desk);
}

int main(void)
{
	snprintf(tmpdir, sizeof(tmpdir), "%s", getenv("TMPDIR") ? getenv("TMPDIR") : "");
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_what_was_written_is_posted, desk_setup, put_back),
	        cmocka_unit_test_setup_teardown(test_nothing_written_is_nothing_posted, desk_setup, put_back),
	        cmocka_unit_test_setup_teardown(test_what_was_not_posted_is_kept, desk_setup, put_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
