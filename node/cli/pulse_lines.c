/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pulse in words: one line a topic, and what to type to see more. Nobody is praised and nothing has failed. */
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

static void lead(struct pulse_line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void lead(struct pulse_line *line, const char *format, ...)
{
	va_list words;
	va_start(words, format);
	vsnprintf(line->command, sizeof line->command, format, words);
	va_end(words);
}

/* " nl/tilburg/noord" behind a command, when it is about one board. */
static const char *on_board(const struct pulse *pulse, const char *before)
{
	static char words[KIEM_BOARD_MAX + 32];
	snprintf(words, sizeof words, "%s%s%s", pulse->board ? " " : "", pulse->board ? before : "",
	        pulse->board ? pulse->board : "");
	return words;
}

/* ---- the topics ---- */

static void line_new(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "new", _("New"), view->n_new);
	char name[RESOLVE_NAME_MAX], span[LOOK_WORD_MAX];
	size_t waiting = view->n_new - view->n_welcomed;
	if (view->n_new == 0) {
		say(line, "%s", _("nobody new; an invite brings somebody along"));
		lead(line, "kiem invite");
		return;
	}
	say(line, ngettext("%zu of %zu not yet welcomed", "%zu of %zu not yet welcomed", view->n_new), waiting, view->n_new);
	for (size_t i = 0; i < waiting && i < VIEW_PULSE_FEW; i++) {
		say(line, "%s%s", i ? ", " : ": ", pulse_name(pulse, name, view->newcomers[i].person));
	}
	if (view->n_welcomed > 0) {
		say(line, _("; a welcome comes within %s"), pulse_span(span, view->welcome_ms));
	}
	lead(line, "kiem who --new %s%s", pulse->since, on_board(pulse, "--board "));
}

static void line_asked(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "unanswered", _("Asked"), view->n_unanswered);
	char title[PULSE_TITLE_MAX], span[LOOK_WORD_MAX];
	if (view->n_unanswered == 0) {
		say(line, "%s", _("every request has had an answer"));
		lead(line, "kiem board%s --kind request", on_board(pulse, ""));
		return;
	}
	uint32_t row = view->unanswered[0].row;
	say(line,
	        ngettext("%zu request without an answer, for %s: %s", "%zu requests without an answer, the eldest for %s: %s",
	                view->n_unanswered),
	        view->n_unanswered, pulse_span(span, pulse->look.now_ms - pulse->x->made[row]), pulse_title(pulse, title, row));
	lead(line, "kiem match --open");
}

static void say_swing(const struct pulse *pulse, struct pulse_line *line, const struct view_swing *swing, bool first)
{
	char spark[WORDS_SPARK_MAX], title[PULSE_TITLE_MAX], by[QUANTITY_TEXT_MAX];
	uint64_t much = (uint64_t)(swing->by < 0 ? -swing->by : swing->by);
	say(line, "%s%s %s%s %s", first ? "" : "; ", words_spark(spark, swing->trend), swing->by < 0 ? "-" : "+",
	        words_energy(by, much), pulse_title(pulse, title, swing->shown));
}

static void lead_coalition(const struct pulse *pulse, struct pulse_line *line, uint32_t row)
{
	char id[LOOK_ID_MAX];
	lead(line, "kiem coalition %s --since %s", look_id(id, &pulse->x->id[row]), pulse->since);
}

static void line_rising(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "rising", _("Rising"), view->n_risen);
	for (size_t i = 0; i < view->n_risen && i < 2; i++) {
		say_swing(pulse, line, &view->risen[i], i == 0);
	}
	if (view->n_risen == 0) {
		say(line, "%s", _("a quiet time: no coalition gained energy"));
		lead(line, "kiem coalitions%s", on_board(pulse, ""));
	} else {
		lead_coalition(pulse, line, view->risen[0].row);
	}
}

static void line_calmer(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "falling", _("Calmer"), view->n_fallen);
	for (size_t i = 0; i < view->n_fallen && i < 2; i++) {
		say_swing(pulse, line, &view->fallen[i], i == 0);
	}
	if (view->n_fallen == 0) {
		say(line, "%s", _("no coalition lost energy"));
		lead(line, "kiem coalitions%s", on_board(pulse, ""));
	} else {
		lead_coalition(pulse, line, view->fallen[0].row);
	}
}

