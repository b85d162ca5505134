/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Standard input, output and error are held before anything is opened. A file gets the lowest free number: whoever starts us with
 * these three closed would have the store as our standard error, and the first sentence said would be written over its beginning.
 */
#include <kiem/home.h>

#include <fcntl.h>
#include <unistd.h>

void kiem_standard_hold(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		/* The lowest free number is this one. It is open for what nobody does with it, so that using it fails as before. */
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) {
			_exit(1);
		}
	}
}
