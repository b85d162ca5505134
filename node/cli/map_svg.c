/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map as a drawing: SVG, which every browser shows and which prints well. Everybody's point is as large as anybody's. Its unit
 * is a tenth of a pixel, so that whole numbers are fine enough.
 */
#include "map.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_WIDTH 12800
#define PAGE_HEIGHT_MIN 6000
#define MARGIN 500
#define HEAD 1100       /* above the map: title and what it shows */
#define LEGEND_LINE 220 /* below it */
#define NEAREST 260     /* points stand so far apart at least */
#define PUSHES 60

/* Okabe & Ito's colours, which people who see colours differently tell apart too. */
static const char *const colours[VIEW_MAP_GROUPS] = {
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a900", "#6a51a3"};
#define GREY "#8a8a8a"

struct drawing {
	const struct mapping *m;
	struct view_map_person *at; /* with places on the page */
	struct map_label *labels;
	int width, height; /* of the map */
	size_t n_shown;
};

static const char *colour_of(const struct view_map_person *person)
{
	return person->group == VIEW_NONE ? GREY : colours[person->group];
}

/* ---- places on the page ---- */

static void fit(struct drawing *d)
{
	int64_t w = 1, h = 1;
	for (size_t i = 0; i < d->m->map->n_people; i++) {
		w = d->at[i].x > w ? d->at[i].x : w;
		h = d->at[i].y > h ? d->at[i].y : h;
	}
	int64_t room = PAGE_WIDTH - 4 * MARGIN; /* names need some at both sides */
	/* A few people are not to stand a page apart; a web is as well wider than high, as pages and names are. */
	int64_t most = 1500 + 40 * (int64_t)d->m->map->n_people;
	int64_t across = room * 1000 / w < most ? room * 1000 / w : most, down = across * 3 / 4;
	int64_t height = h * down / 1000 + 3 * MARGIN;
	d->width = PAGE_WIDTH;
	d->height = (int)(height < PAGE_HEIGHT_MIN ? PAGE_HEIGHT_MIN : height);
	int64_t left = (PAGE_WIDTH - w * across / 1000) / 2, top = (d->height - h * down / 1000) / 2;
	for (size_t i = 0; i < d->m->map->n_people; i++) {
		d->at[i].x = (int32_t)(left + d->at[i].x * across / 1000);
		d->at[i].y = (int32_t)(top + d->at[i].y * down / 1000);
	}
}

static int32_t within(int64_t value, int64_t low, int64_t high)
{
	return (int32_t)(value < low ? low : value > high ? high : value);
}

/* Moves two points that touch apart, along the line between them. Returns whether they did. */
static bool push(const struct drawing *d, struct view_map_person *a, struct view_map_person *b)
{
	int64_t x = b->x - a->x, y = b->y - a->y, far = (x < 0 ? -x : x) + (y < 0 ? -y : y);
	if (x * x + y * y >= NEAREST * NEAREST) {
		return false;
	}
	if (far == 0) {
		x = far = 1;
	}
	int64_t by_x = x * NEAREST / (far * 4), by_y = y * NEAREST / (far * 4);
	a->x = within(a->x - by_x, MARGIN, d->width - MARGIN);
	a->y = within(a->y - by_y, MARGIN, d->height - MARGIN);
	b->x = within(b->x + by_x, MARGIN, d->width - MARGIN);
	b->y = within(b->y + by_y, MARGIN, d->height - MARGIN);
	return true;
}

static void push_apart(struct drawing *d)
{
	bool moved = true;
	for (int round = 0; round < PUSHES && moved; round++) {
		moved = false;
		for (size_t i = 0; i < d->m->map->n_people; i++) {
			for (size_t k = i + 1; k < d->m->map->n_people; k++) {
				moved = push(d, &d->at[i], &d->at[k]) || moved;
			}
		}
	}
}

/* ---- drawing ---- */

static enum kiem_err draw_hull(const struct drawing *d, uint32_t group)
{
	const struct out *out = d->m->look.out;
	struct map_corner *corners;
	size_t n;
	enum kiem_err err = map_hull(&corners, &n, d->at, d->m->map->n_people, group, PAGE_WIDTH / 8);
	if (!err && n > 0) {
		out_printf(out, "<polygon fill=\"%s\" stroke=\"%s\" points=\"", colours[group], colours[group]);
		for (size_t i = 0; i < n; i++) {
			out_printf(out, "%s%d,%d", i ? " " : "", corners[i].x, corners[i].y);
		}
		out_printf(out, "\"/>\n");
	}
	free(corners);
	return err;
}

static void draw_text(const struct drawing *d, int x, int y, const char *class, const char *text)
{
	char xml[MAP_XML_MAX(1024)];
	out_printf(d->m->look.out, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, y, class, map_xml(xml, sizeof xml, text));
}

static size_t legend_lines(const struct drawing *d)
{
	return d->m->map->n_groups + 4;
}

static void draw_head(const struct drawing *d)
{
	const struct out *out = d->m->look.out;
	const struct view_map *map = d->m->map;
	int height = HEAD + d->height + (int)legend_lines(d) * LEGEND_LINE + MARGIN;
	char xml[MAP_XML_MAX(1024)], text[1024];
	out_printf(out,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n<title>%s</title>\n",
	        PAGE_WIDTH, height, PAGE_WIDTH / 10, height / 10,
	        map_xml(xml, sizeof xml, d->m->board ? d->m->board : _("your boards")));
	out_printf(out,
	        "<style>text{font-family:'DejaVu Sans',Verdana,Arial,sans-serif;font-size:%dpx;fill:#222}"
	        ".head{font-size:300px;font-weight:bold}.small{font-size:130px;fill:#555}"
	        ".name{paint-order:stroke;stroke:#fff;stroke-width:28px;stroke-linejoin:round}</style>\n"
	        "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
	        MAP_FONT);
	draw_text(d, MARGIN, 520, "head", d->m->board ? d->m->board : _("your boards"));
	if (map->all > map->n_people) {
		snprintf(text, sizeof text,
		        ngettext("the %zu person with the strongest ties, of %zu; %zu ties",
		                "the %zu people with the strongest ties, of %zu; %zu ties", map->n_people),
		        map->n_people, map->all, map->n_ties);
	} else {
		snprintf(text, sizeof text, ngettext("%zu person, %zu ties", "%zu people, %zu ties", map->n_people), map->n_people,
		        map->n_ties);
	}
	draw_text(d, MARGIN, 800, "small", text);
	out_printf(out, "<g transform=\"translate(0 %d)\">\n", HEAD);
}

/* A tie of four weeks of steady doing is as thick as they get. */
static int thickness(const struct view_map_tie *tie)
{
	uint64_t s = (tie->ab + tie->ba) / (VIEW_Q16_ONE / 16), r = 0;
	while ((r + 1) * (r + 1) <= s) {
		r++;
	}
	return (int)(6 + (r > 20 ? 20 : r) * 3 / 2);
}

static void draw_ties(const struct drawing *d)
{
	const struct view_map *map = d->m->map;
	out_printf(d->m->look.out, "<g stroke=\"#444\" stroke-opacity=\"0.12\" stroke-linecap=\"round\">\n");
	for (size_t i = 0; i < map->n_ties; i++) {
		const struct view_map_tie *tie = &map->ties[i];
		const struct view_map_person *a = &d->at[tie->a], *b = &d->at[tie->b];
		bool same = a->group == b->group && a->group != VIEW_NONE;
		out_printf(d->m->look.out, "<path d=\"M%d %dL%d %d\" stroke-width=\"%d\"", a->x, a->y, b->x, b->y, thickness(tie));
		if (same) {
			out_printf(d->m->look.out, " stroke=\"%s\" stroke-opacity=\"0.55\"", colours[a->group]);
		} else if (tie->closeness == VIEW_CLOSE) {
			out_printf(d->m->look.out, " stroke-opacity=\"0.3\"");
		}
		out_printf(d->m->look.out, "/>\n");
	}
	out_printf(d->m->look.out, "</g>\n");
}

static void draw_people(const struct drawing *d)
{
	const struct out *out = d->m->look.out;
	char xml[MAP_XML_MAX(RESOLVE_NAME_MAX)];
	out_printf(out, "<g stroke=\"#fff\" stroke-width=\"12\">\n");
	for (size_t i = 0; i < d->m->map->n_people; i++) {
		const struct view_map_person *person = &d->at[i];
		out_printf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"><title>%s</title></circle>\n", person->x,
		        person->y, MAP_DOT, colour_of(person), map_xml(xml, sizeof xml, d->m->names[i]));
	}
	out_printf(out, "</g>\n");
	for (size_t i = 0; i < d->m->map->n_people; i++) {
		if (d->labels[i].shown) {
			draw_text(d, d->labels[i].box.x + 10, d->labels[i].box.y + MAP_FONT - 10, "name", d->m->names[i]);
		}
	}
}

