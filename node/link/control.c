/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The control socket (docs/control.md), both ends. Whoever can open the socket may ask anything, so its file is 0600 in a
 * directory 0700 that is ours, closed before anybody could connect.
 *
 * Which daemon is alive is decided by a lock on a file beside the socket: the kernel lets go of it however the daemon ends, so
 * a socket file without its lock is a dead daemon's and is replaced. The lock's file stays; removing it would let two hold one
 * each.
 */
#include <kiem/link.h>

#include <zmq.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define REQUEST_MAX 4096
#define POKE_LINGER_MS 200 /* for a poke to be handed over; it takes under one */

struct link_control {
	void *ctx, *router;
	int lock;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
	bool bound, owes;
	size_t route_n; /* of the client that the last request came from */
	uint8_t route[255];
	char request[REQUEST_MAX + 1];
};

static enum kiem_err error_of_errno(void)
{
	switch (errno) {
	case EADDRINUSE:
	case EWOULDBLOCK:
		return KIEM_E_BUSY;
	case EACCES:
	case EPERM:
	case EROFS:
		return KIEM_E_PERMISSION;
	case ENOENT:
	case ENOTDIR:
		return KIEM_E_NOT_FOUND;
	case ENOMEM:
		return KIEM_E_MEMORY;
	default:
		return KIEM_E_NETWORK;
	}
}

/* The socket's directory is ours and nobody else can look into it. */
static enum kiem_err check_directory(const char *path)
{
	char directory[sizeof(((struct link_control *)0)->path)];
	struct stat st;
	const char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path) {
		return KIEM_E_INVALID;
	}
	snprintf(directory, sizeof(directory), "%.*s", (int)(slash - path), path);
	if (stat(directory, &st) != 0) {
		return error_of_errno();
	}
	if (st.st_uid != geteuid()) {
		return KIEM_E_OWNER;
	}
	return (st.st_mode & 077) == 0 ? KIEM_DONE : KIEM_E_PERMISSION;
}

static enum kiem_err take_lock(struct link_control *control)
{
	char path[sizeof(control->path) + 8];

	snprintf(path, sizeof(path), "%s.lock", control->path);
	control->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (control->lock < 0 || flock(control->lock, LOCK_EX | LOCK_NB) != 0) {
		return error_of_errno();
	}
	return KIEM_DONE;
}

static bool option(void *socket, int name, int value)
{
	return zmq_setsockopt(socket, name, &value, sizeof(value)) == 0;
}

static enum kiem_err bind_socket(struct link_control *control)
{
	char endpoint[sizeof(control->path) + 8];
	int64_t request_max = REQUEST_MAX;

	control->ctx = zmq_ctx_new();
	control->router = control->ctx != NULL ? zmq_socket(control->ctx, ZMQ_ROUTER) : NULL;
	if (control->router == NULL || !option(control->router, ZMQ_LINGER, POKE_LINGER_MS) ||
	        zmq_setsockopt(control->router, ZMQ_MAXMSGSIZE, &request_max, sizeof(request_max)) != 0) {
		return error_of_errno();
	}
	snprintf(endpoint, sizeof(endpoint), "ipc://%s", control->path);
	unlink(control->path);
	mode_t before = umask(0177);
	control->bound = zmq_bind(control->router, endpoint) == 0;
	umask(before);
	if (!control->bound || chmod(control->path, 0600) != 0) {
		return error_of_errno();
	}
	return KIEM_DONE;
}

enum kiem_err link_control_create(struct link_control **out, const char *path)
{
	struct link_control *control = calloc(1, sizeof(*control));

	if (control == NULL) {
		return KIEM_E_MEMORY;
	}
	control->lock = -1;
	enum kiem_err err = strlen(path) < sizeof(control->path) ? check_directory(path) : KIEM_E_INVALID;
	if (err == KIEM_DONE) {
		strcpy(control->path, path);
		err = take_lock(control);
	}
	if (err == KIEM_DONE) {
		err = bind_socket(control);
	}
	if (err != KIEM_DONE) {
		link_control_destroy(control);
		return err;
	}
	*out = control;
	return KIEM_DONE;
}

void link_control_destroy(struct link_control *control)
{
	if (control == NULL) {
		return;
	}
	if (control->router != NULL) {
		zmq_close(control->router);
	}
	while (control->ctx != NULL && zmq_ctx_term(control->ctx) != 0 && errno == EINTR) {
	}
	if (control->bound) {
		unlink(control->path);
	}
	if (control->lock >= 0) {
		close(control->lock);
	}
	free(control);
}

int link_control_fd(const struct link_control *control)
{
	int fd = -1;
	size_t n = sizeof(fd);

	return zmq_getsockopt(control->router, ZMQ_FD, &fd, &n) == 0 ? fd : -1;
}

