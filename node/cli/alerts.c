/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of alerts: its file, and which of them a post fits (alerts.h). */
#include "alerts.h"

#include "seek.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "kiem-alerts-1"
#define LINE_MAX_BYTES (ALERT_QUERY_MAX + 80)
#define PATH_SIZE (KIEM_PATH_MAX + 16)

static int damaged(const char *path)
{
	return cli_fail(EX_DATAERR, _("%s is no list of alerts; move it away and add them again."), path);
}

/* NUMBER FROM MADE QUERY */
static bool read_line(struct alert *alert, char *line)
{
	int at = 0;
	line[strcspn(line, "\n")] = '\0';
	return sscanf(line, "%u %" SCNu64 " %" SCNd64 " %n", &alert->number, &alert->from, &alert->made, &at) == 3 && line[at] &&
	       snprintf(alert->query, sizeof alert->query, "%s", line + at) <= ALERT_QUERY_MAX;
}

int alerts_load(struct cli *cli, struct alerts *alerts)
{
	char path[PATH_SIZE], line[LINE_MAX_BYTES];
	int status = cli_home(cli);
	*alerts = (struct alerts){.next = 1};
	if (status) {
		return status;
	}
	snprintf(path, sizeof path, "%s/alerts", cli->home.dir);
	FILE *file = fopen(path, "re");
	if (!file) {
		return errno == ENOENT ? EX_OK : cli_fail(EX_NOINPUT, _("%s cannot be read: %s."), path, strerror(errno));
	}
	bool good = fgets(line, sizeof line, file) && sscanf(line, MAGIC " %u", &alerts->next) == 1;
	while (good && fgets(line, sizeof line, file)) {
		good = alerts->n < ALERTS_MAX && read_line(&alerts->list[alerts->n++], line);
	}
	fclose(file);
	return good ? EX_OK : damaged(path);
}

/* Beside its place, synced, then renamed over it: whole at any moment. */
int alerts_save(struct cli *cli, const struct alerts *alerts)
{
	char path[PATH_SIZE], beside[PATH_SIZE + 8];
	snprintf(path, sizeof path, "%s/alerts", cli->home.dir);
	snprintf(beside, sizeof beside, "%s.XXXXXX", path);
	int fd = mkostemp(beside, O_CLOEXEC);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool good = file && fprintf(file, MAGIC " %u\n", alerts->next) > 0;
	for (size_t i = 0; good && i < alerts->n; i++) {
		const struct alert *alert = &alerts->list[i];
		good = fprintf(file, "%u %" PRIu64 " %" PRId64 " %s\n", alert->number, alert->from, alert->made, alert->query) > 0;
	}
	good = good && fflush(file) == 0 && fsync(fd) == 0;
	good = file && fclose(file) == 0 && good && rename(beside, path) == 0;
	if (!good) {
		int why = errno;
		unlink(beside);
		return cli_fail(EX_IOERR, _("%s cannot be written: %s."), path, strerror(why));
	}
	return EX_OK;
}

/* ---- asking ---- */

int alerting_begin(struct alerting *alerting, struct look *look)
{
	char piece[VIEW_QUERY_PIECE_MAX];
	int status = alerts_load(look->cli, &alerting->alerts);
	alerting->queries = calloc(alerting->alerts.n + 1, sizeof *alerting->queries);
	if (!status && !alerting->queries) {
		status = look_err(look, KIEM_E_MEMORY);
	}
	if (status || alerting->alerts.n == 0) {
		return status;
	}
	status = seek_asker(look, &alerting->asker);
	for (size_t i = 0; i < alerting->alerts.n && !status; i++) {
		uint64_t from = alerting->alerts.list[i].from;
		alerting->from = from > alerting->from ? from : alerting->from;
		alerting->usable[i] = view_query_parse(&alerting->queries[i], piece, alerting->alerts.list[i].query,
		                              &alerting->asker) == VIEW_QUERY_OK;
	}
	return status;
}

void alerting_finish(struct alerting *alerting)
{
	free(alerting->queries);
	alerting->queries = NULL;
	view_numbers_finish(&alerting->ends);
	view_numbers_finish(&alerting->asked);
}

/* What one posts oneself is no news. */
static enum kiem_err is_own(bool *own, const struct alerting *alerting, struct kiem_read *read, uint64_t number)
{
	struct kiem_span bytes;
	struct kiem_key author;
	enum kiem_err err = kiem_read_bytes(read, &bytes, number);
	*own = !err && alerting->asker.has_key && view_author_of(&author, bytes) &&
	       memcmp(author.b, alerting->asker.key.b, sizeof author.b) == 0;
	return err;
}

static enum kiem_err ask_each(
        uint64_t *fits, const struct alerting *alerting, const struct look *look, uint64_t number, uint64_t original)
{
	bool matches;
	enum kiem_err err = KIEM_DONE;
	for (size_t i = 0; i < alerting->alerts.n && !err; i++) {
		if (!alerting->usable[i] || number <= alerting->alerts.list[i].from) {
			continue;
		}
		err = view_query_ask(&matches, &original, look->read, look->people, &alerting->queries[i], original, look->now_ms);
		*fits |= !err && matches ? 1ULL << i : 0;
	}
	return err;
}

/* What a post fits is a matter of its shown version, so of ten thousand revisions of one only the first is held against the alerts.
 */
enum kiem_err alerting_ask(uint64_t *fits, uint64_t *original, struct alerting *alerting, const struct look *look, uint64_t number)
{
	struct kiem_span bytes;
	bool own;
	*fits = 0;
	*original = number;
	if (alerting->alerts.n == 0) {
		return KIEM_DONE;
	}
	enum kiem_err err = is_own(&own, alerting, look->read, number);
	if (err || own) {
		return err;
	}
	err = view_original_among(original, &alerting->ends, look->read, number, look->now_ms);
	err = err ? err : kiem_read_bytes(look->read, &bytes, *original);
	/* A revision that reaches no original counts for nothing. */
	if (err || view_kind_of(bytes) == KIEM_REVISE || view_numbers_get(fits, &alerting->asked, *original)) {
		return err;
	}
	err = ask_each(fits, alerting, look, number, *original);
	return !err && number > alerting->from ? view_numbers_put(&alerting->asked, *original, *fits) : err;
}
