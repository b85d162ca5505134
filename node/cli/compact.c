/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem compact`: what was erased leaves room in the store's file; this gives it back to the disk. */
#include "cli.h"
#include "commands.h"
#include "measure.h"

#include <errno.h>

int command_compact(struct cli *cli, int argc, char **argv)
{
	static const struct args_spec spec = {.more = N_("Rewrites the store without gaps. kiemd must not be running meanwhile."),
	        .example = N_("systemctl --user stop kiemd && kiem compact && systemctl --user start kiemd")};
	char was[MEASURE_MAX], is[MEASURE_MAX];
	uint64_t before, after;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = cli_home(cli))) {
		return status;
	}
	errno = 0;
	enum kiem_err err = kiem_store_compact(cli->home.store, &before, &after);
	if (err == KIEM_E_BUSY) {
		return cli_fail(EX_TEMPFAIL, _("the store is in use; stop kiemd and other commands, and try again."));
	}
	if (!err) {
		out_printf(
		        &cli->out, _("The store took %s and takes %s now.\n"), measure_size(was, before), measure_size(is, after));
	}
	return cli_fail_err(err, cli->home.store);
}
