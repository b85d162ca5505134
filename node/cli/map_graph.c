/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map for other programs: GraphML (Gephi, yEd, Kumu by way of it, networkx), DOT (Graphviz) and JSON. Who asks not to be named
 * has no name and no key there either.
 */
#include "json_post.h"
#include "map.h"

#include <inttypes.h>
#include <string.h>

/* U+FFFE and U+FFFF: sound UTF-8, but no character of XML 1.0, and one in a name would spoil the file for every reader. */
static bool is_no_xml(const char *p)
{
	return p[0] == '\xef' && p[1] == '\xbf' && (p[2] == '\xbe' || p[2] == '\xbf');
}

const char *map_xml(char *to, size_t cap, const char *clean)
{
	size_t n = 0;
	for (const char *p = clean; *p; p++) {
		const char *as = *p == '&' ? "&amp;" : *p == '<' ? "&lt;" : *p == '>' ? "&gt;" : *p == '"' ? "&quot;" : NULL;
		as = is_no_xml(p) ? "\xef\xbf\xbd" : as;
		size_t more = as ? strlen(as) : 1;
		if (n + more + 1 > cap) {
			break;
		}
		memcpy(to + n, as ? as : p, more);
		p += is_no_xml(p) ? 2 : 0;
		n += more;
	}
	to[n] = '\0';
	return to;
}

const char *map_number(char to[static MAP_NUMBER_MAX], uint64_t q16)
{
	uint64_t hundredths = (q16 * 100 + VIEW_Q16_ONE / 2) / VIEW_Q16_ONE;
	snprintf(to, MAP_NUMBER_MAX, "%" PRIu64 ".%02" PRIu64, hundredths / 100, hundredths % 100);
	return to;
}

static const char *closeness_name(enum view_closeness closeness)
{
	return closeness == VIEW_CLOSE ? "close" : closeness == VIEW_LOOSE ? "loose" : "dormant";
}

static const char *sector_of(const struct mapping *m, size_t i)
{
	const char *name = kiem_sector_name(m->x->sector[m->map->people[i].person]);
	return name ? name : "";
}

/* ---- GraphML ---- */

static void graphml_keys(const struct mapping *m)
{
	static const char *const keys[][3] = {{"name", "node", "string"}, {"key", "node", "string"}, {"sector", "node", "string"},
	        {"coalition", "node", "string"}, {"community", "node", "int"}, {"participation", "node", "int"},
	        {"strength", "node", "double"}, {"weight", "edge", "double"}, {"forth", "edge", "double"},
	        {"back", "edge", "double"}, {"closeness", "edge", "string"}};
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		out_printf(m->look.out, "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", keys[i][0], keys[i][1],
		        keys[i][0], keys[i][2]);
	}
}

static void graphml_text(const struct mapping *m, const char *key, const char *clean)
{
	char xml[MAP_XML_MAX(1024)];
	if (*clean) {
		out_printf(m->look.out, "<data key=\"%s\">%s</data>", key, map_xml(xml, sizeof xml, clean));
	}
}

static void graphml_person(const struct mapping *m, size_t i)
{
	const struct view_map_person *person = &m->map->people[i];
	char hex[2 * sizeof(struct kiem_key) + 1], number[MAP_NUMBER_MAX];
	out_printf(m->look.out, "    <node id=\"n%zu\">", i);
	graphml_text(m, "name", m->names[i]);
	if (!m->x->unnamed[person->person]) {
		kiem_hex(hex, m->x->key[person->person].b, sizeof(struct kiem_key));
		graphml_text(m, "key", hex);
	}
	graphml_text(m, "sector", sector_of(m, i));
	graphml_text(m, "coalition", person->group != VIEW_NONE ? m->titles[person->group] : "");
	if (person->community != VIEW_NONE) {
		out_printf(m->look.out, "<data key=\"community\">%" PRIu32 "</data><data key=\"participation\">%" PRIu32 "</data>",
		        person->community, person->participation);
	}
	graphml_text(m, "strength", map_number(number, person->strength));
	out_printf(m->look.out, "</node>\n");
}

