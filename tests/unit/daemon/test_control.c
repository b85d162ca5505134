/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every request of docs/control.md, asked over the real socket by a thread while the daemon takes its passes. */
#include "node.h"

#include <jansson.h>
#include <pthread.h>

static struct node pair[2];

static int set_up(void **state)
{
	node_pair(pair);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(&pair[0]);
	node_remove(&pair[1]);
	return 0;
}

struct question {
	const char *path, *request;
	char *answer;
	enum kiem_err err;
	bool done;
};

static void *asking(void *arg)
{
	struct question *q = arg;

	q->err = link_control_call(&q->answer, q->path, q->request, 10000);
	__atomic_store_n(&q->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static bool answered(void *context)
{
	return __atomic_load_n(&((struct question *)context)->done, __ATOMIC_ACQUIRE);
}

/* The answer of a node, to be freed by json_decref. */
static json_t *ask(struct node *node, const char *request)
{
	struct question q = {.path = node->d->home.control, .request = request};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, asking, &q), 0);
	node_until("an answer", pair, 2, answered, &q);
	pthread_join(thread, NULL);
	assert_int_equal(q.err, KIEM_DONE);
	json_t *object = json_loads(q.answer, 0, NULL);
	assert_true(json_is_object(object));
	free(q.answer);
	return object;
}

static bool ok(struct node *node, const char *request)
{
	json_t *object = ask(node, request);
	bool is = json_is_true(json_object_get(object, "ok"));

	assert_true(is || json_string_length(json_object_get(object, "error")) > 10);
	json_decref(object);
	return is;
}

static void test_status_and_links(void **state)
{
	json_t *status = ask(&pair[0], "status"), *links = ask(&pair[0], "links");

	assert_true(json_is_true(json_object_get(status, "ok")));
	assert_int_equal(json_integer_value(json_object_get(status, "links")), 1);
	assert_int_equal(json_array_size(json_object_get(links, "links")), 1);
	json_decref(status);
	json_decref(links);
}

static void test_what_there_is_not(void **state)
{
	assert_false(ok(&pair[0], "dance"));
	assert_false(ok(&pair[0], "connect"));
	assert_false(ok(&pair[0], "connect "));
	assert_false(ok(&pair[0], "connect 127.0.0.1:7340"));
	assert_false(ok(&pair[0], pair[0].d->address));
	assert_false(ok(&pair[0], "disconnect 1234"));
	assert_false(ok(&pair[0], "sync nl/nowhere"));
	assert_false(ok(&pair[0], "statusx"));
}

static bool parted(void *context)
{
	return !node_linked(&pair[0], &pair[1]) && !node_linked(&pair[1], &pair[0]);
}

static bool joined(void *context)
{
	return node_linked(&pair[0], &pair[1]) && node_linked(&pair[1], &pair[0]);
}

static bool stored(void *context)
{
	struct kiem_read *read;
	struct kiem_peer peers[4];
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, pair[1].d->store), KIEM_DONE);
	assert_int_equal(kiem_read_peers(read, peers, &n, 4), KIEM_DONE);
	kiem_read_end(read);
	return n == 1 && peers[0].wanted == *(bool *)context;
}

static void test_disconnect_and_connect(void **state)
{
	char request[KIEM_PATH_MAX + 16], key[65];
	bool wanted = false;

	kiem_hex(key, pair[0].d->node.b, 32);
	snprintf(request, sizeof(request), "disconnect %s", key);
	assert_true(ok(&pair[1], request));
	node_until("no link", pair, 2, parted, NULL);
	node_until("the store to know", pair, 2, stored, &wanted);
	assert_int_equal(pair[1].d->follow.n_neighbours, 0);
	assert_false(ok(&pair[1], request)); /* there is none any more */
	snprintf(request, sizeof(request), "connect %s", pair[0].d->address);
	assert_true(ok(&pair[1], request));
	node_until("the link again", pair, 2, joined, NULL);
	wanted = true;
	node_until("the store to know", pair, 2, stored, &wanted);
	assert_true(ok(&pair[1], request)); /* again: no harm */
	node_pass(pair, 2, 50);
	assert_true(joined(NULL));
	snprintf(request, sizeof(request), "connect %s", pair[1].d->address);
	assert_false(ok(&pair[1], request)); /* itself */
}

/* The swarm knows the node still, and may choose it: it is not dialled before somebody says so. */
static void test_whom_one_disconnected_is_not_dialled_again(void **state)
{
	char request[KIEM_PATH_MAX + 16] = "disconnect ";
	struct daemon *d = pair[1].d;

	assert_false(follow_unwanted(&d->follow, &pair[0].d->node));
	kiem_hex(request + strlen(request), pair[0].d->node.b, 32);
	assert_true(ok(&pair[1], request));
	assert_true(follow_unwanted(&d->follow, &pair[0].d->node)); /* at once, before the store says so */
	node_until("no link", pair, 2, parted, NULL);
	node_pass(pair, 2, 50);
	assert_true(follow_unwanted(&d->follow, &pair[0].d->node));
	snprintf(request, sizeof(request), "connect %s", pair[0].d->address);
	assert_true(ok(&pair[1], request));
	assert_false(follow_unwanted(&d->follow, &pair[0].d->node));
	node_until("the link again", pair, 2, joined, NULL);
}

static void test_the_other_side_may_cut_too(void **state)
{
	char request[80];

	memcpy(request, "disconnect ", 11);
	kiem_hex(request + 11, pair[1].d->node.b, 32);
	assert_true(ok(&pair[0], request)); /* which did not dial, and never asked for it */
	assert_true(follow_unwanted(&pair[0].d->follow, &pair[1].d->node));
	node_until("no link", pair, 2, parted, NULL);
}

static void test_sync_compares(void **state)
{
	pair[0].d->follow.boards[0].synced_ms = 0;
	assert_true(ok(&pair[0], "sync " NODE_BOARD));
	node_pass(pair, 2, 50);
	assert_int_not_equal(pair[0].d->follow.boards[0].synced_ms, 0);
	pair[0].d->follow.boards[0].synced_ms = 0;
	assert_true(ok(&pair[0], "sync"));
	node_pass(pair, 2, 50);
	assert_int_not_equal(pair[0].d->follow.boards[0].synced_ms, 0);
}

static bool looked(void *context)
{
	return pair[0].d->follow.n_boards == 2;
}

static void test_a_poke_is_not_answered_but_heeded(void **state)
{
	struct question q = {.path = pair[0].d->home.control, .request = "poke"};

	assert_int_equal(kiem_store_follow(pair[0].d->store, "nl/breda"), KIEM_DONE);
	pair[0].d->tick_ms = UINT64_MAX; /* no tick will do it */
	asking(&q);
	assert_int_equal(q.err, KIEM_DONE);
	node_until("the new board", pair, 2, looked, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_status_and_links, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_there_is_not, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_disconnect_and_connect, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_whom_one_disconnected_is_not_dialled_again, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_the_other_side_may_cut_too, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_sync_compares, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_a_poke_is_not_answered_but_heeded, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