static void draw_legend(const struct drawing *d)
{
	const struct out *out = d->m->look.out;
	const struct view_map *map = d->m->map;
	int y = d->height + LEGEND_LINE;
	char text[1024];
	for (size_t i = 0; i < map->n_groups; i++, y += LEGEND_LINE) {
		out_printf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>\n", MARGIN + MAP_DOT, y - 45, MAP_DOT + 20,
		        colours[i]);
		snprintf(text, sizeof text, ngettext("%s (%zu person)", "%s (%zu people)", map->groups[i].people), d->m->titles[i],
		        map->groups[i].people);
		draw_text(d, MARGIN + 250, y, "small", text);
	}
	out_printf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"" GREY "\"/>\n", MARGIN + MAP_DOT, y - 45, MAP_DOT + 20);
	draw_text(d, MARGIN + 250, y, "small", _("elsewhere, or in several"));
	y += LEGEND_LINE;
	draw_text(d, MARGIN, y, "small",
	        _("A line is a tie: what two people did toward each other, thicker the more of it and the more lately. Near is who "
	          "does "
	          "much together."));
	y += LEGEND_LINE;
	draw_text(d, MARGIN, y, "small",
	        _("A colour is the coalition in which somebody does most now. Nobody's place is higher than another's."));
	if (d->n_shown < map->n_people) {
		y += LEGEND_LINE;
		snprintf(text, sizeof text,
		        ngettext("%zu name found no room; point at it to read it.",
		                "%zu names found no room; point at them to read them.", map->n_people - d->n_shown),
		        map->n_people - d->n_shown);
		draw_text(d, MARGIN, y, "small", text);
	}
}

