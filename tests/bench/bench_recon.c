/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What catching up costs besides the posts. Without arguments the table of goals, each figure the mean of several differences, and
 * the speed of cells; with any, one exchange.
 */
#include "recon_exchange.h"

#include "../../proto/recon.h"

#include <kiem/wire.h>

#include <getopt.h>

#define KNOWN 100000
#define MANY_KNOWN 1000000

static const char help[] =
        "bench_recon [--known N] [--differ D] [--spread newest|scattered] [--sides one|two] [--seed N] [--json]\n"
        "\n"
        "One exchange between two nodes that both know N posts (100000), while D others (10) are known to one of them only: the\n"
        "newest, or scattered over time; all at one side (the opener's when the seed is odd) or half at each. Without arguments:\n"
        "the table of goals and the speed of cells.\n"
        "\n"
        "bytes          both ways, without posts: bytes_out the opener's, bytes_in what it heard. Each body with its framing: 35 "
        "bytes\n"
        "               of ZMTP and CURVE, from bodies of 223 bytes on 42. bytes_bodies is without framing.\n"
        "               Counted is all that two swarms say about catching up (SUM, CELLS, MORE, WANT, GONE, STREAM, MARK, LIST,\n"
        "               PAGE) until both are in sync; not HELLO, BOARDS, membership and ACK.\n"
        "round_trips    half the number of messages that each waited for the one before, from SUM until both sides know what to\n"
        "               send: to the first WANT.\n"
        "cells          said by either.\n"
        "cpu_ms         of the swarms' steps. build: those that are given posts of the store to put into cells (the 1,024 kept for "
        "a\n"
        "               neighbour are built once, not in each exchange); decode: those that hear SUM or CELLS; encode: all "
        "others,\n"
        "               posts on their way through included.\n"
        "With --differ 0 the board is idle: the two compared before, and the opener expects no difference and says one cell.\n";

/* ---- one exchange ---- */

static void tell_json(const struct recon_job *job, const struct recon_figures *f)
{
	printf("{\"known\":%zu,\"differ\":%zu,\"spread\":\"%s\",\"sides\":\"%s\",\"seed\":%llu,", job->known, job->differ,
	        job->newest ? "newest" : "scattered", job->one ? "one" : "two", (unsigned long long)job->seed);
	printf("\"bytes_out\":%llu,\"bytes_in\":%llu,\"bytes\":%llu,\"bytes_bodies\":%llu,", (unsigned long long)f->out,
	        (unsigned long long)f->in, (unsigned long long)(f->out + f->in), (unsigned long long)f->bodies);
	printf("\"messages\":%u,\"round_trips\":%.1f,\"cells\":%u,", f->messages, f->turns / 2.0, f->cells);
	printf("\"cpu_ms\":{\"build\":%.3f,\"encode\":%.3f,\"decode\":%.3f}}\n", f->build_ms, f->encode_ms, f->decode_ms);
}

static void tell_text(const struct recon_figures *f)
{
	printf("%llu bytes (%llu out, %llu in; %llu in bodies), %u messages, %.1f round trips, %u cells\n",
	        (unsigned long long)(f->out + f->in), (unsigned long long)f->out, (unsigned long long)f->in,
	        (unsigned long long)f->bodies, f->messages, f->turns / 2.0, f->cells);
	printf("build %.3f, encode %.3f, decode %.3f ms\n", f->build_ms, f->encode_ms, f->decode_ms);
}

/* ---- the table ---- */

struct goal {
	size_t differ;
	unsigned runs;
	double bytes, round_trips; /* at most; 0: none */
	double decode_ms;
	const char *negentropy; /* V1, scattered and newest, as issue 3 gives them */
	double newest;          /* bytes that a list of the newest would take: 8 an id that differs, and two messages of 50 */
};

static const struct goal goals[] = {
        {0, 4, 110, 1, 0, "338 B", 0},
        {1, 12, 280, 1, 0, "1.8 / 1.8 kB", 108},
        {10, 100, 480, 1.6, 0, "14 / 1.8 kB", 180},
        {100, 60, 2600, 3.5, 0, "112 / 3.3 to 4.1 kB", 900},
        {1000, 16, 24000, 3.2, 2, "780 / 20 kB", 8100},
        {10000, 6, 230000, 0, 20, "2900 / 200 kB", 80100},
};

static unsigned missed;

static const char *enough(double value, double most)
{
	bool ok = most <= 0 || value <= most + 1e-9;

	missed += !ok;
	return ok ? "" : " MISSED";
}

struct means {
	double bytes, least, most, round_trips, cells, decode_ms;
};

static struct means mean(const struct goal *goal, size_t known, bool one, unsigned runs)
{
	struct means m = {.least = 1e12};

	for (unsigned k = 0; k < runs; k++) {
		struct recon_job job = {.known = known, .differ = goal->differ, .newest = k % 4 > 1, .one = one, .seed = 1 + k};
		struct recon_figures f;
		recon_exchange(&f, &job);
		double bytes = (double)(f.out + f.in);
		m.bytes += bytes / runs;
		m.least = bytes < m.least ? bytes : m.least;
		m.most = bytes > m.most ? bytes : m.most;
		m.round_trips += f.turns / 2.0 / runs;
		m.cells += (double)f.cells / runs;
		m.decode_ms += f.decode_ms / runs;
	}
	return m;
}

