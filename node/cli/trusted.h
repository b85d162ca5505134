/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * My view of people, for commands: opened once, with the extract that it is made of. Lists follow it only where a reader asks, and
 * then by its words alone (close, known, a little, from afar, strangers): newest first among those of one word, so that nobody is
 * ranked.
 */
#ifndef KIEM_CLI_TRUSTED_H
#define KIEM_CLI_TRUSTED_H

#include "args.h"
#include "look.h"

#include <kiem/trust.h>

#define TRUSTED_OPTION                                                                                                             \
	{                                                                                                                          \
		"trusted", N_("first"), N_("first from those you trust most, in your own eyes only"), false                        \
	}

struct trusted {
	struct view_extract *x; /* lives as long as the snapshot */
	struct view_trust *view;
};

/* Works it out for this home's identity. Needs trusted_finish either way. */
int trusted_open(struct trusted *trusted, struct cli *cli);
void trusted_finish(struct trusted *trusted);

/* Whether --trusted first was given; another value is a mistake. */
int trusted_asked(bool *asked, const struct args *args);
/*
 * Puts a list in order: close, known, a little, from afar, strangers; as they were among those of one word. Its items are of `size`
 * bytes, with the key of their author at `author`: trusted_first(&t, page->list, page->n, TRUSTED_ITEM(struct view_card)).
 */
int trusted_first(const struct trusted *trusted, void *list, size_t n, size_t size, size_t author);
#define TRUSTED_ITEM(type) sizeof(type), offsetof(type, author)
/*
 * The same order for a board's page, from the columns of the extract: the posts that `options` asks for but for their tag, which
 * the page looks at. *numbers is malloc'ed.
 */
int trusted_order(uint64_t **numbers, size_t *n, const struct trusted *trusted, const struct view_page_options *options);
enum view_trust_band trusted_band(const struct trusted *trusted, const struct kiem_key *key);

/* "a stranger to you", "known from afar", …; and the same for programs, which is never translated. */
const char *trusted_word(enum view_trust_band band);
const char *trusted_word_json(enum view_trust_band band);

#endif
