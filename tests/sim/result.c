/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a run, as numbers and as text. See result.h; what each means is in docs/simulator.md. */
#include "result.h"

#include "parts.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>

#define ONE 1000000

static const struct {
	const char *name;
	int digits; /* after the point */
} figures[FIGURES] = {
        [FIGURE_DELIVERED] = {"delivered", 6},
        [FIGURE_DELIVERED_END] = {"delivered_end", 6},
        [FIGURE_RMR] = {"rmr", 4},
        [FIGURE_LAST_HOP_MAX] = {"last_hop_max", 0},
        [FIGURE_LAST_HOP_MEAN] = {"last_hop_mean", 2},
        [FIGURE_LAST_MS] = {"last_ms", 0},
        [FIGURE_LAST_MS_MEAN] = {"last_ms_mean", 0},
        [FIGURE_BYTES] = {"bytes_per_node_s", 1},
        [FIGURE_MESSAGES] = {"messages_per_node_s", 3},
        [FIGURE_HOSTILE_SHARE] = {"hostile_share_max", 6},
        [FIGURE_HOSTILE_WORST] = {"hostile_share_worst", 6},
        [FIGURE_ISOLATED] = {"isolated", 0},
        [FIGURE_ISOLATED_MAX] = {"isolated_max", 0},
        [FIGURE_MERGED_MS] = {"merged_ms", 0},
        [FIGURE_EQUAL_MS] = {"equal_ms", 0},
        [FIGURE_ACTIVE_MEAN] = {"active_mean", 2},
        [FIGURE_ACTIVE_MAX] = {"active_max", 0},
        [FIGURE_PASSIVE_MEAN] = {"passive_mean", 2},
        [FIGURE_LINKS_MEAN] = {"links_mean", 2},
        [FIGURE_NODES_UP] = {"nodes_up", 0},
        [FIGURE_POSTS] = {"posts", 0},
        [FIGURE_MEASURED] = {"measured", 0},
        [FIGURE_OFFENCES] = {"offences", 0},
        [FIGURE_DROPS] = {"drops", 0},
        [FIGURE_STEPS] = {"steps", 0},
        [FIGURE_STEPS_PER_S] = {"steps_per_s", 0},
        [FIGURE_WALL_MS] = {"wall_ms", 0},
        [FIGURE_CPU_MS] = {"cpu_ms", 0},
        [FIGURE_SWARM_BYTES] = {"swarm_bytes", 0},
        [FIGURE_RSS_PER_NODE] = {"rss_per_node", 0},
};

const char *result_name(enum figure figure)
{
	return figures[figure].name;
}

enum figure result_find(const char *name)
{
	size_t i = 0;

	while (i < FIGURES && strcmp(figures[i].name, name) != 0) {
		i++;
	}
	return (enum figure)i;
}

/* ---- taking ---- */

static void put(struct result *r, enum figure figure, uint64_t value)
{
	r->figures[figure] = (int64_t)(value * ONE);
}

/* In millionths: a / b. Whole and rest apart, so that nothing overflows. */
static void put_ratio(struct result *r, enum figure figure, uint64_t a, uint64_t b)
{
	r->figures[figure] = b == 0 ? -1 : (int64_t)(a / b * ONE + a % b * ONE / b);
}

static void take_posts(struct result *r, const struct sim *sim)
{
	uint64_t have = 0, want = 0, window_have = 0, window_want = 0, hops = 0, last = 0, hop_max = 0, last_max = 0, copies = 0,
	         reach = 0;

	for (size_t i = 0; i < sim->n_measured; i++) {
		const struct measured *m = &sim->measured[i];

		have += m->have;
		want += m->want;
		window_have += m->window_have;
		window_want += m->window_want;
		copies += m->copies;
		reach += m->reached;
		hops += m->last_hop;
		last += m->last_us / 1000;
		hop_max = m->last_hop > hop_max ? m->last_hop : hop_max;
		last_max = m->last_us / 1000 > last_max ? m->last_us / 1000 : last_max;
	}
	put_ratio(r, FIGURE_DELIVERED, window_have, window_want);
	put_ratio(r, FIGURE_DELIVERED_END, have, want);
	put_ratio(r, FIGURE_RMR, copies > reach ? copies - reach : 0, reach);
	put(r, FIGURE_LAST_HOP_MAX, hop_max);
	put_ratio(r, FIGURE_LAST_HOP_MEAN, hops, sim->n_measured);
	put(r, FIGURE_LAST_MS, last_max);
	put_ratio(r, FIGURE_LAST_MS_MEAN, last, sim->n_measured);
	put(r, FIGURE_MEASURED, sim->n_measured);
	put(r, FIGURE_POSTS, sim->posts.n_order);
}

