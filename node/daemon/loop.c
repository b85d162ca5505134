/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop. A pass gives each source a bounded turn; a pass in which a step was made is followed by another one without
 * waiting, so that the loop only waits when nothing at all is left to do. That also satisfies ZeroMQ, whose descriptors tell of a
 * change only once and may keep silent after a send: link_hub_next is always asked again before a wait.
 *
 * While the door's queue is full the hub holds bodies back: they wait in their sockets, and the neighbours slow down.
 */
#include "daemon.h"

#include "log.h"

#include <inttypes.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define HUB_FDS_MAX 8

/* ---- the links ---- */

static void hear_up(struct daemon *d, const struct link_event *event)
{
	struct swarm_in in = {.type = SWARM_LINK_UP, .link = sends_up(&d->sends, event->link)};

	log_peer(LOG_DEBUG, "LINK-OPEN", "link=%u peer=%s dialled=%s", in.link, event->peer, event->dialled ? "yes" : "no");
	if (in.link == SWARM_NO_LINK) {
		link_hub_drop(d->hub, event->link, 0, kiem_monotonic_ms());
		return;
	}
	in.up.dialled = event->dialled;
	in.up.node = event->node;
	memcpy(in.up.curve, event->curve, sizeof(in.up.curve));
	in.up.network = descriptors_network((struct kiem_span){(const uint8_t *)event->peer, strlen(event->peer)}, NULL);
	in.up.host = event->peer;
	daemon_step(d, &in);
}

static void hear_dial_failed(struct daemon *d, const struct link_event *event)
{
	struct swarm_in in = {.type = SWARM_DIAL_FAILED, .link = SWARM_NO_LINK};

	log_peer(LOG_INFO, "LINK-DIAL-FAILED", "node=%s why=\"%s\"", log_key(&event->node).text, event->why);
	in.neighbour.node = event->node;
	daemon_step(d, &in);
}

static void hear_down(struct daemon *d, uint32_t link, const char *why)
{
	struct swarm_in in = {.type = SWARM_LINK_DOWN, .link = link};

	log_peer(LOG_INFO, "LINK-CLOSED", "link=%u why=\"%s\"", link, why);
	sends_down(&d->sends, link);
	daemon_step(d, &in);
}

/* What left before the neighbour said this is told before it: otherwise it would acknowledge posts that never left. */
static void hear_body(struct daemon *d, uint32_t link, struct kiem_span body)
{
	struct swarm_in left = {.type = SWARM_WRITABLE, .link = link}, in = {.type = SWARM_RECV, .link = link, .body = body};

	if (sends_left_on(&d->sends, link, &left.writable.posts, &left.writable.bytes)) {
		daemon_step(d, &left);
	}
	daemon_step(d, &in);
}

/* What happens on a link that has a place. */
static void hear_link(struct daemon *d, uint32_t link, const struct link_event *event)
{
	if (event->type == LINK_EVENT_DOWN) {
		hear_down(d, link, event->why);
	} else if (event->type == LINK_EVENT_BODY) {
		hear_body(d, link, event->body);
	} else {
		sends_drained(&d->sends, link);
		d->steps++;
	}
}

static void hear_one(struct daemon *d, const struct link_event *event)
{
	uint32_t link = sends_place(&d->sends, event->link);

	if (event->type == LINK_EVENT_UP) {
		hear_up(d, event);
	} else if (event->type == LINK_EVENT_DIAL_FAILED) {
		hear_dial_failed(d, event);
	} else if (link != SWARM_NO_LINK) {
		hear_link(d, link, event);
	}
}

/* Links that come and go faster than their scans are answered wait like those that bring more than the door takes. */
static void hear(struct daemon *d)
{
	struct link_event event;

	for (int i = 0; i < DAEMON_HEAR_MAX; i++) {
		link_hub_hold(d->hub, !door_room(d->door) || d->owed.n >= OWED_MAX / 2);
		if (!link_hub_next(d->hub, &event, kiem_monotonic_ms())) {
			return;
		}
		hear_one(d, &event);
	}
}

/* ---- time ---- */

static void tick_swarm(struct daemon *d, uint64_t now)
{
	struct swarm_in in = {.type = SWARM_TIMER, .link = SWARM_NO_LINK};

	if (now >= d->timer_ms) {
		d->timer_ms = UINT64_MAX;
		daemon_step(d, &in);
	}
}

static void tick_full(struct daemon *d)
{
	struct kiem_store_stat stat;

	if (kiem_store_stat(d->store, &stat) != KIEM_DONE) {
		return;
	}
	if (stat.percent >= DAEMON_FULL_PERCENT && stat.percent != d->percent) {
		log_event(LOG_WARN, "STORE-NEARLY-FULL", "percent=%u used=%" PRIu64 " cap=%" PRIu64, stat.percent, stat.used,
		        stat.cap);
	}
	d->percent = stat.percent;
}

