/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the node was linked with is there again after a restart, and never grows past its maximum. */
#include "scene.h"

static struct kiem_known known_of(unsigned who, int64_t last_ok_ms)
{
	struct kiem_known known = {.last_ok_ms = last_ok_ms, .n = 100 + who % 300};

	known.node.b[0] = (uint8_t)(who >> 8);
	known.node.b[1] = (uint8_t)who;
	memset(known.descriptor, (int)(who % 251), known.n);
	return known;
}

/* All of them, checked to come in ascending order; how many. */
static size_t read_all(struct scene *scene, struct kiem_known *out, size_t max)
{
	struct kiem_read *read;
	struct kiem_key after = {{0}};
	size_t n = 0;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	for (; n < max && kiem_read_book_next(read, &out[n], n == 0 ? NULL : &after) == KIEM_DONE; n++) {
		assert_true(n == 0 || memcmp(out[n].node.b, after.b, 32) > 0);
		after = out[n].node;
	}
	kiem_read_end(read);
	return n;
}

static void put_change_restart(void **state)
{
	struct scene *scene = *state;
	struct kiem_known known[3] = {known_of(7, 1000), known_of(300, 2000), known_of(301, 3000)}, out[4];

	assert_int_equal(read_all(scene, out, 4), 0);
	known[1].anchor = true;
	assert_int_equal(kiem_store_book_put(scene->store, known, 3), KIEM_DONE);
	known[0].last_ok_ms = 5000;
	known[0].n = 512;
	known[0].descriptor[511] = 9;
	assert_int_equal(kiem_store_book_put(scene->store, known, 1), KIEM_DONE);
	scene_open(scene, 0, 0);
	assert_int_equal(read_all(scene, out, 4), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_memory_equal(out[i].node.b, known[i].node.b, 32);
		assert_int_equal(out[i].last_ok_ms, known[i].last_ok_ms);
		assert_int_equal(out[i].anchor, known[i].anchor);
		assert_int_equal(out[i].n, known[i].n);
		assert_memory_equal(out[i].descriptor, known[i].descriptor, known[i].n);
	}
}

static void who_was_linked_longest_ago_gives_way(void **state)
{
	static struct kiem_known out[KIEM_BOOK_MAX + 1];
	struct scene *scene = *state;

	for (unsigned i = 0; i < KIEM_BOOK_MAX; i += 64) {
		struct kiem_known some[64];
		for (unsigned k = 0; k < 64; k++) {
			some[k] = known_of(i + k, 10000 + (i + k) * 7 % KIEM_BOOK_MAX);
		}
		assert_int_equal(kiem_store_book_put(scene->store, some, 64), KIEM_DONE);
	}
	struct kiem_known more[2] = {known_of(2000, 99999), known_of(5, 99999)};
	assert_int_equal(kiem_store_book_put(scene->store, more, 2), KIEM_DONE); /* one new, one there already */
	assert_int_equal(read_all(scene, out, KIEM_BOOK_MAX + 1), KIEM_BOOK_MAX);
	for (unsigned i = 0; i < KIEM_BOOK_MAX; i++) {
		assert_true(out[i].last_ok_ms != 10000); /* the oldest went, and only it */
	}
	assert_int_equal(out[KIEM_BOOK_MAX - 1].last_ok_ms, 99999);
}

static void what_is_no_descriptor_is_refused(void **state)
{
	struct scene *scene = *state;
	struct kiem_known known[2] = {known_of(1, 1), known_of(2, 2)}, out[2];

	known[1].n = 0;
	assert_int_equal(kiem_store_book_put(scene->store, known, 2), KIEM_E_INVALID);
	known[1].n = KIEM_DESCRIPTOR_MAX + 1;
	assert_int_equal(kiem_store_book_put(scene->store, known, 2), KIEM_E_INVALID);
	assert_int_equal(read_all(scene, out, 2), 0);
	assert_int_equal(kiem_store_book_put(scene->store, known, 0), KIEM_DONE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(put_change_restart),
	        TEST(who_was_linked_longest_ago_gives_way),
	        TEST(what_is_no_descriptor_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
