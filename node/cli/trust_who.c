/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem trust WHO` for people: in words first, then what it rests on, each line with the post that says so. */
#include "rows.h"
#include "trust.h"

#define DEEDS_SHOWN 10 /* the newest; what was done long ago is in the figure */

static void print_head(const struct trust *trust)
{
	const struct out *out = trust->look.out;
	uint16_t standing = trust->why ? trust->why->standing : 0;
	out_printf(out, "%s%s%s  %s%s%s\n", out_style(out, OUT_DIM), trust->person.digits, out_style(out, OUT_PLAIN),
	        out_style(out, OUT_BOLD), trust->person.name, out_style(out, OUT_PLAIN));
	trust_line(trust, "", _("In your eyes: %s (%u of %u)"), trusted_word(view_trust_band(standing)), standing, VIEW_TRUST_FULL);
	if (trust->why && trust->why->unburdened > standing) {
		trust_line(trust, "", _("Something weighs against it, so a quarter is left of all that follows."));
	}
}

/* What I say myself. */
static void print_mine(const struct trust *trust)
{
	const struct view_trust_why *why = trust->why;
	char id[LOOK_ID_MAX] = "";
	size_t n = 0;
	for (size_t i = 0; i < why->n_deeds; i++) {
		n += why->deeds[i].person == trust->trusted.view->me;
	}
	if (why->vouch != VIEW_NONE) {
		trust_line(trust, trust_id(trust, id, why->vouch), _("You vouch for %s (level %u of 3)."), trust->person.name,
		        trust->trusted.x->level[why->vouch]);
	}
	if (n > 0) {
		trust_line(trust, "", ngettext("You confirmed %zu thing that %s did.", "You confirmed %zu things that %s did.", n),
		        n, trust->person.name);
	}
	if (why->mine > 0) {
		trust_line(trust, "", _("That adds %u."), why->mine);
	}
}

/* One of the people whom it rests on. Who would rather not be named is not named by the id of their vouch either. */
static void print_name(const struct trust *trust, const struct view_trust_name *name)
{
	const struct view_extract *x = trust->trusted.x;
	char id[LOOK_ID_MAX] = "", who[RESOLVE_NAME_MAX], through[RESOLVE_NAME_MAX];
	trust_name(trust, who, name->person, true);
	if (name->vouch != VIEW_NONE) {
		trust_line(trust, x->unnamed[name->person] ? "" : trust_id(trust, id, name->vouch),
		        _("%s vouches for %s (level %u of 3)."), who, trust->person.name, x->level[name->vouch]);
	}
	if (name->confirmed > 0) {
		trust_line(trust, "",
		        ngettext("%s confirmed %zu thing that %s did.", "%s confirmed %zu things that %s did.", name->confirmed),
		        who, name->confirmed, trust->person.name);
	}
	if (name->through == VIEW_NONE) {
		trust_line(trust, "", _("You vouch for %s. That adds %u."), who, name->permille);
	} else {
		trust_name(trust, through, name->through, true);
		trust_line(trust, "", _("You know %s through %s. That adds %u."), who, through, name->permille);
	}
}

/* Whether the lines add up to more than there is to have. */
static bool cut(const struct view_trust_why *why)
{
	unsigned sum = (unsigned)why->mine + why->others_permille;
	for (size_t i = 0; i < why->n_named; i++) {
		sum += why->named[i].permille;
	}
	return sum > why->standing;
}

/* The people by name who add something, those who add most first; then the others together. */
static void print_names(const struct trust *trust)
{
	const struct view_trust_why *why = trust->why;
	size_t others = why->others;
	for (size_t i = 0; i < why->n_named; i++) {
		if (why->named[i].permille > 0) {
			print_name(trust, &why->named[i]);
		} else {
			others++; /* who adds less than one is counted, not named */
		}
	}
	if (others > 0 && why->others_permille == 0) {
		trust_line(trust, "",
		        ngettext("And %zu more person, who adds very little.", "And %zu more people, who add very little.", others),
		        others);
	} else if (others > 0) {
		trust_line(trust, "",
		        ngettext("And %zu more person, who adds %u.", "And %zu more people, who together add %u.", others), others,
		        why->others_permille);
	}
}

static void print_rests(const struct trust *trust)
{
	const struct view_trust_why *why = trust->why;
	row_heading(trust->look.out, "%s", _("What it rests on"));
	if (why->standing == 0) {
		trust_line(trust, "",
		        _("Nothing yet: nobody you vouch for vouches for %s, and nothing that %s did was confirmed by you or by "
		          "people you know."),
		        trust->person.name, trust->person.name);
		trust_line(trust, "", _("Do you know %s yourself? kiem vouch %s"), trust->person.name, trust->person.digits);
		return;
	}
	print_mine(trust);
	print_names(trust);
	if (cut(why)) {
		trust_line(trust, "", _("That is more than all there is, so the rest does not count."));
	}
}

static void print_deed(const struct trust *trust, const struct view_trust_deed *deed)
{
	const struct look *look = &trust->look;
	const struct view_extract *x = trust->trusted.x;
	struct kiem_kept kept;
	char id[LOOK_ID_MAX], who[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], kind[LOOK_WORD_MAX],
	        title[OUT_CLEAN_MAX(KIEM_TITLE_MAX)] = "";
	if (deed->about != VIEW_NONE && trust_post(trust, &kept, deed->about)) {
		out_clean(title, sizeof title, kept.post.title);
	}
	trust_id(trust, id, deed->act);
	look_kind(kind, x->kind[deed->act]);
	look_age(age, x->made[deed->act], look->now_ms);
	if (deed->person == trust->trusted.view->me) {
		snprintf(who, sizeof who, "%s", _("you"));
	} else {
		trust_name(trust, who, deed->person, true);
	}
	if (title[0]) {
		trust_line(trust, id, _("“%s”: %s by %s, %s"), title, kind, who, age);
	} else {
		/* TRANSLATORS: kind, name, age: "receipt by Anna, 3 days ago" */
		trust_line(trust, id, _("%s by %s, %s"), kind, who, age);
	}
}

static void print_deeds(const struct trust *trust)
{
	const struct view_trust_why *why = trust->why;
	if (why->n_deeds == 0) {
		return;
	}
	row_heading(trust->look.out, "%s", _("What was done, and who confirmed it"));
	for (size_t i = why->n_deeds; i > 0 && i + DEEDS_SHOWN > why->n_deeds; i--) {
		print_deed(trust, &why->deeds[i - 1]);
	}
	if (why->n_deeds > DEEDS_SHOWN) {
		size_t n = why->n_deeds - DEEDS_SHOWN;
		trust_line(trust, "", ngettext("and %zu earlier", "and %zu earlier", n), n);
	}
}

/* What strangers say weighs nothing, so it is not passed on here either; a board shows it to who looks for it. */
static void print_against(const struct trust *trust)
{
	const struct view_trust_why *why = trust->why;
	bool any = false;
	for (size_t i = 0; i < why->n_against; i++) {
		if (!why->against[i].weighs) {
			continue;
		}
		if (!any) {
			row_heading(trust->look.out, "%s", _("What weighs against it"));
		}
		trust_address_text(trust, &why->against[i]);
		any = true;
	}
	if (any) {
		trust_line(trust, "", _("Until then a quarter is left; afterwards it is %u of %u again."), why->unburdened,
		        VIEW_TRUST_FULL);
	}
}

void trust_who_text(const struct trust *trust)
{
	print_head(trust);
	if (!trust->why) {
		trust_line(trust, "", _("Nothing here is from this person or about them."));
		return;
	}
	print_rests(trust);
	print_deeds(trust);
	print_against(trust);
}
