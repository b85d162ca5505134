/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of the market (match.h). A word weighs log2(1 + posts / posts that have it): the rarer, the more two posts that share
 * it have to do with each other. What more than one in twenty have tells nothing and is left out, which also bounds the work: a
 * post looks at no more than a twentieth of the others for each of its words.
 */
#include "match.h"
#include "weights.h"

#include <kiem/words.h>

#include <stdlib.h>
#include <string.h>

#define TOKENS_MAX 256 /* words of one post that count: the title's, the tags', then the first of the text */
#define TAG_SALT 0x9e3779b97f4a7c15ULL

/* ---- which words count ---- */

/* Words of every offer or request, whatever it is about. */
static const char *const trade_words[] = {"aanbieden", "aanbod", "aangeboden", "available", "beschikbaar", "bied", "bieden",
        "gevraagd", "gezocht", "looking", "need", "needed", "nodig", "offer", "offered", "offering", "request", "requested",
        "seeking", "vraag", "wanted", "zoek", "zoeken", "zoekt"};

bool match_word_hash(uint64_t *hash, struct view_words *words)
{
	bool digit = words->n != 0 && words->word[0] >= '0' && words->word[0] <= '9';
	bool number = digit && strspn(words->word, "0123456789") == words->n;

	if (number || view_word_stop(words->word, words->n) ||
	        view_word_listed(words->word, words->n, trade_words, sizeof(trade_words) / sizeof(trade_words[0]))) {
		return false;
	}
	words->n = view_word_stem(words->word, words->n);
	*hash = view_word_hash(words->word, words->n);
	return true;
}

bool match_tag_hash(uint64_t *hash, struct kiem_span tag)
{
	char folded[VIEW_TAG_MAX + 1];
	size_t n = view_tag_fold(folded, tag);

	*hash = view_word_hash(folded, n) ^ TAG_SALT;
	return n != 0;
}

/* The words of one post while they are gathered. */
struct gathering {
	struct market *market;
	size_t n;
	struct market_word word[TOKENS_MAX + KIEM_TAGS_MAX];
};

static enum kiem_err gather(struct gathering *g, uint64_t hash, bool tag, bool title)
{
	uint32_t id;
	enum kiem_err err = market_word_id(g->market, &id, hash);

	if (err == KIEM_DONE) {
		g->word[g->n++] = (struct market_word){.id = id & 0x3fffffffu, .tag = tag, .title = title};
	}
	return err;
}

static enum kiem_err gather_text(struct gathering *g, struct kiem_span text, bool title)
{
	struct view_words words;
	enum kiem_err err = KIEM_DONE;
	uint64_t hash;

	view_words_begin(&words, text);
	while (err == KIEM_DONE && g->n < TOKENS_MAX && view_words_next(&words)) {
		if (match_word_hash(&hash, &words)) {
			err = gather(g, hash, false, title);
		}
	}
	return err;
}

/* By id; of one word twice the heavier first. */
static bool stands_before(struct market_word a, struct market_word b)
{
	return a.id != b.id ? a.id < b.id : a.title > b.title;
}

/* Sorts, by insertion since they are few and mostly new words in order, and keeps each word once. */
static size_t settle(struct market_word *word, size_t n)
{
	size_t kept = 0;

	for (size_t i = 1; i < n; i++) {
		struct market_word one = word[i];
		size_t at = i;
		for (; at > 0 && stands_before(one, word[at - 1]); at--) {
			word[at] = word[at - 1];
		}
		word[at] = one;
	}
	for (size_t i = 0; i < n; i++) {
		if (kept == 0 || word[kept - 1].id != word[i].id) {
			word[kept++] = word[i];
		}
	}
	return kept;
}

static enum kiem_err keep(struct market *m, struct notice *notice, const struct market_word *word, size_t n)
{
	if (m->n_words + n > m->cap_words) {
		size_t cap = (m->n_words + n) * 2;
		void *more = realloc(m->word, cap * sizeof(*m->word));
		if (more == NULL) {
			return KIEM_E_MEMORY;
		}
		m->word = more;
		m->cap_words = cap;
	}
	notice->first_word = (uint32_t)m->n_words;
	notice->n_words = (uint32_t)n;
	if (n > 0) { /* a title may be a stop word and nothing else, ahead of any post that has words */
		memcpy(m->word + m->n_words, word, n * sizeof(*word));
	}
	m->n_words += n;
	return KIEM_DONE;
}

enum kiem_err market_words_add(struct market *m, struct notice *notice, const struct kiem_post *post)
{
	struct gathering g = {.market = m};
	enum kiem_err err = gather_text(&g, post->title, true);

