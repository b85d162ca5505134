/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saying what is wrong: one sentence on stderr that says what to do, and the sysexits status that belongs to it. The rooms
 * below return numbers; the sentences that a person reads, in their language, are here.
 */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static void say(const char *sentence, va_list words)
{
	fflush(stdout);
	fputs("kiem: ", stderr);
	vfprintf(stderr, sentence, words);
	fputc('\n', stderr);
}

int cli_fail(int status, const char *sentence, ...)
{
	va_list words;
	va_start(words, sentence);
	say(sentence, words);
	va_end(words);
	return status;
}

void cli_note(const char *sentence, ...)
{
	va_list words;
	va_start(words, sentence);
	say(sentence, words);
	va_end(words);
}

static int fail_disk(const char *what)
{
	if (errno == ENOSPC || errno == EDQUOT) {
		return cli_fail(EX_IOERR, _("the disk is full; make room and try again, nothing was changed."));
	}
	return cli_fail(EX_IOERR, _("%s cannot be read or written: %s."), what, strerror(errno));
}

int cli_fail_err(enum kiem_err err, const char *what)
{
	if (!what) {
		what = _("the home");
	}
	switch (err) {
	case KIEM_DONE:
		return EX_OK;
	case KIEM_E_NOT_FOUND:
		return cli_fail(EX_NOINPUT, _("%s is not there."), what);
	case KIEM_E_EXISTS:
		return cli_fail(EX_CANTCREAT, _("%s is there already; nothing was changed."), what);
	case KIEM_E_AMBIGUOUS:
		return cli_fail(EX_DATAERR, _("%s fits several; type more of it."), what);
	case KIEM_E_INVALID:
		return cli_fail(EX_DATAERR, _("%s is not valid."), what);
	case KIEM_E_FULL:
		return cli_fail(
		        EX_CANTCREAT, _("the store is full; raise “cap” under [store] in kiem.conf, or run “kiem compact”."));
	case KIEM_E_DISK:
		return fail_disk(what);
	case KIEM_E_OWNER:
		return cli_fail(
		        EX_NOPERM, _("%s belongs to another user; work as that user, or choose your own with --home."), what);
	case KIEM_E_FILESYSTEM:
		return cli_fail(EX_CONFIG,
		        _("%s is on a network disk, where a store would break; choose a home on a disk of this machine."), what);
	case KIEM_E_NEWER:
		return cli_fail(EX_CONFIG, _("%s was written by a newer kiem; install that version here."), what);
	case KIEM_E_DAMAGED:
		return cli_fail(EX_DATAERR, _("%s is damaged; put a copy of it back."), what);
	case KIEM_E_BUSY:
		return cli_fail(EX_TEMPFAIL, _("%s is in use by another process; try again when that is done."), what);
	case KIEM_E_CLOCK:
		return cli_fail(EX_TEMPFAIL, _("the clock of this machine is wrong; set it (timedatectl shows it) and try again."));
	case KIEM_E_PASSPHRASE:
		return cli_fail(EX_NOPERM, _("the passphrase does not fit; nothing was changed."));
	case KIEM_E_PERMISSION:
		return cli_fail(
		        EX_NOPERM, _("%s may not be read or written by you; check whose it is and its mode (ls -l)."), what);
	case KIEM_E_MEMORY:
		return cli_fail(EX_OSERR, _("there is too little memory; close something and try again."));
	case KIEM_E_NETWORK:
		return cli_fail(EX_UNAVAILABLE, _("%s cannot be reached."), what);
	case KIEM_E_AGAIN:
		return cli_fail(EX_TEMPFAIL, _("kiemd is too busy just now; try again in a moment."));
	case KIEM_ERRS:
		break;
	}
	return cli_fail(EX_SOFTWARE, _("something went wrong inside kiem (error %d); please report it."), (int)err);
}

int cli_fail_verdict(enum kiem_verdict verdict)
{
	switch (verdict) {
	case KIEM_TOO_BIG:
		return cli_fail(
		        EX_DATAERR, _("this is too long for one post, which holds %d bytes; shorten the text."), KIEM_POST_MAX);
	case KIEM_DEFERRED:
	case KIEM_EXPIRED:
		return cli_fail_err(KIEM_E_CLOCK, NULL);
	case KIEM_RETRACTED:
		return cli_fail(EX_DATAERR, _("you took this very post back earlier; it cannot come again."));
	case KIEM_UNFOLLOWED:
		return cli_fail(EX_USAGE, _("you do not follow that board; follow it first with “kiem follow BOARD”."));
	case KIEM_FULL:
		return cli_fail_err(KIEM_E_FULL, NULL);
	case KIEM_BAD_UTF8:
		return cli_fail(EX_DATAERR, _("the text is not valid UTF-8; save it as UTF-8 and try again."));
	case KIEM_BAD_TAG:
		return cli_fail(EX_DATAERR, _("a tag is empty, longer than %d bytes, there twice, or there are over %d of them."),
		        KIEM_TAG_MAX, KIEM_TAGS_MAX);
	case KIEM_BAD_TIME:
		return cli_fail(
		        EX_DATAERR, _("the times do not fit: --to comes after --from, and a post lives at most two years."));
	case KIEM_BAD_BOARD:
		return cli_fail(EX_DATAERR, _("that is no board name; it is made of a-z, 0-9 and -, with / between the parts."));
	case KIEM_MISSING_FIELD:
		return cli_fail(EX_DATAERR, _("something is missing; “--help” behind the command shows what it needs."));
	default:
		return cli_fail(EX_DATAERR, _("the post would not be valid (%s); nothing was posted."), kiem_verdict_name(verdict));
	}
}
