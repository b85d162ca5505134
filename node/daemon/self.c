/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this node says of itself: its key and where it can be dialled, signed. `dialable` is in it only while a neighbour's
 * dial-back got through, so that nobody's views fill with nodes behind routers. The secret stays in its locked memory for this.
 */
#include "daemon.h"

#include "log.h"

#include <assert.h>
#include <string.h>

size_t self_descriptor(uint8_t out[static WIRE_DESCRIPTOR_MAX], struct daemon *d)
{
	struct wire_descriptor descriptor = {.node = d->node, .dialable = d->dialable, .made = kiem_now_ms()};
	uint8_t message[WIRE_DESCRIPTOR_MAX];
	size_t n = 0, message_n = 0;
	const char *host_port = strchr(d->address, '@');

	if (host_port != NULL && strlen(host_port + 1) <= WIRE_ADDRESS_MAX) {
		descriptor.addresses[0] = (struct kiem_span){(const uint8_t *)host_port + 1, strlen(host_port + 1)};
		descriptor.n_addresses = 1;
	}
	/* A clock that was put back must not make an older descriptor of a newer one. */
	descriptor.made = descriptor.made > d->described_ms ? descriptor.made : d->described_ms + 1;
	d->described_ms = descriptor.made;
	enum kiem_verdict v = wire_descriptor_prepare(out, &n, message, &message_n, &descriptor);
	assert(v == KIEM_OK);
	(void)v;
	kiem_secret_sign(d->secret, out + n - 64, message, message_n);
	return n;
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
	log_event(LOG_INFO, dialable ? "NODE-DIALABLE" : "NODE-NOT-DIALABLE", "address=%s", d->address);
}
