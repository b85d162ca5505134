/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a store may be: another's directory and a network filesystem are refused, and the lock file keeps compaction apart. */
#include "room.h"
#include "scene.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void network_filesystems_are_known(void **state)
{
	static const unsigned long shared[] = {NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, V9FS_MAGIC, AFS_SUPER_MAGIC, CODA_SUPER_MAGIC,
	        FUSE_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, OCFS2_SUPER_MAGIC, CEPH_SUPER_MAGIC};
	static const unsigned long local[] = {EXT4_SUPER_MAGIC, BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC, TMPFS_MAGIC, F2FS_SUPER_MAGIC,
	        OVERLAYFS_SUPER_MAGIC, ECRYPTFS_SUPER_MAGIC};

	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		assert_true(store_place_is_network(shared[i]));
	}
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
		assert_false(store_place_is_network(local[i]));
	}
}

static void a_directory_of_ones_own_will_do(void **state)
{
	struct scene *scene = *state;
	char path[300];

	assert_int_equal(store_place_check(scene->dir), KIEM_DONE);
	snprintf(path, sizeof(path), "%s/niets", scene->dir);
	assert_int_equal(store_place_check(path), KIEM_E_NOT_FOUND);
	snprintf(path, sizeof(path), "%s/lock-file", scene->dir);
	assert_int_equal(store_place_check(path), KIEM_E_NOT_FOUND);
}

static void anothers_is_refused(void **state)
{
	struct scene *scene = *state;
	struct kiem_store_options options = {.dir = "/", .create = true};
	struct kiem_store *store;
	uint64_t before, after;

	if (geteuid() != 0) {
		/* The root directory is root's. */
		assert_int_equal(kiem_store_open(&store, &options), KIEM_E_OWNER);
		return;
	}
	/* Root may enter everywhere, and is refused all the same. */
	scene_close(scene);
	assert_int_equal(chown(scene->dir, 4711, 4711), 0);
	options.dir = scene->dir;
	assert_int_equal(kiem_store_open(&store, &options), KIEM_E_OWNER);
	assert_null(store);
	assert_int_equal(kiem_store_compact(scene->dir, &before, &after), KIEM_E_OWNER);
	assert_int_equal(chown(scene->dir, 0, 0), 0);
}

static void many_share_and_one_excludes(void **state)
{
	struct scene *scene = *state;
	int one, two, three;

	assert_int_equal(store_place_lock(&one, scene->dir, false), KIEM_DONE);
	assert_int_equal(store_place_lock(&two, scene->dir, false), KIEM_DONE);
	assert_int_equal(store_place_lock(&three, scene->dir, true), KIEM_E_BUSY);
	scene_close(scene);
	close(one);
	assert_int_equal(store_place_lock(&three, scene->dir, true), KIEM_E_BUSY);
	close(two);
	assert_int_equal(store_place_lock(&three, scene->dir, true), KIEM_DONE);
	assert_int_equal(store_place_lock(&one, scene->dir, false), KIEM_E_BUSY);
	close(three);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(network_filesystems_are_known),
	        TEST(a_directory_of_ones_own_will_do),
	        TEST(anothers_is_refused),
	        TEST(many_share_and_one_excludes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
