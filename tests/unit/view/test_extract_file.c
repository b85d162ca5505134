/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file: whose it is, and what is done with one that is of no use. Damage of all kinds is in tests/model/test_extract.c. */
#include "extract_garden.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t files_in(const char *dir)
{
	size_t n = 0;
	DIR *all = opendir(dir);

	assert_non_null(all);
	for (const struct dirent *one; (one = readdir(all)) != NULL;) {
		n += one->d_name[0] != '.';
	}
	closedir(all);
	return n;
}

static void it_is_the_users_alone_and_leaves_nothing_beside_it(void **state)
{
	struct garden *g = *state;
	char path[300], dir[300];
	struct stat st;

	file_of(g, path);
	snprintf(dir, sizeof(dir), "%s/views", g->dir);
	for (int i = 0; i < 3; i++) {
		plant_one(g, KIEM_OFFER, "x", &g->anna, i, 0, NULL);
		view_extract_close(over_file(g, SUPPORT_NOW));
	}
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(files_in(dir), 1);
}

static char kept[1 << 20];

static size_t keep(const char *path)
{
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	size_t n = fread(kept, 1, sizeof(kept), file);
	fclose(file);
	return n;
}

static void put_back(const char *path, size_t n)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(kept, 1, n, file), n);
	fclose(file);
}

/* A home that was put back from an older copy, and lived on differently: the same numbers, other posts. */
static void the_file_of_another_store_is_not_believed(void **state)
{
	struct garden *g = *state;
	char path[300];

	for (int i = 0; i < 4; i++) {
		plant_one(g, KIEM_OFFER, "x", &g->anna, i, 0, NULL);
	}
	view_extract_close(over_file(g, SUPPORT_NOW));
	file_of(g, path);
	size_t n = keep(path);
	garden_close(state);
	garden_open(state);
	g = *state;
	file_of(g, path);
	/* Fewer than the file has rows, as many, and more. */
	for (uint32_t i = 0; i < 6; i++) {
		plant_one(g, KIEM_REQUEST, "y", &g->bram, i, 0, NULL);
		view_extract_close(over_file(g, SUPPORT_NOW));
		put_back(path, n);
		struct view_extract *x = over_file(g, SUPPORT_NOW);
		assert_int_equal(x->own->n_file, 0);
		assert_int_equal(x->n, i + 1);
		assert_int_equal(x->kind[0], KIEM_REQUEST);
		view_extract_close(x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        garden_test(it_is_the_users_alone_and_leaves_nothing_beside_it),
	        garden_test(the_file_of_another_store_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
