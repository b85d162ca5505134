/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `status` and `links` say of neighbours (neighbour.h). */
#include "neighbour.h"

#include "rows.h"

#include <string.h>

static int64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static bool is(const json_t *object, const char *key, const char *word)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text && strcmp(text, word) == 0;
}

/* The one who lacks posts is behind: what is ahead at our side is behind at theirs. */
static void say_counts(struct facts *facts, const json_t *board)
{
	char count[LOOK_WORD_MAX];
	uint64_t lacks = (uint64_t)number_of(board, "ahead"), has = (uint64_t)number_of(board, "behind");
	bool exact = json_is_true(json_object_get(board, "exact"));
	if (lacks > 0) {
		look_count(count, lacks);
		facts_say(facts,
		        exact ? ngettext("%s post behind", "%s posts behind", (unsigned long)lacks)
		              : ngettext("at least %s post behind", "at least %s posts behind", (unsigned long)lacks),
		        count);
	}
	if (has > 0) {
		look_count(count, has);
		facts_say(facts,
		        exact ? ngettext("%s post ahead", "%s posts ahead", (unsigned long)has)
		              : ngettext("at least %s post ahead", "at least %s posts ahead", (unsigned long)has),
		        count);
	}
}

void neighbour_differs(struct facts *facts, const json_t *board)
{
	bool differs = number_of(board, "ahead") > 0 || number_of(board, "behind") > 0;
	if (is(board, "phase", "comparing")) {
		facts_say(facts, "%s", _("being compared"));
	} else if (is(board, "phase", "streaming")) {
		facts_say(facts, "%s", _("posts are coming in"));
	} else if (!differs) {
		facts_say(facts, "%s", is(board, "phase", "synced") ? _("the same") : _("not compared yet"));
	}
	if (differs) {
		say_counts(facts, board);
	}
}

const char *neighbour_place(const json_t *board)
{
	if (is(board, "place", "active")) {
		return _("active");
	}
	if (is(board, "place", "guest")) {
		return _("guest");
	}
	return is(board, "place", "pinned") ? _("pinned") : NULL;
}

void neighbour_view(struct facts *facts, const json_t *view)
{
	char count[LOOK_WORD_MAX];
	int64_t near = number_of(view, "active") + number_of(view, "guest") + number_of(view, "pinned");
	uint64_t far = (uint64_t)number_of(view, "passive");
	if (!view) {
		return;
	}
	facts_say(facts, ngettext("%lld neighbour", "%lld neighbours", (unsigned long)near), (long long)near);
	if (far == 0) {
		return;
	}
	facts_say(facts, ngettext("%s more node stands by", "%s more nodes stand by", (unsigned long)far), look_count(count, far));
}

void neighbour_list(const struct out *out, const json_t *neighbours)
{
	size_t i;
	json_t *one;
	json_array_foreach(neighbours, i, one)
	{
		struct facts facts;
		const char *node = json_string_value(json_object_get(one, "node")), *place = neighbour_place(one);
		facts_init(&facts, out, 6);
		facts_say(&facts, "%.16s", node ? node : "");
		facts_say(&facts, "%s", place ? place : "");
		neighbour_differs(&facts, one);
		facts_end(&facts);
	}
}

void neighbour_reach(const struct out *out, const char *reach)
{
	static const struct {
		const char *reach, *words;
	} known[] = {
	        {"proved", N_("yes: a neighbour dialled this node")},
	        {"failed", N_("no: nobody gets through; links that this node dials itself work all the same")},
	        {"trying", N_("being tried by a neighbour")},
	        {"untried", N_("not tried yet")},
	};
	for (size_t i = 0; reach && i < sizeof known / sizeof *known; i++) {
		if (strcmp(reach, known[i].reach) == 0) {
			row_say(out, _("reachable"), "%s", _(known[i].words));
		}
	}
}
