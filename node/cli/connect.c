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
	out_printf(&cli->out, _("kiemd is linking to %s; “kiem links” shows how it goes.\n"), address.host);
	return EX_OK;
}

/* The key of a neighbour: out of a link, or the one that starts with what was typed. */
static int find_key(struct cli *cli, struct kiem_key *key, const char *text)
{
	static struct kiem_peer peers[KIEM_PEERS_MAX];
	struct kiem_address address;
	size_t n = 0, n_found = 0, digits = strlen(text);
	if (kiem_address_parse(&address, text)) {
		*key = address.node;
		return EX_OK;
	}
	uint8_t bytes[32];
	if (digits < 4 || digits > 64 || !kiem_unhex(bytes, text, digits)) {
		return cli_fail(EX_DATAERR, _("“%s” is no neighbour's key; “kiem links” lists them."), text);
	}
	if (digits == 64) {
		memcpy(key->b, bytes, sizeof key->b);
		return EX_OK;
	}
	int status = cli_read(cli);
	enum kiem_err err = status ? KIEM_DONE : kiem_read_peers(cli->read, peers, &n, KIEM_PEERS_MAX);
	for (size_t i = 0; i < n; i++) {
		char hex[65];
		kiem_hex(hex, peers[i].node.b, sizeof peers[i].node.b);
		if (strncasecmp(hex, text, digits) == 0) {
			*key = peers[i].node;
			n_found++;
		}
	}
	cli_read_end(cli);
	if (status || err) {
		return status ? status : cli_fail_err(err, cli->home.store);
	}
	if (n_found == 0) {
		return cli_fail(EX_DATAERR, _("“%s” is no neighbour's key; “kiem links” lists them."), text);
	}
	return n_found == 1 ? EX_OK : cli_fail_err(KIEM_E_AMBIGUOUS, text);
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
