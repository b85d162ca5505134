/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem export`: posts as a bundle, a CBOR sequence (RFC 8742) of their exact bytes in (made, id) order, so that two nodes with the
 * same posts write the same file.
 */
#include "commands.h"
#include "look.h"

#include <stdlib.h>

static const struct args_spec spec = {
        .operands = N_("[BOARD]"),
        .operands_max = 1,
        .more = N_("Writes all posts of one board, or of all boards that are here, one after the other: a bundle that “kiem "
                   "import” reads. Two bundles one after the other are a bundle too."),
        .example = "kiem export nl/tilburg/noord > noord.kiem",
};

struct merging {
	size_t n;
	struct kiem_walk *walks;
	bool *live;
};

static int start(struct merging *m, const struct look *look, const struct kiem_board *boards, size_t n)
{
	m->n = n;
	m->walks = calloc(n + 1, sizeof *m->walks);
	m->live = calloc(n + 1, sizeof *m->live);
	if (!m->walks || !m->live) {
		return look_err(look, KIEM_E_MEMORY);
	}
	for (size_t i = 0; i < n; i++) {
		m->walks[i] = (struct kiem_walk){.by = KIEM_BY_BOARD, .now_ms = look->now_ms, .board = boards[i].number};
		m->live[i] = kiem_walk_next(look->read, &m->walks[i]);
	}
	return EX_OK;
}

static int collect(struct merging *m, const struct look *look, const char *name)
{
	struct kiem_board *boards = NULL, one;
	size_t n = 0;
	int status;
	if (!name) {
		status = look_boards(look, &boards, &n, false);
		status = status ? status : start(m, look, boards, n);
		free(boards);
		return status;
	}
	status = resolve_board_here(look->cli, &one, name);
	return status ? status : start(m, look, &one, 1);
}

/* The oldest post that no walk has given yet. */
static bool next(struct merging *m, struct kiem_read *read, uint64_t *number)
{
	size_t best = SIZE_MAX;
	for (size_t i = 0; i < m->n; i++) {
		const struct kiem_walk *w = &m->walks[i];
		if (m->live[i] && (best == SIZE_MAX || view_order(w->made, &w->id, m->walks[best].made, &m->walks[best].id) < 0)) {
			best = i;
		}
	}
	if (best == SIZE_MAX) {
		return false;
	}
	*number = m->walks[best].number;
	m->live[best] = kiem_walk_next(read, &m->walks[best]);
	return true;
}

static int write_all(struct merging *m, const struct look *look)
{
	uint64_t number, n = 0;
	while (next(m, look->read, &number)) {
		struct kiem_span bytes;
		enum kiem_err err = kiem_read_bytes(look->read, &bytes, number);
		if (err) {
			return look_err(look, err);
		}
		if (fwrite(bytes.p, 1, bytes.n, look->out->file) != bytes.n) {
			return cli_fail_err(KIEM_E_DISK, _("the bundle"));
		}
		n++;
	}
	if (n == 0) {
		cli_note(_("there are no posts here yet, so the bundle is empty."));
	}
	return EX_OK;
}

int command_export(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct look look = {0};
	struct merging m = {0};
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if (cli->out.terminal) {
		return cli_fail(EX_USAGE, _("a bundle is no text for a screen; send it to a file: kiem export > posts.kiem"));
	}
	if (!(status = look_init(&look, cli)) && !(status = collect(&m, &look, args.n_operands > 0 ? args.operands[0] : NULL))) {
		status = write_all(&m, &look);
	}
	for (size_t i = 0; m.walks && i < m.n; i++) {
		kiem_walk_end(&m.walks[i]);
	}
	free(m.walks);
	free(m.live);
	look_finish(&look);
	return status;
}
