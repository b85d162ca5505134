/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that may be lost: what was kept comes back whole, or not at all. */
#include "../../../node/view/kept.h"
#include "support.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct kept_kind kind = {"kiemtest", 1};

static void is(const char *path, const void *bytes, size_t n)
{
	size_t got = 0;
	void *back = kept_read(&got, path, &kind);

	assert_non_null(back);
	assert_int_equal(got, n);
	assert_memory_equal(back, bytes, n);
	free(back);
}

static bool none(const char *path, const struct kept_kind *of)
{
	size_t n;
	void *back = kept_read(&n, path, of);
	bool absent = back == NULL;

	free(back);
	return absent;
}

static void what_was_kept_comes_back(void **state)
{
	char dir[256], path[300], bytes[100];
	struct stat st;

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/views/some", dir);
	assert_true(none(path, &kind));
	for (size_t n = 1; n <= sizeof(bytes); n += 11) {
		memset(bytes, (int)n, sizeof(bytes));
		kept_write(path, &kind, bytes, n);
		is(path, bytes, n);
	}
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(none(path, &(struct kept_kind){"kiemtest", 2}));
	assert_true(none(path, &(struct kept_kind){"kiemelse", 1}));
	kept_write("/proc/nowhere/some", &kind, bytes, 1);
	support_rmtree(dir);
}

static void flip(const char *path, long at)
{
	FILE *file = fopen(path, "r+b");

	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	int byte = fgetc(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	fputc(byte ^ 4, file);
	assert_int_equal(fclose(file), 0);
}

static void a_damaged_file_is_none(void **state)
{
	char dir[256], path[300], bytes[70] = "iets";
	struct stat st;

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/some", dir);
	kept_write(path, &kind, bytes, sizeof(bytes));
	assert_int_equal(stat(path, &st), 0);
	for (off_t at = 0; at < st.st_size; at++) {
		flip(path, at);
		assert_true(none(path, &kind));
		flip(path, at);
	}
	is(path, bytes, sizeof(bytes));
	for (off_t n = 0; n < st.st_size; n++) {
		kept_write(path, &kind, bytes, sizeof(bytes));
		assert_int_equal(truncate(path, n), 0);
		assert_true(none(path, &kind));
	}
	support_rmtree(dir);
}

/* Its sum is worked out when it was written to by somebody else, and noted again. */
static void a_file_that_was_touched_is_as_good(void **state)
{
	const struct timespec then[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	char dir[256], path[300];
	struct stat before, after;
	struct kept kept;

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/some", dir);
	kept_write(path, &kind, "wat er staat, meer dan 32 bytes lang", 37);
	assert_int_equal(utimensat(AT_FDCWD, path, then, 0), 0);
	assert_int_equal(stat(path, &before), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_true(kept_map(&kept, path, &kind));
		assert_int_equal(kept.n, 37);
		assert_int_equal((uintptr_t)kept.bytes % 32, 0);
		assert_string_equal((const char *)kept.bytes, "wat er staat, meer dan 32 bytes lang");
		kept_unmap(&kept);
		assert_int_equal(stat(path, &after), 0);
		assert_true(
		        i == 0 ? after.st_mtim.tv_sec != before.st_mtim.tv_sec : after.st_mtim.tv_nsec == before.st_mtim.tv_nsec);
		before = after;
	}
	kept_unmap(&kept);
	support_rmtree(dir);
}

static bool half(int fd, const void *ctx)
{
	return !kept_put(fd, ctx, 3);
}

static void what_could_not_be_written_leaves_the_old(void **state)
{
	char dir[256], path[300];

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/some", dir);
	kept_write(path, &kind, "oud", 3);
	assert_false(kept_replace(path, half, "nieuw"));
	is(path, "oud", 3);
	/* And nothing beside it. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_was_kept_comes_back),
	        cmocka_unit_test(a_damaged_file_is_none),
	        cmocka_unit_test(a_file_that_was_touched_is_as_good),
	        cmocka_unit_test(what_could_not_be_written_leaves_the_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
