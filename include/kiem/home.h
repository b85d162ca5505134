/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The home: where a person's or a node's files are, what the configuration says, and the two secret keys.
 *
 *     HOME_DIR/                 mode 0700
 *       identity.key            the identity's secret (0600)
 *       node.key                the node's secret (0600)
 *       kiem.conf               the configuration (INI), optional
 *       store/                  LMDB
 *       views/                  what can be made from it again, and may be removed
 *     RUNTIME_DIR/control       the daemon's socket (0600)
 *
 * The home is, in this order: --home DIR, $KIEM_HOME, $XDG_DATA_HOME/kiem, ~/.local/share/kiem. With --home or KIEM_HOME
 * everything lies in that one directory (RUNTIME_DIR is HOME_DIR/run, or, where that path is too long for a socket, a directory
 * of this uid's under /tmp named after the path's hash); else the configuration is $XDG_CONFIG_HOME/kiem/kiem.conf and the
 * socket is in $XDG_RUNTIME_DIR/kiem.
 */
#ifndef KIEM_HOME_H
#define KIEM_HOME_H

#include <kiem/post.h>

#define KIEM_PATH_MAX 1024
#define KIEM_PORT_DEFAULT 7340

struct kiem_home {
	char dir[KIEM_PATH_MAX];
	char store[KIEM_PATH_MAX];
	char identity[KIEM_PATH_MAX];
	char node[KIEM_PATH_MAX];
	char conf[KIEM_PATH_MAX];
	char runtime[KIEM_PATH_MAX];
	char control[KIEM_PATH_MAX]; /* path of the socket; "ipc://" goes before it */
};

/* Works out the paths; touches no file. `given` is --home's value or NULL. INVALID when a path would be too long. */
enum kiem_err kiem_home_find(struct kiem_home *home, const char *given);
/* Makes the directories, 0700. OWNER when one is another uid's. */
enum kiem_err kiem_home_make(const struct kiem_home *home);
/* DONE when the home is this uid's and holds a key of an identity or of a node; NOT_FOUND; OWNER. */
enum kiem_err kiem_home_check(const struct kiem_home *home);

/* ---- secrets: one file of code, locked memory, wiped ---- */

struct kiem_secret;                                                           /* an Ed25519 key pair */
enum kiem_err kiem_secret_create(struct kiem_secret **out, const char *path); /* makes and writes one; EXISTS */
enum kiem_err kiem_secret_load(struct kiem_secret **out, const char *path);   /* NOT_FOUND, DAMAGED, PERMISSION, OWNER */
void kiem_secret_destroy(struct kiem_secret *secret);                         /* takes NULL */
void kiem_secret_public(struct kiem_key *key, const struct kiem_secret *secret);
/* kiem_post_make with this secret. */
enum kiem_verdict kiem_secret_sign_post(
        const struct kiem_secret *secret, uint8_t *out, size_t *n, size_t cap, const struct kiem_post *post);
/* A detached signature over a message that starts with its own domain (RFC 9052 Sig_structure). */
void kiem_secret_sign(const struct kiem_secret *secret, uint8_t signature[static 64], const uint8_t *message, size_t n);
/* The CURVE key pair derived from it (X25519 form of the Ed25519 pair), Z85, for ZeroMQ; each 40 characters and a NUL. */
void kiem_secret_curve(const struct kiem_secret *secret, char public_z85[static 41], char secret_z85[static 41]);
/* The CURVE public key of somebody's Ed25519 key; false when the key has none. */
bool kiem_key_curve(uint8_t curve[static 32], const struct kiem_key *key);
#define KIEM_EXPORT_MAX 512
/*
 * Text of an identity sealed with a passphrase (argon2id, 256 MiB, about a second; then XSalsa20-Poly1305), NUL-terminated.
 * MEMORY; INVALID when it does not fit; KIEM_EXPORT_MAX bytes are enough.
 */
enum kiem_err kiem_secret_export(const struct kiem_secret *secret, char *out, size_t cap, const char *passphrase);
/* The reverse, written to `path`: EXISTS, PASSPHRASE, DAMAGED, NEWER. Text around the sealed part is passed over. */
enum kiem_err kiem_secret_import(struct kiem_secret **out, const char *path, const char *text, const char *passphrase);

/* ---- configuration ---- */

