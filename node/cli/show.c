/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem show`: everything about one post, and what stands around it; or its exact bytes. */
#include "show.h"

#include "commands.h"

static const struct args_option options[] = {
        {"raw", NULL, N_("the exact bytes; b2sum -l 256 of them prints the id"), false},
        {"as-made", NULL, N_("the text of this very version, not of the newest"), false},
        {NULL, NULL, NULL, false},
};
static const struct args_spec spec = {
        .operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .options = options,
        .reads = true,
        .more = N_("ID is what a list shows, or its first digits. A post that its author revised is shown with its newest text."),
        .example = "kiem show 3f9a\nkiem show --raw 3f9a | b2sum -l 256",
};

static int print_raw(const struct cli *cli, const struct kiem_kept *kept)
{
	if (cli->out.terminal) {
		return cli_fail(EX_USAGE, _("a post's bytes are no text for a screen; send them to a file or to b2sum -l 256."));
	}
	struct kiem_span bytes = kept->post.bytes;
	return fwrite(bytes.p, 1, bytes.n, cli->out.file) == bytes.n ? EX_OK : cli_fail_err(KIEM_E_DISK, _("the output"));
}

/* Asked for by its own id, an earlier revision is shown as it is: who types that id wants that text. */
static bool shows_asked(const struct show *show, bool as_made)
{
	return as_made || (show->asked.post.kind == KIEM_REVISE && show->asked.number != show->kept.number);
}

static int gather(struct show *show, bool as_made)
{
	struct look *look = &show->look;
	enum kiem_err err = view_versions_create(&show->versions, look->read, show->asked.number, look->now_ms);
	if (!err) {
		err = kiem_read_post(look->read, &show->kept, show->versions->list[0].number);
	}
	if (!err) {
		uint64_t newest = show->versions->list[show->versions->shown].number;
		err = kiem_read_post(look->read, &show->shown, shows_asked(show, as_made) ? show->asked.number : newest);
	}
	if (!err) {
		err = view_thread_create(&show->thread, look->read, show->kept.number, look->now_ms);
	}
	if (!err) {
		err = view_card_read(&show->card, look->read, show->kept.number, look->now_ms);
	}
	if (!err) {
		show->n_holders = kiem_read_holders(look->read, show->holders, SHOW_HOLDERS_MAX, show->shown.number);
	}
	return look_err(look, err);
}

int command_show(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct show show = {0};
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&show.look, cli)) || (status = resolve_post(cli, &show.asked, args.operands[0]))) {
		goto cleanup;
	}
	if (args_has(&args, "raw")) {
		status = print_raw(cli, &show.asked);
		goto cleanup;
	}
	if ((status = gather(&show, args_has(&args, "as-made")))) {
		goto cleanup;
	}
	if (cli->json) {
		show_json(&show);
	} else {
		show_text(&show);
	}
cleanup:
	view_thread_destroy(show.thread);
	view_versions_destroy(show.versions);
	look_finish(&show.look);
	return status;
}
