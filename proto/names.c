/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names for the numbers of the protocol, one table each. They are the words that a person types and reads in --json, so they
 * never change once published; translations are made from them elsewhere.
 */
#include <kiem/post.h>

#include <string.h>

struct name {
	uint64_t number;
	const char *name;
};

static const struct name kinds[] = {
        {KIEM_INITIATIVE, "initiative"},
        {KIEM_OFFER, "offer"},
        {KIEM_REQUEST, "request"},
        {KIEM_GATHERING, "gathering"},
        {KIEM_DEED, "deed"},
        {KIEM_LESSON, "lesson"},
        {KIEM_NOTE, "note"},
        {KIEM_JOIN, "join"},
        {KIEM_LEAVE, "leave"},
        {KIEM_PROFILE, "profile"},
        {KIEM_VOUCH, "vouch"},
        {KIEM_UNVOUCH, "unvouch"},
        {KIEM_REVISE, "revise"},
        {KIEM_RENEW, "renew"},
        {KIEM_RETRACT, "retract"},
        {KIEM_ADDRESS, "address"},
        {KIEM_MEND, "mend"},
        {KIEM_RECEIPT, "receipt"},
        {KIEM_SEALED, "sealed"},
        {KIEM_SUCCEED, "succeed"},
        {0, NULL},
};

static const struct name relations[] = {
        {KIEM_ABOUT, "about"},
        {KIEM_EXTENDS, "extends"},
        {KIEM_VARIANT, "variant"},
        {KIEM_ANSWERS, "answers"},
        {KIEM_REPLACES, "replaces"},
        {KIEM_CANCELS, "cancels"},
        {KIEM_AFTER, "after"},
        {KIEM_NEEDS, "needs"},
        {0, NULL},
};

static const struct name signals[] = {
        {KIEM_URGENT, "urgent"},
        {KIEM_DIRECTION, "direction"},
        {KIEM_BACKING, "backing"},
        {KIEM_HANDS, "hands"},
        {KIEM_MEANS, "means"},
        {0, NULL},
};

static const struct name roles[] = {
        {KIEM_PIONEER, "pioneer"},
        {KIEM_CONNECTOR, "connector"},
        {0, NULL},
};

static const struct name sectors[] = {
        {KIEM_RESIDENT, "resident"},
        {KIEM_BUSINESS, "business"},
        {KIEM_GOVERNMENT, "government"},
        {KIEM_CIVIL_SOCIETY, "civil-society"},
        {KIEM_SCHOOL, "school"},
        {KIEM_HOUSING, "housing"},
        {KIEM_CARE, "care"},
        {KIEM_OTHER, "other"},
        {0, NULL},
};

static const char *name_of(const struct name *table, uint64_t number)
{
	while (table->name != NULL && table->number != number) {
		table++;
	}
	return table->name;
}

static uint64_t number_of(const struct name *table, const char *name)
{
	while (table->name != NULL && strcmp(table->name, name) != 0) {
		table++;
	}
	return table->number;
}

const char *kiem_kind_name(uint64_t kind)
{
	return name_of(kinds, kind);
}

uint64_t kiem_kind_of(const char *name)
{
	return number_of(kinds, name);
}

const char *kiem_relation_name(uint64_t relation)
{
	return name_of(relations, relation);
}

const char *kiem_signal_name(uint64_t sig)
{
	return name_of(signals, sig);
}

uint64_t kiem_signal_of(const char *name)
{
	return number_of(signals, name);
}

const char *kiem_role_name(uint64_t role)
{
	return name_of(roles, role);
}

uint64_t kiem_role_of(const char *name)
{
	return number_of(roles, name);
}

const char *kiem_sector_name(uint64_t sector)
{
	return name_of(sectors, sector);
}

uint64_t kiem_sector_of(const char *name)
{
	return number_of(sectors, name);
}
