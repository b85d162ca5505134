/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding (kiem/find.h). What may match, as the index and the columns tell, goes into a heap; from its top posts are read and held
 * against the query itself until there are enough. So the work is that of the rows once, and of the posts that are shown.
 */
#include "find.h"
#include "match.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* ---- candidates ---- */

struct candidate {
	uint32_t original, row; /* the post, and the version whose words were found */
	uint32_t score;
	int64_t made;
};

struct finding {
	const struct view_extract *x;
	struct kiem_read *read;
	struct view_people *people;
	const struct view_find_options *options;
	struct find_look look;
	uint8_t *boards; /* of each board number: 1 not asked for, 2 asked for, 0 not yet looked at */
	size_t n_boards;
	struct view_numbers shown; /* by original: the number of its shown version, once it was looked for */
	size_t n, cap;
	struct candidate *heap; /* the best on top */
};

static bool is_before(const struct finding *f, const struct candidate *a, const struct candidate *b)
{
	if (a->score != b->score) {
		return a->score > b->score;
	}
	if (a->made != b->made) {
		return a->made > b->made;
	}
	return memcmp(f->x->id[a->original].b, f->x->id[b->original].b, sizeof(f->x->id[0].b)) > 0;
}

static void sink(struct finding *f, size_t at)
{
	for (;;) {
		size_t child = 2 * at + 1;
		if (child >= f->n) {
			return;
		}
		child += child + 1 < f->n && is_before(f, &f->heap[child + 1], &f->heap[child]);
		if (!is_before(f, &f->heap[child], &f->heap[at])) {
			return;
		}
		struct candidate higher = f->heap[child];
		f->heap[child] = f->heap[at];
		f->heap[at] = higher;
		at = child;
	}
}

static struct candidate pop(struct finding *f)
{
	struct candidate top = f->heap[0];

	f->heap[0] = f->heap[--f->n];
	sink(f, 0);
	return top;
}

static bool board_asked(struct finding *f, uint32_t number)
{
	const char *wanted = f->options->query->board;
	struct kiem_board board;
	size_t n = strlen(wanted);

	if (n == 0) {
		return true;
	}
	if (number < f->n_boards && f->boards[number] != 0) {
		return f->boards[number] == 2;
	}
	bool asked = kiem_read_board_number(f->read, &board, number) == KIEM_DONE && strncmp(board.name, wanted, n) == 0 &&
	             (board.name[n] == '\0' || board.name[n] == '/');
	if (number < f->n_boards) {
		f->boards[number] = asked ? 2 : 1;
	}
	return asked;
}

/* What the columns alone tell of a post. */
static bool may_be_asked(struct finding *f, uint32_t original)
{
	const struct view_extract *x = f->x;
	const struct view_query *q = f->options->query;
	uint16_t kind = x->kind[original];

	return view_query_searches(kind) && (q->kind == 0 || q->kind == kind) && x->made[original] >= q->since &&
	       (!q->near_point || (x->flags[original] & VIEW_ROW_POINT) != 0 || x->around[original] != VIEW_NONE) &&
	       (f->look.persons == NULL || f->look.persons[x->author[original]] != 0) &&
	       view_row_live(x, original, f->options->now_ms) && board_asked(f, x->board[original]);
}

static enum kiem_err score_of(struct finding *f, struct candidate *c)
{
	struct kiem_kept kept;

	if (!f->options->best) {
		return KIEM_DONE;
	}
	if (!find_is_newer(&f->look, c->row)) {
		c->score = f->look.score[c->row];
		return KIEM_DONE;
	}
	enum kiem_err err = kiem_read_post(f->read, &kept, f->x->number[c->row]);
	if (err == KIEM_DONE) {
		c->score = view_query_score(f->options->query, &kept.post);
	}
	return err;
}

static enum kiem_err consider(struct finding *f, uint32_t row)
{
	const struct view_extract *x = f->x;
	struct candidate c = {.original = row, .row = row};

	if (!find_takes(x->kind[row]) || !view_row_live(x, row, f->options->now_ms)) {
		return KIEM_DONE;
	}
	if (x->kind[row] == KIEM_REVISE) {
		c.original = view_row_original(x, row, f->options->now_ms);
	}
	bool nowhere = f->options->query->near_point && (x->flags[row] & VIEW_ROW_POINT) == 0;
	if (nowhere || !may_be_asked(f, c.original)) {
		return KIEM_DONE;
	}
	c.made = x->made[c.original];
	enum kiem_err err = score_of(f, &c);
	void *heap = err == KIEM_DONE ? room_for_one(f->heap, &f->cap, f->n, sizeof(*f->heap)) : NULL;
	if (heap == NULL) {
		return err == KIEM_DONE ? KIEM_E_MEMORY : err;
	}
	f->heap = heap;
	f->heap[f->n++] = c;
	return KIEM_DONE;
}

static enum kiem_err gather(struct finding *f)
{
	enum kiem_err err = KIEM_DONE;