static void take_views(struct result *r, struct sim *sim)
{
	struct graph g;
	uint64_t active = 0, active_max = 0, passive = 0, links = 0, up = 0;

	graph_look(&g, sim);
	for (uint32_t i = 0; i < sim->n; i++) {
		uint32_t n, hostile, mine = 0;

		if (sim->nodes[i].state != NODE_UP || !node_honest(&sim->nodes[i])) {
			continue;
		}
		up++;
		links += sim->nodes[i].open_links;
		for (uint32_t link = 0; link < sim->links_max; link++) {
			mine += graph_active(sim, i, link) != sim->n;
		}
		graph_passive(sim, i, &n, &hostile);
		passive += n;
		active += mine;
		active_max = mine > active_max ? mine : active_max;
	}
	put_ratio(r, FIGURE_ACTIVE_MEAN, active, up);
	put(r, FIGURE_ACTIVE_MAX, active_max);
	put_ratio(r, FIGURE_PASSIVE_MEAN, passive, up);
	put_ratio(r, FIGURE_LINKS_MEAN, links, up);
	put(r, FIGURE_NODES_UP, up);
	put(r, FIGURE_ISOLATED, g.honest - g.largest);
}

static void take_costs(struct result *r, const struct sim *sim, uint64_t wall_us, uint64_t cpu_us)
{
	struct rusage usage;
	uint64_t drops = 0;

	for (size_t i = 0; i < sizeof(sim->drops) / sizeof(sim->drops[0]); i++) {
		drops += sim->drops[i];
	}
	getrusage(RUSAGE_SELF, &usage);
	put(r, FIGURE_DROPS, drops);
	put(r, FIGURE_OFFENCES, sim->offences);
	put(r, FIGURE_STEPS, sim->steps);
	put_ratio(r, FIGURE_STEPS_PER_S, sim->steps * 1000, cpu_us / 1000);
	put(r, FIGURE_WALL_MS, wall_us / 1000);
	put(r, FIGURE_CPU_MS, cpu_us / 1000);
	put(r, FIGURE_SWARM_BYTES, sim->near.n + sim->far.n);
	put(r, FIGURE_RSS_PER_NODE, (uint64_t)usage.ru_maxrss * 1024 / sim->n);
}

static void put_since(struct result *r, enum figure figure, uint64_t when_us, uint64_t since_us)
{
	r->figures[figure] = when_us < since_us || when_us == 0 ? -1 : (int64_t)((when_us - since_us) / 1000 * ONE);
}

void result_goals(struct result *r, const struct scenario *s)
{
	for (size_t i = 0; i < s->n_expects && !r->failed; i++) {
		const struct expect *e = &s->expects[i];
		enum figure figure = result_find(e->figure);

		if (figure == FIGURES) {
			r->failed = true;
			snprintf(r->failure, sizeof(r->failure), "there is no figure '%.40s'", e->figure);
		} else if (r->figures[figure] < 0 ||
		           (e->at_least ? r->figures[figure] < e->value : r->figures[figure] > e->value)) {
			int64_t v = r->figures[figure];

			r->failed = r->missed = true;
			r->failure_kind = 2 * (uint64_t)figure + (v < 0);
			snprintf(r->failure, sizeof(r->failure), "%s is %s%" PRId64 ".%06" PRId64 ", not %s %" PRId64 ".%06" PRId64,
			        e->figure, v < 0 ? "-" : "", v < 0 ? 1 : v / ONE, v < 0 ? 0 : v % ONE,
			        e->at_least ? ">=" : "<=", e->value / ONE, e->value % ONE);
		}
	}
}

