/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Matches and rings against the rules said plainly: every offer held against every request, every path tried. Random histories in
 * several orders of arrival, which must all give the same. Stops by itself after about three seconds.
 */
#include "../../node/view/match.h"
#include "../../node/view/weights.h"
#include "trade_history.h"

#include <time.h>

#define BUDGET_MS 3000
#define WORDS_MAX 64
#define PAIRS_MAX 4096

/* ---- the plain market ---- */

struct word {
	char text[VIEW_WORD_MAX + 2]; /* a stem; a tag begins with # */
	unsigned times;
	uint64_t idf;
};

struct plain_trade {
	size_t post; /* index in the model */
	const struct kiem_post *p, *shown;
	struct unit unit;
	int64_t left, from, to;
	bool timed;
	size_t n;
	struct word word[WORDS_MAX];
};

struct plain_pair {
	size_t offer, request; /* trades */
	unsigned score, part[VIEW_MATCH_PARTS];
};

struct plain {
	const struct model *m;
	int64_t now_ms;
	size_t n, n_pairs;
	struct plain_trade trade[MODEL_MAX];
	struct plain_pair pair[PAIRS_MAX];
};

static const struct kiem_post *post(const struct plain *s, size_t i)
{
	return &s->m->posts[i]->post;
}

static bool same_person(const struct kiem_post *a, const struct kiem_post *b)
{
	return memcmp(a->author.b, b->author.b, 32) == 0;
}

/* Whether live post `by` names a version of `to` by the relation. */
static bool names(const struct plain *s, size_t by, size_t to, uint64_t relation)
{
	return s->m->posts[by]->live && model_names(s->m, by, to, 1ULL << relation);
}

/* What a post says it is, in the unit; -1: nothing, -2: something else. */
static int64_t amount(const struct plain *s, size_t i, const struct unit *unit)
{
	const struct kiem_post *shown = post(s, model_shown(s->m, model_original(s->m, i)));
	struct unit other;

	if (!shown->has_quantity) {
		return -1;
	}
	unit_read(&other, shown->unit);
	return unit_same(&other, unit) ? unit_convert(shown->quantity_milli, &other, unit) : -2;
}

