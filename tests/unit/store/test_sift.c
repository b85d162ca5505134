/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch can tell before any work is done: ids, twins, and what is here already. */
#include "scene.h"

static void entry_of(struct kiem_entry *entry, const struct support_bytes *bytes)
{
	*entry = (struct kiem_entry){.bytes = {bytes->b, bytes->n}, .verdict = KIEM_FULL, .number = 77, .board = 77, .made = 77};
}

static void twins_share_a_verdict(void **state)
{
	struct scene *scene = *state;
	struct support_bytes good, bad, past;
	struct kiem_entry entries[9];

	support_titled(&good, KIEM_OFFER, SCENE_BOARD, "goed", scene->now, &scene->anna);
	support_titled(&bad, KIEM_OFFER, SCENE_BOARD, "vals", scene->now, &scene->anna);
	bad.b[bad.n - 1] ^= 1;
	scene_post(&past, KIEM_OFFER, "voorbij", scene->now - SCENE_DAY, scene->now - 1, &scene->anna);
	for (size_t i = 0; i < 9; i++) {
		entry_of(&entries[i], i % 3 == 0 ? &good : i % 3 == 1 ? &bad : &past);
	}
	assert_int_equal(scene_admit_all(scene, entries, 9), KIEM_DONE);
	for (size_t i = 0; i < 9; i++) {
		enum kiem_verdict expected[] = {i == 0 ? KIEM_OK : KIEM_KNOWN, KIEM_BAD_SIGNATURE, KIEM_EXPIRED};

		assert_int_equal(entries[i].verdict, expected[i % 3]);
		assert_int_equal(entries[i].number, i % 3 == 0 ? 1 : 0);
		assert_int_equal(entries[i].board, i % 3 == 0 ? 1 : 0);
		assert_ptr_equal(entries[i].bytes.p, i % 3 == 0 ? good.b : i % 3 == 1 ? bad.b : past.b);
	}
}

static void the_id_is_that_of_all_bytes(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;
	struct kiem_id id;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", scene->now, &scene->anna);
	scene_id(&id, &bytes);
	for (int i = 0; i < 2; i++) {
		scene_admit(scene, &bytes, &entry);
		assert_memory_equal(entry.id.b, id.b, 32);
		assert_int_equal(entry.made, scene->now);
	}
}

/* Bytes that are here need no signature check, but only these bytes: another signature makes another post. */
static void known_means_the_same_bytes(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	bytes.b[bytes.n - 5] ^= 4;
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_BAD_SIGNATURE);
	bytes.b[bytes.n - 5] ^= 4;
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_KNOWN);
}

static void taken_back_in_the_same_batch(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, retraction;
	struct kiem_entry entries[3];

	scene_post(&post, KIEM_OFFER, "weg", scene->now, scene->now + SCENE_DAY, &scene->anna);
	scene_tie(&retraction, KIEM_RETRACT, &post, scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, NULL), KIEM_OK);
	entry_of(&entries[0], &retraction);
	entry_of(&entries[1], &post);
	entry_of(&entries[2], &post);
	assert_int_equal(scene_admit_all(scene, entries, 3), KIEM_DONE);
	assert_int_equal(entries[0].verdict, KIEM_OK);
	assert_int_equal(entries[1].verdict, KIEM_RETRACTED);
	assert_int_equal(entries[1].number, 0);
	assert_int_equal(entries[2].verdict, KIEM_RETRACTED);
	assert_int_equal(entries[2].number, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(twins_share_a_verdict),
	        TEST(the_id_is_that_of_all_bytes),
	        TEST(known_means_the_same_bytes),
	        TEST(taken_back_in_the_same_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
