/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recon_parties.h"

#include <kiem/wire.h>

#include <time.h>

#define SLOT_MS 1024 /* between posts known to both; the others are made between them */

/* Of this process, not of whoever else is at work on the machine. */
double recon_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void recon_must(bool what, const char *name)
{
	if (!what) {
		fprintf(stderr, "bench recon: %s\n", name);
		exit(70);
	}
}

int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* ---- two sets ---- */

static void salt_of(struct wire_salt *salt, uint64_t *seed)
{
	uint8_t nonces[2 * WIRE_NONCE_BYTES];

	for (size_t i = 0; i < sizeof(nonces); i++) {
		nonces[i] = (uint8_t)support_random(seed);
	}
	wire_salt(salt, nonces, nonces + WIRE_NONCE_BYTES, support_span("nl/tilburg/noord"));
}

static struct entry entry(const struct wire_salt *salt, int64_t made, uint64_t *seed)
{
	struct entry e = {.made = made};

	for (size_t i = 0; i < sizeof(e.id.b); i += 8) {
		uint64_t v = support_random(seed);
		memcpy(e.id.b + i, &v, sizeof(v));
	}
	e.item = wire_short(salt, &e.id);
	return e;
}

static void begin(struct party *p, const struct recon_job *job)
{
	p->entries = malloc((job->known + job->differ + 1) * sizeof(*p->entries));
	p->found = malloc((job->differ + 1) * sizeof(*p->found));
	p->cells = malloc(RECON_CELLS_MAX * sizeof(*p->cells));
	recon_must(p->entries != NULL && p->found != NULL && p->cells != NULL, "no memory");
}

/* Where in time each of those that differ lies: behind so many that both know, ascending. */
static uint64_t *slots(const struct recon_job *job, uint64_t *seed)
{
	uint64_t *slot = malloc((job->differ + 1) * sizeof(*slot));

	recon_must(slot != NULL, "no memory");
	for (size_t i = 0; i < job->differ; i++) {
		slot[i] = job->newest ? job->known : support_random(seed) % (job->known + 1);
	}
	qsort(slot, job->differ, sizeof(*slot), by_value);
	return slot;
}

void parties_fill(struct party parties[static 2], const struct recon_job *job)
{
	uint64_t seed = job->seed, common = ~job->seed, where = job->seed + 1, *slot = slots(job, &where);
	struct party *a = &parties[0], *b = &parties[1], *p;
	struct wire_salt salt;
	size_t i = 0;

	*a = (struct party){.opener = true};
	*b = (struct party){.opener = false};
	begin(a, job);
	begin(b, job);
	salt_of(&salt, &seed);
	for (size_t k = 0; k <= job->known; k++) {
		int64_t made = SUPPORT_NOW + (int64_t)k * SLOT_MS;
		for (int64_t within = 1; i < job->differ && slot[i] == k; i++, within++) {
			p = (job->seed % 2 == 1) == (job->one || i % 2 == 0) ? a : b;
			p->entries[p->n++] = entry(&salt, made - SLOT_MS + within, &seed);
		}
		if (k < job->known) {
			a->entries[a->n++] = b->entries[b->n++] = entry(&salt, made, &common);
		}
	}
	free(slot);
}

void parties_free(struct party parties[static 2])
{
	for (size_t i = 0; i < 2; i++) {
		free(parties[i].entries);
		free(parties[i].found);
		free(parties[i].cells);
	}
}

/* Each of p's entries is at the other end too, or was found to be here alone. */
static void check(struct party *p, const struct party *other)
{
	size_t n = 0;

	qsort(p->found, p->n_found, sizeof(*p->found), by_value);
	for (size_t i = 0, k = 0; i < p->n; i++) {
		while (k < other->n && other->entries[k].made < p->entries[i].made) {
			k++;
		}
		while (k < other->n && other->entries[k].made == p->entries[i].made &&
		        other->entries[k].item != p->entries[i].item) {
			k++;
		}
		bool both = k < other->n && other->entries[k].item == p->entries[i].item;
		bool told = bsearch(&p->entries[i].item, p->found, p->n_found, sizeof(*p->found), by_value) != NULL;
		recon_must(both != told, "a wrong difference");
		n += told;
	}
	recon_must(n == p->n_found, "more than the difference");
}

void parties_check(struct party parties[static 2])
{
	check(&parties[0], &parties[1]);
	check(&parties[1], &parties[0]);
}

/* ---- one of them ---- */

void party_range(struct party *p, int64_t after, int64_t upto)
{
	p->begin = 0;
	p->end = p->n;
	p->built = 0;
	while (p->begin < p->n && p->entries[p->begin].made <= after) {
		p->begin++;
	}
	while (p->end > p->begin && p->entries[p->end - 1].made > upto) {
		p->end--;
	}
}

void party_build(struct party *p, uint32_t upto, double *ms)
{
	double began = recon_now_ms();

	if (upto <= p->built) {
		return;
	}
	memset(p->cells + p->built, 0, (upto - p->built) * sizeof(*p->cells));
	for (size_t i = p->begin; i < p->end; i++) {
		recon_add(p->cells, p->built, upto, p->entries[i].item);
	}
	p->built = upto;
	*ms += recon_now_ms() - began;
}

uint64_t party_size(const struct party *p)
{
	return p->end - p->begin;
}

void party_found(struct party *p, const uint64_t *items, size_t n)
{
	memcpy(p->found + p->n_found, items, n * sizeof(*items));
	p->n_found += n;
}
