/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that are nobody else's business. One appears whole or not at all, and never over another: written beside its place, synced,
 * then renamed without replacing. One that a copy or a backup left open to others is closed to them when it is read.
 */
#include "home.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum kiem_err error_of_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return KIEM_E_NOT_FOUND;
	case EEXIST:
		return KIEM_E_EXISTS;
	case EACCES:
	case EPERM:
	case EROFS:
	case ELOOP:
		return KIEM_E_PERMISSION;
	case ENOMEM:
		return KIEM_E_MEMORY;
	default:
		return KIEM_E_DISK;
	}
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno != EINTR) {
			return false;
		}
		p += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	return true;
}

/* Gives the file its name unless something has it. Not every filesystem knows the flag; a second name does the same there. */
static bool name_without_replacing(const char *temporary, const char *path)
{
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0) {
		return true;
	}
	if (errno != EINVAL && errno != ENOSYS) {
		return false;
	}
	return link(temporary, path) == 0 && unlink(temporary) == 0;
}

/* A name is on the disk only when its directory is. */
static bool sync_directory_of(const char *path)
{
	char directory[KIEM_PATH_MAX];
	char *slash;

	snprintf(directory, sizeof(directory), "%s", path);
	slash = strrchr(directory, '/');
	if (slash == NULL) {
		snprintf(directory, sizeof(directory), ".");
	} else {
		slash[slash == directory ? 1 : 0] = '\0';
	}
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		return false;
	}
	/* Some filesystems do not sync directories and say EINVAL; then there is nothing more to do. */
	bool ok = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return ok;
}

enum kiem_err home_private_write(const char *path, const char *bytes, size_t n)
{
	char temporary[KIEM_PATH_MAX];
	int length = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);

	if (length < 0 || (size_t)length >= sizeof(temporary)) {
		return KIEM_E_INVALID;
	}
	if (access(path, F_OK) == 0) {
		return KIEM_E_EXISTS;
	}
	int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	if (fd < 0) {
		return error_of_errno();
	}
	bool ok = write_all(fd, bytes, n) && fsync(fd) == 0 && name_without_replacing(temporary, path);
	enum kiem_err err = ok ? KIEM_DONE : error_of_errno();
	close(fd);
	if (!ok) {
		unlink(temporary);
	}
	return ok && !sync_directory_of(path) ? error_of_errno() : err;
}

enum kiem_err home_private_open(int *out, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0) {
		/* Another uid's file that we may not read: the owner is the news, not the mode. */
		enum kiem_err err = error_of_errno();
		return err == KIEM_E_PERMISSION && stat(path, &st) == 0 && st.st_uid != geteuid() ? KIEM_E_OWNER : err;
	}
	enum kiem_err err = KIEM_DONE;
	if (fstat(fd, &st) != 0) {
		err = error_of_errno();
	} else if (!S_ISREG(st.st_mode)) {
		err = KIEM_E_DAMAGED;
	} else if (st.st_uid != geteuid()) {
		err = KIEM_E_OWNER;
	} else if ((st.st_mode & 077) != 0 && fchmod(fd, 0600) != 0) {
		err = error_of_errno();
	}
	if (err != KIEM_DONE) {
		close(fd);
		return err;
	}
	*out = fd;
	return KIEM_DONE;
}
