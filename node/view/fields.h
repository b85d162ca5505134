/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A post's own fields, for views that read very many. kiem_read_post looks up in the index of its board until when it counts too,
 * which takes about as long as reading it; in the extract that stands already.
 */
#ifndef VIEW_FIELDS_H
#define VIEW_FIELDS_H

#include <kiem/post.h>
#include <kiem/store.h>

/* What it points to lives as long as the snapshot. NOT_FOUND, DISK, DAMAGED. */
static inline enum kiem_err fields_read(struct kiem_post *post, struct kiem_read *read, uint64_t number)
{
	struct kiem_span bytes;
	enum kiem_err err = kiem_read_bytes(read, &bytes, number);

	if (err == KIEM_DONE && kiem_post_decode(post, bytes.p, bytes.n) != KIEM_OK) {
		err = KIEM_E_DAMAGED;
	}
	return err;
}

#endif
