/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The post that a command is about (target.h). */
#include "target.h"

#include "labels.h"

#include <string.h>

static int read_versions(struct cli *cli, struct target *target, int64_t now_ms)
{
	enum kiem_err err = view_versions_create(&target->versions, cli->read, target->kept.number, now_ms);
	if (!err) {
		err = kiem_read_post(cli->read, &target->kept, target->versions->list[0].number);
	}
	if (!err) {
		err = kiem_read_post(cli->read, &target->shown, target->versions->list[target->versions->shown].number);
	}
	return cli_fail_err(err, cli->home.store);
}

static int check_kind(struct cli *cli, const struct target *target, enum target_care care)
{
	const struct kiem_post *post = &target->kept.post;
	if (care == TARGET_ANY) {
		return EX_OK;
	}
	if (!view_is_content(post->kind)) {
		return cli_fail(EX_DATAERR, _("that post is of the kind “%s”; “%s” needs one that stands on the board itself."),
		        label_kind(post->kind), cli->command->name);
	}
	if (care == TARGET_OWN && memcmp(post->author.b, cli->me.b, sizeof cli->me.b) != 0) {
		char name[RESOLVE_NAME_MAX];
		resolve_name(cli, name, &post->author);
		return cli_fail(EX_NOPERM, _("that post is from %s; only who made it can do this."), name);
	}
	return EX_OK;
}

int target_find(struct cli *cli, struct target *target, const char *prefix, enum target_care care, int64_t now_ms)
{
	*target = (struct target){0};
	int status = resolve_post(cli, &target->kept, prefix);
	if (status || (status = read_versions(cli, target, now_ms)) || (status = check_kind(cli, target, care))) {
		return status;
	}
	if (care == TARGET_ECHO) {
		resolve_say(cli, &target->kept);
	}
	snprintf(target->board, sizeof target->board, "%.*s", (int)target->kept.post.board.n,
	        (const char *)target->kept.post.board.p);
	return care == TARGET_TIE ? resolve_confirm(cli, &target->kept, prefix) : EX_OK;
}

int target_link_one(struct draft *draft, const struct kiem_id *id, const char *board, uint64_t relation)
{
	struct kiem_post *post = &draft->post;
	if (post->n_links == KIEM_LINKS_MAX) {
		return cli_fail(EX_DATAERR, _("a post can link to %d others; leave some out."), KIEM_LINKS_MAX);
	}
	struct kiem_link *link = &post->links[post->n_links++];
	*link = (struct kiem_link){.relation = relation, .id = *id};
	/* The writer leaves a board out that is the post's own. */
	return draft_text(draft, &link->board, board, KIEM_BOARD_MAX, "--board");
}

int target_link(struct draft *draft, const struct target *target, uint64_t relation)
{
	int status = target_link_one(draft, &target->kept.post.id, target->board, relation);
	if (!status && target->shown.number != target->kept.number) {
		status = target_link_one(draft, &target->shown.post.id, target->board, relation);
	}
	return status;
}

void target_finish(struct target *target)
{
	view_versions_destroy(target->versions);
	target->versions = NULL;
}
