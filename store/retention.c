/* retention.c - see retention.h. */
#include "retention.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db.h"
#include "file.h"
#include "past.h"
#include "retention_rows.h"
#include "tombstone.h"

#define PATH_BYTES 4096
#define BATCH      500 /* rows of one transaction: milliseconds, so that editors do not wait */
#define MS_PER_S   1000
#define ATTEMPT_S  (INT64_C(24) * 3600) /* failed sign-ins count no longer than this */

/* Which rows are due before ?1, as SQL behind SELECT. */
#define DECIDED                                                                                    \
    " FROM post WHERE post.body <> '' AND EXISTS (SELECT 1 FROM sighting t"                        \
    "  WHERE t.post_id = post.id) AND NOT EXISTS (SELECT 1 FROM sighting t"                        \
    "  JOIN group_link l ON l.question_id = t.question_id"                                         \
    "  LEFT JOIN queue ON queue.group_id = l.group_id WHERE t.post_id = post.id"                   \
    "  AND (queue.group_id IS NULL"                                                                \
    "   OR queue.state NOT IN ('approved', 'rejected', 'posted', 'withdrawn')"                     \
    "   OR COALESCE((SELECT MAX(d.at_s) FROM decision d WHERE d.group_id = l.group_id), ?1)"       \
    "      >= ?1))"
#define GONE   " FROM post WHERE post.body <> '' AND post.gone_s < ?1"
#define ASKERS " FROM post WHERE post.asker_hash IS NOT NULL AND post.first_seen_s < ?1"
#define FETCHES                                                                                    \
    " FROM fetch WHERE fetch.at_ms < ?1 * 1000 AND (fetch.url_id IS NULL OR EXISTS"                \
    "  (SELECT 1 FROM fetch n WHERE n.url_id = fetch.url_id AND n.at_ms > fetch.at_ms))"
#define RUNS                                                                                       \
    " FROM crawl_run WHERE crawl_run.ended_s IS NOT NULL AND crawl_run.started_s < ?1"             \
    " AND NOT EXISTS (SELECT 1 FROM crawl_source c WHERE c.run_id = crawl_run.id"                  \
    "  AND NOT EXISTS (SELECT 1 FROM crawl_source n WHERE n.source_id = c.source_id"               \
    "   AND n.run_id > c.run_id))"
/* A head of the log, and never all of it: the chain goes on from what is left. */
#define AUDIT                                                                                      \
    " FROM audit WHERE audit.id < COALESCE((SELECT MIN(x.id) FROM audit x WHERE x.at_s >= ?1),"    \
    "  (SELECT MAX(x.id) FROM audit x))"
#define LINES " FROM weblog_line WHERE weblog_line.day < ?1 / 86400"
#define FILES " FROM (SELECT file FROM archive GROUP BY file HAVING MAX(at_ms) < ?1 * 1000)"

struct retaining {
    const struct retention_job *job;
    enum retention_part part;
    int64_t before_s;
};

/* ---- words ---- */

static void
exec_id(struct store *s, const char *sql, int64_t id)
{
    struct db_query *q = db_query(s, sql);

    db_bind_int(q, id);
    (void)db_exec(q); /* sticky */
}

/* A question keeps its line; what was written below it goes when no post has any of it. */
static void
empty_post(struct store *s, int64_t id)
{
    static const char *const steps[] = {
        "UPDATE post SET body = '' WHERE id = ?",
        "UPDATE question SET body = '' WHERE id IN (SELECT question_id FROM sighting"
        " WHERE post_id = ?) AND NOT EXISTS (SELECT 1 FROM sighting t"
        "  JOIN post ON post.id = t.post_id WHERE t.question_id = question.id"
        "  AND post.body <> '')",
        ("UPDATE stale SET was = '', \"is\" = '' WHERE draft_id IN"
         " (SELECT id FROM draft WHERE post_id = ?)"),
        "UPDATE draft SET asked = NULL WHERE post_id = ?",
    };

    for (size_t i = 0; i < N_ELEMENTS(steps); i++)
        exec_id(s, steps[i], id);
}

