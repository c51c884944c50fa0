/*
 * filter_cmd.c - the frame of every filter: reads JSON lines, keeps order,
 * turns failures into error lines.  See filter.h for the contract.
 */
#define _POSIX_C_SOURCE 200809L
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "commands.h"
#include "filters.h"
#include "log.h"
#include "mem.h"
#include "utf8.h"

#define CHUNK_BYTES 4096

struct filter_options {
    const char *threshold;
};

static const struct option rows[] = {
    { .name = "threshold",
      .type = OPTION_TEXT,
      .offset = offsetof(struct filter_options, threshold),
      .arg = "P",
      .help = "group: probability at which groups join" },
};

/* One run of a filter.  pending: outs of a filter with end(), in input order. */
struct frame {
    const struct filter *filter;
    void *state;
    FILE *out;
    json_t **pending; /* owned references */
    size_t n_pending, cap_pending;
    int64_t line;
    size_t n_errors;
    struct buf clean; /* the line with bad UTF-8 replaced */
};

/*
 * A lone surrogate ("\ud800" without its half) is no Unicode text, and jansson
 * refuses the whole line for it.  Put U+FFFD there, as a decoder would.
 */
static bool
hex4(const char *p, const char *end, unsigned *ret)
{
    unsigned v = 0;

    if (end - p < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];

        if (!isxdigit(c))
            return false;
        v = v * 16 + (unsigned)(isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    *ret = v;
    return true;
}

static bool
is_escape(const char *p, const char *end, unsigned *unit)
{
    return end - p >= 6 && p[0] == '\\' && p[1] == 'u' && hex4(p + 2, end, unit);
}

static void
mend_surrogates(char *p, char *end)
{
    unsigned one, two;

    for (; p < end; p++) {
        if (*p != '\\')
            continue;
        if (!is_escape(p, end, &one)) {
            p++; /* the escaped character */
        } else if (one >= 0xD800 && one <= 0xDBFF && is_escape(p + 6, end, &two) && two >= 0xDC00 &&
                   two <= 0xDFFF) {
            p += 11;
        } else {
            if (one >= 0xD800 && one <= 0xDFFF)
                memcpy(p + 2, "fffd", 4);
            p += 5;
        }
    }
}

static json_t *
parse_line(struct frame *f, char *line, size_t n, struct err *err)
{
    json_error_t why;
    json_t *in;

    if (!utf8_valid((struct text){ line, n })) {
        buf_clear(&f->clean);
        utf8_clean((struct text){ line, n }, &f->clean);
        line = f->clean.p;
        n = f->clean.n;
    }
    mend_surrogates(line, line + n);
    in = json_loadb(line, n, JSON_ALLOW_NUL | JSON_DECODE_ANY, &why);
    if (in == NULL)
        (void)err_set(err, ST_INVALID, "not JSON: %s (column %d)", why.text, why.column);
    else if (!json_is_object(in)) {
        (void)err_set(err, ST_INVALID, "wanted a JSON object");
        json_decref(in);
        in = NULL;
    }
    return in;
}

/* Takes the reference. */
static void
emit_now(void *self, json_t *o)
{
    struct frame *f = self;

    json_dumpf(o, f->out, JSON_COMPACT | JSON_REAL_PRECISION(15));
    fputc('\n', f->out);
    json_decref(o);
}

/* Prints now, or keeps for the end.  Takes the reference. */
static void
emit(struct frame *f, json_t *o)
{
    if (f->filter->end != NULL) {
        f->pending = mem_grow(f->pending, &f->cap_pending, f->n_pending + 1, sizeof(json_t *));
        f->pending[f->n_pending++] = o;
        return;
    }
    emit_now(f, o);
}

static void
emit_error(struct frame *f, json_t *in, const char *msg)
{
    json_t *o = json_object(), *id = in != NULL ? json_object_get(in, "id") : NULL;

    if (id == NULL && in != NULL)
        id = json_object_get(in, "query");
    f->n_errors++;
    json_object_set(o, "id", id != NULL ? id : json_null());
    if (id == NULL)
        json_object_set_new(o, "line", json_integer(f->line));
    json_put_text(o, "error", text_of(msg));
    emit(f, o);
}

/* What the answer to in begins with; NULL when in is material and gets none. */
static json_t *
begin_answer(const json_t *in)
{
    static const char *const keys[] = { "id", "query" };

    for (size_t i = 0; i < N_ELEMENTS(keys); i++) {
        json_t *v = json_object_get(in, keys[i]);

        if (v != NULL) {
            json_t *o = json_object();

            json_object_set(o, keys[i], v);
            return o;
        }
    }
    return NULL;
}

static void
one_line(struct frame *f, struct buf *line)
{
    struct err err = { "" };
    json_t *in, *out;
    enum status st;

    f->line++;
    if (f->line == 1 && text_starts(buf_text(line), TEXT_LIT("\xEF\xBB\xBF")))
        memset(line->p, ' ', sizeof("\xEF\xBB\xBF") - 1); /* a byte order mark */
    if (text_trim(buf_text(line)).n == 0 && !line->over)
        return;
    in = line->over ? NULL : parse_line(f, line->p, line->n, &err);
    if (in == NULL) {
        emit_error(f, NULL, line->over ? "longer than 64 MiB" : err.msg);
        return;
    }
    out = begin_answer(in);
    st = f->filter->line(f->state, in, out, &err);
    if (st != ST_OK) {
        json_decref(out);
        emit_error(f, in, err.msg);
    } else if (out != NULL) {
        emit(f, out);
    }
    json_decref(in);
}

/* The next line into b, its end dropped; not more of it than b holds, and b->over then. */
static bool
next_line(FILE *in, struct buf *b)
{
    char chunk[CHUNK_BYTES];
    size_t n = 0;
    int c;

    buf_clear(b);
    while ((c = getc_unlocked(in)) != EOF && c != '\n') {
        chunk[n++] = (char)c;
        if (n == sizeof(chunk)) {
            buf_add(b, chunk, n);
            n = 0;
        }
    }
    buf_add(b, chunk, n);
    return c != EOF || b->n > 0 || b->over;
}

static enum status
read_lines(struct frame *f, FILE *in, struct err *err)
{
    struct buf line;

    buf_init(&line, FILTER_MAX_LINE);
    while (next_line(in, &line) && !cmd_stop())
        one_line(f, &line);
    buf_release(&line);
    if (cmd_stop())
        return cmd_interrupted(err);
    return ferror(in) ? err_set(err, ST_IO, "cannot read the input") : ST_OK;
}

static enum status
run_filter(struct frame *f, const struct filter_args *args, struct err *err)
{
    enum status st = ST_OK;

    if (f->filter->open != NULL)
        st = f->filter->open(args, &f->state, err);
    if (st == ST_OK)
        st = read_lines(f, stdin, err);
    if (st == ST_OK && f->filter->end != NULL)
        st = f->filter->end(f->state, err);
    for (size_t i = 0; i < f->n_pending; i++) {
        if (st == ST_OK)
            emit_now(f, f->pending[i]);
        else
            json_decref(f->pending[i]);
    }
    if (f->filter->close != NULL)
        f->filter->close(f->state);
    free(f->pending);
    buf_release(&f->clean);
    if (st == ST_OK && f->n_errors > 0)
        st = err_set(err, ST_PARTIAL, "filter %s: %zu of %lld lines in error", f->filter->name,
                     f->n_errors, (long long)f->line);
    return st;
}

static enum status
unknown_filter(const char *name, struct err *err)
{
    const char *names[64], *near;
    size_t n = 0;

    for (; filters_all[n] != NULL && n < N_ELEMENTS(names); n++)
        names[n] = filters_all[n]->name;
    near = options_nearest(text_of(name), names, n);
    if (near != NULL)
        return err_set(err, ST_USAGE, "no filter \"%.80s\": did you mean \"%s\"?", name, near);
    return err_set(err, ST_USAGE, "no filter \"%.80s\" (earshot filter lists them)", name);
}

static void
list_filters(FILE *out)
{
    for (size_t i = 0; filters_all[i] != NULL; i++)
        fprintf(out, "%-12s %s\n%14sin:  %s\n%14sout: %s\n", filters_all[i]->name,
                filters_all[i]->summary, "", filters_all[i]->input, "", filters_all[i]->output);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct filter_options *o = env->options;
    struct filter_args args = { .threshold = o->threshold };
    struct frame f = { .out = env->out };

    if (env->n_args == 0) {
        list_filters(env->out);
        return ST_OK;
    }
    for (size_t i = 0; filters_all[i] != NULL; i++)
        if (strcmp(filters_all[i]->name, env->args[0]) == 0)
            f.filter = filters_all[i];
    if (f.filter == NULL)
        return unknown_filter(env->args[0], err);
    args.dir = strcmp(env->common->dir, ".") != 0 ? env->common->dir : NULL;
    args.paths = env->args + 1;
    args.n_paths = env->n_args - 1;
    if (f.filter->stream != NULL)
        return f.filter->stream(&args, emit_now, &f, err);
    if (args.n_paths > 0)
        return err_set(err, ST_USAGE, "filter %s reads standard input, not \"%.200s\"",
                       f.filter->name, args.paths[0]);
    json_object_seed(1); /* the order of members does not depend on the run */
    buf_init(&f.clean, BUF_LARGE);
    return run_filter(&f, &args, err);
}

const struct cmd filter_cmd = {
    .name = "filter",
    .args = "[NAME [FILE]...]",
    .summary = "a part of the program as a tool: JSON lines in, JSON lines out",
    .help =
        "Needs no workspace; -C DIR lets a workspace's own profiles, lexicons and voices\n"
        "override those in the program.  A line that is wrong is answered with an error and\n"
        "the run goes on, to end with exit code 3.  They read standard input; warc also FILEs.\n"
        "Without NAME: lists the filters.\n",
    .examples = "  earshot filter\n"
                "  echo '{\"id\":1,\"text\":\"how do I apply\"}' | earshot filter isquestion\n",
    .max_args = 1000,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct filter_options),
    .run = run,
};
