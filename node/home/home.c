/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the home is, and whether it is ours. Paths are worked out from the environment alone; only kiem_home_make writes.
 *
 * A home belongs to one uid. Root is no exception: a root that wrote into somebody's store would leave files there that its
 * owner cannot open any more, so every other uid is refused before anything is touched.
 */
#include <kiem/home.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PATH_MAX sizeof(((struct sockaddr_un *)0)->sun_path)

/* snprintf into a path; false when it does not fit. */
__attribute__((format(printf, 2, 3))) static bool join(char out[static KIEM_PATH_MAX], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	int n = vsnprintf(out, KIEM_PATH_MAX, format, arguments);
	va_end(arguments);
	return n >= 0 && n < KIEM_PATH_MAX;
}

/* A variable that is set to something; NULL otherwise. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* A directory of the XDG base directory specification, which says that a relative one is to be ignored. */
static bool xdg(char out[static KIEM_PATH_MAX], const char *name, const char *below_home)
{
	const char *value = variable(name);
	const char *user = variable("HOME");

	if (value != NULL && value[0] == '/') {
		return join(out, "%s/kiem", value);
	}
	return user != NULL && join(out, "%s/%s/kiem", user, below_home);
}

/* A relative home is taken from where we stand now, so that a later chdir moves nothing. */
static bool absolute(char out[static KIEM_PATH_MAX], const char *path)
{
	char here[KIEM_PATH_MAX];

	if (path[0] == '/') {
		return join(out, "%s", path);
	}
	return getcwd(here, sizeof(here)) != NULL && join(out, "%s/%s", here, path);
}

static void trim_slashes(char *path)
{
	for (size_t n = strlen(path); n > 1 && path[n - 1] == '/'; n--) {
		path[n - 1] = '\0';
	}
}

/* The runtime directory in the home, or under /tmp when a socket's name has no room for that path (108 bytes in Linux). */
static bool runtime_in_home(struct kiem_home *home)
{
	struct kiem_id hash;
	char digits[17];

	if (join(home->runtime, "%s/run", home->dir) && strlen(home->runtime) + strlen("/control") < SOCKET_PATH_MAX) {
		return true;
	}
	kiem_id_of(&hash, (const uint8_t *)home->dir, strlen(home->dir));
	kiem_hex(digits, hash.b, 8);
	return join(home->runtime, "/tmp/kiem-%u-%s", (unsigned)geteuid(), digits);
}

/* $XDG_RUNTIME_DIR, or what systemd would have set it to: a command run by cron or su must find the daemon's socket too. */
static bool runtime_of_session(struct kiem_home *home)
{
	const char *value = variable("XDG_RUNTIME_DIR");
	char guess[64];
	struct stat st;

	if (value == NULL || value[0] != '/') {
		snprintf(guess, sizeof(guess), "/run/user/%u", (unsigned)geteuid());
		value = stat(guess, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() ? guess : NULL;
	}
	if (value == NULL || strlen(value) + strlen("/kiem/control") >= SOCKET_PATH_MAX) {
		return runtime_in_home(home);
	}
	return join(home->runtime, "%s/kiem", value);
}

enum kiem_err kiem_home_find(struct kiem_home *home, const char *given)
{
	const char *chosen = given != NULL && given[0] != '\0' ? given : variable("KIEM_HOME");
	char conf_dir[KIEM_PATH_MAX];
	bool ok;

	memset(home, 0, sizeof(*home));
	if (chosen != NULL) {
		ok = absolute(home->dir, chosen);
		trim_slashes(home->dir);
		ok = ok && join(home->conf, "%s/kiem.conf", home->dir) && runtime_in_home(home);
	} else {
		ok = xdg(home->dir, "XDG_DATA_HOME", ".local/share") && xdg(conf_dir, "XDG_CONFIG_HOME", ".config") &&
		     join(home->conf, "%s/kiem.conf", conf_dir) && runtime_of_session(home);
	}
	ok = ok && join(home->store, "%s/store", home->dir) && join(home->identity, "%s/identity.key", home->dir) &&
	     join(home->node, "%s/node.key", home->dir) && join(home->control, "%s/control", home->runtime);
	return ok ? KIEM_DONE : KIEM_E_INVALID;
}

static enum kiem_err error_of_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return KIEM_E_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
		return KIEM_E_PERMISSION;
	default:
		return KIEM_E_DISK;
	}
}

/* Makes the directories above path that are missing. */
static enum kiem_err make_parents(const char *path)
{
	char partial[KIEM_PATH_MAX];

	snprintf(partial, sizeof(partial), "%s", path);
	for (char *slash = strchr(partial + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(partial, 0700) != 0 && errno != EEXIST && access(partial, F_OK) != 0) {
			return error_of_errno();
		}
		*slash = '/';
	}
	return KIEM_DONE;
}

/*
 * Makes one directory, or sees that the one there is ours. One that is wholly kiem's own is closed to others and may not be a
 * symbolic link: its name under /tmp can be known beforehand by anybody.
 */
static enum kiem_err make_directory(const char *path, bool own)
{
	struct stat st;
	enum kiem_err err = make_parents(path);

	if (err != KIEM_DONE) {
		return err;
	}
	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		return error_of_errno();
	}
	if ((own ? lstat(path, &st) : stat(path, &st)) != 0) {
		return error_of_errno();
	}
	if (st.st_uid != geteuid()) {
		return KIEM_E_OWNER;
	}
	if (!S_ISDIR(st.st_mode)) {
		return KIEM_E_PERMISSION;
	}
	if (own && (st.st_mode & 07777) != 0700 && chmod(path, 0700) != 0) {
		return error_of_errno();
	}
	return KIEM_DONE;
}

enum kiem_err kiem_home_make(const struct kiem_home *home)
{
	char conf_dir[KIEM_PATH_MAX];
	enum kiem_err err;

	snprintf(conf_dir, sizeof(conf_dir), "%s", home->conf);
	*strrchr(conf_dir, '/') = '\0';
	err = make_directory(home->dir, false);
	if (err == KIEM_DONE) {
		err = make_directory(home->store, true);
	}
	if (err == KIEM_DONE) {
		err = make_directory(home->runtime, true);
	}
	return err == KIEM_DONE ? make_directory(conf_dir, false) : err;
}

enum kiem_err kiem_home_check(const struct kiem_home *home)
{
	struct stat st;

	if (stat(home->dir, &st) != 0) {
		return error_of_errno();
	}
	if (st.st_uid != geteuid()) {
		return KIEM_E_OWNER;
	}
	if (stat(home->identity, &st) == 0 || stat(home->node, &st) == 0) {
		return KIEM_DONE;
	}
	return error_of_errno();
}
