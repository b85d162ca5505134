/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units of quantities, Dutch and English: which of them measure the same, and how many of the smallest of those they are. Energy
 * (kWh) and power (kW) are different things, days are not hours (a day of help is no 24 of them), and what is in no table measures
 * only itself: 3 pallets and 1 pallet, 4 hours a week and 2 hours per week.
 */
#ifndef VIEW_UNITS_H
#define VIEW_UNITS_H

#include <kiem/types.h>

enum unit_of {
	UNIT_NONE, /* no quantity */
	UNIT_PIECES,
	UNIT_PEOPLE, /* seats, places, persons: whoever needs 20 seats can use a hall for 30 people */
	UNIT_HOURS,
	UNIT_DAYS,
	UNIT_LENGTH,
	UNIT_AREA,
	UNIT_VOLUME,
	UNIT_MASS,
	UNIT_POWER,
	UNIT_ENERGY,
	UNIT_MONEY,
	UNIT_OTHER
};

struct unit {
	enum unit_of of;
	int64_t each;   /* of the smallest unit that is counted in: 1 kg is 1,000 g */
	uint64_t other; /* UNIT_OTHER: which, a hash of its words */
};

void unit_read(struct unit *unit, struct kiem_span text);
/* True when quantities in both can be held against each other. */
bool unit_same(const struct unit *a, const struct unit *b);
/* So many thousandths of `from`, in thousandths of `to`, rounded down; they are the same. Stays within what a quantity may be. */
int64_t unit_convert(int64_t milli, const struct unit *from, const struct unit *to);

#endif