static int64_t
empty_decided(struct retaining *r)
{
    static const char which[] = "SELECT post.id, post.permalink" DECIDED " LIMIT ?2";
    static const char permalink_of[] = "SELECT permalink FROM post WHERE id = ?";
    struct store *s = r->job->store;
    struct db_query *q = db_query(s, which);
    int64_t ids[BATCH], n = 0;

    db_bind_int(q, r->before_s);
    db_bind_int(q, BATCH);
    while (n < BATCH && db_row(q))
        ids[n++] = db_int(q, 0);
    db_done(q);
    for (int64_t i = 0; i < n; i++) {
        struct arena *a = arena_new();

        q = db_query(s, permalink_of);
        db_bind_int(q, ids[i]);
        if (db_row(q)) {
            struct text permalink = db_text_in(q, 0, a);

            store_tombstone_add(s, permalink, STORE_TOMBSTONE_BODY, r->job->now_s);
        }
        db_done(q);
        arena_free(a);
        empty_post(s, ids[i]);
    }
    return n;
}

static int64_t
collect(struct retaining *r, const char *which, int64_t ids[BATCH])
{
    struct db_query *q = db_query(r->job->store, which);
    int64_t n = 0;

    db_bind_int(q, r->before_s);
    db_bind_int(q, BATCH);
    while (n < BATCH && db_row(q))
        ids[n++] = db_int(q, 0);
    db_done(q);
    return n;
}

/* It may come back, and then is there for all to read: no tombstone. */
static int64_t
empty_gone(struct retaining *r)
{
    static const char which[] = "SELECT post.id" GONE " LIMIT ?2";
    int64_t ids[BATCH], n = collect(r, which, ids);

    for (int64_t i = 0; i < n; i++)
        empty_post(r->job->store, ids[i]);
    return n;
}

static int64_t
drop_askers(struct retaining *r)
{
    static const char which[] = "SELECT post.id" ASKERS " LIMIT ?2";
    int64_t ids[BATCH], n = collect(r, which, ids);

    for (int64_t i = 0; i < n; i++)
        exec_id(r->job->store, "UPDATE post SET asker_hash = NULL WHERE id = ?", ids[i]);
    return n;
}

/* ---- rows that are counted ---- */

static int64_t
drop_fetches(struct retaining *r)
{
    static const char which[] = "SELECT fetch.id, fetch.at_ms" FETCHES " LIMIT ?2";
    struct store *s = r->job->store;
    struct db_query *q = db_query(s, which);
    int64_t ids[BATCH], at_s[BATCH], n = 0;

    db_bind_int(q, r->before_s);
    db_bind_int(q, BATCH);
    while (n < BATCH && db_row(q)) {
        ids[n] = db_int(q, 0);
        at_s[n++] = db_int(q, 1) / MS_PER_S;
    }
    db_done(q);
    for (int64_t i = 0; i < n; i++) {
        past_add(s, at_s[i], 0, "requests", 1);
        exec_id(s, "DELETE FROM fetch WHERE id = ?", ids[i]);
    }
    return n;
}

static void
count_run(struct store *s, int64_t run_id)
{
    enum { STARTED, DEPARTMENT, PAGES, QUESTIONS };
    struct db_query *q =
        db_query(s, "SELECT r.started_s, source.department_id, SUM(c.pages), SUM(c.questions)"
                    " FROM crawl_run r JOIN crawl_source c ON c.run_id = r.id"
                    " JOIN source ON source.id = c.source_id WHERE r.id = ?"
                    " GROUP BY r.started_s, source.department_id");

    db_bind_int(q, run_id);
    while (db_row(q)) {
        int64_t at_s = db_int(q, STARTED), department = db_int(q, DEPARTMENT);
        int64_t questions = db_int(q, QUESTIONS);

        past_add(s, at_s, department, "crawls", 1);
        past_add(s, at_s, department, "pages crawled", db_int(q, PAGES));
        past_add(s, at_s, department, "questions crawled", questions);
    }
    db_done(q);
}

static int64_t
drop_runs(struct retaining *r)
{
    static const char which[] = "SELECT crawl_run.id" RUNS " LIMIT ?2";
    int64_t ids[BATCH], n = collect(r, which, ids);

    for (int64_t i = 0; i < n; i++) {
        count_run(r->job->store, ids[i]);
        exec_id(r->job->store, "DELETE FROM crawl_source WHERE run_id = ?", ids[i]);
        exec_id(r->job->store, "DELETE FROM crawl_run WHERE id = ?", ids[i]);
    }
    return n;
}

