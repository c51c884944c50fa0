/* why_cmd.c - earshot why URL: what decided about this address. */
#include "commands.h"
#include "why.h"

/* clang-format off */
static const struct table_column line_columns[] = {
    { "about", TABLE_COLUMN_TEXT, 0, false },
    { "says", TABLE_COLUMN_TEXT, 0, false },
};

/* For machines: the members of why.json. */
static const struct table_column fact_columns[] = {
    { "address", TABLE_COLUMN_JSON, 0, false },
    { "verdict", TABLE_COLUMN_JSON, 0, false },
    { "known", TABLE_COLUMN_JSON, 0, false },
    { "state", TABLE_COLUMN_JSON, 0, false },
    { "reason", TABLE_COLUMN_JSON, 0, false },
    { "suggestion", TABLE_COLUMN_JSON, 0, false },
    { "kind", TABLE_COLUMN_JSON, 0, false },
    { "page", TABLE_COLUMN_JSON, 0, false },
    { "repeats", TABLE_COLUMN_JSON, 0, false },
    { "repeated_by", TABLE_COLUMN_JSON, 0, false },
    { "questions", TABLE_COLUMN_JSON, 0, false },
    { "sources", TABLE_COLUMN_JSON, 0, false },
    { "found_on", TABLE_COLUMN_JSON, 0, false },
    { "leads_to", TABLE_COLUMN_JSON, 0, false },
    { "priority", TABLE_COLUMN_JSON, 0, false },
    { "depth", TABLE_COLUMN_JSON, 0, false },
    { "max_depth", TABLE_COLUMN_JSON, 0, false },
    { "tries", TABLE_COLUMN_JSON, 0, false },
    { "queued_before_it", TABLE_COLUMN_JSON, 0, false },
    { "first_seen", TABLE_COLUMN_JSON, 0, false },
    { "fetched", TABLE_COLUMN_JSON, 0, false },
    { "due", TABLE_COLUMN_JSON, 0, false },
    { "next_visit", TABLE_COLUMN_JSON, 0, false },
    { "trap", TABLE_COLUMN_JSON, 0, false },
    { "guard", TABLE_COLUMN_JSON, 0, false },
    { "robots", TABLE_COLUMN_JSON, 0, false },
    { "delay", TABLE_COLUMN_JSON, 0, false },
    { "host", TABLE_COLUMN_JSON, 0, false },
    { "requests", TABLE_COLUMN_JSON, 0, false },
    { "copy", TABLE_COLUMN_JSON, 0, false },
};
/* clang-format on */

static enum status
print_facts(struct cmd_env *env, struct why *w, struct err *err)
{
    struct table *t = cmd_table(env, fact_columns, N_ELEMENTS(fact_columns));

    for (size_t i = 0; i < N_ELEMENTS(fact_columns); i++) {
        json_t *v = json_object_get(w->json, fact_columns[i].name);

        if (v == NULL)
            table_null(t);
        else
            table_json(t, json_incref(v));
    }
    table_end_row(t);
    return table_close(t, err);
}

static enum status
print_lines(struct cmd_env *env, const struct why *w, struct err *err)
{
    struct table *t = cmd_table(env, line_columns, N_ELEMENTS(line_columns));

    table_set_whole(t);
    for (size_t i = 0; i < w->n_lines; i++) {
        table_str(t, w->lines[i].about);
        table_str(t, w->lines[i].says);
        table_end_row(t);
    }
    return table_close(t, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct why w = { .store = env->store,
                     .config = env->config,
                     .arena = env->arena,
                     .now_ms = clock_now_ms(env->clock) };
    struct extract *profiles = NULL;
    const char *near;
    enum status st = extract_new(arena_printf(env->arena, "%s/seeds/platforms", env->config->dir),
                                 &profiles, err);

    w.profiles = profiles;
    if (st == ST_OK)
        st = why_find(&w, text_of(env->args[0]), err);
    if (st != ST_OK) {
        extract_free(profiles);
        return st;
    }
    near = w.known ? NULL : why_suggest(&w);
    why_explain(&w);
    if (near != NULL)
        json_object_set_new(w.json, "suggestion", json_string(near));
    st = env->common->json || env->common->jsonl ? print_facts(env, &w, err)
                                                 : print_lines(env, &w, err);
    why_release(&w);
    extract_free(profiles);
    if (st == ST_OK)
        st = store_check(env->store, err);
    if (st != ST_OK || w.known)
        return st;
    if (near != NULL)
        return err_set(err, ST_NOTFOUND, "never met; did you mean %s?", near);
    return err_set(err, ST_NOTFOUND, "never met: what is said of it is what would happen");
}

const struct cmd why_cmd = {
    .name = "why",
    .args = "URL",
    .summary = "why this address was or was not fetched",
    .help =
        "Says first how it stands, then everything that has a part in it: the questions found on\n"
        "its page and those left out, its sources, where it was found and leads to, the line\n"
        "of robots.txt, the delay and what makes it that long, its host, its last requests and\n"
        "the copy in archive/.\n"
        "A question's own address (with #...) names its page.  Of an address that was never met\n"
        "it says what would happen, and ends with exit code 4.\n",
    .examples = "  earshot why https://forum.example.org/t/welcome/1\n"
                "  earshot why https://forum.example.org/private/ --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
