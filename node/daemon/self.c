/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this node says of itself: its key and where it can be dialled, signed. `dialable` is in it only while a neighbour's
 * dial-back got through, so that nobody's views fill with nodes behind routers. The secret stays in its locked memory for this.
 *
 * Of two descriptors the one made later counts, so each must be later than those before it, also those of earlier runs: a machine
 * without a clock of its own wakes up in the past. Therefore the last one stands in the address book, as an entry of this node's
 * own.
 */
#include "daemon.h"

#include "log.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Later than anybody was ever linked, so that it is never the one to give way. */
#define SELF_LATEST_MS (INT64_C(1) << 47)

void self_recall(struct daemon *d)
{
	struct wire_descriptor descriptor;
	struct kiem_known known;
	struct kiem_read *read = NULL;
	struct kiem_key after;
	bool found = false;

	if (kiem_read_begin(&read, d->store) != KIEM_DONE) {
		return;
	}
	for (size_t n = 0; !found && n < KIEM_BOOK_MAX; n++) {
		if (kiem_read_book_next(read, &known, n == 0 ? NULL : &after) != KIEM_DONE) {
			break;
		}
		after = known.node;
		found = memcmp(&known.node, &d->node, sizeof(d->node)) == 0;
	}
	kiem_read_end(read);
	if (found && wire_descriptor_read(&descriptor, known.descriptor, known.n) == KIEM_OK) {
		d->described_ms = descriptor.made;
	}
}

static void keep(struct daemon *d, const uint8_t *descriptor, size_t n)
{
	struct kiem_known known = {.node = d->node, .last_ok_ms = SELF_LATEST_MS, .n = n};

	assert(n <= sizeof(known.descriptor));
	memcpy(known.descriptor, descriptor, n);
	if (!door_book(d->door, &known, 1)) {
		log_event(LOG_WARN, "SELF-NOT-KEPT", "made=%" PRId64, d->described_ms);
	}
}

size_t self_descriptor(uint8_t out[static WIRE_DESCRIPTOR_MAX], struct daemon *d)
{
	struct wire_descriptor descriptor = {.node = d->node, .dialable = d->dialable, .made = kiem_now_ms()};
	uint8_t message[WIRE_DESCRIPTOR_MAX];
	size_t n = 0, message_n = 0;

	for (size_t i = 0; i < d->n_addresses; i++) {
		descriptor.addresses[i] = (struct kiem_span){(const uint8_t *)d->addresses[i], strlen(d->addresses[i])};
	}
	descriptor.n_addresses = d->n_addresses;
	/* A clock that was put back must not make an older descriptor of a newer one. */
	descriptor.made = descriptor.made > d->described_ms ? descriptor.made : d->described_ms + 1;
	d->described_ms = descriptor.made;
	enum kiem_verdict v = wire_descriptor_prepare(out, &n, message, &message_n, &descriptor);
	while (v != KIEM_OK && descriptor.n_addresses > 1) { /* an announced name may be so long that not all of them fit */
		descriptor.n_addresses--;
		v = wire_descriptor_prepare(out, &n, message, &message_n, &descriptor);
	}
	assert(v == KIEM_OK);
	kiem_secret_sign(d->secret, out + n - 64, message, message_n);
	keep(d, out, n);
	return n;
}

void self_look(struct daemon *d)
{
	char were[ADDRESS_MAX][ADDRESS_TEXT_SIZE];
	size_t n = d->n_addresses;

	memcpy(were, d->addresses, sizeof(were));
	(void)address_of(d);
	bool same = n == d->n_addresses;
	for (size_t i = 0; i < n && same; i++) {
		same = strcmp(were[i], d->addresses[i]) == 0;
	}
	d->self_changed = d->self_changed || !same;
}

void self_tell(struct daemon *d)
{
	uint8_t descriptor[WIRE_DESCRIPTOR_MAX];
	struct swarm_in in = {.type = SWARM_SELF, .link = SWARM_NO_LINK};

	in.self = (struct kiem_span){descriptor, self_descriptor(descriptor, d)};
	daemon_step(d, &in);
}

void self_dialable(struct daemon *d, bool dialable)
{
	if (dialable == d->dialable) {
		return;
	}
	d->dialable = dialable;
	d->self_changed = true;
	log_event(LOG_INFO, dialable ? "NODE-DIALABLE" : "NODE-NOT-DIALABLE", "address=%s",
	        d->n_addresses > 0 ? d->addresses[0] : "");
}
