/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening and closing. What can be wrong with a home, a configuration or a network is said here in one sentence, before
 * anything runs; a daemon that printed that it is ready works.
 *
 * One daemon a home: a lock on HOME_DIR/kiemd.lock, which the kernel gives back even after a crash. The control socket cannot serve
 * for this, because the runtime directory may be another than the last time.
 */
#include "daemon.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

static int open_home(struct daemon *d)
{
	if (kiem_home_find(&d->home, d->options.home) != KIEM_DONE) {
		return options_fail(EX_CONFIG, _("no home can be worked out; name a directory with --home or KIEM_HOME."));
	}
	enum kiem_err e = kiem_home_check(&d->home);
	if (e == KIEM_E_NOT_FOUND && access(d->home.node, F_OK) != 0) {
		return options_fail(EX_NOINPUT,
		        _("there is no home in %s yet; make one with “kiem init --name \"Your name\" --board nl/town/place”."),
		        d->home.dir);
	}
	if (e == KIEM_DONE || e == KIEM_E_NOT_FOUND) {
		e = kiem_home_make(&d->home);
	}
	return options_fail_err(e, d->home.dir);
}

static int take_lock(struct daemon *d)
{
	char path[KIEM_PATH_MAX + 16], text[24] = "";

	snprintf(path, sizeof(path), "%s/kiemd.lock", d->home.dir);
	d->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (d->lock_fd < 0) {
		return options_fail(EX_CANTCREAT, _("%s cannot be made: %s."), path, strerror(errno));
	}
	if (flock(d->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		ssize_t n = pread(d->lock_fd, text, sizeof(text) - 1, 0);

		text[n > 0 ? strcspn(text, "\n") : 0] = '\0';
		return options_fail(
		        EX_TEMPFAIL, _("a kiemd runs on %s already (process %s); stop that one first."), d->home.dir, text);
	}
	int n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	if (ftruncate(d->lock_fd, 0) != 0 || pwrite(d->lock_fd, text, (size_t)n, 0) != n) {
		return options_fail(EX_IOERR, _("%s cannot be written: %s."), path, strerror(errno));
	}
	return EX_OK;
}

static int open_store(struct daemon *d)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned verifiers = d->config.threads != 0 ? d->config.threads : cores > 1 ? (unsigned)cores : 1;
	struct kiem_store_options options = {
	        .dir = d->home.store, .create = true, .cap = d->config.store_cap, .threads = verifiers < 17 ? verifiers - 1 : 16};

	errno = 0;
	int status = options_fail_err(kiem_store_open(&d->store, &options), d->home.store);
	if (status != EX_OK) {
		return status;
	}
	return options_fail_err(door_create(&d->door, d->store), _("the thread that writes the store"));
}

static int open_links(struct daemon *d)
{
	bool listens = strcmp(d->config.listen, "none") != 0;
	struct link_options options = {
	        .listen = listens ? d->config.listen : NULL, .links_max = d->config.links_max, .secret = d->secret};

	errno = 0;
	enum kiem_err e = link_hub_create(&d->hub, &options);
	if (e == KIEM_E_NETWORK && errno == EADDRINUSE) {
		return options_fail(EX_UNAVAILABLE,
		        _("another program listens on %s already, perhaps another kiemd; choose another port with --listen "
		          "tcp://*:%d."),
		        d->config.listen, KIEM_PORT_DEFAULT + 1);
	}
	int status = options_fail_err(e, d->config.listen);
	if (status != EX_OK) {
		return status;
	}
	sends_init(&d->sends, d->hub, d->store, d->config.links_max);
	(void)address_of(d);
	errno = 0;
	e = link_control_create(&d->control, d->home.control);
	if (e == KIEM_E_BUSY) {
		return options_fail(EX_TEMPFAIL, _("another kiemd answers on %s; stop that one first."), d->home.control);
	}
	return options_fail_err(e, d->home.control);
}