static int64_t
drop_sessions(struct retaining *r)
{
    static const struct {
        const char *sql;
        int64_t grace_s;
    } steps[] = {
        { "DELETE FROM session WHERE until_s < ?", 0 },
        { "DELETE FROM once WHERE until_s < ?", 0 },
        { "DELETE FROM attempt WHERE last_s < ?", ATTEMPT_S },
        { "DELETE FROM lease WHERE until_s < ?", 0 },
        { "DELETE FROM weblog_seam WHERE until_s < ?", 0 },
    };
    static const char idle_keys[] = "DELETE FROM weblog_key WHERE NOT EXISTS (SELECT 1"
                                    " FROM weblog_seam w WHERE w.key_id = weblog_key.id)";
    int64_t n = 0;

    for (size_t i = 0; i < N_ELEMENTS(steps); i++) {
        exec_id(r->job->store, steps[i].sql, r->job->now_s - steps[i].grace_s);
        n += db_changes(r->job->store);
    }
    (void)db_exec(db_query(r->job->store, idle_keys)); /* sticky */
    return n;
}

static int64_t
drop_audit(struct retaining *r)
{
    static const char which[] = "SELECT audit.id" AUDIT " ORDER BY audit.id LIMIT ?2";
    struct store *s = r->job->store;
    int64_t ids[BATCH], n = collect(r, which, ids);

    if (n == 0)
        return 0;
    db_exec(db_query(s, "DELETE FROM audit_base"));
    exec_id(s, "INSERT INTO audit_base (id, hash) SELECT id, hash FROM audit WHERE id = ?",
            ids[n - 1]);
    exec_id(s, "DELETE FROM audit WHERE id <= ?", ids[n - 1]);
    return n;
}

/* From the floor up lines can be told from those that were counted: it rises with the first. */
static int64_t
drop_lines(struct retaining *r)
{
    static const char floor[] = "INSERT INTO weblog_floor (id, day) SELECT 1, ?1 / 86400" LINES
                                " LIMIT 1 ON CONFLICT (id) DO UPDATE SET day = excluded.day"
                                " WHERE excluded.day > weblog_floor.day";
    static const char rows[] = "DELETE FROM weblog_line WHERE (day, hash) IN"
                               " (SELECT day, hash" LINES " ORDER BY day, hash LIMIT ?2)";
    struct store *s = r->job->store;
    struct db_query *q = db_query(s, floor);

    db_bind_int(q, r->before_s);
    (void)db_exec(q); /* sticky */
    q = db_query(s, rows);
    db_bind_int(q, r->before_s);
    db_bind_int(q, BATCH);
    return db_exec(q) ? db_changes(s) : 0;
}

/* The file first: rows of a file that is gone are deleted the next time. */
static int64_t
drop_file(struct retaining *r)
{
    static const char which[] = "SELECT file" FILES " ORDER BY file LIMIT ?2";
    static const char rows[] = "DELETE FROM archive WHERE file = ?";
    struct store *s = r->job->store;
    struct arena *a = arena_new();
    struct db_query *q = db_query(s, which);
    struct text file = TEXT_NONE;
    char path[PATH_BYTES];
    int64_t n = 0;

    db_bind_int(q, r->before_s);
    db_bind_int(q, 1);
    if (db_row(q))
        file = db_text_in(q, 0, a);
    db_done(q);
    if (file.n > 0 && text_find_char(file, '/') == TEXT_NPOS) {
        int stem = (int)(file.n - (text_ends(file, TEXT_LIT(".warc.gz")) ? 8 : 0));

        snprintf(path, sizeof(path), "%s/archive/%.*s", r->job->dir, TEXT_ARG(file));
        if (unlink(path) != 0 && errno != ENOENT)
            db_fail(s, ST_IO, "%s: %s", path, strerror(errno));
        snprintf(path, sizeof(path), "%s/archive/%.*s.cdxj", r->job->dir, stem, file.p);
        unlink(path);
        q = db_query(s, rows);
        db_bind_text(q, file);
        (void)db_exec(q); /* sticky */
        n = 1;
    }
    arena_free(a);
    return n;
}

/* Tables whose rows only age. */
static int64_t
drop_rows(struct retaining *r)
{
    return retention_rows_delete(r->job->store, r->part, r->before_s, BATCH);
}

/* ---- all of it ---- */

