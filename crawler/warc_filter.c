/* warc_filter.c - "earshot filter warc": the responses of web archives, one line each. */
#include <inttypes.h>
#include <stdio.h>

#include "arena.h"
#include "clock.h"
#include "cmd.h"
#include "extract_filter.h"
#include "filter.h"
#include "log.h"
#include "warc.h"

#define HTTP_OK    200
#define PATH_BYTES 4096

struct run {
    struct extract *extract;
    struct arena *arena; /* cleared after each record */
    filter_emit *emit;
    void *self;
};

/* HTML and JSON say questions; a picture does not. */
static bool
is_page(struct text type)
{
    static const char *const kinds[] = { "text/html", "application/xhtml+xml", "json",
                                         "application/rss+xml", "application/atom+xml" };

    for (size_t i = 0; i < N_ELEMENTS(kinds); i++)
        if (text_find_nocase(type, text_of(kinds[i])) != TEXT_NPOS)
            return true;
    return false;
}

static void
add_page(struct run *run, const struct warc_record *r, json_t *out)
{
    struct extract_input in = { .url = r->url,
                                .body = r->body,
                                .content_type = r->type,
                                .robots_tag = warc_header(r, "X-Robots-Tag") };
    struct extract_page page;

    extract_page(run->extract, &in, run->arena, &page);
    extract_filter_answer(&page, r->url, run->arena, out);
}

static json_t *
line_of(struct run *run, const struct warc_record *r)
{
    json_t *o = json_object();
    char at[CLOCK_RFC3339_BYTES];

    json_put_text(o, "url", r->url);
    json_put_text(o, "date", r->has_date ? text_of(clock_rfc3339(r->at_s, at)) : r->date);
    json_object_set_new(o, "status", json_integer((json_int_t)r->status));
    json_put_text(o, "type", r->type);
    json_object_set_new(o, "bytes", json_integer((json_int_t)r->body.n));
    if (r->truncated)
        json_object_set_new(o, "truncated", json_true());
    if (r->status == HTTP_OK && !r->coded && is_page(r->type))
        add_page(run, r, o);
    return o;
}

static enum status
read_archive(struct run *run, const char *path, struct err *err)
{
    struct warc *w = NULL;
    struct warc_record record;
    struct warc_counts counts;
    enum status st = warc_open(path, &w, err);

    while (st == ST_OK && !cmd_stop()) {
        st = warc_next(w, run->arena, &record, err);
        if (st == ST_OK)
            run->emit(run->self, line_of(run, &record));
        arena_clear(run->arena);
    }
    if (w != NULL) {
        counts = warc_counts(w);
        log_info("%s: %" PRIu64 " records, %" PRIu64 " responses, %" PRIu64 " resources, %" PRIu64
                 " broken places",
                 path, counts.records, counts.responses, counts.resources, counts.broken);
    }
    warc_close(w);
    if (cmd_stop())
        return cmd_interrupted(err);
    if (st == ST_INVALID && err != NULL) {
        struct err why = *err;

        return err_set(err, st, "archive \"%s\": %.400s", path, why.msg);
    }
    return st == ST_NOTFOUND ? ST_OK : st;
}

static enum status
read_archives(struct run *run, const struct filter_args *args, struct err *err)
{
    struct err why = { "" };
    size_t failed = 0;

    if (args->n_paths == 0)
        return read_archive(run, "-", err);
    if (args->n_paths == 1)
        return read_archive(run, args->paths[0], err);
    for (size_t i = 0; i < args->n_paths; i++) {
        if (cmd_stop())
            return cmd_interrupted(err);
        if (read_archive(run, args->paths[i], &why) != ST_OK) {
            log_warn("%s", why.msg);
            failed++;
        }
    }
    if (failed == 0)
        return ST_OK;
    return err_set(err, ST_PARTIAL, "%zu of %zu archives could not be read", failed, args->n_paths);
}

static enum status
warc_all(const struct filter_args *args, filter_emit *emit, void *self, struct err *err)
{
    struct run run = { .emit = emit, .self = self };
    char profiles[PATH_BYTES];
    enum status st;

    if (args->dir != NULL)
        snprintf(profiles, sizeof(profiles), "%s/seeds/platforms", args->dir);
    st = extract_new(args->dir != NULL ? profiles : NULL, &run.extract, err);
    if (st != ST_OK)
        return st;
    run.arena = arena_new();
    st = read_archives(&run, args, err);
    arena_free(run.arena);
    extract_free(run.extract);
    return st;
}

const struct filter warc_filter = {
    .name = "warc",
    .summary = "the responses in web archives, as a stream",
    .input = "paths of WARC or ARC files (plain or gzip), or one on standard input",
    .output =
        "{\"url\",\"date\",\"status\",\"type\",\"bytes\"} for each response and resource, and what "
        "extract says of a page",

    .stream = warc_all,
};
