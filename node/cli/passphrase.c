/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a passphrase (passphrase.h). It never stands among the arguments, where every process could read it. */
#include "passphrase.h"

#include "cli.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>

static int take_line(char passphrase[static PASSPHRASE_MAX], FILE *file)
{
	if (!fgets(passphrase, PASSPHRASE_MAX, file)) {
		passphrase[0] = '\0';
	}
	passphrase[strcspn(passphrase, "\r\n")] = '\0';
	return passphrase[0] ? EX_OK : cli_fail(EX_NOINPUT, _("the passphrase is empty; nothing was changed."));
}

/* One question at the terminal. The echo goes off before it is put, so that not even a quick answer is shown. */
static int ask(char passphrase[static PASSPHRASE_MAX], FILE *terminal, const char *question)
{
	int fd = fileno(terminal);
	struct termios before, silent;
	bool quiet = tcgetattr(fd, &before) == 0;
	if (quiet) {
		silent = before;
		silent.c_lflag &= (tcflag_t)~ECHO;
		tcsetattr(fd, TCSAFLUSH, &silent);
	}
	dprintf(fd, "%s ", question);
	int status = take_line(passphrase, terminal);
	if (quiet) {
		tcsetattr(fd, TCSAFLUSH, &before);
	}
	dprintf(fd, "\n");
	return status;
}

static int ask_terminal(char passphrase[static PASSPHRASE_MAX], bool again)
{
	char second[PASSPHRASE_MAX] = "";
	FILE *terminal = fopen("/dev/tty", "r+e");
	if (!terminal) {
		return cli_fail(EX_USAGE, _("there is no terminal to ask the passphrase at; give --passphrase-file FILE."));
	}
	int status = ask(passphrase, terminal, _("Passphrase:"));
	if (!status && again) {
		status = ask(second, terminal, _("The same again:"));
	}
	if (!status && again && strcmp(passphrase, second) != 0) {
		status = cli_fail(EX_DATAERR, _("the two are not the same; nothing was changed."));
	}
	sodium_memzero(second, sizeof second);
	fclose(terminal);
	return status;
}

int passphrase_read(char passphrase[static PASSPHRASE_MAX], const char *file, bool again)
{
	passphrase[0] = '\0';
	if (!file) {
		return ask_terminal(passphrase, again);
	}
	if (strcmp(file, "-") == 0) {
		return take_line(passphrase, stdin);
	}
	FILE *from = fopen(file, "re");
	if (!from) {
		return cli_fail(EX_NOINPUT, _("%s cannot be read: %s."), file, strerror(errno));
	}
	int status = take_line(passphrase, from);
	fclose(from);
	return status;
}
