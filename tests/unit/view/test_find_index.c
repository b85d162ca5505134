/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seekers.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POSTS 120

static void plant_many(struct garden *g, const char *word)
{
	char title[64];

	for (int i = 0; i < POSTS; i++) {
		snprintf(title, sizeof(title), "%s nummer%d", word, i);
		plant_one(g, KIEM_LESSON, title, i % 2 == 0 ? &g->anna : &g->bram, i, 0, NULL);
	}
}

static void it_reaches_the_newest_post_in_small_batches(void **state)
{
	struct garden *g = *state;
	struct find_index index;

	plant_many(g, "kever");
	assert_true(index_open(g, &index));
	assert_int_equal(index.believed, kiem_read_last(g->read));
	find_index_close(&index);
	assert_int_equal(seek(g, "kever"), POSTS);
	plant_one(g, KIEM_LESSON, "kever erbij", &g->carla, 1, 0, NULL);
	assert_int_equal(seek(g, "kever"), POSTS + 1);
}

/* Another store with as many posts: the samples do not agree, and all is made anew. */
static void the_index_of_another_store_is_not_believed(void **state)
{
	struct garden *g = *state, other;
	void *more = NULL;
	char path[300], command[800];

	plant_many(g, "kever");
	assert_int_equal(seek(g, "kever"), POSTS);
	other = *g;
	/* The second garden takes the first one's place; both are put back for the teardown. */
	g->store = NULL;
	g->read = NULL;
	assert_int_equal(garden_open(&more), 0);
	plant_many(more, "vlinder");
	index_path(more, path);
	*strrchr(path, '/') = '\0';
	snprintf(command, sizeof(command), "mkdir -p %s && cp -r %s/views/words %s/", path, other.dir, path);
	assert_int_equal(system(command), 0);
	assert_int_equal(seek(more, "vlinder"), POSTS);
	assert_int_equal(seek(more, "kever"), 0);
	kiem_read_end(other.read);
	kiem_store_close(other.store);
	support_rmtree(other.dir);
}

static void spoil(const char *path, const char *name)
{
	char file[400];
	uint8_t noise[8192];
	uint64_t random = support_seed();

	snprintf(file, sizeof(file), "%s/%s", path, name);
	FILE *f = fopen(file, "r+b");
	assert_non_null(f);
	for (size_t i = 0; i < sizeof(noise); i++) {
		noise[i] = (uint8_t)support_random(&random);
	}
	assert_int_equal(fwrite(noise, 1, sizeof(noise), f), sizeof(noise));
	fclose(f);
}

static void a_spoiled_file_is_made_anew(void **state)
{
	struct garden *g = *state;
	char path[300];

	plant_many(g, "kever");
	assert_int_equal(seek(g, "kever"), POSTS);
	index_path(g, path);
	spoil(path, "data.mdb");
	assert_int_equal(seek(g, "kever"), POSTS);
	support_rmtree(path);
	assert_int_equal(seek(g, "kever"), POSTS);
}

/* As a full disk or a copy that was broken off leaves it. Reading behind the end of a mapped file would end the process. */
static void a_file_cut_short_ends_nobody(void **state)
{
	struct garden *g = *state;
	char path[300], file[400];

	plant_many(g, "kever");
	index_path(g, path);
	snprintf(file, sizeof(file), "%s/data.mdb", path);
	for (off_t lacks = 1; lacks < 32; lacks += 3) {
		struct stat st;
		assert_int_equal(seek(g, "kever"), POSTS);
		assert_int_equal(stat(file, &st), 0);
		assert_int_equal(truncate(file, lacks * 4096 < st.st_size ? st.st_size - lacks * 4096 : 100), 0);
	}
	assert_int_equal(seek(g, "kever"), POSTS);
}

/* In a process that is killed at any moment; what it leaves is brought up to date by the next. */
static void a_killed_search_leaves_what_serves(void **state)
{
	struct garden *g = *state;
	char path[300];

	plant_many(g, "kever");
	index_path(g, path);
	kiem_read_end(g->read);
	g->read = NULL;
	kiem_store_close(g->store);
	g->store = NULL;
	for (int wait_us = 0; wait_us < 20000; wait_us += 2500) {
		struct kiem_store_options options = {.dir = g->dir};
		pid_t child = fork();
		if (child == 0) {
			bool open = kiem_store_open(&g->store, &options) == KIEM_DONE;
			_exit(open && seek(g, "kever") == POSTS ? 0 : 1);
		}
		nanosleep(&(struct timespec){.tv_nsec = wait_us * 1000L}, NULL);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		assert_int_equal(kiem_store_open(&g->store, &options), KIEM_DONE);
		assert_int_equal(seek(g, "kever"), POSTS);
		kiem_read_end(g->read);
		g->read = NULL;
		kiem_store_close(g->store);
		g->store = NULL;
		support_rmtree(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(it_reaches_the_newest_post_in_small_batches),
	        garden_test(the_index_of_another_store_is_not_believed),
	        garden_test(a_spoiled_file_is_made_anew),
	        garden_test(a_file_cut_short_ends_nobody),
	        garden_test(a_killed_search_leaves_what_serves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
