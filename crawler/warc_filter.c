/* warc_filter.c - "earshot filter warc": the responses of web archives, one line each. */
#include <inttypes.h>

#include "arena.h"
#include "clock.h"
#include "filter.h"
#include "log.h"
#include "warc.h"

static json_t *
line_of(const struct warc_record *r)
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
    return o;
}

static enum status
read_archive(const char *path, filter_emit *emit, void *self, struct err *err)
{
    struct warc *w = NULL;
    struct warc_record record;
    struct warc_counts counts;
    struct arena *arena = arena_new();
    enum status st = warc_open(path, &w, err);

    while (st == ST_OK) {
        st = warc_next(w, arena, &record, err);
        if (st == ST_OK)
            emit(self, line_of(&record));
        arena_clear(arena);
    }
    if (w != NULL) {
        counts = warc_counts(w);
        log_info("%s: %" PRIu64 " records, %" PRIu64 " responses, %" PRIu64 " resources, %" PRIu64
                 " broken places",
                 path, counts.records, counts.responses, counts.resources, counts.broken);
    }
    warc_close(w);
    arena_free(arena);
    return st == ST_NOTFOUND ? ST_OK : st;
}

static enum status
warc_stream_all(const struct filter_args *args, filter_emit *emit, void *self, struct err *err)
{
    struct err why = { "" };
    size_t failed = 0;

    if (args->n_paths == 0)
        return read_archive("-", emit, self, err);
    for (size_t i = 0; i < args->n_paths; i++) {
        if (read_archive(args->paths[i], emit, self, &why) != ST_OK) {
            log_warn("%s: %s", args->paths[i], why.msg);
            failed++;
        }
    }
    if (failed > 0 && args->n_paths == 1)
        return err_set(err, ST_INVALID, "%s", why.msg);
    return failed > 0 ? err_set(err, ST_PARTIAL, "%zu of %zu archives could not be read", failed,
                                args->n_paths)
                      : ST_OK;
}

const struct filter warc_filter = {
    .name = "warc",
    .summary = "the responses in web archives, as a stream",
    .input = "paths of WARC files (plain or gzip), or one on standard input",
    .output = "{\"url\",\"date\",\"status\",\"type\",\"bytes\"} for each response and resource",
    .stream = warc_stream_all,
};
