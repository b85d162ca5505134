/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each kind cannot do without, as one table: some fields, and links of one relation. proto/post.cddl says the same. A
 * field that a kind has no use for may be there all the same, and so may links of other relations: a later version may give
 * them a sense, and a reader that refused them would split the network.
 */
#include "post_parts.h"

/* One bit a field that some kind requires. */
enum {
	NEED_TITLE = 1 << 0,
	NEED_TEXT = 1 << 1,
	NEED_TITLE_OR_TEXT = 1 << 2,
	NEED_FROM = 1 << 3,
	NEED_NAME = 1 << 4,
	NEED_WHOM = 1 << 5,
	NEED_LEVEL = 1 << 6,
	NEED_RECIPIENTS = 1 << 7,
	NEED_BOX = 1 << 8
};

#define ANY_NUMBER KIEM_LINKS_MAX

struct rule {
	uint64_t kind;
	unsigned fields;
	uint64_t relation;  /* 0: no link is required */
	size_t n_links_max; /* of that relation; at least one there must be */
};

static const struct rule rules[] = {
        {KIEM_INITIATIVE, NEED_TITLE, 0, 0},
        {KIEM_OFFER, NEED_TITLE, 0, 0},
        {KIEM_REQUEST, NEED_TITLE, 0, 0},
        {KIEM_GATHERING, NEED_TITLE | NEED_FROM, 0, 0},
        {KIEM_DEED, NEED_TITLE, 0, 0},
        {KIEM_LESSON, NEED_TITLE, 0, 0},
        {KIEM_NOTE, NEED_TEXT, KIEM_ABOUT, ANY_NUMBER},
        {KIEM_JOIN, 0, KIEM_ABOUT, ANY_NUMBER},
        {KIEM_LEAVE, 0, KIEM_CANCELS, ANY_NUMBER},
        {KIEM_PROFILE, NEED_NAME, 0, 0},
        {KIEM_VOUCH, NEED_WHOM | NEED_LEVEL, 0, 0},
        {KIEM_UNVOUCH, 0, KIEM_CANCELS, ANY_NUMBER},
        {KIEM_REVISE, NEED_TITLE_OR_TEXT, KIEM_REPLACES, 1},
        {KIEM_RENEW, 0, KIEM_ABOUT, 1},
        {KIEM_RETRACT, 0, KIEM_CANCELS, 1},
        {KIEM_ADDRESS, NEED_WHOM | NEED_TEXT, 0, 0},
        {KIEM_MEND, 0, KIEM_CANCELS, ANY_NUMBER},
        {KIEM_RECEIPT, 0, KIEM_ABOUT, ANY_NUMBER},
        {KIEM_SEALED, NEED_RECIPIENTS | NEED_BOX, 0, 0},
        {KIEM_SUCCEED, NEED_WHOM, 0, 0},
};

static const struct rule *rule_of(uint64_t kind)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].kind == kind) {
			return &rules[i];
		}
	}
	return NULL;
}

bool kiem_kind_requires_link(uint64_t kind, uint64_t *relation)
{
	const struct rule *rule = rule_of(kind);

	if (rule == NULL || rule->relation == 0) {
		return false;
	}
	*relation = rule->relation;
	return true;
}

static unsigned fields_of(const struct kiem_post *post)
{
	unsigned fields = 0;

	fields |= post->title.n > 0 ? NEED_TITLE | NEED_TITLE_OR_TEXT : 0;
	fields |= post->text.n > 0 ? NEED_TEXT | NEED_TITLE_OR_TEXT : 0;
	fields |= post->has_from ? NEED_FROM : 0;
	fields |= post->name.n > 0 ? NEED_NAME : 0;
	fields |= post->has_whom ? NEED_WHOM : 0;
	fields |= post->level > 0 ? NEED_LEVEL : 0;
	fields |= post->n_recipients > 0 ? NEED_RECIPIENTS : 0;
	fields |= post->box.n > 0 ? NEED_BOX : 0;
	return fields;
}

enum kiem_verdict post_kind_check(const struct kiem_post *post)
{
	const struct rule *rule = rule_of(post->kind);
	size_t n = 0;

	if (rule == NULL) {
		return KIEM_OK;
	}
	if ((rule->fields & ~fields_of(post)) != 0) {
		return KIEM_MISSING_FIELD;
	}
	for (size_t i = 0; i < post->n_links; i++) {
		n += post->links[i].relation == rule->relation;
	}
	if (rule->relation != 0 && (n == 0 || n > rule->n_links_max)) {
		return KIEM_BAD_LINK;
	}
	return KIEM_OK;
}
