/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGHUP: what can change does, what cannot keeps its value, and a wrong file changes nothing. */
#include "node.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static struct node node;
static int keep;

static int set_up(void **state)
{
	keep = dup(2);
	int nowhere = open("/dev/null", O_WRONLY);
	dup2(nowhere, 2);
	close(nowhere);
	node_make(&node);
	node_open(&node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&node);
	dup2(keep, 2);
	close(keep);
	return 0;
}

static void rewrite(const char *text)
{
	assert_int_equal(truncate(node.conf, 0), 0);
	node_configure(&node, text);
	daemon_reload(node.d);
}

static void test_what_can_change_does(void **state)
{
	rewrite("[node]\nname = Zaal Oost\nannounce = oost.example:7340\nping_s = 1\nlisten = tcp://127.0.0.1:*\n[log]\nlevel = "
	        "error\n");
	assert_string_equal(node.d->config.name, "Zaal Oost");
	assert_non_null(strstr(node.d->address, "@oost.example:7340"));
	assert_string_equal(node.d->config.log_level, "error");
	assert_true(node.d->follow.now);
}

static void test_what_cannot_keeps_its_value(void **state)
{
	rewrite("[node]\nlisten = tcp://127.0.0.1:1\nlinks_max = 3\nthreads = 2\nping_s = 100\nname = Nieuw\n");
	assert_string_equal(node.d->config.listen, "tcp://127.0.0.1:*");
	assert_int_equal(node.d->config.links_max, 64);
	assert_int_equal(node.d->config.threads, 0);
	assert_int_equal(node.d->config.ping_s, 1);
	assert_string_equal(node.d->config.name, "Nieuw");
}

static void test_a_wrong_file_changes_nothing(void **state)
{
	struct kiem_config before = node.d->config;

	rewrite("[node]\nname = Ander\nping_s = soon\n");
	assert_memory_equal(&before, &node.d->config, sizeof(before));
}

static bool neighbour(void *context)
{
	return node.d->follow.n_neighbours == *(size_t *)context;
}

static bool capped(void *context)
{
	struct kiem_store_stat stat;

	assert_int_equal(kiem_store_stat(node.d->store, &stat), KIEM_DONE);
	return stat.cap == 64 << 20;
}

static void test_neighbours_and_the_cap_come_by_the_signal(void **state)
{
	size_t one = 1, none = 0;

	assert_int_equal(truncate(node.conf, 0), 0);
	node_configure(&node,
	        "[node]\nneighbours = kiem://d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a@127.0.0.1:1\n"
	        "[store]\ncap = 64M\n");
	kill(getpid(), SIGHUP);
	node_until("the neighbour", &node, 1, neighbour, &one);
	node_until("the cap", &node, 1, capped, NULL);
	assert_int_equal(truncate(node.conf, 0), 0);
	kill(getpid(), SIGHUP);
	node_until("none", &node, 1, neighbour, &none);
	assert_false(node.d->stop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_what_can_change_does, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_cannot_keeps_its_value, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_wrong_file_changes_nothing, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_neighbours_and_the_cap_come_by_the_signal, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
