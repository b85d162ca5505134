/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names on the map. A name may stand to the right of its point, to the left, above or below, near or a little further off; the
 * first place where it lies over nothing is taken. A name that finds none is left out: a name that cannot be read helps nobody.
 */
#include "map.h"

#include <stdlib.h>
#include <string.h>

#define LETTER 64 /* of the width of a column: a wide average of a sans serif */
#define GAP 25
#define STEPS 3 /* rings around the point */

int map_label_width(const char *name)
{
	return (int)out_width(out_span(name)) * LETTER + GAP;
}

bool map_box_meets(struct map_box a, struct map_box b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool inside(struct map_box box, int width, int height)
{
	return box.x >= 0 && box.y >= 0 && box.x + box.w <= width && box.y + box.h <= height;
}

/* Place `k` for a box of w beside a point: right, left, above, below, the four corners; then further off. */
static struct map_box place(const struct view_map_person *at, int w, size_t k)
{
	static const int8_t ways[8][2] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}};
	int far = MAP_DOT + GAP + (int)(k / 8) * MAP_FONT / 2, h = MAP_FONT + GAP;
	const int8_t *way = ways[k % 8];
	struct map_box box = {.w = w, .h = h};

	box.x = way[0] > 0 ? at->x + far : way[0] < 0 ? at->x - far - w : at->x - w / 2;
	box.y = way[1] > 0 ? at->y + far : way[1] < 0 ? at->y - far - h : at->y - h / 2;
	return box;
}

static bool free_of(struct map_box box, const struct map_label *label, const struct view_map_person *at, size_t n, size_t own)
{
	for (size_t i = 0; i < n; i++) {
		struct map_box dot = {at[i].x - MAP_DOT, at[i].y - MAP_DOT, 2 * MAP_DOT, 2 * MAP_DOT};
		if ((i != own && map_box_meets(box, dot)) || (label[i].shown && map_box_meets(box, label[i].box))) {
			return false;
		}
	}
	return true;
}

struct turn {
	uint64_t strength;
	size_t index;
};

static int by_turn(const void *a, const void *b)
{
	const struct turn *p = a, *q = b;

	return p->strength != q->strength ? (p->strength > q->strength ? -1 : 1) : (p->index > q->index) - (p->index < q->index);
}

enum kiem_err map_labels(struct map_label *label, const struct view_map_person *at, const char (*names)[RESOLVE_NAME_MAX], size_t n,
        int width, int height)
{
	struct turn *turns = calloc(n + 1, sizeof *turns);

	if (!turns) {
		return KIEM_E_MEMORY;
	}
	memset(label, 0, n * sizeof *label);
	for (size_t i = 0; i < n; i++) {
		turns[i] = (struct turn){at[i].strength, i};
	}
	qsort(turns, n, sizeof *turns, by_turn);
	for (size_t t = 0; t < n; t++) {
		size_t i = turns[t].index;
		int w = map_label_width(names[i]);
		for (size_t k = 0; k < 8 * STEPS && !label[i].shown; k++) {
			struct map_box box = place(&at[i], w, k);
			if (inside(box, width, height) && free_of(box, label, at, n, i)) {
				label[i] = (struct map_label){true, box};
			}
		}
	}
	free(turns);
	return KIEM_DONE;
}
