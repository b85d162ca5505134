/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From options to fields (draft.h). One small function an option; draft_fill goes through them in order, and what was
 * not given stays as it is, so that a revision can start from the post that it revises.
 */
#include "draft.h"

#include "quantity.h"
#include "times.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LANGUAGE_MAX 35
#define PLACE_MAX 200
#define UNIT_MAX 32
#define DAY_MS 86400000LL

static int keep(struct draft *draft, char *owned)
{
	if (draft->n_owned == DRAFT_OWNED_MAX) {
		free(owned);
		return cli_fail(EX_USAGE, _("these are too many words for one command."));
	}
	draft->owned[draft->n_owned++] = owned;
	return EX_OK;
}

int draft_title(struct draft *draft, const char *text, const char *what)
{
	struct kiem_span *title = &draft->post.title;
	int status = draft_text(draft, title, text, KIEM_TITLE_MAX, what);
	while (title->n > 0 && isspace(title->p[title->n - 1])) {
		title->n--;
	}
	while (title->n > 0 && isspace(*title->p)) {
		title->p++;
		title->n--;
	}
	if (!status && title->n == 0) {
		return cli_fail(EX_USAGE, _("the title is empty; say in a few words what it is."));
	}
	return status;
}

int draft_text(struct draft *draft, struct kiem_span *to, const char *text, size_t max, const char *what)
{
	if (!kiem_utf8_ok((const uint8_t *)text, strlen(text))) {
		return cli_fail(EX_DATAERR, _("%s is not valid UTF-8; save it as UTF-8 and try again."), what);
	}
	char *normal = (char *)utf8proc_NFC((const utf8proc_uint8_t *)text);
	if (!normal) {
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	int status = keep(draft, normal);
	if (status) {
		return status;
	}
	size_t n = strlen(normal);
	if (n > max) {
		return cli_fail(EX_DATAERR, _("%s is %zu bytes long and may be %zu; shorten it."), what, n, max);
	}
	*to = (struct kiem_span){(const uint8_t *)normal, n};
	return EX_OK;
}

static int fill_title(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *title = args_value(args, "title");
	return title ? draft_title(draft, title, "--title") : EX_OK;
}

static int fill_text(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *text = args_value(args, "text");
	char *read = NULL;
	int status = EX_OK;
	if (text && args_has(args, "edit")) {
		return cli_fail(EX_USAGE, _("give either --text or --edit."));
	}
	if (args_has(args, "edit")) {
		char *before = draft->post.text.n > 0 ? strndup((const char *)draft->post.text.p, draft->post.text.n) : NULL;
		status = draft_edit(&read, before);
		free(before);
		text = read;
	} else if (text && strcmp(text, "-") == 0) {
		status = draft_read_stdin(&read);
		text = read;
	}
	if (!status && text) {
		status = draft_text(draft, &draft->post.text, text, KIEM_POST_MAX, "--text");
	}
	free(read);
	return status;
}

/* Tags of one --tag, cut at commas, without spaces around them or a # before them. Twice the same is once. */
static int add_tags(struct draft *draft, const char *list)
{
	struct kiem_post *post = &draft->post;
	for (size_t n; *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		const char *start = list, *end = list + n;
		while (start < end && (*start == ' ' || *start == '#')) {
			start++;
		}
		while (end > start && end[-1] == ' ') {
			end--;
		}
		if (start == end) {
			continue;
		}
		char *tag = strndup(start, (size_t)(end - start));
		struct kiem_span span = {(const uint8_t *)"", 0};
		int status = tag ? draft_text(draft, &span, tag, KIEM_TAG_MAX, "--tag") : cli_fail_err(KIEM_E_MEMORY, NULL);
		free(tag);
		if (status) {
			return status;
		}
		bool twice = false;
		for (size_t i = 0; i < post->n_tags; i++) {
			twice = twice || (post->tags[i].n == span.n && memcmp(post->tags[i].p, span.p, span.n) == 0);
		}
		if (!twice && post->n_tags == KIEM_TAGS_MAX) {
			return cli_fail(EX_DATAERR, _("a post may have %d tags; leave some out."), KIEM_TAGS_MAX);
		}
		if (!twice) {
			post->tags[post->n_tags++] = span;
		}
	}
	return EX_OK;
}

static int fill_tags(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *lists[ARGS_MAX];
	size_t n = args_values(args, lists, ARGS_MAX, "tag");
	int status = EX_OK;
	if (n > 0) {
		draft->post.n_tags = 0;
	}
	for (size_t i = 0; i < n && !status; i++) {
		status = add_tags(draft, lists[i]);
	}
	return status;
}

/* Degrees with a point into millionths; digits behind the sixth are less than a hand's breadth, and left out. */
static bool read_degrees(int32_t *udeg, const char **p, int32_t max_deg)
{
	int64_t value = 0;
	int sign = **p == '-' ? -1 : 1;
	*p += **p == '-' || **p == '+';
	if (!isdigit((unsigned char)**p)) {
		return false;
	}
	for (int digits = 0; isdigit((unsigned char)**p); (*p)++) {
		value = value * 10 + (**p - '0');
		if (++digits > 3) {
			return false;
		}
	}
	value *= 1000000;
	if (**p == '.') {
		(*p)++;
		for (int scale = 100000; isdigit((unsigned char)**p); (*p)++, scale /= 10) {
			value += (**p - '0') * scale;
		}
	}
	*udeg = (int32_t)(sign * value);
	return value <= max_deg * 1000000LL;
}

static int fill_place(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *place = args_value(args, "place"), *at = args_value(args, "at");
	struct kiem_post *post = &draft->post;
	int status = place ? draft_text(draft, &post->place, place, PLACE_MAX, "--place") : EX_OK;
	if (status || !at) {
		return status;
	}
	const char *p = at;
	post->has_point = read_degrees(&post->lat_udeg, &p, 90);
	p += strspn(p, " ");
	post->has_point = post->has_point && *p++ == ',';
	p += post->has_point ? strspn(p, " ") : 0;
	post->has_point = post->has_point && read_degrees(&post->lon_udeg, &p, 180) && *p == '\0';
	return post->has_point ? EX_OK
	                       : cli_fail(EX_DATAERR, _("“%s” is no place on earth; write degrees such as 51.5606,5.0919."), at);
}

static int fill_quantity(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *text = args_value(args, "quantity"), *unit;
	if (!text) {
		return EX_OK;
	}
	switch (quantity_parse(&draft->post.quantity_milli, &unit, text)) {
	case QUANTITY_OK:
		draft->post.has_quantity = true;
		return draft_text(draft, &draft->post.unit, unit, UNIT_MAX, _("the unit in --quantity"));
	case QUANTITY_TWOFOLD:
		return cli_fail(EX_DATAERR, _("“%s” can be read in two ways; write 1500 or 1.5."), text);
	case QUANTITY_RANGE:
		return cli_fail(EX_DATAERR, _("“%s” is nothing, too much, or finer than a thousandth."), text);
	case QUANTITY_UNREADABLE:
		break;
	}
	return cli_fail(EX_DATAERR, _("“%s” is no amount; write a number and a unit, such as “20 seats” or “2,5 kWh”."), text);
}

/*
 * "friday 19:00" to "friday 18:00": read as the nearest to come that is a week and a bit, which nobody means. It shows by the same
 * words meaning a moment just before the beginning when they are read a day earlier.
 */
static bool turned_round(const struct kiem_post *post, const char *to)
{
	int64_t earlier;
	return post->to - post->from > 6 * DAY_MS && times_parse(&earlier, to, post->from - DAY_MS, TIMES_END) == TIMES_OK &&
	       earlier < post->from;
}

/* From and to. Where only one changes (a revision), the other is the post's own. */
static int fill_times(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *from = args_value(args, "from"), *to = args_value(args, "to");
	struct kiem_post *post = &draft->post;
	int status = from ? draft_time(&post->from, from, now_ms, TIMES_START) : EX_OK;
	post->has_from = post->has_from || from;
	if (!status && to) {
		/* "friday 19:00 to 22:00" means the same evening, so the end is sought from the beginning on. */
		int64_t start = post->has_from && post->from > now_ms ? post->from : now_ms;
		status = draft_time(&post->to, to, start, TIMES_END);
		post->has_to = true;
	}
	if (!status && post->has_from && post->has_to && (post->to < post->from || (to && turned_round(post, to)))) {
		return cli_fail(EX_DATAERR, _("--to is before --from; turn them round."));
	}
	return status;
}

static int fill_terms(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *terms = args_value(args, "terms");
	return terms ? draft_text(draft, &draft->post.terms, terms, KIEM_POST_MAX, "--terms") : EX_OK;
}

static int fill_language(struct draft *draft, const struct args *args, int64_t now_ms)
{
	const char *language = args_value(args, "language");
	return language ? draft_text(draft, &draft->post.language, language, LANGUAGE_MAX, "--language") : EX_OK;
}

int draft_fill(struct cli *cli, struct draft *draft, const struct args *args, int64_t now_ms)
{
	static int (*const fillers[])(struct draft *, const struct args *, int64_t) = {
	        fill_title, fill_tags, fill_place, fill_quantity, fill_times, fill_terms, fill_language, fill_text};
	int status = cli_config(cli);
	if (!status && draft->post.language.n == 0 && cli->config.language[0]) {
		status = draft_text(draft, &draft->post.language, cli->config.language, LANGUAGE_MAX, "--language");
	}
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers && !status; i++) {
		status = fillers[i](draft, args, now_ms);
	}
	return status;
}

int draft_board(struct cli *cli, struct draft *draft, const char *given, const char *usual)
{
	int status = resolve_board(cli, draft->board, given ? given : usual);
	draft->post.board = out_span(draft->board);
	return status;
}

void draft_finish(struct draft *draft)
{
	for (size_t i = 0; i < draft->n_owned; i++) {
		free(draft->owned[i]);
	}
	draft->n_owned = 0;
}