	for (uint32_t row = 0; row < f->x->n && err == KIEM_DONE; row++) {
		if (find_may(&f->look, row)) {
			err = consider(f, row);
		}
	}
	for (size_t i = f->n / 2; i > 0; i--) {
		sink(f, i - 1);
	}
	return err;
}

/* ---- from the top ---- */

/* Whether the candidate's version is the one that is shown, and matches. */
static enum kiem_err check(struct finding *f, bool *found, const struct candidate *c)
{
	const struct view_extract *x = f->x;
	bool profile = x->kind[c->original] == KIEM_PROFILE;
	const struct view_person *person;
	struct kiem_kept kept, shown;
	uint32_t newest;
	enum kiem_err err = match_shown(&newest, &f->shown, x, c->original, f->options->now_ms);

	*found = err == KIEM_DONE && c->row == (profile ? c->original : newest);
	if (!*found) {
		return err;
	}
	err = kiem_read_post(f->read, &kept, x->number[c->original]);
	err = err == KIEM_DONE ? kiem_read_post(f->read, &shown, x->number[c->row]) : err;
	err = err == KIEM_DONE ? view_people_get(f->people, &person, &kept.post.author) : err;
	if (err == KIEM_DONE) {
		struct view_subject subject = {&kept.post, &shown.post, person->name};
		*found = (!profile || person->profile == kept.number) && view_query_matches(f->options->query, &subject);
	}
	return err;
}

static enum kiem_err take(struct view_finds *finds, size_t *cap, const struct finding *f, const struct candidate *c)
{
	const struct view_extract *x = f->x;
	void *list = room_for_one(finds->list, cap, finds->n, sizeof(*finds->list));

	if (list == NULL) {
		return KIEM_E_MEMORY;
	}
	finds->list = list;
	finds->list[finds->n++] = (struct view_found){.number = x->number[c->original],
	        .shown = x->number[c->row],
	        .id = x->id[c->original],
	        .author = x->key[x->author[c->original]],
	        .kind = x->kind[c->original],
	        .made = c->made,
	        .score = c->score};
	return KIEM_DONE;
}

static enum kiem_err choose(struct view_finds *finds, struct finding *f)
{
	size_t limit = f->options->limit, cap = 0;
	enum kiem_err err = gather(f);

	while (err == KIEM_DONE && f->n != 0 && !finds->more) {
		struct candidate top = pop(f);
		bool found;
		err = check(f, &found, &top);
		if (err == KIEM_DONE && found) {
			finds->more = limit != 0 && finds->n == limit;
			err = finds->more ? KIEM_DONE : take(finds, &cap, f, &top);
		}
	}
	return err;
}

static enum kiem_err finding_run(struct view_finds *finds, struct finding *f, struct find_index *index)
{
	f->n_boards = 4096;
	f->boards = calloc(f->n_boards, 1);
	f->look = (struct find_look){.x = f->x, .query = f->options->query, .index = index};
	enum kiem_err err = f->boards == NULL ? KIEM_E_MEMORY : find_look_up(&f->look, f->options->best);
	if (err == KIEM_DONE && f->look.failed) {
		find_look_finish(&f->look);
		f->look = (struct find_look){.x = f->x, .query = f->options->query};
		err = find_look_up(&f->look, f->options->best);
	}
	return err == KIEM_DONE ? choose(finds, f) : err;
}

enum kiem_err find_within(struct view_finds **out, const struct view_extract *x, struct kiem_read *read, struct view_people *people,
        const struct view_find_options *options, const struct find_limits *limits)
{
	struct finding f = {.x = x, .read = read, .people = people, .options = options};
	struct view_finds *finds = calloc(1, sizeof(*finds));
	struct find_index index = {.env = NULL};
	enum kiem_err err = finds == NULL ? KIEM_E_MEMORY : KIEM_DONE;

	*out = NULL;
	if (err == KIEM_DONE) {
		bool open = options->path != NULL && find_index_open(&index, read, options, limits);
		err = finding_run(finds, &f, open ? &index : NULL);
	}
	if (err == KIEM_DONE) {
		*out = finds;
		finds = NULL;
	}
	find_look_finish(&f.look);
	find_index_close(&index);
	view_numbers_finish(&f.shown);
	free(f.boards);
	free(f.heap);
	view_finds_destroy(finds);
	return err;
}

enum kiem_err view_find(struct view_finds **out, const struct view_extract *x, struct kiem_read *read, struct view_people *people,
        const struct view_find_options *options)
{
	/* Two thousand posts are looked at in some 4 ms; a batch of two million postings takes some 60 MB. */
	static const struct find_limits usual = {.new_max = 2000, .postings_max = 2000000};

	return find_within(out, x, read, people, options, &usual);
}

void view_finds_destroy(struct view_finds *finds)
{
	if (finds == NULL) {
		return;
	}
	free(finds->list);
	free(finds);
}
