/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem connect` and `kiem disconnect`: links to neighbours, which are kiemd's, so it has to run. */
#include "cli.h"
#include "commands.h"

#include <string.h>
#include <strings.h>

static int ask(struct cli *cli, const char *request)
{
	json_t *answer = NULL;
	int status = cli_ask(cli, &answer, request);
	json_decref(answer);
	return status;
}

int command_connect(struct cli *cli, int argc, char **argv)
{
	static const struct args_spec spec = {.operands = N_("LINK"),
	        .operands_min = 1,
	        .operands_max = 1,
	        .more = N_("Links to a neighbour now, and again whenever the link breaks. The board in the link is not followed by "
	                   "this; "
	                   "“kiem follow” does both."),
	        .example = N_("kiem connect 'kiem://KEY@192.168.1.20:7340'")};
	char request[KIEM_PATH_MAX + 16] = "connect ";
	struct kiem_address address;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if (!kiem_address_parse(&address, args.operands[0])) {
		return cli_fail(EX_DATAERR, _("that is no invite link; one looks like kiem://KEY@host:port/board."));
	}
	address.board[0] = '\0';
	kiem_address_print(request + strlen(request), KIEM_PATH_MAX, &address);
	if ((status = ask(cli, request))) {
		return status;
	}
	out_say(&cli->out, _("kiemd is linking to %s, port %u; “kiem links” shows how it goes.\n"), address.host,
	        (unsigned)address.port);
	return EX_OK;
}

/* The neighbours of which the key starts with what was typed. */
struct found {
	const char *digits;
	size_t n;
	struct kiem_key key; /* of the first */
};

static void consider(struct found *found, const struct kiem_key *key)
{
	char hex[2 * sizeof key->b + 1];
	kiem_hex(hex, key->b, sizeof key->b);
	bool same = found->n > 0 && memcmp(found->key.b, key->b, sizeof key->b) == 0;
	if (!same && strncasecmp(hex, found->digits, strlen(found->digits)) == 0) {
		found->key = *key;
		found->n++;
	}
}

/* Those that this home was told of. */
static int look_among_peers(struct cli *cli, struct found *found)
{
	static struct kiem_peer peers[KIEM_PEERS_MAX];
	size_t n = 0;
	int status = cli_read(cli);
	enum kiem_err err = status ? KIEM_DONE : kiem_read_peers(cli->read, peers, &n, KIEM_PEERS_MAX);
	for (size_t i = 0; i < n; i++) {
		consider(found, &peers[i].node);
	}
	cli_read_end(cli);
	return status ? status : cli_fail_err(err, cli->home.store);
}

/* Those that are linked now; who dialled us is known to kiemd only. */
static int look_among_links(struct cli *cli, struct found *found)
{
	json_t *answer = NULL, *link;
	size_t i;
	int status = cli_ask(cli, &answer, "links");
	if (status) {
		return status;
	}
	json_array_foreach(json_object_get(answer, "links"), i, link)
	{
		const char *node = json_string_value(json_object_get(link, "node"));
		struct kiem_key key;
		if (node && strlen(node) == 2 * sizeof key.b && kiem_unhex(key.b, node, 2 * sizeof key.b)) {
			consider(found, &key);
		}
	}
	json_decref(answer);
	return EX_OK;
}

/* The key of a neighbour: out of a link, or the one that starts with what was typed. */
static int find_key(struct cli *cli, struct kiem_key *key, const char *text)
{
	struct found found = {.digits = text};
	struct kiem_address address;
	size_t digits = strlen(text);
	if (kiem_address_parse(&address, text)) {
		*key = address.node;
		return EX_OK;
	}
	if (digits < 4 || digits > 64 || strspn(text, "0123456789abcdefABCDEF") != digits) {
		return cli_fail(EX_DATAERR, _("“%s” is no neighbour's key; “kiem links” lists them."), text);
	}
	if (digits == 2 * sizeof key->b && kiem_unhex(key->b, text, digits)) {
		return EX_OK;
	}
	int status = look_among_peers(cli, &found);
	if (status || (found.n == 0 && (status = look_among_links(cli, &found)))) {
		return status;
	}
	if (found.n == 0) {
		return cli_fail(EX_DATAERR, _("“%s” is no neighbour's key; “kiem links” lists them."), text);
	}
	*key = found.key;
	return found.n == 1 ? EX_OK : cli_fail_err(KIEM_E_AMBIGUOUS, text);
}

int command_disconnect(struct cli *cli, int argc, char **argv)
{
	static const struct args_spec spec = {.operands = N_("KEY-or-LINK"),
	        .operands_min = 1,
	        .operands_max = 1,
	        .more = N_("Ends the link to a neighbour, and does not make it again. The beginning of the key will do."),
	        .example = N_("kiem disconnect 8b1f09")};
	char request[96] = "disconnect ";
	struct kiem_key key;
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = cli_home(cli)) || (status = find_key(cli, &key, args.operands[0]))) {
		return status;
	}
	kiem_hex(request + strlen(request), key.b, sizeof key.b);
	if ((status = ask(cli, request))) {
		return status;
	}
	out_printf(&cli->out, "%s\n", _("The link is ended."));
	return EX_OK;
}
