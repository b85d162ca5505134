/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Communities of people: see communities.h. What igraph needs floating point for stays in the module; the rest is whole numbers. */
#include "communities.h"

#include <stdlib.h>
#include <string.h>

static int key_in(const void *key, const void *entry)
{
	return memcmp(key, ((const struct communities_entry *)entry)->key.b, sizeof(struct kiem_key));
}

/* With whom a vertex does most among those that have a community; the lowest of several. VIEW_NONE: with nobody. */
static uint32_t closest(const struct society *s, const uint32_t *of, uint32_t vertex)
{
	uint64_t most = 0;
	uint32_t best = VIEW_NONE;

	for (size_t i = s->first[vertex]; i < s->first[vertex + 1]; i++) {
		uint32_t there = of[society_other(s, s->edge[i], vertex)];
		uint64_t weight = s->weight[s->edge[i]];
		if (there != VIEW_NONE && (weight > most || (weight == most && there < best))) {
			most = weight;
			best = there;
		}
	}
	return best;
}

enum kiem_err communities_from_file(
        uint32_t *of, uint32_t *n, const struct communities_file *file, const struct society *s, const struct view_extract *x)
{
	uint32_t *known = calloc((size_t)s->n + 1, sizeof(*known));

	if (known == NULL) {
		return KIEM_E_MEMORY;
	}
	for (uint32_t v = 0; v < s->n; v++) {
		const struct communities_entry *entry =
		        file->n == 0 ? NULL : bsearch(x->key[s->person[v]].b, file->list, file->n, sizeof(*file->list), key_in);
		known[v] = entry != NULL ? entry->of : VIEW_NONE;
	}
	*n = file->n_communities;
	for (uint32_t v = 0; v < s->n; v++) {
		of[v] = known[v] != VIEW_NONE ? known[v] : closest(s, known, v);
		if (of[v] == VIEW_NONE) {
			of[v] = (*n)++; /* newcomers among themselves */
		}
	}
	free(known);
	return KIEM_DONE;
}

/* 1 - Σ (share of the strength that lies in a community)², shares in Q16. */
static uint16_t participation_of(const struct society *s, const uint32_t *of, uint32_t vertex, uint64_t *sums)
{
	uint64_t squares = 0;

	for (size_t i = s->first[vertex]; i < s->first[vertex + 1]; i++) {
		sums[of[society_other(s, s->edge[i], vertex)]] += s->weight[s->edge[i]];
	}
	for (size_t i = s->first[vertex]; i < s->first[vertex + 1]; i++) {
		uint64_t *sum = &sums[of[society_other(s, s->edge[i], vertex)]];
		uint64_t share = *sum * 65536 / s->strength[vertex];
		squares += share * share;
		*sum = 0; /* each community once, and ready for the next vertex */
	}
	uint64_t inside = (squares * 1000 + (1ULL << 31)) >> 32;
	return inside < 1000 ? (uint16_t)(1000 - inside) : 0;
}

enum kiem_err communities_participation(uint16_t *permille, const struct society *s, const uint32_t *of, uint32_t n)
{
	uint64_t *sums = calloc((size_t)n + 1, sizeof(*sums));

	if (sums == NULL) {
		return KIEM_E_MEMORY;
	}
	for (uint32_t v = 0; v < s->n; v++) {
		permille[v] = participation_of(s, of, v, sums);
	}
	free(sums);
	return KIEM_DONE;
}

/* Works them out. NOT_FOUND without the module. */
static enum kiem_err detect(uint32_t *of, uint32_t *n, uint32_t *modularity, const struct society *s)
{
	const struct network_calls *calls = network_load();
	struct network_graph graph = society_graph(s);

	if (calls == NULL) {
		return KIEM_E_NOT_FOUND;
	}
	return calls->communities(of, n, modularity, &graph) ? KIEM_DONE : KIEM_E_MEMORY;
}

