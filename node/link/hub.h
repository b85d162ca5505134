/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the hub share. The hub's own thread calls everything here; libzmq's one I/O thread is the only other one,
 * and (while a name is looked up) a thread of resolve.c that touches nothing of the hub.
 *
 *     hub.c      the loop: what is ready, whose turn it is, which event is next
 *     turns.c    whose body is next
 *     links.c    the table of links, and how one ends
 *     accept.c   the ROUTER: connections by descriptor, and the links that come of them
 *     dial.c     a DEALER a dial, over the addresses that a name has
 *     zap.c      who may finish a handshake
 *     queue.c    sending, and the bodies that wait
 *     watch.c    one TCP connection: counting what it brings, cutting it
 *     resolve.c  names to addresses
 *     socket.c   what is the same for all ZeroMQ sockets here
 */
#ifndef KIEM_LINK_HUB_H
#define KIEM_LINK_HUB_H

#include <kiem/link.h>

#include <zmq.h>

#define HUB_HWM 32                           /* messages that libzmq holds for a link, each way */
#define HUB_MESSAGE_MAX (LINK_BODY_MAX + 64) /* CURVE adds 33 bytes to a body, and a frame over the limit ends the connection */
#define HUB_HANDSHAKE_MS 3000                /* for a peer to finish greeting and CURVE */
#define HUB_SILENT_MS 10000                  /* for an accepted peer to speak first */
#define HUB_HALF_OPEN_MAX 32                 /* accepted connections that are not a link yet */
#define HUB_CONNECT_MS 5000                  /* for TCP to answer */
#define HUB_DIAL_MS 10000                    /* for one address: name, TCP and handshake together */
#define HUB_RECONNECT_MS 86400000            /* never: the socket is closed long before; see dial.c */
#define HUB_ADDRESSES_MAX 4                  /* addresses of a name that are tried */
#define HUB_BACKLOG_MAX (3u << 20)           /* bytes taken from TCP and not delivered: 32 full bodies are 2.1 MB */
#define HUB_WATCH_MS 20                      /* between looking at a connection that bytes come in by */
#define HUB_FLUSH_MS 10                      /* between tries to send what waits, when libzmq does not say that it could */
#define HUB_CLOSING_MS 200                   /* for what a closed connection left to be read */
#define HUB_OFFENCE_REFUSE_MS 60000          /* a key whose connection broke the rules of this layer stays away so long */
#define HUB_REFUSED_MAX 256                  /* keys refused at a time */
#define HUB_OURS_PART 8                      /* an 8th of the links is kept for those that we dial */
#define HUB_NEVER UINT64_MAX

/* A TCP connection: the ROUTER's by descriptor, a DEALER's in its link. */
struct hub_conn {
	int fd;             /* libzmq's, never closed here */
	bool open;          /* libzmq has not said that it is closed */
	bool cut;           /* we shut it down, or will hear nothing of it any more */
	uint64_t cookie;    /* SO_COOKIE: tells this socket from the next one with the same descriptor */
	uint64_t delivered; /* bytes on the wire of the bodies that came out of it */
	uint64_t check_ms;  /* when to look at it again; HUB_NEVER: when bytes come */
	uint64_t opened_ms;
	uint64_t floor; /* sessions below are of an earlier connection on this descriptor */
	struct hub_link *link;
};

struct hub_waiting {
	struct hub_waiting *next;
	zmq_msg_t message;
};

enum hub_state {
	HUB_RESOLVING, /* a name is looked up */
	HUB_DIALLING,
	HUB_OPEN,
	HUB_CLOSING /* the connection is gone, what it left is being read */
};

/* Events that a link owes; given in this order. */
enum { HUB_DUE_UP = 1, HUB_DUE_DRAINED = 2, HUB_DUE_DOWN = 4, HUB_DUE_FAILED = 8 };

struct hub_link {
	struct hub_link *next;
	uint32_t number;
	enum hub_state state;
	bool dialled;
	unsigned due;
	const char *why; /* it went down, or did not come up; one fixed English word or two */
	struct kiem_key node;
	uint8_t curve[32];
	char peer[64];        /* the other end's IP address */
	uint64_t deadline_ms; /* of the dial, or of closing */