static enum kiem_err draw(struct drawing *d)
{
	const struct out *out = d->m->look.out;
	enum kiem_err err = KIEM_DONE;
	draw_head(d);
	out_printf(out, "<g fill-opacity=\"0.10\" stroke-opacity=\"0.10\" stroke-width=\"320\" stroke-linejoin=\"round\">\n");
	for (uint32_t i = 0; i < d->m->map->n_groups && !err; i++) {
		err = draw_hull(d, i);
	}
	out_printf(out, "</g>\n");
	draw_ties(d);
	draw_people(d);
	draw_legend(d);
	out_printf(out, "</g>\n</svg>\n");
	return err;
}

enum kiem_err map_svg(const struct mapping *m)
{
	struct drawing d = {.m = m};
	size_t n = m->map->n_people;
	enum kiem_err err = KIEM_E_MEMORY;
	d.at = calloc(n + 1, sizeof *d.at);
	d.labels = calloc(n + 1, sizeof *d.labels);
	if (d.at && d.labels) {
		memcpy(d.at, m->map->people, n * sizeof *d.at);
		fit(&d);
		push_apart(&d);
		err = map_labels(d.labels, d.at, (const char(*)[RESOLVE_NAME_MAX])m->names, n, d.width, d.height);
	}
	for (size_t i = 0; i < n && !err; i++) {
		d.n_shown += d.labels[i].shown;
	}
	if (!err) {
		err = draw(&d);
	}
	free(d.labels);
	free(d.at);
	return err;
}
