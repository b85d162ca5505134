/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: what is wrong is refused with its status, before anything is left behind; and closing gives everything back. */
#include "node.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct node node;
static int keep;

static int set_up(void **state)
{
	node_make(&node);
	/* Sentences to a person are not what these tests look at. */
	keep = dup(2);
	int nowhere = open("/dev/null", O_WRONLY);
	dup2(nowhere, 2);
	close(nowhere);
	return 0;
}

static int tear_down(void **state)
{
	dup2(keep, 2);
	close(keep);
	node_remove(&node);
	return 0;
}

static int status_of(const char *home, const char *listen)
{
	struct options options = {.home = home, .listen = listen};
	struct daemon *d;
	int status = daemon_open(&d, &options);

	if (status == EX_OK) {
		daemon_close(d);
	} else {
		assert_null(d);
	}
	return status;
}

static size_t open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL) {
		n++;
	}
	closedir(dir);
	return n;
}

static void test_a_home_that_was_not_made(void **state)
{
	char nowhere[300];

	snprintf(nowhere, sizeof(nowhere), "%s/nowhere", node.dir);
	assert_int_equal(status_of(nowhere, NULL), EX_NOINPUT);
	assert_int_equal(access(nowhere, F_OK), -1);
}

static void test_one_daemon_a_home(void **state)
{
	node_open(&node);
	assert_int_equal(status_of(node.dir, NULL), EX_TEMPFAIL);
	node_close(&node);
	assert_int_equal(status_of(node.dir, NULL), EX_OK);
}

static void test_an_address_in_use(void **state)
{
	struct node other;
	char listen[64];

	node_open(&node);
	snprintf(listen, sizeof(listen), "%s", link_hub_bound(node.d->hub));
	node_make(&other);
	assert_int_equal(status_of(other.dir, listen), EX_UNAVAILABLE);
	assert_int_equal(status_of(other.dir, "tcp://127.0.0.1:0"), EX_OK); /* the lock went with the failure */
	node_remove(&other);
}

static void test_wrong_configuration(void **state)
{
	node_configure(&node, "links_max = many\n");
	assert_int_equal(status_of(node.dir, NULL), EX_CONFIG);
}

static void test_a_node_key_is_made_when_there_is_none(void **state)
{
	char path[300];
	struct stat st;

	snprintf(path, sizeof(path), "%s/node.key", node.dir);
	assert_int_not_equal(stat(path, &st), 0);
	assert_int_equal(status_of(node.dir, NULL), EX_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void test_a_node_without_an_identity(void **state)
{
	char path[300];

	assert_int_equal(status_of(node.dir, NULL), EX_OK); /* makes node.key */
	snprintf(path, sizeof(path), "%s/identity.key", node.dir);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(status_of(node.dir, NULL), EX_OK);
	snprintf(path, sizeof(path), "%s/node.key", node.dir);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(status_of(node.dir, NULL), EX_NOINPUT);
}

static void test_closing_gives_everything_back(void **state)
{
	assert_int_equal(status_of(node.dir, NULL), EX_OK);
	size_t before = open_files();

	for (int i = 0; i < 3; i++) {
		assert_int_equal(status_of(node.dir, NULL), EX_OK);
		assert_int_equal(status_of(node.dir, "tcp://256.0.0.1:1"), EX_UNAVAILABLE);
	}
	assert_int_equal(open_files(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_a_home_that_was_not_made, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_one_daemon_a_home, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_an_address_in_use, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_wrong_configuration, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_node_key_is_made_when_there_is_none, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_node_without_an_identity, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_closing_gives_everything_back, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
