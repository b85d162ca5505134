/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A node's descriptor: who it is and where it can be reached, signed by the node's own key. The envelope is a post's, so that
 * one reader of COSE does for both, but what is signed begins with 'kiem/1/node': no signature serves twice.
 *
 *     d2 84 | 58 26  a2 01 32 04 58 20 KEY | a0 | {1: [+ address], 2: dialable, 3: made} as bstr | 58 40 SIGNATURE
 */
#include <kiem/wire.h>

#include <sodium.h>
#include <string.h>

#define AAD "kiem/1/node"
#define PROTECTED_BYTES 38

static const uint8_t head[] = {0xd2, 0x84, 0x58, PROTECTED_BYTES, 0xa2, 0x01, 0x32, 0x04, 0x58, 0x20};

static bool take_addresses(struct wire_descriptor *d, struct kiem_cbor *r)
{
	d->n_addresses = kiem_cbor_array(r);
	if (r->bad || d->n_addresses > WIRE_ADDRESSES_MAX) {
		return false;
	}
	for (size_t i = 0; i < d->n_addresses; i++) {
		d->addresses[i] = kiem_cbor_text(r);
		if (r->bad || d->addresses[i].n == 0 || d->addresses[i].n > WIRE_ADDRESS_MAX) {
			return false;
		}
	}
	return true;
}

static enum kiem_verdict read_payload(struct wire_descriptor *d, struct kiem_span payload)
{
	struct kiem_cbor r;
	unsigned seen = 0;
	enum kiem_verdict verdict = kiem_cbor_check(payload.p, payload.n, KIEM_DEPTH_MAX, KIEM_ITEMS_MAX);

	if (verdict != KIEM_OK) {
		return verdict;
	}
	kiem_cbor_init(&r, payload.p, payload.n);
	for (size_t pairs = kiem_cbor_map(&r); pairs > 0 && !r.bad; pairs--) {
		uint64_t key = kiem_cbor_peek(&r) == KIEM_CBOR_UINT ? kiem_cbor_uint(&r) : (kiem_cbor_skip(&r), UINT64_MAX);
		if (key == 1 && !take_addresses(d, &r)) {
			return KIEM_BAD_FIELD;
		} else if (key == 2) {
			d->dialable = kiem_cbor_bool(&r);
		} else if (key == 3) {
			d->made = kiem_cbor_int(&r);
		} else if (key != 1) {
			kiem_cbor_skip(&r);
		}
		seen |= key <= 3 ? 1u << key : 0;
	}
	if (r.bad) {
		return KIEM_BAD_FIELD;
	}
	return (seen & 0xe) == 0xe ? KIEM_OK : KIEM_MISSING_FIELD;
}

/* Sig_structure of RFC 9052 section 4.4: ["Signature1", protected, external_aad, payload]. */
static void put_signed(struct kiem_cbor_out *w, const struct kiem_key *node, struct kiem_span payload)
{
	uint8_t protected[PROTECTED_BYTES];

	memcpy(protected, head + 4, sizeof(head) - 4);
	memcpy(protected + sizeof(head) - 4, node->b, sizeof(node->b));
	kiem_cbor_put_array(w, 4);
	kiem_cbor_put_text(w, "Signature1", 10);
	kiem_cbor_put_bytes(w, protected, sizeof(protected));
	kiem_cbor_put_bytes(w, (const uint8_t *)AAD, sizeof(AAD) - 1);
	kiem_cbor_put_bytes(w, payload.p, payload.n);
}

enum kiem_verdict wire_descriptor_read(struct wire_descriptor *d, const uint8_t *bytes, size_t n)
{
	uint8_t message[WIRE_DESCRIPTOR_MAX];
	struct kiem_cbor_out w;
	struct kiem_cbor r;
	const size_t fixed = sizeof(head) + sizeof(d->node.b) + 1;

