/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem show` for people: the post in plain words, then what it points to, how far it has spread, its earlier texts, and what
 * stands around it.
 */
#include "labels.h"
#include "rows.h"
#include "show.h"
#include "times.h"

#define REPLY_BYTES 400 /* of a reply's text in the thread; `kiem show` of the reply has it all */
#define REPLY_MARGIN_MAX 16

static void print_title(const struct show *show)
{
	const struct out *out = show->look.out;
	const struct kiem_post *post = &show->shown.post;
	char id[LOOK_ID_MAX], kind[LOOK_WORD_MAX];
	out_printf(out, "%s%s  %s%s\n", out_style(out, OUT_DIM), look_id(id, &show->kept.post.id),
	        look_kind(kind, show->kept.post.kind), out_style(out, OUT_PLAIN));
	if (post->title.n > 0) {
		out_printf(out, "%s", out_style(out, OUT_BOLD));
		out_wrap(out, post->title, 0);
		out_printf(out, "%s", out_style(out, OUT_PLAIN));
	}
	if (post->text.n > 0) {
		out_printf(out, "\n");
		out_wrap(out, post->text, 2);
	}
	out_printf(out, "\n");
}

static void print_author(const struct show *show)
{
	const struct look *look = &show->look;
	const struct kiem_post *post = &show->kept.post;
	const struct view_person *person;
	char name[RESOLVE_NAME_MAX], key[2 * sizeof post->author.b + 1], at[TIMES_TEXT_MAX], age[LOOK_WORD_MAX];
	bool known = view_people_get(look->people, &person, &post->author) == KIEM_DONE && person->profile != 0;
	if (known && person->sector != 0) {
		row_say(look->out, _("by"), "%s (%s)", look_name(look, name, &post->author), label_sector(person->sector));
	} else {
		row_say(look->out, _("by"), "%s", look_name(look, name, &post->author));
	}
	kiem_hex(key, post->author.b, sizeof post->author.b);
	row_say(look->out, _("key"), "%s", key);
	row_say(look->out, _("made"), "%s, %s", times_print(at, post->made), look_age(age, post->made, look->now_ms));
	row_text(look->out, _("board"), post->board);
}

/* A list of words after one label, joined by commas. */
struct words {
	char text[4096];
	size_t n;
};

static void words_add(struct words *words, struct kiem_span text)
{
	char clean[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
	int n = snprintf(words->text + words->n, sizeof words->text - words->n, "%s%s", words->n > 0 ? ", " : "",
	        out_clean(clean, sizeof clean, text));
	if (n > 0 && words->n + (size_t)n < sizeof words->text) {
		words->n += (size_t)n;
	}
}

static void words_add_number(struct words *words, uint64_t number, const char *known, const char *label)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
	words_add(words, out_span(known ? label : digits));
}

static void print_words(const struct out *out, const char *label, const struct words *words)
{
	row_text(out, label, (struct kiem_span){(const uint8_t *)words->text, words->n});
}

static void print_place(const struct show *show)
{
	const struct kiem_post *post = &show->shown.post;
	row_text(show->look.out, _("place"), post->place);
	if (post->has_point) {
		row_say(show->look.out, _("position"), "%.6f, %.6f", post->lat_udeg / 1e6, post->lon_udeg / 1e6);
	}
}

/* The fields that any kind may have, each only when it is there. */
static void print_fields(const struct show *show)
{
	const struct out *out = show->look.out;
	struct kiem_post post = show->shown.post;
	struct words tags = {.n = 0}, signals = {.n = 0}, roles = {.n = 0};
	char amount[LOOK_AMOUNT_MAX], when[LOOK_WHEN_MAX];
	post.kind = show->kept.post.kind;
	row_say(out, _("amount"), "%s", look_amount(amount, &post));
	row_say(out, _("when"), "%s", look_when(when, &post));
	print_place(show);
	row_text(out, _("terms"), post.terms);
	row_text(out, _("brings"), post.bring);
	row_text(out, _("because"), post.motive);
	for (size_t i = 0; i < post.n_tags; i++) {
		words_add(&tags, post.tags[i]);
	}
	for (size_t i = 0; i < post.n_signals; i++) {
		words_add_number(&signals, post.signals[i], kiem_signal_name(post.signals[i]), label_signal(post.signals[i]));
	}
	for (size_t i = 0; i < post.n_roles; i++) {
		words_add_number(&roles, post.roles[i], kiem_role_name(post.roles[i]), label_role(post.roles[i]));
	}
	print_words(out, _("signals"), &signals);
	print_words(out, _("role"), &roles);
	print_words(out, _("tags"), &tags);
	row_text(out, _("language"), post.language);
}

/* What profiles, ties to a person, sealed letters and kinds to come say. */
static void print_person_fields(const struct show *show)
{
	const struct out *out = show->look.out;
	const struct kiem_post *post = &show->shown.post;
	struct words languages = {.n = 0};
	char name[RESOLVE_NAME_MAX];
	row_text(out, _("name"), post->name);
	if (post->sector != 0 && kiem_sector_name(post->sector)) {
		row_say(out, _("sector"), "%s", label_sector(post->sector));
	} else if (post->sector != 0) {
		row_say(out, _("sector"), "%llu", (unsigned long long)post->sector);
	}
	for (size_t i = 0; i < post->n_languages; i++) {
		words_add(&languages, post->languages[i]);
	}
	print_words(out, _("languages"), &languages);
	if (post->unnamed) {
		row_say(out, _("wishes"), "%s", _("not to be named in roles"));
	}
	if (post->has_whom) {
		row_say(out, _("whom"), "%s", look_name(&show->look, name, &post->whom));
	}
	if (post->level != 0) {
		row_say(out, _("level"), "%llu", (unsigned long long)post->level);
	}
	row_text(out, _("about"), post->context);
	if (post->n_recipients > 0) {
		row_say(out, _("sealed"),
		        ngettext("for %zu person, who alone can read it", "for %zu people, who alone can read it",
		                post->n_recipients),
		        post->n_recipients);
	}
	if (post->n_unknown > 0) {
		row_say(out, _("unknown"),
		        ngettext("%zu field that this version of kiem does not know; it is kept and passed on",
		                "%zu fields that this version of kiem does not know; they are kept and passed on", post->n_unknown),
		        post->n_unknown);
	}
}

/* One post that this one points to, with its first words when it is here. */
static void print_link(const struct show *show, const struct kiem_link *link)
{
	struct kiem_kept target;
	uint64_t number;
	char id[LOOK_ID_MAX], kind[LOOK_WORD_MAX], relation[LOOK_WORD_MAX], words[OUT_CLEAN_MAX(KIEM_TITLE_MAX)];
	const struct look *look = &show->look;
	look_relation(relation, link->relation);
	look_id(id, &link->id);
	if (kiem_read_find(look->read, &number, &link->id) || kiem_read_post(look->read, &target, number)) {
		row_say(look->out, relation, _("%s, which is not here"), id);
		return;
	}
	struct kiem_span text = target.post.title.n > 0 ? target.post.title : target.post.text;
	text.n = text.n > KIEM_TITLE_MAX ? KIEM_TITLE_MAX : text.n;
	out_clean(words, sizeof words, text);
	if (words[0]) {
		row_say(look->out, relation, "%s  %s “%s”", id, look_kind(kind, target.post.kind), words);
	} else {
		row_say(look->out, relation, "%s  %s", id, look_kind(kind, target.post.kind));
	}
}

static void print_spread(const struct show *show)
{
	const struct look *look = &show->look;
	char at[TIMES_TEXT_MAX];
	row_say(look->out, _("until"),
	        show->kept.until == show->kept.post.until ? _("%s, then it is erased") : _("%s (renewed), then it is erased"),
	        times_print(at, show->kept.until));
	if (!show->shown.local) {
		row_say(look->out, _("came in"), "%s", times_print(at, show->shown.arrived));
	} else if (show->n_holders == 0) {
		row_say(look->out, _("held by"), "%s", _("no neighbour yet, as far as is known"));
	} else {
		row_say(look->out, _("held by"), ngettext("%zu neighbour", "%zu neighbours", show->n_holders), show->n_holders);
	}
}

static void print_versions(const struct show *show)
{
	const struct look *look = &show->look;
	const struct view_versions *versions = show->versions;
	if (versions->n < 2) {
		return;
	}
	row_heading(look->out, ngettext("Revised %zu time by its author", "Revised %zu times by its author", versions->n - 1),
	        versions->n - 1);
	for (size_t i = 0; i < versions->n; i++) {
		const struct view_version *version = &versions->list[i];
		char id[LOOK_ID_MAX], at[TIMES_TEXT_MAX];
		bool newest = i == versions->shown, here = version->number == show->shown.number;
		out_printf(look->out, "  %s  %s%s\n", look_id(id, &version->id), times_print(at, version->made),
		        here ? _(", the text above") : (newest ? _(", the newest text") : ""));
	}
	if (show->shown.number != versions->list[versions->shown].number) {
		char id[LOOK_ID_MAX];
		row_heading(look->out, _("This is an earlier text. The newest: kiem show %s"), look_id(id, &versions->list[0].id));
	}
}

static void print_reply(const struct look *look, const struct view_reply *reply)
{
	struct facts facts;
	char id[LOOK_ID_MAX], kind[LOOK_WORD_MAX], name[RESOLVE_NAME_MAX], age[LOOK_WORD_MAX];
	unsigned margin = 2 * reply->depth > REPLY_MARGIN_MAX ? REPLY_MARGIN_MAX : 2 * reply->depth;
	const char *relation = label_relation_here(reply->relation);
	facts_init(&facts, look->out, margin);
	facts.hang = LOOK_ID_DIGITS + 2;
	facts_say(&facts, "%s  %s%s%s", look_id(id, &reply->id), look_kind(kind, reply->kind), relation ? ", " : "",
	        relation ? relation : "");
	facts_say(&facts, "%s", look_name(look, name, &reply->author));
	facts_say(&facts, "%s", look_age(age, reply->made, look->now_ms));
	if (reply->cancelled) {
		facts_say(&facts, "%s", _("left again"));
	} else if (reply->earlier && reply->kind == KIEM_JOIN) {
		facts_say(&facts, "%s", _("to an earlier text"));
	}
	facts_end(&facts);
	struct kiem_span text = reply->text;
	bool cut = text.n > REPLY_BYTES;
	for (text.n = cut ? REPLY_BYTES : text.n; cut && text.n > 0 && (text.p[text.n] & 0xc0) == 0x80;) {
		text.n--;
	}
	out_wrap(look->out, text, margin + 2);
	if (cut) {
		out_printf(look->out, "%*s…\n", (int)margin + 2, "");
	}
}

static void print_thread(const struct show *show)
{
	const struct out *out = show->look.out;
	char joined[LOOK_WORD_MAX * 2] = "", replies[LOOK_WORD_MAX * 2] = "", id[LOOK_ID_MAX];
	if (show->thread->n == 0) {
		return;
	}
	snprintf(joined, sizeof joined, ngettext("%zu joined", "%zu joined", show->card.joined), show->card.joined);
	snprintf(replies, sizeof replies, ngettext("%zu reply", "%zu replies", show->card.replies), show->card.replies);
	row_heading(out, _("Around it: %s, %s"), joined, replies);
	if (show->card.joined_earlier > 0) {
		out_printf(out,
		        ngettext("  (%zu joined an earlier text)\n", "  (%zu joined an earlier text)\n", show->card.joined_earlier),
		        show->card.joined_earlier);
	}
	for (size_t i = 0; i < show->thread->n; i++) {
		print_reply(&show->look, &show->thread->list[i]);
	}
	if (show->thread->more) {
		out_printf(out, "  %s\n", _("… there is more than is shown here"));
	}
	if (view_is_content(show->kept.post.kind)) {
		row_heading(out, _("Who takes part and what each brings: kiem coalition %s"), look_id(id, &show->kept.post.id));
	}
}

void show_text(const struct show *show)
{
	const struct kiem_post *post = &show->kept.post;
	print_title(show);
	print_author(show);
	print_fields(show);
	print_person_fields(show);
	for (size_t i = 0; i < post->n_links; i++) {
		print_link(show, &post->links[i]);
	}
	print_spread(show);
	print_versions(show);
	print_thread(show);
}