static int64_t more(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* A request: what others promised and what its author received. False: over. */
static bool request_left(const struct plain *s, struct plain_trade *t)
{
	int64_t promised = 0, received = 0;

	for (size_t i = 0; i < s->m->n; i++) {
		bool about = names(s, i, t->post, KIEM_ABOUT);
		for (size_t a = 0; a < s->m->n; a++) {
			bool answer = names(s, a, t->post, KIEM_ANSWERS) && !same_person(post(s, a), t->p) &&
			              post(s, a)->kind == KIEM_OFFER;
			/* About the answer itself: a receipt names what was received. */
			about = about || (answer && s->m->posts[i]->live && model_names(s->m, i, a, UINT64_MAX));
		}
		if (post(s, i)->kind == KIEM_RECEIPT && about && same_person(post(s, i), t->p)) {
			int64_t milli = amount(s, i, &t->unit);
			if (milli == -1 || t->unit.of == UNIT_NONE) {
				return false;
			}
			received += more(milli, 0);
		}
		if (post(s, i)->kind == KIEM_OFFER && names(s, i, t->post, KIEM_ANSWERS) && !same_person(post(s, i), t->p)) {
			promised += more(amount(s, i, &t->unit), 0);
		}
	}
	t->left = t->unit.of == UNIT_NONE ? 0 : more(0, t->shown->quantity_milli - more(promised, received));
	return t->unit.of == UNIT_NONE || received < t->shown->quantity_milli;
}

/* An offer: what others asked and received, and what its author gave. False: over. */
static bool offer_left(const struct plain *s, struct plain_trade *t)
{
	int64_t asked = 0, received = 0, given = 0;

	for (size_t i = 0; i < s->m->n; i++) {
		bool mine = same_person(post(s, i), t->p), answers = false;
		uint64_t kind = post(s, i)->kind;
		if (kind == KIEM_REQUEST && !mine && names(s, i, t->post, KIEM_ANSWERS)) {
			asked += more(amount(s, i, &t->unit), 0);
		}
		if (kind == KIEM_RECEIPT && !mine && names(s, i, t->post, KIEM_ABOUT)) {
			received += more(amount(s, i, &t->unit), 0);
		}
		for (size_t l = 0; l < post(s, i)->n_links; l++) {
			answers = answers || post(s, i)->links[l].relation == KIEM_ANSWERS;
		}
		if (kind == KIEM_OFFER && mine && answers && names(s, i, t->post, KIEM_ABOUT)) {
			given += more(amount(s, i, &t->unit), 0);
		}
		if (kind == KIEM_REQUEST && !mine && s->m->posts[i]->live && model_names(s->m, t->post, i, 1ULL << KIEM_ANSWERS)) {
			int64_t milli = amount(s, i, &t->unit);
			if (milli < 0) {
				return false;
			}
			given += milli;
		}
	}
	t->left = t->unit.of == UNIT_NONE ? 0 : more(0, t->shown->quantity_milli - more(given, more(asked, received)));
	return t->unit.of == UNIT_NONE || given < t->shown->quantity_milli;
}

/* ---- words ---- */

static void add_word(struct plain_trade *t, const char *text, unsigned times)
{
	size_t i = 0;

	while (i < t->n && strcmp(t->word[i].text, text) != 0) {
		i++;
	}
	assert_true(i < WORDS_MAX);
	t->n += i == t->n;
	strcpy(t->word[i].text, text);
	t->word[i].times = times > t->word[i].times ? times : t->word[i].times;
}

static void add_text(struct plain_trade *t, struct kiem_span text, unsigned times)
{
	struct view_words words;

	view_words_begin(&words, text);
	while (view_words_next(&words)) {
		bool number = strspn(words.word, "0123456789") == words.n, trade = strcmp(words.word, "gezocht") == 0;
		if (!number && !trade && !view_word_stop(words.word, words.n)) {
			view_word_stem(words.word, words.n);
			add_word(t, words.word, times);
		}
	}
}

static void add_words(struct plain_trade *t)
{
	char tag[VIEW_TAG_MAX + 2];

	add_text(t, t->shown->title, WEIGHT_MATCH_TITLE);
	add_text(t, t->shown->text, 1);
	for (size_t i = 0; i < t->shown->n_tags; i++) {
		add_text(t, t->shown->tags[i], WEIGHT_MATCH_TITLE);
		tag[0] = '#';
		view_tag_fold(tag + 1, t->shown->tags[i]);
		add_word(t, tag, 0);
	}
}

static const struct word *find_word(const struct plain_trade *t, const char *text)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->word[i].text, text) == 0) {
			return &t->word[i];
		}
	}
	return NULL;
}

static uint64_t idf(const struct plain *s, const char *text)
{
	size_t posts = 0, common = s->n / WEIGHT_MATCH_COMMON;

	for (size_t i = 0; i < s->n; i++) {
		posts += find_word(&s->trade[i], text) != NULL;
	}
	return posts > (common < WEIGHT_MATCH_COMMON_MIN ? WEIGHT_MATCH_COMMON_MIN : common)
	               ? 0
	               : match_log2(((s->n + posts) << 16) / posts) - (16 << 8);
}

/* ---- who is in it ---- */

static void settle(struct plain *s)
{
	s->n = 0;
	for (size_t i = 0; i < s->m->n; i++) {
		struct plain_trade *t = &s->trade[s->n];
		uint64_t kind = post(s, i)->kind;
		if (!s->m->posts[i]->live || (kind != KIEM_OFFER && kind != KIEM_REQUEST)) {
			continue;
		}
		*t = (struct plain_trade){.post = i, .p = post(s, i), .shown = post(s, model_shown(s->m, i))};
		if (t->shown->has_quantity) {
			unit_read(&t->unit, t->shown->unit);
		}
		t->timed = t->shown->has_from || t->shown->has_to;
		t->from = more(s->now_ms, t->shown->has_from ? t->shown->from : 0);
		t->to = t->shown->has_to ? t->shown->to : more(t->p->until, t->from);
		bool gone = t->shown->has_to && t->shown->to < s->now_ms;
		if (!gone && (kind == KIEM_OFFER ? offer_left(s, t) : request_left(s, t))) {
			add_words(t);
			s->n++;
		}
	}
	for (size_t i = 0; i < s->n; i++) {
		for (size_t w = 0; w < s->trade[i].n; w++) {
			s->trade[i].word[w].idf = idf(s, s->trade[i].word[w].text);
		}
	}
}

/* ---- pairs ---- */