	memset(d, 0, sizeof(*d));
	if (n > WIRE_DESCRIPTOR_MAX) {
		return KIEM_TOO_BIG;
	}
	if (n < fixed || memcmp(bytes, head, sizeof(head)) != 0 || bytes[fixed - 1] != 0xa0) {
		return KIEM_BAD_ENVELOPE;
	}
	memcpy(d->node.b, bytes + sizeof(head), sizeof(d->node.b));
	kiem_cbor_init(&r, bytes + fixed, n - fixed);
	struct kiem_span payload = kiem_cbor_bytes(&r);
	struct kiem_span signature = kiem_cbor_bytes(&r);
	size_t payload_head = payload.n < 24 ? 1 : payload.n < 256 ? 2 : 3;
	if (r.bad || signature.n != crypto_sign_BYTES || n != fixed + payload_head + payload.n + 2 + crypto_sign_BYTES) {
		return KIEM_BAD_ENVELOPE;
	}
	enum kiem_verdict verdict = read_payload(d, payload);
	if (verdict != KIEM_OK) {
		return verdict;
	}
	kiem_cbor_out_init(&w, message, sizeof(message));
	put_signed(&w, &d->node, payload);
	bool good = !w.full && crypto_sign_verify_detached(signature.p, message, w.n, d->node.b) == 0;
	return good ? KIEM_OK : KIEM_BAD_SIGNATURE;
}

static bool put_payload(struct kiem_cbor_out *w, const struct wire_descriptor *d)
{
	kiem_cbor_put_map(w, 3);
	kiem_cbor_put_uint(w, 1);
	kiem_cbor_put_array(w, d->n_addresses);
	for (size_t i = 0; i < d->n_addresses; i++) {
		struct kiem_span a = d->addresses[i];
		if (a.n == 0 || a.n > WIRE_ADDRESS_MAX || !kiem_utf8_ok(a.p, a.n)) {
			return false;
		}
		kiem_cbor_put_text(w, (const char *)a.p, a.n);
	}
	kiem_cbor_put_uint(w, 2);
	kiem_cbor_put_bool(w, d->dialable);
	kiem_cbor_put_uint(w, 3);
	kiem_cbor_put_int(w, d->made);
	return true;
}

enum kiem_verdict wire_descriptor_prepare(uint8_t out[static WIRE_DESCRIPTOR_MAX], size_t *n,
        uint8_t message[static WIRE_DESCRIPTOR_MAX], size_t *message_n, const struct wire_descriptor *d)
{
	uint8_t payload[WIRE_DESCRIPTOR_MAX], empty[crypto_sign_BYTES] = {0};
	struct kiem_cbor_out p, w, m;

	if (d->n_addresses > WIRE_ADDRESSES_MAX) {
		return KIEM_BAD_FIELD;
	}
	kiem_cbor_out_init(&p, payload, sizeof(payload));
	if (!put_payload(&p, d)) {
		return KIEM_BAD_FIELD;
	}
	if (p.full) {
		return KIEM_TOO_BIG;
	}
	kiem_cbor_out_init(&w, out, WIRE_DESCRIPTOR_MAX);
	kiem_cbor_put_raw(&w, head, sizeof(head));
	kiem_cbor_put_raw(&w, d->node.b, sizeof(d->node.b));
	kiem_cbor_put_map(&w, 0);
	kiem_cbor_put_bytes(&w, payload, p.n);
	kiem_cbor_put_bytes(&w, empty, sizeof(empty));
	kiem_cbor_out_init(&m, message, WIRE_DESCRIPTOR_MAX);
	put_signed(&m, &d->node, (struct kiem_span){payload, p.n});
	*n = w.n;
	*message_n = m.n;
	return w.full || m.full ? KIEM_TOO_BIG : KIEM_OK;
}

enum kiem_verdict wire_descriptor_make(
        uint8_t out[static WIRE_DESCRIPTOR_MAX], size_t *n, const struct wire_descriptor *d, const uint8_t secret[static 64])
{
	uint8_t message[WIRE_DESCRIPTOR_MAX];
	struct wire_descriptor mine = *d;
	size_t message_n;

	memcpy(mine.node.b, secret + 32, sizeof(mine.node.b));
	enum kiem_verdict verdict = wire_descriptor_prepare(out, n, message, &message_n, &mine);
	if (verdict != KIEM_OK) {
		return verdict;
	}
	crypto_sign_detached(out + *n - crypto_sign_BYTES, NULL, message, message_n, secret);
	return KIEM_OK;
}
