/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pulse in words: one line a topic, and what to type to see more. Nobody is praised and nothing has failed. What matters most
 * comes first; what the page has no room for is left out whole, for half a sentence tells nobody anything.
 */
#include "coalition_words.h"
#include "labels.h"
#include "pulse.h"

#include <stdarg.h>
#include <string.h>

/* ---- putting a line together ---- */

static struct pulse_line *begin(struct pulse *pulse, const char *topic, const char *label, size_t figure)
{
	struct pulse_line *line = &pulse->lines[pulse->n++];
	*line = (struct pulse_line){.topic = topic, .label = label, .figure = figure};
	return line;
}

static void say(struct pulse_line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct pulse_line *line, const char *format, ...)
{
	size_t at = strlen(line->text);
	va_list words;
	va_start(words, format);
	vsnprintf(line->text + at, sizeof line->text - at, format, words);
	va_end(words);
}

/* Takes back what was said from `at` on, when the page has no room for it. What was said first stays, and is cut. */
static void unless_full(const struct pulse *pulse, struct pulse_line *line, size_t at)
{
	if (at > 0 && out_width(out_span(line->text)) > pulse->columns) {
		line->text[at] = '\0';
	}
}

/* Names behind what was said; the first one always, the others when there is room. */
static void say_name(const struct pulse *pulse, struct pulse_line *line, uint32_t person, bool first)
{
	char name[RESOLVE_NAME_MAX];
	size_t at = strlen(line->text);
	say(line, "%s%s", first ? ": " : ", ", pulse_name(pulse, name, person));
	if (!first) {
		unless_full(pulse, line, at);
	}
}

static void lead(struct pulse_line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void lead(struct pulse_line *line, const char *format, ...)
{
	va_list words;
	va_start(words, format);
	vsnprintf(line->command, sizeof line->command, format, words);
	va_end(words);
}

/* ---- the topics ---- */

static void line_new(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "new", _("New"), view->n_new);
	char span[LOOK_WORD_MAX];
	size_t waiting = view->n_new - view->n_welcomed;
	if (view->n_new == 0) {
		say(line, "%s", _("nobody new; an invite brings somebody along"));
		lead(line, "kiem invite");
		return;
	}
	if (waiting > 0) {
		say(line, ngettext("%zu of %zu not yet welcomed", "%zu of %zu not yet welcomed", view->n_new), waiting,
		        view->n_new);
	} else {
		say(line, ngettext("%zu person, who was welcomed", "%zu people, all welcomed", view->n_new), view->n_new);
	}
	for (size_t i = 0; i < waiting && i < VIEW_PULSE_FEW; i++) {
		say_name(pulse, line, view->newcomers[i].person, i == 0);
	}
	if (view->n_welcomed > 0) {
		size_t at = strlen(line->text);
		say(line, _("; a welcome comes within %s"), pulse_span(span, view->welcome_ms));
		unless_full(pulse, line, at);
	}
	lead(line, "kiem who --new %s%s", pulse->since, pulse_behind(pulse, "--board "));
}

static void line_asked(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "unanswered", _("Asked"), view->n_unanswered);
	char title[PULSE_TITLE_MAX], span[LOOK_WORD_MAX], count[LOOK_WORD_MAX];
	if (view->n_unanswered == 0) {
		say(line, "%s", _("no request waits for an answer"));
		lead(line, "kiem board%s --kind request", pulse_behind(pulse, ""));
		return;
	}
	uint32_t row = view->unanswered[0].row;
	say(line, ngettext("%s waits for an answer, for %s: %s", "%s wait, the eldest for %s: %s", view->n_unanswered),
	        look_count(count, view->n_unanswered), pulse_span(span, pulse->look.now_ms - pulse->x->made[row]),
	        pulse_title(pulse, title, row));
	lead(line, "kiem match --open%s", pulse_behind(pulse, "--board "));
}

