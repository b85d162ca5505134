/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ends.h. */
#include "ends.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

uint64_t ends_skew_ms;

static uint64_t now_ms(void)
{
	return kiem_monotonic_ms() + ends_skew_ms;
}

void end_open_max(struct end *end, const char *listen, unsigned links_max)
{
	char dir[256], path[300];

	memset(end, 0, sizeof(*end));
	support_tmpdir(dir);
	snprintf(path, sizeof(path), "%s/node.key", dir);
	assert_int_equal(kiem_secret_create(&end->secret, path), KIEM_DONE);
	support_rmtree(dir);
	kiem_secret_public(&end->key, end->secret);
	assert_true(kiem_key_curve(end->curve, &end->key));
	struct link_options options = {.listen = listen, .links_max = links_max, .secret = end->secret};
	assert_int_equal(link_hub_create(&end->hub, &options), KIEM_DONE);
	const char *bound = link_hub_bound(end->hub);
	snprintf(end->address, sizeof(end->address), "%.63s", bound[0] != '\0' ? bound + strlen("tcp://") : "");
}

void end_open(struct end *end, bool listens)
{
	end_open_max(end, listens ? "tcp://127.0.0.1:*" : NULL, 64);
}

void end_close(struct end *end)
{
	link_hub_destroy(end->hub);
	kiem_secret_destroy(end->secret);
	end->hub = NULL;
	end->secret = NULL;
}

void end_forget(struct end *end)
{
	memset(end->seen, 0, sizeof(end->seen));
	end->bytes = 0;
	end->body_n = 0;
}

static void note(struct end *end, const struct link_event *event)
{
	if (event->type == LINK_EVENT_UP) {
		end->link = event->link;
		end->dialled = event->dialled;
		memcpy(end->peer_curve, event->curve, 32);
		strcpy(end->peer, event->peer);
	} else if (event->type == LINK_EVENT_BODY) {
		end->body_n = event->body.n;
		end->body_link = event->link;
		end->bytes += event->body.n;
		assert_in_range(event->body.n, 0, LINK_BODY_MAX);
		memcpy(end->body, event->body.p, event->body.n);
	} else if (event->type == LINK_EVENT_DOWN || event->type == LINK_EVENT_DIAL_FAILED) {
		snprintf(end->why, sizeof(end->why), "%s", event->why != NULL ? event->why : "");
	}
}

static void take(struct end *end)
{
	struct link_event event;

	while (link_hub_next(end->hub, &event, now_ms())) {
		if (end->on_event == NULL || !end->on_event(end, &event)) {
			note(end, &event);
			end->seen[event.type]++;
		}
	}
}

static void wait_once(struct end *const *ends, size_t n, uint64_t until)
{
	struct pollfd fds[16];
	uint64_t now = now_ms();

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(link_hub_fds(ends[i]->hub, &fds[i].fd, 1), 1);
		fds[i].events = POLLIN;
		uint64_t deadline = link_hub_deadline(ends[i]->hub);
		until = deadline < until ? deadline : until;
	}
	poll(fds, n, until > now ? (int)(until - now) : 0);
	for (size_t i = 0; i < n; i++) {
		take(ends[i]);
	}
}

bool ends_until(struct end *const *ends, size_t n, struct end *end, enum link_event_type type, unsigned count, unsigned ms)
{
	uint64_t until = now_ms() + ms;

	while (end->seen[type] < count && now_ms() < until) {
		wait_once(ends, n, until);
	}
	return end->seen[type] >= count;
}

void ends_run(struct end *const *ends, size_t n, unsigned ms)
{
	uint64_t until = now_ms() + ms;

	while (now_ms() < until) {
		wait_once(ends, n, until);
	}
}

void end_dial(struct end *dialler, const struct end *listener)
{
	assert_int_equal(link_hub_dial(dialler->hub, &listener->key, listener->address, now_ms()), KIEM_DONE);
}

void end_send(struct end *end, const void *bytes, size_t n)
{
	assert_int_equal(link_hub_send(end->hub, end->link, bytes, n), KIEM_DONE);
}

void ends_link(struct end *dialler, struct end *listener)
{
	struct end *both[] = {dialler, listener};

	end_forget(dialler);
	end_forget(listener);
	end_dial(dialler, listener);
	assert_true(ends_until(both, 2, dialler, LINK_EVENT_UP, 1, END_MS));
	end_send(dialler, "hello", 5);
	assert_true(ends_until(both, 2, listener, LINK_EVENT_BODY, 1, END_MS));
	assert_int_equal(listener->seen[LINK_EVENT_UP], 1);
}

size_t open_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL) {
		n++;
	}
	closedir(dir);
	return n - 3; /* itself, . and .. */
}

size_t resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long total, resident;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%lu %lu", &total, &resident), 2);
	fclose(file);
	return resident * (size_t)sysconf(_SC_PAGESIZE);
}

int tcp_to(const struct end *end)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_port = htons((uint16_t)strtoul(strrchr(end->address, ':') + 1, NULL, 10));
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

void rogue_make(struct rogue *rogue, const uint8_t server_curve[static 32])
{
	char public_z85[41], secret_z85[41];
	int zero = 0, never = -1, wait_ms = END_MS;

	rogue->ctx = zmq_ctx_new();
	rogue->socket = zmq_socket(rogue->ctx, ZMQ_DEALER);
	assert_int_equal(zmq_curve_keypair(public_z85, secret_z85), 0);
	zmq_z85_decode(rogue->curve, public_z85);
	zmq_setsockopt(rogue->socket, ZMQ_LINGER, &zero, sizeof(zero));
	zmq_setsockopt(rogue->socket, ZMQ_RECONNECT_IVL, &never, sizeof(never));
	zmq_setsockopt(rogue->socket, ZMQ_SNDHWM, &zero, sizeof(zero));
	zmq_setsockopt(rogue->socket, ZMQ_RCVTIMEO, &wait_ms, sizeof(wait_ms));
	assert_int_equal(zmq_setsockopt(rogue->socket, ZMQ_CURVE_SERVERKEY, server_curve, 32), 0);
	assert_int_equal(zmq_setsockopt(rogue->socket, ZMQ_CURVE_PUBLICKEY, public_z85, 41), 0);
	assert_int_equal(zmq_setsockopt(rogue->socket, ZMQ_CURVE_SECRETKEY, secret_z85, 41), 0);
}

void rogue_dial(struct rogue *rogue, const char *address)
{
	char endpoint[80];

	snprintf(endpoint, sizeof(endpoint), "tcp://%s", address);
	assert_int_equal(zmq_connect(rogue->socket, endpoint), 0);
}

void rogue_open(struct rogue *rogue, const char *address, const uint8_t server_curve[static 32])
{
	rogue_make(rogue, server_curve);
	rogue_dial(rogue, address);
}

void rogue_close(struct rogue *rogue)
{
	zmq_close(rogue->socket);
	zmq_ctx_term(rogue->ctx);
}
