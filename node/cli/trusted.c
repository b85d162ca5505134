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

int trusted_first(const struct trusted *trusted, struct view_card *cards, size_t n)
{
	struct view_card *sorted = calloc(n + 1, sizeof *sorted);
	uint8_t *bands = calloc(n + 1, sizeof *bands);
	size_t at = 0;
	for (size_t i = 0; bands && i < n; i++) {
		bands[i] = (uint8_t)trusted_band(trusted, &cards[i].author);
	}
	for (int band = VIEW_TRUST_CLOSE; sorted && bands && band >= VIEW_TRUST_STRANGER; band--) {
		for (size_t i = 0; i < n; i++) {
			if (bands[i] == band) {
				sorted[at++] = cards[i];
			}
		}
	}
	bool done = sorted && bands;
	if (done) {
		memcpy(cards, sorted, n * sizeof *cards);
	}
	free(sorted);
	free(bands);
	return cli_fail_err(done ? KIEM_DONE : KIEM_E_MEMORY, NULL);
}

const char *trusted_word(enum view_trust_band band)
{
	static const char *const words[VIEW_TRUST_BANDS] = {
	        N_("a stranger to you"), N_("known from afar"), N_("known to you"), N_("close to you")};
	return _(words[band]);
}

const char *trusted_word_json(enum view_trust_band band)
{
	static const char *const words[VIEW_TRUST_BANDS] = {"stranger", "afar", "known", "close"};
	return words[band];
}
