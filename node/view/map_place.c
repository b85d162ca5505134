/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Places on the map. Forces between people who have no way to each other only push them off the page, so each part that hangs
 * together is laid out by itself, brought to one scale, and the parts are then set in rows: the largest first.
 */
#include "map.h"

#include <stdlib.h>

#define SPACE 1500 /* between parts, thousandths */

struct part {
	uint32_t n;         /* people */
	uint32_t *vertices; /* of the society */
	struct network_point *at;
	int64_t width, height;
};

static void part_finish(struct part *part)
{
	free(part->vertices);
	free(part->at);
	*part = (struct part){0};
}

/* The edges of one part, numbered by place in it. */
static bool part_graph(struct network_graph *graph, const struct part *part, const struct society *s, const uint32_t *place)
{
	size_t n = 0;

	for (uint32_t i = 0; i < part->n; i++) {
		n += s->first[part->vertices[i] + 1] - s->first[part->vertices[i]];
	}
	uint32_t *from = calloc(n / 2 + 1, sizeof(*from)), *to = calloc(n / 2 + 1, sizeof(*to));
	uint64_t *weight = calloc(n / 2 + 1, sizeof(*weight));
	*graph = (struct network_graph){.n = part->n, .from = from, .to = to, .weight = weight};
	if (from == NULL || to == NULL || weight == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < part->n; i++) {
		uint32_t v = part->vertices[i];
		for (size_t k = s->first[v]; k < s->first[v + 1]; k++) {
			uint32_t edge = s->edge[k];
			if (s->from[edge] == v) {
				from[graph->n_edges] = i;
				to[graph->n_edges] = place[s->to[edge]];
				weight[graph->n_edges++] = s->weight[edge];
			}
		}
	}
	return true;
}

static void graph_finish(struct network_graph *graph)
{
	free((void *)(uintptr_t)graph->from);
	free((void *)(uintptr_t)graph->to);
	free((void *)(uintptr_t)graph->weight);
}

static int64_t root(int64_t square)
{
	int64_t r = 0;

	for (int64_t bit = 1LL << 31; bit > 0; bit /= 2) {
		if ((r + bit) * (r + bit) <= square) {
			r += bit;
		}
	}
	return r;
}

/* To the scale at which a usual tie is 1000 long, and into the first quadrant. */
static void part_scale(struct part *part, const struct network_graph *graph)
{
	int64_t sum = 0, low_x = INT32_MAX, low_y = INT32_MAX;

	for (size_t i = 0; i < graph->n_edges; i++) {
		struct network_point a = part->at[graph->from[i]], b = part->at[graph->to[i]];
		int64_t x = a.x - b.x, y = a.y - b.y;
		sum += root(x * x + y * y);
	}
	int64_t usual = graph->n_edges == 0 || sum == 0 ? 1000 : sum / (int64_t)graph->n_edges + 1;
	for (uint32_t i = 0; i < part->n; i++) {
		part->at[i].x = (int32_t)((int64_t)part->at[i].x * 1000 / usual);
		part->at[i].y = (int32_t)((int64_t)part->at[i].y * 1000 / usual);
		low_x = part->at[i].x < low_x ? part->at[i].x : low_x;
		low_y = part->at[i].y < low_y ? part->at[i].y : low_y;
	}
	for (uint32_t i = 0; i < part->n; i++) {
		part->at[i].x -= (int32_t)low_x;
		part->at[i].y -= (int32_t)low_y;
		part->width = part->at[i].x > part->width ? part->at[i].x : part->width;
		part->height = part->at[i].y > part->height ? part->at[i].y : part->height;
	}
}

static enum kiem_err part_place(
        struct part *part, const struct network_calls *calls, const struct society *s, const uint32_t *place)
{
	struct network_graph graph;
	bool good = part_graph(&graph, part, s, place);

	part->at = calloc(part->n, sizeof(*part->at));
	good = good && part->at != NULL && calls->layout(part->at, &graph);
	if (good) {
		part_scale(part, &graph);
	}
	graph_finish(&graph);
	return good ? KIEM_DONE : KIEM_E_MEMORY;
}

/* Most people first; of as many, whose first vertex is lowest. */
static int by_size(const void *a, const void *b)
{
	const struct part *p = a, *q = b;

	return p->n != q->n ? (p->n > q->n ? -1 : 1) : (p->vertices[0] > q->vertices[0]) - (p->vertices[0] < q->vertices[0]);
}

/* Rows as wide as the largest part, or as all would be in a page that is wider than high. */
static void set_in_rows(struct view_map *map, const struct part *parts, uint32_t n)
{
	int64_t area = 0, x = 0, y = 0, high = 0, width = n > 0 ? parts[0].width : 0;

	for (uint32_t i = 0; i < n; i++) {
		area += (parts[i].width + SPACE) * (parts[i].height + SPACE);
	}
	int64_t page = root(area * 3 / 2);
	width = page > width ? page : width;
	for (uint32_t i = 0; i < n; i++) {
		if (x > 0 && x + parts[i].width > width) {
			x = 0;
			y += high + SPACE;
			high = 0;
		}
		for (uint32_t k = 0; k < parts[i].n; k++) {
			map->people[parts[i].vertices[k]].x = (int32_t)(x + parts[i].at[k].x);
			map->people[parts[i].vertices[k]].y = (int32_t)(y + parts[i].at[k].y);
		}
		x += parts[i].width + SPACE;
		high = parts[i].height > high ? parts[i].height : high;
	}
}

/* Gathers the people of each part; place[v] is where v is in its part. */
static struct part *parts_gather(uint32_t *place, const uint32_t *of, uint32_t n_parts, const struct society *s)
{
	struct part *parts = calloc((size_t)n_parts + 1, sizeof(*parts));
	bool good = parts != NULL;

	for (uint32_t v = 0; good && v < s->n; v++) {
		place[v] = parts[of[v]].n++;
	}
	for (uint32_t i = 0; good && i < n_parts; i++) {
		parts[i].vertices = calloc(parts[i].n, sizeof(*parts[i].vertices));
		good = parts[i].vertices != NULL;
	}
	for (uint32_t v = 0; good && v < s->n; v++) {
		parts[of[v]].vertices[place[v]] = v;
	}
	for (uint32_t i = 0; !good && parts != NULL && i < n_parts; i++) {
		part_finish(&parts[i]);
	}
	if (!good) {
		free(parts);
		return NULL;
	}
	return parts;
}

enum kiem_err map_place(struct view_map *map, const struct society *s)
{
	const struct network_calls *calls = network_load();
	uint32_t *of = calloc((size_t)s->n + 1, sizeof(*of)), *place = calloc((size_t)s->n + 1, sizeof(*place)), n_parts = 0;
	struct part *parts = NULL;
	enum kiem_err err = calls == NULL ? KIEM_E_NOT_FOUND : KIEM_E_MEMORY;

	if (calls != NULL && of != NULL && place != NULL && (err = society_parts(of, &n_parts, s)) == KIEM_DONE) {
		parts = parts_gather(place, of, n_parts, s);
		err = parts == NULL ? KIEM_E_MEMORY : KIEM_DONE;
	}
	for (uint32_t i = 0; err == KIEM_DONE && i < n_parts; i++) {
		err = part_place(&parts[i], calls, s, place);
	}
	if (err == KIEM_DONE) {
		qsort(parts, n_parts, sizeof(*parts), by_size);
		set_in_rows(map, parts, n_parts);
		map->placed = true;
	}
	for (uint32_t i = 0; parts != NULL && i < n_parts; i++) {
		part_finish(&parts[i]);
	}
	free(parts);
	free(place);
	free(of);
	return err;
}