static void line_resting(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "resting", _("Resting"), view->states[VIEW_RESTING]);
	say(line, ngettext("%zu coalition rests", "%zu coalitions rest", view->states[VIEW_RESTING]), view->states[VIEW_RESTING]);
	say(line, ngettext(", %zu of them since then", ", %zu of them since then", view->n_fell_asleep), view->n_fell_asleep);
	say(line, _("; %zu alive, %zu sprouting"), view->states[VIEW_ALIVE], view->states[VIEW_SPROUTING]);
	lead(line, "kiem coalitions%s --state resting", on_board(pulse, ""));
}

static void line_pioneers(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "pioneers", _("Pioneers"), view->n_pioneers);
	char name[RESOLVE_NAME_MAX], title[PULSE_TITLE_MAX];
	for (size_t i = 0; i < view->n_pioneers && i < 2; i++) {
		const struct view_pioneer *one = &view->pioneers[i];
		say(line, _("%s%s with %zu in “%s”"), i ? "; " : "", pulse_name(pulse, name, one->person), one->people,
		        pulse_title(pulse, title, one->shown));
	}
	if (view->n_pioneers == 0) {
		say(line, "%s", _("no initiative of the last month has three people yet"));
	}
	lead(line, "kiem coalitions%s --state sprouting --newest", on_board(pulse, ""));
}

static void line_connectors(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "connectors", _("Connectors"), view->n_connectors);
	char name[RESOLVE_NAME_MAX];
	if (!view->has_connectors) {
		say(line, "%s", _("cannot be told without igraph (Debian: libigraph3)"));
	} else if (view->n_connectors == 0) {
		say(line, "%s", _("nobody has ties in several circles now"));
	} else {
		say(line,
		        ngettext("%zu person at home in several circles: ", "%zu people at home in several circles: ",
		                view->n_connectors),
		        view->n_connectors);
	}
	for (size_t i = 0; i < view->n_connectors && i < VIEW_PULSE_FEW; i++) {
		say(line, "%s%s", i ? ", " : "", pulse_name(pulse, name, view->connectors[i]));
	}
	lead(line, "kiem map%s > map.svg", on_board(pulse, ""));
}

static void line_care(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "care", _("Care for"), view->n_burdens);
	char name[RESOLVE_NAME_MAX], title[PULSE_TITLE_MAX], id[LOOK_ID_MAX];
	if (view->n_burdens == 0) {
		say(line, "%s", _("nobody carries so much that others would lose each other"));
		lead(line, "kiem coalitions%s", on_board(pulse, ""));
		return;
	}
	const struct view_burden *one = &view->burdens[0];
	say(line,
	        ngettext("%zu person would lose touch without %s, in “%s”", "%zu people would lose touch without %s, in “%s”",
	                one->apart),
	        one->apart, pulse_name(pulse, name, one->person), pulse_title(pulse, title, one->shown));
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
		say(line, "%s", _("who posts about the same knows each other"));
		lead(line, "kiem who%s", on_board(pulse, "--board "));
		return;
	}
	const struct view_introduction *one = &view->introductions[0];
	if (!kiem_read_post(pulse->look.read, &kept, pulse->x->number[one->row]) && one->tag < kept.post.n_tags) {
		out_clean(tag, sizeof tag, kept.post.tags[one->tag]);
	}
	say(line, _("%s and %s: #%s, by way of %s"), pulse_name(pulse, a, one->a), pulse_name(pulse, b, one->b), tag,
	        pulse_name(pulse, via, one->via));
	lead(line, "kiem find --tag %s", tag);
}

static void line_table(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	size_t there = 0, missing = 0;
	for (uint64_t sector = 1; sector <= KIEM_OTHER; sector++) {
		there += view->n_sectors[sector] > 0;
	}
	struct pulse_line *line = begin(pulse, "table", _("At the table"), there);
	say(line, ngettext("%zu sector", "%zu sectors", there), there);
	say(line, _(", diversity %u of 1000"), view->diversity);
	for (uint64_t sector = 1; sector < KIEM_OTHER; sector++) {
		if ((view->absent & 1u << sector) != 0) {
			say(line, "%s%s", missing++ == 0 ? _("; not there: ") : ", ", label_sector(sector));
		}
	}
	lead(line, "kiem who --since %s%s", pulse->since, on_board(pulse, "--board "));
}

static void line_ties(struct pulse *pulse)
{
	const struct view_pulse *view = pulse->view;
	struct pulse_line *line = begin(pulse, "ties", _("Each other"), view->n_matches);
	say(line,
	        ngettext("%zu request has an offer that may serve it", "%zu requests have an offer that may serve them",
	                view->n_matches),
	        view->n_matches);
	say(line, _("; %u %% of ties is mutual"), (view->reciprocity + 5) / 10);
	lead(line, "kiem match --all");
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
