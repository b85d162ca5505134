/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See coalition_model.h. Every figure is asked anew of all posts: who, what, toward whom, on which day. */
#include "coalition_model.h"

#include <math.h>

#define BY(relation) (1ULL << (relation))
#define BINDING (BY(KIEM_ABOUT) | BY(KIEM_EXTENDS) | BY(KIEM_VARIANT) | BY(KIEM_ANSWERS))
#define NEVER INT32_MAX
#define ONE 65536

static const struct kiem_post *at(const struct coalition_model *c, size_t i)
{
	return &c->m->posts[i]->post;
}

static bool live(const struct coalition_model *c, size_t i)
{
	return c->m->posts[i]->live;
}

static bool is_content(uint64_t kind)
{
	return kind >= KIEM_INITIATIVE && kind <= KIEM_NOTE;
}

static int day_of(const struct coalition_model *c, int64_t ms)
{
	int day = (int)floor((double)ms / 86400000.0);

	return day > c->today ? c->today : day;
}

static uint64_t decay(int days)
{
	return (uint64_t)lround(65536.0 * exp2(-(days % 30) / 30.0)) >> (days / 30 > 17 ? 17 : days / 30);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* ---- who ---- */

static size_t author_with(const struct history *h, const struct kiem_key *key)
{
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if (memcmp(h->authors[a].key.b, key->b, 32) == 0) {
			return a;
		}
	}
	return MODEL_NONE;
}

static size_t profile_of(const struct history *h, size_t author)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < h->model.n; i++) {
		bool theirs = h->model.posts[i]->live && h->model.posts[i]->post.kind == KIEM_PROFILE && h->author_of[i] == author;
		if (theirs && (best == MODEL_NONE || model_order(&h->model, i, best) > 0)) {
			best = i;
		}
	}
	return best;
}

/* Whoever took over from this key: named by its profile, and saying so. */
static size_t taken_over(const struct history *h, size_t author)
{
	size_t profile = profile_of(h, author);

	if (profile == MODEL_NONE || !h->model.posts[profile]->post.has_heir) {
		return MODEL_NONE;
	}
	size_t heir = author_with(h, &h->model.posts[profile]->post.heir);
	for (size_t i = 0; i < h->model.n && heir != author; i++) {
		const struct kiem_post *post = &h->model.posts[i]->post;
		if (h->model.posts[i]->live && post->kind == KIEM_SUCCEED && h->author_of[i] == heir &&
		        author_with(h, &post->whom) == author) {
			return heir;
		}
	}
	return MODEL_NONE;
}

static size_t self_of(const struct history *h, size_t author)
{
	size_t lowest;

	for (size_t steps = 0; steps < HISTORY_AUTHORS && taken_over(h, author) != MODEL_NONE; steps++) {
		author = taken_over(h, author);
	}
	/* Still somebody behind: a circle, and author is on it. */
	lowest = author;
	for (size_t steps = 0; steps < HISTORY_AUTHORS && taken_over(h, author) != MODEL_NONE; steps++) {
		author = taken_over(h, author);
		lowest = memcmp(h->authors[author].key.b, h->authors[lowest].key.b, 32) < 0 ? author : lowest;
	}
	return lowest;
}

static size_t who(const struct coalition_model *c, size_t i)
{
	return c->self[c->h->author_of[i]];
}

static uint64_t sector_bit(const struct coalition_model *c, size_t person)
{
	size_t profile = profile_of(c->h, person);

	return profile == MODEL_NONE || at(c, profile)->sector == 0 ? 0 : 1ULL << at(c, profile)->sector;
}

static int bits(uint64_t set)
{
	int n = 0;

	for (int i = 0; i < 64; i++) {
		n += (int)(set >> i & 1);
	}
	return n;
}

/* ---- what counts ---- */

static bool in(const struct coalition_model *c, size_t i)
{
	return c->depth[i] != MODEL_NONE;
}

/* Whether i names post p of the coalition by one of the relations. */
static bool names(const struct coalition_model *c, size_t i, size_t p, uint64_t relations)
{
	return i != p && in(c, p) && (c->named[i][p] & relations) != 0;
}

static bool names_others(const struct coalition_model *c, size_t i, uint64_t relations)
{
	for (size_t p = 0; p < c->m->n; p++) {
		if (names(c, i, p, relations) && who(c, i) != who(c, p)) {
			return true;
		}
	}
	return false;
}

static bool names_any(const struct coalition_model *c, size_t i, uint64_t relations)
{
	for (size_t p = 0; p < c->m->n; p++) {
		if (names(c, i, p, relations)) {
			return true;
		}
	}
	return false;
}

/* The person that receipt r thanks for p. */
static size_t giver(const struct coalition_model *c, size_t r, size_t p)
{
	size_t named = at(c, r)->has_whom ? author_with(c->h, &at(c, r)->whom) : MODEL_NONE;

	return named != MODEL_NONE ? c->self[named] : who(c, p);
}

static bool find_join(const struct coalition_model *c, size_t i)
{
	return at(c, i)->kind == KIEM_JOIN && names_any(c, i, BY(KIEM_ABOUT));
}

