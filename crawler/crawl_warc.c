#include "crawl_warc.h"

#include <stdio.h>
#include <string.h>

#include "crawl_private.h"
#include "log.h"
#include "warc.h"
#include "workers.h"

#define LINE_BYTES 160
#define BATCH      64 /* records per transaction: a commit costs as much as reading some pages */
#define MS_PER_S   INT64_C(1000)

#define STATUS_NOT_MODIFIED 304

struct archive_run {
    struct crawl *c;
    struct crawl_source *rest; /* for hosts that are no source's; NULL: passed over */
    const struct clock *real;
    int64_t at_ms; /* of the record that is being written; 0: none is */
    int64_t read, kept, elsewhere, stale;
};

/* A record on its way, in its job's arena. */
struct archived {
    struct fetch_response response;
    struct url url;
    int64_t at_s; /* when it was fetched */
    bool dated;   /* it says so */
};

/* Whom do records of other hosts belong to? */
static struct crawl_source *
source_for_rest(struct crawl *c)
{
    if (c->cfg->department == NULL && c->cfg->source == NULL)
        return NULL;
    for (size_t i = 0; i < c->n_sources; i++)
        if (c->sources[i].row.match_all && !c->sources[i].row.own_site)
            return &c->sources[i];
    if (c->cfg->source != NULL)
        return &c->sources[0];
    for (size_t i = 0; i < c->n_sources; i++)
        if (!c->sources[i].row.own_site)
            return &c->sources[i];
    return NULL;
}

/* http and https of a host are one for an archive, which may be from before the change. */
static struct crawl_source *
source_of(struct archive_run *run, const struct url *u)
{
    struct crawl *c = run->c;

    for (size_t i = 0; i < c->n_sources; i++) {
        struct url own;

        if (url_split(c->sources[i].row.url, &own) && text_eq(own.host, u->host) &&
            text_eq(own.port, u->port))
            return &c->sources[i];
    }
    return run->rest;
}

/* ---- time ---- */

/* While a record is written, it is the time at which its host was asked. */
static int64_t
record_now_ms(void *self)
{
    const struct archive_run *run = self;

    return run->at_ms > 0 ? run->at_ms : clock_now_ms(run->real);
}

/* The record's date; now, when it has none that can be. */
static int64_t
date_of(const struct archive_run *run, const struct warc_record *rec)
{
    int64_t now_s = clock_now_s(run->real);

    return rec->has_date && rec->at_s > 0 && rec->at_s < now_s ? rec->at_s : now_s;
}

/* ---- taking records in ---- */

/* What the store knows of the address so far; earlier records may be on their way. */
static void
peek(struct crawl *c, struct crawl_job *job, const struct url *u)
{
    struct store_url_known known;
    int64_t host = store_host_find(c->store, url_authority(u, job->arena));

    job->url = (struct store_url){ .address = u->href };
    if (host != 0 && store_url_find_on(c->store, host, u->href, &known))
        store_url_get(c->store, known.id, job->arena, &job->url);
}

static void
fill_response(const struct warc_record *rec, struct fetch_response *r)
{
    r->status = rec->status;
    r->body = rec->body;
    r->fields[FETCH_CONTENT_TYPE] = rec->type;
    r->unwanted = !fetch_wanted(rec->type, FETCH_BODY_HTML);
    r->fields[FETCH_ETAG] = warc_header(rec, "ETag");
    r->fields[FETCH_LAST_MODIFIED] = warc_header(rec, "Last-Modified");
    r->fields[FETCH_LOCATION] = warc_header(rec, "Location");
    r->fields[FETCH_ROBOTS_TAG] = warc_header(rec, "X-Robots-Tag");
    if (rec->kind == WARC_REVISIT)
        r->status = STATUS_NOT_MODIFIED; /* whoever said so: the payload is one that we may have */
}

/* Have the next record read; a job of its own goes to the workers. */
static enum status
take_in(struct archive_run *run, struct warc *w, struct err *err)
{
    struct crawl *c = run->c;
    struct crawl_job *job = crawl_host_job(c, NULL);
    struct archived *it = arena_alloc(job->arena, sizeof(*it));
    struct warc_record rec;
    enum status st = warc_next(w, job->arena, &rec, err);
    bool address = st == ST_OK && frontier_canonical(rec.url, TEXT_NONE, job->arena, &it->url);

    run->read += st == ST_OK;
    if (address)
        job->source = source_of(run, &it->url);
    if (job->source == NULL || text_is(it->url.path, "/robots.txt") || rec.coded) {
        run->elsewhere += address;
        crawl_host_drop_job(c, job);
        return st;
    }
    fill_response(&rec, &it->response);
    it->at_s = date_of(run, &rec);
    it->dated = rec.has_date;
    peek(c, job, &it->url);
    crawl_page_prepare(c, job, &it->response);
    job->archived = it;
    crawl_read_put(c, job);
    return st;
}

/* ---- writing what they said, in their order ---- */

static void
find_or_add(struct crawl *c, struct crawl_job *job, const struct url *u)
{
    struct store_url_known known;

    if (store_url_find_on(c->store, job->host->row.id, u->href, &known)) {
        store_url_get(c->store, known.id, job->arena, &job->url);
        if (known.source_id != job->source->row.id)
            store_url_join(c->store, known.id, job->source->row.id);
        return;
    }
    job->url = (struct store_url){ .address = u->href,
                                   .host_id = job->host->row.id,
                                   .source_id = job->source->row.id,
                                   .first_seen_s = clock_now_s(c->cfg->clock) };
    job->url.id = store_url_add(c->store, &job->url);
}