static void say_swing(const struct pulse *pulse, struct pulse_line *line, const struct view_swing *swing, bool first)
{
	char spark[WORDS_SPARK_MAX], title[PULSE_TITLE_MAX], by[QUANTITY_TEXT_MAX];
	uint64_t much = (uint64_t)(swing->by < 0 ? -swing->by : swing->by);
	size_t at = strlen(line->text);
	say(line, "%s%s %s%s %s", first ? "" : "; ", words_spark(spark, swing->trend), swing->by < 0 ? "-" : "+",
	        words_energy(by, much), pulse_title(pulse, title, swing->shown));
	unless_full(pulse, line, at);
}

static void say_swings(
        const struct pulse *pulse, struct pulse_line *line, const struct view_swing *list, size_t n, const char *still)
{
	char id[LOOK_ID_MAX];
	for (size_t i = 0; i < n && i < 2; i++) {
		say_swing(pulse, line, &list[i], i == 0);
	}
	if (n == 0) {
		say(line, "%s", still);
		lead(line, "kiem coalitions%s", pulse_behind(pulse, ""));
	} else {
		lead(line, "kiem coalition %s --since %s", look_id(id, &pulse->x->id[list[0].row]), pulse->since);
	}
}

static void line_rising(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "rising", _("Rising"), view->n_risen);
	say_swings(pulse, line, view->risen, view->n_risen, _("a quiet time: no coalition gained energy"));
}

static void line_calmer(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "falling", _("Calmer"), view->n_fallen);
	say_swings(pulse, line, view->fallen, view->n_fallen, _("no coalition lost energy"));
}

static void line_resting(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "resting", _("Resting"), view->states[VIEW_RESTING]);
	char span[LOOK_WORD_MAX];
	say(line, ngettext("%zu coalition", "%zu coalitions", view->states[VIEW_RESTING]), view->states[VIEW_RESTING]);
	if (view->n_fell_asleep > 0) {
		say(line, _(", %zu for less than %s"), view->n_fell_asleep, pulse_span(span, pulse->look.now_ms - view->since));
	}
	size_t at = strlen(line->text);
	say(line, _("; %zu alive, %zu sprouting"), view->states[VIEW_ALIVE], view->states[VIEW_SPROUTING]);
	unless_full(pulse, line, at);
	lead(line, "kiem coalitions%s --state resting", pulse_behind(pulse, ""));
}

static void line_pioneers(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "pioneers", _("Pioneers"), view->n_pioneers);
	char name[RESOLVE_NAME_MAX], title[PULSE_TITLE_MAX];
	for (size_t i = 0; i < view->n_pioneers && i < 2; i++) {
		const struct view_pioneer *one = &view->pioneers[i];
		size_t at = strlen(line->text);
		say(line, _("%s%s with %zu in “%s”"), i ? "; " : "", pulse_name(pulse, name, one->person), one->people,
		        pulse_title(pulse, title, one->shown));
		unless_full(pulse, line, at);
	}
	if (view->n_pioneers == 0) {
		say(line, "%s", _("no initiative of the last month has three people yet"));
	}
	lead(line, "kiem coalitions%s --state sprouting --newest", pulse_behind(pulse, ""));
}

static void line_connectors(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "connectors", _("Connectors"), view->n_connectors);
	if (!view->has_connectors) {
		say(line, "%s", _("cannot be told without igraph (Debian: libigraph3)"));
	} else if (view->n_connectors == 0) {
		say(line, "%s", _("nobody has ties in several circles now"));
	} else {
		say(line, _("%zu at home in several circles"), view->n_connectors);
	}
	for (size_t i = 0; i < view->n_connectors && i < VIEW_PULSE_FEW; i++) {
		say_name(pulse, line, view->connectors[i], i == 0);
	}
	lead(line, "kiem map%s > map.svg", pulse_behind(pulse, ""));
}

