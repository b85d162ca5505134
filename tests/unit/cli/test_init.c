/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem init`: everything is there afterwards, or nothing was made. */
#include "desk.h"

#include <sys/stat.h>
#include <unistd.h>

static bool there(struct desk *desk, const char *name)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s", desk->home, name);
	return access(path, F_OK) == 0;
}

static void test_a_home_has_everything(void **state)
{
	struct desk *desk = *state;
	struct stat st;

	desk_init(desk);
	assert_true(there(desk, "identity.key") && there(desk, "node.key") && there(desk, "store") && there(desk, "profile.json"));
	assert_int_equal(stat(desk->home, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_non_null(strstr(desk->out, desk->home));
	assert_non_null(strstr(desk->out, "kiemd"));
	assert_non_null(strstr(desk->out, "kiem initiative"));
	assert_int_equal(desk_posts(desk), 1); /* the name on the board */
	assert_non_null(strstr(desk->err, "public"));
}

static void test_nothing_is_needed_but_the_word(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(desk_type(desk, "init", NULL), EX_OK);
	assert_true(there(desk, "identity.key"));
	assert_non_null(strstr(desk->out, "kiem profile"));
	assert_non_null(strstr(desk->out, "kiem follow"));
	assert_int_equal(desk_posts(desk), 0);
}

static void test_twice_is_refused(void **state)
{
	struct desk *desk = *state;

	desk_init(desk);
	desk_type(desk, "init", "--name", "Iemand anders", NULL);
	desk_failed(desk, EX_CANTCREAT, "kiem follow BOARD");
	desk_type(desk, "profile", NULL);
	assert_non_null(strstr(desk->out, "Speeltuin Noord"));
}

/* Somebody put only the copy of a key back: the home is made around it, and it stays the same person. */
static void test_a_key_alone_becomes_a_home(void **state)
{
	struct desk *desk = *state;
	char key[80];
	char path[400];
	char saved[400];

	desk_init(desk);
	assert_int_equal(desk_type(desk, "id", NULL), EX_OK);
	snprintf(key, sizeof(key), "%.64s", strstr(desk->out, "key ") + strlen("key   "));
	snprintf(saved, sizeof(saved), "%s.saved", desk->home);
	assert_int_equal(rename(desk->home, saved), 0);
	assert_int_equal(mkdir(desk->home, 0700), 0);
	snprintf(path, sizeof(path), "%s/identity.key", desk->home);
	snprintf(saved, sizeof(saved), "%s.saved/identity.key", desk->home);
	assert_int_equal(rename(saved, path), 0);
	desk_type(desk, "board", NULL);
	desk_failed(desk, EX_NOINPUT, "complete it with: kiem init");
	assert_int_equal(desk_type(desk, "init", "--name", "Nel", "--board", "nl/tilburg/noord", NULL), EX_OK);
	assert_true(there(desk, "node.key") && there(desk, "store"));
	desk_type(desk, "id", NULL);
	assert_non_null(strstr(desk->out, key));
	assert_int_equal(desk_posts(desk), 1);
}

static void test_a_mistake_makes_nothing(void **state)
{
	struct desk *desk = *state;

	desk_type(desk, "init", "--name", "X", "--board", "NL/Tilburg", NULL);
	desk_failed(desk, EX_USAGE, "no board name");
	desk_type(desk, "init", "--name", "X", "--sector", "bakery", NULL);
	desk_failed(desk, EX_USAGE, "no sector");
	desk_type(desk, "init", "--name", "", NULL);
	desk_failed(desk, EX_USAGE, "name");
	desk_type(desk, "init", "--name", "X", "--language", "n", NULL);
	desk_failed(desk, EX_DATAERR, "language");
	desk_type(desk, "init", "--name", "X", "--board", "kiem://x", NULL);
	desk_failed(desk, EX_DATAERR, "link");
	assert_false(there(desk, ""));
}

static void test_a_node_alone_becomes_a_home(void **state)
{
	struct desk *desk = *state;
	char path[400];
	struct kiem_secret *secret;

	assert_int_equal(mkdir(desk->home, 0700), 0);
	snprintf(path, sizeof(path), "%s/node.key", desk->home);
	assert_int_equal(kiem_secret_create(&secret, path), KIEM_DONE);
	kiem_secret_destroy(secret);
	desk_init(desk);
	assert_true(there(desk, "identity.key"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_home_has_everything, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_nothing_is_needed_but_the_word, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_twice_is_refused, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_key_alone_becomes_a_home, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_mistake_makes_nothing, desk_setup_empty, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_a_node_alone_becomes_a_home, desk_setup_empty, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