static bool answered_by(const struct plain *s, const struct plain_trade *t, const struct plain_trade *other)
{
	for (size_t i = 0; i < s->m->n; i++) {
		if (names(s, i, t->post, KIEM_ANSWERS) && same_person(post(s, i), other->p) && !same_person(post(s, i), t->p)) {
			return true;
		}
	}
	return false;
}

static size_t profile(const struct plain *s, const struct kiem_post *p)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < s->m->n; i++) {
		if (s->m->posts[i]->live && post(s, i)->kind == KIEM_PROFILE && same_person(post(s, i), p) &&
		        (best == MODEL_NONE || model_order(s->m, i, best) > 0)) {
			best = i;
		}
	}
	return best;
}

static uint64_t sector(const struct plain *s, const struct kiem_post *p)
{
	size_t i = profile(s, p);

	return i == MODEL_NONE ? 0 : post(s, i)->sector;
}

static uint64_t root(uint64_t square)
{
	uint64_t r = 0;

	for (uint64_t step = 1ULL << 31; step > 0; step /= 2) {
		r += (r + step) * (r + step) <= square ? step : 0;
	}
	return r;
}

static unsigned least(uint64_t a, uint64_t b)
{
	return (unsigned)(a < b ? a : b);
}

static void score_words(const struct plain *s, struct plain_pair *pair)
{
	const struct plain_trade *a = &s->trade[pair->offer], *b = &s->trade[pair->request];
	uint64_t shared = 0, of_a = 0, of_b = 0, tags = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct word *other = find_word(b, a->word[i].text);
		uint64_t weight = a->word[i].idf;
		of_a += a->word[i].times * weight;
		shared += other == NULL ? 0 : weight * least(a->word[i].times, other->times);
		tags += other != NULL && a->word[i].text[0] == '#' ? least(WEIGHT_MATCH_TAG * weight / 256, WEIGHT_MATCH_TAG_MOST)
		                                                   : 0;
	}
	for (size_t i = 0; i < b->n; i++) {
		of_b += b->word[i].times * b->word[i].idf;
	}
	uint64_t mean = root(of_a * of_b);
	pair->part[VIEW_MATCH_WORDS] = mean == 0 ? 0 : least(shared * WEIGHT_MATCH_WORDS / mean, WEIGHT_MATCH_WORDS);
	pair->part[VIEW_MATCH_TAGS] = least(tags, WEIGHT_MATCH_TAGS);
}

static unsigned score_place(const struct plain_trade *a, const struct plain_trade *b)
{
	char x[VIEW_TAG_MAX + 1], y[VIEW_TAG_MAX + 1];

	if (a->shown->has_point && b->shown->has_point) {
		struct view_point p = {a->shown->lat_udeg, a->shown->lon_udeg}, q = {b->shown->lat_udeg, b->shown->lon_udeg};
		return (unsigned)(WEIGHT_MATCH_PLACE * 1000 / (1000 + view_distance_m(p, q)));
	}
	view_tag_fold(x, a->shown->place);
	view_tag_fold(y, b->shown->place);
	bool board = a->p->board.n == b->p->board.n && memcmp(a->p->board.p, b->p->board.p, a->p->board.n) == 0;
	return x[0] != '\0' && strcmp(x, y) == 0 ? WEIGHT_MATCH_LABEL : board ? WEIGHT_MATCH_BOARD : 0;
}

/* False: they do not match. */
static bool score(const struct plain *s, struct plain_pair *pair)
{
	const struct plain_trade *a = &s->trade[pair->offer], *b = &s->trade[pair->request];
	int64_t from = more(a->from, b->from), to = a->to < b->to ? a->to : b->to;
	uint64_t x = sector(s, a->p), y = sector(s, b->p);

	score_words(s, pair);
	if (pair->part[VIEW_MATCH_WORDS] + pair->part[VIEW_MATCH_TAGS] < WEIGHT_MATCH_SUBJECT || same_person(a->p, b->p) ||
	        (a->timed && b->timed && to < from) || answered_by(s, a, b) || answered_by(s, b, a)) {
		return false;
	}
	if (unit_same(&a->unit, &b->unit) && b->left > 0) {
		int64_t has = unit_convert(a->left, &a->unit, &b->unit);
		pair->part[VIEW_MATCH_QUANTITY] =
		        has >= b->left ? WEIGHT_MATCH_QUANTITY : (unsigned)(has * 1000 / b->left * WEIGHT_MATCH_QUANTITY / 1000);
	}
	if (a->timed && b->timed) {
		pair->part[VIEW_MATCH_TIME] =
		        b->to == b->from ? WEIGHT_MATCH_TIME : (unsigned)((to - from) * WEIGHT_MATCH_TIME / (b->to - b->from));
	}
	pair->part[VIEW_MATCH_PLACE] = score_place(a, b);
	pair->part[VIEW_MATCH_SECTOR] = x != 0 && y != 0 && x != y ? WEIGHT_MATCH_SECTOR : 0;
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		pair->score += pair->part[i];
	}
	return true;
}

