/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far apart two points are (query.h). A flat map of the latitude halfway (equirectangular), with Bhaskara's fraction for the
 * cosine, cos x = (32400 - 4 x x) / (32400 + x x) with x in degrees, at most 0.0016 off: integers only, so that every node draws
 * the line between near and far at the same post.
 */
#include <kiem/query.h>

#include <stdlib.h>

#define METRES_A_DEGREE 111195 /* of a great circle on a sphere of 6,371 km */
#define HALF_UDEG 180000000LL
#define COS_ONE 65536

/* Cosine of a latitude in thousandths of a degree, -90,000 to 90,000; COS_ONE is 1. */
static int64_t cosine(int64_t mdeg)
{
	const int64_t whole = 32400LL * 1000 * 1000, square = mdeg * mdeg;

	return (whole - 4 * square) * COS_ONE / (whole + square);
}

/* The whole part of the square root. */
static uint64_t root(uint64_t square)
{
	uint64_t low = 0, high = 1ULL << 31;

	while (low + 1 < high) {
		uint64_t middle = low + (high - low) / 2;
		if (middle * middle <= square) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

uint64_t view_distance_m(struct view_point a, struct view_point b)
{
	int64_t up = llabs((int64_t)a.lat_udeg - b.lat_udeg), aside = llabs((int64_t)a.lon_udeg - b.lon_udeg);
	int64_t middle = ((int64_t)a.lat_udeg + b.lat_udeg) / 2;

	/* The shorter way round. */
	aside = aside > HALF_UDEG ? 2 * HALF_UDEG - aside : aside;
	int64_t y = up * METRES_A_DEGREE / 1000000;
	int64_t x = aside * METRES_A_DEGREE / 1000000 * cosine(middle / 1000) / COS_ONE;
	return root((uint64_t)(x * x + y * y));
}
