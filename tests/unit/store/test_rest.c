/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rest gives memory back and changes nothing else, whoever works beside it. */
#include "crowd.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Few, since a check of the scene takes the square of them, but large: two to a page, so that each is one that LMDB keeps. */
#define MANY 700
#define TEXT 1700

static void make_large(struct support_bytes *out, unsigned i)
{
	struct support_author author;
	struct kiem_post post = {.kind = KIEM_OFFER, .title = support_span("bod"), .board = support_span(SCENE_BOARD)};
	char text[TEXT + 1];

	memset(text, 'a', TEXT);
	text[TEXT] = '\0';
	post.text = support_span(text);
	post.made = SUPPORT_NOW - i;
	post.until = SUPPORT_NOW + SCENE_DAY;
	support_author(&author, 60);
	support_make(out, &post, &author);
}

/* One commit of many pages. */
static void admit_many(struct scene *scene)
{
	struct support_bytes *posts = calloc(MANY, sizeof(*posts));
	struct kiem_entry *entries = calloc(MANY, sizeof(*entries));

	assert_true(posts != NULL && entries != NULL);
	for (unsigned i = 0; i < MANY; i++) {
		make_large(&posts[i], i);
		entries[i].bytes = (struct kiem_span){posts[i].b, posts[i].n};
	}
	assert_int_equal(scene_admit_all(scene, entries, MANY), KIEM_DONE);
	assert_int_equal(entries[MANY - 1].verdict, KIEM_OK);
	free(entries);
	free(posts);
}

/* The sanitizers have an allocator of their own, which keeps its own account. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t in_use(void)
{
	struct mallinfo2 info = mallinfo2();

	return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes() : info.uordblks + info.hblkhd;
}

static void memory_of_a_large_commit_is_given_back(void **state)
{
	struct scene *scene = *state;
	size_t before = in_use();

	admit_many(scene);
	assert_true(in_use() > before + (1u << 20)); /* LMDB kept its pages: otherwise there is nothing to test */
	assert_int_equal(kiem_store_rest(scene->store), KIEM_DONE);
	assert_in_range(in_use(), 0, before + (256u << 10));
	scene_check(scene);
	crowd_admit(scene, 61, 0, 40, -1);
	scene_check(scene);
}

static void nobody_is_cut_off_in_the_middle(void **state)
{
	struct scene *scene = *state;
	struct kiem_read *read;
	struct kiem_kept kept;

	crowd_admit(scene, 62, 0, 20, -1);
	assert_int_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(kiem_store_rest(scene->store), KIEM_E_AGAIN);
	assert_int_equal(kiem_read_post(read, &kept, 1), KIEM_DONE);
	kiem_read_end(read);
	assert_int_equal(kiem_store_rest(scene->store), KIEM_DONE);
}

struct pace {
	struct scene *scene;
	atomic_bool done;
};

static void *write_on(void *arg)
{
	struct pace *pace = arg;

	crowd_admit(pace->scene, 63, 0, 600, -1);
	atomic_store(&pace->done, true);
	return NULL;
}

static void others_write_while_it_rests(void **state)
{
	struct scene *scene = *state;
	struct pace pace = {.scene = scene};
	struct kiem_store_stat stat;
	pthread_t writer;
	unsigned rests = 0;

	assert_int_equal(pthread_create(&writer, NULL, write_on, &pace), 0);
	while (!atomic_load(&pace.done)) {
		enum kiem_err err = kiem_store_rest(scene->store);
		assert_true(err == KIEM_DONE || err == KIEM_E_AGAIN);
		rests += err == KIEM_DONE;
		usleep(200);
	}
	assert_int_equal(pthread_join(writer, NULL), 0);
	assert_true(rests > 0);
	assert_int_equal(kiem_store_stat(scene->store, &stat), KIEM_DONE);
	assert_int_equal(stat.posts, 600);
	scene_check(scene);
}

/* What cannot be opened again just now is opened when it is needed. */
static void a_store_that_was_away_is_found_again(void **state)
{
	struct scene *scene = *state;
	char away[300];
	struct kiem_read *read;

	crowd_admit(scene, 64, 0, 20, -1);
	snprintf(away, sizeof(away), "%s-away", scene->dir);
	assert_int_equal(rename(scene->dir, away), 0);
	assert_int_not_equal(kiem_store_rest(scene->store), KIEM_DONE);
	assert_int_not_equal(kiem_read_begin(&read, scene->store), KIEM_DONE);
	assert_int_equal(rename(away, scene->dir), 0);
	crowd_admit(scene, 64, 20, 40, -1);
	scene_check(scene);
}

/* Stands in for libc's, for LMDB too, which writes the page that completes a commit by a descriptor that syncs (O_DSYNC). */
static int commits_to_fail;

ssize_t failing_pwrite(int fd, const void *p, size_t n, off_t at) __asm__("pwrite") __attribute__((visibility("default")));

ssize_t failing_pwrite(int fd, const void *p, size_t n, off_t at)
{
	if (commits_to_fail > 0 && (fcntl(fd, F_GETFL) & O_DSYNC) != 0) {
		commits_to_fail--;
		errno = EIO;
		return -1;
	}
	return syscall(SYS_pwrite64, fd, p, n, at);
}

/* After such a failure LMDB refuses to write until it is opened anew; what was acknowledged before is all there. */
static void a_disk_that_failed_once_is_not_given_up(void **state)
{
	struct scene *scene = *state;
	struct support_bytes bytes;

	crowd_admit(scene, 65, 0, 40, -1);
	crowd_make(&bytes, 65, 40);
	struct kiem_entry entry = {.bytes = {bytes.b, bytes.n}};
	commits_to_fail = 1;
	assert_int_not_equal(scene_admit_all(scene, &entry, 1), KIEM_DONE);
	assert_int_equal(commits_to_fail, 0);
	assert_int_not_equal(scene_admit_all(scene, &entry, 1), KIEM_DONE);
	assert_int_equal(kiem_store_rest(scene->store), KIEM_DONE);
	crowd_admit(scene, 65, 40, 60, -1);
	scene_check(scene);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        TEST(memory_of_a_large_commit_is_given_back),
	        TEST(nobody_is_cut_off_in_the_middle),
	        TEST(others_write_while_it_rests),
	        TEST(a_store_that_was_away_is_found_again),
	        TEST(a_disk_that_failed_once_is_not_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
