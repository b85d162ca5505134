/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A match for programs (matching.h, docs/json.md): both posts, the parts of the score, and what each rests on. */
#include "json_post.h"
#include "matching.h"

static json_t *side(const struct matching *m, const struct view_trade *trade, const struct kiem_kept *shown)
{
	json_t *object = json_object();

	json_put(object, "id", out_json_hex(trade->id.b, sizeof trade->id.b));
	json_put_word(object, "kind", trade->kind, kiem_kind_name(trade->kind));
	json_put(object, "board", out_json_text(shown->post.board));
	json_put_person(object, m->look, "author", "name", &trade->author);
	json_put_time(object, "made", trade->made);
	json_put_text(object, "title", shown->post.title);
	json_put(object, "shown", out_json_hex(shown->post.id.b, sizeof shown->post.id.b));
	if (trade->sector != 0) {
		json_put_word(object, "sector", trade->sector, kiem_sector_name(trade->sector));
	}
	json_put(object, "answers", json_integer((json_int_t)trade->answers));
	if (trade->has_left) {
		json_put(object, "quantity_milli", json_integer(shown->post.quantity_milli));
		json_put(object, "left_milli", json_integer(trade->left_milli));
		json_put_text(object, "unit", shown->post.unit);
	}
	return object;
}

static json_t *parts(const struct view_match *match)
{
	static const char *const names[VIEW_MATCH_PARTS] = {"words", "tags", "quantity", "time", "place", "sector"};
	json_t *object = json_object();

	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		json_put(object, names[i], json_integer(match->part[i]));
	}
	return object;
}

static void put_reasons(json_t *object, const struct matching *m)
{
	static const char *const places[] = {NULL, "points", "label", "board"};
	const struct view_match *match = m->match;
	json_t *words = json_array(), *tags = json_array();

	for (size_t i = 0; i < match->n_words; i++) {
		json_append(words, json_string(match->word[i]));
	}
	for (size_t i = 0; i < m->request.post.n_tags; i++) {
		if ((match->tags & 1u << i) != 0) {
			json_append(tags, out_json_text(m->request.post.tags[i]));
		}
	}
	json_put(object, "words", words);
	json_put(object, "tags", tags);
	if (match->measured) {
		json_put(object, "cover_milli", json_integer(match->cover_milli));
		json_put(object, "need_milli", json_integer(match->need_milli));
	}
	if (match->timed) {
		json_put_time(object, "from", match->from);
		json_put_time(object, "to", match->to);
	}
	if (match->place != VIEW_PLACE_NONE) {
		json_put(object, "place", json_string(places[match->place]));
	}
	if (match->place == VIEW_PLACE_POINTS) {
		json_put(object, "distance_m", json_integer((json_int_t)match->distance_m));
	}
}

json_t *matching_json(const struct matching *m)
{
	char command[MATCHING_COMMAND_MAX];
	json_t *object = json_object();

	json_put(object, "score", json_integer(m->match->score));
	json_put(object, "parts", parts(m->match));
	json_put(object, "offer", side(m, &m->match->offer, &m->offer));
	json_put(object, "request", side(m, &m->match->request, &m->request));
	put_reasons(object, m);
	json_put(object, "command", json_string(matching_command(command, m)));
	return object;
}
