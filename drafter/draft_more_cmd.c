/* draft_more_cmd.c - see draft_more_cmd.h. */

#include "draft_more_cmd.h"

#include <inttypes.h>
#include <stdio.h>

#include "diff.h"
#include "lang.h"
#include "log.h"
#include "memory.h"
#include "store_stale.h"
#include "utf8.h"

#define OUT_BYTES ((size_t)256 * 1024)
#define PERCENT   100

/* ---- answered before ---- */

static size_t
similar(struct cmd_env *env, const struct store_card *c, struct memory_hit ret[MEMORY_EARLIER])
{
    struct memory *m = memory_new(c->department_id);
    size_t n = memory_find(m, env->store, c->question, lang_normalize(c->language), c->group_id,
                           env->arena, ret);

    memory_free(m);
    return n;
}

/* Words of the web: what would drive the terminal, or turn it around, as blanks. */
static void
add_line(struct buf *b, struct text t)
{
    for (size_t at = 0; at < t.n;) {
        uint32_t c = utf8_next(t, &at);

        buf_add_utf8(b, utf8_drives_terminal(c) ? ' ' : c);
    }
}

void
draft_more_cmd_similar(struct cmd_env *env, const struct store_card *c, struct buf *out)
{
    struct memory_hit hits[MEMORY_EARLIER];
    size_t n = similar(env, c, hits);
    char at[CLOCK_RFC3339_BYTES];

    if (n > 0)
        buf_add_str(out, "\nAnswered before\n");
    for (size_t i = 0; i < n; i++) {
        const struct store_answer *x = &hits[i].answer;

        clock_rfc3339(x->decided_s, at);
        buf_addf(out, "  draft %lld, %.*s on %.*s, %.0f %% alike: ", (long long)x->draft_id,
                 TEXT_ARG(x->state), TEXT_ARG(text_before(text_of(at), 'T')),
                 hits[i].likeness * PERCENT);
        add_line(out, x->question);
        buf_add_char(out, '\n');
    }
}

json_t *
draft_more_cmd_similar_json(struct cmd_env *env, const struct store_card *c)
{
    struct memory_hit hits[MEMORY_EARLIER];
    size_t n = similar(env, c, hits);
    json_t *list = json_array();
    char at[CLOCK_RFC3339_BYTES];

    for (size_t i = 0; i < n; i++) {
        const struct store_answer *x = &hits[i].answer;

        json_array_append_new(list, json_pack("{s:I, s:s%, s:s%, s:s, s:f, s:b}", "draft",
                                              (json_int_t)x->draft_id, "question", x->question.p,
                                              x->question.n, "state", x->state.p, x->state.n,
                                              "decided_at", clock_rfc3339(x->decided_s, at),
                                              "likeness", hits[i].likeness, "same", hits[i].same));
    }
    return list;
}

/* ---- what changed ---- */

static void
print_diff(struct cmd_env *env, const struct store_stale_row *row)
{
    static const char *const marks[][2] = { { "", "" }, { "[-", "-]" }, { "{+", "+}" } };
    struct diff_run *runs;
    size_t n = diff_words(row->was, row->is, env->arena, &runs);
    char at[CLOCK_RFC3339_BYTES];
    struct buf b;

    buf_init(&b, OUT_BYTES);
    for (size_t i = 0; i < n; i++) {
        struct text word = text_trim(runs[i].text);

        if (word.n == 0)
            continue;
        buf_add_str(&b, b.n > 0 ? " " : "");
        buf_add_str(&b, marks[runs[i].kind][0]);
        add_line(&b, word);
        buf_add_str(&b, marks[runs[i].kind][1]);
    }
    fprintf(env->out, "draft %" PRId64 ", since %s: %.*s\n%.*s\n", row->draft_id,
            clock_rfc3339(row->at_s, at), TEXT_ARG(row->why), (int)b.n, b.n > 0 ? b.p : "");
    buf_release(&b);
}

static void
print_json(struct cmd_env *env, const struct store_stale_row *row)
{
    struct diff_run *runs;
    size_t n = diff_words(row->was, row->is, env->arena, &runs);
    char at[CLOCK_RFC3339_BYTES];
    json_t *o = json_object(), *list = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:s, s:s%}", "kind", diff_kind_name(runs[i].kind),
                                              "text", runs[i].text.p, runs[i].text.n));
    json_object_set_new(o, "draft", json_integer(row->draft_id));
    json_object_set_new(o, "why", json_stringn(row->why.p, row->why.n));
    json_object_set_new(o, "was", json_stringn(row->was.p, row->was.n));
    json_object_set_new(o, "is", json_stringn(row->is.p, row->is.n));
    json_object_set_new(o, "at", json_string(clock_rfc3339(row->at_s, at)));
    json_object_set_new(o, "diff", list);
    json_dumpf(o, env->out, env->common->jsonl ? JSON_COMPACT : JSON_INDENT(2));
    fputc('\n', env->out);
    json_decref(o);
}

enum status
draft_more_cmd_diff(struct cmd_env *env, int64_t draft_id, struct err *err)
{
    struct store_stale_row row;
    struct store_card card;

    if (!store_stale_get(env->store, draft_id, env->arena, &row)) {
        bool known = store_card_of_draft(env->store, draft_id, env->arena, &card);
        enum status st = store_check(env->store, err);

        return st != ST_OK ? st
               : known     ? err_set(err, ST_NOTFOUND,
                                     "draft %" PRId64 ": nothing it stands on has changed", draft_id)
                           : err_set(err, ST_NOTFOUND, "there is no draft %" PRId64, draft_id);
    }
    if (env->common->json || env->common->jsonl)
        print_json(env, &row);
    else
        print_diff(env, &row);
    return ST_OK;
}