static bool is_receipt(const struct coalition_model *c, size_t i)
{
	for (size_t p = 0; p < c->m->n; p++) {
		if (at(c, i)->kind == KIEM_RECEIPT && names(c, i, p, BY(KIEM_ABOUT)) && giver(c, i, p) != who(c, i)) {
			return true;
		}
	}
	return false;
}

static bool find_act(const struct coalition_model *c, size_t i)
{
	if (i == c->root) {
		return true;
	}
	if (in(c, i)) {
		return names_any(c, i, BINDING & ~BY(KIEM_ANSWERS)) || names_others(c, i, BY(KIEM_ANSWERS));
	}
	return is_receipt(c, i) || (c->joins[i] && names_others(c, i, BY(KIEM_ABOUT)));
}

/* The leave that ends a join: the first of those that count. */
static size_t leave_of(const struct coalition_model *c, size_t join)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < c->m->n; i++) {
		bool cancels = false;
		for (size_t l = 0; l < at(c, i)->n_links; l++) {
			cancels = cancels || (at(c, i)->links[l].relation == KIEM_CANCELS &&
			                             memcmp(at(c, i)->links[l].id.b, at(c, join)->id.b, 32) == 0);
		}
		if (cancels && live(c, i) && at(c, i)->kind == KIEM_LEAVE && c->h->author_of[i] == c->h->author_of[join] &&
		        at(c, i)->until >= at(c, join)->until && (best == MODEL_NONE || model_order(c->m, i, best) < 0)) {
			best = i;
		}
	}
	return best;
}

static int find_gone(const struct coalition_model *c, size_t i)
{
	size_t leave = at(c, i)->kind == KIEM_JOIN ? leave_of(c, i) : MODEL_NONE;

	return leave == MODEL_NONE ? NEVER : day_of(c, at(c, leave)->made);
}

static int day(const struct coalition_model *c, size_t i)
{
	return day_of(c, at(c, i)->made);
}

static bool counts(const struct coalition_model *c, size_t i, int t)
{
	return c->act[i] && day(c, i) <= t && c->gone[i] > t;
}

static int find_first(const struct coalition_model *c, size_t person, int t)
{
	int first = NEVER;

	for (size_t i = 0; i < c->m->n; i++) {
		if (who(c, i) == person && counts(c, i, t) && day(c, i) < first) {
			first = day(c, i);
		}
	}
	return first;
}

static int first_act(const struct coalition_model *c, size_t person, int t)
{
	return t == c->today ? c->first[person] : find_first(c, person, t);
}

static bool takes_part(const struct coalition_model *c, size_t person, int t)
{
	return first_act(c, person, t) != NEVER;
}

/* From which day on a deed is confirmed by somebody else, or a request answered. */
static int find_settled(const struct coalition_model *c, size_t p)
{
	int from = NEVER;

	for (size_t i = 0; i < c->m->n; i++) {
		bool other = who(c, i) != who(c, p), about = names(c, i, p, BY(KIEM_ABOUT));
		bool thanks = at(c, i)->kind == KIEM_RECEIPT && about && giver(c, i, p) != who(c, i);
		bool confirms = at(c, i)->kind == KIEM_NOTE || (at(c, i)->kind == KIEM_JOIN && c->gone[i] == NEVER);
		bool does = false;
		if (at(c, p)->kind == KIEM_DEED) {
			does = other && (thanks || (confirms && about));
		} else if (at(c, p)->kind == KIEM_REQUEST) {
			bool answers = at(c, i)->kind == KIEM_OFFER && names(c, i, p, BY(KIEM_ANSWERS));
			does = (other && answers) || (!other && thanks);
		}
		int then = day(c, i) > day(c, p) ? day(c, i) : day(c, p);
		from = does && then < from ? then : from;
	}
	return from;
}

/* By which relations i names a version of each p. */
static void find_named(struct coalition_model *c, size_t i)
{
	for (size_t v = 0; v < c->m->n && live(c, i); v++) {
		for (size_t l = 0; l < at(c, i)->n_links; l++) {
			if (live(c, v) && memcmp(at(c, i)->links[l].id.b, at(c, v)->id.b, 32) == 0) {
				c->named[i][model_original(c->m, v)] |= 1u << at(c, i)->links[l].relation;
			}
		}
	}
}

/* ---- energy ---- */

static uint64_t gives(const struct coalition_model *c, size_t person, int t)
{
	uint64_t deeds = 0;
	int first = first_act(c, person, t), last = -NEVER;

	if (first == NEVER) {
		return 0;
	}
	for (size_t i = 0; i < c->m->n; i++) {
		if (who(c, i) == person && counts(c, i, t) && day(c, i) > last) {
			last = day(c, i);
		}
	}
	for (int d = t - 520; d <= t; d++) {
		bool done = false;
		for (size_t i = 0; i < c->m->n && !done; i++) {
			done = in(c, i) && at(c, i)->kind == KIEM_DEED && who(c, i) == person && day(c, i) == d &&
			       c->settled[i] <= t;
		}
		deeds += done ? decay(t - d) : 0;
	}
	return decay(t - last) + decay(t - first) / 2 + least(deeds, 2 * ONE);
}