/* Does the store know better?  What was fetched later, or a page of which this is only a revisit.
 */
static bool
is_stale(const struct crawl_job *job)
{
    const struct archived *it = job->archived;

    if (it->response.status == STATUS_NOT_MODIFIED && job->url.fetched_s == 0)
        return true;
    return job->url.fetched_s > (it->dated ? it->at_s : 0);
}

static void
put_away(struct archive_run *run, struct crawl_job *job)
{
    struct crawl *c = run->c;
    struct archived *it = job->archived;

    job->host = crawl_setup_host(c, url_authority(&it->url, job->arena));
    run->at_ms = it->at_s * MS_PER_S;
    find_or_add(c, job, &it->url);
    if (is_stale(job))
        run->stale++;
    else
        run->kept += crawl_page_archived(c, job, &it->response);
    run->at_ms = 0;
    crawl_host_drop_job(c, job);
}

static void
show_progress(const struct archive_run *run)
{
    struct crawl *c = run->c;
    char line[LINE_BYTES];

    if (c->cfg->progress == NULL)
        return;
    snprintf(line, sizeof(line), "%lld record%s, %lld page%s, %lld question%s",
             (long long)run->read, run->read == 1 ? "" : "s", (long long)run->kept,
             run->kept == 1 ? "" : "s", (long long)c->questions, c->questions == 1 ? "" : "s");
    c->cfg->progress(c->cfg->progress_self, line);
}

/* One transaction's worth; *st says how reading the archive goes. */
static enum status
write_batch(struct archive_run *run, struct warc *w, enum status *st, struct err *err)
{
    struct crawl *c = run->c;
    struct crawl_job *job;

    crawl_host_begin(c);
    for (int i = 0; i < BATCH && (c->cfg->stop == NULL || !c->cfg->stop()); i++) {
        while (*st == ST_OK && crawl_read_room(c))
            *st = take_in(run, w, err);
        job = crawl_read_take(c);
        if (job == NULL)
            break;
        put_away(run, job);
    }
    if (!crawl_host_commit(c))
        return err_set(err, c->status, "%s", c->err.msg);
    return c->cfg->stop != NULL && c->cfg->stop() ? ST_INTERRUPTED : ST_OK;
}

static enum status
read_archive(struct archive_run *run, const char *path, struct err *err)
{
    struct crawl *c = run->c;
    struct warc *w = NULL;
    struct crawl_job *job;
    enum status st = warc_open(path, &w, err), written = ST_OK;

    if (st == ST_OK)
        warc_want_revisits(w);
    while (written == ST_OK && (st == ST_OK || workers_held(c->workers) > 0)) {
        written = write_batch(run, w, &st, err);
        show_progress(run);
    }
    while ((job = crawl_read_take(c)) != NULL)
        crawl_host_drop_job(c, job);
    if (w != NULL && warc_counts(w).broken > 0)
        log_warn("archive \"%s\": %llu broken places were passed over: earshot archive check "
                 "names them",
                 path, (unsigned long long)warc_counts(w).broken);
    warc_close(w);
    if (written != ST_OK)
        return written;
    if (st == ST_INVALID && err != NULL) {
        struct err why = *err;

        return err_set(err, st, "archive \"%s\": %.400s", path, why.msg);
    }
    return st == ST_NOTFOUND ? ST_OK : st;
}

/* All that can be read; one that cannot costs nothing but itself. */
static enum status
read_archives(struct archive_run *run, const struct text_list *files, struct err *err)
{
    size_t failed = 0;

    for (size_t i = 0; i < files->n; i++) {
        enum status st = read_archive(run, files->v[i].p, err);

        if (st == ST_OK)
            continue;
        if (run->c->status != ST_OK || st == ST_INTERRUPTED || files->n == 1)
            return st;
        log_warn("%s", err->msg);
        failed++;
    }
    if (failed == 0)
        return ST_OK;
    return err_set(err, ST_PARTIAL, "%zu of %zu archives could not be read", failed, files->n);
}

enum status
crawl_warc_run(struct crawl *c, const struct text_list *files, struct err *err)
{
    struct archive_run run = { .c = c, .rest = source_for_rest(c), .real = c->cfg->clock };
    const struct clock clock = { record_now_ms, NULL, &run };
    const struct crawl_config *cfg = c->cfg;
    struct crawl_config own = *cfg;
    enum status st = crawl_setup_seeds(c, err), ended;

    if (st != ST_OK)
        return st;
    own.clock = &clock;
    c->cfg = &own;
    crawl_read_start(c);
    st = read_archives(&run, files, err);
    c->cfg = cfg;
    log_progress("%s", "");
    if (st != ST_OK && st != ST_PARTIAL)
        return st;
    store_begin(c->store);
    store_run_end(c->store, c->run_id, clock_now_s(cfg->clock), "archive");
    ended = store_commit(c->store, err);
    log_info("%lld record%s read, %lld page%s kept, %lld new question%s; %lld of other hosts, %lld "
             "older than what is stored",
             (long long)run.read, run.read == 1 ? "" : "s", (long long)run.kept,
             run.kept == 1 ? "" : "s", (long long)c->questions, c->questions == 1 ? "" : "s",
             (long long)run.elsewhere, (long long)run.stale);
    return ended != ST_OK ? ended : st;
}
