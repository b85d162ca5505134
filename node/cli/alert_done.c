/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the hook was run for (alerts.h): a file that lines are appended to, each synced before anything rests on it. A line that was
 * cut short by a crash counts for nothing.
 */
#include "alerts.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LINE_SIZE 128
#define PATH_SIZE (KIEM_PATH_MAX + 16)

static int no_memory(void)
{
	return cli_fail_err(KIEM_E_MEMORY, NULL);
}

static int pair_add(struct done *done, const struct done_pair *pair)
{
	if (done->n == done->cap) {
		size_t cap = done->cap ? done->cap * 2 : 64;
		void *list = reallocarray(done->fired, cap, sizeof *done->fired);
		if (!list) {
			return no_memory();
		}
		done->fired = list;
		done->cap = cap;
	}
	done->fired[done->n++] = *pair;
	return EX_OK;
}

static bool same(const struct done_pair *pair, unsigned alert, const struct kiem_id *id)
{
	return pair->alert == alert && memcmp(pair->id.b, id->b, sizeof id->b) == 0;
}

/* One whole line. What this version does not know is passed over. */
static int take_line(struct done *done, const char *line)
{
	struct done_pair pair;
	char hex[65];
	uint64_t number;
	if (sscanf(line, "c %" SCNu64, &number) == 1) {
		done->cursor = number;
		return EX_OK;
	}
	if (sscanf(line + 1, " %u %64[0-9a-f]", &pair.alert, hex) != 2 || strlen(hex) != 64 || !kiem_unhex(pair.id.b, hex, 64)) {
		return EX_OK;
	}
	if (line[0] == 'f') {
		done->trying.alert = 0;
		return pair_add(done, &pair);
	}
	if (line[0] == 't') {
		done->tries = same(&done->trying, pair.alert, &pair.id) ? done->tries + 1 : 1;
		done->trying = pair;
	}
	return EX_OK;
}

static int read_all(struct done *done, const char *path, size_t *lines)
{
	char line[LINE_SIZE];
	int status = EX_OK, copy = dup(done->fd);
	FILE *file = copy >= 0 ? fdopen(copy, "r") : NULL;
	if (!file) {
		return cli_fail(EX_NOINPUT, _("%s cannot be read: %s."), path, strerror(errno));
	}
	for (*lines = 0; !status && fgets(line, sizeof line, file); ++*lines) {
		status = strchr(line, '\n') ? take_line(done, line) : EX_OK;
	}
	fclose(file);
	return status;
}

static int unwritten(void)
{
	return cli_fail(EX_IOERR, _("the list of what alerts told of cannot be written: %s."), strerror(errno));
}

static int append(struct done *done, const char *line)
{
	size_t n = strlen(line);
	return write(done->fd, line, n) == (ssize_t)n && fdatasync(done->fd) == 0 ? EX_OK : unwritten();
}

static void print_pair(char line[static LINE_SIZE], char sign, const struct done_pair *pair)
{
	char hex[65];
	kiem_hex(hex, pair->id.b, sizeof pair->id.b);
	snprintf(line, LINE_SIZE, "%c %u %s\n", sign, pair->alert, hex);
}

static int append_pair(struct done *done, char sign, const struct done_pair *pair)
{
	char line[LINE_SIZE];
	print_pair(line, sign, pair);
	return append(done, line);
}

/* Emptied and written anew with what still matters. Cut short, it says that less was done than was: then the hook is run again. */
static int shorten(struct done *done)
{
	size_t from = done->n > ALERT_DONE_KEEP ? done->n - ALERT_DONE_KEEP : 0, n = 0;
	char *text = NULL, line[LINE_SIZE];
	FILE *memory = open_memstream(&text, &n);
	if (!memory) {
		return no_memory();
	}
	fprintf(memory, "c %" PRIu64 "\n", done->cursor);
	for (size_t i = from; i < done->n; i++) {
		print_pair(line, 'f', &done->fired[i]);
		fputs(line, memory);
	}
	bool good = fclose(memory) == 0 && ftruncate(done->fd, 0) == 0 && write(done->fd, text, n) == (ssize_t)n &&
	            fdatasync(done->fd) == 0;
	free(text);
	return good ? EX_OK : unwritten();
}