	for (size_t i = 0; i < post->n_tags && err == KIEM_DONE; i++) {
		err = gather_text(&g, post->tags[i], true);
	}
	if (err == KIEM_DONE) {
		err = gather_text(&g, post->text, false);
	}
	for (size_t i = 0; i < post->n_tags && err == KIEM_DONE; i++) {
		uint64_t hash;
		err = match_tag_hash(&hash, post->tags[i]) ? gather(&g, hash, true, true) : KIEM_DONE;
	}
	return err == KIEM_DONE ? keep(m, notice, g.word, settle(g.word, g.n)) : err;
}

/* ---- weights ---- */

/* Nothing is added any more, so words stay where they are. */
static void count(struct market *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct deal *deal = &m->deal[i];
		deal->word = market_noticed_words(m, deal->notice);
		for (size_t w = 0; w < deal->n_words; w++) {
			m->id[deal->word[w].id].posts++;
		}
	}
}

void market_words_weigh(struct market *m)
{
	size_t common = m->n / WEIGHT_MATCH_COMMON;

	count(m);
	common = common < WEIGHT_MATCH_COMMON_MIN ? WEIGHT_MATCH_COMMON_MIN : common;
	for (size_t i = 0; i < m->n_ids; i++) {
		uint64_t posts = m->id[i].posts, ratio = ((m->n + posts) << 16) / (posts == 0 ? 1 : posts);
		m->id[i].weight = posts == 0 || posts > common ? 0 : match_log2(ratio) - (16u << 8);
	}
	for (size_t i = 0; i < m->n; i++) {
		struct deal *deal = &m->deal[i];
		deal->weight = 0;
		for (size_t w = 0; w < deal->n_words; w++) {
			uint64_t times = deal->word[w].tag ? 0 : deal->word[w].title ? WEIGHT_MATCH_TITLE : 1;
			deal->weight += times * m->id[deal->word[w].id].weight;
		}
	}
}

const struct market_word *deal_word(const struct market *m, const struct deal *deal, uint32_t id)
{
	const struct market_word key = {.id = id & 0x3fffffffu};
	size_t low = 0, high = deal->n_words;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct market_word *word = &deal->word[middle];
		if (word->id == key.id) {
			return word;
		}
		if (word->id < key.id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

uint32_t *market_weights(const struct market *m)
{
	uint32_t *weight = calloc(m->n + 1, sizeof(*weight));

	for (size_t i = 0; i < m->n && weight != NULL; i++) {
		weight[i] = (uint32_t)m->deal[i].weight;
	}
	return weight;
}

/* ---- who has a word ---- */

/* A flag for each word: whether one of these deals has it. NULL: no memory. */
static bool *words_of(const struct market *m, const bool *wanted)
{
	bool *of = calloc(m->n_ids + 1, sizeof(*of));

	for (size_t i = 0; i < m->n && of != NULL; i++) {
		for (size_t w = 0; (wanted == NULL || wanted[i]) && w < m->deal[i].n_words; w++) {
			of[m->deal[i].word[w].id] = true;
		}
	}
	return of;
}

/* Counts one place further on, then sums: each start is to move up to the next one's. */
static size_t starts(struct postings *p, const struct market *m, uint64_t kind, const bool *of)
{
	for (size_t i = 0; i < m->n; i++) {
		for (size_t w = 0; m->deal[i].trade.kind == kind && w < m->deal[i].n_words; w++) {
			p->first[m->deal[i].word[w].id + 2] += of[m->deal[i].word[w].id];
		}
	}
	for (size_t i = 2; i < m->n_ids + 2; i++) {
		p->first[i] += p->first[i - 1];
	}
	return p->first[m->n_ids + 1];
}

static void fill(struct postings *p, const struct market *m, uint64_t kind, const bool *of)
{
	for (size_t i = 0; i < m->n; i++) {
		for (size_t w = 0; m->deal[i].trade.kind == kind && w < m->deal[i].n_words; w++) {
			const struct market_word *word = &m->deal[i].word[w];
			if (of[word->id]) {
				p->entry[p->first[word->id + 1]++] =
				        (struct posting){.deal = i & 0x7fffffffu, .title = word->title};
			}
		}
	}
}

enum kiem_err market_postings(struct postings *p, const struct market *m, uint64_t kind, const bool *wanted)
{
	bool *of = words_of(m, wanted);

	*p = (struct postings){.first = calloc(m->n_ids + 2, sizeof(*p->first))};
	if (of != NULL && p->first != NULL) {
		p->entry = calloc(starts(p, m, kind, of) + 1, sizeof(*p->entry));
	}
	if (p->entry == NULL) {
		free(of);
		postings_finish(p);
		return KIEM_E_MEMORY;
	}
	fill(p, m, kind, of);
	free(of);
	return KIEM_DONE;
}

void postings_finish(struct postings *p)
{
	free(p->first);
	free(p->entry);
	*p = (struct postings){0};
}
