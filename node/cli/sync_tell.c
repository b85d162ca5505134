/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `kiem sync` brought, for people and for programs. */
#include "sync.h"

#include "json_post.h"
#include "measure.h"

#include <string.h>

static bool is_done(const struct part *part)
{
	return part->resting && part->now.times > part->before.times;
}

static struct sums difference(const struct part *part)
{
	const struct sums *a = &part->before, *b = &part->now;
	return (struct sums){b->times - a->times, b->sent - a->sent, b->taken - a->taken, b->bytes - a->bytes, b->trips - a->trips};
}

struct total sync_total(const struct sync *s)
{
	struct total t = {0};
	for (size_t i = 0; i < s->n; i++) {
		struct sums one = difference(&s->parts[i]);
		size_t before = 0;
		while (before < i && strcmp(s->parts[before].node, s->parts[i].node) != 0) {
			before++;
		}
		t.neighbours += before == i;
		t.done += is_done(&s->parts[i]);
		t.lost += !is_done(&s->parts[i]) && !s->parts[i].linked;
		t.sums.sent += one.sent;
		t.sums.taken += one.taken;
		t.sums.bytes += one.bytes;
		t.sums.trips += one.trips;
	}
	return t;
}

static const char *state_name(const struct part *part)
{
	return is_done(part) ? (part->same ? "same" : "differs") : part->linked ? "unfinished" : "lost";
}

static const char *state_words(const struct part *part)
{
	if (is_done(part)) {
		return part->same ? _("the same") : _("not the same yet");
	}
	return part->linked ? _("not compared yet") : _("the link broke");
}

static void print_part(const struct out *out, const struct part *part)
{
	struct sums sums = difference(part);
	struct facts facts;
	char count[LOOK_WORD_MAX], size[MEASURE_MAX];
	out_printf(out, "  %.16s  ", part->node);
	out_cut(out, out_span(part->address[0] ? part->address : _("dialled us")), out->width - 20);
	out_printf(out, "\n");
	facts_init(&facts, out, 4);
	facts_say(&facts, "%s", state_words(part));
	facts_say(&facts, ngettext("%s post taken", "%s posts taken", (unsigned long)sums.taken),
	        look_count(count, (uint64_t)sums.taken));
	facts_say(&facts, ngettext("%s post sent", "%s posts sent", (unsigned long)sums.sent),
	        look_count(count, (uint64_t)sums.sent));
	facts_say(&facts, _("%s to find out"), measure_size(size, (uint64_t)sums.bytes));
	facts_say(&facts, ngettext("%lld round trip", "%lld round trips", (unsigned long)sums.trips), (long long)sums.trips);
	facts_end(&facts);
}

static void print_text(const struct sync *s, int64_t took_ms)
{
	const struct out *out = &s->cli->out;
	struct total t = sync_total(s);
	char taken[LOOK_WORD_MAX], sent[LOOK_WORD_MAX], size[MEASURE_MAX], took[MEASURE_MAX];
	for (size_t i = 0; i < s->n; i++) {
		size_t before = 0;
		while (strcmp(s->parts[before].board, s->parts[i].board) != 0) {
			before++;
		}
		if (before < i) {
			continue; /* told with the first of its board */
		}
		out_printf(out, "%s\n", s->parts[i].board);
		for (size_t k = i; k < s->n; k++) {
			if (strcmp(s->parts[k].board, s->parts[i].board) == 0) {
				print_part(out, &s->parts[k]);
			}
		}
	}
	if (took_ms < 10000) {
		snprintf(took, sizeof took, _("%lld ms"), (long long)took_ms);
	} else {
		measure_span(took, took_ms / 1000);
	}
	out_say(out,
	        ngettext("%zu neighbour, %s posts taken, %s sent, %s to find out; it took %s.\n",
	                "%zu neighbours, %s posts taken, %s sent, %s to find out; it took %s.\n", t.neighbours),
	        t.neighbours, look_count(taken, (uint64_t)t.sums.taken), look_count(sent, (uint64_t)t.sums.sent),
	        measure_size(size, (uint64_t)t.sums.bytes), took);
}

static void put_sums(json_t *object, const struct sums *sums)
{
	json_put(object, "taken", json_integer(sums->taken));
	json_put(object, "sent", json_integer(sums->sent));
	json_put(object, "bytes", json_integer(sums->bytes));
	json_put(object, "trips", json_integer(sums->trips));
}

static void print_json(const struct sync *s, int64_t took_ms)
{
	struct total t = sync_total(s);
	json_t *line;
	for (size_t i = 0; i < s->n; i++) {
		const struct part *part = &s->parts[i];
		struct sums sums = difference(part);
		line = json_object();
		json_put(line, "type", json_string("compared"));
		json_put(line, "board", json_string(part->board));
		json_put(line, "node", json_string(part->node));
		json_put(line, "address", json_string(part->address));
		json_put(line, "state", json_string(state_name(part)));
		put_sums(line, &sums);
		out_json(&s->cli->out, line);
	}
	line = json_object();
	json_put(line, "type", json_string("total"));
	json_put(line, "neighbours", json_integer((json_int_t)t.neighbours));
	put_sums(line, &t.sums);
	json_put(line, "took_ms", json_integer(took_ms));
	json_put(line, "finished", json_boolean(t.done == s->n));
	out_json(&s->cli->out, line);
}

void sync_tell(const struct sync *s, int64_t took_ms)
{
	if (s->cli->json) {
		print_json(s, took_ms);
	} else {
		print_text(s, took_ms);
	}
}
