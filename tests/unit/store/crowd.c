/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See crowd.h. */
#include "crowd.h"

#include <sys/wait.h>
#include <unistd.h>

void crowd_make(struct support_bytes *out, unsigned who, unsigned i)
{
	struct support_author author;
	char title[32];

	support_author(&author, who);
	snprintf(title, sizeof(title), "bod %u", i);
	scene_post(out, KIEM_OFFER, title, SUPPORT_NOW - i, SUPPORT_NOW + SCENE_DAY, &author);
}

/* Admits the posts from..to of one author in batches; after each, tells how far it is on fd when that is not -1. */
void crowd_admit(struct scene *scene, unsigned who, unsigned from, unsigned to, int fd)
{
	struct support_bytes posts[CROWD_BATCH];
	struct kiem_entry entries[CROWD_BATCH];

	for (unsigned i = from; i < to; i += CROWD_BATCH) {
		for (unsigned k = 0; k < CROWD_BATCH; k++) {
			crowd_make(&posts[k], who, i + k);
			entries[k].bytes = (struct kiem_span){posts[k].b, posts[k].n};
		}
		assert_int_equal(scene_admit_all(scene, entries, CROWD_BATCH), KIEM_DONE);
		for (unsigned k = 0; k < CROWD_BATCH; k++) {
			assert_true(entries[k].verdict == KIEM_OK || entries[k].verdict == KIEM_KNOWN);
		}
		unsigned done = i + CROWD_BATCH;
		if (fd >= 0 && write(fd, &done, sizeof(done)) != sizeof(done)) {
			_exit(1);
		}
	}
}

/* Runs f in a process of its own, with the store opened there; its end of a pipe is *fd. */
pid_t crowd_spawn(struct scene *scene, int *fd, void (*f)(struct scene *, int))
{
	int ends[2];

	scene_close(scene); /* LMDB does not go through a fork */
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		scene_open(scene, 0, 0);
		f(scene, ends[1]);
		kiem_store_close(scene->store);
		_exit(0);
	}
	close(ends[1]);
	*fd = ends[0];
	return pid;
}

unsigned crowd_hear(int fd)
{
	unsigned n = 0;

	return read(fd, &n, sizeof(n)) == sizeof(n) ? n : 0;
}

void crowd_reap(pid_t pid, bool clean)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(!clean || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
}
