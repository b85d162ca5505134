/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may finish a handshake: the ZAP handler (ZeroMQ RFC 27), asked by libzmq for each client that CURVE has proved the key of.
 * It runs in the hub's own thread; libzmq's I/O thread does not wait for it.
 *
 * Everybody may link but ourselves, the keys that were sent away, and those beyond the most links. A client that is let in gets
 * its key as User-Id and a Session number of its own as metadata; libzmq puts both on every body that it sends, and before
 * anything that the client says of itself. User-Id is missing from the routing-id frame, so both are read from the body.
 */
#include "hub.h"

#include <stdio.h>
#include <string.h>

#define FRAMES 7 /* version, request, domain, address, identity, mechanism, the client's key */

enum { FRAME_VERSION, FRAME_REQUEST, FRAME_DOMAIN, FRAME_ADDRESS, FRAME_IDENTITY, FRAME_MECHANISM, FRAME_KEY };

/* Frames of one request; those beyond FRAMES are read away. Returns how many there were, 0 when there is no request. */
static size_t receive(void *socket, zmq_msg_t frames[static FRAMES])
{
	size_t n = 0;
	bool more = true;

	while (more) {
		zmq_msg_t extra;
		zmq_msg_t *frame = n < FRAMES ? &frames[n] : &extra;

		zmq_msg_init(&extra);
		if (zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) < 0) {
			zmq_msg_close(&extra);
			return 0;
		}
		more = zmq_msg_more(frame) != 0;
		zmq_msg_close(&extra);
		n++;
	}
	return n;
}

static bool frame_is(zmq_msg_t *frame, const char *text)
{
	return zmq_msg_size(frame) == strlen(text) && memcmp(zmq_msg_data(frame), text, strlen(text)) == 0;
}

static bool is_refused(const struct link_hub *hub, const uint8_t curve[static 32])
{
	for (size_t i = 0; i < hub->n_refused; i++) {
		if (memcmp(hub->refused[i].curve, curve, 32) == 0) {
			return hub->now_ms < hub->refused[i].until_ms;
		}
	}
	return false;
}

static bool is_welcome(const struct link_hub *hub, zmq_msg_t frames[static FRAMES], size_t n)
{
	if (n != FRAMES || !frame_is(&frames[FRAME_VERSION], "1.0") || !frame_is(&frames[FRAME_DOMAIN], "kiem") ||
	        !frame_is(&frames[FRAME_MECHANISM], "CURVE") || zmq_msg_size(&frames[FRAME_KEY]) != 32) {
		return false;
	}
	const uint8_t *curve = zmq_msg_data(&frames[FRAME_KEY]);
	return memcmp(curve, hub->curve, 32) != 0 && !is_refused(hub, curve) && hub_link_may_come(hub);
}

/* One frame; what goes wrong here ends in a client that is not let in. */
static void put(void *socket, const void *bytes, size_t n, bool more)
{
	int sent = zmq_send(socket, bytes, n, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0));
	(void)sent;
}

/* Metadata of RFC 27: a length of 1 byte and the name, a length of 4 bytes and the value. */
static size_t session_metadata(uint8_t out[static 64], uint64_t session)
{
	static const char name[] = "Session";
	char digits[24];
	size_t n = sizeof(name) - 1;
	size_t n_digits = (size_t)snprintf(digits, sizeof(digits), "%llu", (unsigned long long)session);

	out[0] = (uint8_t)n;
	memcpy(out + 1, name, n);
	memset(out + 1 + n, 0, 3);
	out[1 + n + 3] = (uint8_t)n_digits;
	memcpy(out + 1 + n + 4, digits, n_digits);
	return 1 + n + 4 + n_digits;
}

static void answer(struct link_hub *hub, zmq_msg_t frames[static FRAMES], bool welcome)
{
	uint8_t metadata[64];
	char user[65];

	put(hub->zap, "1.0", 3, true);
	put(hub->zap, zmq_msg_data(&frames[FRAME_REQUEST]), zmq_msg_size(&frames[FRAME_REQUEST]), true);
	put(hub->zap, welcome ? "200" : "400", 3, true);
	put(hub->zap, welcome ? "OK" : "no", 2, true);
	if (!welcome) {
		put(hub->zap, "", 0, true);
		put(hub->zap, "", 0, false);
		return;
	}
	kiem_hex(user, zmq_msg_data(&frames[FRAME_KEY]), 32);
	size_t n = session_metadata(metadata, ++hub->last_session);
	put(hub->zap, user, 64, true);
	put(hub->zap, metadata, n, false);
}

void zap_serve(struct link_hub *hub)
{
	zmq_msg_t frames[FRAMES];
	size_t n;

	do {
		for (size_t i = 0; i < FRAMES; i++) {
			zmq_msg_init(&frames[i]);
		}
		n = receive(hub->zap, frames);
		if (n > 0) {
			/* Its connection is known before its session gets a number: accept.c tells sessions apart by that. */
			accept_monitor(hub);
			answer(hub, frames, is_welcome(hub, frames, n));
		}
		for (size_t i = 0; i < FRAMES; i++) {
			zmq_msg_close(&frames[i]);
		}
	} while (n > 0);
	hub->zap_ready = false;
}

void zap_refuse(struct link_hub *hub, const uint8_t curve[static 32], uint64_t for_ms)
{
	struct hub_refused *place = NULL;

	/* Its own place, or one whose time is over, or a new one, or that of who would come back first. */
	for (size_t i = 0; i < hub->n_refused; i++) {
		struct hub_refused *at = &hub->refused[i];
		if (memcmp(at->curve, curve, 32) == 0) {
			place = at;
			break;
		}
		if (place == NULL || at->until_ms < place->until_ms) {
			place = at;
		}
	}
	bool own = place != NULL && memcmp(place->curve, curve, 32) == 0;
	if (!own && (place == NULL || place->until_ms > hub->now_ms) && hub->n_refused < HUB_REFUSED_MAX) {
		place = &hub->refused[hub->n_refused++];
	}
	memcpy(place->curve, curve, 32);
	place->until_ms = hub->now_ms + for_ms;
}

enum kiem_err zap_create(struct link_hub *hub)
{
	hub->zap = zmq_socket(hub->ctx, ZMQ_REP);
	if (hub->zap == NULL || !hub_option_int(hub->zap, ZMQ_LINGER, 0) || zmq_bind(hub->zap, "inproc://zeromq.zap.01") != 0 ||
	        !hub_poll_socket(hub, hub->zap, HUB_TAG_ZAP, 0)) {
		return KIEM_E_NETWORK;
	}
	hub->zap_ready = true;
	return KIEM_DONE;
}
