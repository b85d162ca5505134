/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shrinker, with faults that are made up: it must end at exactly the posts that make them, say so in words that a person can
 * act on, and what it says must play the same again.
 */
#include "shrink.h"

#include <sys/wait.h>
#include <unistd.h>

struct fault {
	size_t n, posts[4]; /* fails when all of these are there */
	size_t tries;
};

static bool all_there(const bool *keep, void *context)
{
	struct fault *fault = context;
	bool all = true;

	fault->tries++;
	for (size_t i = 0; i < fault->n; i++) {
		all = all && keep[fault->posts[i]];
	}
	return all;
}

static void only_what_fails_is_left(void **state)
{
	struct fault faults[] = {{2, {3, 7}, 0}, {1, {0}, 0}, {1, {99}, 0}, {4, {0, 49, 50, 99}, 0}, {0, {0}, 0}};

	for (size_t f = 0; f < sizeof(faults) / sizeof(faults[0]); f++) {
		bool keep[100];
		assert_int_equal(shrink_least(keep, 100, all_there, &faults[f]), faults[f].n);
		assert_true(all_there(keep, &faults[f]));
		assert_true(faults[f].tries < 100);
	}
}

/* An even number of the first ten: nothing can be left out alone, yet halves can. */
static bool even(const bool *keep, void *context)
{
	size_t n = 0;

	for (size_t i = 0; i < 10; i++) {
		n += keep[i];
	}
	return n % 2 == 0 && n > 0;
}

static void more_than_one_at_a_time(void **state)
{
	bool keep[64];

	assert_in_range(shrink_least(keep, 64, even, NULL), 2, 8);
	assert_true(even(keep, NULL));
}

/* ---- whole histories ---- */

static void fail_on_3_and_7(struct history *h, size_t *count)
{
	char dir[256];

	support_tmpdir(dir);
	kiem_store_close(history_arrive(h, dir));
	*count += h->model.n;
	assert_false(h->at[3] != MODEL_NONE && h->at[7] != MODEL_NONE);
	support_rmtree(dir);
}

static void never_fail(struct history *h, size_t *count)
{
	*count += h->model.n;
}

/* What shrink_run says, in a child as it ends its test; whether it did. */
static bool listen(char *out, size_t max, const struct shrink_game *game, const char *keep)
{
	int pipes[2], status;
	size_t n = 0;
	ssize_t got;

	assert_int_equal(pipe(pipes), 0);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		setenv("CMOCKA_TEST_ABORT", "1", 1);
		if (keep != NULL) {
			setenv("KIEM_TEST_KEEP", keep, 1);
		}
		dup2(pipes[1], STDERR_FILENO);
		dup2(pipes[1], STDOUT_FILENO);
		shrink_run(game, 0, NULL);
		_exit(EXIT_SUCCESS);
	}
	close(pipes[1]);
	while ((got = read(pipes[0], out + n, max - 1 - n)) > 0) {
		n += (size_t)got;
	}
	out[n] = '\0';
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return !WIFEXITED(status);
}

static void what_is_left_is_told_and_plays_again(void **state)
{
	static const struct shrink_game game = {.make = history_make, .play = fail_on_3_and_7};
	char said[8192], expected[100];

	snprintf(expected, sizeof(expected), "KIEM_TEST_SEED=%llu KIEM_TEST_KEEP=3,7 ", (unsigned long long)support_seed());
	assert_true(listen(said, sizeof(said), &game, NULL));
	assert_non_null(strstr(said, expected));
	assert_non_null(strstr(said, "fails with 2 of its "));
	assert_non_null(strstr(said, "\n   3: "));
	assert_non_null(strstr(said, "\n   7: "));
	assert_null(strstr(said, "\n   4: "));
	/* The assertion itself: of the first time and of the last, and of none of the tries between them. */
	const char *first = strstr(said, "test_shrink.c:");
	assert_non_null(first);
	assert_non_null(strstr(first + 1, "test_shrink.c:"));
	assert_null(strstr(strstr(first + 1, "test_shrink.c:") + 1, "test_shrink.c:"));
	assert_true(listen(said, sizeof(said), &game, "3,7"));
	assert_false(listen(said, sizeof(said), &game, "3,8,9"));
	assert_true(listen(said, sizeof(said), &game, "3,x"));
}

static void without_a_fault_all_are_counted(void **state)
{
	static const struct shrink_game game = {.make = history_make, .play = never_fail};
	size_t count, histories = shrink_run(&game, 20, &count);

	assert_true(histories > 0);
	assert_true(count >= 20 * histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(only_what_fails_is_left),
	        cmocka_unit_test(more_than_one_at_a_time),
	        cmocka_unit_test(what_is_left_is_told_and_plays_again),
	        cmocka_unit_test(without_a_fault_all_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
