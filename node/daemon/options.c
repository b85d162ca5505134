/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See options.h. Nothing is opened in here but the configuration file. */
#include "options.h"

#include "kiem-build.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int options_fail(int status, const char *sentence, ...)
{
	va_list words;

	fflush(stdout);
	fputs("kiemd: ", stderr);
	va_start(words, sentence);
	vfprintf(stderr, sentence, words);
	va_end(words);
	fputc('\n', stderr);
	return status;
}

/* The sysexits status of each error; what has none here is ours to be ashamed of. */
static int status_of(enum kiem_err err)
{
	switch (err) {
	case KIEM_E_NOT_FOUND:
		return EX_NOINPUT;
	case KIEM_E_OWNER:
	case KIEM_E_PERMISSION:
		return EX_NOPERM;
	case KIEM_E_INVALID:
	case KIEM_E_FILESYSTEM:
	case KIEM_E_NEWER:
		return EX_CONFIG;
	case KIEM_E_DAMAGED:
		return EX_DATAERR;
	case KIEM_E_DISK:
	case KIEM_E_FULL:
		return EX_IOERR;
	case KIEM_E_NETWORK:
		return EX_UNAVAILABLE;
	case KIEM_E_BUSY:
	case KIEM_E_AGAIN:
		return EX_TEMPFAIL;
	case KIEM_E_MEMORY:
		return EX_OSERR;
	default:
		return EX_SOFTWARE;
	}
}

/* What kiem_err_sentence may answer; proto/ knows of no language, so the catalogue gets it from here. */
static const char *const sentences[] __attribute__((unused)) = {
        N_("there is no such thing here"),
        N_("it is there already"),
        N_("this fits more than one"),
        N_("this value is not valid"),
        N_("the store is full"),
        N_("the disk is full or cannot be written"),
        N_("the home belongs to another user"),
        N_("the home is on a network filesystem, where a store is not safe"),
        N_("the store was written by a newer version of kiem"),
        N_("a file is damaged"),
        N_("another process is using it"),
        N_("the clock of this computer cannot be right"),
        N_("the passphrase does not fit"),
        N_("the system does not allow it"),
        N_("there is not enough memory"),
        N_("the network does not allow it"),
        N_("too much is waiting already"),
        N_("something went wrong that this version has no words for"),
};

int options_fail_err(enum kiem_err err, const char *what)
{
	int why = errno;

	if (err == KIEM_DONE) {
		return EX_OK;
	}
	if ((err == KIEM_E_DISK || err == KIEM_E_NETWORK) && why != 0) {
		return options_fail(status_of(err), "%s: %s (%s).", what, _(kiem_err_sentence(err)), strerror(why));
	}
	return options_fail(status_of(err), "%s: %s.", what, _(kiem_err_sentence(err)));
}

static void help(void)
{
	puts(_("Usage: kiemd [--home DIR] [--listen ENDPOINT] [--config FILE]\n"
	       "\n"
	       "Keeps a home linked with its neighbours: carries what is posted here to them,\n"
	       "and what they have to here.\n"
	       "\n"
	       "  --home DIR         the home, made by “kiem init” (else KIEM_HOME, else\n"
	       "                     ~/.local/share/kiem)\n"
	       "  --listen ENDPOINT  tcp://HOST:PORT to take links on, HOST * for every address;\n"
	       "                     or none\n"
	       "  --config FILE      the configuration, instead of the home's kiem.conf\n"
	       "  --version          print the version\n"
	       "  --help             print this\n"
	       "\n"
	       "SIGHUP reads the configuration again, SIGTERM stops. “kiem config” shows every\n"
	       "key."));
}

static const struct option words[] = {
        {"home", required_argument, NULL, 'd'},
        {"listen", required_argument, NULL, 'l'},
        {"config", required_argument, NULL, 'c'},
        {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
};

/* True while there is more to read; *status says with what to end otherwise. */
static bool take(struct options *options, int *status, int word, char **argv)
{
	switch (word) {
	case 'd':
		options->home = optarg;
		return true;
	case 'l':
		options->listen = optarg;
		return true;
	case 'c':
		options->config = optarg;
		return true;
	case 'v':
		printf("kiemd %s\n", KIEM_VERSION);
		*status = EX_OK;
		return false;
	case 'h':
		help();
		*status = EX_OK;
		return false;
	case ':':
		*status = options_fail(EX_USAGE, _("%s needs a value; “kiemd --help” shows which."), argv[optind - 1]);
		return false;
	default:
		*status = options_fail(EX_USAGE, _("“%s” is not an option; “kiemd --help” shows what there is."), argv[optind - 1]);
		return false;
	}
}

bool options_parse(struct options *options, int *status, int argc, char **argv)
{
	int word;

	memset(options, 0, sizeof(*options));
	opterr = 0;
	optind = 0;
	while ((word = getopt_long(argc, argv, ":", words, NULL)) != -1) {
		if (!take(options, status, word, argv)) {
			return false;
		}
	}
	if (optind < argc) {
		*status = options_fail(EX_USAGE, _("“%s” is one word too many; “kiemd --help” shows what there is."), argv[optind]);
		return false;
	}
	return true;
}

static size_t listen_key(void)
{
	size_t key = 0;

	while (strcmp(kiem_config_keys[key].name, "listen") != 0) {
		key++;
	}
	return key;
}

int options_configure(struct kiem_config *config, const struct options *options, const struct kiem_home *home)
{
	struct kiem_config_problem problem;
	const char *file = options->config != NULL ? options->config : home->conf;

	if (kiem_config_load(config, &problem, file) != KIEM_DONE) {
		if (problem.line > 0) {
			return options_fail(EX_CONFIG, "%s:%d: %s.", problem.file, problem.line, problem.text);
		}
		return options_fail(EX_CONFIG, "%s: %s.", problem.file, problem.text);
	}
	if (options->listen != NULL &&
	        kiem_config_set(config, &problem, listen_key(), options->listen, KIEM_FROM_COMMAND) != KIEM_DONE) {
		return options_fail(EX_USAGE, "--listen: %s.", problem.text);
	}
	return EX_OK;
}
