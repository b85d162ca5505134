/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem show --json`: one object with the post, its versions and its thread (docs/json.md). */
#include "json_post.h"
#include "show.h"

static json_t *versions(const struct show *show)
{
	json_t *array = json_array();
	for (size_t i = 0; i < show->versions->n; i++) {
		const struct view_version *version = &show->versions->list[i];
		json_t *one = json_object();
		json_put(one, "id", out_json_hex(version->id.b, sizeof version->id.b));
		json_put_time(one, "made", version->made);
		json_put(one, "newest", json_boolean(i == show->versions->shown));
		json_append(array, one);
	}
	return array;
}

static json_t *thread(const struct show *show)
{
	json_t *array = json_array();
	for (size_t i = 0; i < show->thread->n; i++) {
		const struct view_reply *reply = &show->thread->list[i];
		const struct kiem_id *parent =
		        reply->parent == SIZE_MAX ? &show->kept.post.id : &show->thread->list[reply->parent].id;
		json_t *one = json_object();
		json_put(one, "id", out_json_hex(reply->id.b, sizeof reply->id.b));
		json_put_word(one, "kind", reply->kind, kiem_kind_name(reply->kind));
		json_put(one, "parent", out_json_hex(parent->b, sizeof parent->b));
		json_put_word(one, "relation", reply->relation, kiem_relation_name(reply->relation));
		json_put(one, "depth", json_integer((json_int_t)reply->depth));
		json_put_person(one, &show->look, "author", "name", &reply->author);
		json_put_time(one, "made", reply->made);
		json_put_text(one, "text", reply->text);
		json_put(one, "earlier", json_boolean(reply->earlier));
		if (reply->kind == KIEM_JOIN) {
			json_put(one, "in_force", json_boolean(!reply->cancelled));
		}
		json_append(array, one);
	}
	return array;
}

static json_t *holders(const struct show *show)
{
	json_t *array = json_array();
	for (size_t i = 0; i < show->n_holders && i < SHOW_HOLDERS_MAX; i++) {
		json_append(array, out_json_hex(show->holders[i].b, sizeof show->holders[i].b));
	}
	return array;
}

void show_json(const struct show *show)
{
	json_t *object = json_post(&show->look, &show->kept, &show->shown);
	json_put(object, "shown", out_json_hex(show->shown.post.id.b, sizeof show->shown.post.id.b));
	json_put(object, "bytes", json_integer((json_int_t)show->shown.post.bytes.n));
	json_put_time(object, "arrived", show->kept.arrived);
	json_put(object, "local", json_boolean(show->kept.local));
	json_put(object, "renewed", json_boolean(show->kept.until != show->kept.post.until));
	json_put(object, "joined", json_integer((json_int_t)show->card.joined));
	json_put(object, "joined_earlier", json_integer((json_int_t)show->card.joined_earlier));
	json_put(object, "replies", json_integer((json_int_t)show->card.replies));
	json_put(object, "held", json_integer((json_int_t)show->n_holders));
	json_put(object, "held_by", holders(show));
	json_put(object, "versions", versions(show));
	json_put(object, "thread", thread(show));
	json_put(object, "thread_more", json_boolean(show->thread->more));
	out_json(show->look.out, object);
}
