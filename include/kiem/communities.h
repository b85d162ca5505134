/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Communities: who does much together, whatever initiative it is about (Leiden; Traag, Waltman & van Eck 2019), and how evenly
 * somebody's ties lie over several of them (the participation coefficient of Guimerà & Amaral 2005). docs/ties.md has the formulas.
 *
 * Of many people they are worked out once a day and kept in a file, since that takes seconds; whoever came since goes with those
 * with whom they do most. The file may be removed at any time.
 */
#ifndef KIEM_COMMUNITIES_H
#define KIEM_COMMUNITIES_H

#include <kiem/coalitions.h>

struct view_communities {
	size_t n;                /* how many there are */
	size_t n_people;         /* people with a tie that is not dormant */
	uint32_t modularity;     /* permille */
	uint32_t *of;            /* by person: the community, from 0; VIEW_NONE: no tie, or a key that another took over */
	uint16_t *participation; /* by person, permille: 0 when all their ties are in one community */
	bool stale;              /* from a file of more than a day ago: see view_communities_refresh */
};
/* `path` is the file; NULL: none is kept. NOT_FOUND: igraph is not installed. MEMORY. */
enum kiem_err view_communities_create(struct view_communities **out, const struct view_extract *x, const struct view_bonds *bonds,
        const char *path, int64_t now_ms);
void view_communities_destroy(struct view_communities *communities); /* takes NULL */

/*
 * Works them out anew and writes the file, silently; seconds for many people. Touches neither store nor snapshot, so a process may
 * do it in a child after its own output.
 */
void view_communities_refresh(const struct view_extract *x, const struct view_bonds *bonds, const char *path, int64_t now_ms);

#endif