void map_graphml(const struct mapping *m)
{
	const struct out *out = m->look.out;
	char number[MAP_NUMBER_MAX];
	out_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
	graphml_keys(m);
	out_printf(out, "  <graph id=\"kiem\" edgedefault=\"undirected\">\n");
	for (size_t i = 0; i < m->map->n_people; i++) {
		graphml_person(m, i);
	}
	for (size_t i = 0; i < m->map->n_ties; i++) {
		const struct view_map_tie *tie = &m->map->ties[i];
		out_printf(out, "    <edge source=\"n%" PRIu32 "\" target=\"n%" PRIu32 "\">", tie->a, tie->b);
		graphml_text(m, "weight", map_number(number, tie->ab + tie->ba));
		graphml_text(m, "forth", map_number(number, tie->ab));
		graphml_text(m, "back", map_number(number, tie->ba));
		graphml_text(m, "closeness", closeness_name(tie->closeness));
		out_printf(out, "</edge>\n");
	}
	out_printf(out, "  </graph>\n</graphml>\n");
}

/* ---- DOT ---- */

/* A quoted string: only the quote and the backslash mean something in it. */
static void dot_text(const struct mapping *m, const char *clean)
{
	out_printf(m->look.out, "\"");
	for (const char *p = clean; *p; p++) {
		out_printf(m->look.out, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
	}
	out_printf(m->look.out, "\"");
}

void map_dot(const struct mapping *m)
{
	const struct out *out = m->look.out;
	char number[MAP_NUMBER_MAX];
	out_printf(out,
	        "graph kiem {\n  layout=sfdp; overlap=prism; outputorder=edgesfirst;\n  node [shape=box, style=\"filled,rounded\", "
	        "colorscheme=set28, fillcolor=white];\n");
	for (size_t i = 0; i < m->map->n_people; i++) {
		out_printf(out, "  n%zu [label=", i);
		dot_text(m, m->names[i]);
		if (m->map->people[i].group != VIEW_NONE) {
			out_printf(out, ", fillcolor=%" PRIu32 ", tooltip=", m->map->people[i].group + 1);
			dot_text(m, m->titles[m->map->people[i].group]);
		}
		out_printf(out, "];\n");
	}
	for (size_t i = 0; i < m->map->n_ties; i++) {
		const struct view_map_tie *tie = &m->map->ties[i];
		out_printf(out, "  n%" PRIu32 " -- n%" PRIu32 " [weight=%s];\n", tie->a, tie->b,
		        map_number(number, tie->ab + tie->ba));
	}
	out_printf(out, "}\n");
}

/* ---- JSON ---- */

static json_t *json_of_person(const struct mapping *m, size_t i)
{
	const struct view_map_person *person = &m->map->people[i];
	json_t *object = json_object();
	json_put(object, "name", m->named[i] ? json_string(m->names[i]) : json_null());
	if (!m->x->unnamed[person->person]) {
		json_put(object, "key", out_json_hex(m->x->key[person->person].b, sizeof(struct kiem_key)));
	}
	if (*sector_of(m, i)) {
		json_put(object, "sector", json_string(sector_of(m, i)));
	}
	json_put(object, "coalition", person->group == VIEW_NONE ? json_null() : json_integer(person->group));
	if (person->community != VIEW_NONE) {
		json_put(object, "community", json_integer(person->community));
		json_put(object, "participation", json_integer(person->participation));
	}
	json_put(object, "strength", json_integer((json_int_t)person->strength));
	return object;
}

static json_t *json_of_tie(const struct view_map_tie *tie)
{
	json_t *object = json_object();
	json_put(object, "a", json_integer(tie->a));
	json_put(object, "b", json_integer(tie->b));
	json_put(object, "forth", json_integer((json_int_t)tie->ab));
	json_put(object, "back", json_integer((json_int_t)tie->ba));
	json_put(object, "closeness", json_string(closeness_name(tie->closeness)));
	return object;
}

void map_json(const struct mapping *m)
{
	json_t *object = json_object(), *people = json_array(), *ties = json_array(), *coalitions = json_array();
	for (size_t i = 0; i < m->map->n_people; i++) {
		json_append(people, json_of_person(m, i));
	}
	for (size_t i = 0; i < m->map->n_ties; i++) {
		json_append(ties, json_of_tie(&m->map->ties[i]));
	}
	for (size_t i = 0; i < m->map->n_groups; i++) {
		json_t *coalition = json_object();
		json_put(coalition, "id", out_json_hex(m->x->id[m->map->groups[i].row].b, sizeof(struct kiem_id)));
		json_put(coalition, "title", json_string(m->titles[i]));
		json_put(coalition, "people", json_integer((json_int_t)m->map->groups[i].people));
		json_append(coalitions, coalition);
	}
	json_put(object, "people", people);
	json_put(object, "ties", ties);
	json_put(object, "coalitions", coalitions);
	out_json(m->look.out, object);
}
