/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of the store's map are given back, and whoever reads them afterwards reads the same. */
#include "support.h"

#include "trim.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define BYTES (1u << 20)

static char dir[256], path[300];

static int set_up(void **state)
{
	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/data.mdb", dir);
	return 0;
}

static int tear_down(void **state)
{
	support_rmtree(dir);
	return 0;
}

static size_t resident(const uint8_t *map)
{
	char line[512];
	unsigned long start, kb = 0;
	bool ours = false;
	FILE *f = fopen("/proc/self/smaps", "r");

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		if (strchr(line, '-') != NULL && sscanf(line, "%lx-", &start) == 1 && strstr(line, "s ") != NULL) {
			ours = start == (unsigned long)(uintptr_t)map;
		}
		if (ours && sscanf(line, "Rss: %lu", &kb) == 1) {
			break;
		}
	}
	fclose(f);
	return kb * 1024;
}

static unsigned long sum(const uint8_t *map)
{
	unsigned long total = 0;

	for (size_t i = 0; i < BYTES; i += 512) {
		total += map[i];
	}
	return total;
}

static void test_pages_are_given_back_and_read_again(void **state)
{
	static uint8_t bytes[BYTES];
	int fd = open(path, O_RDWR | O_CREAT, 0600);

	memset(bytes, 7, sizeof(bytes));
	assert_int_equal(write(fd, bytes, BYTES), BYTES);
	const uint8_t *map = mmap(NULL, BYTES, PROT_READ, MAP_SHARED, fd, 0);
	assert_true(map != MAP_FAILED);
	unsigned long before = sum(map);
	assert_int_equal(resident(map), BYTES);
	assert_int_equal(trim_memory(path), BYTES);
	assert_int_equal(resident(map), 0);
	assert_int_equal(sum(map), before);
	munmap((void *)(uintptr_t)map, BYTES);
	close(fd);
}

static void test_only_that_file_and_only_what_cannot_be_lost(void **state)
{
	uint8_t *private;
	int fd = open(path, O_RDWR | O_CREAT, 0600);

	assert_int_equal(ftruncate(fd, BYTES), 0);
	private = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	assert_true(private != MAP_FAILED);
	private[0] = 9; /* written nowhere else */
	assert_int_equal(trim_memory(path), 0);
	assert_int_equal(private[0], 9);
	assert_int_equal(trim_memory("/nonexistent/data.mdb"), 0);
	munmap(private, BYTES);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_pages_are_given_back_and_read_again, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_only_that_file_and_only_what_cannot_be_lost, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
