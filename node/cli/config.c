/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `kiem config`: every setting, its value in effect, and where that came from. */
#include "commands.h"
#include "json_post.h"
#include "rows.h"

#include <ctype.h>
#include <string.h>

static const struct args_spec spec = {
        .reads = true,
        .more = N_("Settings stand in kiem.conf in the home, in sections: [node] listen = tcp://*:7340"),
        .example = "kiem config",
};

static char *trim(char *text)
{
	while (isspace((unsigned char)*text)) {
		text++;
	}
	for (size_t n = strlen(text); n > 0 && isspace((unsigned char)text[n - 1]); n--) {
		text[n - 1] = '\0';
	}
	return text;
}

/* The line of the file that sets the key: the last that does. 0 when none is found. */
static int find_line(const char *path, const struct kiem_config_key *key)
{
	char line[KIEM_PATH_MAX + 256], section[64] = "";
	FILE *file = fopen(path, "re");
	int at = 0, found = 0;
	while (file && fgets(line, sizeof line, file)) {
		char *text = trim(line);
		char *mark = strpbrk(text, "=:");
		at++;
		if (*text == '[') {
			snprintf(section, sizeof section, "%.*s", (int)strcspn(text + 1, "]"), text + 1);
		} else if (*text != '#' && *text != ';' && mark) {
			*mark = '\0';
			if (strcmp(section, key->section) == 0 && strcmp(trim(text), key->name) == 0) {
				found = at;
			}
		}
	}
	if (file) {
		fclose(file);
	}
	return found;
}

struct setting {
	const struct kiem_config_key *key;
	char value[KIEM_PATH_MAX];
	enum kiem_config_source from;
	int line;
};

static void print_text(const struct cli *cli, const struct setting *s)
{
	const struct out *out = &cli->out;
	struct facts facts;
	out_printf(out, "%s[%s]%s %s = ", out_style(out, OUT_DIM), s->key->section, out_style(out, OUT_PLAIN), s->key->name);
	size_t used = strlen(s->key->section) + strlen(s->key->name) + 6;
	out_cut(out, out_span(s->value), out->width > used + 8 ? out->width - (unsigned)used : 8);
	out_printf(out, "%s\n", out_style(out, OUT_DIM));
	facts_init(&facts, out, 4);
	if (s->from == KIEM_FROM_FILE) {
		facts_say(&facts, _("%s line %d"), "kiem.conf", s->line);
	} else {
		facts_say(&facts, "%s", s->from == KIEM_FROM_COMMAND ? _("from the command") : _("default"));
	}
	facts_say(&facts, "%s", _(s->key->help));
	facts_end(&facts);
	out_printf(out, "%s", out_style(out, OUT_PLAIN));
}

static void print_json(const struct cli *cli, const struct setting *s)
{
	static const char *const sources[] = {"default", "file", "command"};
	json_t *object = json_object();
	json_put(object, "section", json_string(s->key->section));
	json_put(object, "key", json_string(s->key->name));
	json_put(object, "value", json_string(s->value));
	json_put(object, "from", json_string(sources[s->from]));
	if (s->from == KIEM_FROM_FILE) {
		json_put(object, "file", json_string(cli->home.conf));
		json_put(object, "line", json_integer(s->line));
	}
	json_put(object, "allowed", json_string(s->key->allowed)); /* English in every language, as all of JSON is */
	out_json(&cli->out, object);
}

int command_config(struct cli *cli, int argc, char **argv)
{
	struct args args;
	int status;
	if (!args_parse(&args, &status, cli, &spec, argc, argv)) {
		return status;
	}
	if ((status = cli_paths(cli)) || (status = cli_config(cli))) {
		return status;
	}
	if (!cli->json) {
		row_say(&cli->out, _("file"), "%s", cli->home.conf);
		out_printf(&cli->out, "\n");
	}
	for (size_t i = 0; kiem_config_keys[i].name; i++) {
		struct setting s = {.key = &kiem_config_keys[i], .from = kiem_config_from(&cli->config, i)};
		kiem_config_get(&cli->config, s.value, sizeof s.value, i);
		s.line = s.from == KIEM_FROM_FILE ? find_line(cli->home.conf, s.key) : 0;
		if (cli->json) {
			print_json(cli, &s);
		} else {
			print_text(cli, &s);
		}
	}
	return EX_OK;
}