static void tick_status(struct daemon *d)
{
	char line[128], status[160];

	if (d->notify.fd >= 0) {
		status_line(d, line, sizeof(line));
		if (strcmp(line, d->status) != 0) {
			snprintf(d->status, sizeof(d->status), "%s", line);
			snprintf(status, sizeof(status), "STATUS=%s", line);
			notify_send(&d->notify, status);
		}
	}
}

/* Once after work, when none came for a while: a node that idles is as small as one that was just started. */
static void tick_rest(struct daemon *d, uint64_t now)
{
	if (d->worked_ms == 0 || now - d->worked_ms < DAEMON_REST_MS) {
		return;
	}
	enum kiem_err err = kiem_store_rest(d->store);

	if (err == KIEM_E_AGAIN) {
		return; /* the door is at work */
	}
	d->worked_ms = 0;
	malloc_trim(0);
	if (err != KIEM_DONE) {
		log_event(LOG_ERROR, "STORE-FAILED", "job=rest error=\"%s\"", kiem_err_sentence(err));
	}
}

static void tick(struct daemon *d)
{
	const struct door_job expire = {.type = DOOR_EXPIRE};
	uint64_t now = kiem_monotonic_ms();

	tick_swarm(d, now);
	notes_write(d, false);
	if (now >= d->tick_ms) {
		d->tick_ms = now + DAEMON_TICK_MS;
		d->follow.now = true;
		tick_status(d);
		if (d->self_changed) {
			d->self_changed = false;
			self_tell(d);
		}
		alerts_tick(d);
		tick_rest(d, now);
	}
	if (now >= d->expire_ms && door_put(d->door, &expire)) {
		d->expire_ms = now + DAEMON_EXPIRE_MS;
	}
	if (now >= d->stat_ms) {
		d->stat_ms = now + DAEMON_STAT_MS;
		tick_full(d);
		self_look(d);
	}
	if (now >= d->watchdog_ms) {
		d->watchdog_ms = now + d->notify.watchdog_ms;
		notify_watchdog(&d->notify);
	}
}

static int wait_ms(const struct daemon *d, uint64_t steps, int most)
{
	uint64_t now = kiem_monotonic_ms(), next = d->tick_ms;

	if (d->steps != steps || d->follow.now || (d->owed.n > 0 && d->owed.again_ms <= now) || d->sends.left != 0) {
		return 0;
	}
	next = d->owed.n > 0 && d->owed.again_ms < next ? d->owed.again_ms : next;
	uint64_t hub = link_hub_deadline(d->hub);

	next = next < hub ? next : hub;
	next = next < d->timer_ms ? next : d->timer_ms;
	next = next < d->watchdog_ms ? next : d->watchdog_ms;
	next = next < d->notes.due_ms ? next : d->notes.due_ms;
	return next <= now ? 0 : next - now > (uint64_t)most ? most : (int)(next - now);
}

/* ---- signals ---- */

static void take_signals(struct daemon *d)
{
	struct signalfd_siginfo info;

	while (read(d->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP) {
			daemon_reload(d);
		} else {
			log_event(LOG_INFO, "STOP", "signal=%u", info.ssi_signo);
			d->stop = true;
		}
	}
}

/* ---- the pass ---- */

static void wait_for_input(struct daemon *d, uint64_t steps, int most)
{
	struct pollfd fds[3 + HUB_FDS_MAX] = {{.fd = d->signal_fd, .events = POLLIN}, {.fd = door_fd(d->door), .events = POLLIN},
	        {.fd = link_control_fd(d->control), .events = POLLIN}};
	int hub[HUB_FDS_MAX];
	size_t n = link_hub_fds(d->hub, hub, HUB_FDS_MAX);
	eventfd_t count;

	for (size_t i = 0; i < n; i++) {
		fds[3 + i] = (struct pollfd){.fd = hub[i], .events = POLLIN};
	}
	if (poll(fds, 3 + n, wait_ms(d, steps, most)) < 0) {
		return; /* EINTR: signals come by their descriptor, so the next pass finds whatever it was */
	}
	if (fds[0].revents != 0) {
		take_signals(d);
	}
	if (fds[1].revents != 0) {
		eventfd_read(door_fd(d->door), &count);
		d->door_done = true;
	}
}

void daemon_pass(struct daemon *d, int wait_ms_max)
{
	uint64_t steps = d->steps;

	owed_answer(d, 4);
	hear(d);
	if (control_serve(d)) {
		d->steps++;
	}
	if (d->door_done || d->follow.now) {
		bool world = d->follow.now;

		d->door_done = d->follow.now = false;
		follow_look(d);
		if (world) {
			follow_world(d);
		}
	}
	if (sends_flush(&d->sends)) {
		d->steps++;
	}
	tick(d);
	wait_for_input(d, steps, wait_ms_max);
}

void daemon_run(struct daemon *d)
{
	while (!d->stop) {
		daemon_pass(d, INT_MAX);
	}
}