static uint64_t energy(const struct coalition_model *c, int t, int known, size_t but)
{
	uint64_t sum = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		bool meant = c->self[a] == a && a != but && (known < 0 || c->known[a] == (known == 1));
		sum += meant ? gives(c, a, t) : 0;
	}
	return sum;
}

static int state(const struct coalition_model *c, int t)
{
	size_t people = 0;

	if (energy(c, t, -1, MODEL_NONE) < ONE) {
		return 2;
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		people += takes_part(c, a, t);
	}
	return t - day(c, c->root) < 30 || people < 3 ? 0 : 1;
}

/* ---- conditions ---- */

static const uint64_t signal_of[5][2] = {{KIEM_URGENT, KIEM_URGENT}, {KIEM_DIRECTION, KIEM_DIRECTION}, {99, 99},
        {KIEM_BACKING, KIEM_BACKING}, {KIEM_HANDS, KIEM_MEANS}};

static bool has_signal(const struct kiem_post *post, size_t condition)
{
	for (size_t i = 0; i < post->n_signals; i++) {
		if (post->signals[i] == signal_of[condition][0] || post->signals[i] == signal_of[condition][1]) {
			return true;
		}
	}
	return false;
}

static bool has_role(const struct kiem_post *post, uint64_t role)
{
	for (size_t i = 0; i < post->n_roles; i++) {
		if (post->roles[i] == role) {
			return true;
		}
	}
	return false;
}

static bool builds(const struct coalition_model *c, size_t i, int t)
{
	return in(c, i) && day(c, i) <= t && names_others(c, i, BY(KIEM_EXTENDS) | BY(KIEM_VARIANT));
}

/* Whether i is the first building post of one of the first three who built, its maker aside. */
static bool is_early(const struct coalition_model *c, size_t i, int t)
{
	bool before[HISTORY_AUTHORS] = {false};
	size_t n = 0;

	if (!builds(c, i, t) || who(c, i) == who(c, c->root)) {
		return false;
	}
	for (size_t k = 0; k < c->m->n; k++) {
		if (builds(c, k, t) && who(c, k) != who(c, c->root) && model_order(c->m, k, i) < 0) {
			before[who(c, k)] = true;
		}
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		n += before[a];
	}
	return !before[who(c, i)] && n < 3;
}

/* Whether i is about the shown text of the first post. */
static bool names_text(const struct coalition_model *c, size_t i)
{
	return model_names_shown(c->m, i, c->root, BY(KIEM_ABOUT));
}

/* How post i is evidence for a condition at t: an enum view_why, or -1. */
static int why(const struct coalition_model *c, size_t i, size_t condition, int t)
{
	const struct kiem_post *post = at(c, i);
	bool joined = c->joins[i] && counts(c, i, t);
	bool varies = in(c, i) && day(c, i) <= t && names_others(c, i, BY(KIEM_VARIANT));

	if (joined && condition != 2 && has_signal(post, condition)) {
		return 0;
	}
	if (condition == 1) {
		bool text = joined && names_text(c, i);
		return text ? 1 : (varies ? 2 : -1);
	}
	if (condition == 2) {
		if (joined && (has_role(post, KIEM_PIONEER) || has_role(post, KIEM_CONNECTOR))) {
			return has_role(post, KIEM_PIONEER) ? 3 : 4;
		}
		bool new = varies &&day(c, i) - first_act(c, who(c, i), t) <= 30;
		return is_early(c, i, t) ? 5 : (new ? 6 : -1);
	}
	if (condition == 4 && in(c, i) && day(c, i) <= t && post->kind == KIEM_REQUEST) {
		return c->settled[i] <= t ? 7 : 8;
	}
	return -1;
}

struct found {
	int64_t sum;
	int people, sectors;
};

static struct found find(const struct coalition_model *c, size_t condition, int t, size_t but)
{
	struct found f = {0};
	uint64_t sectors = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		uint64_t best = 0;
		for (size_t i = 0; i < c->m->n; i++) {
			int how = who(c, i) == a && a != but ? why(c, i, condition, t) : -1;
			if (how == 7 || how == 8) {
				f.sum += (how == 7 ? 1 : -1) * (int64_t)decay(t - day(c, i));
			} else if (how >= 0 && decay(t - day(c, i)) > best) {
				best = decay(t - day(c, i));
			}
		}
		f.sum += (int64_t)best;
		f.people += best != 0;
		sectors |= best != 0 ? sector_bit(c, a) : 0;
	}
	f.sectors = bits(sectors);
	return f;
}

static unsigned missing(const struct coalition_model *c, int t, size_t but)
{
	unsigned set = 0;

	for (size_t k = 0; k < 5; k++) {
		set |= find(c, k, t, but).sum >= ONE / 2 ? 0 : 1u << k;
	}
	return set;
}

/* ---- ties ---- */