static void line_care(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "care", _("Care for"), view->n_burdens);
	char name[RESOLVE_NAME_MAX], title[PULSE_TITLE_MAX], id[LOOK_ID_MAX];
	if (view->n_burdens == 0) {
		say(line, "%s", _("nobody carries so much that others would lose each other"));
		lead(line, "kiem coalitions%s", pulse_behind(pulse, ""));
		return;
	}
	const struct view_burden *one = &view->burdens[0];
	say(line,
	        ngettext("without %s %zu person would lose touch, in “%s”", "without %s %zu people would lose touch, in “%s”",
	                one->apart),
	        pulse_name(pulse, name, one->person), one->apart, pulse_title(pulse, title, one->shown));
	look_id(id, &pulse->x->id[one->row]);
	if (!pulse->x->unnamed[one->person]) {
		char hex[2 * sizeof(struct kiem_key) + 1];
		kiem_hex(hex, pulse->x->key[one->person].b, sizeof(struct kiem_key));
		lead(line, "kiem coalition %s --without %.12s", id, hex);
	} else {
		lead(line, "kiem coalition %s", id);
	}
}

static void line_meet(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "introduce", _("Introduce"), view->n_introductions);
	char a[RESOLVE_NAME_MAX], b[RESOLVE_NAME_MAX], via[RESOLVE_NAME_MAX], tag[OUT_CLEAN_MAX(KIEM_TAG_MAX)] = "";
	struct kiem_kept kept;
	if (view->n_introductions == 0) {
		say(line, "%s", _("no two people to introduce to each other now"));
		lead(line, "kiem who%s", pulse_behind(pulse, "--board "));
		return;
	}
	const struct view_introduction *one = &view->introductions[0];
	if (!kiem_read_post(pulse->look.read, &kept, pulse->x->number[one->row]) && one->tag < kept.post.n_tags) {
		out_clean(tag, sizeof tag, kept.post.tags[one->tag]);
	}
	say(line, _("#%s: %s and %s"), tag, pulse_name(pulse, a, one->a), pulse_name(pulse, b, one->b));
	size_t at = strlen(line->text);
	say(line, _(", by way of %s"), pulse_name(pulse, via, one->via));
	unless_full(pulse, line, at);
	lead(line, "kiem find --tag %s%s", tag, pulse_behind(pulse, "--board "));
}

static void line_table(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	size_t there = 0, missing = 0;
	uint64_t most = 1;
	for (uint64_t sector = 1; sector <= KIEM_OTHER; sector++) {
		there += view->n_sectors[sector] > 0;
		most = view->n_sectors[sector] > view->n_sectors[most] ? sector : most;
	}
	struct pulse_line *line = begin(pulse, "table", _("At the table"), there);
	for (uint64_t sector = 1; there > 0 && sector < KIEM_OTHER; sector++) {
		if ((view->absent & 1u << sector) != 0) {
			say(line, "%s%s", missing++ == 0 ? _("not there: ") : ", ", label_sector(sector));
		}
	}
	if (there == 0) {
		say(line, "%s", _("nobody who posted says for which sector"));
	} else {
		size_t at = strlen(line->text);
		say(line, "%s", missing > 0 ? "; " : "");
		say(line, ngettext("%zu sector", "%zu sectors", there), there);
		say(line, ngettext(", most often %s (%zu person)", ", most often %s (%zu people)", view->n_sectors[most]),
		        label_sector(most), view->n_sectors[most]);
		unless_full(pulse, line, at);
	}
	lead(line, "kiem who --since %s%s", pulse->since, pulse_behind(pulse, "--board "));
}

static void line_ties(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "ties", _("Each other"), view->n_matches);
	char count[LOOK_WORD_MAX];
	say(line, ngettext("%s request with an offer that may fit", "%s requests with an offer that may fit", view->n_matches),
	        look_count(count, view->n_matches));
	size_t at = strlen(line->text);
	say(line, _("; %u %% of ties is mutual"), (view->reciprocity + 5) / 10);
	unless_full(pulse, line, at);
	lead(line, "kiem match --all%s", pulse_behind(pulse, "--board "));
}

void pulse_lines(struct pulse *pulse)
{
	line_new(pulse);
	line_asked(pulse);
	line_ties(pulse);
	line_rising(pulse);
	line_calmer(pulse);
	line_resting(pulse);
	line_pioneers(pulse);
	line_connectors(pulse);
	line_care(pulse);
	line_meet(pulse);
	line_table(pulse);
}
