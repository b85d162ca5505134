/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See log.h. A line is made in a buffer and written with one write(2), so that lines of two threads never mix. What comes from
 * outside (an address, a name) may hold anything: control characters become '?', so that nobody writes lines of their own into
 * somebody's log or escapes into their terminal.
 */
#include "log.h"

#include <kiem/home.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES 1024
#define BUDGETS 32

static int log_fd = STDERR_FILENO;
static bool journal;
static atomic_int log_level = LOG_INFO;

/* JOURNAL_STREAM is "device:inode" of the stream that systemd gave us; after a redirection it is not ours any more. */
void log_open(int fd)
{
	const char *given = getenv("JOURNAL_STREAM");
	struct stat st;
	char ours[64];

	log_fd = fd;
	journal = false;
	if (given != NULL && fstat(fd, &st) == 0) {
		snprintf(ours, sizeof(ours), "%" PRIuMAX ":%" PRIuMAX, (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
		journal = strcmp(given, ours) == 0;
	}
}

void log_set_level(const char *name)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};

	for (int i = 0; i < 4; i++) {
		if (strcmp(name, names[i]) == 0) {
			atomic_store(&log_level, i);
		}
	}
}

/* "<6>" (sd-daemon(3)) or "2026-11-21T12:00:00.123+0100 info ". */
static size_t put_prefix(char *out, size_t cap, enum log_level level)
{
	static const char *const priorities[] = {"<3>", "<4>", "<6>", "<7>"};
	static const char *const names[] = {"error", "warn ", "info ", "debug"};
	struct timespec now;
	struct tm local;
	char day[32], zone[8];

	if (journal) {
		return (size_t)snprintf(out, cap, "%s", priorities[level]);
	}
	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &local);
	strftime(zone, sizeof(zone), "%z", &local);
	return (size_t)snprintf(out, cap, "%s.%03ld%s %s ", day, now.tv_nsec / 1000000, zone, names[level]);
}

static void write_line(enum log_level level, const char *id, const char *format, va_list arguments)
{
	char line[LINE_BYTES];
	size_t n = put_prefix(line, sizeof(line), level);

	n += (size_t)snprintf(line + n, sizeof(line) - n, "%s ", id);
	int more = vsnprintf(line + n, sizeof(line) - n, format, arguments);
	size_t end = more < 0 ? n : n + (size_t)more;

	end = end < sizeof(line) - 1 ? end : sizeof(line) - 2;
	for (size_t i = n; i < end; i++) {
		line[i] = (unsigned char)line[i] < 0x20 || line[i] == 0x7f ? '?' : line[i];
	}
	line[end] = '\n';
	/* A log that cannot be written has nowhere to be complained about. */
	ssize_t written = write(log_fd, line, end + 1);
	(void)written;
}

void log_event(enum log_level level, const char *id, const char *format, ...)
{
	va_list arguments;

	if ((int)level > atomic_load(&log_level)) {
		return;
	}
	va_start(arguments, format);
	write_line(level, id, format, arguments);
	va_end(arguments);
}

bool log_budget_take(struct log_budget *budget, unsigned long *suppressed, uint64_t now_ms)
{
	*suppressed = 0;
	if (budget->used == 0 || now_ms - budget->since_ms >= LOG_INTERVAL_MS) {
		*suppressed = budget->suppressed;
		*budget = (struct log_budget){.since_ms = now_ms};
	}
	if (budget->used >= LOG_BURST) {
		budget->suppressed++;
		return false;
	}
	budget->used++;
	return true;
}

/* The budget of an id; ids past the table share the last one, which only makes the log quieter. */
static struct log_budget *budget_of(const char *id)
{
	static struct {
		const char *id;
		struct log_budget budget;
	} all[BUDGETS];
	size_t i = 0;

	while (i < BUDGETS - 1 && all[i].id != NULL && strcmp(all[i].id, id) != 0) {
		i++;
	}
	all[i].id = id;
	return &all[i].budget;
}

void log_peer(enum log_level level, const char *id, const char *format, ...)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	unsigned long suppressed;
	va_list arguments;

	if ((int)level > atomic_load(&log_level)) {
		return;
	}
	pthread_mutex_lock(&lock);
	bool may = log_budget_take(budget_of(id), &suppressed, kiem_monotonic_ms());
	pthread_mutex_unlock(&lock);
	if (suppressed > 0) {
		log_event(level, id, "suppressed=%lu", suppressed);
	}
	if (may) {
		va_start(arguments, format);
		write_line(level, id, format, arguments);
		va_end(arguments);
	}
}

struct log_key log_key(const struct kiem_key *key)
{
	struct log_key k;

	kiem_hex(k.text, key->b, 6);
	return k;
}
