/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a coalition's object that its views work out: conditions with their evidence, needs, who carries it, changes. */
#include "coalition.h"

#include "json_post.h"

static json_t *json_id(const struct card *card, uint32_t row)
{
	return out_json_hex(card->x->id[row].b, sizeof card->x->id[row].b);
}

static json_t *json_persons(const struct card *card, const uint32_t *persons, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_object();
		card_json_who(one, card, persons[i]);
		json_append(list, one);
	}
	return list;
}

json_t *card_json_conditions(const struct card *card)
{
	static const char *const whys[] = {"signal", "text", "variant", "pioneer", "connector", "early", "new", "answered", "open"};
	json_t *list = json_array();
	for (enum view_condition i = VIEW_URGENCY; i <= VIEW_MEANS; i++) {
		const struct view_finding *f = &card->portrait->findings[i];
		json_t *one = json_object(), *evidence = json_array();
		for (size_t k = f->first; k < f->first + f->n; k++) {
			const struct view_evidence *e = &card->portrait->evidence[k];
			json_t *piece = json_object();
			/* A role is named of nobody who asked not to be. */
			bool role = e->why == VIEW_BY_PIONEER || e->why == VIEW_BY_CONNECTOR || e->why == VIEW_BY_EARLY;
			if (!role || !card->x->unnamed[e->person]) {
				json_put(piece, "id", json_id(card, e->row));
			}
			json_put(piece, "why", json_string(whys[e->why]));
			json_put(piece, "weight_milli", json_integer((json_int_t)words_milli(e->weight)));
			json_append(evidence, piece);
		}
		json_put(one, "condition", json_string(words_condition_json(i)));
		json_put(one, "present", json_boolean(f->present));
		json_put(one, "n_people", json_integer((json_int_t)f->people));
		json_put(one, "sectors", json_integer((json_int_t)f->sectors));
		json_put(one, "evidence", evidence);
		json_append(list, one);
	}
	return list;
}

json_t *card_json_needs(const struct card *card)
{
	json_t *list = json_array();
	for (size_t i = 0; i < card->portrait->n_needs; i++) {
		const struct view_need *need = &card->portrait->needs[i];
		json_t *one = json_object(), *offers = json_array();
		for (size_t k = 0; k < need->answers; k++) {
			json_append(offers, json_id(card, card->portrait->answers[need->first_answer + k]));
		}
		json_put(one, "id", json_id(card, need->row));
		json_put(one, "open", json_boolean(need->open));
		json_put(one, "offers", offers);
		json_put(one, "receipt", need->receipt == VIEW_NONE ? json_null() : json_id(card, need->receipt));
		json_append(list, one);
	}
	return list;
}

json_t *card_json_kin(const struct card *card, const struct view_kin *kin, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_object();
		json_put(one, "id", json_id(card, kin[i].row));
		json_put_word(one, "relation", kin[i].relation, kiem_relation_name(kin[i].relation));
		json_append(list, one);
	}
	return list;
}

json_t *card_json_care(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	json_t *care = json_object(), *cuts = json_array();
	for (size_t i = 0; i < p->n_cuts; i++) {
		json_t *one = json_object();
		card_json_who(one, card, p->cuts[i].person);
		json_put(one, "apart", json_integer((json_int_t)p->cuts[i].apart));
		json_put(one, "ties_permille", json_integer((json_int_t)p->cuts[i].ties));
		json_append(cuts, one);
	}
	json_put(care, "holding", cuts);
	json_put(care, "half", json_persons(card, p->half, p->n_half));
	return care;
}

json_t *card_json_without(const struct card *card)
{
	const struct view_without *w = &card->portrait->without;
	json_t *object = json_object(), *parts = json_array();
	size_t from = 0;
	for (size_t i = 0; i < w->n_parts; i++) {
		json_append(parts, json_persons(card, w->apart + from, w->part_ends[i] - from));
		from = w->part_ends[i];
	}
	card_json_who(object, card, w->person);
	json_put(object, "ties_permille", json_integer((json_int_t)w->ties));
	json_put(object, "acts_permille", json_integer((json_int_t)w->acts));
	json_put(object, "deeds_permille", json_integer((json_int_t)w->deeds));
	json_put(object, "energy_milli", json_integer((json_int_t)words_milli(w->energy.known + w->energy.strangers)));
	json_put(object, "rest", json_integer((json_int_t)w->rest));
	json_put(object, "parts", parts);
	json_put(object, "alone", json_persons(card, w->apart + from, w->n_alone));
	json_put(object, "lost", words_missing_json(w->lost));
	return object;
}

json_t *card_json_changes(const struct card *card)
{
	const struct view_portrait *p = card->portrait;
	const struct view_changes *c = &p->changes;
	json_t *object = json_object(), *posts = json_array();
	for (size_t i = 0; i < c->n_posts; i++) {
		json_append(posts, json_id(card, p->posts[c->posts[i]].row));
	}
	json_put_time(object, "since", c->since);
	json_put(object, "existed", json_boolean(c->existed));
	json_put(object, "energy_milli", json_integer((json_int_t)words_milli(c->energy)));
	json_put(object, "state", json_string(words_state_json(c->state)));
	json_put(object, "missing", words_missing_json(c->missing));
	json_put(object, "came", json_persons(card, c->people, c->n_people));
	json_put(object, "n_went_on", json_integer((json_int_t)c->n_parted));
	json_put(object, "new_posts", posts);
	return object;
}