static uint64_t weight(uint64_t kind, uint64_t relation)
{
	if (kind == KIEM_JOIN || kind == KIEM_RECEIPT) {
		return relation == KIEM_ABOUT ? (kind == KIEM_JOIN ? 3 : 4) : 0;
	}
	if (!is_content(kind)) {
		return 0;
	}
	if (relation == KIEM_EXTENDS || relation == KIEM_VARIANT) {
		return 3;
	}
	if (relation == KIEM_ABOUT || relation == KIEM_ANSWERS) {
		return kind == KIEM_DEED ? 3 : (relation == KIEM_ANSWERS ? 2 : 1);
	}
	return 0;
}

/* What act i weighs toward person b within the coalition. */
static uint64_t find_toward(const struct coalition_model *c, size_t i, size_t b)
{
	uint64_t most = 0;

	for (size_t p = 0; p < c->m->n; p++) {
		for (uint64_t r = KIEM_ABOUT; r <= KIEM_ANSWERS; r++) {
			bool names_p = (in(c, i) || c->joins[i] || is_receipt(c, i)) && names(c, i, p, BY(r));
			size_t to = at(c, i)->kind == KIEM_RECEIPT ? giver(c, i, p) : who(c, p);
			if (names_p && to == b && to != who(c, i) && weight(at(c, i)->kind, r) > most) {
				most = weight(at(c, i)->kind, r);
			}
		}
	}
	return most;
}

/* Seen in it in any way: a tie to somebody who is not is none within it. */
static bool seen(const struct coalition_model *c, size_t person)
{
	for (size_t i = 0; i < c->m->n; i++) {
		if (who(c, i) == person && (in(c, i) || c->joins[i] || is_receipt(c, i))) {
			return true;
		}
	}
	return false;
}

static uint64_t strength(const struct coalition_model *c, size_t a, size_t b, int after, int t)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->m->n; i++) {
		bool heaviest =
		        who(c, i) == a && a != b && day(c, i) > after && day(c, i) <= t && c->gone[i] > t && c->toward[i][b] > 0;
		for (size_t k = 0; k < c->m->n && heaviest; k++) {
			bool rival = who(c, k) == a && day(c, k) == day(c, i) && c->gone[k] > t && c->toward[k][b] > 0;
			heaviest = !rival || c->toward[k][b] < c->toward[i][b] || (c->toward[k][b] == c->toward[i][b] && k >= i);
		}
		sum += heaviest ? c->toward[i][b] * decay(t - day(c, i)) : 0;
	}
	return seen(c, b) ? sum : 0;
}

static int closeness(uint64_t ab, uint64_t ba)
{
	if (ab + ba < ONE / 2) {
		return 2;
	}
	return ab + ba >= 4 * ONE || (ab >= ONE && ba >= ONE) ? 0 : 1;
}

static int bond(const struct coalition_model *c, size_t a, size_t b)
{
	return closeness(c->strength[a][b], c->strength[b][a]);
}

void coalition_model(struct coalition_model *c, const struct history *h, int64_t now_ms, size_t root, const bool *known)
{
	memset(c, 0, sizeof(*c));
	c->h = h;
	c->m = &h->model;
	c->now_ms = now_ms;
	c->root = root;
	c->known = known;
	c->today = (int)(now_ms / 86400000);
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		c->self[a] = self_of(h, a);
	}
	model_tree(c->m, root, BINDING, is_content, c->depth, c->parent);
	for (size_t i = 0; i < c->m->n; i++) {
		find_named(c, i);
		c->gone[i] = find_gone(c, i);
		c->joins[i] = find_join(c, i);
	}
	for (size_t i = 0; i < c->m->n; i++) {
		c->act[i] = find_act(c, i);
	}
	for (size_t i = 0; i < c->m->n; i++) {
		c->settled[i] = find_settled(c, i);
	}
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		c->first[a] = find_first(c, a, c->today);
		for (size_t i = 0; i < c->m->n; i++) {
			c->toward[i][a] = find_toward(c, i, a);
		}
	}
	for (size_t a = 0; a < HISTORY_AUTHORS * HISTORY_AUTHORS; a++) {
		c->strength[a / HISTORY_AUTHORS][a % HISTORY_AUTHORS] =
		        strength(c, a / HISTORY_AUTHORS, a % HISTORY_AUTHORS, -NEVER, c->today);
	}
}

/* ---- writing it down: first what a list says ---- */

static size_t index_shown(const struct coalition_model *c, size_t i)
{
	return i == MODEL_NONE ? 999 : model_shown(c->m, i);
}

static void write_brief(FILE *out, const struct coalition_model *c)
{
	size_t people[2] = {0}, posts = 0, deeds = 0, newest = MODEL_NONE;
	uint64_t sectors = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if (takes_part(c, a, c->today)) {
			people[c->known[a]]++;
			sectors |= sector_bit(c, a);
		}
	}
	for (size_t i = 0; i < c->m->n; i++) {
		bool deed = in(c, i) && at(c, i)->kind == KIEM_DEED;
		posts += in(c, i);
		deeds += deed;
		newest = deed && (newest == MODEL_NONE || model_order(c->m, i, newest) > 0) ? i : newest;
	}
	fprintf(out, "brief %zu %zu state %d energy %llu %llu people %zu %zu posts %zu deeds %zu sectors %d newest %d missing %x\n",
	        c->root, index_shown(c, c->root), state(c, c->today), (unsigned long long)energy(c, c->today, 1, MODEL_NONE),
	        (unsigned long long)energy(c, c->today, 0, MODEL_NONE), people[1], people[0], posts, deeds, bits(sectors),
	        newest == MODEL_NONE ? -1 : (int)newest, missing(c, c->today, MODEL_NONE));
	for (int week = 7; week >= 0; week--) {
		fprintf(out, "%llu ", (unsigned long long)energy(c, c->today - 7 * week, -1, MODEL_NONE));
	}
	fprintf(out, "\n");
}

