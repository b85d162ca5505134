/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading what somebody looks for (seek.h). */
#include "seek.h"

#include <unistd.h>

#define POSTS_LOOKED_AT 300

static int find_point(struct look *look, struct view_asker *asker)
{
	struct kiem_walk walk = {.by = KIEM_BY_AUTHOR, .newest_first = true, .now_ms = look->now_ms, .author = asker->key};
	enum kiem_err err = KIEM_DONE;

	for (size_t n = 0; n < POSTS_LOOKED_AT && !err && !asker->has_point && kiem_walk_next(look->read, &walk); n++) {
		struct kiem_kept kept;
		err = kiem_read_post(look->read, &kept, walk.number);
		if (!err && kept.post.has_point) {
			asker->has_point = true;
			asker->point = (struct view_point){kept.post.lat_udeg, kept.post.lon_udeg};
		}
	}
	kiem_walk_end(&walk);
	return look_err(look, err);
}

int seek_asker(struct look *look, struct view_asker *asker)
{
	*asker = (struct view_asker){.now_ms = look->now_ms};
	if (access(look->cli->home.identity, F_OK) != 0) {
		return EX_OK;
	}
	int status = cli_identity(look->cli);
	if (status) {
		return status;
	}
	asker->has_key = true;
	asker->key = look->cli->me;
	return find_point(look, asker);
}

static int say(enum view_query_result result, const char *piece)
{
	switch (result) {
	case VIEW_QUERY_OK:
		return EX_OK;
	case VIEW_QUERY_EMPTY:
		return cli_fail(EX_USAGE, _("there is nothing to look for yet; give a word, or a filter such as tag:ladder."));
	case VIEW_QUERY_TOO_MANY:
		return cli_fail(EX_USAGE, _("these are too many words or tags; %d words and %d tags are the most."),
		        VIEW_QUERY_WORDS, VIEW_QUERY_TAGS);
	case VIEW_QUERY_KIND:
		return cli_fail(EX_USAGE,
		        _("“%s” is no kind to look for; there are: initiative, offer, request, gathering, deed, lesson, note, "
		          "join, "
		          "profile."),
		        piece);
	case VIEW_QUERY_NEAR:
		return cli_fail(EX_USAGE,
		        _("“%s” is no place; write the name of one, 5km from where you are, or 51.5606,5.0919,2km."), piece);
	case VIEW_QUERY_NOWHERE:
		return cli_fail(EX_USAGE, _("it is not known where you are, since none of your posts says so with --at; write "
		                            "LAT,LON,DISTANCE, such as 51.5606,5.0919,2km."));
	case VIEW_QUERY_WHO:
		return cli_fail(EX_USAGE, _("“%s” names nobody; give a name, the first digits of a key, or “me”."), piece);
	case VIEW_QUERY_BOARD:
		return cli_fail(EX_USAGE, _("“%s” is no board’s name, which looks like nl/tilburg/noord."), piece);
	case VIEW_QUERY_SINCE:
		return cli_fail(EX_USAGE, _("“%s” is no time that was; write 12h, 7d, 2w or 2026-11-01."), piece);
	}
	return EX_SOFTWARE;
}

int seek_parse(struct view_query *query, const char *text, const struct view_asker *asker)
{
	char piece[VIEW_QUERY_PIECE_MAX];
	enum view_query_result result = view_query_parse(query, piece, text, asker);

	return say(result, piece);
}

int seek_filter(struct view_query *query, const char *name, const char *value, const struct view_asker *asker)
{
	enum view_query_result result = VIEW_QUERY_OK;

	view_query_filter(query, &result, name, value, asker);
	return say(result, value);
}
