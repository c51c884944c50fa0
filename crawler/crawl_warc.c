#include "crawl_warc.h"

#include <stdio.h>
#include <string.h>

#include "crawl_private.h"
#include "log.h"
#include "warc.h"

#define BATCH 64 /* records per transaction: a commit costs as much as reading some pages */

struct archive_run {
    struct crawl *c;
    struct crawl_source *rest; /* for hosts that are no source's; NULL: passed over */
    struct arena *arena;       /* of one record */
    int64_t read, kept, elsewhere;
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

static void
find_or_add(struct crawl *c, struct crawl_job *job, const struct url *u)
{
    struct store_url_known known;

    if (store_url_find(c->store, u->href, &known)) {
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

static void
read_record(struct archive_run *run, const struct warc_record *rec)
{
    struct crawl *c = run->c;
    struct fetch_response r = { .status = rec->status, .body = rec->body };
    struct crawl_job *job;
    struct url u;

    run->read++;
    if (!frontier_canonical(rec->url, TEXT_NONE, run->arena, &u))
        return;
    job = crawl_host_job(c, NULL);
    job->source = source_of(run, &u);
    if (job->source == NULL || text_is(u.path, "/robots.txt") || rec->coded) {
        run->elsewhere++;
        crawl_host_drop_job(c, job);
        return;
    }
    r.fields[FETCH_CONTENT_TYPE] = rec->type;
    r.unwanted = !fetch_wanted(rec->type);
    r.fields[FETCH_ETAG] = warc_header(rec, "ETag");
    r.fields[FETCH_LAST_MODIFIED] = warc_header(rec, "Last-Modified");
    r.fields[FETCH_LOCATION] = warc_header(rec, "Location");
    r.fields[FETCH_ROBOTS_TAG] = warc_header(rec, "X-Robots-Tag");
    job->host = crawl_setup_host(c, url_authority(&u, job->arena));
    find_or_add(c, job, &u);
    run->kept += crawl_page_archived(c, job, &r);
    crawl_host_drop_job(c, job);
}

static enum status
read_archive(struct archive_run *run, const char *path, struct err *err)
{
    struct crawl *c = run->c;
    struct warc *w = NULL;
    struct warc_record rec;
    enum status st = warc_open(path, &w, err);

    while (st == ST_OK) {
        crawl_host_begin(c);
        for (int i = 0; i < BATCH && st == ST_OK; i++) {
            arena_clear(run->arena);
            st = warc_next(w, run->arena, &rec, err);
            if (st == ST_OK)
                read_record(run, &rec);
        }
        if (!crawl_host_commit(c))
            st = err_set(err, c->status, "%s", c->err.msg);
        else if (c->cfg->stop != NULL && c->cfg->stop())
            st = ST_INTERRUPTED;
        if (c->cfg->progress != NULL) {
            char line[160];

            snprintf(line, sizeof(line), "%lld records, %lld pages, %lld questions",
                     (long long)run->read, (long long)run->kept, (long long)c->questions);
            c->cfg->progress(c->cfg->progress_self, line);
        }
    }
    warc_close(w);
    return st == ST_NOTFOUND ? ST_OK : st;
}

enum status
crawl_warc_run(struct crawl *c, const struct text_list *files, struct err *err)
{
    struct archive_run run = { .c = c, .rest = source_for_rest(c) };
    enum status st = crawl_setup_seeds(c, err);

    run.arena = arena_new();
    for (size_t i = 0; i < files->n && st == ST_OK; i++)
        st = read_archive(&run, files->v[i].p, err);
    arena_free(run.arena);
    log_progress("%s", "");
    if (st != ST_OK)
        return st;
    store_begin(c->store);
    store_run_end(c->store, c->run_id, clock_now_s(c->cfg->clock), "archive");
    st = store_commit(c->store, err);
    log_info("%lld records read, %lld pages kept, %lld new questions; %lld of other hosts",
             (long long)run.read, (long long)run.kept, (long long)c->questions,
             (long long)run.elsewhere);
    return st;
}
