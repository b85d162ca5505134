/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The market over the file in which its notices are kept: whatever came, went or was revised since, and whatever became of the
 * file, what is told of it is byte for byte what it is from nothing. Stops by itself after about three seconds.
 */
#include "../../node/view/extract.h"
#include "shrink.h"
#include "text.h"
#include "trade_model.h"

#include <unistd.h>

#define BUDGET_MS 3000
#define LATER (SUPPORT_NOW + 3 * HISTORY_DAY)

static void put_trade(struct text *text, const struct view_trade *trade)
{
	char id[65], author[65];

	kiem_hex(id, trade->id.b, 32);
	kiem_hex(author, trade->author.b, 32);
	put(text, "%s %s %llu %llu %llu %lld %llu %zu %d %lld\n", id, author, (unsigned long long)trade->number,
	        (unsigned long long)trade->shown, (unsigned long long)trade->kind, (long long)trade->made,
	        (unsigned long long)trade->sector, trade->answers, trade->has_left, (long long)trade->left_milli);
}

static void put_match(struct text *text, const struct view_match *match)
{
	put_trade(text, &match->offer);
	put_trade(text, &match->request);
	for (size_t i = 0; i < VIEW_MATCH_PARTS; i++) {
		put(text, " %u", match->part[i]);
	}
	for (size_t i = 0; i < match->n_words; i++) {
		put(text, " %s", match->word[i]);
	}
	put(text, " %u %x %d %lld %lld %d %lld %lld %d %llu\n", match->score, match->tags, match->measured,
	        (long long)match->cover_milli, (long long)match->need_milli, match->timed, (long long)match->from,
	        (long long)match->to, match->place, (unsigned long long)match->distance_m);
}

/* ---- all that is told of a market ---- */

static void put_matches(struct text *text, const struct view_extract *x, struct kiem_read *read, struct view_match_options options)
{
	struct view_matches *matches;

	assert_int_equal(view_matches_create(&matches, x, read, &options), KIEM_DONE);
	put(text, "matches %zu %d %zu %zu\n", matches->n, matches->more, matches->offers, matches->requests);
	for (size_t i = 0; i < matches->n; i++) {
		put_match(text, &matches->list[i]);
	}
	view_matches_destroy(matches);
}

static void put_rings(struct text *text, const struct view_extract *x, struct kiem_read *read, struct view_match_options options)
{
	struct view_rings *rings;

	assert_int_equal(view_rings_create(&rings, x, read, &options), KIEM_DONE);
	for (size_t i = 0; i < rings->n; i++) {
		put(text, "ring %u\n", rings->list[i].score);
		for (size_t s = 0; s < rings->list[i].n; s++) {
			put_match(text, &rings->list[i].step[s]);
		}
	}
	view_rings_destroy(rings);
}

static void put_waiting(struct text *text, const struct view_extract *x, struct kiem_read *read, int64_t now_ms)
{
	bool all[64];
	struct view_match_boards boards = {all, sizeof(all)};
	struct view_unanswered *list;
	size_t matched;

	memset(all, true, sizeof(all));
	assert_int_equal(view_waiting_create(&list, &matched, x, read, &boards, now_ms), KIEM_DONE);
	put(text, "waiting %zu %zu\n", list->n, matched);
	for (size_t i = 0; i < list->n; i++) {
		put_trade(text, &list->list[i]);
	}
	view_unanswered_destroy(list);
}

static void tell(struct text *text, const struct history *h, const struct view_extract *x, struct kiem_read *read, int64_t now_ms)
{
	struct view_match_options options = {.now_ms = now_ms, .row = VIEW_NONE, .per_post = 100};
	struct view_unanswered *list;

	text->n = 0;
	put_matches(text, x, read, options);
	put_rings(text, x, read, options);
	put_waiting(text, x, read, now_ms);
	options.me = &h->authors[2].key;
	options.per_post = 2;
	options.limit = 3;
	put_matches(text, x, read, options);
	assert_int_equal(view_unanswered_create(&list, x, read, options.me, now_ms), KIEM_DONE);
	for (size_t i = 0; i < list->n; i++) {
		put_trade(text, &list->list[i]);
	}
	view_unanswered_destroy(list);
}

/* ---- what becomes of the file ---- */

