/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding single posts, by id and by the first digits of one, and what a snapshot sees. */
#include "scene.h"

static void a_post_as_it_is_kept(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_entry entry;
	struct kiem_kept kept;
	struct kiem_span span;
	struct kiem_read *read;
	uint64_t number;

	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "bod", scene->now - SCENE_DAY, &scene->anna);
	entry.bytes = (struct kiem_span){bytes.b, bytes.n};
	struct kiem_admit how = {.now_ms = scene->now, .local = true};
	assert_int_equal(kiem_store_admit(scene->store, &entry, 1, &how), KIEM_DONE);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_last(read), 1);
	assert_int_equal(kiem_read_posts(read), 1);
	assert_int_equal(kiem_read_find(read, &number, &entry.id), KIEM_DONE);
	assert_int_equal(kiem_read_post(read, &kept, number), KIEM_DONE);
	assert_true(kept.local);
	assert_int_equal(kept.arrived, scene->now);
	assert_int_equal(kept.until, kept.post.until);
	assert_int_equal(kiem_read_bytes(read, &span, number), KIEM_DONE);
	assert_int_equal(span.n, bytes.n);
	assert_memory_equal(span.p, bytes.b, span.n);
	assert_int_equal(kiem_read_post(read, &kept, 2), KIEM_E_NOT_FOUND);
	assert_int_equal(kiem_read_bytes(read, &span, 0), KIEM_E_NOT_FOUND);
	entry.id.b[31] ^= 1; /* the same first bytes, another id */
	assert_int_equal(kiem_read_find(read, &number, &entry.id), KIEM_E_NOT_FOUND);
	kiem_read_end(read);
	kiem_read_end(NULL);
}

static void a_snapshot_stands_still(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;
	struct kiem_read *read;
	struct kiem_walk walk = {.by = KIEM_BY_ARRIVAL};

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	support_titled(&bytes, KIEM_OFFER, SCENE_BOARD, "later", scene->now, &scene->anna);
	assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
	assert_int_equal(kiem_read_last(read), 0);
	assert_int_equal(kiem_read_posts(read), 0);
	assert_false(kiem_walk_next(read, &walk));
	kiem_read_end(read);
	assert_true(scene_has(scene, &bytes));
}

static void throw_one(struct support_bytes *out, const struct scene *scene, unsigned i)
{
	char title[32];

	snprintf(title, sizeof(title), "worp %u", i);
	support_titled(out, KIEM_OFFER, SCENE_BOARD, title, scene->now, &scene->anna);
}

#define MANY 500

/* All prefixes of some ids, against a look at every post. */
static void prefixes(void **state)
{
	struct scene *scene = *state;
	static struct support_bytes posts[MANY];
	static struct kiem_entry entries[MANY];
	struct kiem_read *read;
	uint64_t numbers[MANY], random = support_seed();
	size_t n;

	for (size_t i = 0; i < MANY; i++) {
		throw_one(&posts[i], scene, (unsigned)i);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, MANY), KIEM_DONE);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	for (int turn = 0; turn < 200; turn++) {
		char digits[65], other[65];
		size_t expected = 0;

		const struct kiem_entry *entry = &entries[support_random(&random) % MANY];
		kiem_hex(digits, entry->id.b, 32);
		size_t length = 4 + support_random(&random) % 61;
		digits[length] = '\0';
		digits[0] = digits[0] >= 'a' ? (char)(digits[0] - 'a' + 'A') : digits[0];
		for (size_t i = 0; i < MANY; i++) {
			kiem_hex(other, entries[i].id.b, 32);
			expected += strncasecmp(other, digits, length) == 0;
		}
		assert_int_equal(kiem_read_prefix(read, numbers, &n, MANY, digits), KIEM_DONE);
		assert_int_equal(n, expected);
		assert_true(n > 1 || numbers[0] == entry->number);
	}
	assert_int_equal(kiem_read_prefix(read, numbers, &n, 0, "0000"), KIEM_DONE);
	assert_int_equal(n, 0);
	assert_int_equal(kiem_read_prefix(read, numbers, &n, MANY, "abc"), KIEM_E_INVALID);
	assert_int_equal(kiem_read_prefix(read, numbers, &n, MANY, "abcg"), KIEM_E_INVALID);
	assert_int_equal(kiem_read_prefix(read, numbers, &n, MANY, ""), KIEM_E_INVALID);
	kiem_read_end(read);
}