/* The least index of those for which `later` says that none comes before; for listing in order. */
typedef int (*order_fn)(const struct coalition_model *c, size_t a, size_t b);

static size_t next_in_order(const struct coalition_model *c, const bool *left, size_t n, order_fn order)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < n; i++) {
		if (left[i] && (best == MODEL_NONE || order(c, i, best) < 0)) {
			best = i;
		}
	}
	return best;
}

static int earlier_first(const struct coalition_model *c, size_t a, size_t b)
{
	return model_order(c->m, a, b);
}

static int later_first(const struct coalition_model *c, size_t a, size_t b)
{
	return model_order(c->m, b, a);
}

static int shallow_first(const struct coalition_model *c, size_t a, size_t b)
{
	return c->depth[a] != c->depth[b] ? (c->depth[a] < c->depth[b] ? -1 : 1) : model_order(c->m, a, b);
}

static void write_posts(FILE *out, const struct coalition_model *c)
{
	bool left[MODEL_MAX];

	for (size_t i = 0; i < c->m->n; i++) {
		left[i] = in(c, i);
	}
	for (size_t i; (i = next_in_order(c, left, c->m->n, shallow_first)) != MODEL_NONE; left[i] = false) {
		uint64_t relation = 0;
		for (uint64_t r = KIEM_ANSWERS; i != c->root && r >= KIEM_ABOUT; r--) {
			relation = names(c, i, c->parent[i], BY(r)) ? r : relation;
		}
		bool confirmed = at(c, i)->kind == KIEM_DEED && c->settled[i] != NEVER;
		fprintf(out, "post %zu shown %zu by %zu depth %zu under %zu as %llu %d\n", i, index_shown(c, i), who(c, i),
		        c->depth[i], i == c->root ? i : c->parent[i], (unsigned long long)relation, confirmed);
	}
}

static int64_t since_of(const struct coalition_model *c, size_t person, bool last)
{
	int64_t found = last ? INT64_MIN : INT64_MAX;

	for (size_t i = 0; i < c->m->n; i++) {
		bool acts = who(c, i) == person && c->act[i] && c->gone[i] == NEVER;
		if (acts && (last ? at(c, i)->made > found : at(c, i)->made < found)) {
			found = at(c, i)->made;
		}
	}
	return found;
}

static int closest(const struct coalition_model *c, size_t person)
{
	int best = 2;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		if (b != person && takes_part(c, b, c->today) && bond(c, person, b) < best) {
			best = bond(c, person, b);
		}
	}
	return best;
}

static int by_key(const struct coalition_model *c, size_t a, size_t b)
{
	return memcmp(c->h->authors[a].key.b, c->h->authors[b].key.b, 32);
}

static int close_first(const struct coalition_model *c, size_t a, size_t b)
{
	int order = closest(c, a) - closest(c, b);

	if (order == 0 && since_of(c, a, false) != since_of(c, b, false)) {
		return since_of(c, a, false) < since_of(c, b, false) ? -1 : 1;
	}
	return order != 0 ? order : by_key(c, a, b);
}

static bool joined_by(const struct coalition_model *c, size_t i, size_t person)
{
	return who(c, i) == person && c->joins[i] && c->gone[i] == NEVER;
}

static bool list_joins(FILE *out, const struct coalition_model *c, size_t person)
{
	bool left[MODEL_MAX], any = false;

	for (size_t i = 0; i < c->m->n; i++) {
		left[i] = joined_by(c, i, person);
	}
	for (size_t i; (i = next_in_order(c, left, c->m->n, earlier_first)) != MODEL_NONE; left[i] = false) {
		fprintf(out, " join %zu", i);
		any = true;
	}
	fprintf(out, "\n");
	return any;
}

static void write_people(FILE *out, const struct coalition_model *c)
{
	bool left[HISTORY_AUTHORS];

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = takes_part(c, a, c->today);
	}
	for (size_t a; (a = next_in_order(c, left, HISTORY_AUTHORS, close_first)) != MODEL_NONE; left[a] = false) {
		size_t posts = 0, deeds = 0, tie = who(c, c->root) == a ? 0 : 2;
		bool earlier = true;
		for (size_t i = 0; i < c->m->n; i++) {
			posts += in(c, i) && who(c, i) == a;
			deeds += in(c, i) && who(c, i) == a && at(c, i)->kind == KIEM_DEED;
			if (joined_by(c, i, a) && names(c, i, c->root, BY(KIEM_ABOUT))) {
				tie = tie == 2 ? 1 : tie;
				earlier = earlier && !names_text(c, i);
			}
		}
		fprintf(out, "partner %zu close %d tie %zu known %d earlier %d since %lld last %lld posts %zu deeds %zu", a,
		        closest(c, a), tie, c->known[a], tie == 1 && earlier, (long long)since_of(c, a, false),
		        (long long)since_of(c, a, true), posts, deeds);
		list_joins(out, c, a);
	}
}

