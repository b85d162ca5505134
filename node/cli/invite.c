/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `kiem invite`: a link with everything that a newcomer needs: this node's key, an address, a board. Where no address was
 * configured it is worked out: the port from the daemon or the configuration, the host from the machine's interfaces.
 */
#include "commands.h"
#include "draft.h"

#include <kiem/link.h>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#define ASK_MS 1000

/* How far an address reaches, worst first. */
enum reach { REACH_NONE, REACH_MACHINE, REACH_BRIDGE, REACH_LOCAL_SIX, REACH_SIX, REACH_LOCAL, REACH_WORLD };

/* Bridges of containers and virtual machines have addresses that nobody else in the street can reach. */
static bool is_bridge(const char *name)
{
	static const char *const starts[] = {"docker", "br-", "veth", "virbr", "lxc", "podman"};
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		if (strncmp(name, starts[i], strlen(starts[i])) == 0) {
			return true;
		}
	}
	return false;
}

static enum reach reach_four(uint32_t a)
{
	if (a >> 24 == 127) {
		return REACH_MACHINE;
	}
	if (a >> 16 == 0xa9fe) {
		return REACH_NONE;
	}
	bool private = a >> 24 == 10 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8 || a >> 22 == (100u << 2 | 1);
	return private ? REACH_LOCAL : REACH_WORLD;
}

static enum reach reach_six(const struct in6_addr *a)
{
	if (IN6_IS_ADDR_LOOPBACK(a)) {
		return REACH_MACHINE;
	}
	if (IN6_IS_ADDR_LINKLOCAL(a)) {
		return REACH_NONE;
	}
	return (a->s6_addr[0] & 0xfe) == 0xfc ? REACH_LOCAL_SIX : REACH_SIX;
}

static enum reach reach_of(char host[static INET6_ADDRSTRLEN], const struct ifaddrs *entry)
{
	enum reach reach = REACH_NONE;
	if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP)) {
		return REACH_NONE;
	}
	if (entry->ifa_addr->sa_family == AF_INET) {
		const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)entry->ifa_addr;
		inet_ntop(AF_INET, &four->sin_addr, host, INET6_ADDRSTRLEN);
		reach = reach_four(ntohl(four->sin_addr.s_addr));
	} else if (entry->ifa_addr->sa_family == AF_INET6) {
		const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)entry->ifa_addr;
		inet_ntop(AF_INET6, &six->sin6_addr, host, INET6_ADDRSTRLEN);
		reach = reach_six(&six->sin6_addr);
	}
	return reach > REACH_BRIDGE && is_bridge(entry->ifa_name) ? REACH_BRIDGE : reach;
}

/* The address of this machine that reaches furthest. */
static enum reach best_host(char best[static INET6_ADDRSTRLEN])
{
	struct ifaddrs *list = NULL;
	enum reach furthest = REACH_NONE;
	if (getifaddrs(&list) != 0) {
		return REACH_NONE;
	}
	for (const struct ifaddrs *entry = list; entry; entry = entry->ifa_next) {
		char host[INET6_ADDRSTRLEN] = "";
		enum reach reach = reach_of(host, entry);
		if (reach > furthest) {
			furthest = reach;
			memcpy(best, host, INET6_ADDRSTRLEN);
		}
	}
	freeifaddrs(list);
	return furthest;
}

/* Where kiemd listens: it knows when it runs, else the configuration says. */
static int find_listen(struct cli *cli, char *listen, size_t cap)
{
	char *answer = NULL;
	int status = cli_config(cli);
	if (status) {
		return status;
	}
	snprintf(listen, cap, "%s", cli->config.listen);
	if (link_control_call(&answer, cli->home.control, "status", ASK_MS) == KIEM_DONE) {
		json_t *object = json_loads(answer, 0, NULL);
		const char *bound = json_string_value(json_object_get(object, "listen"));
		if (bound && *bound) {
			snprintf(listen, cap, "%s", bound);
		}
		json_decref(object);
	}
	free(answer);
	return EX_OK;
}

/* "tcp://HOST:PORT" into a host without brackets ("" for every address) and a port (0 for any). */
static int split_listen(struct kiem_address *address, const char *listen)
{
	const char *host = strncmp(listen, "tcp://", 6) == 0 ? listen + 6 : listen, *colon = strrchr(host, ':');
	if (strcmp(listen, "none") == 0 || !colon) {
		return cli_fail(EX_CONFIG,
		        _("your kiemd takes no links (listen = %s), so nobody can come to you; set “listen” in kiem.conf."),
		        listen);
	}
	snprintf(address->host, sizeof address->host, "%.*s", (int)(colon - host), host);
	size_t n = strlen(address->host);
	if (n >= 2 && address->host[0] == '[' && address->host[n - 1] == ']') {
		memmove(address->host, address->host + 1, n - 2);
		address->host[n - 2] = '\0';
	}
	if (strcmp(address->host, "*") == 0 || strcmp(address->host, "0.0.0.0") == 0 || strcmp(address->host, "::") == 0) {
		address->host[0] = '\0';
	}
	address->port = (uint16_t)strtoul(colon + 1, NULL, 10);
	if (address->port == 0) {
		return cli_fail(EX_UNAVAILABLE, _("kiemd picks its port when it starts; start it, and ask for the invite again."));
	}
	return EX_OK;
}

