/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * My view of everybody. The walk is made once with the burdens that I lay on others myself; whoever it then gives enough is heard,
 * and when that burdens anybody else it is made anew. No third time: whether I hear somebody must not hang on whether somebody
 * else is heard, or two who accuse each other would have no answer.
 */
#include "trust.h"

#include <stdlib.h>

enum view_trust_band view_trust_band(uint16_t standing)
{
	if (standing < TRUST_AFAR_FROM) {
		return VIEW_TRUST_STRANGER;
	}
	if (standing < TRUST_LITTLE_FROM) {
		return VIEW_TRUST_AFAR;
	}
	if (standing < TRUST_KNOWN_FROM) {
		return VIEW_TRUST_LITTLE;
	}
	return standing < TRUST_CLOSE_FROM ? VIEW_TRUST_KNOWN : VIEW_TRUST_CLOSE;
}

uint16_t trust_standing(const struct trust_own *own, uint32_t person, bool burden)
{
	uint64_t all = trust_cut(trust_walked_bare(own, person) + trust_foot(own, person), TRUST_ONE);

	if (person == own->me) {
		return VIEW_TRUST_FULL;
	}
	return trust_permille(
	        burden ? trust_left(own, person, all) : all); /* cut first: nobody has so much that a burden is no loss */
}

static enum kiem_err work_out(struct trust_own *own)
{
	enum kiem_err err = trust_vouches_init(own);

	if (err == KIEM_DONE) {
		err = trust_addresses_read(own);
	}
	err = err == KIEM_DONE ? trust_walk_init(own) : err;
	if (err != KIEM_DONE) {
		return err;
	}
	trust_walk(own);
	if (trust_addresses_weigh(own)) {
		trust_walk(own);
	}
	err = trust_foot_read(own);
	return err == KIEM_DONE && own->no_memory ? KIEM_E_MEMORY : err;
}

/* By all of their keys. */
static void stand(struct view_trust *trust, uint32_t person)
{
	uint16_t standing = trust_standing(trust->own, person, true);

	for (uint32_t key = person; key != VIEW_NONE; key = view_next_key(trust->own->x, key)) {
		trust->standing[key] = standing;
	}
}

/* Everybody to whom anything came; all others are strangers. */
static void stand_all(struct view_trust *trust)
{
	const struct trust_own *own = trust->own;

	if (trust->me != VIEW_NONE) {
		stand(trust, trust->me);
	}
	for (size_t i = 1; i < own->n_came; i++) {
		stand(trust, own->came[i].person);
	}
	for (size_t i = 0; i < own->n_acts; i++) {
		if (i == 0 || own->acts[i].to != own->acts[i - 1].to) {
			stand(trust, own->acts[i].to);
		}
	}
}

enum kiem_err view_trust_create(struct view_trust **out, const struct view_extract *x, uint32_t me, int64_t now_ms)
{
	struct view_trust *trust = calloc(1, sizeof(*trust));
	enum kiem_err err = KIEM_E_MEMORY;

	*out = NULL;
	if (trust == NULL) {
		goto cleanup;
	}
	trust->n = x->n_persons;
	trust->me = me == VIEW_NONE ? VIEW_NONE : x->self[me];
	trust->standing = calloc(x->n_persons + 1, sizeof(*trust->standing));
	trust->own = calloc(1, sizeof(*trust->own));
	if (trust->standing == NULL || trust->own == NULL) {
		goto cleanup;
	}
	trust->own->x = x;
	trust->own->now_ms = now_ms;
	trust->own->me = trust->me;
	err = work_out(trust->own);
	if (err != KIEM_DONE) {
		goto cleanup;
	}
	stand_all(trust);
	*out = trust;
	trust = NULL;
cleanup:
	view_trust_destroy(trust);
	return err;
}

static void own_destroy(struct trust_own *own)
{
	if (own == NULL) {
		return;
	}
	trust_vouches_finish(own);
	free(own->came_at);
	free(own->came);
	free(own->addresses);
	free(own->burdened);
	free(own->acts);
	free(own->behind);
	free(own);
}

void view_trust_destroy(struct view_trust *trust)
{
	if (trust == NULL) {
		return;
	}
	own_destroy(trust->own);
	free(trust->standing);
	free(trust);
}
