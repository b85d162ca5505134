/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reading commands share (look.h). Words come from the catalogue, people's own text goes through out_…. */
#include "look.h"

#include "labels.h"
#include "quantity.h"
#include "times.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KIND_COLUMNS 11
#define SECOND_MS 1000LL
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

int look_init(struct look *look, struct cli *cli)
{
	*look = (struct look){.cli = cli, .out = &cli->out, .now_ms = kiem_now_ms()};
	int status = cli_read(cli);
	if (status) {
		return status;
	}
	look->read = cli->read;
	return look_err(look, view_people_create(&look->people, look->read, look->now_ms));
}

void look_finish(struct look *look)
{
	view_people_destroy(look->people);
	look->people = NULL;
}

int look_err(const struct look *look, enum kiem_err err)
{
	return cli_fail_err(err, look->cli->home.store);
}

int look_boards(const struct look *look, struct kiem_board **boards, size_t *n, bool followed)
{
	enum kiem_err err = KIEM_DONE;
	size_t cap = 32;
	*boards = NULL;
	do {
		cap *= 2; /* a full array may have left some out */
		free(*boards);
		*boards = calloc(cap, sizeof **boards);
		*n = 0;
		err = *boards ? kiem_read_boards(look->read, *boards, n, cap) : KIEM_E_MEMORY;
	} while (!err && *n == cap);
	size_t kept = 0;
	for (size_t i = 0; !err && i < *n; i++) {
		if (!followed || (*boards)[i].followed) {
			(*boards)[kept++] = (*boards)[i];
		}
	}
	*n = kept;
	return look_err(look, err);
}

const char *look_id(char out[static LOOK_ID_MAX], const struct kiem_id *id)
{
	kiem_hex(out, id->b, LOOK_ID_DIGITS / 2);
	return out;
}

const char *look_name(const struct look *look, char out[static RESOLVE_NAME_MAX], const struct kiem_key *key)
{
	const struct view_person *person;
	if (view_people_get(look->people, &person, key) == KIEM_DONE && person->name.n > 0) {
		return out_clean(out, RESOLVE_NAME_MAX, person->name);
	}
	kiem_hex(out, key->b, 4);
	return out;
}

const char *look_kind(char out[static LOOK_WORD_MAX], uint64_t kind)
{
	if (kiem_kind_name(kind)) {
		snprintf(out, LOOK_WORD_MAX, "%s", label_kind(kind));
	} else {
		snprintf(out, LOOK_WORD_MAX, _("kind %llu"), (unsigned long long)kind);
	}
	return out;
}

const char *look_relation(char out[static LOOK_WORD_MAX], uint64_t relation)
{
	if (kiem_relation_name(relation)) {
		snprintf(out, LOOK_WORD_MAX, "%s", label_relation(relation));
	} else {
		snprintf(out, LOOK_WORD_MAX, _("relation %llu"), (unsigned long long)relation);
	}
	return out;
}

const char *look_age(char out[static LOOK_WORD_MAX], int64_t made, int64_t now_ms)
{
	int64_t age = now_ms - made;
	if (age < MINUTE_MS) {
		snprintf(out, LOOK_WORD_MAX, "%s", _("just now"));
	} else if (age < HOUR_MS) {
		unsigned long n = (unsigned long)(age / MINUTE_MS);
		snprintf(out, LOOK_WORD_MAX, ngettext("%lu minute ago", "%lu minutes ago", n), n);
	} else if (age < DAY_MS) {
		unsigned long n = (unsigned long)(age / HOUR_MS);
		snprintf(out, LOOK_WORD_MAX, ngettext("%lu hour ago", "%lu hours ago", n), n);
	} else if (age < 14 * DAY_MS) {
		unsigned long n = (unsigned long)(age / DAY_MS);
		snprintf(out, LOOK_WORD_MAX, ngettext("%lu day ago", "%lu days ago", n), n);
	} else if (age < 60 * DAY_MS) {
		unsigned long n = (unsigned long)(age / (7 * DAY_MS));
		snprintf(out, LOOK_WORD_MAX, ngettext("%lu week ago", "%lu weeks ago", n), n);
	} else {
		unsigned long n = (unsigned long)(age / (30 * DAY_MS));
		snprintf(out, LOOK_WORD_MAX, ngettext("%lu month ago", "%lu months ago", n), n);
	}
	return out;
}

/* Whether both moments lie on one day of this zone, with one name of the zone; *end is then the later one's clock time. */
static bool one_day(int64_t from, int64_t to, struct tm *end)
{
	time_t a = (time_t)(from / SECOND_MS), b = (time_t)(to / SECOND_MS);
	struct tm start;
	return localtime_r(&a, &start) && localtime_r(&b, end) && start.tm_year == end->tm_year && start.tm_yday == end->tm_yday &&
	       start.tm_isdst == end->tm_isdst;
}

