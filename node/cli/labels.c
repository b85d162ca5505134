/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the protocol as a person reads them (labels.h). */
#include "labels.h"

#include "cli.h"

#include <kiem/view.h>

struct label {
	uint64_t number;
	const char *word;
};

static const char *find(const struct label *list, uint64_t number)
{
	for (; list->word; list++) {
		if (list->number == number) {
			return _(list->word);
		}
	}
	return _("unknown");
}

/* The number of a word that a person typed: the protocol's word, or ours in either language, in capitals or not. */
static uint64_t number_of(const struct label *list, const char *word, uint64_t protocol)
{
	for (; protocol == 0 && list->word; list++) {
		if (view_text_alike(out_span(word), out_span(_(list->word))) ||
		        view_text_alike(out_span(word), out_span(list->word))) {
			return list->number;
		}
	}
	return protocol;
}

static const struct label kinds[] = {{KIEM_INITIATIVE, N_("initiative")}, {KIEM_OFFER, N_("offer")}, {KIEM_REQUEST, N_("request")},
        {KIEM_GATHERING, N_("gathering")}, {KIEM_DEED, N_("deed")}, {KIEM_LESSON, N_("lesson")}, {KIEM_NOTE, N_("note")},
        {KIEM_JOIN, N_("join")}, {KIEM_LEAVE, N_("leave")}, {KIEM_PROFILE, N_("profile")}, {KIEM_VOUCH, N_("vouch")},
        {KIEM_UNVOUCH, N_("unvouch")}, {KIEM_REVISE, N_("revision")}, {KIEM_RENEW, N_("renewal")}, {KIEM_RETRACT, N_("retraction")},
        {KIEM_ADDRESS, N_("address")}, {KIEM_MEND, N_("mend")}, {KIEM_RECEIPT, N_("receipt")}, {KIEM_SEALED, N_("sealed letter")},
        {KIEM_SUCCEED, N_("succession")}, {0, NULL}};

const char *label_kind(uint64_t kind)
{
	return find(kinds, kind);
}

static const struct label relations[] = {{KIEM_ABOUT, N_("about")}, {KIEM_EXTENDS, N_("builds on")},
        {KIEM_VARIANT, N_("a variant of")}, {KIEM_ANSWERS, N_("answers")}, {KIEM_REPLACES, N_("replaces")},
        {KIEM_CANCELS, N_("takes back")}, {KIEM_AFTER, N_("goes on to")}, {KIEM_NEEDS, N_("needs")}, {0, NULL}};

const char *label_relation(uint64_t relation)
{
	return find(relations, relation);
}

/* The same where what it is related to stands above it and is not named again. */
static const struct label relations_here[] = {{KIEM_EXTENDS, N_("builds on this")}, {KIEM_VARIANT, N_("a variant of this")},
        {KIEM_ANSWERS, N_("answers this")}, {KIEM_AFTER, N_("went on to this")}, {KIEM_NEEDS, N_("needs this")}, {0, NULL}};

const char *label_relation_here(uint64_t relation)
{
	for (const struct label *label = relations_here; label->word; label++) {
		if (label->number == relation) {
			return _(label->word);
		}
	}
	return NULL;
}

static const struct label signals[] = {{KIEM_URGENT, N_("urgent")}, {KIEM_DIRECTION, N_("direction")},
        {KIEM_BACKING, N_("backing")}, {KIEM_HANDS, N_("hands")}, {KIEM_MEANS, N_("means")}, {0, NULL}};

const char *label_signal(uint64_t sign)
{
	return find(signals, sign);
}

static const struct label roles[] = {{KIEM_PIONEER, N_("pioneer")}, {KIEM_CONNECTOR, N_("connector")}, {0, NULL}};

const char *label_role(uint64_t role)
{
	return find(roles, role);
}

static const struct label sectors[] = {{KIEM_RESIDENT, N_("resident")}, {KIEM_BUSINESS, N_("business")},
        {KIEM_GOVERNMENT, N_("government")}, {KIEM_CIVIL_SOCIETY, N_("civil society")}, {KIEM_SCHOOL, N_("school")},
        {KIEM_HOUSING, N_("housing")}, {KIEM_CARE, N_("care")}, {KIEM_OTHER, N_("other")}, {0, NULL}};

const char *label_sector(uint64_t sector)
{
	return find(sectors, sector);
}

uint64_t label_kind_of(const char *word)
{
	return number_of(kinds, word, kiem_kind_of(word));
}

uint64_t label_signal_of(const char *word)
{
	return number_of(signals, word, kiem_signal_of(word));
}

uint64_t label_sector_of(const char *word)
{
	return number_of(sectors, word, kiem_sector_of(word));
}