/* One message: whom it is from, and text. False when there is none; *good when it is a request as it should be. */
static bool receive(struct link_control *control, bool *good)
{
	int route_n = zmq_recv(control->router, control->route, sizeof(control->route), ZMQ_DONTWAIT);
	int n = route_n >= 0 ? zmq_recv(control->router, control->request, REQUEST_MAX, ZMQ_DONTWAIT) : -1;
	int more = 0;
	size_t more_n = sizeof(more);

	*good = n > 0 && n <= REQUEST_MAX && route_n <= (int)sizeof(control->route);
	while (n >= 0 && zmq_getsockopt(control->router, ZMQ_RCVMORE, &more, &more_n) == 0 && more != 0) {
		char rest[1];
		*good = false;
		n = zmq_recv(control->router, rest, sizeof(rest), ZMQ_DONTWAIT);
	}
	if (*good) {
		control->route_n = (size_t)route_n;
		control->request[n] = '\0';
		*good = strlen(control->request) == (size_t)n && kiem_utf8_ok((const uint8_t *)control->request, (size_t)n);
	}
	return route_n >= 0;
}

bool link_control_next(struct link_control *control, const char **request)
{
	bool good;

	while (receive(control, &good)) {
		if (good) {
			control->owes = strcmp(control->request, "poke") != 0;
			*request = control->request;
			return true;
		}
	}
	control->owes = false;
	return false;
}

void link_control_answer(struct link_control *control, const char *json)
{
	if (!control->owes) {
		return;
	}
	control->owes = false;
	/* A client that has gone meanwhile has no use for an answer. */
	if (zmq_send(control->router, control->route, control->route_n, ZMQ_DONTWAIT | ZMQ_SNDMORE) >= 0) {
		zmq_send(control->router, json, strlen(json), ZMQ_DONTWAIT);
	}
}

/* ---- the command's end ---- */

/* Whether somebody listens there. libzmq would go on trying a dead daemon's socket until the time is up. */
static bool is_listening(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof(address.sun_path)) {
		return false;
	}
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool listening = fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
	if (fd >= 0) {
		close(fd);
	}
	return listening;
}

/* Waits for the one frame of an answer. */
static enum kiem_err receive_answer(char **answer, void *dealer, unsigned timeout_ms)
{
	zmq_msg_t message;
	enum kiem_err err = KIEM_E_NOT_FOUND;

	zmq_msg_init(&message);
	if (option(dealer, ZMQ_RCVTIMEO, (int)timeout_ms) && zmq_msg_recv(&message, dealer, 0) >= 0) {
		size_t n = zmq_msg_size(&message);
		*answer = malloc(n + 1);
		err = *answer != NULL ? KIEM_DONE : KIEM_E_MEMORY;
		if (*answer != NULL) {
			memcpy(*answer, zmq_msg_data(&message), n);
			(*answer)[n] = '\0';
		}
	}
	zmq_msg_close(&message);
	return err;
}

enum kiem_err link_control_call(char **answer, const char *path, const char *request, unsigned timeout_ms)
{
	char endpoint[sizeof(((struct link_control *)0)->path) + 8];
	bool poke = strcmp(request, "poke") == 0;
	enum kiem_err err;

	*answer = NULL;
	if (strlen(request) > REQUEST_MAX) {
		return KIEM_E_INVALID;
	}
	/* In a directory of somebody else's (under /tmp its name can be known beforehand) that one could answer in a daemon's
	 * place. */
	err = strlen(path) < sizeof(((struct link_control *)0)->path) ? check_directory(path) : KIEM_E_INVALID;
	if (err != KIEM_DONE) {
		return err;
	}
	if (!is_listening(path)) {
		return KIEM_E_NOT_FOUND;
	}
	err = KIEM_E_NETWORK;
	void *ctx = zmq_ctx_new();
	void *dealer = ctx != NULL ? zmq_socket(ctx, ZMQ_DEALER) : NULL;
	snprintf(endpoint, sizeof(endpoint), "ipc://%s", path);
	if (dealer != NULL && option(dealer, ZMQ_LINGER, poke ? POKE_LINGER_MS : 0) && zmq_connect(dealer, endpoint) == 0 &&
	        zmq_send(dealer, request, strlen(request), ZMQ_DONTWAIT) >= 0) {
		err = poke ? KIEM_DONE : receive_answer(answer, dealer, timeout_ms);
	}
	if (dealer != NULL) {
		zmq_close(dealer);
	}
	while (ctx != NULL && zmq_ctx_term(ctx) != 0 && errno == EINTR) {
	}
	return err;
}
