/* crawl_archive.c - copies of answers: written before what they lead to is committed. */
#include <string.h>

#include "archive_scan.h"
#include "crawl_private.h"
#include "log.h"
#include "store_archive.h"

#define MS_PER_S            INT64_C(1000)
#define STATUS_NOT_MODIFIED 304

/*
 * Does the answer ask not to be kept?  What nobody has read as a page is taken
 * at its word, whoever the word is meant for: a copy too few harms nobody.
 */
static bool
says_noarchive(const struct fetch_response *r, const struct extract_page *page)
{
    const struct text word = TEXT_LIT("noarchive");

    if (page != NULL)
        return page->noarchive;
    return text_find_nocase(r->fields[FETCH_ROBOTS_TAG], word) != TEXT_NPOS ||
           text_find_nocase(r->body, word) != TEXT_NPOS;
}

/* Is an earlier record's payload that of this answer?  Then *same_as_ms is its time. */
static void
find_same(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
          struct store_archived *row)
{
    struct store_archived wanted = *row, first;

    if (r->status == STATUS_NOT_MODIFIED)
        wanted.digest = TEXT_NONE;
    else if (r->body.n == 0 || r->unwanted || r->cut)
        return;
    if (!store_archive_original(c->store, &wanted, job->arena, &first) ||
        !archive_has(c->cfg->archive, arena_str(job->arena, first.file)))
        return;
    row->same_as_ms = first.at_ms;
    if (r->status == STATUS_NOT_MODIFIED)
        row->digest = first.digest;
}

void
crawl_archive_keep(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
                   const struct extract_page *page)
{
    char digest[SHA1_TEXT_BYTES];
    struct store_archived row = {
        .url_id = job->url.id, .address = job->address, .at_ms = r->started_ms, .status = r->status
    };
    struct archive_answer answer = { .url = job->address,
                                     .response = r,
                                     .not_modified = r->status == STATUS_NOT_MODIFIED };
    struct archive_place place;
    struct err err = { "" };

    if (c->cfg->archive == NULL || r->status == 0 || says_noarchive(r, page))
        return;
    row.digest = text_of(sha1_of(r->body, digest));
    find_same(c, job, r, &row);
    if (answer.not_modified && row.same_as_ms == 0)
        return; /* of a page that was not kept, for a reason or from before archives were */
    answer.digest = arena_str(job->arena, row.digest);
    answer.same_as_s = row.same_as_ms / MS_PER_S;
    if (archive_add(c->cfg->archive, &answer, &place, &err) != ST_OK) {
        crawl_host_fail(c, ST_IO, err.msg);
        return;
    }
    row.file = text_of(place.file);
    row.offset_bytes = place.offset;
    row.length_bytes = place.length;
    if (r->unwanted || r->cut)
        row.digest = TEXT_NONE;
    store_archive_add(c->store, &row);
}

/* ---- files that a killed run left open ---- */

struct adoption {
    struct crawl *c;
    const char *file;
    int64_t n;
};

/* The record of an answer whose transaction was not committed: it is there all the same. */
static void
adopt(void *self, const struct archive_found *f)
{
    struct adoption *ad = self;
    struct crawl *c = ad->c;
    struct text refers = warc_item_field(&f->item, "WARC-Refers-To-Date");
    struct store_archived row = { .address = f->item.url,
                                  .file = text_of(ad->file),
                                  .offset_bytes = f->item.offset,
                                  .length_bytes = f->item.length,
                                  .at_ms = f->item.at_s * MS_PER_S,
                                  .status = f->status,
                                  .digest = text_after(
                                      warc_item_field(&f->item, "WARC-Payload-Digest"), ':') };
    struct store_url_known known;
    int64_t s;

    if (!f->page || !f->item.whole || store_archive_knows(c->store, row.file, row.offset_bytes))
        return;
    if (store_url_find(c->store, f->item.url, &known))
        row.url_id = known.id;
    if (f->revisit && clock_parse_rfc3339(refers, &s, NULL))
        row.same_as_ms = s * MS_PER_S;
    store_archive_add(c->store, &row);
    ad->n++;
}

void
crawl_archive_adopt(struct crawl *c)
{
    char name[ARCHIVE_NAME_BYTES];
    struct err err = { "" };

    while (c->cfg->archive != NULL && c->status == ST_OK &&
           archive_left_open(c->cfg->archive, name)) {
        struct adoption ad = { .c = c, .file = name };
        struct archive_scan scan = { .file = name, .index = true, .found = adopt, .self = &ad };
        enum status st;

        buf_init(&scan.lines, BUF_LARGE);
        crawl_host_begin(c);
        st = archive_repair(c->cfg->archive, name, &scan, &err);
        if (st == ST_OK) /* after a power loss: the kernel had the record, the disk had not */
            store_archive_drop(c->store, text_of(name), scan.whole_bytes);
        if (crawl_host_commit(c) && st == ST_OK && scan.whole_bytes > 0)
            st = archive_complete(c->cfg->archive, name, buf_text(&scan.lines), &err);
        buf_release(&scan.lines);
        if (st != ST_OK)
            crawl_host_fail(c, st, err.msg);
        else
            log_info("archive/%s, which the last run left open, is complete: %lld record%s, %lld "
                     "of them not noted before, %lld bytes cut off",
                     name, (long long)scan.counts.records, scan.counts.records == 1 ? "" : "s",
                     (long long)ad.n, (long long)(scan.file_bytes - scan.whole_bytes));
    }
}