static size_t last_leave(const struct coalition_model *c, size_t person)
{
	size_t best = MODEL_NONE;

	for (size_t i = 0; i < c->m->n; i++) {
		if (who(c, i) != person || !c->joins[i]) {
			continue;
		}
		size_t leave = leave_of(c, i);
		if (leave == MODEL_NONE) {
			return MODEL_NONE;
		}
		best = best == MODEL_NONE || model_order(c->m, leave, best) > 0 ? leave : best;
	}
	return best;
}

static int left_last(const struct coalition_model *c, size_t a, size_t b)
{
	int64_t x = at(c, last_leave(c, a))->made, y = at(c, last_leave(c, b))->made;

	return x != y ? (x > y ? -1 : 1) : by_key(c, a, b);
}

static void write_parted(FILE *out, const struct coalition_model *c)
{
	bool left[HISTORY_AUTHORS];

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = last_leave(c, a) != MODEL_NONE;
	}
	for (size_t a; (a = next_in_order(c, left, HISTORY_AUTHORS, left_last)) != MODEL_NONE; left[a] = false) {
		fprintf(out, "parted %zu by %zu\n", a, last_leave(c, a));
	}
}

static void write_conditions(FILE *out, const struct coalition_model *c)
{
	for (size_t k = 0; k < 5; k++) {
		struct found f = find(c, k, c->today, MODEL_NONE);
		bool left[MODEL_MAX];
		fprintf(out, "condition %zu sum %lld people %d sectors %d:", k, (long long)f.sum, f.people, f.sectors);
		for (size_t i = 0; i < c->m->n; i++) {
			left[i] = why(c, i, k, c->today) >= 0;
		}
		for (size_t i; (i = next_in_order(c, left, c->m->n, later_first)) != MODEL_NONE; left[i] = false) {
			fprintf(out, " %zu/%d/%llu", i, why(c, i, k, c->today), (unsigned long long)decay(c->today - day(c, i)));
		}
		fprintf(out, "\n");
	}
}

static void write_needs(FILE *out, const struct coalition_model *c)
{
	for (int open = 1; open >= 0; open--) {
		bool left[MODEL_MAX];
		for (size_t i = 0; i < c->m->n; i++) {
			left[i] = in(c, i) && at(c, i)->kind == KIEM_REQUEST && (c->settled[i] == NEVER) == (open == 1);
		}
		for (size_t i; (i = next_in_order(c, left, c->m->n, later_first)) != MODEL_NONE; left[i] = false) {
			bool offers[MODEL_MAX], receipts[MODEL_MAX];
			fprintf(out, "need %zu shown %zu open %d:", i, index_shown(c, i), open);
			for (size_t k = 0; k < c->m->n; k++) {
				bool other = who(c, k) != who(c, i);
				offers[k] = other && at(c, k)->kind == KIEM_OFFER && names(c, k, i, BY(KIEM_ANSWERS));
				receipts[k] = !other && at(c, k)->kind == KIEM_RECEIPT && is_receipt(c, k) &&
				              names(c, k, i, BY(KIEM_ABOUT));
			}
			for (size_t k; (k = next_in_order(c, offers, c->m->n, earlier_first)) != MODEL_NONE; offers[k] = false) {
				fprintf(out, " %zu", k);
			}
			size_t receipt = next_in_order(c, receipts, c->m->n, earlier_first);
			fprintf(out, " receipt %d\n", receipt == MODEL_NONE ? -1 : (int)receipt);
		}
	}
}

/* ---- form ---- */

static void write_form(FILE *out, const struct coalition_model *c, int t)
{
	uint64_t acts = 0, people = 0, most = 0, opening = 0, mutual = 0, all = 0, share[3], rest[3], sum;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		uint64_t theirs = 0;
		for (size_t i = 0; i < c->m->n; i++) {
			bool acted = who(c, i) == a && counts(c, i, t) && day(c, i) > t - 90;
			theirs += acted;
			opening += acted && (builds(c, i, t) || first_act(c, a, t) > t - 90);
		}
		acts += theirs;
		people += theirs > 0;
		most = theirs > most ? theirs : most;
		for (size_t b = a + 1; b < HISTORY_AUTHORS; b++) {
			uint64_t ab = strength(c, a, b, t - 90, t), ba = strength(c, b, a, t - 90, t);
			mutual += 2 * least(ab, ba);
			all += ab + ba;
		}
	}
	if (people < 3 || acts < 5) {
		fprintf(out, "form 0 0 0 0\n");
		return;
	}
	uint64_t figure[3] = {acts == people ? 0 : 1000 * (people * most - acts) / ((people - 1) * (acts - people)),
	        all == 0 ? 0 : 1000 * mutual / all, 1000 * opening / acts};
	sum = figure[0] + figure[1] + figure[2];
	for (size_t i = 0; i < 3 && sum != 0; i++) {
		share[i] = 1000 * figure[i] / sum;
		rest[i] = 1000 * figure[i] % sum;
	}
	while (sum != 0 && share[0] + share[1] + share[2] < 1000) {
		size_t best = 0;
		for (size_t i = 1; i < 3; i++) {
			best = rest[i] > rest[best] ? i : best;
		}
		share[best]++;
		rest[best] = 0;
	}
	fprintf(out, "form %d %d %d %d\n", sum != 0, sum != 0 ? (int)share[0] : 0, sum != 0 ? (int)share[1] : 0,
	        sum != 0 ? (int)share[2] : 0);
}

