/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem import`: a bundle, which is posts one after another (RFC 8742), of any size. It is read through a window; all whole
 * posts in the window go through the same door as posts from a neighbour, in one batch. What is cut short or is no post ends
 * the reading; everything before it is kept and counted.
 */
#include "cli.h"
#include "commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WINDOW (8u << 20)
#define BOARDS_SAID 8

struct bundle {
	FILE *file;
	const char *path;
	uint8_t *bytes;             /* WINDOW of them */
	size_t n;                   /* in the window */
	uint64_t offset;            /* of the window's start in the bundle */
	bool ended;                 /* nothing more to read */
	struct kiem_entry *entries; /* KIEM_BATCH_MAX of them */
	uint64_t counts[KIEM_VERDICTS];
	size_t n_boards; /* that posts came in on, at most BOARDS_SAID */
	uint32_t boards[BOARDS_SAID];
};

static int read_more(struct bundle *bundle)
{
	bundle->n += fread(bundle->bytes + bundle->n, 1, WINDOW - bundle->n, bundle->file);
	bundle->ended = feof(bundle->file);
	if (ferror(bundle->file)) {
		return cli_fail(EX_IOERR, _("%s cannot be read: %s."), bundle->path, strerror(errno));
	}
	return EX_OK;
}

/* The whole posts at the window's start become entries; *used how many bytes they are. */
static size_t cut(struct bundle *bundle, size_t *used)
{
	size_t n = 0;
	*used = 0;
	while (n < KIEM_BATCH_MAX && *used < bundle->n) {
		size_t length = kiem_post_length(bundle->bytes + *used, bundle->n - *used);
		if (length == 0) {
			break;
		}
		bundle->entries[n++] = (struct kiem_entry){.bytes = {bundle->bytes + *used, length}};
		*used += length;
	}
	return n;
}

static void note_board(struct bundle *bundle, uint32_t board)
{
	for (size_t i = 0; i < bundle->n_boards; i++) {
		if (bundle->boards[i] == board) {
			return;
		}
	}
	if (bundle->n_boards < BOARDS_SAID) {
		bundle->boards[bundle->n_boards++] = board;
	}
}

static int take(struct cli *cli, struct bundle *bundle, size_t n)
{
	struct kiem_admit how = {.now_ms = kiem_now_ms(), .any_board = true};
	errno = 0;
	enum kiem_err err = kiem_store_admit(cli->store, bundle->entries, n, &how);
	for (size_t i = 0; !err && i < n; i++) {
		const struct kiem_entry *entry = &bundle->entries[i];
		bundle->counts[entry->verdict]++;
		if (entry->verdict == KIEM_OK || entry->verdict == KIEM_KNOWN) {
			note_board(bundle, entry->board);
		}
	}
	return cli_fail_err(err, cli->home.store);
}

/* What follows the last whole post is the beginning of one, or nothing of the kind. */
static int say_rest(const struct bundle *bundle)
{
	if (bundle->n < KIEM_POST_MAX && bundle->n > 0 && bundle->bytes[0] == 0xd2 && (bundle->n < 2 || bundle->bytes[1] == 0x84)) {
		return cli_fail(EX_DATAERR,
		        _("%s is cut short: its last %zu bytes are the beginning of a post; what was whole is kept."), bundle->path,
		        bundle->n);
	}
	if (bundle->offset == 0) {
		return cli_fail(EX_DATAERR, _("%s is no bundle of posts; nothing was taken in."), bundle->path);
	}
	return cli_fail(EX_DATAERR, _("%s has something at byte %llu that is no post; what came before it is kept."), bundle->path,
	        (unsigned long long)bundle->offset);
}

static int read_all(struct cli *cli, struct bundle *bundle)
{
	int status = EX_OK;
	while (!status) {
		size_t used, n = cut(bundle, &used);
		if (n == 0 && (bundle->ended || bundle->n >= KIEM_POST_MAX)) {
			return bundle->n == 0 ? EX_OK : say_rest(bundle);
		}
		if (n > 0) {
			status = take(cli, bundle, n);
			memmove(bundle->bytes, bundle->bytes + used, bundle->n - used);
			bundle->n -= used;
			bundle->offset += used;
		}
		if (!status && !bundle->ended) {
			status = read_more(bundle);
		}
	}
	return status;
}

static uint64_t refused(const struct bundle *bundle)
{
	uint64_t n = 0;
	for (size_t i = KIEM_TOO_BIG; i < KIEM_VERDICTS; i++) {
		n += bundle->counts[i];
	}
	return n;
}

static void say_count(const struct out *out, uint64_t n, const char *words)
{
	if (n > 0) {
		out_printf(out, "%8llu %s\n", (unsigned long long)n, words);
	}
}

static void say_counts(const struct out *out, const struct bundle *bundle)
{
	unsigned long n[KIEM_VERDICTS];
	for (size_t i = 0; i < KIEM_VERDICTS; i++) {
		n[i] = (unsigned long)bundle->counts[i];
	}
	out_printf(out, "%8lu %s\n", n[KIEM_OK], ngettext("new post", "new posts", n[KIEM_OK]));
	say_count(out, n[KIEM_KNOWN], ngettext("was here already", "were here already", n[KIEM_KNOWN]));
	say_count(out, n[KIEM_EXPIRED], ngettext("is past its end", "are past their end", n[KIEM_EXPIRED]));
	say_count(out, n[KIEM_RETRACTED],
	        ngettext("was taken back by its author", "were taken back by their authors", n[KIEM_RETRACTED]));
	say_count(out, n[KIEM_DEFERRED], ngettext("is from the future", "are from the future", n[KIEM_DEFERRED]));
	say_count(out, n[KIEM_FULL], ngettext("did not fit into the store", "did not fit into the store", n[KIEM_FULL]));
	for (size_t i = KIEM_TOO_BIG; i < KIEM_VERDICTS; i++) {
		if (n[i] > 0) {
			out_printf(out, "%8lu %s (%s)\n", n[i], ngettext("is not valid", "are not valid", n[i]),
			        kiem_verdict_name((enum kiem_verdict)i));
		}
	}
}

/* What came in on a board that is not followed is kept, and shown nowhere until it is; so how to see it is said. */
static void say_unfollowed(struct cli *cli, const struct bundle *bundle)
{
	char words[KIEM_BOARD_MAX + 256];
	if (cli_read(cli)) {
		return;
	}
	for (size_t i = 0; i < bundle->n_boards; i++) {
		struct kiem_board board;
		if (kiem_read_board_number(cli->read, &board, bundle->boards[i]) == KIEM_DONE && !board.followed) {
			snprintf(words, sizeof words, _("You do not follow %s yet. To see what is there:"), board.name);
			out_wrap(&cli->out, out_span(words), 0);
			out_printf(&cli->out, "  kiem follow %s\n", board.name);
		}
	}
	cli_read_end(cli);
}

/* The first thing that went wrong decides the status; all of it was counted. */
static int judge(const struct bundle *bundle, int status)
{
	if (!status && bundle->counts[KIEM_FULL] > 0) {
		return cli_fail_err(KIEM_E_FULL, NULL);
	}
	if (!status && refused(bundle) > 0) {
		return cli_fail(EX_DATAERR, _("some of what is in %s is not valid and was left out."), bundle->path);
	}
	return status;
}

static int open_bundle(struct bundle *bundle)
{
	bool standard = strcmp(bundle->path, "-") == 0;
	bundle->file = standard ? stdin : fopen(bundle->path, "re");
	if (!bundle->file) {
		return cli_fail(EX_NOINPUT, _("%s cannot be read: %s."), bundle->path, strerror(errno));
	}
	if (standard) {
		bundle->path = _("standard input");
	}
	bundle->bytes = malloc(WINDOW);
	bundle->entries = calloc(KIEM_BATCH_MAX, sizeof *bundle->entries);
	return bundle->bytes && bundle->entries ? EX_OK : cli_fail_err(KIEM_E_MEMORY, NULL);
}

static unsigned verifiers(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	return cores < 2 ? 0 : cores > 16 ? 15 : (unsigned)cores - 1;
}

int command_import(struct cli *cli, int argc, char **argv)
{
	static const struct args_spec spec = {.operands = N_("FILE"),
	        .operands_min = 1,
	        .operands_max = 1,
	        .more = N_("Takes in the posts of a file that “kiem export” wrote; - reads standard input. Posts of boards that "
	                   "you do "
	                   "not follow are kept too. Files may be put behind one another with cat."),
	        .example = N_("kiem import park.kiem")};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	struct bundle bundle = {.path = args.operands[0]};
	cli->threads = verifiers();
	if ((status = cli_store(cli)) || (status = open_bundle(&bundle)) || (status = read_more(&bundle))) {
		goto cleanup;
	}
	status = read_all(cli, &bundle);
	cli_poke(cli);
	if (!status || bundle.offset > 0) {
		say_counts(&cli->out, &bundle);
		say_unfollowed(cli, &bundle);
	}
	status = judge(&bundle, status);
cleanup:
	if (bundle.file && bundle.file != stdin) {
		fclose(bundle.file);
	}
	free(bundle.bytes);
	free(bundle.entries);
	return status;
}
