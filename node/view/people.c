/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who a key says it is. A name is only what its owner wrote last (the highest (made, id) of their profiles on any board); nobody
 * else can give or take one, and two people may have the same.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum kiem_err view_person(struct view_person *person, struct kiem_read *read, const struct kiem_key *key, int64_t now_ms)
{
	struct kiem_walk walk = {.by = KIEM_BY_AUTHOR, .now_ms = now_ms, .kind = KIEM_PROFILE, .author = *key};
	enum kiem_err err = KIEM_DONE;
	struct kiem_id id = {{0}};
	int64_t made = 0;

	memset(person, 0, sizeof(*person));
	person->key = *key;
	while (err == KIEM_DONE && kiem_walk_next(read, &walk)) {
		struct kiem_kept kept;
		err = kiem_read_post(read, &kept, walk.number);
		if (err != KIEM_DONE) {
			break;
		}
		if (person->profile == 0 || view_order(kept.post.made, &kept.post.id, made, &id) > 0) {
			made = kept.post.made;
			id = kept.post.id;
			person->profile = kept.number;
			person->name = kept.post.name;
			person->sector = kept.post.sector;
			person->unnamed = kept.post.unnamed;
		}
	}
	kiem_walk_end(&walk);
	return err;
}

/* An open-addressed table; cap is a power of two. It grows at half full, so that a search always meets a free slot. */
struct view_people {
	struct kiem_read *read;
	int64_t now_ms;
	size_t n, cap;
	struct view_person *slots;
	bool *used;
};

static size_t slot_of(const struct view_people *people, const struct kiem_key *key)
{
	uint64_t hash;

	/* Public keys are as good as random, so some of their bytes are a hash. */
	memcpy(&hash, key->b + 8, sizeof(hash));
	size_t at = (size_t)hash & (people->cap - 1);
	while (people->used[at] && memcmp(people->slots[at].key.b, key->b, sizeof(key->b)) != 0) {
		at = (at + 1) & (people->cap - 1);
	}
	return at;
}

static enum kiem_err table_alloc(struct view_people *people, size_t cap)
{
	people->cap = cap;
	people->slots = calloc(cap, sizeof(*people->slots));
	people->used = calloc(cap, sizeof(*people->used));
	return people->slots != NULL && people->used != NULL ? KIEM_DONE : KIEM_E_MEMORY;
}

static enum kiem_err widen(struct view_people *people)
{
	struct view_people wider = *people;
	enum kiem_err err = table_alloc(&wider, people->cap * 2);

	if (err != KIEM_DONE) {
		free(wider.slots);
		free(wider.used);
		return err;
	}
	for (size_t i = 0; i < people->cap; i++) {
		if (people->used[i]) {
			size_t at = slot_of(&wider, &people->slots[i].key);
			wider.slots[at] = people->slots[i];
			wider.used[at] = true;
		}
	}
	free(people->slots);
	free(people->used);
	*people = wider;
	return KIEM_DONE;
}

enum kiem_err view_people_create(struct view_people **out, struct kiem_read *read, int64_t now_ms)
{
	struct view_people *people = calloc(1, sizeof(*people));

	*out = NULL;
	if (people == NULL) {
		return KIEM_E_MEMORY;
	}
	people->read = read;
	people->now_ms = now_ms;
	if (table_alloc(people, 64) != KIEM_DONE) {
		view_people_destroy(people);
		return KIEM_E_MEMORY;
	}
	*out = people;
	return KIEM_DONE;
}

void view_people_destroy(struct view_people *people)
{
	if (people == NULL) {
		return;
	}
	free(people->slots);
	free(people->used);
	free(people);
}

enum kiem_err view_people_get(struct view_people *people, const struct view_person **person, const struct kiem_key *key)
{
	size_t at = slot_of(people, key);

	if (!people->used[at]) {
		enum kiem_err err = people->n * 2 >= people->cap ? widen(people) : KIEM_DONE;
		if (err != KIEM_DONE) {
			return err;
		}
		at = slot_of(people, key);
		err = view_person(&people->slots[at], people->read, key, people->now_ms);
		if (err != KIEM_DONE) {
			return err;
		}
		people->used[at] = true;
		people->n++;
	}
	*person = &people->slots[at];
	return KIEM_DONE;
}
