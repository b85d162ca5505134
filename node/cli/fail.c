/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saying what is wrong: one sentence on stderr that says what to do, and the sysexits status that belongs to it. The rooms
 * below return numbers; the sentences that a person reads, in their language, are here.
 */
#include "cli.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define SENTENCE_MAX 4096 /* bytes; a list of boards may stand in it */

/* One line for a program; on a screen broken between words. What a person or a daemon gave us is cleaned like any other text. */
static void say(const char *sentence, va_list words)
{
	char text[SENTENCE_MAX] = "kiem: ", clean[OUT_CLEAN_MAX(SENTENCE_MAX)];
	size_t n = strlen(text);
	struct out out;
	fflush(stdout);
	out_init(&out, stderr);
	vsnprintf(text + n, sizeof text - n, sentence, words);
	out_clean(clean, sizeof clean, out_span(text));
	if (out.terminal) {
		out_wrap(&out, out_span(clean), 0);
	} else {
		fprintf(stderr, "%s\n", clean);
	}
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

/* A %s stands for what was being done or touched. */
static const struct {
	int status;
	const char *sentence;
} errors[KIEM_ERRS] = {
        [KIEM_E_NOT_FOUND] = {EX_NOINPUT, N_("%s is not there.")},
        [KIEM_E_EXISTS] = {EX_CANTCREAT, N_("%s is there already; nothing was changed.")},
        [KIEM_E_AMBIGUOUS] = {EX_DATAERR, N_("%s fits several; type more of it.")},
        [KIEM_E_INVALID] = {EX_DATAERR, N_("%s is not valid.")},
        [KIEM_E_FULL] = {EX_CANTCREAT, N_("the store is full; raise “cap” under [store] in kiem.conf, or run “kiem compact”.")},
        [KIEM_E_OWNER] = {EX_NOPERM, N_("%s belongs to another user; work as that user, or choose your own with --home.")},
        [KIEM_E_FILESYSTEM] = {EX_CONFIG,
                N_("%s is on a network disk, where a store would break; choose a home on a disk of this machine.")},
        [KIEM_E_NEWER] = {EX_CONFIG, N_("%s was written by a newer kiem; install that version here.")},
        [KIEM_E_DAMAGED] = {EX_DATAERR, N_("%s is damaged; put a copy of it back.")},
        [KIEM_E_BUSY] = {EX_TEMPFAIL, N_("%s is in use by another process; try again when that is done.")},
        [KIEM_E_CLOCK] = {EX_TEMPFAIL, N_("the clock of this machine is wrong; set it (timedatectl shows it) and try again.")},
        [KIEM_E_PASSPHRASE] = {EX_NOPERM, N_("the passphrase does not fit; nothing was changed.")},
        [KIEM_E_PERMISSION] = {EX_NOPERM, N_("%s may not be read or written by you; check whose it is and its mode (ls -l).")},
        [KIEM_E_MEMORY] = {EX_OSERR, N_("there is too little memory; close something and try again.")},
        [KIEM_E_NETWORK] = {EX_UNAVAILABLE, N_("%s cannot be reached.")},
        [KIEM_E_AGAIN] = {EX_TEMPFAIL, N_("kiemd is too busy just now; try again in a moment.")},
};

int cli_fail_err(enum kiem_err err, const char *what)
{
	if (!what) {
		what = _("the home");
	}
	if (err == KIEM_DONE) {
		return EX_OK;
	}
	if (err == KIEM_E_DISK) {
		return fail_disk(what);
	}
	if (err == KIEM_E_PERMISSION && errno == EROFS) {
		return cli_fail(EX_NOPERM, _("%s is on a disk that can only be read; choose a home elsewhere with --home."), what);
	}
	if (err < KIEM_ERRS && errors[err].sentence) {
		return cli_fail(errors[err].status, _(errors[err].sentence), what);
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
