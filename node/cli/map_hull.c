/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The soft shape behind the people of one colour: the convex hull of those of them who stand together. One who is far away would
 * pull it over half the page, and is left outside.
 */
#include "map.h"

#include <stdlib.h>

#define HULL_PEOPLE 3

static int by_place(const void *a, const void *b)
{
	const struct map_corner *p = a, *q = b;
	return p->x != q->x ? (p->x > q->x) - (p->x < q->x) : (p->y > q->y) - (p->y < q->y);
}

static int64_t turn(const struct map_corner *o, const struct map_corner *a, const struct map_corner *b)
{
	return (int64_t)(a->x - o->x) * (b->y - o->y) - (int64_t)(a->y - o->y) * (b->x - o->x);
}

/* The corners of the convex hull (Andrew's monotone chain, 1979) of n sorted points, at least 2, into hull[2 * n]. */
static size_t hull_of(struct map_corner *hull, const struct map_corner *points, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		while (k >= 2 && turn(&hull[k - 2], &hull[k - 1], &points[i]) <= 0) {
			k--;
		}
		hull[k++] = points[i];
	}
	for (size_t i = n - 1, low = k + 1; i-- > 0;) {
		while (k >= low && turn(&hull[k - 2], &hull[k - 1], &points[i]) <= 0) {
			k--;
		}
		hull[k++] = points[i];
	}
	return k - 1;
}

static int by_number(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

/* Leaves those that stand within reach of the middle of all (the median each way). `room` is for 2 * n numbers. */
static size_t near_middle(struct map_corner *group, size_t n, int64_t reach, int32_t *room)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		room[i] = group[i].x;
		room[n + i] = group[i].y;
	}
	qsort(room, n, sizeof *room, by_number);
	qsort(room + n, n, sizeof *room, by_number);
	int64_t x = room[n / 2], y = room[n + n / 2];
	for (size_t i = 0; i < n; i++) {
		int64_t dx = group[i].x - x, dy = group[i].y - y;
		if (dx * dx + dy * dy <= reach * reach) {
			group[kept++] = group[i];
		}
	}
	return kept;
}

enum kiem_err map_hull(
        struct map_corner **corners, size_t *n_corners, const struct view_map_person *at, size_t n, uint32_t group, int reach)
{
	struct map_corner *points = calloc(n + 1, sizeof *points);
	int32_t *room = calloc(2 * n + 1, sizeof *room);
	size_t members = 0;
	*n_corners = 0;
	*corners = calloc(2 * n + 2, sizeof **corners);
	enum kiem_err err = points && room && *corners ? KIEM_DONE : KIEM_E_MEMORY;
	for (size_t i = 0; i < n && !err; i++) {
		if (at[i].group == group) {
			points[members++] = (struct map_corner){at[i].x, at[i].y};
		}
	}
	members = !err && members > 0 ? near_middle(points, members, reach, room) : 0;
	if (members >= HULL_PEOPLE) {
		qsort(points, members, sizeof *points, by_place);
		*n_corners = hull_of(*corners, points, members);
	}
	free(room);
	free(points);
	return err;
}