static int open_swarm(struct daemon *d)
{
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	struct swarm_options options = {.node = d->node};

	self_recall(d);
	options.descriptor = (struct kiem_span){descriptor, self_descriptor(descriptor, d)};
	swarm_options_default(&options);
	options.links_max = d->config.links_max;
	options.ping_ms = (uint64_t)d->config.ping_s * 1000;
	options.compare_ms = DAEMON_COMPARE_MS;
	randombytes_buf(options.seed, sizeof(options.seed));
	size_t pool_size = (descriptors_size(DAEMON_DESCRIPTORS_MAX) + 63) / 64 * 64;
	d->swarm_size = pool_size + swarm_size(&options);
	/* Mapped, because most of it (the links that are not there) is never touched. */
	d->swarm_mem = mmap(NULL, d->swarm_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (d->swarm_mem == MAP_FAILED) {
		d->swarm_mem = NULL;
		return options_fail_err(KIEM_E_MEMORY, d->home.dir);
	}
	options.descriptors = descriptors_init(d->swarm_mem, pool_size, DAEMON_DESCRIPTORS_MAX);
	d->swarm = swarm_init((uint8_t *)d->swarm_mem + pool_size, d->swarm_size - pool_size, &options);
	sodium_memzero(options.seed, sizeof(options.seed));
	return EX_OK;
}

static int open_signals(struct daemon *d)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	/* Before any thread is started, so that all of them leave these to the loop. */
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	d->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return d->signal_fd >= 0 ? EX_OK : options_fail(EX_OSERR, "signalfd: %s", strerror(errno));
}

static int load_secret(struct daemon *d)
{
	enum kiem_err e = kiem_secret_load(&d->secret, d->home.node);

	if (e == KIEM_E_NOT_FOUND) {
		e = kiem_secret_create(&d->secret, d->home.node);
	}
	if (e == KIEM_DONE) {
		kiem_secret_public(&d->node, d->secret);
	}
	return options_fail_err(e, d->home.node);
}

static void start(struct daemon *d)
{
	d->started_ms = kiem_monotonic_ms();
	d->timer_ms = d->notes.due_ms = UINT64_MAX;
	d->tick_ms = d->started_ms + DAEMON_TICK_MS;
	d->stat_ms = d->started_ms;
	d->expire_ms = d->started_ms;
	d->watchdog_ms = d->notify.watchdog_ms != 0 ? d->started_ms : UINT64_MAX;
	book_tell(d);
	follow_start(d);
	log_event(LOG_INFO, "START", "node=%s listen=%s home=\"%s\"", log_key(&d->node).text, link_hub_bound(d->hub), d->home.dir);
}

int daemon_open(struct daemon **out, const struct options *options)
{
	struct daemon *d = calloc(1, sizeof(*d));
	int status;

	*out = NULL;
	if (d == NULL) {
		return options_fail_err(KIEM_E_MEMORY, "kiemd");
	}
	d->options = *options;
	d->lock_fd = d->signal_fd = d->notify.fd = -1;
	if ((status = open_home(d)) != EX_OK || (status = options_configure(&d->config, &d->options, &d->home)) != EX_OK ||
	        (status = take_lock(d)) != EX_OK || (status = load_secret(d)) != EX_OK) {
		goto cleanup;
	}
	log_set_level(d->config.log_level);
	notify_open(&d->notify);
	if ((status = open_signals(d)) != EX_OK || (status = open_store(d)) != EX_OK || (status = open_links(d)) != EX_OK ||
	        (status = open_swarm(d)) != EX_OK) {
		goto cleanup;
	}
	start(d);
	*out = d;
	d = NULL;

cleanup:
	daemon_close(d);
	return status;
}

void daemon_close(struct daemon *d)
{
	if (d == NULL) {
		return;
	}
	if (d->door != NULL) {
		notes_write(d, true);
	}
	link_control_destroy(d->control);
	door_destroy(d->door);
	if (d->hub != NULL) {
		sends_finish(&d->sends);
	}
	link_hub_destroy(d->hub);
	kiem_store_close(d->store);
	if (d->swarm_mem != NULL) {
		munmap(d->swarm_mem, d->swarm_size);
	}
	kiem_secret_destroy(d->secret);
	notify_close(&d->notify);
	if (d->signal_fd >= 0) {
		close(d->signal_fd);
	}
	if (d->lock_fd >= 0) {
		close(d->lock_fd);
	}
	free(d);
}
