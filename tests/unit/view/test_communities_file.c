/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The communities of many, kept for a day. */
#include "../../../node/view/communities.h"
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

#define N 100

static void save(const char *path)
{
	struct communities_entry list[N];
	struct communities_file file = {.n = N, .made_ms = SUPPORT_NOW, .n_communities = 7, .modularity = 420, .list = list};

	memset(list, 0, sizeof(list));
	for (uint32_t i = 0; i < N; i++) {
		list[i].key.b[0] = (uint8_t)i;
		list[i].of = i % 7;
	}
	communities_save(&file, path);
}

static void what_was_kept_comes_back(void **state)
{
	struct communities_file file;
	char dir[256], path[300];

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/communities", dir);
	assert_false(communities_load(&file, path));
	save(path);
	assert_true(communities_load(&file, path));
	assert_int_equal(file.n, N);
	assert_int_equal(file.made_ms, SUPPORT_NOW);
	assert_int_equal(file.n_communities, 7);
	assert_int_equal(file.modularity, 420);
	assert_int_equal(file.list[50].key.b[0], 50);
	assert_int_equal(file.list[50].of, 1);
	free(file.list);
	save("/proc/nowhere/communities");
	support_rmtree(dir);
}

static void a_damaged_file_is_none(void **state)
{
	struct communities_file file;
	char dir[256], path[300];
	struct stat st;

	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/communities", dir);
	save(path);
	assert_int_equal(stat(path, &st), 0);
	for (off_t at = 0; at < st.st_size; at += at < 64 ? 1 : 37) {
		FILE *bytes = fopen(path, "r+b");
		assert_int_equal(fseek(bytes, at, SEEK_SET), 0);
		int byte = fgetc(bytes);
		assert_int_equal(fseek(bytes, at, SEEK_SET), 0);
		fputc(byte ^ 4, bytes);
		assert_int_equal(fclose(bytes), 0);
		assert_false(communities_load(&file, path));
		save(path);
	}
	assert_int_equal(truncate(path, st.st_size - 32), 0);
	assert_false(communities_load(&file, path));
	support_rmtree(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_was_kept_comes_back),
	        cmocka_unit_test(a_damaged_file_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
