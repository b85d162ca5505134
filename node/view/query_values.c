/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in a query: distances, points and moments (query_parts.h). A comma ends a number here, so the decimal sign is a point. */
#include "query_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)
#define RADIUS_MAX_M 20100000ULL /* half round the earth */

/* A number with up to `places` digits behind the point, times 10 to that power; further digits are dropped. NULL: there is none. */
static const char *read_number(int64_t *value, const char *p, int places)
{
	int64_t v = 0;
	bool minus = *p == '-';

	p += minus;
	if (!isdigit((unsigned char)*p)) {
		return NULL;
	}
	for (; isdigit((unsigned char)*p); p++) {
		v = v < 1000000000 ? v * 10 + (*p - '0') : v;
	}
	bool point = *p == '.' && isdigit((unsigned char)p[1]);
	p += point;
	for (; places > 0; places--) {
		bool digit = point && isdigit((unsigned char)*p);
		v = v * 10 + (digit ? *p - '0' : 0);
		p += digit;
	}
	while (point && isdigit((unsigned char)*p)) {
		p++;
	}
	*value = minus ? -v : v;
	return p;
}

/* "5km", "800m"; "5" is kilometres when `bare` allows it. */
static bool read_distance(uint64_t *metres, const char *p, bool bare)
{
	int64_t value;

	p = read_number(&value, p, 3);
	if (p == NULL || value < 0) {
		return false;
	}
	p += *p == ' ';
	if (strcasecmp(p, "m") == 0) {
		value /= 1000;
	} else if (strcasecmp(p, "km") != 0 && !(bare && *p == '\0')) {
		return false;
	}
	*metres = (uint64_t)value < RADIUS_MAX_M ? (uint64_t)value : RADIUS_MAX_M;
	return true;
}

static const char *read_degrees(int32_t *udeg, const char *p, int64_t max)
{
	int64_t value;

	p = read_number(&value, p, 6);
	if (p == NULL || value < -max * 1000000 || value > max * 1000000) {
		return NULL;
	}
	*udeg = (int32_t)value;
	return p;
}

/* "51.56,5.09,5km" */
static bool read_circle(struct view_query *query, const char *p)
{
	p = read_degrees(&query->point.lat_udeg, p, 90);
	p = p != NULL && *p == ',' ? read_degrees(&query->point.lon_udeg, p + 1, 180) : NULL;
	return p != NULL && *p == ',' && read_distance(&query->radius_m, p + 1, true);
}

enum view_query_result query_near(struct view_query *query, const char *value, const struct view_asker *asker)
{
	query->near_point = false;
	query->place.n = 0;
	if (read_distance(&query->radius_m, value, false)) {
		query->point = asker->point;
		query->near_point = asker->has_point;
		return asker->has_point ? VIEW_QUERY_OK : VIEW_QUERY_NOWHERE;
	}
	if (strspn(value, "0123456789.,-+ kmKM") == strlen(value)) {
		query->near_point = read_circle(query, value);
		return query->near_point ? VIEW_QUERY_OK : VIEW_QUERY_NEAR;
	}
	if (!query_needles(&query->place, value)) {
		return VIEW_QUERY_TOO_MANY;
	}
	return query->place.n != 0 ? VIEW_QUERY_OK : VIEW_QUERY_NEAR;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar (the civil-day count with March as the first month). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static bool read_date(int64_t *ms, const char *value)
{
	static const char form[] = "0000-00-00";
	int64_t part[3] = {0};

	for (size_t i = 0, at = 0; i < sizeof(form); i++) {
		bool digit = isdigit((unsigned char)value[i]);
		if (form[i] == '0' ? !digit : value[i] != form[i]) {
			return false;
		}
		if (digit) {
			part[at] = part[at] * 10 + (value[i] - '0');
		} else {
			at++;
		}
	}
	*ms = days_of(part[0], part[1], part[2]) * DAY_MS;
	/* A day that does not exist is another one: the first of March, 32 days after the first of a month. */
	bool real = part[0] >= 1970 && part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31;
	int64_t next = part[1] == 12 ? days_of(part[0] + 1, 1, 1) : days_of(part[0], part[1] + 1, 1);
	return real && *ms < next * DAY_MS;
}

bool query_since(int64_t *ms, const char *value, int64_t now_ms)
{
	static const struct {
		char unit;
		int64_t ms;
	} units[] = {{'h', HOUR_MS}, {'u', HOUR_MS}, {'d', DAY_MS}, {'w', 7 * DAY_MS}};
	int64_t n;
	const char *p = read_number(&n, value, 0);

	for (size_t i = 0; p != NULL && i < sizeof(units) / sizeof(units[0]); i++) {
		if (n > 0 && n <= 10000 && tolower((unsigned char)p[0]) == units[i].unit && p[1] == '\0') {
			*ms = now_ms - n * units[i].ms;
			return true;
		}
	}
	return read_date(ms, value);
}