/* ---- who holds it together ---- */

/* The part of `from`, with `but` taken out, as bits. */
static unsigned reach(const struct coalition_model *c, size_t from, size_t but)
{
	unsigned set = 1u << from, old = 0;

	while (set != old) {
		old = set;
		for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
			for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
				bool way = (old >> a & 1) != 0 && a != but && b != but && a != b && takes_part(c, a, c->today) &&
				           takes_part(c, b, c->today) && bond(c, a, b) < 2;
				set |= way ? 1u << b : 0;
			}
		}
	}
	return set;
}

static uint64_t strength_of(const struct coalition_model *c, size_t a)
{
	uint64_t sum = 0;

	for (size_t b = 0; b < HISTORY_AUTHORS; b++) {
		if (b != a && takes_part(c, a, c->today) && takes_part(c, b, c->today)) {
			sum += c->strength[a][b] + c->strength[b][a];
		}
	}
	return sum;
}

static uint64_t strength_all(const struct coalition_model *c)
{
	uint64_t sum = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		sum += strength_of(c, a);
	}
	return sum / 2;
}

static int apart_without(const struct coalition_model *c, size_t who_left)
{
	unsigned others = reach(c, who_left, MODEL_NONE) & ~(1u << who_left);
	int largest = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if ((others >> a & 1) != 0 && bits(reach(c, a, who_left)) > largest) {
			largest = bits(reach(c, a, who_left));
		}
	}
	return bits(others) - largest;
}

static uint64_t ties_of(const struct coalition_model *c, size_t a)
{
	return strength_all(c) == 0 ? 0 : 1000 * strength_of(c, a) / strength_all(c);
}

static int apart_first(const struct coalition_model *c, size_t a, size_t b)
{
	if (apart_without(c, a) != apart_without(c, b)) {
		return apart_without(c, a) > apart_without(c, b) ? -1 : 1;
	}
	if (ties_of(c, a) != ties_of(c, b)) {
		return ties_of(c, a) > ties_of(c, b) ? -1 : 1;
	}
	return by_key(c, a, b);
}

static size_t acts_of(const struct coalition_model *c, size_t a)
{
	size_t n = 0;

	for (size_t i = 0; i < c->m->n; i++) {
		n += who(c, i) == a && counts(c, i, c->today) && day(c, i) > c->today - 90;
	}
	return n;
}

static int busy_first(const struct coalition_model *c, size_t a, size_t b)
{
	return acts_of(c, a) != acts_of(c, b) ? (acts_of(c, a) > acts_of(c, b) ? -1 : 1) : by_key(c, a, b);
}

static void write_bottleneck(FILE *out, const struct coalition_model *c)
{
	bool left[HISTORY_AUTHORS], half[HISTORY_AUTHORS];
	size_t all = 0, made = 0;

	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = takes_part(c, a, c->today) && apart_without(c, a) > 0;
		half[a] = acts_of(c, a) > 0;
		all += acts_of(c, a);
	}
	for (size_t a; (a = next_in_order(c, left, HISTORY_AUTHORS, apart_first)) != MODEL_NONE; left[a] = false) {
		fprintf(out, "cut %zu apart %d ties %llu\n", a, apart_without(c, a), (unsigned long long)ties_of(c, a));
	}
	fprintf(out, "half");
	for (size_t a; 2 * made < all && (a = next_in_order(c, half, HISTORY_AUTHORS, busy_first)) != MODEL_NONE; half[a] = false) {
		made += acts_of(c, a);
		fprintf(out, " %zu", a);
	}
	fprintf(out, "\n");
}

void coalition_model_without(FILE *out, const struct coalition_model *c, size_t a)
{
	size_t acts = 0, theirs = 0, deeds = 0, their_deeds = 0;

	if (!takes_part(c, a, c->today)) {
		fprintf(out, "without %zu: not in it\n", a);
		return;
	}
	for (size_t i = 0; i < c->m->n; i++) {
		bool act = counts(c, i, c->today), deed = in(c, i) && at(c, i)->kind == KIEM_DEED;
		acts += act;
		theirs += act && who(c, i) == a;
		deeds += deed;
		their_deeds += deed && who(c, i) == a;
	}
	fprintf(out, "without %zu ties %llu acts %zu deeds %zu apart %d lost %x energy %llu %llu\n", a,
	        (unsigned long long)ties_of(c, a), 1000 * theirs / acts, deeds == 0 ? 0 : 1000 * their_deeds / deeds,
	        apart_without(c, a), missing(c, c->today, a) & ~missing(c, c->today, MODEL_NONE),
	        (unsigned long long)energy(c, c->today, 1, a), (unsigned long long)energy(c, c->today, 0, a));
}

