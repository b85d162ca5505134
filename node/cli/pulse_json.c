/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pulse for programs: every figure, and the lines as people see them. */
#include "coalition_words.h"
#include "json_post.h"
#include "pulse.h"

/* A person: name and key, or null for both of who asks not to be named. */
static json_t *person(const struct pulse *pulse, uint32_t who)
{
	json_t *object = json_object();
	if (pulse->x->unnamed[who]) {
		json_put(object, "key", json_null());
		json_put(object, "name", json_null());
	} else {
		json_put_person(object, &pulse->look, "key", "name", &pulse->x->key[who]);
	}
	return object;
}

static void put_post(json_t *object, const struct pulse *pulse, uint32_t row, uint32_t shown)
{
	char title[PULSE_TITLE_MAX];
	json_put(object, "id", out_json_hex(pulse->x->id[row].b, sizeof(struct kiem_id)));
	json_put(object, "title", json_string(pulse_title(pulse, title, shown)));
}

static void put_size(json_t *object, const char *key, size_t n)
{
	json_put(object, key, json_integer((json_int_t)n));
}

static json_t *newcomers(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->view->n_new; i++) {
		const struct view_newcomer *one = &pulse->view->newcomers[i];
		json_t *object = person(pulse, one->person);
		json_put_time(object, "first", one->first);
		if (one->welcome != VIEW_NONE) {
			json_put_time(object, "welcomed", pulse->x->made[one->welcome]);
			json_put(object, "welcome", out_json_hex(pulse->x->id[one->welcome].b, sizeof(struct kiem_id)));
			json_put(object, "by", person(pulse, one->by));
		}
		json_append(array, object);
	}
	return array;
}

static json_t *unanswered(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->view->n_unanswered && i < VIEW_PULSE_FEW; i++) {
		uint32_t row = pulse->view->unanswered[i].row;
		json_t *object = json_object();
		put_post(object, pulse, row, row);
		json_put_time(object, "made", pulse->x->made[row]);
		json_append(array, object);
	}
	return array;
}

static json_t *swings(const struct pulse *pulse, const struct view_swing *list, size_t n)
{
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *object = json_object();
		put_post(object, pulse, list[i].row, list[i].shown);
		int64_t by = list[i].by;
		json_put(object, "energy_milli", json_integer(words_milli(list[i].energy)));
		json_put(object, "by_milli", json_integer(by < 0 ? -words_milli((uint64_t)-by) : words_milli((uint64_t)by)));
		json_append(array, object);
	}
	return array;
}

static json_t *pioneers(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->view->n_pioneers && i < VIEW_PULSE_FEW; i++) {
		const struct view_pioneer *one = &pulse->view->pioneers[i];
		json_t *object = json_object();
		put_post(object, pulse, one->row, one->shown);
		json_put(object, "by", person(pulse, one->person));
		put_size(object, "people", one->people);
		json_append(array, object);
	}
	return array;
}

static json_t *connectors(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->view->n_connectors && i < VIEW_PULSE_FEW; i++) {
		json_append(array, person(pulse, pulse->view->connectors[i]));
	}
	return array;
}

static json_t *burdens(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->view->n_burdens; i++) {
		const struct view_burden *one = &pulse->view->burdens[i];
		json_t *object = json_object();
		put_post(object, pulse, one->row, one->shown);
		json_put(object, "who", person(pulse, one->person));
		put_size(object, "apart", one->apart);
		put_size(object, "ties_permille", one->ties);
		json_append(array, object);
	}
	return array;
}

static json_t *introductions(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->view->n_introductions; i++) {
		const struct view_introduction *one = &pulse->view->introductions[i];
		struct kiem_kept kept;
		json_t *object = json_object();
		json_put(object, "a", person(pulse, one->a));
		json_put(object, "b", person(pulse, one->b));
		json_put(object, "via", person(pulse, one->via));
		put_size(object, "tags", one->tags);
		if (!kiem_read_post(pulse->look.read, &kept, pulse->x->number[one->row]) && one->tag < kept.post.n_tags) {
			json_put_text(object, "tag", kept.post.tags[one->tag]);
		}
		json_append(array, object);
	}
	return array;
}

static json_t *sectors(const struct pulse *pulse)
{
	json_t *object = json_object();
	for (uint64_t sector = 1; sector <= KIEM_OTHER; sector++) {
		put_size(object, kiem_sector_name(sector), pulse->view->n_sectors[sector]);
	}
	return object;
}

static json_t *lines(const struct pulse *pulse)
{
	json_t *array = json_array();
	for (size_t i = 0; i < pulse->n; i++) {
		json_t *object = json_object();
		json_put(object, "topic", json_string(pulse->lines[i].topic));
		put_size(object, "figure", pulse->lines[i].figure);
		json_put(object, "text", json_string(pulse->lines[i].text));
		json_put(object, "command", json_string(pulse->lines[i].command));
		json_append(array, object);
	}
	return array;
}

void pulse_json(const struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	json_t *object = json_object();
	json_put(object, "board", pulse->board ? json_string(pulse->board) : json_null());
	json_put_time(object, "since", view->since);
	put_size(object, "active", view->n_active);
	put_size(object, "new", view->n_new);
	put_size(object, "welcomed", view->n_welcomed);
	json_put(object, "welcome_ms", view->n_welcomed > 0 ? json_integer(view->welcome_ms) : json_null());
	json_put(object, "newcomers", newcomers(pulse));
	put_size(object, "unanswered", view->n_unanswered);
	json_put(object, "eldest", unanswered(pulse));
	put_size(object, "matches", view->n_matches);
	put_size(object, "reciprocity_permille", view->reciprocity);
	put_size(object, "alive", view->states[VIEW_ALIVE]);
	put_size(object, "sprouting", view->states[VIEW_SPROUTING]);
	put_size(object, "resting", view->states[VIEW_RESTING]);
	put_size(object, "fell_asleep", view->n_fell_asleep);
	json_put(object, "rising", swings(pulse, view->risen, view->n_risen));
	json_put(object, "falling", swings(pulse, view->fallen, view->n_fallen));
	json_put(object, "pioneers", pioneers(pulse));
	json_put(object, "connectors", view->has_connectors ? connectors(pulse) : json_null());
	json_put(object, "care", burdens(pulse));
	json_put(object, "introduce", introductions(pulse));
	json_put(object, "sectors", sectors(pulse));
	put_size(object, "diversity_permille", view->diversity);
	json_put(object, "lines", lines(pulse));
	out_json(pulse->look.out, object);
}
