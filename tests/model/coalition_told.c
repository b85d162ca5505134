/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See coalition_told.h. */
#include "coalition_told.h"

size_t told_post_of(const struct looking *l, uint32_t row)
{
	for (size_t i = 0; i < l->h->model.n; i++) {
		if (memcmp(l->h->model.posts[i]->post.id.b, l->x->id[row].b, 32) == 0) {
			return i;
		}
	}
	fail_msg("a view shows a post that nobody made");
	return 0;
}

size_t told_author_of(const struct looking *l, uint32_t person)
{
	for (size_t a = 0; a < HISTORY_AUTHORS; a++) {
		if (memcmp(l->h->authors[a].key.b, l->x->key[person].b, 32) == 0) {
			return a;
		}
	}
	fail_msg("a view shows somebody who is not there");
	return 0;
}

#define U(x) ((unsigned long long)(x))

static void write_brief(FILE *out, const struct looking *l, const struct view_brief *b)
{
	fprintf(out,
	        "brief %zu %zu state %d energy %llu %llu people %llu %llu posts %zu deeds %zu sectors %zu newest %d missing %x\n",
	        told_post_of(l, b->row), told_post_of(l, b->shown), (int)b->state, U(b->energy.known), U(b->energy.strangers),
	        U(b->people.known), U(b->people.strangers), b->posts, b->deeds, b->sectors,
	        b->newest_deed == VIEW_NONE ? -1 : (int)told_post_of(l, b->newest_deed), b->missing);
	for (size_t i = 0; i < VIEW_WEEKS; i++) {
		fprintf(out, "%llu ", U(b->trend[i]));
	}
	fprintf(out, "\n");
}

static void write_people(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	for (size_t i = 0; i < p->n_partners; i++) {
		const struct view_partner *m = &p->partners[i];
		fprintf(out, "partner %zu close %d tie %d known %d earlier %d since %lld last %lld posts %zu deeds %zu",
		        told_author_of(l, m->person), (int)m->closeness, (int)m->tie, m->known, m->earlier, (long long)m->since,
		        (long long)m->last, m->posts, m->deeds);
		for (size_t k = 0; k < m->joins; k++) {
			fprintf(out, " join %zu", told_post_of(l, p->joins[m->first_join + k]));
		}
		fprintf(out, "\n");
	}
	for (size_t i = 0; i < p->n_parted; i++) {
		fprintf(out, "parted %zu by %zu\n", told_author_of(l, p->parted[i].person), told_post_of(l, p->parted[i].leave));
	}
}

static void write_conditions(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	for (size_t k = 0; k < VIEW_CONDITIONS; k++) {
		const struct view_finding *f = &p->findings[k];
		fprintf(out, "condition %zu sum %lld people %zu sectors %zu:", k, (long long)f->sum, f->people, f->sectors);
		for (size_t i = f->first; i < f->first + f->n; i++) {
			const struct view_evidence *e = &p->evidence[i];
			assert_int_equal(told_author_of(l, e->person), told_author_of(l, view_row_person(l->x, e->row)));
			fprintf(out, " %zu/%d/%u", told_post_of(l, e->row), (int)e->why, e->weight);
		}
		fprintf(out, "\n");
		assert_int_equal(f->present, (p->brief.missing >> k & 1) == 0);
	}
}

static void write_needs(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	for (size_t i = 0; i < p->n_needs; i++) {
		const struct view_need *n = &p->needs[i];
		fprintf(out, "need %zu shown %zu open %d:", told_post_of(l, n->row), told_post_of(l, n->shown), n->open);
		for (size_t k = 0; k < n->answers; k++) {
			fprintf(out, " %zu", told_post_of(l, p->answers[n->first_answer + k]));
		}
		fprintf(out, " receipt %d\n", n->receipt == VIEW_NONE ? -1 : (int)told_post_of(l, n->receipt));
	}
}

static void write_rest(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	const struct view_form *forms[] = {&p->form, &p->form_before};
	const struct view_changes *c = &p->changes;

	for (size_t i = 0; i < 2; i++) {
		fprintf(out, "form %d %u %u %u\n", forms[i]->told, forms[i]->directive, forms[i]->collective, forms[i]->connective);
	}
	for (size_t i = 0; i < p->n_cuts; i++) {
		fprintf(out, "cut %zu apart %zu ties %u\n", told_author_of(l, p->cuts[i].person), p->cuts[i].apart,
		        p->cuts[i].ties);
	}
	fprintf(out, "half");
	for (size_t i = 0; i < p->n_half; i++) {
		fprintf(out, " %zu", told_author_of(l, p->half[i]));
	}
	fprintf(out, "\n");
	for (size_t i = 0; i < p->n_origins; i++) {
		fprintf(out, "from %zu by %u\n", told_post_of(l, p->origins[i].row), p->origins[i].relation);
	}
	for (size_t i = 0; i < p->n_heirs; i++) {
		fprintf(out, "to %zu by %u\n", told_post_of(l, p->heirs[i].row), p->heirs[i].relation);
	}
	fprintf(out, "then existed %d energy %llu state %d missing %x people", c->existed, U(c->energy), (int)c->state, c->missing);
	for (size_t i = 0; i < c->n_people; i++) {
		fprintf(out, " %zu", told_author_of(l, c->people[i]));
	}
	fprintf(out, " posts");
	for (size_t i = 0; i < c->n_posts; i++) {
		fprintf(out, " %zu", told_post_of(l, p->posts[c->posts[i]].row));
	}
	fprintf(out, " parted %zu\n", c->n_parted);
}

void told_portrait(FILE *out, const struct looking *l, const struct view_portrait *p)
{
	write_brief(out, l, &p->brief);
	for (size_t i = 0; i < p->n_posts; i++) {
		const struct view_spot *s = &p->posts[i];
		fprintf(out, "post %zu shown %zu by %zu depth %u under %zu as %u %d\n", told_post_of(l, s->row),
		        told_post_of(l, s->shown), told_author_of(l, s->person), s->depth, told_post_of(l, p->posts[s->parent].row),
		        s->relation, s->confirmed);
	}
	write_people(out, l, p);
	write_conditions(out, l, p);
	write_needs(out, l, p);
	write_rest(out, l, p);
}

void told_without(FILE *out, const struct looking *l, const struct view_portrait *p, size_t author)
{
	const struct view_without *w = &p->without;

	if (!p->has_without) {
		fprintf(out, "without %zu: not in it\n", author);
		return;
	}
	assert_int_equal(told_author_of(l, w->person), author);
	assert_int_equal(w->n_apart, (w->n_parts == 0 ? 0 : w->part_ends[w->n_parts - 1]) + w->n_alone);
	fprintf(out, "without %zu ties %u acts %u deeds %u apart %zu lost %x energy %llu %llu\n", author, w->ties, w->acts,
	        w->deeds, w->n_apart, w->lost, U(w->energy.known), U(w->energy.strangers));
}
