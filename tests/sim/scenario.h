/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scenario: the world of a run and what happens in it, read from a text file (docs/simulator.md gives the form). Lines are
 * settings (`key = value`), actions (`at TIME verb …`) and goals (`expect figure >= value`); # begins a comment. The parser is
 * strict: a mistake names file, line and the words that may stand there.
 *
 * A plan is what a scenario comes to under a seed: repeated actions written out one by one, random faults drawn. Shrinking leaves
 * actions of a plan out.
 */
#ifndef KIEM_SIM_SCENARIO_H
#define KIEM_SIM_SCENARIO_H

#include "chance.h"

#include <stdbool.h>
#include <stddef.h>

#define SCENARIO_ACTIONS_MAX 256
#define SCENARIO_EXPECTS_MAX 16
#define SCENARIO_BOARDS_MAX 4
#define SECOND_US 1000000ull

enum verb {
	VERB_JOIN,
	VERB_POST,
	VERB_FAIL,
	VERB_RESTART,
	VERB_PARTITION,
	VERB_LOSS,
	VERB_SLOW,
	VERB_CLOCK,
	VERB_LEAVE,
	VERB_CHURN,
	VERB_COMPARE,
	VERB_MEASURE,
	VERB_REST,
	VERB_PLANT,
	VERBS
};

/*
 * Faults in the simulator itself, so that a test can see each invariant find what it is for: the action `plant N` of a scenario
 * sets one. PAIR does nothing until it was planted twice; SPIN has every timer run out at once.
 */
enum plant { PLANT_OVERRUN = 1, PLANT_FORGETFUL_DISK, PLANT_OPEN_DOOR, PLANT_PAIR, PLANT_SPIN, PLANTS };

enum hostile {
	HOSTILE_POISON = 1,
	HOSTILE_FORGE = 2,
	HOSTILE_GARBAGE = 4,
	HOSTILE_REPLAY = 8,
	HOSTILE_WITHHOLD = 16,
	HOSTILE_EQUIVOCATE = 32,
	HOSTILE_ALL = 63
};

struct action {
	uint64_t at_us;
	enum verb verb;
	uint32_t id;        /* names its chance: stays the same when others are left out */
	uint64_t share_ppm; /* of the nodes; 0: `count` of them */
	uint64_t count;
	uint64_t every_us, for_us, over_us;
	int64_t by_ms; /* CLOCK */
	uint64_t bytes, rate;
	uint64_t life_us;
	bool silent, one_way, random; /* random: POST from anybody, not always the same */
	uint8_t unused[5];            /* actions are compared as bytes, and padding may hold anything */
};
_Static_assert(sizeof(struct action) == 96, "an action has no padding");

struct expect {
	char figure[32];
	bool at_least;
	int64_t value; /* millionths */
};

struct scenario {
	char name[64], summary[200];
	uint64_t nodes, boards, contacts, neighbours, links, networks;
	uint64_t latency_low_us, latency_high_us, jitter_us, disk_us;
	uint64_t skew_ms, window_us, end_us;
	uint64_t undialable_ppm, hostile_ppm;
	unsigned hostile; /* enum hostile, of those nodes */
	uint64_t bytes;   /* a post, about */
	uint64_t faults, faults_from_us, faults_upto_us, faults_posts;
	uint64_t passive, ping_ms, compare_ms, shuffle_ms, probe_ms; /* 0: as the swarm has it */
	bool equal;                                                  /* at the end all honest followers hold the same */
	size_t n_actions, n_expects;
	struct action actions[SCENARIO_ACTIONS_MAX];
	struct expect expects[SCENARIO_EXPECTS_MAX];
};

/* Reads text that came from `file` (for messages). False, with one line in `error`, at the first mistake. */
bool scenario_parse(struct scenario *s, char error[static 256], const char *file, const char *text);
/* Reads FOLDER/NAME.scn. */
bool scenario_load(struct scenario *s, char error[static 256], const char *folder, const char *name);

/* A number with an optional unit: 10ms, 5s, 2min, 1h in microseconds; 50% in millionths; plain numbers as they are. */
enum unit { UNIT_NONE, UNIT_TIME, UNIT_SHARE };
bool scenario_number(uint64_t *value, enum unit *unit, const char *word);
bool scenario_time(uint64_t *us, const char *word);
/* One action, from the words behind `at TIME`. */
bool scenario_action(struct action *a, char error[static 256], const char *where, char **words, size_t n);
const char *scenario_verb(enum verb verb);

struct plan {
	size_t n, cap;
	struct action *actions; /* by time */
};
void plan_make(struct plan *plan, const struct scenario *s, uint64_t seed);
void plan_finish(struct plan *plan);
/* An action as a line of a scenario. */
void plan_line(char *out, size_t cap, const struct action *a);

#endif