const char *look_when(char out[static LOOK_WHEN_MAX], const struct kiem_post *post)
{
	char from[TIMES_TEXT_MAX], to[TIMES_TEXT_MAX];
	struct tm end;
	out[0] = '\0';
	if (post->has_from) {
		times_print(from, post->from);
	}
	if (post->has_to) {
		times_print(to, post->to);
	}
	char *zone = post->has_from ? strrchr(from, ' ') : NULL;
	if (post->has_from && post->has_to && zone && one_day(post->from, post->to, &end)) {
		*zone++ = '\0';
		snprintf(out, LOOK_WHEN_MAX, "%s–%02d:%02d %s", from, end.tm_hour, end.tm_min, zone);
	} else if (post->has_from && post->has_to) {
		snprintf(out, LOOK_WHEN_MAX, "%s – %s", from, to);
	} else if (post->has_from && post->kind == KIEM_GATHERING) {
		snprintf(out, LOOK_WHEN_MAX, "%s", from);
	} else if (post->has_from) {
		snprintf(out, LOOK_WHEN_MAX, _("from %s"), from);
	} else if (post->has_to) {
		snprintf(out, LOOK_WHEN_MAX, _("until %s"), to);
	}
	return out;
}

const char *look_amount(char out[static LOOK_AMOUNT_MAX], const struct kiem_post *post)
{
	char number[QUANTITY_TEXT_MAX], unit[OUT_CLEAN_MAX(32)];
	out[0] = '\0';
	if (post->has_quantity) {
		out_clean(unit, sizeof unit, post->unit);
		snprintf(out, LOOK_AMOUNT_MAX, "%s%s%s", quantity_print(number, post->quantity_milli), *unit ? " " : "", unit);
	}
	return out;
}

const char *look_count(char out[static LOOK_WORD_MAX], uint64_t n)
{
	char digits[24];
	/* TRANSLATORS: what stands between thousands, as in 31,200 */
	const char *mark = _(",");
	size_t count = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)n), at = 0;
	for (size_t i = 0; i < count && at + 8 < LOOK_WORD_MAX; i++) {
		if (i > 0 && (count - i) % 3 == 0) {
			at += (size_t)snprintf(out + at, LOOK_WORD_MAX - at, "%.4s", mark);
		}
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}

/* ---- facts ---- */

void facts_init(struct facts *facts, const struct out *out, unsigned indent)
{
	*facts = (struct facts){.out = out, .indent = indent};
}

void facts_add(struct facts *facts, struct kiem_span text)
{
	unsigned width = facts->out->width;
	unsigned wide = out_width(text);
	if (text.n == 0) {
		return;
	}
	if (facts->any && facts->column + 3 + wide <= width) {
		out_printf(facts->out, " · ");
		facts->column += 3;
	} else {
		facts->column = facts->indent + (facts->any ? facts->hang : 0);
		out_printf(facts->out, "%s%*s", facts->any ? "\n" : "", (int)facts->column, "");
	}
	unsigned room = width > facts->column ? width - facts->column : 1;
	out_cut(facts->out, text, room);
	facts->column += wide < room ? wide : room;
	facts->any = true;
}

void facts_say(struct facts *facts, const char *format, ...)
{
	char words[1024];
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, format, list);
	va_end(list);
	facts_add(facts, out_span(words));
}

void facts_end(struct facts *facts)
{
	if (facts->any) {
		out_printf(facts->out, "\n");
	}
	facts->any = false;
}

void facts_of_post(struct facts *facts, const struct look *look, const struct kiem_post *shown, const struct kiem_post *post)
{
	char name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX], amount[LOOK_AMOUNT_MAX], when[LOOK_WHEN_MAX];
	struct kiem_post timed = *shown;
	timed.kind = post->kind; /* a revision of a gathering has the times of one */
	facts_say(facts, "%s", look_name(look, name, &post->author));
	facts_say(facts, "%s", look_age(age, post->made, look->now_ms));
	facts_add(facts, shown->place);
	facts_say(facts, "%s", look_amount(amount, shown));
	facts_say(facts, "%s", look_when(when, &timed));
}

void facts_of_target(struct facts *facts, const struct look *look, const struct kiem_post *post)
{
	struct kiem_kept target;
	uint64_t number;
	char relation[LOOK_WORD_MAX], words[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
	if (post->n_links == 0 || kiem_read_find(look->read, &number, &post->links[0].id) ||
	        kiem_read_post(look->read, &target, number)) {
		return;
	}
	struct kiem_span text = target.post.title.n > 0 ? target.post.title : target.post.text;
	if (text.n > 0) {
		facts_say(facts, "%s “%s”", look_relation(relation, post->links[0].relation), out_clean(words, sizeof words, text));
	}
}

static enum out_style style_of(uint64_t kind)
{
	switch (kind) {
	case KIEM_INITIATIVE:
	case KIEM_DEED:
		return OUT_GREEN;
	case KIEM_OFFER:
	case KIEM_LESSON:
		return OUT_BLUE;
	case KIEM_REQUEST:
	case KIEM_GATHERING:
		return OUT_YELLOW;
	default:
		return OUT_PLAIN;
	}
}

void look_headline(const struct look *look, const struct kiem_id *id, uint64_t kind, struct kiem_span words)
{
	const struct out *out = look->out;
	char digits[LOOK_ID_MAX], word[LOOK_WORD_MAX];
	unsigned used = LOOK_ID_DIGITS + 2 + KIND_COLUMNS + 2;
	out_printf(out, "%s%s%s  %s", out_style(out, OUT_DIM), look_id(digits, id), out_style(out, OUT_PLAIN),
	        out_style(out, style_of(kind)));
	out_column(out, out_span(look_kind(word, kind)), KIND_COLUMNS);
	out_printf(out, "%s  %s", out_style(out, OUT_PLAIN), out_style(out, OUT_BOLD));
	out_cut(out, words, out->width > used ? out->width - used : 1);
	out_printf(out, "%s\n", out_style(out, OUT_PLAIN));
}
