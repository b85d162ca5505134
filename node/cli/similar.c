/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What others posted already in nearly the same words, before somebody posts it again: perhaps they would rather join. Said to a
 * person at a terminal only, who may post it all the same; a script posts what it was told to.
 */
#include "similar.h"

#include "look.h"

#include <kiem/lineage.h>

#include <unistd.h>

static void say_one(const struct look *look, const struct view_extract *x, const struct view_alike *alike)
{
	char id[LOOK_ID_MAX], name[RESOLVE_NAME_MAX], title[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
	struct kiem_kept kept;
	if (kiem_read_post(look->read, &kept, x->number[alike->shown]) == KIEM_DONE) {
		cli_note(_("this looks like %s, “%s” by %s."), look_id(id, &x->id[alike->row]),
		        out_clean(title, sizeof title, kept.post.title.n > 0 ? kept.post.title : kept.post.text),
		        look_name(look, name, &x->key[x->author[alike->row]]));
	}
}

int similar_ask(struct cli *cli, const struct kiem_post *draft)
{
	struct view_alike list[VIEW_ALIKE_MAX];
	struct view_extract *extract;
	struct look look = {0};
	size_t n = 0;
	if (cli->json || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
		return EX_OK;
	}
	int status = look_init(&look, cli);
	status = status ? status : cli_extract(cli, &extract);
	if (!status) {
		/* Not finding any is no reason not to post. */
		enum kiem_err err = view_alike_find(list, &n, extract, look.read, draft, &cli->me, look.now_ms);
		n = err ? 0 : n;
	}
	for (size_t i = 0; i < n && i < SIMILAR_SHOWN; i++) {
		say_one(&look, extract, &list[i]);
	}
	look_finish(&look);
	if (status || n == 0) {
		return status;
	}
	return resolve_yes(_("Post yours all the same? [y/N]")) ? EX_OK : cli_fail(EX_NOPERM, _("nothing was posted."));
}
