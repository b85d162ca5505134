/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes that proved themselves are in the store a little later, once each, as they were last noted. */
#include "node.h"

#include <string.h>

static struct node node[1];

static int set_up(void **state)
{
	node_make(node);
	node_open(node);
	return 0;
}

static int tear_down(void **state)
{
	node_remove(node);
	return 0;
}

static void note(unsigned who, const char *descriptor, bool anchor)
{
	struct swarm_effect effect = {.type = SWARM_NOTIFY, .link = SWARM_NO_LINK};

	effect.notify.what = SWARM_NOTE_PEER;
	effect.notify.node.b[0] = (uint8_t)who;
	effect.notify.descriptor = (struct kiem_span){(const uint8_t *)descriptor, strlen(descriptor)};
	effect.notify.anchor = anchor;
	notes_take(node->d, &effect);
}

/* All but the node's own entry. */
static size_t kept(struct kiem_known *out, size_t max)
{
	struct kiem_read *read;
	struct kiem_key after;
	bool first = true;
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, node->d->store), KIEM_DONE);
	while (n < max && kiem_read_book_next(read, &out[n], first ? NULL : &after) == KIEM_DONE) {
		after = out[n].node;
		first = false;
		n += memcmp(&after, &node->d->node, sizeof(after)) != 0;
	}
	kiem_read_end(read);
	return n;
}

static bool two_kept(void *context)
{
	struct kiem_known out[3];

	notes_write(node->d, true);
	return kept(out, 3) == 2;
}

static void test_noted_twice_is_kept_once(void **state)
{
	struct kiem_known out[3];
	int64_t before = kiem_now_ms();

	note(1, "een", false);
	note(2, "twee", true);
	note(1, "een, nieuwer", false);
	assert_int_equal(kept(out, 3), 0); /* each write is a sync: it waits for others */
	assert_true(node->d->notes.due_ms != UINT64_MAX);
	node_until("the book", node, 1, two_kept, NULL);
	node_close(node);
	node_open(node);
	assert_int_equal(kept(out, 3), 2);
	assert_memory_equal(out[0].descriptor, "een, nieuwer", out[0].n);
	assert_int_equal(out[0].n, 12);
	assert_false(out[0].anchor);
	assert_true(out[1].anchor);
	assert_in_range(out[0].last_ok_ms, before, kiem_now_ms());
}

static void test_what_waits_is_bounded(void **state)
{
	for (unsigned i = 0; i < 2 * BOOK_MAX; i++) {
		note(i, "een", false);
	}
	assert_int_equal(node->d->book.n, BOOK_MAX);
	note(300, "", false);
	assert_int_equal(node->d->book.n, BOOK_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_noted_twice_is_kept_once, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_what_waits_is_bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