static void row(const struct goal *goal, bool one)
{
	struct means m = mean(goal, KNOWN, one, goal->runs);

	printf("%6zu %-4s %9.0f (%.0f to %.0f)%s, goal %.0f; %.2f rt%s", goal->differ, one ? "one" : "two", m.bytes, m.least,
	        m.most, enough(m.bytes, goal->bytes), goal->bytes, m.round_trips, enough(m.round_trips, goal->round_trips));
	if (goal->round_trips > 0) {
		printf(", goal %.1f", goal->round_trips);
	}
	printf("; %.0f cells; decode %.3f ms", m.cells, m.decode_ms);
	if (goal->decode_ms > 0) {
		printf("%s, goal %.0f", enough(m.decode_ms, goal->decode_ms), goal->decode_ms);
	}
	printf("; a list of the newest alone %.0f\n", goal->newest);
}

/* The same difference between larger sets costs the same. */
static void flat(void)
{
	struct goal goal = {.differ = 100};
	double few = mean(&goal, KNOWN, true, 4).bytes, many = mean(&goal, MANY_KNOWN, true, 4).bytes;

	printf("100 differ of %d: %.0f bytes; of %d: %.0f bytes, %+.1f %%%s, goal 5\n", KNOWN, few, MANY_KNOWN, many,
	        (many / few - 1) * 100, enough(many / few, 1.05));
}

static void table(void)
{
	printf("%d known to both; bytes both ways with all framing, without posts; mean (least to most). Differences at one side "
	       "or\n"
	       "two, half of them scattered over time and half the newest: cells take no notice. In brackets in issue 3, "
	       "negentropy V1.\n",
	        KNOWN);
	for (size_t i = 0; i < sizeof(goals) / sizeof(*goals); i++) {
		for (int one = 1; one >= (goals[i].differ < 1); one--) {
			row(&goals[i], one == 1);
		}
		printf("            negentropy, scattered / newest: %s\n", goals[i].negentropy);
	}
	flat();
}

/* ---- speed ---- */

static void speed(void)
{
	enum { CACHED = 1024 };
	static struct recon_cell cells[CACHED];
	static struct kiem_id ids[KNOWN];
	static uint64_t items[KNOWN];
	struct wire_salt salt = {.short_key = {1}};
	uint64_t seed = 1;
	double began, hash_ms, add_ms, best_ms = 1e9;

	for (size_t i = 0; i < KNOWN; i++) {
		for (size_t k = 0; k < sizeof(ids[i].b); k++) {
			ids[i].b[k] = (uint8_t)support_random(&seed);
		}
	}
	for (int run = 0; run < 5; run++) {
		began = recon_now_ms();
		for (size_t i = 0; i < KNOWN; i++) {
			items[i] = wire_short(&salt, &ids[i]);
		}
		hash_ms = recon_now_ms() - began;
		began = recon_now_ms();
		for (size_t i = 0; i < KNOWN; i++) {
			recon_add(cells, 0, CACHED, items[i]);
		}
		add_ms = recon_now_ms() - began;
		best_ms = hash_ms + add_ms < best_ms ? hash_ms + add_ms : best_ms;
	}
	printf("a new post, short id and %d cells: %.3f us a neighbour%s, goal 1; building them over %d ids: %.1f ms; %zu bytes of "
	       "cells a\n"
	       "neighbour and board, goal 32768; a decode of %d cells: %zu bytes\n",
	        CACHED, best_ms * 1000 / KNOWN, enough(best_ms * 1000 / KNOWN, 1), KNOWN, best_ms, sizeof(cells), RECON_CELLS_MAX,
	        recon_size(RECON_CELLS_MAX));
}

/* ---- options ---- */

static uint64_t number(const char *text, uint64_t most)
{
	char *end;
	unsigned long long v = strtoull(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '\0' || v > most) {
		fprintf(stderr, "bench recon: '%s' is not a number from 0 to %llu\n", text, (unsigned long long)most);
		exit(64);
	}
	return v;
}

/* Which of two words. */
static bool either(const char *text, const char *yes, const char *no)
{
	if (strcmp(text, yes) != 0 && strcmp(text, no) != 0) {
		fprintf(stderr, "bench recon: '%s' is neither '%s' nor '%s'\n", text, yes, no);
		exit(64);
	}
	return strcmp(text, yes) == 0;
}

static void read_options(struct recon_job *job, bool *json, int argc, char **argv)
{
	static const struct option options[] = {{"known", required_argument, NULL, 'k'}, {"differ", required_argument, NULL, 'd'},
	        {"spread", required_argument, NULL, 's'}, {"sides", required_argument, NULL, 'i'},
	        {"seed", required_argument, NULL, 'e'}, {"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'},
	        {NULL, 0, NULL, 0}};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'k':
			job->known = number(optarg, 20000000);
			break;
		case 'd':
			job->differ = number(optarg, 20000000);
			break;
		case 's':
			job->newest = either(optarg, "newest", "scattered");
			break;
		case 'i':
			job->one = either(optarg, "one", "two");
			break;
		case 'e':
			job->seed = number(optarg, UINT64_MAX);
			break;
		case 'j':
			*json = true;
			break;
		case 'h':
			fputs(help, stdout);
			exit(0);
		default:
			exit(64);
		}
	}
	if (optind < argc) {
		fprintf(stderr, "bench recon: what is '%s'?\n", argv[optind]);
		exit(64);
	}
}

int main(int argc, char **argv)
{
	struct recon_job job = {.known = KNOWN, .differ = 10, .seed = 1};
	struct recon_figures f;
	bool json = false;

	if (argc == 1) {
		table();
		speed();
		return missed > 0;
	}
	read_options(&job, &json, argc, argv);
	recon_exchange(&f, &job);
	if (json) {
		tell_json(&job, &f);
	} else {
		tell_text(&f);
	}
	return 0;
}