/* ---- where it came from and led to ---- */

static bool names_directly(const struct coalition_model *c, size_t i, size_t p, uint64_t relation)
{
	for (size_t l = 0; l < at(c, i)->n_links; l++) {
		if (at(c, i)->links[l].relation == relation && memcmp(at(c, i)->links[l].id.b, at(c, p)->id.b, 32) == 0) {
			return true;
		}
	}
	return false;
}

/* Whether a version of p is named by i so. */
static bool leads(const struct coalition_model *c, size_t i, size_t p, uint64_t relation)
{
	for (size_t v = 0; v < c->m->n; v++) {
		if (live(c, i) && live(c, v) && model_original(c->m, v) == p && names_directly(c, i, v, relation)) {
			return true;
		}
	}
	return false;
}

static uint64_t origin_by(const struct coalition_model *c, size_t p)
{
	uint64_t by = 0;

	for (uint64_t r = KIEM_ANSWERS; r >= KIEM_ABOUT; r--) {
		by = leads(c, c->root, p, r) || leads(c, model_shown(c->m, c->root), p, r) ? r : by;
	}
	for (size_t i = 0; by == 0 && i < c->m->n; i++) {
		/* Something went on to it: p itself, or a revision of it. */
		by = live(c, i) && model_original(c->m, i) == p && !in(c, p) && leads(c, i, c->root, KIEM_AFTER) ? KIEM_AFTER : 0;
	}
	return by;
}

static uint64_t heir_by(const struct coalition_model *c, size_t p)
{
	uint64_t by = 0;

	if (in(c, p) && p != c->root && at(c, p)->kind == KIEM_INITIATIVE) {
		for (uint64_t r = KIEM_ANSWERS; r >= KIEM_ABOUT; r--) {
			by = names(c, p, c->parent[p], BY(r)) ? r : by;
		}
		return by == KIEM_EXTENDS || by == KIEM_VARIANT ? by : 0;
	}
	for (size_t i = 0; i < c->m->n && !in(c, p); i++) {
		bool speaks = in(c, i) && live(c, i);
		for (size_t j = 0; j < c->m->n; j++) {
			speaks = speaks || (c->joins[j] && leave_of(c, j) == i);
		}
		by = speaks && leads(c, i, p, KIEM_AFTER) ? KIEM_AFTER : by;
	}
	return by;
}

static void write_kin(FILE *out, const struct coalition_model *c)
{
	bool origins[MODEL_MAX], heirs[MODEL_MAX];

	for (size_t p = 0; p < c->m->n; p++) {
		bool possible = live(c, p) && is_content(at(c, p)->kind) && model_original(c->m, p) == p;
		origins[p] = possible && origin_by(c, p) != 0;
		heirs[p] = possible && heir_by(c, p) != 0;
	}
	for (size_t p; (p = next_in_order(c, origins, c->m->n, earlier_first)) != MODEL_NONE; origins[p] = false) {
		fprintf(out, "from %zu by %llu\n", p, (unsigned long long)origin_by(c, p));
	}
	for (size_t p; (p = next_in_order(c, heirs, c->m->n, earlier_first)) != MODEL_NONE; heirs[p] = false) {
		fprintf(out, "to %zu by %llu\n", p, (unsigned long long)heir_by(c, p));
	}
}

static void write_changes(FILE *out, const struct coalition_model *c, int64_t since)
{
	int then = day_of(c, since) - 1;
	bool left[HISTORY_AUTHORS], posts[MODEL_MAX];
	size_t parted = 0;

	fprintf(out, "then existed %d energy %llu state %d missing %x people", day(c, c->root) <= then,
	        (unsigned long long)energy(c, then, -1, MODEL_NONE), state(c, then), missing(c, then, MODEL_NONE));
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		left[a] = takes_part(c, a, c->today) && first_act(c, a, c->today) > then;
		parted += last_leave(c, a) != MODEL_NONE && day_of(c, at(c, last_leave(c, a))->made) > then;
	}
	for (size_t a; (a = next_in_order(c, left, HISTORY_AUTHORS, close_first)) != MODEL_NONE; left[a] = false) {
		fprintf(out, " %zu", a);
	}
	for (size_t i = 0; i < c->m->n; i++) {
		posts[i] = in(c, i) && day(c, i) > then;
	}
	fprintf(out, " posts");
	for (size_t i; (i = next_in_order(c, posts, c->m->n, later_first)) != MODEL_NONE; posts[i] = false) {
		fprintf(out, " %zu", i);
	}
	fprintf(out, " parted %zu\n", parted);
}

void coalition_model_write(FILE *out, const struct coalition_model *c, int64_t since)
{
	write_brief(out, c);
	write_posts(out, c);
	write_people(out, c);
	write_parted(out, c);
	write_conditions(out, c);
	write_needs(out, c);
	write_form(out, c, c->today);
	write_form(out, c, c->today - 90);
	write_bottleneck(out, c);
	write_kin(out, c);
	if (since != 0) {
		write_changes(out, c, since);
	}
}
