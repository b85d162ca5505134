/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem trust`: what one person knows of another, and by whom. With WHO: their standing in my eyes, the people it rests on, what
 * was done, and what weighs against it. Without: whom I vouch for, who vouches for me, and what is not settled. There is no list
 * of people by standing.
 */
#include "trust.h"

#include "commands.h"

#include <stdarg.h>
#include <stdio.h>

static const struct args_spec spec = {
        .operands = N_("[WHO]"),
        .operands_max = 1,
        .reads = true,
        .more = N_("How somebody stands in your eyes, and in nobody else's: through those you vouch for and those they vouch for, "
                   "three steps far, and through what was done and confirmed. Trust comes slowly; one call to account by somebody "
                   "you trust leaves a quarter of it; and it can be mended. Without WHO: your own vouches, and what is to be "
                   "settled. WHO is a name or the beginning of a key."),
        .example = "kiem trust\nkiem trust anna",
};

bool trust_post(const struct trust *trust, struct kiem_kept *kept, uint32_t row)
{
	return row != VIEW_NONE && kiem_read_post(trust->look.read, kept, trust->trusted.x->number[row]) == KIEM_DONE;
}

const char *trust_id(const struct trust *trust, char out[static LOOK_ID_MAX], uint32_t row)
{
	return look_id(out, &trust->trusted.x->id[row]);
}

const char *trust_name(const struct trust *trust, char out[static RESOLVE_NAME_MAX], uint32_t person, bool role)
{
	const struct view_extract *x = trust->trusted.x;
	if (role && x->unnamed[person]) {
		snprintf(out, RESOLVE_NAME_MAX, "%s", _("someone"));
		return out;
	}
	return look_name(&trust->look, out, &x->key[person]);
}

void trust_line(const struct trust *trust, const char *id, const char *format, ...)
{
	char words[4096];
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, format, list);
	va_end(list);
	out_hang(trust->look.out, out_span(id), out_span(words), TRUST_INDENT);
}

/* Who has yet to say that it is settled, from where I stand. */
static void say_settling(const struct trust *trust, const struct view_trust_address *address, const char *id)
{
	uint32_t me = trust->trusted.view->me;
	char by[RESOLVE_NAME_MAX], whom[RESOLVE_NAME_MAX];
	trust_name(trust, by, address->by, false);
	trust_name(trust, whom, address->whom, false);
	bool mine = (address->by == me && !address->by_mended) || (address->whom == me && !address->whom_mended);
	const char *other = address->by == me ? whom : by;
	bool other_mended = address->by == me ? address->whom_mended : address->by_mended;
	if (mine && other_mended) {
		trust_line(trust, "", _("%s says it is settled. If you think so too:"), other);
	} else if (mine) {
		trust_line(trust, "", _("It is settled when you and %s both say so:"), other);
	} else if (address->by == me || address->whom == me) {
		trust_line(trust, "", _("You say it is settled; it is when %s says so too."), other);
	} else if (address->by_mended || address->whom_mended) {
		trust_line(trust, "", _("%s says it is settled; it is when %s says so too."), address->by_mended ? by : whom,
		        address->by_mended ? whom : by);
	} else {
		trust_line(trust, "", _("It is settled when %s and %s both say so."), by, whom);
	}
	if (mine) {
		trust_line(trust, "", "kiem mend %s", id);
	}
}

void trust_address_text(const struct trust *trust, const struct view_trust_address *address)
{
	const struct look *look = &trust->look;
	struct kiem_kept kept;
	char id[LOOK_ID_MAX], by[RESOLVE_NAME_MAX], whom[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], reason[OUT_CLEAN_MAX(400)] = "";
	trust_id(trust, id, address->row);
	look_age(age, trust->trusted.x->made[address->row], look->now_ms);
	if (trust_post(trust, &kept, address->row)) {
		out_clean(reason, sizeof reason,
		        (struct kiem_span){kept.post.text.p, kept.post.text.n < 400 ? kept.post.text.n : 400});
	}
	trust_name(trust, by, address->by, false);
	trust_name(trust, whom, address->whom, false);
	if (address->by == trust->trusted.view->me) {
		trust_line(trust, id, _("You called %s to account, %s: “%s”"), whom, age, reason);
	} else if (address->whom == trust->trusted.view->me) {
		trust_line(trust, id, _("%s called you to account, %s: “%s”"), by, age, reason);
	} else {
		trust_line(trust, id, _("%s called %s to account, %s: “%s”"), by, whom, age, reason);
	}
	say_settling(trust, address, id);
}

static int gather(struct trust *trust, const char *who)
{
	struct cli *cli = trust->look.cli;
	int status = trusted_open(&trust->trusted, cli);
	enum kiem_err err = KIEM_DONE;
	if (status || (who && (status = person_find(cli, &trust->person, who)))) {
		return status;
	}
	if (!who || trust->person.me) {
		err = view_trust_mine_create(&trust->mine, trust->trusted.view);
	} else if (trust->person.index != VIEW_NONE) {
		err = view_trust_why_create(&trust->why, trust->trusted.view, trust->person.index);
	}
	return look_err(&trust->look, err);
}

int command_trust(struct cli *cli, int argc, char **argv)
{
	struct trust trust = {0};
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = look_init(&trust.look, cli)) || (status = gather(&trust, args.n_operands > 0 ? args.operands[0] : NULL))) {
		goto cleanup;
	}
	if (cli->json) {
		trust_json(&trust);
	} else if (trust.mine) {
		trust_mine_text(&trust);
	} else {
		trust_who_text(&trust);
	}
cleanup:
	view_trust_why_destroy(trust.why);
	view_trust_mine_destroy(trust.mine);
	trusted_finish(&trust.trusted);
	look_finish(&trust.look);
	return status;
}
