/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key goes out of one home and comes into another with its passphrase, and not without. */
#include "desk.h"

#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void key_of(struct desk *desk, char key[static DESK_ID])
{
	assert_int_equal(desk_type(desk, "id", "--json", NULL), EX_OK);
	json_t *object = json_loads(desk->out, 0, NULL);

	snprintf(key, DESK_ID, "%s", json_string_value(json_object_get(object, "key")));
	json_decref(object);
	assert_int_equal(strlen(key), 64);
}

static void test_out_and_in(void **state)
{
	struct desk *desk = *state;
	char secret[400], right[400], wrong[400], elsewhere[400], before[DESK_ID], after[DESK_ID];
	struct stat st;

	snprintf(secret, sizeof(secret), "%s/my-key.txt", desk->dir);
	snprintf(right, sizeof(right), "%s/right", desk->dir);
	snprintf(wrong, sizeof(wrong), "%s/wrong", desk->dir);
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", desk->dir);
	write_file(right, "vier losse woorden hier\n");
	write_file(wrong, "vier andere woorden hier\n");
	key_of(desk, before);
	assert_int_equal(desk_type(desk, "id", "export", secret, "--passphrase-file", right, NULL), EX_OK);
	assert_int_equal(stat(secret, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	desk_type(desk, "id", "export", secret, "--passphrase-file", right, NULL);
	desk_failed(desk, EX_CANTCREAT, "my-key.txt");
	desk_type(desk, "id", "import", secret, "--passphrase-file", right, NULL);
	desk_failed(desk, EX_CANTCREAT, "already");

	setenv("KIEM_HOME", elsewhere, 1);
	desk_type(desk, "id", "import", secret, "--passphrase-file", wrong, NULL);
	desk_failed(desk, EX_NOPERM, "passphrase");
	assert_int_not_equal(access(elsewhere, F_OK), 0);
	desk_type(desk, "id", "import", right, "--passphrase-file", right, NULL);
	desk_failed(desk, EX_DATAERR, "no exported identity");
	assert_int_equal(desk_type(desk, "id", "import", secret, "--passphrase-file", right, NULL), EX_OK);
	key_of(desk, after);
	assert_string_equal(before, after);
	assert_int_equal(desk_type(desk, "follow", "nl/tilburg/noord", NULL), EX_OK);
	assert_int_equal(desk_type(desk, "initiative", "Hier ook", NULL), EX_OK);
}

static void test_export_to_stdout_hides_the_key(void **state)
{
	struct desk *desk = *state;
	char pass[400], path[400], raw[200] = "";

	snprintf(pass, sizeof(pass), "%s/pass", desk->dir);
	write_file(pass, "geheim\n");
	assert_int_equal(desk_type(desk, "id", "export", "--passphrase-file", pass, NULL), EX_OK);
	snprintf(path, sizeof(path), "%s/identity.key", desk->home);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(raw, sizeof(raw), file));
	fclose(file);
	raw[strcspn(raw, "\n")] = '\0';
	assert_null(strstr(desk->out, raw));
	assert_int_equal(desk->out[strlen(desk->out) - 1], '\n');
}

static void test_words_that_are_none(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "id", "import", NULL);
	desk_failed(desk, EX_USAGE, "import FILE");
	desk_type(desk, "id", "delete", NULL);
	desk_failed(desk, EX_USAGE, "export");
	desk_type(desk, "id", "export", "--passphrase-file", "/no/such/file", NULL);
	desk_failed(desk, EX_NOINPUT, "/no/such/file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_out_and_in, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_export_to_stdout_hides_the_key, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_words_that_are_none, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
