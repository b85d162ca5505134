/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filling in an answer (answer.h). What the person typed stands; the rest is what both posts say together: as much as the one has
 * and the other needs, the time that suits both. The answer is also `about` the post that it was drawn from, so that what was
 * promised is no longer offered to others.
 */
#include "answer.h"

#include "look.h"
#include "rows.h"

#include <kiem/match.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What both posts have in common, as far as it can be measured. */
static int measure(struct cli *cli, struct view_match *match, const struct target *target, const struct target *own, int64_t now_ms)
{
	struct view_extract *x;
	int status = cli_extract(cli, &x);
	if (status) {
		return status;
	}
	uint32_t row = view_row_of(x, target->kept.number), mine = view_row_of(x, own->kept.number);
	enum kiem_err err =
	        row == VIEW_NONE || mine == VIEW_NONE ? KIEM_E_INVALID : view_match_of(match, x, cli->read, row, mine, now_ms);
	if (err == KIEM_E_INVALID) {
		return cli_fail(
		        EX_DATAERR, _("one of these is no longer open, or they are not an offer and a request; answer without "
		                      "--with."));
	}
	return cli_fail_err(err, cli->home.store);
}

static void fill_amount(struct kiem_post *post, const struct view_match *match, const struct kiem_post *own, struct kiem_span unit)
{
	if (match->measured && match->cover_milli > 0) {
		post->quantity_milli = match->cover_milli;
		post->unit = unit;
		post->has_quantity = true;
	} else if (own->has_quantity && !match->measured) {
		post->quantity_milli = own->quantity_milli;
		post->unit = own->unit;
		post->has_quantity = true;
	}
}

static void fill_times(struct kiem_post *post, const struct view_match *match, const struct kiem_post *own)
{
	if (match->timed) {
		post->has_from = post->has_to = true;
		post->from = match->from;
		post->to = match->to;
		return;
	}
	post->has_from = own->has_from;
	post->has_to = own->has_to;
	post->from = own->from;
	post->to = own->to;
}

static void fill(struct kiem_post *post, const struct args *args, const struct view_match *match, const struct kiem_post *own,
        struct kiem_span unit)
{
	post->title = own->title;
	if (!args_has(args, "tag")) {
		post->n_tags = own->n_tags;
		memcpy(post->tags, own->tags, sizeof post->tags);
	}
	if (!args_has(args, "quantity")) {
		fill_amount(post, match, own, unit);
	}
	if (!args_has(args, "from") && !args_has(args, "to")) {
		fill_times(post, match, own);
	}
	post->terms = args_has(args, "terms") ? post->terms : own->terms;
	post->place = args_has(args, "place") ? post->place : own->place;
	if (!args_has(args, "at") && own->has_point) {
		post->has_point = true;
		post->lat_udeg = own->lat_udeg;
		post->lon_udeg = own->lon_udeg;
	}
	post->text = post->text.n > 0 ? post->text : own->text;
}

static void show(struct cli *cli, const struct kiem_post *post)
{
	char amount[LOOK_AMOUNT_MAX], when[LOOK_WHEN_MAX];
	const struct out *out = &cli->out;

	out_say(out, "%s", _("The answer so far:"));
	row_text(out, _("title"), post->title);
	row_say(out, _("how much"), "%s", look_amount(amount, post));
	row_say(out, _("when"), "%s", look_when(when, post));
	row_text(out, _("place"), post->place);
	row_text(out, _("terms"), post->terms);
	for (size_t i = 0; i < post->n_tags; i++) {
		row_text(out, i == 0 ? _("tags") : "", post->tags[i]);
	}
}

/* Where nobody can look at the draft, it is posted only when that was asked for. */
static int edit(struct cli *cli, struct draft *draft, const struct args *args)
{
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO), text = args_has(args, "text") || args_has(args, "edit");
	char *before, *written = NULL;
	int status;

	if (args_has(args, "yes") || text) {
		return EX_OK;
	}
	if (!terminal) {
		return cli_fail(EX_USAGE, _("add --yes to post the answer as it was filled in."));
	}
	show(cli, &draft->post);
	before = strndup(draft->post.text.p ? (const char *)draft->post.text.p : "", draft->post.text.n);
	if (!before) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	status = draft_edit(&written, before);
	if (!status) {
		status = draft_text(draft, &draft->post.text, written, KIEM_POST_MAX, _("the text"));
	}
	free(before);
	free(written);
	return status;
}

int answer_with(struct cli *cli, struct draft *draft, const struct args *args, const struct target *target, int64_t now_ms)
{
	const char *with = args_value(args, "with");
	struct target own = {.versions = NULL};
	struct view_match match = {0};
	int status;

	if (!with) {
		return args_has(args, "yes") ? cli_fail(EX_USAGE, _("--yes goes with --with, which fills the answer in.")) : EX_OK;
	}
	if ((status = target_find(cli, &own, with, TARGET_OWN, now_ms)) || (status = measure(cli, &match, target, &own, now_ms))) {
		goto cleanup;
	}
	bool asked = target->kept.post.kind == KIEM_REQUEST;
	fill(&draft->post, args, &match, &own.shown.post, asked ? target->shown.post.unit : own.shown.post.unit);
	if ((status = target_link_one(draft, &own.kept.post.id, own.board, KIEM_ABOUT))) {
		goto cleanup;
	}
	status = edit(cli, draft, args);
cleanup:
	target_finish(&own);
	return status;
}
