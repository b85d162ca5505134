/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the hook was run for is remembered over restarts, crashes in the middle of a line, and making the file shorter. */
#include "alerts.h"

#include "desk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct kiem_id id_of(unsigned n)
{
	struct kiem_id id = {{0}};

	memcpy(id.b, &n, sizeof(n));
	return id;
}

static void reopen(struct cli *cli, struct done *done)
{
	done_close(done);
	assert_int_equal(done_open(cli, done), EX_OK);
}

static void test_remembered(void **state)
{
	struct cli cli = {.command = &cli_commands[0]};
	struct done done = {.fd = -1};
	struct kiem_id a = id_of(1), b = id_of(2);

	assert_int_equal(cli_home(&cli), EX_OK);
	reopen(&cli, &done);
	assert_false(done_has(&done, 1, &a));
	assert_int_equal(done_try(&done, 1, &a), EX_OK);
	assert_int_equal(done_fired(&done, 1, &a), EX_OK);
	assert_int_equal(done_cursor(&done, 77), EX_OK);
	assert_int_equal(done_try(&done, 2, &b), EX_OK);
	reopen(&cli, &done);
	assert_true(done_has(&done, 1, &a));
	assert_false(done_has(&done, 2, &a));
	assert_false(done_has(&done, 2, &b)); /* begun, and not ended */
	assert_int_equal(done.cursor, 77);
	assert_int_equal(done.tries, 1);
	assert_int_equal(done_try(&done, 2, &b), EX_OK);
	assert_int_equal(done.tries, 2);
	reopen(&cli, &done);
	assert_int_equal(done_try(&done, 1, &b), EX_OK); /* another pair begins at one */
	assert_int_equal(done.tries, 1);
	done_close(&done);
	cli_finish(&cli);
}

static void test_many_at_once(void **state)
{
	struct cli cli = {.command = &cli_commands[0]};
	struct done done = {.fd = -1};
	struct done_pair pairs[300];
	struct stat before, after;

	assert_int_equal(cli_home(&cli), EX_OK);
	reopen(&cli, &done);
	for (unsigned i = 0; i < 300; i++) {
		pairs[i] = (struct done_pair){5, id_of(1000 + i)};
	}
	assert_int_equal(fstat(done.fd, &before), 0);
	assert_int_equal(done_fired_all(&done, pairs, 300), EX_OK);
	assert_int_equal(fstat(done.fd, &after), 0);
	assert_true(after.st_size > before.st_size);
	reopen(&cli, &done);
	for (unsigned i = 0; i < 300; i++) {
		assert_true(done_has(&done, 5, &pairs[i].id));
	}
	done_close(&done);
	cli_finish(&cli);
}

static void test_one_at_a_time(void **state)
{
	struct cli cli = {.command = &cli_commands[0]};
	struct done first = {.fd = -1}, second = {.fd = -1};

	assert_int_equal(cli_home(&cli), EX_OK);
	reopen(&cli, &first);
	assert_int_equal(done_open(&cli, &second), EX_TEMPFAIL);
	done_close(&second);
	done_close(&first);
	reopen(&cli, &second);
	done_close(&second);
	cli_finish(&cli);
}

/* Cut anywhere, what stands in whole lines is known and what follows is read. */
static void test_cut_short(void **state)
{
	struct desk *desk = *state;
	struct cli cli = {.command = &cli_commands[0]};
	struct done done = {.fd = -1};
	struct kiem_id a = id_of(1), b = id_of(2);
	char path[400];

	assert_int_equal(cli_home(&cli), EX_OK);
	snprintf(path, sizeof(path), "%s/alerts.done", desk->home);
	for (off_t cut = 1; cut < 70; cut += 13) {
		struct stat st;
		unlink(path);
		reopen(&cli, &done);
		assert_int_equal(done_fired(&done, 1, &a), EX_OK);
		assert_int_equal(done_fired(&done, 1, &b), EX_OK);
		done_close(&done);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(truncate(path, st.st_size - cut), 0);
		reopen(&cli, &done);
		assert_true(done_has(&done, 1, &a));
		assert_false(done_has(&done, 1, &b));
		assert_int_equal(done_fired(&done, 1, &b), EX_OK);
		reopen(&cli, &done);
		assert_true(done_has(&done, 1, &b));
		done_close(&done);
	}
	cli_finish(&cli);
}

static void test_made_shorter(void **state)
{
	struct desk *desk = *state;
	struct cli cli = {.command = &cli_commands[0]};
	struct done done = {.fd = -1};
	char path[400], hex[65];

	assert_int_equal(cli_home(&cli), EX_OK);
	snprintf(path, sizeof(path), "%s/alerts.done", desk->home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	for (unsigned i = 0; i < ALERT_DONE_LINES + 1; i++) {
		struct kiem_id id = id_of(i);
		kiem_hex(hex, id.b, 32);
		fprintf(file, "f 1 %s\n", hex);
	}
	fprintf(file, "c 99\n");
	fclose(file);
	/* So many syncs take a while on a slow disk; what is kept is bounded. */
	reopen(&cli, &done);
	reopen(&cli, &done);
	struct kiem_id newest = id_of(ALERT_DONE_LINES), oldest = id_of(0);
	assert_int_equal(done.n, ALERT_DONE_KEEP);
	assert_int_equal(done.cursor, 99);
	assert_true(done_has(&done, 1, &newest));
	assert_false(done_has(&done, 1, &oldest));
	done_close(&done);
	cli_finish(&cli);
}

/* What is told together is counted once, in whatever round of a look it came. */
static void test_each_once(void **state)
{
	struct done_pair pairs[] = {{2, id_of(1)}, {1, id_of(2)}, {1, id_of(1)}, {1, id_of(2)}, {2, id_of(1)}};

	assert_int_equal(done_unique(pairs, 5), 3);
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = i + 1; j < 3; j++) {
			assert_true(pairs[i].alert != pairs[j].alert || memcmp(&pairs[i].id, &pairs[j].id, 32) != 0);
		}
	}
	assert_int_equal(done_unique(pairs, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_remembered, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_many_at_once, desk_setup, desk_teardown),
	        cmocka_unit_test(test_each_once),
	        cmocka_unit_test_setup_teardown(test_one_at_a_time, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_cut_short, desk_setup, desk_teardown),
	        cmocka_unit_test_setup_teardown(test_made_shorter, desk_setup, desk_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