void result_take(struct result *r, struct sim *sim, uint64_t wall_us, uint64_t cpu_us)
{
	*r = (struct result){.seed = sim->options.seed, .trace = sim->trace, .failed = sim->failed};
	r->failure_kind = sim->failure_kind;
	memcpy(r->failure, sim->failure, sizeof(r->failure));
	take_posts(r, sim);
	take_views(r, sim);
	take_costs(r, sim, wall_us, cpu_us);
	put_ratio(r, FIGURE_BYTES, sim->bytes * (SECOND_US / 1000), sim->node_us / 1000);
	put_ratio(r, FIGURE_MESSAGES, sim->messages * (SECOND_US / 1000), sim->node_us / 1000);
	r->figures[FIGURE_HOSTILE_SHARE] = (int64_t)sim->hostile_share_ppm;
	r->figures[FIGURE_HOSTILE_WORST] = (int64_t)sim->hostile_worst_ppm;
	put(r, FIGURE_ISOLATED_MAX, sim->isolated_max);
	put_since(r, FIGURE_MERGED_MS, sim->merged_us, sim->last_fault_us);
	put_since(r, FIGURE_EQUAL_MS, sim->equal_us, sim->last_fault_us);
}

/* ---- telling ---- */

static void number(char out[static 32], const struct result *r, enum figure figure)
{
	int64_t v = r->figures[figure];
	char digits[8];

	if (v < 0) {
		snprintf(out, 32, "null");
		return;
	}
	snprintf(digits, sizeof(digits), "%06" PRId64, v % ONE);
	digits[figures[figure].digits] = '\0';
	snprintf(out, 32, "%" PRId64 "%s%s", v / ONE, digits[0] != '\0' ? "." : "", digits);
}

void result_json(FILE *out, const struct result *r, const struct scenario *s)
{
	char text[32];

	fprintf(out, "{\"scenario\": \"%s\", \"nodes\": %" PRIu64 ", \"seed\": %" PRIu64, s->name, s->nodes, r->seed);
	for (enum figure f = 0; f < FIGURES; f++) {
		number(text, r, f);
		fprintf(out, ", \"%s\": %s", figures[f].name, text);
	}
	fprintf(out, ", \"trace_hash\": \"%016" PRIx64 "\", \"ok\": %s", r->trace, r->failed ? "false" : "true");
	if (r->failed) {
		fprintf(out, ", \"failure\": \"");
		for (const char *p = r->failure; *p != '\0'; p++) {
			fprintf(out, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
		}
		fprintf(out, "\"");
	}
	fprintf(out, "}\n");
}

/* Least, mean and most of a figure over the runs that have it. */
void result_table(FILE *out, const struct result *results, size_t n, const struct scenario *s)
{
	struct result low, mean, high;
	char a[32], b[32], c[32];

	fprintf(out, "%s: %" PRIu64 " nodes, %zu run%s from seed %" PRIu64 "\n", s->name, s->nodes, n, n == 1 ? "" : "s",
	        results[0].seed);
	if (n > 1) {
		fprintf(out, "%-22s%16s%16s%16s\n", "", "least", "mean", "most");
	}
	for (enum figure f = 0; f < FIGURES; f++) {
		int64_t count = 0, sum = 0;

		low.figures[f] = mean.figures[f] = high.figures[f] = -1;
		for (size_t i = 0; i < n; i++) {
			int64_t v = results[i].figures[f];

			if (v >= 0) {
				low.figures[f] = count == 0 || v < low.figures[f] ? v : low.figures[f];
				high.figures[f] = v > high.figures[f] ? v : high.figures[f];
				sum += v / 64; /* the sum of many large ones must not overflow */
				count++;
			}
		}
		mean.figures[f] = count > 0 ? sum / count * 64 : -1;
		if (count == 0) {
			continue;
		}
		number(a, &low, f);
		number(b, &mean, f);
		number(c, &high, f);
		if (n > 1) {
			fprintf(out, "%-22s%16s%16s%16s\n", figures[f].name, a, b, c);
		} else {
			fprintf(out, "%-22s%16s\n", figures[f].name, a);
		}
	}
	fprintf(out, "trace_hash            %016" PRIx64 "\n", results[0].trace);
}