	/* Accepted: how the ROUTER knows it. */
	uint64_t session;
	struct hub_conn *accepted; /* NULL once closed */
	size_t route_n;
	uint8_t route[255];

	/* Dialled. */
	void *dealer, *monitor;
	bool ready, monitor_ready;
	struct hub_conn conn;
	struct resolve *resolve;
	char host[256];
	uint16_t port;
	size_t n_addresses, next_address;
	char addresses[HUB_ADDRESSES_MAX][64];

	/* What waits to be sent. */
	struct hub_waiting *first, **last;
	size_t queued;
};

struct hub_refused {
	uint8_t curve[32];
	uint64_t until_ms;
};

struct link_hub {
	void *ctx, *router, *router_monitor, *zap;
	int epoll;
	bool router_ready, router_monitor_ready, zap_ready;
	char bound[256];
	char *curve_secret; /* Z85, in locked memory */
	char curve_public[41];
	uint8_t curve[32];
	unsigned links_max;
	uint64_t now_ms, wake_ms;

	struct hub_link *links;
	size_t n_links, n_accepted;
	uint32_t last_number;
	uint32_t turn;        /* the link whose DEALER was read last; 0: it is the ROUTER's turn */
	size_t router_credit; /* bodies that the ROUTER may still give in its turn: one for each link behind it */

	struct hub_conn **conns; /* by descriptor, NULL where there is none */
	size_t n_conns;
	size_t n_half_open;
	uint64_t last_session;

	struct hub_refused refused[HUB_REFUSED_MAX];
	size_t n_refused;

	zmq_msg_t body; /* the one lent out by the last event, or held for the next */
	bool has_body, stashed;
	bool held; /* bodies stay where they are */
	uint32_t body_link;
};

/* ---- hub.c ---- */
/* What an epoll event is about: a kind, and a descriptor or a link's number. */
enum hub_tag {
	HUB_TAG_ROUTER = 1,
	HUB_TAG_ROUTER_MONITOR,
	HUB_TAG_ZAP,
	HUB_TAG_CONN, /* a descriptor; those below are a link's */
	HUB_TAG_LINK,
	HUB_TAG_MONITOR,
	HUB_TAG_RESOLVE,
	HUB_TAG_LINK_CONN
};
void hub_wake_at(struct link_hub *hub, uint64_t ms);

/* ---- turns.c ---- */
/* Reads the next body into hub->body; false when there is none now. Events may have become due either way. */
bool turns_next_body(struct link_hub *hub);
/* Instead of it while bodies are held: takes in what libzmq tells, so that its descriptors do not wake us again for the same. */
void turns_hold(struct link_hub *hub);

/* ---- links.c ---- */
struct hub_link *hub_link_new(struct link_hub *hub, bool dialled); /* NULL: out of memory */
void hub_link_free(struct link_hub *hub, struct hub_link *link);
struct hub_link *hub_link_find(struct link_hub *hub, uint32_t number);
/* Whether one more may dial us: strangers must not take the places of the neighbours that we want. */
bool hub_link_may_come(const struct link_hub *hub);
/* The connection is gone: DOWN follows when what it left has been read. */
void hub_link_close(struct link_hub *hub, struct hub_link *link, const char *why);
/* Cuts it and keeps its key away for a while. */
void hub_link_offence(struct link_hub *hub, struct hub_link *link, const char *why);
/* Whether the body in hub->body, of so many parts, may be given out as of `link`. If it breaks a rule the link is cut. */
bool hub_take_body(struct link_hub *hub, struct hub_link *link, struct hub_conn *conn, size_t parts);