static bool comes_before(const struct plain *s, const struct plain_pair *a, const struct plain_pair *b)
{
	if (a->score != b->score) {
		return a->score > b->score;
	}
	if (a->request != b->request) {
		return model_order(s->m, s->trade[a->request].post, s->trade[b->request].post) > 0;
	}
	return model_order(s->m, s->trade[a->offer].post, s->trade[b->offer].post) > 0;
}

/* All pairs, in their order. */
static void find_pairs(struct plain *s)
{
	s->n_pairs = 0;
	for (size_t o = 0; o < s->n; o++) {
		for (size_t r = 0; r < s->n; r++) {
			struct plain_pair pair = {.offer = o, .request = r};
			bool both = s->trade[o].p->kind == KIEM_OFFER && s->trade[r].p->kind == KIEM_REQUEST;
			if (!both || !score(s, &pair)) {
				continue;
			}
			size_t at = s->n_pairs++;
			assert_true(s->n_pairs < PAIRS_MAX);
			for (; at > 0 && comes_before(s, &pair, &s->pair[at - 1]); at--) {
				s->pair[at] = s->pair[at - 1];
			}
			s->pair[at] = pair;
		}
	}
}

/* ---- both ---- */

static void compare_match(const struct plain *s, const struct view_match *match, const struct plain_pair *pair)
{
	assert_memory_equal(match->offer.id.b, s->trade[pair->offer].p->id.b, 32);
	assert_memory_equal(match->request.id.b, s->trade[pair->request].p->id.b, 32);
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		assert_int_equal(match->part[i], pair->part[i]);
	}
	assert_int_equal(match->score, pair->score);
	assert_int_equal(match->offer.left_milli, s->trade[pair->offer].left);
	assert_int_equal(match->request.left_milli, s->trade[pair->request].left);
}

static void compare_all(const struct plain *s, const struct view_extract *x, struct kiem_read *read)
{
	struct view_match_options options = {.now_ms = s->now_ms, .row = VIEW_NONE, .per_post = 1000};
	struct view_matches *matches;
	size_t offers = 0;

	assert_int_equal(view_matches_create(&matches, x, read, &options), KIEM_DONE);
	for (size_t i = 0; i < s->n; i++) {
		offers += s->trade[i].p->kind == KIEM_OFFER;
	}
	assert_int_equal(matches->offers, offers);
	assert_int_equal(matches->offers + matches->requests, s->n);
	assert_int_equal(matches->n, s->n_pairs);
	for (size_t i = 0; i < matches->n; i++) {
		compare_match(s, &matches->list[i], &s->pair[i]);
	}
	view_matches_destroy(matches);
}

/* The best two of each request, or of each post of one person. */
static void compare_few(const struct plain *s, const struct view_extract *x, struct kiem_read *read, const struct kiem_key *me)
{
	struct view_match_options options = {.now_ms = s->now_ms, .row = VIEW_NONE, .me = me, .per_post = 2};
	struct view_matches *matches;
	size_t times[MODEL_MAX] = {0}, at = 0;

	assert_int_equal(view_matches_create(&matches, x, read, &options), KIEM_DONE);
	for (size_t i = 0; i < s->n_pairs; i++) {
		const struct plain_pair *pair = &s->pair[i];
		bool offer = me != NULL && memcmp(s->trade[pair->offer].p->author.b, me->b, 32) == 0;
		bool request = me == NULL || memcmp(s->trade[pair->request].p->author.b, me->b, 32) == 0;
		bool wanted = (offer && times[pair->offer]++ < 2) || (request && times[pair->request]++ < 2);
		if (wanted) {
			assert_true(at < matches->n);
			compare_match(s, &matches->list[at++], pair);
		}
	}
	assert_int_equal(at, matches->n);
	view_matches_destroy(matches);
}

