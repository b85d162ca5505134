/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a command; each lives in the file of its name or of its family, and stands in the table of commands.c. */
#ifndef KIEM_CLI_COMMANDS_H
#define KIEM_CLI_COMMANDS_H

struct cli;

int command_init(struct cli *cli, int argc, char **argv);       /* init.c */
int command_id(struct cli *cli, int argc, char **argv);         /* id.c */
int command_follow(struct cli *cli, int argc, char **argv);     /* follow.c */
int command_unfollow(struct cli *cli, int argc, char **argv);   /* follow.c */
int command_invite(struct cli *cli, int argc, char **argv);     /* invite.c */
int command_profile(struct cli *cli, int argc, char **argv);    /* profile.c */
int command_help(struct cli *cli, int argc, char **argv);       /* help.c */
int command_content(struct cli *cli, int argc, char **argv);    /* content.c: initiative, offer, request, gathering, deed, lesson */
int command_note(struct cli *cli, int argc, char **argv);       /* reply.c */
int command_extend(struct cli *cli, int argc, char **argv);     /* reply.c */
int command_variant(struct cli *cli, int argc, char **argv);    /* reply.c */
int command_answer(struct cli *cli, int argc, char **argv);     /* reply.c */
int command_join(struct cli *cli, int argc, char **argv);       /* join.c */
int command_leave(struct cli *cli, int argc, char **argv);      /* join.c */
int command_receipt(struct cli *cli, int argc, char **argv);    /* receipt.c */
int command_vouch(struct cli *cli, int argc, char **argv);      /* vouch.c */
int command_unvouch(struct cli *cli, int argc, char **argv);    /* vouch.c */
int command_address(struct cli *cli, int argc, char **argv);    /* address.c */
int command_mend(struct cli *cli, int argc, char **argv);       /* address.c */
int command_succeed(struct cli *cli, int argc, char **argv);    /* succeed.c */
int command_trust(struct cli *cli, int argc, char **argv);      /* trust.c */
int command_revise(struct cli *cli, int argc, char **argv);     /* care.c */
int command_renew(struct cli *cli, int argc, char **argv);      /* care.c */
int command_retract(struct cli *cli, int argc, char **argv);    /* care.c */
int command_connect(struct cli *cli, int argc, char **argv);    /* connect.c */
int command_disconnect(struct cli *cli, int argc, char **argv); /* connect.c */
int command_import(struct cli *cli, int argc, char **argv);     /* import.c */
int command_board(struct cli *cli, int argc, char **argv);      /* board.c */
int command_show(struct cli *cli, int argc, char **argv);       /* show.c */
int command_coalitions(struct cli *cli, int argc, char **argv); /* coalitions.c */
int command_coalition(struct cli *cli, int argc, char **argv);  /* coalition.c */
int command_find(struct cli *cli, int argc, char **argv);       /* find.c */
int command_match(struct cli *cli, int argc, char **argv);      /* match.c */
int command_pulse(struct cli *cli, int argc, char **argv);      /* pulse.c */
int command_map(struct cli *cli, int argc, char **argv);        /* map.c */
int command_who(struct cli *cli, int argc, char **argv);        /* who.c */
int command_lineage(struct cli *cli, int argc, char **argv);    /* lineage.c */
int command_alert(struct cli *cli, int argc, char **argv);      /* alert.c */
int command_watch(struct cli *cli, int argc, char **argv);      /* watch.c */
int command_status(struct cli *cli, int argc, char **argv);     /* status.c */
int command_links(struct cli *cli, int argc, char **argv);      /* links.c */
int command_sync(struct cli *cli, int argc, char **argv);       /* sync.c */
int command_config(struct cli *cli, int argc, char **argv);     /* config.c */
int command_export(struct cli *cli, int argc, char **argv);     /* export.c */
int command_compact(struct cli *cli, int argc, char **argv);    /* compact.c */

#endif
