/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kiemd: parse, open, run, close. */
#include "daemon.h"
#include "log.h"

#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* One line for whoever started it, when everything works: where it listens, and the link to hand out. */
static void say_ready(struct daemon *d)
{
	const char *bound = link_hub_bound(d->hub);
	char line[128];

	if (bound[0] == '\0') {
		puts(_("kiemd is ready; it takes no links, it only makes them."));
	} else {
		printf(_("kiemd is ready on %s, link %s"), bound, d->address);
		putchar('\n');
	}
	fflush(stdout);
	status_line(d, line, sizeof(line));
	notify_ready(&d->notify, line);
}

int main(int argc, char **argv)
{
	struct options options;
	struct daemon *d = NULL;
	int status = EX_OK;

	/*
	 * The store puts tables of megabytes, of which it touches next to nothing, into whatever hole there is in the heap when it
	 * rests, and there they are zeroed, which touches all of it. So nothing makes large holes: what the door's thread allocates
	 * has an arena of its own, and bodies, with the jobs made of them, are mapped.
	 */
	mallopt(M_ARENA_MAX, 2);
	mallopt(M_MMAP_THRESHOLD, 32 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024);
	umask(077);
	kiem_standard_hold();
	kiem_language_find();
	if (!options_parse(&options, &status, argc, argv)) {
		return status;
	}
	if (sodium_init() < 0) {
		return options_fail(EX_OSERR, _("the system gives no random numbers."));
	}
	log_open(STDERR_FILENO);
	status = daemon_open(&d, &options);
	if (status == EX_OK) {
		say_ready(d);
		daemon_run(d);
		notify_stopping(&d->notify);
		daemon_close(d);
	}
	return status;
}
