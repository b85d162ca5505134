/* SPDX-License-Identifier: GPL-3.0-or-later */
/* My view of people, for commands (trusted.h). */
#include "trusted.h"

#include <stdlib.h>
#include <string.h>

int trusted_open(struct trusted *trusted, struct cli *cli)
{
	*trusted = (struct trusted){0};
	int status = cli_identity(cli);
	if (status || (status = cli_extract(cli, &trusted->x))) {
		return status;
	}
	uint32_t me = view_person_of(trusted->x, &cli->me);
	return cli_fail_err(view_trust_create(&trusted->view, trusted->x, me, kiem_now_ms()), cli->home.store);
}

void trusted_finish(struct trusted *trusted)
{
	view_trust_destroy(trusted->view);
	trusted->view = NULL;
}

int trusted_asked(bool *asked, const struct args *args)
{
	const char *value = args_value(args, "trusted");
	*asked = value != NULL;
	if (value && strcmp(value, "first") != 0 && strcmp(value, _("first")) != 0) {
		return cli_fail(EX_USAGE, _("“%s” is nothing to do with trust; write --trusted first."), value);
	}
	return EX_OK;
}

enum view_trust_band trusted_band(const struct trusted *trusted, const struct kiem_key *key)
{
	uint32_t person = view_person_of(trusted->x, key);
	return person == VIEW_NONE ? VIEW_TRUST_STRANGER : view_trust_band(trusted->view->standing[person]);
}

int trusted_first(const struct trusted *trusted, void *list, size_t n, size_t size, size_t author)
{
	uint8_t *items = list, *sorted, *bands;
	size_t at = 0;
	if (n == 0) {
		return EX_OK; /* a list of nothing may be NULL */
	}
	sorted = malloc(n * size);
	bands = malloc(n);
	if (!sorted || !bands) {
		free(sorted);
		free(bands);
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	for (size_t i = 0; i < n; i++) {
		struct kiem_key key;
		memcpy(&key, items + i * size + author, sizeof key);
		bands[i] = (uint8_t)trusted_band(trusted, &key);
	}
	for (int band = VIEW_TRUST_CLOSE; band >= VIEW_TRUST_STRANGER; band--) {
		for (size_t i = 0; i < n; i++) {
			if (bands[i] == band) {
				memcpy(sorted + size * at++, items + i * size, size);
			}
		}
	}
	memcpy(list, sorted, n * size);
	free(sorted);
	free(bands);
	return EX_OK;
}

/* A post with what it is put in order by. */
struct placed {
	enum view_trust_band band;
	int64_t made;
	const struct kiem_id *id;
	uint64_t number;
};

static int by_band(const void *a, const void *b)
{
	const struct placed *p = a, *q = b;
	if (p->band != q->band) {
		return p->band > q->band ? -1 : 1;
	}
	return view_order(q->made, q->id, p->made, p->id);
}

static bool asked_for(const struct view_extract *x, uint32_t row, const struct view_page_options *options)
{
	if ((options->kind != 0 ? x->kind[row] != options->kind : !view_is_content(x->kind[row])) ||
	        !view_row_live(x, row, options->now_ms) || (options->since != 0 && x->made[row] < options->since)) {
		return false;
	}
	for (size_t i = 0; i < options->n_boards; i++) {
		if (x->board[row] == options->boards[i]) {
			return true;
		}
	}
	return false;
}

int trusted_order(uint64_t **numbers, size_t *n, const struct trusted *trusted, const struct view_page_options *options)
{
	const struct view_extract *x = trusted->x;
	struct placed *placed = calloc(x->n + 1, sizeof *placed);
	*numbers = NULL;
	*n = 0;
	for (uint32_t row = 0; placed && row < x->n; row++) {
		if (asked_for(x, row, options)) {
			enum view_trust_band band = view_trust_band(trusted->view->standing[x->author[row]]);
			placed[(*n)++] = (struct placed){band, x->made[row], &x->id[row], x->number[row]};
		}
	}
	*numbers = placed ? malloc((*n + 1) * sizeof **numbers) : NULL;
	if (!*numbers) {
		free(placed);
		return cli_fail_err(KIEM_E_MEMORY, NULL);
	}
	qsort(placed, *n, sizeof *placed, by_band);
	for (size_t i = 0; i < *n; i++) {
		(*numbers)[i] = placed[i].number;
	}
	free(placed);
	return EX_OK;
}

const char *trusted_word(enum view_trust_band band)
{
	static const char *const words[VIEW_TRUST_BANDS] = {
	        N_("a stranger to you"), N_("known from afar"), N_("known a little"), N_("known to you"), N_("close to you")};
	return _(words[band]);
}

const char *trusted_word_json(enum view_trust_band band)
{
	static const char *const words[VIEW_TRUST_BANDS] = {"stranger", "afar", "little", "known", "close"};
	return words[band];
}
