/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A store that came to its cap in any way: by imports of thousands, by a post at a time, by some of each, and after years of
 * coming and going. Whatever came before, one's own can be taken back, what expired goes, and nothing acknowledged is lost.
 */
#include "pile.h"
#include "room.h"
#include "scene.h"

static uint64_t seed;

static int make(void **state)
{
	(void)state;
	seed = support_seed();
	pile_make(&seed);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	pile_drop();
	return 0;
}

/* How many posts come at a time: always as many, or another number each time. */
static size_t some(size_t way)
{
	static const size_t sizes[] = {1, 20, 256, 2000, 10000};

	return way < 5 && way > 0 ? sizes[way] : 1 + support_random(&seed) % sizes[support_random(&seed) % 5];
}

/* One batch of the pile; how many had no room. */
static size_t bring(struct scene *scene, size_t from, size_t n)
{
	static struct kiem_entry entries[PILE_POSTS];
	size_t full = 0;

	for (size_t i = 0; i < n; i++) {
		entries[i].bytes = (struct kiem_span){pile[from + i].bytes, pile[from + i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, n), KIEM_DONE);
	for (size_t i = 0; i < n; i++) {
		enum kiem_verdict verdict = entries[i].verdict;

		assert_true(verdict == KIEM_OK || verdict == KIEM_FULL || verdict == KIEM_KNOWN || verdict == KIEM_RETRACTED ||
		            verdict == KIEM_EXPIRED);
		pile[from + i].kept = verdict == KIEM_OK || verdict == KIEM_KNOWN;
		full += verdict == KIEM_FULL;
	}
	return full;
}

/* What the next transaction would find. */
static struct store_write room_of(struct scene *scene)
{
	struct store_write w = {.store = scene->store};

	assert_int_equal(store_room_count(&w), 0);
	return w;
}

static void fill(struct scene *scene, size_t way)
{
	size_t full = 0, n;

	for (size_t i = 0; i < PILE_POSTS; i++) {
		pile[i].kept = false;
	}
	for (size_t from = 0; from < PILE_POSTS && full < 300; from += n) {
		n = some(way);
		n = n < PILE_POSTS - from ? n : PILE_POSTS - from;
		full += bring(scene, from, n);
	}
	assert_true(full > 0);
	/* The reserve is there for the taking, but for what the last commit wrote after it had looked; and little beside it. */
	assert_true(room_of(scene).ready >= 112);
	assert_true(room_of(scene).room < 512 << 10);
}

static enum kiem_verdict take_back(struct scene *scene, size_t i)
{
	static struct support_bytes target, tie;

	target.n = pile[i].n;
	memcpy(target.b, pile[i].bytes, target.n);
	scene_tie(&tie, KIEM_RETRACT, &target, SUPPORT_NOW, SUPPORT_NOW + 300 * SCENE_DAY, &scene->anna);
	enum kiem_verdict verdict = scene_admit(scene, &tie, NULL);
	pile[i].kept = pile[i].kept && verdict != KIEM_OK;
	return verdict;
}

static void check_pile(struct scene *scene)
{
	struct kiem_read *read;

	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	for (size_t i = 0; i < PILE_POSTS; i++) {
		struct kiem_id id;
		uint64_t number;

		kiem_id_of(&id, pile[i].bytes, pile[i].n);
		assert_int_equal(kiem_read_find(read, &number, &id), pile[i].kept ? KIEM_DONE : KIEM_E_NOT_FOUND);
	}
	kiem_read_end(read);
}

/* Erases what is past its until an hour at a time, as the daemon does. */
static void expire(struct scene *scene, int64_t until)
{
	size_t erased;

	for (; scene->now < until; scene->now += SCENE_HOUR) {
		assert_int_equal(kiem_store_expire(scene->store, &erased, scene->now, 100000), KIEM_DONE);
	}
	for (size_t i = 0; i < PILE_POSTS; i++) {
		pile[i].kept = pile[i].kept && pile[i].until / SCENE_HOUR >= (scene->now - SCENE_HOUR) / SCENE_HOUR;
	}
}

/* An empty store of the smallest cap, in a directory of its own within the scene's. */
static void anew(struct scene *scene, const char *dir, size_t number)
{
	scene->now = SUPPORT_NOW;
	scene_close(scene);
	assert_true(snprintf(scene->dir, sizeof(scene->dir), "%.200s/%zu", dir, number) > 0);
	scene_open(scene, KIEM_STORE_CAP_MIN, 1);
	assert_int_equal(kiem_store_follow(scene->store, SCENE_BOARD), KIEM_DONE);
}

static void any_way_of_filling(void **state)
{
	struct scene *scene = *state;
	char dir[sizeof(scene->dir)];

	memcpy(dir, scene->dir, sizeof(dir));
	for (size_t way = 0; way < 6; way++) {
		size_t n = 0;

		anew(scene, dir, way);
		fill(scene, way);
		for (size_t i = 0; i < PILE_POSTS && n < 40; i += 1 + support_random(&seed) % 200) {
			if (pile[i].mine && pile[i].kept) {
				assert_int_equal(take_back(scene, i), KIEM_OK);
				n++;
			}
		}
		assert_true(n > 5);
		check_pile(scene);
		expire(scene, SUPPORT_NOW + 2 * SCENE_DAY);
		check_pile(scene);
	}
	memcpy(scene->dir, dir, sizeof(dir));
}

/* Coming and going at the cap, until no page is left that was never written. */
static void a_life_at_the_cap(void **state)
{
	struct scene *scene = *state;
	size_t full = 0;

	scene_open(scene, KIEM_STORE_CAP_MIN, 1);
	fill(scene, 4);
	for (size_t round = 0; round < 60; round++) {
		size_t n = some(0), i = support_random(&seed) % PILE_POSTS;

		n = n < PILE_POSTS - i ? n : PILE_POSTS - i;
		full += bring(scene, i, n);
		for (; i < PILE_POSTS && !(pile[i].mine && pile[i].kept); i++) {
		}
		if (i < PILE_POSTS) {
			assert_int_equal(take_back(scene, i), KIEM_OK);
		}
		expire(scene, scene->now + SCENE_HOUR);
	}
	assert_true(full > 100);
	check_pile(scene);
	expire(scene, PILE_UNTIL);
	scene_check(scene);
}

/* Each retraction is a post too, so that even they come to an end; what expired still goes then, and makes room for more. */
static void retractions_leave_room_to_expire(void **state)
{
	struct scene *scene = *state;
	size_t n = 0, refused = 0;

	scene_open(scene, KIEM_STORE_CAP_MIN, 1);
	fill(scene, 3);
	for (size_t i = 0; i < PILE_POSTS && refused < 3; i++) {
		if (pile[i].mine && pile[i].kept) {
			enum kiem_verdict verdict = take_back(scene, i);

			assert_true(verdict == KIEM_OK || verdict == KIEM_FULL);
			refused += verdict == KIEM_FULL;
			n += verdict == KIEM_OK;
		}
	}
	assert_true(n > 300);
	check_pile(scene);
	expire(scene, PILE_UNTIL);
	check_pile(scene);
	scene_check(scene);
}

static void fill_page(struct store_write *w, uint64_t number, bool drop)
{
	MDB_dbi dbi = w->store->dbi[STORE_META];
	uint8_t name[9] = "x";

	store_put_be(name + 1, number, 8);
	MDB_val key = store_val(name, sizeof(name)), val = {2100, NULL};
	assert_int_equal(drop ? mdb_del(w->txn, dbi, &key, NULL) : mdb_put(w->txn, dbi, &key, &val, MDB_RESERVE), 0);
}

/* The store as an import might leave it if nothing held it back: hundreds of pages are free, and next to none can be taken. */
static void free_but_not_ready(struct scene *scene)
{
	enum { DROPPED = 900, SPARE = 22 };
	struct store_write w;

	assert_int_equal(store_write_begin(&w, scene->store), 0);
	for (uint64_t i = 0; i < DROPPED; i++) {
		fill_page(&w, i, false);
	}
	assert_int_equal(store_write_commit(&w, STORE_LEAVE_NOTHING), 0);
	assert_int_equal(store_write_begin(&w, scene->store), 0);
	for (uint64_t i = 0; i + SPARE < w.ready; i++) {
		fill_page(&w, DROPPED + i, false);
	}
	for (uint64_t i = 0; i < DROPPED; i++) {
		fill_page(&w, i, true);
	}
	assert_int_equal(store_write_commit(&w, STORE_LEAVE_NOTHING), 0);
	w = room_of(scene);
	assert_true(w.ready < 16 && w.room > 3 << 20);
}

enum then { POST, TAKE_BACK, EXPIRE };

static void what_the_last_commit_freed_is_brought_into_use(void **state)
{
	struct scene *scene = *state;
	struct support_bytes mine, old, bytes;
	char dir[sizeof(scene->dir)];
	size_t erased;

	memcpy(dir, scene->dir, sizeof(dir));
	for (enum then then = POST; then <= EXPIRE; then++) {
		anew(scene, dir, then);
		scene_post(&mine, KIEM_OFFER, "van mij", SUPPORT_NOW, SUPPORT_NOW + 9 * SCENE_DAY, &scene->anna);
		scene_post(&old, KIEM_OFFER, "van toen", SUPPORT_NOW, SUPPORT_NOW + SCENE_DAY, &scene->anna);
		assert_int_equal(scene_admit(scene, &mine, NULL), KIEM_OK);
		assert_int_equal(scene_admit(scene, &old, NULL), KIEM_OK);
		free_but_not_ready(scene);
		if (then == EXPIRE) {
			assert_int_equal(kiem_store_expire(scene->store, &erased, SUPPORT_NOW + 2 * SCENE_DAY, 100), KIEM_DONE);
			assert_int_equal(erased, 1);
		} else if (then == TAKE_BACK) {
			scene_tie(&bytes, KIEM_RETRACT, &mine, SUPPORT_NOW, SUPPORT_NOW + 9 * SCENE_DAY, &scene->anna);
			assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
		} else {
			scene_post(&bytes, KIEM_OFFER, "nieuw", SUPPORT_NOW, SUPPORT_NOW + SCENE_DAY, &scene->anna);
			assert_int_equal(scene_admit(scene, &bytes, NULL), KIEM_OK);
		}
		scene_check(scene);
	}
	memcpy(scene->dir, dir, sizeof(dir));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(any_way_of_filling),
	        TEST(a_life_at_the_cap),
	        TEST(what_the_last_commit_freed_is_brought_into_use),
	        TEST(retractions_leave_room_to_expire),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
