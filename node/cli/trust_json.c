/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem trust --json`; docs/json.md is the contract. Who would rather not be named in roles has neither key nor vouch in them. */
#include "json_post.h"
#include "trust.h"

static void put_id(const struct trust *trust, json_t *object, const char *key, uint32_t row)
{
	if (row != VIEW_NONE) {
		json_put(object, key, out_json_hex(trust->trusted.x->id[row].b, sizeof(struct kiem_id)));
	}
}

static void put_person(const struct trust *trust, json_t *object, const char *key, const char *name, uint32_t person)
{
	json_put_person(object, &trust->look, key, name, &trust->trusted.x->key[person]);
}

/* In a role: both null for who would rather not be named. */
static bool put_role(const struct trust *trust, json_t *object, const char *key, const char *name, uint32_t person)
{
	if (trust->trusted.x->unnamed[person]) {
		json_put(object, key, json_null());
		json_put(object, name, json_null());
		return false;
	}
	put_person(trust, object, key, name, person);
	return true;
}

static json_t *rests_on(const struct trust *trust)
{
	json_t *array = json_array();
	for (size_t i = 0; i < trust->why->n_named; i++) {
		const struct view_trust_name *name = &trust->why->named[i];
		json_t *object = json_object();
		if (put_role(trust, object, "key", "name", name->person)) {
			put_id(trust, object, "vouch", name->vouch);
		}
		if (name->vouch != VIEW_NONE) {
			json_put(object, "level", json_integer(trust->trusted.x->level[name->vouch]));
		}
		json_put(object, "confirmed", json_integer((json_int_t)name->confirmed));
		json_put(object, "permille", json_integer(name->permille));
		if (name->through != VIEW_NONE) {
			put_role(trust, object, "through", "through_name", name->through);
		}
		json_append(array, object);
	}
	return array;
}

static json_t *deeds(const struct trust *trust)
{
	const struct view_extract *x = trust->trusted.x;
	json_t *array = json_array();
	for (size_t i = 0; i < trust->why->n_deeds; i++) {
		const struct view_trust_deed *deed = &trust->why->deeds[i];
		json_t *object = json_object();
		put_id(trust, object, "id", deed->act);
		json_put_word(object, "kind", x->kind[deed->act], kiem_kind_name(x->kind[deed->act]));
		put_role(trust, object, "by", "by_name", deed->person);
		json_put_time(object, "made", x->made[deed->act]);
		put_id(trust, object, "about", deed->about);
		json_append(array, object);
	}
	return array;
}

static json_t *addresses(const struct trust *trust, const struct view_trust_address *list, size_t n)
{
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++) {
		struct kiem_kept kept;
		json_t *object = json_object();
		put_id(trust, object, "id", list[i].row);
		put_person(trust, object, "by", "by_name", list[i].by);
		put_person(trust, object, "whom", "whom_name", list[i].whom);
		json_put_time(object, "made", trust->trusted.x->made[list[i].row]);
		if (trust_post(trust, &kept, list[i].row)) {
			json_put_text(object, "text", kept.post.text);
		}
		json_put(object, "by_mended", json_boolean(list[i].by_mended));
		json_put(object, "whom_mended", json_boolean(list[i].whom_mended));
		json_put(object, "weighs", json_boolean(list[i].weighs));
		json_append(array, object);
	}
	return array;
}

static json_t *vouches(const struct trust *trust, const uint32_t *rows, size_t n, bool given)
{
	const struct view_extract *x = trust->trusted.x;
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++) {
		struct kiem_kept kept;
		json_t *object = json_object();
		uint32_t person = given ? x->self[x->whom[rows[i]]] : view_row_person(x, rows[i]);
		put_id(trust, object, "id", rows[i]);
		put_person(trust, object, "key", "name", person);
		json_put(object, "level", json_integer(x->level[rows[i]]));
		json_put(object, "known", json_boolean(view_trust_known(trust->trusted.view, person)));
		if (trust_post(trust, &kept, rows[i])) {
			json_put_text(object, "context", kept.post.context);
		}
		json_put_time(object, "made", x->made[rows[i]]);
		json_put_time(object, "until", x->until[rows[i]]);
		json_append(array, object);
	}
	return array;
}

static json_t *who(const struct trust *trust)
{
	const struct view_trust_why *why = trust->why;
	uint16_t standing = why ? why->standing : 0;
	json_t *object = json_object();
	json_put_person(object, &trust->look, "key", "name", &trust->person.key);
	json_put(object, "standing", json_integer(standing));
	json_put(object, "word", json_string(trusted_word_json(view_trust_band(standing))));
	if (why) {
		json_put(object, "unburdened", json_integer(why->unburdened));
		json_put(object, "mine", json_integer(why->mine));
		put_id(trust, object, "vouch", why->vouch);
		json_put(object, "rests_on", rests_on(trust));
		json_put(object, "others", json_integer((json_int_t)why->others));
		json_put(object, "others_permille", json_integer(why->others_permille));
		json_put(object, "deeds", deeds(trust));
		json_put(object, "against", addresses(trust, why->against, why->n_against));
	}
	return object;
}

void trust_json(const struct trust *trust)
{
	const struct view_trust_mine *mine = trust->mine;
	if (!mine) {
		out_json(trust->look.out, who(trust));
		return;
	}
	json_t *object = json_object();
	json_put(object, "given", vouches(trust, mine->given, mine->n_given, true));
	json_put(object, "received", vouches(trust, mine->received, mine->n_received, false));
	json_put(object, "addresses", addresses(trust, mine->addresses, mine->n_addresses));
	out_json(trust->look.out, object);
}