static void save(const struct society *s, const struct view_extract *x, const uint32_t *of, uint32_t n, uint32_t modularity,
        const char *path, int64_t now_ms)
{
	struct communities_file file = {.n = s->n, .made_ms = now_ms, .n_communities = n, .modularity = modularity};

	file.list = calloc(file.n + 1, sizeof(*file.list));
	if (file.list == NULL) {
		return;
	}
	for (uint32_t v = 0; v < s->n; v++) {
		file.list[v] = (struct communities_entry){x->key[s->person[v]], of[v]};
	}
	communities_save(&file, path);
	free(file.list);
}

/* Of few people from nothing; of many from the file, which is made when there is none. */
static enum kiem_err settle(struct view_communities *c, uint32_t *of, uint32_t *n, const struct society *s,
        const struct view_extract *x, const char *path, int64_t now_ms)
{
	struct communities_file file = {0};
	bool many = s->n > COMMUNITIES_MANY && path != NULL;
	enum kiem_err err;

	if (many && communities_load(&file, path)) {
		c->modularity = file.modularity;
		c->stale = now_ms - file.made_ms > COMMUNITIES_AGE_MS || now_ms < file.made_ms;
		err = communities_from_file(of, n, &file, s, x);
		free(file.list);
		return err;
	}
	err = detect(of, n, &c->modularity, s);
	if (err == KIEM_DONE && many) {
		save(s, x, of, *n, c->modularity, path, now_ms);
	}
	return err;
}

static enum kiem_err fill(
        struct view_communities *c, const struct society *s, const struct view_extract *x, const char *path, int64_t now_ms)
{
	uint32_t *of = calloc((size_t)s->n + 1, sizeof(*of)), n = 0;
	uint16_t *permille = calloc((size_t)s->n + 1, sizeof(*permille));

	c->of = calloc(x->n_persons + 1, sizeof(*c->of));
	c->participation = calloc(x->n_persons + 1, sizeof(*c->participation));
	enum kiem_err err = KIEM_E_MEMORY;
	if (of != NULL && permille != NULL && c->of != NULL && c->participation != NULL) {
		err = settle(c, of, &n, s, x, path, now_ms);
	}
	if (err == KIEM_DONE) {
		err = communities_participation(permille, s, of, n);
	}
	if (err == KIEM_DONE) {
		memset(c->of, 0xff, x->n_persons * sizeof(*c->of));
		for (uint32_t v = 0; v < s->n; v++) {
			c->of[s->person[v]] = of[v];
			c->participation[s->person[v]] = permille[v];
		}
		c->n = n;
		c->n_people = s->n;
	}
	free(permille);
	free(of);
	return err;
}

enum kiem_err view_communities_create(struct view_communities **out, const struct view_extract *x, const struct view_bonds *bonds,
        const char *path, int64_t now_ms)
{
	struct view_communities *c = calloc(1, sizeof(*c));
	struct society s = {0};
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (c != NULL) {
		err = society_make(&s, x, bonds, NULL);
	}
	if (err == KIEM_DONE) {
		err = fill(c, &s, x, path, now_ms);
	}
	society_finish(&s);
	if (err == KIEM_DONE) {
		*out = c;
		c = NULL;
	}
	view_communities_destroy(c);
	return err;
}

void view_communities_destroy(struct view_communities *c)
{
	if (c == NULL) {
		return;
	}
	free(c->of);
	free(c->participation);
	free(c);
}

void view_communities_refresh(const struct view_extract *x, const struct view_bonds *bonds, const char *path, int64_t now_ms)
{
	uint32_t *of = NULL, n, modularity;
	struct society s;

	if (society_make(&s, x, bonds, NULL) == KIEM_DONE) {
		of = calloc((size_t)s.n + 1, sizeof(*of));
	}
	if (of != NULL && detect(of, &n, &modularity, &s) == KIEM_DONE) {
		save(&s, x, of, n, modularity, path, now_ms);
	}
	free(of);
	society_finish(&s);
}