/* Every key with its default; `kiem config` prints them. All sizes in bytes, times in ms unless the name says otherwise. */
struct kiem_config {
	char listen[KIEM_PATH_MAX];     /* [node] listen = tcp, every address, port 7340; "none" binds nothing; ipc is refused */
	char announce[256];             /* [node] announce = host:port that invites carry; empty: worked out */
	char name[101];                 /* [node] name: what status shows of this node; default the host's name */
	unsigned links_max;             /* [node] links_max = 64 */
	unsigned threads;               /* [node] threads = 0: as many verifiers as cores */
	unsigned ping_s;                /* [node] ping_s = 5 */
	uint64_t store_cap;             /* [store] cap = 1G ; 0: as the store has it */
	char log_level[8];              /* [log] level = info ; error, warn, info, debug */
	char language[36];              /* [post] language = nl ; default from the locale */
	unsigned life_days;             /* [post] life_days = 365 ; until of new posts, 1 to 731 */
	char neighbours[KIEM_PATH_MAX]; /* [node] neighbours = kiem://KEY@host:port … , separated by spaces */
	char on_alert[KIEM_PATH_MAX];   /* [alert] on_alert = words of a command; empty: none */
	uint8_t from[32];               /* enum kiem_config_source of each key, in the order of kiem_config_keys */
};

enum kiem_config_source { KIEM_FROM_DEFAULT, KIEM_FROM_FILE, KIEM_FROM_COMMAND };
struct kiem_config_key {
	const char *section, *name;
	const char *allowed; /* "tcp://HOST:PORT or none": said when a value is wrong; this and help are English, for gettext */
	const char *help;
};
/* The table of keys, ending with a NULL name. */
extern const struct kiem_config_key kiem_config_keys[];

struct kiem_config_problem {
	char file[KIEM_PATH_MAX];
	int line;       /* 0: no line */
	char text[512]; /* a sentence with the key and the allowed values, in the language of the user */
};

/* Defaults, then the file when there is one. INVALID with *problem filled. */
enum kiem_err kiem_config_load(struct kiem_config *config, struct kiem_config_problem *problem, const char *path);
/* Sets one key from text as the file would; INVALID with *problem filled. */
enum kiem_err kiem_config_set(struct kiem_config *config, struct kiem_config_problem *problem, size_t key, const char *value,
        enum kiem_config_source from);
/* The effective value as text, and where it came from. */
void kiem_config_get(const struct kiem_config *config, char *out, size_t cap, size_t key);
enum kiem_config_source kiem_config_from(const struct kiem_config *config, size_t key);

#define KIEM_COMMAND_WORDS_MAX 32
/*
 * Takes a command of the configuration apart: words between spaces; quotation marks of either sort, and a backslash, keep one
 * together. Nothing is replaced, as a shell would. The words lie in copy[cap], which needs two bytes more than the text, and a NULL
 * stands behind them. Returns how many; 0 when there is none, there are too many, or a quotation mark is left open.
 */
size_t kiem_command_words(char *words[static KIEM_COMMAND_WORDS_MAX + 1], char *copy, size_t cap, const char *text);

/* ---- addresses ---- */

/* kiem://KEY@host:port/board, KEY the node's Ed25519 key as 64 hexadecimal digits; the board may be left out. */
struct kiem_address {
	struct kiem_key node;
	char host[256]; /* a name, an IPv4 address, or an IPv6 address without brackets */
	uint16_t port;
	char board[KIEM_BOARD_MAX + 1]; /* empty: none */
};
bool kiem_address_parse(struct kiem_address *address, const char *text);
/* Text of it; needs at most KIEM_PATH_MAX bytes. */
void kiem_address_print(char *out, size_t cap, const struct kiem_address *address);

/* ---- standard input, output, error ---- */

/* Both programs call it first: what of the three is closed is held, so that no file gets its number. */
void kiem_standard_hold(void);

/* ---- language ---- */

/*
 * Sets the locale from the environment and points gettext at our catalogue; both programs call it at once. KIEM_LOCALEDIR is
 * another directory of catalogues (a build's po/).
 */
void kiem_language_find(void);

/* ---- time, as this machine tells it ---- */
int64_t kiem_now_ms(void); /* CLOCK_REALTIME, ms since the epoch */
uint64_t kiem_monotonic_ms(void);

#endif
