/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of the codec. A message is a row of one table (wire_read.c): its name, its keys, and two functions, one that takes
 * the value of a key, one that puts the whole message. They stand together, by what the message is about: links and posts in
 * wire_read.c and wire_write.c, catching up in wire_catch.c, membership and broadcast in wire_overlay.c.
 */
#ifndef KIEM_WIRE_PARTS_H
#define KIEM_WIRE_PARTS_H

#include <kiem/wire.h>

/* Takes the value of one key that the row names; false when it is not what the specification says. */
typedef bool wire_take_fn(struct wire_message *m, uint64_t key, struct kiem_cbor *r);
typedef void wire_put_fn(struct kiem_cbor_out *w, const struct wire_message *m);

struct wire_shape {
	const char *name;
	uint32_t required;  /* bit k: key k must be there */
	uint32_t known;     /* bit k: key k means something */
	bool lane;          /* key 1 is the lane: neither `take` nor `put` sees it */
	wire_take_fn *take; /* NULL: nothing but the lane */
	wire_put_fn *put;   /* NULL: it has a writer of its own */
};

/* NULL: not a type of this version. */
const struct wire_shape *wire_shape(uint64_t type);

/* ---- values (wire_read.c) ---- */

bool wire_take_place(struct wire_place *place, struct kiem_cbor *r);
/* A byte string of min to max pieces, each of `unit` bytes. */
bool wire_take_pieces(struct kiem_span *pieces, size_t unit, size_t min, size_t max, struct kiem_cbor *r);

/* ---- pairs (wire_write.c) ---- */

/* The map's head for so many pairs besides type and lane, and these two. */
void wire_begin(struct kiem_cbor_out *w, const struct wire_message *m, size_t pairs);
void wire_put_number(struct kiem_cbor_out *w, unsigned key, uint64_t v);
void wire_put_flag(struct kiem_cbor_out *w, unsigned key, bool v);
void wire_put_span(struct kiem_cbor_out *w, unsigned key, struct kiem_span s);
void wire_put_place(struct kiem_cbor_out *w, unsigned key, const struct wire_place *place);

/* ---- the rows' functions ---- */

wire_put_fn wire_put_hello, wire_put_ping, wire_put_ack;                                                       /* wire_write.c */
wire_take_fn wire_take_want, wire_take_sum, wire_take_stream, wire_take_mark, wire_take_cells, wire_take_more; /* wire_catch.c */
wire_put_fn wire_put_want, wire_put_sum, wire_put_stream, wire_put_mark, wire_put_cells, wire_put_more;
wire_take_fn wire_take_ihave, wire_take_graft, wire_take_walk, wire_take_neighbour, wire_take_answer,
        wire_take_dial_back; /* wire_overlay.c */
wire_put_fn wire_put_ihave, wire_put_graft, wire_put_walk, wire_put_neighbour, wire_put_answer, wire_put_dial_back,
        wire_put_nothing;

#endif
