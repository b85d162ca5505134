/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map to write down, as `kiem map` gathers it (map.c), and its forms: a drawing (map_svg.c, with the names set by map_labels.c),
 * and files for other programs (map_graph.c). Nothing here depends on the language's decimal sign: everything is in whole numbers.
 */
#ifndef KIEM_CLI_MAP_H
#define KIEM_CLI_MAP_H

#include "look.h"

#include <kiem/map.h>

struct mapping {
	struct look look;
	struct view_extract *x;
	struct view_map *map;
	const char *board;               /* its name, or NULL: all that are followed */
	char (*names)[RESOLVE_NAME_MAX]; /* by index on the map; cleaned, "someone" of who has no name or asks not to be named */
	bool *named;                     /* it is a name */
	char (*titles)[OUT_CLEAN_MAX(KIEM_TITLE_MAX)]; /* of the groups, cleaned */
};

/* ---- the forms ---- */

enum kiem_err map_svg(const struct mapping *m);
void map_graphml(const struct mapping *m);
void map_dot(const struct mapping *m);
void map_json(const struct mapping *m);

/* The text as it may stand in XML, in text and in attributes: & < > and quotes written out. Returns `to`. */
#define MAP_XML_MAX(n) ((n)*6 + 1)
const char *map_xml(char *to, size_t cap, const char *clean);
/* Energy and strength with two decimals and a point, whatever the language: "1.50". */
#define MAP_NUMBER_MAX 32
const char *map_number(char to[static MAP_NUMBER_MAX], uint64_t q16);

/* ---- shapes behind people of one colour (map_hull.c) ---- */

struct map_corner {
	int32_t x, y;
};
/*
 * The corners of the shape around those of a group who stand within reach of its middle, in turn; none when they are fewer than
 * three. *corners is malloc'ed and the caller's either way.
 */
enum kiem_err map_hull(
        struct map_corner **corners, size_t *n_corners, const struct view_map_person *at, size_t n, uint32_t group, int reach);

/* ---- names on the drawing (map_labels.c); lengths are tenths of a pixel ---- */

struct map_box {
	int x, y, w, h; /* upper left corner, width, height */
};
struct map_label {
	bool shown;
	struct map_box box;
};
#define MAP_DOT 50   /* radius of a point */
#define MAP_FONT 110 /* height of a letter */

/* How wide a name will be at most, in tenths of a pixel. */
int map_label_width(const char *name);
/*
 * Finds a place beside each point for its name, so that no name lies over a name, a point or the edge: those with the strongest
 * ties first. What finds none is not shown. at[n] and label[n] by index; order[n]: indices, the first to be served first.
 */
enum kiem_err map_labels(struct map_label *label, const struct view_map_person *at, const char (*names)[RESOLVE_NAME_MAX], size_t n,
        int width, int height);
bool map_box_meets(struct map_box a, struct map_box b);

#endif
