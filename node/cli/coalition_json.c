/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem coalition --json`: one object with the people and the posts (docs/json.md). */
#include "coalition.h"

#include "json_post.h"

static json_t *json_members(const struct card *card)
{
	static const char *const ties[] = {"started", "joined", "around"};
	json_t *people = json_array();
	for (size_t i = 0; i < card->coalition->n_members; i++) {
		const struct view_member *member = &card->coalition->members[i];
		const struct view_person *person;
		bool unnamed = view_people_get(card->look.people, &person, &member->key) == KIEM_DONE && person->unnamed;
		json_t *one = json_object(), *joins = json_array();
		json_put_person(one, &card->look, "key", "name", &member->key);
		json_put(one, "tie", json_string(ties[member->tie]));
		json_put_time(one, "since", member->since);
		json_put(one, "posts", json_integer((json_int_t)member->posts));
		json_put(one, "deeds", json_integer((json_int_t)member->deeds));
		json_put(one, "earlier", json_boolean(member->earlier));
		for (size_t j = 0; j < member->joins; j++) {
			struct view_join join = card->coalition->joins[member->first_join + j];
			json_t *object = json_object();
			join.n_roles = unnamed ? 0 : join.n_roles;
			json_put(object, "id", out_json_hex(join.id.b, sizeof join.id.b));
			json_put_time(object, "made", join.made);
			json_put_join(object, &join);
			json_append(joins, object);
		}
		json_put(one, "joins", joins);
		json_append(people, one);
	}
	return people;
}

static json_t *json_posts(const struct card *card)
{
	json_t *posts = json_array();
	for (size_t i = 1; i < card->coalition->n_posts; i++) {
		const struct view_part *part = &card->coalition->posts[i];
		json_t *one = json_object();
		json_put(one, "id", out_json_hex(part->id.b, sizeof part->id.b));
		json_put_word(one, "kind", part->kind, kiem_kind_name(part->kind));
		json_put_word(one, "relation", part->relation, kiem_relation_name(part->relation));
		json_put(one, "parent", out_json_hex(card->coalition->posts[part->parent].id.b, sizeof part->id.b));
		json_put(one, "depth", json_integer((json_int_t)part->depth));
		json_put_person(one, &card->look, "author", "name", &part->author);
		json_put_time(one, "made", part->made);
		json_put_text(one, "text", part->text);
		json_append(posts, one);
	}
	return posts;
}

static json_t *json_left(const struct card *card)
{
	json_t *people = json_array();
	for (size_t i = 0; i < card->coalition->n_left; i++) {
		const struct view_left *left = &card->coalition->left[i];
		json_t *one = json_object();
		json_put_person(one, &card->look, "key", "name", &left->key);
		json_put_time(one, "left", left->left);
		json_put(one, "next", left->has_next ? out_json_hex(left->next.b, sizeof left->next.b) : json_null());
		json_append(people, one);
	}
	return people;
}

void card_json(const struct card *card)
{
	json_t *object = json_post(&card->look, &card->kept, &card->shown);
	json_put(object, "joined", json_integer((json_int_t)card->coalition->joined));
	json_put(object, "joined_earlier", json_integer((json_int_t)card->coalition->joined_earlier));
	json_put(object, "deeds", json_integer((json_int_t)card->coalition->deeds));
	json_put(object, "people", json_members(card));
	json_put(object, "posts", json_posts(card));
	json_put(object, "went_on", json_left(card));
	json_put(object, "more", json_boolean(card->coalition->more));
	out_json(card->look.out, object);
}