/* Posts are made until two share four digits; both are then given, in id order. */
static void an_ambiguous_prefix_gives_all(void **state)
{
	struct scene *scene = *state;
	static uint16_t seen[65536];
	struct support_bytes bytes;
	struct kiem_entry entry;
	char digits[65];
	struct kiem_read *read;
	uint64_t numbers[4], pair[2] = {0};
	struct kiem_kept a, b;
	size_t n;

	memset(seen, 0, sizeof(seen));
	for (uint16_t i = 1; pair[0] == 0 && i < 2000; i++) {
		struct kiem_id id;

		throw_one(&bytes, scene, i);
		scene_id(&id, &bytes);
		uint16_t first = (uint16_t)(id.b[0] << 8 | id.b[1]);
		pair[0] = seen[first];
		pair[1] = i;
		seen[first] = i;
	}
	assert_true(pair[0] != 0);
	for (int i = 0; i < 2; i++) {
		throw_one(&bytes, scene, (unsigned)pair[i]);
		assert_int_equal(scene_admit(scene, &bytes, &entry), KIEM_OK);
	}
	kiem_hex(digits, entry.id.b, 32);
	digits[4] = '\0';
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_read_prefix(read, numbers, &n, 4, digits), KIEM_DONE);
	assert_int_equal(n, 2);
	assert_int_equal(kiem_read_post(read, &a, numbers[0]), KIEM_DONE);
	assert_int_equal(kiem_read_post(read, &b, numbers[1]), KIEM_DONE);
	assert_true(memcmp(a.post.id.b, b.post.id.b, 32) < 0);
	assert_int_equal(kiem_read_prefix(read, numbers, &n, 1, digits), KIEM_DONE);
	assert_int_equal(n, 1);
	kiem_read_end(read);
}

static void who_took_back_what(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, retraction;
	struct kiem_entry entry, by;
	struct kiem_read *read;
	uint64_t number;

	scene_post(&post, KIEM_OFFER, "weg", scene->now, scene->now + SCENE_DAY, &scene->anna);
	scene_tie(&retraction, KIEM_RETRACT, &post, scene->now, scene->now + SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, &entry), KIEM_OK);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_false(kiem_read_retracted(read, &number, &entry.id, &scene->anna.key));
	kiem_read_end(read);
	assert_int_equal(scene_admit(scene, &retraction, &by), KIEM_OK);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_true(kiem_read_retracted(read, &number, &entry.id, &scene->anna.key));
	assert_int_equal(number, by.number);
	assert_false(kiem_read_retracted(read, &number, &entry.id, &scene->bram.key));
	kiem_read_end(read);
}

/* It took nothing back while the post is here; of a post that is not, it is what its author said. */
static void a_retraction_on_another_board(void **state)
{
	struct scene *scene = *state;
	struct support_bytes post, retraction;
	struct kiem_entry entry, by;
	struct kiem_read *read;
	uint64_t number;
	size_t erased;

	assert_int_equal(kiem_store_follow(scene->store, SCENE_OTHER), KIEM_DONE);
	scene_post(&post, KIEM_OFFER, "blijft", scene->now, scene->now + SCENE_DAY, &scene->anna);
	scene_tie_on(&retraction, SCENE_OTHER, KIEM_RETRACT, &post, scene->now, scene->now + 9 * SCENE_DAY, &scene->anna);
	assert_int_equal(scene_admit(scene, &post, &entry), KIEM_OK);
	assert_int_equal(scene_admit(scene, &retraction, &by), KIEM_OK);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_false(kiem_read_retracted(read, &number, &entry.id, &scene->anna.key));
	kiem_read_end(read);
	scene->now += 2 * SCENE_DAY;
	assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 10), KIEM_DONE);
	assert_int_equal(erased, 1);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_true(kiem_read_retracted(read, &number, &entry.id, &scene->anna.key));
	assert_int_equal(number, by.number);
	kiem_read_end(read);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(a_post_as_it_is_kept),
	        TEST(a_snapshot_stands_still),
	        TEST(prefixes),
	        TEST(an_ambiguous_prefix_gives_all),
	        TEST(who_took_back_what),
	        TEST(a_retraction_on_another_board),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
