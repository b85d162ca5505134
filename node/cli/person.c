/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody that a command is about (person.h). Those looked through are the people of the extract: whoever posted or was named. */
#include "person.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#define KEY_DIGITS 64
#define KEY_DIGITS_MIN 4
#define CANDIDATES_MAX 10

/* How well somebody fits what was typed. */
enum fit { FIT_NOT, FIT_PART, FIT_NAME };

struct search {
	struct cli *cli;
	const struct view_extract *x;
	const char *text;
	bool digits; /* it may be the beginning of a key */
	enum fit best;
	size_t n; /* that fit so */
	uint32_t found[CANDIDATES_MAX];
};

bool person_name_has(struct kiem_span name, const char *text)
{
	size_t n = strlen(text);
	for (size_t at = 0; at + n <= name.n; at++) {
		if (view_text_alike((struct kiem_span){name.p + at, n}, out_span(text))) {
			return true;
		}
	}
	return view_text_alike(name, out_span(text));
}

static bool all_digits(const char *text)
{
	size_t n = 0;
	while (isxdigit((unsigned char)text[n])) {
		n++;
	}
	return n >= KEY_DIGITS_MIN && n <= KEY_DIGITS && text[n] == '\0';
}

static bool key_begins(const struct kiem_key *key, const char *digits)
{
	size_t i = 0;
	for (; digits[i]; i++) {
		unsigned nibble = i % 2 ? key->b[i / 2] & 15u : key->b[i / 2] >> 4;
		if (tolower((unsigned char)digits[i]) != "0123456789abcdef"[nibble]) {
			return false;
		}
	}
	return true;
}

/* Digits that begin a key are worth a whole name: anybody may call themselves by the first digits of somebody else's. */
static enum fit fit_of(const struct search *search, uint32_t person, struct kiem_span name)
{
	bool key = search->digits && key_begins(&search->x->key[person], search->text);
	if (key || (name.n > 0 && view_text_alike(name, out_span(search->text)))) {
		return FIT_NAME;
	}
	return name.n > 0 && *search->text && person_name_has(name, search->text) ? FIT_PART : FIT_NOT;
}

static bool is_found(const struct search *search, uint32_t person)
{
	for (size_t i = 0; i < search->n && i < CANDIDATES_MAX; i++) {
		if (search->found[i] == person) {
			return true;
		}
	}
	return false;
}

/* Keeps those who fit best. An older key of somebody stands for who they are now. */
static void keep(struct search *search, uint32_t person, enum fit fit)
{
	person = search->x->self[person];
	if (fit == FIT_NOT || fit < search->best) {
		return;
	}
	if (fit > search->best) {
		search->best = fit;
		search->n = 0;
	}
	if (is_found(search, person)) {
		return;
	}
	if (search->n < CANDIDATES_MAX) {
		search->found[search->n] = person;
	}
	search->n++;
}

/* As many digits as are shown everywhere mean a key, whatever anybody is called. */
static bool look_at_keys(struct search *search)
{
	bool sure = search->digits && strlen(search->text) >= RESOLVE_DIGITS_SURE;
	for (uint32_t person = 0; sure && person < search->x->n_persons; person++) {
		if (key_begins(&search->x->key[person], search->text)) {
			keep(search, person, FIT_NAME);
		}
	}
	return search->n > 0;
}

static int look_through(struct search *search)
{
	const struct view_extract *x = search->x;
	for (uint32_t person = 0; person < x->n_persons; person++) {
		struct kiem_kept kept = {0};
		if (x->profile[person] != VIEW_NONE) {
			enum kiem_err err = kiem_read_post(search->cli->read, &kept, x->number[x->profile[person]]);
			if (err) {
				return cli_fail_err(err, search->cli->home.store);
			}
		}
		keep(search, person, fit_of(search, person, kept.post.name));
	}
	return EX_OK;
}

static void fill(struct cli *cli, struct person *person)
{
	kiem_hex(person->digits, person->key.b, PERSON_DIGITS / 2);
	resolve_name(cli, person->name, &person->key);
	person->me = memcmp(person->key.b, cli->me.b, sizeof cli->me.b) == 0;
}

static int list_candidates(const struct search *search)
{
	int status = cli_fail(
	        EX_DATAERR, _("“%s” fits several people; type the beginning of the key of the one you mean:"), search->text);
	for (size_t i = 0; i < search->n && i < CANDIDATES_MAX; i++) {
		char digits[PERSON_DIGITS + 1], name[RESOLVE_NAME_MAX];
		const struct kiem_key *who = &search->x->key[search->found[i]];
		kiem_hex(digits, who->b, PERSON_DIGITS / 2);
		resolve_name(search->cli, name, who);
		fprintf(stderr, "  %s  %s\n", digits, name);
	}
	if (search->n > CANDIDATES_MAX) {
		fprintf(stderr, "  …\n");
	}
	return status;
}

/* A whole key needs nobody here to fit it: somebody may have been met before they posted. */
static bool whole_key(struct person *person, const struct view_extract *x, const char *text)
{
	if (strlen(text) != KEY_DIGITS || !kiem_unhex(person->key.b, text, KEY_DIGITS)) {
		return false;
	}
	person->index = view_person_of(x, &person->key);
	if (person->index != VIEW_NONE) {
		person->index = x->self[person->index];
		person->key = x->key[person->index];
	}
	return true;
}

int person_find(struct cli *cli, struct person *person, const char *text)
{
	struct view_extract *x = NULL;
	int status = cli_identity(cli);
	*person = (struct person){.index = VIEW_NONE};
	if (status || (status = cli_extract(cli, &x))) {
		return status;
	}
	struct search search = {.cli = cli, .x = x, .text = text, .digits = all_digits(text)};
	if (whole_key(person, x, text)) {
		fill(cli, person);
		return EX_OK;
	}
	if (!look_at_keys(&search) && (status = look_through(&search))) {
		return status;
	}
	if (search.n == 0) {
		return cli_fail(
		        EX_DATAERR, _("nobody here is called “%s”, and no key starts so; “kiem who” lists the people."), text);
	}
	if (search.n > 1) {
		return list_candidates(&search);
	}
	person->index = search.found[0];
	person->key = x->key[person->index];
	fill(cli, person);
	return EX_OK;
}

int person_confirm(const struct person *person, const char *text)
{
	fprintf(stderr, "%s  %s\n", person->digits, person->name);
	bool sure = all_digits(text) && strlen(text) >= RESOLVE_DIGITS_SURE;
	if (sure || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
		return EX_OK;
	}
	return resolve_yes(_("Is this who you mean? [y/N]")) ? EX_OK : cli_fail(EX_NOPERM, _("nothing was done."));
}
