/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a directory may hold a store, and the lock file that every opener holds: shared for whoever uses the store, exclusive
 * for whoever replaces its file (compaction). The lock file stays when the store's file is replaced, so that a waiting opener
 * never locks a file that is no longer the one in place.
 */
#include "room.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/*
 * Numbers from statfs(2) and the kernel's include/uapi/linux/magic.h. FUSE stands here since sshfs and its like are FUSE and
 * nothing tells them apart; memory maps with locks are not safe on any of these.
 */
static const unsigned long network_magics[] = {
        0x6969,     /* nfs */
        0x517b,     /* smb */
        0xff534d42, /* cifs */
        0xfe534d42, /* smb2 */
        0x01021997, /* 9p */
        0x65735546, /* fuse */
        0x5346414f, /* afs */
        0x6b414653, /* afs of the kernel */
        0x73757245, /* coda */
        0x00c36400, /* ceph */
        0x0bd00bd0, /* lustre */
        0x47504653, /* gpfs */
        0x7461636f, /* ocfs2 */
        0x01161970, /* gfs2 */
        0x564c,     /* ncp */
        0x786f4256, /* vboxsf */
};

bool store_place_is_network(unsigned long magic)
{
	for (size_t i = 0; i < sizeof(network_magics) / sizeof(network_magics[0]); i++) {
		if (network_magics[i] == magic) {
			return true;
		}
	}
	return false;
}

enum kiem_err store_place_check(const char *dir)
{
	struct stat st;
	struct statfs fs;

	if (stat(dir, &st) != 0 || statfs(dir, &fs) != 0) {
		return store_err(errno);
	}
	if (!S_ISDIR(st.st_mode)) {
		return KIEM_E_NOT_FOUND;
	}
	if (st.st_uid != geteuid()) {
		return KIEM_E_OWNER;
	}
	/* f_type is signed and may be 32 bits wide: cifs would turn negative. */
	return store_place_is_network((unsigned long)fs.f_type & 0xffffffffUL) ? KIEM_E_FILESYSTEM : KIEM_DONE;
}

enum kiem_err store_place_lock(int *fd, const char *dir, bool exclusive)
{
	char path[4096];

	if ((size_t)snprintf(path, sizeof(path), "%s/lock-file", dir) >= sizeof(path)) {
		return KIEM_E_INVALID;
	}
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0) {
		return store_err(errno);
	}
	if (flock(*fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
		enum kiem_err err = errno == EWOULDBLOCK ? KIEM_E_BUSY : store_err(errno);
		close(*fd);
		*fd = -1;
		return err;
	}
	return KIEM_DONE;
}