/* The best pair from one person to another, of those that are among the best eight of their request; or NULL. */
static const struct plain_pair *way(const struct plain *s, const struct kiem_key *from, const struct kiem_key *to)
{
	size_t times[MODEL_MAX] = {0};

	for (size_t i = 0; i < s->n_pairs; i++) {
		if (times[s->pair[i].request]++ < VIEW_RING_WAYS &&
		        memcmp(s->trade[s->pair[i].offer].p->author.b, from->b, 32) == 0 &&
		        memcmp(s->trade[s->pair[i].request].p->author.b, to->b, 32) == 0) {
			return &s->pair[i];
		}
	}
	return NULL;
}

/* Counts the rings from the first of the path on, each person above it by key and once. */
static size_t count_rings(const struct plain *s, const struct history *h, size_t *path, size_t n)
{
	const struct kiem_key *last = &h->authors[path[n - 1]].key, *first = &h->authors[path[0]].key;
	size_t rings = n > 1 && way(s, last, first) != NULL;

	for (size_t next = 0; n < VIEW_RING_MAX && next < HISTORY_AUTHORS; next++) {
		bool fits = memcmp(h->authors[next].key.b, first->b, 32) > 0 && way(s, last, &h->authors[next].key) != NULL;
		for (size_t i = 0; i < n; i++) {
			fits = fits && path[i] != next;
		}
		if (fits) {
			path[n] = next;
			rings += count_rings(s, h, path, n + 1);
		}
	}
	return rings;
}

/* With six people nothing else is cut: fewer ways than eight, fewer rings than are kept. */
static void compare_rings(const struct plain *s, const struct history *h, const struct view_extract *x, struct kiem_read *read)
{
	struct view_match_options options = {.now_ms = s->now_ms, .row = VIEW_NONE};
	struct view_rings *rings;
	size_t n = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		size_t path[VIEW_RING_MAX] = {a};
		n += count_rings(s, h, path, 1);
	}
	assert_int_equal(view_rings_create(&rings, x, read, &options), KIEM_DONE);
	assert_int_equal(rings->n, n);
	assert_false(rings->more);
	for (size_t r = 0; r < n; r++) {
		const struct view_ring *ring = &rings->list[r];
		unsigned weakest = UINT32_MAX;
		for (size_t i = 0; i < ring->n; i++) {
			const struct view_match *step = &ring->step[i];
			const struct plain_pair *best = way(s, &step->offer.author, &step->request.author);
			assert_non_null(best);
			compare_match(s, step, best);
			weakest = best->score < weakest ? best->score : weakest;
		}
		assert_int_equal(ring->score, weakest);
		assert_true(r == 0 || rings->list[r - 1].score >= ring->score);
	}
	view_rings_destroy(rings);
}

static void look(struct history *h, struct kiem_store *store, int64_t now_ms)
{
	static struct plain s;
	struct view_extract *x;
	struct kiem_read *read;

	s.m = &h->model;
	s.now_ms = now_ms;
	model_settle(&h->model, now_ms);
	settle(&s);
	find_pairs(&s);
	assert_int_equal(kiem_read_begin(&read, store), KIEM_DONE);
	assert_int_equal(view_extract_open(&x, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	compare_all(&s, x, read);
	compare_few(&s, x, read, NULL);
	compare_few(&s, x, read, &h->authors[2].key);
	compare_rings(&s, h, x, read);
	view_extract_close(x);
	kiem_read_end(read);
}

static void matching_agrees_with_trying_everything(void **state)
{
	clock_t start = clock();
	uint64_t seed = support_seed();
	size_t histories = 0;

	do {
		struct history h;
		trade_history_make(&h, seed + histories);
		for (size_t order = 0; order < 2; order++) {
			char dir[256];
			support_tmpdir(dir);
			struct kiem_store *store = history_arrive(&h, dir);
			look(&h, store, SUPPORT_NOW);
			look(&h, store, SUPPORT_NOW + 3 * HISTORY_DAY);
			kiem_store_close(store);
			support_rmtree(dir);
		}
		model_finish(&h.model);
		histories++;
	} while ((clock() - start) * 1000 / CLOCKS_PER_SEC < BUDGET_MS);
	print_message("%zu histories\n", histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(matching_agrees_with_trying_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
