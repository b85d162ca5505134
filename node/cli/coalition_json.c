/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem coalition --json`: one object with everything that the card says and more (docs/json.md). */
#include "coalition.h"

#include "json_post.h"

#include <string.h>

static json_t *json_joins(const struct card *card, const struct view_partner *partner)
{
	json_t *joins = json_array();
	for (size_t i = 0; i < partner->joins; i++) {
		struct kiem_kept kept;
		json_t *object = json_object();
		if (!card_read(card, &kept, card->portrait->joins[partner->first_join + i])) {
			json_decref(object);
			continue;
		}
		const struct kiem_post *post = &kept.post;
		struct view_join join = {.bring = post->bring, .motive = post->motive, .n_signals = post->n_signals};
		join.n_roles = card->x->unnamed[partner->person] ? 0 : post->n_roles;
		memcpy(join.signals, post->signals, sizeof join.signals);
		memcpy(join.roles, post->roles, sizeof join.roles);
		json_put(object, "id", out_json_hex(post->id.b, sizeof post->id.b));
		json_put_time(object, "made", post->made);
		json_put_join(object, &join);
		json_append(joins, object);
	}
	return joins;
}

/* Who asks not to be named is there without a key and a name. */
void card_json_who(json_t *object, const struct card *card, uint32_t person)
{
	if (card->x->unnamed[person]) {
		json_put(object, "key", json_null());
		json_put(object, "name", json_null());
	} else {
		json_put_person(object, &card->look, "key", "name", &card->x->key[person]);
	}
}

static json_t *json_people(const struct card *card)
{
	static const char *const ties[] = {"started", "joined", "around"}, *const closeness[] = {"close", "loose", "dormant"};
	json_t *people = json_array();
	for (size_t i = 0; i < card->portrait->n_partners; i++) {
		const struct view_partner *partner = &card->portrait->partners[i];
		json_t *one = json_object();
		uint8_t sector = card->x->sector[partner->person];
		card_json_who(one, card, partner->person);
		json_put(one, "closeness", json_string(closeness[partner->closeness]));
		json_put(one, "tie", json_string(ties[partner->tie]));
		json_put(one, "known", json_boolean(partner->known));
		if (sector != 0) {
			json_put_word(one, "sector", sector, kiem_sector_name(sector));
		}
		json_put_time(one, "since", partner->since);
		json_put_time(one, "last", partner->last);
		json_put(one, "posts", json_integer((json_int_t)partner->posts));
		json_put(one, "deeds", json_integer((json_int_t)partner->deeds));
		json_put(one, "earlier", json_boolean(partner->earlier));
		json_put(one, "joins", json_joins(card, partner));
		json_append(people, one);
	}
	return people;
}

static json_t *json_posts(const struct card *card)
{
	json_t *posts = json_array();
	const struct view_extract *x = card->x;
	for (size_t i = 1; i < card->portrait->n_posts; i++) {
		const struct view_spot *spot = &card->portrait->posts[i];
		uint32_t parent = card->portrait->posts[spot->parent].row;
		struct kiem_kept kept;
		json_t *one = json_object();
		json_put(one, "id", out_json_hex(x->id[spot->row].b, sizeof x->id->b));
		json_put_word(one, "kind", x->kind[spot->row], kiem_kind_name(x->kind[spot->row]));
		json_put_word(one, "relation", spot->relation, kiem_relation_name(spot->relation));
		json_put(one, "parent", out_json_hex(x->id[parent].b, sizeof x->id->b));
		json_put(one, "depth", json_integer((json_int_t)spot->depth));
		json_put_person(one, &card->look, "author", "name", &x->key[x->author[spot->row]]);
		json_put_time(one, "made", x->made[spot->row]);
		if (card_read(card, &kept, spot->shown)) {
			json_put_text(one, "text", kept.post.title.n > 0 ? kept.post.title : kept.post.text);
		}
		if (x->kind[spot->row] == KIEM_DEED) {
			json_put(one, "confirmed", json_boolean(spot->confirmed));
		}
		json_append(posts, one);
	}
	return posts;
}

static json_t *json_parted(const struct card *card)
{
	json_t *people = json_array();
	for (size_t i = 0; i < card->portrait->n_parted; i++) {
		const struct view_parted *parted = &card->portrait->parted[i];
		struct kiem_kept leave;
		const struct kiem_link *next = card_read(card, &leave, parted->leave) ? card_next(&leave.post) : NULL;
		json_t *one = json_object();
		card_json_who(one, card, parted->person);
		json_put_time(one, "left", parted->left);
		json_put(one, "next", next ? out_json_hex(next->id.b, sizeof next->id.b) : json_null());
		json_append(people, one);
	}
	return people;
}

static json_t *json_namesakes(const struct card *card)
{
	json_t *names = json_array();
	for (size_t i = 0; i < card->n_namesakes; i++) {
		json_t *one = json_object();
		json_put_text(one, "name", card->namesakes[i].name);
		json_put(one, "keys", json_integer((json_int_t)card->namesakes[i].keys));
		json_append(names, one);
	}
	return names;
}

static json_t *json_form(const struct view_form *form)
{
	json_t *object = json_object();
	if (!form->told) {
		json_decref(object);
		return json_null();
	}
	json_put(object, "directive", json_integer((json_int_t)form->directive));
	json_put(object, "collective", json_integer((json_int_t)form->collective));
	json_put(object, "connective", json_integer((json_int_t)form->connective));
	return object;
}

void card_json(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	json_t *object = json_post(&card->look, &card->kept, &card->shown);
	json_put(object, "shown", out_json_hex(card->shown.post.id.b, sizeof card->shown.post.id.b));
	json_put(object, "joined", json_integer((json_int_t)p->joined));
	json_put(object, "joined_earlier", json_integer((json_int_t)p->joined_earlier));
	words_brief_json(object, card->x, &p->brief);
	json_put(object, "people", json_people(card));
	json_put(object, "namesakes", json_namesakes(card));
	json_put(object, "posts", json_posts(card));
	json_put(object, "went_on", json_parted(card));
	json_put(object, "conditions", card_json_conditions(card));
	json_put(object, "needs", card_json_needs(card));
	json_put(object, "form", json_form(&p->form));
	json_put(object, "form_before", json_form(&p->form_before));
	json_put(object, "care", card_json_care(card));
	json_put(object, "origins", card_json_kin(card, p->origins, p->n_origins));
	json_put(object, "led_to", card_json_kin(card, p->heirs, p->n_heirs));
	if (p->has_without) {
		json_put(object, "without", card_json_without(card));
	}
	if (p->changes.asked) {
		json_put(object, "changes", card_json_changes(card));
	}
	out_json(card->look.out, object);
}
