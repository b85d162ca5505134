/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem trust` for people: whom I vouch for, who vouches for me, and what is to be settled. In order of making, not of standing. */
#include "rows.h"
#include "times.h"
#include "trust.h"

#define SOON_MS (60 * 86400000LL)

/* A vouch: for whom or by whom, how much, about what; and until when, where that is near. */
static void print_vouch(const struct trust *trust, uint32_t row, uint32_t person)
{
	const struct view_extract *x = trust->trusted.x;
	struct kiem_kept kept;
	char id[LOOK_ID_MAX], name[RESOLVE_NAME_MAX], until[TIMES_TEXT_MAX], more[OUT_CLEAN_MAX(100) + 8] = "";
	char context[OUT_CLEAN_MAX(100)] = "";
	if (trust_post(trust, &kept, row)) {
		out_clean(context, sizeof context, kept.post.context);
	}
	snprintf(more, sizeof more, "%s%s", context[0] ? " · " : "", context);
	trust_id(trust, id, row);
	trust_name(trust, name, person, false);
	if (x->until[row] - trust->look.now_ms < SOON_MS) {
		trust_line(trust, id, _("%s · level %u of 3%s · until %s"), name, x->level[row], more,
		        times_print(until, x->until[row]));
	} else {
		trust_line(trust, id, _("%s · level %u of 3%s"), name, x->level[row], more);
	}
}

static void print_given(const struct trust *trust)
{
	const struct view_trust_mine *mine = trust->mine;
	const struct view_extract *x = trust->trusted.x;
	row_heading(trust->look.out, "%s", _("You vouch for"));
	for (size_t i = 0; i < mine->n_given; i++) {
		print_vouch(trust, mine->given[i], x->self[x->whom[mine->given[i]]]);
	}
	if (mine->n_given == 0) {
		trust_line(trust, "", _("Nobody yet. Whom do you know well enough to stand behind?"));
		trust_line(trust, "", _("kiem vouch WHO"));
	}
}

/* Anybody may vouch for me, so strangers are only counted. */
static void print_received(const struct trust *trust)
{
	const struct view_trust_mine *mine = trust->mine;
	size_t strangers = 0;
	row_heading(trust->look.out, "%s", _("Who vouches for you"));
	for (size_t i = 0; i < mine->n_received; i++) {
		uint32_t by = view_row_person(trust->trusted.x, mine->received[i]);
		if (view_trust_known(trust->trusted.view, by)) {
			print_vouch(trust, mine->received[i], by);
		} else {
			strangers++;
		}
	}
	if (mine->n_received == 0) {
		trust_line(trust, "", _("Nobody yet. That comes when people have met you."));
	} else if (strangers == mine->n_received) {
		trust_line(trust, "",
		        ngettext("%zu person whom you do not know yet", "%zu people whom you do not know yet", strangers),
		        strangers);
	} else if (strangers > 0) {
		trust_line(trust, "",
		        ngettext("and %zu person whom you do not know yet", "and %zu people whom you do not know yet", strangers),
		        strangers);
	}
}

void trust_mine_text(const struct trust *trust)
{
	const struct view_trust_mine *mine = trust->mine;
	out_say(trust->look.out, _("Seen by you alone. One person: kiem trust WHO"));
	print_given(trust);
	print_received(trust);
	if (mine->n_addresses > 0) {
		row_heading(trust->look.out, "%s", _("To be settled"));
	}
	for (size_t i = 0; i < mine->n_addresses; i++) {
		trust_address_text(trust, &mine->addresses[i]);
	}
}