static void say_reach(enum reach reach)
{
	if (reach <= REACH_MACHINE) {
		cli_note(_("this machine has no address for others, so the link works on this machine only."));
	} else if (reach < REACH_SIX || reach == REACH_LOCAL) {
		cli_note(_("the link works in your own network; for others set “announce” in kiem.conf and open the port in your "
		           "router."));
	}
}

/* kiemd was told to listen on an address that only this machine has. */
static void say_only_here(const char *host)
{
	struct in_addr four;
	struct in6_addr six;
	bool here = strcmp(host, "localhost") == 0 || (inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127) ||
	            (inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six));
	if (here) {
		cli_note(_("kiemd listens on %s, so the link works on this machine only; for others start it with --listen "
		           "tcp://*:%d."),
		        host, KIEM_PORT_DEFAULT);
	}
}

static int find_host(struct cli *cli, struct kiem_address *address, const char *given)
{
	char listen[KIEM_PATH_MAX], host[INET6_ADDRSTRLEN] = "";
	int status = EX_OK;
	if (given) {
		snprintf(listen, sizeof listen, "%s", given);
	} else {
		status = find_listen(cli, listen, sizeof listen);
	}
	if (status || (status = split_listen(address, listen))) {
		return status;
	}
	if (address->host[0]) {
		say_only_here(address->host);
		return EX_OK;
	}
	enum reach reach = best_host(host);
	if (reach == REACH_NONE) {
		return cli_fail(EX_UNAVAILABLE, _("this machine has no network address; set “announce = host:port” in kiem.conf."));
	}
	snprintf(address->host, sizeof address->host, "%s", host);
	say_reach(reach);
	return EX_OK;
}

/* The address that the owner set: --host, or “announce” in the configuration. */
static int announced(struct cli *cli, struct kiem_address *address, const char *host)
{
	char text[KIEM_PATH_MAX], key[65];
	struct kiem_address parsed;
	const char *announce = host ? host : cli->config.announce;
	kiem_hex(key, address->node.b, sizeof address->node.b);
	snprintf(text, sizeof text, "kiem://%s@%s", key, announce);
	if (!kiem_address_parse(&parsed, text)) {
		return cli_fail(EX_USAGE, _("“%s” is no address; write host:port, such as noord.example.org:7340."), announce);
	}
	memcpy(address->host, parsed.host, sizeof address->host);
	address->port = parsed.port;
	return EX_OK;
}

static int node_key(struct cli *cli, struct kiem_key *key)
{
	struct kiem_secret *node = NULL;
	enum kiem_err err = kiem_secret_load(&node, cli->home.node);
	if (!err) {
		kiem_secret_public(key, node);
	}
	kiem_secret_destroy(node);
	return cli_fail_err(err, cli->home.node);
}

int command_invite(struct cli *cli, int argc, char **argv)
{
	static const struct args_option options[] = {
	        {"host", N_("HOST:PORT"), N_("the address that others reach you at, when you know better"), false},
	        {"listen", N_("ENDPOINT"), N_("where kiemd listens, such as tcp://*:7340"), false}, DRAFT_BOARD, DRAFT_END};
	static const struct args_spec spec = {.operands = N_("[BOARD]"),
	        .operands_max = 1,
	        .options = options,
	        .more = N_("Prints a kiem:// link. Whoever takes it up with “kiem follow” gets the board from you, and you from "
	                   "them."),
	        .example = N_("kiem invite nl/tilburg/noord")};
	struct kiem_address address = {0};
	char text[KIEM_PATH_MAX];
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	const char *board = args.n_operands > 0 ? args.operands[0] : args_value(&args, "board");
	const char *host = args_value(&args, "host"), *listen = args_value(&args, "listen");
	if ((status = resolve_board(cli, address.board, board)) || (status = node_key(cli, &address.node))) {
		return status;
	}
	cli_read_end(cli);
	bool known = host || (cli->config.announce[0] && !listen);
	if ((status = known ? announced(cli, &address, host) : find_host(cli, &address, listen))) {
		return status;
	}
	kiem_address_print(text, sizeof text, &address);
	if (cli->out.terminal) {
		cli_note(_("give this link to a neighbour, who types: kiem follow 'LINK'"));
	}
	out_printf(&cli->out, "%s\n", text);
	return EX_OK;
}
