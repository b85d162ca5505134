/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem lineage --json`: one object with both trees and what is alike (docs/json.md). */
#include "lineage.h"

#include "json_post.h"

static json_t *json_relatives(const struct descent *d, const struct view_kinsman *list, size_t n)
{
	static const char *const presence[] = {"here", "taken back", "not here"};
	const struct view_lineage *l = d->lineage;
	json_t *kin = json_array();
	for (size_t i = 0; i < n; i++) {
		const struct view_kinsman *k = &list[i];
		const struct kiem_id *nearer = k->nearer == SIZE_MAX ? &l->self.id : &list[k->nearer].id;
		struct kiem_kept kept, shown;
		bool here = k->presence == VIEW_HERE && descent_post(&kept, d, k->row) == KIEM_DONE &&
		            descent_post(&shown, d, k->shown) == KIEM_DONE;
		json_t *one = here ? json_post(&d->look, &kept, &shown) : json_object();
		if (!here) {
			json_put(one, "id", out_json_hex(k->id.b, sizeof k->id.b));
		}
		json_put(one, "presence", json_string(presence[k->presence]));
		if (k->presence == VIEW_TAKEN_BACK) {
			json_put_person(one, &d->look, "taken_back_by", "taken_back_by_name", &k->by);
		}
		json_put_word(one, "relation", k->relation, kiem_relation_name(k->relation));
		json_put(one, "nearer", out_json_hex(nearer->b, sizeof nearer->b));
		json_put(one, "depth", json_integer((json_int_t)k->depth));
		json_put(one, "joined", json_integer((json_int_t)k->joined));
		json_put(one, "deeds", json_integer((json_int_t)k->about[KIEM_DEED]));
		json_put(one, "others", json_integer((json_int_t)k->others));
		if (k->said != VIEW_NONE) {
			json_put(one, "said", out_json_hex(d->x->id[k->said].b, sizeof k->id.b));
		}
		json_append(kin, one);
	}
	return kin;
}

static json_t *json_alike(const struct descent *d)
{
	static const char *const before[] = {"unknown", "the other", "this"};
	json_t *list = json_array();
	for (size_t i = 0; i < d->lineage->n_alike; i++) {
		const struct view_alike *alike = &d->lineage->alike[i];
		struct kiem_kept kept, shown;
		if (descent_post(&kept, d, alike->row) || descent_post(&shown, d, alike->shown)) {
			continue;
		}
		json_t *one = json_post(&d->look, &kept, &shown);
		json_put(one, "alike_permille", json_integer((json_int_t)alike->permille));
		json_put(one, "first", json_string(before[alike->before]));
		json_append(list, one);
	}
	return list;
}

void descent_json(const struct descent *d)
{
	const struct view_lineage *l = d->lineage;
	struct kiem_kept kept, shown;
	json_t *object = descent_post(&kept, d, l->self.row) || descent_post(&shown, d, l->self.shown)
	                         ? json_object()
	                         : json_post(&d->look, &kept, &shown);
	json_put(object, "joined", json_integer((json_int_t)l->self.joined));
	json_put(object, "deeds", json_integer((json_int_t)l->self.about[KIEM_DEED]));
	json_put(object, "came_from", json_relatives(d, l->up, l->n_up));
	json_put(object, "came_of_it", json_relatives(d, l->down, l->n_down));
	json_put(object, "more", json_boolean(l->more_up || l->more_down));
	json_put(object, "alike", json_alike(d));
	out_json(d->look.out, object);
}
