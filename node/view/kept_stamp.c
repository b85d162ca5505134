/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the file's sum need not be worked out again. Whoever has written the file, or found its sum right, gives it a time of change
 * and notes that in the header, with the file's number and that of the boot. Any write since has set another time; a copy is
 * another file; and after a power cut, the one thing that leaves half a file behind without a write, it is another boot.
 *
 * What is not noticed within a boot is a disk or memory that changes bytes by itself.
 */
#include "kept.h"

#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

/* Empty when there is none: then no stamp holds. */
static void boot_read(char boot[static KEPT_BOOT], const char *path)
{
	int fd = open(path != NULL ? path : BOOT_ID, O_RDONLY | O_CLOEXEC);

	memset(boot, 0, KEPT_BOOT);
	if (fd >= 0) {
		if (read(fd, boot, KEPT_BOOT - 1) <= 0) {
			boot[0] = '\0';
		}
		close(fd);
	}
}

void kept_stamp_make(struct kept_stamp *stamp, int fd, const char *boot)
{
	struct stat st = {0};
	uint32_t random = 0;

	memset(stamp, 0, sizeof(*stamp));
	boot_read(stamp->boot, boot);
	if (fstat(fd, &st) != 0 || getrandom(&random, sizeof(random), GRND_NONBLOCK) != (ssize_t)sizeof(random)) {
		stamp->boot[0] = '\0';
	}
	stamp->device = st.st_dev;
	stamp->file = st.st_ino;
	stamp->changed_s = time(NULL);
	/* A clock would hardly have come to just this. */
	stamp->changed_ns = random % 1000000000;
}

void kept_stamp_put(int fd, const struct kept_stamp *stamp)
{
	const struct timespec times[2] = {
	        {.tv_nsec = UTIME_OMIT}, {.tv_sec = (time_t)stamp->changed_s, .tv_nsec = (long)stamp->changed_ns}};

	/* Should this fail the stamp does not hold, and no harm is done. */
	(void)!futimens(fd, times);
}

bool kept_stamp_holds(const struct kept_stamp *stamp, int fd, const char *boot)
{
	char now[KEPT_BOOT];
	struct stat st;

	boot_read(now, boot);
	return now[0] != '\0' && memcmp(stamp->boot, now, sizeof(now)) == 0 && fstat(fd, &st) == 0 && stamp->device == st.st_dev &&
	       stamp->file == st.st_ino && stamp->changed_s == st.st_mtim.tv_sec && stamp->changed_ns == st.st_mtim.tv_nsec;
}
