/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Posts as JSON (json_post.h, docs/json.md). A field that a post does not have is left out, so that a reader can tell "not said"
 * from empty; a number that has no name yet is given as a number in the place of its name.
 */
#include "json_post.h"

#include <assert.h>
#include <string.h>

void json_put(json_t *object, const char *key, json_t *value)
{
	int failed = json_object_set_new(object, key, value);
	assert(!failed);
}

void json_append(json_t *array, json_t *value)
{
	int failed = json_array_append_new(array, value);
	assert(!failed);
}

void json_put_time(json_t *object, const char *key, int64_t ms)
{
	char iso[64];
	snprintf(iso, sizeof iso, "%s_iso", key);
	json_put(object, key, json_integer(ms));
	json_put(object, iso, out_json_time(ms));
}

void json_put_text(json_t *object, const char *key, struct kiem_span text)
{
	if (text.n > 0) {
		json_put(object, key, out_json_text(text));
	}
}

void json_put_person(json_t *object, const struct look *look, const char *key, const char *name_key, const struct kiem_key *who)
{
	const struct view_person *person;
	bool named = view_people_get(look->people, &person, who) == KIEM_DONE && person->name.n > 0;
	json_put(object, key, out_json_hex(who->b, sizeof who->b));
	json_put(object, name_key, named ? out_json_text(person->name) : json_null());
}

static json_t *word(uint64_t number, const char *name)
{
	return name ? json_string(name) : json_integer((json_int_t)number);
}

void json_put_word(json_t *object, const char *key, uint64_t number, const char *name)
{
	json_put(object, key, word(number, name));
}

static void put_numbers(json_t *object, const char *key, const uint64_t *list, size_t n, const char *(*name)(uint64_t))
{
	if (n == 0) {
		return;
	}
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++) {
		json_append(array, word(list[i], name(list[i])));
	}
	json_put(object, key, array);
}

static void put_texts(json_t *object, const char *key, const struct kiem_span *list, size_t n)
{
	if (n == 0) {
		return;
	}
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++) {
		json_append(array, out_json_text(list[i]));
	}
	json_put(object, key, array);
}

static void put_links(json_t *object, const struct kiem_post *post)
{
	if (post->n_links == 0) {
		return;
	}
	json_t *array = json_array();
	for (size_t i = 0; i < post->n_links; i++) {
		const struct kiem_link *link = &post->links[i];
		json_t *one = json_object();
		json_put_word(one, "relation", link->relation, kiem_relation_name(link->relation));
		json_put(one, "id", out_json_hex(link->id.b, sizeof link->id.b));
		json_put_text(one, "board", link->board);
		json_append(array, one);
	}
	json_put(object, "links", array);
}

static void put_place(json_t *object, const struct kiem_post *post)
{
	if (post->place.n == 0 && !post->has_point) {
		return;
	}
	json_t *place = json_object();
	json_put_text(place, "label", post->place);
	if (post->has_point) {
		json_put(place, "lat_udeg", json_integer(post->lat_udeg));
		json_put(place, "lon_udeg", json_integer(post->lon_udeg));
	}
	json_put(object, "place", place);
}

static void put_exchange(json_t *object, const struct kiem_post *post)
{
	if (post->has_quantity) {
		json_put(object, "quantity_milli", json_integer(post->quantity_milli));
	}
	json_put_text(object, "unit", post->unit);
	if (post->has_from) {
		json_put_time(object, "from", post->from);
	}
	if (post->has_to) {
		json_put_time(object, "to", post->to);
	}
	json_put_text(object, "terms", post->terms);
}

void json_put_join(json_t *object, const struct view_join *join)
{
	json_put_text(object, "bring", join->bring);
	json_put_text(object, "motive", join->motive);
	put_numbers(object, "signals", join->signals, join->n_signals, kiem_signal_name);
	put_numbers(object, "roles", join->roles, join->n_roles, kiem_role_name);
}

static void put_person_fields(json_t *object, const struct look *look, const struct kiem_post *post)
{
	json_put_text(object, "profile_name", post->name);
	if (post->sector != 0) {
		json_put_word(object, "sector", post->sector, kiem_sector_name(post->sector));
	}
	put_texts(object, "languages", post->languages, post->n_languages);
	if (post->unnamed) {
		json_put(object, "unnamed", json_true());
	}
	if (post->has_heir) {
		json_put(object, "heir", out_json_hex(post->heir.b, sizeof post->heir.b));
	}
	if (post->has_whom) {
		json_put_person(object, look, "whom", "whom_name", &post->whom);
	}
	if (post->level != 0) {
		json_put(object, "level", json_integer((json_int_t)post->level));
	}
	json_put_text(object, "context", post->context);
}

static void put_sealed(json_t *object, const struct kiem_post *post)
{
	if (post->n_recipients == 0) {
		return;
	}
	json_t *array = json_array();
	for (size_t i = 0; i < post->n_recipients; i++) {
		json_append(array, out_json_hex(post->recipients[i].b, sizeof post->recipients[i].b));
	}
	json_put(object, "recipients", array);
	json_put(object, "box_bytes", json_integer((json_int_t)post->box.n));
}

json_t *json_post(const struct look *look, const struct kiem_kept *kept, const struct kiem_kept *shown)
{
	const struct kiem_post *post = &kept->post, *text = &shown->post;
	json_t *object = json_object();
	json_put(object, "id", out_json_hex(post->id.b, sizeof post->id.b));
	json_put_word(object, "kind", post->kind, kiem_kind_name(post->kind));
	json_put(object, "kind_number", json_integer((json_int_t)post->kind));
	json_put(object, "board", out_json_text(post->board));
	json_put_person(object, look, "author", "name", &post->author);
	json_put_time(object, "made", post->made);
	json_put_time(object, "until", kept->until);
	json_put_text(object, "title", text->title);
	json_put_text(object, "text", text->text);
	put_texts(object, "tags", text->tags, text->n_tags);
	put_links(object, post);
	json_put_text(object, "language", text->language);
	put_place(object, text);
	put_exchange(object, text);
	struct view_join join = {
	        .bring = text->bring, .motive = text->motive, .n_signals = text->n_signals, .n_roles = text->n_roles};
	memcpy(join.signals, text->signals, sizeof join.signals);
	memcpy(join.roles, text->roles, sizeof join.roles);
	json_put_join(object, &join);
	put_person_fields(object, look, text);
	put_sealed(object, text);
	if (text->n_unknown > 0) {
		json_put(object, "unknown_fields", json_integer((json_int_t)text->n_unknown));
	}
	return object;
}