struct playing {
	struct history *h;
	struct kiem_store *store;
	char dir[256], extract[300], market[300];
	uint64_t random;
	size_t files; /* looks for which it was there, as it was left */
};

static size_t below(struct playing *p, size_t n)
{
	return (size_t)(support_random(&p->random) % n);
}

/* Now and then it is removed, cut short or changed, or there is another in its place. */
static void meddle(struct playing *p)
{
	FILE *file = fopen(p->market, "r+b");

	if (file == NULL) {
		return;
	}
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	long bytes = ftell(file), at = (long)below(p, (size_t)bytes);
	switch (below(p, 12)) {
	case 0:
		unlink(p->market);
		break;
	case 1:
		assert_int_equal(truncate(p->market, at), 0);
		break;
	case 2:
		assert_int_equal(fseek(file, at, SEEK_SET), 0);
		fputc((int)below(p, 256), file);
		break;
	case 3:
		unlink(p->extract);
		break;
	default:
		p->files++;
	}
	assert_int_equal(fclose(file), 0);
}

static void look(struct playing *p, int64_t now_ms)
{
	static struct text kept, plain;
	struct extract_limits limits = {.save_from = below(p, 20), .gone_max = below(p, 30)};
	struct view_extract *over, *fresh;
	struct kiem_read *read;

	meddle(p);
	assert_int_equal(kiem_read_begin(&read, p->store), KIEM_DONE);
	assert_int_equal(extract_open(&over, read, p->extract, now_ms, &limits, NULL, NULL), KIEM_DONE);
	assert_int_equal(view_extract_open(&fresh, read, NULL, now_ms, NULL, NULL), KIEM_DONE);
	tell(&kept, p->h, over, read, now_ms);
	tell(&plain, p->h, fresh, read, now_ms);
	assert_string_equal(kept.b, plain.b);
	view_extract_close(over);
	view_extract_close(fresh);
	kiem_read_end(read);
}

/* As in history_arrive, the order is drawn over everything that was made. */
static void arrive(struct playing *p)
{
	struct kiem_admit how = {.now_ms = SUPPORT_NOW, .any_board = true};
	struct kiem_entry entries[MODEL_MAX];
	size_t order[MODEL_MAX], erased;

	for (size_t i = 0; i < p->h->made; i++) {
		size_t j = below(p, i + 1);
		order[i] = order[j];
		order[j] = p->h->at[i];
	}
	for (size_t from = 0, to, n; from < p->h->made; from = to) {
		to = from + 1 + below(p, p->h->made / 3);
		to = to < p->h->made ? to : p->h->made;
		n = 0;
		for (size_t i = from; i < to; i++) {
			if (order[i] != MODEL_NONE) {
				const struct support_bytes *bytes = &p->h->model.posts[order[i]]->bytes;
				entries[n++] = (struct kiem_entry){.bytes = {bytes->b, bytes->n}};
			}
		}
		assert_int_equal(kiem_store_admit(p->store, entries, n, &how), KIEM_DONE);
		if (below(p, 4) == 0) {
			assert_int_equal(kiem_store_expire(p->store, &erased, LATER, 1000), KIEM_DONE);
		}
		look(p, below(p, 2) == 0 ? SUPPORT_NOW : LATER);
	}
}

static void play(struct history *h, size_t *files)
{
	struct playing p = {.h = h, .random = h->random};
	struct kiem_store_options options = {.dir = p.dir, .create = true};

	support_tmpdir(p.dir);
	snprintf(p.extract, sizeof(p.extract), "%s/views/extract", p.dir);
	snprintf(p.market, sizeof(p.market), "%s/views/market", p.dir);
	assert_int_equal(kiem_store_open(&p.store, &options), KIEM_DONE);
	arrive(&p);
	look(&p, LATER);
	kiem_store_close(p.store);
	support_rmtree(p.dir);
	*files += p.files;
}

static void over_its_file_as_from_nothing(void **state)
{
	static const struct shrink_game game = {.make = trade_history_make, .play = play};
	size_t files, histories = shrink_run(&game, BUDGET_MS, &files);

	print_message("%zu histories, over a file %zu times\n", histories, files);
	assert_true(histories == 0 || files > histories);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(over_its_file_as_from_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