#define FIELD(name) offsetof(struct retention_config, name)
static const struct part {
    const char *name;
    size_t field;      /* its span in the config; SIZE_MAX: it has none */
    const char *count; /* NULL: retention_rows.c knows */
    int64_t (*run)(struct retaining *r);
    int64_t batch; /* less than that done: it was the last */
} parts[] = {
    [RETENTION_BODIES] = { "words of decided questions", FIELD(bodies_ms),
                           "SELECT COUNT(*)" DECIDED, empty_decided, BATCH },
    [RETENTION_GONE] = { "words of posts gone at their source", FIELD(gone_ms),
                         "SELECT COUNT(*)" GONE, empty_gone, BATCH },
    [RETENTION_ASKERS] = { "pseudonyms of askers", FIELD(askers_ms), "SELECT COUNT(*)" ASKERS,
                           drop_askers, BATCH },
    [RETENTION_FETCHES] = { "requests", FIELD(fetches_ms), "SELECT COUNT(*)" FETCHES, drop_fetches,
                            BATCH },
    [RETENTION_RUNS] = { "crawls", FIELD(runs_ms), "SELECT COUNT(*)" RUNS, drop_runs, BATCH },
    [RETENTION_SESSIONS] = { "sessions, leases and seams of logs that are over", SIZE_MAX,
                             "SELECT (SELECT COUNT(*) FROM session WHERE until_s < ?1)"
                             " + (SELECT COUNT(*) FROM once WHERE until_s < ?1)"
                             " + (SELECT COUNT(*) FROM attempt WHERE last_s < ?1 - 86400)"
                             " + (SELECT COUNT(*) FROM lease WHERE until_s < ?1)"
                             " + (SELECT COUNT(*) FROM weblog_seam WHERE until_s < ?1)",
                             drop_sessions, INT64_MAX },
    [RETENTION_AUDIT] = { "rows of the audit log", FIELD(audit_ms), "SELECT COUNT(*)" AUDIT,
                          drop_audit, BATCH },
    [RETENTION_WEBLOG] = { "hashes of web server log lines", FIELD(weblog_ms),
                           "SELECT COUNT(*)" LINES, drop_lines, BATCH },
    [RETENTION_LOGS] = { "rows of logs", FIELD(logs_ms), NULL, drop_rows, BATCH },
    [RETENTION_NOTES] = { "notes on decided questions", FIELD(notes_ms), NULL, drop_rows, BATCH },
    [RETENTION_TYPED] = { "what was typed and not saved", FIELD(typed_ms), NULL, drop_rows, BATCH },
    [RETENTION_ARCHIVE] = { "files of archive/", FIELD(archive_ms), "SELECT COUNT(*)" FILES,
                            drop_file, 1 },
};

const char *
retention_name(enum retention_part part)
{
    return parts[part].name;
}

int64_t
retention_after_s(const struct retention_config *c, enum retention_part part)
{
    int64_t ms;

    if (parts[part].field == SIZE_MAX)
        return 1;
    memcpy(&ms, (const char *)c + parts[part].field, sizeof(ms));
    return ms / MS_PER_S;
}

static int64_t
before_of(const struct retention_job *job, enum retention_part part)
{
    return job->now_s - (parts[part].field == SIZE_MAX ? 0 : retention_after_s(job->config, part));
}

enum status
retention_count(const struct retention_job *job, int64_t ret[RETENTION_PARTS], struct err *err)
{
    for (int i = 0; i < RETENTION_PARTS; i++) {
        enum retention_part part = (enum retention_part)i;
        struct db_query *q;

        ret[i] = 0;
        if (retention_after_s(job->config, part) == 0)
            continue;
        if (parts[i].count == NULL) {
            ret[i] = retention_rows_count(job->store, part, before_of(job, part));
            continue;
        }
        q = db_query(job->store, parts[i].count);
        db_bind_int(q, before_of(job, part));
        ret[i] = db_exec_int(q, 0);
    }
    return store_check(job->store, err);
}

static enum status
run_part(const struct retention_job *job, enum retention_part part, int64_t *done, struct err *err)
{
    struct retaining r = { job, part, before_of(job, part) };
    enum status st = ST_OK;
    int64_t n = INT64_MAX;

    while (st == ST_OK && n >= parts[part].batch) {
        if (job->stop != NULL && job->stop())
            return err_set(err, ST_INTERRUPTED, "stopped");
        store_begin(job->store);
        n = parts[part].run(&r);
        st = store_commit(job->store, err);
        *done += st == ST_OK ? n : 0;
    }
    return st;
}

enum status
retention_run(const struct retention_job *job, int64_t ret[RETENTION_PARTS], struct err *err)
{
    enum status st = ST_OK;

    memset(ret, 0, RETENTION_PARTS * sizeof(*ret));
    for (int i = 0; i < RETENTION_PARTS && st == ST_OK; i++)
        if (retention_after_s(job->config, (enum retention_part)i) > 0)
            st = run_part(job, (enum retention_part)i, &ret[i], err);
    return st;
}
