/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Long text: from standard input, or written in the person's own editor in a file. That file is gone once the text is posted; when
 * posting fails it stays and is named, because a text is work.
 */
#include "draft.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A little more than a post may hold: enough to see that it is too long. */
#define TEXT_MAX (KIEM_POST_MAX + 1024)

/* The file that the editor wrote, until the text is posted; empty when there is none. One command edits one text. */
static char kept[KIEM_PATH_MAX];

/* Everything up to the end, or TEXT_MAX bytes of it, without the line ends at its end. */
static int read_all(char **text, FILE *file, const char *what)
{
	char *bytes = malloc(TEXT_MAX + 1);
	if (!bytes) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	size_t n = fread(bytes, 1, TEXT_MAX, file);
	if (ferror(file)) {
		free(bytes);
		return cli_fail(EX_IOERR, _("%s cannot be read: %s."), what, strerror(errno));
	}
	while (n > 0 && (bytes[n - 1] == '\n' || bytes[n - 1] == '\r')) {
		n--;
	}
	bytes[n] = '\0';
	if (strlen(bytes) != n) {
		free(bytes);
		return cli_fail(EX_DATAERR, _("%s is no text; it contains a zero byte."), what);
	}
	if (n > KIEM_POST_MAX) {
		free(bytes);
		return cli_fail_verdict(KIEM_TOO_BIG);
	}
	*text = bytes;
	return EX_OK;
}

int draft_read_stdin(char **text)
{
	if (isatty(STDIN_FILENO)) {
		cli_note(_("type the text; Ctrl-D on an empty line ends it, Ctrl-C forgets it."));
	}
	return read_all(text, stdin, _("standard input"));
}

static const char *editor(void)
{
	static const char *const variables[] = {"VISUAL", "EDITOR"};
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);
		if (value && *value) {
			return value;
		}
	}
	return "editor";
}

/* Runs the editor as a shell would, since the variable may hold options. Ctrl-C is the editor's while it runs. */
static bool run_editor(const char *path)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	sigaction(SIGINT, &ignore, &before);
	pid_t pid = fork();
	if (pid == 0) {
		char line[4096];
		sigaction(SIGINT, &before, NULL);
		snprintf(line, sizeof line, "%s \"$1\"", editor());
		execl("/bin/sh", "sh", "-c", line, "kiem", path, (char *)NULL);
		_exit(127);
	}
	int ended = -1;
	while (pid > 0 && waitpid(pid, &ended, 0) < 0 && errno == EINTR) {
	}
	sigaction(SIGINT, &before, NULL);
	return pid > 0 && WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
}

static bool write_before(int fd, const char *before)
{
	size_t n = before ? strlen(before) : 0;
	return n == 0 || (write(fd, before, n) == (ssize_t)n && write(fd, "\n", 1) == 1);
}

int draft_edit(char **text, const char *before)
{
	const char *dir = getenv("TMPDIR");
	char path[KIEM_PATH_MAX];
	snprintf(path, sizeof path, "%s/kiem-XXXXXX.txt", dir && *dir ? dir : "/tmp");
	int fd = mkstemps(path, 4);
	if (fd < 0) {
		return cli_fail(EX_CANTCREAT, _("%s cannot be made: %s."), path, strerror(errno));
	}
	int status = EX_OK;
	bool edited = false, written = write_before(fd, before);
	if (close(fd) != 0 || !written) {
		status = cli_fail(EX_IOERR, _("%s cannot be written: %s."), path, strerror(errno));
	} else if (!(edited = run_editor(path))) {
		status = cli_fail(EX_UNAVAILABLE, _("your editor (%s) did not end well; set EDITOR, or use --text."), editor());
	}
	FILE *file = status ? NULL : fopen(path, "r");
	if (file) {
		status = read_all(text, file, path);
		fclose(file);
	} else if (!status) {
		status = cli_fail(EX_IOERR, _("%s cannot be read: %s."), path, strerror(errno));
	}
	if (!status && **text == '\0') {
		free(*text);
		*text = NULL;
		status = cli_fail(EX_NOINPUT, _("you wrote nothing, so nothing was posted."));
		edited = false;
	}
	if (edited) {
		memcpy(kept, path, sizeof kept);
	} else {
		unlink(path);
	}
	return status;
}

void draft_edit_posted(void)
{
	if (kept[0]) {
		unlink(kept);
	}
	kept[0] = '\0';
}

void draft_edit_end(void)
{
	struct stat st;
	if (kept[0] && stat(kept, &st) == 0 && st.st_size > 0) {
		cli_note(_("what you wrote is kept in %s; post it with --text - < %s"), kept, kept);
	} else {
		draft_edit_posted();
	}
	kept[0] = '\0';
}