/* A line that was cut short must not run into the next one. */
static bool is_cut_short(const struct done *done)
{
	char last = '\n';
	off_t size = lseek(done->fd, 0, SEEK_END);
	return size > 0 && pread(done->fd, &last, 1, size - 1) == 1 && last != '\n';
}

int done_open(struct cli *cli, struct done *done)
{
	char path[PATH_SIZE];
	size_t lines = 0;
	*done = (struct done){.fd = -1};
	snprintf(path, sizeof path, "%s/alerts.done", cli->home.dir);
	done->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (done->fd < 0) {
		return cli_fail(EX_CANTCREAT, _("%s cannot be made: %s."), path, strerror(errno));
	}
	if (flock(done->fd, LOCK_EX | LOCK_NB) != 0) {
		return EX_TEMPFAIL;
	}
	int status = read_all(done, path, &lines);
	if (!status && is_cut_short(done)) {
		status = append(done, "\n");
	}
	return !status && lines > ALERT_DONE_LINES ? shorten(done) : status;
}

void done_close(struct done *done)
{
	if (done->fd >= 0) {
		close(done->fd);
	}
	free(done->fired);
	*done = (struct done){.fd = -1};
}

bool done_has(const struct done *done, unsigned alert, const struct kiem_id *id)
{
	for (size_t i = done->n; i-- > 0;) {
		if (same(&done->fired[i], alert, id)) {
			return true;
		}
	}
	return false;
}

int done_cursor(struct done *done, uint64_t number)
{
	char line[LINE_SIZE];
	snprintf(line, sizeof line, "c %" PRIu64 "\n", number);
	int status = append(done, line);
	done->cursor = status ? done->cursor : number;
	return status;
}

int done_try(struct done *done, unsigned alert, const struct kiem_id *id)
{
	struct done_pair pair = {alert, *id};
	int status = append_pair(done, 't', &pair);
	done->tries = same(&done->trying, alert, id) ? done->tries + 1 : 1;
	done->trying = pair;
	return status;
}

int done_fired(struct done *done, unsigned alert, const struct kiem_id *id)
{
	struct done_pair pair = {alert, *id};
	int status = append_pair(done, 'f', &pair);
	done->trying.alert = 0;
	return status ? status : pair_add(done, &pair);
}

int done_fired_all(struct done *done, const struct done_pair *pairs, size_t n)
{
	char *text = NULL, line[LINE_SIZE];
	size_t size = 0;
	FILE *memory = open_memstream(&text, &size);
	if (!memory) {
		return no_memory();
	}
	for (size_t i = 0; i < n; i++) {
		print_pair(line, 'f', &pairs[i]);
		fputs(line, memory);
	}
	int status = fclose(memory) == 0 ? EX_OK : no_memory();
	status = status ? status : append(done, text);
	free(text);
	done->trying.alert = 0;
	for (size_t i = 0; i < n && !status; i++) {
		status = pair_add(done, &pairs[i]);
	}
	return status;
}

static int pair_order(const void *a, const void *b)
{
	const struct done_pair *x = a, *y = b;
	return x->alert != y->alert ? (x->alert < y->alert ? -1 : 1) : memcmp(x->id.b, y->id.b, sizeof x->id.b);
}

size_t done_unique(struct done_pair *pairs, size_t n)
{
	size_t kept = 0;
	if (n > 1) {
		qsort(pairs, n, sizeof *pairs, pair_order);
	}
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || pair_order(&pairs[kept - 1], &pairs[i]) != 0) {
			pairs[kept++] = pairs[i];
		}
	}
	return kept;
}
