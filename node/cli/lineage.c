/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem lineage`: where a post came from, back to the first, what came of it, and what says nearly the same without a link. What it
 * hangs on is said from the reader's side: a parent under what came of it, a child under what it came from.
 */
#include "lineage.h"

#include "commands.h"
#include "labels.h"
#include "rows.h"

#define STEP 2 /* columns that each step away moves in */
#define STEPS_SHOWN 12

static const struct args_spec spec = {
        .operands = N_("ID"),
        .operands_min = 1,
        .operands_max = 1,
        .reads = true,
        .more = N_(
                "Who built on whom, across boards: where a post came from, back to the first, and what came of it. The order is "
                "that of links, which nobody can turn round. A post that was taken back stays in its place. Below it "
                "stand posts by others that say nearly the same without a link; whether that means anything is for people to say."),
        .example = "kiem lineage 3f9a",
};

enum kiem_err descent_post(struct kiem_kept *kept, const struct descent *d, uint32_t row)
{
	return kiem_read_post(d->look.read, kept, d->x->number[row]);
}

static unsigned indent_of(const struct view_kinsman *kin)
{
	return STEP * (kin->depth < STEPS_SHOWN ? kin->depth : STEPS_SHOWN);
}

/* An indented line: id, then what it is called. */
static void print_line(const struct descent *d, unsigned indent, const struct kiem_id *id, struct kiem_span words)
{
	const struct out *out = d->look.out;
	char digits[LOOK_ID_MAX];
	unsigned used = indent + LOOK_ID_DIGITS + 2;
	out_printf(out, "%*s%s%s%s  %s", (int)indent, "", out_style(out, OUT_DIM), look_id(digits, id), out_style(out, OUT_PLAIN),
	        out_style(out, OUT_BOLD));
	out_cut(out, words, out->width > used ? out->width - used : 1);
	out_printf(out, "%s\n", out_style(out, OUT_PLAIN));
}

static struct kiem_span line_of(const struct kiem_post *post)
{
	return post->title.n > 0 ? post->title : post->text;
}

/* How a parent or child hangs on the one nearer, as read from the post that was asked. */
static const char *relation_words(const struct view_kinsman *kin, bool up)
{
	if (kin->relation == KIEM_AFTER) {
		return up ? _("went on to this") : _("this went on to it");
	}
	if (up) {
		return kin->relation == KIEM_EXTENDS   ? _("this builds on it")
		       : kin->relation == KIEM_VARIANT ? _("this is a variant of it")
		       : kin->relation == KIEM_ANSWERS ? _("this answers it")
		                                       : _("this is about it");
	}
	return label_relation_here(kin->relation);
}

/* Who says that one went on to the other, when that is somebody beside. */
static void add_teller(struct facts *facts, const struct descent *d, const struct view_kinsman *kin)
{
	char name[RESOLVE_NAME_MAX];
	if (kin->said != VIEW_NONE) {
		facts_say(facts, _("says %s"), look_name(&d->look, name, &d->x->key[d->x->author[kin->said]]));
	}
}

static void add_outcome(struct facts *facts, const struct view_kinsman *kin)
{
	size_t deeds = kin->about[KIEM_DEED], gatherings = kin->about[KIEM_GATHERING], lessons = kin->about[KIEM_LESSON];
	if (kin->joined > 0) {
		facts_say(facts, ngettext("%zu joined", "%zu joined", kin->joined), kin->joined);
	}
	if (deeds > 0) {
		facts_say(facts, ngettext("%zu deed", "%zu deeds", deeds), deeds);
	}
	if (gatherings > 0) {
		facts_say(facts, ngettext("%zu gathering", "%zu gatherings", gatherings), gatherings);
	}
	if (lessons > 0) {
		facts_say(facts, ngettext("%zu lesson", "%zu lessons", lessons), lessons);
	}
	if (kin->others > 0) {
		facts_say(facts, ngettext("%zu other built on it", "%zu others built on it", kin->others), kin->others);
	}
}

static void add_about(struct facts *facts, const struct descent *d, const struct kiem_post *post)
{
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX];
	facts_say(facts, "%s", look_name(&d->look, name, &post->author));
	facts_say(facts, "%s", look_age(age, post->made, d->look.now_ms));
	facts_add(facts, post->board);
}

/* One that is not here: all that is known is that it was named. */
static void print_absent(const struct descent *d, const struct view_kinsman *kin, bool up)
{
	struct facts facts;
	char name[RESOLVE_NAME_MAX];
	print_line(d, indent_of(kin), &kin->id, out_span(kin->presence == VIEW_TAKEN_BACK ? _("(taken back)") : _("(not here)")));
	facts_init(&facts, d->look.out, indent_of(kin) + LOOK_ID_DIGITS + 2);
	facts_say(&facts, "%s", relation_words(kin, up));
	add_teller(&facts, d, kin);
	if (kin->presence == VIEW_TAKEN_BACK) {
		facts_say(&facts, _("by %s, as they say"), look_name(&d->look, name, &kin->by));
	}
	add_outcome(&facts, kin);
	facts_end(&facts);
}

static enum kiem_err print_kinsman(const struct descent *d, const struct view_kinsman *kin, bool up)
{
	struct facts facts;
	struct kiem_kept kept, shown;
	if (kin->presence != VIEW_HERE) {
		print_absent(d, kin, up);
		return KIEM_DONE;
	}
	enum kiem_err err = descent_post(&kept, d, kin->row);
	err = err ? err : descent_post(&shown, d, kin->shown);
	if (err) {
		return err;
	}
	print_line(d, indent_of(kin), &kept.post.id, line_of(line_of(&shown.post).n > 0 ? &shown.post : &kept.post));
	facts_init(&facts, d->look.out, indent_of(kin) + LOOK_ID_DIGITS + 2);
	facts_say(&facts, "%s", relation_words(kin, up));
	add_teller(&facts, d, kin);
	add_about(&facts, d, &kept.post);
	add_outcome(&facts, kin);
	facts_end(&facts);
	return KIEM_DONE;
}

static enum kiem_err print_tree(const struct descent *d, bool up)
{
	const struct view_lineage *l = d->lineage;
	size_t n = up ? l->n_up : l->n_down;
	enum kiem_err err = KIEM_DONE;
	if (n == 0) {
		row_heading(d->look.out, "%s",
		        up ? _("It came from nothing else that is linked: a first post.") : _("Nothing was built on it yet."));
		return KIEM_DONE;
	}
	row_heading(d->look.out, "%s", up ? _("Where it came from") : _("What came of it"));
	for (size_t i = 0; !err && i < n; i++) {
		err = print_kinsman(d, up ? &l->up[i] : &l->down[i], up);
	}
	if (!err && (up ? l->more_up : l->more_down)) {
		out_say(d->look.out, "%s", _("There is more than is shown here."));
	}
	return err;
}

static enum kiem_err print_alike(const struct descent *d)
{
	static const char *const before[] = {[VIEW_BEFORE_UNKNOWN] = N_("no link tells which was first"),
	        [VIEW_BEFORE_THIS] = N_("it was there first, as links show"),
	        [VIEW_BEFORE_OTHER] = N_("this was there first, as links show")};
	enum kiem_err err = KIEM_DONE;
	for (size_t i = 0; i < d->lineage->n_alike && !err; i++) {
		const struct view_alike *alike = &d->lineage->alike[i];
		struct kiem_kept kept, shown;
		struct facts facts;
		if (i == 0) {
			row_heading(d->look.out, "%s", _("Nearly the same words, and no link"));
		}
		err = descent_post(&kept, d, alike->row);
		err = err ? err : descent_post(&shown, d, alike->shown);
		if (err) {
			break;
		}
		print_line(d, STEP, &kept.post.id, line_of(line_of(&shown.post).n > 0 ? &shown.post : &kept.post));
		facts_init(&facts, d->look.out, STEP + LOOK_ID_DIGITS + 2);
		facts_say(&facts, _("%u%% the same"), alike->permille / 10);
		add_about(&facts, d, &kept.post);
		facts_say(&facts, "%s", _(before[alike->before]));
		facts_end(&facts);
	}
	return err;
}

static enum kiem_err print_self(const struct descent *d)
{
	const struct view_kinsman *self = &d->lineage->self;
	struct kiem_kept kept, shown;
	struct facts facts;
	enum kiem_err err = descent_post(&kept, d, self->row);
	err = err ? err : descent_post(&shown, d, self->shown);
	if (err) {
		return err;
	}
	look_headline(&d->look, &kept.post.id, kept.post.kind, line_of(line_of(&shown.post).n > 0 ? &shown.post : &kept.post));
	facts_init(&facts, d->look.out, LOOK_ID_DIGITS + 2);
	add_about(&facts, d, &kept.post);
	add_outcome(&facts, self);
	facts_end(&facts);
	return KIEM_DONE;
}

static enum kiem_err print_text(const struct descent *d)
{
	enum kiem_err err = print_self(d);
	err = err ? err : print_tree(d, true);
	err = err ? err : print_tree(d, false);
	return err ? err : print_alike(d);
}

int command_lineage(struct cli *cli, int argc, char **argv)
{
	struct args args;
	struct descent d = {0};
	struct view_extract *extract;
	struct kiem_kept asked;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&d.look, cli)) || (status = resolve_post(cli, &asked, args.operands[0])) ||
	        (status = cli_extract(cli, &extract))) {
		goto cleanup;
	}
	d.x = extract;
	enum kiem_err err = view_lineage_create(&d.lineage, extract, d.look.read, asked.number, d.look.now_ms);
	if (err == KIEM_E_INVALID) {
		status = cli_fail(EX_DATAERR, _("a tie has no lineage; give the id of the post that it is to."));
		goto cleanup;
	}
	if (!err && cli->json) {
		descent_json(&d);
	} else if (!err) {
		err = print_text(&d);
	}
	status = look_err(&d.look, err);
cleanup:
	view_lineage_destroy(d.lineage);
	look_finish(&d.look);
	return status;
}