/* ---- socket.c ---- */
bool hub_option_int(void *socket, int option, int value);
/* Sets what all ROUTERs and DEALERs here have in common; false when libzmq refuses it, with errno. */
bool hub_socket_options(void *socket);
/* Puts a descriptor, or that of a ZeroMQ socket, among those that wake the hub. False with errno when it cannot. */
bool hub_poll_fd(struct link_hub *hub, int fd, uint32_t events, enum hub_tag tag, uint32_t number);
bool hub_poll_socket(struct link_hub *hub, void *socket, enum hub_tag tag, uint32_t number);
void hub_poll_forget(struct link_hub *hub, void *socket);
/* Whether there is something to read; takes in what libzmq's I/O thread has told the socket. */
bool hub_is_readable(void *socket);
/* One message without waiting; parts after the first are read and thrown away, *parts counts all. False when there is none. */
bool hub_receive(void *socket, zmq_msg_t *message, size_t *parts);
/* Makes a monitor of a socket; NULL with errno. */
void *hub_monitor_open(struct link_hub *hub, void *socket, const char *name, int events);
void hub_monitor_close(struct link_hub *hub, void *socket, void *monitor);
/* One event of a monitor: its number and value. False when there is none now. */
bool hub_monitor_next(void *monitor, uint16_t *event, uint32_t *value);

/* ---- accept.c ---- */
enum kiem_err accept_create(struct link_hub *hub, const char *listen);
void accept_destroy(struct link_hub *hub);
/* Hears what libzmq says of connections, until it says nothing more. */
void accept_monitor(struct link_hub *hub);
/* The next body of the ROUTER into hub->body; false when there is none now. A new link owes its UP. */
bool accept_body(struct link_hub *hub);
void accept_drop(struct link_hub *hub, struct hub_link *link);
void accept_timers(struct link_hub *hub);
struct hub_conn *accept_conn(struct link_hub *hub, int fd);

/* ---- dial.c ---- */
void dial_resolved(struct link_hub *hub, struct hub_link *link);
void dial_monitor(struct link_hub *hub, struct hub_link *link);
bool dial_body(struct link_hub *hub, struct hub_link *link);
void dial_timer(struct link_hub *hub, struct hub_link *link);
void dial_close(struct link_hub *hub, struct hub_link *link);

/* ---- zap.c ---- */
enum kiem_err zap_create(struct link_hub *hub);
void zap_serve(struct link_hub *hub);
void zap_refuse(struct link_hub *hub, const uint8_t curve[static 32], uint64_t for_ms);

/* ---- queue.c ---- */
/* Sends what it can of what waits. */
void queue_flush(struct link_hub *hub, struct hub_link *link);
void queue_flush_accepted(struct link_hub *hub);
void queue_clear(struct hub_link *link);

/* ---- watch.c ---- */
void watch_open(struct link_hub *hub, struct hub_conn *conn, int fd, enum hub_tag tag, uint32_t number);
/* Bytes came in: looks at it soon. */
void watch_wake(struct link_hub *hub, struct hub_conn *conn);
void watch_delivered(struct hub_conn *conn, size_t body_n);
/* False when more came in than was delivered and may wait. Waits for more bytes otherwise. */
bool watch_check(struct link_hub *hub, struct hub_conn *conn, enum hub_tag tag, uint32_t number);
/* Shuts the connection down, if the descriptor is still of this very socket. */
void watch_cut(struct hub_conn *conn);

/* ---- resolve.c ---- */
struct resolve;
/* Starts looking a name up in a thread of its own; NULL when it cannot. */
struct resolve *resolve_start(const char *host);
int resolve_fd(const struct resolve *resolve); /* readable when it is done */
/* Numeric addresses, in the order to try them; 0 when there are none. Never waits. */
size_t resolve_result(struct resolve *resolve, char addresses[HUB_ADDRESSES_MAX][64]);
/* Gives it up; the thread ends by itself. Takes NULL. */
void resolve_cancel(struct resolve *resolve);
/* Whether a socket that listens there should be of both families: "*" and names are, a literal IPv4 address is not. */
bool resolve_listens_both(const char *listen);
/* True when the host is a numeric address already, IPv6 with or without a zone. */
bool resolve_numeric(const char *host, bool *ipv6);

#endif
