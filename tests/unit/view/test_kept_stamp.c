/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a file is known to be whole: in one boot, as long as nobody wrote to it. */
#include "../../../node/view/kept.h"
#include "extract_garden.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_boot(const char *path, const char *boot)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(boot, file);
	assert_int_equal(fclose(file), 0);
}

static void it_holds_until_something_is_written_or_the_machine_starts_anew(void **state)
{
	char dir[256], path[300], boot[300], copy[700];
	struct kept_stamp stamp;

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/file", dir);
	snprintf(boot, sizeof(boot), "%s/boot", dir);
	write_boot(boot, "een\n");
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(write(fd, "abc", 3), 3);
	kept_stamp_make(&stamp, fd, boot);
	assert_false(kept_stamp_holds(&stamp, fd, boot));
	kept_stamp_put(fd, &stamp);
	assert_true(kept_stamp_holds(&stamp, fd, boot));
	assert_false(kept_stamp_holds(&stamp, fd, NULL));
	write_boot(boot, "twee\n");
	assert_false(kept_stamp_holds(&stamp, fd, boot));
	write_boot(boot, "een\n");
	assert_true(kept_stamp_holds(&stamp, fd, boot));
	/* A copy that keeps the time is another file. */
	snprintf(copy, sizeof(copy), "cp -p '%s' '%s-copy'", path, path);
	assert_int_equal(system(copy), 0);
	snprintf(copy, sizeof(copy), "%s-copy", path);
	int other = open(copy, O_RDONLY | O_CLOEXEC);
	assert_false(kept_stamp_holds(&stamp, other, boot));
	close(other);
	assert_int_equal(pwrite(fd, "x", 1, 0), 1);
	assert_false(kept_stamp_holds(&stamp, fd, boot));
	close(fd);
	support_rmtree(dir);
}

static void without_a_boot_that_can_be_told_it_never_holds(void **state)
{
	char dir[256], path[300], boot[300];
	struct kept_stamp stamp;

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/file", dir);
	snprintf(boot, sizeof(boot), "%s/none", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	kept_stamp_make(&stamp, fd, boot);
	kept_stamp_put(fd, &stamp);
	assert_false(kept_stamp_holds(&stamp, fd, boot));
	write_boot(boot, "");
	assert_false(kept_stamp_holds(&stamp, fd, boot));
	close(fd);
	support_rmtree(dir);
}

/* ---- what that means for the extract ---- */

struct opening {
	size_t n_file;
	bool summed;
};

static struct opening open_in(struct garden *g, const char *boot)
{
	struct extract_limits limits = {.save_from = 0, .gone_max = 1000, .boot = boot};
	struct view_extract *x;
	char path[300];

	file_of(g, path);
	assert_int_equal(extract_open(&x, look(g), path, SUPPORT_NOW, &limits, NULL, NULL), KIEM_DONE);
	struct opening opening = {x->own->n_file, x->own->summed};
	view_extract_close(x);
	return opening;
}

/* A bit in the middle, and the time put back, as a power cut leaves what was never written: half of it old. */
static void lose_silently(struct garden *g)
{
	char path[300], byte;
	struct stat st;

	file_of(g, path);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(pread(fd, &byte, 1, st.st_size / 2), 1);
	byte ^= 1;
	assert_int_equal(pwrite(fd, &byte, 1, st.st_size / 2), 1);
	struct timespec times[2] = {st.st_atim, st.st_mtim};
	assert_int_equal(futimens(fd, times), 0);
	close(fd);
}

static void the_sum_is_worked_out_once_a_boot(void **state)
{
	struct garden *g = *state;
	char boot[300];
	struct opening o;

	snprintf(boot, sizeof(boot), "%s/boot", g->dir);
	write_boot(boot, "een\n");
	plant_one(g, KIEM_OFFER, "x", &g->anna, 1, 0, NULL);
	o = open_in(g, boot);
	assert_true(o.n_file == 0 && !o.summed);
	o = open_in(g, boot);
	assert_true(o.n_file == 1 && !o.summed);
	write_boot(boot, "twee\n");
	o = open_in(g, boot);
	assert_true(o.n_file == 1 && o.summed);
	o = open_in(g, boot);
	assert_true(o.n_file == 1 && !o.summed);
}

static void what_a_power_cut_left_is_made_anew(void **state)
{
	struct garden *g = *state;
	char boot[300];
	struct opening o;

	snprintf(boot, sizeof(boot), "%s/boot", g->dir);
	write_boot(boot, "een\n");
	plant_one(g, KIEM_OFFER, "x", &g->anna, 1, 0, NULL);
	open_in(g, boot);
	lose_silently(g);
	write_boot(boot, "twee\n");
	o = open_in(g, boot);
	assert_int_equal(o.n_file, 0);
	o = open_in(g, boot);
	assert_true(o.n_file == 1 && !o.summed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(it_holds_until_something_is_written_or_the_machine_starts_anew),
	        cmocka_unit_test(without_a_boot_that_can_be_told_it_never_holds),
	        garden_test(the_sum_is_worked_out_once_a_boot),
	        garden_test(what_a_power_cut_left_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
